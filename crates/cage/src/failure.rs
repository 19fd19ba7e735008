//! What can become of a job, and the stable code of each.
//!
//! It promises that no text here holds contents of a document. It refuses to know what is done
//! about a failure; [`Failure::blames_the_job`] is the one question it answers.

use std::io;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The child ended, or spoke nonsense, instead of answering.
    #[error("the parser crashed: {0}")]
    Crashed(Crash),
    /// The job used up its time, on the clock or on the processor.
    #[error("the parser did not finish within its time")]
    DeadlineExceeded,
    /// The job wanted more memory than it may have.
    #[error("the parser wanted more memory than it may have")]
    MemoryExceeded,
    /// The answer is longer than `Limits::answer_bytes_max`.
    #[error("the parser's answer of {bytes} bytes is over the limit of {limit}")]
    AnswerTooLarge {
        /// How long the child said its answer is.
        bytes: u64,
        /// How long it may be.
        limit: u64,
    },
    /// The child could not be locked, so nothing was given to it.
    #[error("the parser's process cannot be locked: {0}")]
    CannotLock(String),
    /// A setting under which no job could end well.
    #[error("the cage is set up wrongly: {0}")]
    Misconfigured(&'static str),
    /// The machine refused us a process, a descriptor or memory.
    #[error("the cage could not {doing}")]
    Io {
        /// What was being done, as a verb phrase.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// How a child ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Crash {
    /// By a signal: 31 (SIGSYS) is a forbidden system call, 11 bad memory, 9 the system or an operator.
    #[error("signal {number}{}", if *.number == libc::SIGSYS { " (a forbidden system call)" } else { "" })]
    Signal {
        /// The signal, as the platform numbers it.
        number: i32,
    },
    /// By ending itself without an answer.
    #[error("exit status {0}")]
    Exit(i32),
    /// By a panic, at this `file:line:column` of the source; what it said is not kept.
    #[error("panic at {}", .0.as_deref().unwrap_or("an unknown place"))]
    Panic(Option<String>),
    /// By recursion without end.
    #[error("stack overflow")]
    StackOverflow,
    /// Its answer was not framed as an answer.
    #[error("the answer is not framed as one")]
    Garbled,
}

impl Failure {
    /// The stable code: what is stored, counted and shown.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Crashed(_) => "parser_crashed",
            Self::DeadlineExceeded => "deadline_exceeded",
            // An answer without bound is a bomb like any other; the table of codes has one row for it.
            Self::MemoryExceeded | Self::AnswerTooLarge { .. } => "memory_exceeded",
            Self::CannotLock(_) | Self::Misconfigured(_) | Self::Io { .. } => "cage_unavailable",
        }
    }

    /// True where the job is the likely cause (try once more alone, then give up on the document);
    /// false where the machine or its setup is (no document should pay for it).
    pub fn blames_the_job(&self) -> bool {
        self.code() != "cage_unavailable"
    }

    /// For `map_err`: keeps the source beside what was being done.
    pub(crate) fn io(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io { doing, source }
    }
}
