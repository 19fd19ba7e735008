//! The lines of a record, page by page: what is sound, what is held and why, what a person struck out.

use super::fields::{self, Field};
use super::story::Remark;
use super::words::{self, SHORT};
use ledger::work::{HeldLine, StoredVerdict};
use std::collections::BTreeMap;
use trade::{Code, Finding, Line, Reading, Record};

/// Lines a page.
pub const PAGE: usize = 50;

/// Remarks shown of one line; the list of findings has more.
const REMARKS: usize = 20;

/// One page of lines.
#[derive(Debug)]
pub struct Grid {
    /// The lines.
    pub rows: Vec<Row>,
    /// Which page, from 1.
    pub page: usize,
    /// How many pages.
    pub pages: usize,
    /// How many lines the document has.
    pub all: String,
    /// How many of them are held.
    pub held: usize,
    /// So few are held here that all their forms may stand open.
    pub few_held: bool,
    /// Only held lines are shown.
    pub only_held: bool,
}

/// One line.
#[derive(Debug)]
pub struct Row {
    /// The ordinal.
    pub line: u32,
    /// `sound`, `held` or `struck`.
    pub standing: &'static str,
    /// What the goods are.
    pub description: Option<String>,
    /// The seller's article number.
    pub part_number: Option<String>,
    /// With its unit.
    pub quantity: Option<String>,
    /// With its basis.
    pub price: Option<String>,
    /// With the currency, where it is not the document's.
    pub amount: Option<String>,
    /// The tariff code as it goes out.
    pub code: Option<String>,
    /// Codes of other schemes.
    pub national: Vec<String>,
    /// Country of origin.
    pub origin: Option<String>,
    /// What checks said of it.
    pub remarks: Vec<Remark>,
    /// Every value with what was read for it.
    pub fields: Vec<Field>,
    /// The field that most likely needs another value.
    pub to_fix: String,
    /// Values that a check offers for it.
    pub offers: Vec<String>,
}

/// What is asked of the grid.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Which page, from 1.
    pub page: usize,
    /// Only held lines.
    pub only_held: bool,
}

/// On which page of all lines the line with this ordinal stands.
pub fn page_of(record: &Record, line: u32) -> usize {
    record.line_items.iter().position(|item| item.line == line).map_or(1, |at| at / PAGE + 1)
}

/// A page of a record's lines.
pub fn grid(
    record: &Record,
    reading: &Reading,
    findings: &[Finding],
    verdict: &StoredVerdict,
    wanted: Wanted,
) -> Grid {
    let held: BTreeMap<u32, &HeldLine> = verdict.held.iter().map(|held| (held.line, held)).collect();
    let struck = |line: &u32| held.get(line).is_some_and(|held| is_struck(held));
    let chosen: Vec<(usize, &Line)> = record
        .line_items
        .iter()
        .enumerate()
        .filter(|(_, line)| !wanted.only_held || (held.contains_key(&line.line) && !struck(&line.line)))
        .collect();
    let pages = chosen.len().div_ceil(PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let rows: Vec<Row> = chosen
        .into_iter()
        .skip((page - 1) * PAGE)
        .take(PAGE)
        .map(|(at, line)| {
            let read = reading.line_items.get(at);
            let of_line = findings.iter().filter(|finding| finding.line == Some(line.line));
            row(line, held.get(&line.line).copied(), read, of_line.collect(), record.currency.as_deref())
        })
        .collect();
    Grid {
        few_held: rows.iter().filter(|row| row.standing == "held").count() <= 3,
        rows,
        page,
        pages,
        all: words::count(record.line_items.len() as u64),
        held: verdict.held.iter().filter(|held| !is_struck(held)).count(),
        only_held: wanted.only_held,
    }
}

fn is_struck(held: &HeldLine) -> bool {
    held.codes.iter().any(|code| code == Code::LineRejected.name())
}

fn row(
    line: &Line,
    held: Option<&HeldLine>,
    read: Option<&trade::reading::ReadLine>,
    findings: Vec<&Finding>,
    currency: Option<&str>,
) -> Row {
    let own = line.currency.as_deref().filter(|own| Some(*own) != currency);
    let unit = |unit: &Option<String>| {
        unit.as_deref().map(|unit| format!(" {}", words::visible(unit, 12))).unwrap_or_default()
    };
    let json = serde_json::to_value(line).unwrap_or_default();
    let short = |text: &Option<String>| text.as_deref().map(|text| words::visible(text, SHORT));
    let holding = findings.iter().find(|finding| finding.holds());
    Row {
        line: line.line,
        standing: held.map_or("sound", |held| if is_struck(held) { "struck" } else { "held" }),
        description: line.description.as_deref().map(|text| words::visible(text, 400)),
        part_number: short(&line.part_number),
        quantity: line
            .quantity
            .map(|quantity| format!("{}{}", words::amount(quantity, None), unit(&line.unit))),
        price: line.unit_price.map(|price| priced(price, line)),
        amount: line.amount.map(|amount| match own {
            Some(own) => words::money(&amount.to_string(), Some(own)),
            None => words::amount(amount, currency),
        }),
        code: short(&line.hs_code),
        national: line
            .hs_codes
            .iter()
            .filter(|code| Some(&code.code) != line.hs_code.as_ref())
            .map(national)
            .collect(),
        origin: short(&line.origin_country),
        to_fix: holding.and_then(|finding| finding.field.as_deref()).unwrap_or("hs_code").to_owned(),
        offers: holding.map(|finding| offers(finding)).unwrap_or_default(),
        remarks: findings.into_iter().take(REMARKS).map(|finding| Remark::new(finding, None)).collect(),
        fields: fields::of_line(&json, read),
    }
}

fn priced(price: rust_decimal::Decimal, line: &Line) -> String {
    let price = words::amount(price, line.currency.as_deref());
    match line.price_basis {
        Some(basis) if basis != rust_decimal::Decimal::ONE => {
            format!("{price} per {}", words::amount(basis, None))
        }
        _ => price,
    }
}

fn national(code: &trade::line::LineCode) -> String {
    let digits = words::visible(&code.code, 24);
    match code.scheme.as_deref() {
        Some(scheme) => format!("{digits} ({})", words::visible(scheme, 24)),
        None => digits,
    }
}

/// A code with fewer digits declares nothing: it is a heading, shown for its place among those near by.
const CODE_DIGITS_MIN: usize = 6;

/// What a finding offers instead: codes near by, candidates, successors, the number that was computed.
pub fn offers(finding: &Finding) -> Vec<String> {
    let named = ["near", "candidates", "successors", "suggested", "computed"];
    let texts = named.into_iter().filter_map(|name| Some((name, finding.inputs.get(name)?)));
    let words = texts.flat_map(|(name, text)| {
        let words = text.split([',', ' ', ';']).map(str::trim);
        words.filter(move |word| name != "near" || word.len() >= CODE_DIGITS_MIN)
    });
    let short = words.filter(|word| !word.is_empty() && word.len() <= 24);
    short.map(|word| words::visible(word, 24)).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_not_offered_and_numbers_are() {
        let unknown = Finding::line("hs.known/1", Code::HsUnknown, 2, "").input("near", "847149 8471 847130");
        assert_eq!(offers(&unknown), ["847149", "847130"]);
        let total = Finding::document("sums.total/1", Code::TotalMismatch, "").input("computed", "12.5");
        assert_eq!(offers(&total), ["12.5"]);
    }
}
