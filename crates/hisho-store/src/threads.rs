//! What was said, for reading it on a page: conversations and discussions alike. Where the schema
//! has none of them yet there are none.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;

/// Where threads of a kind lie, and who speaks in them.
#[derive(Debug, Clone, Copy)]
pub struct Threads {
    table: &'static str,
    /// The name of who spoke, the time and the text, of the thread `?1`.
    messages: &'static str,
}

/// Conversations with secretaries.
pub const CONVERSATIONS: Threads = Threads {
    table: "conversations",
    messages:
        "SELECT CASE m.sender_kind WHEN 'person' THEN NULL WHEN 'system' THEN 'Hisho' ELSE coalesce(a.name, '–') END,
         m.created_at, m.content FROM messages m
       LEFT JOIN ai_assistants a ON a.id = m.assistant_id
       WHERE m.conversation_id = ?1 AND m.deleted_at IS NULL ORDER BY m.id",
};

/// Discussions among secretaries, and the person.
pub const DISCUSSIONS: Threads = Threads {
    table: "ai_discussions",
    messages: "SELECT a.name, m.created_at, m.content FROM discussion_messages m
       JOIN discussion_participants p ON p.id = m.participant_id LEFT JOIN ai_assistants a ON a.id = p.assistant_id
       WHERE m.discussion_id = ?1 ORDER BY m.id",
};

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The secretary; None is the person.
    pub who: Option<String>,
    /// When.
    pub at: String,
    /// Markdown.
    pub text: String,
}

/// A conversation or a discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its identity.
    pub uid: String,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub status: String,
    /// In their order.
    pub messages: Vec<Message>,
}

/// Every thread of a kind that is not in the trash, or the one of this identity.
pub fn list(connection: &Connection, threads: &Threads, uid: Option<&str>) -> Result<Vec<Thread>> {
    let there = connection
        .query_row("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", [threads.table], |_| Ok(()))
        .optional()?;
    if there.is_none() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, uid, title, status FROM {} WHERE deleted_at IS NULL AND (?1 IS NULL OR uid = ?1) ORDER BY id",
        threads.table
    );
    let heads: Vec<(i64, Thread)> = connection
        .prepare(&sql)?
        .query_map([uid], |row| {
            Ok((
                row.get(0)?,
                Thread { uid: row.get(1)?, title: row.get(2)?, status: row.get(3)?, messages: Vec::new() },
            ))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut messages = match heads.is_empty() {
        true => return Ok(Vec::new()),
        false => connection.prepare(threads.messages)?,
    };
    heads
        .into_iter()
        .map(|(id, thread)| {
            let said =
                messages.query_map([id], |row| Ok(Message { who: row.get(0)?, at: row.get(1)?, text: row.get(2)? }))?;
            Ok(Thread { messages: said.collect::<rusqlite::Result<_>>()?, ..thread })
        })
        .collect()
}
