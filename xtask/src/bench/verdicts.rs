//! Holds where each document ended against what its maker knows of it.
//!
//! Promises: every document is looked at; what is missing is wrong. Refuses to know speed.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::{Context, Result};
use serde_json::Value;

use super::http;

/// What the maker knows.
#[derive(Clone, Copy)]
pub struct Truth {
    /// `ok` or a kind.
    pub kind: &'static str,
    /// Lines whose code has more than six digits.
    pub national: usize,
}

/// Where a document ended.
struct End {
    state: String,
    quarantined: u64,
}

/// Kinds that are sound, whatever a narrow schema says.
const SOUND: &[&str] = &["ok", "hs_dotted", "hs_len8"];

/// Kinds that a reader may put right with a finding, or hold.
const MENDABLE: &[&str] = &["cur_lower", "cur_symbol", "origin_alpha3", "qty_text"];

/// What is wrong, in words; empty where every verdict is right. `national_checked` where a national tariff is loaded.
pub fn check(
    address: SocketAddr,
    truth: &BTreeMap<String, Truth>,
    national_checked: bool,
) -> Result<Vec<String>> {
    let ends = ends(address)?;
    let mut wrong = Vec::new();
    for (id, truth) in truth {
        let why = match ends.get(id) {
            None => Some("it is lost".to_owned()),
            Some(end) => fault(*truth, end, national_checked),
        };
        wrong.extend(why.map(|why| format!("{} {id}: {why}", truth.kind)));
    }
    if national_checked {
        wrong.extend(none_checked(truth, &ends));
    }
    Ok(wrong)
}

fn fault(truth: Truth, end: &End, national_checked: bool) -> Option<String> {
    let went_on = end.state == "released" || end.state == "validated";
    let said = format!("{} with {} lines held", end.state, end.quarantined);
    if MENDABLE.contains(&truth.kind) {
        return None;
    }
    if !SOUND.contains(&truth.kind) {
        return (went_on && end.quarantined == 0).then(|| format!("it passed: {said}"));
    }
    if !national_checked {
        return (!went_on || end.quarantined != 0).then(|| format!("it is sound: {said}"));
    }
    let most = truth.national + usize::from(truth.kind == "hs_len8");
    let too_many = end.quarantined > most as u64;
    let stuck = !went_on && end.quarantined == 0;
    (too_many || stuck).then(|| format!("{most} lines have a national code: {said}"))
}

/// Random national digits are hardly ever a code: if most went through, nobody looked.
fn none_checked(truth: &BTreeMap<String, Truth>, ends: &BTreeMap<String, End>) -> Option<String> {
    let ok = || truth.iter().filter(|(_, truth)| truth.kind == "ok");
    let national: usize = ok().map(|(_, truth)| truth.national).sum();
    let held: u64 = ok().filter_map(|(id, _)| ends.get(id)).map(|end| end.quarantined).sum();
    (national > 20 && held * 2 < national as u64).then(|| {
        format!("{held} of {national} lines with random national digits are held: the tariff is not asked")
    })
}

fn ends(address: SocketAddr) -> Result<BTreeMap<String, End>> {
    let mut ends = BTreeMap::new();
    let mut cursor: Option<String> = None;
    loop {
        let from = cursor.as_deref().map(|cursor| format!("&cursor={}", escaped(cursor))).unwrap_or_default();
        let page = http::json(address, &format!("/v1/documents?limit=1000{from}"))?;
        for document in
            page.get("documents").and_then(Value::as_array).context("no documents in the answer")?
        {
            let text = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let quarantined = document.get("quarantined_lines").and_then(Value::as_u64).unwrap_or_default();
            ends.insert(text("correlation_id"), End { state: text("state"), quarantined });
        }
        cursor = page.get("next_cursor").and_then(Value::as_str).map(str::to_owned);
        if cursor.is_none() {
            return Ok(ends);
        }
    }
}

fn escaped(text: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(kind: &'static str, national: usize, state: &str, quarantined: u64, checked: bool) -> bool {
        fault(Truth { kind, national }, &End { state: state.into(), quarantined }, checked).is_some()
    }

    #[test]
    fn sound_kinds_must_pass_whole_and_spoilt_ones_must_not() {
        assert!(!wrong("ok", 2, "released", 0, false) && !wrong("hs_dotted", 0, "validated", 0, false));
        assert!(wrong("ok", 2, "released", 1, false) && wrong("hs_len8", 0, "in_review", 0, false));
        assert!(wrong("neg_qty", 0, "released", 0, false) && wrong("hs_empty", 0, "validated", 0, false));
        assert!(
            !wrong("hs_empty", 0, "released", 1, false) && !wrong("hash_short", 0, "dead_letter", 0, false)
        );
        assert!(
            !wrong("qty_text", 0, "released", 0, false) && !wrong("cur_symbol", 0, "in_review", 0, false)
        );
    }

    #[test]
    fn with_a_tariff_only_national_lines_may_be_held() {
        assert!(!wrong("ok", 2, "released", 2, true) && wrong("ok", 1, "released", 2, true));
        assert!(!wrong("hs_len8", 0, "in_review", 1, true) && wrong("ok", 0, "in_review", 0, true));
    }

    #[test]
    fn a_tariff_that_is_not_asked_is_noticed() {
        let truth: BTreeMap<String, Truth> =
            (0..30).map(|n| (n.to_string(), Truth { kind: "ok", national: 1 })).collect();
        let ends = |held: u64| -> BTreeMap<String, End> {
            truth.keys().map(|id| (id.clone(), End { state: "released".into(), quarantined: held })).collect()
        };
        assert!(none_checked(&truth, &ends(0)).is_some() && none_checked(&truth, &ends(1)).is_none());
    }
}
