//! How a seller prices, packs, describes and codes: drawn once a paper, the same for all its lines.
//!
//! Promises: an amount is quantity × price ÷ basis less discount, rounded as money is. Refuses to know who buys.

use rust_decimal::{Decimal, RoundingStrategy};

use super::remarks;
use super::shipment::{Charge, Line, Tax};
use crate::goods::{Goods, Language};
use crate::random::Random;

/// How a seller prices, packs and describes; the same for all lines.
pub struct Habits {
    places: u32,
    pub price_places: u32,
    pub weight_places: u32,
    rate: i64,
    discounts: bool,
    per_hundred: bool,
    long: bool,
    code: i64,
    /// The seller's country's rate of value added tax, percent.
    tax: Option<Decimal>,
    /// Weights in pounds.
    pub pounds: bool,
    /// How many packages a line may fill.
    packages: &'static [i64],
}

impl Habits {
    /// Those of one seller.
    pub fn draw(random: &mut Random, places: u32, rate: i64, country: &str, package_type: &str) -> Habits {
        let price_places = if places == 0 { 0 } else { random.one(&[2, 2, 2, 2, 3, 4]) };
        Habits {
            places,
            price_places,
            weight_places: random.one(&[1, 2, 2, 3]),
            rate,
            discounts: random.chance(0.2),
            per_hundred: places > 0 && random.chance(0.2),
            long: random.chance(0.45),
            code: random.between(0, 5),
            tax: value_added_tax(country),
            pounds: country == "US" && random.chance(0.4),
            packages: if package_type == "CT" { &[1, 1, 2, 3, 4, 5, 8, 12, 24] } else { &[1, 1, 1, 2, 2, 3] },
        }
    }

    /// One line of goods whose packages begin at this number.
    pub fn line(
        &self,
        random: &mut Random,
        language: Language,
        number: usize,
        goods: Goods,
        first: i64,
    ) -> Line {
        let packages = random.one(self.packages);
        let whole =
            Decimal::from(packages * goods.per_carton - random.between(0, (goods.per_carton - 1).min(3)));
        let is_weighed = goods.unit == "KGM" && random.chance(0.5);
        let quantity = if is_weighed { whole + Decimal::new(random.between(0, 9), 1) } else { whole };
        let basis =
            if self.per_hundred && goods.high_cents < 1000 { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let price = self.price(random, &goods, basis);
        let discounted = self.discounts && random.chance(0.6);
        let discount = if discounted {
            random.one(&[Decimal::from(5), Decimal::TEN, Decimal::new(125, 1)])
        } else {
            Decimal::ZERO
        };
        let gross_amount = quantity * price / basis;
        let amount =
            rounded(gross_amount * (Decimal::ONE_HUNDRED - discount) / Decimal::ONE_HUNDRED, self.places);
        let unit = if self.pounds { Decimal::new(220_462, 5) } else { Decimal::ONE };
        let net = rounded(quantity * Decimal::new(goods.grams, 3) * unit, self.weight_places)
            .max(Decimal::new(1, self.weight_places));
        let carton = Decimal::from(packages) * Decimal::new(random.between(3, 14), 1);
        Line {
            number,
            part_number: part_number(random, &goods),
            description: self.describe(random, &goods, language),
            code: printed_code(self.code, &goods),
            origin: random.pick(&goods.origins).clone(),
            dimensions: (random.between(4, 24) * 5, random.between(4, 16) * 5, random.between(2, 16) * 5),
            lot: format!("L{}{:04}", random.between(24, 25), random.below(10_000)),
            first_package: first,
            gross: rounded(net + carton, self.weight_places),
            net,
            goods,
            quantity,
            price,
            basis,
            discount,
            amount,
            packages,
        }
    }

    fn price(&self, random: &mut Random, goods: &Goods, basis: Decimal) -> Decimal {
        let cents = random.between(goods.low_cents, goods.high_cents) * self.rate / 100;
        let price = if self.places == 0 { Decimal::from(cents) } else { Decimal::new(cents, 2) } * basis;
        let finer = self.price_places > 2 && basis == Decimal::ONE;
        let fraction = if finer { Decimal::new(random.between(0, 99), 4) } else { Decimal::ZERO };
        rounded(price + fraction, self.price_places)
    }

    fn describe(&self, random: &mut Random, goods: &Goods, language: Language) -> String {
        let name = goods.description(language);
        let mut text = name.to_owned();
        if self.long && random.chance(0.6) {
            let (first, second) = (remarks::draw(random, language), remarks::draw(random, language));
            text.push_str(", ");
            text.push_str(first);
            if second != first && random.chance(0.5) {
                text.push_str(", ");
                text.push_str(second);
            }
        }
        text
    }

    /// Charges and tax on goods of this value.
    pub fn sums(&self, random: &mut Random, goods: Decimal) -> (Vec<Charge>, Option<Tax>) {
        let mut charges = Vec::new();
        let share = |low: i64, high: i64, random: &mut Random| {
            rounded(goods * Decimal::new(random.between(low, high), 4), self.places).max(Decimal::TEN)
        };
        if random.chance(0.2) {
            charges.push(("discount", -share(200, 500, random)));
        }
        if random.chance(0.55) {
            charges.push(("freight", share(100, 700, random)));
        }
        if random.chance(0.3) {
            charges.push(("insurance", share(10, 60, random)));
        }
        if random.chance(0.25) {
            charges.push(("packing", share(30, 120, random)));
        }
        let base = goods + charges.iter().map(|(_, amount)| amount).sum::<Decimal>();
        let tax = self
            .tax
            .filter(|_| random.chance(0.2))
            .map(|percent| (percent, rounded(base * percent / Decimal::ONE_HUNDRED, self.places)));
        (charges, tax)
    }
}

/// The usual rate, percent.
fn value_added_tax(country: &str) -> Option<Decimal> {
    match country {
        "DE" => Some(Decimal::from(19)),
        "AT" | "FR" | "GB" => Some(Decimal::from(20)),
        "ES" | "NL" => Some(Decimal::from(21)),
        "IT" => Some(Decimal::from(22)),
        "CH" => Some(Decimal::new(81, 1)),
        _ => None,
    }
}

/// Commercial rounding, half away from zero.
pub fn rounded(value: Decimal, places: u32) -> Decimal {
    let mut value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(places);
    value
}

fn part_number(random: &mut Random, goods: &Goods) -> String {
    let letters: String =
        goods.key.split('-').filter_map(|word| word.get(..2)).collect::<String>().to_uppercase();
    match random.below(4) {
        0 => format!("{}.{:03}.{:03}", random.between(1, 9), random.below(1000), random.below(1000)),
        1 => format!("{letters}{:05}", random.below(100_000)),
        2 => format!("{}", random.between(100_000, 999_999)),
        _ => format!("{letters}-{:04}-{}", random.below(10_000), random.one(&["A", "B", "XL", "02"])),
    }
}

/// Six, eight or ten digits, plain, with dots or with spaces; six where no national code is known.
fn printed_code(habit: i64, goods: &Goods) -> String {
    let dotted = |text: &str| match text.split_at_checked(4) {
        Some((head, tail)) => match tail.split_at_checked(2) {
            Some((sub, rest)) if !rest.is_empty() => format!("{head}.{sub}.{rest}"),
            _ => format!("{head}.{tail}"),
        },
        None => text.to_owned(),
    };
    match habit {
        0 => goods.hs.clone(),
        1 => dotted(&goods.hs),
        2 | 5 if goods.cn8.is_empty() => goods.hs.clone(),
        _ if goods.cn8.is_empty() => dotted(&goods.hs),
        2 => goods.cn8.clone(),
        3 => dotted(&goods.cn8),
        4 => dotted(&goods.hts10),
        _ => goods
            .cn8
            .as_bytes()
            .chunks(2)
            .map(String::from_utf8_lossy)
            .collect::<Vec<_>>()
            .join(" ")
            .replacen(' ', "", 1),
    }
}
