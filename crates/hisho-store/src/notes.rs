//! The index of a vault's notes and canvas files; what they link to, their tasks and properties,
//! and the other files lie in the modules below. It can be rebuilt from the files at any time, so
//! it is not journalled. Must not know files or Markdown.

pub mod attachments;
pub mod links;
mod properties;
pub mod tasks;

use std::collections::HashMap;

use hisho_domain::note::{NoteKind, NotePage, NoteSummary};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Map, Value};

use crate::journal::{json, to_json, word};
use crate::search::{self, Tokens};
use crate::{Result, Write, time};

/// Rows of `search_index` from here on are notes, those below are records.
pub const FIRST_NOTE: i64 = 1 << 32;

/// The rows of a vault's notes, in `vault_notes` as in `search_index`.
pub fn rows(vault: i64) -> std::ops::RangeInclusive<i64> {
    (vault << 32) + 1..=(vault << 32) + u32::MAX as i64
}

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

/// A note or canvas as it goes into the index, but for its full text.
#[derive(Debug, Clone)]
pub struct Indexed {
    /// Note or canvas.
    pub kind: NoteKind,
    /// Its path in the vault.
    pub path: String,
    /// The file's name without its ending.
    pub title: String,
    /// The name as links compare it.
    pub name_key: String,
    /// What is known of the file.
    pub known: Known,
    /// Without `#`.
    pub tags: Vec<String>,
    /// What else it is called.
    pub aliases: Vec<String>,
    /// Its property `uid`.
    pub uid: Option<String>,
    /// Its properties, where there are any that can be read.
    pub properties: Option<Map<String, Value>>,
    /// What it links to.
    pub links: links::Written,
    /// Its checkboxes.
    pub tasks: Vec<tasks::Checkbox>,
}

/// In which order notes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By path.
    Path,
    /// The latest changed first.
    Recent,
}

/// What can be switched to by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its path in the vault.
    pub path: String,
    /// Its file's name without its ending.
    pub title: String,
    /// What else it is called.
    pub aliases: Vec<String>,
    /// Note or canvas.
    pub kind: NoteKind,
    /// Nanoseconds since 1970.
    pub modified_ns: i64,
}

/// Which states of the index these are, of all vaults together. What was worked out from the index
/// holds as long as the number stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generation {
    /// Moves when files come, go, or are called otherwise.
    pub names: i64,
    /// Moves when any file links to something else.
    pub links: i64,
}

/// The states of the index now.
pub fn generation(connection: &Connection) -> Result<Generation> {
    let mut statement = connection.prepare_cached("SELECT next FROM counters WHERE name = ?1")?;
    let mut of =
        |name: &str| -> Result<i64> { Ok(statement.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0)) };
    Ok(Generation { names: of(NAMES)?, links: of(LINKS)? })
}

const NAMES: &str = "vault_names";
const LINKS: &str = "vault_links";

/// Goes on to the next [`Generation`] where the transaction changed something.
pub(crate) fn advance(write: &Write<'_>) -> Result<()> {
    for (name, moved) in [(NAMES, &write.renamed), (LINKS, &write.relinked)] {
        if moved.get() {
            write
                .prepare_cached(
                    "INSERT INTO counters (name, next) VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET next = next + 1",
                )?
                .execute([name])?;
        }
    }
    Ok(())
}

/// What the index knows of every file.
pub fn known(connection: &Connection, vault: i64) -> Result<HashMap<String, Known>> {
    // By rows, which lie in their order: an index would only say where they are.
    let rows = rows(vault);
    let mut statement = connection
        .prepare_cached("SELECT path, size, modified_ns, hash FROM vault_notes WHERE id BETWEEN ?1 AND ?2")?;
    let rows = statement.query_map((rows.start(), rows.end()), |row| {
        Ok((row.get(0)?, Known { size: row.get(1)?, modified_ns: row.get(2)?, hash: row.get(3)? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// As [`known`], of what is at this path or in the folder of this path.
pub fn known_in(connection: &Connection, vault: i64, path: &str) -> Result<Vec<(String, Known)>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, size, modified_ns, hash FROM vault_notes WHERE vault_id = ?1 AND path = ?2
         UNION ALL SELECT path, size, modified_ns, hash FROM vault_notes
         WHERE vault_id = ?1 AND path >= ?2 || '/' AND path < ?2 || '0'",
    )?;
    let rows = statement.query_map((vault, path), |row| {
        Ok((row.get(0)?, Known { size: row.get(1)?, modified_ns: row.get(2)?, hash: row.get(3)? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// As [`known`], of one file.
pub fn known_at(connection: &Connection, vault: i64, path: &str) -> Result<Option<Known>> {
    Ok(connection
        .prepare_cached("SELECT size, modified_ns, hash FROM vault_notes WHERE vault_id = ?1 AND path = ?2")?
        .query_row((vault, path), |row| Ok(Known { size: row.get(0)?, modified_ns: row.get(1)?, hash: row.get(2)? }))
        .optional()?)
}

/// Puts a note in, or replaces what is there under its path; gives its row. What the full text had
/// of it before is taken out: that is put in by [`put_text`], at once or later.
pub fn put(write: &Write<'_>, vault: i64, note: &Indexed) -> Result<i64> {
    let before: Option<(i64, String)> = write
        .prepare_cached("SELECT id, aliases FROM vault_notes WHERE vault_id = ?1 AND path = ?2")?
        .query_row((vault, &note.path), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let aliases = to_json(&note.aliases)?;
    if before.as_ref().is_none_or(|(_, before)| *before != aliases) {
        write.renamed.set(true);
    }
    let before = before.map(|(id, _)| id);
    let linked = before.map(|id| links::kept(write, id)).transpose()?.flatten();
    if let Some(id) = before {
        forget_parts(write, id)?;
        search::take_out(write, id)?;
    }
    let folder = note.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let id: i64 = match before {
        Some(id) => id,
        None => {
            let rows = rows(vault);
            let last: Option<i64> = write
                .prepare_cached("SELECT max(id) FROM vault_notes WHERE id BETWEEN ?1 AND ?2")?
                .query_row((rows.start(), rows.end()), |row| row.get(0))?;
            last.map_or(*rows.start(), |last| last + 1)
        }
    };
    write
        .prepare_cached(
            "INSERT INTO vault_notes (id, vault_id, kind, path, title, folder, name_key, size, modified_ns, hash, tags,
               aliases, uid)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, folder = excluded.folder,
               name_key = excluded.name_key, size = excluded.size, modified_ns = excluded.modified_ns,
               hash = excluded.hash, tags = excluded.tags, aliases = excluded.aliases, uid = excluded.uid",
        )?
        .execute((
            id,
            vault,
            note.kind.as_str(),
            &note.path,
            &note.title,
            folder,
            &note.name_key,
            note.known.size,
            note.known.modified_ns,
            note.known.hash,
            to_json(&note.tags)?,
            aliases,
            &note.uid,
        ))?;
    links::put(write, id, &note.links)?;
    if if before.is_some() { links::kept(write, id)? != linked } else { !note.links.is_empty() } {
        write.relinked.set(true);
    }
    tasks::put(write, id, &note.tasks)?;
    if let Some(of_note) = note.properties.as_ref().filter(|properties| !properties.is_empty()) {
        properties::put(write, id, of_note)?;
    }
    Ok(id)
}

/// What a note's row refers to, taken out before it is written anew.
fn forget_parts(write: &Write<'_>, id: i64) -> Result<()> {
    for sql in [
        "DELETE FROM vault_links WHERE note_id = ?1",
        "DELETE FROM vault_properties WHERE note_id = ?1",
        "DELETE FROM vault_tasks WHERE note_id = ?1",
    ] {
        write.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}

/// Puts the full text of the note in this row in.
pub fn put_text(write: &Write<'_>, id: i64, tokens: &Tokens) -> Result<()> {
    search::put_in(write, id, tokens)
}

/// A note whose full text is still to be put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Textless {
    /// Its row.
    pub id: i64,
    /// Note or canvas.
    pub kind: NoteKind,
    /// Its path in the vault.
    pub path: String,
    /// Of the bytes whose text is meant.
    pub hash: [u8; 32],
}

/// Notes whose full text is still to be put in, by row.
pub fn without_text(connection: &Connection, vault: i64) -> Result<Vec<Textless>> {
    let rows = rows(vault);
    let mut statement = connection.prepare_cached(
        "SELECT n.id, n.kind, n.path, n.hash FROM vault_notes n WHERE n.id BETWEEN ?1 AND ?2
         AND NOT EXISTS (SELECT 1 FROM search_index_docsize d WHERE d.id = n.id) ORDER BY n.id",
    )?;
    let found = statement.query_map((rows.start(), rows.end()), |row| {
        Ok((|| {
            let kind = word(row, 1, NoteKind::parse)?;
            Ok(Textless { id: row.get(0)?, kind, path: row.get(2)?, hash: row.get(3)? })
        })())
    })?;
    found.map(|row| row?).collect()
}

/// How many notes have their full text in.
pub fn count_texts(connection: &Connection, vault: i64) -> Result<i64> {
    let rows = rows(vault);
    Ok(connection
        .prepare_cached("SELECT count(*) FROM search_index_docsize WHERE id BETWEEN ?1 AND ?2")?
        .query_row((rows.start(), rows.end()), |row| row.get(0))?)
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

/// Takes a note out, with all the index knows of it.
pub fn remove(write: &Write<'_>, vault: i64, path: &str) -> Result<()> {
    write.renamed.set(true);
    write.relinked.set(true);
    let id: Option<i64> = write
        .prepare_cached("DELETE FROM vault_notes WHERE vault_id = ?1 AND path = ?2 RETURNING id")?
        .query_row((vault, path), |row| row.get(0))
        .optional()?;
    id.map_or(Ok(()), |id| search::take_out(write, id))
}

/// How many notes there are, canvas files aside.
pub fn count(connection: &Connection, vault: i64) -> Result<i64> {
    let canvases: i64 = connection
        .prepare_cached("SELECT count(*) FROM vault_notes WHERE vault_id = ?1 AND kind = 'canvas'")?
        .query_row([vault], |row| row.get(0))?;
    Ok(count_all(connection, vault)? - canvases)
}

/// How many notes and canvas files there are.
pub fn count_all(connection: &Connection, vault: i64) -> Result<i64> {
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
        "SELECT path, title, folder, size, modified_ns, tags FROM vault_notes
         WHERE vault_id = ?1 AND kind = 'note' ORDER BY {order} LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = statement.query_map((vault, limit, offset), |row| Ok(summary(row)))?;
    Ok(NotePage { total: count(connection, vault)?, notes: rows.map(|row| row?).collect::<Result<_>>()? })
}

/// Where the notes and canvas files lie that were changed last, the latest first.
pub fn latest(connection: &Connection, vault: i64, limit: i64) -> Result<Vec<String>> {
    let mut statement = connection
        .prepare_cached("SELECT path FROM vault_notes WHERE vault_id = ?1 ORDER BY modified_ns DESC, path LIMIT ?2")?;
    Ok(statement.query_map((vault, limit), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
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
    Ok(known_at(connection, vault, path)?.map(|known| known.hash))
}

/// Every note with a property `uid`, as path and `uid`.
pub fn with_uid(connection: &Connection, vault: i64) -> Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, uid FROM vault_notes WHERE vault_id = ?1 AND uid IS NOT NULL ORDER BY uid, path",
    )?;
    Ok(statement.query_map([vault], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// Every path of notes and canvas files.
pub fn paths(connection: &Connection, vault: i64) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT path FROM vault_notes WHERE vault_id = ?1 ORDER BY path")?;
    Ok(statement.query_map([vault], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Every note and canvas with what it is called, the latest changed first.
pub fn names(connection: &Connection, vault: i64) -> Result<Vec<Named>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, title, aliases, kind, modified_ns FROM vault_notes WHERE vault_id = ?1 ORDER BY modified_ns DESC",
    )?;
    let rows = statement.query_map([vault], |row| {
        Ok((|| {
            Ok(Named {
                path: row.get(0)?,
                title: row.get(1)?,
                aliases: json(row, 2)?,
                kind: word(row, 3, NoteKind::parse)?,
                modified_ns: row.get(4)?,
            })
        })())
    })?;
    rows.map(|row| row?).collect()
}

/// The paths of notes whose full text matches an index expression, in no particular order.
pub fn paths_with_text(connection: &Connection, vault: i64, expression: &str) -> Result<Vec<String>> {
    let rows = rows(vault);
    let mut statement = connection.prepare_cached(
        "SELECT n.path FROM search_index i JOIN vault_notes n ON n.id = i.rowid
         WHERE search_index MATCH ?1 AND i.rowid BETWEEN ?2 AND ?3",
    )?;
    Ok(statement
        .query_map((expression, rows.start(), rows.end()), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// The tags of every note that has any, each list as written in its note.
pub fn tags(connection: &Connection, vault: i64) -> Result<Vec<(String, Vec<String>)>> {
    let mut statement = connection
        .prepare_cached("SELECT path, tags FROM vault_notes WHERE vault_id = ?1 AND tags <> '[]' ORDER BY path")?;
    let rows = statement.query_map([vault], |row| Ok((|| Ok((row.get(0)?, json(row, 1)?)))()))?;
    rows.map(|row| row?).collect()
}

/// Every note and canvas whose path begins so, with its kind; for folders, a prefix with a slash at
/// its end, and everything for an empty one.
pub fn below(connection: &Connection, vault: i64, prefix: &str) -> Result<Vec<(NoteKind, NoteSummary)>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, title, folder, size, modified_ns, tags, kind FROM vault_notes
         WHERE vault_id = ?1 AND path >= ?2 AND path < ?2 || char(0x10FFFF) ORDER BY path",
    )?;
    let rows =
        statement.query_map((vault, prefix), |row| Ok((|| Ok((word(row, 6, NoteKind::parse)?, summary(row)?)))()))?;
    rows.map(|row| row?).collect()
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
