//! The scores of PDFs in the JSON of `evaluate`.
//!
//! Promises: rows are disjoint, and fields of one key; shares from 0 to 1; keys beside the contract's say more. Refuses
//! to count.

use serde_json::{Value, json};

use super::sums::{self, part};
use super::{Pages, Told};

/// Adds rows and fields to those that are there, and the keys `scenarios`, `parts` and `broken`.
pub fn add_to(whole: &mut Value, pages: &Pages) {
    let mut extend = |key: &str, more: Vec<Value>| {
        if let Some(map) = whole.as_object_mut() {
            let list = map.entry(key).or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                list.extend(more);
            }
        }
    };
    extend("rows", rows(pages));
    extend("fields", fields(pages));
    let scenarios = sums::scenarios(&pages.scored);
    extend("scenarios", scenarios.iter().map(scenario).collect());
    extend("parts", sums::parts(&scenarios).iter().map(of_part).collect());
    extend("broken", pages.broken.iter().map(broken).collect());
}

fn rows(pages: &Pages) -> Vec<Value> {
    let rows = sums::rows(&pages.scored).into_iter().map(|(key, sums)| {
        let ([header_p, header_r, header_f1], [line_p, line_r, line_f1]) =
            (sums.header.shares().map(rounded), sums.line_shares().map(rounded));
        let share = |of: usize| rounded(part(of, sums.documents));
        json!({"set": key.set, "kind": key.kind, "language": key.language, "format": "pdf", "mode": key.mode.name(),
            "documents": sums.documents, "header_p": header_p, "header_r": header_r, "header_f1": header_f1,
            "line_p": line_p, "line_r": line_r, "line_f1": line_f1, "exact": share(sums.exact),
            "doubtful": share(sums.doubtful), "silently_wrong": rounded(sums.silent_share()),
            "kept_apart": key.kept_apart, "header_values": sums.header.present, "lines": sums.lines_wanted,
            "values": sums.stated, "kind_right": share(sums.kind_right), "right_documents": sums.right, "right_but_doubtful": sums.right_but_doubtful})
    });
    rows.collect()
}

fn fields(pages: &Pages) -> Vec<Value> {
    let fields = sums::fields(&pages.scored).into_iter().map(|(key, counts)| {
        let [precision, recall, f1] = counts.shares().map(rounded);
        json!({"set": key.set, "field": key.field, "present": counts.present, "read": counts.right,
            "missed": counts.present.saturating_sub(counts.right), "mode": key.mode.name(), "kind": key.kind,
            "kept_apart": key.kept_apart, "wrong": counts.wrong, "silently_wrong": counts.silently_wrong,
            "absent": counts.missed, "p": precision, "r": recall, "f1": f1})
    });
    fields.collect()
}

fn scenario(one: &sums::Scenario) -> Value {
    json!({"set": one.set, "mode": one.mode.name(), "scenario": one.scenario, "group": one.group,
        "kept_apart": one.kept_apart, "documents": one.sums.documents, "header_f1": one.header_f1.map(rounded),
        "line_f1": one.line_f1.map(rounded), "silently_wrong": rounded(one.silently_wrong)})
}

fn of_part(one: &sums::Part) -> Value {
    json!({"set": one.set, "mode": one.mode.name(), "part": one.part, "group": one.group, "scenarios": one.scenarios,
        "documents": one.documents, "header_f1": one.header_f1.map(rounded), "line_f1": one.line_f1.map(rounded),
        "silently_wrong": rounded(one.silently_wrong), "values": one.stated, "silently_wrong_values": one.silent_values,
        "doubtful": rounded(part(one.doubtful, one.documents)),
        "right_documents": one.right, "right_but_doubtful": rounded(part(one.right_but_doubtful, one.right))})
}

fn broken(one: &Told) -> Value {
    json!({"file": one.file, "kind": one.kind, "codes": one.codes, "told": !one.codes.is_empty()})
}

fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::super::score::Verdict::{Missed, Right, SilentlyWrong};
    use super::super::sums::tests::paper;
    use super::*;

    #[test]
    fn rows_have_the_keys_of_the_contract_and_stand_beside_those_of_xml() {
        let pages = Pages {
            scored: vec![paper("a", false, &[Right, Missed]), paper("b", true, &[SilentlyWrong])],
            broken: vec![Told {
                file: "x.pdf".into(),
                kind: "unknown".into(),
                codes: vec!["encrypted".into()],
            }],
            ..Pages::default()
        };
        let mut whole = json!({"rows":[{"set":"xml"}],"fields":[],"twins":[]});
        add_to(&mut whole, &pages);
        assert_eq!(whole["rows"].as_array().unwrap().len(), 3);
        let row = &whole["rows"][1];
        for key in [
            "set",
            "kind",
            "language",
            "format",
            "mode",
            "documents",
            "header_p",
            "header_r",
            "header_f1",
            "line_p",
            "line_r",
            "line_f1",
            "exact",
            "doubtful",
            "silently_wrong",
        ] {
            assert!(!row[key].is_null(), "{key}");
        }
        assert_eq!(
            (&row["header_r"], &row["line_f1"], &row["mode"]),
            (&json!(0.5), &json!(0.5), &json!("page"))
        );
        assert_eq!(whole["rows"][2]["silently_wrong"], json!(1.0));
        assert_eq!(row["kind_right"], json!(1.0));
        let field = &whole["fields"][0];
        assert_eq!((&field["present"], &field["read"], &field["missed"]), (&json!(2), &json!(1), &json!(1)));
        assert_eq!(whole["broken"][0]["told"], json!(true));
        assert_eq!(whole["parts"].as_array().unwrap().len(), 3);
        assert!(!whole.to_string().contains('\n'));
    }
}
