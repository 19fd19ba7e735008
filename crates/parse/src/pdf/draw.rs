//! A page of a PDF as a PNG, with what was read from it drawn over it if asked.
//!
//! A page is read before it is drawn, so that the limits of reading hold for drawing as well; what they cannot foresee ends
//! at the wall of the cage. Who gets the answer of a cage checks it with [`Drawn::check`], which decodes nothing.

use super::document::{Document as _, Picture};
use super::engine;
use super::overlay::{self, Mark};
use crate::limits::Limits;
use serde::{Deserialize, Serialize};
use trade::Code;

/// Pixels a point where nothing else is asked for: 150 dots an inch.
pub const SCALE: f32 = 150.0 / 72.0;

/// Pixels of a picture at most: a larger page is drawn smaller.
pub const PIXELS_MAX: u64 = 40_000_000;

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// From 1.
    pub page: u32,
    /// Pixels a point.
    pub scale: f32,
    /// What is drawn over the page.
    pub marks: Vec<Mark>,
}

/// A drawn page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// A PNG.
    pub png: Vec<u8>,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Undrawn {
    /// The document has no pages.
    #[error("the document has no pages that can be drawn")]
    NoPages,
    /// The document has pages, but fewer.
    #[error("the document has no page by that number")]
    NoPage,
    /// Its bytes refuse.
    #[error("{0}")]
    Refused(Code),
}

/// Draws a page as a PNG.
///
/// # Errors
/// There is no such page, or what keeps the document from being read keeps it from being drawn.
pub fn draw(bytes: &[u8], limits: &Limits, drawing: &Drawing) -> Result<Vec<u8>, Undrawn> {
    let opened = engine::open(bytes, limits).map_err(|fault| Undrawn::Refused(fault.code))?;
    let Some(page) = opened.page(drawing.page) else {
        return Err(opened.fault().map_or(Undrawn::NoPage, |fault| Undrawn::Refused(fault.code)));
    };
    // None where its pictures are more than is unpacked, or it would have no pixel.
    let picture = opened.render(drawing.page, drawing.scale, PIXELS_MAX);
    let mut picture = picture.ok_or(Undrawn::Refused(Code::LimitExceeded))?;
    // It may be drawn smaller than was asked; a part of a pixel at its edge is only cut.
    let drawn = picture.width as f32 / page.width;
    let is_as_asked = (drawing.scale - drawn).abs() * page.width < 1.0;
    let scale = if is_as_asked { drawing.scale } else { drawn };
    overlay::draw(&mut picture, scale, &drawing.marks);
    encode(picture).ok_or(Undrawn::Refused(Code::Unexpected))
}

/// Nothing of a page on white is let through, so that three bytes a pixel say all of it; they are moved together in place.
fn encode(picture: Picture) -> Option<Vec<u8>> {
    let Picture { width, height, rgba: mut pixels } = picture;
    let count = pixels.len() / 4;
    for at in 0..count {
        pixels.copy_within(at * 4..at * 4 + 3, at * 3);
    }
    pixels.truncate(count * 3);
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(png)
}

impl Drawn {
    /// What says of itself that it is a PNG of at most [`PIXELS_MAX`] pixels: signature and header, no more. Whoever shows it
    /// decodes it as any picture of a stranger.
    pub fn check(png: Vec<u8>) -> Option<Drawn> {
        let (width, height) = {
            let rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
            let (width, rest) = rest.split_first_chunk::<4>()?;
            let (height, _) = rest.split_first_chunk::<4>()?;
            (u32::from_be_bytes(*width), u32::from_be_bytes(*height))
        };
        let pixels = u64::from(width) * u64::from(height);
        (1..=PIXELS_MAX).contains(&pixels).then_some(Drawn { width, height, png })
    }
}

#[cfg(test)]
mod tests;
