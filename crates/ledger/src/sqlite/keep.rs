//! Tariff editions, and pages of receipts that their reader has not fetched yet.

use super::column::{day, unreadable};
use super::group::Group;
use crate::Error;
use crate::ledger::StoredEdition;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Keeps an edition; says whether it is new.
pub fn keep_edition(group: &mut Group, edition: &StoredEdition) -> Result<bool, Error> {
    let written = group.execute(
        "INSERT OR IGNORE INTO tariff_edition (scheme, name, legal_from, known_from, sha256, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            edition.scheme,
            edition.name,
            edition.legal_from.to_string(),
            edition.known_from.to_string(),
            edition.sha256,
            edition.content,
        ],
    )?;
    Ok(written == 1)
}

/// All editions, in the order they were imported.
pub fn editions(sql: &Connection) -> Result<Vec<StoredEdition>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT scheme, name, legal_from, known_from, sha256, content FROM tariff_edition ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut editions = Vec::new();
    while let Some(row) = rows.next()? {
        editions.push(StoredEdition {
            scheme: row.get(0)?,
            name: row.get(1)?,
            legal_from: day(row.get(2)?)?.ok_or_else(|| unreadable("an edition's date"))?,
            known_from: day(row.get(3)?)?.ok_or_else(|| unreadable("an edition's date"))?,
            sha256: row.get(4)?,
            content: row.get(5)?,
        });
    }
    Ok(editions)
}

/// Keeps a page of receipts.
pub fn keep_receipts(group: &mut Group, upload: i64, page: i64, body: &[u8]) -> Result<(), Error> {
    group.execute(
        "INSERT OR REPLACE INTO receipt_page (upload, page, body) VALUES (?1, ?2, ?3)",
        params![upload, page, body],
    )?;
    Ok(())
}

/// Takes a page of receipts out.
pub fn take_receipts(group: &mut Group, upload: i64, page: i64) -> Result<Option<Vec<u8>>, Error> {
    let mut statement = group
        .sql
        .prepare_cached("DELETE FROM receipt_page WHERE upload = ?1 AND page = ?2 RETURNING body")?;
    Ok(statement.query_row(params![upload, page], |row| row.get(0)).optional()?)
}

/// At start: pages of uploads that ended with the process before have no reader.
pub fn drop_receipts(sql: &Connection) -> Result<(), Error> {
    sql.execute("DELETE FROM receipt_page", [])?;
    Ok(())
}
