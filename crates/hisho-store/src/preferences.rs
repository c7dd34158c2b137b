//! The person's preferences, an object for each area under a key of its own in `settings`.

use hisho_domain::profile::Preferences;
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension};
use serde::{Serialize, de::DeserializeOwned};

use crate::journal::to_json;
use crate::{Failure, Journalled, Result, Write};

const NOTIFICATIONS: &str = "preferences.notifications";
const WORKFLOW: &str = "preferences.workflow";
const AI: &str = "preferences.ai";

/// All preferences, with the default where none was made.
pub fn get(connection: &Connection) -> Result<Preferences> {
    Ok(Preferences {
        notifications: area(connection, NOTIFICATIONS)?,
        workflow: area(connection, WORKFLOW)?,
        ai: area(connection, AI)?,
    })
}

/// Stores the areas that differ from the present ones.
pub fn save(write: &Write<'_>, new: &Preferences) -> Result<()> {
    let old = get(write)?;
    put(write, NOTIFICATIONS, &old.notifications, &new.notifications)?;
    put(write, WORKFLOW, &old.workflow, &new.workflow)?;
    put(write, AI, &old.ai, &new.ai)
}

fn area<T: DeserializeOwned + Default>(connection: &Connection, key: &str) -> Result<T> {
    let text: Option<String> = connection
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    text.map_or_else(
        || Ok(T::default()),
        |text| serde_json::from_str(&text).map_err(|e| Failure::Domain(Error::internal(e))),
    )
}

fn put<T: Serialize + PartialEq>(write: &Write<'_>, key: &str, old: &T, new: &T) -> Result<()> {
    if old == new {
        return Ok(());
    }
    write
        .prepare_cached(
            "INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        )?
        .execute((key, to_json(new)?, &write.at))?;
    write.journal(Journalled { entity: Entity::Settings, uid: key, rev: 0, action: Action::Update }, old, new)
}
