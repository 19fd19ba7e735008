//! A page as a picture, on white.

use crate::pdf::document::Picture;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// Pixels of a picture at most, whatever is asked for.
const PIXELS_MAX: u64 = 40_000_000;
/// hayro counts a side in 16 bits, and cuts silently what is longer.
const SIDE_MAX: f32 = 65_535.0;

/// Draws a page at `scale` pixels a point, or as many as `pixels_max` lets it.
pub fn picture<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
    scale: f32,
    pixels_max: u64,
) -> Option<Picture> {
    let (width, height) = page.render_dimensions();
    let scale = fitting(width, height, scale, pixels_max.min(PIXELS_MAX))?;
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(page, cache, settings, &RenderSettings::default(), &pixmap);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    Some(Picture { width, height, rgba: drawn.take_rgba8(ImageAlphaType::Alpha) })
}

/// The largest scale, up to the one asked for, at which a page keeps to the limits; none if it would have no pixel.
fn fitting(width: f32, height: f32, scale: f32, pixels_max: u64) -> Option<f32> {
    let is_sound = |value: f32| value.is_finite() && value > 0.0;
    if !is_sound(width) || !is_sound(height) || !is_sound(scale) {
        return None;
    }
    let by_area = (pixels_max as f64 / (f64::from(width) * f64::from(height))).sqrt() as f32;
    let fits = scale.min(by_area).min(SIDE_MAX / width.max(height));
    (width.min(height) * fits >= 1.0).then_some(fits)
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn a_page_is_drawn_smaller_rather_than_cut() {
        assert_eq!(fitting(600.0, 800.0, 2.0, 40_000_000), Some(2.0));
        let scale = fitting(600.0, 800.0, 20.0, 480_000).unwrap();
        assert!((scale - 1.0).abs() < 1e-4);
        assert!(fitting(100_000.0, 100.0, 10.0, 40_000_000).unwrap() <= 0.65535);
        assert_eq!(fitting(100_000.0, 1.0, 10.0, 40_000_000), None);
        assert_eq!(fitting(f32::NAN, 100.0, 1.0, 1_000), None);
    }
}
