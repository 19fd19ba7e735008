//! `hold`: the words with which a person stops work and lets it go on.

use super::duration;
use clap::Subcommand;
use jiff::Timestamp;
use trade::HoldScope;

/// `hold`
#[derive(Debug, Subcommand)]
pub enum Hold {
    /// Stop everything, a lane, a source or a dependency, such as the outlet `folder`. What is queued stays queued.
    On {
        /// everything, lane:NAME, source:NAME or dependency:NAME.
        scope: HoldScope,
        /// Why; those who wait are told.
        #[arg(long)]
        reason: String,
        /// End by itself after so long, such as 2h.
        #[arg(long = "for", value_name = "DURATION", value_parser = duration, conflicts_with = "until")]
        lasts: Option<std::time::Duration>,
        /// End by itself at this time, such as 2026-11-24T08:00:00Z.
        #[arg(long, value_name = "TIME")]
        until: Option<Timestamp>,
        /// Who decides; the user's name, where nothing is said.
        #[arg(long, env = "USER", default_value = "person")]
        by: String,
    },
    /// End a hold by its number, or all of a scope.
    Off {
        /// A hold's number, or a scope.
        #[arg(value_name = "ID|SCOPE", value_parser = which)]
        which: Which,
        #[command(flatten)]
        actor: super::Actor,
    },
    /// The holds in force.
    List {
        /// And so many that have ended, the last made first.
        #[arg(long, value_name = "N", default_value_t = 0, num_args = 0..=1, default_missing_value = "20")]
        ended: usize,
    },
}

/// Which holds to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The one with this number.
    Number(i64),
    /// Those of exactly this scope.
    Of(HoldScope),
}

fn which(text: &str) -> Result<Which, trade::hold::ScopeProblem> {
    match text.parse() {
        Ok(number) => Ok(Which::Number(number)),
        Err(_) => text.parse().map(Which::Of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_is_ended_by_its_number_or_its_scope() {
        assert_eq!(which("7").unwrap(), Which::Number(7));
        assert_eq!(which("everything").unwrap(), Which::Of(HoldScope::Everything));
        assert!(which("seven").is_err());
    }
}
