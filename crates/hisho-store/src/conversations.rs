//! Conversations: their rows and who takes part. Messages are in [`crate::messages`].

use hisho_domain::conversation::{Conversation, ConversationStatus, ConversationType, PARTICIPANTS_LIMIT};
use hisho_domain::search::HitKind;
use hisho_domain::{Action, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::journal::{json, word};
use crate::record::{CONVERSATION, PROJECT, SECRETARY, TASK};
use crate::{Journalled, Result, Write, messages, search, time, trash};

const COLUMNS: &str = "c.uid, c.rev, c.title, c.conversation_type, c.status, t.uid, w.uid,
  (SELECT json_group_array(a.uid ORDER BY p.joined_at, a.id) FROM conversation_participants p
   JOIN ai_assistants a ON a.id = p.assistant_id WHERE p.conversation_id = c.id AND a.deleted_at IS NULL),
  (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.deleted_at IS NULL),
  c.created_at, c.updated_at,
  (SELECT b.uid FROM conversations b WHERE b.id = c.branched_from_id AND b.deleted_at IS NULL)
  FROM conversations c LEFT JOIN tasks t ON t.id = c.task_id AND t.deleted_at IS NULL
  LEFT JOIN workflows w ON w.id = c.workflow_id AND w.deleted_at IS NULL";

/// What a new conversation is made of.
#[derive(Debug, Clone)]
pub struct NewConversation<'a> {
    /// Its name.
    pub title: &'a str,
    /// The task it is about, or
    pub task_uid: Option<&'a str>,
    /// the project.
    pub project_uid: Option<&'a str>,
    /// Secretaries in it.
    pub participants: &'a [String],
}

/// Which conversations are asked for.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only such.
    pub status: ConversationStatus,
    /// Only about this task.
    pub task_uid: Option<String>,
    /// Only about this project.
    pub project_uid: Option<String>,
    /// How many to pass over.
    pub offset: i64,
    /// At most so many.
    pub limit: i64,
}

fn conversation(row: &Row<'_>) -> Result<Conversation> {
    Ok(Conversation {
        uid: row.get(0)?,
        rev: row.get(1)?,
        title: row.get(2)?,
        conversation_type: word(row, 3, ConversationType::parse)?,
        status: word(row, 4, ConversationStatus::parse)?,
        task_uid: row.get(5)?,
        project_uid: row.get(6)?,
        branched_from: row.get(11)?,
        participants: json(row, 7)?,
        messages: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

/// Conversations that are not in the trash, the latest changed first.
pub fn list(connection: &Connection, filter: &Filter) -> Result<Vec<Conversation>> {
    let (about, uid) = match (&filter.task_uid, &filter.project_uid) {
        (Some(uid), _) => ("c.task_id = (SELECT id FROM tasks WHERE uid = :uid)", Some(uid)),
        (None, Some(uid)) => ("c.workflow_id = (SELECT id FROM workflows WHERE uid = :uid)", Some(uid)),
        (None, None) => (":uid IS NULL", None),
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE c.deleted_at IS NULL AND c.status = :status AND {about}
         ORDER BY c.updated_at DESC, c.id DESC LIMIT :limit OFFSET :offset"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":status": filter.status.as_str(),
            ":uid": uid,
            ":limit": filter.limit,
            ":offset": filter.offset,
        },
        |row| Ok(conversation(row)),
    )?;
    rows.map(|row| row?).collect()
}

/// A conversation; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Conversation> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE c.uid = ?1 AND c.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(conversation(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(CONVERSATION.entity, uid))?
}

/// Begins a conversation.
pub fn create(write: &Write<'_>, new: &NewConversation<'_>) -> Result<Conversation> {
    let task = TASK.referred(write, "task_uid", new.task_uid)?;
    let project = PROJECT.referred(write, "project_uid", new.project_uid)?;
    let about = match (task, project) {
        (Some(_), Some(_)) => return Err(Error::invalid("project_uid", Rule::Unexpected).into()),
        (Some(_), None) => ConversationType::Task,
        (None, Some(_)) => ConversationType::Workflow,
        (None, None) => ConversationType::Chat,
    };
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO conversations (uid, title, conversation_type, task_id, workflow_id, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        (&uid, new.title, about.as_str(), task, project, &write.at),
    )?;
    seat(write, write.last_insert_rowid(), new.participants)?;
    journal(write, &uid, Action::Create, None)
}

/// Begins a conversation with what was said in another up to a message, that one included; who takes part
/// and what it is about are the same. The other stays as it is.
pub fn branch(write: &Write<'_>, message_uid: &str, title: Option<&str>) -> Result<Conversation> {
    let last = messages::get(write, message_uid)?;
    let from = CONVERSATION.live(write, &last.conversation_uid)?;
    let whole = get(write, &last.conversation_uid)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO conversations (uid, title, conversation_type, task_id, workflow_id, branched_from_id, created_at, updated_at)
         SELECT ?1, coalesce(?2, title), conversation_type, task_id, workflow_id, id, ?3, ?3 FROM conversations WHERE id = ?4",
        (&uid, title, &write.at, from),
    )?;
    let branch = write.last_insert_rowid();
    seat(write, branch, &whole.participants)?;
    let made = journal(write, &uid, Action::Create, None)?;
    messages::copy(write, from, last.position, branch)?;
    Ok(Conversation { messages: get(write, &uid)?.messages, ..made })
}

/// Changes the name of a conversation, who takes part, and whether it goes on. What a secretary
/// said stays when they leave.
pub fn save(
    write: &Write<'_>,
    uid: &str,
    rev: i64,
    title: Option<&str>,
    status: Option<ConversationStatus>,
    participants: Option<&[String]>,
) -> Result<Conversation> {
    let id = CONVERSATION.at(write, uid, rev)?;
    let before = get(write, uid)?;
    let unchanged = title.is_none_or(|title| title == before.title)
        && status.is_none_or(|status| status == before.status)
        && participants.is_none_or(|participants| participants == before.participants);
    if unchanged {
        return Ok(before);
    }
    write.execute(
        "UPDATE conversations SET title = coalesce(?2, title), status = coalesce(?3, status), rev = rev + 1, updated_at = ?4 WHERE id = ?1",
        (id, title, status.map(ConversationStatus::as_str), &write.at),
    )?;
    if let Some(participants) = participants {
        seat(write, id, participants)?;
    }
    journal(write, uid, Action::Update, Some(&before))
}

/// Makes these secretaries, and no other living ones, take part.
fn seat(write: &Write<'_>, conversation: i64, participants: &[String]) -> Result<()> {
    if participants.len() > PARTICIPANTS_LIMIT {
        return Err(Error::invalid("participants", Rule::TooLong(PARTICIPANTS_LIMIT)).into());
    }
    hisho_domain::check::distinct("participants", participants)?;
    write.execute(
        "DELETE FROM conversation_participants WHERE conversation_id = ?1
         AND assistant_id IN (SELECT id FROM ai_assistants WHERE deleted_at IS NULL
           AND uid NOT IN (SELECT value FROM json_each(?2)))",
        (conversation, crate::journal::to_json(&participants)?),
    )?;
    for uid in participants {
        let assistant = SECRETARY.referred(write, "participants", Some(uid))?;
        write.execute(
            "INSERT INTO conversation_participants (conversation_id, assistant_id, joined_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (conversation_id, assistant_id) DO NOTHING",
            (conversation, assistant, &write.at),
        )?;
    }
    Ok(())
}

/// Puts a conversation with its messages into the trash; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, CONVERSATION.entity, uid, rev)
}

/// Takes a conversation with its messages out of the trash.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Conversation> {
    trash::restore(write, CONVERSATION.entity, uid, rev, None)?;
    get(write, uid)
}

/// Brings the search index up to a conversation and its messages, which are found when it is there.
pub(crate) fn reindex(write: &Write<'_>, uid: &str, there: bool) -> Result<()> {
    let Some(id) = write
        .prepare_cached("SELECT id FROM conversations WHERE uid = ?1")?
        .query_row([uid], |row| row.get(0))
        .optional()?
    else {
        return search::remove(write, HitKind::Conversation, uid);
    };
    if there {
        search::put(write, HitKind::Conversation, uid, &get(write, uid)?.title, "", "")?;
        return messages::index(write, id);
    }
    search::remove(write, HitKind::Conversation, uid)?;
    messages::unindex(write, id)
}

/// As it stands in the journal: without its messages, which have rows of their own there.
fn kept(conversation: &Conversation) -> Conversation {
    Conversation { messages: 0, ..conversation.clone() }
}

pub(crate) fn journal(
    write: &Write<'_>,
    uid: &str,
    action: Action,
    before: Option<&Conversation>,
) -> Result<Conversation> {
    let after = get(write, uid)?;
    let change = Journalled { entity: CONVERSATION.entity, uid, rev: after.rev, action };
    write.journal(change, &before.map(kept), &kept(&after))?;
    search::put(write, HitKind::Conversation, uid, &after.title, "", "")?;
    Ok(after)
}
