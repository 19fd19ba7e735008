//! What follows an opening: the cool-down, the probe batch, and what its answers lead to.

use super::*;

#[test]
fn open_admits_nothing_until_a_probe_is_due() {
    let breaker = open();
    assert_eq!(admitted(&breaker, 59), Admission::Nothing { until: Some(at(60)) });
    assert_eq!(admitted(&breaker, 60), Admission::Probe { round: 1, documents: 10 });
    // One that nobody needs stays due.
    let idle = tell(breaker, Event::Tick, 100_000);
    assert_eq!(cool_down(&idle), (0, 60, 60));
    assert_eq!(admitted(&idle, 100_000), Admission::Probe { round: 1, documents: 10 });
    // A probe that is taken too early is none.
    assert!(is_open(&tell(open(), Event::ProbeTaken { documents: 10 }, 59)));
    assert!(is_open(&tell(open(), Event::ProbeTaken { documents: 0 }, 60)));
}

#[test]
fn work_in_hand_changes_nothing_once_it_is_open() {
    assert_eq!(record(open(), many(100, 1, fault()), 1), open());
    assert_eq!(record(open(), many(100, 1, Outcome::Success), 1), open());
    assert_eq!(record(half_open(), many(100, 61, fault()), 61), half_open());
}

#[test]
fn a_good_probe_closes_it_and_all_begins_anew() {
    let nine = answer(half_open(), many(9, 61, Outcome::Success), 61);
    assert_eq!(nine.state(), &State::Closed { since: Some(at(61)) });
    assert_eq!(nine.counts(&Settings::default(), at(61)), Counts::default());
    assert_eq!(cool_down(&record(nine.clone(), many(8, 62, fault()), 62)), (62, 122, 60));
    // What happened before it closed does not count against it, however late it is told.
    assert!(is_closed(&record(nine.clone(), many(100, 5, fault()), 62)));
    // The tenth answer is an outcome like any other.
    assert_eq!(answer(nine, [(62, fault())], 62).counts(&Settings::default(), at(62)).faults, 1);
}

#[test]
fn a_bad_probe_opens_it_again_with_a_doubled_cool_down() {
    let mut breaker = open();
    let mut now = 0;
    for expected in [120, 240, 480, 900, 900] {
        now = cool_down(&breaker).1;
        breaker = tell(breaker, Event::ProbeTaken { documents: 10 }, now);
        let one_bad = answer(breaker, [(now, fault())], now);
        assert!(is_half_open(&one_bad), "one of ten may fail");
        breaker = answer(one_bad, [(now, fault())], now);
        assert_eq!(cool_down(&breaker), (now, now + expected, expected as u32));
    }
    let opening = breaker.opening().unwrap();
    assert_eq!(opening.at, at(0));
    assert_eq!(opening.reason.to_string(), "8 in a row failed within 0 s, most with outlet_unavailable");
    assert_eq!(
        opening.again.as_ref().unwrap().to_string(),
        "2 of 2 probes failed, most with outlet_unavailable"
    );
    let half = tell(breaker, Event::ProbeTaken { documents: 10 }, now + 900);
    let closed = answer(half, many(9, now + 901, Outcome::Success), now + 901);
    assert_eq!(cool_down(&record(closed, many(8, now + 902, fault()), now + 902)).2, 60);
}

#[test]
fn half_open_ends_with_its_time() {
    // None answered: doubled once, however late it is noticed.
    let unanswered = tell(half_open(), Event::Tick, 100_000);
    assert_eq!(cool_down(&unanswered), (120, 240, 120));
    assert_eq!(unanswered.opening().unwrap().again, Some(Reason::Unanswered { given: 10, within_s: 60 }));
    assert_eq!(cool_down(&tell(unanswered, Event::Tick, 200_000)).2, 120);
    // Those answered decide.
    let good = answer(half_open(), many(3, 61, Outcome::Success), 61);
    assert!(is_half_open(&tell(good.clone(), Event::Tick, 119)));
    assert!(is_closed(&tell(good.clone(), Event::Tick, 120)));
    // It closed when its time ended: what happened between then and now counts.
    let late = record(good, many(8, 150, fault()), 200);
    assert_eq!(cool_down(&late), (200, 260, 60));
    let bad = answer(half_open(), many(3, 61, Outcome::Success).chain([(61, fault())]), 61);
    assert!(is_half_open(&bad));
    assert_eq!(cool_down(&tell(bad, Event::Tick, 130)), (120, 240, 120));
    // An answer after the time-out is too late for its round.
    assert!(is_open(&answer(half_open(), many(10, 121, Outcome::Success), 121)));
}

#[test]
fn what_is_admitted_past_the_time_out_is_what_a_tick_would_find() {
    assert_eq!(admitted(&half_open(), 120), Admission::Nothing { until: Some(at(240)) });
    let good = answer(half_open(), many(3, 61, Outcome::Success), 61);
    assert_eq!(admitted(&good, 120), Admission::All);
}

#[test]
fn probes_that_are_returned_are_given_again() {
    let returned = |round| tell(half_open(), Event::ProbeReturned { round, documents: 4 }, 70);
    assert_eq!(admitted(&half_open(), 70), Admission::Nothing { until: Some(at(120)) });
    assert_eq!(admitted(&returned(1), 70), Admission::Probe { round: 1, documents: 4 });
    assert_eq!(admitted(&returned(0), 70), Admission::Nothing { until: Some(at(120)) }, "an earlier round");
    // Probes that say nothing are as good as returned.
    let ignored = answer(half_open(), many(2, 61, Outcome::Ignored).chain([(61, suspect(1))]), 61);
    assert_eq!(admitted(&ignored, 70), Admission::Probe { round: 1, documents: 3 });
    // Where all came back nothing was tried, and the cool-down does not grow.
    let none = tell(half_open(), Event::ProbeReturned { round: 1, documents: 10 }, 70);
    assert_eq!(cool_down(&tell(none, Event::Tick, 120)), (120, 180, 60));
}

#[test]
fn an_answer_of_an_earlier_round_is_not_taken_for_one_of_this() {
    let second = tell(tell(half_open(), Event::Tick, 120), Event::ProbeTaken { documents: 10 }, 240);
    let late = Event::ProbeAnswered { round: 1, answers: tally(many(10, 100, fault())) };
    assert_eq!(tell(second.clone(), late, 241), second);
}

#[test]
fn a_fault_for_an_operator_opens_at_once_and_is_kept_as_the_reason() {
    let rejected = || Event::OpenedAtOnce { code: Code::OutletUnavailable };
    let breaker = tell(Breaker::default(), rejected(), 0);
    assert_eq!(cool_down(&breaker), (0, 60, 60));
    // Others report the same: no longer, no doubling.
    let again = tell(breaker.clone(), rejected(), 30);
    assert_eq!(again, breaker);
    // Of one that is open for other faults it becomes the reason; a person's it does not.
    assert_eq!(tell(open(), rejected(), 30).opening().unwrap().reason, breaker.opening().unwrap().reason);
    let by_person = tell(Breaker::default(), Event::Opened, 0);
    assert_eq!(tell(by_person.clone(), rejected(), 30), by_person);
    let half = tell(again, Event::ProbeTaken { documents: 10 }, 60);
    let failed = answer(half.clone(), many(2, 61, fault()), 61);
    assert_eq!(failed.opening().unwrap().reason, Reason::AtOnce { code: Code::OutletUnavailable });
    assert_eq!(cool_down(&tell(half, rejected(), 62)), (62, 182, 120));
}
