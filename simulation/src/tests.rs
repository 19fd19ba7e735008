//! The short campaign: the program as it is is clean, meets what is rare and repeats itself; each build that is broken on
//! purpose is caught.

use crate::broken;
use crate::build::Build;
use crate::campaign::Campaign;

/// Histories of the short campaign.
const HISTORIES: u64 = 300;

/// A broken build is caught within so many seeds.
const CAUGHT_WITHIN: u64 = 200;

#[test]
fn the_program_as_it_is_stands_every_history_and_meets_what_is_rare() {
    let mut campaign = Campaign::of(Build::honest()).unwrap();
    if let Some(told) = campaign.first_failure(0..HISTORIES).unwrap() {
        panic!("{}", told.failure("honest").unwrap());
    }
    assert!(campaign.unmet().is_empty(), "never met: {:?}", campaign.unmet());
}

#[test]
fn a_seed_is_one_history_with_the_same_bytes_each_time() {
    let mut campaign = Campaign::of(Build::honest()).unwrap();
    for seed in 0..20 {
        let (first, second) = (campaign.run(seed).unwrap(), campaign.run(seed).unwrap());
        assert_eq!(first.fold, second.fold, "seed {seed}");
        assert_eq!(first.releases, second.releases, "seed {seed}");
        assert!(!first.releases.is_empty(), "seed {seed} released nothing");
    }
}

#[test]
fn each_broken_build_is_caught() {
    for build in broken::builds() {
        let mut campaign = Campaign::of(build).unwrap();
        let caught = campaign.first_failure(0..CAUGHT_WITHIN).unwrap();
        let caught = caught.unwrap_or_else(|| panic!("'{}' was not caught", build.name));
        let first = &caught.wrong[0];
        println!("'{}' caught by seed {}: {} {}", build.name, caught.seed, first.invariant, first.what);
    }
}
