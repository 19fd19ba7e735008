//! A data folder and its one owner.
//!
//! The owner holds the lock on `DATA/lock` and serves `DATA/socket`; other commands speak to it there, and become
//! the owner for a moment where there is none.

use crate::config::Config;
use crate::reader::Caged;
use anyhow::{Context as _, Result, bail};
use cage::{Cage, Strength};
use ledger::sqlite::Durability;
use ledger::{Sqlite, system_clock};
use pipeline::engine::{Engine, Parts};
use pipeline::seal::Seal;
use std::fs::{File, TryLockError};
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The lock of a data folder, held as long as this lives.
#[derive(Debug)]
pub struct Owned {
    _lock: File,
}

/// Takes the lock; none where somebody else has it.
///
/// # Errors
/// Where the folder cannot be made or the lock not be asked for.
pub fn own(data: &Path) -> Result<Option<Owned>> {
    std::fs::create_dir_all(data).with_context(|| format!("making the data folder {}", data.display()))?;
    let path = data.join("lock");
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("opening {}", path.display()))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(Owned { _lock: lock })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(failure)) => {
            Err(failure).with_context(|| format!("locking {}", path.display()))
        }
    }
}

/// The socket's path, and what keeps it good: a socket's path is at most 107 bytes, so that a long one is reached
/// through the open folder.
#[derive(Debug)]
pub struct SocketPath {
    /// Short enough to bind and connect.
    pub path: PathBuf,
    _folder: Option<File>,
}

/// Where the socket of a data folder is.
///
/// # Errors
/// Where the folder cannot be opened.
pub fn socket(data: &Path) -> Result<SocketPath> {
    let path = data.join("socket");
    if path.as_os_str().len() <= 100 {
        return Ok(SocketPath { path, _folder: None });
    }
    let folder = File::open(data).with_context(|| format!("opening {}", data.display()))?;
    let short = PathBuf::from(format!("/proc/self/fd/{}/socket", folder.as_raw_fd()));
    Ok(SocketPath { path: short, _folder: Some(folder) })
}

/// The ledger of a data folder whose lock the caller holds.
///
/// # Errors
/// Where it is no ledger, or one of a later version.
pub fn ledger(data: &Path) -> Result<Sqlite> {
    Sqlite::open(data, system_clock(), Durability::Full)
        .with_context(|| format!("opening the ledger in {}", data.display()))
}

/// The engine of a data folder whose lock the caller holds.
///
/// # Errors
/// Where the folder, the cage or the configuration refuse.
pub async fn open(data: &Path, config: &Config) -> Result<Engine> {
    let ledger = ledger(data)?;
    let seal = Seal::of(data, config.witness());
    seal.signer().context("opening the log's key")?;
    let parts = Parts {
        ledger: Arc::new(ledger),
        reader: Arc::new(Caged::new(make_cage(config)?, config.limits.of_readers())),
        settings: config.settings()?,
        seal,
        outlet_folder: data.join("out"),
    };
    Ok(Engine::new(parts).await?)
}

/// The cage as configured.
///
/// # Errors
/// Where the kernel cannot lock and `weak` was not asked for.
pub fn make_cage(config: &Config) -> Result<Cage> {
    let cage = &config.cage;
    let strength = if cage.strength == "weak" { Strength::Weak } else { Strength::Strict };
    match Cage::new(cage::Config { limits: cage.limits(), strength, ..cage::Config::of_this_program() }) {
        Ok(made) => Ok(made),
        Err(failure) => {
            bail!("the cage cannot be made: {failure} (`[cage] strength = \"weak\"` goes without it)")
        }
    }
}
