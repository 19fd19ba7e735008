//! Fields of the document: numbers, dates, parties, terms, references, and what kind of document it is.

use super::found::{Draft, Seen};
use super::goods::currency_of;
use super::parties::party;
use super::phrase::PARTIES;
use super::scribe::{Scribe, Target};
use std::collections::BTreeMap;
use trade::part::{Container, DeliveryTerms, OriginStatement, Reference, Transport};
use trade::{Code, Kind, Record};

/// Fields of the document that stand in columns of the goods table, the same in each row.
pub fn columns_of_document(draft: &mut Draft, columns: BTreeMap<String, Vec<Seen>>) {
    for (name, mut values) in columns {
        if let Some((party, part)) = name.split_once('.').filter(|(party, _)| PARTIES.contains(party)) {
            let draft = draft.parties.entry(party.to_owned()).or_default();
            draft.parts.extend(values.drain(..).take(1).map(|seen| (part.to_owned(), seen)));
        } else if PARTIES.contains(&name.as_str()) {
            draft.parties.entry(name.clone()).or_default().lines.extend(values.drain(..).take(1));
        } else if let Some(kind) = name.strip_prefix("reference.") {
            draft.references.extend(values.drain(..).map(|seen| (kind.to_owned(), seen)));
        } else if let Some(sum) = name.strip_prefix("sum.") {
            let lines_above = draft.lines.len();
            let sums = values.drain(..).take(1).map(|seen| super::found::SumDraft {
                name: sum.to_owned(),
                seen,
                lines_above,
                charges_above: draft.charges.len(),
            });
            draft.sums.extend(sums);
        } else {
            let mut values = values.drain(..);
            if let Some(first) = values.next() {
                draft.put(&name, first, false);
            }
            draft.contradicted.extend(values.map(|seen| (name.clone(), seen)));
            continue;
        }
        draft.contradicted.extend(values.into_iter().map(|seen| (name.clone(), seen)));
    }
}

/// Writes the document's fields.
pub fn write(scribe: &mut Scribe, record: &mut Record, draft: &Draft, epoch_1904: Option<bool>) {
    let get = |name: &str| draft.fields.get(name);
    let text =
        |scribe: &mut Scribe, name: &str| get(name).map(|seen| scribe.text(Target::Document(name), seen));
    let date = |scribe: &mut Scribe, name: &str| {
        get(name).and_then(|seen| scribe.date(Target::Document(name), seen, epoch_1904))
    };
    record.invoice_number = text(scribe, "invoice_number");
    record.invoice_date = date(scribe, "invoice_date");
    record.payment_due_date = date(scribe, "payment_due_date");
    record.delivery_date = date(scribe, "delivery_date");
    record.purpose = text(scribe, "purpose");
    record.supersedes = text(scribe, "supersedes");
    record.destination = text(scribe, "destination");
    record.country_of_export = text(scribe, "country_of_export");
    record.port_of_loading = text(scribe, "port_of_loading");
    record.port_of_discharge = text(scribe, "port_of_discharge");
    record.payment_terms = text(scribe, "payment_terms");
    record.package_type = text(scribe, "package_type");
    record.marks = text(scribe, "marks");
    if get("incoterms").is_some() || get("incoterms.place").is_some() {
        let printed = get("incoterms").map(|seen| scribe.text(Target::Document("incoterms.printed"), seen));
        let place = text(scribe, "incoterms.place");
        record.incoterms = Some(Box::new(DeliveryTerms { printed, place, ..DeliveryTerms::default() }));
    }
    if let Some(seen) = get("origin_statement") {
        let statement = scribe.text(Target::Document("origin_statement.text"), seen);
        record.origin_statement =
            Some(Box::new(OriginStatement { text: Some(statement), ..OriginStatement::default() }));
    }
    transport(scribe, record, draft);
    parties(scribe, record, draft);
    references(scribe, record, draft);
    for (at, seen) in draft.notes.iter().enumerate() {
        let note = scribe.text(Target::Document(&format!("notes[{at}]")), seen);
        record.notes.push(note);
    }
    of_all_lines(scribe, record, draft);
}

/// An origin or a code stated once for all goods goes to each line without its own.
fn of_all_lines(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    for line in &mut record.line_items {
        if let Some(seen) = draft.fields.get("origin_country").filter(|_| line.origin_country.is_none()) {
            line.origin_country = Some(scribe.text(Target::Line(line.line, "origin_country"), seen));
        }
        if let Some(seen) = draft.fields.get("hs_code").filter(|_| line.hs_code.is_none()) {
            line.hs_code = Some(scribe.text(Target::Line(line.line, "hs_code"), seen));
        }
    }
}

fn transport(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    let text = |scribe: &mut Scribe, name: &str| {
        draft.fields.get(name).map(|seen| scribe.text(Target::Document(name), seen))
    };
    let mut transport = Transport {
        mode: text(scribe, "transport.mode"),
        vessel: text(scribe, "transport.vessel"),
        voyage: text(scribe, "transport.voyage"),
        carrier: text(scribe, "transport.carrier"),
        bill_of_lading: text(scribe, "transport.bill_of_lading"),
        air_waybill: text(scribe, "transport.air_waybill"),
        containers: Vec::new(),
    };
    if let Some(seen) = draft.fields.get("transport.container") {
        for (at, number) in list(&seen.text).enumerate() {
            let number =
                scribe.part(Target::Document(&format!("transport.containers[{at}].number")), seen, number);
            transport.containers.push(Container { number, seals: Vec::new() });
        }
    }
    if let Some(seen) = draft.fields.get("transport.seal") {
        let seals: Vec<&str> = list(&seen.text).collect();
        let count = transport.containers.len();
        for (at, seal) in seals.iter().enumerate() {
            // One seal a container, in order; otherwise all belong to the first.
            let into = if count == seals.len() { at } else { 0 };
            let path =
                format!("transport.containers[{into}].seals[{}]", if count == seals.len() { 0 } else { at });
            let seal = scribe.part(Target::Document(&path), seen, seal);
            if transport.containers.is_empty() {
                transport.containers.push(Container::default());
            }
            if let Some(container) = transport.containers.get_mut(into) {
                container.seals.push(seal);
            }
        }
    }
    if transport != Transport::default() {
        record.transport = Some(Box::new(transport));
    }
}

/// Values of a list in one cell.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n', '/']).map(str::trim).filter(|part| !part.is_empty())
}

fn parties(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    for (field, of_draft) in &draft.parties {
        let party = party(scribe, field, of_draft);
        if party.is_empty() {
            continue;
        }
        let slot = match field.as_str() {
            "seller" => &mut record.seller,
            "buyer" => &mut record.buyer,
            "shipper" => &mut record.shipper,
            "consignee" => &mut record.consignee,
            "ship_to" => &mut record.ship_to,
            "importer" => &mut record.importer,
            "exporter" => &mut record.exporter,
            "manufacturer" => &mut record.manufacturer,
            _ => &mut record.notify,
        };
        *slot = Some(Box::new(party));
    }
}

fn references(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    for (at, (kind, seen)) in draft.references.iter().enumerate() {
        let value = scribe.text(Target::Document(&format!("references[{at}].value")), seen);
        record.references.push(Reference { kind: kind.clone(), value, date: None });
    }
}

/// The document's currency: a label's, the total's, the heads', else the one that all lines have.
pub fn currency(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    if let Some(seen) = draft.fields.get("currency") {
        record.currency = Some(scribe.text(Target::Document("currency"), seen));
        return;
    }
    let of_sum = draft.sums.iter().rev().find_map(|sum| Some((&sum.seen, currency_of(&sum.seen)?)));
    if let Some((seen, currency)) = of_sum {
        record.currency = Some(scribe.part(Target::Document("currency"), seen, &currency));
        return;
    }
    let first = record.line_items.first().and_then(|line| line.currency.clone());
    if let Some(currency) =
        first.filter(|first| record.line_items.iter().all(|line| line.currency.as_ref() == Some(first)))
    {
        if let Some(read) = scribe.reading.line_items.first().and_then(|line| line.get("currency")).cloned() {
            scribe.reading.values.insert("currency".into(), read);
        }
        record.currency = Some(currency);
    }
}

/// What the document is: its title's word, else what its columns show.
pub fn kind(scribe: &mut Scribe, draft: &Draft, record: &Record) -> Kind {
    let mut titles = draft.titles.clone();
    titles.sort_by_key(|title| (title.kind == Kind::Order, title.page, title.row));
    if let Some(title) = titles.first() {
        return title.kind;
    }
    let has = |name: &str| draft.roles.iter().any(|role| role == name);
    if has("amount") || has("unit_price") {
        return Kind::CommercialInvoice;
    }
    let packed = ["packages", "net_weight", "gross_weight"].iter().any(|name| has(name));
    if packed && record.total_value.is_none() {
        return Kind::PackingList;
    }
    scribe.remark(Code::KindUnknown, "Neither a title nor the columns say what kind of document this is.");
    Kind::Unknown
}

/// Whose codes a column holds, where its head says so.
pub fn hs_scheme(head: &str) -> Option<&'static str> {
    let folded = crate::lexicon::fold(head);
    let says = |word: &str| folded.split(' ').any(|own| own == word);
    if says("hts") || says("htsus") {
        return Some("us-hts");
    }
    if folded.contains("schedule b") {
        return Some("us-schedule-b");
    }
    if says("taric") {
        return Some("eu-taric");
    }
    let combined = [
        "cn code",
        "kn code",
        "gn code",
        "code nc",
        "codigo nc",
        "codice nc",
        "nc8",
        "nomenclature combinee",
        "nomenclatura combinata",
        "nomenclatura combinada",
    ];
    combined.iter().any(|name| folded.contains(name)).then_some("eu-cn")
}
