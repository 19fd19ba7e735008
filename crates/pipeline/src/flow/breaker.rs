//! Whether work that needs a dependency, comes from a source, or any at all, may be taken: a pure machine of settings, a
//! breaker, an event, now and a share of chance.
//!
//! Closed, it lets all through and counts. At too large a share of faults in its window, or too many in a row, it opens:
//! nothing is taken. After the cool-down it lets one probe batch through, and that is half-open; good probes close it, bad
//! ones open it again with a doubled cool-down. A breaker for which no document comes stays open and due: it becomes
//! half-open when the first probe is taken, so that an idle night makes no openings.
//!
//! Promises: it never opens on fewer samples or faults in a row than set, is never half-open past its time-out, and a clock
//! that is put back lengthens no cool-down. Refuses to know who holds what: a hold is an argument, and it wins.

/// Outcomes in buckets.
mod tally;

/// The numbers, their defaults and their bounds.
mod settings;

/// Why it opened.
mod reason;

/// What a code says to which breaker.
mod feed;

/// What an event makes of a breaker.
mod turn;

/// Recorded outcomes against other settings.
mod replay;

pub use feed::{Signs, signs};
pub use reason::Reason;
pub use replay::{Change, Replay, To, replay};
pub use settings::{Kind, Settings, Unusable};
pub use tally::{Counts, Outcome, Run, Tally};
pub use turn::after;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A breaker, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaker {
    /// Where it is.
    state: State,
    /// What it counted while closed; empty otherwise.
    window: Tally,
    /// How often it was half-open. Answers name their round, so that a late one is not taken for another's.
    round: u64,
}

/// Where a breaker is. In JSON an object whose one key is the state: a tag inside would make the numbers of a tally's
/// buckets unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All is let through.
    Closed {
        /// Since it last closed, if it ever did. Outcomes from before do not count against it.
        since: Option<Timestamp>,
    },
    /// Nothing is let through until the cool-down ends; then a probe is due.
    Open {
        /// Why, since it was last closed.
        opening: Opening,
        /// Since this cool-down began.
        since: Timestamp,
        /// When it ends.
        until: Timestamp,
        /// Its length in seconds before chance shortened it, from which the next is doubled.
        cool_down_s: u32,
    },
    /// A probe batch is out.
    HalfOpen {
        /// Why it opened, since it was last closed.
        opening: Opening,
        /// Since the first probe was taken.
        since: Timestamp,
        /// When those answered decide.
        until: Timestamp,
        /// The last cool-down, in seconds.
        cool_down_s: u32,
        /// Documents that were taken as probes and not returned.
        given: u64,
        /// What they answered.
        answers: Tally,
    },
}

impl Default for State {
    fn default() -> State {
        State::Closed { since: None }
    }
}

/// The first opening since a breaker was last closed, and what kept it from closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// Why the last probe did not close it.
    pub again: Option<Reason>,
}

/// What happens to a breaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Time passed.
    Tick,
    /// Outcomes of work that was let through while it was closed.
    Recorded(Tally),
    /// Documents were taken as probes.
    ProbeTaken {
        /// How many.
        documents: u32,
    },
    /// Outcomes of probes. One that says nothing is as good as returned.
    ProbeAnswered {
        /// The round they were taken in.
        round: u64,
        /// Their outcomes.
        answers: Tally,
    },
    /// Probes come back untouched: their worker died, or was stopped.
    ProbeReturned {
        /// The round they were taken in.
        round: u64,
        /// How many.
        documents: u32,
    },
    /// A fault that repetition cannot mend, such as a rejected key: it opens at once.
    OpenedAtOnce {
        /// Its code.
        code: trade::Code,
    },
    /// A person opens it. It probes by itself all the same; who wants it to stay makes a hold.
    Opened,
    /// A person closes it.
    Released,
}

/// What may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// Whatever there is.
    All,
    /// At most so many, as probes.
    Probe {
        /// The round they belong to.
        round: u64,
        /// How many.
        documents: u32,
    },
    /// Nothing.
    Nothing {
        /// When to ask again; none, if a person must act first.
        until: Option<Timestamp>,
    },
}

impl Breaker {
    /// Where it is. Open past its `until` means that a probe is due.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Why it is not closed; none, if it is.
    pub fn opening(&self) -> Option<&Opening> {
        match &self.state {
            State::Closed { .. } => None,
            State::Open { opening, .. } | State::HalfOpen { opening, .. } => Some(opening),
        }
    }

    /// What is in its window now, or what its probes answered.
    pub fn counts(&self, settings: &Settings, now: Timestamp) -> Counts {
        match &self.state {
            State::HalfOpen { answers, .. } => answers.counts(settings.several),
            State::Closed { .. } | State::Open { .. } => {
                let mut window = self.window.clone();
                window.slide(settings.window_s, now);
                window.counts(settings.several)
            }
        }
    }
}

/// What may be taken now. A hold by a person wins over whatever the breaker says.
pub fn admission(settings: &Settings, breaker: &Breaker, held: bool, now: Timestamp) -> Admission {
    if held {
        return Admission::Nothing { until: None };
    }
    // Half-open past its time, and nobody has told it yet. Without chance the cool-down is longest, which errs to be safe.
    let ended = match breaker.state {
        State::HalfOpen { until, .. } if until <= now => {
            Some(after(settings, breaker.clone(), Event::Tick, now, 0.0))
        }
        _ => None,
    };
    let breaker = ended.as_ref().unwrap_or(breaker);
    match &breaker.state {
        State::Closed { .. } => Admission::All,
        State::Open { until, .. } if *until > now => Admission::Nothing { until: Some(*until) },
        State::Open { .. } => {
            Admission::Probe { round: breaker.round.saturating_add(1), documents: settings.probes }
        }
        State::HalfOpen { until, given, answers, .. } => {
            let out = given.saturating_sub(answers.counts(settings.several).ignored);
            match u64::from(settings.probes).saturating_sub(out) {
                0 => Admission::Nothing { until: Some(*until) },
                left => Admission::Probe {
                    round: breaker.round,
                    documents: u32::try_from(left).unwrap_or(u32::MAX),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod properties;
