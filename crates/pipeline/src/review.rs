//! What people decide: review, quarantine, dead letters. Every task and every dead letter has an exit here.
//!
//! A document that waits for a person goes back to the queue with the decisions, and is read and checked anew; one
//! whose sound lines are out stays where it is and gets a new revision. Decisions are kept and applied in order.

use crate::engine::Engine;
use crate::error::Error;
use crate::hand_off::Ended;
use crate::{journey, settle, validate};
use ledger::decision::{Act, Ask, Asked, Decision};
use ledger::view::Whole;
use ledger::work::{Claimed, Token, Verdict};
use trade::event::What;
use trade::{Code, CorrelationId, Finding, Record, State};

/// Who decides and why.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The person, as far as known.
    pub by: String,
    /// In their words.
    pub reason: Option<String>,
}

/// What a decision came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It is done.
    Done,
    /// No such document.
    Unknown,
    /// The document is in a state that does not allow it.
    NotFrom(State),
    /// Somebody else decided at the same time; look again.
    Changed,
    /// The value cannot be taken.
    Invalid(String),
    /// It would not help: what is still wrong.
    StillHeld(Vec<String>),
}

impl From<Asked> for Decided {
    fn from(asked: Asked) -> Decided {
        match asked {
            Asked::Done => Decided::Done,
            Asked::Unknown => Decided::Unknown,
            Asked::NotFrom(state) => Decided::NotFrom(state),
            Asked::Changed => Decided::Changed,
        }
    }
}

/// Accepts what holds a document in review, as it is.
///
/// # Errors
/// Where the ledger refuses.
pub async fn approve(
    engine: &Engine,
    id: &CorrelationId,
    codes: Vec<String>,
    actor: &Actor,
) -> Result<Decided, Error> {
    let decision = decision(Act::Approve, None, codes, actor);
    decide(engine, id, vec![decision], What::Approved, actor).await
}

/// Gives fields other values: of the document, or of lines.
///
/// # Errors
/// Where the ledger refuses.
pub async fn correct(
    engine: &Engine,
    id: &CorrelationId,
    corrections: Vec<(Option<u32>, String, Option<String>)>,
    actor: &Actor,
) -> Result<Decided, Error> {
    let decisions: Vec<Decision> = corrections
        .into_iter()
        .map(|(line, field, value)| Decision {
            field: Some(field),
            value,
            ..decision(Act::Correct, line, Vec::new(), actor)
        })
        .collect();
    decide(engine, id, decisions, What::Corrected, actor).await
}

/// Accepts what holds a line, as it is.
///
/// # Errors
/// Where the ledger refuses.
pub async fn approve_line(
    engine: &Engine,
    id: &CorrelationId,
    line: u32,
    actor: &Actor,
) -> Result<Decided, Error> {
    let decision = decision(Act::Approve, Some(line), Vec::new(), actor);
    decide(engine, id, vec![decision], What::Approved, actor).await
}

/// Strikes a line out.
///
/// # Errors
/// Where the ledger refuses.
pub async fn reject_line(
    engine: &Engine,
    id: &CorrelationId,
    line: u32,
    actor: &Actor,
) -> Result<Decided, Error> {
    let decision = decision(Act::RejectLine, Some(line), Vec::new(), actor);
    decide(engine, id, vec![decision], What::Corrected, actor).await
}

/// Says no to a whole document that waits for a person.
///
/// # Errors
/// Where the ledger refuses.
pub async fn reject(
    engine: &Engine,
    id: &CorrelationId,
    from: &'static [State],
    actor: &Actor,
) -> Result<Decided, Error> {
    ask(engine, id, from, State::Rejected, What::Rejected, Vec::new(), actor).await
}

/// Queues a dead letter again, its failures forgotten.
///
/// # Errors
/// Where the ledger refuses.
pub async fn replay(engine: &Engine, id: &CorrelationId, actor: &Actor) -> Result<Decided, Error> {
    ask(engine, id, &[State::DeadLetter], State::Queued, What::Replayed, Vec::new(), actor).await
}

fn decision(act: Act, line: Option<u32>, codes: Vec<String>, actor: &Actor) -> Decision {
    Decision {
        act,
        line,
        field: None,
        value: None,
        codes,
        by: actor.by.clone(),
        reason: actor.reason.clone(),
    }
}

/// Keeps decisions: with a move back to the queue, or as a new revision.
async fn decide(
    engine: &Engine,
    id: &CorrelationId,
    decisions: Vec<Decision>,
    what: What,
    actor: &Actor,
) -> Result<Decided, Error> {
    let Some(document) = engine.ledger().document(id).await? else { return Ok(Decided::Unknown) };
    if let Err(why) = try_on(engine, &document, &decisions) {
        return Ok(Decided::Invalid(why));
    }
    match document.summary.state {
        State::InReview => ask(engine, id, &[State::InReview], State::Queued, what, decisions, actor).await,
        State::Validated | State::Released => revise(engine, &document, decisions, actor).await,
        other => Ok(Decided::NotFrom(other)),
    }
}

/// Tries decisions on the record as it stands. A value that is typed must be one: what the checks hold it for is told to
/// whoever typed it, not to the next one who looks.
fn try_on(engine: &Engine, document: &Whole, decisions: &[Decision]) -> Result<(), String> {
    let verdict = document.verdict.as_ref().ok_or("the document has no record yet")?;
    let mut record: Record = serde_json::from_str(&verdict.record).map_err(|failure| failure.to_string())?;
    for decision in decisions {
        match decision.act {
            Act::Correct => {
                let before = held_for(engine, document, &record, decision);
                settle::apply(&mut record, decision)?;
                let after = held_for(engine, document, &record, decision);
                if let Some(why) = after.into_iter().find(|why| !before.contains(why)) {
                    return Err(why);
                }
            }
            Act::Approve if decision.line.is_none() && only_unlisted(document, &decision.codes) => {
                return Err(
                    "it has more faults than are listed, which nobody can accept unseen: settle those \
                            that are listed, or reject it"
                        .to_owned(),
                );
            }
            Act::Approve | Act::RejectLine => {
                if let Some(line) = decision.line
                    && !record.line_items.iter().any(|item| item.line == line)
                {
                    return Err(format!("the document has no line {line}"));
                }
            }
        }
    }
    Ok(())
}

/// What the checks hold the field of a decision for.
fn held_for(engine: &Engine, document: &Whole, record: &Record, decision: &Decision) -> Vec<String> {
    let summary = &document.summary;
    let kind = Some(summary.kind);
    let (_, findings) =
        validate::record(engine, record.clone(), kind, summary.jurisdiction.as_deref(), summary.as_of);
    let is_of_it = |finding: &&Finding| {
        finding.holds()
            && finding.line == decision.line
            && finding.field.as_deref() == decision.field.as_deref()
    };
    findings.iter().filter(is_of_it).map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
}

/// An approval of these codes (all, where none is named) would settle nothing but faults that nobody sees.
fn only_unlisted(document: &Whole, codes: &[String]) -> bool {
    let unlisted = Code::FindingsExceeded.name();
    document.summary.code.as_deref() == Some(unlisted) && codes.iter().all(|code| code == unlisted)
}

async fn ask(
    engine: &Engine,
    id: &CorrelationId,
    from: &'static [State],
    to: State,
    what: What,
    decisions: Vec<Decision>,
    actor: &Actor,
) -> Result<Decided, Error> {
    let ask = Ask {
        id: id.clone(),
        from,
        to,
        what,
        decisions,
        by: actor.by.clone(),
        reason: actor.reason.clone(),
        resets_failures: to == State::Queued,
    };
    Ok(engine.ledger().ask(ask).await?.into())
}

/// Settles lines of a document whose sound lines are out, or on their way: a new revision, no move.
async fn revise(
    engine: &Engine,
    document: &Whole,
    decisions: Vec<Decision>,
    actor: &Actor,
) -> Result<Decided, Error> {
    let id = &document.summary.id;
    let Some(bytes) = engine.ledger().original(id).await? else { return Ok(Decided::Unknown) };
    let mut all = document.decisions.clone();
    all.extend(decisions.iter().cloned());
    let claimed = as_claimed(document, all);
    let engine_too = engine.clone();
    let work = move || journey::attempt(&claimed, &bytes, engine_too.tools(&engine_too.tariffs()));
    let ended =
        tokio::task::spawn_blocking(work).await.map_err(|failure| Error::Ended(failure.to_string()))?;
    let verdict = match ended {
        Ok(Ended::Decided(judged)) if judged.to == State::Validated => judged.verdict,
        Ok(Ended::Decided(judged)) => return Ok(Decided::StillHeld(codes_of(&judged.verdict, judged.code))),
        Ok(Ended::Unreadable(code, _)) | Err(code) => {
            return Ok(Decided::StillHeld(vec![code.name().to_owned()]));
        }
        Ok(Ended::Container(_)) => return Ok(Decided::Invalid("a container has no lines".into())),
    };
    if let Some(still) = unhelped(&decisions, &verdict) {
        return Ok(Decided::StillHeld(still));
    }
    let asked = engine.ledger().revise(id, document.revision, decisions, verdict, &actor.by).await?;
    Ok(asked.into())
}

/// The codes that still hold a line which the decisions meant to settle.
fn unhelped(decisions: &[Decision], verdict: &Verdict) -> Option<Vec<String>> {
    let lines: Vec<u32> = decisions.iter().filter_map(|decision| decision.line).collect();
    verdict.quarantined.iter().find(|held| lines.contains(&held.line)).map(|held| held.codes.clone())
}

fn codes_of(verdict: &Verdict, code: Option<Code>) -> Vec<String> {
    let of_lines = verdict.quarantined.iter().flat_map(|held| held.codes.iter().cloned());
    code.into_iter().map(|code| code.name().to_owned()).chain(of_lines).collect()
}

/// The document as an attempt sees it, without a lease: nothing is committed under it.
fn as_claimed(document: &Whole, decisions: Vec<Decision>) -> Claimed {
    let summary = &document.summary;
    Claimed {
        seq: summary.seq,
        id: summary.id.clone(),
        token: Token(0),
        attempt: summary.attempt,
        failures: summary.failures,
        alone: false,
        deaths: 0,
        digest: summary.digest,
        bytes: None,
        size: summary.size,
        name: summary.name.clone(),
        format: summary.format.clone(),
        kind: document.routing.kind.unwrap_or_default(),
        source: summary.source.clone(),
        client: summary.client.clone(),
        jurisdiction: summary.jurisdiction.clone(),
        as_of: summary.as_of,
        received_at: summary.received_at,
        is_part: summary.container.is_some(),
        decisions,
        revision: document.revision,
        routed_outlets: document.routing.outlets.clone(),
        places: Vec::new(),
    }
}
