//! Which checkbox of the vault a task was made of, so that it is made of it once. Must not know notes.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::{Result, Write, tasks};

/// The checkboxes of a note that have a task outside the trash: what they said, and how many of them
/// said so.
pub fn known(connection: &Connection, vault: i64, path: &str) -> Result<HashMap<String, i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.text, count(*) FROM task_sources s JOIN tasks t ON t.id = s.task_id LEFT JOIN workflows w ON w.id = t.workflow_id
         WHERE s.vault_id = ?1 AND s.path = ?2 AND t.deleted_at IS NULL AND w.deleted_at IS NULL GROUP BY s.text",
    )?;
    let rows = statement.query_map((vault, path), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Keeps of which checkbox a task was made.
pub fn put(write: &Write<'_>, task_uid: &str, vault: i64, path: &str, text: &str) -> Result<()> {
    let id = tasks::row(write, task_uid)?;
    write
        .prepare_cached("INSERT INTO task_sources (task_id, vault_id, path, text) VALUES (?1, ?2, ?3, ?4)")?
        .execute((id, vault, path, text))?;
    Ok(())
}

/// Follows a file, or a folder with all in it, to another path.
pub fn follow(write: &Write<'_>, vault: i64, from: &str, to: &str) -> Result<()> {
    // Paths below a folder begin with it and a slash, which the character behind it follows.
    write
        .prepare_cached(
            "UPDATE task_sources SET path = ?3 || substr(path, length(?2) + 1)
             WHERE vault_id = ?1 AND (path = ?2 OR (path > ?2 || '/' AND path < ?2 || '0'))",
        )?
        .execute((vault, from, to))?;
    Ok(())
}
