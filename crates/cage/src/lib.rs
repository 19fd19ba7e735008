//! The cage: a parser of untrusted bytes runs in a locked child process of this same program.
//!
//! The first line of `main` is [`enter_if_child`]; the rest of the program makes one [`Cage`] and
//! calls [`Cage::run`] from its worker threads. A job is two byte strings, the *request* (what to
//! do, written by us) and the *input* (untrusted); its answer is one byte string, or a [`Failure`]
//! that says what became of the child.
//!
//! Promised:
//! - The child is locked before it reads the first byte of a job: no file, no socket, no process,
//!   no signal to others, bounded memory, processor time and stack ([`Strength::Strict`]).
//! - A job ends within its deadline, which covers handing over, waiting and reading the answer.
//! - Whatever a child does, the next job works, no zombie and no descriptor is left in the parent.
//! - A child dies with its parent, also when that is killed.
//! - Contents never reach a log: panics are told by place only, stdout goes nowhere.
//!
//! Not promised: a *warm* child serves up to [`Limits::jobs_per_child`] documents, so one that was
//! taken over by a hostile document could misread or remember the ones after it (it still reaches
//! nothing else). [`Cage::run_alone`] gives a document a child of its own.
//!
//! The cage refuses to know what is parsed. All `unsafe` code is in `kernel`.

mod config;

mod failure;

mod probe;

mod pool;

mod starter;

mod child;

mod wire;

mod verdict;

mod entry;

mod serve;

mod lock;

mod kernel;

pub use config::{Config, Limits, Strength};
pub use entry::enter_if_child;
pub use failure::{Crash, Failure};
pub use pool::Cage;
pub use probe::{Lock, Support, probe};
