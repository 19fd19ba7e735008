//! The rows of one line of goods become its texts by field.

use super::body::{Body, BodyRow};
use super::head::Column;
use super::packed::{before_times, counts_packages, is_package};
use super::pair::{is_bare, pairs};
use super::rows::Run;
use super::said::{code_and_origin, without_colon};
use crate::draft::figures::LINE_NUMBERS;
use crate::draft::phrase::{Phrase, is_unit, phrase};
use crate::draft::words::{charge_name, is_weight_unit, weight_name};
use crate::draft::{LineDraft, Seen};
use crate::lexicon::{Section, fold, lexicon};
use crate::locale::Printed;
use crate::pdf::page::Rect;

/// Fields that stand under the description with a label of their own.
pub const LABELLED: [&str; 15] = [
    "hs_code",
    "origin_country",
    "part_number",
    "buyer_part_number",
    "lot",
    "net_weight",
    "gross_weight",
    "packages",
    "package_type",
    "po_line",
    "reference.PO",
    "manufacturer",
    "preference.agreement",
    "preference.criterion",
    "volume",
];

/// Signs that begin a point of a list.
const BULLETS: [char; 6] = ['•', '●', '·', '-', '–', '*'];

/// A line of goods. `code`: the row whose words are the article's number.
pub fn line(body: &Body, group: &[&BodyRow], code: Option<usize>) -> LineDraft {
    let mut line = LineDraft::default();
    let mut words: Vec<Run> = Vec::new();
    for (at, row) in group.iter().enumerate() {
        for (column, run) in body.pairs(&row.cells) {
            if line.place.is_empty() {
                line.place = run.see().place;
            }
            if code == Some(at) && column.role.as_deref() == Some("description") {
                line.cells.entry("part_number".to_owned()).or_insert_with(|| run.see());
                continue;
            }
            take(&mut line, &mut words, column, run, row.anchor);
        }
    }
    if !body.head.is_priced() {
        of_packages(&mut line, body.head.has("packages"));
        counted(&mut line, &mut words);
    }
    if let Some(seen) = whole(&words) {
        line.cells.insert("description".into(), seen);
    }
    line
}

/// Takes one cell.
fn take(line: &mut LineDraft, words: &mut Vec<Run>, column: &Column, run: &Run, anchor: bool) {
    let second = column.second.as_deref().filter(|_| anchor && super::is_number(&run.text));
    let role = second.or(column.role.as_deref()).unwrap_or_default();
    if LINE_NUMBERS.contains(&role) {
        if column.mixed && measured(line, run) {
            return;
        }
        let value = if column.mixed { value_of(run) } else { run.clone() };
        let role = if column.mixed { measure(role, &value) } else { role };
        let value = if role == "packages" { before_times(&value).unwrap_or(value) } else { value };
        number(line, column, role, &value);
        return;
    }
    let Some(rest) = labelled(line, run) else { return };
    let rest = if column.mixed && anchor { packed(line, rest) } else { rest };
    if let Some(count) = counts_packages(&rest).filter(|_| role == "description" && !anchor) {
        line.cells.entry("packages".to_owned()).or_insert_with(|| count.see());
        return;
    }
    match role {
        "description" => words.push(rest),
        // `24 cartons` in the column of kinds: the number stands with its unit.
        "package_type" if anchor && !line.cells.contains_key("packages") && super::is_number(&rest.text) => {
            line.cells.insert("packages".into(), see(column, &rest));
        }
        "" => {}
        "unit" | "currency" | "tax_percent" | "tax_amount" | "amount_with_tax" if !anchor => {}
        _ => match line.cells.get_mut(role) {
            None => {
                line.cells.insert(role.to_owned(), see(column, &rest));
            }
            // A code or number that goes on in the next row says so by its hyphen.
            Some(known) if known.text.ends_with(['-', '/']) => join(known, &rest, ""),
            Some(known) if matches!(role, "marks" | "origin_country" | "manufacturer" | "package_type") => {
                join(known, &rest, " ");
            }
            Some(_) => {}
        },
    }
}

/// In a box for weights or quantities, the unit says which of both a number is.
fn measure<'r>(role: &'r str, run: &Run) -> &'r str {
    if role == "packages" {
        return role;
    }
    let unit = Printed::scan(&run.text).map_or("", |printed| printed.after);
    if unit.is_empty() || is_weight_unit(unit) { role } else { "quantity" }
}

/// `Gross weight: 208.8 kg` in a box for weights or quantities: the label says which it is.
fn measured(line: &mut LineDraft, run: &Run) -> bool {
    let known = |text: &str| {
        phrase(Section::Column, text)
            .filter(|found| LABELLED.contains(&found.name.as_ref()) || found.name == "quantity")
            .or_else(|| bare_weight(text))
    };
    let (_, pairs) = pairs(run, known);
    let found = !pairs.is_empty();
    for pair in pairs {
        if let Some(value) = pair.value {
            put(line, &pair.found, &value);
        }
    }
    found
}

/// `Gross`, `Netto`: weights, where their value is one.
fn bare_weight(text: &str) -> Option<Phrase> {
    let name = weight_name(text)?;
    Some(Phrase { name: name.into(), currency: None, unit: None })
}

/// The words behind a label: `Gross: 208.8 kg`.
fn value_of(run: &Run) -> Run {
    let label = run.words.iter().rposition(|word| word.text.ends_with(':'));
    label.and_then(|at| run.part(at + 1, run.words.len())).unwrap_or_else(|| run.clone())
}

/// `1  3 pallets Electric motors`, `1) SEVEN (7) CARTONS OF COOKWARE`: the line's number and its packages before the words.
fn packed(line: &mut LineDraft, run: Run) -> Run {
    let count = run.words.len();
    let text = |at: usize| run.words.get(at).map_or("", |word| word.text.as_str());
    let digits = |at: usize| {
        let bare = text(at).trim_end_matches(['.', ')']);
        !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())
    };
    let package = |at: usize| digits(at) && is_package(text(at + 1));
    let mut from = 0;
    if digits(0) && !package(0) && count > 1 {
        line.cells.extend(
            run.part(0, 1)
                .map(|part| ("line".to_owned(), part.see_text(part.text.trim_end_matches(['.', ')'])))),
        );
        from = 1;
    }
    // The number in words stands before the number in digits.
    let spelt = (from..count.min(from + SPELT_WORDS_MAX))
        .find(|at| text(*at).starts_with('(') && text(*at).ends_with(')') && is_package(text(at + 1)));
    let counted = if package(from) { Some(from) } else { spelt };
    if let Some(at) = counted {
        line.cells.extend(run.part(at, at + 2).map(|part| {
            let bare: String = part.text.chars().filter(|c| !matches!(c, '(' | ')' | ',' | ';')).collect();
            ("packages".to_owned(), part.see_text(&bare))
        }));
        from = at + 2;
        // A name may begin with a word that folds to a small one: “Thé vert”.
        let small = |word: &str| {
            let plain = word.is_ascii() && !word.starts_with(char::is_uppercase)
                || word.chars().all(|c| c.is_ascii_uppercase());
            plain && lexicon().find(Section::Small, &fold(word)).is_some()
        };
        let joins = |word: &str| matches!(word, "-" | "–" | ":") || small(word);
        while from + 1 < count && joins(text(from)) {
            from += 1;
        }
    }
    run.part(from, count).unwrap_or(run)
}

/// `20 cartons` in the only column that counts: packages, not pieces.
fn of_packages(line: &mut LineDraft, counted: bool) {
    let packages = |seen: &Seen| Printed::scan(&seen.text).is_some_and(|printed| is_package(printed.after));
    if !counted
        && !line.cells.contains_key("packages")
        && line.cells.get("quantity").is_some_and(packages)
        && let Some(seen) = line.cells.remove("quantity")
    {
        line.cells.insert("packages".to_owned(), seen);
    }
}

/// Words of a number that is spelt out.
const SPELT_WORDS_MAX: usize = 5;

/// `107 pcs Hexagon head screw`: where no column counts the goods, their number may stand before their words.
fn counted(line: &mut LineDraft, words: &mut [Run]) {
    let Some(first) = words.first_mut().filter(|run| run.words.len() > 2) else { return };
    let Some(count) = first.part(0, 2) else { return };
    let unit = first.words.get(1).map_or("", |word| word.text.as_str());
    let pieces =
        lexicon().find(Section::Unit, &fold(unit)).is_some_and(|found| matches!(found.name, "pcs" | "set"));
    let digits = first.words.first().is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
    if pieces && digits && super::is_number(&count.text) && !line.cells.contains_key("quantity") {
        line.cells.insert("quantity".into(), count.see());
        if let Some(rest) = first.part(2, first.words.len()) {
            *first = rest;
        }
    }
}

/// A number; its unit may stand in the row below.
fn number(line: &mut LineDraft, column: &Column, role: &str, run: &Run) {
    let is_number = super::is_number(&run.text);
    match line.cells.get_mut(role) {
        Some(known) if !is_number && is_unit(&run.text) && known.unit.is_none() => {
            known.unit = Some(run.text.clone());
        }
        None if is_number => {
            line.cells.insert(role.to_owned(), see(column, run));
        }
        _ => {}
    }
}

/// Takes the parts of a text that have a label; what is left is words.
fn labelled(line: &mut LineDraft, run: &Run) -> Option<Run> {
    let known = |text: &str| {
        phrase(Section::Column, text.trim_start_matches(BULLETS).trim())
            .filter(|_| !is_bare(text))
            .map(|found| match found.name.as_ref() {
                // “Item: AB-12” names the article.
                "line" => Phrase { name: "part_number".into(), ..found },
                _ => found,
            })
            .filter(|found| LABELLED.contains(&found.name.as_ref()))
            .or_else(|| bare_weight(text))
    };
    let (before, pairs) = pairs(run, known);
    for pair in pairs {
        if let Some(value) = pair.value {
            put(line, &pair.found, &value);
        }
    }
    let before = before?;
    if discount(line, &before) {
        return None;
    }
    let (rest, pieces) = without_colon(&before);
    for piece in pieces {
        put(line, &piece.found, &piece.value);
    }
    rest.filter(|run| !is_bullet(&run.text))
}

/// `Less 10 % discount`: an allowance in percent, in words under the goods.
fn discount(line: &mut LineDraft, run: &Run) -> bool {
    if run.words.len() > 6 || charge_name(&run.text, false) != Some("discount") {
        return false;
    }
    let at = run.words.iter().position(|word| word.text.contains('%'));
    let Some(at) = at else { return false };
    let from =
        if run.words.get(at).is_some_and(|word| word.text.len() > 1) { at } else { at.saturating_sub(1) };
    let Some(percent) = run
        .part(from, at + 1)
        .filter(|part| Printed::scan(part.text.trim_matches(['(', ')', '-'])).is_some())
    else {
        return false;
    };
    let seen = percent.see_text(percent.text.trim_matches(['(', ')', '-']));
    line.cells.entry("discount_percent".into()).or_insert(seen);
    true
}

/// Nothing but a sign.
fn is_bullet(text: &str) -> bool {
    text.chars().all(|c| BULLETS.contains(&c))
}

/// The first value of a field counts.
fn put(line: &mut LineDraft, found: &Phrase, value: &Run) {
    let name = found.name.as_ref();
    if LINE_NUMBERS.contains(&name) && !super::is_number(&value.text) {
        return;
    }
    let mut seen = value.see();
    seen.text = seen.text.trim_end_matches([',', ';', '|']).trim().to_owned();
    seen.unit.clone_from(&found.unit);
    if name == "hs_code"
        && let Some((code, origin)) = code_and_origin(&seen.text.clone())
    {
        line.cells.entry("origin_country".into()).or_insert_with(|| value.see_text(origin));
        seen.text = code.to_owned();
    }
    line.cells.entry(name.to_owned()).or_insert(seen);
}

/// A cell with what its head says.
fn see(column: &Column, run: &Run) -> Seen {
    let mut seen = run.see();
    seen.currency.clone_from(&column.currency);
    seen.unit.clone_from(&column.unit);
    seen
}

/// Adds a text behind another.
fn join(known: &mut Seen, run: &Run, between: &str) {
    known.text = format!("{}{between}{}", known.text, run.text);
    known.bounds = around(known.bounds, run.bounds);
}

/// All words of a description in one.
fn whole(words: &[Run]) -> Option<Seen> {
    let mut runs = words.iter();
    let mut seen = runs.next()?.see();
    for run in runs {
        if run.page == seen.page {
            seen.bounds = around(seen.bounds, run.bounds);
        }
        // A word that was cut at the end of a row goes on without its hyphen, if it goes on in small letters.
        match seen.text.strip_suffix('-') {
            Some(start)
                if start.ends_with(char::is_lowercase) && run.text.starts_with(char::is_lowercase) =>
            {
                seen.text = format!("{start}{}", run.text);
            }
            Some(start) if start.ends_with(char::is_alphanumeric) => seen.text.push_str(&run.text),
            _ => seen.text = format!("{} {}", seen.text, run.text),
        }
    }
    Some(seen)
}

/// The box around both.
fn around(known: Option<[f32; 4]>, more: Rect) -> Option<[f32; 4]> {
    let [x0, y0, x1, y1] = known?;
    let Rect { x0, y0, x1, y1 } = Rect { x0, y0, x1, y1 }.around(&more);
    Some([x0, y0, x1, y1])
}
