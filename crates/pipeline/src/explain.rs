//! Why a document is where it is, what it waits for, when it moves next and who can move it, in one sentence.

use jiff::Timestamp;
use ledger::view::{Summary, Whole};
use serde::Serialize;
use trade::{Code, State};

/// The answer to `explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// One sentence.
    pub sentence: String,
    /// Where it is.
    pub state: State,
    /// Why, where a code says.
    pub code: Option<String>,
    /// What a person can do about the code.
    pub advice: Option<&'static str>,
    /// When it moves by itself, where that is known.
    pub moves_at: Option<Timestamp>,
    /// Who can move it: `worker`, `outlet`, `clock`, `person`, or nobody.
    pub moved_by: Option<&'static str>,
}

/// Explains, from the document and the time alone.
pub fn explain(document: &Whole, now: Timestamp) -> Explanation {
    let summary = &document.summary;
    let code = summary.code.as_deref().and_then(Code::from_name);
    Explanation {
        sentence: sentence(document, code, now),
        state: summary.state,
        code: summary.code.clone(),
        advice: code.map(|code| code.row().advice),
        moves_at: summary.wake_at.filter(|_| summary.state == State::Waiting),
        moved_by: match summary.state {
            State::Received | State::Queued | State::Processing => Some("worker"),
            State::Waiting => Some("clock"),
            State::InReview | State::DeadLetter => Some("person"),
            State::Validated if !document.releases.is_empty() => Some("outlet"),
            State::Validated | State::Released | State::Rejected | State::Duplicate => None,
        },
    }
}

fn sentence(document: &Whole, code: Option<Code>, now: Timestamp) -> String {
    let summary = &document.summary;
    let why = code.map_or_else(|| "no code was recorded".to_owned(), |code| because(document, code));
    match summary.state {
        State::Received => "It is durable and about to be queued.".to_owned(),
        State::Queued => format!(
            "It waits in the {} queue since {}; the next free worker of that lane takes it in its turn.",
            summary.lane.name(),
            summary.moved_at
        ),
        State::Processing => {
            format!(
                "A worker has it in attempt {}; should that worker die, its lease brings it back.",
                summary.attempt
            )
        }
        State::Waiting => {
            let when =
                summary.wake_at.map_or_else(|| "once its time is known".to_owned(), |at| pause(at, now));
            format!(
                "It waits because {why}; it is tried again {when} by itself ({} failed so far).",
                summary.failures
            )
        }
        State::InReview => {
            format!("It waits for a person because {why}; correct or approve it in review, or reject it.")
        }
        State::DeadLetter => {
            format!("It cannot go on by itself because {why}; replay it once that is mended, or reject it.")
        }
        State::Validated => validated(document),
        State::Released => released(document),
        State::Rejected => "A person rejected it; nothing of it goes downstream.".to_owned(),
        State::Duplicate => match &summary.other {
            Some(first) => format!(
                "The same bytes came before as {first}; that document goes the way, this one ends here."
            ),
            None => "The same bytes came before; this one ends here.".to_owned(),
        },
    }
}

/// The reason in words: what the first finding says, else what the code means.
fn because(document: &Whole, code: Code) -> String {
    let said = document.summary.first_finding.as_deref().map(|text| text.trim_end_matches('.'));
    match said {
        Some(text) => format!("{} ({code})", in_a_sentence(text)),
        None => format!("of {code}: {}", code.row().advice.trim_end_matches('.')),
    }
}

/// A sentence inside another begins small, unless its first word is an abbreviation.
fn in_a_sentence(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            let rest = text.get(first.len_utf8()..).unwrap_or_default();
            format!("{}{rest}", first.to_lowercase())
        }
        _ => text.to_owned(),
    }
}

fn pause(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.duration_since(now).as_secs();
    if seconds <= 0 { "any moment now".to_owned() } else { format!("in {seconds} s") }
}

fn validated(document: &Whole) -> String {
    let waiting: Vec<&str> = document
        .releases
        .iter()
        .filter(|release| release.state == "waiting")
        .map(|release| release.outlet.as_str())
        .collect();
    if !waiting.is_empty() {
        return format!("It is checked; its release waits for the outlet {}.", waiting.join(", "));
    }
    if document.summary.kind == trade::Kind::Container {
        return "It is a container: its parts are documents of their own, and it is done.".to_owned();
    }
    if document.summary.quarantined > 0 {
        return format!(
            "It is checked; no outlet takes it while {} in quarantine.",
            held_lines(&document.summary)
        );
    }
    "It is checked and done: no outlet is set for it.".to_owned()
}

/// How many of its lines are held, as a clause that needs an end.
fn held_lines(summary: &Summary) -> String {
    let verb = if summary.quarantined == 1 { "is" } else { "are" };
    format!("{} of its {} lines {verb}", summary.quarantined, summary.lines)
}

fn released(document: &Whole) -> String {
    let summary = &document.summary;
    if summary.quarantined == 0 {
        return "Its release is out and complete; nothing is left to do.".to_owned();
    }
    format!(
        "Its sound lines are out; {} in quarantine until a person settles them, which makes a new revision.",
        held_lines(summary)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_stands_in_the_sentence_as_words_do() {
        assert_eq!(in_a_sentence("The sum does not close"), "the sum does not close");
        assert_eq!(in_a_sentence("XML with the root Order"), "XML with the root Order");
        assert_eq!(in_a_sentence("A key stands twice"), "a key stands twice");
        assert_eq!(in_a_sentence(""), "");
    }
}
