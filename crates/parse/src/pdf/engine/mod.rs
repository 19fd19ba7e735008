//! Takes a PDF apart: words with boxes, drawn lines, pictures of pages, files inside it.
//!
//! hayro does the reading of the file and the interpretation of its pages; this room listens, and decides what a word is.
//! Everything is bounded before hayro sees it, since hayro itself unpacks without end. What cannot be foreseen (packed objects
//! of an encrypted file that are a flood, a text of millions of glyphs in one operator, a picture whose own codec lies, a panic)
//! ends at the wall of the cage: memory, time, a process of its own. So nothing here catches a panic. The same bytes give the
//! same words.

mod attached;
mod charsets;
mod collect;
mod cover;
mod fault;
mod fonts;
mod glyph;
mod ground;
mod lexer;
mod object;
mod pieces;
mod render;
mod rules;
mod streams;
mod survey;
mod tail;
mod unpack;
mod weigh;
mod widths;
mod words;

pub use fault::Fault;

use super::document::{Attachment, Document, Picture};
use super::page::Page;
use crate::limits::Limits;
use collect::Collector;
use fault::{exceeded, fault};
use fonts::Fonts;
use hayro::RenderCache;
use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};
use self_cell::self_cell;
use std::cell::{Cell, OnceCell};
use survey::survey;
use tail::Tail;
use trade::Code;

/// What is kept from page to page.
struct Kept<'a> {
    cache: InterpreterCache<'a>,
    fonts: Fonts,
    settings: InterpreterSettings,
    drawings: OnceCell<RenderCache<'a>>,
}

self_cell!(
    struct Held {
        owner: Pdf,
        #[not_covariant]
        dependent: Kept,
    }
);

/// A PDF that was opened.
pub struct Opened {
    held: Held,
    pages: u32,
    limits: Limits,
    active: Vec<&'static str>,
    text: Cell<usize>,
    drawn: Cell<u64>,
    tail: Tail,
    broken: Cell<bool>,
    fault: OnceCell<Fault>,
}

/// Opens a PDF.
///
/// # Errors
/// A limit is passed, a password is asked for, or there is no page in it.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, Fault> {
    let surveyed = survey(bytes, limits)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => fault(Code::Encrypted, "file", "the file is locked with a password"),
        LoadPdfError::Invalid => fault(Code::PdfMalformed, "file", "no page can be found in it"),
    })?;
    let pages = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    if pages == 0 {
        return Err(fault(Code::PdfMalformed, "file", "it has no page"));
    }
    if pages > limits.pdf_pages {
        return Err(exceeded("file", format!("it has {pages} pages"), "pdf_pages", limits.pdf_pages));
    }
    if surveyed.is_encrypted {
        streams::check_decrypted(&pdf, limits)?;
    }
    let held = Held::new(pdf, |_| {
        let (fonts, settings) = Fonts::new();
        Kept { cache: InterpreterCache::new(), fonts, settings, drawings: OnceCell::new() }
    });
    Ok(Opened {
        held,
        pages,
        limits: limits.clone(),
        active: surveyed.active,
        text: Cell::new(0),
        drawn: Cell::new(0),
        tail: surveyed.tail,
        broken: Cell::new(false),
        fault: OnceCell::new(),
    })
}

impl Opened {
    /// What went wrong while pages were read, the first of it. To be asked after the last page: a page that passes a limit
    /// is none, and so are all after it.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.get()
    }

    /// Its end is there, and so is that of each content of the pages read so far. Where it is not, pages or words may be
    /// missing without a trace.
    pub fn is_whole(&self) -> bool {
        self.tail.is_whole && !self.broken.get()
    }

    /// How many times it was saved: from the second on, what was there before may have been replaced. At least 1.
    pub fn revisions(&self) -> u32 {
        self.tail.revisions.max(1)
    }

    fn refuse(&self, fault: Fault) -> Option<Page> {
        let _ = self.fault.set(fault);
        None
    }
}

impl Document for Opened {
    fn page_count(&self) -> u32 {
        self.pages
    }

    fn page(&self, number: u32) -> Option<Page> {
        if self.fault.get().is_some() {
            return None;
        }
        let max = self.limits.pdf_unpacked_bytes;
        let weight = self.held.with_dependent(|pdf, _| {
            pdf.pages().get((number as usize).checked_sub(1)?).map(|page| weigh::weight(page, max))
        })?;
        self.drawn.set(self.drawn.get().saturating_add(weight));
        if self.drawn.get() > max {
            let why = "the pages so far draw more bytes of content than are read";
            return self.refuse(exceeded(format!("page {number}"), why, "pdf_unpacked_bytes", max));
        }
        let (is_sound, ends_well) = self.held.with_dependent(|pdf, kept| {
            let page = pdf.pages().get((number as usize).checked_sub(1)?)?;
            Some((kept.fonts.look_at(page.resources()), streams::ends_well(page)))
        })?;
        if !is_sound {
            let why = "a font has widths for characters that there cannot be";
            return self.refuse(fault(Code::PdfMalformed, format!("page {number}"), why));
        }
        if !ends_well {
            self.broken.set(true);
        }
        let (page, overflowed) = self.held.with_dependent(|pdf, kept| read_page(pdf, kept, number))?;
        if overflowed {
            return self.refuse(exceeded(
                format!("page {number}"),
                "it shows more glyphs than are kept",
                "pdf_page_glyphs",
                collect::GLYPHS_MAX,
            ));
        }
        let bytes: usize = page.words.iter().chain(&page.unseen).map(|word| word.text.len()).sum();
        self.text.set(self.text.get().saturating_add(bytes));
        if self.text.get() > self.limits.text_out_bytes {
            return self.refuse(exceeded(
                format!("page {number}"),
                "the pages so far hold more text than is handed on",
                "text_out_bytes",
                self.limits.text_out_bytes,
            ));
        }
        Some(page)
    }

    fn render(&self, number: u32, scale: f32, pixels_max: u64) -> Option<Picture> {
        self.held.with_dependent(|pdf, kept| {
            let page = pdf.pages().get((number as usize).checked_sub(1)?)?;
            let max = self.limits.pdf_unpacked_bytes;
            if weigh::weight(page, max) > max || !streams::pictures_fit(page, &self.limits) {
                return None;
            }
            let cache = kept.drawings.get_or_init(RenderCache::new);
            render::picture(page, cache, &kept.settings, scale, pixels_max)
        })
    }

    fn attachments(&self) -> Vec<Attachment> {
        attached::attachments(self.held.borrow_owner(), &self.limits)
    }

    fn active(&self) -> Vec<&'static str> {
        self.active.clone()
    }
}

/// Reads a page, and whether it showed more glyphs than are kept.
fn read_page<'a>(pdf: &'a Pdf, kept: &Kept<'a>, number: u32) -> Option<(Page, bool)> {
    let page = pdf.pages().get((number as usize).checked_sub(1)?)?;
    let (width, height) = page.render_dimensions();
    let mut collector = Collector::new(&kept.fonts, width, height);
    let mut context = Context::new(
        Affine::new(page.initial_transform(true).as_coeffs()),
        Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
        &kept.cache,
        page.xref(),
        kept.settings.clone(),
    );
    interpret_page(page, &mut context, &mut collector);
    let shown = collector.glyphs.iter().filter(|glyph| glyph.seen && !glyph.is_blank());
    let (glyphs, unmapped) = shown.fold((0, 0), |(all, unmapped), glyph| {
        (all + 1, unmapped + u32::from(glyph.first == glyph::UNMAPPED))
    });
    let (words, unseen) = words::words(collector.glyphs, &collector.longer);
    let read = Page {
        number,
        width,
        height,
        words,
        unseen,
        rules: collector.rules.found,
        glyphs,
        unmapped,
        pictured: collector.ground.pictured(),
    };
    Some((read, collector.overflowed))
}

#[cfg(test)]
mod tests;
