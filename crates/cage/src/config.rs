//! What a cage is made from: which program, how much it may use, how strictly it is locked.
//!
//! Defaults are those of the limits table. It refuses to know where settings come from.

use std::path::PathBuf;
use std::time::Duration;

use crate::Failure;

/// What one job, and the child that runs it, may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// All memory of the child, its program included, in bytes (RLIMIT_AS). Default 512 MiB.
    pub address_space_bytes: u64,
    /// Processor time of one job, in whole seconds. Default 10. Measured per job in a warm child.
    pub cpu_seconds: u64,
    /// From the handing over of a job to its whole answer. Default 20 s, at most a day. Waiting for a
    /// free child, and starting one, come before it.
    pub wall: Duration,
    /// The longest answer taken, in bytes. Default 64 MiB.
    pub answer_bytes_max: u64,
    /// After so many jobs a warm child is replaced. Default 64.
    pub jobs_per_child: u32,
}

/// A deadline beyond this is no deadline.
const WALL_MAX: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for Limits {
    fn default() -> Self {
        Self {
            address_space_bytes: 512 << 20,
            cpu_seconds: 10,
            wall: Duration::from_secs(20),
            answer_bytes_max: 64 << 20,
            jobs_per_child: 64,
        }
    }
}

/// What is done where the kernel cannot lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Landlock (files) and seccomp must both hold, or no child is started.
    Strict,
    /// Whatever the kernel has is used; limits, `no_new_privs` and the deadline hold in any case.
    Weak,
}

/// How a [`crate::Cage`] is made.
#[derive(Debug, Clone)]
pub struct Config {
    /// The program whose `main` begins with [`crate::enter_if_child`].
    pub program: PathBuf,
    /// What a job may use.
    pub limits: Limits,
    /// What is done where the kernel cannot lock.
    pub strength: Strength,
    /// How many children may live at once; more callers wait for one to be free.
    pub children: usize,
}

impl Config {
    /// This program itself, default limits, strict, one child a processor.
    ///
    /// `/proc/self/exe` and not a path: it names the running program also after the file was
    /// replaced by another version.
    pub fn of_this_program() -> Self {
        Self {
            program: PathBuf::from("/proc/self/exe"),
            limits: Limits::default(),
            strength: Strength::Strict,
            children: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        }
    }

    /// Refuses numbers under which no job could ever end well.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let limits = &self.limits;
        let wrong = [
            (self.children == 0, "children is 0"),
            (limits.address_space_bytes < 32 << 20, "address_space_bytes is under 32 MiB"),
            (limits.cpu_seconds == 0, "cpu_seconds is 0"),
            (limits.wall.is_zero(), "wall is 0"),
            (limits.wall > WALL_MAX, "wall is over a day"),
            (limits.jobs_per_child == 0, "jobs_per_child is 0"),
        ];
        match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, why)) => Err(Failure::Misconfigured(why)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_accepted_and_each_senseless_number_is_refused() {
        let good = Config::of_this_program();
        assert!(good.check().is_ok());
        let spoil: [fn(&mut Config); 6] = [
            |c| c.children = 0,
            |c| c.limits.address_space_bytes = 1 << 20,
            |c| c.limits.cpu_seconds = 0,
            |c| c.limits.wall = Duration::ZERO,
            |c| c.limits.wall = Duration::MAX,
            |c| c.limits.jobs_per_child = 0,
        ];
        for change in spoil {
            let mut config = good.clone();
            change(&mut config);
            assert!(matches!(config.check(), Err(Failure::Misconfigured(_))));
        }
    }
}
