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
        if let Ok(mut held) = self.held.lock() {
            held.extend(claimed.iter().map(|claimed| (claimed.seq, claimed.token)));
        }
    }

    /// Forgets documents whose outcome was answered.
    pub fn let_go(&self, seqs: impl IntoIterator<Item = i64>) {
        if let Ok(mut held) = self.held.lock() {
            for seq in seqs {
                held.remove(&seq);
            }
        }
    }

    fn all(&self) -> Vec<(i64, Token)> {
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
