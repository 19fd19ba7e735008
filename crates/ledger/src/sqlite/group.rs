//! The transaction that the jobs of a group share: its time, its events, its statements.
//!
//! A job that the database may refuse runs in a savepoint, so that it harms no other. The events of all jobs of a group
//! are one `event_batch` row. Knows no thread and answers nobody; [`super::writer`] does.

use super::column::{push_place, unreadable};
use super::hot::Hot;
use super::statements::Statements;
use crate::Error;
use crate::log::EventPlace;
use jiff::Timestamp;
use rusqlite::{Connection, Params, Row, params};
use std::collections::HashMap;
use trade::Lane;
use trade::event::Event;

/// After a group was undone, so many jobs run in savepoints of their own.
const CAREFUL_JOBS: u32 = 1_000;

/// So many names are kept in memory.
const NAMES_MAX: usize = 4_096;

/// What outlives a group on the writing connection.
pub struct Kept<'w> {
    /// The connection.
    pub sql: &'w Connection,
    statements: Statements<'w>,
    names: Names,
    /// The canonical bytes of the group's events; the room is used again by the next group.
    events: Vec<u8>,
    /// So many more jobs run in savepoints of their own.
    careful: u32,
    /// What was received and not claimed yet.
    pub hot: Hot,
}

impl<'w> Kept<'w> {
    /// Nothing yet.
    pub fn of(sql: &'w Connection) -> Kept<'w> {
        Kept {
            sql,
            statements: Statements::of(sql),
            names: Names::default(),
            events: Vec::new(),
            careful: 0,
            hot: Hot::default(),
        }
    }

    /// Forgets what a group that was undone may have added.
    pub fn forget(&mut self) {
        self.names = Names::default();
        self.hot.clear();
    }
}

/// Names of sources, clients and outlets, both ways.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, i64>,
    texts: HashMap<i64, String>,
}

impl Names {
    /// Senders name their sources themselves: past a bound the names are read from the table again.
    fn keep(&mut self, number: i64, text: &str) {
        if self.numbers.len() >= NAMES_MAX {
            *self = Names::default();
        }
        self.numbers.insert(text.to_owned(), number);
        self.texts.insert(number, text.to_owned());
    }
}

/// The transaction that the jobs of a group share.
pub struct Group<'c, 'w> {
    /// The connection, inside a transaction.
    pub sql: &'w Connection,
    /// The time of the group.
    pub at: Timestamp,
    /// What outlives the group.
    pub kept: &'c mut Kept<'w>,
    batch: i64,
    events_count: u32,
    /// The number of the next outcome, once it was asked for.
    outcome: Option<i64>,
    /// A job failed that others stand beside: nothing is committed.
    undone: bool,
    /// Which bells to ring after the commit.
    pub rings: Rings,
}

/// A set of lanes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lanes(u8);

impl Lanes {
    /// Adds one.
    pub fn add(&mut self, lane: Lane) {
        self.0 |= 1 << lane as u8;
    }

    /// Adds all, for who does not know which.
    pub fn add_all(&mut self) {
        Lane::ALL.into_iter().for_each(|lane| self.add(lane));
    }

    /// Whether it is one of them.
    pub fn has(self, lane: Lane) -> bool {
        self.0 & (1 << lane as u8) != 0
    }
}

/// Which bells to ring.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rings {
    /// The lanes in which a document was queued.
    pub queued: Lanes,
    /// A release waits.
    pub outbox: bool,
    /// A hold was made or ended.
    pub holds: bool,
}

impl<'c, 'w> Group<'c, 'w> {
    /// Begins the transaction and tells the number of the group's event batch.
    pub fn begin(kept: &'c mut Kept<'w>, at: Timestamp) -> Result<Group<'c, 'w>, Error> {
        kept.statements.execute("BEGIN IMMEDIATE", [])?;
        kept.events.clear();
        let last = kept
            .statements
            .row("SELECT MAX(id) FROM event_batch", [], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
        Ok(Group {
            sql: kept.sql,
            at,
            kept,
            batch: last.flatten().unwrap_or(0) + 1,
            events_count: 0,
            outcome: None,
            undone: false,
            rings: Rings::default(),
        })
    }

    /// Writes the events and commits: from here on the group is durable.
    pub fn commit(mut self) -> Result<(Rings, bool), Error> {
        if self.sql.is_autocommit() {
            return Err(Error::Full);
        }
        if self.undone {
            return Err(Error::Unreadable("another write of the same group failed".into()));
        }
        self.write_events()?;
        self.execute("COMMIT", [])?;
        Ok((self.rings, self.events_count > 0))
    }

    /// The group's time in microseconds.
    pub fn now(&self) -> i64 {
        self.at.as_microsecond()
    }

    /// Where the next event will stand.
    pub fn next_place(&self) -> EventPlace {
        EventPlace { batch: self.batch, index: self.events_count }
    }

    /// The number that the next outcome will have.
    pub fn next_outcome(&mut self) -> Result<i64, Error> {
        if let Some(next) = self.outcome {
            return Ok(next);
        }
        let last: i64 = self
            .row("SELECT MAX(id) FROM outcome", [], |row| Ok(row.get::<_, Option<i64>>(0)?))?
            .flatten()
            .unwrap_or(0);
        self.outcome = Some(last + 1);
        Ok(last + 1)
    }

    /// The outcome with that number is written.
    pub fn outcome_written(&mut self) {
        self.outcome = self.outcome.map(|next| next + 1);
    }

    /// Adds an event to the group's batch and its place to a document's list of places.
    pub fn event(&mut self, event: &Event<'_>, places: &mut Vec<u8>) {
        push_place(places, &self.next_place());
        self.event_placed(event);
    }

    /// Adds an event whose place, the next one, its document knows already.
    pub fn event_placed(&mut self, event: &Event<'_>) {
        event.write_canonical(&mut self.kept.events);
        self.kept.events.push(b'\n');
        self.events_count += 1;
    }

    /// The number of a name of a source, client or outlet; told once.
    pub fn name(&mut self, text: &str) -> Result<i64, Error> {
        if let Some(number) = self.kept.names.numbers.get(text) {
            return Ok(*number);
        }
        self.execute("INSERT OR IGNORE INTO name (text) VALUES (?1)", params![text])?;
        let number = self
            .row("SELECT id FROM name WHERE text = ?1", params![text], |row| Ok(row.get(0)?))?
            .ok_or_else(|| unreadable("a name"))?;
        self.kept.names.keep(number, text);
        Ok(number)
    }

    /// The name that has this number.
    pub fn name_of(&mut self, number: i64) -> Result<String, Error> {
        if let Some(text) = self.kept.names.texts.get(&number) {
            return Ok(text.clone());
        }
        let text: String = self
            .row("SELECT text FROM name WHERE id = ?1", params![number], |row| Ok(row.get(0)?))?
            .ok_or_else(|| unreadable("a name's number"))?;
        self.kept.names.keep(number, &text);
        Ok(text)
    }

    /// Runs a statement that answers no rows; tells how many it changed.
    pub fn execute(&mut self, text: &'static str, values: impl Params) -> Result<usize, Error> {
        self.kept.statements.execute(text, values)
    }

    /// The first row, read, where there is one.
    pub fn row<T>(
        &mut self,
        text: &'static str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.kept.statements.row(text, values, read)
    }

    /// All rows, read.
    pub fn rows<T>(
        &mut self,
        text: &'static str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.kept.statements.rows(text, values, read)
    }

    /// Runs `work` as part of the group: an error undoes the whole group, and for a while each such job is run in a
    /// savepoint, so that one that fails again and again takes no other with it.
    pub fn together<T>(&mut self, work: impl FnOnce(&mut Group) -> Result<T, Error>) -> Result<T, Error> {
        if self.kept.careful > 0 {
            self.kept.careful -= 1;
            return self.apart(work);
        }
        let outcome = work(self);
        if let Err(failure) = &outcome {
            tracing::error!(error = %failure, "ledger.group_undone");
            self.kept.careful = CAREFUL_JOBS;
            self.undone = true;
        }
        outcome
    }

    /// Runs `work` in a savepoint: an error undoes what it wrote, events included.
    pub fn apart<T>(&mut self, work: impl FnOnce(&mut Group) -> Result<T, Error>) -> Result<T, Error> {
        let (events, count, rings) = (self.kept.events.len(), self.events_count, self.rings);
        self.execute("SAVEPOINT job", [])?;
        let outcome = work(self);
        if outcome.is_err() {
            self.execute("ROLLBACK TO job", [])?;
            self.kept.events.truncate(events);
            self.events_count = count;
            self.rings = rings;
            self.kept.forget();
            self.outcome = None;
        }
        self.execute("RELEASE job", [])?;
        outcome
    }

    /// Writes the group's events as one row.
    fn write_events(&mut self) -> Result<(), Error> {
        if self.events_count > 0 {
            self.kept.statements.execute(
                "INSERT INTO event_batch (id, events) VALUES (?1, ?2)",
                params![self.batch, self.kept.events],
            )?;
        }
        Ok(())
    }
}
