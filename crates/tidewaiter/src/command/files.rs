//! The files that paths name: files as they are, folders with everything in them, in order of their names. A path that
//! names nothing is wrong use, whichever command it was given to.

use super::WrongUse;
use anyhow::{Context as _, Result, anyhow};
use std::path::{Path, PathBuf};

/// All files; hidden ones in folders are left out, links are not followed into folders.
///
/// # Errors
/// Where a path is not there or cannot be read.
pub fn of(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(anyhow!(WrongUse(format!("there is no {}", path.display()))));
        }
        if path.is_dir() {
            folder(path, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn folder(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let reading = || format!("reading the folder {}", path.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(reading)? {
        entries.push(entry.with_context(reading)?);
    }
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().with_context(reading)?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if kind.is_dir() {
            folder(&entry.path(), files)?;
        } else if kind.is_file() || (kind.is_symlink() && entry.path().is_file()) {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// The bytes of the one file that a path names.
///
/// # Errors
/// Where it is not there, is a folder or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    if !path.exists() {
        return Err(anyhow!(WrongUse(format!("there is no {}", path.display()))));
    }
    if path.is_dir() {
        return Err(anyhow!(WrongUse(format!("{} is a folder; name a file", path.display()))));
    }
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}

/// What is said where paths name folders without any file.
pub fn none(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    format!("There is no file in {}.", paths.join(", "))
}

/// A file's name as the door keeps it.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
