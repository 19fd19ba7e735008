//! A world to live a random history in: outcomes late and early, batches, probes that are answered, lost and returned,
//! and persons. Beside the breaker runs a naive one that keeps every outcome and counts anew each time; the two must agree.

use super::super::tally::BUCKET_S;
use super::super::*;
use proptest::prelude::*;
use trade::Code;

const START_S: i64 = 1_764_000_000;

pub fn at_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(START_S * 1_000 + ms).unwrap()
}

/// One thing that happens, after some time.
#[derive(Debug, Clone)]
pub enum Deed {
    Tick,
    /// Outcomes, each so many milliseconds ago; less than none is in the future.
    Record(Vec<(i64, Outcome)>),
    /// Takes at most so many of what is admitted, unless it is held.
    Take(u32, bool),
    /// The oldest probes answer: so many good, bad, and saying nothing.
    Answer(u32, u32, u32),
    /// The oldest probes come back.
    Return,
    /// The oldest probes are never heard of again.
    Lose,
    Refused,
    Open,
    Release,
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        12 => Just(Outcome::Success),
        2 => Just(Outcome::Fault(Code::OutletUnavailable)),
        1 => Just(Outcome::Fault(Code::Unexpected)),
        2 => (0i64..4).prop_map(|document| Outcome::Suspect { code: Code::ParserCrashed, document }),
        1 => Just(Outcome::Ignored),
    ]
}

pub fn batch() -> impl Strategy<Value = Vec<(i64, Outcome)>> {
    let ago_ms = prop_oneof![8 => 0i64..10_000, 3 => 0i64..330_000, 1 => -20_000i64..0];
    let mixed = prop::collection::vec((ago_ms, outcome()), 0..30);
    let outage = prop::collection::vec((0i64..5_000, Just(Outcome::Fault(Code::BlobUnavailable))), 0..10);
    prop_oneof![3 => mixed, 1 => outage]
}

pub fn history() -> impl Strategy<Value = Vec<(i64, f64, Deed)>> {
    let deed = prop_oneof![
        2 => Just(Deed::Tick),
        10 => batch().prop_map(Deed::Record),
        6 => (1u32..12, prop::bool::weighted(0.1)).prop_map(|(most, held)| Deed::Take(most, held)),
        4 => (0u32..12, 0u32..3, 0u32..2).prop_map(|(good, bad, none)| Deed::Answer(good, bad, none)),
        1 => Just(Deed::Return),
        1 => Just(Deed::Lose),
        1 => prop_oneof![Just(Deed::Refused), Just(Deed::Open), Just(Deed::Release)],
    ];
    let pause_ms = prop_oneof![6 => 0i64..2_000, 4 => 0i64..40_000, 2 => 0i64..200_000, 1 => 0i64..2_000_000];
    prop::collection::vec((pause_ms, 0.0f64..1.0, deed), 1..80)
}

/// A breaker, the probes that are out, and all that a naive one would keep.
#[derive(Default)]
pub struct World {
    pub breaker: Breaker,
    pub now_ms: i64,
    out: Vec<(u64, u32)>,
    /// Outcomes since it last closed, at the times they count as of.
    kept: Vec<(Timestamp, Outcome)>,
    /// Probes of this round that were good, and that failed.
    good: u64,
    bad: u64,
}

impl World {
    fn now(&self) -> Timestamp {
        at_ms(self.now_ms)
    }

    pub fn live(&mut self, pause_ms: i64, chance: f64, deed: &Deed) -> Result<(), TestCaseError> {
        self.now_ms += pause_ms;
        match deed {
            Deed::Tick => self.tell(Event::Tick, &[], chance),
            Deed::Record(batch) => {
                let outcomes: Vec<_> =
                    batch.iter().map(|(ago, what)| (at_ms(self.now_ms - ago), *what)).collect();
                self.tell(Event::Recorded(counted(&outcomes)), &outcomes, chance)
            }
            Deed::Take(most, held) => {
                let admitted = admission(&Settings::default(), &self.breaker, *held, self.now());
                prop_assert!(!held || admitted == Admission::Nothing { until: None }, "a hold wins");
                let Admission::Probe { round, documents } = admitted else { return Ok(()) };
                let documents = documents.min(*most);
                self.out.push((round, documents));
                self.tell(Event::ProbeTaken { documents }, &[], chance)?;
                prop_assert!(
                    matches!(self.breaker.state, State::HalfOpen { .. }),
                    "what is admitted is taken"
                );
                prop_assert_eq!(self.breaker.round, round);
                Ok(())
            }
            Deed::Answer(good, bad, none) => self.answer(*good, *bad, *none, chance),
            Deed::Return if !self.out.is_empty() => {
                let (round, documents) = self.out.remove(0);
                self.tell(Event::ProbeReturned { round, documents }, &[], chance)
            }
            Deed::Lose if !self.out.is_empty() => {
                self.out.remove(0);
                Ok(())
            }
            Deed::Return | Deed::Lose => Ok(()),
            Deed::Refused => self.tell(Event::OpenedAtOnce { code: Code::Unexpected }, &[], chance),
            Deed::Open => self.tell(Event::Opened, &[], chance),
            Deed::Release => self.tell(Event::Released, &[], chance),
        }
    }

    fn answer(&mut self, good: u32, bad: u32, none: u32, chance: f64) -> Result<(), TestCaseError> {
        let Some((round, documents)) = self.out.first().copied() else { return Ok(()) };
        self.out.remove(0);
        let bad_one = Outcome::Fault(Code::OutletUnavailable);
        let all = std::iter::repeat_n(bad_one, bad as usize)
            .chain(std::iter::repeat_n(Outcome::Ignored, none as usize))
            .chain(std::iter::repeat_n(Outcome::Success, good as usize));
        let outcomes: Vec<_> = all.take(documents as usize).map(|what| (self.now(), what)).collect();
        let in_time = matches!(self.breaker.state, State::HalfOpen { until, .. } if until > self.now());
        if in_time && round == self.breaker.round {
            self.good += outcomes.iter().filter(|(_, what)| *what == Outcome::Success).count() as u64;
            self.bad += outcomes.iter().filter(|(_, what)| *what == bad_one).count() as u64;
        }
        self.tell(Event::ProbeAnswered { round, answers: counted(&outcomes) }, &outcomes, chance)
    }

    /// Tells the breaker, and checks all that must hold of any step.
    fn tell(
        &mut self,
        event: Event,
        outcomes: &[(Timestamp, Outcome)],
        chance: f64,
    ) -> Result<(), TestCaseError> {
        let settings = Settings::default();
        let now = self.now();
        let directly = after(&settings, self.breaker.clone(), event.clone(), now, chance);
        // What its time-out makes of it comes first, as a step of its own; not to notice it changes nothing.
        if matches!(self.breaker.state, State::HalfOpen { until, .. } if until <= now) {
            let ended = after(&settings, self.breaker.clone(), Event::Tick, now, chance);
            self.check_step(&ended)?;
            self.breaker = ended;
        }
        let forced = matches!(event, Event::OpenedAtOnce { .. } | Event::Opened | Event::Released);
        let told = after(&settings, self.breaker.clone(), event, now, chance);
        prop_assert_eq!(&directly, &told);
        if let (State::Closed { since }, false) = (&self.breaker.state, forced) {
            self.kept.extend(outcomes.iter().map(|(at, what)| ((*at).min(now), *what)));
            let opened = matches!(told.state, State::Open { .. });
            prop_assert_eq!(opened, naive(&self.kept, *since, now), "opens as the naive one does");
        } else if !forced {
            self.check_step(&told)?;
        }
        if forced || !matches!(told.state, State::Closed { .. }) {
            self.kept.clear();
        }
        self.breaker = told;
        self.check_state()
    }

    /// A step from half-open or open: it closes on good probes only, opens on bad ones only, and doubles at most once.
    fn check_step(&mut self, told: &Breaker) -> Result<(), TestCaseError> {
        match (&self.breaker.state, &told.state) {
            (State::Open { .. }, State::HalfOpen { .. }) => (self.good, self.bad) = (0, 0),
            (State::HalfOpen { cool_down_s, .. }, State::Open { cool_down_s: next, opening, .. }) => {
                let nothing_tried = matches!(opening.again, Some(Reason::Unanswered { given: 0, .. }));
                let expected = if nothing_tried { *cool_down_s } else { (cool_down_s * 2).min(900) };
                prop_assert_eq!(*next, expected, "doubled once");
                let failed = matches!(opening.again, Some(Reason::Probe { .. }));
                let enough_bad = self.bad * 10 > self.good + self.bad;
                prop_assert_eq!(failed, enough_bad, "{} good and {} bad", self.good, self.bad);
            }
            (State::HalfOpen { .. }, State::Closed { .. }) => {
                prop_assert_eq!(told.window.counts(3), Counts::default(), "all begins anew");
                let enough_good = self.good > 0 && self.good * 10 >= (self.good + self.bad) * 9;
                prop_assert!(enough_good, "{} good and {} bad", self.good, self.bad);
            }
            (State::Open { .. }, State::Closed { .. }) => prop_assert!(false, "open closes by a probe alone"),
            (State::Open { cool_down_s, until, .. }, State::Open { cool_down_s: next, until: end, .. }) => {
                prop_assert_eq!((cool_down_s, until), (next, end), "an open one stays as it is");
            }
            _ => {}
        }
        Ok(())
    }

    fn check_state(&self) -> Result<(), TestCaseError> {
        let (settings, now) = (Settings::default(), self.now());
        let text = serde_json::to_string(&self.breaker).unwrap();
        prop_assert_eq!(
            &serde_json::from_str::<Breaker>(&text).unwrap(),
            &self.breaker,
            "it is kept as it is"
        );
        prop_assert_eq!(
            admission(&settings, &self.breaker, true, now),
            Admission::Nothing { until: None },
            "a hold wins"
        );
        if let State::HalfOpen { since, until, .. } = &self.breaker.state {
            prop_assert!(*until > now, "half-open is over by now");
            prop_assert_eq!(later_s(*since, settings.half_open_s), *until);
            let told = after(&settings, self.breaker.clone(), Event::Tick, *until, 0.5);
            prop_assert!(!matches!(told.state, State::HalfOpen { .. }), "never stuck half-open");
        }
        if let State::Open { since, until, cool_down_s, .. } = &self.breaker.state {
            let ms = until.duration_since(*since).as_millis() as f64;
            let longest = f64::from(*cool_down_s) * 1_000.0;
            prop_assert!((longest * 0.8 - 1.0..=longest).contains(&ms), "{} of {}", ms, longest);
            prop_assert!([60, 120, 240, 480, 900].contains(cool_down_s));
        }
        Ok(())
    }
}

fn later_s(at: Timestamp, seconds: u32) -> Timestamp {
    at + jiff::SignedDuration::from_secs(i64::from(seconds))
}

pub fn counted(outcomes: &[(Timestamp, Outcome)]) -> Tally {
    let mut tally = Tally::default();
    for (at, outcome) in outcomes {
        tally.add(*at, *outcome);
    }
    tally
}

/// Whether a closed breaker must open: every outcome that is kept is looked at, one after the other.
fn naive(kept: &[(Timestamp, Outcome)], since: Option<Timestamp>, now: Timestamp) -> bool {
    let bucket = |at: Timestamp| at.as_second().div_euclid(i64::from(BUCKET_S));
    let in_window = |at: Timestamp| {
        (bucket(now) - 29..=bucket(now)).contains(&bucket(at))
            && since.is_none_or(|since| bucket(at) >= bucket(since))
    };
    let mut window: Vec<_> = kept.iter().filter(|(at, _)| in_window(*at)).copied().collect();
    // Of the same instant a success counts as the last.
    window.sort_by_key(|(at, what)| (*at, *what == Outcome::Success));
    let mut documents: Vec<i64> = window
        .iter()
        .filter_map(
            |(_, what)| if let Outcome::Suspect { document, .. } = what { Some(*document) } else { None },
        )
        .collect();
    documents.sort_unstable();
    documents.dedup();
    let (mut successes, mut faults, mut row) = (0u32, 0u32, 0u32);
    for (at, what) in window {
        let is_fault = match what {
            Outcome::Success => {
                (successes, row) = (successes + 1, 0);
                continue;
            }
            Outcome::Fault(_) => true,
            Outcome::Suspect { .. } => documents.len() >= 3,
            Outcome::Ignored => false,
        };
        faults += u32::from(is_fault);
        row += u32::from(is_fault && since.is_none_or(|since| at >= since));
    }
    let total = successes + faults;
    row >= 8 || total >= 20 && f64::from(faults) / f64::from(total) >= 0.15
}
