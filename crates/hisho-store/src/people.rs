//! The team's tables: roles, personas, teams and secretaries.
//! Must not know models, keys or how a secretary speaks.

use hisho_domain::people::{People, Persona, Provider, Role, Secretary, SecretaryKind, Team};
use hisho_domain::settings::Language;
use hisho_domain::{Action, ActorKind, Entity, Error, Rule, shipped};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, to_json, word};
use crate::{Journalled, Result, Write, time};

const SECRETARY: &str = "a.uid, a.rev, a.name, a.kind, p.uid, \
     (SELECT t.uid FROM team_members m JOIN teams t ON t.id = m.team_id WHERE m.assistant_id = a.id LIMIT 1), \
     a.ai_provider, a.model, a.is_active
     FROM ai_assistants a LEFT JOIN personas p ON p.id = a.persona_id AND p.deleted_at IS NULL";

/// What a new secretary is made of.
#[derive(Debug, Clone)]
pub struct NewSecretary<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their persona.
    pub persona_uid: &'a str,
    /// Their team.
    pub team_uid: Option<&'a str>,
}

/// Everybody who is not in the trash.
pub fn list(connection: &Connection) -> Result<People> {
    Ok(People {
        personas: rows(
            connection,
            "SELECT p.uid, p.rev, p.name, p.description, p.personality, r.uid, r.name, p.icon, p.color, p.specialization,
             p.manner, p.shipped_key IS NOT NULL
             FROM personas p LEFT JOIN roles r ON r.id = p.role_id AND r.deleted_at IS NULL
             WHERE p.deleted_at IS NULL ORDER BY p.id",
            persona,
        )?,
        roles: rows(
            connection,
            "SELECT uid, name, description, category, permissions, is_system FROM roles WHERE deleted_at IS NULL ORDER BY id",
            role,
        )?,
        teams: rows(
            connection,
            "SELECT t.uid, t.name, t.description, t.team_type, t.max_members,
             (SELECT coalesce(json_group_array(a.uid), '[]') FROM team_members m JOIN ai_assistants a ON a.id = m.assistant_id
              WHERE m.team_id = t.id AND a.deleted_at IS NULL)
             FROM teams t WHERE t.deleted_at IS NULL ORDER BY t.id",
            team,
        )?,
        secretaries: rows(connection, &format!("SELECT {SECRETARY} WHERE a.deleted_at IS NULL ORDER BY a.id"), secretary)?,
    })
}

fn rows<T>(connection: &Connection, sql: &str, read: fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn persona(row: &Row<'_>) -> Result<Persona> {
    Ok(Persona {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        personality: row.get(4)?,
        role_uid: row.get(5)?,
        role_name: row.get(6)?,
        icon: row.get(7)?,
        color: row.get(8)?,
        specialization: json(row, 9)?,
        manner: row.get(10)?,
        is_shipped: row.get(11)?,
    })
}

fn role(row: &Row<'_>) -> Result<Role> {
    Ok(Role {
        uid: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        category: row.get(3)?,
        permissions: json(row, 4)?,
        is_system: row.get(5)?,
    })
}

fn team(row: &Row<'_>) -> Result<Team> {
    Ok(Team {
        uid: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        team_type: row.get(3)?,
        max_members: row.get(4)?,
        members: json(row, 5)?,
    })
}

fn secretary(row: &Row<'_>) -> Result<Secretary> {
    Ok(Secretary {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        kind: word(row, 3, SecretaryKind::parse)?,
        persona_uid: row.get(4)?,
        team_uid: row.get(5)?,
        provider: word(row, 6, Provider::parse)?,
        model: row.get(7)?,
        is_active: row.get(8)?,
    })
}

/// The row of a secretary by uid; None for nobody.
pub(crate) fn assistant_id(connection: &Connection, uid: Option<&str>) -> Result<Option<i64>> {
    let Some(uid) = uid else { return Ok(None) };
    Ok(connection.query_row("SELECT id FROM ai_assistants WHERE uid = ?1", [uid], |row| row.get(0)).optional()?)
}

/// Refuses words put into the mouth of somebody else: a secretary speaks for themselves alone,
/// the person for those who have no model.
pub(crate) fn may_speak_for(write: &Write<'_>, secretary: &str) -> Result<()> {
    let provider: Option<String> = write
        .prepare_cached("SELECT ai_provider FROM ai_assistants WHERE uid = ?1 AND deleted_at IS NULL")?
        .query_row([secretary], |row| row.get(0))
        .optional()?;
    let provider = provider.ok_or_else(|| Error::invalid("secretary_uid", Rule::UnknownValue))?;
    let allowed = match write.actor.kind {
        ActorKind::Person => provider == Provider::Manual.as_str(),
        ActorKind::Secretary => write.actor.secretary.as_deref() == Some(secretary),
        ActorKind::System => false,
    };
    if allowed {
        Ok(())
    } else {
        Err(Error::refused("speaks_for_themselves", serde_json::json!({ "uid": secretary })).into())
    }
}

/// Takes somebody on, without a model. A full team or a name in use is refused.
pub fn create_secretary(write: &Write<'_>, new: &NewSecretary<'_>) -> Result<Secretary> {
    let taken: bool = write.query_row(
        "SELECT EXISTS (SELECT 1 FROM ai_assistants WHERE name = ?1 AND deleted_at IS NULL)",
        [new.name],
        |row| row.get(0),
    )?;
    if taken {
        return Err(Error::refused("name_taken", serde_json::json!({ "name": new.name })).into());
    }
    let (persona, key): (i64, Option<String>) = write
        .query_row(
            "SELECT id, shipped_key FROM personas WHERE uid = ?1 AND deleted_at IS NULL",
            [new.persona_uid],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Persona, new.persona_uid))?;
    let kind = if key.as_deref() == Some("librarian") { SecretaryKind::Librarian } else { SecretaryKind::Secretary };
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO ai_assistants (uid, kind, name, persona_id, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        (&uid, kind.as_str(), new.name, persona, &write.at),
    )?;
    let assistant = write.last_insert_rowid();
    if let Some(team_uid) = new.team_uid {
        join(write, team_uid, assistant)?;
    }
    let after =
        write.query_row(&format!("SELECT {SECRETARY} WHERE a.uid = ?1"), [&uid], |row| Ok(secretary(row)))??;
    write.journal(Journalled { entity: Entity::Secretary, uid: &uid, rev: 1, action: Action::Create }, &(), &after)?;
    Ok(after)
}

fn join(write: &Write<'_>, team_uid: &str, assistant: i64) -> Result<()> {
    let (team, limit, members): (i64, i64, i64) = write
        .query_row(
            "SELECT t.id, t.max_members, (SELECT count(*) FROM team_members m JOIN ai_assistants a ON a.id = m.assistant_id
             WHERE m.team_id = t.id AND a.deleted_at IS NULL)
             FROM teams t WHERE t.uid = ?1 AND t.deleted_at IS NULL",
            [team_uid],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Team, team_uid))?;
    if members >= limit {
        return Err(Error::refused("team_full", serde_json::json!({ "limit": limit })).into());
    }
    write.execute(
        "INSERT INTO team_members (team_id, assistant_id, joined_at) VALUES (?1, ?2, ?3)",
        (team, assistant, &write.at),
    )?;
    Ok(())
}

/// Whether the shipped people were ever put in.
pub fn has_shipped(connection: &Connection) -> Result<bool> {
    Ok(connection
        .query_row("SELECT EXISTS (SELECT 1 FROM roles WHERE shipped_key IS NOT NULL)", [], |row| row.get(0))?)
}

/// Puts in the person and the shipped roles, personas and teams in a language. Those that are
/// there and were never edited take the wording of that language; edited ones stay.
pub fn ship(write: &Write<'_>, language: Language) -> Result<()> {
    let people = shipped::people(language);
    write.execute(
        "INSERT INTO users (id, uid, created_at, updated_at) VALUES (1, ?1, ?2, ?2) ON CONFLICT (id) DO NOTHING",
        (time::new_uid(), &write.at),
    )?;
    for role in people.roles {
        let uid = time::new_uid();
        let changed = write.execute(
            "INSERT INTO roles (uid, shipped_key, name, description, category, subcategory, permissions, is_system, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?8)
             ON CONFLICT (shipped_key) DO UPDATE SET name = excluded.name, description = excluded.description
             WHERE rev = 1 AND name <> excluded.name",
            (&uid, role.key, role.name, role.description, role.category, role.subcategory, to_json(&role.permissions)?, &write.at),
        )?;
        journal_shipped(write, Entity::Role, "roles", role.key, changed)?;
    }
    for persona in people.personas {
        let uid = time::new_uid();
        let changed = write.execute(
            "INSERT INTO personas (uid, shipped_key, name, description, personality, role_id, icon, color, manner, specialization, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT id FROM roles WHERE shipped_key = ?6), ?2, ?7, ?8, ?9, ?10, ?10)
             ON CONFLICT (shipped_key) DO UPDATE SET name = excluded.name, description = excluded.description,
               personality = excluded.personality, specialization = excluded.specialization
             WHERE rev = 1 AND name <> excluded.name",
            (
                &uid,
                persona.key,
                persona.name,
                persona.description,
                persona.personality,
                persona.role,
                persona.color,
                persona.manner,
                to_json(&persona.specialization)?,
                &write.at,
            ),
        )?;
        journal_shipped(write, Entity::Persona, "personas", persona.key, changed)?;
    }
    for team in people.teams {
        let uid = time::new_uid();
        let changed = write.execute(
            "INSERT INTO teams (uid, shipped_key, name, description, team_type, max_members, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?2, ?5, ?6, ?6)
             ON CONFLICT (shipped_key) DO UPDATE SET name = excluded.name, description = excluded.description
             WHERE rev = 1 AND name <> excluded.name",
            (&uid, team.key, team.name, team.description, team.max_members, &write.at),
        )?;
        journal_shipped(write, Entity::Team, "teams", team.key, changed)?;
    }
    Ok(())
}

fn journal_shipped(write: &Write<'_>, entity: Entity, table: &str, key: &str, changed: usize) -> Result<()> {
    if changed == 0 {
        return Ok(());
    }
    let (uid, rev, name): (String, i64, String) =
        write.query_row(&format!("SELECT uid, rev, name FROM {table} WHERE shipped_key = ?1"), [key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let change = Journalled { entity, uid: &uid, rev, action: Action::Update };
    write.journal(change, &(), &serde_json::json!({ "shipped_key": key, "name": name }))
}
