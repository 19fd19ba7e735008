//! The cage: warm children, lent to one job at a time.
//!
//! Promised: at most `children` live at once, a child that failed is never used again, and a job is
//! not blamed for a child that had died before it. Callers beyond the number of children wait; since
//! each job ends within its deadline, so does the waiting.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::child::Child;
use crate::entry::Orders;
use crate::starter::Starter;
use crate::{Config, Failure, Lock, probe};

/// Runs jobs in locked children. Shared by threads; every call blocks the calling one.
pub struct Cage {
    config: Config,
    /// What the first child reported.
    lock: Lock,
    room: Mutex<Room>,
    /// Told when a child came back or ended.
    changed: Condvar,
    /// Last, so that the thread ends after the children it started.
    starter: Starter,
}

/// Who lives in the cage.
struct Room {
    /// Waiting for a job.
    idle: Vec<Child>,
    /// All, those at work included.
    alive: usize,
}

impl Cage {
    /// Starts and locks a first child, to know before the first document that it can be done.
    ///
    /// # Errors
    /// [`Failure::CannotLock`] where the kernel, or the program's `main`, does not do what the strength
    /// asks for; [`Failure::Misconfigured`]; [`Failure::Io`].
    pub fn new(config: Config) -> Result<Self, Failure> {
        config.check()?;
        probe().suffices(config.strength)?;
        let orders = Orders::new(&config.limits, config.strength);
        let starter = Starter::new(config.program.clone(), orders).map_err(Failure::io("start a thread"))?;
        let first = start(&starter, &config)?;
        let lock = first.lock();
        let room = Mutex::new(Room { idle: vec![first], alive: 1 });
        Ok(Self { config, lock, room, changed: Condvar::new(), starter })
    }

    /// What holds the children, for `doctor`.
    pub fn lock(&self) -> Lock {
        self.lock
    }

    /// Runs one job in a warm child.
    ///
    /// # Errors
    /// See [`Failure`]. Where it blames the job, the rule is once more with [`Cage::run_alone`].
    pub fn run(&self, request: &[u8], input: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut slot = self.warm()?;
        let answer = slot.child()?.run(request, input, &self.config.limits)?;
        slot.give_back();
        Ok(answer)
    }

    /// Runs one job in a child that has seen no other and will see none after.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn run_alone(&self, request: &[u8], input: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut slot = self.fresh()?;
        slot.child()?.run(request, input, &self.config.limits)
    }

    /// An idle child that still waits for jobs, or a new one.
    fn warm(&self) -> Result<Slot<'_>, Failure> {
        let mut room = self.room();
        loop {
            if let Some(child) = room.idle.pop() {
                let slot = Slot { cage: self, child: Some(child) };
                drop(room);
                if slot.child.as_ref().is_some_and(Child::is_idle) {
                    return Ok(slot);
                }
                drop(slot); // it died or spoke unasked; nobody's fault any more
                room = self.room();
            } else if room.alive < self.config.children {
                room.alive += 1;
                drop(room);
                return self.filled(Slot { cage: self, child: None });
            } else {
                room = self.changed.wait(room).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// A new child, in the place of an idle one where the cage is full.
    fn fresh(&self) -> Result<Slot<'_>, Failure> {
        let mut room = self.room();
        loop {
            if room.alive < self.config.children {
                room.alive += 1;
                drop(room);
                return self.filled(Slot { cage: self, child: None });
            }
            if let Some(child) = room.idle.pop() {
                drop(room);
                let mut slot = Slot { cage: self, child: Some(child) };
                slot.child = None;
                return self.filled(slot);
            }
            room = self.changed.wait(room).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn filled<'a>(&'a self, mut slot: Slot<'a>) -> Result<Slot<'a>, Failure> {
        slot.child = Some(start(&self.starter, &self.config)?);
        Ok(slot)
    }

    /// The counts stay right whoever panicked: they change in whole steps.
    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn start(starter: &Starter, config: &Config) -> Result<Child, Failure> {
    let started = starter.start().map_err(Failure::io("start a parser"))?;
    Child::ready(started, config.strength)
}

/// One of the cage's places, counted in `alive`, and the child in it. Dropping it ends the child and
/// frees the place.
struct Slot<'a> {
    cage: &'a Cage,
    child: Option<Child>,
}

impl Slot<'_> {
    fn child(&mut self) -> Result<&mut Child, Failure> {
        self.child.as_mut().ok_or(Failure::Misconfigured("a place without a child"))
    }

    /// Back to the idle ones, unless it has done its share.
    fn give_back(mut self) {
        let most = self.cage.config.limits.jobs_per_child;
        if let Some(child) = self.child.take_if(|child| child.jobs() < most) {
            self.cage.room().idle.push(child);
            self.cage.changed.notify_one();
            std::mem::forget(self); // the place stays taken, and nothing else is owned
        }
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.child = None; // dead and waited for before the place is free
        self.cage.room().alive -= 1;
        self.cage.changed.notify_one();
    }
}
