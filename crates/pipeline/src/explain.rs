//! Why a document is where it is, what it waits for, when it moves next and who can move it, in one sentence. Where a hold
//! covers it, the hold is the reason.

use crate::hold;
use jiff::Timestamp;
use ledger::hold::Hold;
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
    /// The holds that stop it, by number.
    pub holds: Vec<i64>,
}

/// Explains, from the document, the holds in force and the time alone.
pub fn explain(document: &Whole, holds: &[Hold], now: Timestamp) -> Explanation {
    let summary = &document.summary;
    let held: Vec<&Hold> = holds.iter().filter(|hold| stops(hold, document)).collect();
    let code = summary.code.as_deref().and_then(Code::from_name);
    Explanation {
        sentence: sentence(document, &held, code, now),
        state: summary.state,
        code: summary.code.clone(),
        advice: code.map(|code| code.row().advice),
        moves_at: if held.is_empty() {
            summary.wake_at.filter(|_| summary.state == State::Waiting)
        } else {
            last_end(&held)
        },
        moved_by: match summary.state {
            _ if !held.is_empty() => Some("person"),
            State::Received | State::Queued | State::Processing => Some("worker"),
            State::Waiting => Some("clock"),
            State::InReview | State::DeadLetter => Some("person"),
            State::Validated if !document.releases.is_empty() => Some("outlet"),
            State::Validated | State::Released | State::Rejected | State::Duplicate => None,
        },
        holds: held.iter().map(|hold| hold.id).collect(),
    }
}

/// The hold stops this document where it is now.
fn stops(hold: &Hold, document: &Whole) -> bool {
    let summary = &document.summary;
    match summary.state {
        State::Queued => hold.scope.covers_work(summary.lane, &summary.source),
        State::Validated => waiting_outlets(document).any(|outlet| hold.scope.covers_dependency(outlet)),
        _ => false,
    }
}

/// When the last of the holds ends by itself; none where one of them does not.
fn last_end(held: &[&Hold]) -> Option<Timestamp> {
    held.iter().map(|hold| hold.until).collect::<Option<Vec<Timestamp>>>()?.into_iter().max()
}

/// Which holds, and who can end them.
fn stopped_by(held: &[&Hold]) -> String {
    let words: Vec<String> = held.iter().map(|hold| hold::in_words(hold)).collect();
    let commands: Vec<String> =
        held.iter().map(|hold| format!("`tidewaiter hold off {}`", hold.id)).collect();
    format!("{}; a person can end it with {}.", words.join(", and "), commands.join(" and "))
}

/// The outlets that have not taken its release yet.
fn waiting_outlets(document: &Whole) -> impl Iterator<Item = &str> {
    let waiting = document.releases.iter().filter(|release| release.state == "waiting");
    waiting.map(|release| release.outlet.as_str())
}

fn sentence(document: &Whole, held: &[&Hold], code: Option<Code>, now: Timestamp) -> String {
    let summary = &document.summary;
    let why = code.map_or_else(|| "no code was recorded".to_owned(), |code| because(document, code));
    match summary.state {
        State::Received => "It is durable and about to be queued.".to_owned(),
        State::Queued if !held.is_empty() => format!(
            "It waits in the {} queue since {} and is not taken because of {}",
            summary.lane.name(),
            summary.moved_at,
            stopped_by(held)
        ),
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
        State::Validated => validated(document, held),
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

fn validated(document: &Whole, held: &[&Hold]) -> String {
    let waiting: Vec<&str> = waiting_outlets(document).collect();
    if !held.is_empty() {
        return format!(
            "It is checked; its release waits for the outlet {} because of {}",
            waiting.join(", "),
            stopped_by(held)
        );
    }
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

    fn hold(id: i64, scope: &str, until: Option<i64>) -> Hold {
        Hold {
            id,
            scope: scope.parse().unwrap(),
            reason: "the tariff is wrong".into(),
            by: "kim".into(),
            since: Timestamp::from_second(5).unwrap(),
            until: until.map(|second| Timestamp::from_second(second).unwrap()),
            ended: None,
        }
    }

    #[test]
    fn a_hold_is_told_with_its_person_its_reason_its_end_and_who_ends_it() {
        let one = hold(3, "source:gateway", Some(60));
        assert_eq!(
            stopped_by(&[&one]),
            "hold 3 of source:gateway by kim since 1970-01-01T00:00:05Z (\"the tariff is wrong\"), \
             until 1970-01-01T00:01:00Z; a person can end it with `tidewaiter hold off 3`."
        );
        let other = hold(4, "everything", None);
        let both = stopped_by(&[&one, &other]);
        assert!(both.contains(", and hold 4 of everything") && both.contains("until somebody ends it"));
        assert!(both.ends_with("`tidewaiter hold off 3` and `tidewaiter hold off 4`."), "{both}");
        assert_eq!(last_end(&[&one]), one.until);
        assert_eq!(last_end(&[&one, &other]), None);
    }

    #[test]
    fn a_finding_stands_in_the_sentence_as_words_do() {
        assert_eq!(in_a_sentence("The sum does not close"), "the sum does not close");
        assert_eq!(in_a_sentence("XML with the root Order"), "XML with the root Order");
        assert_eq!(in_a_sentence("A key stands twice"), "a key stands twice");
        assert_eq!(in_a_sentence(""), "");
    }
}
