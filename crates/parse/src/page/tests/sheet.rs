//! A page is written text by text at places in points, and read.
//!
//! Whatever a test asks, each value that was read must say its page and its box.

use super::super::understand;
use super::words;
use crate::pdf::page::{Page, Rect, Word};
use trade::{Origin, Parsed, ReadValue, Record};

/// Where a column's texts begin or end.
#[derive(Debug, Clone, Copy)]
pub enum Edge {
    /// They begin here.
    Left(f32),
    /// They end here.
    Right(f32),
}

/// Line, description, quantity, price, amount.
pub const GOODS: [Edge; 5] =
    [Edge::Left(50.0), Edge::Left(90.0), Edge::Right(330.0), Edge::Right(430.0), Edge::Right(530.0)];

/// Pages while they are written.
#[derive(Debug, Clone)]
pub struct Sheet {
    pages: Vec<Page>,
    columns: Vec<Edge>,
}

/// What was read.
pub struct Read(pub Parsed);

impl Sheet {
    /// An empty page of A4.
    pub fn new() -> Sheet {
        Sheet { pages: Vec::new(), columns: GOODS.to_vec() }.page()
    }

    /// A commercial invoice in euros with a head of goods at 300.
    pub fn invoice() -> Sheet {
        Sheet::new()
            .large(50, 60, "Commercial Invoice")
            .text(50, 100, "Invoice No.: 4711")
            .text(300, 100, "Currency: EUR")
            .line(300, &["Pos", "Description", "Quantity", "Unit price", "Amount"])
    }

    /// The next page.
    pub fn page(mut self) -> Sheet {
        let number = self.pages.len() as u32 + 1;
        self.pages.push(Page { number, width: 595.0, height: 842.0, ..Page::default() });
        self
    }

    /// Words in ten points.
    pub fn text(mut self, x: u16, y: u16, text: &str) -> Sheet {
        self.last().words.extend(words(text, f32::from(x), f32::from(y)));
        self
    }

    /// Words in twenty points.
    pub fn large(self, x: u16, y: u16, text: &str) -> Sheet {
        self.scaled(x, y, text, 2.0)
    }

    /// Words in six points.
    pub fn small(self, x: u16, y: u16, text: &str) -> Sheet {
        self.scaled(x, y, text, 0.6)
    }

    /// Words so many times as large as usual.
    fn scaled(mut self, x: u16, y: u16, text: &str, by: f32) -> Sheet {
        let (x, y) = (f32::from(x), f32::from(y));
        let scale = |word: Word| Word {
            size: 10.0 * by,
            bounds: Rect {
                x0: x + by * (word.bounds.x0 - x),
                x1: x + by * (word.bounds.x1 - x),
                y0: y - 8.0 * by,
                y1: y + 2.0 * by,
            },
            ..word
        };
        self.last().words.extend(words(text, x, y).into_iter().map(scale));
        self
    }

    /// Texts on one baseline.
    pub fn row(self, y: u16, texts: &[(u16, &str)]) -> Sheet {
        texts.iter().fold(self, |sheet, (x, text)| sheet.text(*x, y, text))
    }

    /// Texts below each other, twelve points apart.
    pub fn block(self, x: u16, y: u16, lines: &[&str]) -> Sheet {
        (0..).zip(lines).fold(self, |sheet, (nth, line)| sheet.text(x, y + 12 * nth, line))
    }

    /// From here on the columns are these.
    pub fn columns(mut self, columns: &[Edge]) -> Sheet {
        self.columns = columns.to_vec();
        self
    }

    /// A row of the table, an empty text for an empty cell.
    pub fn line(mut self, y: u16, cells: &[&str]) -> Sheet {
        assert!(cells.len() <= self.columns.len(), "more cells than columns");
        for (edge, text) in self.columns.clone().into_iter().zip(cells) {
            let width = text.chars().count() as f32 * 5.0 - text.matches(' ').count() as f32 * 2.5;
            let x = match edge {
                Edge::Left(x) => x,
                Edge::Right(x) => x - width,
            };
            self.last().words.extend(words(text, x, f32::from(y)));
        }
        self
    }

    /// A drawn line.
    pub fn rule(mut self, x0: u16, x1: u16, y: u16) -> Sheet {
        let y = f32::from(y);
        self.last().rules.push(Rect { x0: x0.into(), y0: y, x1: x1.into(), y1: y + 0.5 });
        self
    }

    /// The pages as written.
    pub fn pages(self) -> Vec<Page> {
        self.pages
    }

    /// Reads the pages.
    pub fn read(self) -> Read {
        let read = Read(understand(self.pages, "pdf", "read.pdf/1", Vec::new()));
        read.all().for_each(|(name, value)| assert_placed(name, value));
        read
    }

    fn last(&mut self) -> &mut Page {
        self.pages.last_mut().unwrap()
    }
}

/// A value that was read says where.
fn assert_placed(name: &str, value: &ReadValue) {
    assert!(value.page.is_some_and(|page| page >= 1), "{name} has no page: {value:?}");
    let [x0, y0, x1, y1] = value.bounds.unwrap_or_else(|| panic!("{name} has no box: {value:?}"));
    assert!(x0 < x1 && y0 < y1, "{name} has no extent: {value:?}");
    assert!(value.value.is_none() || (0.0..=1.0).contains(&value.confidence), "{name}: {value:?}");
    assert!(matches!(value.origin, Origin::Read | Origin::Computed), "{name}: {value:?}");
}

impl Read {
    /// The record.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// All values with their fields, those of lines last.
    pub fn all(&self) -> impl Iterator<Item = (&str, &ReadValue)> {
        let reading = self.0.reading.as_ref().unwrap();
        let lines = reading.line_items.iter().flatten();
        reading.values.iter().chain(lines).map(|(name, value)| (name.as_str(), value))
    }

    /// A field of the document.
    pub fn value(&self, field: &str) -> &ReadValue {
        let values = &self.0.reading.as_ref().unwrap().values;
        values.get(field).unwrap_or_else(|| panic!("no {field} among {:?}", self.fields("")))
    }

    /// A field's text as read, `-` for none.
    pub fn get(&self, field: &str) -> &str {
        let values = &self.0.reading.as_ref().unwrap().values;
        values.get(field).and_then(|value| value.value.as_deref()).unwrap_or("-")
    }

    /// Fields that begin so, with their values.
    pub fn fields(&self, start: &str) -> Vec<String> {
        let values = &self.0.reading.as_ref().unwrap().values;
        let shown = |(name, value): (&String, &ReadValue)| {
            format!("{name}={}", value.value.as_deref().unwrap_or("-"))
        };
        values.iter().filter(|(name, _)| name.starts_with(start)).map(shown).collect()
    }

    /// These fields of each line, `-` for none.
    pub fn lines(&self, fields: &[&str]) -> Vec<String> {
        let lines = &self.0.reading.as_ref().unwrap().line_items;
        assert_eq!(lines.len(), self.record().line_items.len(), "lines read and lines of the record");
        let cell = |line: &trade::reading::ReadLine, field: &str| {
            line.get(field).and_then(|value| value.value.clone()).unwrap_or_else(|| "-".into())
        };
        let row = |line| fields.iter().map(|field| cell(line, field)).collect::<Vec<_>>().join(" | ");
        lines.iter().map(row).collect()
    }

    /// Description, quantity, price and amount of each line.
    pub fn goods(&self) -> Vec<String> {
        self.lines(&["description", "quantity", "unit_price", "amount"])
    }

    /// Code, line and field of each finding.
    pub fn findings(&self) -> Vec<String> {
        let shown = |finding: &trade::Finding| {
            let line = finding.line.map(|line| format!(" line {line}")).unwrap_or_default();
            let field = finding.field.as_deref().map(|field| format!(" {field}")).unwrap_or_default();
            format!("{}{line}{field}", finding.code)
        };
        self.0.findings.iter().map(shown).collect()
    }

    /// No finding says that anything is missed or open.
    pub fn is_proven(&self) -> bool {
        crate::page::confidence::is_proven(&self.0.findings)
    }
}
