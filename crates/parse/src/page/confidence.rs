//! How likely a value is right: by what it is, and by whether the document's sums prove the reading.
//!
//! The shares are measured on made papers whose records are known (180 of them, 12,157 values; docs/accuracy.md has the table),
//! and rounded down. They hold for text layers; what an optical engine reads has confidences of its own.

use crate::draft::figures::LINE_NUMBERS;
use trade::finding::Finding;
use trade::{Code, Reading};

/// Values of a reading that proves itself.
const PROVEN: f32 = 0.99;

/// Words of goods, proven: a line of print more or less is no number.
const PROVEN_WORDS: f32 = 0.96;

/// Labelled values of a document whose lines do not prove themselves.
const LABELLED: f32 = 0.97;

/// Numbers and words of lines that do not prove themselves.
const DOUBTFUL: f32 = 0.55;

/// Writes the confidence of each value that was read.
pub fn weigh(reading: &mut Reading, findings: &[Finding]) {
    let proven = is_proven(findings);
    let document = if proven { PROVEN } else { LABELLED };
    for (field, read) in reading.values.iter_mut().filter(|(_, read)| read.value.is_some()) {
        let guessed = findings.iter().any(|finding| is_guess(finding) && names(finding, field));
        read.confidence = if guessed { DOUBTFUL } else { document };
    }
    for (field, read) in reading.line_items.iter_mut().flatten().filter(|(_, read)| read.value.is_some()) {
        let name = field.split('.').next().unwrap_or(field);
        read.confidence = match (proven, LINE_NUMBERS.contains(&name)) {
            (true, false) if name == "description" => PROVEN_WORDS,
            (true, _) => PROVEN,
            (false, _) => DOUBTFUL,
        };
    }
}

/// Whether no finding says that the reading of the document is open. A name that was guessed says nothing of its sums.
pub fn is_proven(findings: &[Finding]) -> bool {
    let open = |finding: &Finding| matches!(finding.code, Code::ReadingIncomplete | Code::ReadingAmbiguous);
    !findings.iter().any(|finding| open(finding) && !is_guess(finding))
}

/// Whether a finding says that a name was guessed.
fn is_guess(finding: &Finding) -> bool {
    finding.code == Code::ReadingAmbiguous
        && finding.field.as_ref().is_some_and(|field| field.ends_with(".name"))
}

/// Whether a finding is about a field.
fn names(finding: &Finding, field: &str) -> bool {
    finding.field.as_ref().is_some_and(|named| named.as_ref() == field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::reading::ReadLine;
    use trade::{Origin, ReadValue};

    #[test]
    fn what_the_sums_prove_weighs_more() {
        let read = |value: Option<&str>| ReadValue {
            confidence: if value.is_some() { 1.0 } else { 0.0 },
            ..ReadValue::structured("x", value.map(str::to_owned), Origin::Read, None)
        };
        let reading = || Reading {
            values: [("invoice_number".to_owned(), read(Some("x")))].into(),
            line_items: vec![ReadLine::from([
                ("quantity".to_owned(), read(Some("x"))),
                ("net_weight.value".to_owned(), read(Some("x"))),
                ("description".to_owned(), read(Some("x"))),
                ("amount".to_owned(), read(None)),
            ])],
            ..Reading::default()
        };
        let shown = |reading: &Reading| {
            let lines = reading.line_items.iter().flatten();
            let all = reading.values.iter().chain(lines);
            all.map(|(field, read)| format!("{field} {}", read.confidence)).collect::<Vec<_>>()
        };
        let mut proven = reading();
        weigh(&mut proven, &[]);
        assert_eq!(
            shown(&proven),
            ["invoice_number 0.99", "amount 0", "description 0.96", "net_weight.value 0.99", "quantity 0.99"]
        );
        let mut doubtful = reading();
        weigh(&mut doubtful, &[Finding::document("read.pdf/1", Code::ReadingIncomplete, "x")]);
        assert_eq!(
            shown(&doubtful),
            ["invoice_number 0.97", "amount 0", "description 0.55", "net_weight.value 0.55", "quantity 0.55"]
        );
        let mut guessed = reading();
        let name = guessed.values["invoice_number"].clone();
        guessed.values.insert("seller.name".to_owned(), name);
        let finding = Finding::document("read.pdf/1", Code::ReadingAmbiguous, "x").field("seller.name");
        weigh(&mut guessed, &[finding]);
        assert_eq!(shown(&guessed)[..2], ["invoice_number 0.99", "seller.name 0.55"]);
    }
}
