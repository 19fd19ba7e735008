//! The fields a profile can ask for, each with what it takes to be there.

use trade::part::{Measure, Party};
use trade::{Line, Record};

/// A text that says something.
fn says(text: &str) -> bool {
    !text.trim().is_empty()
}

fn text(value: &Option<String>) -> bool {
    value.as_deref().is_some_and(says)
}

fn party(value: &Option<Box<Party>>) -> bool {
    value.as_deref().is_some_and(|party| text(&party.name))
}

fn country(value: &Option<Box<Party>>) -> bool {
    value.as_deref().is_some_and(|party| text(&party.country))
}

fn address(value: &Option<Box<Party>>) -> bool {
    value.as_deref().is_some_and(|party| text(&party.address))
}

fn weight(of_all: &Option<Measure>, record: &Record, of_line: fn(&Line) -> &Option<Measure>) -> bool {
    of_all.is_some() || record.line_items.iter().any(|line| of_line(line).is_some())
}

/// A field's name and what it takes to be there.
pub(super) type Field<Part> = (&'static str, fn(&Part) -> bool);

/// Of a document. What can stand on each line or once for all counts from both places.
pub(super) const DOCUMENT_FIELDS: &[Field<Record>] = &[
    ("invoice_number", |record| text(&record.invoice_number)),
    ("invoice_date", |record| record.invoice_date.is_some()),
    ("seller.name", |record| party(&record.seller)),
    ("seller.address", |record| address(&record.seller)),
    ("seller.country", |record| country(&record.seller)),
    ("buyer.name", |record| party(&record.buyer)),
    ("buyer.address", |record| address(&record.buyer)),
    ("buyer.country", |record| country(&record.buyer)),
    ("shipper.name", |record| party(&record.shipper)),
    ("consignee.name", |record| party(&record.consignee)),
    ("ship_to.name", |record| party(&record.ship_to)),
    ("ship_to.address", |record| address(&record.ship_to)),
    ("importer.name", |record| party(&record.importer)),
    ("exporter.name", |record| party(&record.exporter)),
    ("destination", |record| text(&record.destination)),
    ("country_of_export", |record| text(&record.country_of_export)),
    ("port_of_loading", |record| text(&record.port_of_loading)),
    ("port_of_discharge", |record| text(&record.port_of_discharge)),
    ("currency", |record| {
        text(&record.currency) || record.line_items.iter().any(|line| text(&line.currency))
    }),
    ("goods_total", |record| record.goods_total.is_some()),
    ("invoice_total", |record| record.invoice_total.is_some()),
    ("total_value", |record| record.total_value.is_some()),
    ("incoterms", |record| {
        record.incoterms.as_deref().is_some_and(|terms| text(&terms.printed) || text(&terms.code))
    }),
    ("payment_terms", |record| text(&record.payment_terms)),
    ("packages", |record| {
        record.packages.is_some()
            || !record.package_list.is_empty()
            || record.line_items.iter().any(|line| line.packages.is_some())
    }),
    ("gross_weight", |record| {
        weight(&record.gross_weight, record, |line| &line.gross_weight)
            || record.package_list.iter().any(|package| package.gross_weight.is_some())
    }),
    ("net_weight", |record| weight(&record.net_weight, record, |line| &line.net_weight)),
    ("line_items", |record| !record.line_items.is_empty()),
];

/// Of a line.
pub(super) const LINE_FIELDS: &[Field<Line>] = &[
    ("description", |line| text(&line.description)),
    ("part_number", |line| text(&line.part_number)),
    ("quantity", |line| line.quantity.is_some()),
    ("unit", |line| text(&line.unit)),
    ("unit_price", |line| line.unit_price.is_some()),
    ("amount", |line| line.amount.is_some()),
    ("currency", |line| text(&line.currency)),
    ("hs_code", |line| text(&line.hs_code) || line.hs_codes.iter().any(|code| says(&code.code))),
    ("origin_country", |line| text(&line.origin_country)),
    ("net_weight", |line| line.net_weight.is_some()),
    ("gross_weight", |line| line.gross_weight.is_some()),
    ("packages", |line| line.packages.is_some()),
];
