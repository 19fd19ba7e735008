//! The log's key and the places its checkpoints are kept.
//!
//! The key is made at the first start and never leaves the data folder; checkpoints are kept in the ledger, in
//! `DATA/checkpoints/` and, where one is configured, at a witness outside, which a restored backup cannot reach.

use crate::error::Error;
use audit::{Signer, Verifier};
use std::path::{Path, PathBuf};

/// The name of the key and, with it, of the log.
const KEY_NAME: &str = "tidewaiter";

/// Where a data folder keeps what seals its log.
#[derive(Debug, Clone)]
pub struct Seal {
    folder: PathBuf,
    /// A file outside, to which each checkpoint is written too.
    pub witness: Option<PathBuf>,
}

impl Seal {
    /// The seal of a data folder.
    pub fn of(data: &Path, witness: Option<PathBuf>) -> Seal {
        Seal { folder: data.to_owned(), witness }
    }

    fn key_path(&self) -> PathBuf {
        self.folder.join("checkpoint.key")
    }

    /// The folder of checkpoints.
    pub fn checkpoints_folder(&self) -> PathBuf {
        self.folder.join("checkpoints")
    }

    /// The signing key; made, with its public half beside the checkpoints, where there is none.
    ///
    /// # Errors
    /// Where the disk refuses or the file holds no key.
    pub fn signer(&self) -> Result<Signer, Error> {
        let path = self.key_path();
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().parse()?),
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
                let signer = Signer::generate(KEY_NAME, rand::random())?;
                write_secret(&path, &signer.secret_text())?;
                self.publish(&signer)?;
                Ok(signer)
            }
            Err(failure) => Err(Error::disk(format!("reading {}", path.display()))(failure)),
        }
    }

    /// The key that verifies, from its published text.
    ///
    /// # Errors
    /// Where there is none, or the file holds no key.
    pub fn verifier(&self) -> Result<Verifier, Error> {
        let path = self.checkpoints_folder().join("key.pub");
        let text =
            std::fs::read_to_string(&path).map_err(Error::disk(format!("reading {}", path.display())))?;
        Ok(text.trim().parse()?)
    }

    fn publish(&self, signer: &Signer) -> Result<(), Error> {
        let folder = self.checkpoints_folder();
        std::fs::create_dir_all(&folder).map_err(Error::disk(format!("making {}", folder.display())))?;
        write_whole(&folder.join("key.pub"), format!("{}\n", signer.verifier()).as_bytes())
    }

    /// Writes a checkpoint to the folder and to the witness.
    ///
    /// # Errors
    /// Where a disk refuses.
    pub fn keep(&self, size: u64, note: &str) -> Result<(), Error> {
        write_whole(&self.checkpoints_folder().join(format!("{size:020}.note")), note.as_bytes())?;
        match &self.witness {
            Some(witness) => write_whole(witness, note.as_bytes()),
            None => Ok(()),
        }
    }

    /// The checkpoints in the folder, by name: each name with its bytes.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn kept(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let folder = self.checkpoints_folder();
        let doing = || format!("reading {}", folder.display());
        let mut notes = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(Error::disk(doing()))? {
            let path = entry.map_err(Error::disk(doing()))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if name.ends_with(".note") {
                notes.push((name, std::fs::read(&path).map_err(Error::disk(doing()))?));
            }
        }
        notes.sort();
        Ok(notes)
    }

    /// The witness's checkpoint, where there is one.
    ///
    /// # Errors
    /// Where the file is there but cannot be read.
    pub fn witnessed(&self) -> Result<Option<Vec<u8>>, Error> {
        let Some(witness) = &self.witness else { return Ok(None) };
        match std::fs::read(witness) {
            Ok(note) => Ok(Some(note)),
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(failure) => Err(Error::disk(format!("reading {}", witness.display()))(failure)),
        }
    }
}

/// Writes a file whole or not at all, durably: beside it, synced, then renamed over it.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let doing = || format!("writing {}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::disk(doing()))?;
    std::io::Write::write_all(&mut file, bytes).map_err(Error::disk(doing()))?;
    file.as_file().sync_data().map_err(Error::disk(doing()))?;
    file.persist(path).map_err(|lost| Error::disk(doing())(lost.error))?;
    Ok(())
}

/// Writes a file that only its owner may read.
fn write_secret(path: &Path, text: &str) -> Result<(), Error> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let doing = || format!("writing {}", path.display());
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::disk(doing()))?;
    std::io::Write::write_all(&mut file, format!("{text}\n").as_bytes()).map_err(Error::disk(doing()))?;
    file.sync_all().map_err(Error::disk(doing()))
}
