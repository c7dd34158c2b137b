//! The person's settings, a JSON value under each key.

use hisho_domain::settings::{Language, Settings, Theme};
use hisho_domain::{Action, Entity, Error, trash};
use rusqlite::{Connection, OptionalExtension};

use crate::journal::to_json;
use crate::{Failure, Journalled, Result, Write};

const LANGUAGE: &str = "language";
const THEME: &str = "theme";
const TRASH_DAYS: &str = "trash_days";

/// All settings, with the default where none was made.
pub fn get(connection: &Connection) -> Result<Settings> {
    Ok(Settings {
        language: value::<Language>(connection, LANGUAGE)?,
        theme: value(connection, THEME)?.unwrap_or(Theme::System),
        trash_days: value(connection, TRASH_DAYS)?.unwrap_or(trash::DAYS),
    })
}

/// Stores what differs from the present settings.
pub fn update(write: &Write<'_>, new: &Settings) -> Result<()> {
    let old = get(write)?;
    if old.language != new.language {
        put(write, LANGUAGE, &old.language, &new.language)?;
    }
    if old.theme != new.theme {
        put(write, THEME, &old.theme, &new.theme)?;
    }
    if old.trash_days != new.trash_days {
        put(write, TRASH_DAYS, &old.trash_days, &new.trash_days)?;
    }
    Ok(())
}

/// One setting; none until it was made.
pub(crate) fn value<T: serde::de::DeserializeOwned>(connection: &Connection, key: &str) -> Result<Option<T>> {
    let text: Option<String> = connection
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(|e| Failure::Domain(Error::internal(e)))).transpose()
}

/// Stores one setting, which was another before.
pub(crate) fn put(
    write: &Write<'_>,
    key: &str,
    old: &impl serde::Serialize,
    new: &impl serde::Serialize,
) -> Result<()> {
    write
        .prepare_cached(
            "INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        )?
        .execute((key, to_json(new)?, &write.at))?;
    write.journal(Journalled { entity: Entity::Settings, uid: key, rev: 0, action: Action::Update }, old, new)
}
