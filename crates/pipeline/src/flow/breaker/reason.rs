//! Why a breaker opened, with the numbers, so that a person can be told.
//!
//! Promises: each reason is a clause without an end, to stand in a sentence. Refuses to know whose breaker it is.

use serde::{Deserialize, Serialize};
use std::fmt;
use trade::Code;

/// Why it opened, or did not close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// Too large a share of the window failed.
    Share {
        /// Faults in the window.
        faults: u64,
        /// Successes and faults in it.
        total: u64,
        /// Its length in seconds.
        window_s: u32,
        /// The code of most faults.
        most: Option<Code>,
    },
    /// Too many failed in a row.
    Run {
        /// Faults with no success after any of them.
        faults: u32,
        /// From the first of them until now, in seconds.
        within_s: u32,
        /// The code of most faults in the window.
        most: Option<Code>,
    },
    /// Too few probes were good.
    Probe {
        /// Probes that failed.
        faults: u64,
        /// Probes that were answered, good or bad.
        answered: u64,
        /// The code of most faults.
        most: Option<Code>,
    },
    /// No probe was answered in time.
    Unanswered {
        /// Documents that were still out as probes: none, where all came back or said nothing.
        given: u64,
        /// The time they had, in seconds.
        within_s: u32,
    },
    /// A fault that only an operator can mend.
    AtOnce {
        /// Its code.
        code: Code,
    },
    /// A person opened it.
    Person,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Share { faults, total, window_s, most } => {
                write!(f, "{faults} of {total} in {} failed{}", length(*window_s), mostly(*most))
            }
            Reason::Run { faults, within_s, most } => {
                write!(f, "{faults} in a row failed within {}{}", length(*within_s), mostly(*most))
            }
            Reason::Probe { faults, answered, most } => {
                write!(f, "{faults} of {answered} probes failed{}", mostly(*most))
            }
            Reason::Unanswered { given: 0, within_s } => {
                write!(f, "no probe said good or bad in {}", length(*within_s))
            }
            Reason::Unanswered { given, within_s } => {
                write!(f, "none of {given} probes was answered in {}", length(*within_s))
            }
            Reason::AtOnce { code } => write!(f, "one failed with {code}, which an operator must mend"),
            Reason::Person => f.write_str("a person opened it"),
        }
    }
}

fn mostly(code: Option<Code>) -> String {
    code.map(|code| format!(", most with {code}")).unwrap_or_default()
}

/// Whole minutes as such, all else in seconds.
fn length(seconds: u32) -> String {
    if seconds > 0 && seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_clause_with_its_numbers() {
        let most = Some(Code::OutletUnavailable);
        let said = [
            (
                Reason::Share { faults: 31, total: 120, window_s: 300, most },
                "31 of 120 in 5 min failed, most with outlet_unavailable",
            ),
            (
                Reason::Run { faults: 8, within_s: 44, most },
                "8 in a row failed within 44 s, most with outlet_unavailable",
            ),
            (Reason::Probe { faults: 2, answered: 10, most: None }, "2 of 10 probes failed"),
            (Reason::Unanswered { given: 10, within_s: 60 }, "none of 10 probes was answered in 1 min"),
            (Reason::Unanswered { given: 0, within_s: 60 }, "no probe said good or bad in 1 min"),
            (
                Reason::AtOnce { code: Code::Unexpected },
                "one failed with unexpected, which an operator must mend",
            ),
            (Reason::Person, "a person opened it"),
        ];
        for (reason, text) in said {
            assert_eq!(reason.to_string(), text);
        }
    }
}
