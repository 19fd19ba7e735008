//! From JSON to the parsed document.

use super::hash::{Proof, prove};
use super::remark::excerpt;
use super::routing;
use super::shape::{Shape, shape};
use super::take::Taker;
use crate::json::{self, Encoding, Fault, Node, Position};
use crate::limits::Limits;
use trade::routing::Routing;
use trade::{Code, Finding, Kind, Origin, Parsed, ReadValue, Reading, Record, Severity};

/// The format of a JSON document that is no envelope.
pub const JSON: &str = "json";

const ENVELOPE_RULE: &str = "read.envelope/1";
const JSON_RULE: &str = "read.json/1";

/// Keys of an envelope, in the order of the contract.
const ENVELOPE_KEYS: [&str; 6] =
    ["correlation_id", "file_hash", "source_system", "routing", "payload", "received_at"];

/// Names of outermost keys that a finding lists.
const KEYS_SHOWN: usize = 5;

/// Reads a JSON document: an envelope, a record without one, or something that this version does not read.
///
/// What ends the reading is a finding of scope `document` and severity `error`: `json_malformed`,
/// `json_duplicate_key`, `json_number`, `encoding_invalid`, `limit_exceeded`, `hash_mismatch`, `schema_violation`,
/// `unsupported_format`. A single value that cannot be taken is `value_invalid`. The kind is the one directed by
/// `routing`, else the record's own, else `kind`, else a commercial invoice.
pub fn read(bytes: &[u8], kind: Option<Kind>, limits: &Limits) -> Parsed {
    outcome(bytes, kind, limits, false)
}

/// Where the values of a JSON document came from: the raw text, and a JSON pointer as place. Derived on view, since
/// the original has it all; empty where the document is not read.
pub fn reading(bytes: &[u8], limits: &Limits) -> Reading {
    outcome(bytes, None, limits, true).reading.unwrap_or_default()
}

fn outcome(bytes: &[u8], kind: Option<Kind>, limits: &Limits, with_reading: bool) -> Parsed {
    let (text, encoding) = match json::text(bytes) {
        Ok(text) => text,
        Err(fault) => return unreadable(bytes, fault),
    };
    let root = match json::parse(&text, limits) {
        Ok(root) => root,
        Err(fault) => return unreadable(text.as_bytes(), fault),
    };
    let taker = |rule: &'static str, root: &'static str| {
        let taker = Taker::new(&text, rule, root, limits);
        let engine = rule.trim_start_matches("read.");
        if with_reading { taker.with_reading(engine) } else { taker }
    };
    let mut parsed = match shape(&root) {
        Shape::Envelope => envelope(&root, &text, kind, taker(ENVELOPE_RULE, "/payload/compliance_data")),
        Shape::Record(node, pointer) => plain(node, kind, taker(JSON_RULE, pointer)),
        Shape::Other => unsupported(&root),
    };
    if encoding != Encoding::Utf8 {
        let message = format!("The JSON is in {}, where the standard knows only UTF-8", encoding.name());
        let finding = Finding::document(JSON_RULE, Code::EncodingGuessed, message);
        parsed.findings.push(finding.input("encoding", encoding.name()));
    }
    parsed
}

fn envelope<'t>(root: &'t Node<'t>, text: &str, hint: Option<Kind>, mut t: Taker<'t>) -> Parsed {
    let stated = root.get("file_hash");
    let payload = root.get("payload");
    let proof = prove(stated, payload, text);
    let mut record = Record::default();
    let mut findings = hash_findings(proof, stated);
    match compliance_data(payload) {
        Ok(data) => t.fill(&mut record, data),
        Err(finding) => findings.push(finding),
    }
    unplaced_outside(root, payload, &mut t);
    let mut directed = Routing::default();
    if let Some(node) = root.get("routing") {
        directed = routing::read(node, |remark| findings.push(not_understood(&remark)));
    }
    let kind = directed.kind.filter(|kind| *kind != Kind::Unknown);
    let (more, mut reading) = t.finish();
    findings.extend(more);
    if let (Some(reading), Some(stated)) = (&mut reading, stated) {
        let raw = stated.as_str().unwrap_or_else(|| stated.raw(text));
        let taken_of = proof.taken_of().map(str::to_owned);
        let seen = ReadValue::structured(raw, taken_of, Origin::Read, Some("/file_hash".into()));
        reading.values.insert("file_hash".into(), seen);
    }
    let kind = kind.or_else(|| own_kind(&record, hint)).unwrap_or(Kind::CommercialInvoice);
    Parsed { kind, format: proof.format().into(), record, reading, findings, ..Parsed::default() }
}

fn plain<'t>(node: &'t Node<'t>, hint: Option<Kind>, mut t: Taker<'t>) -> Parsed {
    let mut record = Record::default();
    t.fill(&mut record, node);
    let (findings, reading) = t.finish();
    let kind = own_kind(&record, hint).unwrap_or(Kind::CommercialInvoice);
    Parsed { kind, format: JSON.into(), record, reading, findings, ..Parsed::default() }
}

/// The record's own kind, else the one the sender said.
fn own_kind(record: &Record, hint: Option<Kind>) -> Option<Kind> {
    record.kind.into_iter().chain(hint).find(|kind| !matches!(kind, Kind::Unknown | Kind::Container))
}

/// The object that the record is taken from, or how the payload's shape is broken.
fn compliance_data<'t>(payload: Option<&'t Node<'t>>) -> Result<&'t Node<'t>, Finding> {
    let broken = |field: &'static str, position: &str, found: Option<&Node<'_>>| {
        let message = match found {
            Some(node) => format!("The {field} is {}, where an object was expected", node.noun()),
            None => format!("The envelope has no {field}"),
        };
        let finding = Finding::document(ENVELOPE_RULE, Code::SchemaViolation, message).field(field);
        let finding = finding.input("position", position);
        match found {
            Some(node) => finding.input("byte", node.start),
            None => finding,
        }
    };
    let payload = payload
        .filter(|node| node.members().is_some())
        .ok_or_else(|| broken("payload", "/payload", payload))?;
    let data = payload.get("compliance_data");
    data.filter(|node| node.members().is_some())
        .ok_or_else(|| broken("compliance_data", "/payload/compliance_data", data))
}

fn hash_findings(proof: Proof, stated: Option<&Node<'_>>) -> Vec<Finding> {
    let finding = |code: Code, message: &str| {
        Finding::document(ENVELOPE_RULE, code, message).field("file_hash").input("position", "/file_hash")
    };
    let raw = stated.and_then(Node::as_str).map(excerpt).unwrap_or_default();
    match proof {
        Proof::AsReceived => Vec::new(),
        Proof::Compact => {
            let message = "The hash is that of the payload's compact form, not of its bytes as received";
            vec![finding(Code::ValueNormalised, message).input("form", "compact")]
        }
        Proof::Unstated => {
            let message = "The envelope states no hash, so that nothing shows the payload is whole";
            vec![finding(Code::FieldMissing, message).severity(Severity::Info)]
        }
        Proof::NoHash => vec![finding(Code::HashMismatch, "The hash is not 64 hex digits").input("raw", raw)],
        Proof::Mismatch => {
            let message = "The hash is neither that of the payload as received nor of its compact form";
            vec![finding(Code::HashMismatch, message).input("raw", raw)]
        }
    }
}

fn not_understood(remark: &routing::Remark) -> Finding {
    let message = format!("A directive was left out, since it is not {}", remark.wanted);
    let finding = Finding::document(ENVELOPE_RULE, Code::ValueInvalid, message).severity(Severity::Warning);
    finding.field(remark.field.clone())
}

/// Names outside the compliance data that nothing is known of.
fn unplaced_outside<'t>(root: &'t Node<'t>, payload: Option<&'t Node<'t>>, t: &mut Taker<'t>) {
    let outer = root.members().unwrap_or_default().iter();
    for member in outer.filter(|member| !ENVELOPE_KEYS.contains(&&*member.key) && !member.node.is_null()) {
        t.remarks.unplaced(member.key.to_string());
    }
    let inner = payload.and_then(Node::members).unwrap_or_default().iter();
    for member in inner.filter(|member| member.key != "compliance_data" && !member.node.is_null()) {
        t.remarks.unplaced(format!("payload.{}", member.key));
    }
}

fn unreadable(text: &[u8], fault: Fault) -> Parsed {
    let position = Position::of(text, fault.byte);
    let message = format!("{} at {position}", capitalised(&fault.error.to_string()));
    let finding = Finding::document(JSON_RULE, fault.error.code(), message);
    let mut finding = finding.input("position", position).input("byte", fault.byte);
    if let Some((limit, max)) = fault.error.limit() {
        finding = finding.input("limit", limit).input("max", max);
    }
    Parsed { format: JSON.into(), findings: vec![finding], ..Parsed::default() }
}

fn unsupported(root: &Node<'_>) -> Parsed {
    let keys: Vec<String> =
        root.members().unwrap_or_default().iter().take(KEYS_SHOWN).map(|m| excerpt(&m.key)).collect();
    let what = match root.members() {
        Some(_) => format!("an object with the keys {}", keys.join(", ")),
        None => root.noun().to_owned(),
    };
    let message = format!("This version reads envelopes and records in JSON; this is {what}");
    let finding =
        Finding::document(JSON_RULE, Code::UnsupportedFormat, message).input("keys", keys.join(", "));
    Parsed { format: JSON.into(), findings: vec![finding], ..Parsed::default() }
}

fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
