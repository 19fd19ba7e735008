//! What this kernel can lock, for `doctor` and for refusing to start.
//!
//! It asks and changes nothing. It refuses to know the configuration.

use crate::{Failure, Strength, kernel};

/// What the running kernel offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// Landlock's interface version: 1 refuses files, 4 also TCP, 6 also signals and abstract sockets.
    pub landlock_abi: Option<u32>,
    /// Whether a process can be bound to a list of system calls and killed for any other.
    pub seccomp: bool,
}

/// What holds a running child, as it reported before its first job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Landlock's interface version, where it holds.
    pub landlock_abi: Option<u32>,
    /// Whether the list of system calls holds.
    pub seccomp: bool,
}

impl Lock {
    /// Both locks hold.
    pub fn is_strict(&self) -> bool {
        self.landlock_abi.is_some() && self.seccomp
    }
}

/// Asks the kernel.
pub fn probe() -> Support {
    Support { landlock_abi: kernel::landlock_abi(), seccomp: kernel::can_filter_system_calls() }
}

impl Support {
    /// Whether a cage of this strength can be started here.
    pub fn suffices(&self, strength: Strength) -> Result<(), Failure> {
        let missing = match (self.landlock_abi.is_some(), self.seccomp) {
            (true, true) => return Ok(()),
            (false, true) => "this kernel has no Landlock (Linux 5.13 or later, and in the lsm= list)",
            (true, false) => "this kernel has no seccomp filters",
            (false, false) => "this kernel has neither Landlock nor seccomp filters",
        };
        match strength {
            Strength::Weak => Ok(()),
            Strength::Strict => Err(Failure::CannotLock(missing.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_needs_both_locks_and_weak_needs_none() {
        for landlock_abi in [None, Some(1), Some(7)] {
            for seccomp in [false, true] {
                let support = Support { landlock_abi, seccomp };
                assert_eq!(support.suffices(Strength::Strict).is_ok(), landlock_abi.is_some() && seccomp);
                assert!(support.suffices(Strength::Weak).is_ok());
            }
        }
    }

    #[test]
    fn the_kernel_answers() {
        // Both are asked the same way twice; a kernel does not change its mind.
        assert_eq!(probe(), probe());
    }
}
