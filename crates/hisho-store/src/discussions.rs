//! Discussions: who sits in them and where they stand. Every step is also a row of their list of
//! events, in the same transaction. Must not know who should speak next.

use hisho_domain::discussion::{
    Discussion, DiscussionEvent, DiscussionKind, DiscussionStatus, DiscussionSummary, NewDiscussion, NewSeat, Outcome,
    Seat, SeatRole, full,
};
use hisho_domain::{Action, ActorKind, Author, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

use crate::journal::{to_json, word};
use crate::{Journalled, Result, Write, people, references, time};

/// The columns of a summary, in the order in which [`summary`] reads them.
const SUMMARY: &str = "d.uid, d.rev, d.title, d.topic, d.discussion_type, d.status,
  (SELECT count(*) FROM discussion_participants p WHERE p.discussion_id = d.id AND p.left_at IS NULL),
  d.outcome, d.started_at, d.updated_at";

/// The columns of the whole behind those of its summary.
const DETAIL: &str =
    "d.description, d.max_participants, w.uid, n.uid, m.uid, d.author_kind, a.uid, a.name, d.current_topic,
  d.round, d.consensus_progress, d.consensus_summary, d.created_at, d.ended_at";

/// Discussions that are not in the trash, the latest changed first.
pub fn list(connection: &Connection, status: Option<DiscussionStatus>) -> Result<Vec<DiscussionSummary>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM ai_discussions d WHERE d.deleted_at IS NULL AND (?1 IS NULL OR d.status = ?1)
         ORDER BY d.updated_at DESC, d.id DESC"
    ))?;
    let rows = statement.query_map([status.map(DiscussionStatus::as_str)], |row| Ok(summary(row)))?;
    rows.map(|row| row?).collect()
}

fn summary(row: &Row<'_>) -> Result<DiscussionSummary> {
    Ok(DiscussionSummary {
        uid: row.get(0)?,
        rev: row.get(1)?,
        title: row.get(2)?,
        topic: row.get(3)?,
        kind: word(row, 4, DiscussionKind::parse)?,
        status: word(row, 5, DiscussionStatus::parse)?,
        participants: row.get(6)?,
        outcome: match row.get::<_, Option<String>>(7)? {
            Some(_) => Some(word(row, 7, Outcome::parse)?),
            None => None,
        },
        started_at: row.get(8)?,
        updated_at: row.get(9)?,
    })
}

/// A discussion whole, but for what was said; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Discussion> {
    let mut discussion = connection
        .prepare_cached(&format!(
            "SELECT {SUMMARY}, {DETAIL} FROM ai_discussions d LEFT JOIN workflows w ON w.id = d.workflow_id
             LEFT JOIN plans n ON n.id = d.plan_id LEFT JOIN teams m ON m.id = d.team_id
             LEFT JOIN ai_assistants a ON a.id = d.assistant_id WHERE d.uid = ?1 AND d.deleted_at IS NULL"
        ))?
        .query_row([uid], |row| Ok(detail(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Discussion, uid))??;
    discussion.seats = seats(connection, uid)?;
    Ok(discussion)
}

fn detail(row: &Row<'_>) -> Result<Discussion> {
    Ok(Discussion {
        summary: summary(row)?,
        description: row.get(10)?,
        max_participants: row.get(11)?,
        project_uid: row.get(12)?,
        plan_uid: row.get(13)?,
        team_uid: row.get(14)?,
        author: Author { kind: word(row, 15, ActorKind::parse)?, secretary_uid: row.get(16)?, name: row.get(17)? },
        current_topic: row.get(18)?,
        round: row.get(19)?,
        consensus_progress: row.get(20)?,
        consensus_summary: row.get(21)?,
        created_at: row.get(22)?,
        ended_at: row.get(23)?,
        seats: Vec::new(),
    })
}

fn seats(connection: &Connection, uid: &str) -> Result<Vec<Seat>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.uid, p.kind, a.uid, a.name, p.role, p.joined_at, p.left_at,
         (SELECT count(*) FROM discussion_messages x WHERE x.discussion_id = p.discussion_id AND x.participant_id = p.id)
         FROM discussion_participants p JOIN ai_discussions d ON d.id = p.discussion_id
         LEFT JOIN ai_assistants a ON a.id = p.assistant_id WHERE d.uid = ?1 ORDER BY p.id",
    )?;
    let rows = statement.query_map([uid], |row| {
        Ok(word(row, 1, ActorKind::parse).and_then(|kind| {
            Ok(Seat {
                uid: row.get(0)?,
                who: Author { kind, secretary_uid: row.get(2)?, name: row.get(3)? },
                role: word(row, 4, SeatRole::parse)?,
                joined_at: row.get(5)?,
                left_at: row.get(6)?,
                contributions: row.get(7)?,
            })
        }))
    })?;
    rows.map(|row| row?).collect()
}

/// The list of events of a discussion.
pub fn events(connection: &Connection, uid: &str) -> Result<Vec<DiscussionEvent>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.number, e.at, e.kind, e.data FROM discussion_events e JOIN ai_discussions d ON d.id = e.discussion_id
         WHERE d.uid = ?1 ORDER BY e.number",
    )?;
    let rows = statement.query_map([uid], |row| {
        Ok(crate::journal::json::<Value>(row, 3)
            .and_then(|data| Ok(DiscussionEvent { number: row.get(0)?, at: row.get(1)?, kind: row.get(2)?, data })))
    })?;
    rows.map(|row| row?).collect()
}

/// Prepares a discussion; it begins to run with [`crate::discussion_run::begin`]. What is new has been checked.
pub fn create(write: &Write<'_>, new: &NewDiscussion) -> Result<Discussion> {
    let project = references::optional_row(write, "workflows", "project_uid", new.project_uid.as_deref())?;
    let plan = references::optional_row(write, "plans", "plan_uid", new.plan_uid.as_deref())?;
    let team = references::optional_row(write, "teams", "team_uid", new.team_uid.as_deref())?;
    let author = people::assistant_id(write, write.actor.secretary.as_deref())?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO ai_discussions (uid, title, description, topic, discussion_type, max_participants, workflow_id, plan_id,
         team_id, author_kind, assistant_id, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)",
        rusqlite::params![
            &uid,
            &new.title,
            &new.description,
            &new.topic,
            new.kind.as_str(),
            new.max_participants,
            project,
            plan,
            team,
            write.actor.kind.as_str(),
            author,
            &write.at,
        ],
    )?;
    let id = write.last_insert_rowid();
    event(write, id, "created", &json!({}))?;
    for seat in &new.seats {
        sit(write, id, seat)?;
    }
    journal(write, &uid, Action::Create, None)
}

/// Lets somebody join, or come back, while there is room.
pub fn join(write: &Write<'_>, uid: &str, rev: i64, seat: &NewSeat) -> Result<Discussion> {
    let (id, before) = opened(write, uid, Some(rev))?;
    refuse_closed(&before)?;
    if before.summary.participants >= before.max_participants {
        return Err(full(before.max_participants).into());
    }
    sit(write, id, seat)?;
    touch(write, id)?;
    journal(write, uid, Action::Update, Some(&before))
}

fn sit(write: &Write<'_>, discussion: i64, seat: &NewSeat) -> Result<()> {
    let assistant = references::optional_row(write, "ai_assistants", "secretary_uid", seat.secretary_uid.as_deref())?;
    let here: bool = write
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM discussion_participants
             WHERE discussion_id = ?1 AND coalesce(assistant_id, 0) = coalesce(?2, 0) AND left_at IS NULL)",
        )?
        .query_row((discussion, assistant), |row| row.get(0))?;
    if here {
        return Err(Error::refused("already_seated", json!({ "field": "seats" })).into());
    }
    let kind = if assistant.is_some() { ActorKind::Secretary } else { ActorKind::Person };
    // Who comes back takes their old seat.
    write.execute(
        "INSERT INTO discussion_participants (uid, discussion_id, kind, assistant_id, role, joined_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (discussion_id, coalesce(assistant_id, 0)) DO UPDATE SET role = excluded.role, left_at = NULL",
        (time::new_uid(), discussion, kind.as_str(), assistant, seat.role.as_str(), &write.at),
    )?;
    event(write, discussion, "joined", &json!({ "secretary_uid": seat.secretary_uid, "role": seat.role }))
}

/// Whoever has this seat sits there again, or for the first time, in this role.
pub(crate) fn sit_again(write: &Write<'_>, discussion: i64, seat: &str, role: SeatRole) -> Result<()> {
    write
        .prepare_cached(
            "UPDATE discussion_participants SET left_at = NULL, role = ?3 WHERE discussion_id = ?1 AND uid = ?2",
        )?
        .execute((discussion, seat, role.as_str()))?;
    Ok(())
}

/// The seat of somebody who joins a discussion that runs, held for them; it is taken with the event.
pub fn seat_for(write: &Write<'_>, uid: &str, seat: &NewSeat) -> Result<String> {
    write.passing.set(true);
    let (id, before) = opened(write, uid, None)?;
    let assistant = references::optional_row(write, "ai_assistants", "secretary_uid", seat.secretary_uid.as_deref())?;
    if hold_seat(write, id, assistant, seat.role)? {
        touch(write, id)?;
        journal(write, uid, Action::Update, Some(&before))?;
    }
    Ok(write
        .prepare_cached(
            "SELECT uid FROM discussion_participants WHERE discussion_id = ?1 AND coalesce(assistant_id, 0) = coalesce(?2, 0)",
        )?
        .query_row((id, assistant), |row| row.get(0))?)
}

/// The seat from which the person speaks outside of any turn; without one they came by and left.
pub(crate) fn passing_by(write: &Write<'_>, discussion: i64) -> Result<i64> {
    hold_seat(write, discussion, None, SeatRole::Observer)?;
    Ok(write
        .prepare_cached("SELECT id FROM discussion_participants WHERE discussion_id = ?1 AND assistant_id IS NULL")?
        .query_row([discussion], |row| row.get(0))?)
}

/// A seat that nobody sits in yet, where there is none; gives whether it is new.
fn hold_seat(write: &Write<'_>, discussion: i64, assistant: Option<i64>, role: SeatRole) -> Result<bool> {
    let kind = if assistant.is_some() { ActorKind::Secretary } else { ActorKind::Person };
    let made = write
        .prepare_cached(
            "INSERT INTO discussion_participants (uid, discussion_id, kind, assistant_id, role, joined_at, left_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (discussion_id, coalesce(assistant_id, 0)) DO NOTHING",
        )?
        .execute((time::new_uid(), discussion, kind.as_str(), assistant, role.as_str(), &write.at))?;
    Ok(made > 0)
}

/// Lets somebody go; what they said stays.
pub fn leave(write: &Write<'_>, uid: &str, rev: i64, seat: &str) -> Result<Discussion> {
    let (id, before) = opened(write, uid, Some(rev))?;
    refuse_closed(&before)?;
    let changed = write.execute(
        "UPDATE discussion_participants SET left_at = ?3 WHERE discussion_id = ?1 AND uid = ?2 AND left_at IS NULL",
        (id, seat, &write.at),
    )?;
    if changed == 0 {
        return Err(Error::invalid("seat_uid", hisho_domain::Rule::UnknownValue).into());
    }
    event(write, id, "left", &json!({ "seat_uid": seat }))?;
    touch(write, id)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Puts it into the trash; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let (id, before) = opened(write, uid, Some(rev))?;
    write.execute(
        "UPDATE ai_discussions SET deleted_at = ?2, deleted_batch = ?3 WHERE id = ?1",
        (id, &write.at, time::new_uid()),
    )?;
    touch(write, id)?;
    write.journal(
        Journalled { entity: Entity::Discussion, uid, rev: rev + 1, action: Action::Delete },
        &before,
        &(),
    )?;
    Ok(rev + 1)
}

/// Takes it out of the trash.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Discussion> {
    let changed = write.execute(
        "UPDATE ai_discussions SET deleted_at = NULL, deleted_batch = NULL, rev = rev + 1, updated_at = ?3
         WHERE uid = ?1 AND rev = ?2 AND deleted_at IS NOT NULL",
        (uid, rev, &write.at),
    )?;
    if changed == 0 {
        let there: bool =
            write.query_row("SELECT EXISTS (SELECT 1 FROM ai_discussions WHERE uid = ?1)", [uid], |row| row.get(0))?;
        return Err(
            if there { Error::stale(Entity::Discussion) } else { Error::not_found(Entity::Discussion, uid) }.into()
        );
    }
    journal(write, uid, Action::Restore, None)
}

/// The row of a discussion and how it is; with `rev` a lost race is an error.
pub(crate) fn opened(connection: &Connection, uid: &str, rev: Option<i64>) -> Result<(i64, Discussion)> {
    let before = get(connection, uid)?;
    if rev.is_some_and(|rev| rev != before.summary.rev) {
        return Err(Error::stale(Entity::Discussion).into());
    }
    let id = connection
        .prepare_cached("SELECT id FROM ai_discussions WHERE uid = ?1")?
        .query_row([uid], |row| row.get(0))?;
    Ok((id, before))
}

fn refuse_closed(discussion: &Discussion) -> Result<()> {
    match discussion.summary.status {
        status @ (DiscussionStatus::Completed | DiscussionStatus::Terminated) => Err(status.refuses(json!({})).into()),
        _ => Ok(()),
    }
}

/// Adds a row to the list of events.
pub(crate) fn event(write: &Write<'_>, discussion: i64, kind: &str, data: &Value) -> Result<()> {
    write
        .prepare_cached(
            "INSERT INTO discussion_events (discussion_id, number, at, kind, data)
             VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM discussion_events WHERE discussion_id = ?1), ?2, ?3, ?4)",
        )?
        .execute((discussion, &write.at, kind, to_json(data)?))?;
    Ok(())
}

pub(crate) fn touch(write: &Write<'_>, id: i64) -> Result<()> {
    write
        .prepare_cached("UPDATE ai_discussions SET rev = rev + 1, updated_at = ?2 WHERE id = ?1")?
        .execute((id, &write.at))?;
    Ok(())
}

pub(crate) fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Discussion>) -> Result<Discussion> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: Entity::Discussion, uid, rev: after.summary.rev, action }, &before, &after)?;
    Ok(after)
}
