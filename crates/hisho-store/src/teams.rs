//! Teams: their rows and who sits in them. A team never has more living members than seats.

use hisho_domain::people::{Seat, Team, TeamContent, TeamRole, TeamType};
use hisho_domain::{Action, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::json as object;

use crate::journal::{json, word};
use crate::record::{SECRETARY, TEAM};
use crate::{Journalled, Result, Write, time};

const COLUMNS: &str = "t.uid, t.rev, t.name, t.description, t.team_type, t.max_members, t.is_active,
  (SELECT json_group_array(json_object('secretary_uid', a.uid, 'role', m.role, 'joined_at', m.joined_at) ORDER BY m.joined_at, a.id)
   FROM team_members m JOIN ai_assistants a ON a.id = m.assistant_id WHERE m.team_id = t.id AND a.deleted_at IS NULL),
  t.shipped_key IS NOT NULL FROM teams t";

fn team(row: &Row<'_>) -> Result<Team> {
    let seats: Vec<Seat> = json(row, 7)?;
    Ok(Team {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        team_type: word(row, 4, TeamType::parse)?,
        max_members: row.get(5)?,
        is_active: row.get(6)?,
        members: seats.iter().map(|seat| seat.secretary_uid.clone()).collect(),
        seats,
        is_shipped: row.get(8)?,
    })
}

/// Teams that are not in the trash.
pub fn list(connection: &Connection) -> Result<Vec<Team>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE t.deleted_at IS NULL ORDER BY t.id"))?;
    let rows = statement.query_map([], |row| Ok(team(row)))?;
    rows.map(|row| row?).collect()
}

/// A team; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Team> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE t.uid = ?1 AND t.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(team(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(TEAM.entity, uid))?
}

/// Adds a team without members.
pub fn create(write: &Write<'_>, content: &TeamContent) -> Result<Team> {
    let uid = insert(write, content)?;
    journal(write, &uid, Action::Create, None)
}

fn insert(write: &Write<'_>, content: &TeamContent) -> Result<String> {
    TEAM.claim(write, &content.name, None)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO teams (uid, name, description, team_type, max_members, is_active, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        (
            &uid,
            &content.name,
            &content.description,
            content.team_type.as_str(),
            content.max_members,
            content.is_active,
            &write.at,
        ),
    )?;
    Ok(uid)
}

/// Changes what stands in a team. Fewer seats than members is refused.
pub fn save(write: &Write<'_>, uid: &str, rev: i64, content: &TeamContent) -> Result<Team> {
    let id = TEAM.at(write, uid, rev)?;
    let before = get(write, uid)?;
    TEAM.claim(write, &content.name, Some(id))?;
    fits(&before.name, before.members.len(), content.max_members)?;
    write.execute(
        "UPDATE teams SET name = ?2, description = ?3, team_type = ?4, max_members = ?5, is_active = ?6,
         rev = rev + 1, updated_at = ?7 WHERE id = ?1",
        (
            id,
            &content.name,
            &content.description,
            content.team_type.as_str(),
            content.max_members,
            content.is_active,
            &write.at,
        ),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Adds a team like another, with the same members.
pub fn duplicate(write: &Write<'_>, uid: &str, name: Option<&str>) -> Result<Team> {
    let original = get(write, uid)?;
    let content = TeamContent {
        name: TEAM.name_of_copy(write, &original.name, name)?,
        description: original.description,
        team_type: original.team_type,
        max_members: original.max_members,
        is_active: original.is_active,
    };
    let copy = insert(write, &content)?;
    write.execute(
        "INSERT INTO team_members (team_id, assistant_id, role, joined_at)
         SELECT c.id, m.assistant_id, m.role, ?3 FROM teams c, teams t JOIN team_members m ON m.team_id = t.id
         JOIN ai_assistants a ON a.id = m.assistant_id WHERE c.uid = ?1 AND t.uid = ?2 AND a.deleted_at IS NULL",
        (&copy, uid, &write.at),
    )?;
    journal(write, &copy, Action::Create, None)
}

/// Puts a team into the trash; gives its new revision. Its seats stay for when it comes back.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let id = TEAM.at(write, uid, rev)?;
    let before = get(write, uid)?;
    TEAM.trash(write, id)?;
    write.journal(Journalled { entity: TEAM.entity, uid, rev: rev + 1, action: Action::Delete }, &before, &())?;
    Ok(rev + 1)
}

/// Takes a team out of the trash, under another name when one is wished for. Members who came
/// back meanwhile must fit.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64, name: Option<&str>) -> Result<Team> {
    let id = TEAM.in_trash(write, uid, rev)?;
    TEAM.take_out_named(write, id, name)?;
    let after = journal(write, uid, Action::Restore, None)?;
    fits(&after.name, after.members.len(), after.max_members)?;
    Ok(after)
}

/// Gives a secretary a seat in a team, or another role on the one they have.
pub fn seat(write: &Write<'_>, uid: &str, rev: i64, secretary_uid: &str, role: TeamRole) -> Result<Team> {
    TEAM.at(write, uid, rev)?;
    let secretary =
        SECRETARY.find(write, secretary_uid)?.ok_or_else(|| Error::invalid("secretary_uid", Rule::UnknownValue))?;
    join(write, uid, secretary, role)
}

/// As [`seat`], whatever revision the team is at: for somebody who is just being taken on.
pub(crate) fn join(write: &Write<'_>, uid: &str, secretary: i64, role: TeamRole) -> Result<Team> {
    let before = get(write, uid)?;
    let id = TEAM.live(write, uid)?;
    let seated: bool = write.query_row(
        "SELECT EXISTS (SELECT 1 FROM team_members WHERE team_id = ?1 AND assistant_id = ?2)",
        (id, secretary),
        |row| row.get(0),
    )?;
    if !seated {
        fits(&before.name, before.members.len() + 1, before.max_members)?;
    }
    write.execute(
        "INSERT INTO team_members (team_id, assistant_id, role, joined_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (team_id, assistant_id) DO UPDATE SET role = excluded.role",
        (id, secretary, role.as_str(), &write.at),
    )?;
    touched(write, uid, id, &before)
}

/// Takes a secretary's seat in a team away.
pub fn unseat(write: &Write<'_>, uid: &str, rev: i64, secretary_uid: &str) -> Result<Team> {
    let id = TEAM.at(write, uid, rev)?;
    let before = get(write, uid)?;
    let gone = write.execute(
        "DELETE FROM team_members WHERE team_id = ?1 AND assistant_id = (SELECT id FROM ai_assistants WHERE uid = ?2)",
        (id, secretary_uid),
    )?;
    if gone == 0 {
        return Err(Error::invalid("secretary_uid", Rule::UnknownValue).into());
    }
    touched(write, uid, id, &before)
}

/// What a secretary who comes back does about teams that filled up: leaves them when `leave`, else
/// the first one is an error. The secretary is out of the trash already.
pub(crate) fn make_fit(write: &Write<'_>, secretary: i64, leave: bool) -> Result<()> {
    let mut statement = write.prepare_cached(
        "SELECT t.uid FROM team_members m JOIN teams t ON t.id = m.team_id WHERE m.assistant_id = ?1 AND t.deleted_at IS NULL",
    )?;
    let teams = statement.query_map([secretary], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    for uid in teams {
        let before = get(write, &uid)?;
        match fits(&before.name, before.members.len(), before.max_members) {
            Err(_) if leave => {
                let id = TEAM.live(write, &uid)?;
                write.execute("DELETE FROM team_members WHERE team_id = ?1 AND assistant_id = ?2", (id, secretary))?;
                touched(write, &uid, id, &before)?;
            }
            outcome => outcome?,
        }
    }
    Ok(())
}

/// Requires that so many members fit.
fn fits(name: &str, members: usize, seats: i64) -> Result<()> {
    if i64::try_from(members).unwrap_or(i64::MAX) > seats {
        return Err(Error::refused("team_full", object!({ "team": name, "limit": seats })).into());
    }
    Ok(())
}

fn touched(write: &Write<'_>, uid: &str, id: i64, before: &Team) -> Result<Team> {
    write.execute("UPDATE teams SET rev = rev + 1, updated_at = ?2 WHERE id = ?1", (id, &write.at))?;
    journal(write, uid, Action::Update, Some(before))
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Team>) -> Result<Team> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: TEAM.entity, uid, rev: after.rev, action }, &before, &after)?;
    Ok(after)
}
