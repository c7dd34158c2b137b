//! Who may put words into whose mouth. Must not know what is said.

use hisho_domain::people::Provider;
use hisho_domain::{ActorKind, Error, Rule};
use rusqlite::OptionalExtension;

use crate::{Result, Write};

/// Refuses words put into the mouth of somebody else: a secretary speaks for themselves alone,
/// the person for those who have no model.
pub(crate) fn may_speak_for(write: &Write<'_>, secretary: &str) -> Result<()> {
    let provider: Option<String> = write
        .prepare_cached("SELECT ai_provider FROM ai_assistants WHERE uid = ?1 AND deleted_at IS NULL")?
        .query_row([secretary], |row| row.get(0))
        .optional()?;
    let provider = provider.ok_or_else(|| Error::invalid("secretary_uid", Rule::UnknownValue))?;
    let allowed = match write.actor.kind {
        ActorKind::Person => provider == Provider::Manual.as_str(),
        ActorKind::Secretary => write.actor.secretary.as_deref() == Some(secretary),
        ActorKind::System => false,
    };
    if allowed {
        Ok(())
    } else {
        Err(Error::refused("speaks_for_themselves", serde_json::json!({ "uid": secretary })).into())
    }
}
