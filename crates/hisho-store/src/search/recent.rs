//! What was searched for last. It is neither journalled nor undone: nobody would miss it.
//! Must not know what a query means.

use rusqlite::Connection;

use crate::{Result, Write};

/// So many are kept.
pub const MOST: usize = 20;

/// The latest first.
pub fn list(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT query FROM recent_searches ORDER BY turn DESC")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Makes a query the latest one.
pub fn remember(write: &Write<'_>, query: &str) -> Result<()> {
    write
        .prepare_cached(
            "INSERT INTO recent_searches (query, turn) SELECT ?1, coalesce(max(turn), 0) + 1 FROM recent_searches WHERE true
             ON CONFLICT (query) DO UPDATE SET turn = excluded.turn",
        )?
        .execute([query])?;
    write
        .prepare_cached(
            "DELETE FROM recent_searches WHERE turn <= (SELECT turn FROM recent_searches ORDER BY turn DESC LIMIT 1 OFFSET ?1)",
        )?
        .execute([MOST as i64])?;
    Ok(())
}

/// Forgets one query, or all.
pub fn forget(write: &Write<'_>, query: Option<&str>) -> Result<()> {
    write.prepare_cached("DELETE FROM recent_searches WHERE ?1 IS NULL OR query = ?1")?.execute([query])?;
    Ok(())
}
