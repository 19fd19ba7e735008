//! Clock, ledger, record-keeper, and what is to happen when. The loop takes one happening after the other, in order of time
//! and, within a microsecond, of planning; nothing else moves the clock.

use crate::build::Build;
use crate::chance::Chance;
use crate::commit::Under;
use crate::deliverer::Deliverer;
use crate::keeper::Keeper;
use crate::plan::{Plan, SECOND};
use crate::sequencer::Sequencer;
use crate::worker::Process;
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use ledger::{Blobs, Clock, Ledger, Memory};
use pipeline::Settings;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

/// 2026-11-24T08:00:00Z, in microseconds: when each history begins.
const BEGIN: i64 = 1_795_507_200 * SECOND;

/// After the last fault everything has come to rest within so long: pauses of retries are half a minute at most, but a
/// poison document ends its process three times, each a lease apart.
const REST: i64 = 900 * SECOND;

/// What is to happen.
pub(crate) enum Happening {
    /// A letter is sent, or sent again.
    Send(usize),
    /// A worker does its next step.
    Work { process: usize, life: u32, worker: usize },
    /// Outcomes arrive at the ledger.
    Commit(Box<Under>),
    /// A process extends what it holds.
    Extend { process: usize, life: u32 },
    /// A process that died comes back.
    Restart(usize),
    /// The rescuer and the waker look.
    BringBack,
    /// The deliverer does its next step.
    Deliver { life: u32 },
    /// A sequencer does its next step.
    Sequence { which: usize, life: u32 },
    /// People look at the desk.
    People,
    /// The machine stops; the processes survive, or not.
    Crash { processes_survive: bool },
    /// The log sees what was held back.
    LetThrough,
    /// Faults are over, and so long after it the backlog must be gone.
    Drained,
}

/// One history on its way.
pub struct World {
    /// What it is made of.
    pub plan: Plan,
    /// What the build does.
    pub build: Build,
    /// The program's own numbers.
    pub settings: Settings,
    /// Chance.
    pub chance: Chance,
    /// The ledger as the program sees it.
    pub ledger: Arc<dyn Ledger>,
    /// The same, as a database that can be made to crash.
    pub memory: Arc<Memory>,
    /// The record-keeper.
    pub keeper: Keeper,
    pub(crate) processes: Vec<Process>,
    pub(crate) deliverer: Deliverer,
    pub(crate) sequencers: Vec<Sequencer>,
    /// When a process died last.
    pub(crate) died_at: i64,
    /// When the machine stopped last.
    pub(crate) crashed_at: i64,
    /// Until then the log may not show everything.
    pub(crate) late_until: i64,
    clock: Arc<AtomicI64>,
    ahead: BTreeMap<(i64, u64), Happening>,
    planned: u64,
}

impl World {
    /// The world of a plan, before its first happening.
    pub fn of(plan: Plan, build: Build, blobs: Blobs) -> World {
        let time = Arc::new(AtomicI64::new(BEGIN));
        let read = Arc::clone(&time);
        let clock: Clock = Arc::new(move || {
            Timestamp::from_microsecond(read.load(Ordering::Relaxed)).unwrap_or(Timestamp::MIN)
        });
        let memory = Arc::new(Memory::new(clock, blobs, plan.seed));
        memory.sync_when_told();
        let mut world = World {
            chance: Chance::of(!plan.seed),
            settings: Settings::default(),
            ledger: (build.ledger)(Arc::clone(&memory)),
            memory,
            keeper: Keeper::of(&plan),
            processes: (0..plan.processes).map(Process::new).collect(),
            deliverer: Deliverer::default(),
            sequencers: (0..plan.sequencers).map(|_| Sequencer::default()).collect(),
            died_at: 0,
            crashed_at: i64::MIN,
            late_until: 0,
            clock: time,
            ahead: BTreeMap::new(),
            planned: 0,
            plan,
            build,
        };
        world.begin();
        world
    }

    /// Plans what happens by itself.
    fn begin(&mut self) {
        for letter in 0..self.plan.letters.len() {
            let at = self.plan.letters.get(letter).map_or(0, |letter| letter.at);
            self.after(at, Happening::Send(letter));
        }
        for process in 0..self.processes.len() {
            self.start_process(process);
        }
        for which in 0..self.sequencers.len() {
            self.after(0, Happening::Sequence { which, life: 0 });
        }
        self.after(0, Happening::BringBack);
        self.after(0, Happening::Deliver { life: 0 });
        self.after(3 * SECOND, Happening::People);
        for (at, processes_survive) in self.plan.crashes.clone() {
            self.after(at, Happening::Crash { processes_survive });
        }
        self.after(self.drained_at(), Happening::Drained);
    }

    /// By then the backlog is gone: after the last fault, a lease until all is claimable again, five seconds to see it, and
    /// thirty to claim it.
    fn drained_at(&self) -> i64 {
        let lease = i64::try_from(self.settings.lease.as_micros()).unwrap_or(30 * SECOND);
        self.plan.faults_end.max(self.died_at) + lease + 35 * SECOND
    }

    /// Runs to the end of the history.
    ///
    /// # Errors
    /// Where the simulation itself fails; what the program does wrong is the record-keeper's.
    pub fn run(&mut self) -> Result<()> {
        while let Some(((at, _), happening)) = self.ahead.pop_first() {
            // Looked at once a second.
            let looks = matches!(happening, Happening::BringBack) && self.faults_are_over();
            if at > self.plan.faults_end + REST || (looks && self.is_at_rest()?) {
                break;
            }
            self.clock.store(BEGIN + at, Ordering::Relaxed);
            self.happen(happening)?;
            if self.keeper.is_broken() {
                return Ok(());
            }
        }
        self.close()
    }

    fn happen(&mut self, happening: Happening) -> Result<()> {
        match happening {
            Happening::Send(letter) => self.send(letter),
            Happening::Work { process, life, worker } => self.work(process, life, worker),
            Happening::Commit(under) => self.arrive(*under),
            Happening::Extend { process, life } => self.extend(process, life),
            Happening::Restart(process) => {
                self.start_process(process);
                Ok(())
            }
            Happening::BringBack => self.bring_back(),
            Happening::Deliver { life } => self.deliver(life),
            Happening::Sequence { which, life } => self.sequence(which, life),
            Happening::People => self.look_at_the_desk(),
            Happening::Crash { processes_survive } => {
                self.crash(processes_survive);
                Ok(())
            }
            Happening::LetThrough => {
                self.memory.let_through();
                Ok(())
            }
            Happening::Drained => {
                let due = self.drained_at();
                if due > self.now() {
                    // A poison document has ended a process since.
                    self.after(due - self.now(), Happening::Drained);
                    return Ok(());
                }
                let documents = wait(self.ledger.documents(everything()))?;
                self.keeper.must_be_drained(&documents, self.timestamp());
                Ok(())
            }
        }
    }

    /// The last looks: everything let through, sequenced, and compared.
    fn close(&mut self) -> Result<()> {
        self.memory.let_through();
        let documents = wait(self.ledger.documents(everything()))?;
        self.keeper.must_be_at_rest(&documents);
        self.compare_log()?;
        self.compare_documents(&documents)
    }

    /// Nothing is queued, leased or waiting for a time; everything is delivered and sequenced.
    fn is_at_rest(&self) -> Result<bool> {
        let counts = wait(self.ledger.counts())?;
        let of = |state: trade::State| counts.states.get(state.name()).copied().unwrap_or(0);
        let moving = of(trade::State::Queued) + of(trade::State::Processing) + of(trade::State::Waiting);
        Ok(moving == 0
            && counts.outbox_pending == 0
            && counts.batches_unsequenced == 0
            && self.now() >= self.late_until
            && self.keeper.is_answered())
    }

    /// Microseconds since the history began.
    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed) - BEGIN
    }

    /// Now.
    pub fn timestamp(&self) -> Timestamp {
        self.ledger.now()
    }

    /// No fault is made any more.
    pub fn faults_are_over(&self) -> bool {
        self.now() >= self.plan.faults_end
    }

    /// Something goes wrong, once in so many times, while faults last.
    pub fn goes_wrong(&mut self, once_in: u64) -> bool {
        !self.faults_are_over() && self.chance.once_in(once_in)
    }

    /// Plans something for so many microseconds from now.
    pub(crate) fn after(&mut self, microseconds: i64, happening: Happening) {
        self.planned += 1;
        self.ahead.insert((self.now() + microseconds.max(0), self.planned), happening);
    }

    /// A write whose answer goes out only after the sync. None: the machine stopped in between, and nobody got an answer.
    pub fn durable<T>(&mut self, answer: T) -> Option<T> {
        if self.goes_wrong(self.plan.odds.crash_inside) {
            let survive = self.chance.once_in(2);
            self.crash(survive);
            return None;
        }
        self.memory.sync();
        self.keeper.synced();
        Some(answer)
    }
}

/// All documents.
pub fn everything() -> ledger::view::Filter {
    ledger::view::Filter { limit: usize::MAX, ..ledger::view::Filter::default() }
}

/// The answer of a ledger that never waits.
///
/// # Errors
/// The ledger's own, and where it waits all the same.
pub fn wait<T>(asked: impl Future<Output = Result<T, ledger::Error>>) -> Result<T> {
    let mut asked = std::pin::pin!(asked);
    match asked.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer.context("the ledger in memory"),
        Poll::Pending => anyhow::bail!("the ledger in memory waits"),
    }
}
