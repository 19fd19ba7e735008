//! What people decide: every task and every dead letter has an exit, and no decision is lost.

use crate::harness::{Serving, Tide, lines, sample, until};
use crate::keeper::amount;
use crate::paper::{Fault, Seed, envelope, envelopes, ndjson};
use serde_json::{Value, json};
use std::fs;

/// The states a document came through, each with what was done.
fn story(events: &[Value]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events.iter().map(|placed| (text(&placed["event"]["what"]), text(&placed["event"]["to"]))).collect()
}

fn id(document: &Value) -> &str {
    document["correlation_id"].as_str().unwrap()
}

#[test]
fn a_total_that_does_not_add_up_is_corrected_and_released_with_its_history() {
    let tide = Tide::new();
    let words = ["run".into(), sample("fail-total-does-not-add-up.csv")];
    let document = tide.run(&words).ok().json();
    assert_eq!((&document["state"], &document["code"]), (&json!("in_review"), &json!("total_mismatch")));
    let id = id(&document);
    let task = tide.say("review list").ok().json();
    assert_eq!((&task["correlation_id"], &task["codes"]), (&json!(id), &json!(["total_mismatch"])));
    assert_eq!(tide.say(&format!("review show {id}")).ok().json()["correlation_id"], id);
    assert!(tide.releases().is_empty());

    // A value that is none is refused, and nothing changes.
    tide.say(&format!("review correct {id} total_value=much")).ended(2);
    tide.say(&format!("review correct {id} no_such_field=1")).ended(2);
    tide.say("review correct no-such-document total_value=1").ended(3);

    let corrected = tide.say(&format!("review correct {id} total_value=149777.90 --by ann")).ok().json();
    assert_eq!(corrected["state"], "released", "{corrected:#}");
    let events = tide.say(&format!("events {id}")).ok().lines();
    let wanted =
        [("received", "queued"), ("decided", "in_review"), ("corrected", "queued"), ("decided", "validated")];
    let told = story(&events);
    for (place, (what, to)) in wanted.iter().enumerate() {
        assert_eq!((told[place].0.as_str(), told[place].1.as_str()), (*what, *to), "{told:?}");
    }
    assert_eq!(told.last().unwrap().1, "released", "{told:?}");
    assert_eq!(events[2]["event"]["by"], "ann");
    assert!(events.iter().all(|placed| placed["leaf"].is_u64()), "each event stands in the log");

    let releases = tide.releases();
    assert_eq!(releases.len(), 1);
    let release = &releases[0];
    assert_eq!((&release["correlation_id"], &release["revision"]), (&json!(id), &json!(1)));
    assert_eq!(
        (&release["declared_total"], &release["released_total"]),
        (&json!("149777.90"), &json!("149777.90"))
    );
    assert_eq!(release["record"]["invoice_total"], "149777.90", "the printed total is the invoice's");
    assert!(tide.say("review list").ok().lines().is_empty());
    tide.is_sound();
}

#[test]
fn faults_that_are_not_listed_are_counted_and_nobody_accepts_them_unseen() {
    let tide = Tide::new();
    let serving = tide.serve();
    let lines: Vec<Value> = (0..2_000)
        .map(|line| {
            let code = if line < 800 { "640399" } else { "999999" };
            json!({ "description": "Leather walking shoes", "quantity": 1, "unit_price": 1.0, "currency": "usd",
                    "hs_code": code, "origin_country": "CN" })
        })
        .collect();
    let data = json!({ "invoice_number": "L-1", "total_value": 2_000, "incoterms": "FOB Shanghai",
                       "line_items": lines });
    let text = json!({ "correlation_id": "long", "payload": { "compliance_data": data } }).to_string();
    serving.envelopes(text.as_bytes(), &[]);
    let document = serving.rested("long");
    assert_eq!((&document["state"], &document["code"]), (&json!("in_review"), &json!("findings_exceeded")));
    let findings = document["findings"].as_array().unwrap();
    let of = |code: &str| findings.iter().filter(|finding| finding["code"] == code).count();
    // All are listed errors: the remarks about the currency, as it is written, made way.
    assert_eq!((findings.len(), of("hs_unknown"), of("findings_exceeded")), (1_000, 999, 1));
    let last = &findings.last().unwrap()["inputs"];
    let number = |name: &str| last[name].as_str().unwrap().parse::<usize>().unwrap();
    assert_eq!(number("errors_left_out"), 201);
    assert!(number("notes_left_out") >= 2_000, "{last}");

    let approve = serving.post("/v1/review/long/approve", &json!({ "by": "kim" }));
    let why = approve.problem(422, "request_invalid")["detail"].as_str().unwrap().to_owned();
    assert!(why.contains("more faults than are listed"), "{why}");
    let codes = vec!["999999"; 1_500];
    let answer = serving.post("/v1/validate", &json!({ "codes": codes })).ok().json();
    let told = answer["findings"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(told["code"], "findings_exceeded", "{told}");
    let rejected = serving.post("/v1/review/long/reject", &json!({ "by": "kim" }));
    assert_eq!(rejected.status, 202, "{}", rejected.text());
    assert!(tide.releases().is_empty());
}

#[test]
fn a_fixed_line_makes_a_second_revision_that_replaces_the_first() {
    let tide = Tide::new();
    let document = tide.run(&["run".into(), sample("fail-unknown-hs-code.csv")]).ok().json();
    let id = id(&document);
    assert_eq!(document["quarantined_lines"], json!([{ "line": 2, "codes": ["hs_unknown"] }]));
    let task = tide.say("quarantine list").ok().json();
    assert_eq!((&task["correlation_id"], &task["line"]), (&json!(id), &json!(2)));
    // What would not help is refused.
    let still = tide.say(&format!("quarantine fix {id} 2 hs_code=847139")).ended(2);
    assert!(still.err.contains("hs_unknown"), "{}", still.err);
    tide.say(&format!("quarantine fix {id} 9 hs_code=847130")).ended(2);
    tide.say(&format!("quarantine fix {id} 2 hs_code=847130 --by bob")).ok();
    let releases =
        until("the second revision", || Some(tide.releases()).filter(|releases| releases.len() == 2));
    let [first, second] = &releases[..] else { panic!("{releases:#?}") };
    assert_eq!((&first["revision"], &first["complete"]), (&json!(1), &json!(false)));
    assert_eq!((&second["revision"], &second["complete"]), (&json!(2), &json!(true)));
    assert_eq!(second["supersedes"], first["release_id"]);
    assert_ne!(second["release_id"], first["release_id"]);
    assert_eq!((&second["released_total"], &second["held_lines"]), (&json!("491470.40"), &json!([])));
    let line = &second["record"]["line_items"][1];
    assert_eq!((&line["line"], &line["hs_code"]), (&json!(2), &json!("847130")));
    let shown = tide.say("documents").ok().json();
    assert_eq!((&shown["state"], &shown["quarantined_lines"]), (&json!("released"), &json!(0)));
    assert!(tide.say("quarantine list").ok().lines().is_empty());
    tide.is_sound();
}

#[test]
fn a_line_is_struck_out_or_accepted_as_it_is() {
    let tide = Tide::new();
    let struck = tide.run(&["run".into(), sample("fail-unknown-hs-code.csv")]).ok().json();
    let accepted = tide.run(&["run".into(), sample("fail-vague-description.csv")]).ok().json();
    tide.say(&format!("quarantine fix {} 2 --strike --by ann", id(&struck))).ok();
    tide.say(&format!("quarantine fix {} 3 --accept --by ann", id(&accepted))).ok();
    assert!(tide.say("quarantine list").ok().lines().is_empty());
    let last = |document: &Value| {
        let of = |release: &Value| release["correlation_id"] == document["correlation_id"];
        tide.releases().into_iter().rfind(of).unwrap()
    };
    let lines = |release: &Value| release["record"]["line_items"].as_array().unwrap().len();
    let release = last(&struck);
    assert_eq!((&release["revision"], lines(&release)), (&json!(2), 3), "the struck line does not go along");
    assert_eq!(release["released_total"], "323796.80");
    let release = last(&accepted);
    assert_eq!((&release["revision"], lines(&release)), (&json!(2), 3));
    assert_eq!((&release["released_total"], &release["complete"]), (&json!("39544.80"), &json!(true)));
    let status = tide.say("status").ok().json();
    assert_eq!((&status["conserved"], &status["tasks"]["open"]), (&json!(true), &json!(0)), "{status:#}");
    assert_eq!((&status["lines"]["rejected"], &status["lines"]["quarantined"]), (&json!(1), &json!(0)));
    let sums = &status["value"]["USD"];
    assert_eq!(amount(&sums["declared"]), amount(&sums["released"]) + amount(&sums["held"]), "{sums}");
    tide.is_sound();
}

#[test]
fn a_dead_letter_is_replayed_or_rejected() {
    let tide = Tide::new();
    let dead = tide.run(&["run".into(), sample("fail-truncated.xml")]).ok().json();
    let id = id(&dead);
    let letter = tide.say("dead-letters list").ok().json();
    assert_eq!((&letter["correlation_id"], &letter["code"]), (&json!(id), &json!("xml_malformed")));
    assert!(letter["advice"].as_str().unwrap().ends_with('.'));
    assert_eq!(
        tide.say(&format!("dead-letters show {id}")).ok().json()["findings"][0]["code"],
        "xml_malformed"
    );
    // Sending it again gives the receipt back and says what may be done.
    let serving = tide.serve();
    let bytes = fs::read(sample("fail-truncated.xml")).unwrap();
    let headers = [("x-source", "cli")];
    let receipt = serving.upload(&[("again.xml", &bytes)], &headers).ok().json()["receipts"][0].clone();
    assert_eq!((&receipt["correlation_id"], &receipt["next"]), (&json!(id), &json!("replay")));
    // Sent again with a reason it is a new document that names the old one.
    let headers = [("x-source", "cli"), ("x-again", "the sender asked")];
    let again = serving.upload(&[("again.xml", &bytes)], &headers).ok().json()["receipts"][0].clone();
    assert_eq!(again["seen_before"], false);
    assert_ne!(again["correlation_id"], id);
    let shown = serving.rested(again["correlation_id"].as_str().unwrap());
    assert_eq!(shown["other"], id);
    assert_eq!(serving.stop(), 0);

    let replayed = tide.say(&format!("dead-letters replay {id} --by ann")).ok().json();
    assert_eq!((&replayed["state"], &replayed["code"]), (&json!("dead_letter"), &json!("xml_malformed")));
    let rejected = tide.say(&format!("dead-letters reject {id} --by ann --reason hopeless")).ok().json();
    assert_eq!((&rejected["state"], &rejected["status"]), (&json!("rejected"), &json!("failed")));
    let told = story(&tide.say(&format!("events {id}")).ok().lines());
    let moves: Vec<&str> = told.iter().map(|(_, to)| to.as_str()).collect();
    assert_eq!(moves, ["queued", "dead_letter", "queued", "dead_letter", "rejected"]);
    // Final stays final.
    tide.say(&format!("dead-letters replay {id}")).ended(2);
    tide.is_sound();
}

/// Everything that waits for a person in `samples/` and in a load can be ended by a person.
#[test]
fn every_task_has_an_exit() {
    let tide = Tide::new();
    let serving = tide.serve();
    serving.envelopes(&ndjson(&envelopes(60, 11)), &[]);
    for entry in fs::read_dir(sample("")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        serving.upload(&[(name, &fs::read(&path).unwrap())], &[]).ok();
    }
    serving.drained();
    for (number, task) in tasks(&serving, "/v1/quarantine?limit=1000").iter().enumerate() {
        let path = format!("/v1/quarantine/{}/{}/fix", id(task), task["line"]);
        let how = if number % 2 == 0 { json!({ "accept": true }) } else { json!({ "strike": true }) };
        let reply = serving.post(&path, &how);
        // A document whose lines are all held waits for its last line: the answer says what is still held.
        assert!(matches!(reply.status, 202 | 409 | 422), "{} {}", reply.status, reply.text());
        serving.drained();
    }
    for task in tasks(&serving, "/v1/review?limit=1000") {
        let reply = serving.post(&format!("/v1/review/{}/approve", id(&task)), &json!({ "by": "ann" }));
        assert!(matches!(reply.status, 202 | 409), "{} {}", reply.status, reply.text());
    }
    serving.drained();
    for task in tasks(&serving, "/v1/review?limit=1000") {
        serving.post(&format!("/v1/review/{}/reject", id(&task)), &json!({ "by": "ann" }));
    }
    for letter in serving.json("/v1/dead-letters?limit=1000")["dead_letters"].as_array().unwrap() {
        serving.post(&format!("/v1/dead-letters/{}/reject", id(letter)), &json!({})).ok();
    }
    let status = serving.drained();
    let counts = &status["counts"];
    assert_eq!(
        (&counts["in_review"], &counts["dead_letter"], &counts["waiting"]),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!((&status["tasks"]["open"], &status["conserved"]), (&json!(0), &json!(true)), "{status:#}");
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}

fn tasks(serving: &Serving, path: &str) -> Vec<Value> {
    serving.json(path)["tasks"].as_array().unwrap().clone()
}

#[test]
fn of_two_reviewers_at_once_none_is_lost() {
    let tide = Tide::new();
    let serving = tide.serve();
    let mut random = Seed(5);
    let wrong: Vec<_> = (0..10).map(|n| envelope(&format!("both-{n}"), Fault::Total, &mut random)).collect();
    serving.envelopes(&ndjson(&wrong), &[]);
    serving.drained();
    for envelope in &wrong {
        let path = |what: &str| format!("/v1/review/{}/{what}", envelope.id);
        let (approved, rejected) = std::thread::scope(|scope| {
            let approved = scope.spawn(|| serving.post(&path("approve"), &json!({ "by": "ann" })).status);
            let rejected = scope.spawn(|| serving.post(&path("reject"), &json!({ "by": "bob" })).status);
            (approved.join().unwrap(), rejected.join().unwrap())
        });
        serving.drained();
        let events = serving.json(&format!("/v1/documents/{}/events", envelope.id));
        let told = story(events["events"].as_array().unwrap());
        let state = serving.json(&format!("/v1/documents/{}", envelope.id))["state"].clone();
        let has = |what: &str| told.iter().any(|(done, _)| done == what);
        // What was answered as done stands in the history, and the other way round.
        assert_eq!((approved == 202, rejected == 202), (has("approved"), has("rejected")), "{told:?}");
        assert!(approved == 202 || rejected == 202, "one wins: {approved} {rejected}");
        assert!([202, 409].contains(&approved) && [202, 409].contains(&rejected));
        assert_eq!(state, if rejected == 202 { "rejected" } else { "released" }, "{told:?}");
    }
    assert_eq!(serving.stop(), 0);
    let released = lines(&tide.say("documents --state released").ok().out).len();
    assert_eq!(tide.releases().len(), released);
    tide.is_sound();
}

#[test]
fn an_invoice_number_that_came_before_with_other_contents_is_told_and_holds_nothing() {
    let tide = Tide::new();
    let serving = tide.serve();
    let first = fs::read_to_string(sample("invoice-english.csv")).unwrap();
    let taken = |name: &str, text: &str| {
        let receipt = serving.upload(&[(name, text.as_bytes())], &[]).ok().json()["receipts"][0].clone();
        serving.rested(receipt["correlation_id"].as_str().unwrap())
    };
    let before = taken("first.csv", &first);
    // One more space before a line's end makes other bytes of the same invoice; the same bytes would be the same document.
    let second = taken("second.csv", &first.replacen(",", ", ", 1));
    let remark = |document: &Value| {
        let findings = document["findings"].as_array().unwrap().clone();
        findings.into_iter().find(|finding| finding["code"] == "possible_duplicate")
    };
    assert_eq!(remark(&before), None);
    let told = remark(&second).unwrap_or_else(|| panic!("{second:#}"));
    assert_eq!((&told["severity"], &told["field"]), (&json!("warning"), &json!("invoice_number")));
    assert_eq!(told["inputs"]["other"], before["correlation_id"]);
    assert_eq!((&before["state"], &second["state"]), (&json!("released"), &json!("released")));
    serving.stop();
    tide.is_sound();
}

#[test]
fn a_typed_value_that_the_checks_would_hold_is_refused_to_whoever_typed_it() {
    let tide = Tide::new();
    let document = tide.run(&["run".into(), sample("fail-mixed-currencies.xlsx")]).ok().json();
    assert_eq!(document["state"], "in_review");
    let id = id(&document);
    let refused = tide.say(&format!("review correct {id} 1:currency=12")).ended(2);
    assert!(refused.err.contains("value_invalid"), "{}", refused.err);
    let still = tide.say(&format!("review show {id}")).ok().json();
    assert_eq!(still["state"], "in_review", "{still:#}");
    assert!(tide.releases().is_empty());
}
