//! Warm children, their recycling, and what is left behind: nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cage::{Cage, Config, Failure};

use crate::runner::Scene;
use crate::world;

pub const SCENES: &[Scene] = &[
    ("pool::eight_threads_and_many_jobs", eight_threads_and_many_jobs),
    ("pool::mixed_with_every_kind_of_fault", mixed_with_every_kind_of_fault),
    ("pool::recycled_after_its_share", recycled_after_its_share),
    ("pool::alone_means_alone", alone_means_alone),
    ("pool::a_child_outlives_the_thread_that_caused_it", a_child_outlives_the_thread_that_caused_it),
    ("pool::no_job_pays_for_a_child_that_died_idle", no_job_pays_for_a_child_that_died_idle),
    ("pool::nothing_is_left_behind", nothing_is_left_behind),
    ("pool::a_program_without_a_cage_is_refused", a_program_without_a_cage_is_refused),
];

fn eight_threads_and_many_jobs() {
    let cage = world::cage(3);
    let most = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..8_u32 {
            let (cage, most) = (&cage, &most);
            scope.spawn(move || {
                for job in 0..150_u32 {
                    let input = [thread.to_le_bytes(), job.to_le_bytes()].concat().repeat(job as usize);
                    assert_eq!(cage.run(b"echo", &input).unwrap(), input);
                    most.fetch_max(
                        if job % 50 == 0 { world::own_children().len() } else { 0 },
                        Ordering::Relaxed,
                    );
                }
            });
        }
    });
    assert!((1..=3).contains(&most.into_inner()), "never more children than allowed");
}

/// Each thread does one kind of harm over and over; the ones that do none notice nothing.
fn mixed_with_every_kind_of_fault() {
    let cage = world::cage_with(2, |limits| {
        limits.address_space_bytes = 128 << 20;
        limits.answer_bytes_max = 1 << 20;
    });
    let deeds = [
        ("read /etc/hostname", "parser_crashed"),
        ("allocate_at_once", "memory_exceeded"),
        ("recurse", "parser_crashed"),
        ("panic x", "parser_crashed"),
        ("garbage", "parser_crashed"),
        ("answer 2000000", "memory_exceeded"),
    ];
    std::thread::scope(|scope| {
        for (deed, code) in deeds {
            let cage = &cage;
            scope.spawn(move || {
                for turn in 0..10 {
                    let failure = if turn % 2 == 0 {
                        cage.run(deed.as_bytes(), b"")
                    } else {
                        cage.run_alone(deed.as_bytes(), b"")
                    };
                    assert_eq!(failure.map_err(|f| f.code()), Err(code), "{deed}");
                }
            });
        }
        for thread in 0..2_u8 {
            let cage = &cage;
            scope.spawn(move || {
                (0..60).for_each(|_| assert_eq!(cage.run(b"echo", &[thread]).unwrap(), [thread]))
            });
        }
    });
}

fn recycled_after_its_share() {
    let cage = world::cage_with(1, |limits| limits.jobs_per_child = 5);
    let mut seen = std::collections::BTreeSet::new();
    for job in 0..15 {
        // Between jobs: the fifth ends its child, the sixth starts the next.
        cage.run(b"echo", b"").unwrap();
        assert_eq!(world::own_children().is_empty(), job % 5 == 4);
        seen.extend(world::own_children());
    }
    assert_eq!(seen.len(), 3);
}

fn alone_means_alone() {
    let cage = world::cage(1);
    let warm = world::own_children();
    assert_eq!(cage.run_alone(b"echo", b"x").unwrap(), b"x");
    assert!(world::own_children().is_empty(), "the idle one made room, the lone one is gone");
    cage.run(b"echo", b"x").unwrap();
    assert_ne!(world::own_children(), warm);
}

/// A child is tied to a thread; it must not be a worker's.
fn a_child_outlives_the_thread_that_caused_it() {
    let cage = world::cage_with(1, |limits| limits.jobs_per_child = 2);
    cage.run(b"echo", b"").unwrap();
    cage.run(b"echo", b"").unwrap();
    assert!(world::own_children().is_empty());
    std::thread::scope(|scope| drop(scope.spawn(|| cage.run(b"echo", b"").unwrap())));
    let child = world::own_children();
    assert_eq!(child.len(), 1);
    assert!(!world::Watched::of(child[0]).unwrap().ends_within(0));
    assert_eq!(cage.run(b"echo", b"still there").unwrap(), b"still there");
}

fn no_job_pays_for_a_child_that_died_idle() {
    let cage = world::cage(2);
    for _ in 0..5 {
        let idle = world::own_children();
        for pid in &idle {
            let watched = world::Watched::of(*pid).unwrap();
            world::signal(*pid, libc::SIGKILL);
            assert!(watched.ends_within(10));
        }
        assert_eq!(cage.run(b"echo", b"fine").unwrap(), b"fine");
        assert_ne!(world::own_children(), idle);
    }
}

/// Descriptors and children (zombies are children) before, in between, and after.
fn nothing_is_left_behind() {
    let (descriptors, children) = (world::descriptors(), world::own_children());
    assert!(children.is_empty(), "{children:?}");
    let cage = world::cage_with(1, |limits| {
        limits.wall = Duration::from_millis(200);
        limits.answer_bytes_max = 1000;
    });
    let with_one = world::descriptors();
    let deeds = [
        "echo",
        "read /x",
        "fork",
        "allocate_at_once",
        "recurse",
        "sleep",
        "exit 0",
        "garbage",
        "answer 2000",
        "panic",
    ];
    for deed in deeds {
        let _any = cage.run(deed.as_bytes(), b"input");
        let _any = cage.run_alone(deed.as_bytes(), b"input");
        cage.run(b"echo", b"").unwrap();
        assert_eq!(world::descriptors(), with_one, "{deed}");
        assert_eq!(world::own_children().len(), 1, "{deed}");
    }
    drop(cage);
    assert_eq!(world::descriptors(), descriptors);
    assert_eq!(world::own_children(), children);
}

fn a_program_without_a_cage_is_refused() {
    for program in ["/bin/true", "/bin/cat", "/bin/echo"] {
        let config = Config { program: program.into(), ..world::config(1, world::strictest(), |_| {}) };
        let failure = Cage::new(config).err().unwrap();
        assert!(matches!(failure, Failure::CannotLock(_)), "{program}: {failure:?}");
        assert_eq!(failure.code(), "cage_unavailable");
        assert!(!failure.blames_the_job());
    }
    let config =
        Config { program: "/no/such/program".into(), ..world::config(1, world::strictest(), |_| {}) };
    assert!(matches!(Cage::new(config), Err(Failure::Io { .. })));
    assert!(world::own_children().is_empty());
}
