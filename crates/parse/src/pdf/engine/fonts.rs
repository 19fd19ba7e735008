//! What is to be known of a glyph's font beyond its shapes: whether it is bold, and whether it only stands in for one that
//! the file does not bring.
//!
//! hayro names no font for most glyphs, but tells font programs apart by a hash of their bytes. So the names in the font
//! dictionaries of a page are brought together with that hash.

use super::belied::{self, Figures};
use super::charsets::{Charset, charset};
use super::streams::is_whole;
use super::widths::are_sound;
use hayro::hayro_interpret::font::{FontQuery, Glyph, PositionedGlyph};
use hayro::hayro_interpret::{FontResolverFn, InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Resources;
use siphasher::sip128::{Hasher128, SipHasher13};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Levels of forms within forms whose fonts are looked at.
const FORM_DEPTH: usize = 4;

/// What is known of one font.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// By its name or weight.
    pub bold: bool,
    /// Not in the file: drawn with another one, stretched to fit.
    pub substitute: bool,
}

/// The fonts of one document.
pub struct Fonts {
    faces: RefCell<Vec<(u128, Face)>>,
    /// Programs that were handed out for fonts that the file does not bring.
    substitutes: Arc<Mutex<Vec<(u128, bool)>>>,
    /// Programs that dictionaries call bold.
    bold: RefCell<Vec<u128>>,
    looked_at: RefCell<HashSet<ObjectIdentifier>>,
    /// Of all composite fonts without a table of characters.
    charset: Cell<Option<Charset>>,
    /// A table of widths is absurd.
    unsound: Cell<bool>,
    /// A table of characters contradicts the names of the font's glyphs.
    belied: Cell<bool>,
    /// A table of characters is not there to its end.
    broken: Cell<bool>,
    /// A font could not be loaded; another one stands for it.
    unloaded: Arc<AtomicBool>,
    /// Which glyphs are the figures of each font program that says so.
    figures: RefCell<Vec<(u128, Option<Figures>)>>,
}

impl Fonts {
    /// Nothing known yet, and the settings to interpret pages with so that something will be.
    pub fn new() -> (Fonts, InterpreterSettings) {
        let substitutes = Arc::new(Mutex::new(Vec::new()));
        let unloaded = Arc::new(AtomicBool::new(false));
        let settings = InterpreterSettings {
            font_resolver: resolver(substitutes.clone()),
            warning_sink: Arc::new({
                let unloaded = unloaded.clone();
                move |warning| {
                    if matches!(warning, InterpreterWarning::UnsupportedFont) {
                        unloaded.store(true, Ordering::Relaxed);
                    }
                }
            }),
            ..InterpreterSettings::default()
        };
        let fonts = Fonts {
            faces: RefCell::default(),
            substitutes,
            bold: RefCell::default(),
            looked_at: RefCell::default(),
            charset: Cell::default(),
            unsound: Cell::default(),
            belied: Cell::default(),
            broken: Cell::default(),
            unloaded,
            figures: RefCell::default(),
        };
        (fonts, settings)
    }

    /// What is known of a glyph's font.
    pub fn of(&self, glyph: &PositionedGlyph<'_>) -> Face {
        let Glyph::Outline(outline) = &**glyph else { return Face::default() };
        let mut key = ProgramHash(0);
        outline.identifier().hash(&mut key);
        if let Some((_, face)) = self.faces.borrow().iter().find(|(known, _)| *known == key.0) {
            return *face;
        }
        let substitute =
            self.substitutes.lock().ok().and_then(|all| all.iter().find(|(hash, _)| *hash == key.0).copied());
        let face = match substitute {
            Some((_, bold)) => Face { bold, substitute: true },
            None => {
                let named = || {
                    let data = outline.font_data()?;
                    let name = data.postscript_name.as_deref().unwrap_or_default();
                    Some(is_bold(name) || data.weight.is_some_and(|weight| weight >= 600))
                };
                let bold = self.bold.borrow().contains(&key.0) || named().unwrap_or(false);
                Face { bold, substitute: false }
            }
        };
        self.faces.borrow_mut().push((key.0, face));
        face
    }

    /// Looks at the fonts that a page may use; none has a table that hayro must not see.
    pub fn look_at(&self, resources: &Resources<'_>) -> bool {
        self.look(&resources.fonts, &resources.x_objects, FORM_DEPTH);
        !self.unsound.get()
    }

    /// What a glyph says whose font brings no table for it.
    pub fn character(&self, glyph: &PositionedGlyph<'_>) -> Option<char> {
        let charset = self.charset.get()?;
        matches!(**glyph, Glyph::Outline(_)).then(|| charset.character(glyph.char_code())).flatten()
    }

    /// Of a font met so far nothing can be read, or not all.
    pub fn is_short(&self) -> bool {
        self.broken.get() || self.unloaded.load(Ordering::Relaxed)
    }

    /// A font met so far names other digits than its text says.
    pub fn are_belied(&self) -> bool {
        self.belied.get()
    }

    /// Which glyphs are the figures of a glyph's font program, if that says so.
    pub fn figures(&self, glyph: &PositionedGlyph<'_>) -> Option<Figures> {
        let Glyph::Outline(outline) = &**glyph else { return None };
        let mut key = ProgramHash(0);
        outline.identifier().hash(&mut key);
        if let Some((_, figures)) = self.figures.borrow().iter().find(|(known, _)| *known == key.0) {
            return *figures;
        }
        let figures = outline.font_data().and_then(|program| Figures::of((*program.data).as_ref()));
        self.figures.borrow_mut().push((key.0, figures));
        figures
    }

    fn look(&self, fonts: &Dict<'_>, forms: &Dict<'_>, depth: usize) {
        for name in fonts.keys() {
            let known =
                fonts.get_ref(&*name).is_some_and(|id| !self.looked_at.borrow_mut().insert(id.into()));
            if !known && let Some(font) = fonts.get::<Dict<'_>>(&*name) {
                self.font(&font);
            }
        }
        if depth == 0 {
            return;
        }
        for name in forms.keys() {
            let Some(id) = forms.get_ref(&*name) else { continue };
            if self.looked_at.borrow_mut().insert(id.into())
                && let Some(form) = forms.get::<Stream<'_>>(&*name)
                && let Some(own) = form.dict().get::<Dict<'_>>("Resources")
            {
                let part = |key: &str| own.get::<Dict<'_>>(key).unwrap_or_default();
                self.look(&part("Font"), &part("XObject"), depth - 1);
            }
        }
    }

    fn font(&self, font: &Dict<'_>) {
        if !are_sound(font) {
            self.unsound.set(true);
        }
        if belied::by_names(font) {
            self.belied.set(true);
        }
        if font.get::<Stream<'_>>("ToUnicode").is_some_and(|table| !is_whole(&table)) {
            self.broken.set(true);
        }
        if let Some(charset) = charset(font) {
            let one = self.charset.get().is_none_or(|known| known == charset);
            self.charset.set(Some(if one { charset } else { Charset::Unknown }));
        }
        let Some(descriptor) = font.get::<Dict<'_>>("FontDescriptor") else { return };
        let named = font.get::<Name<'_>>("BaseFont").is_some_and(|name| is_bold(name.as_str()));
        let heavy = descriptor.get::<f32>("FontWeight").is_some_and(|weight| weight >= 600.0);
        if !named && !heavy {
            return;
        }
        let program = ["FontFile", "FontFile3"].iter().find_map(|key| descriptor.get::<Stream<'_>>(key));
        if let Some(bytes) = program.and_then(|program| program.decoded_data().ok()) {
            self.bold.borrow_mut().push(program_hash(&bytes));
        }
    }
}

/// Hands out the embedded standard fonts, and remembers which.
fn resolver(substitutes: Arc<Mutex<Vec<(u128, bool)>>>) -> FontResolverFn {
    Arc::new(move |query| {
        let (font, named) = match query {
            FontQuery::Standard(font) => (*font, false),
            FontQuery::Fallback(wanted) => (
                wanted.pick_standard_font(),
                wanted.is_bold || wanted.post_script_name.as_deref().is_some_and(is_bold),
            ),
        };
        let (data, index) = font.get_font_data();
        let bold = named || is_bold(font.postscript_name());
        if let Ok(mut all) = substitutes.lock() {
            all.push((program_hash((*data).as_ref()), bold));
        }
        Some((data, index))
    })
}

/// The name of a font says that it is bold.
fn is_bold(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "demi"].iter().any(|word| name.contains(word)) || name.ends_with("-bd")
}

/// As hayro tells font programs apart.
fn program_hash(bytes: &[u8]) -> u128 {
    let mut state = SipHasher13::new();
    (bytes, 0_u32).hash(&mut state);
    state.finish128().as_u128()
}

/// Takes the hash of the font program out of a glyph's identifier.
struct ProgramHash(u128);

impl Hasher for ProgramHash {
    fn write_u128(&mut self, hash: u128) {
        self.0 = hash;
    }

    fn write(&mut self, _: &[u8]) {}

    fn finish(&self) -> u64 {
        self.0 as u64
    }
}
