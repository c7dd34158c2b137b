//! What an event means for the tables of 002: messages, positions, interruptions, each with its
//! row in the journal. Must not know how the engine came to it.

use hisho_domain::discussion::engine::{Change, Record, standing};
use hisho_domain::discussion::{InterruptionType, MessageType};
use hisho_domain::{Action, ActorKind, Entity, Error};
use rusqlite::{Connection, OptionalExtension};

use super::sent::keep;
use super::{Beside, Loaded, Taken};
use crate::discussions::passing_by;
use crate::journal::to_json;
use crate::minutes::{INTERRUPTION, MESSAGE, POSITION, interruption, message, one, position};
use crate::{Journalled, Result, Write, people, time};

/// Longest argument that is kept beside a position, in characters.
const BECAUSE: usize = 1_000;

/// Writes down what an event came to.
pub(super) fn put_down(write: &Write<'_>, taken: &mut Taken, beside: &Beside<'_>) -> Result<()> {
    let records = taken.step.records.clone();
    for record in &records {
        match record {
            Record::Message { .. } => {
                let uid = say(write, &taken.loaded, record, &records, beside)?;
                taken.messages.push(uid);
            }
            Record::Position(_) => hold(write, &taken.loaded, record, &records)?,
            Record::Interruption { .. } => {
                let uid = step_in(write, &taken.loaded, record)?;
                taken.interruptions.push(uid);
            }
            Record::Ended(_) => {}
        }
    }
    Ok(())
}

/// The names of those in the seats, by place; nothing for the person.
pub(super) fn names(connection: &Connection, loaded: &Loaded) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(a.name, '') FROM discussion_participants p LEFT JOIN ai_assistants a ON a.id = p.assistant_id
         WHERE p.discussion_id = ?1 AND p.uid = ?2",
    )?;
    let name = |uid: &str| statement.query_row((loaded.id, uid), |row| row.get(0)).optional();
    let names = loaded.state.seats.iter().map(|seat| seat.spec.uid.as_str()).map(name);
    Ok(names.map(|name| name.map(Option::unwrap_or_default)).collect::<rusqlite::Result<_>>()?)
}

fn seat_row(connection: &Connection, loaded: &Loaded, seat: usize) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT id FROM discussion_participants WHERE discussion_id = ?1 AND uid = ?2")?
        .query_row((loaded.id, &loaded.state.seats[seat].spec.uid), |row| row.get(0))?)
}

fn spoken_by(loaded: &Loaded, seat: Option<usize>) -> ActorKind {
    match seat {
        Some(seat) if !loaded.state.is_own(seat) => ActorKind::Secretary,
        _ => ActorKind::Person,
    }
}

fn numbered(connection: &Connection, discussion: i64, number: u64) -> Result<Option<(i64, String)>> {
    Ok(connection
        .prepare_cached("SELECT id, content FROM discussion_messages WHERE discussion_id = ?1 AND number = ?2")?
        .query_row((discussion, i64::try_from(number).unwrap_or(i64::MAX)), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn say(write: &Write<'_>, loaded: &Loaded, record: &Record, all: &[Record], beside: &Beside<'_>) -> Result<String> {
    let Record::Message { number, seat, utterance, round, is_partial } = record else {
        return Err(Error::internal("a message that is none").into());
    };
    let participant = match seat {
        Some(seat) => seat_row(write, loaded, *seat)?,
        None => passing_by(write, loaded.id)?,
    };
    let parent = match utterance.reply_to {
        Some(number) => numbered(write, loaded.id, number)?.map(|(id, _)| id),
        None => None,
    };
    let leading = standing(&loaded.state).leading;
    let forming = all.iter().any(|record| match record {
        Record::Position(held) => {
            held.message == *number
                && Some(held.option) == leading
                && matches!(held.change, Change::Same | Change::Argued)
        }
        _ => false,
    });
    let uid = time::new_uid();
    let reasoning = Some(utterance.reasoning.trim()).filter(|reasoning| !reasoning.is_empty());
    write
        .prepare_cached(
            "INSERT INTO discussion_messages (uid, discussion_id, participant_id, author_kind, message_type, content, reasoning,
             confidence_level, reference_links, is_consensus_forming, is_partial, round, parent_message_id, number,
             created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15)",
        )?
        .execute(rusqlite::params![
            &uid,
            loaded.id,
            participant,
            spoken_by(loaded, *seat).as_str(),
            utterance.message_type.unwrap_or(MessageType::Contribution).as_str(),
            &utterance.text,
            reasoning,
            utterance.confidence,
            to_json(&utterance.references)?,
            forming,
            is_partial,
            round,
            parent,
            i64::try_from(*number).unwrap_or(i64::MAX),
            &write.at,
        ])?;
    if let Some(sent) = &beside.sent {
        keep(write, write.last_insert_rowid(), sent)?;
    }
    let said = one(write, MESSAGE, &uid, message)?;
    write.journal(
        Journalled { entity: Entity::DiscussionMessage, uid: &uid, rev: 1, action: Action::Create },
        &(),
        &said,
    )?;
    Ok(uid)
}

fn hold(write: &Write<'_>, loaded: &Loaded, record: &Record, all: &[Record]) -> Result<()> {
    let Record::Position(held) = record else { return Ok(()) };
    let said = all.iter().find_map(|record| match record {
        Record::Message { number, utterance, .. } if *number == held.message => Some(utterance),
        _ => None,
    });
    let said = said.ok_or_else(|| Error::internal("a position without a message"))?;
    let because = match said.changed_because.filter(|_| held.change == Change::Argued) {
        Some(number) => numbered(write, loaded.id, number)?.map(|(_, text)| text.chars().take(BECAUSE).collect()),
        None => None::<String>,
    };
    let objections: Vec<&str> = said.objections.iter().map(|objecting| objecting.text.as_str()).collect();
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO discussion_positions (uid, discussion_id, participant_id, author_kind, round, stance, reasoning, evidence,
             confidence_level, objections, changed_because, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(rusqlite::params![
            &uid,
            loaded.id,
            seat_row(write, loaded, held.seat)?,
            spoken_by(loaded, Some(held.seat)).as_str(),
            held.round,
            &held.text,
            &said.reasoning,
            to_json(&said.references)?,
            held.confidence,
            to_json(&objections)?,
            because,
            &write.at,
        ])?;
    let taken = one(write, POSITION, &uid, position)?;
    let change = Journalled { entity: Entity::DiscussionPosition, uid: &uid, rev: 0, action: Action::Create };
    write.journal(change, &(), &taken)?;
    Ok(())
}

fn step_in(write: &Write<'_>, loaded: &Loaded, record: &Record) -> Result<String> {
    let Record::Interruption { how, message, priority, system, before, after } = record else {
        return Err(Error::internal("an interruption that is none").into());
    };
    let uid = time::new_uid();
    let (kind, assistant) = match system {
        Some(_) => (ActorKind::System, None),
        None => (write.actor.kind, people::assistant_id(write, write.actor.secretary.as_deref())?),
    };
    let words = system.map_or(message.as_str(), |reason| reason.as_str());
    let topic = (*how == InterruptionType::Redirect).then(|| message.trim());
    // Only an answer resolves a question; everything else has its effect at once.
    let resolved = (*how != InterruptionType::Clarify).then_some(&write.at);
    write
        .prepare_cached(
            "INSERT INTO discussion_interruptions (uid, discussion_id, interruption_type, message, redirect_topic, priority,
             author_kind, assistant_id, status_before, status_after, resolved_at, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(rusqlite::params![
            &uid,
            loaded.id,
            how.as_str(),
            words,
            topic,
            priority.as_str(),
            kind.as_str(),
            assistant,
            before.as_str(),
            after.as_str(),
            resolved,
            &write.at,
        ])?;
    let done = one(write, INTERRUPTION, &uid, interruption)?;
    let change = Journalled { entity: Entity::DiscussionInterruption, uid: &uid, rev: 0, action: Action::Create };
    write.journal(change, &(), &done)?;
    Ok(uid)
}
