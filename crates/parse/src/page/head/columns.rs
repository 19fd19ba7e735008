//! The columns of heads that stand one above the other.

use super::meaning::{box_number, is_coded, meaning, of_list, understand, unnumbered};
use super::{Column, MEASURES, THINGS};
use crate::draft::phrase::{Phrase, phrase};
use crate::lexicon::Section;
use crate::page::labels::names_invoice;
use crate::page::rows::Run;

/// The columns of runs that stand one above the other: one, or several where parts mean something by themselves.
pub fn columns_of(stack: &[&Run]) -> Vec<Column> {
    let texts: Vec<&str> = stack.iter().map(|run| run.text.as_str()).collect();
    if let Some(found) = understand(&texts) {
        return joined(stack, Some(found)).into_iter().collect();
    }
    if let [only] = stack {
        return parted(only).unwrap_or_else(|| joined(stack, None).into_iter().collect());
    }
    if let Some(column) = two_rows(stack) {
        return vec![column];
    }
    let any = stack.iter().find_map(|run| meaning(&run.text));
    joined(stack, any).into_iter().collect()
}

/// `Description` over `Quantity`: two rows of heads, for goods of two rows.
pub fn two_rows(stack: &[&Run]) -> Option<Column> {
    let [first, second] = stack else { return None };
    let (words, numbers) = (meaning(&first.text)?, meaning(&second.text)?);
    let apart = THINGS.contains(&words.name.as_ref()) && MEASURES.contains(&numbers.name.as_ref());
    let apart = apart && second.bounds.y1 - first.bounds.y1 > 0.5 * first.size();
    let second = numbers.name.into_owned();
    joined(stack, Some(words)).filter(|_| apart).map(|column| Column { second: Some(second), ..column })
}

/// One column of all runs.
pub fn joined(stack: &[&Run], found: Option<Phrase>) -> Option<Column> {
    let bounds = stack.iter().map(|run| run.bounds).reduce(|one, two| one.around(&two))?;
    let text = stack.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ");
    let measured = found.as_ref().is_some_and(|found| MEASURES.contains(&found.name.as_ref()));
    let boxed = measured && box_number(&text).is_some();
    let mixed = boxed
        || found.is_some()
            && (phrase(Section::Column, unnumbered(&text)).is_none() || text.contains(';'))
            && of_list(unnumbered(&text)).is_some();
    let coded = is_coded(stack, &text);
    let (mut role, currency, unit) =
        found.map_or((None, None, None), |found| (Some(found.name.into_owned()), found.currency, found.unit));
    if coded {
        role = Some("description".to_owned());
    } else if matches!(role.as_deref(), None | Some("line" | "part_number")) && names_invoice(&text) {
        // “Number and date of invoices” numbers no goods.
        role = Some("reference.invoice".to_owned());
    }
    Some(Column { role, text, bounds, currency, unit, mixed, coded, second: None })
}

/// Words that are several heads without gaps: every word belongs to a part that means something.
pub fn parted(run: &Run) -> Option<Vec<Column>> {
    if !(2..=12).contains(&run.words.len()) {
        return None;
    }
    let columns = part_from(run, 0)?;
    let [first, ..] = columns.as_slice() else { return None };
    // “Description of contents” is one head, though either word means it.
    if columns.len() > 1 && columns.iter().all(|column| column.role == first.role) {
        let role = first.role.clone()?;
        let found = Phrase { name: role.into(), currency: first.currency.clone(), unit: first.unit.clone() };
        return joined(&[run], Some(found)).map(|column| vec![column]);
    }
    Some(columns)
}

/// The heads from this word on; the longest first.
pub fn part_from(run: &Run, from: usize) -> Option<Vec<Column>> {
    if from == run.words.len() {
        return Some(Vec::new());
    }
    (from + 1..=run.words.len()).rev().find_map(|to| {
        let found = phrase(Section::Column, run.text_of(from, to)?)?;
        let mut columns = vec![joined(&[&run.part(from, to)?], Some(found))?];
        columns.extend(part_from(run, to)?);
        Some(columns)
    })
}
