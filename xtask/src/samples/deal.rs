//! One sale, before anybody wrote it down: who, what, how much, on which terms. Every writer prints the same deal.
//!
//! Promises: amounts are exact hundredths and add up; the same brief and seed make the same deal. Refuses to know formats.

use anyhow::{Context, Result};

use super::parties::Party;
use crate::goods::{Goods, Language};
use crate::random::Random;

/// What is fixed about a deal; the rest is drawn.
pub struct Brief {
    pub number: &'static str,
    /// Year, month, day.
    pub date: (i16, u8, u8),
    pub seller: Party,
    pub buyer: Party,
    pub currency: &'static str,
    /// Incoterms 2020 code and named place.
    pub terms: (&'static str, &'static str),
    pub order: &'static str,
    pub language: Language,
    /// Keys of the catalogue, one a line.
    pub goods: &'static [&'static str],
    /// Freight charged on top, hundredths.
    pub freight_cents: i64,
    /// Discount on the whole, hundredths.
    pub discount_cents: i64,
    /// Cartons of each line, drawn from this range.
    pub cartons: (i64, i64),
}

/// A line of a deal.
#[derive(Clone)]
pub struct Line {
    pub number: usize,
    pub goods: Goods,
    pub part_number: String,
    pub quantity: i64,
    pub price_cents: i64,
    /// ISO 3166 alpha-2.
    pub origin: String,
    pub cartons: i64,
}

impl Line {
    /// Quantity × price.
    pub fn amount_cents(&self) -> i64 {
        self.quantity * self.price_cents
    }

    /// Of the goods alone.
    pub fn net_grams(&self) -> i64 {
        self.quantity * self.goods.grams
    }

    /// Net and 450 g of cardboard a carton.
    pub fn gross_grams(&self) -> i64 {
        self.net_grams() + self.cartons * 450
    }
}

/// A sale with its lines.
pub struct Deal {
    pub brief: Brief,
    pub lines: Vec<Line>,
}

impl Deal {
    /// Draws quantities, prices and origins.
    pub fn draw(random: &mut Random, catalogue: &[Goods], brief: Brief) -> Result<Deal> {
        let mut lines = Vec::new();
        for (at, key) in brief.goods.iter().enumerate() {
            let goods =
                catalogue.iter().find(|g| g.key == *key).with_context(|| format!("no goods {key}"))?;
            let cartons = random.between(brief.cartons.0, brief.cartons.1);
            lines.push(Line {
                number: at + 1,
                part_number: format!("{}-{:04}", initials(key), random.below(10_000)),
                quantity: cartons * goods.per_carton,
                price_cents: random.between(goods.low_cents, goods.high_cents),
                origin: random.pick(&goods.origins).clone(),
                goods: goods.clone(),
                cartons,
            });
        }
        Ok(Deal { brief, lines })
    }

    /// The sum of the lines.
    pub fn goods_cents(&self) -> i64 {
        self.lines.iter().map(Line::amount_cents).sum()
    }

    /// Goods, freight on top, discount off.
    pub fn total_cents(&self) -> i64 {
        self.goods_cents() + self.brief.freight_cents - self.brief.discount_cents
    }

    /// Of the goods alone.
    pub fn net_grams(&self) -> i64 {
        self.lines.iter().map(Line::net_grams).sum()
    }

    /// Everything with its cardboard.
    pub fn gross_grams(&self) -> i64 {
        self.lines.iter().map(Line::gross_grams).sum()
    }

    /// Packages.
    pub fn cartons(&self) -> i64 {
        self.lines.iter().map(|line| line.cartons).sum()
    }

    /// What the seller's country writes on the line.
    pub fn describe<'a>(&self, line: &'a Line) -> &'a str {
        line.goods.description(self.brief.language)
    }

    /// `2026-10-05`.
    pub fn iso_date(&self) -> String {
        let (year, month, day) = self.brief.date;
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `05.10.2026` with this separator.
    pub fn day_first(&self, separator: char) -> String {
        let (year, month, day) = self.brief.date;
        format!("{day:02}{separator}{month:02}{separator}{year:04}")
    }
}

fn initials(key: &str) -> String {
    key.split('-').filter_map(|word| word.get(..2)).collect::<String>().to_uppercase()
}

/// Hundredths as people print them: `thousands` between groups of three (none if `None`), `point` before the cents.
pub fn money(cents: i64, thousands: Option<char>, point: char) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let digits = (cents.abs() / 100).to_string();
    let mut whole = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            whole.extend(thousands);
        }
        whole.push(digit);
    }
    format!("{sign}{whole}{point}{:02}", cents.abs() % 100)
}

/// `1234.50`, the form of XML and JSON.
pub fn plain(cents: i64) -> String {
    money(cents, None, '.')
}

/// Grams as kilograms with up to three decimals: `29`, `0.62`.
pub fn kilograms(grams: i64) -> String {
    let text = format!("{}.{:03}", grams / 1000, grams % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_as_the_locale_groups() {
        assert_eq!(money(123_456_789, Some(','), '.'), "1,234,567.89");
        assert_eq!(money(123_456, Some('.'), ','), "1.234,56");
        assert_eq!(money(99_905, Some(' '), ','), "999,05");
        assert_eq!(plain(-5), "-0.05");
    }

    #[test]
    fn kilograms_lose_no_gram() {
        assert_eq!(kilograms(29_000), "29");
        assert_eq!(kilograms(620), "0.62");
        assert_eq!(kilograms(1_004), "1.004");
    }
}
