//! The score as one line of JSON, and as a table for people.
//!
//! Promises: rows are disjoint; shares are from 0 to 1; JSON on one line. Refuses to know how values were compared.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::Findings;
use super::compare::Verdict;
use super::document::{Outcome, Scored};
use super::twins::Twin;

/// What is counted over a row's documents.
#[derive(Default)]
struct Sums {
    documents: usize,
    header: [usize; 3],
    line: [usize; 3],
    exact: usize,
    doubtful: usize,
    silently_wrong: usize,
}

type RowKey = (String, String, String, String);

fn rows(documents: &[Scored]) -> BTreeMap<RowKey, Sums> {
    let mut rows: BTreeMap<RowKey, Sums> = BTreeMap::new();
    for document in documents {
        let key = (
            document.set.clone(),
            document.kind.clone(),
            document.language.clone(),
            document.form.to_owned(),
        );
        let sums = rows.entry(key).or_default();
        let count = |of_line: bool| {
            [Verdict::Read, Verdict::Wrong, Verdict::Absent]
                .map(|v| document.count(v, |value| value.is_of_line() == of_line))
        };
        let (header, line) = (count(false), count(true));
        let [wrong, absent] = [header[1] + line[1], header[2] + line[2]];
        sums.documents += 1;
        for at in 0..3 {
            if let (Some(sum), Some(more)) = (sums.header.get_mut(at), header.get(at)) {
                *sum += more;
            }
            if let (Some(sum), Some(more)) = (sums.line.get_mut(at), line.get(at)) {
                *sum += more;
            }
        }
        sums.exact += usize::from(wrong + absent == 0);
        sums.doubtful += usize::from(document.doubtful);
        sums.silently_wrong += usize::from(wrong > 0 && !document.doubtful);
    }
    rows
}

/// Precision, recall and their harmonic mean of [read, wrong, absent]; 1 where nothing was to read.
fn shares([read, wrong, absent]: [usize; 3]) -> [f64; 3] {
    let share = |of: usize, among: usize| if among == 0 { 1.0 } else { of as f64 / among as f64 };
    let (precision, recall) = (share(read, read + wrong), share(read, read + wrong + absent));
    let mean = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    [precision, recall, mean].map(|value| (value * 10_000.0).round() / 10_000.0)
}

/// (set, field) → present, read, missed.
fn fields(documents: &[Scored]) -> BTreeMap<(String, String), [usize; 3]> {
    let mut fields: BTreeMap<(String, String), [usize; 3]> = BTreeMap::new();
    for document in documents {
        for value in &document.values {
            let Outcome::Compared(verdict) = value.outcome else { continue };
            if verdict == Verdict::Elsewhere {
                continue;
            }
            let [present, read, missed] =
                fields.entry((document.set.clone(), value.field.clone())).or_default();
            *present += 1;
            *read += usize::from(verdict == Verdict::Read);
            *missed += usize::from(verdict != Verdict::Read);
        }
    }
    fields
}

/// One line, as the contract has it; `twins` and `refused` beside.
pub fn json(findings: &Findings, twins: &[Twin]) -> Value {
    let rows: Vec<Value> = rows(&findings.documents)
        .into_iter()
        .map(|((set, kind, language, format), sums)| {
            let ([header_p, header_r, header_f1], [line_p, line_r, line_f1]) = (shares(sums.header), shares(sums.line));
            let share = |of: usize| (of as f64 / sums.documents as f64 * 10_000.0).round() / 10_000.0;
            json!({"set": set, "kind": kind, "language": language, "format": format, "mode": "xml", "documents": sums.documents,
                "header_p": header_p, "header_r": header_r, "header_f1": header_f1,
                "line_p": line_p, "line_r": line_r, "line_f1": line_f1,
                "exact": share(sums.exact), "doubtful": share(sums.doubtful), "silently_wrong": share(sums.silently_wrong)})
        })
        .collect();
    let fields: Vec<Value> = fields(&findings.documents)
        .into_iter()
        .map(|((set, field), [present, read, missed])| {
            json!({"set": set, "field": field, "present": present, "read": read, "missed": missed})
        })
        .collect();
    let twins: Vec<Value> = twins
        .iter()
        .map(|twin| {
            let differences: Vec<Value> = twin
                .differences
                .iter()
                .map(|one| {
                    json!({"field": one.field, "first": one.values[0], "second": one.values[1],
                        "only_in_first": one.said[0], "only_in_second": one.said[1]})
                })
                .collect();
            json!({"case": twin.case, "files": twin.files, "differences": differences})
        })
        .collect();
    json!({"rows": rows, "fields": fields, "twins": twins, "refused": findings.refused})
}

/// For people: rows, fields with misses, the misses themselves, twins, roots refused.
pub fn table(findings: &Findings, twins: &[Twin], misses: usize) -> String {
    let mut out = String::new();
    head(&mut out, findings);
    field_table(&mut out, findings);
    miss_list(&mut out, findings, misses);
    for twin in twins {
        let _ = writeln!(
            out,
            "\ntwins {}: {} and {}: {} differences",
            twin.case,
            twin.files[0],
            twin.files[1],
            twin.differences.len()
        );
        for difference in &twin.differences {
            let [first, second] = &difference.values;
            let _ = writeln!(out, "  {}: {} <> {}", difference.field, short(first), short(second));
            for (file, said) in ["first", "second"].into_iter().zip(&difference.said) {
                for words in said {
                    let _ = writeln!(out, "    only the {file} file: {words}");
                }
            }
        }
    }
    let _ = writeln!(out, "\nrefused, as no form of ours:");
    for (root, count) in &findings.refused {
        let _ = writeln!(out, "  {count:>3} {root}");
    }
    out
}

fn head(out: &mut String, findings: &Findings) {
    let _ = writeln!(
        out,
        "{:<18}{:<20}{:<5}{:<16}{:>5}{:>9}{:>9}{:>8}{:>8}{:>7}{:>10}{:>9}",
        "set",
        "kind",
        "lang",
        "format",
        "docs",
        "header p",
        "header r",
        "line p",
        "line r",
        "exact",
        "doubtful",
        "silently"
    );
    for ((set, kind, language, format), sums) in rows(&findings.documents) {
        let ([hp, hr, _], [lp, lr, _]) = (shares(sums.header), shares(sums.line));
        let _ = writeln!(
            out,
            "{set:<18}{kind:<20}{language:<5}{format:<16}{:>5}{hp:>9.4}{hr:>9.4}{lp:>8.4}{lr:>8.4}{:>7}{:>10}{:>9}",
            sums.documents, sums.exact, sums.doubtful, sums.silently_wrong
        );
    }
}

fn field_table(out: &mut String, findings: &Findings) {
    let mut total: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for ((_, field), [present, read, missed]) in fields(&findings.documents) {
        let [all_present, all_read, all_missed] = total.entry(field).or_default();
        *all_present += present;
        *all_read += read;
        *all_missed += missed;
    }
    let sum = |at: usize| total.values().filter_map(|counts| counts.get(at)).sum::<usize>();
    let _ = writeln!(out, "\n{:<44}{:>8}{:>8}{:>8}", "field", "present", "read", "missed");
    for (field, [present, read, missed]) in &total {
        let _ = writeln!(out, "{field:<44}{present:>8}{read:>8}{missed:>8}");
    }
    let _ = writeln!(out, "{:<44}{:>8}{:>8}{:>8}", "all", sum(0), sum(1), sum(2));
    let count = |of: Outcome| {
        let values = findings.documents.iter().flat_map(|document| &document.values);
        values.filter(|value| value.outcome == of).count()
    };
    let _ = writeln!(
        out,
        "besides: {} of which the record keeps another of the same party or period, {} that have no place",
        count(Outcome::Compared(Verdict::Elsewhere)),
        count(Outcome::NoPlace)
    );
}

fn miss_list(out: &mut String, findings: &Findings, most: usize) {
    let mut missed: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for document in &findings.documents {
        for value in &document.values {
            if let Outcome::Compared(verdict @ (Verdict::Wrong | Verdict::Absent)) = value.outcome {
                let word = if verdict == Verdict::Wrong { "wrong" } else { "absent" };
                missed.entry((value.field.as_str(), value.path.as_str())).or_default().push(format!(
                    "{word} {} in {}",
                    short(&value.text),
                    document.file
                ));
            }
        }
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_by_key(|(_, files)| std::cmp::Reverse(files.len()));
    for ((field, path), examples) in missed.iter().take(most) {
        let _ = writeln!(out, "\nmissed {:>4} × {field} from {path}", examples.len());
        for example in examples.iter().take(3) {
            let _ = writeln!(out, "  {example}");
        }
    }
    if missed.len() > most {
        let _ = writeln!(out, "\n… and {} more kinds of misses (--misses N)", missed.len() - most);
    }
}

fn short(text: &str) -> String {
    let head: String = text.chars().take(80).collect();
    if head.len() < text.len() { format!("\"{head}…\"") } else { format!("\"{head}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_whole_and_of_nothing_read_are_none() {
        assert_eq!(shares([0, 0, 0]), [1.0, 1.0, 1.0]);
        assert_eq!(shares([0, 1, 1]), [0.0, 0.0, 0.0]);
        assert_eq!(shares([3, 1, 0]), [0.75, 0.75, 0.75]);
    }
}
