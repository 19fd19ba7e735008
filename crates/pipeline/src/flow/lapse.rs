//! What becomes of a document whose lease lapsed: its worker died, was stopped, or was cut off.
//!
//! Nobody is blamed for the death of a batch: its members run alone from then on, each with its own lease. What ends its
//! worker when nothing else ran beside it, twice, is poison.

use ledger::work::{AfterLapse, Lapsed};
use trade::Code;

/// Deaths alone after which a document is poison.
pub const DEATHS_MAX: u32 = 2;

/// Decides.
pub fn after(lapsed: Lapsed) -> AfterLapse {
    if lapsed.alone && lapsed.deaths + 1 >= DEATHS_MAX {
        AfterLapse::DeadLetter(Code::ParserCrashed)
    } else {
        AfterLapse::Alone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_death_is_nobodys_and_the_second_alone_is_poison() {
        assert_eq!(after(Lapsed { alone: false, deaths: 0 }), AfterLapse::Alone);
        assert_eq!(after(Lapsed { alone: true, deaths: 0 }), AfterLapse::Alone);
        assert_eq!(after(Lapsed { alone: true, deaths: 1 }), AfterLapse::DeadLetter(Code::ParserCrashed));
    }
}
