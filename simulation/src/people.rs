//! People at the desk: they send documents in review and dead letters back, reject some, and settle held lines of what is
//! out. Two of them may decide at once.

use crate::plan::SECOND;
use crate::world::{Happening, World, everything, wait};
use anyhow::Result;
use ledger::decision::{Act, Ask, Decision};
use ledger::view::Summary;
use trade::State;
use trade::event::What;

impl World {
    /// People look at everything that waits for them, every few seconds.
    pub(crate) fn look_at_the_desk(&mut self) -> Result<()> {
        if self.faults_are_over() {
            return Ok(());
        }
        for found in wait(self.ledger.documents(everything()))? {
            match found.state {
                State::InReview if self.chance.once_in(2) => {
                    let rejects = self.chance.once_in(6);
                    self.decide(&found, rejects)?;
                }
                State::DeadLetter if self.chance.once_in(8) => {
                    let rejects = self.chance.once_in(3);
                    self.decide(&found, rejects)?;
                }
                State::Validated | State::Released if found.quarantined > 0 && self.chance.once_in(3) => {
                    self.settle(&found)?;
                }
                _ => {}
            }
        }
        let pause = self.chance.between(SECOND, 5 * SECOND);
        self.after(pause, Happening::People);
        Ok(())
    }

    /// One document goes back to the queue, or is rejected. Once in a while two people say the same at once.
    fn decide(&mut self, found: &Summary, rejects: bool) -> Result<()> {
        let reviewed = found.state == State::InReview;
        let ask = Ask {
            id: found.id.clone(),
            from: if reviewed { &[State::InReview] } else { &[State::DeadLetter] },
            to: if rejects { State::Rejected } else { State::Queued },
            what: match (rejects, reviewed) {
                (true, _) => What::Rejected,
                (false, true) => What::Corrected,
                (false, false) => What::Replayed,
            },
            decisions: if reviewed && !rejects { vec![decision(None)] } else { Vec::new() },
            by: "kim".to_owned(),
            reason: None,
            resets_failures: !reviewed,
        };
        for _ in 0..if self.chance.once_in(4) { 2 } else { 1 } {
            self.maybe_late();
            let asked = wait(self.ledger.ask(ask.clone()))?;
            self.keeper.asked(&ask, asked);
            if self.durable(()).is_none() {
                break;
            }
        }
        Ok(())
    }

    /// A held line of a document that is out is settled: a new revision.
    fn settle(&mut self, found: &Summary) -> Result<()> {
        let Some(whole) = wait(self.ledger.document(&found.id))? else { return Ok(()) };
        let Some(script) = self.plan.scripts.get(&found.digest).copied() else { return Ok(()) };
        let (decisions, verdict) = (vec![decision(Some(2))], script.verdict(&found.id, true));
        self.maybe_late();
        let asked = wait(self.ledger.revise(&found.id, whole.revision, decisions, verdict, "kim"))?;
        self.keeper.revised(&found.id, whole.revision, asked);
        let _ = self.durable(());
        Ok(())
    }
}

fn decision(line: Option<u32>) -> Decision {
    Decision {
        act: Act::Correct,
        line,
        field: Some("hs_code".to_owned()),
        value: Some("010121".to_owned()),
        codes: Vec::new(),
        by: "kim".to_owned(),
        reason: None,
    }
}
