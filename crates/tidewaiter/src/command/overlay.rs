//! `parse --overlay`: each page as a picture, with boxes around what was read from it and the fields' names at them.
//!
//! The pages are drawn in the cage, boxes and all; no picture is decoded here.

use super::WrongUse;
use anyhow::{Context as _, Result, anyhow};
use parse::pdf::draw::{Drawing, SCALE, Undrawn};
use parse::pdf::overlay;
use pipeline::extract::Reader;
use std::path::{Path, PathBuf};
use trade::Parsed;
use trade::placed::{Placed, placed};

/// Pages drawn at once; `--page` draws any.
const PAGES_MAX: u32 = 200;

/// What is to be drawn, and where to.
pub struct Overlay {
    /// The file of the first page.
    pub out: PathBuf,
    /// Only this page.
    pub page: Option<u32>,
}

impl Overlay {
    /// Draws the pages of a document that was read, and writes them; the files, in the order of their pages.
    ///
    /// # Errors
    /// The document has no pages, not the one asked for, or more than are drawn at once; a page cannot be drawn or a file not be written.
    pub fn write(&self, reader: &dyn Reader, bytes: &[u8], parsed: &Parsed) -> Result<Vec<PathBuf>> {
        let reading = parsed.reading.clone().unwrap_or_default();
        let placed = placed(&reading, &parsed.record, &parsed.findings);
        // What could not be read says at its first page why it cannot be drawn.
        let count = u32::try_from(reading.pages.len()).unwrap_or(u32::MAX).max(1);
        if self.page.is_none() && count > PAGES_MAX {
            let wrong =
                format!("--overlay: the file has {count} pages, more than {PAGES_MAX}; --page N draws one");
            return Err(anyhow!(WrongUse(wrong)));
        }
        let pages: Vec<u32> = self.page.map_or_else(|| (1..=count).collect(), |page| vec![page]);
        let mut files = Vec::with_capacity(pages.len());
        for page in pages {
            let on_it: Vec<&Placed<'_>> = placed.iter().filter(|one| one.page == page).collect();
            let drawing = Drawing { page, scale: SCALE, marks: overlay::marks(&on_it) };
            let drawn = reader.draw(bytes, &drawing).map_err(|undrawn| refused(page, count, undrawn))?;
            let path = if self.page.is_some() { self.out.clone() } else { numbered(&self.out, page) };
            std::fs::write(&path, drawn.png).with_context(|| format!("writing {}", path.display()))?;
            files.push(path);
        }
        Ok(files)
    }
}

fn refused(page: u32, count: u32, undrawn: Undrawn) -> anyhow::Error {
    match undrawn {
        Undrawn::NoPages => {
            anyhow!(WrongUse("--overlay: the file has no pages that can be drawn".to_owned()))
        }
        Undrawn::NoPage => anyhow!(WrongUse(format!("--page {page}: the file has {count} pages"))),
        Undrawn::Refused(code) => anyhow!("page {page} cannot be drawn: {code}: {}", code.row().advice),
    }
}

/// The file of a page: of the first as it is named, of the second with `-2` before the ending.
fn numbered(out: &Path, page: u32) -> PathBuf {
    if page == 1 {
        return out.to_owned();
    }
    let mut name = out.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{page}"));
    if let Some(ending) = out.extension() {
        name.push(".");
        name.push(ending);
    }
    out.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_a_file_of_its_own() {
        assert_eq!(numbered(Path::new("a/out.png"), 1), Path::new("a/out.png"));
        assert_eq!(numbered(Path::new("a/out.png"), 2), Path::new("a/out-2.png"));
        assert_eq!(numbered(Path::new("a.b/out"), 12), Path::new("a.b/out-12"));
    }

    #[test]
    fn what_is_asked_wrongly_is_told_apart_from_what_cannot_be_drawn() {
        for (undrawn, is_wrong_use) in [
            (Undrawn::NoPages, true),
            (Undrawn::NoPage, true),
            (Undrawn::Refused(trade::Code::Encrypted), false),
        ] {
            let failure = refused(3, 2, undrawn);
            assert_eq!(failure.downcast_ref::<WrongUse>().is_some(), is_wrong_use, "{failure}");
        }
    }
}
