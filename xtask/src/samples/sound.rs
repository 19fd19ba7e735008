//! The samples that end well: each deal is fixed in its parties, terms and goods, and drawn in its numbers.
//!
//! Promises: seeds are per file, so that a new sample changes no other. Refuses to know faults.

mod envelopes;
mod text_sheets;
mod workbooks;
mod xml;

use anyhow::Result;

use super::deal::{Brief, Deal, plain};
use super::listing::{End, Sample};
use super::parties::Party;
use crate::goods::{Goods, Language};
pub use xml::{drives, pumps};

/// A deal of seller, buyer and goods; the rest by the usual habits.
pub fn brief(
    number: &'static str,
    date: (i16, u8, u8),
    trade: (Party, Party),
    currency: &'static str,
    goods: &'static [&'static str],
) -> Brief {
    Brief {
        number,
        date,
        seller: trade.0,
        buyer: trade.1,
        currency,
        terms: ("FCA", "Hamburg"),
        order: "PO-45-10872",
        language: Language::English,
        goods,
        freight_cents: 0,
        discount_cents: 0,
        cartons: (2, 24),
    }
}

/// The end of a document whose lines all pass.
pub fn released(deal: &Deal) -> End {
    End {
        state: "released",
        lines: deal.lines.len(),
        total_value: Some(plain(deal.total_cents())),
        currency: Some(deal.brief.currency.to_owned()),
        ..End::default()
    }
}

/// The end of a document that states no money.
fn released_without_money(deal: &Deal) -> End {
    End { total_value: None, currency: None, ..released(deal) }
}

/// All of them, in the order of the list.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let mut samples = xml::samples(catalogue)?;
    samples.extend(text_sheets::samples(catalogue)?);
    samples.extend(workbooks::samples(catalogue)?);
    samples.extend(envelopes::samples(catalogue)?);
    Ok(samples)
}

fn sample(name: &'static str, about: &'static str, bytes: Vec<u8>, end: End) -> Sample {
    Sample { name, bytes, about, end, parts: Vec::new() }
}
