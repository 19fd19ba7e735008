//! Pages as lists of what stands where: texts, rules, boxes. Points, from the top left, y downwards.
//!
//! Promises: what is written is kept as written, so that a test can look for it without reading a PDF. Refuses to know
//! what the texts mean and how a PDF is made.

use super::fonts::{Cut, Family, Measure};

/// Red, green, blue.
pub type Colour = [u8; 3];

pub const BLACK: Colour = [0, 0, 0];

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ink {
    pub family: Family,
    pub cut: Cut,
    pub size: f32,
    pub colour: Colour,
}

impl Ink {
    /// Black and upright.
    pub fn new(family: Family, size: f32) -> Ink {
        Ink { family, cut: Cut::Regular, size, colour: BLACK }
    }

    pub fn bold(self) -> Ink {
        Ink { cut: Cut::Bold, ..self }
    }

    pub fn italic(self) -> Ink {
        Ink { cut: Cut::Italic, ..self }
    }

    pub fn sized(self, size: f32) -> Ink {
        Ink { size, ..self }
    }

    pub fn coloured(self, colour: Colour) -> Ink {
        Ink { colour, ..self }
    }

    /// From one line to the next.
    pub fn leading(self) -> f32 {
        self.size * 1.24
    }
}

/// Where a text hangs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// One thing on a page.
#[derive(Clone, PartialEq, Debug)]
pub enum Mark {
    /// Left end of the baseline.
    Text {
        x: f32,
        y: f32,
        text: String,
        ink: Ink,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        colour: Colour,
    },
    Fill {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        colour: Colour,
    },
}

/// Pages being written, top to bottom.
pub struct Sheet<'a> {
    measure: &'a dyn Measure,
    pub pages: Vec<Vec<Mark>>,
    pub width: f32,
    pub height: f32,
    pub margin: f32,
    /// Where the next thing goes.
    pub y: f32,
    /// Kept free at the foot.
    pub foot: f32,
}

impl<'a> Sheet<'a> {
    /// One empty page.
    pub fn new(measure: &'a dyn Measure, (width, height): (f32, f32), margin: f32, foot: f32) -> Self {
        Sheet { measure, pages: vec![Vec::new()], width, height, margin, y: margin, foot }
    }

    /// Between the margins.
    pub fn measure_width(&self) -> f32 {
        self.width - 2.0 * self.margin
    }

    /// The right margin's x.
    pub fn right(&self) -> f32 {
        self.width - self.margin
    }

    /// What is left above the foot.
    pub fn room(&self) -> f32 {
        self.height - self.margin - self.foot - self.y
    }

    /// An empty page more.
    pub fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.margin;
    }

    /// A new page unless so much fits.
    pub fn need(&mut self, height: f32) {
        if self.room() < height {
            self.turn();
        }
    }

    pub fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Width of a text.
    pub fn wide(&self, text: &str, ink: Ink) -> f32 {
        self.measure.width((ink.family, ink.cut), ink.size, text)
    }

    /// A line whose top is `y`: from x, around x, or up to x.
    pub fn text(&mut self, x: f32, y: f32, align: Align, text: &str, ink: Ink) {
        if text.is_empty() {
            return;
        }
        let wide = self.wide(text, ink);
        let x = match align {
            Align::Left => x,
            Align::Centre => x - wide / 2.0,
            Align::Right => x - wide,
        };
        self.put(Mark::Text { x, y: y + ink.size * 0.92, text: text.to_owned(), ink });
    }

    /// Lines no wider than this; a word that is wider is cut.
    pub fn wrap(&self, text: &str, width: f32, ink: Ink) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in paragraph.split(' ') {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if !line.is_empty() && self.wide(&longer, ink) > width {
                    lines.push(std::mem::replace(&mut line, word.to_owned()));
                } else {
                    line = longer;
                }
            }
            lines.push(line);
        }
        lines
    }

    /// The same ink, smaller where the text is wider than this.
    pub fn fitting(&self, text: &str, width: f32, ink: Ink) -> Ink {
        let wide = self.wide(text, ink);
        if wide > width { ink.sized(ink.size * width / wide) } else { ink }
    }

    /// Lines from the top `y` down; gives the y below them.
    pub fn lines(&mut self, x: f32, y: f32, align: Align, lines: &[String], ink: Ink) -> f32 {
        for (at, line) in lines.iter().enumerate() {
            self.text(x, y + at as f32 * ink.leading(), align, line, ink);
        }
        y + lines.len() as f32 * ink.leading()
    }

    /// Text wrapped into a width; gives the y below it.
    pub fn paragraph(&mut self, x: f32, y: f32, width: f32, text: &str, ink: Ink) -> f32 {
        let lines = self.wrap(text, width, ink);
        self.lines(x, y, Align::Left, &lines, ink)
    }

    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.put(Mark::Rule { from, to, width, colour: BLACK });
    }

    /// A box drawn by its four sides.
    pub fn frame(&mut self, x: f32, y: f32, w: f32, h: f32, width: f32) {
        self.rule((x, y), (x + w, y), width);
        self.rule((x, y + h), (x + w, y + h), width);
        self.rule((x, y), (x, y + h), width);
        self.rule((x + w, y), (x + w, y + h), width);
    }

    pub fn fill(&mut self, x: f32, y: f32, w: f32, h: f32, colour: Colour) {
        self.put(Mark::Fill { x, y, w, h, colour });
    }
}
