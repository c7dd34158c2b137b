//! What lies in the trash stays in the index under another kind, which no search asks for, so
//! that going there and coming back need not cut its text into tokens again.
//! Must not know why something is hidden.

use hisho_domain::Entity;
use hisho_domain::search::HitKind;

use super::reindex;
use crate::{Result, Write};

/// What the kind of a hidden entry begins with.
const HIDDEN: &str = "trashed ";

fn kind(entity: Entity) -> Option<HitKind> {
    match entity {
        Entity::Plan => Some(HitKind::Plan),
        Entity::Project => Some(HitKind::Project),
        Entity::Task => Some(HitKind::Task),
        Entity::Conversation => Some(HitKind::Conversation),
        Entity::Message => Some(HitKind::Message),
        _ => None,
    }
}

/// Lets a thing, and the messages of a conversation, no longer be found.
pub(crate) fn hide(write: &Write<'_>, entity: Entity, uid: &str) -> Result<()> {
    let Some(kind) = kind(entity) else { return Ok(()) };
    rename(write, &[kind.as_str()], &[HIDDEN, kind.as_str()], uid)?;
    messages(write, entity, uid, "message", "trashed message")
}

/// Lets a hidden thing be found again as it was; makes its entry anew where there is none, as
/// after the index was rebuilt.
pub(crate) fn show(write: &Write<'_>, entity: Entity, uid: &str) -> Result<()> {
    if uncover(write, entity, uid)? { Ok(()) } else { reindex(write, entity, uid, true) }
}

/// Gives a hidden entry its kind back. True when there is nothing more to be done for it.
pub(super) fn uncover(write: &Write<'_>, entity: Entity, uid: &str) -> Result<bool> {
    let Some(kind) = kind(entity) else { return Ok(true) };
    let found = rename(write, &[HIDDEN, kind.as_str()], &[kind.as_str()], uid)?;
    messages(write, entity, uid, "trashed message", "message")?;
    Ok(found)
}

fn rename(write: &Write<'_>, from: &[&str], to: &[&str], uid: &str) -> Result<bool> {
    let changed = write
        .prepare_cached("UPDATE search_entries SET kind = ?2 WHERE kind = ?1 AND ref = ?3")?
        .execute((from.concat(), to.concat(), uid))?;
    Ok(changed > 0)
}

/// The same for the messages of a conversation that are not in the trash themselves.
fn messages(write: &Write<'_>, entity: Entity, uid: &str, from: &str, to: &str) -> Result<()> {
    if entity == Entity::Conversation {
        write
            .prepare_cached(
                "UPDATE search_entries SET kind = ?2 WHERE kind = ?1 AND ref IN (SELECT m.uid FROM messages m
                   JOIN conversations c ON c.id = m.conversation_id WHERE c.uid = ?3 AND m.deleted_at IS NULL)",
            )?
            .execute((from, to, uid))?;
    }
    Ok(())
}
