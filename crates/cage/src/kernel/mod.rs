//! The few system calls that std does not wrap, each as a function that is safe to call.
//!
//! This is the only place with `unsafe` code. Every function keeps its own promises towards the
//! kernel, whatever its arguments; none decides anything.

mod memory;

mod process;

mod socket;

pub use memory::{Mapping, sealed_memory};
pub use process::{
    can_filter_system_calls, clear_environment, close_all_others, cpu_time_of, die_with_parent,
    drop_capabilities, end_at_processor_limit, end_now, forbid_dumps, kill_group, landlock_abi, name_process,
    refuse_new_privileges,
};
pub use socket::{is_open_and_quiet, never_wait, receive_with_memory, send_with_memory, stdin_socket};

/// The system's error of the call that has just failed, or its (non-negative) value.
fn checked(value: libc::c_int) -> std::io::Result<libc::c_int> {
    if value < 0 { Err(std::io::Error::last_os_error()) } else { Ok(value) }
}
