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

/// Invoice XML inside a PDF.
mod embedded;

/// From bytes to a record.
mod read;

pub use read::read;
