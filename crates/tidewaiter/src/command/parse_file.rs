//! `parse`: reads one file in the cage and shows what was read. Nothing is stored.

use super::Context;
use super::overlay::Overlay;
use crate::data::make_cage;
use crate::reader::Caged;
use crate::screen;
use anyhow::{Result, bail};
use parse::read::Hint;
use pipeline::extract::Reader as _;
use serde_json::{Value, json};
use std::path::Path;

/// Reads one file; `page_only`: of a PDF its pages alone. What was read is shown also where its overlay cannot be drawn.
///
/// # Errors
/// Where the file cannot be read at all, or its reader crashed; where a page of the overlay cannot be drawn.
pub fn parse(context: &Context, file: &Path, page_only: bool, overlay: Option<&Overlay>) -> Result<u8> {
    let bytes = super::files::read(file)?;
    let name = super::files::name(file);
    let sniffed = parse::sniff::sniff(&bytes, Some(&name));
    let limits = context.config().limits.of_readers();
    let reader = Caged::new(make_cage(context.config())?, limits.clone());
    let hint = Hint { name: Some(name), page_only, ..Hint::default() };
    let mut parsed = match reader.read(sniffed.format.name(), &bytes, &hint, true) {
        Ok(parsed) => parsed,
        Err(code) => bail!("{code}: {}", code.row().advice),
    };
    let reading = match &parsed.reading {
        Some(reading) => serde_json::to_value(reading)?,
        None if matches!(sniffed.format.name(), "envelope" | "json") => {
            serde_json::to_value(pipeline::extract::reading_of(&bytes, &limits))?
        }
        None => Value::Null,
    };
    // As in a release: what is shown has the standards' forms, the reading beside it keeps what is printed.
    parsed.findings.extend(checks::normalise(&mut parsed.record));
    let drawn = overlay.map(|overlay| overlay.write(&reader, &bytes, &parsed)).transpose();
    let mut shown = json!({
        "file": file.display().to_string(),
        "kind": parsed.kind,
        "format": parsed.format,
        "language": parsed.language,
        "record": parsed.record,
        "reading": reading,
        "findings": parsed.findings,
        "parts": parsed.parts.len(),
    });
    if let (Value::Object(shown), Ok(Some(files))) = (&mut shown, &drawn) {
        let files: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        shown.insert("overlay".to_owned(), files.into());
    }
    if context.json {
        context.print_json(&shown);
    } else {
        screen::line(&serde_json::to_string_pretty(&shown)?);
    }
    drawn?;
    Ok(0)
}
