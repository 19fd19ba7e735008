//! Pages to a PDF, through krilla: embedded font subsets, a text layer, attachments.
//!
//! Promises: the same pages give the same bytes. Refuses to know what stands on them.

use anyhow::{Context, Result, anyhow};
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::fonts::Fonts;
use super::sheet::{Colour, Mark, Sheet};

/// A file inside the PDF.
pub struct Attachment {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// The pages as a PDF.
pub fn print(fonts: &Fonts, sheet: &Sheet, title: &str, attachment: Option<Attachment>) -> Result<Vec<u8>> {
    let mut document = Document::new_with(settings(attachment.is_some())?);
    let date = DateTime::new(2025).month(10).day(1).hour(8).minute(0).second(0);
    document.set_metadata(Metadata::new().title(title.to_owned()).creation_date(date));
    for marks in &sheet.pages {
        let settings = PageSettings::from_wh(sheet.width, sheet.height).context("a page without size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(fonts, &mut surface, mark)?;
        }
        surface.finish();
        page.finish();
    }
    if let Some(attachment) = attachment {
        let file = EmbeddedFile {
            path: attachment.name.to_owned(),
            mime_type: MimeType::new("text/xml"),
            description: Some("Factur-X invoice".to_owned()),
            association_kind: AssociationKind::Alternative,
            data: attachment.bytes.into(),
            modification_date: Some(date),
            compress: Some(true),
            location: None,
        };
        document.embed_file(file).context("the attachment was refused")?;
    }
    document.finish().map_err(|error| anyhow!("krilla: {error:?}"))
}

/// PDF 1.7; with an attachment PDF/A-3b, as Factur-X asks.
fn settings(archival: bool) -> Result<SerializeSettings> {
    let mut settings = SerializeSettings { enable_tagging: false, ..SerializeSettings::default() };
    if archival {
        let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A3_B).finish();
        settings.configuration = configuration.map_err(|error| anyhow!("krilla: {error:?}"))?;
    }
    Ok(settings)
}

fn paint(colour: Colour) -> Fill {
    let [red, green, blue] = colour;
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn draw(fonts: &Fonts, surface: &mut Surface, mark: &Mark) -> Result<()> {
    match mark {
        Mark::Text { x, y, text, ink } => {
            let face = fonts.face((ink.family, ink.cut))?;
            let mut glyphs = Vec::new();
            for (at, letter) in text.char_indices() {
                let (id, advance) =
                    face.glyph(letter).with_context(|| format!("no {letter:?} in {:?}", ink.family))?;
                glyphs.push(KrillaGlyph::new(
                    GlyphId::new(id),
                    advance,
                    0.0,
                    0.0,
                    0.0,
                    at..at + letter.len_utf8(),
                    None,
                ));
            }
            surface.set_stroke(None);
            surface.set_fill(Some(paint(ink.colour)));
            surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs, face.font.clone(), text, ink.size, false);
        }
        Mark::Rule { from, to, width, colour } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            surface.set_fill(None);
            let stroke = Stroke { paint: paint(*colour).paint, width: *width, ..Stroke::default() };
            surface.set_stroke(Some(stroke));
            surface.draw_path(&path.finish().context("a rule without length")?);
        }
        Mark::Fill { x, y, w, h, colour } => {
            let mut path = PathBuilder::new();
            path.push_rect(Rect::from_xywh(*x, *y, *w, *h).context("a box without size")?);
            surface.set_stroke(None);
            surface.set_fill(Some(paint(*colour)));
            surface.draw_path(&path.finish().context("a box without size")?);
        }
    }
    Ok(())
}
