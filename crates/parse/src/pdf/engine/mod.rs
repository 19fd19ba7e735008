//! Takes a PDF apart: words with boxes, drawn lines, pictures of pages, files inside it.
//!
//! hayro does the reading of the file and the interpretation of its pages; this room listens, and decides what a word is.
//! Everything is bounded before hayro sees it, since hayro itself unpacks without end. What cannot be foreseen (packed objects
//! of an encrypted file that are a flood, a text of millions of glyphs in one operator, a picture whose own codec lies, a panic)
//! ends at the wall of the cage: memory, time, a process of its own. So nothing here catches a panic. The same bytes give the
//! same words.

mod attached;
mod belied;
mod charsets;
mod collect;
mod cover;
mod fonts;
mod glyph;
mod ground;
mod lexer;
mod object;
mod outlines;
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

pub use crate::fault::Fault;

use super::document::{Attachment, Document, Picture};
use super::page::Page;
use crate::fault::{exceeded, fault};
use crate::limits::Limits;
use collect::Collector;
use fonts::Fonts;
use hayro::RenderCache;
use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};
use self_cell::self_cell;
use std::cell::{Cell, OnceCell};
use streams::Ending;
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
    broken: Cell<Option<u32>>,
    belied: Cell<Option<u32>>,
    fault: OnceCell<Fault>,
}

/// Opens a PDF.
///
/// # Errors
/// A limit is passed, a password is asked for, or there is no page in it.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, Fault> {
    open_for(bytes, limits, RenderContent::all())
}

/// The same, as if no remark, stamp, signature or field of a form were laid on its pages.
///
/// # Errors
/// Those of [`open`].
pub fn open_without_annotations(bytes: &[u8], limits: &Limits) -> Result<Opened, Fault> {
    open_for(bytes, limits, RenderContent::PAGE)
}

fn open_for(bytes: &[u8], limits: &Limits, drawn: RenderContent) -> Result<Opened, Fault> {
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
        let (fonts, mut settings) = Fonts::new();
        settings.render_content = drawn;
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
        broken: Cell::new(None),
        belied: Cell::new(None),
        fault: OnceCell::new(),
    })
}

impl Opened {
    /// What went wrong while pages were read, the first of it. To be asked after the last page: a page that passes a limit
    /// is none, and so are all after it.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.get()
    }

    /// Its end is there, and so is each content of the pages read so far. Where it is not, pages or words may be missing
    /// without a trace.
    pub fn is_whole(&self) -> bool {
        self.gap().is_none()
    }

    /// Where something of it is missing, in words: the first such place.
    pub fn gap(&self) -> Option<String> {
        let of_page = self.broken.get().map(|page| format!("page {page}"));
        let listed = self.held.with_dependent(|pdf, _| streams::listed_pages(pdf));
        let of_pages = || {
            let listed = listed.filter(|listed| *listed != i64::from(self.pages))?;
            Some(format!("the list of pages: {listed} are announced, {} are there", self.pages))
        };
        of_page.or_else(of_pages).or_else(|| (!self.tail.is_whole).then(|| "the end of the file".to_owned()))
    }

    /// The first page read so far of which the text says other digits than its fonts draw.
    pub fn belied(&self) -> Option<u32> {
        self.belied.get()
    }

    /// How many times it was saved: from the second on, what was there before may have been replaced. At least 1.
    pub fn revisions(&self) -> usize {
        self.tail.ends.len().max(1)
    }

    /// The lengths that it had when it was saved before, the first first.
    pub fn earlier(&self) -> &[usize] {
        self.tail.ends.split_last().map_or(&[], |(_, earlier)| earlier)
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
        let (is_sound, ending) = self.held.with_dependent(|pdf, kept| {
            let page = pdf.pages().get((number as usize).checked_sub(1)?)?;
            Some((kept.fonts.look_at(page.resources()), streams::ending(page)))
        })?;
        if !is_sound {
            let why = "a font has widths for characters that there cannot be";
            return self.refuse(fault(Code::PdfMalformed, format!("page {number}"), why));
        }
        if ending == Ending::Endless {
            let why = "a form draws itself without end";
            return self.refuse(fault(Code::PdfMalformed, format!("page {number}"), why));
        }
        let read = self.held.with_dependent(|pdf, kept| read_page(pdf, kept, number))?;
        let page = read.page;
        if self.broken.get().is_none() && (ending == Ending::Broken || read.is_fontless) {
            self.broken.set(Some(number));
        }
        if self.belied.get().is_none() && read.is_belied {
            self.belied.set(Some(number));
        }
        if read.overflowed {
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

/// A page, and what is to be said of it.
struct ReadPage {
    page: Page,
    /// It showed more glyphs than are kept.
    overflowed: bool,
    /// A font of it could not be loaded.
    is_fontless: bool,
    /// Its text says other digits than its fonts draw.
    is_belied: bool,
}

fn read_page<'a>(pdf: &'a Pdf, kept: &Kept<'a>, number: u32) -> Option<ReadPage> {
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
        outlines: collector.outlines,
    };
    Some(ReadPage {
        page: read,
        overflowed: collector.overflowed,
        is_fontless: kept.fonts.is_short(),
        is_belied: collector.belied || kept.fonts.are_belied(),
    })
}

#[cfg(test)]
pub(super) mod tests;
