//! Leases that this process holds, and their extension: every ten seconds, for thirty.

use super::Engine;
use ledger::work::{Claimed, Token};
use std::collections::HashMap;
use std::sync::Mutex;

/// The documents this process has claimed and not committed.
#[derive(Debug, Default)]
pub struct Leases {
    held: Mutex<HashMap<i64, Token>>,
}

impl Leases {
    /// Notes claims.
    pub fn take(&self, claimed: &[Claimed]) {
        self.hold(claimed.iter().map(|claimed| (claimed.seq, claimed.token)));
    }

    fn hold(&self, documents: impl IntoIterator<Item = (i64, Token)>) {
        if let Ok(mut held) = self.held.lock() {
            held.extend(documents);
        }
    }

    /// Forgets documents whose outcome was answered. Where another worker of this process has the document by now, under
    /// another token, its lease stays held.
    pub fn let_go(&self, documents: impl IntoIterator<Item = (i64, Token)>) {
        if let Ok(mut held) = self.held.lock() {
            for (seq, token) in documents {
                if held.get(&seq) == Some(&token) {
                    held.remove(&seq);
                }
            }
        }
    }

    /// What is held, in no order.
    pub fn all(&self) -> Vec<(i64, Token)> {
        self.held
            .lock()
            .map(|held| held.iter().map(|(seq, token)| (*seq, *token)).collect())
            .unwrap_or_default()
    }
}

/// Extends what is held until the engine stops and nothing is held.
pub async fn keep(engine: Engine) {
    let every = engine.settings().extend_every;
    let mut next = tokio::time::Instant::now() + every;
    loop {
        tokio::select! {
            () = tokio::time::sleep_until(next) => next += every,
            () = engine.inner.stopped.notified() => {}
        }
        let held = engine.inner.leases.all();
        if engine.is_stopping() && held.is_empty() {
            return;
        }
        if held.is_empty() || tokio::time::Instant::now() + every < next {
            continue;
        }
        match engine.ledger().extend(held, engine.settings().lease).await {
            Ok(still) => {
                let lost = still.iter().filter(|still| !**still).count();
                if lost > 0 {
                    // Their commits will be refused; whoever has the documents now goes on.
                    tracing::warn!(lost, "lease.lost");
                }
            }
            Err(failure) => tracing::error!(error = %failure, "lease.not_extended"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lost_a_document_does_not_let_go_of_its_new_lease() {
        let leases = Leases::default();
        let (old, new) = ((1, Token(10)), (1, Token(11)));
        leases.hold([old]);
        // Its lease lapsed, and another worker of this process took the document.
        leases.hold([new]);
        leases.let_go([old]);
        assert_eq!(leases.all(), [new], "nobody would extend the new lease");
        leases.let_go([new]);
        assert!(leases.all().is_empty());
    }
}
