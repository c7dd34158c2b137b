//! Everybody as one list, and the people Hisho ships with: putting them in, following a change of
//! language, and bringing back those that were thrown away.

use hisho_domain::people::People;
use hisho_domain::settings::Language;
use hisho_domain::{Action, shipped};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use crate::journal::to_json;
use crate::record::{Kind, PERSONA, ROLE, TEAM};
use crate::{Journalled, Result, Write, personas, roles, secretaries, teams, time};

/// Everybody who is not in the trash.
pub fn list(connection: &Connection) -> Result<People> {
    Ok(People {
        personas: personas::list(connection)?,
        roles: roles::list(connection)?,
        teams: teams::list(connection)?,
        secretaries: secretaries::list(connection)?,
    })
}

/// What every secretary is called, those in the trash included: what they said still stands.
pub fn names(connection: &Connection) -> Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached("SELECT uid, name FROM ai_assistants ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The row of a secretary by uid, in the trash or not; None for nobody.
pub(crate) fn assistant_id(connection: &Connection, uid: Option<&str>) -> Result<Option<i64>> {
    let Some(uid) = uid else { return Ok(None) };
    Ok(connection.query_row("SELECT id FROM ai_assistants WHERE uid = ?1", [uid], |row| row.get(0)).optional()?)
}

/// Whether the shipped people were ever put in.
pub fn has_shipped(connection: &Connection) -> Result<bool> {
    Ok(connection
        .query_row("SELECT EXISTS (SELECT 1 FROM roles WHERE shipped_key IS NOT NULL)", [], |row| row.get(0))?)
}

/// Puts in the person and the shipped roles, personas and teams in a language. Those that are
/// there and were never edited take the wording of that language; edited ones stay, and so do
/// those whose name in that language the person gave to somebody of their own.
pub fn ship(write: &Write<'_>, language: Language) -> Result<()> {
    let people = shipped::people(language);
    write.execute(
        "INSERT INTO users (id, uid, created_at, updated_at) VALUES (1, ?1, ?2, ?2) ON CONFLICT (id) DO NOTHING",
        (time::new_uid(), &write.at),
    )?;
    for role in people.roles {
        let slot = Slot::of(write, ROLE, role.key, role.name, roles::get)?;
        let changed = write.execute(
            "INSERT INTO roles (uid, shipped_key, name, description, category, subcategory, permissions, is_system, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?8)
             ON CONFLICT (shipped_key) DO UPDATE SET name = excluded.name, description = excluded.description
             WHERE rev = 1 AND name <> excluded.name AND ?9",
            (
                &slot.uid,
                role.key,
                &slot.name,
                role.description,
                role.category,
                role.subcategory,
                to_json(&role.permissions)?,
                &write.at,
                slot.free,
            ),
        )?;
        slot.journal(write, changed, roles::get)?;
    }
    for persona in people.personas {
        let slot = Slot::of(write, PERSONA, persona.key, persona.name, personas::get)?;
        let changed = write.execute(
            "INSERT INTO personas (uid, shipped_key, name, description, personality, role_id, icon, color, manner, specialization, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT id FROM roles WHERE shipped_key = ?6), ?2, ?7, ?8, ?9, ?10, ?10)
             ON CONFLICT (shipped_key) DO UPDATE SET name = excluded.name, description = excluded.description,
               personality = excluded.personality, manner = excluded.manner, specialization = excluded.specialization
             WHERE rev = 1 AND name <> excluded.name AND ?11",
            (
                &slot.uid,
                persona.key,
                &slot.name,
                persona.description,
                persona.personality,
                persona.role,
                persona.color,
                persona.manner,
                to_json(&persona.specialization)?,
                &write.at,
                slot.free,
            ),
        )?;
        slot.journal(write, changed, personas::get)?;
    }
    for team in people.teams {
        let slot = Slot::of(write, TEAM, team.key, team.name, teams::get)?;
        let changed = write.execute(
            "INSERT INTO teams (uid, shipped_key, name, description, team_type, max_members, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?2, ?5, ?6, ?6)
             ON CONFLICT (shipped_key) DO UPDATE SET name = excluded.name, description = excluded.description
             WHERE rev = 1 AND name <> excluded.name AND ?7",
            (&slot.uid, team.key, &slot.name, team.description, team.max_members, &write.at, slot.free),
        )?;
        slot.journal(write, changed, teams::get)?;
    }
    Ok(())
}

/// Brings back the shipped people that are in the trash or gone for good. What the person made or
/// edited stays; a name that is taken by now gets a number. Gives how many came back.
pub fn restore_shipped(write: &Write<'_>, language: Language) -> Result<i64> {
    let before = shipped_count(write)?;
    for kind in [ROLE, PERSONA, TEAM] {
        let sql = format!(
            "SELECT uid, rev, name FROM {} WHERE shipped_key IS NOT NULL AND deleted_at IS NOT NULL",
            kind.table
        );
        let thrown: Vec<(String, i64, String)> = write
            .prepare_cached(&sql)?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (uid, rev, name) in thrown {
            let name = kind.name_of_copy(write, &name, None)?;
            match kind.table {
                "roles" => drop(roles::restore(write, &uid, rev, Some(&name))?),
                "personas" => drop(personas::restore(write, &uid, rev, Some(&name))?),
                _ => drop(teams::restore(write, &uid, rev, Some(&name))?),
            }
        }
    }
    ship(write, language)?;
    Ok(shipped_count(write)? - before)
}

fn shipped_count(connection: &Connection) -> Result<i64> {
    let count = |kind: Kind| -> Result<i64> {
        let sql = format!("SELECT count(*) FROM {} WHERE shipped_key IS NOT NULL AND deleted_at IS NULL", kind.table);
        Ok(connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    };
    Ok(count(ROLE)? + count(PERSONA)? + count(TEAM)?)
}

/// The place of something shipped: where it is, if it is, and the name it can have.
struct Slot<T> {
    kind: Kind,
    uid: String,
    name: String,
    /// Nobody else has the shipped name.
    free: bool,
    before: Option<T>,
}

impl<T: Serialize> Slot<T> {
    fn of(
        write: &Write<'_>,
        kind: Kind,
        key: &str,
        name: &str,
        get: fn(&Connection, &str) -> Result<T>,
    ) -> Result<Self> {
        let sql = format!("SELECT id, uid, deleted_at IS NULL FROM {} WHERE shipped_key = ?1", kind.table);
        let found: Option<(i64, String, bool)> = write
            .prepare_cached(&sql)?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let free = !kind.is_taken(write, name, found.as_ref().map(|(id, ..)| *id))?;
        let name = if free { name.to_owned() } else { kind.name_of_copy(write, name, None)? };
        let before = match &found {
            Some((_, uid, true)) => Some(get(write, uid)?),
            _ => None,
        };
        let uid = found.map_or_else(time::new_uid, |(_, uid, _)| uid);
        Ok(Slot { kind, uid, name, free, before })
    }

    fn journal(&self, write: &Write<'_>, changed: usize, get: fn(&Connection, &str) -> Result<T>) -> Result<()> {
        if changed == 0 {
            return Ok(());
        }
        let action = if self.before.is_some() { Action::Update } else { Action::Create };
        let change = Journalled { entity: self.kind.entity, uid: &self.uid, rev: 1, action };
        write.journal(change, &self.before, &get(write, &self.uid)?)
    }
}
