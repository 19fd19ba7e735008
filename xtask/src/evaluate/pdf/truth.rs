//! What a paper is known to say, value by value, and which of it can be asked of a reader of its page.
//!
//! Promises: a value is asked for only if one of its usual renderings stands on the page, as the scorer sees it; a line
//! only if its description, and each of quantity and amount that it has, stand there. Refuses to know the program.

use std::collections::BTreeMap;

use super::super::compare::decimal;
use super::page::Page;

/// How a value is looked for on the page and held against what was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Letters and digits alike, in their order.
    Words,
    /// Letters and digits alike; what was read may have a legal form behind them.
    Name,
    /// The words of what was read contain these.
    Within,
    Number,
    Day,
    Currency,
    /// The best part of what was read is like it.
    Description,
    /// Digits alike.
    Code,
    /// A number with its unit.
    Measure,
}

/// Which sum a value goes into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// The six fields of every document.
    Header,
    /// What makes a line match: description, quantity, unit price, amount.
    Line,
    /// Fields of customs papers, each alone.
    Alone,
}

/// One value that is known.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub field: &'static str,
    pub group: Group,
    pub how: How,
    /// Any of these will do. Empty: the paper is known to say nothing here.
    pub texts: Vec<String>,
}

impl Wanted {
    /// With the texts that are not blank.
    pub fn new(
        group: Group,
        field: &'static str,
        how: How,
        texts: impl IntoIterator<Item = String>,
    ) -> Wanted {
        let texts = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
        Wanted { field, group, how, texts }
    }

    /// The texts that the page shows.
    fn on(&self, page: &Page) -> Wanted {
        let shown = |text: &&String| match self.how {
            How::Words | How::Name | How::Within | How::Code => page.shows_words(text),
            How::Number => page.shows_number(text),
            How::Measure => page.shows_number(text.split(' ').next().unwrap_or_default()),
            How::Day => page.shows_day(text),
            How::Currency => page.shows_currency(text),
            How::Description => page.shows_each_word(text),
        };
        let texts: Vec<String> = self.texts.iter().filter(shown).cloned().collect();
        Wanted { texts, ..self.clone() }
    }
}

/// A line that is known.
#[derive(Clone, Debug, Default)]
pub struct WantedLine {
    pub values: Vec<Wanted>,
    /// False: it is told from others, but not asked for.
    pub counted: bool,
}

/// A paper's truth.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    pub kind: String,
    pub values: Vec<Wanted>,
    pub lines: Vec<WantedLine>,
    /// Nothing else stands on the paper: a value or line beyond these was made up. Otherwise lines beyond these are, if
    /// any are known.
    pub complete: bool,
}

impl Truth {
    /// What of it can be asked of a reader of this page.
    pub fn on(&self, page: &Page) -> Truth {
        let values = self.values.iter().map(|wanted| wanted.on(page));
        let values = values.filter(|wanted| !wanted.texts.is_empty()).collect();
        let mut lines: Vec<WantedLine> = self.lines.iter().map(|line| line_on(line, page)).collect();
        told_apart(&mut lines, &self.lines, page);
        Truth { kind: self.kind.clone(), values, lines, complete: self.complete }
    }

    /// All that it states, whatever a page shows.
    pub fn stated(&self) -> Truth {
        let mut whole = self.clone();
        whole.values.retain(|wanted| !wanted.texts.is_empty());
        for line in &mut whole.lines {
            line.values.retain(|wanted| !wanted.texts.is_empty());
        }
        whole
    }
}

/// The line with all its texts, so that it is still told from others; counted if what it needs is shown.
fn line_on(line: &WantedLine, page: &Page) -> WantedLine {
    let mut shown: Vec<Wanted> = line.values.iter().map(|wanted| wanted.on(page)).collect();
    let amount =
        shown.iter().find(|wanted| wanted.field == "amount").and_then(|wanted| wanted.texts.first()).cloned();
    for price in shown.iter_mut().filter(|wanted| wanted.field == "unit_price") {
        price.texts.retain(|price| amount.as_ref().is_none_or(|amount| page.shows_near(price, amount)));
        // A net and a gross price are both printed at times: the first is the line's.
        price.texts.truncate(1);
    }
    let needs = |wanted: &&Wanted| matches!(wanted.field, "description" | "quantity" | "amount");
    let needed = line.values.iter().filter(needs).filter(|wanted| !wanted.texts.is_empty()).count();
    let seen = shown.iter().filter(needs).filter(|wanted| !wanted.texts.is_empty()).count();
    let described = shown.iter().any(|wanted| wanted.field == "description" && !wanted.texts.is_empty());
    if line.counted && described && needed > 1 && seen == needed {
        WantedLine {
            values: shown.into_iter().filter(|wanted| !wanted.texts.is_empty()).collect(),
            counted: true,
        }
    } else {
        WantedLine { values: line.values.clone(), counted: false }
    }
}

/// A number must stand on the page as often as the lines need it: else the amount of a line would be taken for a price
/// that is not printed. Amounts come first, then quantities, then prices.
fn told_apart(lines: &mut [WantedLine], whole: &[WantedLine], page: &Page) {
    let mut spent: BTreeMap<String, usize> = BTreeMap::new();
    for field in ["amount", "quantity", "unit_price"] {
        let mut needed: BTreeMap<String, usize> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.counted) {
            if let Some(number) = number_of(line, field) {
                *needed.entry(number).or_default() += 1;
            }
        }
        for (number, times) in needed {
            let before = spent.entry(number.clone()).or_default();
            *before += times;
            if *before <= page.count_number(&number) {
                continue;
            }
            *before -= times;
            for (line, whole) in lines.iter_mut().zip(whole) {
                if line.counted && number_of(line, field).as_ref() == Some(&number) {
                    *line = without(line, whole, field);
                }
            }
        }
    }
}

/// Of a price, the line without it; of anything else, the line as one that is not asked for.
fn without(line: &WantedLine, whole: &WantedLine, field: &str) -> WantedLine {
    if field == "unit_price" {
        let values = line.values.iter().filter(|wanted| wanted.field != field).cloned().collect();
        WantedLine { values, counted: true }
    } else {
        WantedLine { values: whole.values.clone(), counted: false }
    }
}

fn number_of(line: &WantedLine, field: &str) -> Option<String> {
    let value = line.values.iter().find(|wanted| wanted.field == field)?;
    let number = decimal(value.texts.first()?)?;
    Some(number.trim_start_matches('-').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(group: Group, field: &'static str, how: How, texts: &[&str]) -> Wanted {
        Wanted::new(group, field, how, texts.iter().map(|text| (*text).to_owned()))
    }

    fn line(description: &str, amount: &str) -> WantedLine {
        let values = vec![
            wanted(Group::Line, "description", How::Description, &[description]),
            wanted(Group::Line, "quantity", How::Number, &["2"]),
            wanted(Group::Line, "unit_price", How::Number, &["9.50", "10"]),
            wanted(Group::Line, "amount", How::Number, &[amount]),
        ];
        WantedLine { values, counted: true }
    }

    #[test]
    fn only_what_the_page_shows_is_asked_for() {
        let truth = Truth {
            values: vec![
                wanted(Group::Header, "invoice_number", How::Words, &["R-7"]),
                wanted(Group::Header, "invoice_date", How::Day, &["20200102"]),
                wanted(Group::Header, "seller", How::Words, &["Pump Ltd", "Pumps"]),
            ],
            lines: vec![line("Gear pump", "19"), line("Valve", "19"), line("Gear", "20")],
            ..Truth::default()
        };
        let page = Page::from_text("Invoice R-7 of Pump Ltd\n1  Gear pump  2  9,50  (10,00)  19,00", "");
        let asked = truth.on(&page);
        let fields: Vec<&str> = asked.values.iter().map(|wanted| wanted.field).collect();
        assert_eq!(fields, ["invoice_number", "seller"]);
        assert_eq!(asked.values[1].texts, ["Pump Ltd"]);
        let counted: Vec<bool> = asked.lines.iter().map(|line| line.counted).collect();
        assert_eq!(counted, [true, false, false]);
        assert_eq!(asked.lines[0].values[2].texts, ["9.50"]);
        assert_eq!(asked.lines[1].values.len(), 4);
    }

    #[test]
    fn a_price_that_is_not_printed_is_not_asked_for_but_its_line_is() {
        let truth = Truth { lines: vec![line("Gear pump", "19")], ..Truth::default() };
        let asked = truth.on(&Page::from_text("Gear pump 2 19.00", ""));
        let fields: Vec<&str> = asked.lines[0].values.iter().map(|wanted| wanted.field).collect();
        assert_eq!((asked.lines[0].counted, fields), (true, vec!["description", "quantity", "amount"]));
    }

    #[test]
    fn an_amount_is_not_taken_for_the_price_that_is_not_printed() {
        let mut one = line("Gear pump", "10");
        one.values[1].texts = vec!["1".into()];
        let truth = Truth { lines: vec![one], ..Truth::default() };
        let fields = |text: &str| {
            let asked = truth.on(&Page::from_text(text, ""));
            asked.lines[0].values.iter().map(|wanted| wanted.field).collect::<Vec<_>>()
        };
        assert_eq!(fields("1 Gear pump 10.00"), ["description", "quantity", "amount"]);
        assert_eq!(fields("1 Gear pump 10,00 10.00").len(), 4);
        let twice = Truth { lines: vec![line("Gear pump", "19"), line("Gear", "19")], ..Truth::default() };
        let asked = twice.on(&Page::from_text("2 2 Gear pump 19", ""));
        assert!(asked.lines.iter().all(|line| !line.counted));
    }
}
