//! What a build does at the places where a broken one does something else. The honest build is made of the program's own
//! functions; a broken one replaces a pointer or wraps the ledger, so that no switch stands in production code.

use crate::chance::Chance;
use ledger::{Ledger, Memory};
use std::sync::Arc;

/// One build of the program.
#[derive(Clone, Copy)]
pub struct Build {
    /// Its name.
    pub name: &'static str,
    /// The ledger as the program sees it.
    pub ledger: fn(Arc<Memory>) -> Arc<dyn Ledger>,
    /// The share of chance that spreads what failed together.
    pub share: fn(&mut Chance) -> f64,
    /// A release is marked as delivered only after it was sent.
    pub sends_first: bool,
    /// A receipt is given only after the sync.
    pub syncs_first: bool,
}

impl Build {
    /// The program as it is.
    pub fn honest() -> Build {
        Build {
            name: "honest",
            ledger: |memory| memory,
            share: Chance::share,
            sends_first: true,
            syncs_first: true,
        }
    }
}
