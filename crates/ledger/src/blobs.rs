//! Originals too large for a row: one read-only file each, named by its SHA-256, put if absent.
//!
//! A put is durable (file and folder synced) before the ledger's transaction begins. Readers check the hash.

use crate::error::Error;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use trade::Digest;

/// The blob folder of a data folder.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// Opens, or makes, the folder.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Blobs, Error> {
        fs::create_dir_all(folder).map_err(Error::disk(format!("making {}", folder.display())))?;
        Ok(Blobs { folder: folder.to_owned() })
    }

    /// Where the blob with this digest is.
    pub fn path(&self, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        let shard = name.get(..2).unwrap_or("00").to_owned();
        self.folder.join(shard).join(name)
    }

    /// Stores bytes under their digest, if absent; durable when it returns.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn put(&self, digest: &Digest, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path(digest);
        if path.exists() {
            return Ok(());
        }
        let shard = path.parent().unwrap_or(&self.folder);
        let doing = || format!("storing blob {}", path.display());
        fs::create_dir_all(shard).map_err(Error::disk(doing()))?;
        let mut file = tempfile::Builder::new()
            .prefix(".incoming-")
            .tempfile_in(&self.folder)
            .map_err(Error::disk(doing()))?;
        file.write_all(bytes).map_err(Error::disk(doing()))?;
        read_only(file.path()).map_err(Error::disk(doing()))?;
        file.as_file().sync_all().map_err(Error::disk(doing()))?;
        match file.persist_noclobber(&path) {
            Ok(_) => {}
            Err(lost) if lost.error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
            Err(lost) => return Err(Error::disk(doing())(lost.error)),
        }
        for folder in [shard, &self.folder] {
            fs::File::open(folder).and_then(|open| open.sync_all()).map_err(Error::disk(doing()))?;
        }
        Ok(())
    }

    /// The bytes as they stand, unchecked; none where there is no such blob.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn get_unchecked(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(digest);
        match fs::File::open(&path) {
            Ok(mut file) => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(Error::disk(format!("reading {}", path.display())))?;
                Ok(Some(bytes))
            }
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(other) => Err(Error::disk(format!("reading {}", path.display()))(other)),
        }
    }

    /// The bytes, checked against the digest.
    ///
    /// # Errors
    /// `Damaged` where they differ, never the wrong bytes.
    pub fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        match self.get_unchecked(digest)? {
            Some(bytes) if Digest::of(&bytes) == *digest => Ok(Some(bytes)),
            Some(_) => Err(Error::Damaged(digest.to_string())),
            None => Ok(None),
        }
    }
}

#[cfg(unix)]
fn read_only(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o444))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_is_put_once_is_read_only_and_a_flipped_bit_is_never_served() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let digest = Digest::of(b"original");
        blobs.put(&digest, b"original").unwrap();
        blobs.put(&digest, b"original").unwrap();
        let path = blobs.path(&digest);
        assert!(fs::metadata(&path).unwrap().permissions().readonly());
        assert_eq!(blobs.get(&digest).unwrap().as_deref(), Some(&b"original"[..]));
        assert_eq!(blobs.get(&Digest::of(b"other")).unwrap(), None);
        fs::remove_file(&path).unwrap();
        fs::write(&path, b"origina1").unwrap();
        assert!(matches!(blobs.get(&digest), Err(Error::Damaged(_))));
    }
}
