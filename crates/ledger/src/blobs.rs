//! Originals too large for a row: one read-only file each, named by its SHA-256, put if absent.
//!
//! A put is durable (file and folder synced) before the ledger's transaction begins. Readers check the hash.

use crate::error::Error;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use trade::Digest;

/// The blob folder of a data folder.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
    /// By the first byte of a digest: the shard is there, and its name in the folder is durable.
    shards: Arc<[AtomicBool; 256]>,
}

impl Blobs {
    /// Opens, or makes, the folder.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Blobs, Error> {
        fs::create_dir_all(folder).map_err(Error::disk(format!("making {}", folder.display())))?;
        Ok(Blobs { folder: folder.to_owned(), shards: Arc::new([const { AtomicBool::new(false) }; 256]) })
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
        let doing = || format!("storing blob {}", path.display());
        let shard = path.parent().unwrap_or(&self.folder);
        if !path.exists() {
            self.write(digest, bytes, &path).map_err(Error::disk(doing()))?;
        }
        // Who finds it there may have come between its name and the sync of it.
        sync_folder(shard).map_err(Error::disk(doing()))
    }

    /// Writes a blob's file; its bytes are durable when it has its name, and the name is not yet.
    fn write(&self, digest: &Digest, bytes: &[u8], path: &Path) -> std::io::Result<()> {
        self.make_shard(digest, path.parent().unwrap_or(&self.folder))?;
        let mut file = tempfile::Builder::new()
            .prefix(".incoming-")
            .permissions(read_only())
            .tempfile_in(&self.folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Err(lost) if lost.error.kind() != std::io::ErrorKind::AlreadyExists => Err(lost.error),
            _ => Ok(()),
        }
    }

    /// Makes the shard of a digest, once in the life of the process, and its name durable.
    fn make_shard(&self, digest: &Digest, shard: &Path) -> std::io::Result<()> {
        let [first, ..] = digest.0;
        let made = self.shards.get(usize::from(first));
        if made.is_some_and(|made| made.load(Ordering::Acquire)) {
            return Ok(());
        }
        fs::create_dir_all(shard)?;
        sync_folder(&self.folder)?;
        made.inspect(|made| made.store(true, Ordering::Release));
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

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(unix)]
fn read_only() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o444)
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
