//! The child locks itself: the order in which rights are given up, from the first to the last.
//!
//! Promised: either everything that the strength asks for holds, or an error and no job is read.
//! Each step stands alone, so that one that fails in the kernel leaves the others standing:
//! Landlock refuses files without seccomp, seccomp refuses them without Landlock, and limits, no new
//! privileges and the parent's deadline hold without either.

mod before;

mod limits;

mod files;

mod system_calls;

use crate::entry::Orders;
use crate::{Lock, Strength, kernel};

/// Locks this process. The error says in words which step failed.
pub fn lock_self(orders: &Orders) -> Result<Lock, String> {
    before::check(orders.address_space_bytes)?;
    kernel::clear_environment();
    step("close inherited descriptors", kernel::close_all_others())?;
    step("leave the working directory", std::env::set_current_dir("/"))?;
    // Where memory runs out on the whole machine, the kernel takes this process first. Without
    // /proc it takes whom it likes: a comfort, not a lock.
    let _comfort = std::fs::write("/proc/self/oom_score_adj", "1000");
    step("forbid dumps and tracing", kernel::forbid_dumps())?;
    step("take the signal of the processor limit", kernel::end_at_processor_limit())?;
    step("limit memory, time and descriptors", limits::tighten_all(orders))?;
    step("drop capabilities", kernel::drop_capabilities())?;
    step("give up new privileges", kernel::refuse_new_privileges())?;
    let landlock_abi = required(orders.strength, "Landlock", files::refuse_all())?;
    let seccomp = required(orders.strength, "seccomp", system_calls::refuse_all_but_ours())?;
    Ok(Lock { landlock_abi, seccomp: seccomp.is_some() })
}

fn step<T>(what: &str, result: std::io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("could not {what}: {error}"))
}

/// Strict: the step's error. Weak: the step's absence.
fn required<T>(strength: Strength, what: &str, result: Result<T, String>) -> Result<Option<T>, String> {
    match (result, strength) {
        (Ok(value), _) => Ok(Some(value)),
        (Err(_), Strength::Weak) => Ok(None),
        (Err(why), Strength::Strict) => Err(format!("{what}: {why}")),
    }
}
