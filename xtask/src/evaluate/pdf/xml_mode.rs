//! The score of a PDF that is read with the XML inside it: every element that has a place, by the tables of the scorer.
//!
//! Promises: orders, which the tables do not know, are scored by the paths that give a page its truth. Refuses to look
//! at the page.

use anyhow::{Context, Result};

use super::super::compare::Verdict as Compared;
use super::super::document::{self, Outcome};
use super::super::program::Answer;
use super::super::table::Tables;
use super::doubt::Doubts;
use super::score::{self, Score, Value, Verdict};
use super::sets::Paper;
use super::truth::Group;

/// Scores it. Elements in neither table are added to `unlisted`.
pub fn score(
    tables: &Tables,
    paper: &Paper,
    xml: &str,
    answer: &Answer,
    unlisted: &mut Vec<(String, String)>,
) -> Result<Score> {
    let text = xml.trim_start_matches('\u{feff}').trim_start();
    let tree = roxmltree::Document::parse(text).context("XML")?;
    let Some(form) = document::form(&tree.root_element()) else {
        return Ok(score::score(&paper.truth.stated(), answer));
    };
    let scored = document::score(tables, form, &tree.root_element(), &paper.file, answer);
    let lines = scored.values.iter().filter(|value| value.outcome == Outcome::Unlisted);
    unlisted.extend(lines.map(|value| (format!("{form} {}", value.path), paper.name())));
    Ok(of_elements(&scored, answer, &paper.truth.kind))
}

/// Lines are counted by their values here.
fn of_elements(scored: &document::Scored, answer: &Answer, kind: &str) -> Score {
    let doubts = Doubts::of(&answer.findings);
    let values = scored.values.iter().filter_map(|value| {
        let field = value.field.strip_prefix("line_items[].").unwrap_or(&value.field);
        let ordinal = value.line.and_then(|line| u64::try_from(line + 1).ok());
        let verdict = match value.outcome {
            Outcome::Compared(Compared::Read) => Verdict::Right,
            Outcome::Compared(Compared::Wrong) if doubts.name(field, ordinal) => Verdict::Wrong,
            Outcome::Compared(Compared::Wrong) => Verdict::SilentlyWrong,
            Outcome::Compared(Compared::Absent) => Verdict::Missed,
            Outcome::Compared(Compared::Elsewhere) | Outcome::NoPlace | Outcome::Unlisted => return None,
        };
        let group = if value.is_of_line() { Group::Line } else { Group::Header };
        let line = value.line.map(|line| line + 1);
        Some(Value {
            field: value.field.clone(),
            group,
            line,
            truth: value.text.clone(),
            read: String::new(),
            verdict,
        })
    });
    let values: Vec<Value> = values.collect();
    let count = |keep: fn(Verdict) -> bool| {
        values.iter().filter(|value| value.group == Group::Line && keep(value.verdict)).count()
    };
    Score {
        lines_wanted: count(|_| true),
        lines_read: count(|verdict| verdict != Verdict::Missed),
        lines_matched: count(|verdict| verdict == Verdict::Right),
        doubtful: doubts.any(),
        other_kind: (answer.kind != kind).then(|| answer.kind.clone()),
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::program::answer;
    use super::super::truth_xml;
    use super::*;
    use serde_json::json;

    fn scored(xml: &str, record: serde_json::Value, unlisted: &mut Vec<(String, String)>) -> Score {
        let paper = Paper {
            set: "set".into(),
            file: "a.pdf".into(),
            scenario: String::new(),
            kept_apart: false,
            language: String::new(),
            truth: truth_xml::of(xml).unwrap(),
            xml: Some(xml.to_owned()),
            made: false,
        };
        let text = json!({"kind":"commercial_invoice","record":record,"findings":[]}).to_string();
        score(&Tables::read().unwrap(), &paper, xml, &answer(&text).unwrap(), unlisted).unwrap()
    }

    #[test]
    fn each_element_of_the_xml_counts() {
        let xml = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'><ID>7</ID><IssueDate>2020-01-02</IssueDate>\
            <InvoiceLine><ID>1</ID><InvoicedQuantity unitCode='C62'>2</InvoicedQuantity><Item><Colour>red</Colour></Item></InvoiceLine></Invoice>";
        let mut unlisted = Vec::new();
        let record = json!({"invoice_number":"8","line_items":[{"line":1,"quantity":"2","unit":"KGM"}]});
        let score = scored(xml, record, &mut unlisted);
        let verdicts: Vec<(&str, Verdict)> =
            score.values.iter().filter(|v| v.line.is_none()).map(|v| (v.field.as_str(), v.verdict)).collect();
        assert_eq!(verdicts, [("invoice_number", Verdict::SilentlyWrong), ("invoice_date", Verdict::Missed)]);
        assert_eq!((score.lines_wanted, score.lines_matched), (3, 2));
        assert_eq!(unlisted, [("ubl-invoice InvoiceLine/Item/Colour".to_owned(), "a.pdf".to_owned())]);
    }

    #[test]
    fn an_order_is_scored_by_its_paths() {
        let xml = "<SCRDMCCBDACIOMessageStructure><ExchangedDocument><ID>7</ID></ExchangedDocument></SCRDMCCBDACIOMessageStructure>";
        let score = scored(xml, json!({"invoice_number":"7"}), &mut Vec::new());
        assert_eq!(score.values.len(), 1);
        assert!(score.exact() && score.other_kind.as_deref() == Some("commercial_invoice"));
    }
}
