//! The signed note around a checkpoint (<https://c2sp.org/signed-note>).
//!
//! The text, an empty line, then one signature line for each signer: `— name base64(key id ‖ signature)`.
//!
//! Written here over `ed25519-dalek` rather than taken from the crate `signed_note` 0.2: that one would bring a second,
//! older Ed25519, SHA-256 and base64 into the program, verifies less strictly, and says of a bad note only that it is
//! malformed, where an audit has to name the line. The tests hold both to the same notes.
//!
//! Promises: nothing is read out of a text before its signature holds; of a note with our signature alone, no byte can
//! change unnoticed. Lines of other signers (witnesses) are allowed and not judged. Refuses to know where notes are kept.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key::is_key_name;
use crate::{Checkpoint, Error, Signer, Verifier};

/// No note is longer than this, in bytes; ours have about 250.
const NOTE_BYTES_MAX: usize = 1_000_000;

/// No note has more signatures than this (the standard asks for 16 at least).
const SIGNATURES_MAX: usize = 100;

/// The checkpoint as a note signed by `signer`. Signing is deterministic: the same checkpoint, the same note.
///
/// Whether it *may* be signed is not asked here: a log signs through its [`Journal`](crate::Journal).
pub fn sign(checkpoint: &Checkpoint, signer: &Signer) -> String {
    let text = checkpoint.to_string();
    let mut line = signer.id().to_be_bytes().to_vec();
    line.extend(signer.sign(&text));
    format!("{text}\n— {} {}\n", signer.name(), STANDARD.encode(line))
}

/// The checkpoint in a note that bears a signature of `verifier`'s key. Takes text, or bytes as a file holds them.
///
/// The caller compares the origin with the log it means: one key may sign for several.
///
/// # Errors
/// [`Error::NoteText`] or [`Error::SignatureText`] when it is not a note, [`Error::Unsigned`] when the key did not sign
/// it, [`Error::SignatureRefused`] when text or signature were changed, [`Error::CheckpointText`] when what was signed is
/// not a checkpoint. All give the line, counted from 1.
pub fn open(note: impl AsRef<[u8]>, verifier: &Verifier) -> Result<Checkpoint, Error> {
    let note = readable(note.as_ref())?;
    let fault = |text: &str, why| Error::NoteText { line: 1 + newlines(text.as_bytes()), why };
    // The text keeps its last newline; the second one of the pair makes the empty line.
    let (text, signatures) = note
        .rfind("\n\n")
        .and_then(|end| note.split_at_checked(end + 1))
        .ok_or(fault(note, "has no empty line before the signatures"))?;
    let signatures = signatures
        .strip_prefix('\n')
        .and_then(|lines| lines.strip_suffix('\n'))
        .ok_or(fault(note, "does not end with a signature line and a newline"))?;
    let first_line = 2 + newlines(text.as_bytes());
    let mut signed = false;
    for (number, line) in signatures.split('\n').enumerate() {
        let place = first_line + number;
        if number >= SIGNATURES_MAX {
            return Err(Error::NoteText { line: place, why: "is one signature too many" });
        }
        let signature = SignatureLine::parse(line, place)?;
        if signature.name == verifier.name() && signature.key_id == verifier.id() {
            if !verifier.accepts(text, &signature.signature) {
                return Err(Error::SignatureRefused { line: place, key: verifier.to_string() });
            }
            signed = true;
        }
    }
    if signed { text.parse() } else { Err(Error::Unsigned { key: verifier.to_string() }) }
}

/// Bytes as the text that a note may be: not endless, UTF-8, no control character but newline.
fn readable(note: &[u8]) -> Result<&str, Error> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(Error::NoteText { line: 1, why: "begins a note of more than 1,000,000 bytes" });
    }
    let at = |place: usize| 1 + newlines(note.get(..place).unwrap_or(note));
    let text = str::from_utf8(note)
        .map_err(|e| Error::NoteText { line: at(e.valid_up_to()), why: "is not UTF-8" })?;
    match text.find(|c: char| c < ' ' && c != '\n') {
        Some(place) => Err(Error::NoteText { line: at(place), why: "has a control character" }),
        None => Ok(text),
    }
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b == b'\n').count()
}

/// One signer's line, taken apart.
struct SignatureLine<'a> {
    name: &'a str,
    key_id: u32,
    signature: Vec<u8>,
}

impl<'a> SignatureLine<'a> {
    fn parse(line: &'a str, place: usize) -> Result<Self, Error> {
        let fault = |why| Error::NoteText { line: place, why };
        let (name, bytes) = line
            .strip_prefix("— ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or(fault("is not a signature line"))?;
        if !is_key_name(name) {
            return Err(fault("has a signer's name that is not one"));
        }
        let bytes = STANDARD.decode(bytes).map_err(|source| Error::SignatureText { line: place, source })?;
        match bytes.split_first_chunk() {
            Some((key_id, signature)) if !signature.is_empty() => {
                Ok(Self { name, key_id: u32::from_be_bytes(*key_id), signature: signature.to_vec() })
            }
            _ => Err(fault("has a signature that is too short")),
        }
    }
}
