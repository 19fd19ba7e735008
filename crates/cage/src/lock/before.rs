//! What must be true of a process for its lock to hold: it has one thread and has not already taken
//! the memory it is about to be refused. Both are read from proc_pid_status(5).

/// Says why this process cannot be locked, if it cannot.
pub fn check(address_space_bytes: u64) -> Result<(), String> {
    let status = std::fs::read_to_string("/proc/self/status")
        .map_err(|error| format!("could not read /proc/self/status: {error}"))?;
    judge(&status, address_space_bytes)
}

fn judge(status: &str, limit: u64) -> Result<(), String> {
    let number = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok()
    };
    let (Some(threads), Some(kilobytes)) = (number("Threads:"), number("VmSize:")) else {
        return Err("/proc/self/status lacks Threads or VmSize".to_owned());
    };
    // Landlock and seccomp bind the thread that asks for them.
    if threads != 1 {
        return Err(format!("{threads} threads run before the first line of main"));
    }
    // An allocator that has reserved more than the limit could go on inside its reserve as if there
    // were none.
    let bytes = kilobytes.saturating_mul(1024);
    if bytes >= limit {
        return Err(format!("{bytes} bytes of memory are reserved before the limit of {limit} is set"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: &str = "Name:\tx\nVmPeak:\t    4096 kB\nVmSize:\t    2048 kB\nThreads:\t1\n";

    #[test]
    fn one_thread_and_memory_to_spare() {
        assert_eq!(judge(STATUS, (2 << 20) + 1), Ok(()));
        assert!(judge(STATUS, 2 << 20).unwrap_err().contains("reserved"));
        assert!(judge(&STATUS.replace("\t1\n", "\t2\n"), u64::MAX).unwrap_err().contains("2 threads"));
        assert!(judge("Name:\tx\n", u64::MAX).is_err());
    }

    #[test]
    fn a_test_has_threads_and_is_refused() {
        std::thread::scope(|scope| {
            scope.spawn(|| assert!(check(u64::MAX).unwrap_err().contains("threads")));
        });
    }
}
