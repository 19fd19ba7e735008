//! Starts children, from one thread that lives as long as the cage.
//!
//! The thread is not for speed: a child is killed by the kernel when the *thread* that started it
//! ends (PR_SET_PDEATHSIG), and worker threads come and go. Processes are made by posix_spawn, which
//! is safe and cheap however many threads and however much memory the parent has.

use std::io::{self, PipeReader};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::mpsc::{self, Sender, SyncSender};
use std::thread::JoinHandle;

use crate::entry::Orders;
use crate::kernel;

/// Allocators that reserve address space ahead are told to reserve little: what is reserved before
/// the lock would not count against the limit after it (the lock refuses such a child). 32 MiB is
/// mimalloc's smallest, in KiB; others do not read this.
const ALLOCATORS: [(&str, &str); 1] = [("MIMALLOC_ARENA_RESERVE", "32768")];

/// A child that has just been started and has said nothing yet.
pub struct Started {
    /// The process, not yet waited for.
    pub process: process::Child,
    /// Jobs out, answers in.
    pub pipe: UnixStream,
    /// The child's stderr; reading never waits.
    pub words: PipeReader,
}

/// The thread and the way to it.
pub struct Starter {
    requests: Option<Sender<SyncSender<io::Result<Started>>>>,
    thread: Option<JoinHandle<()>>,
}

impl Starter {
    /// Starts the thread, which starts `program` with `orders` whenever it is asked.
    pub fn new(program: PathBuf, orders: Orders) -> io::Result<Self> {
        let (requests, asked) = mpsc::channel::<SyncSender<io::Result<Started>>>();
        let thread = std::thread::Builder::new().name("cage".to_owned()).spawn(move || {
            for answer_to in asked {
                // Nobody listens only where a caller panicked; the child is then killed below.
                if let Err(mpsc::SendError(Ok(started))) = answer_to.send(start(&program, orders)) {
                    end_unwanted(started);
                }
            }
        })?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
    }

    /// A new child.
    pub fn start(&self) -> io::Result<Started> {
        let (answer_to, answer) = mpsc::sync_channel(1);
        let gone = || io::Error::other("the thread that starts children has ended");
        self.requests.as_ref().ok_or_else(gone)?.send(answer_to).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }
}

impl Drop for Starter {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was told by the panic hook and ends nothing else.
            let _ended = thread.join();
        }
    }
}

fn start(program: &Path, orders: Orders) -> io::Result<Started> {
    // Every descriptor here is closed on exec but for the ones that become the child's 0, 1 and 2.
    let (pipe, child_pipe) = UnixStream::pair()?;
    let (words, child_words) = io::pipe()?;
    kernel::never_wait(&words)?;
    kernel::never_wait(&child_words)?;
    let process = Command::new(program)
        .arg0("tidewaiter-cage")
        .args(orders.to_arguments())
        .env_clear()
        .envs(ALLOCATORS)
        .stdin(OwnedFd::from(child_pipe))
        .stdout(Stdio::null())
        .stderr(OwnedFd::from(child_words))
        // A group of its own: Ctrl-C at a terminal is for the program, which then drains.
        .process_group(0)
        .spawn()?;
    Ok(Started { process, pipe, words })
}

fn end_unwanted(mut started: Started) {
    let _killed = started.process.kill();
    let _status = started.process.wait();
}
