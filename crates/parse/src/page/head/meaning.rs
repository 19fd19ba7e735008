//! What the words of a head mean: a field of a line, told from its words, its unit, and the box of a form it stands in.

use super::super::rows::Run;
use super::MEASURES;
use crate::draft::memory::{Question, remembered};
use crate::draft::phrase::{Phrase, is_unit, phrase};
use crate::draft::words::{is_particle, is_weight_unit, weight_name};
use crate::lexicon::{Section, fold, lexicon};

/// A head without the number of its box, such as `7. Gross mass or quantity`, `7 Quantity`.
pub fn unnumbered(text: &str) -> &str {
    boxed(text).map_or(text, |(_, rest)| rest)
}

/// The number of a form's box: `8. The undersigned …`, `8 The undersigned …`.
pub fn box_number(text: &str) -> Option<u32> {
    boxed(text).map(|(number, _)| number)
}

/// The number of a box and the words behind it. Without a dot it is one only where the words begin with a capital letter and
/// are nothing that is counted: `20 Kartons` is none.
pub fn boxed(text: &str) -> Option<(u32, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at(digits);
    let dotted = rest.strip_prefix(['.', ')']).map(|rest| (rest, rest.starts_with(' ')));
    let behind = match dotted {
        Some((rest, true)) => rest,
        Some((_, false)) => return None,
        None => rest.strip_prefix(' ').filter(|rest| digits <= 2 && names_box(rest))?,
    };
    Some((number.parse().ok()?, behind.trim_start()))
}

/// Whether words may stand behind the number of a box.
fn names_box(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    text.starts_with(char::is_uppercase)
        && first.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !is_unit(first.trim_end_matches([',', ';', '.']))
}

/// What a head means; a weight where a unit of weight says so.
pub fn meaning(text: &str) -> Option<Phrase> {
    remembered(Question::Head, text, || meant(text))
}

/// What a head means, not asked before.
fn meant(text: &str) -> Option<Phrase> {
    let text = unnumbered(text);
    let mut found = phrase(Section::Column, text)
        .or_else(|| of_list(text))
        .or_else(|| weight(text))
        .or_else(|| of_product(text))
        .or_else(|| of_units(text))?;
    // “Number of cartons” counts packages.
    let packages =
        |unit: &str| lexicon().find(Section::Unit, &fold(unit)).is_some_and(|unit| unit.name == "ctn");
    // “Kind of packages” is no kind of article.
    if found.name == "part_number" && found.unit.as_deref().is_some_and(packages) {
        found.name = "package_type".into();
        found.unit = None;
    }
    if found.name == "quantity" && found.unit.as_deref().is_some_and(packages) {
        found.name = "packages".into();
        found.unit = None;
    }
    // “N.W./CTN” is what one package weighs.
    if let Some(each) = of_each(&found.name).filter(|_| found.unit.as_deref().is_some_and(packages)) {
        found.name = each.into();
        found.unit = None;
    }
    let weighs = found.unit.as_deref().is_some_and(is_weight_unit);
    if weighs && found.name == "amount" {
        found.name = named_weight(text).unwrap_or("net_weight").into();
    }
    Some(found)
}

/// The field of what one package weighs.
fn of_each(weight: &str) -> Option<&'static str> {
    match weight {
        "net_weight" => Some("attribute.unit_net_weight"),
        "gross_weight" => Some("attribute.unit_gross_weight"),
        _ => None,
    }
}

/// `Packages × weight`: a product whose first factor is a number of packages.
fn of_product(text: &str) -> Option<Phrase> {
    let (first, second) = text.split_once(" x ").or_else(|| text.split_once('×'))?;
    let first = phrase(Section::Column, first.trim()).filter(|found| found.name == "packages")?;
    let weighs =
        |text: &str| phrase(Section::Column, text).is_some_and(|found| found.name.contains("weight"));
    (weighs(second.trim()) || named_weight(second).is_some()).then_some(first)
}

/// `kg/Karton`, `kg per ctn`: what one package weighs, net or gross unsaid.
fn of_units(text: &str) -> Option<Phrase> {
    let unit = |word: &str| lexicon().find(Section::Unit, &fold(word)).map(|unit| unit.name);
    let mut words = text
        .split([' ', '/'])
        .filter(|word| !word.is_empty() && lexicon().find(Section::Small, &fold(word)).is_none());
    let pair = (words.next()?, words.next()?);
    let each = matches!(unit(pair.0), Some("kg" | "g" | "lb")) && unit(pair.1) == Some("ctn");
    (each && words.next().is_none()).then(|| Phrase {
        name: "attribute.unit_weight".into(),
        currency: None,
        unit: Some(pair.0.to_owned()),
    })
}

/// `Material / Description`, or one below the other: an article's number and its description in one cell.
pub fn is_coded(stack: &[&Run], text: &str) -> bool {
    let named = |part: &str| phrase(Section::Column, part.trim()).map(|found| found.name);
    let both = |mut parts: [&str; 2]| {
        if named(parts[0]).as_deref() == Some("description") {
            parts.reverse();
        }
        named(parts[0]).as_deref() == Some("part_number") && named(parts[1]).as_deref() == Some("description")
    };
    let in_one = text.split_once('/').filter(|(_, second)| !second.contains('/'));
    let in_rows = || match stack {
        [first, second] => Some([first, second].map(|run| run.text.trim_end_matches(['/', '-']))),
        _ => None,
    };
    in_one.is_some_and(|(first, second)| both([first, second]))
        || in_rows().is_some_and(|rows| both(rows) && phrase(Section::Column, text).is_none())
}

/// `Neto (kg)`, `Brut KG`: a weight by its unit.
pub fn weight(text: &str) -> Option<Phrase> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if words.len() > 4 || !has(&["kg", "kgs", "lb", "lbs"]) {
        return None;
    }
    let name = named_weight(text)?;
    let unit = words
        .iter()
        .find(|word| matches!(**word, "kg" | "kgs" | "lb" | "lbs"))
        .map(|unit| (*unit).to_owned());
    Some(Phrase { name: name.into(), currency: None, unit })
}

/// The weight that one of the words names by “net” or “gross”.
fn named_weight(text: &str) -> Option<&'static str> {
    fold(text).split(' ').find_map(weight_name)
}

/// `Item number; marks; number and kind of packages; description of goods`: the goods, if their words are among them;
/// `gross mass or quantity`: the first of the measures.
pub fn of_list(text: &str) -> Option<Phrase> {
    remembered(Question::List, text, || listed(text))
}

/// What a list means, not asked before.
fn listed(text: &str) -> Option<Phrase> {
    let (pieces, any_or) = at_or(text);
    if !any_or && !text.contains([';', ',']) {
        return None;
    }
    let parts: Vec<Phrase> = pieces.iter().filter_map(|part| phrase(Section::Column, part)).collect();
    let described = parts.iter().find(|found| found.name == "description");
    let measured = || parts.iter().find(|found| MEASURES.contains(&found.name.as_ref()));
    described.or_else(measured).cloned()
}

/// The parts of a list, cut at its commas and at each “or”, and whether there was one.
fn at_or(text: &str) -> (Vec<String>, bool) {
    let mut pieces = Vec::new();
    let mut any_or = false;
    for part in text.split([';', ',']) {
        let mut piece: Vec<&str> = Vec::new();
        for word in part.split_whitespace() {
            if !piece.is_empty() && is_particle("or", word) {
                any_or = true;
                pieces.push(std::mem::take(&mut piece).join(" "));
            } else {
                piece.push(word);
            }
        }
        pieces.push(piece.join(" "));
    }
    (pieces, any_or)
}

/// What rows of one head mean together: with blanks between, or without where a word was cut at the end of a row.
pub fn understand(texts: &[&str]) -> Option<Phrase> {
    let with_blanks = texts.join(" ");
    meaning(&with_blanks).or_else(|| {
        let (_, before) = texts.split_last()?;
        if !before.iter().any(|text| text.ends_with('-')) {
            return None;
        }
        let mut whole = String::new();
        for text in texts {
            match whole.strip_suffix('-') {
                Some(start) => whole = format!("{start}{text}"),
                None => {
                    if !whole.is_empty() {
                        whole.push(' ');
                    }
                    whole.push_str(text);
                }
            }
        }
        meaning(&whole)
    })
}
