//! Messages: their rows, the texts they once had, and the files on them.

use hisho_domain::conversation::{Conversation, ConversationStatus, Message, MessageKind, MessagePage, MessageVersion};
use hisho_domain::search::HitKind;
use hisho_domain::{Action, ActorKind, Error, Rule, check};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, word};
use crate::record::{CONVERSATION, MESSAGE, SECRETARY};
use crate::{Journalled, Result, Write, attachments, conversations, search, time, trash};

const COLUMNS: &str =
    "m.uid, m.rev, m.id, c.uid, m.sender_kind, a.uid, m.message_type, m.content, m.edited_at, m.created_at, m.is_partial,
  (SELECT json_group_array(n.path ORDER BY n.position) FROM message_notes n WHERE n.message_id = m.id)
  FROM messages m JOIN conversations c ON c.id = m.conversation_id AND c.deleted_at IS NULL
  LEFT JOIN ai_assistants a ON a.id = m.assistant_id";

/// What is to be sent.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// In which conversation.
    pub conversation_uid: &'a str,
    /// The secretary who speaks; the actor of the write when left out.
    pub secretary_uid: Option<&'a str>,
    /// What it carries.
    pub message_type: MessageKind,
    /// Its text, checked.
    pub content: &'a str,
    /// Files on it, by uid, in their order.
    pub attachments: &'a [String],
    /// Paths of the notes that go along, in their order.
    pub context: &'a [String],
}

fn message(connection: &Connection, row: &Row<'_>) -> Result<Message> {
    let id = row.get(2)?;
    let edited_at: Option<String> = row.get(8)?;
    let message_type = word(row, 6, MessageKind::parse)?;
    let has_files = matches!(message_type, MessageKind::Image | MessageKind::File);
    Ok(Message {
        uid: row.get(0)?,
        rev: row.get(1)?,
        position: id,
        conversation_uid: row.get(3)?,
        sender: word(row, 4, ActorKind::parse)?,
        secretary_uid: row.get(5)?,
        message_type,
        content: row.get(7)?,
        attachments: if has_files { attachments::of_message(connection, id)? } else { Vec::new() },
        context: json(row, 11)?,
        is_edited: edited_at.is_some(),
        edited_at,
        is_partial: row.get(10)?,
        created_at: row.get(9)?,
    })
}

/// A message; one in the trash, or in a conversation that is, is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Message> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE m.uid = ?1 AND m.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(message(connection, row)))
        .optional()?
        .ok_or_else(|| Error::not_found(MESSAGE.entity, uid))?
}

/// The newest messages of a conversation from one position on and before another, the oldest of them first.
pub fn page(
    connection: &Connection,
    conversation_uid: &str,
    from: Option<i64>,
    before: Option<i64>,
    limit: i64,
) -> Result<MessagePage> {
    let conversation = CONVERSATION.live(connection, conversation_uid)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE m.conversation_id = ?1 AND m.deleted_at IS NULL AND m.id >= ?2 AND m.id < ?3
         ORDER BY m.id DESC LIMIT ?4"
    ))?;
    // One more than asked for tells whether there are older ones.
    let range = (conversation, from.unwrap_or(0), before.unwrap_or(i64::MAX), limit + 1);
    let rows = statement.query_map(range, |row| Ok(message(connection, row)))?;
    let mut messages = rows.map(|row| row?).collect::<Result<Vec<_>>>()?;
    let limit = usize::try_from(limit).unwrap_or(0);
    let has_older = messages.len() > limit;
    messages.truncate(limit);
    messages.reverse();
    Ok(MessagePage { messages, has_older })
}

/// Sends a message. A conversation in the archive takes none, and only who takes part may speak.
pub fn send(write: &Write<'_>, new: &NewMessage<'_>) -> Result<Message> {
    let id = CONVERSATION.live(write, new.conversation_uid)?;
    let conversation = writable(write, new.conversation_uid)?;
    let speaker = new.secretary_uid.or(write.actor.secretary.as_deref());
    let assistant = SECRETARY.referred(write, "secretary_uid", speaker)?;
    if speaker.is_some_and(|uid| !conversation.participants.iter().any(|p| p == uid)) {
        return Err(Error::refused("not_a_participant", serde_json::json!({ "field": "secretary_uid" })).into());
    }
    let sender = if assistant.is_some() { ActorKind::Secretary } else { write.actor.kind };
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO messages (uid, conversation_id, sender_kind, assistant_id, message_type, content, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        )?
        .execute((&uid, id, sender.as_str(), assistant, new.message_type.as_str(), new.content, &write.at))?;
    let id_of_message = write.last_insert_rowid();
    attach(write, id_of_message, new)?;
    for (position, path) in (0i64..).zip(new.context) {
        write
            .prepare_cached("INSERT INTO message_notes (message_id, position, path) VALUES (?1, ?2, ?3)")?
            .execute((id_of_message, position, path))?;
    }
    touch(write, id)?;
    journal(write, &uid, Action::Create, None)
}

/// Says something in a conversation as Hisho itself.
pub fn told_by_hisho(write: &Write<'_>, conversation_uid: &str, content: &str) -> Result<Message> {
    let id = CONVERSATION.live(write, conversation_uid)?;
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO messages (uid, conversation_id, sender_kind, content, created_at, updated_at)
             VALUES (?1, ?2, 'system', ?3, ?4, ?4)",
        )?
        .execute((&uid, id, content, &write.at))?;
    touch(write, id)?;
    journal(write, &uid, Action::Create, None)
}

/// The conversation, which must not be in the archive.
pub fn writable(connection: &Connection, uid: &str) -> Result<Conversation> {
    let conversation = conversations::get(connection, uid)?;
    match conversation.status {
        ConversationStatus::Active => Ok(conversation),
        ConversationStatus::Archived => {
            Err(Error::refused("archived", serde_json::json!({ "entity": CONVERSATION.entity })).into())
        }
    }
}

fn attach(write: &Write<'_>, message: i64, new: &NewMessage<'_>) -> Result<()> {
    check::distinct("attachments", new.attachments)?;
    for (position, uid) in (0i64..).zip(new.attachments) {
        let (file, mime) = attachments::referred(write, "attachments", uid)?;
        if new.message_type == MessageKind::Image && !mime.starts_with("image/") {
            return Err(Error::invalid("attachments", Rule::Format).into());
        }
        write.execute(
            "INSERT INTO message_attachments (message_id, attachment_id, position) VALUES (?1, ?2, ?3)",
            (message, file, position),
        )?;
    }
    Ok(())
}

/// Changes the text of a message; the text before is kept. `content` is checked for its type by
/// `check`, who is told the type and the number of files.
pub fn edit(
    write: &Write<'_>,
    uid: &str,
    rev: i64,
    check: impl FnOnce(MessageKind, usize) -> hisho_domain::Result<String>,
) -> Result<Message> {
    let id = MESSAGE.at(write, uid, rev)?;
    let before = get(write, uid)?;
    writable(write, &before.conversation_uid)?;
    if before.sender == ActorKind::System {
        return Err(Error::refused("not_yours", serde_json::json!({ "entity": MESSAGE.entity })).into());
    }
    let content = check(before.message_type, before.attachments.len())?;
    if content == before.content {
        return Ok(before);
    }
    keep_version(write, id, &before.content, before.edited_at.as_ref().unwrap_or(&before.created_at))?;
    write.execute(
        "UPDATE messages SET content = ?2, edited_at = ?3, rev = rev + 1, updated_at = ?3 WHERE id = ?1",
        (id, &content, &write.at),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// What a secretary answered, under an identity that was known before it came. Where the message is
/// there already it was asked for again, and the text before is kept. Somebody who left meanwhile
/// answers all the same: they were asked while they were there.
pub fn answered(
    write: &Write<'_>,
    conversation_uid: &str,
    uid: &str,
    secretary_uid: &str,
    content: &str,
    is_partial: bool,
) -> Result<Message> {
    let conversation = CONVERSATION.live(write, conversation_uid)?;
    let found: Option<(i64, String, String, bool)> = write
        .prepare_cached(
            "SELECT id, content, updated_at, deleted_at IS NOT NULL FROM messages WHERE uid = ?1 AND conversation_id = ?2",
        )?
        .query_row((uid, conversation), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((id, old, written_at, is_deleted)) = found else {
        write
            .prepare_cached(
                "INSERT INTO messages (uid, conversation_id, sender_kind, assistant_id, content, is_partial, created_at, updated_at)
                 VALUES (?1, ?2, 'secretary', (SELECT id FROM ai_assistants WHERE uid = ?3), ?4, ?5, ?6, ?6)",
            )?
            .execute((uid, conversation, secretary_uid, content, is_partial, &write.at))?;
        touch(write, conversation)?;
        return journal(write, uid, Action::Create, None);
    };
    if is_deleted {
        return Err(Error::not_found(MESSAGE.entity, uid).into());
    }
    let before = get(write, uid)?;
    keep_version(write, id, &old, &written_at)?;
    write.execute(
        "UPDATE messages SET content = ?2, is_partial = ?3, rev = rev + 1, updated_at = ?4 WHERE id = ?1",
        (id, content, is_partial, &write.at),
    )?;
    touch(write, conversation)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Says again in the conversation `to` what was said in `from` up to a position, that one included, with
/// its files. The texts that messages had before stay where they are.
pub(crate) fn copy(write: &Write<'_>, from: i64, last: i64, to: i64) -> Result<()> {
    let mut statement = write.prepare_cached(
        "SELECT id FROM messages WHERE conversation_id = ?1 AND id <= ?2 AND deleted_at IS NULL ORDER BY id",
    )?;
    let said = statement.query_map((from, last), |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for id in said {
        let uid = time::new_uid();
        write
            .prepare_cached(
                "INSERT INTO messages (uid, conversation_id, sender_kind, assistant_id, message_type, content, is_partial, created_at, updated_at)
                 SELECT ?1, ?2, sender_kind, assistant_id, message_type, content, is_partial, created_at, ?3 FROM messages WHERE id = ?4",
            )?
            .execute((&uid, to, &write.at, id))?;
        let copied = write.last_insert_rowid();
        for along in [
            "INSERT INTO message_attachments (message_id, attachment_id, position)
             SELECT ?1, attachment_id, position FROM message_attachments WHERE message_id = ?2",
            "INSERT INTO message_notes (message_id, position, path)
             SELECT ?1, position, path FROM message_notes WHERE message_id = ?2",
        ] {
            write.prepare_cached(along)?.execute((copied, id))?;
        }
        journal(write, &uid, Action::Create, None)?;
    }
    Ok(())
}

fn keep_version(write: &Write<'_>, message: i64, content: &str, written_at: &str) -> Result<()> {
    write.execute(
        "INSERT INTO message_versions (message_id, version, content, written_at)
         VALUES (?1, (SELECT coalesce(max(version), 0) + 1 FROM message_versions WHERE message_id = ?1), ?2, ?3)",
        (message, content, written_at),
    )?;
    Ok(())
}

/// The texts a message once had, the oldest first; the present one is not among them.
pub fn versions(connection: &Connection, uid: &str) -> Result<Vec<MessageVersion>> {
    let message = get(connection, uid)?.position;
    let mut statement = connection.prepare_cached(
        "SELECT version, content, written_at FROM message_versions WHERE message_id = ?1 ORDER BY version",
    )?;
    let rows = statement.query_map([message], |row| {
        Ok(MessageVersion { version: row.get(0)?, content: row.get(1)?, written_at: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts a message into the trash; gives its new revision. In the archive nothing changes.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    MESSAGE.at(write, uid, rev)?;
    writable(write, &get(write, uid)?.conversation_uid)?;
    trash::put(write, MESSAGE.entity, uid, rev)
}

/// Takes a message out of the trash; its conversation must be out of it too.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Message> {
    trash::restore(write, MESSAGE.entity, uid, rev, None)?;
    get(write, uid)
}

/// Brings the search index up to a message that is not in the trash.
pub(crate) fn reindex(write: &Write<'_>, uid: &str) -> Result<()> {
    search::put(write, HitKind::Message, uid, "", "", &get(write, uid)?.content)
}

/// Puts the messages of a conversation into the search index.
pub(crate) fn index(write: &Write<'_>, conversation: i64) -> Result<()> {
    for (uid, content) in texts(write, conversation, "AND deleted_at IS NULL")? {
        search::put(write, HitKind::Message, &uid, "", "", &content)?;
    }
    Ok(())
}

/// Takes the messages of a conversation out of the search index, those in the trash too.
pub(crate) fn unindex(write: &Write<'_>, conversation: i64) -> Result<()> {
    for (uid, _) in texts(write, conversation, "")? {
        search::reindex(write, MESSAGE.entity, &uid, false)?;
    }
    Ok(())
}

fn texts(connection: &Connection, conversation: i64, and: &str) -> Result<Vec<(String, String)>> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT uid, content FROM messages WHERE conversation_id = ?1 {and} ORDER BY id"))?;
    let rows = statement.query_map([conversation], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lets the conversation rise in the list; its own revision stays, as nothing of it was edited.
fn touch(write: &Write<'_>, conversation: i64) -> Result<()> {
    write
        .prepare_cached("UPDATE conversations SET updated_at = ?2 WHERE id = ?1")?
        .execute((conversation, &write.at))?;
    Ok(())
}

pub(crate) fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Message>) -> Result<Message> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: MESSAGE.entity, uid, rev: after.rev, action }, &before, &after)?;
    search::put(write, HitKind::Message, uid, "", "", &after.content)?;
    Ok(after)
}
