//! Other machines, and a parent that dies: each is played by this binary started once more.
//!
//! A kernel without Landlock or seccomp is one that says so: a seccomp filter in the played machine
//! answers ENOSYS for the calls of the one or the other, and the cage's children inherit it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use cage::{Cage, Crash, Failure, Strength};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

use crate::runner::Scene;
use crate::world;

pub const SCENES: &[Scene] = &[
    ("machines::without_landlock", || assert_plays("without_landlock")),
    ("machines::without_seccomp", || assert_plays("without_seccomp")),
    ("machines::without_either", || assert_plays("without_either")),
    ("machines::deaf_to_the_processor_limit", || assert_plays("deaf")),
    ("machines::stdout_goes_nowhere", stdout_goes_nowhere),
    ("machines::started_by_hand", started_by_hand),
    ("machines::a_child_dies_with_its_parent", a_child_dies_with_its_parent),
];

/// The first argument of a played machine.
const STAGE: &str = "--play";

/// Plays a machine if this process was started as one.
pub fn play_if_asked() -> bool {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, stage, part] = arguments.as_slice() else { return false };
    if stage != STAGE {
        return false;
    }
    match part.as_str() {
        "without_landlock" => without(&[libc::SYS_landlock_create_ruleset], without_landlock),
        "without_seccomp" => without(&[libc::SYS_seccomp], without_seccomp),
        "without_either" => {
            without(&[libc::SYS_landlock_create_ruleset, libc::SYS_seccomp], without_either);
        }
        "stdout" => {
            let answer = world::cage(1).run(b"stdout LEAK", b"").unwrap();
            assert_eq!(answer, b"said");
            println!("the parent speaks");
        }
        "deaf" => deaf(),
        "hostage" => hostage(),
        other => panic!("no part {other}"),
    }
    true
}

fn stage(part: &str) -> Command {
    let mut command = Command::new("/proc/self/exe");
    command.args([STAGE, part]);
    command
}

fn assert_plays(part: &str) {
    let Output { status, stderr, .. } = stage(part).output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
}

fn without(calls: &[libc::c_long], part: fn()) {
    let rules: BTreeMap<_, _> = calls.iter().map(|call| (*call, vec![])).collect();
    let missing = SeccompAction::Errno(libc::ENOSYS as u32);
    let arch = std::env::consts::ARCH.try_into().unwrap();
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, missing, arch).unwrap();
    seccompiler::apply_filter(&BpfProgram::try_from(filter).unwrap()).unwrap();
    part();
}

fn cannot_lock(strength: Strength) -> bool {
    let cage = Cage::new(world::config(1, strength, |_| {}));
    matches!(cage, Err(Failure::CannotLock(why)) if !why.is_empty())
}

fn weak() -> Cage {
    Cage::new(world::config(1, Strength::Weak, |_| {})).unwrap()
}

/// Seccomp alone refuses files too.
fn without_landlock() {
    assert_eq!(cage::probe().landlock_abi, None);
    assert!(cannot_lock(Strength::Strict));
    let cage = weak();
    assert_eq!((cage.lock().landlock_abi, cage.lock().seccomp), (None, true));
    for deed in ["read /etc/passwd", "write /tmp/x", "connect_tcp 127.0.0.1:1", "fork", "exec /bin/true"] {
        let failure = cage.run(deed.as_bytes(), b"").unwrap_err();
        assert!(
            matches!(failure, Failure::Crashed(Crash::Signal { number: libc::SIGSYS })),
            "{deed}: {failure:?}"
        );
        assert_eq!(cage.run(b"echo", b"next").unwrap(), b"next");
    }
}

/// Landlock alone refuses files, limits alone refuse processes and memory.
fn without_seccomp() {
    assert!(!cage::probe().seccomp);
    assert!(cannot_lock(Strength::Strict));
    let cage = weak();
    assert!(!cage.lock().seccomp);
    if cage.lock().landlock_abi.is_none() {
        eprintln!("files not checked: this kernel has no Landlock");
        return;
    }
    for deed in ["read /etc/passwd", "write /tmp/x", "list /", "run /bin/true"] {
        let answer = cage.run(deed.as_bytes(), b"").unwrap();
        assert!(answer.starts_with(b"refused"), "{deed}: {}", String::from_utf8_lossy(&answer));
    }
    assert!(
        cage.lock().landlock_abi < Some(4)
            || cage.run(b"connect_tcp 127.0.0.1:1", b"").unwrap().starts_with(b"refused: Permission")
    );
}

/// Nothing but limits, and they hold.
fn without_either() {
    assert!(cannot_lock(Strength::Strict));
    let cage = weak();
    assert_eq!((cage.lock().landlock_abi, cage.lock().seccomp), (None, false));
    // SAFETY: asks for a number.
    let is_root = unsafe { libc::geteuid() } == 0; // whom the number of processes does not bind
    for deed in ["fork", "thread", "write /tmp/x", "raise_limit"] {
        // NPROC and FSIZE are 0, descriptors are used up, limits only go down.
        let answer = cage.run_alone(deed.as_bytes(), b"");
        let is_done = answer.as_deref().is_ok_and(|answer| answer == b"done");
        assert!(!is_done || (is_root && ["fork", "thread"].contains(&deed)), "{deed}: {answer:?}");
    }
    assert!(matches!(cage.run(b"allocate_at_once", b""), Err(Failure::MemoryExceeded)));
    assert_eq!(cage.run(b"echo", b"next").unwrap(), b"next");
}

/// A program that ignores the signal of its processor limit hands that down to what it starts.
fn deaf() {
    // SAFETY: ignoring a signal runs no code of ours.
    assert_ne!(unsafe { libc::signal(libc::SIGXCPU, libc::SIG_IGN) }, libc::SIG_ERR);
    let wall = Duration::from_secs(120);
    let cage = world::cage_with(1, |limits| (limits.cpu_seconds, limits.wall) = (1, wall));
    let start = Instant::now();
    assert!(matches!(cage.run(b"burn 40000", b""), Err(Failure::DeadlineExceeded)));
    assert!(start.elapsed() < wall);
}

fn stdout_goes_nowhere() {
    let Output { status, stdout, stderr } = stage("stdout").output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    assert_eq!(String::from_utf8_lossy(&stdout), "the parent speaks\n");
    assert!(!String::from_utf8_lossy(&stderr).contains("LEAK"));
}

fn started_by_hand() {
    let parent = std::process::id().to_string();
    let good = ["__cage", &parent, "536870912", "1", "1", "strict"];
    for arguments in [&good[..1], &good[..5], &good[..]] {
        let mut command = Command::new("/proc/self/exe");
        let Output { status, stdout, .. } = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        assert_eq!(status.code(), Some(2), "{arguments:?}");
        assert!(stdout.is_empty());
    }
}

/// The parent's part: one child that spins and one that waits for a job.
fn hostage() {
    let cage = world::cage_with(2, |limits| limits.cpu_seconds = 3600);
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| cage.run(b"burn 1000000", b""));
        let idle = scope.spawn(|| cage.run(b"burn 1000", b""));
        while world::own_children().len() < 2 && !busy.is_finished() && !idle.is_finished() {
            std::thread::yield_now();
        }
        println!("ready");
    });
}

fn a_child_dies_with_its_parent() {
    let mut parent = stage("hostage").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(parent.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    let children = world::children_of(parent.id());
    assert_eq!(children.len(), 2);
    let watched: Vec<_> = children.iter().map(|(pid, _)| world::Watched::of(*pid).unwrap()).collect();
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert!(watched.iter().all(|child| child.ends_within(10)));
}
