//! What was said in a discussion, how somebody stepped in, and which positions were taken. Each
//! is a record of its own in the journal and a row of the discussion's list of events.
//! Must not know who should speak next.

use hisho_domain::discussion::{
    DiscussionMessage, DiscussionStatus, Interruption, InterruptionType, MessageType, Minutes, NewInterruption,
    NewMessage, NewPosition, Position, SeatRole,
};
use hisho_domain::task::Priority;
use hisho_domain::{Action, ActorKind, Author, Entity, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::json;

use crate::discussions::{event, opened, touch};
use crate::journal::{json as read_json, to_json, word};
use crate::{Journalled, Result, Write, discussions, people, speaking, time};

const MESSAGE: &str = "x.uid, x.rev, d.uid, p.uid, x.author_kind, x.message_type, x.content, x.reasoning, x.confidence_level,
  x.reference_links, x.is_consensus_forming, x.is_partial, x.round, r.uid, x.created_at
  FROM discussion_messages x JOIN ai_discussions d ON d.id = x.discussion_id
  JOIN discussion_participants p ON p.id = x.participant_id LEFT JOIN discussion_messages r ON r.id = x.parent_message_id";

const INTERRUPTION: &str = "x.uid, d.uid, x.interruption_type, x.message, x.redirect_topic, x.priority, x.author_kind, a.uid, a.name,
  x.status_before, x.status_after, x.resolved_at, x.created_at
  FROM discussion_interruptions x JOIN ai_discussions d ON d.id = x.discussion_id LEFT JOIN ai_assistants a ON a.id = x.assistant_id";

const POSITION: &str = "x.uid, d.uid, p.uid, x.author_kind, x.round, x.stance, x.reasoning, x.evidence, x.confidence_level,
  x.objections, x.changed_because, x.created_at
  FROM discussion_positions x JOIN ai_discussions d ON d.id = x.discussion_id JOIN discussion_participants p ON p.id = x.participant_id";

fn message(row: &Row<'_>) -> Result<DiscussionMessage> {
    Ok(DiscussionMessage {
        uid: row.get(0)?,
        rev: row.get(1)?,
        discussion_uid: row.get(2)?,
        seat_uid: row.get(3)?,
        spoken_by: word(row, 4, ActorKind::parse)?,
        message_type: word(row, 5, MessageType::parse)?,
        content: row.get(6)?,
        reasoning: row.get(7)?,
        confidence: row.get(8)?,
        references: read_json(row, 9)?,
        is_consensus_forming: row.get(10)?,
        is_partial: row.get(11)?,
        round: row.get(12)?,
        parent_uid: row.get(13)?,
        created_at: row.get(14)?,
    })
}

fn interruption(row: &Row<'_>) -> Result<Interruption> {
    Ok(Interruption {
        uid: row.get(0)?,
        discussion_uid: row.get(1)?,
        interruption_type: word(row, 2, InterruptionType::parse)?,
        message: row.get(3)?,
        redirect_topic: row.get(4)?,
        priority: word(row, 5, Priority::parse)?,
        by: Author { kind: word(row, 6, ActorKind::parse)?, secretary_uid: row.get(7)?, name: row.get(8)? },
        status_before: word(row, 9, DiscussionStatus::parse)?,
        status_after: word(row, 10, DiscussionStatus::parse)?,
        resolved_at: row.get(11)?,
        created_at: row.get(12)?,
    })
}

fn position(row: &Row<'_>) -> Result<Position> {
    Ok(Position {
        uid: row.get(0)?,
        discussion_uid: row.get(1)?,
        seat_uid: row.get(2)?,
        spoken_by: word(row, 3, ActorKind::parse)?,
        round: row.get(4)?,
        stance: row.get(5)?,
        reasoning: row.get(6)?,
        evidence: read_json(row, 7)?,
        confidence: row.get(8)?,
        objections: read_json(row, 9)?,
        changed_because: row.get(10)?,
        created_at: row.get(11)?,
    })
}

/// Everything that happened in a discussion.
pub fn of(connection: &Connection, uid: &str) -> Result<Minutes> {
    let (id, _) = opened(connection, uid, None)?;
    Ok(Minutes {
        messages: collect(
            connection,
            &format!("SELECT {MESSAGE} WHERE x.discussion_id = ?1 ORDER BY x.id"),
            id,
            message,
        )?,
        interruptions: collect(
            connection,
            &format!("SELECT {INTERRUPTION} WHERE x.discussion_id = ?1 ORDER BY x.id"),
            id,
            interruption,
        )?,
        positions: collect(
            connection,
            &format!("SELECT {POSITION} WHERE x.discussion_id = ?1 ORDER BY x.round, x.id"),
            id,
            position,
        )?,
        events: discussions::events(connection, uid)?,
    })
}

fn collect<T>(connection: &Connection, sql: &str, id: i64, read: fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn one<T>(connection: &Connection, columns: &str, uid: &str, read: fn(&Row<'_>) -> Result<T>) -> Result<T> {
    connection.prepare_cached(&format!("SELECT {columns} WHERE x.uid = ?1"))?.query_row([uid], |row| Ok(read(row)))?
}

/// The row of a seat that is taken, when this actor may speak from it.
fn seat(write: &Write<'_>, discussion: i64, uid: &str) -> Result<i64> {
    let (id, assistant, role) = write
        .prepare_cached(
            "SELECT p.id, a.uid, p.role FROM discussion_participants p LEFT JOIN ai_assistants a ON a.id = p.assistant_id
             WHERE p.discussion_id = ?1 AND p.uid = ?2 AND p.left_at IS NULL",
        )?
        .query_row((discussion, uid), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?, word(row, 2, SeatRole::parse)))
        })
        .optional()?
        .ok_or_else(|| Error::invalid("seat_uid", Rule::UnknownValue))?;
    if role? == SeatRole::Observer {
        return Err(Error::refused("observer", json!({ "field": "seat_uid" })).into());
    }
    match assistant {
        Some(secretary) => speaking::may_speak_for(write, &secretary)?,
        None if write.actor.kind != ActorKind::Person => {
            return Err(Error::refused("speaks_for_themselves", json!({ "field": "seat_uid" })).into());
        }
        None => {}
    }
    Ok(id)
}

/// Says something in a discussion that is going on. What is new has been checked.
pub fn say(write: &Write<'_>, discussion_uid: &str, new: &NewMessage) -> Result<DiscussionMessage> {
    let (id, discussion) = opened(write, discussion_uid, None)?;
    if discussion.summary.status != DiscussionStatus::Active {
        return Err(discussion.summary.status.refuses(json!({})).into());
    }
    let seat = seat(write, id, &new.seat_uid)?;
    let parent = match &new.parent_uid {
        None => None,
        Some(uid) => Some(
            write
                .prepare_cached("SELECT id FROM discussion_messages WHERE uid = ?1 AND discussion_id = ?2")?
                .query_row((uid, id), |row| row.get::<_, i64>(0))
                .optional()?
                .ok_or_else(|| Error::invalid("parent_uid", Rule::UnknownValue))?,
        ),
    };
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO discussion_messages (uid, discussion_id, participant_id, author_kind, message_type, content, reasoning,
             confidence_level, reference_links, is_consensus_forming, round, parent_message_id, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13)",
        )?
        .execute(rusqlite::params![
            &uid,
            id,
            seat,
            write.actor.kind.as_str(),
            new.message_type.as_str(),
            &new.content,
            &new.reasoning,
            new.confidence,
            to_json(&new.references)?,
            new.is_consensus_forming,
            discussion.round,
            parent,
            &write.at,
        ])?;
    event(write, id, "said", &json!({ "message_uid": uid }))?;
    let said = one(write, MESSAGE, &uid, message)?;
    write.journal(
        Journalled { entity: Entity::DiscussionMessage, uid: &uid, rev: 1, action: Action::Create },
        &(),
        &said,
    )?;
    Ok(said)
}

/// Steps in. Pausing and resuming, ending and leading elsewhere change the discussion as well.
pub fn interrupt(write: &Write<'_>, discussion_uid: &str, new: &NewInterruption) -> Result<Interruption> {
    let (id, before) = opened(write, discussion_uid, None)?;
    let from = before.summary.status;
    let to = from.after(new.interruption_type)?;
    let uid = time::new_uid();
    let assistant = people::assistant_id(write, write.actor.secretary.as_deref())?;
    // Only an answer resolves a question; everything else has its effect at once.
    let resolved = (new.interruption_type != InterruptionType::Clarify).then_some(&write.at);
    write
        .prepare_cached(
            "INSERT INTO discussion_interruptions (uid, discussion_id, interruption_type, message, redirect_topic, priority,
             author_kind, assistant_id, status_before, status_after, resolved_at, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(rusqlite::params![
            &uid,
            id,
            new.interruption_type.as_str(),
            &new.message,
            &new.redirect_topic,
            new.priority.as_str(),
            write.actor.kind.as_str(),
            assistant,
            from.as_str(),
            to.as_str(),
            resolved,
            &write.at,
        ])?;
    event(write, id, "interrupted", &json!({ "interruption_uid": uid, "type": new.interruption_type }))?;
    if to != from || new.redirect_topic.is_some() {
        let ended = (to == DiscussionStatus::Terminated).then_some(&write.at);
        write.execute(
            "UPDATE ai_discussions SET status = ?2, current_topic = coalesce(?3, current_topic), ended_at = ?4 WHERE id = ?1",
            (id, to.as_str(), &new.redirect_topic, ended),
        )?;
        touch(write, id)?;
        discussions::journal(write, discussion_uid, Action::Update, Some(&before))?;
    }
    let done = one(write, INTERRUPTION, &uid, interruption)?;
    let change = Journalled { entity: Entity::DiscussionInterruption, uid: &uid, rev: 0, action: Action::Create };
    write.journal(change, &(), &done)?;
    Ok(done)
}

/// Says that what an interruption asked for has been done.
pub fn resolve(write: &Write<'_>, uid: &str) -> Result<Interruption> {
    let found: Option<(i64, Option<String>)> = write
        .prepare_cached(
            "SELECT x.discussion_id, x.resolved_at FROM discussion_interruptions x JOIN ai_discussions d ON d.id = x.discussion_id
             WHERE x.uid = ?1 AND d.deleted_at IS NULL",
        )?
        .query_row([uid], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (discussion, resolved) = found.ok_or_else(|| Error::not_found(Entity::DiscussionInterruption, uid))?;
    if resolved.is_some() {
        return Err(Error::refused("already_resolved", json!({})).into());
    }
    let before = one(write, INTERRUPTION, uid, interruption)?;
    write.execute("UPDATE discussion_interruptions SET resolved_at = ?2 WHERE uid = ?1", (uid, &write.at))?;
    event(write, discussion, "resolved", &json!({ "interruption_uid": uid }))?;
    let after = one(write, INTERRUPTION, uid, interruption)?;
    let change = Journalled { entity: Entity::DiscussionInterruption, uid, rev: 0, action: Action::Update };
    write.journal(change, &before, &after)?;
    Ok(after)
}

/// Takes a position in the present round; once for each seat and round.
pub fn take_position(write: &Write<'_>, discussion_uid: &str, new: &NewPosition) -> Result<Position> {
    let (id, discussion) = opened(write, discussion_uid, None)?;
    if discussion.summary.status != DiscussionStatus::Active {
        return Err(discussion.summary.status.refuses(json!({})).into());
    }
    let seat = seat(write, id, &new.seat_uid)?;
    let taken: bool = write
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM discussion_positions WHERE discussion_id = ?1 AND participant_id = ?2 AND round = ?3)",
        )?
        .query_row((id, seat, discussion.round), |row| row.get(0))?;
    if taken {
        return Err(Error::refused("position_taken", json!({ "field": "seat_uid", "round": discussion.round })).into());
    }
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO discussion_positions (uid, discussion_id, participant_id, author_kind, round, stance, reasoning, evidence,
             confidence_level, objections, changed_because, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(rusqlite::params![
            &uid,
            id,
            seat,
            write.actor.kind.as_str(),
            discussion.round,
            &new.stance,
            &new.reasoning,
            to_json(&new.evidence)?,
            new.confidence,
            to_json(&new.objections)?,
            &new.changed_because,
            &write.at,
        ])?;
    event(write, id, "position", &json!({ "position_uid": uid }))?;
    let taken = one(write, POSITION, &uid, position)?;
    let change = Journalled { entity: Entity::DiscussionPosition, uid: &uid, rev: 0, action: Action::Create };
    write.journal(change, &(), &taken)?;
    Ok(taken)
}
