//! From a draft to a record: decide the conventions, then write goods, fields, sums and what kind of document it is.

use super::figures::conventions;
use super::scribe::Scribe;
use super::{Draft, fields, goods, totals};
use crate::language;
use trade::{Finding, Kind, Parsed, Record};

/// Writes a draft down. `epoch_1904`: how serial dates count, where a workbook says.
pub fn write(draft: &Draft, rule: &'static str, epoch_1904: Option<bool>) -> (Scribe, Record, Kind) {
    let (numbers, dates) = conventions(draft);
    let mut scribe = Scribe::new(rule, numbers, dates);
    let mut record = Record::default();
    for (ordinal, line) in (1_u32..).zip(&draft.lines) {
        let line = goods::line(&mut scribe, ordinal, line, draft.hs_scheme);
        record.line_items.push(line);
    }
    fields::write(&mut scribe, &mut record, draft, epoch_1904);
    totals::write(&mut scribe, &mut record, draft);
    fields::currency(&mut scribe, &mut record, draft);
    scribe.finish_numbers();
    scribe.reading.line_items.resize_with(record.line_items.len(), Default::default);
    let kind = fields::kind(&mut scribe, draft, &record);
    record.kind = (kind != Kind::Unknown).then_some(kind);
    (scribe, record, kind)
}

/// What is handed back once all findings are there: `before` came before the draft's own.
pub fn parsed(
    scribe: Scribe,
    record: Record,
    kind: Kind,
    draft: &Draft,
    format: &str,
    mut before: Vec<Finding>,
) -> Parsed {
    let texts: Vec<&str> = draft.words.iter().map(String::as_str).collect();
    before.extend(scribe.findings);
    Parsed {
        kind,
        format: format.to_owned(),
        language: language::guess(&texts).map(str::to_owned),
        record,
        reading: Some(scribe.reading),
        findings: before,
        parts: Vec::new(),
    }
}
