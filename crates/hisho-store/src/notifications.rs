//! Notifications: their rows, and their end. Must not know who tells what.

use hisho_domain::notification::{NewNotification, Notification, NotificationKind, Notifications};
use hisho_domain::task::Priority;
use hisho_domain::{Action, Entity, Error};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::{Failure, Journalled, Result, Write, preferences, time};

const COLUMNS: &str =
    "uid, kind, title, message, priority, entity, entity_uid, read_at, expires_at, created_at FROM notifications";

fn notification(row: &Row<'_>) -> Result<Notification> {
    let entity: Option<String> = row.get(5)?;
    let entity = match entity {
        Some(_) => Some(word(row, 5, Entity::parse)?),
        None => None,
    };
    Ok(Notification {
        uid: row.get(0)?,
        kind: word(row, 1, NotificationKind::parse)?,
        title: row.get(2)?,
        message: row.get(3)?,
        priority: word(row, 4, Priority::parse)?,
        entity,
        entity_uid: row.get(6)?,
        read_at: row.get(7)?,
        expires_at: row.get(8)?,
        created_at: row.get(9)?,
    })
}

/// A page of what has not expired, the newest first.
pub fn list(connection: &Connection, unread_only: bool, limit: i64) -> Result<Notifications> {
    let now = time::now();
    let unread = connection
        .prepare_cached("SELECT count(*) FROM notifications WHERE read_at IS NULL AND expires_at > ?1")?
        .query_row([&now], |row| row.get(0))?;
    let which = if unread_only { "read_at IS NULL AND" } else { "" };
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE {which} expires_at > ?1 ORDER BY id DESC LIMIT ?2"))?;
    let rows = statement.query_map((&now, limit), |row| Ok(notification(row)))?;
    Ok(Notifications { unread, notifications: rows.map(|row| row?).collect::<Result<_>>()? })
}

fn get(connection: &Connection, uid: &str) -> Result<Notification> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE uid = ?1"))?
        .query_row([uid], |row| Ok(notification(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Notification, uid))?
}

/// Tells the person something, unless they do not want to hear of such things.
pub fn post(write: &Write<'_>, new: &NewNotification) -> Result<Option<Notification>> {
    if !preferences::get(write)?.notifications.wants(new.kind) {
        return Ok(None);
    }
    let now: Timestamp = write.at.parse().map_err(|e| Failure::Domain(Error::internal(e)))?;
    let expires =
        now.checked_add(SignedDuration::from_hours(24 * new.days)).map_err(|e| Failure::Domain(Error::internal(e)))?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO notifications (uid, kind, title, message, priority, entity, entity_uid, expires_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            &uid,
            new.kind.as_str(),
            &new.title,
            &new.message,
            new.priority.as_str(),
            new.entity.map(Entity::as_str),
            &new.entity_uid,
            time::instant(expires),
            &write.at,
        ),
    )?;
    let after = get(write, &uid)?;
    write.journal(change(&uid, Action::Create), &(), &after)?;
    Ok(Some(after))
}

/// Marks one, or all, as read; gives how many were not.
pub fn mark_read(write: &Write<'_>, uid: Option<&str>) -> Result<usize> {
    let unread: Vec<String> = match uid {
        Some(uid) => get(write, uid).map(|n| if n.read_at.is_none() { vec![n.uid] } else { Vec::new() })?,
        None => uids(write, "SELECT uid FROM notifications WHERE read_at IS NULL ORDER BY id", [])?,
    };
    for uid in &unread {
        let before = get(write, uid)?;
        write.prepare_cached("UPDATE notifications SET read_at = ?2 WHERE uid = ?1")?.execute((uid, &write.at))?;
        write.journal(change(uid, Action::Update), &before, &get(write, uid)?)?;
    }
    Ok(unread.len())
}

/// Takes one away for good: there is nothing in it that is not elsewhere.
pub fn dismiss(write: &Write<'_>, uid: &str) -> Result<()> {
    let before = get(write, uid)?;
    write.prepare_cached("DELETE FROM notifications WHERE uid = ?1")?.execute([uid])?;
    write.journal(change(uid, Action::Delete), &before, &())
}

/// Whether any has expired by now.
pub fn has_expired(connection: &Connection) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM notifications WHERE expires_at <= ?1)")?
        .query_row([time::now()], |row| row.get(0))?)
}

/// Takes those away that have expired; gives how many.
pub fn purge(write: &Write<'_>) -> Result<usize> {
    let expired = uids(write, "SELECT uid FROM notifications WHERE expires_at <= ?1", [&write.at])?;
    for uid in &expired {
        dismiss(write, uid)?;
    }
    Ok(expired.len())
}

fn uids(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn change(uid: &str, action: Action) -> Journalled<'_> {
    Journalled { entity: Entity::Notification, uid, rev: 0, action }
}
