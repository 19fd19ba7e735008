//! One reading of two: the XML's values, the page's where the XML has none, and the doubts that remain.
//!
//! A doubt of the page's reader falls away with the value it is about; it stays where the page's value is the one that
//! counts. Where the XML has no lines, the page's are taken if they prove themselves, and none if they do not.

use super::compare::{self, Sides};
use super::shown::Shown;
use super::{fill, lines, places};
use crate::pdf::read::RULE;
use rust_decimal::Decimal;
use trade::{Code, Finding, Kind, Line, Parsed, Reading, Record, Scope};

/// A value that the page gave: of a line, or of the document.
type Taken = (Option<u32>, &'static str);

/// Joins a page's reading with an invoice. `alone`: the invoice is the only file inside.
pub fn merge(page: Parsed, xml: Parsed, shown: &Shown, alone: bool) -> Parsed {
    let pictured = page.findings.iter().any(|finding| finding.code == Code::NeedsOcr);
    let proven = !page.findings.iter().any(keeps_from_proof);
    let mut told = Vec::new();
    if !pictured && !shown.is_empty() {
        let sides = Sides { xml: &xml, page: &page, shown };
        told = compare::head(sides);
        told.extend(lines::compare(sides, proven));
    }
    let mut joined = Parsed { format: format!("{}+{}", page.format, xml.format), ..xml };
    joined.language = joined.language.or_else(|| page.language.clone());
    let mut reading = joined.reading.take().unwrap_or_default();
    let none = Reading::default();
    let page_reading = page.reading.as_ref().unwrap_or(&none);
    places::copy(&mut reading.values, &page_reading.values);
    places::find(&mut reading.values, shown);
    let head = fill::head(&mut joined.record, &mut reading, &page.record, page_reading);
    let mut taken: Vec<Taken> = head.into_iter().map(|field| (None, field)).collect();
    let has_lines = !joined.record.line_items.is_empty();
    if has_lines {
        taken.extend(join_lines(&mut joined.record, &mut reading, &page.record, page_reading));
    } else if proven {
        joined.record.line_items = page.record.line_items.clone();
        reading.line_items = page_reading.line_items.clone();
    }
    if !page_reading.engine.is_empty() {
        reading.engine = format!("{}+{}", page_reading.engine, reading.engine);
    }
    joined.reading = Some(reading);
    let kept = Kept { taken: &taken, kind: joined.kind, lines: has_lines || proven };
    let mut findings = kept.of(page.findings, joined.reading.as_ref());
    if alone {
        findings.retain_mut(names_more_than_the_invoice);
    }
    findings.append(&mut joined.findings);
    findings.append(&mut told);
    joined.findings = findings;
    joined
}

/// The page's reading may lack or mistake lines.
fn keeps_from_proof(finding: &Finding) -> bool {
    match finding.code {
        Code::ReadingIncomplete | Code::ReadingAmbiguous | Code::NeedsOcr => true,
        Code::ValueInvalid => finding.scope == Scope::Line,
        _ => false,
    }
}

/// Lines that are the same on both sides: places of the XML's values, and the page's values where the XML has none.
fn join_lines(own: &mut Record, read: &mut Reading, page: &Record, page_read: &Reading) -> Vec<Taken> {
    let mut taken = Vec::new();
    if lines::goods(&own.line_items).len() != lines::goods(&page.line_items).len() {
        return taken;
    }
    let own = own.line_items.iter_mut().zip(&mut read.line_items);
    let own = own.filter(|(line, _)| !lines::is_words(line));
    let page = page.line_items.iter().zip(&page_read.line_items);
    let page = page.filter(|(line, _)| !lines::is_words(line));
    for ((line, values), (other, seen)) in own.zip(page) {
        if is_same(line, other) {
            places::copy(values, seen);
            let fields = fill::line(line, values, other, seen);
            taken.extend(fields.into_iter().map(|field| (Some(line.line), field)));
        }
    }
    taken
}

/// Whether a line of the XML and one of the page, at the same place, are one: no number differs, and one is the same.
fn is_same(one: &Line, two: &Line) -> bool {
    let pairs = [(one.amount, two.amount), (one.quantity, two.quantity)];
    let both = || pairs.iter().filter_map(|(one, two)| Some(((*one)?, (*two)?)));
    both().next().is_some() && both().all(|(one, two)| one.abs() == two.abs())
}

/// Which of the page's findings stay.
struct Kept<'a> {
    taken: &'a [Taken],
    kind: Kind,
    /// The joined record has lines, or the page has none to doubt.
    lines: bool,
}

impl Kept<'_> {
    fn of(&self, findings: Vec<Finding>, reading: Option<&Reading>) -> Vec<Finding> {
        let has_value = |field: &str| {
            reading.is_some_and(|reading| reading.values.get(field).is_some_and(|read| read.value.is_some()))
        };
        let mut kept: Vec<Finding> = findings
            .into_iter()
            .filter(|finding| match finding.code {
                _ if self.is_of_taken(finding) => true,
                Code::KindUnknown => self.kind == Kind::Unknown,
                Code::ReadingIncomplete | Code::ReadingAmbiguous | Code::ValueInvalid => {
                    !self.lines
                        && finding.scope == Scope::Document
                        && !finding.field.as_deref().is_some_and(has_value)
                }
                _ => true,
            })
            .collect();
        let told = kept.iter().any(|finding| {
            finding.holds() && matches!(finding.code, Code::ReadingIncomplete | Code::ReadingAmbiguous)
        });
        if !self.lines && !told {
            let message =
                "The XML inside the file has no lines, and those of the page do not prove themselves.";
            kept.push(Finding::document(RULE, Code::ReadingIncomplete, message).field("line_items"));
        }
        kept
    }

    /// It is about a value that the page gave.
    fn is_of_taken(&self, finding: &Finding) -> bool {
        let Some(field) = finding.field.as_deref() else { return false };
        self.taken.iter().any(|(line, taken)| *line == finding.line && fill::is_of(field, taken))
    }
}

/// Takes the invoice out of what the file is remarked to bring; whether anything is left.
fn names_more_than_the_invoice(finding: &mut Finding) -> bool {
    if finding.code != Code::ActiveContent {
        return true;
    }
    let Some(what) = finding.inputs.get("what") else { return true };
    let left: Vec<&str> = what.split(", ").filter(|what| *what != "embedded_file").collect();
    let left = left.join(", ");
    finding.message = finding.message.replace(what.as_str(), &left);
    let more = !left.is_empty();
    finding.inputs.insert("what".into(), left);
    more
}

/// Whether two invoices say different things: in number, date, currency, names, sums or lines.
pub fn contradicts(one: &Parsed, two: &Parsed) -> bool {
    let differ = |one: Option<Decimal>, two: Option<Decimal>| matches!((one, two), (Some(one), Some(two)) if one != two);
    let (one, two) = (&one.record, &two.record);
    let name = |party: &Option<Box<trade::part::Party>>| party.as_ref().and_then(|party| party.name.clone());
    let texts = [
        (one.invoice_number.clone(), two.invoice_number.clone()),
        (one.currency.clone(), two.currency.clone()),
        (one.invoice_date.map(|date| date.to_string()), two.invoice_date.map(|date| date.to_string())),
        (name(&one.seller), name(&two.seller)),
        (name(&one.buyer), name(&two.buyer)),
    ];
    let lines = [&one.line_items, &two.line_items];
    texts.iter().any(|(one, two)| one.is_some() && two.is_some() && one != two)
        || differ(one.goods_total, two.goods_total)
        || differ(one.invoice_total, two.invoice_total)
        || differ(one.payable_amount, two.payable_amount)
        || (lines.iter().all(|lines| !lines.is_empty()) && one.line_items.len() != two.line_items.len())
        || one
            .line_items
            .iter()
            .zip(&two.line_items)
            .any(|(one, two)| differ(one.amount, two.amount) || differ(one.quantity, two.quantity))
}
