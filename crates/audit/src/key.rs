//! Keys that sign and keys that verify: Ed25519 under the names and texts of C2SP signed notes
//! (<https://c2sp.org/signed-note>; the texts are those of Go's `sumdb/note`).
//!
//! | key | text |
//! |---|---|
//! | verifies | `name+id+base64(0x01 ‖ public key)` |
//! | signs | `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)` |
//!
//! where `id` is the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key) as eight hexadecimal digits.
//! Promises: a secret leaves only through [`Signer::secret_text`], never through `Debug` or an error. Refuses to know
//! where keys are kept and where randomness comes from.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::Error;

/// Marks Ed25519 in key texts and key ids; the only kind known here.
const ED25519: u8 = 0x01;

/// What a signer's text begins with, so that nobody takes it for a verifier's.
const SECRET: &str = "PRIVATE+KEY+";

/// A named key that signs. Its seed is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct Signer {
    name: String,
    id: u32,
    key: SigningKey,
}

/// A named key that verifies: what an auditor needs, and may be published.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl Signer {
    /// The key that follows from 32 bytes, which must be random and secret.
    ///
    /// # Errors
    /// [`Error::KeyName`] unless the name is fit for a note (non-empty; no space, plus or control character).
    pub fn generate(name: &str, seed: [u8; 32]) -> Result<Self, Error> {
        if !is_key_name(name) {
            return Err(Error::KeyName);
        }
        let key = SigningKey::from_bytes(&seed);
        Ok(Self { name: name.to_owned(), id: key_id(name, &key.verifying_key()), key })
    }

    /// The text to be kept secret, read back with `parse`.
    pub fn secret_text(&self) -> String {
        format!("{SECRET}{}", key_text(&self.name, self.id, self.key.as_bytes()))
    }

    /// The key that verifies what this one signs.
    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), id: self.id, key: self.key.verifying_key() }
    }

    /// The name in the signature line.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id in the signature line.
    pub fn id(&self) -> u32 {
        self.id
    }

    pub(crate) fn sign(&self, text: &str) -> [u8; 64] {
        self.key.sign(text.as_bytes()).to_bytes()
    }
}

impl Verifier {
    /// The name in the signature line.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id in the signature line.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Strict verification (RFC 8032, no weak points): a signature cannot be changed into another valid one.
    pub(crate) fn accepts(&self, text: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text.as_bytes(), &signature).is_ok())
    }
}

impl FromStr for Signer {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text =
            text.strip_prefix(SECRET).ok_or(Error::KeyText { why: "does not begin with PRIVATE+KEY+" })?;
        let (name, id, seed) = parse_key(text)?;
        let signer = Self::generate(name, seed)?;
        if signer.id == id { Ok(signer) } else { Err(WRONG_ID) }
    }
}

impl FromStr for Verifier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with(SECRET) {
            return Err(Error::KeyText { why: "is a secret key where a verifying one belongs" });
        }
        let (name, id, point) = parse_key(text)?;
        let key = VerifyingKey::from_bytes(&point)
            .ok()
            .filter(|key| !key.is_weak())
            .ok_or(Error::KeyText { why: "is not a sound Ed25519 public key" })?;
        if key_id(name, &key) == id { Ok(Self { name: name.to_owned(), id, key }) } else { Err(WRONG_ID) }
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&key_text(&self.name, self.id, self.key.as_bytes()))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({self})")
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}+{:08x})", self.name, self.id)
    }
}

const WRONG_ID: Error = Error::KeyText { why: "has an id that is not that of its name and key" };

/// Whether `name` may stand in a signature line (C2SP signed-note, "Format").
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+' || c < ' ')
}

fn key_id(name: &str, key: &VerifyingKey) -> u32 {
    let mut hasher = Sha256::new();
    hasher.update(name);
    hasher.update([b'\n', ED25519]);
    hasher.update(key.as_bytes());
    let [a, b, c, d, ..]: [u8; 32] = hasher.finalize().into();
    u32::from_be_bytes([a, b, c, d])
}

fn key_text(name: &str, id: u32, key: &[u8; 32]) -> String {
    let mut bytes = [ED25519; 33];
    for (to, from) in bytes.iter_mut().skip(1).zip(key) {
        *to = *from;
    }
    format!("{name}+{id:08x}+{}", STANDARD.encode(bytes))
}

/// Name, id and the 32 bytes of `name+id+base64`; base64 itself may contain a plus.
fn parse_key(text: &str) -> Result<(&str, u32, [u8; 32]), Error> {
    let fault = |why| Error::KeyText { why };
    let (name, rest) = text.split_once('+').ok_or(fault("is not name+id+key"))?;
    let (id, key) = rest.split_once('+').ok_or(fault("is not name+id+key"))?;
    if !is_key_name(name) {
        return Err(Error::KeyName);
    }
    let id = u32::from_str_radix(id, 16)
        .ok()
        .filter(|_| id.len() == 8)
        .ok_or(fault("has an id that is not eight hexadecimal digits"))?;
    let key = STANDARD.decode(key).map_err(|_| fault("has a key that is not base64"))?;
    match key.split_first() {
        Some((&ED25519, key)) => {
            let key = key.try_into().map_err(|_| fault("has a key that is not 32 bytes long"))?;
            Ok((name, id, key))
        }
        _ => Err(fault("is not an Ed25519 key")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The key pair in the documentation of Go's sumdb/note.
    const SECRET_KEY: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PUBLIC_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn the_published_pair_belongs_together() {
        let signer: Signer = SECRET_KEY.parse().unwrap();
        assert_eq!(signer.secret_text(), SECRET_KEY);
        assert_eq!(signer.verifier().to_string(), PUBLIC_KEY);
        assert_eq!(PUBLIC_KEY.parse(), Ok(signer.verifier()));
        assert_eq!((signer.name(), signer.id()), ("PeterNeumann", 0xc74f_20a3));
    }

    #[test]
    fn the_secret_does_not_show() {
        let signer: Signer = SECRET_KEY.parse().unwrap();
        assert_eq!(format!("{signer:?}"), "Signer(PeterNeumann+c74f20a3)");
        let error = SECRET_KEY.parse::<Verifier>().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("AYEK"));
    }

    #[test]
    fn names_unfit_for_a_note_are_refused() {
        for bad in ["", "two words", "a+b", "a\nb", "a\u{2003}b", "a\u{7}"] {
            assert_eq!(Signer::generate(bad, [7; 32]).err(), Some(Error::KeyName), "{bad:?}");
        }
    }

    #[test]
    fn a_text_with_any_part_wrong_is_refused() {
        let weak = {
            // The neutral point: it would accept signatures that nobody made.
            let mut point = [0u8; 32];
            point[0] = 1;
            let id = key_id("log", &VerifyingKey::from_bytes(&point).unwrap());
            key_text("log", id, &point)
        };
        for bad in [
            "",
            "log",
            "log+00000000",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+0c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumanx+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
            "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy",
            "PeterNeumann+c74f20a3+",
            "PeterNeumann+c74f20a3+!",
            &weak,
        ] {
            assert!(matches!(bad.parse::<Verifier>(), Err(Error::KeyText { .. })), "{bad}");
        }
        let mut other = SECRET_KEY.replace("AYEK", "AYEL");
        assert_eq!(other.parse::<Signer>().err(), Some(WRONG_ID));
        other = SECRET_KEY.replace("PRIVATE", "private");
        assert!(other.parse::<Signer>().is_err());
        assert!(PUBLIC_KEY.parse::<Signer>().is_err());
    }
}
