//! Whether a font says other figures than it draws: its table of characters (`ToUnicode`) is what text is read by, and nobody
//! sees it.
//!
//! A figure is held against the names that the font's encoding gives its glyphs, and against the table that a font program
//! brings itself. Where neither is there, nothing can be said.

use hayro::hayro_interpret::hayro_cmap::{BfString, CMap};
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use skrifa::{FontRef, MetadataProvider};

/// The characters of numbers, with the names of their glyphs.
const FIGURES: [(char, &str); 13] = [
    ('0', "zero"),
    ('1', "one"),
    ('2', "two"),
    ('3', "three"),
    ('4', "four"),
    ('5', "five"),
    ('6', "six"),
    ('7', "seven"),
    ('8', "eight"),
    ('9', "nine"),
    ('.', "period"),
    (',', "comma"),
    ('-', "hyphen"),
];

/// Said of a figure, it would be another number.
fn is_telling(said: char) -> bool {
    said.is_ascii_alphanumeric() || matches!(said, '.' | ',' | '-')
}

/// The names of a font's glyphs are those of other figures than its table of characters says.
pub fn by_names(font: &Dict<'_>) -> bool {
    let Some(table) = font.get::<Stream<'_>>("ToUnicode") else { return false };
    let named = named(font);
    if named.iter().all(Option::is_none) {
        return false;
    }
    let Some(table) = table.decoded_data().ok().and_then(|bytes| CMap::parse(&bytes, |_| None)) else {
        return false;
    };
    (0..).zip(named).any(|(code, figure)| match (figure, table.lookup_bf_string(code)) {
        (Some(figure), Some(BfString::Char(said))) => said != figure && is_telling(said),
        _ => false,
    })
}

/// The figure of each code of a simple font, where its encoding names one.
fn named(font: &Dict<'_>) -> [Option<char>; 256] {
    let kind = font.get::<Name<'_>>("Subtype");
    let is = |wanted: &str| kind.as_ref().is_some_and(|kind| kind.as_str() == wanted);
    let mut named = [None; 256];
    let (base, changes) = match font.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => (Some(name.as_str().to_owned()), None),
        Some(Object::Dict(own)) => (
            own.get::<Name<'_>>("BaseEncoding").map(|name| name.as_str().to_owned()),
            own.get::<Array<'_>>("Differences"),
        ),
        _ => (None, None),
    };
    // Fonts of symbols are read by their own table, and shapes drawn by the file have any names.
    let latin = ["WinAnsiEncoding", "MacRomanEncoding", "StandardEncoding"];
    let is_latin = match &base {
        Some(base) => latin.contains(&base.as_str()),
        None => !font.contains_key("FontDescriptor") && !is_symbols(font),
    };
    if is_latin && is("Type1") {
        for (figure, _) in FIGURES {
            if let Some(place) = named.get_mut(figure as usize) {
                *place = Some(figure);
            }
        }
    }
    if is("Type1") || is("TrueType") || is("MMType1") {
        changes.iter().for_each(|changes| differ(&mut named, changes));
    }
    named
}

/// One of the two standard fonts that have no letters.
fn is_symbols(font: &Dict<'_>) -> bool {
    font.get::<Name<'_>>("BaseFont").is_some_and(|name| ["Symbol", "ZapfDingbats"].contains(&name.as_str()))
}

/// Names that stand in the place of others: a code, then the names from it on.
fn differ(named: &mut [Option<char>; 256], changes: &Array<'_>) {
    let mut code = 0_usize;
    for change in changes.iter::<Object<'_>>() {
        match change {
            Object::Number(number) => code = number.as_f64().clamp(0.0, 256.0) as usize,
            Object::Name(name) => {
                if let Some(place) = named.get_mut(code) {
                    *place = FIGURES.iter().find(|(_, own)| *own == name.as_str()).map(|(figure, _)| *figure);
                }
                code += 1;
            }
            _ => {}
        }
    }
}

/// The glyphs of figures by a font program's own table of characters.
#[derive(Debug, Clone, Copy)]
pub struct Figures([Option<u32>; FIGURES.len()]);

impl Figures {
    /// Of a font program; none if it has no such table.
    pub fn of(program: &[u8]) -> Option<Figures> {
        let font = FontRef::new(program).ok()?;
        let table = font.charmap();
        if !table.has_map() || table.is_symbol() {
            return None;
        }
        Some(Figures(FIGURES.map(|(figure, _)| table.map(figure).map(|glyph| glyph.to_u32()))))
    }

    /// This glyph is one figure, and the text says another one or a letter.
    pub fn belie(&self, glyph: u32, said: char) -> bool {
        let own =
            |figure: char| FIGURES.iter().zip(self.0).any(|((c, _), id)| *c == figure && id == Some(glyph));
        glyph != 0 && is_telling(said) && !own(said) && self.0.contains(&Some(glyph))
    }
}
