//! One owner of a data folder; the others speak to it.

use crate::harness::{Tide, sample, terminated, until};
use crate::http::{self, Incoming};
use crate::paper::{envelopes, ndjson};
use serde_json::json;
use std::io::Write as _;
use std::process::Stdio;

#[test]
fn a_second_owner_is_refused_and_commands_reach_the_first() {
    let tide = Tide::new();
    let serving = tide.serve();
    let second = tide.say("serve --listen 127.0.0.1:0").ended(1);
    assert!(second.err.contains("another process owns the data folder"), "{}", second.err);
    assert_eq!(serving.get("/healthz").status, 200);

    let ran = tide.run(&["run".into(), sample("envelope-urgent.json")]).ok().json();
    let id = ran["correlation_id"].as_str().unwrap();
    assert_eq!((&ran["state"], &ran["priority"]), (&json!("released"), &json!("urgent")));
    assert_eq!(serving.json(&format!("/v1/documents/{id}"))["state"], "released");
    serving.envelopes(&ndjson(&envelopes(10, 1)), &[]);
    serving.drained();
    let words = [
        "submit".into(),
        sample("invoice-english.csv"),
        "--url".into(),
        format!("http://{}", serving.address()).into(),
    ];
    let submitted = tide.run(&words).ok();
    assert!(submitted.out.contains("correlation_id"), "{submitted:?}");
    serving.drained();
    looks(&tide, id);
    let ready = tide.say("doctor").ok().json();
    assert_eq!(ready["ok"], true, "{ready:#}");
    assert_eq!(serving.stop(), 0);

    // Nobody owns it now: each command becomes the owner for its moment.
    looks(&tide, id);
    assert_eq!(tide.say("doctor").ok().json()["ok"], true);
    tide.is_sound();
}

/// What looks without changing answers the same with an owner and without.
fn looks(tide: &Tide, id: &str) {
    let status = tide.say("status").ok().json();
    assert_eq!((&status["accepted"], &status["conserved"]), (&json!(12), &json!(true)));
    assert_eq!(tide.say("documents --limit 1000").ok().lines().len(), 12);
    let released = tide.say("documents --state released").ok().lines();
    assert!(released.iter().all(|document| document["state"] == "released"));
    let explained = tide.say(&format!("explain {id}")).ok().json();
    assert!(explained["explanation"]["sentence"].as_str().unwrap().len() > 10, "{explained}");
    assert!(tide.say(&format!("events {id}")).ok().lines().len() >= 3);
    tide.say("explain no-such-document").ended(3);
    tide.say("events no-such-document").ended(3);
    tide.say("documents --state afloat").ended(2);
}

#[test]
fn the_owner_that_was_killed_leaves_a_folder_that_the_next_one_takes() {
    let tide = Tide::new();
    let serving = tide.serve();
    serving.envelopes(&ndjson(&envelopes(30, 2)), &[]);
    serving.kill();
    assert!(tide.data().join("socket").exists(), "a killed owner removes nothing");
    assert_eq!(tide.say("status").ok().json()["accepted"], 30);
    let serving = tide.serve();
    serving.drained();
    assert_eq!(serving.stop(), 0);
    assert!(!tide.data().join("socket").exists());
    tide.is_sound();
}

#[test]
fn an_owner_that_is_ended_while_it_begins_ends_in_order() {
    let tide = Tide::new();
    let mut child =
        tide.command().args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::null()).spawn().unwrap();
    until("the lock", || tide.data().join("lock").exists().then_some(()));
    assert_eq!(terminated(&mut child), 0);
    assert!(!tide.data().join("socket").exists());
    tide.is_sound();
}

#[test]
fn a_page_that_watches_does_not_keep_the_owner_from_ending() {
    let tide = Tide::new();
    let serving = tide.serve();
    let mut stream = http::connect(serving.address()).unwrap();
    let request = http::head(serving.address(), "GET", "/desk/stream", &[]) + "\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut watched = Incoming::begin(stream).unwrap();
    assert_eq!((watched.status, watched.line().unwrap().as_deref()), (200, Some("event: now")));
    assert_eq!(serving.stop(), 0);
    // A stream that was waited for in vain is cut off: it has no end.
    watched.whole().expect("the stream has its end");
    let log = std::fs::read_to_string(tide.path("serve-0.log")).unwrap();
    assert!(log.contains("serve.stopping") && !log.contains("serve.cut_off"), "{log}");
}

#[test]
fn a_command_that_only_looks_makes_no_data_folder() {
    let tide = Tide::new();
    let looked = tide.say("status").ended(1);
    assert!(looked.err.contains("no data"), "{}", looked.err);
    assert!(!tide.data().exists());
    let serving_elsewhere = tide.say("serve --listen 0.0.0.0:0").ended(2);
    assert!(serving_elsewhere.err.contains("loopback"), "{}", serving_elsewhere.err);
}
