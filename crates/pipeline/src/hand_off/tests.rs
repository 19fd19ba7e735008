//! Which lines may leave, and where a document goes.

use super::*;
use jiff::civil::date;
use ledger::decision::{Act, Decision};
use ledger::work::Token;
use trade::{CorrelationId, Digest, Kind};

fn claimed(source: &str, decisions: Vec<Decision>) -> Claimed {
    Claimed {
        seq: 1,
        id: CorrelationId::parse("d").unwrap(),
        token: Token(1),
        attempt: 1,
        failures: 0,
        alone: false,
        deaths: 0,
        digest: Digest::of(b""),
        bytes: None,
        size: 0,
        name: None,
        format: "envelope".into(),
        kind: Kind::Unknown,
        source: source.into(),
        client: String::new(),
        jurisdiction: None,
        as_of: None,
        received_at: "2026-11-24T08:00:00Z".parse().unwrap(),
        is_part: false,
        decisions,
        revision: 1,
        routed_outlets: Vec::new(),
        places: Vec::new(),
    }
}

fn line(line: u32, quantity: &str, price: &str) -> Line {
    Line { line, quantity: quantity.parse().ok(), unit_price: price.parse().ok(), ..Line::default() }
}

/// Two lines of 40.00 and 60.00, and 5.00 of freight: a total of 105.00.
fn parsed(findings: Vec<Finding>) -> Parsed {
    let record = Record {
        total_value: "105.00".parse().ok(),
        line_items: vec![line(1, "4", "10.00"), line(2, "3", "20.00")],
        ..Record::default()
    };
    Parsed { kind: Kind::CommercialInvoice, record, findings, ..Parsed::default() }
}

fn checked() -> Checked {
    Checked {
        jurisdiction: None,
        on: date(2026, 11, 24),
        basis: "received",
        edition: ("hs6".into(), "x".into()),
    }
}

fn judged(claimed: &Claimed, findings: Vec<Finding>, settings: &Settings) -> Judged {
    judge(claimed, parsed(findings), checked(), settings)
}

fn unknown(line: u32) -> Finding {
    Finding::line("t/1", Code::HsUnknown, line, "no such code").field("hs_code")
}

#[test]
fn a_sound_document_goes_whole_with_its_declared_value() {
    let judged = judged(&claimed("s", Vec::new()), Vec::new(), &Settings::default());
    assert_eq!((judged.to, judged.code), (State::Validated, None));
    assert_eq!(judged.verdict.sound, "105.00".parse().ok());
    assert_eq!(judged.verdict.outlets, ["folder"]);
    assert!(judged.verdict.record.contains(r#""line_id":"d.2""#));
}

#[test]
fn a_doubtful_line_stays_with_a_task_and_the_others_go_without_its_value() {
    let judged = judged(&claimed("s", Vec::new()), vec![unknown(2)], &Settings::default());
    assert_eq!(judged.to, State::Validated);
    assert_eq!(judged.verdict.quarantined, [HeldLine { line: 2, codes: vec!["hs_unknown".into()] }]);
    assert_eq!(judged.verdict.sound, "45.00".parse().ok());
    let task = &judged.verdict.tasks[0];
    assert_eq!((task.kind, task.line, task.field.as_deref()), ("classify", Some(2), Some("hs_code")));
}

#[test]
fn a_source_that_holds_and_an_outlet_that_takes_no_part_keep_the_document() {
    let mut settings = Settings::default();
    settings.quarantine_of.insert("careful".into(), Quarantine::Hold);
    let held = judged(&claimed("careful", Vec::new()), vec![unknown(2)], &settings);
    assert_eq!((held.to, held.code), (State::InReview, Some(Code::HsUnknown)));
    settings.outlets[0].partial = false;
    let part = judged(&claimed("s", Vec::new()), vec![unknown(2)], &settings);
    assert_eq!((part.to, part.verdict.outlets.len()), (State::Validated, 0));
}

#[test]
fn without_a_sound_line_nothing_is_released() {
    let judged = judged(&claimed("s", Vec::new()), vec![unknown(1), unknown(2)], &Settings::default());
    assert_eq!((judged.to, judged.code), (State::InReview, Some(Code::NothingSound)));
    assert!(judged.verdict.outlets.is_empty());
}

#[test]
fn a_finding_about_the_document_holds_it_whole_and_information_holds_nothing() {
    let sums = Finding::document("t/1", Code::TotalMismatch, "sums");
    let judged_sums = judged(&claimed("s", Vec::new()), vec![sums], &Settings::default());
    assert_eq!((judged_sums.to, judged_sums.code), (State::InReview, Some(Code::TotalMismatch)));
    assert_eq!((judged_sums.verdict.tasks[0].kind, judged_sums.verdict.tasks[0].line), ("approve", None));
    let note = Finding::line("t/1", Code::HsNationalUnchecked, 1, "unchecked");
    assert_eq!(judged(&claimed("s", Vec::new()), vec![note], &Settings::default()).to, State::Validated);
}

#[test]
fn what_cannot_be_read_is_a_dead_letter_whatever_else_is_sound() {
    let broken = Finding::document("t/1", Code::SchemaViolation, "shape");
    let judged = judged(&claimed("s", Vec::new()), vec![broken], &Settings::default());
    assert_eq!((judged.to, judged.code), (State::DeadLetter, Some(Code::SchemaViolation)));
}

#[test]
fn all_findings_of_a_document_come_under_one_bound_and_those_left_out_hold_their_lines() {
    let note = |line| Finding::line("t/1", Code::ValueNormalised, line, "written otherwise");
    let findings: Vec<Finding> = (1..=1_200).map(note).chain((1..=1_500).map(unknown)).collect();
    let record =
        Record { line_items: (1..=1_600).map(|n| line(n, "1", "1.00")).collect(), ..Record::default() };
    let parsed = Parsed { kind: Kind::CommercialInvoice, record, findings, ..Parsed::default() };
    let judged = judge(&claimed("s", Vec::new()), parsed, checked(), &Settings::default());
    assert_eq!((judged.to, judged.verdict.findings_count), (State::Validated, 1_000));
    assert_eq!((judged.verdict.quarantined.len(), judged.verdict.tasks.len()), (1_500, 1_500));
    let kept: Vec<Finding> = serde_json::from_str(&judged.verdict.findings).unwrap();
    assert_eq!(kept.iter().filter(|finding| finding.code == Code::HsUnknown).count(), 999);
    let last = kept.last().unwrap();
    assert_eq!((kept.len(), last.code, last.holds()), (1_000, Code::FindingsExceeded, false));
    assert_eq!((&*last.inputs["errors_left_out"], &*last.inputs["notes_left_out"]), ("501", "1200"));
}

#[test]
fn what_a_stage_left_out_is_counted_with_the_others_and_holds_the_document() {
    use trade::finding::bounded;
    let shortened = bounded((1..=1_100).map(unknown).collect(), 1_000, LeftOut::default(), Effect::Pending);
    let notes = (1..=50).map(|line| Finding::line("t/1", Code::ValueNormalised, line, ""));
    let judged = judged(&claimed("s", Vec::new()), notes.chain(shortened).collect(), &Settings::default());
    assert_eq!((judged.to, judged.code), (State::InReview, Some(Code::FindingsExceeded)));
    let kept: Vec<Finding> = serde_json::from_str(&judged.verdict.findings).unwrap();
    let counts: Vec<_> = kept.iter().filter(|finding| finding.code == Code::FindingsExceeded).collect();
    assert_eq!((kept.len(), counts.len(), counts[0].holds()), (1_000, 1, true));
    assert_eq!((&*counts[0].inputs["errors_left_out"], &*counts[0].inputs["notes_left_out"]), ("101", "50"));
}

#[test]
fn a_struck_line_is_neither_released_nor_a_task() {
    let strike = Decision {
        act: Act::RejectLine,
        line: Some(2),
        field: None,
        value: None,
        codes: Vec::new(),
        by: "kim".into(),
        reason: None,
    };
    let judged = judged(&claimed("s", vec![strike]), vec![unknown(2)], &Settings::default());
    assert_eq!(judged.to, State::Validated);
    assert_eq!((judged.verdict.quarantined.len(), judged.verdict.struck.as_slice()), (0, &[2][..]));
    assert_eq!((judged.verdict.sound, judged.verdict.tasks.len()), ("45.00".parse().ok(), 0));
}

#[test]
fn amounts_past_every_sum_are_counted_as_held() {
    let settings = Settings::default();
    let mut parsed = parsed(vec![unknown(1), unknown(2)]);
    for line in &mut parsed.record.line_items {
        line.amount = Some(Decimal::MAX);
    }
    let judged = judge(&claimed("s", Vec::new()), parsed, checked(), &settings);
    assert_eq!(judged.verdict.sound, Some(Decimal::ZERO));
}
