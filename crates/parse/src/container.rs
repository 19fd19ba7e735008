//! Files of several documents. For now: NDJSON, one JSON document a line.
//!
//! A container is only cut into its parts, by byte ranges of the original; each part becomes a document of its own
//! that fails or succeeds alone. A line that is no JSON is a part too, so that nothing is lost from sight.

use crate::limits::Limits;
use trade::parsed::Part;
use trade::{Code, Finding, Kind, Parsed};

/// The format of a container of JSON lines.
pub const NDJSON: &str = "ndjson";

const RULE: &str = "read.container/1";

/// The parts of an NDJSON file: its lines without the blanks around them, blank lines left out. More parts than the
/// limit is `limit_exceeded`, and then there is no part at all: half a container would look whole.
pub fn read(bytes: &[u8], limits: &Limits) -> Parsed {
    let mut parts = Vec::new();
    let mut start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    for end in ends {
        let line = bytes.get(start..end).unwrap_or_default();
        let content = line.trim_ascii();
        if !content.is_empty() {
            if parts.len() >= limits.container_parts as usize {
                return too_many(limits);
            }
            let first = start + (line.len() - line.trim_ascii_start().len());
            let index = u32::try_from(parts.len() + 1).unwrap_or(u32::MAX);
            parts.push(Part { index, start: first as u64, end: (first + content.len()) as u64 });
        }
        start = end + 1;
    }
    let findings = match parts.is_empty() {
        true => vec![Finding::document(RULE, Code::EmptyDocument, "The file has no document in it")],
        false => Vec::new(),
    };
    Parsed { kind: Kind::Container, format: NDJSON.into(), parts, findings, ..Parsed::default() }
}

fn too_many(limits: &Limits) -> Parsed {
    let message = format!("The file holds more than {} documents", limits.container_parts);
    let finding = Finding::document(RULE, Code::LimitExceeded, message).input("limit", "container_parts");
    let findings = vec![finding.input("max", limits.container_parts)];
    Parsed { kind: Kind::Container, format: NDJSON.into(), findings, ..Parsed::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<&[u8]> {
        let parsed = read(bytes, &Limits::default());
        parsed.parts.iter().map(|part| &bytes[part.start as usize..part.end as usize]).collect()
    }

    #[test]
    fn each_line_that_is_not_blank_is_a_part_broken_ones_too() {
        let bytes = b"\xEF\xBB\xBF{\"a\":1}\r\n\n  {broken\n \t\r\n{\"b\":2} \nlast";
        assert_eq!(texts(bytes), [&b"{\"a\":1}"[..], b"{broken", b"{\"b\":2}", b"last"]);
        let parsed = read(bytes, &Limits::default());
        assert_eq!((parsed.kind, parsed.format.as_str()), (Kind::Container, NDJSON));
        assert_eq!(parsed.parts.iter().map(|part| part.index).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn one_part_too_many_is_none() {
        let two = Limits { container_parts: 2, ..Limits::default() };
        assert_eq!(read(b"{}\n{}\n\n", &two).parts.len(), 2);
        let parsed = read(b"{}\n{}\n{}", &two);
        assert_eq!((parsed.parts.len(), parsed.findings[0].code), (0, Code::LimitExceeded));
        assert_eq!(read(b" \n", &two).findings[0].code, Code::EmptyDocument);
    }
}
