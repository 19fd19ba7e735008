//! What is written of an attempt, and what of it must be written once more after the ledger's answers.

use super::retry::{self, Policy};
use crate::hand_off::{self, Ended};
use jiff::Timestamp;
use ledger::work::{Claimed, Committed, Outcome};
use trade::{Code, State};

/// What a failed attempt is judged by, besides its code and the failures before it.
#[derive(Debug, Clone, Copy)]
pub struct Lot<'a> {
    /// How transient failures are tried again.
    pub policy: &'a Policy,
    /// A share of chance, uniform in [0, 1): it spreads what failed together.
    pub share: f64,
    /// Now.
    pub now: Timestamp,
}

/// What an attempt came to, as the ledger is to write it.
pub fn outcome(claimed: &Claimed, ended: Result<Ended, Code>, lot: Lot<'_>, by: &str) -> Outcome {
    let base = unfinished(claimed, by);
    match ended {
        Ok(Ended::Decided(judged)) => {
            Outcome { to: judged.to, code: judged.code, result: Some(judged.verdict), ..base }
        }
        Ok(Ended::Unreadable(code, parsed)) => {
            Outcome { code: Some(code), result: Some(hand_off::keep(parsed, None)), ..base }
        }
        Ok(Ended::Container(parsed)) => Outcome { result: Some(hand_off::keep(parsed, None)), ..base },
        Err(code) => {
            let next = retry::after(lot.policy, code, claimed.failures, lot.share, lot.now);
            Outcome {
                to: next.to,
                code: Some(next.code),
                wake_at: next.wake_at,
                counts_failure: next.counts_failure,
                ..base
            }
        }
    }
}

/// An outcome that says nothing yet: a dead letter without a code.
pub fn unfinished(claimed: &Claimed, by: &str) -> Outcome {
    Outcome {
        seq: claimed.seq,
        id: claimed.id.clone(),
        places: claimed.places.clone(),
        revision: claimed.revision.saturating_sub(1),
        token: claimed.token,
        attempt: claimed.attempt,
        to: State::DeadLetter,
        code: None,
        wake_at: None,
        counts_failure: false,
        result: None,
        by: by.to_owned(),
    }
}

/// What the answers to a commit come to.
#[derive(Debug, Default)]
pub struct Answered {
    /// What must be written once more.
    pub again: Vec<Outcome>,
    /// So many were refused because somebody else has the document, or were written before.
    pub stale: usize,
    /// So many were written.
    pub committed: usize,
}

/// Written once more is what the database refused, as dead letters without it, and what came with a number that another
/// document has, with a finding that says so. The stages never run again for it.
pub fn answered(answers: &[Committed], outcomes: &[Outcome]) -> Answered {
    let again: Vec<Outcome> =
        answers.iter().zip(outcomes).filter_map(|(answer, outcome)| once_more(answer, outcome)).collect();
    let stale = answers.iter().filter(|answer| **answer == Committed::Stale).count();
    let committed = answers.iter().filter(|answer| **answer == Committed::Done).count();
    Answered { again, stale, committed }
}

fn once_more(answer: &Committed, outcome: &Outcome) -> Option<Outcome> {
    match answer {
        Committed::Done | Committed::Stale => None,
        Committed::Refused => Some(Outcome {
            to: State::DeadLetter,
            code: Some(Code::LedgerRefused),
            wake_at: None,
            result: None,
            ..outcome.clone()
        }),
        Committed::Reused(other) => {
            let mut outcome = outcome.clone();
            if let Some(verdict) = &mut outcome.result {
                hand_off::tell_reuse(verdict, other);
            }
            Some(outcome)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::work::{Token, Verdict};
    use trade::CorrelationId;

    fn written(result: Option<Verdict>) -> Outcome {
        Outcome {
            seq: 1,
            id: CorrelationId::parse("a").unwrap(),
            places: Vec::new(),
            revision: 0,
            token: Token(1),
            attempt: 1,
            to: State::Validated,
            code: None,
            wake_at: None,
            counts_failure: false,
            result,
            by: "worker".into(),
        }
    }

    #[test]
    fn what_is_written_or_stale_is_done_and_the_rest_comes_once_more_in_another_shape() {
        let outcomes = [written(None), written(None), written(Some(Verdict::default())), written(None)];
        let other = CorrelationId::parse("b").unwrap();
        let answers = [Committed::Done, Committed::Stale, Committed::Reused(other), Committed::Refused];
        let told = answered(&answers, &outcomes);
        assert_eq!((told.committed, told.stale, told.again.len()), (1, 1, 2));
        assert!(told.again[0].result.as_ref().unwrap().reuse_told);
        assert_eq!((told.again[0].to, told.again[1].to), (State::Validated, State::DeadLetter));
        assert_eq!(told.again[1].code, Some(Code::LedgerRefused));
        assert!(told.again[1].result.is_none());
    }
}
