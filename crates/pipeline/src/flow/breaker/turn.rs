//! What an event makes of a breaker.
//!
//! Promises: total, whatever the event and the state; each event is followed by a judgement of what is known then, and a
//! time-out that is noticed late counts from when it was. Refuses to know what is admitted.

use super::tally::{later, share};
use super::{Breaker, Counts, Event, Opening, Reason, Settings, State, Tally};
use jiff::Timestamp;

/// What a breaker becomes. `share` is uniform in [0, 1).
pub fn after(settings: &Settings, breaker: Breaker, event: Event, now: Timestamp, share: f64) -> Breaker {
    let moment = Moment { settings, now, share };
    // A time-out comes before whatever came later, as if it had been seen when it happened.
    let breaker = moment.timed_out(reanchored(breaker, now));
    let breaker = match event {
        Event::Tick => breaker,
        Event::Recorded(tally) => recorded(breaker, &tally),
        Event::ProbeTaken { documents } => moment.probe_taken(breaker, documents),
        Event::ProbeAnswered { round, answers } => probe_answered(breaker, round, &answers),
        Event::ProbeReturned { round, documents } => probe_returned(breaker, round, documents),
        Event::OpenedAtOnce { code } => moment.opened_at_once(breaker, Reason::AtOnce { code }),
        Event::Opened => moment.opened_by_person(breaker),
        Event::Released => closed(breaker.round, now),
    };
    moment.judged(breaker)
}

/// What stays the same while one event is worked through.
struct Moment<'a> {
    settings: &'a Settings,
    now: Timestamp,
    share: f64,
}

impl Moment<'_> {
    /// Half-open ends with its time: those answered decide, at the moment it ended, however late that is noticed.
    fn timed_out(&self, breaker: Breaker) -> Breaker {
        let State::HalfOpen { until, given, ref answers, .. } = breaker.state else { return breaker };
        if until > self.now {
            return breaker;
        }
        let counts = answers.counts(self.settings.several);
        if counts.successes > 0 && share(counts.successes, counts.total()) >= self.settings.good_share {
            return closed(breaker.round, until);
        }
        if counts.total() > 0 {
            return self.open_again(breaker, until, failed_probe(counts), true);
        }
        let out = given.saturating_sub(counts.ignored);
        let reason = Reason::Unanswered { given: out, within_s: self.settings.half_open_s };
        // Where nothing was tried nothing was learned that a longer cool-down could follow from.
        self.open_again(breaker, until, reason, out > 0)
    }

    /// A breaker that is due becomes half-open; one that already is has more probes out.
    fn probe_taken(&self, breaker: Breaker, documents: u32) -> Breaker {
        let (documents, round) = (u64::from(documents), breaker.round);
        match breaker.state {
            State::Open { opening, until, cool_down_s, .. } if until <= self.now && documents > 0 => {
                let until = later(self.now, i64::from(self.settings.half_open_s) * 1_000);
                let answers = Tally::default();
                let state = State::HalfOpen {
                    opening,
                    since: self.now,
                    until,
                    cool_down_s,
                    given: documents,
                    answers,
                };
                Breaker { state, window: Tally::default(), round: round.saturating_add(1) }
            }
            State::HalfOpen { opening, since, until, cool_down_s, given, answers } => {
                let given = given.saturating_add(documents);
                let state = State::HalfOpen { opening, since, until, cool_down_s, given, answers };
                Breaker { state, ..breaker }
            }
            State::Closed { .. } | State::Open { .. } => breaker,
        }
    }

    /// Opens, or opens again; of one that is open only the reason changes, since workers may report the same fault, and
    /// not even that where a person opened it.
    fn opened_at_once(&self, mut breaker: Breaker, reason: Reason) -> Breaker {
        match &mut breaker.state {
            State::Closed { .. } => self.open(breaker.round, reason, self.settings.cool_down_s),
            State::HalfOpen { .. } => self.open_again(breaker, self.now, reason, true),
            State::Open { opening, .. } => {
                if opening.reason != Reason::Person {
                    opening.reason = reason;
                }
                breaker
            }
        }
    }

    /// A person opens it now, whatever it was; a cool-down that runs begins anew.
    fn opened_by_person(&self, breaker: Breaker) -> Breaker {
        let cool_down_s = match breaker.state {
            State::Closed { .. } => self.settings.cool_down_s,
            State::Open { cool_down_s, .. } | State::HalfOpen { cool_down_s, .. } => cool_down_s,
        };
        self.open(breaker.round, Reason::Person, cool_down_s)
    }

    /// Closed may open, half-open may do either.
    fn judged(&self, mut breaker: Breaker) -> Breaker {
        match &breaker.state {
            State::Open { .. } => breaker,
            State::HalfOpen { .. } => self.judged_half_open(breaker),
            State::Closed { since } => {
                breaker.window.slide(self.settings.window_s, self.now);
                if let Some(since) = since {
                    breaker.window.forget_before(*since);
                }
                match self.reason_to_open(&breaker.window) {
                    Some(reason) => self.open(breaker.round, reason, self.settings.cool_down_s),
                    None => breaker,
                }
            }
        }
    }

    fn reason_to_open(&self, window: &Tally) -> Option<Reason> {
        let counts = window.counts(self.settings.several);
        let (faults, total, most) = (counts.faults, counts.total(), counts.most);
        if total >= u64::from(self.settings.samples_min)
            && faults > 0
            && counts.fault_share() >= self.settings.fault_share
        {
            return Some(Reason::Share { faults, total, window_s: self.settings.window_s, most });
        }
        let run = window.run(self.settings.several)?;
        if self.settings.run.is_none_or(|least| run.faults < least) {
            return None;
        }
        let within_s = u32::try_from(self.now.duration_since(run.since).as_secs()).unwrap_or(0);
        Some(Reason::Run { faults: run.faults, within_s, most })
    }

    /// Decides as soon as the probes that are still out can change nothing, so that the order of answers cannot either.
    fn judged_half_open(&self, breaker: Breaker) -> Breaker {
        let State::HalfOpen { given, ref answers, .. } = breaker.state else { return breaker };
        let counts = answers.counts(self.settings.several);
        let out = given.saturating_sub(counts.ignored);
        let all = u64::from(self.settings.probes).max(out).max(counts.total());
        if counts.successes > 0 && share(counts.successes, all) >= self.settings.good_share {
            return closed(breaker.round, self.now);
        }
        let good_at_best = all.saturating_sub(counts.faults);
        if share(good_at_best, all) < self.settings.good_share {
            return self.open_again(breaker, self.now, failed_probe(counts), true);
        }
        breaker
    }

    fn open(&self, round: u64, reason: Reason, cool_down_s: u32) -> Breaker {
        let opening = Opening { at: self.now, reason, again: None };
        self.cooling(round, opening, self.now, cool_down_s)
    }

    /// Opens again after a probe, keeping why it opened first. A fault for an operator is a reason of its own.
    fn open_again(&self, breaker: Breaker, since: Timestamp, reason: Reason, doubles: bool) -> Breaker {
        let State::HalfOpen { opening, cool_down_s, .. } = breaker.state else { return breaker };
        let times = if doubles { 2 } else { 1 };
        let cool_down_s = cool_down_s.saturating_mul(times).min(self.settings.cool_down_s_max);
        let opening = match reason {
            Reason::AtOnce { .. } => Opening { reason, again: None, ..opening },
            _ => Opening { again: Some(reason), ..opening },
        };
        self.cooling(breaker.round, opening, since, cool_down_s)
    }

    /// Chance only shortens, so that the longest cool-down is one that was set.
    fn cooling(&self, round: u64, opening: Opening, since: Timestamp, cool_down_s: u32) -> Breaker {
        let longest_ms = f64::from(cool_down_s) * 1_000.0;
        let ms = longest_ms * (1.0 - self.settings.jitter * self.share.clamp(0.0, 1.0));
        let state = State::Open { opening, since, until: later(since, ms as i64), cool_down_s };
        Breaker { state, window: Tally::default(), round }
    }
}

fn failed_probe(counts: Counts) -> Reason {
    Reason::Probe { faults: counts.faults, answered: counts.total(), most: counts.most }
}

fn closed(round: u64, since: Timestamp) -> Breaker {
    Breaker { state: State::Closed { since: Some(since) }, window: Tally::default(), round }
}

/// Work that was in hand when it opened says nothing that is not known; only a closed breaker counts.
fn recorded(mut breaker: Breaker, tally: &Tally) -> Breaker {
    if matches!(breaker.state, State::Closed { .. }) {
        breaker.window.merge(tally);
    }
    breaker
}

/// Answers of this round decide. After closing, one that comes late is an outcome like any other.
fn probe_answered(mut breaker: Breaker, of_round: u64, more: &Tally) -> Breaker {
    match &mut breaker.state {
        State::HalfOpen { answers, .. } if breaker.round == of_round => answers.merge(more),
        State::Closed { .. } => breaker.window.merge(more),
        State::HalfOpen { .. } | State::Open { .. } => {}
    }
    breaker
}

fn probe_returned(mut breaker: Breaker, of_round: u64, documents: u32) -> Breaker {
    if let State::HalfOpen { given, .. } = &mut breaker.state
        && breaker.round == of_round
    {
        *given = given.saturating_sub(u64::from(documents));
    }
    breaker
}

/// Where the clock was put back, what began in the future begins now and lasts as long as it was meant to.
fn reanchored(mut breaker: Breaker, now: Timestamp) -> Breaker {
    match &mut breaker.state {
        State::Closed { since } => *since = since.map(|at| at.min(now)),
        State::Open { opening, since, until, .. } | State::HalfOpen { opening, since, until, .. } => {
            opening.at = opening.at.min(now);
            if *since > now {
                let length_ms = until.duration_since(*since).as_millis();
                *until = later(now, i64::try_from(length_ms).unwrap_or(i64::MAX));
                *since = now;
            }
        }
    }
    breaker
}
