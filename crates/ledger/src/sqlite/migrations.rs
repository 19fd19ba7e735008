//! Schema versions, forward only: numbered SQL with checksums, each in a transaction of its own.

use crate::Error;
use rusqlite::{Connection, params};
use trade::{Digest, State};

/// The numbered migrations. A file never changes once it has landed.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../sql/0001_journey.sql")),
    (2, include_str!("../sql/0002_leases_by_batch.sql")),
    (3, include_str!("../sql/0003_holds.sql")),
];

/// The CHECK constraint that mirrors the legal moves: a row's last move is one of them, or its birth. For each state
/// moved from, a number has a bit for each state it may become: a list after IN would be built anew, as a table of its
/// own, in every statement that writes a document.
fn moves_check() -> String {
    let mut cases = String::new();
    for from in State::ALL {
        // A document stands in `received` only while nothing has moved it.
        let birth = u32::from(from == State::Received);
        let bits = State::ALL
            .into_iter()
            .filter(|to| from.may_become(*to))
            .fold(birth, |bits, to| bits | 1 << (to as u32));
        cases.push_str(&format!(" WHEN {} THEN {bits}", from as i64));
    }
    format!("((CASE moved_from{cases} ELSE 0 END >> state) & 1) = 1 AND state BETWEEN 0 AND 9")
}

/// The text that is run, and whose checksum is kept.
fn text(sql: &str) -> String {
    sql.replace("/*MOVES*/", &moves_check())
}

/// Brings the database to the newest schema.
pub fn migrate(connection: &mut Connection) -> Result<(), Error> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL)",
    )?;
    let newest = MIGRATIONS.last().map_or(0, |(number, _)| *number);
    let found: i64 =
        connection.query_row("SELECT COALESCE(MAX(number), 0) FROM migration", [], |row| row.get(0))?;
    if found > newest {
        return Err(Error::Newer { found, known: newest });
    }
    for (number, sql) in MIGRATIONS {
        let text = text(sql);
        let sum = Digest::of(text.as_bytes()).to_string();
        let transaction = connection.transaction()?;
        let applied: Option<String> = {
            let mut statement = transaction.prepare("SELECT sha256 FROM migration WHERE number = ?1")?;
            let mut rows = statement.query(params![number])?;
            rows.next()?.map(|row| row.get(0)).transpose()?
        };
        match applied {
            Some(applied) if applied == sum => {}
            Some(_) => return Err(Error::MigrationChanged(*number)),
            None => {
                transaction.execute_batch(&text)?;
                transaction.execute("INSERT INTO migration VALUES (?1, ?2)", params![number, sum])?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        connection
    }

    #[test]
    fn the_check_constraint_mirrors_the_legal_moves_for_every_pair() {
        let connection = fresh();
        for from in State::ALL {
            for to in State::ALL {
                let written = connection.execute(
                    "INSERT INTO document (id, id_short, sha256, sha_short, key_kind, source, client, size, format,
                       lane, priority, kind, received_at, due, state, moved_from, moved_at, events)
                     VALUES ('x', 0, x'', 0, 0, 0, 0, 0, '', 0, 0, '', 0, 0, ?1, ?2, 0, x'')",
                    params![to as i64, from as i64],
                );
                let birth = from == State::Received && to == State::Received;
                assert_eq!(written.is_ok(), from.may_become(to) || birth, "{from} to {to}");
            }
        }
    }

    #[test]
    fn migrating_twice_changes_nothing_and_a_changed_migration_is_refused() {
        let mut connection = fresh();
        migrate(&mut connection).unwrap();
        connection.execute("UPDATE migration SET sha256 = 'x'", []).unwrap();
        assert!(matches!(migrate(&mut connection), Err(Error::MigrationChanged(1))));
    }

    #[test]
    fn a_file_that_has_landed_is_as_it_was() {
        let landed = [
            "2cbee1526b802d758988d9569f0a1e48068d55ff2059ef1a7ddc6eec1500ad9c",
            "d5611ced548f32a3b973a2a50cfbbfab23ccd8f380f83fd1c67a3323bbc4fb3f",
        ];
        for ((number, sql), sum) in MIGRATIONS.iter().zip(landed) {
            assert_eq!(
                Digest::of(sql.as_bytes()).to_string(),
                sum,
                "migration {number} has changed: add another"
            );
        }
    }

    /// A database as the first version left it: one document under a lease, one whose release waits, one sent.
    fn of_the_first_version() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        let first = text(MIGRATIONS[0].1);
        connection.execute_batch(&first).unwrap();
        let sum = Digest::of(first.as_bytes()).to_string();
        connection
            .execute_batch(&format!(
                "CREATE TABLE migration (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL);
                 INSERT INTO migration VALUES (1, '{sum}');"
            ))
            .unwrap();
        for (seq, state, from, token) in [(1, 2, 1, Some(9)), (2, 5, 2, None), (3, 6, 5, None)] {
            connection
                .execute(
                    "INSERT INTO document (seq, id, id_short, sha256, sha_short, key_kind, source, client, size, format,
                       lane, priority, kind, received_at, due, state, moved_from, moved_at, token, lease_until, events)
                     VALUES (?1, 'x', 0, x'', 0, 0, 0, 0, 0, '', 0, 0, '', 0, 0, ?2, ?3, 0, ?4, ?4, x'')",
                    params![seq, state, from, token],
                )
                .unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO outbox (seq, revision, outlet, outcome, state, sent_at, sha256)
                 VALUES (2, 1, 1, 7, 0, NULL, NULL), (3, 1, 1, 8, 1, 55, x'00')",
            )
            .unwrap();
        connection
    }

    #[test]
    fn a_database_of_the_first_version_keeps_its_documents_and_releases() {
        let mut connection = of_the_first_version();
        migrate(&mut connection).unwrap();
        let documents: Vec<(i64, i64, Option<i64>)> = connection
            .prepare("SELECT seq, state, token FROM document ORDER BY seq")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        // The lease of a worker that is gone is over: its document is queued again.
        assert_eq!(documents, [(1, 1, None), (2, 5, None), (3, 6, None)]);
        let releases: Vec<(i64, i64, i64, Option<i64>)> = connection
            .prepare("SELECT seq, outcome, state, sent_at FROM outbox ORDER BY seq")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(releases, [(2, 7, 0, None), (3, 8, 1, Some(55))]);
        let shape = |connection: &Connection| -> Vec<String> {
            connection
                .prepare("SELECT name FROM sqlite_schema ORDER BY name")
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap()
        };
        assert_eq!(shape(&connection), shape(&fresh()));
    }

    #[test]
    fn a_folder_of_a_later_version_is_refused() {
        let mut connection = fresh();
        connection.execute("INSERT INTO migration VALUES (99, 'x')", []).unwrap();
        assert!(matches!(migrate(&mut connection), Err(Error::Newer { found: 99, .. })));
    }
}
