//! Builds broken on purpose, each by a wrapped ledger or a replaced pointer, never by a switch in the program. Each must be
//! caught within a number of seeds; one that is not says that the record-keeper looks away.

/// A ledger that does one thing wrong.
mod bent;

use crate::build::Build;
use bent::{Bending, Bent};

/// Every broken build.
pub fn builds() -> Vec<Build> {
    let honest = Build::honest();
    vec![
        Build {
            name: "the token is not looked at",
            ledger: |memory| Bending::around(memory, Bent::TokenUnchecked),
            ..honest
        },
        Build {
            name: "a commit writes before tokens are read",
            ledger: |memory| Bending::around(memory, Bent::WritesBeforeReading),
            ..honest
        },
        Build { name: "no jitter", share: |_| 1.0, ..honest },
        Build {
            name: "the sequencer takes what is greater than the last",
            ledger: |memory| Bending::around(memory, Bent::GreaterThanLast),
            ..honest
        },
        Build { name: "marked before sent", sends_first: false, ..honest },
        Build {
            name: "the rescuer forgets a document",
            ledger: |memory| Bending::around(memory, Bent::RescueForgets),
            ..honest
        },
        Build { name: "receipts before the sync", syncs_first: false, ..honest },
    ]
}
