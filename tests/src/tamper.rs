//! Tampering is named: one byte in an original, in an event, in a checkpoint; the end of the log cut off; an older
//! copy of everything put back.

use crate::harness::{Tide, until};
use crate::paper::{envelopes, ndjson};
use rusqlite::params;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A folder with a load in it that is drained, sealed and at rest.
fn sealed(tide: &Tide) {
    let serving = tide.serve();
    serving.envelopes(&ndjson(&envelopes(40, 21)), &[]);
    serving.upload(&[("large.csv", "column a,column b\n".repeat(2_000).as_bytes())], &[]).ok();
    serving.drained();
    assert_eq!(serving.stop(), 0);
    let proven = tide.is_sound();
    assert_eq!(proven["signed"], proven["events"], "everything is under a checkpoint");
    assert_eq!(proven["originals"], 41);
    assert!(proven["checkpoints"].as_u64().unwrap() > 0);
}

/// What `audit verify` names.
fn first_bad(tide: &Tide) -> Value {
    let said = tide.say("audit verify").ended(3).json();
    assert_eq!(said["ok"], false);
    assert!(!said["first_bad"]["why"].as_str().unwrap().is_empty());
    said["first_bad"].clone()
}

/// Flips one bit in the middle.
fn flip(mut bytes: Vec<u8>) -> Vec<u8> {
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bytes
}

/// Flips one bit of one value in the ledger, has it looked at, and flips it back.
fn with_flipped(tide: &Tide, table: &str, key: &str, column: &str, row: i64, look: impl FnOnce()) {
    let read = format!("SELECT {column} FROM {table} WHERE {key} = ?1");
    let good: Vec<u8> = tide.ledger().query_row(&read, [row], |row| row.get(0)).unwrap();
    let write = format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1");
    assert_eq!(tide.ledger().execute(&write, params![row, flip(good.clone())]).unwrap(), 1);
    look();
    tide.ledger().execute(&write, params![row, good]).unwrap();
    tide.is_sound();
}

#[test]
fn one_byte_in_an_original_is_named_by_its_document() {
    let tide = Tide::new();
    sealed(&tide);
    let query = "SELECT document.seq, document.id FROM document JOIN original ON original.seq = document.seq LIMIT 1 OFFSET 7";
    let (seq, id): (i64, String) =
        tide.ledger().query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    with_flipped(&tide, "original", "seq", "bytes", seq, || {
        let bad = first_bad(&tide);
        assert_eq!((&bad["what"], &bad["id"]), (&json!("original"), &json!(id)));
    });

    // A blob is a read-only file; its owner can still change it.
    let blob = blobs(&tide.data().join("blobs")).pop().expect("an original over 16 kB is a blob");
    assert_eq!(fs::metadata(&blob).unwrap().permissions().mode() & 0o222, 0, "read-only");
    let good = fs::read(&blob).unwrap();
    fs::set_permissions(&blob, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&blob, flip(good.clone())).unwrap();
    let large: String = tide
        .ledger()
        .query_row("SELECT id FROM document WHERE name = 'large.csv'", [], |row| row.get(0))
        .unwrap();
    let bad = first_bad(&tide);
    assert_eq!((&bad["what"], &bad["id"]), (&json!("original"), &json!(large)));
    let serving = tide.serve();
    let served = serving.get(&format!("/v1/documents/{large}/original"));
    assert!(served.status >= 400, "a damaged original is never served");
    serving.stop();
    fs::remove_file(&blob).unwrap();
    assert_eq!(first_bad(&tide)["id"], large);
    fs::write(&blob, good).unwrap();
    tide.is_sound();
}

/// All blobs of a folder.
fn blobs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { blobs(&path) } else { vec![path] }).collect()
}

#[test]
fn one_byte_in_an_event_a_leaf_or_a_checkpoint_is_named() {
    let tide = Tide::new();
    sealed(&tide);
    let last: i64 = tide.ledger().query_row("SELECT max(id) FROM event_batch", [], |row| row.get(0)).unwrap();
    for batch in [1, last] {
        with_flipped(&tide, "event_batch", "id", "events", batch, || {
            assert_eq!(first_bad(&tide)["what"], "event")
        });
        with_flipped(&tide, "leaf", "batch", "hashes", batch, || {
            assert_eq!(first_bad(&tide)["what"], "event")
        });
    }
    let mut notes: Vec<PathBuf> = fs::read_dir(tide.data().join("checkpoints"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "note"))
        .collect();
    notes.sort();
    for note in [notes.first().unwrap(), notes.last().unwrap()] {
        let good = fs::read(note).unwrap();
        fs::write(note, flip(good.clone())).unwrap();
        let bad = first_bad(&tide);
        assert_eq!(
            (&bad["what"], &bad["id"]),
            (&json!("checkpoint"), &json!(note.file_name().unwrap().to_str()))
        );
        fs::write(note, good).unwrap();
        tide.is_sound();
    }
}

#[test]
fn an_event_rewritten_with_its_leaf_is_not_the_tree_that_was_signed() {
    let tide = Tide::new();
    sealed(&tide);
    let ledger = tide.ledger();
    let query = "SELECT CAST(events AS TEXT) FROM event_batch WHERE id = 1";
    let events: String = ledger.query_row(query, [], |row| row.get(0)).unwrap();
    let at = events.find("\"original\":\"").expect("a receipt names its original") + 12;
    let mut rewritten = events;
    let digit = if rewritten[at..].starts_with('0') { "1" } else { "0" };
    rewritten.replace_range(at..=at, digit);
    // RFC 6962, 2.1: the hash of a leaf is that of a zero byte and the entry.
    let hashes: Vec<u8> =
        rewritten.lines().flat_map(|event| Sha256::digest([b"\0", event.as_bytes()].concat())).collect();
    ledger.execute("UPDATE event_batch SET events = ?1 WHERE id = 1", [rewritten.as_bytes()]).unwrap();
    ledger.execute("UPDATE leaf SET hashes = ?1 WHERE batch = 1", [hashes]).unwrap();
    let bad = first_bad(&tide);
    assert!(["checkpoint", "tree"].contains(&bad["what"].as_str().unwrap()), "{bad}");
}

#[test]
fn a_state_or_a_record_that_no_event_made_is_named() {
    let tide = Tide::new();
    sealed(&tide);
    let ledger = tide.ledger();
    let query = "SELECT seq, id, outcome FROM document WHERE state = 6 LIMIT 1";
    let (seq, id, outcome): (i64, String, i64) =
        ledger.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    // Released becomes in review, by a move that is legal by itself.
    ledger.execute("UPDATE document SET state = 4, moved_from = 2 WHERE seq = ?1", [seq]).unwrap();
    let bad = first_bad(&tide);
    assert_eq!((&bad["what"], &bad["id"]), (&json!("state"), &json!(id)));
    ledger.execute("UPDATE document SET state = 6, moved_from = 5 WHERE seq = ?1", [seq]).unwrap();
    tide.is_sound();
    // An illegal move is refused by the table itself.
    assert!(ledger.execute("UPDATE document SET state = 1, moved_from = 6 WHERE seq = ?1", [seq]).is_err());
    // A code in the record becomes another.
    let record: String =
        ledger.query_row("SELECT record FROM outcome WHERE id = ?1", [outcome], |row| row.get(0)).unwrap();
    ledger
        .execute(
            "UPDATE outcome SET record = ?2 WHERE id = ?1",
            params![outcome, record.replacen("FCA", "EXW", 1)],
        )
        .unwrap();
    let bad = first_bad(&tide);
    assert_eq!((&bad["what"], &bad["id"]), (&json!("state"), &json!(id)));
    ledger.execute("UPDATE outcome SET record = ?2 WHERE id = ?1", params![outcome, record]).unwrap();
    // A document that never was received is gone without a trace in the table, but not in the log.
    ledger.execute("DELETE FROM document WHERE seq = ?1", [seq]).unwrap();
    assert_eq!(first_bad(&tide)["what"], "state");
}

/// Copies a folder as it stands.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

#[test]
fn an_older_copy_put_back_is_shown_by_the_witness_and_never_signed() {
    let tide = Tide::new().with("[audit]\nwitness = \"witness.note\"\n");
    sealed(&tide);
    let old = tide.path("old-copy");
    copy(&tide.data(), &old);
    let serving = tide.serve();
    serving.envelopes(&ndjson(&envelopes(10, 22)), &[]);
    serving.drained();
    assert_eq!(serving.stop(), 0);
    let proven = tide.is_sound();
    let kept = tide.path("kept-elsewhere.note");
    fs::copy(tide.path("witness.note"), &kept).unwrap();
    let words = ["audit", "verify", "--against", kept.to_str().unwrap()];
    tide.run(&words).ok();

    fs::remove_dir_all(tide.data()).unwrap();
    copy(&old, &tide.data());
    // By itself the old copy is whole; the witness, and the checkpoint kept elsewhere, know better.
    shows_the_cut(&first_bad(&tide), "witness");
    let refused = tide.say("serve --listen 127.0.0.1:0");
    assert_eq!(refused.status, 1, "it serves although its log is shorter than what was signed: {refused:#?}");
    assert!(!refused.err.is_empty());
    fs::remove_file(tide.path("witness.note")).unwrap();
    assert!(tide.is_sound()["events"].as_u64().unwrap() < proven["events"].as_u64().unwrap());
    let against = tide.run(&words).ended(3).json();
    shows_the_cut(&against["first_bad"], "against");
}

#[test]
fn the_last_events_cut_off_are_shown_by_a_checkpoint_kept_elsewhere() {
    let tide = Tide::new().with("[audit]\nwitness = \"outside/witness.note\"\n");
    fs::create_dir_all(tide.path("outside")).unwrap();
    sealed(&tide);
    let kept = tide.path("kept.note");
    fs::copy(tide.path("outside/witness.note"), &kept).unwrap();
    cut(&tide);
    // Whoever cuts the ledger can remove its own checkpoints too, but not the witness's.
    shows_the_cut(&first_bad(&tide), "witness");
    fs::remove_file(tide.path("outside/witness.note")).unwrap();
    let words = ["audit", "verify", "--against", kept.to_str().unwrap()];
    let against = tide.run(&words).ended(3).json();
    shows_the_cut(&against["first_bad"], "against");
}

/// Events that were signed are gone, and this checkpoint shows it.
fn shows_the_cut(bad: &Value, checkpoint: &str) {
    assert_eq!((&bad["what"], &bad["id"]), (&json!("checkpoint"), &json!(checkpoint)), "{bad}");
    assert!(bad["why"].as_str().unwrap().starts_with("the log was cut"), "{bad}");
}

/// Takes the last batch of events out of the log, with its leaves, and every checkpoint that covers it.
fn cut(tide: &Tide) {
    let ledger = tide.ledger();
    let query = "SELECT batch, first_leaf FROM leaf ORDER BY batch DESC LIMIT 1";
    let (batch, size): (i64, i64) =
        ledger.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    ledger.execute("DELETE FROM event_batch WHERE id = ?1", [batch]).unwrap();
    ledger.execute("DELETE FROM leaf WHERE batch = ?1", [batch]).unwrap();
    ledger.execute("DELETE FROM checkpoint WHERE size > ?1", [size]).unwrap();
    for entry in fs::read_dir(tide.data().join("checkpoints")).unwrap() {
        let path = entry.unwrap().path();
        let covered = path.file_stem().and_then(|stem| stem.to_str()?.parse::<i64>().ok());
        if covered.is_some_and(|covered| covered > size) {
            fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn a_document_proves_its_events_while_the_server_runs() {
    let tide = Tide::new();
    let serving = tide.serve();
    let all = envelopes(5, 31);
    serving.envelopes(&ndjson(&all), &[]);
    serving.drained();
    let path = format!("/v1/documents/{}/proof", all[0].id);
    let proof = until("the checkpoint over all events", || {
        let proof = serving.json(&path);
        let events = serving.json(&format!("/v1/documents/{}/events", all[0].id))["events"].as_array()?.len();
        (proof["events"].as_array()?.len() == events).then_some(proof)
    });
    let note = proof["checkpoint"].as_str().unwrap();
    assert!(note.starts_with("tidewaiter/events\n"), "{note}");
    let kept = tide.file("proof.note", note);
    tide.run(&["audit", "verify", "--against", kept.to_str().unwrap()]).ok();
}
