//! The folder outlet: releases as lines of `YYYY-MM-DD.ndjson`, one file a day (UTC).
//!
//! Exactly once: the ledger keeps, with its mark that a release was sent, how long the file was then. Whatever
//! stands behind that length was written by a process that died before its mark; it is cut off at start, and
//! written again under the same id. Nothing is read back.

use crate::Error;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// How far a file is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The file's name in the folder.
    pub file: String,
    /// Its length in bytes.
    pub length: u64,
}

/// The folder outlet. One process owns it.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
    /// The file that is being written, by name.
    open: Option<(String, File)>,
    /// How far each file is good: a failed append leaves more behind, which the next one cuts off.
    good: BTreeMap<String, u64>,
}

impl Folder {
    /// Opens, or makes, the folder, and cuts each file back to its mark; a file without one is emptied.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open(folder: &Path, marks: &[Mark]) -> Result<Folder, Error> {
        std::fs::create_dir_all(folder).map_err(disk("making", folder))?;
        let mut good = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(disk("listing", folder))? {
            let path = entry.map_err(disk("listing", folder))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if is_ours(name) {
                let marked = marks.iter().find(|mark| mark.file == name).map_or(0, |mark| mark.length);
                good.insert(name.to_owned(), cut_back(&path, marked)?);
            }
        }
        Ok(Folder { folder: folder.to_owned(), open: None, good })
    }

    /// Appends whole lines (each ends with a line feed) to the file of a day; durable when it returns. The mark
    /// goes into the ledger with the releases it covers.
    ///
    /// # Errors
    /// Where the disk refuses; the next append cuts off what a failed one left.
    pub fn append(&mut self, day: Date, lines: &[u8]) -> Result<Mark, Error> {
        let name = format!("{day}.ndjson");
        let path = self.folder.join(&name);
        let mut file = match self.open.take() {
            Some((open, file)) if open == name => file,
            _ => self.open_day(&path)?,
        };
        let good = self.good.get(&name).copied().unwrap_or(0);
        write_at(&mut file, good, lines).map_err(disk("appending to", &path))?;
        let length = good + lines.len() as u64;
        self.good.insert(name.clone(), length);
        self.open = Some((name.clone(), file));
        Ok(Mark { file: name, length })
    }

    /// Opens the file of a day; a new file's name is made durable too.
    fn open_day(&self, path: &Path) -> Result<File, Error> {
        let is_new = !path.exists();
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(disk("opening", path))?;
        if is_new {
            File::open(&self.folder)
                .and_then(|open| open.sync_all())
                .map_err(disk("syncing", &self.folder))?;
        }
        Ok(file)
    }
}

/// Writes at the good end, over whatever a failed write left there, and syncs.
fn write_at(file: &mut File, good: u64, lines: &[u8]) -> std::io::Result<()> {
    if file.metadata()?.len() > good {
        file.set_len(good)?;
    }
    file.seek(SeekFrom::Start(good))?;
    file.write_all(lines)?;
    file.sync_data()
}

/// Only files of this form are ours to cut.
fn is_ours(name: &str) -> bool {
    name.strip_suffix(".ndjson").is_some_and(|day| day.len() == 10 && day.parse::<Date>().is_ok())
}

/// Cuts a file back to its mark and tells how far it is good.
fn cut_back(path: &Path, marked: u64) -> Result<u64, Error> {
    let length = std::fs::metadata(path).map_err(disk("measuring", path))?.len();
    if length > marked {
        tracing::warn!(cut_bytes = length - marked, "outlet.folder.cut_back");
        let file = OpenOptions::new().write(true).open(path).map_err(disk("opening", path))?;
        file.set_len(marked).and_then(|()| file.sync_all()).map_err(disk("cutting back", path))?;
    } else if length < marked {
        // A consumer moved or cut the file. What is gone was delivered; nothing is written twice.
        tracing::warn!(missing_bytes = marked - length, "outlet.folder.shorter_than_its_mark");
    }
    Ok(length.min(marked))
}

fn disk(doing: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let doing = format!("{doing} {}", path.display());
    move |source| Error::Disk { doing, source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(folder: &Path, name: &str) -> String {
        std::fs::read_to_string(folder.join(name)).unwrap()
    }

    #[test]
    fn what_stands_behind_the_mark_is_cut_off_and_written_again_once() {
        let folder = tempfile::tempdir().unwrap();
        let day = date(2026, 11, 24);
        let mut outlet = Folder::open(folder.path(), &[]).unwrap();
        let first = outlet.append(day, b"{\"a\":1}\n").unwrap();
        outlet.append(day, b"{\"b\":2}\n").unwrap();
        // The process dies before the second mark is durable.
        drop(outlet);
        let mut outlet = Folder::open(folder.path(), std::slice::from_ref(&first)).unwrap();
        let second = outlet.append(day, b"{\"b\":2}\n").unwrap();
        assert_eq!((first.length, second.length), (8, 16));
        assert_eq!(read(folder.path(), "2026-11-24.ndjson"), "{\"a\":1}\n{\"b\":2}\n");
    }

    #[test]
    fn each_day_has_its_file_and_foreign_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("notes.ndjson"), "mine").unwrap();
        let mut outlet = Folder::open(folder.path(), &[]).unwrap();
        outlet.append(date(2026, 11, 24), b"1\n").unwrap();
        outlet.append(date(2026, 11, 25), b"2\n").unwrap();
        assert_eq!(read(folder.path(), "2026-11-24.ndjson"), "1\n");
        assert_eq!(read(folder.path(), "2026-11-25.ndjson"), "2\n");
        assert_eq!(read(folder.path(), "notes.ndjson"), "mine");
    }

    #[test]
    fn a_file_without_a_mark_is_emptied_at_start() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("2026-11-24.ndjson"), "unmarked\n").unwrap();
        Folder::open(folder.path(), &[]).unwrap();
        assert_eq!(read(folder.path(), "2026-11-24.ndjson"), "");
    }
}
