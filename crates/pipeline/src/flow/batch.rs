//! Which queued documents to take, and how many: pure functions.

use ledger::work::Candidate;
use serde::Serialize;
use std::collections::HashMap;
use std::time::Duration;

/// What limited the size of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitedBy {
    /// The configured size.
    Documents,
    /// The queue had no more.
    QueueDepth,
    /// The bytes of the actual documents.
    Bytes,
    /// The last batch took too long for its lease.
    Duration,
}

/// The size of the last batch and what limited it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BatchSize {
    /// Documents.
    pub size: usize,
    /// Why not more.
    pub limited_by: LimitedBy,
}

/// What is known of the batch before.
#[derive(Debug, Clone, Copy, Default)]
pub struct LastBatch {
    /// Documents it had.
    pub documents: usize,
    /// How long its stages took.
    pub took: Duration,
}

/// How many documents to ask for: no more than would fit a third of the lease, judged by the last batch.
pub fn batch_size(documents_max: usize, lease: Duration, last: LastBatch) -> BatchSize {
    let asked = BatchSize { size: documents_max.max(1), limited_by: LimitedBy::Documents };
    if last.documents == 0 || last.took.is_zero() {
        return asked;
    }
    let a_document = last.took.as_secs_f64() / last.documents as f64;
    let fitting = ((lease.as_secs_f64() / 3.0) / a_document) as usize;
    if fitting < asked.size {
        return BatchSize { size: fitting.max(1), limited_by: LimitedBy::Duration };
    }
    asked
}

/// Chooses among candidates, which come in due order: sources take turns, within the numbers. A document that
/// must run alone comes alone. Answers places, in the order to work.
pub fn choose(candidates: &[Candidate], documents_max: usize, bytes_max: u64) -> Vec<usize> {
    let mut chosen = Vec::with_capacity(documents_max.min(candidates.len()));
    let mut bytes = 0u64;
    for place in in_turns(candidates) {
        let Some(candidate) = candidates.get(place) else { continue };
        let more = bytes.saturating_add(candidate.size.unsigned_abs());
        if chosen.is_empty() && candidate.alone {
            return vec![place];
        }
        if candidate.alone || (!chosen.is_empty() && more > bytes_max) {
            continue;
        }
        bytes = more;
        chosen.push(place);
        if chosen.len() == documents_max {
            break;
        }
    }
    chosen
}

/// The places of candidates, the sources taking turns, each source's own in due order.
fn in_turns(candidates: &[Candidate]) -> Vec<usize> {
    let one_source = candidates.windows(2).all(|pair| matches!(pair, [a, b] if a.source == b.source));
    if one_source {
        return (0..candidates.len()).collect();
    }
    let mut seen: HashMap<i64, usize> = HashMap::new();
    let mut turns: Vec<(usize, usize)> = candidates
        .iter()
        .enumerate()
        .map(|(place, candidate)| {
            let turn = seen.entry(candidate.source).or_insert(0);
            *turn += 1;
            (*turn, place)
        })
        .collect();
    turns.sort_unstable();
    turns.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(seq: i64, source: i64, size: i64, alone: bool) -> Candidate {
        Candidate { seq, source, due: seq, size, alone }
    }

    #[test]
    fn sources_take_turns() {
        let flood: Vec<Candidate> =
            (0..10).map(|seq| candidate(seq, if seq == 9 { 2 } else { 1 }, 1, false)).collect();
        assert_eq!(choose(&flood, 2, u64::MAX), [0, 9]);
    }

    #[test]
    fn what_must_run_alone_comes_alone_and_one_document_is_always_allowed() {
        let some = [candidate(0, 1, 1, true), candidate(1, 1, 1, false)];
        assert_eq!(choose(&some, 10, u64::MAX), [0]);
        let behind = [candidate(0, 1, 1, false), candidate(1, 1, 1, true), candidate(2, 1, 1, false)];
        assert_eq!(choose(&behind, 10, u64::MAX), [0, 2]);
        let large = [candidate(0, 1, 1_000, false), candidate(1, 1, 1, false)];
        assert_eq!(choose(&large, 10, 10), [0]);
    }

    #[test]
    fn a_slow_batch_makes_the_next_one_small() {
        let lease = Duration::from_secs(30);
        let last = LastBatch { documents: 10, took: Duration::from_secs(10) };
        assert_eq!(batch_size(200, lease, last), BatchSize { size: 10, limited_by: LimitedBy::Duration });
        assert_eq!(batch_size(200, lease, LastBatch::default()).size, 200);
    }

    proptest! {
        #[test]
        fn each_is_chosen_once_within_the_numbers(
            list in prop::collection::vec((0i64..4, 0i64..100, any::<bool>()), 0..50), most in 1usize..20, bytes in 0u64..500,
        ) {
            let list: Vec<Candidate> = list.into_iter().enumerate()
                .map(|(seq, (source, size, alone))| candidate(seq as i64, source, size, alone)).collect();
            let chosen = choose(&list, most, bytes);
            let mut unique = chosen.clone();
            unique.sort_unstable();
            unique.dedup();
            prop_assert_eq!(unique.len(), chosen.len());
            prop_assert!(chosen.len() <= most);
            prop_assert!(list.is_empty() || !chosen.is_empty());
            let total: i64 = chosen.iter().map(|place| list[*place].size).sum();
            prop_assert!(chosen.len() == 1 || total as u64 <= bytes);
            prop_assert!(chosen.len() <= 1 || chosen.iter().all(|place| !list[*place].alone));
        }
    }
}
