//! Reading the journal: what changed since, and the history of one thing.

use hisho_domain::field_history::{HistoryEntry, differences};
use hisho_domain::{Action, ActorKind, Author, Change, Entity, Error, Origin};
use rusqlite::{Connection, Row, named_params};

use crate::{Failure, Result};

/// Which changes are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only later ones.
    pub after: i64,
    /// Only of this kind of thing.
    pub entity: Option<Entity>,
    /// Only of this thing.
    pub uid: Option<String>,
    /// At most so many, the oldest first.
    pub limit: i64,
}

/// The sequence of the newest change; 0 when there is none.
pub fn last_seq(connection: &Connection) -> Result<i64> {
    Ok(connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM changes")?.query_row([], |row| row.get(0))?)
}

/// Changes in their order.
pub fn list(connection: &Connection, filter: &Filter) -> Result<Vec<Change>> {
    // With a thing the index on it serves; without, the sequence itself.
    let which = match (filter.entity, &filter.uid) {
        (Some(_), Some(_)) => "entity = :entity AND entity_uid = :uid AND seq > :after",
        (Some(_), None) => "+entity = :entity AND :uid IS NULL AND seq > :after",
        (None, _) => "seq > :after AND :entity IS NULL AND (:uid IS NULL OR entity_uid = :uid)",
    };
    let sql = format!(
        "SELECT seq, at, actor_kind, origin, entity, entity_uid, action, before, after, reason FROM changes
         WHERE {which} ORDER BY seq LIMIT :limit"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":entity": filter.entity.map(Entity::as_str),
            ":uid": filter.uid,
            ":after": filter.after,
            ":limit": filter.limit,
        },
        |row| Ok(change(row)),
    )?;
    rows.map(|row| row?).collect()
}

/// Reads a row that begins with seq, at, actor_kind, origin, entity, entity_uid, action, before, after, reason.
pub(crate) fn change(row: &Row<'_>) -> Result<Change> {
    Ok(Change {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor: word(row, 2, ActorKind::parse)?,
        origin: word(row, 3, Origin::parse)?,
        entity: word(row, 4, Entity::parse)?,
        uid: row.get(5)?,
        action: word(row, 6, Action::parse)?,
        before: json(row, 7)?,
        after: json(row, 8)?,
        reason: row.get(9)?,
    })
}

/// What happened to a thing, the newest first, at most `limit` entries before `before`, a
/// sequence of the journal.
pub fn history(
    connection: &Connection,
    entity: Entity,
    uid: &str,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<HistoryEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.seq, c.at, c.actor_kind, c.secretary_uid, a.name, c.origin, c.action, c.reason, c.before, c.after
         FROM changes c LEFT JOIN ai_assistants a ON a.uid = c.secretary_uid
         WHERE c.entity = ?1 AND c.entity_uid = ?2 AND c.seq < ?3 ORDER BY c.seq DESC LIMIT ?4",
    )?;
    let rows = statement.query_map((entity.as_str(), uid, before.unwrap_or(i64::MAX), limit), |row| Ok(entry(row)))?;
    rows.map(|row| row?).collect()
}

fn entry(row: &Row<'_>) -> Result<HistoryEntry> {
    Ok(HistoryEntry {
        seq: row.get(0)?,
        at: row.get(1)?,
        by: Author { kind: word(row, 2, ActorKind::parse)?, secretary_uid: row.get(3)?, name: row.get(4)? },
        origin: word(row, 5, Origin::parse)?,
        action: word(row, 6, Action::parse)?,
        reason: row.get(7)?,
        fields: differences(&json(row, 8)?, &json(row, 9)?),
    })
}

/// Reads a word of a closed list; a word that is not in it means damage.
pub(crate) fn word<T>(row: &Row<'_>, column: usize, parse: fn(&str) -> Option<T>) -> Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|e| Failure::Domain(Error::internal(e)))?;
    parse(text).ok_or_else(|| Failure::Domain(Error::internal(format!("the database holds the unknown word {text:?}"))))
}

/// Reads a JSON column.
pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|e| Failure::Domain(Error::internal(e)))?;
    serde_json::from_str(text).map_err(|e| Failure::Domain(Error::internal(e)))
}

/// Writes a JSON column.
pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Failure::Domain(Error::internal(e)))
}
