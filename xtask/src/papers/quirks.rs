//! What the sender's program does in its own way: how it numbers lines, pads quantities, signs deductions, groups rows.
//!
//! Promises: one way a document. Refuses to know layouts: any of them may have any quirk.

use rust_decimal::Decimal;

use super::locale::Locale;
use super::look::Kind;
use crate::goods::Language;
use crate::random::Random;

/// How lines are numbered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbering {
    /// `1`, `2`, `3`
    Ones,
    /// `10`, `20`, `30`
    Tens,
    /// `001`, `002`
    Padded,
    /// `00010`, `00020`
    PaddedTens,
}

/// How an amount below zero is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Minus {
    Before,
    /// `250,00-`
    Behind,
    /// `(250.00)`
    Brackets,
}

/// The ways of one document.
#[derive(Clone, Copy, Debug)]
pub struct Quirks {
    pub numbering: Numbering,
    /// Quantities always with so many decimals; none: as few as they need.
    pub quantity_places: Option<u32>,
    pub minus: Minus,
    /// The currency stands in each cell of money.
    pub currency_in_cells: bool,
    /// Rows stand under headings of delivery notes.
    pub grouped: bool,
    /// A table of tariff codes with their values follows the sums.
    pub recapitulated: bool,
}

impl Quirks {
    /// Those of one document.
    pub fn draw(random: &mut Random, language: Language, kind: Kind) -> Quirks {
        use Numbering::{Ones, Padded, PaddedTens, Tens};
        let minus: &[Minus] = match language {
            Language::English => &[Minus::Before, Minus::Before, Minus::Brackets],
            Language::German => &[Minus::Before, Minus::Before, Minus::Behind],
            _ => &[Minus::Before],
        };
        // Without prices nothing proves what `1.250` pieces are: three decimals are for invoices.
        let places: &[Option<u32>] = match kind {
            Kind::Invoice => &[None, None, None, None, None, Some(2), Some(3)],
            _ => &[None, None, None, None, None, None, Some(2)],
        };
        Quirks {
            numbering: random.one(&[Ones, Ones, Ones, Ones, Tens, Tens, Padded, PaddedTens]),
            quantity_places: random.one(places),
            minus: random.one(minus),
            currency_in_cells: kind == Kind::Invoice && random.chance(0.12),
            grouped: kind != Kind::Certificate && random.chance(0.15),
            recapitulated: kind == Kind::Invoice && random.chance(0.12),
        }
    }

    /// The number printed before a line.
    pub fn line_number(&self, number: usize) -> String {
        match self.numbering {
            Numbering::Ones => number.to_string(),
            Numbering::Tens => (number * 10).to_string(),
            Numbering::Padded => format!("{number:03}"),
            Numbering::PaddedTens => format!("{:05}", number * 10),
        }
    }

    /// A quantity, padded or not.
    pub fn quantity(&self, locale: &Locale, value: Decimal) -> String {
        match self.quantity_places {
            Some(places) => locale.number(value, places),
            None => locale.shortest(value),
        }
    }

    /// An amount with its sign where this document puts it.
    pub fn signed(&self, locale: &Locale, value: Decimal, places: u32) -> String {
        let plain = locale.number(value.abs(), places);
        match self.minus {
            _ if value >= Decimal::ZERO => plain,
            Minus::Before => format!("-{plain}"),
            Minus::Behind => format!("{plain}-"),
            Minus::Brackets => format!("({plain})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::locale::DateForm;

    #[test]
    fn each_way_is_written_as_it_says() {
        let locale = Locale { language: Language::German, thousands: ".", point: ',', dates: DateForm::Dots };
        let quirks = Quirks {
            numbering: Numbering::PaddedTens,
            quantity_places: Some(3),
            minus: Minus::Behind,
            currency_in_cells: false,
            grouped: false,
            recapitulated: false,
        };
        assert_eq!(quirks.line_number(3), "00030");
        assert_eq!(quirks.quantity(&locale, Decimal::from(1250)), "1.250,000");
        assert_eq!(quirks.signed(&locale, Decimal::from(-1250), 2), "1.250,00-");
        assert_eq!(quirks.signed(&locale, Decimal::from(1250), 2), "1.250,00");
    }
}
