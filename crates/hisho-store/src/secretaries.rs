//! Secretaries: their rows and their skills. Must not know models, keys or how one speaks.

use hisho_domain::people::TeamRole;
use hisho_domain::secretary::{Provider, Secretary, SecretaryContent, SecretaryKind, Skill};
use hisho_domain::{Action, Error, Rule, text};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::journal::{json, to_json, word};
use crate::record::{PERSONA, SECRETARY, TEAM};
use crate::{Journalled, Result, Write, teams, time};

const COLUMNS: &str = "a.uid, a.rev, a.name, a.description, a.kind, p.uid,
  (SELECT json_group_array(t.uid ORDER BY m.joined_at, t.id) FROM team_members m JOIN teams t ON t.id = m.team_id
   WHERE m.assistant_id = a.id AND t.deleted_at IS NULL),
  a.ai_provider, a.model, c.uid, a.settings,
  (SELECT json_group_array(json_object('name', s.skill_name, 'level', s.skill_level, 'description', s.description) ORDER BY s.skill_name)
   FROM assistant_skills s WHERE s.assistant_id = a.id),
  a.is_active, a.last_used_at, a.usage_count
  FROM ai_assistants a LEFT JOIN personas p ON p.id = a.persona_id AND p.deleted_at IS NULL
  LEFT JOIN credentials c ON c.id = a.credential_id AND c.deleted_at IS NULL";

/// Who is looked for; what is left out does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In their name or description, whatever its width, case or kana.
    pub text: Option<String>,
    /// A skill of theirs, likewise, and whole.
    pub skill: Option<String>,
    /// That skill, or any, is at least so good.
    pub level: i64,
    /// In this team.
    pub team_uid: Option<String>,
    /// Only those at work.
    pub active_only: bool,
}

fn secretary(row: &Row<'_>) -> Result<Secretary> {
    let team_uids: Vec<String> = json(row, 6)?;
    Ok(Secretary {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        kind: word(row, 4, SecretaryKind::parse)?,
        persona_uid: row.get(5)?,
        team_uid: team_uids.first().cloned(),
        team_uids,
        provider: word(row, 7, Provider::parse)?,
        model: row.get(8)?,
        credential_uid: row.get(9)?,
        settings: json(row, 10)?,
        skills: json(row, 11)?,
        is_active: row.get(12)?,
        last_used_at: row.get(13)?,
        usage_count: row.get(14)?,
    })
}

/// Secretaries that are not in the trash.
pub fn list(connection: &Connection) -> Result<Vec<Secretary>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE a.deleted_at IS NULL ORDER BY a.id"))?;
    let rows = statement.query_map([], |row| Ok(secretary(row)))?;
    rows.map(|row| row?).collect()
}

/// A secretary; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Secretary> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE a.uid = ?1 AND a.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(secretary(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(SECRETARY.entity, uid))?
}

/// Those who fit, the best at the skill first.
pub fn find(connection: &Connection, wanted: &Wanted) -> Result<Vec<Secretary>> {
    let skill = wanted.skill.as_deref().map(text::fold);
    let words = wanted.text.as_deref().map(text::fold);
    let best = |secretary: &Secretary| {
        let fits = |s: &&Skill| skill.as_deref().is_none_or(|skill| text::fold(&s.name) == skill);
        secretary.skills.iter().filter(fits).map(|s| s.level).max()
    };
    let mut found = list(connection)?;
    found.retain(|secretary| {
        let skilled =
            (skill.is_none() && wanted.level == 0) || best(secretary).is_some_and(|level| level >= wanted.level);
        let named = words.as_deref().is_none_or(|words| {
            text::fold(&secretary.name).contains(words) || text::fold(&secretary.description).contains(words)
        });
        let teamed = wanted.team_uid.as_ref().is_none_or(|team| secretary.team_uids.contains(team));
        skilled && named && teamed && (secretary.is_active || !wanted.active_only)
    });
    if skill.is_some() {
        found.sort_by_key(|secretary| std::cmp::Reverse(best(secretary)));
    }
    Ok(found)
}

/// What kind of secretary a persona makes.
pub fn kind_for(connection: &Connection, persona_uid: Option<&str>) -> Result<SecretaryKind> {
    let Some(id) = PERSONA.referred(connection, "persona_uid", persona_uid)? else {
        return Ok(SecretaryKind::Secretary);
    };
    let key: Option<String> =
        connection.query_row("SELECT shipped_key FROM personas WHERE id = ?1", [id], |row| row.get(0))?;
    Ok(if key.as_deref() == Some("librarian") { SecretaryKind::Librarian } else { SecretaryKind::Secretary })
}

/// Takes somebody on, into a team if one is named and has room.
pub fn create(
    write: &Write<'_>,
    kind: SecretaryKind,
    content: &SecretaryContent,
    team_uid: Option<&str>,
) -> Result<Secretary> {
    SECRETARY.claim(write, &content.name, None)?;
    TEAM.referred(write, "team_uid", team_uid)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO ai_assistants (uid, kind, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        (&uid, kind.as_str(), &content.name, &write.at),
    )?;
    let id = write.last_insert_rowid();
    fill(write, id, content)?;
    if let Some(team_uid) = team_uid {
        teams::join(write, team_uid, id, TeamRole::Member)?;
    }
    journal(write, &uid, Action::Create, None)
}

/// Changes what stands in a secretary's record.
pub fn save(write: &Write<'_>, uid: &str, rev: i64, content: &SecretaryContent) -> Result<Secretary> {
    let id = SECRETARY.at(write, uid, rev)?;
    let before = get(write, uid)?;
    SECRETARY.claim(write, &content.name, Some(id))?;
    fill(write, id, content)?;
    write.execute("UPDATE ai_assistants SET rev = rev + 1, updated_at = ?2 WHERE id = ?1", (id, &write.at))?;
    journal(write, uid, Action::Update, Some(&before))
}

fn fill(write: &Write<'_>, id: i64, content: &SecretaryContent) -> Result<()> {
    let persona = PERSONA.referred(write, "persona_uid", content.persona_uid.as_deref())?;
    let credential = credential(write, content)?;
    write.execute(
        "UPDATE ai_assistants SET name = ?2, description = ?3, persona_id = ?4, ai_provider = ?5, model = ?6,
         credential_id = ?7, settings = ?8, is_active = ?9 WHERE id = ?1",
        (
            id,
            &content.name,
            &content.description,
            persona,
            content.provider.as_str(),
            &content.model,
            credential,
            to_json(&content.settings)?,
            content.is_active,
        ),
    )?;
    let names: Vec<&str> = content.skills.iter().map(|skill| skill.name.as_str()).collect();
    write.execute(
        "DELETE FROM assistant_skills WHERE assistant_id = ?1 AND skill_name NOT IN (SELECT value FROM json_each(?2))",
        (id, to_json(&names)?),
    )?;
    let mut put = write.prepare_cached(
        "INSERT INTO assistant_skills (assistant_id, skill_name, skill_level, description, created_at, updated_at)
         VALUES (:id, :name, :level, :description, :at, :at)
         ON CONFLICT (assistant_id, skill_name) DO UPDATE SET skill_level = excluded.skill_level,
           description = excluded.description, updated_at = excluded.updated_at
         WHERE skill_level <> excluded.skill_level OR description <> excluded.description",
    )?;
    for Skill { name, level, description } in &content.skills {
        put.execute(
            named_params! { ":id": id, ":name": name, ":level": level, ":description": description, ":at": &write.at },
        )?;
    }
    Ok(())
}

/// The account whose key is used; it must be one of the same service.
fn credential(connection: &Connection, content: &SecretaryContent) -> Result<Option<i64>> {
    let Some(uid) = &content.credential_uid else { return Ok(None) };
    connection
        .query_row(
            "SELECT id FROM credentials WHERE uid = ?1 AND provider = ?2 AND deleted_at IS NULL",
            (uid, content.provider.as_str()),
            |row| row.get(0),
        )
        .optional()?
        .map_or_else(|| Err(Error::invalid("credential_uid", Rule::UnknownValue).into()), |id| Ok(Some(id)))
}

/// Takes somebody on who is like another, in no team yet.
pub fn duplicate(write: &Write<'_>, uid: &str, name: Option<&str>) -> Result<Secretary> {
    let original = get(write, uid)?;
    let content = SecretaryContent {
        name: SECRETARY.name_of_copy(write, &original.name, name)?,
        description: original.description,
        persona_uid: original.persona_uid,
        provider: original.provider,
        model: original.model,
        credential_uid: original.credential_uid,
        settings: original.settings,
        skills: original.skills,
        is_active: original.is_active,
    };
    create(write, original.kind, &content, None)
}

/// Puts a secretary into the trash; gives their new revision. Their seats and what they said stay.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let id = SECRETARY.at(write, uid, rev)?;
    let before = get(write, uid)?;
    SECRETARY.trash(write, id)?;
    write.journal(
        Journalled { entity: SECRETARY.entity, uid, rev: rev + 1, action: Action::Delete },
        &kept(&before),
        &(),
    )?;
    Ok(rev + 1)
}

/// Takes a secretary out of the trash, under another name when one is wished for. A team of theirs
/// that filled up meanwhile is an error, unless they are to leave such teams.
pub fn restore(
    write: &Write<'_>,
    uid: &str,
    rev: i64,
    name: Option<&str>,
    leave_full_teams: bool,
) -> Result<Secretary> {
    let id = SECRETARY.in_trash(write, uid, rev)?;
    SECRETARY.take_out_named(write, id, name)?;
    teams::make_fit(write, id, leave_full_teams)?;
    journal(write, uid, Action::Restore, None)
}

/// As they stand in the journal: without their teams, which have rows of their own there.
fn kept(secretary: &Secretary) -> Secretary {
    Secretary { team_uid: None, team_uids: Vec::new(), ..secretary.clone() }
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Secretary>) -> Result<Secretary> {
    let after = get(write, uid)?;
    let change = Journalled { entity: SECRETARY.entity, uid, rev: after.rev, action };
    write.journal(change, &before.map(kept), &kept(&after))?;
    Ok(after)
}
