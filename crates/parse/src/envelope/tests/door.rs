//! What the door takes, and what it says of what it does not take.

use super::*;
use trade::routing::Routing;
use trade::{Lane, Priority};

fn problem(line: impl AsRef<[u8]>) -> (Code, usize) {
    let problem = open(line.as_ref()).unwrap_err();
    (problem.code, problem.position)
}

#[test]
fn a_line_is_opened_without_its_payload() {
    let opened = open(with_lines(LINE).as_bytes()).unwrap();
    assert_eq!(opened.correlation_id.as_str(), "c-1");
    assert_eq!(opened.source_system.as_deref(), Some("sftp"));
    assert_eq!(opened.received_at.as_deref(), Some("2025-03-03T06:00:00+00:00"));
    assert!(opened.routing.is_empty());
}

#[test]
fn whatever_is_json_and_names_an_id_becomes_a_document() {
    let deep = format!("{{\"a\":{}{},\"correlation_id\":\"c\"}}", "[".repeat(100_000), "]".repeat(100_000));
    for line in [
        "{\"correlation_id\":\"c\"}",
        "{\"correlation\\u005fid\":\"c\"}",
        "\u{FEFF} {\"correlation_id\":\"c\"}\r\n",
        "{\"correlation_id\":\"c\",\"a\":1,\"a\":2}",
        "{\"correlation_id\":\"c\",\"correlation_id\":\"c\"}",
        "{\"correlation_id\":\"c\",\"payload\":[1e400,NaN,-Infinity,\"\\ud800\"]}",
        "{\"correlation_id\":\"c\",\"routing\":{\"priority\":[],\"priority\":{}}}",
        "{\"correlation_id\":\"c\",\"source_system\":5,\"received_at\":{},\"routing\":\"fast\"}",
        &deep,
    ] {
        let opened = open(line.as_bytes()).unwrap_or_else(|problem| panic!("{problem} in {line:.80}"));
        assert_eq!(opened.correlation_id.as_str(), "c");
        assert!(opened.routing.is_empty());
    }
}

#[test]
fn what_is_no_json_or_names_no_id_says_where() {
    assert_eq!(problem(""), (Code::NotJson, 0));
    assert_eq!(problem("hello"), (Code::NotJson, 0));
    assert_eq!(problem("{\"correlation_id\":\"c\""), (Code::NotJson, 21));
    assert_eq!(problem("{\"correlation_id\":\"c\"} x"), (Code::NotJson, 23));
    assert_eq!(problem("{\"correlation_id\":\"c\",}"), (Code::NotJson, 22));
    assert_eq!(problem("{\"correlation_id\":\"c\",\"a\":01}"), (Code::NotJson, 27));
    assert_eq!(problem(b"{\"correlation_id\":\"c\",\"a\":\"\xFF\"}"), (Code::NotJson, 27));
    assert_eq!(problem("[1]"), (Code::IdUnusable, 0));
    assert_eq!(problem("{}"), (Code::IdUnusable, 0));
    assert_eq!(problem("{\"correlation_id\":17}"), (Code::IdUnusable, 18));
    assert_eq!(problem("{\"correlation_id\":null}"), (Code::IdUnusable, 18));
    assert_eq!(problem("{\"correlation_id\":\"\"}"), (Code::IdUnusable, 18));
    assert_eq!(problem("{\"correlation_id\":\"a/b\"}"), (Code::IdUnusable, 20));
    assert_eq!(problem("{\"correlation_id\":\"..\"}"), (Code::IdUnusable, 18));
    assert_eq!(problem("{\"correlation_id\":\"a\",\"correlation_id\":\"b\"}"), (Code::IdUnusable, 39));
    assert_eq!(problem(format!("{{\"correlation_id\":\"{}\"}}", "x".repeat(129))), (Code::IdUnusable, 18));
}

#[test]
fn problems_repeat_nothing_of_the_line() {
    for line in [
        "{\"correlation_id\":\"CANARY/\"}",
        "CANARY",
        "{\"CANARY\":1}",
        "{\"correlation_id\":\"c\",\"CANARY\":CANARY}",
    ] {
        let problem = open(line.as_bytes()).unwrap_err();
        assert!(!problem.detail.contains("CANARY"), "{}", problem.detail);
    }
}

#[test]
fn directives_are_taken_and_those_not_understood_are_remarked_later() {
    let routing = r#""routing":{"priority":9,"lane":"text","destination":"usa","kind":"packing_list","references":["PO-1",4711],
        "due_at":"2026-11-24T10:00:00+01:00","outlets":"erp"},"#;
    let wanted = Routing {
        priority: Some(Priority::Urgent),
        lane: Some(Lane::Text),
        destination: Some("US".into()),
        kind: Some(Kind::PackingList),
        references: vec!["PO-1".into(), "4711".into()],
        due_at: Some("2026-11-24T09:00:00Z".parse().unwrap()),
        outlets: vec!["erp".into()],
    };
    let text = around(&payload(&data(LINE)), routing);
    assert_eq!(open(text.as_bytes()).unwrap().routing, wanted);
    assert_eq!(findings(&read_text(&text)), []);

    let wrong = r#""routing":{"priority":"soon","lane":7,"destination":"Mars","kind":true,"references":{},"due_at":"tomorrow","outlets":[""],"speed":1,"x":null},"#;
    let text = around(&payload(&data(LINE)), wrong);
    assert!(open(text.as_bytes()).unwrap().routing.is_empty());
    let parsed = read_text(&text);
    let fields: Vec<_> =
        parsed.findings.iter().map(|f| (f.code, f.severity, f.field.as_deref().unwrap())).collect();
    let wanted = ["priority", "lane", "destination", "kind", "references", "due_at", "outlets", "speed"];
    let wanted = wanted.map(|field| (Code::ValueInvalid, Severity::Warning, format!("routing.{field}")));
    assert_eq!(fields, wanted.each_ref().map(|(code, severity, field)| (*code, *severity, field.as_str())));
}
