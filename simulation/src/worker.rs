//! Processes and their workers, each an explicit machine: claim, then one document's stages after the other, outcomes
//! handed on when enough are ready, then the next claim. A process dies, is stopped and wakes, or gives back what it has.
//!
//! Holds and breakers belong at [`World::may_claim`].

use crate::commit::Under;
use crate::plan::SECOND;
use crate::world::{Happening, World, wait};
use anyhow::Result;
use ledger::work::{ClaimOrder, Claimed, Outcome, Token};
use pipeline::engine::Leases;
use pipeline::flow::batch::{LastBatch, batch_size, choose};
use pipeline::flow::conclude::{Lot, outcome};
use std::collections::VecDeque;
use std::time::Duration;
use trade::Lane;

/// Workers of a process.
const WORKERS: usize = 2;

/// Outcomes are written when so many are ready.
const READY_MAX: usize = 8;

/// One process of the fleet.
pub struct Process {
    pub number: usize,
    /// How often it has died.
    pub life: u32,
    /// What it holds: the program's own book.
    pub leases: Leases,
    /// The same by a book of our own: what was claimed when and not let go of.
    own: Vec<((i64, Token), i64)>,
    /// It does nothing before then.
    pub stopped_until: i64,
    pub workers: Vec<Worker>,
}

/// One worker of a process.
#[derive(Default)]
pub struct Worker {
    batch: VecDeque<Claimed>,
    ready: Vec<Outcome>,
    last: LastBatch,
    began: i64,
    documents: usize,
}

impl Process {
    pub fn new(number: usize) -> Process {
        Process {
            number,
            life: 0,
            leases: Leases::default(),
            own: Vec::new(),
            stopped_until: 0,
            workers: (0..WORKERS).map(|_| Worker::default()).collect(),
        }
    }

    /// It has nothing to do with these any more.
    pub fn let_go(&mut self, held: &[(i64, Token)]) {
        self.leases.let_go(held.iter().copied());
        self.own.retain(|(one, _)| !held.contains(one));
    }

    /// Everything it knew is gone.
    pub fn forget(&mut self) {
        let life = self.life + 1;
        *self = Process { life, ..Process::new(self.number) };
    }
}

impl World {
    /// Plans the steps of a process that begins.
    pub(crate) fn start_process(&mut self, process: usize) {
        let Some(life) = self.processes.get(process).map(|process| process.life) else { return };
        for worker in 0..WORKERS {
            let at = self.chance.between(0, SECOND / 2);
            self.after(at, Happening::Work { process, life, worker });
        }
        let every = i64::try_from(self.settings.extend_every.as_micros()).unwrap_or(10 * SECOND);
        self.after(every, Happening::Extend { process, life });
    }

    /// Whether new work may be claimed: here holds and open breakers are asked.
    pub(crate) fn may_claim(&self) -> bool {
        true
    }

    /// One step of a worker.
    pub(crate) fn work(&mut self, process: usize, life: u32, worker: usize) -> Result<()> {
        let Some(of) = self.processes.get(process).filter(|of| of.life == life) else { return Ok(()) };
        let again = Happening::Work { process, life, worker };
        if of.stopped_until > self.now() {
            self.after(of.stopped_until - self.now(), again);
            return Ok(());
        }
        // Who has nothing in hand is hit less often: there are many more such steps, and they show less.
        let rarer = if of.workers.get(worker).is_some_and(|mine| mine.batch.is_empty()) { 20 } else { 1 };
        if self.goes_wrong(self.plan.odds.death * rarer) {
            self.die(process);
            return Ok(());
        }
        if self.goes_wrong(self.plan.odds.stop * rarer) {
            self.stop(process);
            self.after(0, again);
            return Ok(());
        }
        let next = self.processes.get_mut(process).and_then(|of| of.workers.get_mut(worker));
        let Some(next) = next else { return Ok(()) };
        match next.batch.pop_front() {
            Some(claimed) => self.run_stages(process, worker, &claimed),
            None => self.claim(process, worker),
        }
    }

    /// Claims the next batch, sized and chosen by the program's own functions.
    fn claim(&mut self, process: usize, worker: usize) -> Result<()> {
        let (now, lease) = (self.now(), self.settings.lease);
        let Some(of) = self.processes.get_mut(process) else { return Ok(()) };
        let (life, Some(mine)) = (of.life, of.workers.get_mut(worker)) else { return Ok(()) };
        if mine.documents > 0 {
            let took = Duration::from_micros(now.abs_diff(mine.began));
            mine.last = LastBatch { documents: mine.documents, took };
            mine.documents = 0;
        }
        let size = batch_size(self.plan.batch_max, lease, mine.last);
        let order = ClaimOrder {
            lane: Lane::Structured,
            documents_max: size.size,
            bytes_max: self.settings.batch_bytes_max,
            lease,
            choose,
        };
        let claimed = if self.may_claim() { wait(self.ledger.claim(order))? } else { Vec::new() };
        self.keeper.claimed(&claimed, self.timestamp(), lease);
        let mut pause = SECOND / 2;
        if !claimed.is_empty() && !self.goes_wrong(self.plan.odds.lost_answer * 2) {
            if let Some(of) = self.processes.get_mut(process) {
                of.leases.take(&claimed);
                of.own.extend(claimed.iter().map(|claimed| ((claimed.seq, claimed.token), now)));
                if let Some(mine) = of.workers.get_mut(worker) {
                    (mine.documents, mine.began) = (claimed.len(), now);
                    mine.batch = claimed.into();
                }
            }
            pause = SECOND / 1_000;
        }
        let pause = self.chance.between(pause / 2, pause);
        self.after(pause, Happening::Work { process, life, worker });
        Ok(())
    }

    /// The stages of one document, and what follows.
    fn run_stages(&mut self, process: usize, worker: usize, claimed: &Claimed) -> Result<()> {
        let down = (self.plan.outage.0..self.plan.outage.1).contains(&self.now());
        let Some(script) = self.plan.scripts.get(&claimed.digest) else {
            self.keeper.wrong("I1", format!("{} has bytes that nobody sent", claimed.id));
            return Ok(());
        };
        let Some(ended) = script.attempt(claimed, down) else {
            self.die(process);
            return Ok(());
        };
        let lot = Lot {
            policy: &self.settings.retry,
            share: (self.build.share)(&mut self.chance),
            now: self.timestamp(),
        };
        let written = outcome(claimed, ended, lot, &format!("worker-{process}-{worker}"));
        let long = self.goes_wrong(self.plan.odds.slow_stage);
        let took = if long {
            self.chance.between(8 * SECOND, 50 * SECOND)
        } else {
            self.chance.between(SECOND / 1_000, self.plan.stages_max)
        };
        let Some(of) = self.processes.get_mut(process) else { return Ok(()) };
        let (life, Some(mine)) = (of.life, of.workers.get_mut(worker)) else { return Ok(()) };
        mine.ready.push(written);
        if mine.ready.len() >= READY_MAX || mine.batch.is_empty() {
            let outcomes = std::mem::take(&mut mine.ready);
            self.after(took, Happening::Commit(Box::new(Under::new(process, life, outcomes))));
        }
        if self.goes_wrong(self.plan.odds.give_back) {
            self.give_back(process, worker)?;
        }
        self.after(took, Happening::Work { process, life, worker });
        Ok(())
    }

    /// What living workers have not let go of, where neither their process was stopped since the claim nor the machine,
    /// which may have lost an extension: those leases must not lapse.
    pub(crate) fn in_hand(&self) -> Vec<(i64, Token)> {
        let mut in_hand = Vec::new();
        for of in &self.processes {
            let undisturbed = |since: i64| since >= of.stopped_until && since > self.crashed_at;
            in_hand.extend(of.own.iter().filter(|(_, since)| undisturbed(*since)).map(|(held, _)| *held));
        }
        in_hand
    }

    /// A worker that drains gives back what it has not begun.
    fn give_back(&mut self, process: usize, worker: usize) -> Result<()> {
        let Some(of) = self.processes.get_mut(process) else { return Ok(()) };
        let Some(mine) = of.workers.get_mut(worker) else { return Ok(()) };
        let rest = std::mem::take(&mut mine.batch);
        let held: Vec<(i64, Token)> = rest.iter().map(|claimed| (claimed.seq, claimed.token)).collect();
        if held.is_empty() {
            return Ok(());
        }
        let ready = std::mem::take(&mut mine.ready);
        let life = of.life;
        if !ready.is_empty() {
            self.after(SECOND / 100, Happening::Commit(Box::new(Under::new(process, life, ready))));
        }
        let given = wait(self.ledger.give_back(held.clone()))?;
        if let Some(of) = self.processes.get_mut(process) {
            of.let_go(&held);
        }
        self.keeper.returned(&held, given);
        Ok(())
    }
}
