//! One document: why it is where it is, what it says, what was found, what happened, and what a person can do.

use super::fields::{self, Group};
use super::leaves::{self, Leaves};
use super::lines::{self, Grid, Wanted};
use super::live::Live;
use super::page::{self, Frame, Page, Refused, Shown};
use super::receipts::is_done;
use super::row::Row;
use super::story::{Remark, Step};
use super::words::{self, LONG, Moment, SHORT};
use crate::app::App;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State as Shared};
use jiff::Timestamp;
use ledger::decision::Act;
use ledger::log::PlacedEvent;
use ledger::view::Whole;
use ledger::work::StoredVerdict;
use pipeline::explain::{Explanation, explain};
use serde::Deserialize;
use trade::{Finding, Reading, Record, State};

/// Findings shown; the API has all.
const FINDINGS: usize = 200;

/// Events shown, the last ones.
const EVENTS: usize = 200;

/// Which lines.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Page of lines, from 1.
    page: Option<usize>,
    /// Only held lines.
    held: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "document.html")]
pub struct Document {
    frame: Frame,
    /// As lists show it.
    row: Row,
    /// Changes whenever something is new.
    version: String,
    /// It does not move by itself any more.
    is_done: bool,
    explain: Explain,
    facts: Vec<Fact>,
    leaves: Option<Leaves>,
    groups: Vec<Group>,
    fields_left_out: usize,
    grid: Option<Grid>,
    remark_parts: Vec<RemarkPart>,
    remarks_left_out: usize,
    steps: Vec<Step>,
    steps_left_out: usize,
    releases: Vec<Release>,
    decisions: Vec<Decided>,
    exits: Exits,
    parts: bool,
}

/// Findings that are shown together.
struct RemarkPart {
    /// How many of what.
    title: String,
    /// Shown at once; else behind the title.
    is_open: bool,
    remarks: Vec<Remark>,
}

impl RemarkPart {
    /// Those of the whole document, those of lines, which stand beside their lines as well, and notes.
    fn of(remarks: Vec<Remark>) -> Vec<RemarkPart> {
        const FEW: usize = 10;
        let (notes, grave): (Vec<Remark>, Vec<Remark>) =
            remarks.into_iter().partition(|remark| remark.severity == "info");
        let (of_lines, whole): (Vec<Remark>, Vec<Remark>) =
            grave.into_iter().partition(|remark| remark.line.is_some());
        let titled = |what: &str, remarks: Vec<Remark>, is_open: bool| RemarkPart {
            title: format!("{} {what}{}", remarks.len(), if remarks.len() == 1 { "" } else { "s" }),
            is_open,
            remarks,
        };
        let few = of_lines.len() <= FEW;
        let parts = [
            titled("finding", whole, true),
            titled("line finding", of_lines, few),
            titled("note", notes, false),
        ];
        parts.into_iter().filter(|part| !part.remarks.is_empty()).collect()
    }
}

/// Why it is where it is.
struct Explain {
    sentence: String,
    advice: Option<&'static str>,
    moves_at: Option<Moment>,
    moved_by: Option<&'static str>,
}

/// One thing known of the document outside its record.
struct Fact {
    name: &'static str,
    value: String,
    /// The document it leads to.
    link: Option<String>,
}

/// One release in the outbox.
struct Release {
    revision: u32,
    outlet: String,
    state: String,
    sent: Option<Moment>,
}

/// One decision of a person.
struct Decided {
    what: String,
    by: String,
    reason: Option<String>,
}

/// What a person can do with the document as a whole.
struct Exits {
    /// Approve it, as what these codes say.
    approve: Vec<(&'static str, String)>,
    /// Other values that checks offer for fields of the document.
    offers: Vec<Offer>,
    in_review: bool,
    dead_letter: bool,
    /// Values can be corrected, lines settled.
    correct: bool,
}

/// Another value that a check offers.
struct Offer {
    field: String,
    /// Fields that are corrected with it.
    also: String,
    label: String,
    value: String,
}

/// `GET /documents/{id}`.
///
/// # Errors
/// `not_found`.
pub async fn page(
    Shared(app): Shared<App>,
    Extension(live): Extension<Live>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown<Document> {
    let id = page::id(&id)?;
    let ledger = app.engine.ledger();
    let whole = ledger.document(&id).await?.ok_or_else(|| Refused::not_found("No document has this id."))?;
    let events = ledger.events(&id).await?;
    let reading = reading(&app, &whole).await?;
    let name = whole.summary.name.as_deref().unwrap_or(whole.summary.id.as_str());
    let frame = Frame::new(words::visible(name, SHORT), "documents", &app, &live).await?;
    let content = Content::of(whole.verdict.as_ref(), reading);
    let now = ledger.now();
    let explained = explain(&whole, &ledger.holds(0).await?, now);
    Ok(Page(Document::new(frame, &whole, &content, &events, &asked, explained, now)))
}

/// What was read, as it was kept; that of an envelope is derived from its original.
async fn reading(app: &App, whole: &Whole) -> Result<Reading, Refused> {
    let Some(verdict) = &whole.verdict else { return Ok(Reading::default()) };
    if let Some(kept) = &verdict.reading {
        return Ok(serde_json::from_str(kept).unwrap_or_default());
    }
    if !matches!(whole.summary.format.as_str(), "envelope" | "json") {
        return Ok(Reading::default());
    }
    // Damage to the original is the verifier's to name; the page shows what the ledger has.
    let Ok(Some(bytes)) = app.engine.ledger().original(&whole.summary.id).await else {
        return Ok(Reading::default());
    };
    let limits = app.engine.settings().limits.clone();
    let derived = tokio::task::spawn_blocking(move || pipeline::extract::reading_of(&bytes, &limits)).await;
    Ok(derived.unwrap_or_default())
}

impl Document {
    fn new(
        frame: Frame,
        whole: &Whole,
        content: &Content,
        events: &[PlacedEvent],
        asked: &Asked,
        explained: Explanation,
        now: Timestamp,
    ) -> Document {
        let (groups, fields_left_out) = fields::groups(&content.header(), &content.reading.values);
        let wanted = Wanted { page: asked.page.unwrap_or(1), only_held: asked.held.as_deref() == Some("1") };
        let grid = whole.verdict.as_ref().filter(|_| !content.record.line_items.is_empty()).map(|verdict| {
            lines::grid(&content.record, &content.reading, &content.findings, verdict, wanted)
        });
        let steps_left_out = events.len().saturating_sub(EVENTS);
        Document {
            frame,
            row: Row::new(&whole.summary, now),
            version: version(whole, events),
            is_done: is_done(whole),
            explain: Explain {
                sentence: words::visible(&explained.sentence, LONG),
                advice: explained.advice,
                moves_at: explained.moves_at.map(|at| Moment::new(at, now)),
                moved_by: explained.moved_by,
            },
            facts: facts(whole, now),
            leaves: leaves::leaves(&whole.summary.id, &content.record, &content.reading, &content.findings),
            groups,
            fields_left_out,
            grid,
            remark_parts: RemarkPart::of(content.remarks()),
            remarks_left_out: content.findings.len().saturating_sub(FINDINGS),
            steps: events.iter().skip(steps_left_out).filter_map(|event| Step::new(event, now)).collect(),
            steps_left_out,
            releases: releases(whole, now),
            decisions: whole.decisions.iter().map(Decided::new).collect(),
            exits: exits(whole, content),
            parts: whole.summary.kind == trade::Kind::Container,
        }
    }
}

/// Changes whenever something is new about the document; without its time-dependent words.
fn version(whole: &Whole, events: &[PlacedEvent]) -> String {
    let sequenced = events.iter().filter(|event| event.leaf.is_some()).count();
    let sent = whole.releases.iter().filter(|release| release.state == "sent").count();
    format!("{}-{}-{}-{sequenced}-{sent}", whole.summary.state.name(), whole.summary.attempt, events.len())
}

/// What a verdict holds, read back.
struct Content {
    record: Record,
    reading: Reading,
    findings: Vec<Finding>,
}

impl Content {
    /// What this version cannot read is shown as absent; the API hands it out as it is.
    fn of(verdict: Option<&StoredVerdict>, reading: Reading) -> Content {
        let record = verdict.and_then(|verdict| serde_json::from_str(&verdict.record).ok());
        let findings = verdict.and_then(|verdict| serde_json::from_str(&verdict.findings).ok());
        Content { record: record.unwrap_or_default(), reading, findings: findings.unwrap_or_default() }
    }

    /// The record without its lines.
    fn header(&self) -> serde_json::Value {
        let header = Record { line_items: Vec::new(), ..self.record.clone() };
        serde_json::to_value(header).unwrap_or_default()
    }

    /// The findings, the gravest first, each with the way to its line.
    fn remarks(&self) -> Vec<Remark> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.line));
        let place = |line: u32| format!("?page={}#line-{line}", lines::page_of(&self.record, line));
        findings
            .into_iter()
            .take(FINDINGS)
            .map(|finding| Remark::new(finding, finding.line.map(place)))
            .collect()
    }
}

fn exits(whole: &Whole, content: &Content) -> Exits {
    let state = whole.summary.state;
    let mut approve: Vec<(&'static str, String)> = Vec::new();
    for finding in
        content.findings.iter().filter(|finding| finding.holds() && finding.scope != trade::Scope::Line)
    {
        if !approve.iter().any(|(code, _)| *code == finding.code.name()) {
            approve.push((finding.code.name(), words::visible(&finding.message, 240)));
        }
    }
    Exits {
        approve,
        offers: offered(content),
        in_review: state == State::InReview,
        dead_letter: state == State::DeadLetter,
        correct: matches!(state, State::InReview | State::Validated | State::Released)
            && whole.verdict.is_some(),
    }
}

/// What the findings that hold a document offer for its fields.
fn offered(content: &Content) -> Vec<Offer> {
    let holding =
        content.findings.iter().filter(|finding| finding.holds() && finding.scope != trade::Scope::Line);
    let offers = holding.flat_map(|finding| {
        let field = finding.field.as_deref().unwrap_or_default();
        lines::offers(finding).into_iter().map(move |value| Offer {
            field: words::visible(field, 80),
            also: fields::same_place(field, &content.reading.values),
            label: words::visible(&words::path(field), 80),
            value,
        })
    });
    offers.filter(|offer| !offer.field.is_empty()).take(12).collect()
}

fn facts(whole: &Whole, now: Timestamp) -> Vec<Fact> {
    let summary = &whole.summary;
    let verdict = whole.verdict.as_ref();
    let mut facts = Vec::new();
    let mut say = |name, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact { name, value: words::visible(&value, 300), link: None });
        }
    };
    say("Correlation id", Some(summary.id.to_string()));
    say("SHA-256", Some(summary.digest.to_string()));
    say("Format", Some(format!("{}, {}", summary.format, words::bytes(summary.size))));
    say("Language", summary.language.clone());
    say("Source", Some(summary.source.clone()));
    say("Client", Some(summary.client.clone()));
    say("Lane, priority", Some(format!("{}, {}", summary.lane.name(), summary.priority.name())));
    say("Attempts", Some(format!("{}, {} failed", summary.attempt, summary.failures)));
    let received = Moment::new(summary.received_at, now);
    say("Received", Some(format!("{} UTC, {}", received.text, received.ago)));
    say("Jurisdiction", verdict.and_then(|verdict| verdict.jurisdiction.clone()));
    say(
        "Relevant date",
        verdict.and_then(|verdict| {
            Some(format!("{} ({})", verdict.relevant_date?, verdict.basis.replace('_', " ")))
        }),
    );
    say(
        "Tariff edition",
        verdict
            .and_then(|verdict| verdict.edition.as_ref())
            .map(|(scheme, name)| format!("{scheme}, {name}")),
    );
    let part = summary.part.map(|part| format!("part {part}")).unwrap_or_default();
    if let Some(container) = &summary.container {
        facts.push(Fact { name: "Container", value: part, link: Some(container.to_string()) });
    }
    if let Some(other) = &summary.other {
        let value = if summary.state == State::Duplicate { "same bytes as" } else { "sent again after" };
        facts.push(Fact { name: "Other", value: value.to_owned(), link: Some(other.to_string()) });
    }
    facts
}

fn releases(whole: &Whole, now: Timestamp) -> Vec<Release> {
    let release = |release: &ledger::view::ReleaseRow| Release {
        revision: release.revision,
        outlet: words::visible(&release.outlet, 60),
        state: words::title(&release.state),
        sent: release.sent_at.map(|at| Moment::new(at, now)),
    };
    whole.releases.iter().rev().take(50).map(release).collect()
}

impl Decided {
    fn new(decision: &ledger::decision::Decision) -> Decided {
        let line = decision.line.map(|line| format!("line {line}"));
        let place = line.unwrap_or_else(|| "the document".to_owned());
        let field = decision.field.as_deref().map(words::path).unwrap_or_default();
        let what = match (decision.act, &decision.value) {
            (Act::Approve, _) if decision.codes.is_empty() => format!("Accepted {place} as it is"),
            (Act::Approve, _) => format!("Accepted {} of {place}", decision.codes.join(", ")),
            (Act::Correct, Some(value)) => format!("{field} of {place} set to {value}"),
            (Act::Correct, None) => format!("{field} of {place} taken away"),
            (Act::RejectLine, _) => format!("Struck out {place}"),
        };
        Decided {
            what: words::visible(&what, 400),
            by: words::visible(&decision.by, SHORT),
            reason: decision.reason.as_deref().map(|reason| words::visible(reason, 400)),
        }
    }
}
