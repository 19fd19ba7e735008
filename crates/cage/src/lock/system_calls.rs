//! seccomp: the system calls a parser may make, all others end the process (SIGSYS).
//!
//! Killed rather than refused: a parser that tries to open a file has been taken over or does what
//! no parser may, and both must be seen. Only calls that libraries make in passing and can do
//! without are answered EPERM. What is allowed reaches memory, clocks, the process itself and the
//! descriptors it already has, which are its pipe, two dead ends and the job's memory.

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

type Rules = BTreeMap<c_long, Vec<SeccompRule>>;

/// Allowed whatever their arguments.
const ALLOWED: &[c_long] = &[
    // last words
    libc::SYS_write,
    libc::SYS_writev,
    // memory
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // locks between no threads, waiting, clocks, randomness (hash maps)
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_gettimeofday,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_time,
    libc::SYS_getrandom,
    // ending: by itself, by abort, by a stack overflow
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
];

/// Answered EPERM: asked in passing by allocators and by std, which go on without.
const REFUSED_QUIETLY: &[c_long] = &[
    // allocators ask for their NUMA node, and how many there are
    libc::SYS_getcpu,
    libc::SYS_faccessat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    // stdio asks what a descriptor is, and whether it is a terminal
    libc::SYS_fstat,
    libc::SYS_ioctl,
];

/// `PR_SET_VMA`: allocators name their memory.
const NAME_MEMORY: u64 = 0x5356_4d41;

/// Binds the calling thread, which is the only one, to the list.
pub fn refuse_all_but_ours() -> Result<(), String> {
    let (quiet, strict) = compile().map_err(|error| error.to_string())?;
    // The kernel takes the harshest verdict of all filters; the strict one comes last because it
    // allows no further one.
    seccompiler::apply_filter(&quiet).map_err(|error| error.to_string())?;
    seccompiler::apply_filter(&strict).map_err(|error| error.to_string())
}

fn compile() -> Result<(BpfProgram, BpfProgram), seccompiler::BackendError> {
    let arch = std::env::consts::ARCH.try_into()?;
    let eperm = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let quiet: Rules = REFUSED_QUIETLY.iter().map(|call| (*call, vec![])).collect();
    let mut allowed = conditional()?;
    allowed.extend(ALLOWED.iter().chain(REFUSED_QUIETLY).map(|call| (*call, vec![])));
    let quiet = SeccompFilter::new(quiet, SeccompAction::Allow, eperm, arch)?;
    let strict = SeccompFilter::new(allowed, SeccompAction::KillProcess, SeccompAction::Allow, arch)?;
    Ok((quiet.try_into()?, strict.try_into()?))
}

/// Allowed with these arguments only.
fn conditional() -> Result<Rules, seccompiler::BackendError> {
    let this_process = u64::from(std::process::id());
    let number = |signal: libc::c_int| u64::from(signal.unsigned_abs());
    let no_code = |argument| none_of(argument, number(libc::PROT_EXEC));
    Ok(BTreeMap::from([
        // jobs come through the pipe only
        (libc::SYS_recvmsg, vec![SeccompRule::new(vec![equal(0, 0)?])?]),
        // answers go through it, and name no other receiver
        (libc::SYS_sendto, vec![SeccompRule::new(vec![equal(0, 0)?, is_null(4)?, equal(5, 0)?])?]),
        // the pipe itself stays open for as long as the process lives
        (libc::SYS_close, vec![SeccompRule::new(vec![at_least(0, 3)?])?]),
        // a debug build asks whether a descriptor is open before it closes it
        (libc::SYS_fcntl, vec![SeccompRule::new(vec![equal(1, number(libc::F_GETFD))?])?]),
        // memory is never code
        (libc::SYS_mmap, vec![SeccompRule::new(vec![no_code(2)?])?]),
        (libc::SYS_mprotect, vec![SeccompRule::new(vec![no_code(2)?])?]),
        // abort, and nobody else's
        (
            libc::SYS_tgkill,
            vec![SeccompRule::new(vec![equal(0, this_process)?, equal(2, number(libc::SIGABRT))?])?],
        ),
        (
            libc::SYS_tkill,
            vec![SeccompRule::new(vec![equal(0, this_process)?, equal(1, number(libc::SIGABRT))?])?],
        ),
        (libc::SYS_prctl, vec![SeccompRule::new(vec![equal(0, NAME_MEMORY)?])?]),
        // what abort and a stack overflow put back to the default; never SIGXCPU
        (
            libc::SYS_rt_sigaction,
            [libc::SIGABRT, libc::SIGSEGV, libc::SIGBUS]
                .into_iter()
                .map(|signal| SeccompRule::new(vec![equal(0, number(signal))?]))
                .collect::<Result<_, _>>()?,
        ),
    ]))
}

fn equal(argument: u8, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

/// All 64 bits: a pointer can be null in its lower half only.
fn is_null(argument: u8) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0)
}

/// The kernel takes descriptors, signals and process numbers as 32 bits and ignores the rest.
fn at_least(argument: u8, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Ge, value)
}

fn none_of(argument: u8, bits: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(bits), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_compiles_and_no_call_is_on_it_twice() {
        compile().unwrap();
        let all = ALLOWED.iter().chain(REFUSED_QUIETLY).copied().chain(conditional().unwrap().into_keys());
        let mut seen = std::collections::BTreeSet::new();
        assert!(all.into_iter().all(|call| seen.insert(call)));
    }

    #[test]
    fn what_reaches_outside_is_not_on_it() {
        let allowed = conditional().unwrap();
        for call in [
            libc::SYS_openat,
            libc::SYS_socket,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_execve,
            libc::SYS_ptrace,
            libc::SYS_kill,
            libc::SYS_io_uring_setup,
            libc::SYS_prlimit64,
            libc::SYS_sendmsg,
            libc::SYS_process_vm_readv,
            libc::SYS_memfd_create,
            libc::SYS_execveat,
        ] {
            assert!(
                !ALLOWED.contains(&call) && !REFUSED_QUIETLY.contains(&call) && !allowed.contains_key(&call)
            );
        }
    }
}
