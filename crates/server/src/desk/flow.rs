//! The journey as stations with their counts: how many, how old, and what limits the pace, in words.

use super::live::Snapshot;
use super::words::{self, Badge};
use pipeline::engine::BatchNow;
use pipeline::flow::batch::LimitedBy;
use trade::State;

/// One station of the drawn journey.
#[derive(Debug)]
pub struct Station {
    /// The state.
    pub badge: Badge,
    /// How many documents are there.
    pub count: String,
    /// Nobody is there.
    pub is_empty: bool,
    /// What is to be known about it.
    pub notes: Vec<String>,
    /// It stands beside the way: `off`; else `on`.
    pub place: &'static str,
    /// A way leads down from it to the one below.
    pub falls: bool,
}

/// The stations, in the order of the journey; those beside the way come after.
pub fn stations(snapshot: &Snapshot) -> Vec<Station> {
    const ORDER: [(State, &str); 10] = [
        (State::Received, "on"),
        (State::Queued, "on"),
        (State::Processing, "on"),
        (State::Validated, "on"),
        (State::Released, "on"),
        (State::Duplicate, "off"),
        (State::Rejected, "off"),
        (State::Waiting, "off"),
        (State::InReview, "off"),
        (State::DeadLetter, "off"),
    ];
    ORDER.into_iter().map(|(state, place)| station(state, place, snapshot)).collect()
}

fn station(state: State, place: &'static str, snapshot: &Snapshot) -> Station {
    let count = snapshot.counts.states.get(state.name()).copied().unwrap_or(0);
    let mut notes = match state {
        State::Received => vec!["at the door".to_owned()],
        State::Queued => lanes(snapshot),
        State::Processing => vec![batch(snapshot.batch)],
        State::Validated => outbox(snapshot.counts.outbox_pending),
        State::Released => vec!["every outlet took its release".to_owned()],
        State::Waiting => vec!["for a time, then back to the queue".to_owned()],
        State::InReview => vec!["for a person".to_owned()],
        State::DeadLetter => vec!["for a person: replay or reject".to_owned()],
        State::Rejected => vec!["by a person".to_owned()],
        State::Duplicate => vec!["seen before under another key".to_owned()],
    };
    notes.extend(oldest(state, snapshot));
    let falls = matches!(state, State::Received | State::Queued | State::Processing);
    Station {
        badge: Badge::from(state),
        count: words::count(count),
        is_empty: count == 0,
        notes,
        place,
        falls,
    }
}

/// Each lane with its depth and the age of its oldest document.
fn lanes(snapshot: &Snapshot) -> Vec<String> {
    let lane = |lane: &ledger::view::LaneCount| match lane.oldest_received_at.filter(|_| lane.queued > 0) {
        Some(oldest) => {
            format!("{} {}, oldest {}", lane.lane, words::count(lane.queued), words::age(oldest, snapshot.at))
        }
        None => format!("{} {}", lane.lane, words::count(lane.queued)),
    };
    snapshot.counts.lanes.iter().map(lane).collect()
}

/// How long the oldest document of a state has waited there, where it is known.
fn oldest(state: State, snapshot: &Snapshot) -> Option<String> {
    let (_, oldest) = snapshot.oldest.iter().find(|(of, _)| *of == state)?;
    let age = words::age(oldest.since, snapshot.at);
    Some(if oldest.is_all { format!("oldest here {age}") } else { format!("oldest here {age} or more") })
}

fn outbox(pending: u64) -> Vec<String> {
    vec![match pending {
        0 => "no release waits for an outlet".to_owned(),
        1 => "1 release waits for its outlet".to_owned(),
        _ => format!("{} releases wait for their outlet", words::count(pending)),
    }]
}

/// The last batch and why it was not larger.
fn batch(batch: BatchNow) -> String {
    if batch.size == 0 {
        return "no batch yet".to_owned();
    }
    let documents = if batch.size == 1 { "document" } else { "documents" };
    let why = match batch.limited_by {
        LimitedBy::Documents => "limited by the configured size",
        LimitedBy::QueueDepth => "the queue had no more",
        LimitedBy::Bytes => "limited by the bytes of its documents",
        LimitedBy::Duration => "limited by how long the batch before took",
    };
    format!("last batch {} {documents}: {why}", words::count(batch.size as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::live::Oldest;

    #[test]
    fn every_state_has_one_station() {
        let snapshot = Snapshot {
            at: "2026-11-24T08:00:00Z".parse().unwrap(),
            counts: ledger::view::Counts::default(),
            batch: BatchNow { size: 200, limited_by: LimitedBy::Documents },
            newest: Vec::new(),
            oldest_task: None,
            oldest: vec![
                (State::InReview, Oldest { since: "2026-11-24T05:30:00Z".parse().unwrap(), is_all: true }),
                (State::DeadLetter, Oldest { since: "2026-11-20T08:00:00Z".parse().unwrap(), is_all: false }),
            ],
            holds: Vec::new(),
            trouble: None,
            rate: None,
        };
        let stations = stations(&snapshot);
        let mut names: Vec<&str> = stations.iter().map(|station| station.badge.name).collect();
        let mut all: Vec<&str> = State::ALL.into_iter().map(State::name).collect();
        names.sort_unstable();
        all.sort_unstable();
        assert_eq!(names, all);
        let notes = |name: &str| {
            let station = stations.iter().find(|station| station.badge.name == name).unwrap();
            station.notes.iter().map(String::as_str).collect::<Vec<_>>()
        };
        assert_eq!(notes("processing"), ["last batch 200 documents: limited by the configured size"]);
        assert_eq!(notes("in_review"), ["for a person", "oldest here 2 h 30 min"]);
        assert_eq!(notes("dead_letter"), ["for a person: replay or reject", "oldest here 4 d 0 h or more"]);
        assert_eq!(notes("waiting"), ["for a time, then back to the queue"]);
    }
}
