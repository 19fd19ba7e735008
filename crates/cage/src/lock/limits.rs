//! Resource limits of the child (setrlimit(2)), lowered and never raised.
//!
//! RLIMIT_CPU counts the whole life of a process, so the *soft* limit is set anew by the parent
//! before each job (see `child`); a child may not change its own. The hard limit set here is what
//! all jobs of its life may use together and cannot be caught or blocked.

use std::io;

use rlimit::Resource;

use crate::entry::Orders;

/// Recursion deeper than this is a crash.
const STACK_BYTES: u64 = 8 << 20;

/// The three standard descriptors and the memory of one job.
const DESCRIPTORS: u64 = 4;

/// Sets all limits. Called before Landlock, which needs one descriptor more for a moment; that is
/// why descriptors are limited by [`DESCRIPTORS`] and not by three.
pub fn tighten_all(orders: &Orders) -> io::Result<()> {
    refuse_if_already_larger(orders.address_space_bytes)?;
    tighten(Resource::CPU, orders.cpu_seconds, orders.cpu_seconds_of_life)?;
    for (resource, most) in [
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NPROC, 0),
        (Resource::MEMLOCK, 0),
        (Resource::MSGQUEUE, 0),
        (Resource::NOFILE, DESCRIPTORS),
        (Resource::STACK, STACK_BYTES),
        (Resource::AS, orders.address_space_bytes),
    ] {
        tighten(resource, most, most)?;
    }
    Ok(())
}

fn tighten(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let (_, most) = resource.get()?;
    let hard = hard.min(most);
    resource.set(soft.min(hard), hard)
}

/// An allocator that has reserved more address space than the limit before the limit is set could
/// go on inside its reserve as if there were none. Then there must be no child.
fn refuse_if_already_larger(limit: u64) -> io::Result<()> {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return Ok(()); // without /proc nothing can be said, and the limits below still hold
    };
    let bytes =
        address_space_bytes(&status).ok_or_else(|| io::Error::other("/proc/self/status has no VmSize"))?;
    if bytes < limit {
        return Ok(());
    }
    let why = format!("{bytes} bytes of address space are reserved before the limit of {limit} is set");
    Err(io::Error::other(why))
}

/// The line `VmSize:    12345 kB` of proc_pid_status(5).
fn address_space_bytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_space_is_read_and_compared() {
        assert_eq!(address_space_bytes("Name:\tx\nVmPeak:\t 9 kB\nVmSize:\t    2048 kB\n"), Some(2 << 20));
        assert_eq!(address_space_bytes("Name:\tx\n"), None);
        assert!(refuse_if_already_larger(1).is_err());
        assert!(refuse_if_already_larger(u64::MAX).is_ok());
    }
}
