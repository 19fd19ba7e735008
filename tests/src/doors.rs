//! The doors: slow readers, cut uploads, one key twice, limits, problems by line.

use crate::harness::{Tide, until};
use crate::http::{self, Incoming, Upload};
use crate::keeper::documents;
use crate::paper::{Fault, Seed, envelope, envelopes, ndjson, sha256};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// Lines of the client that does not read. More by `SYSTEM_TESTS_LINES`; the release build takes the whole
/// 200,000 in the time that a debug build takes for these.
fn lines_unread() -> usize {
    let default = if cfg!(debug_assertions) { 50_000 } else { 200_000 };
    std::env::var("SYSTEM_TESTS_LINES").ok().and_then(|lines| lines.parse().ok()).unwrap_or(default)
}

/// Most memory the server may ever have had, in kB.
const MEMORY_KB_MAX: u64 = 400_000;

/// The most memory a process ever had, in kB.
fn memory_peak_kb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

#[test]
fn a_client_that_sends_everything_before_it_reads_neither_blocks_nor_fills_memory() {
    let count = lines_unread();
    let tide = Tide::new();
    // What is under test is the door; the lines are as small as envelopes get.
    let serving = tide.serve_with(&["--no-work"]);
    let mut upload = Upload::begin(serving.address(), &[]).unwrap();
    for first in (1..=count).step_by(1_000) {
        let piece: String = (first..(first + 1_000).min(count + 1))
            .map(|line| format!("{{\"correlation_id\":\"unread-{line}\",\"payload\":{{}}}}\n"))
            .collect();
        upload.send(piece.as_bytes()).unwrap();
    }
    upload.end().unwrap();
    // Everything is received although no receipt was read.
    until("the receipt of all lines", || {
        let status = serving.json("/v1/status");
        (status["accepted"] == count).then_some(())
    });
    let mut receipts = Incoming::begin(upload.receipts().unwrap()).unwrap();
    assert_eq!(receipts.status, 200);
    for line in 1..=count {
        let receipt: Value = serde_json::from_str(&receipts.line().unwrap().unwrap()).unwrap();
        assert_eq!(receipt["line"], line);
        assert_eq!(receipt["correlation_id"], format!("unread-{line}"));
        assert_eq!(receipt["seen_before"], false);
    }
    let last: Value = serde_json::from_str(&receipts.line().unwrap().unwrap()).unwrap();
    assert_eq!(last, json!({ "done": true, "received": count }));
    assert_eq!(receipts.line().unwrap(), None);
    let peak = memory_peak_kb(serving.process());
    println!("{count} lines unread: {peak} kB at most");
    assert!(peak < MEMORY_KB_MAX, "{peak} kB");
    let left: i64 =
        tide.ledger().query_row("SELECT count(*) FROM receipt_page", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "pages of receipts that were read stay in the ledger");
}

#[test]
fn an_upload_that_breaks_off_keeps_whole_lines_and_no_half_file() {
    let tide = Tide::new();
    let serving = tide.serve();
    let all = envelopes(20, 7);
    let bytes = ndjson(&all);
    // Cut in the middle of line 11.
    let whole: usize = ndjson(&all[..10]).len();
    let mut upload = Upload::begin(serving.address(), &[]).unwrap();
    upload.send(&bytes[..whole + 40]).unwrap();
    upload.cut().unwrap();
    let found = until("ten documents", || Some(documents(&serving)).filter(|found| found.len() >= 10));
    let wanted: BTreeSet<_> = all[..10].iter().map(|envelope| envelope.id.clone()).collect();
    assert_eq!(found.into_keys().collect::<BTreeSet<_>>(), wanted);

    // A file that breaks off at any byte of its form leaves nothing.
    let (kind, body) = http::form(&[("cut.csv", b"a,b,c\n1,2,3\n")]);
    for cut in [0, 1, body.len() / 2, body.len() - 5] {
        let mut stream = http::connect(serving.address()).unwrap();
        let headers = [("content-type", kind.as_str())];
        let mut head = http::head(serving.address(), "POST", "/v1/documents", &headers);
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&body[..cut]).unwrap();
        drop(stream);
    }
    let status = serving.drained();
    assert_eq!((&status["accepted"], &status["conserved"]), (&json!(10), &json!(true)));
    // The sender sends all again: what came whole is known, the rest is new.
    let receipts = serving.envelopes(&bytes, &[]);
    let seen = receipts.iter().filter(|receipt| receipt["seen_before"] == true).count();
    assert_eq!((seen, receipts.len()), (10, 21));
    serving.drained();
    serving.stop();
    tide.is_sound();
}

#[test]
fn one_key_with_other_bytes_is_a_conflict_and_changes_nothing() {
    let tide = Tide::new();
    let serving = tide.serve();
    let key = [("idempotency-key", "order-7")];
    let first = serving.upload(&[("a.csv", b"a,b\n1,2\n")], &key).ok().json();
    let same = serving.upload(&[("renamed.csv", b"a,b\n1,2\n")], &key).ok().json();
    assert_eq!(same["receipts"][0]["correlation_id"], first["receipts"][0]["correlation_id"]);
    assert_eq!(same["receipts"][0]["seen_before"], true);
    serving.upload(&[("a.csv", b"a,b\n1,3\n")], &key).problem(409, "idempotency_conflict");
    // Another source's key is another key; the bytes came before, so it is a duplicate of the first.
    let other = serving.upload(&[("a.csv", b"a,b\n1,2\n")], &[key[0], ("x-source", "other")]).ok().json();
    let other = &other["receipts"][0];
    assert_eq!((&other["seen_before"], &other["state"]), (&json!(false), &json!("duplicate")));
    let shown = serving.json(&format!("/v1/documents/{}", other["correlation_id"].as_str().unwrap()));
    assert_eq!(shown["other"], first["receipts"][0]["correlation_id"]);

    // An envelope's own id is its key.
    let one = envelope("same-id", Fault::None, &mut Seed(1));
    let two = envelope("same-id", Fault::None, &mut Seed(2));
    let receipts = serving.envelopes(&ndjson([&one, &two, &one]), &[]);
    assert_eq!(receipts[0]["seen_before"], false);
    assert_eq!(receipts[1]["problem"]["code"], "idempotency_conflict");
    assert_eq!((&receipts[2]["seen_before"], &receipts[2]["sha256"]), (&json!(true), &json!(one.sha256())));
    let status = serving.drained();
    assert_eq!((&status["accepted"], &status["conserved"]), (&json!(3), &json!(true)));
    serving.stop();
    tide.is_sound();
}

#[test]
fn fifty_senders_of_the_same_bytes_at_once_get_one_document_and_equal_receipts() {
    let tide = Tide::new();
    let serving = tide.serve_with(&["--no-work"]);
    let bytes = b"Invoice,1\nLine,2\n";
    let receipts: Vec<Value> = std::thread::scope(|scope| {
        let send = || serving.upload(&[("same.csv", bytes)], &[]).ok().json()["receipts"][0].clone();
        let senders: Vec<_> = (0..50).map(|_| scope.spawn(send)).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let first = receipts.iter().filter(|receipt| receipt["seen_before"] == false).count();
    assert_eq!(first, 1, "one of them was the first");
    let without_seen = |receipt: &Value| {
        let mut receipt = receipt.clone();
        receipt.as_object_mut().unwrap().remove("seen_before");
        receipt.to_string()
    };
    let different: BTreeSet<String> = receipts.iter().map(without_seen).collect();
    assert_eq!(different.len(), 1, "{different:?}");
    assert_eq!(receipts[0]["sha256"], sha256(bytes));
    assert_eq!(documents(&serving).len(), 1);
}

#[test]
fn what_is_empty_too_large_or_not_what_was_declared_is_refused_and_leaves_nothing() {
    let tide = Tide::new().with("[limits]\ndocument_bytes_max = 100\n");
    let serving = tide.serve();
    serving.upload(&[("empty.csv", b"")], &[]).problem(422, "empty_upload");
    serving.upload(&[], &[]).problem(422, "empty_upload");
    serving.upload(&[("large.csv", &[b'x'; 101])], &[]).problem(413, "upload_too_large");
    let wrong = [("x-sha256", &*sha256(b"other bytes"))];
    serving.upload(&[("a.csv", b"a,b\n1,2\n")], &wrong).problem(422, "digest_mismatch");
    serving.upload(&[("a.csv", b"a,b\n1,2\n")], &[("x-sha256", "12")]).problem(400, "header_invalid");
    serving.upload(&[("a.csv", b"a,b\n1,2\n")], &[("x-priority", "soon")]).problem(400, "header_invalid");
    let body =
        http::exchange(serving.address(), "POST", "/v1/documents", &[("content-type", "text/csv")], b"a,b");
    body.unwrap().problem(400, "upload_broken");
    // A good file beside a bad one is not taken either: the request is one.
    serving.upload(&[("a.csv", b"a,b\n1,2\n"), ("empty.csv", b"")], &[]).problem(422, "empty_upload");
    assert_eq!(documents(&serving).len(), 0);

    let right = [("x-sha256", &*sha256(&[b'x'; 100]))];
    let exact = serving.upload(&[("exact.csv", &[b'x'; 100])], &right).ok();
    assert_eq!(exact.status, 202);
    assert_eq!(serving.json("/v1/status?fresh=true")["accepted"], 1);
}

#[test]
fn a_bad_line_is_a_problem_with_its_place_and_its_neighbours_are_taken() {
    let tide = Tide::new().with("[limits]\ndocument_bytes_max = 2000\n");
    let serving = tide.serve();
    let mut random = Seed(3);
    let good: Vec<_> =
        (0..4).map(|n| envelope(&format!("good-{n}"), Fault::LineWithoutCode, &mut random)).collect();
    let body = [
        good[0].line.clone(),
        "{\"correlation_id\":\"x\",".to_owned(),
        good[1].line.clone(),
        "{\"payload\":{}}".to_owned(),
        String::new(),
        good[2].line.clone(),
        format!("{{\"correlation_id\":\"long\",\"payload\":\"{}\"}}", "x".repeat(3_000)),
        "not JSON at all".to_owned(),
        good[3].line.clone(),
    ]
    .join("\n");
    let answers = serving.envelopes(body.as_bytes(), &[]);
    let metrics = serving.get("/metrics").ok().text();
    assert!(metrics.contains("tidewaiter_door_refused_total{code=\"not_json\"} 2"), "{metrics}");
    let told: Vec<(u64, &str)> = answers
        .iter()
        .filter(|answer| answer["done"].is_null())
        .map(|answer| {
            (answer["line"].as_u64().unwrap(), answer["problem"]["code"].as_str().unwrap_or("taken"))
        })
        .collect();
    let wanted = [
        (1, "taken"),
        (2, "not_json"),
        (3, "taken"),
        (4, "id_unusable"),
        (6, "taken"),
        (7, "line_too_long"),
        (8, "not_json"),
        (9, "taken"),
    ];
    assert_eq!(told, wanted, "an empty line is no line, but it is counted");
    assert_eq!(answers[1]["problem"]["position"], 22, "{}", answers[1]);
    assert_eq!(answers[6]["problem"]["position"], 0, "{}", answers[6]);
    assert_eq!(answers.last().unwrap(), &json!({ "done": true, "received": 4 }));
    let status = serving.drained();
    assert_eq!((&status["accepted"], &status["counts"]["released"]), (&json!(4), &json!(4)));
}

#[test]
fn a_client_that_asks_whether_to_go_on_is_told_so_before_it_sends_a_byte() {
    let tide = Tide::new();
    let serving = tide.serve_with(&["--no-work"]);
    let body = "{\"correlation_id\":\"asked-1\",\"payload\":{}}\n";
    let mut stream = TcpStream::connect(serving.address()).unwrap();
    let head = format!(
        "POST /v1/envelopes HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\nConnection: close\r\n\r\n",
        serving.address(),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut told = [0u8; 25];
    stream.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("asked-1"), "{answer}");
}
