//! A back-test: what a breaker with other settings would have done with outcomes that were recorded.
//!
//! Promises: the machine is the one that runs, told one outcome at a time; a live one hears of them up to a second later.
//! Chance is left out, so that a replay says the same each time and its cool-downs are the longest. Refuses to guess what
//! would have become of work that would not have been tried: while the breaker is open, recorded outcomes are only counted.

use super::{Admission, Breaker, Event, Outcome, Reason, Settings, State, Tally, admission, after};
use jiff::Timestamp;
use serde::Serialize;

/// Where a breaker went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// It opened, or opened again.
    Open,
    /// Probes were taken.
    HalfOpen,
    /// It closed.
    Closed,
}

/// One change of a breaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// Where it went.
    pub to: To,
    /// Why it opened; none, if it did not.
    pub reason: Option<Reason>,
    /// Outcomes since the change before that would not have been tried.
    pub not_tried: u64,
}

/// What a replay found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Outcomes that would have been tried.
    pub tried: u64,
    /// Outcomes that would not have been: the breaker was open.
    pub not_tried: u64,
}

/// Replays outcomes, which come in the order of their times; one out of order counts as of the time before it.
pub fn replay(settings: &Settings, outcomes: impl Iterator<Item = (Timestamp, Outcome)>) -> Replay {
    let mut course = Course { settings, breaker: Breaker::default(), found: Replay::default(), told: 0 };
    let mut now = Timestamp::MIN;
    for (at, outcome) in outcomes {
        now = now.max(at);
        // A time-out is a change of its own, before the outcome that follows it.
        course.tell(Event::Tick, now);
        course.outcome(outcome, now);
    }
    course.found
}

/// A replay as it goes.
struct Course<'a> {
    settings: &'a Settings,
    breaker: Breaker,
    found: Replay,
    /// Of those not tried, how many a change has told of.
    told: u64,
}

impl Course<'_> {
    fn outcome(&mut self, outcome: Outcome, now: Timestamp) {
        let mut tally = Tally::default();
        tally.add(now, outcome);
        match admission(self.settings, &self.breaker, false, now) {
            Admission::All => self.tell(Event::Recorded(tally), now),
            Admission::Probe { round, .. } => {
                self.tell(Event::ProbeTaken { documents: 1 }, now);
                self.tell(Event::ProbeAnswered { round, answers: tally }, now);
            }
            Admission::Nothing { .. } => {
                self.found.not_tried += 1;
                return;
            }
        }
        self.found.tried += 1;
    }

    /// Tells the breaker, and notes where that led.
    fn tell(&mut self, event: Event, now: Timestamp) {
        let before = place(&self.breaker);
        let breaker = std::mem::take(&mut self.breaker);
        self.breaker = after(self.settings, breaker, event, now, 0.0);
        let to = place(&self.breaker);
        if to == before {
            return;
        }
        let (at, reason) = match self.breaker.state() {
            State::Closed { since } => (since.unwrap_or(now), None),
            State::HalfOpen { since, .. } => (*since, None),
            State::Open { opening, since, .. } => {
                (*since, Some(opening.again.as_ref().unwrap_or(&opening.reason).clone()))
            }
        };
        let not_tried = self.found.not_tried - self.told;
        self.told = self.found.not_tried;
        self.found.changes.push(Change { at, to, reason, not_tried });
    }
}

fn place(breaker: &Breaker) -> To {
    match breaker.state() {
        State::Closed { .. } => To::Closed,
        State::Open { .. } => To::Open,
        State::HalfOpen { .. } => To::HalfOpen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::Code;

    /// Outcomes a second apart; `o` is a success, `x` a fault, `.` nothing.
    fn recorded(text: &str) -> Vec<(Timestamp, Outcome)> {
        let start: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
        let outcome = |letter| match letter {
            'o' => Some(Outcome::Success),
            'x' => Some(Outcome::Fault(Code::OutletUnavailable)),
            _ => None,
        };
        let at = |second: usize| start + jiff::SignedDuration::from_secs(second as i64);
        text.chars().enumerate().filter_map(|(second, letter)| Some((at(second), outcome(letter)?))).collect()
    }

    fn seconds(replay: &Replay) -> Vec<(i64, To, u64)> {
        let start: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
        let seconds = |change: &Change| change.at.duration_since(start).as_secs();
        replay.changes.iter().map(|change| (seconds(change), change.to, change.not_tried)).collect()
    }

    #[test]
    fn an_outage_opens_fails_its_probe_and_closes_on_the_next_one() {
        let text = format!("{}{}{}", "o".repeat(10), "x".repeat(70), "o".repeat(300));
        let found = replay(&Settings { run: Some(8), ..Settings::default() }, recorded(&text).into_iter());
        // 7 faults of 17 are too few samples; the 8th in a row opens at second 17. The probe at 77 has 2 faults of its
        // first 3 outcomes, which 10 cannot make good; the cool-down is 120 s; nine good ones close it.
        assert_eq!(
            seconds(&found),
            [
                (17, To::Open, 0),
                (77, To::HalfOpen, 59),
                (78, To::Open, 0),
                (198, To::HalfOpen, 119),
                (206, To::Closed, 0)
            ]
        );
        assert_eq!(
            found.changes[0].reason.as_ref().unwrap().to_string(),
            "8 in a row failed within 7 s, most with outlet_unavailable"
        );
        assert_eq!(
            found.changes[2].reason.as_ref().unwrap().to_string(),
            "2 of 2 probes failed, most with outlet_unavailable"
        );
        assert_eq!((found.tried, found.not_tried), (380 - 59 - 119, 59 + 119));
    }

    #[test]
    fn other_settings_find_other_openings() {
        let text = "ooooox".repeat(50);
        assert_eq!(replay(&Settings::default(), recorded(&text).into_iter()).changes[0].to, To::Open);
        let lenient = Settings { fault_share: 0.2, ..Settings::default() };
        assert_eq!(
            replay(&lenient, recorded(&text).into_iter()),
            Replay { changes: Vec::new(), tried: 300, not_tried: 0 }
        );
    }

    #[test]
    fn a_probe_that_ends_by_time_ends_when_its_time_did() {
        // Opens at 7, is probed at 67 with one outcome, and the next one comes long after the time-out.
        let text = format!("{}{}x{}o", "x".repeat(8), ".".repeat(59), ".".repeat(200));
        let found = replay(&Settings::default(), recorded(&text).into_iter());
        let expected = [(7, To::Open, 0), (67, To::HalfOpen, 0), (127, To::Open, 0), (268, To::HalfOpen, 0)];
        assert_eq!(seconds(&found), expected);
    }
}
