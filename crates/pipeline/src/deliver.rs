//! Releases go to their outlets: the outbox is read in order, the bytes are made, sent, and marked.
//!
//! A release's bytes are a pure function of the stored verdict, so that every attempt sends the same under the
//! same id. What was sent but not marked is sent again; the folder outlet cuts back what it did not mark.

use crate::error::Error;
use crate::settings::FOLDER;
use jiff::tz::TimeZone;
use ledger::Ledger;
use ledger::work::{Delivered, FileMark, HeldLine, Undelivered, release_id};
use outlets::{Folder, Mark};
use rust_decimal::Decimal;
use serde::Serialize;
use std::path::Path;
use trade::release::{EditionName, RelevantDate};
use trade::{Digest, Kind, Record};

/// At most so many releases go with one mark.
const RELEASES_MAX: usize = 1_000;

/// A release without its record, in its fixed order.
#[derive(Serialize)]
struct Head<'a> {
    release_id: String,
    correlation_id: &'a trade::CorrelationId,
    revision: u32,
    supersedes: Option<String>,
    complete: bool,
    client: Option<&'a str>,
    source: &'a str,
    sha256: &'a Digest,
    kind: Kind,
    jurisdiction: Option<&'a str>,
    relevant_date: Option<RelevantDate>,
    edition: Option<EditionName>,
    declared_total: Option<&'a str>,
    released_total: Option<&'a str>,
    currency: Option<&'a str>,
    held_lines: Vec<Held<'a>>,
}

/// A held line as a release tells it.
#[derive(Serialize)]
struct Held<'a> {
    line_id: String,
    line: u32,
    codes: &'a [String],
}

/// A release's bytes, and what goes with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// One line of JSON, without the line feed.
    pub bytes: Vec<u8>,
    /// How many lines go.
    pub lines: u32,
    /// What goes, in the document's currency.
    pub value: Option<Decimal>,
}

/// Makes the bytes of a release.
///
/// # Errors
/// Where the stored record is no record: damage, or our bug.
pub fn make(item: &Undelivered) -> Result<Made, serde_json::Error> {
    let verdict = &item.verdict;
    let complete = verdict.held.is_empty();
    let mut bytes = Vec::with_capacity(verdict.record.len() + 768);
    serde_json::to_writer(&mut bytes, &head(item))?;
    bytes.pop();
    bytes.extend_from_slice(br#","record":"#);
    let lines = if complete {
        bytes.extend_from_slice(verdict.record.as_bytes());
        verdict.lines
    } else {
        let mut record: Record = serde_json::from_str(&verdict.record)?;
        record.line_items.retain(|line| !is_held(&verdict.held, line.line));
        serde_json::to_writer(&mut bytes, &record)?;
        u32::try_from(record.line_items.len()).unwrap_or(u32::MAX)
    };
    bytes.push(b'}');
    let value = verdict.sound.as_deref().and_then(|sound| sound.parse().ok());
    Ok(Made { bytes, lines, value })
}

/// What is told back to the ledger of a release that went.
pub fn gone(item: Undelivered, made: &Made) -> Delivered {
    Delivered {
        standing: item.standing,
        revision: item.revision,
        release: Digest::of(&made.bytes),
        lines: made.lines,
        value: made.value,
    }
}

fn is_held(held: &[HeldLine], line: u32) -> bool {
    held.iter().any(|held| held.line == line)
}

fn head(item: &Undelivered) -> Head<'_> {
    let verdict = &item.verdict;
    Head {
        release_id: release_id(&item.standing.id, item.revision),
        correlation_id: &item.standing.id,
        revision: item.revision,
        supersedes: item.supersedes.map(|revision| release_id(&item.standing.id, revision)),
        complete: verdict.held.is_empty(),
        client: Some(item.client.as_str()).filter(|client| !client.is_empty()),
        source: &item.source,
        sha256: &item.digest,
        kind: verdict.kind,
        jurisdiction: verdict.jurisdiction.as_deref(),
        relevant_date: verdict.relevant_date.map(|date| RelevantDate { date, basis: verdict.basis.clone() }),
        edition: verdict
            .edition
            .as_ref()
            .map(|(scheme, name)| EditionName { scheme: scheme.clone(), name: name.clone() }),
        declared_total: verdict.declared.as_deref(),
        released_total: verdict.sound.as_deref(),
        currency: verdict.currency.as_deref(),
        held_lines: verdict
            .held
            .iter()
            .map(|held| Held {
                line_id: format!("{}.{}", item.standing.id, held.line),
                line: held.line,
                codes: &held.codes,
            })
            .collect(),
    }
}

/// Opens the folder outlet where the ledger's marks say it is good.
///
/// # Errors
/// Where the ledger or the disk refuses.
pub async fn open_folder(ledger: &dyn Ledger, folder: &Path) -> Result<Folder, Error> {
    let marks = ledger.file_marks(FOLDER).await?;
    let marks: Vec<Mark> =
        marks.into_iter().map(|mark| Mark { file: mark.file, length: mark.length }).collect();
    Ok(Folder::open(folder, &marks)?)
}

/// Sends what waits for the folder outlet; tells how many releases went.
///
/// # Errors
/// Where the ledger or the outlet refuses; nothing is marked then, and the next call sends the same again.
pub async fn to_folder(ledger: &dyn Ledger, mut folder: Folder) -> (Folder, Result<usize, Error>) {
    let waiting = match ledger.undelivered(FOLDER, RELEASES_MAX).await {
        Ok(waiting) if waiting.is_empty() => return (folder, Ok(0)),
        Ok(waiting) => waiting,
        Err(failure) => return (folder, Err(failure.into())),
    };
    let day = ledger.now().to_zoned_datetime(TimeZone::UTC).date();
    let written = tokio::task::spawn_blocking(move || {
        let outcome = write(&mut folder, day, waiting);
        (folder, outcome)
    })
    .await;
    let (folder, outcome) = match written {
        Ok(written) => written,
        Err(failure) => std::panic::resume_unwind(failure.into_panic()),
    };
    match outcome {
        Ok((sent, mark)) => {
            let count = sent.len();
            let mark = FileMark { file: mark.file, length: mark.length };
            let marked = ledger.delivered(FOLDER, sent, Some(mark)).await;
            (folder, marked.map(|()| count).map_err(Error::from))
        }
        Err(failure) => (folder, Err(failure)),
    }
}

/// Makes the bytes of all and appends them in one write and one sync.
fn write(
    folder: &mut Folder,
    day: jiff::civil::Date,
    waiting: Vec<Undelivered>,
) -> Result<(Vec<Delivered>, Mark), Error> {
    let mut lines = Vec::with_capacity(waiting.len() * 2_048);
    let mut sent = Vec::with_capacity(waiting.len());
    for item in waiting {
        let made = match make(&item) {
            Ok(made) => made,
            Err(failure) => {
                // The stored record is damaged. The verifier names it; it must not stop the releases behind it.
                tracing::error!(document = %item.standing.id, error = %failure, "deliver.record_unreadable");
                continue;
            }
        };
        lines.extend_from_slice(&made.bytes);
        lines.push(b'\n');
        sent.push(gone(item, &made));
    }
    let mark = folder.append(day, &lines)?;
    Ok((sent, mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::work::{Standing, StoredVerdict};
    use trade::{CorrelationId, State};

    fn item(held: Vec<HeldLine>) -> Undelivered {
        let record =
            r#"{"invoice_number":"A","line_items":[{"line_id":"d.1","line":1},{"line_id":"d.2","line":2}]}"#;
        Undelivered {
            standing: Standing {
                seq: 1,
                id: CorrelationId::parse("d").unwrap(),
                state: State::Released,
                places: Vec::new(),
                others_wait: false,
            },
            revision: 2,
            supersedes: Some(1),
            source: "gateway".into(),
            client: String::new(),
            digest: Digest::of(b""),
            verdict: StoredVerdict {
                kind: Kind::CommercialInvoice,
                record: record.into(),
                held,
                lines: 2,
                declared: Some("10".into()),
                sound: Some("4".into()),
                currency: Some("USD".into()),
                basis: "received".into(),
                relevant_date: Some(jiff::civil::date(2026, 11, 24)),
                edition: Some(("hs6".into(), "HS 2022".into())),
                ..StoredVerdict::default()
            },
        }
    }

    #[test]
    fn a_complete_release_carries_the_record_as_it_stands() {
        let made = make(&item(Vec::new())).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&made.bytes).unwrap();
        assert_eq!((json["complete"].as_bool(), made.lines), (Some(true), 2));
        assert_eq!(json["record"]["line_items"][1]["line_id"], "d.2");
        assert_eq!((json["release_id"].as_str(), json["supersedes"].as_str()), (Some("d.2"), Some("d.1")));
        let release: trade::release::Release = serde_json::from_slice(&made.bytes).unwrap();
        assert_eq!((release.revision, release.relevant_date.basis.as_str()), (2, "received"));
        assert_eq!(release.record.line_items.len(), 2);
    }

    #[test]
    fn a_held_line_stays_behind_and_is_named() {
        let made = make(&item(vec![HeldLine { line: 1, codes: vec!["hs_missing".into()] }])).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&made.bytes).unwrap();
        assert_eq!((json["complete"].as_bool(), made.lines), (Some(false), 1));
        assert_eq!(json["held_lines"][0]["line_id"], "d.1");
        assert_eq!(json["record"]["line_items"].as_array().unwrap().len(), 1);
        assert_eq!(json["record"]["line_items"][0]["line"], 2);
    }
}
