//! What models were told, as it was sent. Must not know how it is worded.

use hisho_domain::{Entity, Error};
use rusqlite::{Connection, OptionalExtension};

use crate::{Failure, Result, Write};

/// How hard it is compressed: prompts repeat themselves, and the writer is waited for.
const LEVEL: i32 = 3;

/// Keeps what was told before a message was said.
pub(super) fn keep(write: &Write<'_>, message: i64, sent: &str) -> Result<()> {
    let packed = zstd::encode_all(sent.as_bytes(), LEVEL).map_err(|error| Failure::Domain(Error::internal(error)))?;
    write
        .prepare_cached("INSERT INTO discussion_sent (message_id, packed) VALUES (?1, ?2)")?
        .execute((message, packed))?;
    Ok(())
}

/// What was told before a message was said, as JSON; None for what no model said.
pub fn sent(connection: &Connection, message_uid: &str) -> Result<Option<String>> {
    let packed: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT s.packed FROM discussion_messages x LEFT JOIN discussion_sent s ON s.message_id = x.id WHERE x.uid = ?1",
        )?
        .query_row([message_uid], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::DiscussionMessage, message_uid))?;
    let Some(packed) = packed else { return Ok(None) };
    let text = zstd::decode_all(packed.as_slice()).map_err(|error| Failure::Domain(Error::internal(error)))?;
    String::from_utf8(text).map(Some).map_err(|error| Failure::Domain(Error::internal(error)))
}

/// What was said in a discussion that runs, by number.
pub fn texts(connection: &Connection, loaded: &super::Loaded) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT content FROM discussion_messages WHERE discussion_id = ?1 AND number IS NOT NULL ORDER BY number",
    )?;
    let rows = statement.query_map([loaded.id], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
