//! Each rule of the breaker, and the faults that breakers are known for, by name.

use super::*;
use trade::Code;

/// Cool-downs and probes.
mod probes;

const START_S: i64 = 1_764_000_000;

/// So many seconds after the start, which is where a bucket begins.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(START_S + seconds).unwrap()
}

fn fault() -> Outcome {
    Outcome::Fault(Code::OutletUnavailable)
}

fn suspect(document: i64) -> Outcome {
    Outcome::Suspect { code: Code::ParserCrashed, document }
}

fn tally(outcomes: impl IntoIterator<Item = (i64, Outcome)>) -> Tally {
    let mut tally = Tally::default();
    for (seconds, outcome) in outcomes {
        tally.add(at(seconds), outcome);
    }
    tally
}

/// So many of an outcome, all at one time.
fn many(count: usize, seconds: i64, outcome: Outcome) -> impl Iterator<Item = (i64, Outcome)> {
    std::iter::repeat_n((seconds, outcome), count)
}

fn tell(breaker: Breaker, event: Event, seconds: i64) -> Breaker {
    after(&Settings::default(), breaker, event, at(seconds), 0.0)
}

fn record(breaker: Breaker, outcomes: impl IntoIterator<Item = (i64, Outcome)>, now: i64) -> Breaker {
    tell(breaker, Event::Recorded(tally(outcomes)), now)
}

fn admitted(breaker: &Breaker, seconds: i64) -> Admission {
    admission(&Settings::default(), breaker, false, at(seconds))
}

fn is_closed(breaker: &Breaker) -> bool {
    matches!(breaker.state(), State::Closed { .. })
}

fn is_open(breaker: &Breaker) -> bool {
    matches!(breaker.state(), State::Open { .. })
}

fn is_half_open(breaker: &Breaker) -> bool {
    matches!(breaker.state(), State::HalfOpen { .. })
}

/// Open since second 0, by eight faults in a row.
fn open() -> Breaker {
    let breaker = record(Breaker::default(), many(8, 0, fault()), 0);
    assert!(is_open(&breaker));
    breaker
}

/// Half-open since second 60, ten probes out.
fn half_open() -> Breaker {
    let breaker = tell(open(), Event::ProbeTaken { documents: 10 }, 60);
    assert!(is_half_open(&breaker));
    breaker
}

fn answer(breaker: Breaker, outcomes: impl IntoIterator<Item = (i64, Outcome)>, now: i64) -> Breaker {
    let round = breaker.round;
    tell(breaker, Event::ProbeAnswered { round, answers: tally(outcomes) }, now)
}

fn cool_down(breaker: &Breaker) -> (i64, i64, u32) {
    let State::Open { since, until, cool_down_s, .. } = breaker.state() else { panic!("{breaker:?}") };
    (since.as_second() - START_S, until.as_second() - START_S, *cool_down_s)
}

#[test]
fn the_failure_rate_counts_successes_only() {
    // The fault: a share of faults to successes, 20 to 100, where the total is 120 and 18 would be 15 %.
    let counts = tally(many(17, 0, fault()).chain(many(103, 1, Outcome::Success))).counts(3);
    assert_eq!((counts.total(), counts.faults), (120, 17));
    assert!(is_closed(&record(
        Breaker::default(),
        many(17, 0, fault()).chain(many(103, 1, Outcome::Success)),
        1
    )));
    // And of faults alone, without one success, there is a share too: the whole.
    let settings = Settings { run: None, ..Settings::default() };
    let all_failed =
        after(&settings, Breaker::default(), Event::Recorded(tally(many(20, 0, fault()))), at(0), 0.0);
    assert!(is_open(&all_failed));
}

#[test]
fn the_window_never_resets_the_total() {
    // The fault: faults fall out of the window but the total grows for ever, so that an old breaker never opens.
    let mut breaker = Breaker::default();
    for minute in 0..600 {
        breaker = record(breaker, many(1_000, minute * 60, Outcome::Success), minute * 60);
    }
    assert_eq!(breaker.counts(&Settings::default(), at(599 * 60)).total(), 5_000);
    let outage = 600 * 60;
    let half_bad = |second: i64| {
        many(20, outage + second, fault())
            .chain(many(20, outage + second, Outcome::Success))
            .collect::<Vec<_>>()
    };
    for second in 0..60 {
        breaker = record(breaker, half_bad(second), outage + second);
    }
    assert!(is_open(&breaker));
    // Nor the other way: a total that is reset with each bucket never reaches twenty.
    let mut slow = Breaker::default();
    for bucket in 0..10 {
        let second = bucket * 10;
        slow = record(slow, [(second, fault()), (second + 1, Outcome::Success)], second + 1);
    }
    assert_eq!(
        slow.opening().map(|opening| opening.reason.to_string()).unwrap(),
        "10 of 20 in 5 min failed, most with outlet_unavailable"
    );
}

#[test]
fn one_invalid_document_opens_the_breaker() {
    // The fault: the first outcome fails, which is a share of 100 %.
    let once = record(Breaker::default(), [(0, fault())], 0);
    assert_eq!(admitted(&once, 0), Admission::All);
    // A document whose bytes are bad says nothing of what read them, however often it comes.
    let invalid = super::signs(Some(Code::SchemaViolation), 1).dependency;
    assert!(is_closed(&record(Breaker::default(), many(1_000, 0, invalid), 0)));
    // And one that kills its reader is one document, however often it does.
    let poison = record(Breaker::default(), many(1_000, 0, suspect(1)), 0);
    assert!(is_closed(&poison));
    assert_eq!(poison.counts(&Settings::default(), at(0)), Counts { ignored: 1_000, ..Counts::default() });
}

#[test]
fn it_opens_at_the_share_and_not_below() {
    let with = |faults, successes| {
        let outcomes = many(faults, 0, fault()).chain(many(successes, 1, Outcome::Success));
        record(Breaker::default(), outcomes, 1)
    };
    assert!(is_open(&with(3, 17)) && is_open(&with(18, 102)) && is_open(&with(150, 850)));
    assert!(is_closed(&with(2, 18)) && is_closed(&with(149, 851)));
    // Nineteen samples are too few, however bad.
    assert!(is_closed(&with(18, 1)));
}

#[test]
fn eight_faults_in_a_row_open_it_below_the_minimum() {
    assert!(is_closed(&record(Breaker::default(), many(7, 0, fault()), 0)));
    assert!(is_open(&record(Breaker::default(), many(8, 0, fault()), 0)));
    let broken = many(7, 0, fault()).chain([(1, Outcome::Success)]).chain(many(7, 2, fault()));
    assert!(is_closed(&record(Breaker::default(), broken, 2)));
    // Outcomes that say nothing break no row.
    let ignored = many(4, 0, fault()).chain(many(50, 1, Outcome::Ignored)).chain(many(4, 2, fault()));
    assert!(is_open(&record(Breaker::default(), ignored, 2)));
    // Nor need they come in one batch.
    let slow = (0..8).fold(Breaker::default(), |breaker, n| record(breaker, [(n * 30, fault())], n * 30));
    assert!(is_open(&slow));
}

#[test]
fn the_window_slides() {
    let faults = || many(7, 0, fault());
    assert_eq!(record(Breaker::default(), faults(), 0).counts(&Settings::default(), at(299)).faults, 7);
    assert_eq!(record(Breaker::default(), faults(), 0).counts(&Settings::default(), at(300)).faults, 0);
    // A row that began before the window is shorter.
    assert!(is_closed(&record(record(Breaker::default(), faults(), 0), [(301, fault())], 301)));
    assert!(is_open(&record(record(Breaker::default(), faults(), 0), [(299, fault())], 299)));
    // Successes fall out as well, and what remains is judged.
    let successes = record(Breaker::default(), many(400, 0, Outcome::Success), 0);
    let mixed: Vec<_> = (0..25).flat_map(|n| [(200 + n, fault()), (200 + n, Outcome::Success)]).collect();
    let breaker = record(successes, mixed, 225);
    assert!(is_closed(&breaker) && is_open(&tell(breaker, Event::Tick, 300)));
}

#[test]
fn a_late_tally_counts_if_it_is_of_the_window() {
    let breaker = record(Breaker::default(), many(17, 250, Outcome::Success), 250);
    assert!(is_open(&record(breaker.clone(), many(3, 5, fault()), 299)));
    assert!(is_closed(&record(breaker, many(3, 5, fault()), 300)));
    // A late success breaks a row that it stood in.
    let row = record(Breaker::default(), many(7, 10, fault()), 10);
    let broken = record(row, [(11, Outcome::Success)], 20);
    assert!(is_closed(&record(broken, [(9, fault())], 20)));
}

#[test]
fn a_tally_of_a_clock_that_runs_ahead_is_as_of_now() {
    let breaker = record(Breaker::default(), many(19, 5_000, Outcome::Success), 0);
    assert_eq!(breaker.counts(&Settings::default(), at(0)).total(), 19);
    assert_eq!(breaker.counts(&Settings::default(), at(300)).total(), 0);
}

#[test]
fn suspects_count_once_three_documents_show_the_same_within_the_window() {
    let of = |documents: &[i64]| {
        let outcomes = documents.iter().flat_map(|document| many(4, 0, suspect(*document)));
        record(Breaker::default(), outcomes.collect::<Vec<_>>(), 0)
    };
    assert!(is_closed(&of(&[1, 2])) && is_open(&of(&[1, 2, 3])));
    let other = Outcome::Suspect { code: Code::MemoryExceeded, document: 3 };
    assert!(is_closed(&record(of(&[1, 2]), many(4, 0, other), 0)));
    // The third comes when the first two are out of the window.
    assert!(is_closed(&record(of(&[1, 2]), many(4, 300, suspect(3)), 300)));
    assert!(is_open(&record(of(&[1, 2]), many(4, 299, suspect(3)), 299)));
}

#[test]
fn a_person_opens_and_closes_it() {
    let opened = tell(Breaker::default(), Event::Opened, 0);
    assert_eq!(opened.opening().unwrap().reason, Reason::Person);
    assert_eq!(cool_down(&tell(opened, Event::Opened, 30)), (30, 90, 60));
    assert_eq!(cool_down(&tell(half_open(), Event::Opened, 62)), (62, 122, 60));
    for breaker in [open(), half_open(), record(Breaker::default(), many(7, 0, fault()), 0)] {
        let released = tell(breaker, Event::Released, 63);
        assert_eq!(released.state(), &State::Closed { since: Some(at(63)) });
        assert_eq!(released.counts(&Settings::default(), at(63)), Counts::default());
    }
}

#[test]
fn a_hold_wins() {
    for breaker in [Breaker::default(), open(), half_open()] {
        let held = admission(&Settings::default(), &breaker, true, at(1_000));
        assert_eq!(held, Admission::Nothing { until: None });
    }
}

#[test]
fn chance_shortens_a_cool_down_within_its_bound() {
    let opened = |share| after(&Settings::default(), Breaker::default(), Event::Opened, at(0), share);
    assert_eq!(cool_down(&opened(0.0)), (0, 60, 60));
    assert_eq!(cool_down(&opened(0.5)), (0, 54, 60));
    assert_eq!(cool_down(&opened(1.0)), (0, 48, 60));
}

#[test]
fn a_clock_that_is_put_back_lengthens_no_cool_down() {
    let later = after(&Settings::default(), Breaker::default(), Event::Opened, at(86_400), 0.0);
    let breaker = tell(later, Event::Tick, 0);
    assert_eq!(cool_down(&breaker), (0, 60, 60));
    // And blinds no closed one.
    let released = tell(Breaker::default(), Event::Released, 86_400);
    assert!(is_open(&record(released, many(8, 1, fault()), 1)));
}

#[test]
fn a_source_is_judged_by_its_share_of_fifty() {
    let settings = Settings::of(Kind::Source);
    let bad = signs(Some(Code::PdfMalformed), 1).source;
    let with = |faults, successes| {
        let outcomes = tally(many(successes, 0, Outcome::Success).chain(many(faults, 1, bad)));
        after(&settings, Breaker::default(), Event::Recorded(outcomes), at(1), 0.0)
    };
    assert!(is_closed(&with(40, 9)) && is_open(&with(8, 42)) && is_closed(&with(7, 43)));
}

#[test]
fn it_is_kept_as_json() {
    let breaker = answer(half_open(), [(61, fault()), (61, suspect(1)), (61, Outcome::Success)], 61);
    let text = serde_json::to_string(&breaker).unwrap();
    assert_eq!(serde_json::from_str::<Breaker>(&text).unwrap(), breaker);
    assert!(text.starts_with(r#"{"state":{"half_open":{"opening":{"at":"#), "{text}");
}

#[test]
fn what_a_breaker_keeps_is_bounded() {
    let mut breaker = Breaker::default();
    for second in 0..600 {
        let outcomes = many(90, second, Outcome::Success)
            .chain(many(5, second, fault()))
            .chain((0..5).map(|n| (second, suspect(second * 5 + n))));
        breaker = record(breaker, outcomes.collect::<Vec<_>>(), second);
    }
    let bytes = serde_json::to_string(&breaker).unwrap().len();
    assert!(is_closed(&breaker) && bytes < 10_000, "{bytes} bytes");
}
