//! What brings work back: the rescuer, the waker, and the extension of leases.

use crate::plan::SECOND;
use crate::world::{Happening, World, wait};
use anyhow::Result;
use pipeline::flow::lapse;

impl World {
    /// The rescuer and the waker look, once a second.
    pub(crate) fn bring_back(&mut self) -> Result<()> {
        let now = self.timestamp();
        let rescued = wait(self.ledger.rescue(lapse::after))?;
        let in_hand = self.in_hand();
        self.keeper.rescued(rescued, now, &in_hand);
        let woken = wait(self.ledger.wake())?;
        self.keeper.woken(woken, now);
        self.after(SECOND, Happening::BringBack);
        Ok(())
    }

    /// A process extends what it holds, every ten seconds.
    pub(crate) fn extend(&mut self, process: usize, life: u32) -> Result<()> {
        let Some(of) = self.processes.get(process).filter(|of| of.life == life) else { return Ok(()) };
        if of.stopped_until > self.now() {
            self.after(of.stopped_until - self.now(), Happening::Extend { process, life });
            return Ok(());
        }
        let mut held = of.leases.all();
        // The program's book is in no order; a history is.
        held.sort_unstable_by_key(|(seq, token)| (*seq, token.0));
        if !held.is_empty() {
            let still = wait(self.ledger.extend(held.clone(), self.settings.lease))?;
            self.keeper.extended(&held, &still, self.timestamp(), self.settings.lease);
        }
        let every = i64::try_from(self.settings.extend_every.as_micros()).unwrap_or(10 * SECOND);
        self.after(every, Happening::Extend { process, life });
        Ok(())
    }
}
