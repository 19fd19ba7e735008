//! `export`: lines as a table, written whole or not at all. A file that stands there is replaced, and said to be.

use super::{Context, WrongUse};
use crate::cli::Export;
use crate::client::{Need, escaped};
use crate::screen;
use anyhow::{Context as _, Result, anyhow};
use axum::body::Body;
use hyper::Method;
use std::io::Write as _;

/// Writes the table.
///
/// # Errors
/// Where the data folder does not answer, or the file cannot be written.
pub async fn export(context: &Context, asked: Export) -> Result<u8> {
    let mut path = format!("/v1/export?format={}", escaped(&asked.format));
    for (key, value) in [("state", &asked.state), ("since", &asked.since)] {
        if let Some(value) = value {
            path.push_str(&format!("&{key}={}", escaped(value)));
        }
    }
    let folder = asked.out.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(missing) = folder.filter(|folder| !folder.is_dir()) {
        return Err(anyhow!(WrongUse(format!("there is no folder {}", missing.display()))));
    }
    if asked.out.is_dir() {
        return Err(anyhow!(WrongUse(format!("{} is a folder; name a file", asked.out.display()))));
    }
    let client = context.client(Need::Look).await?;
    let answer = match client.request(Method::GET, &path, &[], Body::empty()) {
        Ok(request) => client.send(request).await,
        Err(wrong) => Err(wrong),
    };
    client.close().await?;
    let bytes = answer?.bytes()?;
    let writing = || format!("writing {}", asked.out.display());
    let replaces = asked.out.exists();
    let mut file =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(std::path::Path::new("."))).with_context(writing)?;
    file.write_all(&bytes).with_context(writing)?;
    let written = file.persist(&asked.out).map_err(|lost| lost.error).with_context(writing)?;
    readable(&written).with_context(writing)?;
    if context.json {
        context
            .print_json(&serde_json::json!({ "out": asked.out.display().to_string(), "bytes": bytes.len(), "replaced": replaces }));
    } else {
        let before = if replaces { ", in place of what stood there" } else { "" };
        screen::line(&format!("{} bytes in {}{before}", bytes.len(), asked.out.display()));
    }
    Ok(0)
}

/// A temporary file is for its owner's eyes only; an export is as readable as other files.
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}
