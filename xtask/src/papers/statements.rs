//! Which facts a paper states: its number and date, orders, terms, transport, packages, weights.
//!
//! Promises: each fact that is listed is shown. Refuses to know where it is drawn.

use super::draft::Draft;
use super::facts::Fact;
use super::look::Kind;

/// Number, date, orders and terms.
pub fn head(draft: &mut Draft) -> Vec<Fact> {
    let mut facts = Vec::new();
    let deal = draft.deal;
    let (key, number) = draft.number();
    add(draft, &mut facts, key, number, "invoice_number");
    let date = if draft.look.kind == Kind::PackingList { "packing.date" } else { "date" };
    add(draft, &mut facts, date, deal.locale.date(deal.date), "invoice_date");
    if draft.look.kind != Kind::Invoice {
        add(draft, &mut facts, "invoice.reference", deal.number.clone(), "invoice");
    }
    if draft.random.chance(0.8) {
        add(draft, &mut facts, "order", deal.order.clone(), "PO");
    }
    if draft.random.chance(0.35) {
        add(draft, &mut facts, "customer", deal.customer.clone(), "buyer_reference");
    }
    if draft.look.kind == Kind::Invoice {
        if draft.random.chance(0.4) {
            add(draft, &mut facts, "currency", deal.currency.to_owned(), "currency");
        }
        if draft.random.chance(0.7) {
            add(draft, &mut facts, "payment", deal.payment.clone(), "payment_terms");
        }
    }
    if draft.random.chance(if draft.look.kind == Kind::Invoice { 0.95 } else { 0.6 }) {
        add(draft, &mut facts, "terms", deal.terms.printed.clone(), "incoterms");
    }
    if draft.states_one_origin() {
        let name = super::words::country(&deal.seller.country, deal.language).to_owned();
        add(draft, &mut facts, "cert.country", name, "line.origin");
    }
    if draft.random.chance(0.2) {
        add(draft, &mut facts, "contact", deal.seller.person.clone(), "contact");
    }
    facts
}

/// Transport, marks, packages and weights.
pub fn cargo(draft: &mut Draft) -> Vec<Fact> {
    let mut facts = Vec::new();
    let deal = draft.deal;
    let way = &deal.transport;
    if draft.random.chance(0.6) {
        let mode = draft.words.get(&format!("mode.{}", way.mode)).to_owned();
        add(draft, &mut facts, "mode", mode, "mode");
    }
    if way.mode == "sea" && draft.random.chance(0.8) {
        add(draft, &mut facts, "vessel", way.vessel.clone(), "vessel");
        add(draft, &mut facts, "voyage", way.voyage.clone(), "voyage");
        add(draft, &mut facts, "loading", way.loading.clone(), "port_of_loading");
        add(draft, &mut facts, "discharge", way.discharge.clone(), "port_of_discharge");
        add(draft, &mut facts, "bl", way.bill_of_lading.clone(), "bill_of_lading");
    }
    if !way.containers.is_empty() && draft.random.chance(0.7) {
        let joined = |of: fn(&(String, String)) -> &String| {
            way.containers.iter().map(of).cloned().collect::<Vec<_>>().join(", ")
        };
        add(draft, &mut facts, "container", joined(|(number, _)| number), "containers");
        if draft.random.chance(0.7) {
            add(draft, &mut facts, "seal", joined(|(_, seal)| seal), "seals");
        }
    }
    if way.mode == "air" && draft.random.chance(0.8) {
        add(draft, &mut facts, "awb", way.air_waybill.clone(), "air_waybill");
    }
    places_and_weights(draft, &mut facts);
    facts
}

fn places_and_weights(draft: &mut Draft, facts: &mut Vec<Fact>) {
    let deal = draft.deal;
    let name = |code: &str| super::words::country(code, deal.language).to_owned();
    if draft.random.chance(0.4) {
        add(draft, facts, "destination", name(&deal.buyer.country), "destination");
    }
    if draft.random.chance(0.25) {
        add(draft, facts, "export.country", name(&deal.seller.country), "country_of_export");
    }
    if draft.random.chance(0.8) {
        let kind = draft.package();
        draft.show("package_type");
        add(draft, facts, "packages", format!("{} {kind}", deal.packages), "packages");
    }
    if draft.random.chance(0.85) {
        let (net, gross) = (draft.weight(deal.net), draft.weight(deal.gross));
        add(draft, facts, "net", net, "net_weight");
        add(draft, facts, "gross", gross, "gross_weight");
    }
    if draft.random.chance(0.5) {
        add(draft, facts, "marks", deal.marks.join(" / "), "marks");
    }
}

fn add(draft: &mut Draft, facts: &mut Vec<Fact>, key: &str, value: String, shown: &'static str) {
    facts.push(Fact { label: draft.label(key), value });
    draft.show(shown);
}
