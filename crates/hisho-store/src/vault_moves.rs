//! Moves in a vault that are under way, so that a crash leaves none half done. Must not know files
//! or links.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::journal::{json, to_json};
use crate::{Result, Write};

/// A move of a file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultMove {
    /// Its row.
    pub id: i64,
    /// Where it lay, as a path in the vault.
    pub from: String,
    /// Where it goes.
    pub to: String,
    /// The notes whose links change.
    pub notes: Vec<Relinked>,
}

/// A note whose links change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relinked {
    /// Where it lay before the move.
    pub path: String,
    /// BLAKE3 of it with its links changed.
    pub hash: [u8; 32],
}

/// Notes down that a move begins; gives its row.
pub fn begin(write: &Write<'_>, vault: i64, from: &str, to: &str, notes: &[Relinked]) -> Result<i64> {
    write
        .prepare_cached("INSERT INTO vault_moves (vault_id, from_path, to_path, notes) VALUES (?1, ?2, ?3, ?4)")?
        .execute((vault, from, to, to_json(&notes)?))?;
    Ok(write.last_insert_rowid())
}

/// A move is done, or was not begun.
pub fn end(write: &Write<'_>, id: i64) -> Result<()> {
    write.prepare_cached("DELETE FROM vault_moves WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// The moves of a vault that did not end, the oldest first.
pub fn unfinished(connection: &Connection, vault: i64) -> Result<Vec<VaultMove>> {
    let mut statement = connection
        .prepare_cached("SELECT id, from_path, to_path, notes FROM vault_moves WHERE vault_id = ?1 ORDER BY id")?;
    let rows = statement.query_map([vault], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, json(row, 3))))?;
    rows.map(|row| {
        let (id, from, to, notes) = row?;
        Ok(VaultMove { id, from, to, notes: notes? })
    })
    .collect()
}
