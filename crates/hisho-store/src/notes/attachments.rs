//! Files of the vault that are neither notes nor canvas files: what links and embeds can lead to.
//! Must not know what is in them.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::{Result, Write};

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its path in the vault.
    pub path: String,
    /// The name as links compare it.
    pub name_key: String,
    /// Bytes.
    pub size: i64,
    /// Nanoseconds since 1970.
    pub modified_ns: i64,
}

/// Size and time of every one, by path.
pub fn known(connection: &Connection, vault: i64) -> Result<HashMap<String, (i64, i64)>> {
    let mut statement =
        connection.prepare_cached("SELECT path, size, modified_ns FROM vault_attachments WHERE vault_id = ?1")?;
    let rows = statement.query_map([vault], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// As [`known`], of what is at this path or in the folder of this path.
pub fn known_in(connection: &Connection, vault: i64, path: &str) -> Result<Vec<(String, (i64, i64))>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, size, modified_ns FROM vault_attachments WHERE vault_id = ?1 AND path = ?2
         UNION ALL SELECT path, size, modified_ns FROM vault_attachments
         WHERE vault_id = ?1 AND path >= ?2 || '/' AND path < ?2 || '0'",
    )?;
    let rows = statement.query_map((vault, path), |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts one in, or what is new of it.
pub fn put(write: &Write<'_>, vault: i64, file: &Attachment) -> Result<()> {
    if !is_there(write, vault, &file.path)? {
        write.renamed.set(true);
    }
    write
        .prepare_cached(
            "INSERT INTO vault_attachments (vault_id, path, name_key, size, modified_ns) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (vault_id, path) DO UPDATE SET size = excluded.size, modified_ns = excluded.modified_ns",
        )?
        .execute((vault, &file.path, &file.name_key, file.size, file.modified_ns))?;
    Ok(())
}

/// Takes one out.
pub fn remove(write: &Write<'_>, vault: i64, path: &str) -> Result<()> {
    write.renamed.set(true);
    write.prepare_cached("DELETE FROM vault_attachments WHERE vault_id = ?1 AND path = ?2")?.execute((vault, path))?;
    Ok(())
}

/// Those whose path begins so, by path; all for an empty prefix.
pub fn below(connection: &Connection, vault: i64, prefix: &str) -> Result<Vec<Attachment>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, name_key, size, modified_ns FROM vault_attachments
         WHERE vault_id = ?1 AND path >= ?2 AND path < ?2 || char(0x10FFFF) ORDER BY path",
    )?;
    let rows = statement.query_map((vault, prefix), |row| {
        Ok(Attachment { path: row.get(0)?, name_key: row.get(1)?, size: row.get(2)?, modified_ns: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether there is one at this path.
pub fn is_there(connection: &Connection, vault: i64, path: &str) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM vault_attachments WHERE vault_id = ?1 AND path = ?2")?
        .exists((vault, path))?)
}
