//! The scores of PDFs for people.
//!
//! Promises: of the papers kept apart sums alone are shown, unless all misses are asked for, so that who writes rules does
//! not see them. Refuses to count.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::score::Verdict;
use super::sums::{self, Counts, part};
use super::{Mode, Pages, Scored};

/// Which misses are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listing {
    None,
    LookedAt,
    All,
}

/// The tables.
pub fn table(pages: &Pages, listing: Listing) -> String {
    let mut out = String::new();
    if pages.scored.is_empty() && pages.broken.is_empty() {
        return out;
    }
    row_table(&mut out, pages);
    let scenarios = sums::scenarios(&pages.scored);
    part_table(&mut out, &sums::parts(&scenarios));
    scenario_table(&mut out, &scenarios);
    cause_table(&mut out, pages);
    kinds(&mut out, pages);
    broken_table(&mut out, pages);
    misses(&mut out, pages, listing);
    out
}

fn row_table(out: &mut String, pages: &Pages) {
    let _ = writeln!(
        out,
        "\n{:<16}{:<6}{:<22}{:<5}{:<7}{:>5}{:>9}{:>9}{:>9}{:>6}{:>9}{:>9}{:>9}{:>7}{:>9}{:>9}",
        "PDFs",
        "mode",
        "kind",
        "lang",
        "apart",
        "docs",
        "header p",
        "header r",
        "f1",
        "lines",
        "line p",
        "line r",
        "f1",
        "exact",
        "doubtful",
        "silently"
    );
    for (key, sums) in sums::rows(&pages.scored) {
        let ([hp, hr, hf], [lp, lr, lf]) = (sums.header.shares(), sums.line_shares());
        let apart = if key.kept_apart { "yes" } else { "" };
        let _ = writeln!(
            out,
            "{:<16}{:<6}{:<22}{:<5}{apart:<7}{:>5}{hp:>9.4}{hr:>9.4}{hf:>9.4}{:>6}{lp:>9.4}{lr:>9.4}{lf:>9.4}{:>7}{:>9}{:>9.4}",
            key.set,
            key.mode.name(),
            key.kind,
            key.language,
            sums.documents,
            sums.lines_wanted,
            sums.exact,
            sums.doubtful,
            sums.silent_share()
        );
    }
}

fn part_table(out: &mut String, parts: &[sums::Part]) {
    let _ = writeln!(
        out,
        "\nmeans over scenarios\n{:<16}{:<6}{:<22}{:<12}{:>10}{:>6}{:>11}{:>9}{:>10}{:>12}{:>10}{:>8}{:>14}",
        "set",
        "mode",
        "",
        "part",
        "scenarios",
        "docs",
        "header f1",
        "line f1",
        "silently",
        "of values",
        "doubtful",
        "right",
        "yet doubtful"
    );
    for one in parts {
        let _ = writeln!(
            out,
            "{:<16}{:<6}{:<22}{:<12}{:>10}{:>6}{:>11}{:>9}{:>10.4}{:>12}{:>10.4}{:>8}{:>14.4}",
            one.set,
            one.mode.name(),
            one.group,
            one.part,
            one.scenarios,
            one.documents,
            share(one.header_f1),
            share(one.line_f1),
            one.silently_wrong,
            format!("{}/{}", one.silent_values, one.stated),
            part(one.doubtful, one.documents),
            one.right,
            part(one.right_but_doubtful, one.right)
        );
    }
}

fn share(of: Option<f64>) -> String {
    of.map_or_else(|| "–".to_owned(), |share| format!("{share:.4}"))
}

fn scenario_table(out: &mut String, scenarios: &[sums::Scenario]) {
    let _ = writeln!(
        out,
        "\n{:<20}{:<6}{:<30}{:>6}{:>11}{:>9}{:>10}",
        "scenarios looked at", "mode", "", "docs", "header f1", "line f1", "silently"
    );
    for one in scenarios.iter().filter(|one| !one.kept_apart) {
        let _ = writeln!(
            out,
            "{:<20}{:<6}{:<30}{:>6}{:>11}{:>9}{:>10.4}",
            one.set,
            one.mode.name(),
            one.scenario,
            one.sums.documents,
            share(one.header_f1),
            share(one.line_f1),
            one.silently_wrong
        );
    }
}

/// Field by field, those looked at beside those kept apart.
fn cause_table(out: &mut String, pages: &Pages) {
    let mut rows: BTreeMap<(String, Mode, String, String), [Counts; 2]> = BTreeMap::new();
    for (key, counts) in sums::fields(&pages.scored) {
        let row = rows.entry((key.set, key.mode, key.kind, key.field)).or_default();
        let [looked_at, apart] = row;
        *(if key.kept_apart { apart } else { looked_at }) = counts;
    }
    let _ = writeln!(
        out,
        "\n{:<16}{:<6}{:<22}{:<36}{:>8}{:>8}{:>8}{:>8}{:>10}{:>9}   kept apart: present, f1, silently",
        "causes", "mode", "kind", "field", "present", "right", "missed", "wrong", "silently", "f1"
    );
    for ((set, mode, kind, field), [looked_at, apart]) in rows {
        let whole =
            [looked_at, apart].iter().all(|counts| counts.right == counts.present && counts.wrong == 0);
        if mode == Mode::Xml && whole {
            continue;
        }
        let _ = writeln!(
            out,
            "{set:<16}{:<6}{kind:<22}{field:<36}{:>8}{:>8}{:>8}{:>8}{:>10}{:>9.4}   {:>8}{:>9.4}{:>8}",
            mode.name(),
            looked_at.present,
            looked_at.right,
            looked_at.missed,
            looked_at.wrong - looked_at.silently_wrong,
            looked_at.silently_wrong,
            looked_at.shares()[2],
            apart.present,
            apart.shares()[2],
            apart.silently_wrong
        );
    }
}

/// Papers that were taken for another kind.
fn kinds(out: &mut String, pages: &Pages) {
    let mut others: BTreeMap<(&str, &str, &str, &str), usize> = BTreeMap::new();
    for one in &pages.scored {
        if let Some(other) = &one.score.other_kind {
            *others.entry((&one.set, one.mode.name(), &one.kind, other)).or_default() += 1;
        }
    }
    if !others.is_empty() {
        let _ = writeln!(out, "\ntaken for another kind:");
    }
    for ((set, mode, kind, other), count) in others {
        let _ = writeln!(out, "{count:>5} {set}, {mode}: {kind} as {other:?}");
    }
}

fn broken_table(out: &mut String, pages: &Pages) {
    if pages.broken.is_empty() {
        return;
    }
    let silent = pages.broken.iter().filter(|one| one.codes.is_empty()).count();
    let _ =
        writeln!(out, "\nbroken files: {}, of which {silent} are not told what is wrong", pages.broken.len());
    for one in &pages.broken {
        let codes = if one.codes.is_empty() { "NOTHING IS SAID".to_owned() } else { one.codes.join(", ") };
        let _ = writeln!(out, "  {:<64}{:<20}{codes}", one.file, one.kind);
    }
}

fn misses(out: &mut String, pages: &Pages, listing: Listing) {
    if listing == Listing::None {
        return;
    }
    let shown = |one: &&Scored| listing == Listing::All || !one.kept_apart;
    for one in pages.scored.iter().filter(shown).filter(|one| !one.score.exact()) {
        let _ = writeln!(out, "\n{} ({}, {})", one.file, one.scenario, one.mode.name());
        for value in one.score.values.iter().filter(|value| value.verdict != Verdict::Right) {
            let word = match value.verdict {
                Verdict::Missed => "missed",
                Verdict::Wrong => "wrong",
                _ => "SILENTLY WRONG",
            };
            let line = value.line.map(|line| format!(" {line}")).unwrap_or_default();
            let place = format!("{}{line}", value.path());
            let _ = writeln!(out, "  {word:<15}{place:<34} {} ← {}", short(&value.truth), short(&value.read));
        }
    }
}

fn short(text: &str) -> String {
    let head: String = text.chars().take(90).collect();
    if head.len() < text.len() { format!("\"{head}…\"") } else { format!("\"{head}\"") }
}

#[cfg(test)]
mod tests {
    use super::super::score::Verdict::{Missed, Right};
    use super::super::sums::tests::paper;
    use super::*;

    #[test]
    fn what_is_kept_apart_is_summed_and_not_shown() {
        let pages = Pages {
            scored: vec![paper("near", false, &[Right, Missed]), paper("far", true, &[Missed])],
            ..Pages::default()
        };
        let shown = table(&pages, Listing::LookedAt);
        assert!(shown.contains("truth of near") && !shown.contains("far"), "{shown}");
        assert!(shown.contains("kept apart"));
        assert!(table(&pages, Listing::All).contains("truth of far"));
        assert!(!table(&pages, Listing::None).contains("truth of near"));
    }
}
