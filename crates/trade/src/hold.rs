//! What a hold covers: everything, a lane, a source or a dependency.
//!
//! A hold is a person's stop. Its scope is read and printed here and nowhere else, so that the command line, the API, the
//! ledger and the log name it alike. Refuses to know who holds and for how long.

use crate::routing::Lane;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HoldScope {
    /// No document is taken and no release goes out.
    Everything,
    /// No document of this lane is taken.
    Lane(Lane),
    /// No document of this source is taken.
    Source(String),
    /// What needs this dependency waits: of an outlet, its releases.
    Dependency(String),
}

/// Why a text is no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeProblem {
    /// None of the four forms.
    #[error("a scope is everything, lane:NAME, source:NAME or dependency:NAME, not {0:?}")]
    Form(String),
    /// A lane that does not exist.
    #[error("{0:?} is no lane; the lanes are structured, text and scan")]
    Lane(String),
    /// The name of a source or dependency that cannot be one.
    #[error("the name of a {0} is 1 to {max} characters, none of them a control character or a space at an end", max = HoldScope::NAME_MAX)]
    Name(&'static str),
}

impl HoldScope {
    /// The longest name of a source or dependency, in characters.
    pub const NAME_MAX: usize = 128;

    /// It covers a queued document of this lane and source.
    pub fn covers_work(&self, lane: Lane, source: &str) -> bool {
        match self {
            HoldScope::Everything => true,
            HoldScope::Lane(held) => *held == lane,
            HoldScope::Source(held) => held == source,
            HoldScope::Dependency(_) => false,
        }
    }

    /// It covers what needs this dependency.
    pub fn covers_dependency(&self, name: &str) -> bool {
        match self {
            HoldScope::Everything => true,
            HoldScope::Dependency(held) => held == name,
            HoldScope::Lane(_) | HoldScope::Source(_) => false,
        }
    }
}

impl FromStr for HoldScope {
    type Err = ScopeProblem;

    fn from_str(text: &str) -> Result<HoldScope, ScopeProblem> {
        if text == "everything" {
            return Ok(HoldScope::Everything);
        }
        let (kind, named) = text.split_once(':').ok_or_else(|| ScopeProblem::Form(shown(text)))?;
        match kind {
            "lane" => {
                Lane::from_name(named).map(HoldScope::Lane).ok_or_else(|| ScopeProblem::Lane(shown(named)))
            }
            "source" => name(named).map(HoldScope::Source).ok_or(ScopeProblem::Name("source")),
            "dependency" => name(named).map(HoldScope::Dependency).ok_or(ScopeProblem::Name("dependency")),
            _ => Err(ScopeProblem::Form(shown(text))),
        }
    }
}

/// A usable name.
fn name(text: &str) -> Option<String> {
    let fits = (1..=HoldScope::NAME_MAX).contains(&text.chars().count());
    (fits && text.trim() == text && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// So much of a wrong text as an error shows.
fn shown(text: &str) -> String {
    text.chars().take(HoldScope::NAME_MAX).collect()
}

impl fmt::Display for HoldScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HoldScope::Everything => f.write_str("everything"),
            HoldScope::Lane(lane) => write!(f, "lane:{}", lane.name()),
            HoldScope::Source(name) => write!(f, "source:{name}"),
            HoldScope::Dependency(name) => write!(f, "dependency:{name}"),
        }
    }
}

impl Serialize for HoldScope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HoldScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<HoldScope, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_printed_as_they_are_read() {
        let all = ["everything", "lane:structured", "lane:scan", "source:a b:c", "dependency:folder"];
        for text in all {
            let scope: HoldScope = text.parse().unwrap();
            assert_eq!(scope.to_string(), text);
            let json = serde_json::to_string(&scope).unwrap();
            assert_eq!(serde_json::from_str::<HoldScope>(&json).unwrap(), scope);
        }
    }

    #[test]
    fn what_is_no_scope_says_what_is() {
        let problem = |text: &str| text.parse::<HoldScope>().unwrap_err().to_string();
        for text in ["", "all", "Everything", "everything:", "queue:x", "3"] {
            assert!(problem(text).starts_with("a scope is everything, lane:NAME"), "{text}");
        }
        assert_eq!(problem("lane:fast"), "\"fast\" is no lane; the lanes are structured, text and scan");
        for text in ["source:", "source: x", "source:a\nb", &format!("dependency:{}", "x".repeat(129))] {
            assert!(problem(text).contains("1 to 128 characters"), "{text}");
        }
    }

    #[test]
    fn each_scope_covers_what_it_names_and_everything_covers_all() {
        let scope = |text: &str| text.parse::<HoldScope>().unwrap();
        let work = |text: &str| scope(text).covers_work(Lane::Text, "gateway");
        assert!(work("everything") && work("lane:text") && work("source:gateway"));
        assert!(!work("lane:scan") && !work("source:portal") && !work("dependency:gateway"));
        let folder = |text: &str| scope(text).covers_dependency("folder");
        assert!(folder("everything") && folder("dependency:folder"));
        assert!(!folder("dependency:topic") && !folder("source:folder") && !folder("lane:text"));
    }
}
