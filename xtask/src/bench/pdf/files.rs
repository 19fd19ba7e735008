//! The PDFs of a run: papers of all kinds, layouts and languages made from a seed, or those of a folder.
//!
//! Promises: no two have the same bytes. Refuses to know who reads them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::papers::{Workshop, looks};

/// Draws so many, each layout in its turn, and writes them into the folder.
pub fn make(count: usize, seed: u64, folder: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let workshop = Workshop::open()?;
    let (mut seen, mut files) = (Seen::default(), Vec::new());
    let all: Vec<_> = looks().collect();
    for (at, look) in all.into_iter().cycle().take(count).enumerate() {
        let paper = workshop.draw(seed.wrapping_mul(1_000_003) + at as u64, look.kind, Some(look), None)?;
        files.push(write(folder, at, &seen.apart(paper.pdf))?);
    }
    Ok(files)
}

/// Copies the PDFs of a folder and of those below it, in the order of their paths; from the first again where more are
/// wanted than are there.
pub fn gather(from: &Path, count: Option<usize>, folder: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let mut found = Vec::new();
    find(from, &mut found)?;
    found.sort();
    ensure!(!found.is_empty(), "no *.pdf in {}", from.display());
    let (mut seen, mut files) = (Seen::default(), Vec::new());
    for (at, path) in found.iter().cycle().take(count.unwrap_or(found.len())).enumerate() {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        files.push(write(folder, at, &seen.apart(bytes))?);
    }
    Ok(files)
}

fn write(folder: &Path, at: usize, bytes: &[u8]) -> Result<PathBuf> {
    let path = folder.join(format!("{at:05}.pdf"));
    fs::write(&path, bytes)?;
    Ok(path)
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) {
            found.push(path);
        }
    }
    Ok(())
}

/// The digests of what there is already.
#[derive(Default)]
struct Seen(BTreeSet<[u8; 32]>);

impl Seen {
    /// The bytes, with a comment behind their end if the same were there before.
    fn apart(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        while !self.0.insert(Sha256::digest(&bytes).into()) {
            bytes.extend_from_slice(format!("%{}\n", self.0.len()).as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_come_apart_and_others_stay_as_they_are() {
        let mut seen = Seen::default();
        let all: Vec<Vec<u8>> = [b"a", b"b", b"a", b"a"].map(|bytes| seen.apart(bytes.to_vec())).into();
        assert_eq!(all[..2], [b"a".to_vec(), b"b".to_vec()]);
        assert!(all[2].starts_with(b"a%") && all[2] != all[3]);
    }

    #[test]
    fn a_folder_is_gone_through_again_where_more_are_wanted() {
        let folder = std::env::temp_dir().join(format!("bench-pdf-files-{}", std::process::id()));
        let below = folder.join("from/below");
        fs::create_dir_all(&below).unwrap();
        fs::write(folder.join("from/one.PDF"), "one").unwrap();
        fs::write(below.join("two.pdf"), "two").unwrap();
        fs::write(below.join("two.txt"), "no").unwrap();
        let files = gather(&folder.join("from"), Some(5), &folder.join("to")).unwrap();
        let bytes: BTreeSet<Vec<u8>> = files.iter().map(|path| fs::read(path).unwrap()).collect();
        let all = gather(&folder.join("from"), None, &folder.join("to")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((files.len(), bytes.len(), all.len()), (5, 5, 2));
        assert!(bytes.contains(b"two".as_slice()) && !bytes.contains(b"no".as_slice()));
    }
}
