//! When the person works, in the person's row. Must not know what is done in that time.

use hisho_domain::schedule::{KeptCalendar, WorkCalendar};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, Row};

use crate::journal::{json, to_json};
use crate::{Journalled, Result, Write};

/// The person's calendar; eight hours from Monday to Friday until they say otherwise.
pub fn get(connection: &Connection) -> Result<KeptCalendar> {
    let read = |row: &Row<'_>| -> Result<KeptCalendar> {
        let calendar = WorkCalendar { week: json(row, 1)?, exceptions: json(row, 2)? };
        Ok(KeptCalendar { rev: row.get(0)?, calendar })
    };
    connection
        .prepare_cached("SELECT rev, work_week, work_exceptions FROM users WHERE id = 1")?
        .query_row([], |row| Ok(read(row)))?
}

/// Makes this the person's calendar; `rev` is the one that was read.
pub fn save(write: &Write<'_>, rev: i64, calendar: &WorkCalendar) -> Result<KeptCalendar> {
    let before = get(write)?;
    if before.rev != rev {
        return Err(Error::stale(Entity::Calendar).into());
    }
    if before.calendar == *calendar {
        return Ok(before);
    }
    let uid: String = write
        .prepare_cached(
            "UPDATE users SET work_week = ?1, work_exceptions = ?2, rev = rev + 1, updated_at = ?3 WHERE id = 1 RETURNING uid",
        )?
        .query_row((to_json(&calendar.week)?, to_json(&calendar.exceptions)?, &write.at), |row| row.get(0))?;
    let after = get(write)?;
    let change = Journalled { entity: Entity::Calendar, uid: &uid, rev: after.rev, action: Action::Update };
    write.journal(change, &before, &after)?;
    Ok(after)
}
