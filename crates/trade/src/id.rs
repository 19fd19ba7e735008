//! Identifiers: correlation ids as senders may choose them, and SHA-256 digests.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The name of a document for its whole life: 1 to 128 characters of `A–Z a–z 0–9 . _ ~ : @ + = -`, not `.` or
/// `..`, so that it can stand in an address, a log line and a file name without escaping.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CorrelationId(Box<str>);

/// Why a text is no usable correlation id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdProblem {
    /// Nothing there.
    #[error("the correlation id is empty")]
    Empty,
    /// Longer than [`CorrelationId::LENGTH_MAX`].
    #[error("the correlation id is longer than 128 characters")]
    TooLong,
    /// A character outside the set, at this byte.
    #[error("the correlation id has a character at byte {0} that is not one of A-Z a-z 0-9 . _ ~ : @ + = -")]
    Character(usize),
    /// `.` and `..` are folders elsewhere.
    #[error("the correlation id may not be . or ..")]
    Dots,
}

impl CorrelationId {
    /// The longest id, in characters.
    pub const LENGTH_MAX: usize = 128;

    /// Reads an id as a sender wrote it; nothing is trimmed or changed.
    ///
    /// # Errors
    /// Says what makes the text unusable and where.
    pub fn parse(text: &str) -> Result<CorrelationId, IdProblem> {
        if text.is_empty() {
            return Err(IdProblem::Empty);
        }
        if text.len() > CorrelationId::LENGTH_MAX {
            return Err(IdProblem::TooLong);
        }
        if text == "." || text == ".." {
            return Err(IdProblem::Dots);
        }
        let usable = |byte: u8| byte.is_ascii_alphanumeric() || b"._~:@+=-".contains(&byte);
        match text.bytes().position(|byte| !usable(byte)) {
            Some(at) => Err(IdProblem::Character(at)),
            None => Ok(CorrelationId(text.into())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<uuid::Uuid> for CorrelationId {
    fn from(id: uuid::Uuid) -> CorrelationId {
        CorrelationId(id.hyphenated().to_string().into())
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for CorrelationId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CorrelationId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CorrelationId, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        CorrelationId::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// The SHA-256 of some bytes; 64 lower-case hex digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Reads 64 hex digits of either case; anything else is none.
    pub fn from_hex(text: &str) -> Option<Digest> {
        let mut digest = [0; 32];
        hex::decode_to_slice(text, &mut digest).ok().map(|()| Digest(digest))
    }

    /// The digest whose 32 bytes these are.
    pub fn from_bytes(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    /// The first eight bytes as a signed number: a short key for an index, never an identity.
    pub fn short(&self) -> i64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        i64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        match hex::encode_to_slice(self.0, &mut text) {
            Ok(()) => f.write_str(std::str::from_utf8(&text).unwrap_or_default()),
            Err(_) => Err(fmt::Error),
        }
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Digest::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not 64 hex digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_can_stand_in_an_address_are_taken_and_others_say_where() {
        assert!(CorrelationId::parse("bdd640fb-0667-4ad1-9c80-317fa3b1799d").is_ok());
        assert!(CorrelationId::parse("urn:x:1@b").is_ok());
        assert_eq!(CorrelationId::parse(""), Err(IdProblem::Empty));
        assert_eq!(CorrelationId::parse("a/b"), Err(IdProblem::Character(1)));
        assert_eq!(CorrelationId::parse("a\n"), Err(IdProblem::Character(1)));
        assert_eq!(CorrelationId::parse(".."), Err(IdProblem::Dots));
        assert_eq!(CorrelationId::parse(&"x".repeat(129)), Err(IdProblem::TooLong));
    }

    #[test]
    fn digests_are_sha_256_in_lower_case_hex() {
        let empty = Digest::of(b"");
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(empty.to_string(), text);
        assert_eq!(Digest::from_hex(&text.to_uppercase()), Some(empty));
        assert_eq!(Digest::from_hex("short"), None);
        assert_eq!(Digest::from_hex(&"z".repeat(64)), None);
    }
}
