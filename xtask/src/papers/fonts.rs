//! The typefaces of the made papers: Debian's Liberation and DejaVu, read once, and how wide a text is in them.
//!
//! Promises: what is missing is installed by `apt-get` when papers are made, never when tests run; a character that a face
//! lacks is replaced by its nearest space or named in an error, never drawn as an empty box. Refuses to know pages.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// A typeface.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Family {
    Sans,
    Serif,
    Narrow,
    Mono,
    Wide,
    Condensed,
    Slab,
}

/// A cut of a typeface.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cut {
    Regular,
    Bold,
    Italic,
}

/// How wide texts are.
pub trait Measure {
    /// In points, at this size.
    fn width(&self, face: (Family, Cut), size: f32, text: &str) -> f32;
}

/// A guess where the fonts are not at hand: letters of half an em, digits a little wider.
pub struct Rough;

impl Measure for Rough {
    fn width(&self, (family, cut): (Family, Cut), size: f32, text: &str) -> f32 {
        let em = if family == Family::Mono { 0.6 } else { 0.53 };
        let bold = if cut == Cut::Bold { 1.08 } else { 1.0 };
        text.chars().count() as f32 * em * bold * size
    }
}

const FOLDER: &str = "/usr/share/fonts/truetype";

const FILES: &[(Family, [&str; 3])] = &[
    (
        Family::Sans,
        [
            "liberation/LiberationSans-Regular",
            "liberation/LiberationSans-Bold",
            "liberation/LiberationSans-Italic",
        ],
    ),
    (
        Family::Serif,
        [
            "liberation/LiberationSerif-Regular",
            "liberation/LiberationSerif-Bold",
            "liberation/LiberationSerif-Italic",
        ],
    ),
    (
        Family::Narrow,
        [
            "liberation/LiberationSansNarrow-Regular",
            "liberation/LiberationSansNarrow-Bold",
            "liberation/LiberationSansNarrow-Italic",
        ],
    ),
    (
        Family::Mono,
        [
            "liberation/LiberationMono-Regular",
            "liberation/LiberationMono-Bold",
            "liberation/LiberationMono-Italic",
        ],
    ),
    (Family::Wide, ["dejavu/DejaVuSans", "dejavu/DejaVuSans-Bold", "dejavu/DejaVuSans-Oblique"]),
    (
        Family::Condensed,
        [
            "dejavu/DejaVuSansCondensed",
            "dejavu/DejaVuSansCondensed-Bold",
            "dejavu/DejaVuSansCondensed-Oblique",
        ],
    ),
    (Family::Slab, ["dejavu/DejaVuSerif", "dejavu/DejaVuSerif-Bold", "dejavu/DejaVuSerif-Italic"]),
];

/// One cut, ready to draw with.
pub struct Face {
    pub font: Font,
    /// Glyph and advance in ems of each character that papers may print.
    glyphs: BTreeMap<char, (u32, f32)>,
}

impl Face {
    /// Glyph and advance in ems; spaces that a face lacks become its plain space.
    pub fn glyph(&self, letter: char) -> Option<(u32, f32)> {
        let known = |letter| self.glyphs.get(&letter).copied();
        known(letter).or_else(|| match letter {
            '\u{202f}' => known('\u{a0}'),
            '\u{2011}' => known('-'),
            _ => None,
        })
    }
}

/// All cuts.
pub struct Fonts(BTreeMap<(Family, Cut), Face>);

impl Fonts {
    /// Reads them from the system, after installing what is not there.
    pub fn load() -> Result<Fonts> {
        let path = |name: &str| format!("{FOLDER}/{name}.ttf");
        let missing =
            || FILES.iter().flat_map(|(_, names)| names).any(|name| !Path::new(&path(name)).exists());
        if missing() {
            install(&["fonts-liberation", "fonts-dejavu-core", "fonts-dejavu-extra"])?;
        }
        if missing() {
            install(&["fonts-liberation-sans-narrow"])?;
        }
        let mut faces = BTreeMap::new();
        for (family, names) in FILES {
            for (cut, name) in [Cut::Regular, Cut::Bold, Cut::Italic].into_iter().zip(names) {
                let bytes = std::fs::read(path(name)).with_context(|| path(name))?;
                faces.insert((*family, cut), face(bytes).with_context(|| path(name))?);
            }
        }
        Ok(Fonts(faces))
    }

    /// The cut of a family.
    pub fn face(&self, face: (Family, Cut)) -> Result<&Face> {
        self.0.get(&face).with_context(|| format!("no face {face:?}"))
    }
}

impl Measure for Fonts {
    fn width(&self, face: (Family, Cut), size: f32, text: &str) -> f32 {
        let Some(face) = self.0.get(&face) else { return 0.0 };
        text.chars().map(|letter| face.glyph(letter).map_or(0.0, |(_, advance)| advance)).sum::<f32>() * size
    }
}

fn face(bytes: Vec<u8>) -> Result<Face> {
    let font = FontRef::new(&bytes)?;
    let (map, metrics) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
    let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    let letters = (' '..='\u{24f}').chain('\u{2000}'..='\u{22ff}').chain('\u{25a0}'..='\u{25ff}');
    let glyphs = letters
        .filter_map(|letter| {
            let id = map.map(letter)?;
            Some((letter, (id.to_u32(), metrics.advance_width(id)? / units)))
        })
        .collect();
    let font = Font::new(Arc::new(bytes.clone()).into(), 0).context("not a font")?;
    Ok(Face { font, glyphs })
}

fn install(packages: &[&str]) -> Result<()> {
    eprintln!("installing {}", packages.join(", "));
    run("apt-get", &["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    run("apt-get", &words)
}

fn run(command: &str, words: &[&str]) -> Result<()> {
    let output =
        Command::new(command).args(words).output().with_context(|| format!("{command} cannot be run"))?;
    ensure!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Runs a Debian program, after installing its package if it is not there.
pub fn need(command: &str, package: &str, words: &[&str]) -> Result<()> {
    let there = ["/usr/bin", "/usr/local/bin"].iter().any(|folder| Path::new(folder).join(command).exists());
    if !there {
        install(&[package])?;
    }
    run(command, words)
}
