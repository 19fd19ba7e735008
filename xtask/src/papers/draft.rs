//! A paper being written: its pages, its words, the shipment, and what of the shipment has been printed so far.
//!
//! Promises: whoever prints a value says so with `show`, and only what was shown becomes truth. Refuses to know layouts'
//! places.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::fonts::Measure;
use super::look::{Kind, Look};
use super::quirks::Quirks;
use super::sheet::{Ink, Sheet};
use super::shipment::{Line, Shipment};
use super::words::{self, Words};
use crate::goods::Language;
use crate::random::Random;

/// A paper being written.
pub struct Draft<'a> {
    pub sheet: Sheet<'a>,
    pub words: Words,
    pub deal: &'a Shipment,
    pub look: &'a Look,
    pub shown: BTreeSet<&'static str>,
    pub random: Random,
    /// Countries by name instead of by code.
    pub named_countries: bool,
    /// `€` instead of `EUR` where the sign is beyond doubt.
    pub signs: bool,
    pub quirks: Quirks,
}

const A4: (f32, f32) = (595.28, 841.89);
const LETTER: (f32, f32) = (612.0, 792.0);

impl<'a> Draft<'a> {
    /// An empty first page, of the size the seller's country uses.
    pub fn new(
        measure: &'a dyn Measure,
        deal: &'a Shipment,
        look: &'a Look,
        mut random: Random,
    ) -> Draft<'a> {
        let size = if deal.seller.country == "US" || deal.seller.country == "MX" { LETTER } else { A4 };
        let other = if deal.language == Language::English { Language::German } else { Language::English };
        let words = Words::draw(&mut random, deal.language, look.bilingual.then_some(other));
        let margin = random.one(&[36.0, 42.0, 50.0]);
        Draft {
            sheet: Sheet::new(measure, size, margin, 42.0),
            words,
            deal,
            look,
            shown: BTreeSet::new(),
            named_countries: random.chance(0.4),
            signs: random.chance(0.3),
            quirks: Quirks::draw(&mut random, deal.language, look.kind),
            random,
        }
    }

    /// Plain text of this layout.
    pub fn ink(&self) -> Ink {
        Ink::new(self.look.family, self.look.size)
    }

    /// Notes and labels.
    pub fn small(&self) -> Ink {
        let ink = self.ink();
        ink.sized(ink.size * 0.85)
    }

    /// Large text.
    pub fn large(&self, size: f32) -> Ink {
        Ink::new(self.look.heading, size).bold().coloured(self.look.accent)
    }

    /// From here on this counts as printed.
    pub fn show(&mut self, name: &'static str) {
        self.shown.insert(name);
    }

    /// A label without its colon.
    pub fn bare(&self, key: &str) -> String {
        let words = self.words.get(key);
        if self.look.capitals { words.to_uppercase() } else { words.to_owned() }
    }

    /// A label as this layout writes labels; within a text it always ends in a colon.
    pub fn label(&self, key: &str) -> String {
        let words = self.bare(key);
        match (self.look.colons || key.starts_with("sub."), self.deal.language) {
            (false, _) => words,
            (true, Language::French) => format!("{words} :"),
            (true, _) => format!("{words}:"),
        }
    }

    /// An amount with its sign.
    pub fn money(&self, value: Decimal) -> String {
        self.quirks.signed(&self.deal.locale, value, self.deal.places)
    }

    /// A figure of money in a cell of the table.
    pub fn in_cell(&self, figure: String) -> String {
        match self.currency() {
            _ if !self.quirks.currency_in_cells => figure,
            sign @ ("£" | "US$") => format!("{sign}{figure}"),
            sign => format!("{figure} {sign}"),
        }
    }

    /// A line's quantity, without its unit.
    pub fn quantity(&self, line: &Line) -> String {
        self.quirks.quantity(&self.deal.locale, line.quantity)
    }

    /// A weight with its unit.
    pub fn weight(&self, value: Decimal) -> String {
        let unit = self.words.get(&format!("unit.{}", self.deal.weight_unit));
        format!("{} {unit}", self.deal.locale.number(value, self.deal.weight_places))
    }

    /// Whether the origin stands once for all goods.
    pub fn states_one_origin(&self) -> bool {
        self.deal.one_origin && self.look.kind == Kind::Invoice
    }

    /// A country as this paper writes countries.
    pub fn country(&self, code: &str) -> String {
        if self.named_countries {
            words::country(code, self.deal.language).to_owned()
        } else {
            code.to_owned()
        }
    }

    /// ISO code, or a sign that decides.
    pub fn currency(&self) -> &'static str {
        match (self.signs, self.deal.currency) {
            (true, "EUR") => "€",
            (true, "GBP") => "£",
            (true, "USD") => "US$",
            (_, code) => code,
        }
    }

    /// The word for a line's unit.
    pub fn unit(&self, line: &Line) -> String {
        self.words.get(&format!("unit.{}", unit_code(line))).to_owned()
    }

    /// The word for the shipment's packages.
    pub fn package(&self) -> String {
        self.words.get(&format!("package.{}", self.deal.package_type)).to_owned()
    }

    /// The document's own number, by kind.
    pub fn number(&self) -> (&'static str, String) {
        match self.look.kind {
            Kind::Invoice => ("number", self.deal.number.clone()),
            Kind::PackingList => ("packing.number", self.deal.packing_number.clone()),
            Kind::Certificate => ("certificate.number", self.deal.certificate_number.clone()),
        }
    }
}

/// What the word printed for a unit means: pieces are H87.
pub fn unit_code(line: &Line) -> &str {
    if line.goods.unit == "C62" { "H87" } else { &line.goods.unit }
}
