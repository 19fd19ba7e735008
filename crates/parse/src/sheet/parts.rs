//! The parts of an XLSX that its cell reader does not tell: which part a sheet is, what is hidden, joined, computed.

use super::archive::Archive;
use super::grid::{MERGES_MAX, Merge};
use crate::fault::{Fault, fault};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};
use trade::Code;

/// What a sheet's part says beside its values.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Hidden rows, from 0.
    pub hidden_rows: HashSet<u32>,
    /// Hidden columns, from 0, as first and last.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Joined cells.
    pub merges: Vec<Merge>,
    /// Formulas saved without a value, by row and column.
    pub uncomputed: HashSet<(u32, u32)>,
}

impl Marks {
    /// Whether the column is not shown.
    pub fn hides_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// The part of each sheet by the sheet's name.
pub fn sheet_parts(archive: &mut Archive<'_>) -> Result<HashMap<String, String>, Fault> {
    let workbook = related(archive, "_rels/.rels", "", |kind, _| kind.ends_with("/officeDocument"))?
        .into_values()
        .next()
        .unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let relations = format!("{folder}/_rels/{name}.rels");
    let targets = related(archive, relations.trim_start_matches('/'), folder, |_, _| true)?;
    let Some(text) = archive.text(&workbook)? else { return Ok(HashMap::new()) };
    let mut parts = HashMap::new();
    each_element(&text, &workbook, |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some(target) = targets.get(&id)
        {
            parts.insert(name, target.clone());
        }
    })?;
    Ok(parts)
}

/// The targets of a relations part by id, as names of parts.
fn related(
    archive: &mut Archive<'_>,
    relations: &str,
    folder: &str,
    wanted: fn(&str, &str) -> bool,
) -> Result<HashMap<String, String>, Fault> {
    let Some(text) = archive.text(relations)? else { return Ok(HashMap::new()) };
    let mut targets = HashMap::new();
    each_element(&text, relations, |element| {
        if element.local_name().as_ref() != "Relationship" {
            return;
        }
        let (id, kind, target) =
            (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"));
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target)
            && wanted(&kind, &target)
        {
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            targets.insert(id, target);
        }
    })?;
    Ok(targets)
}

/// What a sheet's part says beside its values.
pub fn marks(archive: &mut Archive<'_>, part: &str) -> Result<Marks, Fault> {
    let Some(text) = archive.text(part)? else { return Ok(Marks::default()) };
    let mut marks = Marks::default();
    let mut reader = Reader::from_str(&text);
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut formula: Option<(u32, u32)> = None;
    loop {
        let event = reader.read_event().map_err(|e| fault(Code::SheetMalformed, part, e.to_string()))?;
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "row" => {
                    row = attribute(&e, "r").and_then(|r| r.parse::<u32>().ok()).map_or(row + 1, |r| r);
                    column = 0;
                    if attribute(&e, "hidden").is_some_and(|hidden| is_true(&hidden)) {
                        marks.hidden_rows.insert(row.saturating_sub(1));
                    }
                }
                "col" => push_hidden_columns(&mut marks, &e),
                "c" => {
                    let place = attribute(&e, "r").and_then(|r| cell_of(&r));
                    column = place.map_or(column, |(_, column)| column) + 1;
                    formula = None;
                }
                "f" => formula = Some((row.saturating_sub(1), column.saturating_sub(1))),
                "v" | "is" => formula = None,
                "mergeCell" if marks.merges.len() < MERGES_MAX => {
                    marks.merges.extend(attribute(&e, "ref").and_then(|range| merge_of(&range)))
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "c" => marks.uncomputed.extend(formula.take()),
            Event::Eof => return Ok(marks),
            _ => {}
        }
    }
}

/// `<col min="3" max="4" hidden="1">`
fn push_hidden_columns(marks: &mut Marks, element: &BytesStart<'_>) {
    let number = |name| attribute(element, name).and_then(|n| n.parse::<u32>().ok());
    if attribute(element, "hidden").is_some_and(|hidden| is_true(&hidden))
        && let (Some(first), Some(last)) = (number("min"), number("max"))
    {
        marks.hidden_columns.push((first.saturating_sub(1), last.saturating_sub(1)));
    }
}

/// The two ways XML Schema writes it.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "true")
}

/// Row and column, from 0, of `B7`.
pub fn cell_of(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name.get(..letters)?.bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row = name.get(letters..)?.parse::<u32>().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// `A1:B2`
fn merge_of(range: &str) -> Option<Merge> {
    let (first, last) = range.split_once(':')?;
    let ((top, left), (bottom, right)) = (cell_of(first)?, cell_of(last)?);
    Some(Merge { top, left, bottom, right })
}

/// An attribute by its local name.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|found| found.key.local_name().as_ref() == name)
        .map(|found| match quick_xml::escape::unescape(&found.value) {
            Ok(text) => text.into_owned(),
            Err(_) => found.value.clone().into_owned(),
        })
}

/// Shows each element of a part.
fn each_element(text: &str, part: &str, mut see: impl FnMut(&BytesStart<'_>)) -> Result<(), Fault> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|e| fault(Code::SheetMalformed, part, e.to_string()))? {
            Event::Start(e) | Event::Empty(e) => see(&e),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
