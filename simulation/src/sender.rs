//! Senders and the door: a letter is sent until it has a receipt; the receipt is given only after the sync.

use crate::plan::{Letter, SECOND};
use crate::world::{Happening, World, wait};
use anyhow::Result;
use ledger::Arrival;
use trade::routing::Routing;
use trade::{CorrelationId, Digest, Kind, Lane};

impl World {
    /// Sends one letter, or sends it again.
    pub(crate) fn send(&mut self, number: usize) -> Result<()> {
        let Some(letter) = self.plan.letters.get(number).cloned() else { return Ok(()) };
        self.keeper.posted(number, &letter);
        self.maybe_late();
        let answer = wait(self.ledger.receive(vec![arrival(&letter)?], "door"))?.pop();
        let Some(answer) = answer else {
            self.keeper.wrong("I9", format!("the door gave no answer to letter {number}"));
            return Ok(());
        };
        self.keeper.received(&answer, &letter);
        // A build that gives receipts before the sync syncs with whatever is written next.
        let answer = if self.build.syncs_first { self.durable(answer) } else { Some(answer) };
        let lost = self.goes_wrong(self.plan.odds.lost_answer);
        match answer.filter(|_| !lost) {
            Some(answer) => self.keeper.receipt(number, &letter, &answer),
            None => {
                let again = self.chance.between(SECOND / 10, 3 * SECOND);
                self.after(again, Happening::Send(number));
            }
        }
        Ok(())
    }
}

fn arrival(letter: &Letter) -> Result<Arrival> {
    Ok(Arrival {
        id: CorrelationId::parse(&letter.id).map_err(|problem| anyhow::anyhow!("{problem:?}"))?,
        key: letter.key.clone(),
        part: 0,
        source: letter.source.clone(),
        client: String::new(),
        digest: Digest::of(&letter.bytes),
        size: letter.bytes.len() as u64,
        bytes: Some(letter.bytes.clone()),
        name: None,
        format: "envelope".to_owned(),
        lane: Lane::Structured,
        priority: letter.priority,
        routing: Routing::default(),
        kind: Kind::Unknown,
        jurisdiction: None,
        as_of: None,
        container: None,
        again: None,
    })
}
