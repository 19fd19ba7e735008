//! Histories one after the other, and what was met in them. A failed one tells its seed, the command that runs it alone, and
//! its last events.

use crate::build::Build;
use crate::keeper::Wrong;
use crate::plan::{About, Plan};
use crate::world::World;
use anyhow::Result;
use ledger::Blobs;
use std::collections::BTreeMap;

/// Paths that are rare and must be met in every campaign of some length: one that never met its fault has shown nothing.
pub const RARE: &[&str] = &[
    "answer lost, commit repeated",
    "delivery repeated under the same id",
    "duplicate absorbed",
    "lapse rescued",
    "late commit sequenced",
    "machine stopped",
    "many failed together",
    "number told as used before",
    "other bytes under a key refused",
    "poison twice alone",
    "repeated commit changed nothing",
    "retry exhausted",
    "returned untouched",
    "revised after release",
    "same bytes under another key",
    "second person came too late",
    "second sequencer refused",
    "stale token refused",
    "unsynced writes lost",
    "value refused",
];

/// What became of one history.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its seed.
    pub seed: u64,
    /// What it was about.
    pub about: About,
    /// What is wrong; empty is good.
    pub wrong: Vec<Wrong>,
    /// The last events.
    pub last: Vec<String>,
    /// What was met.
    pub met: BTreeMap<&'static str, u64>,
    /// One number for everything that happened.
    pub fold: u64,
    /// Each release the outlet saw.
    pub releases: Vec<(String, Vec<u8>)>,
}

impl Told {
    /// What is wrong, with how to see it again.
    pub fn failure(&self, build: &str) -> Option<String> {
        let first = self.wrong.first()?;
        let mut text = format!(
            "seed {} ({:?}, build '{build}'): {} {}\nagain: cargo run -p simulation -- --seed {}\n",
            self.seed, self.about, first.invariant, first.what, self.seed
        );
        for wrong in self.wrong.iter().skip(1).take(5) {
            text.push_str(&format!("also: {} {}\n", wrong.invariant, wrong.what));
        }
        text.push_str("last events:\n");
        for event in &self.last {
            text.push_str(&format!("  {event}\n"));
        }
        Some(text)
    }
}

/// Runs histories.
pub struct Campaign {
    build: Build,
    /// A folder for originals too large for a row, of which a history has none.
    folder: tempfile::TempDir,
    /// What was met in all.
    pub met: BTreeMap<&'static str, u64>,
    /// How many ran.
    pub histories: u64,
}

impl Campaign {
    /// A campaign of this build.
    ///
    /// # Errors
    /// Where there is no room for a folder.
    pub fn of(build: Build) -> Result<Campaign> {
        Ok(Campaign { build, folder: tempfile::tempdir()?, met: BTreeMap::new(), histories: 0 })
    }

    /// Runs one history.
    ///
    /// # Errors
    /// Where the simulation itself fails.
    pub fn run(&mut self, seed: u64) -> Result<Told> {
        let plan = Plan::of(seed);
        let about = plan.about;
        let mut world = World::of(plan, self.build, Blobs::open(self.folder.path())?);
        world.run()?;
        let keeper = &world.keeper;
        self.histories += 1;
        for (what, times) in keeper.paths() {
            *self.met.entry(what).or_default() += times;
        }
        Ok(Told {
            seed,
            about,
            wrong: keeper.faults().to_vec(),
            last: keeper.last_events().collect(),
            met: keeper.paths().clone(),
            fold: keeper.fold(),
            releases: keeper.releases().map(|(id, bytes)| (id.to_owned(), bytes.to_vec())).collect(),
        })
    }

    /// The first of these seeds that fails, with how many ran.
    ///
    /// # Errors
    /// Where the simulation itself fails.
    pub fn first_failure(&mut self, seeds: std::ops::Range<u64>) -> Result<Option<Told>> {
        for seed in seeds {
            let told = self.run(seed)?;
            if !told.wrong.is_empty() {
                return Ok(Some(told));
            }
        }
        Ok(None)
    }

    /// Rare paths that were not met.
    pub fn unmet(&self) -> Vec<&'static str> {
        RARE.iter().copied().filter(|path| !self.met.contains_key(path)).collect()
    }
}
