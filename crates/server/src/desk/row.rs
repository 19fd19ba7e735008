//! Rows of lists of documents.

use super::words::{self, Badge, Moment, SHORT};
use jiff::Timestamp;
use ledger::view::Summary;

/// One document of a list.
#[derive(Debug)]
pub struct Row {
    /// Correlation id.
    pub id: String,
    /// The file's name, where it has one.
    pub name: Option<String>,
    /// What it is, in words.
    pub kind: String,
    /// It is known what it is.
    pub is_told: bool,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Where it is.
    pub badge: Badge,
    /// Why it is there.
    pub code: Option<String>,
    /// What a person can do about that.
    pub advice: Option<&'static str>,
    /// Lines that are not held.
    pub sound: String,
    /// Lines that are held, where any are.
    pub held: Option<String>,
    /// Whether lines were read at all.
    pub has_lines: bool,
    /// What it declares.
    pub total: Option<String>,
    /// The first finding in words.
    pub finding: Option<String>,
    /// When it was received.
    pub received: Moment,
    /// When it last moved.
    pub moved: Moment,
}

impl Row {
    /// A row, seen from `now`.
    pub fn new(document: &Summary, now: Timestamp) -> Row {
        let code = document.code.as_deref();
        Row {
            id: document.id.to_string(),
            name: document.name.as_deref().map(|name| words::visible(name, SHORT)),
            kind: words::title(document.kind.name()),
            is_told: document.kind != trade::Kind::Unknown,
            language: document.language.as_deref().map(|language| words::visible(language, 12)),
            badge: Badge::from(document.state),
            code: code.map(str::to_owned),
            advice: code.and_then(trade::Code::from_name).map(|code| code.row().advice),
            sound: words::count(u64::from(document.lines.saturating_sub(document.quarantined))),
            held: (document.quarantined > 0).then(|| words::count(u64::from(document.quarantined))),
            has_lines: document.lines > 0,
            total: document
                .declared
                .as_deref()
                .map(|total| words::money(total, document.currency.as_deref())),
            finding: document.first_finding.as_deref().map(|text| words::visible(text, 240)),
            received: Moment::new(document.received_at, now),
            moved: Moment::new(document.moved_at, now),
        }
    }
}
