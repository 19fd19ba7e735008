//! Customs paper as PDF with a text layer.
//!
//! Whoever takes the file apart stands behind one trait; what its words mean is decided here. Nothing here fails: what
//! ends the reading is a finding with a code and a place.

/// One page: words, boxes, drawn lines.
pub mod page;

/// A PDF behind one trait.
pub mod document;

/// Takes a PDF apart.
pub mod engine;

/// Text that nobody sees.
mod unseen;

/// What was there when the file was saved before.
mod revisions;

/// Invoice XML inside a PDF.
mod embedded;

/// From bytes to a record.
mod read;

/// What was read, drawn over a picture of its page.
pub mod overlay;

/// A page as a PNG.
pub mod draw;

pub use read::read;

#[cfg(test)]
mod tests;
