//! The ten states of a document and the legal moves between them.
//!
//! One table, [`State::MOVES`], in one function, [`State::may_become`]; the ledger mirrors it in a CHECK
//! constraint generated from the same table. It refuses to know why a document moves.

use serde::{Deserialize, Serialize};

/// Where a document is in its life. The numbers are what the ledger stores; they never change meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum State {
    /// Durable, not yet in the queue.
    Received = 0,
    /// Waits for a worker.
    Queued = 1,
    /// Leased by a worker.
    Processing = 2,
    /// Waits for a time or an event of its own.
    Waiting = 3,
    /// Waits for a person's decision.
    InReview = 4,
    /// Checked; its sound lines are on their way, or final where no outlet is set.
    Validated = 5,
    /// Each outlet took the first revision it accepts. Final.
    Released = 6,
    /// Cannot go on by itself, until a person fixes or rejects it.
    DeadLetter = 7,
    /// A person said no. Final.
    Rejected = 8,
    /// The same bytes came before under another key. Final.
    Duplicate = 9,
}

/// The five names that the wire's `status` keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Received, queued or waiting.
    Queued,
    /// Processing or in review.
    Processing,
    /// Validated, released or a duplicate.
    Validated,
    /// Rejected.
    Failed,
    /// Dead letter.
    DeadLetterQueue,
}

impl State {
    /// All ten, in the order of their numbers.
    pub const ALL: [State; 10] = [
        State::Received,
        State::Queued,
        State::Processing,
        State::Waiting,
        State::InReview,
        State::Validated,
        State::Released,
        State::DeadLetter,
        State::Rejected,
        State::Duplicate,
    ];

    /// Every legal move (from, to). What is not here is refused by [`State::may_become`] and by the ledger.
    pub const MOVES: [(State, State); 21] = {
        use State::{
            DeadLetter, Duplicate, InReview, Processing, Queued, Received, Rejected, Released, Validated,
            Waiting,
        };
        [
            (Received, Queued),
            (Received, Duplicate),
            (Queued, Processing),
            (Queued, Waiting),
            (Queued, Rejected),
            (Processing, Validated),
            (Processing, InReview),
            (Processing, DeadLetter),
            (Processing, Waiting),
            (Processing, Queued),
            (Waiting, Queued),
            (Waiting, InReview),
            (Waiting, DeadLetter),
            (Waiting, Rejected),
            (InReview, Queued),
            (InReview, Validated),
            (InReview, Rejected),
            (InReview, DeadLetter),
            (DeadLetter, Queued),
            (DeadLetter, Rejected),
            (Validated, Released),
        ]
    };

    /// Whether a document in `self` may move to `to`. Staying where one is is no move.
    pub fn may_become(self, to: State) -> bool {
        State::MOVES.contains(&(self, to))
    }

    /// No move leads out of here; `validated` is final too where no outlet is set, which the state cannot know.
    pub fn is_final(self) -> bool {
        matches!(self, State::Released | State::Rejected | State::Duplicate)
    }

    /// The machine still has work to do on it without a person or a time.
    pub fn is_moving(self) -> bool {
        matches!(self, State::Received | State::Queued | State::Processing)
    }

    /// The name on the wire, in SQL and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            State::Received => "received",
            State::Queued => "queued",
            State::Processing => "processing",
            State::Waiting => "waiting",
            State::InReview => "in_review",
            State::Validated => "validated",
            State::Released => "released",
            State::DeadLetter => "dead_letter",
            State::Rejected => "rejected",
            State::Duplicate => "duplicate",
        }
    }

    /// The state with this name, if it is one.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The state with this number, as the ledger stores it.
    pub fn from_number(number: i64) -> Option<State> {
        usize::try_from(number).ok().and_then(|at| State::ALL.get(at).copied())
    }

    /// The wire's `status`.
    pub fn status(self) -> Status {
        match self {
            State::Received | State::Queued | State::Waiting => Status::Queued,
            State::Processing | State::InReview => Status::Processing,
            State::Validated | State::Released | State::Duplicate => Status::Validated,
            State::Rejected => Status::Failed,
            State::DeadLetter => Status::DeadLetterQueue,
        }
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::State::{self, *};

    /// The table of the contract, written a second time by hand: the test enumerates all hundred pairs.
    fn contract(from: State) -> &'static [State] {
        match from {
            Received => &[Queued, Duplicate],
            Queued => &[Processing, Waiting, Rejected],
            Processing => &[Validated, InReview, DeadLetter, Waiting, Queued],
            Waiting => &[Queued, InReview, DeadLetter, Rejected],
            InReview => &[Queued, Validated, Rejected, DeadLetter],
            DeadLetter => &[Queued, Rejected],
            Validated => &[Released],
            Released | Rejected | Duplicate => &[],
        }
    }

    #[test]
    fn every_pair_is_as_the_contract_says() {
        for from in State::ALL {
            for to in State::ALL {
                assert_eq!(from.may_become(to), contract(from).contains(&to), "{from} to {to}");
            }
        }
    }

    #[test]
    fn final_states_have_no_way_out_and_the_others_have() {
        for state in State::ALL {
            assert_eq!(contract(state).is_empty(), state.is_final(), "{state}");
        }
    }

    #[test]
    fn names_and_numbers_go_both_ways() {
        for (number, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(State::from_name(state.name()), Some(state));
            assert_eq!(State::from_number(number as i64), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.name()));
        }
        assert_eq!(State::from_number(10), None);
        assert_eq!(State::from_number(-1), None);
    }
}
