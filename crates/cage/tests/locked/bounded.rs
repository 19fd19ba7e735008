//! Memory, stack and time have an end, each with its own name, and the next job works.

use std::time::{Duration, Instant};

use cage::{Cage, Crash, Failure};

use crate::runner::Scene;
use crate::world;

pub const SCENES: &[Scene] = &[
    ("bounded::memory", memory),
    ("bounded::memory_of_the_input", memory_of_the_input),
    ("bounded::stack", stack),
    ("bounded::processor_time", processor_time),
    ("bounded::processor_time_is_counted_per_job", processor_time_is_counted_per_job),
    ("bounded::wall_time", wall_time),
    ("bounded::a_child_that_never_reads", a_child_that_never_reads),
    ("bounded::a_child_that_drips", a_child_that_drips),
];

fn assert_next_works(cage: &Cage) {
    assert_eq!(cage.run(b"echo", b"next").unwrap(), b"next");
}

fn memory() {
    let cage = world::cage_with(1, |limits| limits.address_space_bytes = 128 << 20);
    for deed in ["allocate", "allocate_small", "allocate_at_once"] {
        let failure = cage.run(deed.as_bytes(), b"").unwrap_err();
        assert!(matches!(failure, Failure::MemoryExceeded), "{deed}: {failure:?}");
        assert_eq!(failure.code(), "memory_exceeded");
        assert_next_works(&cage);
    }
    // A parser that asks first is told no, and lives.
    let answer = cage.run(b"allocate_carefully", b"").unwrap();
    assert!(answer.starts_with(b"refused"), "{}", String::from_utf8_lossy(&answer));
}

fn memory_of_the_input() {
    let cage = world::cage_with(1, |limits| limits.address_space_bytes = 128 << 20);
    let input = vec![1; 150 << 20];
    assert!(matches!(cage.run(b"sum", &input), Err(Failure::MemoryExceeded)));
    assert_eq!(cage.run(b"sum", &input[..16 << 20]).unwrap(), (16 << 20).to_string().into_bytes());
}

fn stack() {
    let cage = world::cage(1);
    let failure = cage.run(b"recurse", b"").unwrap_err();
    assert!(matches!(failure, Failure::Crashed(Crash::StackOverflow)), "{failure:?}");
    assert_next_works(&cage);
}

fn processor_time() {
    let cage = world::cage_with(1, |limits| limits.cpu_seconds = 1);
    for run in [Cage::run, Cage::run_alone] {
        let start = Instant::now();
        let failure = run(&cage, b"spin", b"").unwrap_err();
        assert!(matches!(failure, Failure::DeadlineExceeded), "{failure:?}");
        assert_eq!(failure.code(), "deadline_exceeded");
        assert!(start.elapsed() < Duration::from_secs(20), "ended by processor time, not by the wall");
        assert_next_works(&cage);
    }
    // Also after jobs that have used some: the second `spin` of a warm child.
    assert_eq!(cage.run(b"burn 500", b"").unwrap(), b"burnt");
    assert!(matches!(cage.run(b"spin", b""), Err(Failure::DeadlineExceeded)));
}

/// Three seconds in one child that may use two a job.
fn processor_time_is_counted_per_job() {
    let cage = world::cage_with(1, |limits| limits.cpu_seconds = 2);
    let child = world::own_children();
    for _ in 0..3 {
        assert_eq!(cage.run(b"burn 1000", b"").unwrap(), b"burnt");
    }
    assert_eq!(world::own_children(), child, "one child did them all");
}

fn wall_time() {
    let cage = world::cage_with(1, |limits| limits.wall = Duration::from_millis(300));
    for deed in ["sleep", "spin"] {
        for run in [Cage::run, Cage::run_alone] {
            let start = Instant::now();
            let failure = run(&cage, deed.as_bytes(), b"").unwrap_err();
            assert!(matches!(failure, Failure::DeadlineExceeded), "{deed}: {failure:?}");
            assert!(start.elapsed() >= Duration::from_millis(300));
            assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
            assert_next_works(&cage);
        }
    }
}

/// The parent does not wait in writing: a stopped child and 32 MB of input.
fn a_child_that_never_reads() {
    let input = vec![b'x'; 32 << 20];
    let cage = world::cage_with(1, |limits| limits.wall = Duration::from_millis(500));
    let children = world::own_children();
    children.iter().for_each(|pid| world::signal(*pid, libc::SIGSTOP));
    let start = Instant::now();
    let failure = cage.run(b"echo", &input).unwrap_err();
    assert!(matches!(failure, Failure::DeadlineExceeded), "{failure:?}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_next_works(&cage);
    assert_ne!(world::own_children(), children);
    // One that runs but does not look at its input costs nothing.
    assert_eq!(cage.run(b"ignore_input", &input).unwrap(), b"ignored");
}

/// Bytes that come without end and one by one are as late as none.
fn a_child_that_drips() {
    let cage = world::cage_with(1, |limits| limits.wall = Duration::from_millis(400));
    let failure = cage.run_alone(b"claim 1000000", b"").unwrap_err();
    assert!(matches!(failure, Failure::DeadlineExceeded), "{failure:?}");
    assert_next_works(&cage);
}
