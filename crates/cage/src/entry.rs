//! The first line of `main`: is this process a child of the cage, or the program itself?
//!
//! A child is told by its first argument and has its pipe as standard input. It locks itself, says
//! so, serves jobs and ends with its pipe. Nothing here returns to the program in a child.

use std::ffi::{OsStr, OsString};
use std::os::unix::net::UnixStream;

use crate::wire::{self, Kind, Reply};
use crate::{Limits, Strength, kernel, lock, serve};

/// The first argument of a child; no command of the program has this name.
const MARK: &str = "__cage";

/// Ends of a child that are its own doing and not a parser's.
pub mod exit {
    /// The work panicked.
    pub const PANICKED: i32 = 101;
    /// The job's memory did not fit under the limit.
    pub const OUT_OF_MEMORY: i32 = 102;
    /// The pipe broke, or did not speak our frames.
    pub const BROKEN_PIPE: i32 = 103;
    /// A lock did not hold; the reply before says which.
    pub const NOT_LOCKED: i32 = 104;
    /// Started by hand.
    pub const WRONG_USE: i32 = 2;
}

/// What a child is told in its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orders {
    /// Whose child it is; anybody else's means that the parent is gone.
    pub parent: u32,
    /// See [`Limits::address_space_bytes`].
    pub address_space_bytes: u64,
    /// See [`Limits::cpu_seconds`].
    pub cpu_seconds: u64,
    /// What all jobs of this child may use together.
    pub cpu_seconds_of_life: u64,
    /// What to do where the kernel cannot lock.
    pub strength: Strength,
}

impl Orders {
    /// Orders of a child of this process.
    pub fn new(limits: &Limits, strength: Strength) -> Self {
        Self {
            parent: std::process::id(),
            address_space_bytes: limits.address_space_bytes,
            cpu_seconds: limits.cpu_seconds,
            // One more for each job, since the soft limit is rounded up to whole seconds.
            cpu_seconds_of_life: (limits.cpu_seconds.saturating_add(1))
                .saturating_mul(limits.jobs_per_child.into()),
            strength,
        }
    }

    /// As arguments of the child.
    pub fn to_arguments(self) -> [String; 6] {
        let strength = match self.strength {
            Strength::Strict => "strict",
            Strength::Weak => "weak",
        };
        [
            MARK.to_owned(),
            self.parent.to_string(),
            self.address_space_bytes.to_string(),
            self.cpu_seconds.to_string(),
            self.cpu_seconds_of_life.to_string(),
            strength.to_owned(),
        ]
    }

    fn from_arguments(arguments: &[OsString]) -> Option<Self> {
        let [parent, address_space, cpu, cpu_of_life, strength] = arguments else { return None };
        let number = |text: &OsString| text.to_str()?.parse::<u64>().ok();
        Some(Self {
            parent: number(parent)?.try_into().ok()?,
            address_space_bytes: number(address_space)?,
            cpu_seconds: number(cpu)?,
            cpu_seconds_of_life: number(cpu_of_life)?,
            strength: match strength.to_str()? {
                "strict" => Strength::Strict,
                "weak" => Strength::Weak,
                _ => return None,
            },
        })
    }
}

/// The first line of `main`, before any thread, allocator setting or file.
///
/// In the program it returns at once. In a child it locks the process, then calls `work` with the
/// request and the input of each job and sends back what it returns, until the pipe closes; it never
/// returns. `work` may panic, spin or be taken over; it may use no thread, file or socket.
pub fn enter_if_child(work: fn(request: &[u8], input: &[u8]) -> Vec<u8>) {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().as_deref() != Some(OsStr::new(MARK)) {
        return;
    }
    let arguments: Vec<OsString> = arguments.collect();
    let mut pipe = kernel::stdin_socket();
    let orders = match (Orders::from_arguments(&arguments), pipe.peer_addr()) {
        (Some(orders), Ok(_)) => orders,
        _ => {
            eprintln!("{MARK} is how the program starts its own parser processes; it does nothing by hand");
            kernel::end_now(exit::WRONG_USE);
        }
    };
    kernel::end_now(live(&orders, &mut pipe, work));
}

/// A child's whole life, as its exit status.
fn live(orders: &Orders, pipe: &mut UnixStream, work: fn(&[u8], &[u8]) -> Vec<u8>) -> i32 {
    kernel::name_process(c"tidewaiter-cage");
    // The order closes the race with a parent that dies meanwhile: after the first line its death
    // kills us, and if it died before, we are somebody else's child by now.
    let tied = kernel::die_with_parent();
    if std::os::unix::process::parent_id() != orders.parent {
        return exit::BROKEN_PIPE;
    }
    std::panic::set_hook(Box::new(serve::tell_the_place_of_a_panic));
    let locked = tied.map_err(|error| error.to_string()).and_then(|()| lock::lock_self(orders));
    match locked {
        Err(why) => {
            say(pipe, Kind::CannotLock, why.as_bytes());
            exit::NOT_LOCKED
        }
        Ok(lock) => match say(pipe, Kind::Ready, &wire::encode_lock(lock)) {
            false => exit::BROKEN_PIPE,
            true => serve::until_closed(pipe, work),
        },
    }
}

fn say(pipe: &mut UnixStream, kind: Kind, payload: &[u8]) -> bool {
    serve::say(pipe, Reply { kind, number: 0, bytes: payload.len() as u64 }, payload).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_come_back_as_given() {
        for strength in [Strength::Strict, Strength::Weak] {
            let orders = Orders::new(&Limits::default(), strength);
            let arguments: Vec<OsString> =
                orders.to_arguments().into_iter().skip(1).map(Into::into).collect();
            assert_eq!(Orders::from_arguments(&arguments), Some(orders));
            assert_eq!(Orders::from_arguments(&arguments[1..]), None);
        }
    }

    #[test]
    fn the_program_itself_goes_on() {
        enter_if_child(|_, _| Vec::new());
    }
}
