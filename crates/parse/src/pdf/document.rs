//! A PDF behind one trait, whoever takes it apart: words, pictures of pages, files inside it.

use super::page::Page;

/// A PDF that was opened.
pub trait Document {
    /// How many pages it has.
    fn page_count(&self) -> u32;

    /// What a page shows; none past the last. Pages are numbered from 1.
    fn page(&self, number: u32) -> Option<Page>;

    /// A page as a picture of at most `pixels_max` pixels, at `scale` pixels a point or fewer.
    fn render(&self, number: u32, scale: f32, pixels_max: u64) -> Option<Picture>;

    /// Files inside it, in the order of its name tree, then of its associated files; each once.
    fn attachments(&self) -> Vec<Attachment>;

    /// What it would do or bring with it if a viewer let it: `javascript`, `launch`, `uri`, `submit_form`, `movie` …, each once. Nothing of it is run.
    fn active(&self) -> Vec<&'static str>;
}

/// A page as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue, alpha of each pixel, on white.
    pub rgba: Vec<u8>,
}

/// A file inside a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, such as `factur-x.xml`.
    pub name: String,
    /// `AFRelationship`: `Data`, `Alternative`, `Source` …
    pub relationship: Option<String>,
    /// Its bytes, unpacked, bounded.
    pub bytes: Vec<u8>,
}
