//! The sequencers, step by step: take the log up, read what has no leaf, grow the tree, write it if the head is still the
//! one that was read. Two may run at once; the program's own functions grow and sign.

use crate::keeper::log::signer;
use crate::plan::SECOND;
use crate::world::{Happening, World, wait};
use anyhow::Result;
use audit::{Hash, Journal, Tree};
use ledger::log::{LeafBatch, LogHead};
use pipeline::sequence::{ORIGIN, grow, head, tree_of};

/// About so many events get their leaves at once.
const EVENTS_MAX: usize = 200;

/// Where a sequencer is.
#[derive(Default)]
pub struct Sequencer {
    life: u32,
    journal: Option<Journal>,
    ready: Option<Ready>,
}

/// Leaves that are not written yet.
struct Ready {
    from: LogHead,
    leaves: Vec<LeafBatch>,
    grown: Journal,
    note: Option<(u64, String)>,
}

impl World {
    /// A sequencer that knows nothing begins.
    pub(crate) fn restart_sequencer(&mut self, which: usize) {
        if let Some(of) = self.sequencers.get_mut(which) {
            *of = Sequencer { life: of.life + 1, ..Sequencer::default() };
            let life = of.life;
            self.after(SECOND / 5, Happening::Sequence { which, life });
        }
    }

    /// One step of a sequencer.
    pub(crate) fn sequence(&mut self, which: usize, life: u32) -> Result<()> {
        let Some(of) = self.sequencers.get_mut(which).filter(|of| of.life == life) else { return Ok(()) };
        if let Some(ready) = of.ready.take() {
            return self.write_leaves(which, ready);
        }
        let journal = match of.journal.clone() {
            Some(journal) => journal,
            None => match self.take_up() {
                Ok(journal) => journal,
                Err(failure) => {
                    self.keeper.wrong("I3", format!("the log cannot be taken up: {failure:#}"));
                    return Ok(());
                }
            },
        };
        let batches = wait(self.ledger.unsequenced(EVENTS_MAX))?;
        let mut pause = SECOND / 2;
        let mut ready = None;
        if !batches.is_empty() {
            let from = head(&journal);
            let (mut grown, leaves) = grow(journal.clone(), &batches)?;
            let sign = self.chance.once_in(10);
            let note = if sign { Some((grown.tree().size(), grown.sign(&signer()?)?)) } else { None };
            self.keeper.read(&batches);
            ready = Some(Ready { from, leaves, grown, note });
            // Another sequencer, or another commit, may come in between.
            pause = self.chance.between(SECOND / 500, SECOND / 10);
        }
        if let Some(of) = self.sequencers.get_mut(which) {
            (of.journal, of.ready) = (Some(journal), ready);
        }
        self.after(pause, Happening::Sequence { which, life });
        Ok(())
    }

    fn write_leaves(&mut self, which: usize, ready: Ready) -> Result<()> {
        let Ready { from, leaves, grown, note } = ready;
        let (to, told) = (head(&grown), leaves.clone());
        let written = wait(self.ledger.sequence(from, leaves, to, note.clone()))?;
        let mut journal = None;
        if written {
            self.keeper.sequenced(&told);
            if self.durable(()).is_none() {
                // The machine stopped: this sequencer has begun anew already.
                return Ok(());
            }
            // A note is shown outside only after it is durable.
            self.keeper.shown(note);
            journal = Some(grown);
        } else {
            self.keeper.met("second sequencer refused");
        }
        if let Some(of) = self.sequencers.get_mut(which) {
            of.journal = journal;
            let life = of.life;
            self.after(SECOND / 20, Happening::Sequence { which, life });
        }
        Ok(())
    }

    /// The log as the ledger has it, bound by the newest checkpoint there and by the newest that was shown outside.
    fn take_up(&self) -> Result<Journal> {
        let verifier = signer()?.verifier();
        let newest = wait(self.ledger.newest_checkpoint())?;
        let mut tree = Tree::new();
        let mut signed = Vec::new();
        if let Some(newest) = newest {
            signed.push(audit::open(&newest.note, &verifier)?);
            tree = tree_of(newest.size, &newest.frontier)?;
        }
        if let Some(note) = self.keeper.newest_note() {
            let outside = audit::open(note, &verifier)?;
            signed.extend(Some(outside).filter(|outside| outside.size() >= tree.size()));
        }
        let mut journal = Journal::resume(ORIGIN, tree, signed)?;
        let beyond = wait(self.ledger.leaf_hashes(journal.tree().size(), usize::MAX))?;
        journal.extend(beyond.into_iter().map(Hash))?;
        journal.checkpoint()?;
        Ok(journal)
    }
}
