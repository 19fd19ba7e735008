//! From how a child ended to a failure: a pure function of its exit status and its last words.
//!
//! Running out of memory must be told apart from a crash, but both are SIGABRT: std's hook for a
//! failed allocation is not yet ours to set, so its words on stderr are read. They have been
//! the same since 2015, and a scene of the tests fails when they change (the failure would then be
//! called a crash, which lands in the same place). The words of a child that was taken over can be lies:
//! they choose between names for a failure and never turn it into a success, and a place is kept
//! only if it looks like one.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::entry::exit;
use crate::serve::PANIC_MARK;
use crate::{Crash, Failure};

/// Names the failure of a child that ended with `status` and left `words` on its stderr.
pub fn judge(status: ExitStatus, words: &[u8]) -> Failure {
    let crash = match (status.signal(), status.code()) {
        (Some(libc::SIGXCPU), _) => return Failure::DeadlineExceeded,
        (Some(libc::SIGABRT), _) if says(words, b"memory allocation of ") => return Failure::MemoryExceeded,
        (Some(libc::SIGABRT), _) if says(words, b"has overflowed its stack") => Crash::StackOverflow,
        (Some(number), _) => Crash::Signal { number },
        (None, Some(exit::OUT_OF_MEMORY)) => return Failure::MemoryExceeded,
        (None, Some(exit::PANICKED)) => Crash::Panic(place_of_panic(words)),
        (None, code) => Crash::Exit(code.unwrap_or(0)),
    };
    Failure::Crashed(crash)
}

fn says(words: &[u8], phrase: &[u8]) -> bool {
    words.windows(phrase.len()).any(|window| window == phrase)
}

/// The last line that says where, if what it says is `path.rs:line:column` and nothing else.
fn place_of_panic(words: &[u8]) -> Option<String> {
    let words = String::from_utf8_lossy(words);
    let place = words.lines().rev().find_map(|line| line.strip_prefix(PANIC_MARK))?;
    let (rest, column) = place.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    let is_number =
        |text: &str| !text.is_empty() && text.len() < 7 && text.bytes().all(|b| b.is_ascii_digit());
    let in_path = |b: u8| b.is_ascii_alphanumeric() || b"/._-+".contains(&b);
    let is_path = path.len() <= 200 && path.ends_with(".rs") && path.bytes().all(in_path);
    (is_path && is_number(line) && is_number(column)).then(|| place.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_signal(signal: i32, words: &str) -> String {
        judge(ExitStatus::from_raw(signal), words.as_bytes()).to_string()
    }

    fn by_exit(status: i32, words: &str) -> String {
        judge(ExitStatus::from_raw(status << 8), words.as_bytes()).to_string()
    }

    #[test]
    fn each_end_has_its_name() {
        let memory = "the parser wanted more memory than it may have";
        assert_eq!(by_signal(libc::SIGABRT, "memory allocation of 12 bytes failed\n"), memory);
        assert_eq!(by_exit(exit::OUT_OF_MEMORY, ""), memory);
        assert_eq!(by_signal(libc::SIGXCPU, ""), "the parser did not finish within its time");
        assert_eq!(by_signal(libc::SIGABRT, ""), "the parser crashed: signal 6");
        assert_eq!(by_signal(libc::SIGSYS, ""), "the parser crashed: signal 31 (a forbidden system call)");
        assert_eq!(
            by_signal(libc::SIGABRT, "\nthread 'main' has overflowed its stack\n"),
            "the parser crashed: stack overflow"
        );
        assert_eq!(by_exit(7, ""), "the parser crashed: exit status 7");
        assert_eq!(by_exit(0, ""), "the parser crashed: exit status 0");
    }

    #[test]
    fn words_alone_make_no_other_signal_a_memory_failure() {
        let words = "memory allocation of 1 bytes failed";
        assert_eq!(by_signal(libc::SIGSYS, words), by_signal(libc::SIGSYS, ""));
        assert_eq!(by_exit(0, words), by_exit(0, ""));
    }

    #[test]
    fn the_place_of_a_panic_is_kept_and_nothing_else_is() {
        let end = |words: &str| by_exit(exit::PANICKED, words);
        assert_eq!(
            end("noise\npanic at crates/x/src/a.rs:3:14\n"),
            "the parser crashed: panic at crates/x/src/a.rs:3:14"
        );
        for lie in [
            "",
            "panic at the seller's name",
            "panic at a.rs:3",
            "panic at ä.rs:1:2",
            "panic at a b.rs:1:2",
            "panic at a.rs:1:x",
            "panic at a.rs:12345678:1",
            "panic at \u{1b}[2J.rs:1:1",
        ] {
            assert_eq!(end(lie), "the parser crashed: panic at an unknown place");
        }
    }
}
