//! Receipts that wait for a slow reader, within a bound.
//!
//! Most HTTP clients send everything before they read anything. Receipts are kept in memory up to a bound; later
//! ones are noted in the ledger as document numbers, and written anew from the ledger once the reader comes to
//! them. Neither the sender waits for the reader nor does memory grow with the upload.

use crate::shape::Receipt;
use bytes::Bytes;
use ledger::{Error, Ledger};
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::Notify;

/// Unread receipts in memory, in bytes.
const MEMORY_BYTES_MAX: usize = 1024 * 1024;

/// One receipt that may have to be written anew.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A document by its number.
    Document {
        /// The ledger's number.
        seq: i64,
        /// The receipt.
        receipt: Receipt,
    },
    /// A problem, as its JSON line.
    Problem(Vec<u8>),
}

/// The window between the writer of receipts and their reader.
#[derive(Debug)]
pub struct Window {
    upload: i64,
    inner: Mutex<Inner>,
    filled: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    memory: BTreeMap<i64, Bytes>,
    memory_bytes: usize,
    next_page: i64,
    ended: bool,
    reader_gone: bool,
    /// The first page that could not be kept: receipts end there, with an error.
    broken_at: Option<i64>,
}

/// What the reader finds.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Here(Bytes),
    InLedger,
    NotYet,
    Ended,
    Broken,
}

impl Window {
    /// An empty window of one upload.
    pub fn of_an_upload() -> Window {
        let upload = i64::from(rand::random::<u32>()) << 20 | i64::from(rand::random::<u16>());
        Window { upload, inner: Mutex::new(Inner::default()), filled: Notify::new() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        match self.inner.lock() {
            Ok(mut inner) => work(&mut inner),
            // Nobody panics while holding it; what is in there is whole.
            Err(poisoned) => work(&mut poisoned.into_inner()),
        }
    }

    /// Adds a page of receipts, in memory while there is room, else in the ledger.
    ///
    /// # Errors
    /// Where the ledger refuses.
    pub async fn push(&self, ledger: &dyn Ledger, entries: Vec<Entry>) -> Result<(), Error> {
        let (page, spill, gone) = self.with(|inner| {
            let page = inner.next_page;
            inner.next_page += 1;
            (page, inner.memory_bytes >= MEMORY_BYTES_MAX, inner.reader_gone)
        });
        if gone {
            return Ok(());
        }
        if spill {
            let kept = ledger.keep_receipts(self.upload, page, noted(&entries)).await;
            kept.inspect_err(|_| self.break_off(page))?;
        } else {
            let bytes = Bytes::from(written(&entries));
            self.with(|inner| {
                inner.memory_bytes += bytes.len();
                inner.memory.insert(page, bytes);
            });
        }
        self.filled.notify_one();
        Ok(())
    }

    /// No more pages.
    pub fn end(&self) {
        self.with(|inner| inner.ended = true);
        self.filled.notify_one();
    }

    /// A page could not be kept. The reader gets an error where it would stand, never a gap: the documents are durable,
    /// and whoever sends their lines again gets the same receipts.
    fn break_off(&self, page: i64) {
        self.with(|inner| inner.broken_at = Some(inner.broken_at.map_or(page, |first| first.min(page))));
        self.filled.notify_one();
    }

    /// The reader went away: receipts are not kept any more, documents are.
    pub fn leave(&self) {
        self.with(|inner| {
            inner.reader_gone = true;
            inner.memory.clear();
        });
    }

    /// The next page, once it is there; none after the last.
    ///
    /// # Errors
    /// Where the ledger refuses, or refused to keep the page.
    pub async fn next(&self, ledger: &dyn Ledger, page: i64) -> Result<Option<Bytes>, Error> {
        loop {
            match self.find(page) {
                Found::Here(bytes) => return Ok(Some(bytes)),
                Found::Ended => return Ok(None),
                Found::Broken => return Err(Error::Closed),
                Found::NotYet => self.filled.notified().await,
                Found::InLedger => {
                    // The page is being written at this moment, or stands there.
                    if let Some(noted) = ledger.take_receipts(self.upload, page).await? {
                        return Ok(Some(Bytes::from(anew(ledger, &noted).await?)));
                    }
                    self.filled.notified().await;
                }
            }
        }
    }

    fn find(&self, page: i64) -> Found {
        self.with(|inner| match inner.memory.remove(&page) {
            Some(bytes) => {
                inner.memory_bytes -= bytes.len();
                Found::Here(bytes)
            }
            None if inner.broken_at.is_some_and(|first| page >= first) => Found::Broken,
            None if page < inner.next_page => Found::InLedger,
            None if inner.ended => Found::Ended,
            None => Found::NotYet,
        })
    }
}

/// Entries as the lines that go out.
fn written(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * 240);
    for entry in entries {
        match entry {
            Entry::Document { receipt, .. } => receipt.write(&mut bytes),
            Entry::Problem(line) => bytes.extend_from_slice(line),
        }
        bytes.push(b'\n');
    }
    bytes
}

/// Entries as they are noted: a tag, then line, number and whether it was seen before, or a problem's length and
/// text. All numbers are eight bytes, little end first.
fn noted(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * 17);
    for entry in entries {
        match entry {
            Entry::Document { seq, receipt } => {
                bytes.push(if receipt.seen_before { 1 } else { 0 });
                bytes.extend_from_slice(&receipt.line.to_le_bytes());
                bytes.extend_from_slice(&seq.to_le_bytes());
            }
            Entry::Problem(line) => {
                bytes.push(2);
                bytes.extend_from_slice(&(line.len() as u64).to_le_bytes());
                bytes.extend_from_slice(line);
            }
        }
    }
    bytes
}

/// One noted entry.
enum Noted<'a> {
    Document { line: u64, seq: i64, seen_before: bool },
    Problem(&'a [u8]),
}

fn take_noted<'a>(bytes: &mut &'a [u8]) -> Option<Noted<'a>> {
    let (tag, rest) = bytes.split_first()?;
    let (number, rest) = rest.split_first_chunk::<8>()?;
    let number = u64::from_le_bytes(*number);
    if *tag == 2 {
        let (line, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
        *bytes = rest;
        return Some(Noted::Problem(line));
    }
    let (seq, rest) = rest.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(Noted::Document { line: number, seq: i64::from_le_bytes(*seq), seen_before: *tag == 1 })
}

/// Receipts written anew from the ledger, with the states as they are by then.
async fn anew(ledger: &dyn Ledger, mut noted: &[u8]) -> Result<Vec<u8>, Error> {
    let mut entries = Vec::new();
    while let Some(entry) = take_noted(&mut noted) {
        entries.push(entry);
    }
    let seqs = entries
        .iter()
        .filter_map(|entry| match entry {
            Noted::Document { seq, .. } => Some(*seq),
            Noted::Problem(_) => None,
        })
        .collect();
    let mut known = ledger.receipts(seqs).await?.into_iter();
    let mut bytes = Vec::with_capacity(entries.len() * 240);
    for entry in entries {
        match entry {
            Noted::Problem(line) => bytes.extend_from_slice(line),
            Noted::Document { line, seen_before, .. } => {
                let Some(Some((id, digest, state))) = known.next() else { continue };
                Receipt { line, id, digest, state, seen_before, verdict_for: None }.write(&mut bytes);
            }
        }
        bytes.push(b'\n');
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::sqlite::{Durability, Sqlite};
    use std::sync::Arc;
    use std::time::Duration;

    fn problem(text: &str) -> Vec<Entry> {
        vec![Entry::Problem(text.as_bytes().to_vec())]
    }

    #[tokio::test]
    async fn a_page_that_could_not_be_kept_ends_the_receipts_with_an_error_and_not_with_silence() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Sqlite::open(folder.path(), ledger::system_clock(), Durability::Full).unwrap();
        let ledger: Arc<dyn Ledger> = Arc::new(ledger);
        let window = Arc::new(Window::of_an_upload());
        window.push(ledger.as_ref(), problem("first")).await.unwrap();
        // A page whose keeping is under way: the reader waits for it.
        window.with(|inner| inner.next_page += 1);
        assert_eq!(window.next(ledger.as_ref(), 0).await.unwrap().as_deref(), Some(&b"first\n"[..]));
        let (reader, theirs) = (Arc::clone(&window), Arc::clone(&ledger));
        let waiting = tokio::spawn(async move { reader.next(theirs.as_ref(), 1).await });
        window.break_off(1);
        let answered = tokio::time::timeout(Duration::from_secs(20), waiting).await;
        assert!(answered.expect("the reader waits for ever").unwrap().is_err());
        assert!(window.next(ledger.as_ref(), 2).await.is_err(), "no page after a gap");
    }

    #[tokio::test]
    async fn what_does_not_fit_memory_is_read_again_from_the_ledger_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Sqlite::open(folder.path(), ledger::system_clock(), Durability::Full).unwrap();
        let window = Window::of_an_upload();
        let large = "x".repeat(MEMORY_BYTES_MAX);
        for text in [large.as_str(), "second", "third"] {
            window.push(&ledger, problem(text)).await.unwrap();
        }
        window.end();
        assert_eq!(window.with(|inner| inner.memory.len()), 1, "the later pages are in the ledger");
        assert_eq!(window.next(&ledger, 0).await.unwrap().map(|page| page.len()), Some(MEMORY_BYTES_MAX + 1));
        assert_eq!(window.next(&ledger, 1).await.unwrap().as_deref(), Some(&b"second\n"[..]));
        assert_eq!(window.next(&ledger, 2).await.unwrap().as_deref(), Some(&b"third\n"[..]));
        assert_eq!(window.next(&ledger, 3).await.unwrap(), None);
    }
}
