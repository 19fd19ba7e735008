//! Holds as people ask for them: made, ended, told in words.
//!
//! What a hold does is done elsewhere: the ledger's claim leaves out what it covers, the engine's loops ask before each turn.
//! It knows no worker and no outlet.

use crate::engine::Engine;
use crate::error::Error;
use crate::review::Actor;
use jiff::Timestamp;
use ledger::hold::{HOLDS_MAX, Hold, NewHold, Resumed};
use trade::HoldScope;

/// A reason has at most so many characters; a longer one is shortened.
pub const REASON_MAX: usize = 500;

/// A person's name has at most so many characters; a longer one is shortened.
pub const BY_MAX: usize = 128;

/// What came of asking for a hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// It is in force.
    Done(Hold),
    /// It cannot be made so.
    Invalid(String),
}

/// Makes a hold. From the answer on no claim takes what it covers; within about a second nothing else does.
///
/// # Errors
/// Where the ledger refuses.
pub async fn make(
    engine: &Engine,
    scope: HoldScope,
    until: Option<Timestamp>,
    actor: &Actor,
) -> Result<Made, Error> {
    let reason = actor.reason.as_deref().map(|reason| shortened(reason, REASON_MAX)).unwrap_or_default();
    if reason.is_empty() {
        return Ok(Made::Invalid("a hold has a reason: those who wait want to know it".to_owned()));
    }
    if until.is_some_and(|until| until <= engine.ledger().now()) {
        return Ok(Made::Invalid("until is not in the future".to_owned()));
    }
    let hold = NewHold { scope, reason, by: shortened(&actor.by, BY_MAX), until };
    Ok(match engine.ledger().hold(hold).await? {
        Some(hold) => {
            tracing::warn!(hold = hold.id, by = %hold.by, "hold.made");
            Made::Done(hold)
        }
        None => Made::Invalid(format!("{HOLDS_MAX} holds stand already: end some first")),
    })
}

/// Ends a hold.
///
/// # Errors
/// Where the ledger refuses.
pub async fn end(engine: &Engine, id: i64, actor: &Actor) -> Result<Resumed, Error> {
    let reason = actor.reason.as_deref().map(|reason| shortened(reason, REASON_MAX));
    let by = shortened(&actor.by, BY_MAX);
    let resumed = engine.ledger().resume(id, &by, reason.filter(|reason| !reason.is_empty())).await?;
    if let Resumed::Done(hold) = &resumed {
        tracing::warn!(hold = hold.id, by = %by, "hold.ended");
    }
    Ok(resumed)
}

/// A text in one line, at most so many characters.
fn shortened(text: &str, most: usize) -> String {
    let line = text.split(|character: char| character.is_whitespace() || character.is_control());
    let line: Vec<&str> = line.filter(|word| !word.is_empty()).collect();
    let line = line.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A hold in words, as part of a sentence: which, by whom, since when, why, until when.
pub fn in_words(hold: &Hold) -> String {
    let until = match hold.until {
        Some(until) => format!("until {until}"),
        None => "until somebody ends it".to_owned(),
    };
    format!(
        "hold {} of {} by {} since {} (\"{}\"), {until}",
        hold.id, hold.scope, hold.by, hold.since, hold.reason
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_within_its_limit() {
        assert_eq!(shortened("  the tariff\n is\twrong\u{7} ", 100), "the tariff is wrong");
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("äbcdefg", 6), "äbcde…");
        assert_eq!(shortened(" \n ", 6), "");
    }
}
