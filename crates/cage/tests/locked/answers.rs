//! Answers: any length within the limit, and what a child sends instead of one.

use cage::{Crash, Failure};

use crate::runner::Scene;
use crate::world;

pub const SCENES: &[Scene] = &[
    ("answers::of_any_length", of_any_length),
    ("answers::too_large", too_large),
    ("answers::garbled", garbled),
    ("answers::said_twice", said_twice),
    ("answers::crashes_have_their_name", crashes_have_their_name),
    ("answers::a_panic_tells_its_place_and_no_contents", a_panic_tells_its_place_and_no_contents),
    ("answers::noise_on_stderr_is_no_fault", noise_on_stderr_is_no_fault),
];

fn of_any_length() {
    let cage = world::cage(1);
    assert_eq!(cage.run(b"", b"").unwrap(), b"no such work: ");
    for bytes in [0, 1, 4095, 4096, 4097, 262_144, 262_145, 5_000_001] {
        let input: Vec<u8> = (0..bytes).map(|n: u32| (n % 251) as u8).collect();
        assert_eq!(cage.run(b"echo", &input).unwrap(), input, "{bytes}");
        assert_eq!(cage.run_alone(b"echo", &input).unwrap(), input, "{bytes}");
    }
}

fn too_large() {
    let cage = world::cage_with(1, |limits| limits.answer_bytes_max = 1000);
    assert_eq!(cage.run(b"answer 1000", b"").unwrap().len(), 1000);
    for (deed, claimed) in [("answer 1001", 1001), ("answer 300000000", 300_000_000), ("claim", u64::MAX)] {
        let failure = cage.run_alone(deed.as_bytes(), b"").unwrap_err();
        let Failure::AnswerTooLarge { bytes, limit: 1000 } = failure else { panic!("{deed}: {failure:?}") };
        assert_eq!(bytes, claimed);
        assert_eq!(failure.code(), "memory_exceeded");
        assert_eq!(cage.run(b"echo", b"next").unwrap(), b"next");
    }
}

fn garbled() {
    let cage = world::cage(1);
    for deed in ["garbage", "garbage_for_ever", "foreign_number"] {
        let failure = cage.run_alone(deed.as_bytes(), b"").unwrap_err();
        assert!(matches!(failure, Failure::Crashed(Crash::Garbled)), "{deed}: {failure:?}");
        assert_eq!(cage.run(b"echo", b"next").unwrap(), b"next");
    }
}

/// What a child says unasked never becomes the answer of the job after it.
fn said_twice() {
    let cage = world::cage(1);
    let before = world::own_children();
    assert_eq!(cage.run(b"answer_twice", b"").unwrap(), b"first");
    assert_eq!(cage.run(b"echo", b"mine").unwrap(), b"mine");
    assert_ne!(world::own_children(), before, "it was replaced");
}

fn crashes_have_their_name() {
    let cage = world::cage(1);
    for (deed, name) in [
        ("exit 0", Crash::Exit(0)),
        ("exit 7", Crash::Exit(7)),
        ("abort", Crash::Signal { number: libc::SIGABRT }),
    ] {
        let failure = cage.run(deed.as_bytes(), b"").unwrap_err();
        let Failure::Crashed(crash) = failure else { panic!("{deed}: {failure:?}") };
        assert_eq!(crash, name);
        assert_eq!(cage.run(b"echo", b"next").unwrap(), b"next");
    }
}

fn a_panic_tells_its_place_and_no_contents() {
    let cage = world::cage(1);
    let failure = cage.run(b"panic SECRET", b"SECRET").unwrap_err();
    let all = format!("{failure} {failure:?}");
    assert!(!all.contains("SECRET"), "{all}");
    let Failure::Crashed(Crash::Panic(Some(place))) = failure else { panic!("{all}") };
    assert!(place.contains("evil.rs:"), "{place}");
}

/// More than a pipe holds, over a few jobs; the last words after it are still heard.
fn noise_on_stderr_is_no_fault() {
    let cage = world::cage(1);
    let before = world::own_children();
    for _ in 0..5 {
        assert_eq!(cage.run(b"stderr warning", b"").unwrap(), b"said");
    }
    assert_eq!(world::own_children(), before, "the same child");
    assert!(matches!(cage.run(b"allocate_at_once", b""), Err(Failure::MemoryExceeded)));
}
