//! Holds: what is stopped stays where it is, is explained, survives kill -9 and goes on afterwards; nothing is lost.

use crate::harness::{Serving, Tide, lines, sample, until};
use crate::keeper::Keeper;
use crate::paper::{Envelope, envelopes, ndjson};
use serde_json::{Value, json};

/// The microseconds of a lease where nothing is configured.
const LEASE: i64 = 30_000_000;

/// Sends envelopes of a source and notes their receipts.
fn send(keeper: &mut Keeper, serving: &Serving, sent: &[Envelope], source: &str) {
    keeper.sends(sent);
    for receipt in serving.envelopes(&ndjson(sent), &[("x-source", source)]) {
        if receipt["done"].is_null() {
            keeper.receives(&receipt);
        }
    }
}

/// Makes a hold by the command line.
fn hold(tide: &Tide, scope: &str, more: &[&str]) -> Value {
    let words = [&["hold", "on", scope, "--reason", "the tariff is wrong", "--by", "kim"], more].concat();
    tide.run(&words).ok().json()
}

fn count(status: &Value, state: &str) -> u64 {
    status["counts"][state].as_u64().unwrap()
}

/// The status, once nobody works and every event has its leaf: the services have had their turns.
fn at_rest(serving: &Serving) -> Value {
    until("the rest of the workers", || {
        let status = serving.json("/v1/status?fresh=true");
        let done = count(&status, "received") == 0
            && count(&status, "processing") == 0
            && status["log"]["batches_unsequenced"] == 0;
        done.then_some(status)
    })
}

/// One number of the ledger.
fn number(tide: &Tide, query: &str) -> i64 {
    tide.ledger().query_row(query, [], |row| row.get(0)).unwrap()
}

const CLAIMS: &str = "SELECT SUM(attempt) FROM document";

#[test]
fn everything_held_stays_where_it_is_says_why_and_is_released_after_the_end() {
    let tide = Tide::new();
    let serving = tide.serve();
    let mut keeper = Keeper::default();
    let all = envelopes(1_500, 41);
    let (before, after) = all.split_at(1_400);
    let made = std::thread::scope(|scope| {
        let load = scope.spawn(|| {
            let mut keeper = Keeper::default();
            send(&mut keeper, &serving, before, "load");
            keeper
        });
        // In the middle of the work.
        until("the first release", || {
            (count(&serving.json("/v1/status?fresh=true"), "released") > 0).then_some(())
        });
        let made = hold(&tide, "everything", &[]);
        keeper = load.join().unwrap();
        made
    });
    assert_eq!(
        (&made["scope"], &made["by"], &made["ended"]),
        (&json!("everything"), &json!("kim"), &Value::Null)
    );
    let status = at_rest(&serving);
    let claims = number(&tide, CLAIMS);
    let since = number(&tide, "SELECT since FROM hold");
    assert!(number(&tide, "SELECT MAX(until) FROM lease") - LEASE <= since, "claimed after the hold");

    // Whatever comes is taken in and waits; what is checked does not leave.
    send(&mut keeper, &serving, after, "load");
    let later = at_rest(&serving);
    assert_eq!(number(&tide, CLAIMS), claims, "claimed while everything is held");
    assert_eq!(count(&later, "queued"), count(&status, "queued") + after.len() as u64);
    assert_eq!(later["outbox"]["pending"], status["outbox"]["pending"]);
    assert_eq!((&later["accepted"], &later["conserved"]), (&json!(all.len()), &json!(true)));
    assert_eq!(later["holds"][0]["id"], made["id"]);
    assert_eq!(number(&tide, "SELECT SUM(failures) + SUM(alone) FROM document"), 0);
    let explained = tide.say(&format!("explain {}", after[0].id)).ok().json()["explanation"].clone();
    assert_eq!((&explained["state"], &explained["holds"]), (&json!("queued"), &json!([made["id"]])));
    let sentence = explained["sentence"].as_str().unwrap();
    for word in ["hold 1 of everything", "kim", "the tariff is wrong", "until somebody ends it", "hold off 1"]
    {
        assert!(sentence.contains(word), "{word}: {sentence}");
    }
    let ready = serving.json("/readyz");
    assert!(ready["amber"].as_str().unwrap().contains("hold 1 of everything"), "{ready}");
    tide.is_sound();

    let ended = tide.say("hold off everything --by ann --reason mended").ok().json();
    assert_eq!((&ended["id"], &ended["ended"]["by"]), (&made["id"], &json!("ann")));
    keeper.compare(&tide, &serving);
    assert_eq!(serving.json("/readyz")["amber"], Value::Null);
    assert_eq!(serving.stop(), 0);
    let proven = tide.is_sound();
    assert_eq!(proven["signed"], proven["events"], "holds are under a checkpoint too");
}

#[test]
fn a_held_source_waits_while_another_flows() {
    let tide = Tide::new();
    let serving = tide.serve();
    let mut keeper = Keeper::default();
    hold(&tide, "source:broken", &[]);
    // More than a claim looks at, received before the others.
    let (held, free) = (envelopes(1_000, 42), envelopes(100, 43));
    send(&mut keeper, &serving, &held, "broken");
    send(&mut keeper, &serving, &free, "sound");
    for envelope in &free {
        assert_eq!(serving.rested(&envelope.id)["state"], envelope.end());
    }
    let status = at_rest(&serving);
    assert_eq!(count(&status, "queued"), held.len() as u64, "{status}");
    assert_eq!(number(&tide, "SELECT MAX(attempt) FROM document WHERE state = 1"), 0);
    tide.say("hold off source:broken").ok();
    keeper.compare(&tide, &serving);
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}

#[test]
fn a_hold_ends_by_itself_when_its_time_is_over() {
    let tide = Tide::new();
    let serving = tide.serve();
    let mut keeper = Keeper::default();
    let made = hold(&tide, "everything", &["--for", "1s"]);
    assert!(made["until"].is_string());
    send(&mut keeper, &serving, &envelopes(50, 44), "load");
    keeper.compare(&tide, &serving);
    assert!(tide.say("hold list").ok().lines().is_empty());
    let ended = tide.say("hold list --ended").ok().json();
    assert_eq!((&ended["id"], &ended["ended"]["by"]), (&made["id"], &json!("expiry")));
    assert!(ended["ended"]["at"].as_str() >= made["until"].as_str(), "{ended}");
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}

#[test]
fn a_hold_survives_kill_nine_and_a_restart() {
    let tide = Tide::new();
    let serving = tide.serve();
    let mut keeper = Keeper::default();
    let made = hold(&tide, "lane:structured", &[]);
    let all = envelopes(60, 45);
    send(&mut keeper, &serving, &all[..30], "load");
    serving.kill();
    let serving = tide.serve();
    send(&mut keeper, &serving, &all[30..], "load");
    let status = at_rest(&serving);
    assert_eq!((count(&status, "queued"), &status["holds"]), (60, &json!([made])));
    assert_eq!(number(&tide, CLAIMS), 0);
    tide.say("hold off 1 --by ann").ok();
    keeper.compare(&tide, &serving);
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}

#[test]
fn the_command_line_makes_ends_and_lists_holds_also_where_nobody_serves() {
    let tide = Tide::new();
    let document = tide.run(&["run".into(), sample("invoice-ubl-german.xml")]).ok().json();
    assert_eq!(document["state"], "released");
    tide.say("hold on everything").ended(2);
    tide.say("hold on lane:fast --reason r").ended(2);
    tide.run(&["hold", "on", "everything", "--reason", " "]).ended(2);
    tide.say("hold on everything --reason r --until 2001-01-01T00:00:00Z").ended(2);
    tide.say("hold off 7").ended(3);
    tide.say("hold off everything").ended(3);
    assert!(tide.say("hold list").ok().lines().is_empty());
    hold(&tide, "everything", &[]);
    hold(&tide, "lane:scan", &["--until", "2099-01-01T00:00:00Z"]);
    let scopes: Vec<Value> =
        tide.say("hold list").ok().lines().into_iter().map(|hold| hold["scope"].clone()).collect();
    assert_eq!(scopes, ["everything", "lane:scan"]);
    let mut plain = tide.command();
    let said = plain.args(["hold", "list"]).output().unwrap();
    assert_eq!(lines(&String::from_utf8(said.stdout).unwrap()).len(), 2);

    // What is taken in meanwhile waits no longer for its work than it is told to.
    let other = sample("facture-francaise.tsv");
    let words = ["run".into(), other, "--wait".into(), "100ms".into()];
    assert_eq!(tide.run(&words).ok().json()["state"], "queued");
    tide.say("hold off everything").ok();
    assert_eq!(tide.run(&words).ok().json()["state"], "released");
    tide.say("hold off everything").ended(3);
    tide.say("hold off 1").ended(2);
    tide.is_sound();
}

#[test]
fn a_hold_changed_in_its_table_is_named() {
    let tide = Tide::new();
    tide.run(&["run".into(), sample("invoice-ubl-german.xml")]).ok();
    hold(&tide, "source:cli", &["--until", "2099-01-01T00:00:00Z"]);
    tide.say("hold off source:cli --reason mended").ok();
    hold(&tide, "lane:text", &[]);
    tide.is_sound();
    let ledger = tide.ledger();
    let changes = [
        ("UPDATE hold SET reason = 'another' WHERE id = 1", "hold:1"),
        ("UPDATE hold SET until = NULL WHERE id = 1", "hold:1"),
        ("UPDATE hold SET kind = 0, named = 0 WHERE id = 1", "hold:1"),
        ("UPDATE hold SET held_by = 'nobody' WHERE id = 2", "hold:2"),
        ("UPDATE hold SET ended_reason = 'other' WHERE id = 1", "hold:1"),
        ("UPDATE hold SET ended_at = NULL, ended_by = NULL WHERE id = 1", "hold:1"),
        ("UPDATE hold SET ended_at = 5, ended_by = 'ann' WHERE id = 2", "hold:2"),
        ("DELETE FROM hold WHERE id = 2", "document"),
        ("INSERT INTO hold SELECT 3, kind, named, reason, held_by, since, until, ended_at, ended_by, ended_reason,
            events FROM hold WHERE id = 2", "hold:3"),
    ];
    for (change, named) in changes {
        ledger.execute_batch("CREATE TABLE kept AS SELECT * FROM hold").unwrap();
        assert_eq!(ledger.execute(change, []).unwrap(), 1, "{change}");
        let bad = tide.say("audit verify").ended(3).json()["first_bad"].clone();
        assert_eq!((&bad["what"], &bad["id"]), (&json!("state"), &json!(named)), "{change}: {bad}");
        ledger
            .execute_batch("DELETE FROM hold; INSERT INTO hold SELECT * FROM kept; DROP TABLE kept;")
            .unwrap();
        tide.is_sound();
    }
}
