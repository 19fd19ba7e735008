//! Phrases of phrases: the same in two languages, or a measure with a word that says it is of all goods.

use super::{Phrase, plain, stripped, unit_within};
use crate::draft::words::{is_particle, weight_name};
use crate::lexicon::{Section, lexicon};

/// `Description / Bezeichnung`: a translation beside it. Any part will do, the first that is known.
pub fn translated(section: Section, text: &str) -> Option<Phrase> {
    if !text.contains(['/', '|', '\n', '·', '-', '–', '—']) {
        return None;
    }
    // Behind a dash stands a translation, or the value.
    let valued = |part: &str| part.bytes().any(|b| b.is_ascii_digit());
    let dashed = [" - ", " – ", " — "].iter().any(|dash| text.split(dash).skip(1).any(valued));
    let dashes: &[char] = if dashed { &[] } else { &['–', '—'] };
    let parts: Vec<&str> = text
        .split(['/', '|', '\n', '·'])
        .flat_map(|part| part.split(dashes))
        .flat_map(|part| if dashed { vec![part] } else { part.split(" - ").collect() })
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return None;
    }
    parts.iter().find_map(|part| {
        plain(section, part)
            .map(|name| Phrase { name: name.into(), currency: None, unit: unit_within(name, part) })
            .or_else(|| stripped(section, part))
    })
}

/// `Overall number of crates`, `Volumen insgesamt`: a measure with a word before or behind that says it is of all goods.
pub fn of_all(section: Section, text: &str) -> Option<Phrase> {
    const OF_GOODS: [&str; 4] = ["gross_weight", "net_weight", "packages", "volume"];
    let label = section == Section::Label;
    if !label && section != Section::Column {
        return None;
    }
    let text = text.trim();
    let (first, rest) = text.split_once(' ')?;
    let (before, last) = text.rsplit_once(' ')?;
    // A word that is a head by itself may be that of the next column.
    let whole = |word: &str| {
        !word.ends_with(':') && is_particle("whole", word) && (label || plain(section, word).is_none())
    };
    let measure = |rest: &str| {
        let found = stripped(section, rest)?;
        let named = OF_GOODS.contains(&found.name.as_ref()) || (!label && found.name == "quantity");
        (named && weight_name(rest).is_none()).then_some(found)
    };
    let leading = whole(first).then(|| measure(rest)).flatten();
    leading.or_else(|| {
        if label && whole(last.trim_end_matches(':')) && !before.ends_with(':') {
            measure(before)
        } else {
            None
        }
    })
}

/// `Quantity Menge`: the same in two languages, with nothing between.
pub fn doubled(section: Section, folded: &str) -> Option<Phrase> {
    if section != Section::Label && section != Section::Column {
        return None;
    }
    folded.match_indices(' ').find_map(|(at, _)| {
        let one = lexicon().find(section, folded.get(..at)?)?;
        let two = lexicon().find(section, folded.get(at + 1..)?)?;
        // Two phrases of one language are two heads.
        let translated = one.name == two.name && one.languages & two.languages == 0;
        translated.then(|| Phrase {
            name: one.name.into(),
            currency: None,
            // Folded, the `G` of `G.W.` looks like grams.
            unit: folded
                .split(' ')
                .filter(|word| word.len() > 1)
                .find_map(|word| unit_within(one.name, word)),
        })
    })
}
