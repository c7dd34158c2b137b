//! The journal read backwards as a trail. A page looks at no more than one stretch of it, so that
//! asking for something rare costs no more than asking for everything.

use hisho_domain::audit::{AuditEntry, AuditFilter, AuditPage};
use hisho_domain::{Action, ActorKind, Entity, Origin};
use rusqlite::{Connection, named_params};

use crate::Result;
use crate::journal::{change, last_seq};

/// Rows that one page looks at.
const STRETCH: i64 = 10_000;

/// A page of the trail; `limit` has been checked.
pub fn page(connection: &Connection, filter: &AuditFilter, limit: i64) -> Result<AuditPage> {
    let before = filter.before.unwrap_or(i64::MAX).min(last_seq(connection)? + 1);
    // The history of one thing is found by its index, wherever it lies.
    let by_thing = filter.entity.is_some() && filter.uid.is_some();
    let floor = if by_thing { 0 } else { (before - STRETCH).max(0) };
    let which = if by_thing {
        "entity = :entity AND entity_uid = :uid"
    } else {
        "(:entity IS NULL OR entity = :entity) AND (:uid IS NULL OR entity_uid = :uid)"
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT seq, at, actor_kind, origin, entity, entity_uid, action, before, after, reason, secretary_uid, rev FROM changes
         WHERE {which} AND seq < :before AND seq > :floor AND (:actor IS NULL OR actor_kind = :actor)
         AND (:secretary IS NULL OR secretary_uid = :secretary) AND (:origin IS NULL OR origin = :origin)
         AND (:action IS NULL OR action = :action) AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)
         ORDER BY seq DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":before": before,
            ":floor": floor,
            ":actor": filter.actor.map(ActorKind::as_str),
            ":secretary": filter.secretary_uid,
            ":origin": filter.origin.map(Origin::as_str),
            ":entity": filter.entity.map(Entity::as_str),
            ":uid": filter.uid,
            ":action": filter.action.map(Action::as_str),
            ":from": filter.from,
            ":to": filter.to,
            ":limit": limit,
        },
        |row| {
            Ok(change(row).and_then(|change| Ok(AuditEntry { change, secretary_uid: row.get(10)?, rev: row.get(11)? })))
        },
    )?;
    let entries = rows.map(|row| row?).collect::<Result<Vec<_>>>()?;
    let full = i64::try_from(entries.len()).unwrap_or(i64::MAX) == limit;
    let next_before = match entries.last() {
        Some(last) if full => Some(last.change.seq),
        _ if floor > 0 => Some(floor + 1),
        _ => None,
    };
    Ok(AuditPage { entries, next_before })
}
