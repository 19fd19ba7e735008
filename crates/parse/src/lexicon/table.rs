//! A table from texts to bytes that lies in the program as it is asked: nothing is loaded, and only the pages touched
//! are read from the disk.
//!
//! It is written when the program is built (`index.rs`), and trusts what it reads no more than needed: a table that is no table
//! finds nothing. All numbers are little-endian.
//!
//! ```text
//! marks: a byte each slot, a power of two of them; 0 is empty, else it tells most other texts apart
//! places: u32 each slot, where its entry lies
//! entry: bytes of the text (u8), bytes of the value (u8), the text, the value
//! ```

/// A table as it lies in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table {
    marks: &'static [u8],
    places: &'static [[u8; 4]],
    entries: &'static [u8],
}

impl Table {
    /// The table in its parts, as `index.rs` writes them.
    pub const fn new(marks: &'static [u8], places: &'static [u8], entries: &'static [u8]) -> Self {
        let (places, _) = places.as_chunks();
        Self { marks, places, entries }
    }

    /// The value of a text.
    pub fn get(&self, text: &str) -> Option<&'static [u8]> {
        let (wanted, slots) = slots_for(text, self.marks.len());
        for slot in slots {
            let mark = *self.marks.get(slot)?;
            if mark == wanted {
                let place = u32::from_le_bytes(*self.places.get(slot)?);
                let (found, value) = self.entry(usize::try_from(place).ok()?)?;
                if found == text.as_bytes() {
                    return Some(value);
                }
            } else if mark == 0 {
                return None;
            }
        }
        None
    }

    /// Text and value of an entry.
    fn entry(&self, place: usize) -> Option<(&'static [u8], &'static [u8])> {
        let ([text, value], rest) = self.entries.get(place..)?.split_first_chunk::<2>()?;
        let (found, rest) = rest.split_at_checked(usize::from(*text))?;
        Some((found, rest.get(..usize::from(*value))?))
    }
}

/// The mark of a text, and the slots to look into, one after the other: the one that the text names, then those
/// behind it.
pub(super) fn slots_for(text: &str, count: usize) -> (u8, impl Iterator<Item = usize>) {
    let hash = hash(text);
    // The high bits depend on every byte; no mark is that of an empty slot.
    let (mark, first) = ((hash >> 56) as u8 | 1, (hash >> 24) as usize);
    (mark, (0..count).map(move |step| first.wrapping_add(step) & count.wrapping_sub(1)))
}

/// Eight bytes at a time. Our own files are the keys, so that nobody from outside can make them collide; the same on
/// the machine that builds and the one that runs.
fn hash(text: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mix =
        |hash: u64, word: &[u8; 8]| (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
    words.iter().chain([&last]).fold(text.len() as u64, mix)
}

#[cfg(test)]
mod tests {
    use super::super::index::write;
    use super::*;

    fn table(texts: &[&str]) -> Table {
        let all = texts.iter().enumerate().map(|(n, text)| (*text, vec![n as u8]));
        let [marks, places, entries] = write(all).unwrap();
        Table::new(marks.leak(), places.leak(), entries.leak())
    }

    #[test]
    fn what_was_written_is_found_and_nothing_else() {
        let texts: Vec<String> = (0..200).map(|n| format!("text {n} of {}", n * 7)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let table = table(&texts);
        for (n, text) in texts.iter().enumerate() {
            assert_eq!(table.get(text), Some([n as u8].as_slice()), "{text}");
        }
        for text in ["", "text", "text 1", "text 1 of 8", "text 1 of 7 ", "another"] {
            assert_eq!(table.get(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_table_finds_nothing() {
        let (mark, _) = slots_for("a", 1);
        for (marks, places, entries) in [
            (vec![], vec![], vec![]),
            (vec![mark], vec![], vec![1, 0, b'a']),
            (vec![mark], vec![0, 0, 0, 0], vec![]),
            (vec![mark], vec![0, 0, 0, 0], vec![4, 1, b'a']),
            (vec![mark], vec![0xff; 4], vec![1, 0, b'a']),
            (vec![mark; 3], vec![0; 12], vec![1, 0, b'b']),
        ] {
            let told = format!("{marks:?} {places:?} {entries:?}");
            assert_eq!(Table::new(marks.leak(), places.leak(), entries.leak()).get("a"), None, "{told}");
        }
        assert_eq!(Table::new(vec![mark].leak(), &[0; 4], &[1, 1, b'a', 7]).get("a"), Some([7].as_slice()));
    }
}
