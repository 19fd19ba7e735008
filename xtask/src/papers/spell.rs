//! Whole numbers in words, as invoices spell their totals in four languages.
//!
//! Promises: right below a thousand million. Refuses to know currencies.

use crate::goods::Language;

/// The number in words, in small letters.
pub fn spell(number: u64, language: Language) -> String {
    match language {
        Language::English => grouped(number, &english, &[" million", " thousand", ""], " "),
        Language::German => german(number),
        Language::French => french(number),
        Language::Spanish => spanish(number),
    }
}

fn word(list: &str, at: u64) -> &str {
    list.split('|').nth(at as usize).unwrap_or_default()
}

/// Millions, thousands and the rest, each below a thousand.
fn grouped(number: u64, small: &dyn Fn(u64) -> String, names: &[&str; 3], joint: &str) -> String {
    if number == 0 {
        return small(0);
    }
    let groups = [number / 1_000_000 % 1000, number / 1000 % 1000, number % 1000];
    let parts = groups.iter().zip(names).filter(|(group, _)| **group > 0);
    parts.map(|(group, name)| format!("{}{name}", small(*group))).collect::<Vec<_>>().join(joint)
}

fn english(number: u64) -> String {
    const ONES: &str = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    const TENS: &str = "||twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
    match number {
        0..20 => word(ONES, number).to_owned(),
        20..100 if number.is_multiple_of(10) => word(TENS, number / 10).to_owned(),
        20..100 => format!("{}-{}", word(TENS, number / 10), word(ONES, number % 10)),
        _ if number.is_multiple_of(100) => format!("{} hundred", word(ONES, number / 100)),
        _ => format!("{} hundred {}", word(ONES, number / 100), english(number % 100)),
    }
}

fn german(number: u64) -> String {
    let millions = number / 1_000_000;
    let rest = number % 1_000_000;
    let below = |number: u64| match number {
        0 => String::new(),
        1..1000 => german_small(number),
        _ => {
            let tail = if number.is_multiple_of(1000) { String::new() } else { german_small(number % 1000) };
            format!("{}tausend{tail}", german_small(number / 1000))
        }
    };
    match (millions, rest) {
        (0, 0) => "null".to_owned(),
        (0, rest) => with_eins(below(rest)),
        (1, rest) => format!("eine Million {}", with_eins(below(rest))).trim_end().to_owned(),
        (millions, rest) => {
            format!("{} Millionen {}", german_small(millions), with_eins(below(rest))).trim_end().to_owned()
        }
    }
}

/// A number that ends in one says `eins`.
fn with_eins(text: String) -> String {
    if text.ends_with("ein") { format!("{text}s") } else { text }
}

fn german_small(number: u64) -> String {
    const ONES: &str = "|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn";
    const TENS: &str = "||zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig";
    match number {
        0..20 => word(ONES, number).to_owned(),
        20..100 if number.is_multiple_of(10) => word(TENS, number / 10).to_owned(),
        20..100 => format!("{}und{}", word(ONES, number % 10), word(TENS, number / 10)),
        _ => format!("{}hundert{}", word(ONES, number / 100), german_small(number % 100)),
    }
}

fn french(number: u64) -> String {
    let (millions, thousands, rest) = (number / 1_000_000, number / 1000 % 1000, number % 1000);
    let mut parts = Vec::new();
    if millions > 0 {
        parts.push(format!(
            "{} million{}",
            french_small(millions, true),
            if millions > 1 { "s" } else { "" }
        ));
    }
    match thousands {
        0 => {}
        1 => parts.push("mille".to_owned()),
        _ => parts.push(format!("{} mille", french_small(thousands, false))),
    }
    if rest > 0 || parts.is_empty() {
        parts.push(french_small(rest, true));
    }
    parts.join(" ")
}

/// Below a thousand; `cents` and `quatre-vingts` lose their s before another number.
fn french_small(number: u64, last: bool) -> String {
    const ONES: &str = "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf";
    const TENS: &str = "||vingt|trente|quarante|cinquante|soixante|soixante|quatre-vingt|quatre-vingt";
    match number {
        0..20 => word(ONES, number).to_owned(),
        80 => if last { "quatre-vingts" } else { "quatre-vingt" }.to_owned(),
        20..100 => {
            let ones = if matches!(number / 10, 7 | 9) { number % 10 + 10 } else { number % 10 };
            let tens = word(TENS, number / 10);
            match ones {
                0 => tens.to_owned(),
                1 | 11 if number < 80 => format!("{tens} et {}", word(ONES, ones)),
                _ => format!("{tens}-{}", word(ONES, ones)),
            }
        }
        _ => {
            let (hundreds, rest) = (number / 100, number % 100);
            let head =
                if hundreds == 1 { "cent".to_owned() } else { format!("{} cent", word(ONES, hundreds)) };
            match rest {
                0 if hundreds > 1 && last => format!("{head}s"),
                0 => head,
                _ => format!("{head} {}", french_small(rest, last)),
            }
        }
    }
}

fn spanish(number: u64) -> String {
    let (millions, thousands, rest) = (number / 1_000_000, number / 1000 % 1000, number % 1000);
    let mut parts = Vec::new();
    match millions {
        0 => {}
        1 => parts.push("un millón".to_owned()),
        _ => parts.push(format!("{} millones", shortened(spanish_small(millions)))),
    }
    match thousands {
        0 => {}
        1 => parts.push("mil".to_owned()),
        _ => parts.push(format!("{} mil", shortened(spanish_small(thousands)))),
    }
    if rest > 0 || parts.is_empty() {
        parts.push(spanish_small(rest));
    }
    parts.join(" ")
}

/// Before `mil` and `millones`, `uno` is `un`.
fn shortened(text: String) -> String {
    match text.strip_suffix("veintiuno") {
        Some(head) => format!("{head}veintiún"),
        None => text.strip_suffix("uno").map_or(text.clone(), |head| format!("{head}un")),
    }
}

fn spanish_small(number: u64) -> String {
    const ONES: &str = "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|veintisiete|veintiocho|veintinueve";
    const TENS: &str = "|||treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa";
    const HUNDREDS: &str = "|ciento|doscientos|trescientos|cuatrocientos|quinientos|seiscientos|setecientos|ochocientos|novecientos";
    match number {
        0..30 => word(ONES, number).to_owned(),
        30..100 if number.is_multiple_of(10) => word(TENS, number / 10).to_owned(),
        30..100 => format!("{} y {}", word(TENS, number / 10), word(ONES, number % 10)),
        100 => "cien".to_owned(),
        _ if number.is_multiple_of(100) => word(HUNDREDS, number / 100).to_owned(),
        _ => format!("{} {}", word(HUNDREDS, number / 100), spanish_small(number % 100)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_spelt_as_each_language_spells() {
        for (number, language, words) in [
            (131_008, Language::English, "one hundred thirty-one thousand eight"),
            (2_000_420, Language::English, "two million four hundred twenty"),
            (131_008, Language::German, "einhunderteinunddreißigtausendacht"),
            (1_000_001, Language::German, "eine Million eins"),
            (21_100, Language::German, "einundzwanzigtausendeinhundert"),
            (1_571, Language::French, "mille cinq cent soixante et onze"),
            (280_381, Language::French, "deux cent quatre-vingt mille trois cent quatre-vingt-un"),
            (200, Language::French, "deux cents"),
            (96, Language::French, "quatre-vingt-seize"),
            (121_031, Language::Spanish, "ciento veintiún mil treinta y uno"),
            (1_000_100, Language::Spanish, "un millón cien"),
            (555, Language::Spanish, "quinientos cincuenta y cinco"),
        ] {
            assert_eq!(spell(number, language), words);
        }
    }
}
