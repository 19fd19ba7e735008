//! What a process can ask or say about itself and its children.

use std::io;
use std::time::Duration;

use super::checked;

/// The kernel kills this process when the thread that started it ends.
pub fn die_with_parent() -> io::Result<()> {
    // SAFETY: this option takes one integer and touches no memory of ours.
    checked(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL, 0, 0, 0) }).map(drop)
}

/// The signal of a used-up processor limit ends this process, whatever it has inherited.
pub fn end_at_processor_limit() -> io::Result<()> {
    // SAFETY: the default action runs no code of ours.
    match unsafe { libc::signal(libc::SIGXCPU, libc::SIG_DFL) } {
        libc::SIG_ERR => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// No program that this process could start has more rights than it; Landlock and seccomp ask for it.
pub fn refuse_new_privileges() -> io::Result<()> {
    // SAFETY: this option takes integers and touches no memory of ours.
    checked(unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }).map(drop)
}

/// No core file, also none through a pipe, and no process of the same user may trace this one.
pub fn forbid_dumps() -> io::Result<()> {
    // SAFETY: this option takes one integer and touches no memory of ours.
    checked(unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) }).map(drop)
}

/// What `ps` and `top` show.
pub fn name_process(name: &std::ffi::CStr) {
    // SAFETY: the kernel copies at most 16 bytes of a NUL-terminated string that is ours.
    let _only_cosmetic = unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr(), 0, 0, 0) };
}

/// Forgets every environment variable. Called before the process has a second thread.
pub fn clear_environment() {
    // SAFETY: nothing else reads the environment meanwhile: there is one thread.
    let _always_zero = unsafe { libc::clearenv() };
}

/// Closes every descriptor from 3 on, the ones after the three standard ones.
///
/// Only for the first line of `main`, where no value of this process owns one of them yet.
pub fn close_all_others() -> io::Result<()> {
    // SAFETY: takes integers; see above for what it closes.
    let value = unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, 0) };
    match value {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Gives up every capability, for a program that was started as root.
pub fn drop_capabilities() -> io::Result<()> {
    // The layout of capset(2), version 3: a header, then two sets of three words.
    #[repr(C)]
    struct Header {
        version: u32,
        pid: i32,
    }
    let header = Header { version: 0x2008_0522, pid: 0 };
    let none = [[0_u32; 3]; 2];
    // SAFETY: both pointers are to values of the layout and size that version 3 asks for.
    let value = unsafe { libc::syscall(libc::SYS_capset, &raw const header, none.as_ptr()) };
    if value == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Landlock's interface version, or `None` where the kernel lacks it or has it switched off.
pub fn landlock_abi() -> Option<u32> {
    const VERSION: u32 = 1;
    // SAFETY: with this flag the kernel reads no memory and opens nothing.
    let value =
        unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, std::ptr::null::<u8>(), 0_usize, VERSION) };
    u32::try_from(value).ok().filter(|abi| *abi > 0)
}

/// Whether seccomp filters can kill a whole process.
pub fn can_filter_system_calls() -> bool {
    let action = libc::SECCOMP_RET_KILL_PROCESS;
    // SAFETY: the kernel reads one word, which is ours, and changes nothing.
    let value =
        unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_GET_ACTION_AVAIL, 0, &raw const action) };
    value == 0
}

/// Processor time that process `pid` has used so far, all its threads together.
pub fn cpu_time_of(pid: u32) -> io::Result<Duration> {
    let pid = libc::pid_t::try_from(pid).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut clock = 0;
    // SAFETY: the pointer is to a local of the right type.
    match unsafe { libc::clock_getcpuclockid(pid, &raw mut clock) } {
        0 => {}
        code => return Err(io::Error::from_raw_os_error(code)),
    }
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a local of the right type.
    checked(unsafe { libc::clock_gettime(clock, &raw mut time) })?;
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Ok(Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0)))
}

/// Kills every process of the group that `leader`, a child not yet waited for, was started to lead.
pub fn kill_group(leader: u32) -> io::Result<()> {
    // 0 and 1 would name our own group and everybody.
    let Some(group) = libc::pid_t::try_from(leader).ok().filter(|group| *group > 1) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    // SAFETY: integers only; the group cannot be somebody else's while its leader is not waited for.
    checked(unsafe { libc::kill(-group, libc::SIGKILL) }).map(drop)
}

/// Ends this process at once: no destructor, no exit handler, no buffer is written out.
pub fn end_now(status: i32) -> ! {
    // SAFETY: does not return, so that nothing is left in a half state that somebody could see.
    unsafe { libc::_exit(status) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_of_this_process_grows() {
        let before = cpu_time_of(std::process::id()).unwrap();
        let mut turns = 0_u64;
        while cpu_time_of(std::process::id()).unwrap() == before {
            turns = std::hint::black_box(turns + 1);
        }
        assert!(cpu_time_of(std::process::id()).unwrap() > before);
    }

    #[test]
    fn no_group_is_killed_that_is_not_a_childs() {
        for leader in [0, 1, u32::MAX] {
            assert_eq!(kill_group(leader).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn a_process_that_does_not_exist_has_no_time() {
        const ABOVE_ALL: u32 = (4 << 20) + 1; // PID_MAX_LIMIT of 64-bit kernels
        assert!(cpu_time_of(ABOVE_ALL).is_err());
        assert!(cpu_time_of(u32::MAX).is_err());
    }
}
