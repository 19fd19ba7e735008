//! Stage 1: the bytes are those that were received. It knows nothing of what they say.

use trade::{Code, Digest};

/// Compares the bytes with the digest that the first event recorded.
///
/// # Errors
/// `original_damaged`: the document becomes a dead letter, and the damaged bytes are never read.
pub fn original(received: &Digest, bytes: &[u8]) -> Result<(), Code> {
    if Digest::of(bytes) == *received { Ok(()) } else { Err(Code::OriginalDamaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_flipped_bit_is_seen() {
        let digest = Digest::of(b"original");
        assert_eq!(original(&digest, b"original"), Ok(()));
        assert_eq!(original(&digest, b"originam"), Err(Code::OriginalDamaged));
    }
}
