//! The one search index, keyed by kind and identity, fed with tokens from the domain's folding.
//! Gives candidates; who shows them checks them on their text. Must not know where texts lie.

pub(crate) mod bulk;
pub mod find;
pub(crate) mod gather;
mod pages;
pub mod recent;
mod segment;
mod terms;

use hisho_domain::search::HitKind;
use hisho_domain::text::index_tokens;
use hisho_domain::{Entity, ErrorCode};
use rusqlite::OptionalExtension;

use crate::{Failure, Result, Write, conversations, messages, plans, projects, tasks};

mod hidden;

pub(crate) use hidden::{hide, show};
pub use segment::{Builder, Segment};

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
fn put_tokens(write: &Write<'_>, kind: HitKind, id: &str, tokens: &Tokens) -> Result<()> {
    let known: Option<i64> = write
        .prepare_cached("SELECT id FROM search_entries WHERE kind = ?1 AND ref = ?2")?
        .query_row((kind.as_str(), id), |row| row.get(0))
        .optional()?;
    let rowid = match known {
        Some(rowid) => {
            take_out(write, rowid)?;
            rowid
        }
        None => {
            write
                .prepare_cached("INSERT INTO search_entries (kind, ref) VALUES (?1, ?2)")?
                .execute((kind.as_str(), id))?;
            write.last_insert_rowid()
        }
    };
    put_in(write, rowid, tokens)
}

/// Puts the tokens of a row in that has none.
pub(crate) fn put_in(write: &Write<'_>, rowid: i64, tokens: &Tokens) -> Result<()> {
    write.prepare_cached("INSERT INTO search_index (rowid, title, extra, body) VALUES (?1, ?2, ?3, ?4)")?.execute((
        rowid,
        &tokens.title,
        &tokens.extra,
        &tokens.body,
    ))?;
    Ok(())
}

/// Takes a row's tokens out, where it has any.
pub(crate) fn take_out(write: &Write<'_>, rowid: i64) -> Result<()> {
    write.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?.execute([rowid])?;
    Ok(())
}

/// Takes a thing out of the index.
pub fn remove(write: &Write<'_>, kind: HitKind, id: &str) -> Result<()> {
    let rowid: Option<i64> = write
        .prepare_cached("DELETE FROM search_entries WHERE kind = ?1 AND ref = ?2 RETURNING id")?
        .query_row((kind.as_str(), id), |row| row.get(0))
        .optional()?;
    if let Some(rowid) = rowid {
        take_out(write, rowid)?;
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

/// Brings what was put in piece by piece into one.
pub(crate) fn optimise(write: &Write<'_>) -> Result<()> {
    write.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", [])?;
    Ok(())
}
