//! One child as its parent sees it: made ready, given jobs, ended.
//!
//! Promised: nothing here waits past the deadline, whatever the child does; a dropped child is dead
//! and waited for. What the child sends is believed only as far as it is checked here.

use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use rlimit::Resource;

use crate::starter::Started;
use crate::wire::{self, Job, Kind, REPLY_BYTES, Reply};
use crate::{Crash, Failure, Limits, Lock, Strength, kernel, verdict};

/// A child that has not locked itself by then never will.
const READY_WITHIN: Duration = Duration::from_secs(10);

/// So much of an answer is read at a time, and memory grows with what has come, not with what was claimed.
const CHUNK_BYTES: usize = 256 << 10;

/// So much of a child's last words is kept.
const WORDS_BYTES_MAX: usize = 4 << 10;

/// A locked child, warm or at work.
pub struct Child {
    started: Started,
    lock: Lock,
    /// Jobs given so far.
    jobs: u32,
    /// The hard limit of processor seconds, which no soft limit may pass.
    cpu_seconds_of_life: u64,
    /// Set once it was waited for; its number may then be another process's.
    ended: Option<ExitStatus>,
}

/// Why reading stopped.
enum Stop {
    Late,
    Ended,
    Garbled,
    TooLarge { bytes: u64, limit: u64 },
    Machine(io::Error),
}

impl Child {
    /// Waits until the child has locked itself. It gets no job before.
    pub fn ready(started: Started, strength: Strength) -> Result<Self, Failure> {
        let none = Lock { landlock_abi: None, seccomp: false };
        let mut child = Self { started, lock: none, jobs: 0, cpu_seconds_of_life: 0, ended: None };
        let deadline = Instant::now() + READY_WITHIN;
        child.lock = child.read_lock(deadline).map_err(|stop| child.why_not_ready(stop))??;
        if strength == Strength::Strict && !child.lock.is_strict() {
            return Err(Failure::CannotLock("the child says that it is not locked".to_owned()));
        }
        child.cpu_seconds_of_life = child.cpu_limit().map_err(Failure::io("read a parser's limits"))?;
        Ok(child)
    }

    /// What holds this child.
    pub fn lock(&self) -> Lock {
        self.lock
    }

    /// How many jobs it was given.
    pub fn jobs(&self) -> u32 {
        self.jobs
    }

    /// Whether it waits for a job: alive, and nothing unasked on its pipe.
    pub fn is_idle(&self) -> bool {
        kernel::is_open_and_quiet(&self.started.pipe)
    }

    /// Gives the child one job and waits for its answer, until `limits.wall` has passed. After a
    /// failure the child must be dropped.
    pub fn run(&mut self, request: &[u8], input: &[u8], limits: &Limits) -> Result<Vec<u8>, Failure> {
        let deadline = Instant::now() + limits.wall;
        self.allow_processor_time(limits.cpu_seconds)
            .map_err(Failure::io("limit a parser's processor time"))?;
        self.jobs = self.jobs.saturating_add(1);
        let job = Job {
            number: self.jobs.into(),
            request_bytes: request.len() as u64,
            input_bytes: input.len() as u64,
        };
        // Where this fails the child never saw the job, which is then not to blame.
        self.hand_over(&job, request, input).map_err(Failure::io("hand a job to a parser"))?;
        let answer = self.read_answer(&job, limits.answer_bytes_max, deadline);
        let answer = answer.map_err(|stop| self.failure(stop))?;
        // Warnings of a parser that lives on; read so that there is room for its last words.
        self.read_words();
        Ok(answer)
    }

    fn hand_over(&self, job: &Job, request: &[u8], input: &[u8]) -> io::Result<()> {
        let memory = match request.is_empty() && input.is_empty() {
            true => None, // no mapping is empty
            false => Some(kernel::sealed_memory(&[request, input])?),
        };
        let memory = memory.as_ref().map(AsFd::as_fd);
        kernel::send_with_memory(&self.started.pipe, &job.encode(), memory)
    }

    /// RLIMIT_CPU counts the whole life of a process in seconds: before each job it is moved to what
    /// was used so far plus what this job may use. A parser that was taken over can block the signal
    /// of this limit; the deadline still ends it.
    fn allow_processor_time(&self, seconds: u64) -> io::Result<()> {
        let pid = self.started.process.id();
        let used = kernel::cpu_time_of(pid)?;
        let used = used.as_secs() + u64::from(used.subsec_nanos() != 0);
        let soft = used.saturating_add(seconds).min(self.cpu_seconds_of_life);
        rlimit::prlimit(pid.cast_signed(), Resource::CPU, Some((soft, self.cpu_seconds_of_life)), None)
    }

    fn cpu_limit(&self) -> io::Result<u64> {
        let (mut soft, mut hard) = (0, 0);
        let pid = self.started.process.id().cast_signed();
        rlimit::prlimit(pid, Resource::CPU, None, Some((&mut soft, &mut hard)))?;
        Ok(hard)
    }

    fn read_answer(&mut self, job: &Job, most: u64, deadline: Instant) -> Result<Vec<u8>, Stop> {
        let reply = self.read_reply(deadline)?;
        if reply.kind != Kind::Answer || reply.number != job.number {
            return Err(Stop::Garbled);
        }
        self.read_payload(reply.bytes, most, deadline)
    }

    /// The outer error is of reading, the inner one what the child says.
    fn read_lock(&mut self, deadline: Instant) -> Result<Result<Lock, Failure>, Stop> {
        let reply = self.read_reply(deadline)?;
        let payload = self.read_payload(reply.bytes, 4096, deadline)?;
        match reply.kind {
            Kind::Ready => wire::decode_lock(&payload).map(Ok).ok_or(Stop::Garbled),
            Kind::CannotLock => Ok(Err(Failure::CannotLock(String::from_utf8_lossy(&payload).into_owned()))),
            Kind::Answer => Err(Stop::Garbled),
        }
    }

    fn read_reply(&mut self, deadline: Instant) -> Result<Reply, Stop> {
        let mut header = [0; REPLY_BYTES];
        self.read_exact(&mut header, deadline)?;
        Reply::decode(&header).ok_or(Stop::Garbled)
    }

    fn read_payload(&mut self, bytes: u64, limit: u64, deadline: Instant) -> Result<Vec<u8>, Stop> {
        let too_large = Stop::TooLarge { bytes, limit };
        let Some(bytes) = usize::try_from(bytes).ok().filter(|_| bytes <= limit) else {
            return Err(too_large);
        };
        let mut payload = Vec::new();
        while payload.len() < bytes {
            let from = payload.len();
            payload.resize(bytes.min(from + CHUNK_BYTES), 0);
            self.read_exact(payload.get_mut(from..).unwrap_or_default(), deadline)?;
        }
        Ok(payload)
    }

    fn read_exact(&mut self, mut into: &mut [u8], deadline: Instant) -> Result<(), Stop> {
        while !into.is_empty() {
            // The rest of the time anew before each read: a child that drips is as late as a silent one.
            let rest = deadline.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return Err(Stop::Late);
            }
            self.started.pipe.set_read_timeout(Some(rest)).map_err(Stop::Machine)?;
            match self.started.pipe.read(into) {
                Ok(0) => return Err(Stop::Ended),
                Ok(n) => into = into.get_mut(n..).unwrap_or_default(),
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => return Err(Stop::Late),
                    // It ended with a job unread.
                    ErrorKind::ConnectionReset => return Err(Stop::Ended),
                    _ => return Err(Stop::Machine(error)),
                },
            }
        }
        Ok(())
    }

    fn failure(&mut self, stop: Stop) -> Failure {
        match stop {
            Stop::Late => Failure::DeadlineExceeded,
            Stop::Garbled => Failure::Crashed(Crash::Garbled),
            Stop::TooLarge { bytes, limit } => Failure::AnswerTooLarge { bytes, limit },
            Stop::Machine(source) => Failure::Io { doing: "speak with a parser", source },
            Stop::Ended => match self.end() {
                Ok(status) => verdict::judge(status, &self.read_words()),
                Err(source) => Failure::Io { doing: "wait for a parser", source },
            },
        }
    }

    fn why_not_ready(&mut self, stop: Stop) -> Failure {
        let why = match stop {
            Stop::Late => "it said nothing in time".to_owned(),
            Stop::Garbled | Stop::TooLarge { .. } => {
                "the program's main does not begin with the cage".to_owned()
            }
            Stop::Machine(source) => return Failure::Io { doing: "speak with a parser", source },
            Stop::Ended => format!("it ended before it was locked ({})", self.failure(Stop::Ended)),
        };
        Failure::CannotLock(why)
    }

    /// Kills and waits. A child whose pipe has closed is past the point where its status is
    /// set, so that the kill does not hide why it ended. Its group goes with it: where seccomp does
    /// not hold, it may have forked.
    fn end(&mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.ended {
            return Ok(status);
        }
        // Fails where the group is gone; then so is the child, or the next line ends it.
        let _group = kernel::kill_group(self.started.process.id());
        self.started.process.kill()?;
        let status = self.started.process.wait()?;
        self.ended = Some(status);
        Ok(status)
    }

    /// What is on the child's stderr by now, its last few kilobytes.
    fn read_words(&mut self) -> Vec<u8> {
        let mut words = Vec::new();
        let mut chunk = [0; WORDS_BYTES_MAX];
        // A pipe holds 64 kB; a child that goes on writing is not listened to for longer than that.
        for _ in 0..32 {
            match self.started.words.read(&mut chunk) {
                Ok(n) if n > 0 => words.extend_from_slice(chunk.get(..n).unwrap_or_default()),
                _ => break,
            }
            words.drain(..words.len().saturating_sub(WORDS_BYTES_MAX));
        }
        words
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Already ended and waited for, or ended here; neither can fail for a child of our own.
        let _status = self.end();
    }
}
