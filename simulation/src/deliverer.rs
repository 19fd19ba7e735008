//! The deliverer, step by step (read, make, send, mark), and the outlet at the other side, which may fail, take a release
//! and have its answer lost, or be slow. The deliverer may die between sending and marking.

use crate::plan::SECOND;
use crate::script::OUTLET;
use crate::world::{Happening, World, wait};
use anyhow::Result;
use ledger::work::{Delivered, Undelivered};
use pipeline::deliver::{Made, gone, make};
use std::collections::VecDeque;

/// So many releases are read at once.
const RELEASES_MAX: usize = 20;

/// Where the deliverer is.
#[derive(Default)]
pub struct Deliverer {
    /// How often it has died.
    pub life: u32,
    waiting: VecDeque<Undelivered>,
    sent: Vec<Delivered>,
}

impl Deliverer {
    /// Everything it knew is gone.
    pub fn forget(&mut self) {
        *self = Deliverer { life: self.life + 1, ..Deliverer::default() };
    }
}

impl World {
    /// One step of the deliverer.
    pub(crate) fn deliver(&mut self, life: u32) -> Result<()> {
        if self.deliverer.life != life {
            return Ok(());
        }
        if let Some(item) = self.deliverer.waiting.pop_front() {
            return self.send_release(item);
        }
        let sent = std::mem::take(&mut self.deliverer.sent);
        if !sent.is_empty() {
            self.mark(sent)?;
            let life = self.deliverer.life;
            self.after(SECOND / 50, Happening::Deliver { life });
            return Ok(());
        }
        self.deliverer.waiting = wait(self.ledger.undelivered(OUTLET, RELEASES_MAX))?.into();
        let pause = if self.deliverer.waiting.is_empty() { SECOND / 3 } else { SECOND / 200 };
        self.after(pause, Happening::Deliver { life });
        Ok(())
    }

    /// Makes and sends one release.
    fn send_release(&mut self, item: Undelivered) -> Result<()> {
        let made = match make(&item) {
            Ok(made) => made,
            Err(failure) => {
                self.keeper.wrong("I2", format!("no bytes of {}: {failure}", item.standing.id));
                return Ok(());
            }
        };
        if !self.build.sends_first {
            self.mark(vec![gone(item.clone(), &made)])?;
        }
        let answered = self.offer(&item, &made);
        if self.goes_wrong(self.plan.odds.deliverer_dies) {
            self.keeper.note("deliverer dies", item.standing.seq, i64::from(item.revision));
            self.deliverer.forget();
        } else if answered {
            self.deliverer.sent.push(gone(item, &made));
        } else {
            // What went before it is marked; it comes again with the next reading.
            self.deliverer.waiting.clear();
        }
        let (life, slow) = (self.deliverer.life, self.goes_wrong(20));
        let pause = self.chance.between(SECOND / 200, if slow { 5 * SECOND } else { SECOND / 20 });
        self.after(pause, Happening::Deliver { life });
        Ok(())
    }

    /// The outlet: says whether the deliverer learns that it took the release.
    fn offer(&mut self, item: &Undelivered, made: &Made) -> bool {
        if self.goes_wrong(self.plan.odds.outlet_fails) {
            return false;
        }
        self.keeper.seen(item, &made.bytes);
        !self.goes_wrong(self.plan.odds.outlet_late)
    }

    /// Tells the ledger what went. A lost answer is no matter: what is marked does not come again.
    fn mark(&mut self, sent: Vec<Delivered>) -> Result<()> {
        self.maybe_late();
        wait(self.ledger.delivered(OUTLET, sent.clone(), None))?;
        self.keeper.marked(&sent);
        let _ = self.durable(());
        Ok(())
    }
}
