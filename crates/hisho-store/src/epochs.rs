//! Every time the whole database was replaced. Who reads the journal on compares the newest epoch
//! with the one known: another one means that everything is to be read anew.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;

/// The newest epoch's uid; None for a database that never was replaced.
pub fn newest(connection: &Connection) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT uid FROM epochs WHERE id = (SELECT max(id) FROM epochs)")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}
