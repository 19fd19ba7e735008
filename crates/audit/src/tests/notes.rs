//! Signed notes: round trip, agreement with another implementation, every kind of damage.

use proptest::prelude::*;
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList};

use super::{ORIGIN, checkpoint, leaves, note, signer, signing};
use crate::*;

#[test]
fn what_was_signed_is_opened() {
    for count in [0, 1, 1000] {
        let checkpoint = checkpoint(&leaves(count));
        let note = sign(&checkpoint, &signer());
        assert_eq!(open(&note, &signer().verifier()), Ok(checkpoint.clone()));
        assert_eq!(sign(&checkpoint, &signer()), note, "signing is deterministic");
    }
}

/// The note as another implementation writes it, under the key that its documentation publishes.
#[test]
fn the_same_note_as_another_implementation_writes() {
    let key = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let checkpoint = checkpoint(&leaves(5));
    let mut theirs = Note::new(checkpoint.to_string().as_bytes(), &[]).unwrap();
    theirs.add_sigs(&[&StandardSigner::new(key).unwrap()]).unwrap();
    assert_eq!(sign(&checkpoint, &key.parse().unwrap()).as_bytes(), theirs.to_bytes());
}

proptest! {
    #![proptest_config(signing())]

    #[test]
    fn each_implementation_opens_the_others_note(seed in any::<[u8; 32]>(), name in "[a-z./é]{1,20}", count in 0u64..50) {
        let ours = Signer::generate(&name, seed).unwrap();
        let theirs = StandardSigner::new(&ours.secret_text()).unwrap();
        let verifier = StandardVerifier::new(&ours.verifier().to_string()).unwrap();
        let checkpoint = checkpoint(&leaves(count));
        let note = sign(&checkpoint, &ours);
        let read = Note::from_bytes(note.as_bytes()).unwrap();
        let (verified, _) = read.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
        prop_assert_eq!(verified.len(), 1);
        let mut written = Note::new(checkpoint.to_string().as_bytes(), &[]).unwrap();
        written.add_sigs(&[&theirs]).unwrap();
        prop_assert_eq!(open(written.to_bytes(), &ours.verifier()), Ok(checkpoint));
        prop_assert_eq!(ours.secret_text().parse::<Signer>().unwrap().verifier(), ours.verifier());
    }

    #[test]
    fn arbitrary_bytes_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(open(&bytes, &signer().verifier()).is_err());
    }

    #[test]
    fn arbitrary_lines_are_refused_without_panic(text in "([a— +=\n0]|— a AAAAAAA=\n|\n\n){0,30}") {
        prop_assert!(open(&text, &signer().verifier()).is_err());
        prop_assert!(text.parse::<Checkpoint>().is_err());
        prop_assert!(text.parse::<Signer>().is_err());
        prop_assert!(text.parse::<Verifier>().is_err());
    }
}

/// Every byte of a note with one signature is under protection; each is changed in another of its bits.
#[test]
fn any_flipped_byte_is_noticed() {
    let (note, verifier) = (note(&leaves(1000)), signer().verifier());
    for at in 0..note.len() {
        let mut bytes = note.clone().into_bytes();
        bytes[at] ^= 1 << (at % 8);
        assert!(open(&bytes, &verifier).is_err(), "byte {at}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn any_cut_or_appended_byte_is_noticed() {
    let (note, verifier) = (note(&leaves(1000)), signer().verifier());
    for end in 0..note.len() {
        assert!(open(&note.as_bytes()[..end], &verifier).is_err(), "cut at {end}");
    }
    for byte in 0..=u8::MAX {
        let longer = [note.as_bytes(), &[byte]].concat();
        assert!(open(longer, &verifier).is_err(), "byte {byte} appended");
    }
}

#[test]
fn another_key_is_not_the_key() {
    let note = note(&leaves(3));
    let same_name = Signer::generate(ORIGIN, [8; 32]).unwrap().verifier();
    let same_seed = Signer::generate("log.example/other", [7; 32]).unwrap().verifier();
    for verifier in [same_name, same_seed] {
        assert_eq!(open(&note, &verifier), Err(Error::Unsigned { key: verifier.to_string() }));
    }
}

#[test]
fn a_signature_over_another_text_is_refused_with_its_line() {
    let three = note(&leaves(3));
    let four = note(&leaves(4));
    let (text, _) = three.split_once("\n\n").unwrap();
    let (_, signature) = four.split_once("\n\n").unwrap();
    let key = signer().verifier().to_string();
    let mixed = format!("{text}\n\n{signature}");
    assert_eq!(open(mixed, &signer().verifier()), Err(Error::SignatureRefused { line: 5, key }));
}

#[test]
fn other_signers_are_allowed_beside_ours_but_ours_must_all_hold() {
    let ours = note(&leaves(3));
    let witness = sign(&checkpoint(&leaves(3)), &Signer::generate("witness.example", [9; 32]).unwrap());
    let witness_line = witness.split_once("\n\n").unwrap().1;
    let (text, our_line) = ours.split_once("\n\n").unwrap();
    let verifier = signer().verifier();
    let expected = Ok(checkpoint(&leaves(3)));
    assert_eq!(open(format!("{text}\n\n{our_line}{witness_line}"), &verifier), expected);
    assert_eq!(open(format!("{text}\n\n{witness_line}{our_line}"), &verifier), expected);
    assert!(matches!(open(&witness, &verifier), Err(Error::Unsigned { .. })));
    // A second line under our name that is not ours: the note is not what we made.
    let forged = note(&leaves(4)).split_once("\n\n").unwrap().1.to_owned();
    let refused = open(format!("{text}\n\n{our_line}{forged}"), &verifier);
    assert!(matches!(refused, Err(Error::SignatureRefused { line: 6, .. })), "{refused:?}");
}

#[test]
fn what_is_not_a_note_is_refused_with_its_line() {
    let ours = note(&leaves(3));
    let (text, line) = ours.split_once("\n\n").unwrap();
    let too_many = format!("{text}\n\n{}", line.repeat(101));
    let cases: [(Vec<u8>, usize); 11] = [
        (b"".into(), 1),
        (text.into(), 3),
        (format!("{text}\n").into(), 4),
        (format!("{text}\n\n").into(), 5),
        (format!("{text}\n\n{line}\n\n").into(), 8),
        (format!("{text}\n\n{}", line.replace('—', "-")).into(), 5),
        (format!("{text}\n\n— {ORIGIN} AAAA\n").into(), 5),
        (format!("{text}\n\n— a+b AAAAAAAA\n{line}").into(), 5),
        (format!("{text}\r\n\n{line}").into(), 3),
        ([text.as_bytes(), b"\xff\n\n", line.as_bytes()].concat(), 3),
        (too_many.into(), 105),
    ];
    for (bytes, expected) in cases {
        match open(&bytes, &signer().verifier()) {
            Err(Error::NoteText { line, .. }) => {
                assert_eq!(line, expected, "{}", String::from_utf8_lossy(&bytes))
            }
            other => panic!("{} gave {other:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    let not_base64 = open(format!("{text}\n\n— {ORIGIN} AAA\n"), &signer().verifier());
    assert!(matches!(not_base64, Err(Error::SignatureText { line: 5, .. })), "{not_base64:?}");
}

/// A sound note, but with so much from other signers that it is refused unread.
#[test]
fn an_endless_note_is_refused() {
    let ours = note(&leaves(3));
    let (text, line) = ours.split_once("\n\n").unwrap();
    let witness = |bytes: usize| format!("{text}\n\n— witness.example {}\n{line}", "A".repeat(bytes / 4 * 4));
    assert!(open(witness(900_000), &signer().verifier()).is_ok());
    assert!(matches!(open(witness(1_000_000), &signer().verifier()), Err(Error::NoteText { line: 1, .. })));
}

/// Our key under a text that is no checkpoint: sound as a note, and still refused.
#[test]
fn a_signed_text_that_is_no_checkpoint_is_refused() {
    let mut theirs = Note::new(b"a poem\nof two lines\n", &[]).unwrap();
    theirs.add_sigs(&[&StandardSigner::new(&signer().secret_text()).unwrap()]).unwrap();
    let refused = open(theirs.to_bytes(), &signer().verifier());
    assert!(matches!(refused, Err(Error::CheckpointText { line: 3, .. })), "{refused:?}");
}
