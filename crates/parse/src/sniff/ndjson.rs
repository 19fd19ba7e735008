//! Whether there is one JSON document or one a line.
//!
//! Lines are JSON documents if the first is a whole object and another object begins on the next; or, since a broken
//! line must not hide its neighbours, if two of the first eight are whole objects and most begin as one.

use super::format::Format;
use crate::json::first_value_end;
use memchr::memmem;

/// Lines looked at.
const LINES_MAX: usize = 8;

/// Of bytes that begin with a brace.
pub(super) fn json_or_lines(bytes: &[u8], head: &[u8]) -> Format {
    let mut lines = lines(bytes);
    let first = lines.next().unwrap_or_default();
    let Some(second) = lines.next() else { return envelope_or_other(head) };
    if is_object(first) {
        return if second.starts_with(b"{") { Format::Ndjson } else { envelope_or_other(head) };
    }
    if has_json_lines(bytes) { Format::Ndjson } else { envelope_or_other(head) }
}

/// Of a single document: an envelope names an id or has a payload, and says so early.
pub(super) fn envelope_or_other(head: &[u8]) -> Format {
    let has = |key: &[u8]| memmem::find(head, key).is_some();
    if has(b"\"correlation_id\"") || has(b"\"payload\"") { Format::Envelope } else { Format::Json }
}

/// Two of the first lines are whole objects, and more begin as one than do not.
pub(super) fn has_json_lines(bytes: &[u8]) -> bool {
    let (mut all, mut begun, mut whole) = (0, 0, 0);
    for line in lines(bytes).take(LINES_MAX) {
        all += 1;
        if line.starts_with(b"{") {
            begun += 1;
            whole += usize::from(is_object(line));
        }
    }
    whole >= 2 && begun * 2 > all
}

/// Lines that are not blank, without the blanks at their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    let lines = ends.map(move |end| {
        let line = bytes.get(start..end).unwrap_or_default();
        start = end + 1;
        line.trim_ascii()
    });
    lines.filter(|line| !line.is_empty())
}

fn is_object(line: &[u8]) -> bool {
    let whole = || first_value_end(std::str::from_utf8(line).ok()?).ok();
    line.starts_with(b"{") && whole() == Some(line.len())
}
