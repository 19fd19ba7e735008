//! How values are put in words: states, counts, money, times, and texts of documents.
//!
//! Promises that no text of a document hides something: control characters and marks of direction come out as
//! their numbers, long texts are cut with an ellipsis. Escaping is the templates' work.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::Timestamp;
use rust_decimal::Decimal;
use trade::State;

/// The longest text that a list shows of a value.
pub const SHORT: usize = 120;

/// The longest text that a document's own page shows of a value.
pub const LONG: usize = 2_000;

/// A text of a document as it may be shown: at most `length_max` characters, none of them invisible. White space is
/// one blank.
pub fn visible(text: &str, length_max: usize) -> String {
    let mut shown = String::with_capacity(text.len().min(length_max * 4));
    for (at, letter) in text.chars().enumerate() {
        if at == length_max {
            shown.push('…');
            break;
        }
        match letter {
            '\n' | '\t' | '\r' => shown.push(' '),
            _ if is_hidden(letter) => shown.push_str(&format!("⟨U+{:04X}⟩", letter as u32)),
            _ => shown.push(letter),
        }
    }
    shown
}

/// Characters that are not seen themselves but change what is seen: controls, marks of direction, joiners, tags.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A state for the screen: its name on the wire and in words, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Template)]
#[template(path = "badge.html")]
pub struct Badge {
    /// The name on the wire; names the shape as well.
    pub name: &'static str,
    /// The name in words.
    pub label: &'static str,
    /// What it means, in a sentence.
    pub means: &'static str,
}

/// Its template makes it safe.
impl HtmlSafe for Badge {}

impl From<State> for Badge {
    fn from(state: State) -> Badge {
        let (label, means) = match state {
            State::Received => ("Received", "Durable; about to be queued."),
            State::Queued => ("Queued", "Waits for a worker."),
            State::Processing => ("Processing", "A worker has it."),
            State::Waiting => {
                ("Waiting", "Waits for a time or an event of its own, then goes back to the queue.")
            }
            State::InReview => ("In review", "Waits for a person's decision."),
            State::Validated => {
                ("Validated", "Checked; its sound lines are on their way, where an outlet takes them.")
            }
            State::Released => ("Released", "Each outlet took the first revision it accepts."),
            State::DeadLetter => ("Dead letter", "Cannot go on by itself; a person replays or rejects it."),
            State::Rejected => ("Rejected", "A person said no; nothing of it goes downstream."),
            State::Duplicate => ("Duplicate", "The same bytes came before under another key."),
        };
        Badge { name: state.name(), label, means }
    }
}

/// A name of the wire in words: `commercial_invoice` as `Commercial invoice`.
pub fn title(name: &str) -> String {
    let words = visible(name, SHORT).replace('_', " ");
    match words.as_str() {
        "hs code" => return "HS code".to_owned(),
        "hs codes" => return "HS codes".to_owned(),
        "po line" => return "PO line".to_owned(),
        _ => {}
    }
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// The path of a field in words: `charges[0].amount` as `Charges 1 · amount`.
pub fn path(field: &str) -> String {
    let parts: Vec<String> = field
        .split('.')
        .map(|part| match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, index)) => match index.parse::<usize>() {
                Ok(index) => format!("{} {}", name.replace('_', " "), index + 1),
                Err(_) => part.to_owned(),
            },
            None => part.replace('_', " "),
        })
        .collect();
    title(&parts.join(" · "))
}

/// A number with a comma every three digits.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// Digits with a comma every three, counted from the right.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount with grouped digits and at least the decimals of its currency.
pub fn amount(value: Decimal, currency: Option<&str>) -> String {
    let units = currency
        .and_then(|code| trade::currency::read(code).reading())
        .map_or(0, |reading| reading.currency.minor_units());
    let mut value = value.normalize();
    if value.scale() < units {
        value.rescale(units);
    }
    let text = value.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if value.is_sign_negative() && !value.is_zero() { "−" } else { "" };
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{decimals}", grouped(whole))
}

/// An amount and its currency; a text that is no number stands as it is.
pub fn money(value: &str, currency: Option<&str>) -> String {
    let number = match value.parse::<Decimal>() {
        Ok(number) => amount(number, currency),
        Err(_) => visible(value, SHORT),
    };
    match currency {
        Some(currency) => format!("{number} {}", visible(currency, 8)),
        None => number,
    }
}

/// Bytes in the unit that reads best, in thousands.
pub fn bytes(size: u64) -> String {
    const MEBI: u64 = 1 << 20;
    match size {
        MEBI.. if size.is_multiple_of(MEBI) => format!("{} MiB", size / MEBI),
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{:.1} kB", size as f64 / 1e3),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}

/// A time for the screen, UTC.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "moment.html")]
pub struct Moment {
    /// ISO 8601, for the machine.
    pub iso: String,
    /// The day and the second.
    pub text: String,
    /// How long ago.
    pub ago: String,
}

/// Its template makes it safe.
impl HtmlSafe for Moment {}

impl Moment {
    /// A time, seen from `now`.
    pub fn new(at: Timestamp, now: Timestamp) -> Moment {
        Moment {
            iso: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            text: at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            ago: format!("{} ago", age(at, now)),
        }
    }
}

/// How long since `at`, in the one or two units that matter.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_hides() {
        let name = "invoice\u{202e}fdp.exe\0\u{200b}\r\n";
        assert_eq!(visible(name, 99), "invoice⟨U+202E⟩fdp.exe⟨U+0000⟩⟨U+200B⟩  ");
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(visible("abc", 3), "abc");
        assert_eq!(visible("Größe 寸 ٣", 99), "Größe 寸 ٣");
    }

    #[test]
    fn numbers_are_grouped_and_money_has_its_currencys_decimals() {
        assert_eq!(
            [count(0), count(999), count(1_000), count(12_345_678)],
            ["0", "999", "1,000", "12,345,678"]
        );
        assert_eq!(money("10020", Some("USD")), "10,020.00 USD");
        assert_eq!(money("-1234567.5", Some("JPY")), "−1,234,567.5 JPY");
        assert_eq!(money("0.00001", None), "0.00001");
        assert_eq!(money("<b>", Some("USD")), "<b> USD");
    }

    #[test]
    fn sizes_have_the_unit_that_reads_best() {
        assert_eq!(
            [bytes(22), bytes(5_300), bytes(32 << 20), bytes(2_500_000)],
            ["22 B", "5.3 kB", "32 MiB", "2.5 MB"]
        );
    }

    #[test]
    fn names_and_paths_read_as_words() {
        assert_eq!(title("commercial_invoice"), "Commercial invoice");
        assert_eq!(path("charges[0].amount"), "Charges 1 · amount");
        assert_eq!(path("hs_code"), "HS code");
        assert_eq!(path("odd[x].y"), "Odd[x] · y");
    }

    #[test]
    fn ages_have_the_units_that_matter_and_never_run_backwards() {
        let now: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
        let at = |text: &str| age(text.parse().unwrap(), now);
        assert_eq!(at("2026-11-24T07:59:15Z"), "45 s");
        assert_eq!(at("2026-11-24T07:57:00Z"), "3 min");
        assert_eq!(at("2026-11-24T05:55:00Z"), "2 h 5 min");
        assert_eq!(at("2026-11-20T07:00:00Z"), "4 d 1 h");
        assert_eq!(at("2026-11-24T09:00:00Z"), "0 s");
    }

    #[test]
    fn every_state_has_a_badge_of_its_own() {
        let labels: std::collections::BTreeSet<&str> =
            State::ALL.into_iter().map(|state| Badge::from(state).label).collect();
        assert_eq!(labels.len(), State::ALL.len());
    }
}
