//! Labels. Must not know what carries them.

use hisho_domain::label::{Label, LabelChange};
use hisho_domain::{Action, Entity, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::{Journalled, Result, Write, time};

const LABEL: &str = "uid, rev, name, color FROM labels";

/// Labels that are not in the trash by name.
pub fn list(connection: &Connection) -> Result<Vec<Label>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {LABEL} WHERE deleted_at IS NULL ORDER BY name"))?;
    let rows = statement.query_map([], label)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn label(row: &Row<'_>) -> rusqlite::Result<Label> {
    Ok(Label { uid: row.get(0)?, rev: row.get(1)?, name: row.get(2)?, color: row.get(3)? })
}

/// A label; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Label> {
    let found = connection
        .prepare_cached(&format!("SELECT {LABEL} WHERE uid = ?1 AND deleted_at IS NULL"))?
        .query_row([uid], label)
        .optional()?;
    Ok(found.ok_or_else(|| Error::not_found(Entity::Label, uid))?)
}

/// Adds a label.
pub fn create(write: &Write<'_>, change: &LabelChange) -> Result<Label> {
    let name = change.name.as_deref().ok_or_else(|| Error::invalid("name", Rule::Required))?;
    refuse_taken(write, name, "")?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO labels (uid, name, color, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        (&uid, name, change.color.clone().flatten(), &write.at),
    )?;
    journal(write, &uid, Action::Create, None)
}

/// Changes a label wherever it is.
pub fn update(write: &Write<'_>, uid: &str, rev: i64, change: &LabelChange) -> Result<Label> {
    let before = opened(write, uid, rev)?;
    let name = change.name.clone().unwrap_or_else(|| before.name.clone());
    let color = change.color.clone().unwrap_or_else(|| before.color.clone());
    if (&name, &color) == (&before.name, &before.color) {
        return Ok(before);
    }
    refuse_taken(write, &name, uid)?;
    write.execute(
        "UPDATE labels SET name = ?2, color = ?3, rev = rev + 1, updated_at = ?4 WHERE uid = ?1",
        (uid, name, color, &write.at),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Puts it into the trash; gives its new revision. What carries it keeps it for when it comes back.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let before = opened(write, uid, rev)?;
    write.execute(
        "UPDATE labels SET deleted_at = ?2, deleted_batch = ?3, rev = rev + 1, updated_at = ?2 WHERE uid = ?1",
        (uid, &write.at, time::new_uid()),
    )?;
    write.journal(Journalled { entity: Entity::Label, uid, rev: rev + 1, action: Action::Delete }, &before, &())?;
    Ok(rev + 1)
}

/// Takes it out of the trash, unless its name was given to another.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Label> {
    let found: Option<(String, i64, bool)> = write
        .query_row("SELECT name, rev, deleted_at IS NOT NULL FROM labels WHERE uid = ?1", [uid], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let (name, at, deleted) = found.ok_or_else(|| Error::not_found(Entity::Label, uid))?;
    if at != rev || !deleted {
        return Err(Error::stale(Entity::Label).into());
    }
    refuse_taken(write, &name, uid)?;
    write.execute(
        "UPDATE labels SET deleted_at = NULL, deleted_batch = NULL, rev = rev + 1, updated_at = ?2 WHERE uid = ?1",
        (uid, &write.at),
    )?;
    journal(write, uid, Action::Restore, None)
}

fn opened(connection: &Connection, uid: &str, rev: i64) -> Result<Label> {
    let before = get(connection, uid)?;
    if before.rev != rev {
        return Err(Error::stale(Entity::Label).into());
    }
    Ok(before)
}

fn refuse_taken(connection: &Connection, name: &str, own: &str) -> Result<()> {
    let taken: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM labels WHERE name = ?1 AND deleted_at IS NULL AND uid <> ?2)")?
        .query_row((name, own), |row| row.get(0))?;
    if taken { Err(Error::name_taken(name).into()) } else { Ok(()) }
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Label>) -> Result<Label> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: Entity::Label, uid, rev: after.rev, action }, &before, &after)?;
    Ok(after)
}
