//! From a draft to a record: decide the conventions, then write goods, fields, sums and what kind of document it is.

use super::figures::conventions;
use super::scribe::Scribe;
use super::{Draft, fields, goods, totals};
use trade::{Kind, Record};

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
