//! The person's row.

use hisho_domain::profile::Profile;
use hisho_domain::{Action, Entity, Error};
use rusqlite::Connection;

use crate::{Journalled, Result, Write};

/// The person.
pub fn get(connection: &Connection) -> Result<Profile> {
    Ok(connection
        .prepare_cached("SELECT uid, rev, full_name, time_zone FROM users WHERE id = 1")?
        .query_row([], |row| {
            Ok(Profile { uid: row.get(0)?, rev: row.get(1)?, full_name: row.get(2)?, time_zone: row.get(3)? })
        })?)
}

/// Changes what differs; `rev` is the one that was read.
pub fn save(write: &Write<'_>, rev: i64, full_name: &str, time_zone: Option<&str>) -> Result<Profile> {
    let before = get(write)?;
    if before.rev != rev {
        return Err(Error::stale(Entity::Profile).into());
    }
    if before.full_name == full_name && before.time_zone.as_deref() == time_zone {
        return Ok(before);
    }
    write.execute(
        "UPDATE users SET full_name = ?1, time_zone = ?2, rev = rev + 1, updated_at = ?3 WHERE id = 1",
        (full_name, time_zone, &write.at),
    )?;
    let after = get(write)?;
    write.journal(
        Journalled { entity: Entity::Profile, uid: &after.uid, rev: after.rev, action: Action::Update },
        &before,
        &after,
    )?;
    Ok(after)
}
