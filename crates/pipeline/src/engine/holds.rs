//! The holds in force as this process knows them: looked up when the bell of holds rings, and once a second.
//!
//! The claim looks in the ledger by itself; this is for what is claimed already and for the deliverer, who ask at each turn
//! and must not read a database for it. What is known may be a second old, never older while the ledger answers.

use super::Engine;
use ledger::hold::{Hold, Resumed};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use trade::Lane;

/// Whoever ends a hold whose time is over, as events name it.
const EXPIRY: &str = "expiry";

/// The holds that were in force at the last look.
#[derive(Debug, Default)]
pub struct Standing {
    /// There is one: asked before each document, without a lock.
    any: AtomicBool,
    holds: RwLock<Arc<[Hold]>>,
}

impl Standing {
    /// A hold covers a document of this lane and source.
    pub fn covers_work(&self, lane: Lane, source: &str) -> bool {
        self.any.load(Ordering::Acquire) && self.now().iter().any(|hold| hold.scope.covers_work(lane, source))
    }

    /// A hold covers this dependency.
    pub fn covers_dependency(&self, name: &str) -> bool {
        self.any.load(Ordering::Acquire) && self.now().iter().any(|hold| hold.scope.covers_dependency(name))
    }

    fn now(&self) -> Arc<[Hold]> {
        self.holds.read().map(|holds| Arc::clone(&holds)).unwrap_or_default()
    }

    /// Notes what the ledger has; says whether that is another answer than before.
    fn note(&self, found: Vec<Hold>) -> bool {
        let Ok(mut holds) = self.holds.write() else { return false };
        let changed = **holds != *found;
        self.any.store(!found.is_empty(), Ordering::Release);
        if changed {
            *holds = found.into();
        }
        changed
    }
}

/// Looks the holds up.
///
/// # Errors
/// Where the ledger refuses; what was known stays.
pub async fn look(engine: &Engine) -> Result<(), ledger::Error> {
    let found = engine.ledger().holds(0).await?;
    metrics::gauge!("tidewaiter_holds").set(found.len() as f64);
    if engine.inner.standing.note(found) {
        // The deliverer may have looked between the commit and this.
        engine.ledger().wakes().outbox.notify_one();
    }
    Ok(())
}

/// Keeps what is known up to date until the engine stops and nothing is claimed any more.
pub async fn watch(engine: Engine) {
    while !engine.is_stopping() || engine.inner.busy.load(Ordering::Acquire) > 0 {
        engine.wait(&engine.ledger().wakes().holds).await;
        if let Err(failure) = look(&engine).await {
            tracing::error!(error = %failure, "holds.not_looked_up");
        }
    }
}

/// Ends the holds whose time is over; tells how many.
///
/// # Errors
/// Where the ledger refuses.
pub async fn end_expired(engine: &Engine) -> Result<usize, ledger::Error> {
    let now = engine.ledger().now();
    let mut ended = 0;
    for hold in engine.inner.standing.now().iter().filter(|hold| hold.until.is_some_and(|until| until <= now))
    {
        let answer = engine.ledger().resume(hold.id, EXPIRY, None).await?;
        ended += usize::from(matches!(answer, Resumed::Done(_)));
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(scope: &str) -> Hold {
        Hold {
            id: 1,
            scope: scope.parse().unwrap(),
            reason: "r".into(),
            by: "kim".into(),
            since: jiff::Timestamp::UNIX_EPOCH,
            until: None,
            ended: None,
        }
    }

    #[test]
    fn what_was_noted_last_decides() {
        let standing = Standing::default();
        assert!(!standing.covers_work(Lane::Text, "a") && !standing.covers_dependency("folder"));
        assert!(standing.note(vec![hold("source:a"), hold("dependency:folder")]));
        assert!(standing.covers_work(Lane::Text, "a") && standing.covers_dependency("folder"));
        assert!(!standing.covers_work(Lane::Text, "b") && !standing.covers_dependency("topic"));
        assert!(!standing.note(vec![hold("source:a"), hold("dependency:folder")]), "nothing changed");
        assert!(standing.note(Vec::new()));
        assert!(!standing.covers_work(Lane::Text, "a") && !standing.covers_dependency("folder"));
    }
}
