//! Documents that were just received, as their claim will want them: most are claimed within a second, and need not
//! be read back from the table then.
//!
//! A copy beside the table, within a bound; the table alone decides. An entry is good only for the first claim of a
//! document that nothing has moved in between: the claim's statement says so. What fails to be written empties it.

use crate::arrival::Arrival;
use std::collections::HashMap;

/// So many bytes of documents are kept, their originals and about what else they hold.
const BYTES_MAX: usize = 8 * 1024 * 1024;

/// About what an entry takes beside its original.
const ENTRY_BYTES: usize = 600;

/// A document that was received and not claimed yet.
pub struct Fresh {
    /// As it came.
    pub arrival: Arrival,
    /// Where its first event stands.
    pub places: Vec<u8>,
    /// Microseconds since 1970.
    pub received_at: i64,
}

/// The documents by number.
#[derive(Default)]
pub struct Hot {
    documents: HashMap<i64, Fresh>,
    bytes: usize,
}

impl Hot {
    /// Keeps a document, where there is room. Its original is copied: as it came it may be a piece of a large buffer, which
    /// would stay as long as its last piece.
    pub fn put(&mut self, seq: i64, mut fresh: Fresh) {
        let more = weight(&fresh);
        if self.bytes + more <= BYTES_MAX {
            self.bytes += more;
            fresh.arrival.bytes = fresh.arrival.bytes.map(|bytes| bytes::Bytes::copy_from_slice(&bytes));
            self.documents.insert(seq, fresh);
        }
    }

    /// Takes a document out.
    pub fn take(&mut self, seq: i64) -> Option<Fresh> {
        let fresh = self.documents.remove(&seq)?;
        self.bytes -= weight(&fresh);
        Some(fresh)
    }

    /// Forgets everything: what was written is not known any more.
    pub fn clear(&mut self) {
        *self = Hot::default();
    }
}

fn weight(fresh: &Fresh) -> usize {
    ENTRY_BYTES + fresh.arrival.bytes.as_ref().map_or(0, bytes::Bytes::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::arrival;

    fn fresh(bytes: usize) -> Fresh {
        Fresh { arrival: arrival("a", &"x".repeat(bytes)), places: Vec::new(), received_at: 0 }
    }

    #[test]
    fn no_more_is_kept_than_the_bound_and_what_is_taken_makes_room() {
        let mut hot = Hot::default();
        for seq in 0..20 {
            hot.put(seq, fresh(1024 * 1024));
        }
        assert!(
            hot.bytes <= BYTES_MAX && hot.documents.len() == 7,
            "{} of {} bytes",
            hot.documents.len(),
            hot.bytes
        );
        assert!(hot.take(0).is_some() && hot.take(0).is_none() && hot.take(19).is_none());
        hot.put(20, fresh(1024 * 1024));
        assert!(hot.take(20).is_some());
        hot.clear();
        assert!((hot.bytes, hot.take(1).is_none()) == (0, true));
    }
}
