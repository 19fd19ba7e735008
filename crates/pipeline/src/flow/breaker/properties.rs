//! Properties over random histories, and over tallies in any order.

use super::tally::RUN_MAX;
use super::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use trade::Code;
use world::{World, at_ms, batch, counted, history};

/// Random histories, and what must hold at each of their steps.
mod world;

/// A second of a world in which everything is good.
fn good_second(breaker: Breaker, now: Timestamp) -> Breaker {
    let settings = Settings::default();
    let good = |count: u32| counted(&vec![(now, Outcome::Success); count as usize]);
    match admission(&settings, &breaker, false, now) {
        Admission::All => after(&settings, breaker, Event::Recorded(good(1)), now, 0.0),
        Admission::Probe { round, documents } => {
            let taken = after(&settings, breaker, Event::ProbeTaken { documents }, now, 0.0);
            after(&settings, taken, Event::ProbeAnswered { round, answers: good(documents) }, now, 0.0)
        }
        Admission::Nothing { .. } => after(&settings, breaker, Event::Tick, now, 0.0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_step_of_a_random_history_is_sound(history in history()) {
        let mut world = World::default();
        for (pause_ms, chance, deed) in &history {
            world.live(*pause_ms, *chance, deed)?;
        }
    }

    #[test]
    fn merged_in_any_order_and_grouping_tallies_give_the_same_breaker(
        (tallies, shuffled) in prop::collection::vec(batch(), 1..8)
            .prop_flat_map(|batches| (Just(batches.clone()), Just(batches).prop_shuffle())),
        split in 0usize..8,
    ) {
        let one = |batch: &Vec<(i64, Outcome)>| {
            counted(&batch.iter().map(|(ago, what)| (at_ms(1_000_000 - ago), *what)).collect::<Vec<_>>())
        };
        let merged = |batches: &[Vec<(i64, Outcome)>]| {
            batches.iter().fold(Tally::default(), |mut sum, batch| { sum.merge(&one(batch)); sum })
        };
        let (left, right) = shuffled.split_at(split.min(shuffled.len()));
        let mut grouped = merged(right);
        grouped.merge(&merged(left));
        prop_assert_eq!(&grouped, &merged(&tallies));
        // And as one worker that saw it all would have counted them.
        let all: Vec<_> = tallies.concat();
        prop_assert_eq!(&grouped, &one(&all));

        let (settings, now) = (Settings::default(), at_ms(1_000_000));
        let tell = |breaker, tally| after(&settings, breaker, Event::Recorded(tally), now, 0.0);
        let at_once = tell(Breaker::default(), grouped);
        // One by one, they open it only where some of them are a reason by themselves; else all is the same.
        let mut opened = false;
        let one_by_one = shuffled.iter().fold(Breaker::default(), |breaker, batch| {
            let told = tell(breaker, one(batch));
            opened |= matches!(told.state, State::Open { .. });
            told
        });
        if !opened {
            prop_assert_eq!(one_by_one, at_once);
        }
    }

    #[test]
    fn a_row_is_told_from_its_latest_times(good_ms in 0i64..200_000, bad in 0usize..60) {
        let mut tally = Tally::default();
        tally.add(at_ms(good_ms), Outcome::Success);
        for n in 0..bad {
            tally.add(at_ms(100_000 + n as i64), Outcome::Fault(Code::Unexpected));
        }
        let expected = (0..bad).filter(|n| 100_000 + *n as i64 > good_ms).count().min(RUN_MAX);
        prop_assert_eq!(tally.run(3).map_or(0, |run| run.faults as usize), expected);
    }
}

proptest! {
    // Each case lives through sixteen good minutes, second by second.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_always_recovers_once_everything_is_good(history in history()) {
        let mut world = World::default();
        for (pause_ms, chance, deed) in &history {
            world.live(*pause_ms, *chance, deed)?;
        }
        let settings = Settings::default();
        let longest_s = i64::from(settings.cool_down_s_max + settings.half_open_s) + 1;
        let mut breaker = world.breaker;
        for second in 0..=longest_s {
            breaker = good_second(breaker, at_ms(world.now_ms + second * 1_000));
        }
        prop_assert!(matches!(breaker.state, State::Closed { .. }), "{:?}", breaker);
        for second in longest_s..longest_s + 300 {
            breaker = good_second(breaker, at_ms(world.now_ms + second * 1_000));
            prop_assert!(matches!(breaker.state, State::Closed { .. }), "and stays closed: {:?}", breaker);
        }
    }
}

/// Random histories that never met what they are for would prove nothing.
#[test]
fn random_histories_meet_openings_probes_and_time_outs() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = std::collections::BTreeMap::<&str, u32>::new();
    for _ in 0..300 {
        let history = history().new_tree(&mut runner).unwrap().current();
        let mut world = World::default();
        for (pause_ms, chance, deed) in &history {
            let before = world.breaker.clone();
            world.live(*pause_ms, *chance, deed).unwrap();
            let what = match (&before.state, &world.breaker.state) {
                (State::Closed { .. }, State::Open { opening, .. }) => match opening.reason {
                    Reason::Share { .. } => "opened by share",
                    Reason::Run { .. } => "opened by a row",
                    _ => continue,
                },
                (State::Open { .. }, State::HalfOpen { .. }) => "half-opened",
                (State::HalfOpen { .. }, State::Closed { .. }) => "closed by probes",
                (State::HalfOpen { .. }, State::Open { opening, .. }) => match opening.again {
                    Some(Reason::Probe { .. }) => "opened again by probes",
                    Some(Reason::Unanswered { given: 0, .. }) => "ended with nothing out",
                    Some(Reason::Unanswered { .. }) => "ended unanswered",
                    _ => continue,
                },
                _ => continue,
            };
            *met.entry(what).or_default() += 1;
        }
    }
    assert_eq!(met.len(), 7, "{met:?}");
    assert!(met.values().all(|times| *times >= 3), "{met:?}");
}
