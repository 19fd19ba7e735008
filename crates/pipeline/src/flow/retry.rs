//! What a failed attempt leads to: a pure function of the code, the failures so far, a random share and now.

use jiff::{SignedDuration, Timestamp};
use trade::code::Retry;
use trade::{Code, State};

/// How transient failures are tried again: base × factor^failures, capped, full jitter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// The first pause, in milliseconds.
    pub base_ms: i64,
    /// Each pause is so many times the one before.
    pub factor: f64,
    /// No pause is longer, in milliseconds.
    pub pause_ms_max: i64,
    /// So many failures make a dead letter.
    pub attempts_max: u32,
    /// So many where the table says a few times.
    pub few_attempts_max: u32,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy { base_ms: 1_000, factor: 2.0, pause_ms_max: 600_000, attempts_max: 6, few_attempts_max: 3 }
    }
}

/// Where a failed attempt leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// `waiting` or `dead_letter`.
    pub to: State,
    /// The code it has there.
    pub code: Code,
    /// When it is tried again.
    pub wake_at: Option<Timestamp>,
    /// The failure counts.
    pub counts_failure: bool,
}

/// Decides. `failures` are those before this one; `share` is uniform in [0, 1).
pub fn after(policy: &Policy, code: Code, failures: u32, share: f64, now: Timestamp) -> Next {
    let most = match code.row().retry {
        Retry::WithPause => policy.attempts_max,
        Retry::FewTimes => policy.few_attempts_max,
        // What is tried once more alone was tried alone before it comes here.
        Retry::Never | Retry::OnceAlone => {
            return Next { to: State::DeadLetter, code, wake_at: None, counts_failure: true };
        }
    };
    if failures + 1 >= most {
        return Next {
            to: State::DeadLetter,
            code: Code::RetriesExhausted,
            wake_at: None,
            counts_failure: true,
        };
    }
    let wake_at = now.checked_add(SignedDuration::from_millis(pause_ms(policy, failures, share))).ok();
    Next { to: State::Waiting, code, wake_at, counts_failure: true }
}

/// The pause: a uniform share of the exponential one.
fn pause_ms(policy: &Policy, failures: u32, share: f64) -> i64 {
    let exponent = i32::try_from(failures).unwrap_or(i32::MAX);
    let longest = (policy.base_ms as f64 * policy.factor.powi(exponent)).min(policy.pause_ms_max as f64);
    (longest * share.clamp(0.0, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        "2026-11-24T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn permanent_codes_are_never_tried_again_and_transient_ones_until_exhausted() {
        let policy = Policy::default();
        let dead = after(&policy, Code::SchemaViolation, 0, 0.5, now());
        assert_eq!((dead.to, dead.code), (State::DeadLetter, Code::SchemaViolation));
        for failures in 0..5 {
            assert_eq!(after(&policy, Code::BlobUnavailable, failures, 0.5, now()).to, State::Waiting);
        }
        let last = after(&policy, Code::BlobUnavailable, 5, 0.5, now());
        assert_eq!((last.to, last.code), (State::DeadLetter, Code::RetriesExhausted));
        assert_eq!(after(&policy, Code::Unexpected, 2, 0.5, now()).to, State::DeadLetter);
    }

    proptest! {
        #[test]
        fn pauses_are_jittered_within_their_bound(failures in 0u32..200, share in 0.0f64..1.0) {
            let policy = Policy::default();
            let pause = pause_ms(&policy, failures, share);
            prop_assert!((0..=policy.pause_ms_max).contains(&pause));
            prop_assert!(pause_ms(&policy, failures, 0.0) == 0);
        }
    }
}
