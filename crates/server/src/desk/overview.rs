//! The overview, and the part of it that is made anew whenever something changed.

use super::flow::{self, Station};
use super::live::{Live, Rate, Snapshot};
use super::page::{Frame, Page, Refused, Shown, Waiting};
use super::row::Row;
use super::sums::{self, Sum};
use super::words::{self, Badge, Moment};
use crate::app::App;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::Extension;
use axum::extract::State;
use ledger::hold::Hold;
use std::time::Instant;

/// The whole page.
#[derive(Template)]
#[template(path = "overview.html")]
pub struct Overview {
    frame: Frame,
    now: Now,
    /// The largest file that the door takes, in words.
    bytes_max: String,
}

/// The part that is made anew.
#[derive(Template)]
#[template(path = "now.html")]
pub struct Now {
    at: Moment,
    trouble: Option<String>,
    /// What people have stopped, in words.
    stopped: Vec<String>,
    rate: Option<String>,
    stations: Vec<Station>,
    shares: Vec<Share>,
    sums: Vec<Sum>,
    conserved: bool,
    waiting: Waiting,
    tasks: Tasks,
    log: Log,
    newest: Vec<Row>,
}

/// Its template makes it safe.
impl HtmlSafe for Now {}

/// A state's share of all documents, as a piece of a bar 1,000 units long.
struct Share {
    badge: Badge,
    count: String,
    start: u64,
    length: u64,
    is_empty: bool,
}

/// Open tasks.
struct Tasks {
    open: String,
    oldest: Option<String>,
}

/// The log of events.
struct Log {
    leaves: String,
    unsequenced: u64,
}

/// `GET /`.
///
/// # Errors
/// Where the ledger refuses.
pub async fn page(State(app): State<App>, Extension(live): Extension<Live>) -> Shown<Overview> {
    let snapshot = live.snapshot(&app.engine, Instant::now()).await?;
    let now = Now::new(&snapshot);
    let frame =
        Frame { waiting: Some(Waiting::from(snapshot.as_ref())), ..Frame::bare("Overview", "overview") };
    let bytes_max = words::bytes(app.engine.settings().document_bytes_max as u64);
    Ok(Page(Overview { frame, now, bytes_max }))
}

impl Now {
    /// What a snapshot shows.
    pub fn new(snapshot: &Snapshot) -> Now {
        let counts = &snapshot.counts;
        Now {
            at: Moment::new(snapshot.at, snapshot.at),
            trouble: snapshot.trouble.as_deref().map(|trouble| words::visible(trouble, 400)),
            stopped: snapshot.holds.iter().map(stopped).collect(),
            rate: snapshot.rate.map(in_words),
            stations: flow::stations(snapshot),
            shares: shares(snapshot),
            sums: sums::sums(counts),
            conserved: counts.conserved(),
            waiting: Waiting::from(snapshot),
            tasks: Tasks {
                open: words::count(counts.tasks_open),
                oldest: snapshot.oldest_task.map(|since| words::age(since, snapshot.at)),
            },
            log: Log { leaves: words::count(counts.leaves), unsequenced: counts.batches_unsequenced },
            newest: snapshot.newest.iter().map(|document| Row::new(document, snapshot.at)).collect(),
        }
    }

    /// The part as HTML, without a carriage return, which an event stream cannot carry.
    ///
    /// # Errors
    /// Where rendering fails, which is our bug.
    pub fn html(&self) -> Result<String, Refused> {
        self.render().map(|html| html.replace('\r', "")).map_err(|failure| {
            tracing::error!(error = %failure, "desk.render_failed");
            Refused(crate::problem::Problem::new(trade::Code::Unexpected))
        })
    }
}

/// A hold as a sentence.
fn stopped(hold: &Hold) -> String {
    let held = words::visible(&pipeline::hold::in_words(hold), 1_000);
    format!("{held}. A person ends it with tidewaiter hold off {}.", hold.id)
}

fn in_words(rate: Rate) -> String {
    format!(
        "{:.1} received and {:.1} decided a second, over the last {} s",
        rate.received, rate.decided, rate.seconds
    )
}

/// The bar of all documents. Its pieces join without a gap: each ends where the next begins.
fn shares(snapshot: &Snapshot) -> Vec<Share> {
    let states = &snapshot.counts.states;
    let all: u64 = states.values().sum::<u64>().max(1);
    let mut before = 0;
    let mut shares = Vec::new();
    for state in trade::State::ALL {
        let count = states.get(state.name()).copied().unwrap_or(0);
        let place = |documents: u64| (u128::from(documents) * 1_000 / u128::from(all)) as u64;
        let (start, end) = (place(before), place(before + count));
        before += count;
        shares.push(Share {
            badge: Badge::from(state),
            count: words::count(count),
            start,
            length: end - start,
            is_empty: count == 0,
        });
    }
    shares
}
