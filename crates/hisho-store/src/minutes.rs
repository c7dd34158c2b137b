//! What was said in a discussion, how somebody stepped in, and which positions were taken, as it
//! is read. Written they are with the events they come of. Must not know who should speak next.

use hisho_domain::discussion::{
    DiscussionMessage, DiscussionStatus, Interruption, InterruptionType, MessageType, Minutes, Position,
};
use hisho_domain::task::Priority;
use hisho_domain::{ActorKind, Author};
use rusqlite::{Connection, Row};

use crate::discussions::opened;
use crate::journal::{json as read_json, word};
use crate::{Result, discussions};

pub(crate) const MESSAGE: &str = "x.uid, x.rev, d.uid, p.uid, x.author_kind, x.message_type, x.content, x.reasoning, x.confidence_level,
  x.reference_links, x.is_consensus_forming, x.is_partial, x.round, r.uid, x.created_at, x.number
  FROM discussion_messages x JOIN ai_discussions d ON d.id = x.discussion_id
  JOIN discussion_participants p ON p.id = x.participant_id LEFT JOIN discussion_messages r ON r.id = x.parent_message_id";

pub(crate) const INTERRUPTION: &str = "x.uid, d.uid, x.interruption_type, x.message, x.redirect_topic, x.priority, x.author_kind, a.uid, a.name,
  x.status_before, x.status_after, x.resolved_at, x.created_at
  FROM discussion_interruptions x JOIN ai_discussions d ON d.id = x.discussion_id LEFT JOIN ai_assistants a ON a.id = x.assistant_id";

pub(crate) const POSITION: &str = "x.uid, d.uid, p.uid, x.author_kind, x.round, x.stance, x.reasoning, x.evidence, x.confidence_level,
  x.objections, x.changed_because, x.created_at
  FROM discussion_positions x JOIN ai_discussions d ON d.id = x.discussion_id JOIN discussion_participants p ON p.id = x.participant_id";

pub(crate) fn message(row: &Row<'_>) -> Result<DiscussionMessage> {
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
        number: row.get(15)?,
    })
}

pub(crate) fn interruption(row: &Row<'_>) -> Result<Interruption> {
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

pub(crate) fn position(row: &Row<'_>) -> Result<Position> {
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

pub(crate) fn one<T>(connection: &Connection, columns: &str, uid: &str, read: fn(&Row<'_>) -> Result<T>) -> Result<T> {
    connection.prepare_cached(&format!("SELECT {columns} WHERE x.uid = ?1"))?.query_row([uid], |row| Ok(read(row)))?
}

/// A message by its identity.
pub fn message_of(connection: &Connection, uid: &str) -> Result<DiscussionMessage> {
    one(connection, MESSAGE, uid, message)
}

/// An interruption by its identity.
pub fn interruption_of(connection: &Connection, uid: &str) -> Result<Interruption> {
    one(connection, INTERRUPTION, uid, interruption)
}
