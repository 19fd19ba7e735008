//! A small seeded generator (SplitMix64), so that what xtask makes is the same on every machine and in every year.
//!
//! Promises: one seed, one stream, forever. Refuses to know the clock or the system's randomness. Not for secrets.

/// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit word of state, full period, passes BigCrush.
pub struct Random(u64);

impl Random {
    /// A stream that depends on `seed` alone.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number in `0..bound` (multiply-shift; the bias below 2^-32 is of no concern here). 0 for a bound of 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.abs_diff(low) + 1) as i64
    }

    /// True with this chance.
    pub fn chance(&mut self, share: f64) -> bool {
        ((self.bits() >> 11) as f64) / ((1u64 << 53) as f64) < share
    }

    /// One of them by value, from a table of constants.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *self.pick(of)
    }

    /// One of them. The slice is never empty: callers pass tables of constants.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = self.below(of.len() as u64) as usize;
        of.get(at).unwrap_or_else(|| unreachable!("a table of constants is empty"))
    }

    /// A UUID of version 4 made of this stream.
    pub fn uuid(&mut self) -> String {
        let high = (self.bits() & !0xf000) | 0x4000;
        let low = (self.bits() & !(0b11 << 62)) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn between_reaches_both_ends_and_no_further() {
        let mut random = Random::new(7);
        let seen: Vec<i64> = (0..200).map(|_| random.between(-1, 1)).collect();
        assert!(seen.contains(&-1) && seen.contains(&1) && seen.iter().all(|n| (-1..=1).contains(n)));
    }

    #[test]
    fn a_uuid_says_its_version_and_variant() {
        let id = Random::new(3).uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
    }
}
