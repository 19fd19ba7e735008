//! Tariff editions: imported, kept in the ledger, shared by all workers.
//!
//! A new edition is one swap of the shared set: documents claimed afterwards see it.

use crate::error::Error;
use jiff::civil::Date;
use ledger::Ledger;
use ledger::ledger::StoredEdition;
use std::sync::{Arc, RwLock};
use tariff::edition::Dated;
use tariff::{Edition, Scheme, Summary, Tariffs};

/// The loaded editions.
#[derive(Debug, Clone, Default)]
pub struct Editions {
    loaded: Arc<RwLock<Arc<Tariffs>>>,
}

/// What an import is told beside the file.
#[derive(Debug, Clone)]
pub struct Told {
    /// Whose table it is.
    pub scheme: String,
    /// First day in force: the files carry no date.
    pub effective: Date,
    /// First day it was known; the first day in force, where nothing says.
    pub known: Option<Date>,
    /// The edition's name; the scheme and the day, where nothing says.
    pub name: Option<String>,
}

impl Editions {
    /// Loads what the ledger keeps.
    ///
    /// # Errors
    /// Where the ledger refuses or holds an edition that this version cannot read.
    pub async fn load(ledger: &dyn Ledger) -> Result<Editions, Error> {
        let mut tariffs = Tariffs::builtin();
        for stored in ledger.editions().await? {
            tariffs = tariffs.with(Edition::from_bytes(&stored.content)?);
        }
        Ok(Editions { loaded: Arc::new(RwLock::new(Arc::new(tariffs))) })
    }

    /// The set as it is now.
    pub fn current(&self) -> Arc<Tariffs> {
        match self.loaded.read() {
            Ok(loaded) => Arc::clone(&loaded),
            // A writer cannot panic while it swaps a pointer; what it left is whole.
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    /// Imports a file, keeps the edition and shares it. The same file again changes nothing.
    ///
    /// # Errors
    /// `tariff_invalid` with the place, or the ledger.
    pub async fn import(
        &self,
        ledger: &dyn Ledger,
        bytes: Vec<u8>,
        told: Told,
    ) -> Result<(Summary, Vec<tariff::Remark>), Error> {
        let work = move || import(&bytes, told);
        let (edition, remarks) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|failure| Error::Ended(failure.to_string()))??;
        ledger.keep_edition(stored(&edition)).await?;
        let summary = edition.summary();
        let swapped = Arc::new(self.current().with(edition));
        match self.loaded.write() {
            Ok(mut loaded) => *loaded = swapped,
            Err(poisoned) => *poisoned.into_inner() = swapped,
        }
        Ok((summary, remarks))
    }
}

fn import(bytes: &[u8], told: Told) -> Result<(Edition, Vec<tariff::Remark>), tariff::Error> {
    let dated = Dated {
        legal_from: told.effective,
        known_from: told.known.unwrap_or(told.effective),
        name: told.name,
    };
    Edition::import(Scheme::new(&told.scheme), bytes, dated)
}

fn stored(edition: &Edition) -> StoredEdition {
    StoredEdition {
        scheme: edition.scheme.name().to_owned(),
        name: edition.name.clone(),
        legal_from: edition.legal_from,
        known_from: edition.known_from,
        sha256: edition.summary().sha256,
        content: edition.to_bytes(),
    }
}
