//! The properties of notes that have any. Must not know what a property means.

use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::journal::{json, to_json};
use crate::{Result, Write};

pub(super) fn put(write: &Write<'_>, note: i64, properties: &Map<String, Value>) -> Result<()> {
    write
        .prepare_cached("INSERT INTO vault_properties (note_id, properties) VALUES (?1, ?2)")?
        .execute((note, to_json(properties)?))?;
    Ok(())
}

/// A note's row, its path and its properties.
pub type OfNote = (i64, String, Map<String, Value>);

/// The properties of every note that has any.
pub fn all(connection: &Connection, vault: i64) -> Result<Vec<OfNote>> {
    let rows = super::rows(vault);
    let mut statement = connection.prepare_cached(
        "SELECT n.id, n.path, p.properties FROM vault_properties p JOIN vault_notes n ON n.id = p.note_id
         WHERE p.note_id BETWEEN ?1 AND ?2",
    )?;
    let found = statement
        .query_map((rows.start(), rows.end()), |row| Ok((|| Ok((row.get(0)?, row.get(1)?, json(row, 2)?)))()))?;
    found.map(|row| row?).collect()
}
