//! `parse`: reads one file in the cage and shows what was read. Nothing is stored.

use super::Context;
use crate::data::make_cage;
use crate::reader::Caged;
use crate::screen;
use anyhow::{Result, bail};
use parse::read::Hint;
use pipeline::extract::Reader as _;
use serde_json::{Value, json};
use std::path::Path;

/// Reads one file; `page_only`: of a PDF its pages alone.
///
/// # Errors
/// Where the file cannot be read at all, or its reader crashed.
pub fn parse(context: &Context, file: &Path, page_only: bool) -> Result<u8> {
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
    let shown = json!({
        "file": file.display().to_string(),
        "kind": parsed.kind,
        "format": parsed.format,
        "language": parsed.language,
        "record": parsed.record,
        "reading": reading,
        "findings": parsed.findings,
        "parts": parsed.parts.len(),
    });
    if context.json {
        context.print_json(&shown);
    } else {
        screen::line(&serde_json::to_string_pretty(&shown)?);
    }
    Ok(0)
}
