//! What a scene sees of this machine: descriptors, children, and the death of a process.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::Duration;

use cage::{Cage, Config, Limits, Strength, probe};

/// The strictest this machine can do; says so where that is less than both locks.
///
/// Without Landlock the scenes run all the same and must end the same: seccomp alone refuses.
pub fn strictest() -> Strength {
    match probe().suffices(Strength::Strict) {
        Ok(()) => Strength::Strict,
        Err(why) => {
            eprintln!("checked in a weak cage: {why}");
            Strength::Weak
        }
    }
}

/// A cage of this program, as strict as can be.
pub fn cage(children: usize) -> Cage {
    cage_with(children, |_| {})
}

/// The same with other limits.
pub fn cage_with(children: usize, change: impl FnOnce(&mut Limits)) -> Cage {
    Cage::new(config(children, strictest(), change)).unwrap()
}

/// Its configuration. The wall limit is far above what any job here needs on a busy machine.
pub fn config(children: usize, strength: Strength, change: impl FnOnce(&mut Limits)) -> Config {
    let mut config = Config { strength, children, ..Config::of_this_program() };
    config.limits.wall = Duration::from_secs(30);
    change(&mut config.limits);
    config
}

/// How many descriptors this process has open.
pub fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// The processes whose parent is `parent`, with their state letter (proc_pid_stat(5)).
pub fn children_of(parent: u32) -> Vec<(u32, char)> {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let pid: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (_, rest) = stat.rsplit_once(") ")?;
        let mut fields = rest.split(' ');
        let state = fields.next()?.chars().next()?;
        (fields.next()?.parse() == Ok(parent)).then_some((pid, state))
    });
    processes.collect()
}

/// The children of this process.
pub fn own_children() -> Vec<u32> {
    children_of(std::process::id()).into_iter().map(|(pid, _)| pid).collect()
}

/// Sends a signal.
pub fn signal(pid: u32, signal: i32) {
    // SAFETY: integers only.
    assert_eq!(unsafe { libc::kill(pid.cast_signed(), signal) }, 0);
}

/// A process that is waited for without being its parent.
pub struct Watched(OwnedFd);

impl Watched {
    /// `None` where it does not exist (any more).
    pub fn of(pid: u32) -> Option<Self> {
        // SAFETY: integers only.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        // SAFETY: just opened for us.
        (fd >= 0).then(|| Self(unsafe { OwnedFd::from_raw_fd(i32::try_from(fd).unwrap()) }))
    }

    /// Whether it ends within so many seconds.
    pub fn ends_within(&self, seconds: i32) -> bool {
        let mut poll = libc::pollfd { fd: self.0.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one entry, ours.
        let ready = unsafe { libc::poll(&raw mut poll, 1, seconds * 1000) };
        assert!(ready >= 0, "{}", io::Error::last_os_error());
        ready == 1
    }
}
