//! The writing connection's prepared statements, found by where their text lies in the program.
//!
//! Each text is a constant, so its address stands for it: nothing is hashed but two numbers, and no statement is
//! planned twice. Knows no table.

use crate::Error;
use rusqlite::{Connection, Params, Row, Statement};
use std::collections::HashMap;

/// Statements of one connection, prepared at their first use.
pub struct Statements<'c> {
    connection: &'c Connection,
    prepared: HashMap<(usize, usize), Statement<'c>>,
}

impl<'c> Statements<'c> {
    /// None yet.
    pub fn of(connection: &'c Connection) -> Statements<'c> {
        Statements { connection, prepared: HashMap::new() }
    }

    fn prepared(&mut self, text: &'static str) -> Result<&mut Statement<'c>, Error> {
        let place = (text.as_ptr() as usize, text.len());
        match self.prepared.entry(place) {
            std::collections::hash_map::Entry::Occupied(there) => Ok(there.into_mut()),
            std::collections::hash_map::Entry::Vacant(free) => {
                Ok(free.insert(self.connection.prepare(text)?))
            }
        }
    }

    /// Runs a statement that answers no rows; tells how many it changed.
    pub fn execute(&mut self, text: &'static str, values: impl Params) -> Result<usize, Error> {
        Ok(self.prepared(text)?.execute(values)?)
    }

    /// The first row, read, where there is one.
    pub fn row<T>(
        &mut self,
        text: &'static str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut rows = self.prepared(text)?.query(values)?;
        rows.next()?.map(read).transpose()
    }

    /// All rows, read.
    pub fn rows<T>(
        &mut self,
        text: &'static str,
        values: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut rows = self.prepared(text)?.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_apart_and_a_missing_row_is_none() {
        let connection = Connection::open_in_memory().unwrap();
        let mut statements = Statements::of(&connection);
        statements.execute("CREATE TABLE t (n INTEGER)", []).unwrap();
        for n in 0..3 {
            assert_eq!(statements.execute("INSERT INTO t VALUES (?1)", [n]).unwrap(), 1);
        }
        let read = |row: &Row<'_>| Ok(row.get::<_, i64>(0)?);
        assert_eq!(statements.row("SELECT n FROM t WHERE n > ?1", [1], read).unwrap(), Some(2));
        assert_eq!(statements.row("SELECT n FROM t WHERE n > ?1", [2], read).unwrap(), None);
        assert_eq!(statements.rows("SELECT n FROM t ORDER BY n DESC", [], read).unwrap(), [2, 1, 0]);
        assert_eq!(statements.prepared.len(), 4);
    }
}
