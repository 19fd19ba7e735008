//! What goes wrong: deaths and stops of processes, crashes of the machine, commits that the log sees late.

use crate::plan::SECOND;
use crate::world::{Happening, World};

impl World {
    /// A process dies and comes back after a while.
    pub(crate) fn die(&mut self, process: usize) {
        self.died_at = self.now();
        if let Some(of) = self.processes.get_mut(process) {
            of.forget();
            self.keeper.note("process dies", process as i64, 0);
            let after = self.chance.between(SECOND / 10, 3 * SECOND);
            self.after(after, Happening::Restart(process));
        }
    }

    /// A process is stopped, often past its lease, and wakes as if nothing had been.
    pub(crate) fn stop(&mut self, process: usize) {
        let until = (self.now() + self.chance.between(20 * SECOND, 50 * SECOND)).min(self.plan.faults_end);
        if let Some(of) = self.processes.get_mut(process) {
            of.stopped_until = until;
            self.keeper.note("process stopped until", process as i64, until);
        }
    }

    /// The machine of the ledger stops and starts: what was not synced is gone. Where the processes do not survive, nor
    /// does what they knew.
    pub(crate) fn crash(&mut self, processes_survive: bool) {
        self.memory.crash();
        self.crashed_at = self.now();
        self.keeper.crashed();
        // The ledger's connection is gone for all: the deliverer and the sequencers begin anew.
        self.deliverer.forget();
        let life = self.deliverer.life;
        self.after(SECOND / 5, Happening::Deliver { life });
        for which in 0..self.sequencers.len() {
            self.restart_sequencer(which);
        }
        if !processes_survive {
            for process in 0..self.processes.len() {
                self.die(process);
            }
        }
    }

    /// The next commit may be one that the log sees late.
    pub(crate) fn maybe_late(&mut self) {
        if self.goes_wrong(self.plan.odds.late_commit) {
            self.memory.hold_next_commit();
            let late = self.chance.between(SECOND / 10, 4 * SECOND);
            self.late_until = self.late_until.max(self.now() + late);
            self.after(late, Happening::LetThrough);
        }
    }
}
