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

/// The three standard descriptors, and one that is Landlock's while it locks and a job's memory after.
const DESCRIPTORS: u64 = 4;

/// Sets all limits, each no higher than it was.
pub fn tighten_all(orders: &Orders) -> io::Result<()> {
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
