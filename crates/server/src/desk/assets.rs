//! The style, the script and the icon, inside the binary.
//!
//! Their addresses bear a version made of their bytes, so that a browser keeps them for good and sees a new one at once.

use super::page::Refused;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::sync::LazyLock;
use trade::Digest;

/// One file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    /// The first digits of its SHA-256.
    version: LazyLock<String>,
}

static STYLE: Asset = Asset {
    name: "desk.css",
    kind: "text/css; charset=utf-8",
    bytes: include_bytes!("../../assets/desk.css"),
    version: LazyLock::new(|| version(STYLE.bytes)),
};

static SCRIPT: Asset = Asset {
    name: "desk.js",
    kind: "text/javascript; charset=utf-8",
    bytes: include_bytes!("../../assets/desk.js"),
    version: LazyLock::new(|| version(SCRIPT.bytes)),
};

static ICON: Asset = Asset {
    name: "icon.svg",
    kind: "image/svg+xml",
    bytes: include_bytes!("../../assets/icon.svg"),
    version: LazyLock::new(|| version(ICON.bytes)),
};

fn version(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string().chars().take(16).collect()
}

/// Where pages find the files.
#[derive(Debug)]
pub struct Addresses {
    /// The style.
    pub style: String,
    /// The script.
    pub script: String,
    /// The icon.
    pub icon: String,
}

/// The addresses with their versions.
pub fn addresses() -> &'static Addresses {
    static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| {
        let of = |asset: &Asset| format!("/assets/{}?v={}", asset.name, *asset.version);
        Addresses { style: of(&STYLE), script: of(&SCRIPT), icon: of(&ICON) }
    });
    &ADDRESSES
}

/// Serves a file; a browser that has it already is told so.
///
/// # Errors
/// Another name is `not_found`.
pub async fn asset(
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response, Refused> {
    let asset = [&STYLE, &SCRIPT, &ICON]
        .into_iter()
        .find(|asset| asset.name == name)
        .ok_or_else(|| Refused::not_found("No file of the desk has this name."))?;
    let tag = format!("\"{}\"", *asset.version);
    let is_versioned =
        query.and_then(|query| query.strip_prefix("v=").map(|v| v == *asset.version)) == Some(true);
    let keep = if is_versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let headers =
        [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, keep), (header::ETAG, tag.as_str())];
    Ok(match known {
        true => (StatusCode::NOT_MODIFIED, headers).into_response(),
        false => (headers, Bytes::from_static(asset.bytes)).into_response(),
    })
}
