//! What was made lately, within a bound of bytes: the one that was not asked for the longest leaves first.

use std::collections::VecDeque;

/// What an entry costs besides its bytes.
const ENTRY_BYTES: usize = 256;

/// The last things made, each under its key.
#[derive(Debug)]
pub struct Kept<K, V> {
    /// The newest asked for stands last; with what each costs.
    entries: VecDeque<(K, V, usize)>,
    bytes: usize,
    bytes_max: usize,
}

impl<K: PartialEq, V: Clone> Kept<K, V> {
    /// Keeps at most so many bytes.
    pub fn new(bytes_max: usize) -> Kept<K, V> {
        Kept { entries: VecDeque::new(), bytes: 0, bytes_max }
    }

    /// What is kept under a key.
    pub fn get(&mut self, key: &K) -> Option<V> {
        let at = self.entries.iter().position(|(known, ..)| known == key)?;
        let entry = self.entries.remove(at)?;
        let value = entry.1.clone();
        self.entries.push_back(entry);
        Some(value)
    }

    /// Keeps a value of so many bytes in place of what was there; one that is larger than the bound is not kept.
    pub fn put(&mut self, key: K, value: V, bytes: usize) {
        if let Some(at) = self.entries.iter().position(|(known, ..)| *known == key) {
            self.entries.remove(at).inspect(|(.., cost)| self.bytes -= cost);
        }
        let cost = bytes.saturating_add(ENTRY_BYTES);
        if cost > self.bytes_max {
            return;
        }
        self.bytes += cost;
        self.entries.push_back((key, value, cost));
        while self.bytes > self.bytes_max {
            let Some((.., cost)) = self.entries.pop_front() else { return };
            self.bytes -= cost;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_the_longest_leaves_first() {
        let mut kept = Kept::new(3 * ENTRY_BYTES + 30);
        for key in 1..=3 {
            kept.put(key, key * 10, 10);
        }
        assert_eq!(kept.get(&1), Some(10));
        kept.put(4, 40, 10);
        assert_eq!([1, 2, 3, 4].map(|key| kept.get(&key)), [Some(10), None, Some(30), Some(40)]);
    }

    #[test]
    fn the_bound_holds_for_any_order_and_a_key_is_kept_once() {
        let mut kept = Kept::new(10_000);
        for turn in 0..1_000usize {
            kept.put(turn % 7, turn, turn * 37 % 4_000);
            let sum: usize = kept.entries.iter().map(|(.., cost)| cost).sum();
            assert_eq!(sum, kept.bytes);
            assert!(sum <= 10_000);
            assert_eq!(kept.get(&(turn % 7)), Some(turn));
        }
        kept.put(1, 0, 10_000);
        assert_eq!(kept.get(&1), None, "too large, and what was there is stale");
    }
}
