//! What a browser may and may not do, and what never appears in logs.

use crate::harness::{Serving, Tide, sample};
use crate::http::{Reply, exchange};
use crate::pdf::{Pdf, head, table, text, total};
use serde_json::{Value, json};
use std::fs;

fn get(serving: &Serving, path: &str, headers: &[(&str, &str)]) -> Reply {
    exchange(serving.address(), "GET", path, headers, b"").unwrap()
}

#[test]
fn a_foreign_host_or_origin_is_refused_on_every_kind_of_route() {
    let tide = Tide::new().with("[server]\nhosts = [\"desk.example\"]\n");
    let serving = tide.serve();
    let own = serving.address().to_string();
    for path in ["/", "/v1/status", "/v1/documents", "/metrics", "/healthz", "/openapi.json", "/no-such-page"]
    {
        for host in ["evil.example", "127.0.0.1.evil.example", "desk.example.evil.example", "[::1].evil"] {
            get(&serving, path, &[("host", host)]).problem(421, "host_foreign");
        }
        for origin in ["http://evil.example", "null", "http://127.0.0.1:1", "file://"] {
            get(&serving, path, &[("origin", origin)]).problem(403, "origin_foreign");
        }
    }
    for host in ["localhost", "127.0.0.1", "[::1]:80", "desk.example", own.as_str()] {
        get(&serving, "/v1/status", &[("host", host)]).ok();
    }
    get(&serving, "/v1/status", &[("origin", &format!("http://{own}"))]).ok();
    // A page of another site cannot send a form or a file here.
    let form = [("origin", "http://evil.example"), ("content-type", "application/x-ndjson")];
    let sent = exchange(serving.address(), "POST", "/v1/envelopes", &form, b"{\"correlation_id\":\"x\"}\n");
    sent.unwrap().problem(403, "origin_foreign");
    assert_eq!(serving.json("/v1/status?fresh=true")["accepted"], 0);
}

/// One uploaded file under a name; its document.
fn uploaded(serving: &Serving, name: &str, bytes: &[u8]) -> Value {
    let receipts = serving.upload(&[(name, bytes)], &[]).ok().json();
    let id = receipts["receipts"][0]["correlation_id"].as_str().unwrap().to_owned();
    serving.rested(&id)
}

#[test]
fn originals_are_downloads_that_no_browser_runs_under_names_that_are_no_paths() {
    let tide = Tide::new();
    let serving = tide.serve();
    let page = b"<!DOCTYPE html><script>alert(document.domain)</script>";
    let long = "n".repeat(4_096);
    let names = [
        "page.html",
        "../../etc/x",
        "/etc/passwd",
        "..\\..\\x",
        "invoice\u{202e}fdp.exe",
        "a;b=c.csv",
        long.as_str(),
    ];
    for (number, name) in names.iter().enumerate() {
        let bytes = [page.as_slice(), number.to_string().as_bytes()].concat();
        let document = uploaded(&serving, name, &bytes);
        let shown = document["file"].as_str().unwrap();
        assert!(
            !shown.chars().any(|character| character.is_control() || character == '\u{202e}'),
            "{shown:?}"
        );
        assert!(shown.chars().count() <= 255);
        let path = format!("/v1/documents/{}/original", document["correlation_id"].as_str().unwrap());
        let original = serving.get(&path).ok();
        assert_eq!(original.body, bytes);
        assert_eq!(original.header("content-type"), Some("application/octet-stream"));
        assert_eq!(original.header("x-content-type-options"), Some("nosniff"));
        assert!(original.header("content-security-policy").unwrap().contains("sandbox"));
        let disposition = original.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
        let saved = disposition.trim_start_matches("attachment; filename=\"").trim_end_matches('"');
        let is_safe = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
        assert!(saved.chars().all(is_safe), "{disposition}");
    }
    // A raw control character cannot stand in a header at all: the request says so and nothing is kept.
    serving.upload(&[("a\u{7}b.csv", b"x,y")], &[]).problem(400, "upload_broken");
    // A control character is no part of a form's header: the form is refused as broken, and nothing is kept.
    serving.upload(&[("bell\u{7}.csv", page)], &[]).problem(400, "upload_broken");
    // Nothing was written but into the data folder.
    let mut scratch: Vec<_> =
        fs::read_dir(tide.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    scratch.sort();
    assert_eq!(scratch, ["data", "serve-0.log", "tidewaiter.toml"]);
}

#[test]
fn pages_carry_a_policy_and_show_texts_as_texts() {
    let tide = Tide::new();
    let serving = tide.serve();
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
    let envelope = json!({ "correlation_id": "hostile-text", "payload": { "compliance_data": {
        "invoice_number": hostile, "incoterms": hostile, "total_value": 10, "seller": { "name": hostile },
        "line_items": [{ "description": hostile, "quantity": 1, "unit_price": 10, "currency": "USD",
            "hs_code": hostile, "origin_country": hostile }],
    }}});
    serving.envelopes(format!("{envelope}\n").as_bytes(), &[("x-source", "<b>source</b>")]);
    uploaded(&serving, "<svg onload=alert(3)>.xml", &fs::read(sample("fail-truncated.xml")).unwrap());
    serving.drained();
    for path in ["/", "/documents", "/documents/hostile-text", "/review", "/quarantine", "/dead-letters"] {
        let page = serving.get(path).ok();
        let policy = page.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy"));
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        let text = page.text();
        for raw in ["<script>alert", "<img src=x", "<svg onload", "<b>source"] {
            assert!(!text.contains(raw), "{path} shows {raw}");
        }
        for elsewhere in ["src=\"http", "href=\"http", "url(http", "@import"] {
            assert!(!text.contains(elsewhere), "{path} loads from elsewhere: {elsewhere}");
        }
    }
    let json = serving.get("/v1/documents/hostile-text").ok();
    assert_eq!(json.header("content-type"), Some("application/json"));
}

/// A text that must not leave the documents.
const CANARY: &str = "canaryZX81secret";

#[test]
fn contents_of_documents_never_reach_logs_metrics_or_events() {
    let tide = Tide::new().with("[log]\nfilter = \"debug\"\n");
    let serving = tide.serve();
    let item = json!({
        "description": format!("Laptop {CANARY}"), "quantity": CANARY, "unit_price": CANARY, "currency": CANARY,
        "hs_code": CANARY, "origin_country": CANARY, "part_number": CANARY, "unit": CANARY,
    });
    let data = json!({
        "invoice_number": CANARY, "invoice_date": CANARY, "incoterms": CANARY, "total_value": CANARY,
        "currency": CANARY, "line_items": [item], "seller": { "name": CANARY, "address": CANARY }, CANARY: CANARY,
    });
    let envelope = json!({
        "correlation_id": "canary-1", "file_hash": CANARY, "payload": { "compliance_data": data, CANARY: CANARY },
        "received_at": CANARY,
    });
    // Sound JSON, broken JSON, and a line without an id.
    let body = format!("{envelope}\n{{\"correlation_id\":\"{CANARY}\n{{\"payload\":\"{CANARY}\"}}\n");
    serving.envelopes(body.as_bytes(), &[]);
    let sheet = format!(
        "Invoice No,{CANARY}\nSeller,{CANARY}\n\nDescription,HS Code,Qty,Amount\n{CANARY},{CANARY},{CANARY},\"{CANARY}"
    );
    let xml = format!("<?xml version=\"1.0\"?><Invoice xmlns=\"urn:{CANARY}\"><{CANARY}>{CANARY}</Invoice>");
    let goods = [[CANARY, CANARY, "7", "3.00", "21.00"], ["Pumps", "841360", CANARY, CANARY, CANARY]];
    let words =
        ["Brightwater Tools Ltd", "Nordhavn Handel GmbH", "FCA Leeds", "14 March 2026", "EUR", "Leeds LS1"];
    let said = words.iter().fold(head(CANARY), |said, word| said.replace(word, CANARY));
    let said = said + &table(&goods, 620) + &total(CANARY, 520);
    let secret = |content: &str| Pdf::new(&format!("/Lang({CANARY})")).page("", content, true).finish();
    // What a page says in every field; numbers that nobody sees; the name of what is drawn; a file that breaks off.
    let pages = [
        secret(&said),
        secret(&format!("{said}3 Tr {}", text(50, 300, &format!("77{CANARY}")))),
        secret(&format!("{} /{CANARY} Do", text(50, 300, CANARY))),
        Pdf::new("").page("", &said, false).finish()[..900].to_vec(),
    ];
    let files: [(&str, &[u8]); 8] = [
        ("a.csv", sheet.as_bytes()),
        ("b.xml", xml.as_bytes()),
        ("c.json", envelope.to_string().leak().as_bytes()),
        ("d.pdf", CANARY.as_bytes()),
        ("e.pdf", &pages[0]),
        ("f.pdf", &pages[1]),
        ("g.pdf", &pages[2]),
        ("h.pdf", &pages[3]),
    ];
    for file in files {
        serving.upload(&[file], &[]);
    }
    serving.drained();
    let wrong = json!({ "corrections": [{ "field": "total_value", "value": CANARY }], "by": "ann" });
    serving.post("/v1/review/canary-1/correct", &wrong);
    serving.post("/v1/validate", &json!({ "hs_code": CANARY }));
    serving.drained();
    assert!(!serving.get("/metrics").text().contains(CANARY), "metrics");
    let log = serving.log();
    let leaks: Vec<&str> = log.lines().filter(|line| line.contains(CANARY)).take(3).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert_eq!(serving.stop(), 0);
    let ledger = tide.ledger();
    let events: i64 = ledger
        .query_row(
            "SELECT count(*) FROM event_batch WHERE instr(CAST(events AS TEXT), ?1)",
            [CANARY],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(events, 0, "leaves hold hashes and codes, so that a document can be destroyed");
    tide.is_sound();
}
