//! Commits under way, and their answers: a commit whose answer is lost is repeated, the stages never are. A commit of a
//! process that has died may arrive all the same.

use crate::plan::SECOND;
use crate::world::{Happening, World, wait};
use anyhow::Result;
use ledger::work::{Outcome, Token};
use pipeline::flow::conclude::answered;
use std::sync::Arc;

/// A failed commit is repeated so often.
const TRIES_MAX: i64 = 10;

/// Outcomes on their way to the ledger.
pub struct Under {
    process: usize,
    life: u32,
    /// What is still to be written.
    outcomes: Arc<[Outcome]>,
    /// What is let go of at the end.
    held: Vec<(i64, Token)>,
    tries: i64,
}

impl Under {
    pub fn new(process: usize, life: u32, outcomes: Vec<Outcome>) -> Under {
        let held = outcomes.iter().map(|outcome| (outcome.seq, outcome.token)).collect();
        Under { process, life, outcomes: outcomes.into(), held, tries: 0 }
    }
}

impl World {
    /// Outcomes arrive at the ledger.
    pub(crate) fn arrive(&mut self, mut under: Under) -> Result<()> {
        let of = self.processes.get(under.process);
        let lives = of.is_some_and(|of| of.life == under.life);
        let stopped = of.filter(|_| lives).map_or(0, |of| of.stopped_until - self.now());
        if stopped > 0 {
            // It had not left the process yet.
            self.after(stopped, Happening::Commit(Box::new(under)));
            return Ok(());
        }
        if !lives && (under.tries > 0 || self.chance.once_in(2)) {
            return Ok(());
        }
        self.maybe_late();
        // Where breakers count what came of attempts, they are fed here.
        let answers = wait(self.ledger.commit(Arc::clone(&under.outcomes)))?;
        self.keeper.committed(&under.outcomes, &answers, self.timestamp());
        let told = self.durable(answers);
        if self.processes.get(under.process).is_none_or(|of| of.life != under.life) {
            return Ok(());
        }
        let lost = self.goes_wrong(self.plan.odds.lost_answer);
        match told.filter(|_| !lost) {
            Some(answers) => {
                let answered = answered(&answers, &under.outcomes);
                if answered.again.is_empty() {
                    self.let_go(under);
                } else {
                    under.outcomes = answered.again.into();
                    self.after(SECOND / 500, Happening::Commit(Box::new(under)));
                }
            }
            None if under.tries < TRIES_MAX => {
                under.tries += 1;
                self.keeper.met("answer lost, commit repeated");
                self.after(under.tries * SECOND / 10, Happening::Commit(Box::new(under)));
            }
            None => self.let_go(under),
        }
        Ok(())
    }

    fn let_go(&mut self, under: Under) {
        if let Some(of) = self.processes.get_mut(under.process) {
            of.let_go(&under.held);
        }
    }
}
