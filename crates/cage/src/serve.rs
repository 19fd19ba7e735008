//! The locked child's loop: a job in, an answer out, until the pipe closes.
//!
//! It runs after the lock and trusts the parent. A panic of the work ends the process, since nobody
//! can say in what state it left things; its place in the source is told, its words are not.

use std::io::{self, IoSlice, Write};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use crate::entry::exit;
use crate::kernel::{self, Mapping};
use crate::wire::{JOB_BYTES, Job, Kind, Reply};

/// What stands before the place of a panic on the child's stderr.
pub const PANIC_MARK: &str = "panic at ";

/// Serves jobs until the parent closes the pipe. The value is the exit status.
pub fn until_closed(pipe: &mut UnixStream, work: fn(&[u8], &[u8]) -> Vec<u8>) -> i32 {
    loop {
        match one_job(pipe, work) {
            Ok(true) => {}
            Ok(false) => return 0,
            Err(status) => return status,
        }
    }
}

fn one_job(pipe: &mut UnixStream, work: fn(&[u8], &[u8]) -> Vec<u8>) -> Result<bool, i32> {
    let mut header = [0; JOB_BYTES];
    let (open, memory) = kernel::receive_with_memory(pipe, &mut header).map_err(|_| exit::BROKEN_PIPE)?;
    if !open {
        return Ok(false);
    }
    let job = Job::decode(&header).ok_or(exit::BROKEN_PIPE)?;
    let request_bytes = usize::try_from(job.request_bytes).map_err(|_| exit::OUT_OF_MEMORY)?;
    let input_bytes = usize::try_from(job.input_bytes).map_err(|_| exit::OUT_OF_MEMORY)?;
    let all = request_bytes.checked_add(input_bytes).ok_or(exit::OUT_OF_MEMORY)?;
    let mapping = match memory {
        Some(memory) => Some(Mapping::of(memory, all).map_err(|_| exit::OUT_OF_MEMORY)?),
        None if all == 0 => None,
        None => return Err(exit::BROKEN_PIPE),
    };
    let (request, input) =
        mapping.as_deref().unwrap_or_default().split_at_checked(request_bytes).ok_or(exit::BROKEN_PIPE)?;
    // Unwind safety: nothing is used after a panic but the exit status.
    let answer = catch_unwind(AssertUnwindSafe(|| work(request, input))).map_err(|_| exit::PANICKED)?;
    let reply = Reply { kind: Kind::Answer, number: job.number, bytes: answer.len() as u64 };
    say(pipe, reply, &answer).map_err(|_| exit::BROKEN_PIPE)?;
    Ok(true)
}

/// Sends a reply, header and payload in one call where the socket takes them.
pub fn say(pipe: &mut UnixStream, reply: Reply, payload: &[u8]) -> io::Result<()> {
    let header = reply.encode();
    let sent = pipe.write_vectored(&[IoSlice::new(&header), IoSlice::new(payload)])?;
    pipe.write_all(header.get(sent..).unwrap_or_default())?;
    pipe.write_all(payload.get(sent.saturating_sub(header.len())..).unwrap_or_default())
}

/// The panic hook: `panic at FILE:LINE:COLUMN`, nothing of what the panic says, no backtrace (which
/// would open files).
pub fn tell_the_place_of_a_panic(panic: &PanicHookInfo<'_>) {
    if let Some(place) = panic.location() {
        // Nobody may be left to read it.
        let _told = writeln!(std::io::stderr(), "{PANIC_MARK}{place}");
    }
}
