//! The index of the vault's notes. It can be rebuilt from the files at any time, so it is not
//! journalled. Must not know files or Markdown.

use std::collections::HashMap;

use hisho_domain::note::{NotePage, NoteSummary};
use hisho_domain::search::HitKind;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, to_json};
use crate::search::Tokens;
use crate::{Result, Write, search, time};

/// What the index knows of a file without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Bytes.
    pub size: i64,
    /// Nanoseconds since 1970.
    pub modified_ns: i64,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
}

/// A note as it goes into the index.
#[derive(Debug, Clone)]
pub struct Indexed {
    /// Its path in the vault.
    pub path: String,
    /// The file's name without its ending.
    pub title: String,
    /// What is known of the file.
    pub known: Known,
    /// Without `#`.
    pub tags: Vec<String>,
    /// Its property `uid`.
    pub uid: Option<String>,
    /// Its text for the search.
    pub tokens: Tokens,
}

/// In which order notes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By path.
    Path,
    /// The latest changed first.
    Recent,
}

/// What the index knows of every file.
pub fn known(connection: &Connection, vault: i64) -> Result<HashMap<String, Known>> {
    let mut statement =
        connection.prepare_cached("SELECT path, size, modified_ns, hash FROM vault_notes WHERE vault_id = ?1")?;
    let rows = statement.query_map([vault], |row| {
        Ok((row.get(0)?, Known { size: row.get(1)?, modified_ns: row.get(2)?, hash: row.get(3)? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts a note in, or replaces what is there under its path.
pub fn put(write: &Write<'_>, vault: i64, note: &Indexed) -> Result<()> {
    let folder = note.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    write
        .prepare_cached(
            "INSERT INTO vault_notes (vault_id, path, title, folder, size, modified_ns, hash, tags, uid)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (vault_id, path) DO UPDATE SET title = excluded.title, folder = excluded.folder, size = excluded.size,
               modified_ns = excluded.modified_ns, hash = excluded.hash, tags = excluded.tags, uid = excluded.uid",
        )?
        .execute((
            vault,
            &note.path,
            &note.title,
            folder,
            note.known.size,
            note.known.modified_ns,
            note.known.hash,
            to_json(&note.tags)?,
            &note.uid,
        ))?;
    search::put_tokens(write, HitKind::Note, &note.path, &note.tokens)
}

/// Remembers a file's new time where its bytes are the same.
pub fn touch(write: &Write<'_>, vault: i64, path: &str, modified_ns: i64) -> Result<()> {
    write.prepare_cached("UPDATE vault_notes SET modified_ns = ?3 WHERE vault_id = ?1 AND path = ?2")?.execute((
        vault,
        path,
        modified_ns,
    ))?;
    Ok(())
}

/// Takes a note out.
pub fn remove(write: &Write<'_>, vault: i64, path: &str) -> Result<()> {
    write.prepare_cached("DELETE FROM vault_notes WHERE vault_id = ?1 AND path = ?2")?.execute((vault, path))?;
    search::remove(write, HitKind::Note, path)
}

/// How many notes there are.
pub fn count(connection: &Connection, vault: i64) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM vault_notes WHERE vault_id = ?1")?
        .query_row([vault], |row| row.get(0))?)
}

/// A page of notes.
pub fn page(connection: &Connection, vault: i64, order: Order, offset: i64, limit: i64) -> Result<NotePage> {
    let order = match order {
        Order::Path => "path",
        Order::Recent => "modified_ns DESC, path",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT path, title, folder, size, modified_ns, tags FROM vault_notes WHERE vault_id = ?1 ORDER BY {order} LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = statement.query_map((vault, limit, offset), |row| Ok(summary(row)))?;
    Ok(NotePage { total: count(connection, vault)?, notes: rows.map(|row| row?).collect::<Result<_>>()? })
}

/// One note of the index.
pub fn get(connection: &Connection, vault: i64, path: &str) -> Result<Option<NoteSummary>> {
    connection
        .prepare_cached(
            "SELECT path, title, folder, size, modified_ns, tags FROM vault_notes WHERE vault_id = ?1 AND path = ?2",
        )?
        .query_row((vault, path), |row| Ok(summary(row)))
        .optional()?
        .transpose()
}

/// The hash the index has of a note.
pub fn hash(connection: &Connection, vault: i64, path: &str) -> Result<Option<[u8; 32]>> {
    Ok(connection
        .prepare_cached("SELECT hash FROM vault_notes WHERE vault_id = ?1 AND path = ?2")?
        .query_row((vault, path), |row| row.get(0))
        .optional()?)
}

/// Where the notes with this property `uid` lie; more than one when it was copied.
pub fn paths_of_uid(connection: &Connection, vault: i64, uid: &str) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare_cached("SELECT path FROM vault_notes WHERE vault_id = ?1 AND uid = ?2 ORDER BY path")?;
    Ok(statement.query_map((vault, uid), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Every path.
pub fn paths(connection: &Connection, vault: i64) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT path FROM vault_notes WHERE vault_id = ?1 ORDER BY path")?;
    Ok(statement.query_map([vault], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

fn summary(row: &Row<'_>) -> Result<NoteSummary> {
    Ok(NoteSummary {
        path: row.get(0)?,
        title: row.get(1)?,
        folder: row.get(2)?,
        size: row.get(3)?,
        modified_at: time::instant_of_nanos(row.get(4)?),
        tags: json(row, 5)?,
    })
}
