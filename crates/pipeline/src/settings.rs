//! What is configured about the journey. Defaults are those of the design; each is documented in the default
//! configuration file.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// What becomes of a document some of whose lines are quarantined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarantine {
    /// It goes on without them.
    #[default]
    Split,
    /// It is held as a whole.
    Hold,
}

/// An outlet and what it accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletTerms {
    /// Its name.
    pub name: String,
    /// It takes releases that lack lines.
    pub partial: bool,
}

/// The numbers and policies of the journey.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a claim holds without being extended.
    pub lease: Duration,
    /// Leases are extended this often.
    pub extend_every: Duration,
    /// A micro-batch has at most so many documents.
    pub batch_documents_max: usize,
    /// And at most so many bytes of originals.
    pub batch_bytes_max: u64,
    /// Outcomes are written when so many are ready.
    pub commit_documents: usize,
    /// Or after so long.
    pub commit_after: Duration,
    /// How many workers run at once.
    pub workers: usize,
    /// Retries of transient failures.
    pub retry: crate::flow::retry::Policy,
    /// The policy for sources without their own.
    pub quarantine: Quarantine,
    /// Policies of sources.
    pub quarantine_of: BTreeMap<String, Quarantine>,
    /// The outlets.
    pub outlets: Vec<OutletTerms>,
    /// The profile that documents other than envelopes must meet.
    pub profile: checks::Profile,
    /// Profiles of jurisdictions that have their own.
    pub profiles: BTreeMap<String, checks::Profile>,
    /// Events are numbered at latest after so long.
    pub sequence_within: Duration,
    /// A document, or a line of NDJSON, has at most so many bytes.
    pub document_bytes_max: usize,
    /// What readers take of one document.
    pub limits: parse::limits::Limits,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            lease: Duration::from_secs(30),
            extend_every: Duration::from_secs(10),
            batch_documents_max: 200,
            batch_bytes_max: 64 * 1024 * 1024,
            commit_documents: 100,
            commit_after: Duration::from_millis(20),
            workers: 2,
            retry: crate::flow::retry::Policy::default(),
            quarantine: Quarantine::Split,
            quarantine_of: BTreeMap::new(),
            outlets: vec![OutletTerms { name: FOLDER.to_owned(), partial: true }],
            profile: checks::Profile::named("default").unwrap_or_default(),
            profiles: BTreeMap::new(),
            sequence_within: Duration::from_millis(500),
            document_bytes_max: 32_000_000,
            limits: parse::limits::Limits::default(),
        }
    }
}

/// The built-in outlet's name.
pub const FOLDER: &str = "folder";

impl Settings {
    /// What becomes of a source's documents with quarantined lines.
    pub fn quarantine_for(&self, source: &str) -> Quarantine {
        self.quarantine_of.get(source).copied().unwrap_or(self.quarantine)
    }

    /// The outlets that take a release.
    pub fn outlets_for(&self, complete: bool, routed: &[String]) -> Vec<String> {
        self.outlets
            .iter()
            .filter(|outlet| complete || outlet.partial)
            .filter(|outlet| routed.is_empty() || routed.contains(&outlet.name))
            .map(|outlet| outlet.name.clone())
            .collect()
    }
}
