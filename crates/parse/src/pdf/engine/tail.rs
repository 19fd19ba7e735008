//! How a PDF ends: whether its end is there, and where it ended each time it was saved.

use memchr::memmem;

/// The mark of an end stands this near to the last byte.
const END: usize = 2_048;
/// So near behind `startxref` stands `%%EOF`.
const NEAR: usize = 64;

/// What the ends of a file say.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tail {
    /// The last bytes name the place of a table of references, and one is there.
    pub is_whole: bool,
    /// Where it ended each time it was saved, the first first; each saving adds to what was there or puts something else in
    /// its place.
    pub ends: Vec<usize>,
}

/// Looks at the ends of a file.
pub fn tail(bytes: &[u8]) -> Tail {
    let header = memmem::find(bytes.get(..1_024.min(bytes.len())).unwrap_or_default(), b"%PDF-").unwrap_or(0);
    let end = bytes.iter().rposition(|byte| !byte.is_ascii_whitespace() && *byte != 0).unwrap_or(0);
    let mut tail = Tail::default();
    for mark in memmem::find_iter(bytes, b"startxref") {
        let Some(place) = number(bytes.get(mark + 9..).unwrap_or_default()) else { continue };
        // A file made to be shown from its first page on ends twice; the first end says 0.
        if place > 0 {
            tail.ends.push(end_after(bytes, mark));
        }
        let is_last = mark + END > end;
        tail.is_whole =
            is_last && [place, place.saturating_add(header)].iter().any(|place| is_table(bytes, *place));
    }
    tail
}

/// Where the saving ends that has its last mark here: after `%%EOF`, if that is near.
fn end_after(bytes: &[u8], mark: usize) -> usize {
    let near = bytes.get(mark..(mark + NEAR).min(bytes.len())).unwrap_or_default();
    memmem::find(near, b"%%EOF").map_or(mark + near.len(), |eof| mark + eof + 5)
}

fn number(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.trim_ascii_start();
    let length = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    std::str::from_utf8(digits.get(..length)?).ok()?.parse().ok()
}

/// A table of references stands here, or an object that may hold one.
fn is_table(bytes: &[u8], place: usize) -> bool {
    let rest = bytes.get(place..).unwrap_or_default().trim_ascii_start();
    rest.starts_with(b"xref") || rest.first().is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn an_end_is_whole_if_its_table_is_where_it_says() {
        let file =
            |place: usize, end: &str| format!("%PDF-1.7\nxref\n0 1\ntrailer<<>>\nstartxref\n{place}\n{end}");
        assert!(tail(file(9, "%%EOF\n").as_bytes()).is_whole);
        assert!(tail(file(9, "").as_bytes()).is_whole);
        assert!(!tail(file(11, "%%EOF").as_bytes()).is_whole);
        assert!(!tail(file(9_999, "%%EOF").as_bytes()).is_whole);
        assert!(!tail(file(9, &"x".repeat(5_000)).as_bytes()).is_whole);
        assert!(tail(format!("junk\n{}", file(9, "%%EOF")).as_bytes()).is_whole);
        assert!(!tail(b"").is_whole);
    }

    #[test]
    fn each_saving_counts_and_the_first_end_of_a_linear_file_does_not() {
        let saved = |ends: &[usize]| {
            ends.iter().map(|end| format!("x\nstartxref\n{end}\n%%EOF\n")).collect::<String>()
        };
        assert_eq!(tail(saved(&[5]).as_bytes()).ends, [19]);
        assert_eq!(tail(saved(&[5, 30]).as_bytes()).ends, [19, 40]);
        assert_eq!(tail(saved(&[0, 5]).as_bytes()).ends, [39]);
        assert_eq!(tail(b"startxref\n5\n").ends, [12]);
    }
}
