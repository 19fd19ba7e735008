//! One shipment, before anybody wrote it down: who sells what to whom, how it is packed, how it travels, what it costs.
//!
//! Promises: a seed makes the same shipment for ever; sums close exactly in the currency's decimals. Refuses to know paper.

use anyhow::{Context, Result};
use rust_decimal::Decimal;

use super::firms::Firm;
use super::habits::Habits;
use super::locale::{Date, Locale};
use super::voyage::{self, Transport};
use crate::goods::{Goods, Language};
use crate::random::Random;

/// A line of goods. Weights in the shipment's unit.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: usize,
    pub goods: Goods,
    pub part_number: String,
    pub description: String,
    pub quantity: Decimal,
    /// Per `basis` units, before the discount.
    pub price: Decimal,
    pub basis: Decimal,
    /// Percent.
    pub discount: Decimal,
    pub amount: Decimal,
    /// The tariff code as printed, with its dots or spaces.
    pub code: String,
    /// ISO 3166 alpha-2.
    pub origin: String,
    pub packages: i64,
    /// First number of its packages in the shipment.
    pub first_package: i64,
    pub net: Decimal,
    pub gross: Decimal,
    /// Of one package, centimetres.
    pub dimensions: (i64, i64, i64),
    pub lot: String,
}

/// The whole.
#[derive(Clone, Debug)]
pub struct Shipment {
    pub language: Language,
    pub locale: Locale,
    pub seller: Firm,
    pub buyer: Firm,
    /// Who receives the goods where that is not the buyer.
    pub consignee: Option<Firm>,
    /// Whom the carrier tells of the arrival.
    pub notify: Option<Firm>,
    pub number: String,
    pub packing_number: String,
    pub certificate_number: String,
    pub date: Date,
    pub order: String,
    pub customer: String,
    pub currency: &'static str,
    /// Decimals of amounts.
    pub places: u32,
    /// Decimals of prices as printed.
    pub price_places: u32,
    /// Decimals of weights as printed.
    pub weight_places: u32,
    /// UN/ECE Recommendation 20: kilograms or pounds.
    pub weight_unit: &'static str,
    /// All goods are of one origin, which an invoice states once.
    pub one_origin: bool,
    pub lines: Vec<Line>,
    pub goods_total: Decimal,
    /// Kind and amount; an allowance is negative.
    pub charges: Vec<Charge>,
    /// Percent and amount.
    pub tax: Option<Tax>,
    pub total: Decimal,
    pub terms: Terms,
    pub payment: String,
    pub transport: Transport,
    pub marks: Vec<String>,
    /// UN/ECE Recommendation 21.
    pub package_type: &'static str,
    pub packages: i64,
    pub net: Decimal,
    pub gross: Decimal,
}

impl Shipment {
    /// Lines of one delivery note: a third of all, two at least.
    pub fn group_size(&self) -> usize {
        self.lines.len().div_ceil(3).max(2)
    }

    /// The number of the delivery note of a group of lines.
    pub fn delivery(&self, group: usize) -> String {
        let digits: u64 = self.customer.parse().unwrap_or_default();
        format!("80{:06}", digits * 7 % 900_000 + group as u64)
    }
}

/// Kind and amount.
pub type Charge = (&'static str, Decimal);

/// Percent and amount.
pub type Tax = (Decimal, Decimal);

/// Delivery terms.
#[derive(Clone, Debug)]
pub struct Terms {
    pub printed: String,
    pub code: &'static str,
    pub place: String,
}

/// What must hold for a shipment that is drawn.
pub struct Wish {
    pub language: Language,
    /// Lines, or as the seed says.
    pub lines: Option<usize>,
    /// With prices on the paper, which prove what its figures mean; without, weights of three decimals are rare.
    pub priced: bool,
}

/// Draws one.
pub fn draw(random: &mut Random, catalogue: &[Goods], wish: &Wish) -> Result<Shipment> {
    let (from, to) = countries(random, wish.language);
    let (seller, buyer) = (Firm::draw(random, from), Firm::draw(random, to));
    let consignee = random.chance(0.35).then(|| Firm::draw(random, to));
    let notify = random.chance(0.15).then(|| Firm::draw(random, to));
    let locale = Locale::draw(random, wish.language, from);
    let (currency, rate) = currency(random, from);
    let places = if currency == "JPY" { 0 } else { 2 };
    let package_type = random.one(&["CT", "CT", "CT", "PX", "CR"]);
    let mut habits = Habits::draw(random, places, rate, from, package_type);
    if !wish.priced && habits.weight_places == 3 && random.chance(0.7) {
        habits.weight_places = 2;
    }
    let count = wish.lines.unwrap_or_else(|| line_count(random));
    let mut lines: Vec<Line> = Vec::new();
    for number in 1..=count {
        let goods = random.pick(catalogue).clone();
        let first = lines.last().map_or(1, |line| line.first_package + line.packages);
        lines.push(habits.line(random, wish.language, number, goods, first));
    }
    let one_origin = random.chance(0.08);
    for line in lines.iter_mut().filter(|_| one_origin) {
        from.clone_into(&mut line.origin);
    }
    let goods_total: Decimal = lines.iter().map(|line| line.amount).sum();
    let (charges, tax) = habits.sums(random, goods_total);
    let charged: Decimal = charges.iter().map(|(_, amount)| amount).sum();
    let transport = voyage::draw(random, &seller, &buyer);
    let date = date(random, &locale);
    Ok(Shipment {
        language: wish.language,
        number: number(random, date.0, wish.language),
        packing_number: format!("PL-{}-{:04}", date.0 % 100, random.below(10_000)),
        certificate_number: format!("{} {:06}", random.one(&["A", "CO", "HK", "Z"]), random.below(1_000_000)),
        order: order(random),
        customer: format!("{}", random.between(10_000, 99_999)),
        price_places: habits.price_places,
        weight_places: habits.weight_places,
        weight_unit: if habits.pounds { "LBR" } else { "KGM" },
        one_origin,
        goods_total,
        total: goods_total + charged + tax.map_or(Decimal::ZERO, |(_, amount)| amount),
        terms: terms(random, &seller, &buyer, &transport),
        payment: payment(random, wish.language),
        marks: marks(&buyer, lines.last().context("no line")?),
        packages: lines.iter().map(|line| line.packages).sum(),
        net: lines.iter().map(|line| line.net).sum(),
        gross: lines.iter().map(|line| line.gross).sum(),
        locale,
        seller,
        buyer,
        consignee,
        notify,
        date,
        currency,
        places,
        lines,
        charges,
        tax,
        transport,
        package_type,
    })
}

fn countries(random: &mut Random, language: Language) -> (&'static str, &'static str) {
    let from: &[&str] = match language {
        Language::English => &["US", "GB", "CN", "JP", "CN", "DE", "NL", "IT"],
        Language::German => &["DE", "DE", "DE", "AT", "CH"],
        Language::French => &["FR", "FR", "FR", "CH"],
        Language::Spanish => &["ES", "ES", "MX"],
    };
    let from = random.one(from);
    let to: Vec<&'static str> =
        ["US", "GB", "CH", "JP", "MX", "DE", "FR", "NL"].into_iter().filter(|to| *to != from).collect();
    (from, random.one(&to))
}

/// Currency and how many of its hundredths a euro cent is, in percent.
fn currency(random: &mut Random, country: &str) -> (&'static str, i64) {
    match country {
        "US" => ("USD", 108),
        "GB" => random.one(&[("GBP", 85), ("GBP", 85), ("USD", 108)]),
        "CH" => random.one(&[("CHF", 96), ("CHF", 96), ("EUR", 100)]),
        "CN" => random.one(&[("USD", 108), ("USD", 108), ("CNY", 770)]),
        "JP" => random.one(&[("JPY", 165), ("USD", 108)]),
        "MX" => ("USD", 108),
        _ => random.one(&[("EUR", 100), ("EUR", 100), ("EUR", 100), ("USD", 108)]),
    }
}

fn line_count(random: &mut Random) -> usize {
    let (low, high) = random.one(&[(1, 4), (1, 4), (2, 6), (5, 14), (5, 14), (8, 16), (15, 30), (20, 60)]);
    random.between(low, high) as usize
}

/// A day of 2025; one that two readings fit only now and then.
fn date(random: &mut Random, locale: &Locale) -> Date {
    let draw = |random: &mut Random| (2025, random.between(1, 12), random.between(1, 28));
    let mut date = draw(random);
    for _ in 0..3 {
        if locale.is_ambiguous(date) {
            date = draw(random);
        }
    }
    date
}

fn number(random: &mut Random, year: i64, language: Language) -> String {
    let serial = random.between(100, 99_999);
    match (language, random.below(5)) {
        (Language::German, 0) => format!("RE-{year}-{serial:05}"),
        (Language::French, 0) => format!("F{year}/{serial:05}"),
        (Language::Spanish, 0) => format!("FV{:02}-{serial:05}", year % 100),
        (_, 0) => format!("INV-{serial:05}"),
        (_, 1) => format!("{year}-{serial:05}"),
        (_, 2) => format!("{}", 90_000_000 + serial),
        (_, 3) => format!("{}{}/{:02}", random.one(&["EX", "CI", "S"]), serial, year % 100),
        _ => format!("{}{year}{serial:05}", random.one(&["A", "HK", "X"])),
    }
}

fn order(random: &mut Random) -> String {
    match random.below(3) {
        0 => format!("PO-{}", random.between(10_000, 99_999)),
        1 => format!("45{:08}", random.below(100_000_000)),
        _ => format!("{}/{}", random.between(1000, 9999), random.between(10, 99)),
    }
}

fn terms(random: &mut Random, seller: &Firm, buyer: &Firm, transport: &Transport) -> Terms {
    let town = |firm: &Firm| firm.town.split(',').next().unwrap_or_default().to_owned();
    let is_sea = transport.mode == "sea";
    let codes: &[&'static str] = if is_sea {
        &["FOB", "CIF", "CFR", "FCA", "DAP"]
    } else {
        &["EXW", "FCA", "DAP", "CPT", "CIP", "DDP"]
    };
    let code = random.one(codes);
    let place = match code {
        "FOB" => seller.port.clone(),
        "CIF" | "CFR" => buyer.port.clone(),
        "EXW" | "FCA" => town(seller),
        _ => town(buyer),
    };
    let printed = match random.below(5) {
        0 => format!("{code} {place}, Incoterms® 2020"),
        1 => format!("{code} {place} (Incoterms 2020)"),
        2 => format!("{code} - {place}"),
        _ => format!("{code} {place}"),
    };
    Terms { printed, code, place }
}

fn payment(random: &mut Random, language: Language) -> String {
    let of: &[&str] = match language {
        Language::English => &[
            "Net 30 days",
            "T/T 30 days after B/L date",
            "30 % advance, balance against documents",
            "L/C at sight",
        ],
        Language::German => &[
            "30 Tage netto",
            "14 Tage 2 % Skonto, 30 Tage netto",
            "Zahlbar innerhalb 60 Tagen ohne Abzug",
            "Vorauskasse",
        ],
        Language::French => &[
            "30 jours fin de mois",
            "Virement à 45 jours",
            "Paiement à 30 jours nets",
            "Crédit documentaire à vue",
        ],
        Language::Spanish => &[
            "Transferencia a 30 días",
            "60 días fecha factura",
            "Pago anticipado",
            "Carta de crédito a la vista",
        ],
    };
    random.one(of).to_owned()
}

fn marks(buyer: &Firm, last: &Line) -> Vec<String> {
    let word = buyer.name.split(' ').next().unwrap_or_default().to_uppercase();
    let count = last.first_package + last.packages - 1;
    let numbers = if count == 1 { "NO. 1".to_owned() } else { format!("NO. 1-{count}") };
    vec![word, buyer.port.to_uppercase(), numbers]
}
