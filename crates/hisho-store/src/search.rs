//! The one search index, keyed by kind and identity, fed with tokens from the domain's folding.
//! Gives candidates; who shows them checks them on their text. Must not know where texts lie.

use hisho_domain::search::HitKind;
use hisho_domain::text::index_tokens;
use hisho_domain::{Entity, ErrorCode};
use rusqlite::{Connection, OptionalExtension};

use crate::journal::word;
use crate::{Failure, Result, Write, conversations, messages, plans, projects, tasks};

mod hidden;

pub(crate) use hidden::{hide, show};

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it is.
    pub kind: HitKind,
    /// A note's path, or a uid.
    pub id: String,
}

/// Adds a thing to the index, or replaces what the index holds of it.
pub fn put(write: &Write<'_>, kind: HitKind, id: &str, title: &str, extra: &str, body: &str) -> Result<()> {
    put_tokens(write, kind, id, &Tokens::new(title, extra, body))
}

/// A thing's tokens, made apart from the writer because that is most of the work.
#[derive(Debug, Clone)]
pub struct Tokens {
    title: String,
    extra: String,
    body: String,
}

impl Tokens {
    /// Folds and cuts the three texts. `extra` ranks between title and body: tags, headings, keys.
    pub fn new(title: &str, extra: &str, body: &str) -> Self {
        Tokens { title: index_tokens(title), extra: index_tokens(extra), body: index_tokens(body) }
    }
}

/// As [`put`], with tokens made before.
pub fn put_tokens(write: &Write<'_>, kind: HitKind, id: &str, tokens: &Tokens) -> Result<()> {
    let known: Option<i64> = write
        .prepare_cached("SELECT id FROM search_entries WHERE kind = ?1 AND ref = ?2")?
        .query_row((kind.as_str(), id), |row| row.get(0))
        .optional()?;
    let rowid = match known {
        Some(rowid) => {
            write.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?.execute([rowid])?;
            rowid
        }
        None => {
            write
                .prepare_cached("INSERT INTO search_entries (kind, ref) VALUES (?1, ?2)")?
                .execute((kind.as_str(), id))?;
            write.last_insert_rowid()
        }
    };
    write.prepare_cached("INSERT INTO search_index (rowid, title, extra, body) VALUES (?1, ?2, ?3, ?4)")?.execute((
        rowid,
        &tokens.title,
        &tokens.extra,
        &tokens.body,
    ))?;
    Ok(())
}

/// Takes a thing out of the index.
pub fn remove(write: &Write<'_>, kind: HitKind, id: &str) -> Result<()> {
    let rowid: Option<i64> = write
        .prepare_cached("DELETE FROM search_entries WHERE kind = ?1 AND ref = ?2 RETURNING id")?
        .query_row((kind.as_str(), id), |row| row.get(0))
        .optional()?;
    if let Some(rowid) = rowid {
        write.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?.execute([rowid])?;
    }
    Ok(())
}

/// Brings the index up to one thing after its rows were changed as rows: there it is put in anew,
/// in the trash or gone it is taken out. A kind of thing that can be found has its line here.
pub(crate) fn reindex(write: &Write<'_>, entity: Entity, uid: &str, there: bool) -> Result<()> {
    hidden::uncover(write, entity, uid)?;
    let (kind, put): (_, fn(&Write<'_>, &str) -> Result<()>) = match entity {
        Entity::Plan => (HitKind::Plan, plans::reindex),
        Entity::Project => (HitKind::Project, projects::reindex),
        Entity::Task => (HitKind::Task, tasks::reindex),
        Entity::Conversation => return conversations::reindex(write, uid, there),
        Entity::Message => (HitKind::Message, messages::reindex),
        _ => return Ok(()),
    };
    match if there { put(write, uid) } else { remove(write, kind, uid) } {
        // What it belongs to is in the trash, so it is not found either.
        Err(Failure::Domain(error)) if error.code == ErrorCode::NotFound => remove(write, kind, uid),
        outcome => outcome,
    }
}

/// Takes every note out of the index, as when the vault is changed for another.
pub fn remove_notes(write: &Write<'_>) -> Result<()> {
    write.execute("DELETE FROM search_index WHERE rowid IN (SELECT id FROM search_entries WHERE kind = 'note')", [])?;
    write.execute("DELETE FROM search_entries WHERE kind = 'note'", [])?;
    Ok(())
}

/// Brings what was put in piece by piece into one.
pub(crate) fn optimise(write: &Write<'_>) -> Result<()> {
    write.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", [])?;
    Ok(())
}

/// How many things of these kinds match an index expression.
pub fn count(connection: &Connection, expression: Option<&str>, kinds: &[HitKind]) -> Result<usize> {
    let kinds = list(kinds);
    let count: i64 = match expression {
        Some(expression) => connection
            .prepare_cached(
                "SELECT count(*) FROM search_index i JOIN search_entries e ON e.id = i.rowid
                 WHERE search_index MATCH ?1 AND e.kind IN (SELECT value FROM json_each(?2))",
            )?
            .query_row((expression, kinds), |row| row.get(0))?,
        None => connection
            .prepare_cached("SELECT count(*) FROM search_entries WHERE kind IN (SELECT value FROM json_each(?1))")?
            .query_row([kinds], |row| row.get(0))?,
    };
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The best matches first: the title counts most, then `extra`, then the body. Without an
/// expression everything is a candidate. `skip` are passed over, and at most `limit` given; -1 is
/// no limit.
pub fn candidates(
    connection: &Connection,
    expression: Option<&str>,
    kinds: &[HitKind],
    skip: i64,
    limit: i64,
) -> Result<Vec<Candidate>> {
    let kinds = list(kinds);
    let mut statement;
    let rows = match expression {
        Some(expression) => {
            statement = connection.prepare_cached(
                "SELECT e.kind, e.ref FROM search_index i JOIN search_entries e ON e.id = i.rowid
                 WHERE search_index MATCH ?1 AND e.kind IN (SELECT value FROM json_each(?2))
                 ORDER BY bm25(search_index, 10.0, 4.0, 1.0), e.id DESC LIMIT ?3 OFFSET ?4",
            )?;
            statement
                .query_map((expression, kinds, limit, skip), |row| Ok(candidate(row)))?
                .collect::<rusqlite::Result<Vec<_>>>()?
        }
        None => {
            statement = connection.prepare_cached(
                "SELECT kind, ref FROM search_entries WHERE kind IN (SELECT value FROM json_each(?1)) ORDER BY id DESC LIMIT ?2 OFFSET ?3",
            )?;
            statement
                .query_map((kinds, limit, skip), |row| Ok(candidate(row)))?
                .collect::<rusqlite::Result<Vec<_>>>()?
        }
    };
    rows.into_iter().collect()
}

fn candidate(row: &rusqlite::Row<'_>) -> Result<Candidate> {
    Ok(Candidate { kind: word(row, 0, HitKind::parse)?, id: row.get(1)? })
}

fn list(kinds: &[HitKind]) -> String {
    serde_json::to_string(kinds).expect("words")
}
