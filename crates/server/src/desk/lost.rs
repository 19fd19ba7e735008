//! A path that nothing stands under: a page for who browses, a problem for who calls the API.
//!
//! Who lists `text/html` in `Accept` browses (RFC 9110, section 12.5.1), unless they would rather have JSON. What is
//! known of the path is not repeated: it is the asker's own text.

use super::page::Refused;
use crate::api;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

/// Any other path.
pub async fn not_found(asked: HeaderMap) -> Response {
    let accepts = asked.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut response = match browses(&accepts.collect::<Vec<_>>().join(",")) {
        true => Refused::not_found("No page of the desk stands under this address.").into_response(),
        false => api::not_found().await,
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// Whether an `Accept` is that of a browser.
fn browses(accept: &str) -> bool {
    let weight = |wanted: &[&str]| {
        let weights = accept.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next()?.to_ascii_lowercase();
            wanted.contains(&kind.as_str()).then(|| quality(parts))
        });
        weights.fold(0.0_f32, f32::max)
    };
    let page = weight(&["text/html", "application/xhtml+xml"]);
    page > 0.0 && page >= weight(&["application/json", "application/problem+json"])
}

/// The quality among a range's parameters; 1 where none is stated.
fn quality<'a>(mut parameters: impl Iterator<Item = &'a str>) -> f32 {
    let stated = parameters.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    stated.map_or(1.0, |stated| stated.trim().parse().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lists_html_browses_unless_json_is_rather_wanted() {
        for accept in [
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html",
            "TEXT/HTML; q=0.5",
            "application/json;q=0.2, text/html;q=0.3",
            "application/xhtml+xml",
        ] {
            assert!(browses(accept), "{accept}");
        }
        for accept in [
            "",
            "*/*",
            "application/json",
            "application/json, text/html;q=0.5",
            "application/problem+json, text/html;q=0.9",
            "text/html;q=0",
            "text/html;q=much",
            "text/*",
            "image/avif,image/webp,*/*;q=0.8",
        ] {
            assert!(!browses(accept), "{accept}");
        }
    }
}
