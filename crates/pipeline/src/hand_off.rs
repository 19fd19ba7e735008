//! Stage 5: findings become a verdict: which lines go, which are held, what a person must decide.
//!
//! **Here it is decided that a line may leave**: a line goes only if no error stands against it, against its
//! document, and nobody struck it out ([`judge`]).

use crate::settings::{Quarantine, Settings};
use crate::settle;
use crate::validate::Checked;
use ledger::work::{Claimed, HeldLine, NewTask, Verdict, outcome_digest};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use trade::code::Lands;
use trade::finding::{Effect, FINDINGS_MAX, LeftOut, bounded};
use trade::record::{VALUE_DECIMALS, VALUE_MAX};
use trade::{Code, CorrelationId, Finding, Line, Parsed, Record, Scope, Severity, State};

/// What an attempt found.
#[derive(Debug)]
pub enum Ended {
    /// A container: its parts are to be received, then it is done.
    Container(Parsed),
    /// It cannot be read: a dead letter with this code.
    Unreadable(Code, Parsed),
    /// It was read and checked.
    Decided(Judged),
}

/// Where a document goes, with its verdict.
#[derive(Debug)]
pub struct Judged {
    /// `validated`, `in_review` or `dead_letter`.
    pub to: State,
    /// Why, where it is held.
    pub code: Option<Code>,
    /// Everything that is kept.
    pub verdict: Verdict,
}

/// The first finding that makes the document a dead letter.
pub fn fatal(findings: &[Finding]) -> Option<Code> {
    findings
        .iter()
        .find(|finding| {
            finding.holds() && finding.scope == Scope::Document && finding.code.lands() == Lands::DeadLetter
        })
        .map(|finding| finding.code)
}

/// Judges a checked document.
pub fn judge(claimed: &Claimed, mut parsed: Parsed, checked: Checked, settings: &Settings) -> Judged {
    if let Some(code) = fatal(&parsed.findings) {
        return Judged { to: State::DeadLetter, code: Some(code), verdict: keep(parsed, Some(checked)) };
    }
    name_lines(claimed, &mut parsed.record);
    let struck: BTreeSet<u32> = settle::struck(&claimed.decisions).collect();
    let quarantined = quarantined(&parsed.findings, &struck);
    let code = held_by(claimed, &parsed, &quarantined, &struck, settings);
    let to = if code.is_some() { State::InReview } else { State::Validated };
    let tasks = tasks(&parsed.findings, &quarantined);
    let sound = sound_value(&parsed.record, &quarantined, &struck);
    let complete = quarantined.is_empty() && struck.is_empty();
    let outlets = if to == State::Validated {
        settings.outlets_for(complete, &claimed.routed_outlets)
    } else {
        Vec::new()
    };
    let number_key = checks::number_key(parsed.kind, &claimed.client, &parsed.record).map(|key| key.short());
    let lines_rejected = u32::try_from(struck.len()).unwrap_or(u32::MAX);
    let held = quarantined.into_iter().map(|(line, codes)| HeldLine { line, codes }).collect();
    let verdict = Verdict {
        quarantined: held,
        struck: struck.into_iter().collect(),
        lines_rejected,
        sound,
        tasks,
        outlets,
        number_key,
        ..keep(parsed, Some(checked))
    };
    Judged { to, code, verdict }
}

/// What is kept of an attempt whatever it led to. Here all findings of the document, whoever made them, come under
/// one bound: what they hold has been decided by then, so that one which is left out has had its effect.
pub fn keep(mut parsed: Parsed, checked: Option<Checked>) -> Verdict {
    parsed.findings = bounded(parsed.findings, FINDINGS_MAX, LeftOut::default(), Effect::Taken);
    let record = json(&parsed.record);
    let findings = json(&parsed.findings);
    let declared = parsed.record.declared_value();
    Verdict {
        kind: parsed.kind,
        digest: Some(outcome_digest(record.as_bytes(), findings.as_bytes())),
        record,
        findings,
        reading: parsed.reading.as_ref().map(json),
        findings_count: u32::try_from(parsed.findings.len()).unwrap_or(u32::MAX),
        first_finding: gravest(&parsed.findings),
        lines: u32::try_from(parsed.record.line_items.len()).unwrap_or(u32::MAX),
        declared,
        sound: declared.map(|_| Decimal::ZERO),
        currency: parsed.record.currency,
        language: parsed.language,
        jurisdiction: checked.as_ref().and_then(|checked| checked.jurisdiction.clone()),
        relevant_date: checked.as_ref().map(|checked| checked.on),
        basis: checked.as_ref().map_or("none", |checked| checked.basis),
        edition: checked.map(|checked| checked.edition),
        ..Verdict::default()
    }
}

/// The first of the gravest findings, in words.
fn gravest(findings: &[Finding]) -> Option<String> {
    let of = |severity| findings.iter().find(|finding| finding.severity == severity);
    let first = [Severity::Error, Severity::Warning, Severity::Info].into_iter().find_map(of);
    first.map(|finding| finding.message.clone())
}

/// Says in a verdict that its invoice number came before, with the document `other`. It holds nothing.
pub fn tell_reuse(verdict: &mut Verdict, other: &CorrelationId) {
    verdict.reuse_told = true;
    // Both were written by `keep`; what cannot be read is left as it is.
    let Ok(record) = serde_json::from_str::<Record>(&verdict.record) else { return };
    let Ok(mut findings) = serde_json::from_str::<Vec<Finding>>(&verdict.findings) else { return };
    findings.push(checks::number_reused(&record, other));
    let findings = bounded(findings, FINDINGS_MAX, LeftOut::default(), Effect::Taken);
    verdict.first_finding = gravest(&findings);
    verdict.findings_count = u32::try_from(findings.len()).unwrap_or(u32::MAX);
    verdict.findings = json(&findings);
    verdict.digest = Some(outcome_digest(verdict.record.as_bytes(), verdict.findings.as_bytes()));
}

/// A value as JSON. Our own types always serialise; were one not to, the ledger refuses the empty text's
/// digest at the next verification.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Gives each line its stable id.
fn name_lines(claimed: &Claimed, record: &mut Record) {
    for line in &mut record.line_items {
        line.line_id = format!("{}.{}", claimed.id, line.line);
    }
}

/// The lines that findings hold, with their codes.
fn quarantined(findings: &[Finding], struck: &BTreeSet<u32>) -> BTreeMap<u32, Vec<String>> {
    let mut held: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.holds() && finding.scope == Scope::Line) {
        let Some(line) = finding.line.filter(|line| !struck.contains(line)) else { continue };
        let codes = held.entry(line).or_default();
        let code = finding.code.name();
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    held
}

/// Why the document as a whole waits for a person, if it does.
fn held_by(
    claimed: &Claimed,
    parsed: &Parsed,
    quarantined: &BTreeMap<u32, Vec<String>>,
    struck: &BTreeSet<u32>,
    settings: &Settings,
) -> Option<Code> {
    let document = parsed.findings.iter().find(|finding| finding.holds() && finding.scope == Scope::Document);
    if let Some(finding) = document {
        return Some(finding.code);
    }
    let lines = parsed.record.line_items.len();
    if lines > 0 && quarantined.len() + struck.len() >= lines {
        return Some(Code::NothingSound);
    }
    let holds = settings.quarantine_for(&claimed.source) == Quarantine::Hold;
    let first = parsed.findings.iter().find(|finding| finding.holds() && finding.scope == Scope::Line);
    first.filter(|_| holds && !quarantined.is_empty()).map(|finding| finding.code)
}

/// What a person must decide: one task a held line, one a finding that holds the document.
fn tasks(findings: &[Finding], quarantined: &BTreeMap<u32, Vec<String>>) -> Vec<NewTask> {
    let mut tasks = Vec::new();
    for finding in findings.iter().filter(|finding| finding.holds() && finding.scope == Scope::Document) {
        let kind = if finding.code.lands() == Lands::Quarantine { "correct" } else { "approve" };
        tasks.push(NewTask {
            kind,
            line: None,
            field: finding.field.as_deref().map(str::to_owned),
            codes: vec![finding.code.name().to_owned()],
            reason: finding.message.clone(),
        });
    }
    for (line, codes) in quarantined {
        let mut of_line = findings.iter().filter(|finding| finding.holds() && finding.line == Some(*line));
        let classify = of_line.clone().any(|finding| finding.code.is_about_classification());
        let Some(first) = of_line.next() else { continue };
        tasks.push(NewTask {
            kind: if classify { "classify" } else { "correct" },
            line: Some(*line),
            field: first.field.as_deref().map(str::to_owned),
            codes: codes.clone(),
            reason: first.message.clone(),
        });
    }
    tasks
}

/// What the sound lines come to: the declared value less the held lines', where all of those are known; else the
/// sum of the sound ones. Nothing, where that passes what a value can be.
fn sound_value(
    record: &Record,
    quarantined: &BTreeMap<u32, Vec<String>>,
    struck: &BTreeSet<u32>,
) -> Option<Decimal> {
    let declared = record.declared_value()?;
    let is_held = |line: &&Line| quarantined.contains_key(&line.line) || struck.contains(&line.line);
    if record.line_items.iter().filter(is_held).all(|line| amount(line).is_some()) {
        let held = sum(record.line_items.iter().filter(is_held));
        return Some(held.and_then(|held| declared.checked_sub(held)).map_or(Decimal::ZERO, summable));
    }
    let sound: Vec<&Line> = record.line_items.iter().filter(|line| !is_held(line)).collect();
    if sound.iter().any(|line| amount(line).is_none()) {
        return None;
    }
    Some(sum(sound.into_iter()).map_or(Decimal::ZERO, summable))
}

/// The amounts of lines; none where one is not known, or the sum passes what a decimal holds.
fn sum<'l>(mut lines: impl Iterator<Item = &'l Line>) -> Option<Decimal> {
    lines.try_fold(Decimal::ZERO, |sum, line| sum.checked_add(amount(line)?))
}

/// A value that sums over all documents can take.
fn summable(value: Decimal) -> Decimal {
    if value.abs() <= VALUE_MAX { value.round_dp(VALUE_DECIMALS) } else { Decimal::ZERO }
}

/// A line's amount: as printed, else quantity × price ÷ basis.
pub fn amount(line: &Line) -> Option<Decimal> {
    if line.amount.is_some() {
        return line.amount;
    }
    let product = line.quantity?.checked_mul(line.unit_price?)?;
    match line.price_basis {
        Some(basis) if !basis.is_zero() => product.checked_div(basis),
        _ => Some(product),
    }
}

#[cfg(test)]
mod tests;
