//! The columns of an export, and a document's rows. Numbers stay numbers, everything else is text.

use ledger::view::Summary;
use ledger::work::{HeldLine, StoredVerdict};
use rust_decimal::Decimal;
use trade::{Line, Record, State};

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, as it stands in the record; each form escapes what a spreadsheet would run.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Nothing.
    Empty,
}

/// One row: a cell a column.
pub type Row = Vec<Cell>;

/// The columns, in order.
pub const COLUMNS: [&str; 29] = [
    "correlation_id",
    "file",
    "source",
    "client",
    "kind",
    "state",
    "received_at",
    "invoice_number",
    "invoice_date",
    "seller",
    "buyer",
    "incoterms",
    "line_id",
    "line",
    "line_state",
    "codes",
    "part_number",
    "description",
    "quantity",
    "unit",
    "unit_price",
    "price_basis",
    "amount",
    "currency",
    "hs_code",
    "national_code",
    "scheme",
    "origin_country",
    "net_weight_kg",
];

/// The rows of a document: one a line; a document without lines has none.
pub fn of(summary: &Summary, verdict: Option<StoredVerdict>) -> Vec<Row> {
    let Some(verdict) = verdict else { return Vec::new() };
    let Ok(record) = serde_json::from_str::<Record>(&verdict.record) else { return Vec::new() };
    record.line_items.iter().map(|line| row(summary, &verdict, &record, line)).collect()
}

fn text(value: Option<&str>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_owned()))
}

fn number(value: Option<Decimal>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

fn row(summary: &Summary, verdict: &StoredVerdict, record: &Record, line: &Line) -> Row {
    let held = verdict.held.iter().find(|held| held.line == line.line);
    let national = line.hs_codes.first();
    let weight = line.net_weight.as_ref();
    vec![
        text(Some(summary.id.as_str())),
        text(summary.name.as_deref()),
        text(Some(&summary.source)),
        text(Some(summary.client.as_str()).filter(|client| !client.is_empty())),
        text(Some(summary.kind.name())),
        text(Some(summary.state.name())),
        text(Some(&summary.received_at.to_string())),
        text(record.invoice_number.as_deref()),
        text(record.invoice_date.map(|date| date.to_string()).as_deref()),
        text(record.seller.as_ref().and_then(|party| party.name.as_deref())),
        text(record.buyer.as_ref().and_then(|party| party.name.as_deref())),
        text(record.incoterms.as_ref().and_then(|terms| terms.code.as_deref().or(terms.printed.as_deref()))),
        text(Some(line.line_id.as_str()).filter(|id| !id.is_empty())),
        number(Some(line.line.into())),
        text(Some(line_state(summary.state, held))),
        text(held.map(|held| held.codes.join(" ")).as_deref()),
        text(line.part_number.as_deref()),
        text(line.description.as_deref()),
        number(line.quantity),
        text(line.unit.as_deref()),
        number(line.unit_price),
        number(line.price_basis),
        number(line.amount),
        text(line.currency.as_deref().or(record.currency.as_deref())),
        text(line.hs_code.as_deref()),
        text(national.map(|code| code.code.as_str())),
        text(national.and_then(|code| code.scheme.as_deref())),
        text(line.origin_country.as_deref()),
        number(weight.filter(|weight| weight.unit.as_deref() == Some("KGM")).map(|weight| weight.value)),
    ]
}

/// Where the line is: it goes with its document unless it is held by itself.
fn line_state(document: State, held: Option<&HeldLine>) -> &'static str {
    match (document, held) {
        (_, Some(held)) if held.codes.iter().any(|code| code == "line_rejected") => "rejected",
        (State::Rejected, _) => "rejected",
        (_, Some(_)) => "quarantined",
        (State::Released, None) => "released",
        (_, None) => "unsent",
    }
}
