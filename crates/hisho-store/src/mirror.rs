//! Which notes Hisho keeps in the vault, and what both sides last agreed on in each.
//! Must not know what stands in a note or how it is written.

use hisho_domain::Entity;
use hisho_domain::note::MirrorState;
use hisho_domain::settings::Language;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::{Result, Write};

/// A note that Hisho keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// Plan or project.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// Where its note lies.
    pub path: String,
    /// The language it was begun in, and stays in.
    pub language: Language,
    /// What Hisho would have written when both sides last agreed; None until the first write.
    pub base: Option<[u8; 32]>,
    /// What lay on the disk then.
    pub disk: Option<[u8; 32]>,
    /// What Hisho wrote last, or is writing: a file like that is its own.
    pub intended: Option<[u8; 32]>,
    /// While a write is in progress, the base that holds once it is done.
    pub pending: Option<[u8; 32]>,
    /// How the note is doing.
    pub state: MirrorState,
}

const MIRROR: &str =
    "entity, entity_uid, path, language, base_hash, disk_hash, intended_hash, pending_hash, state FROM mirror_notes";

fn mirror(row: &Row<'_>) -> Result<Mirror> {
    Ok(Mirror {
        entity: word(row, 0, Entity::parse)?,
        uid: row.get(1)?,
        path: row.get(2)?,
        language: word(row, 3, Language::parse)?,
        base: row.get(4)?,
        disk: row.get(5)?,
        intended: row.get(6)?,
        pending: row.get(7)?,
        state: word(row, 8, MirrorState::parse)?,
    })
}

/// Every kept note of a vault by path.
pub fn list(connection: &Connection, vault: i64) -> Result<Vec<Mirror>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {MIRROR} WHERE vault_id = ?1 ORDER BY path"))?;
    let rows = statement.query_map([vault], |row| Ok(mirror(row)))?;
    rows.map(|row| row?).collect()
}

/// The kept note of one thing.
pub fn get(connection: &Connection, vault: i64, entity: Entity, uid: &str) -> Result<Option<Mirror>> {
    connection
        .prepare_cached(&format!("SELECT {MIRROR} WHERE vault_id = ?1 AND entity = ?2 AND entity_uid = ?3"))?
        .query_row((vault, entity.as_str(), uid), |row| Ok(mirror(row)))
        .optional()?
        .transpose()
}

/// Where the note of a thing lies in the vault in use, once it was written.
pub fn path_of(connection: &Connection, entity: Entity, uid: &str) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached(
            "SELECT m.path FROM mirror_notes m JOIN obsidian_integration_settings v ON v.id = m.vault_id
             WHERE v.is_current = 1 AND m.entity = ?1 AND m.entity_uid = ?2 AND m.base_hash IS NOT NULL AND m.state <> 'missing'",
        )?
        .query_row((entity.as_str(), uid), |row| row.get(0))
        .optional()?)
}

/// Stores how a kept note stands, adding it when it is new.
pub fn put(write: &Write<'_>, vault: i64, mirror: &Mirror) -> Result<()> {
    write
        .prepare_cached(
            "INSERT INTO mirror_notes (vault_id, entity, entity_uid, path, language, base_hash, disk_hash, intended_hash, pending_hash, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (vault_id, entity, entity_uid) DO UPDATE SET path = excluded.path, base_hash = excluded.base_hash,
               disk_hash = excluded.disk_hash, intended_hash = excluded.intended_hash,
               pending_hash = excluded.pending_hash, state = excluded.state",
        )?
        .execute((
            vault,
            mirror.entity.as_str(),
            &mirror.uid,
            &mirror.path,
            mirror.language.as_str(),
            mirror.base,
            mirror.disk,
            mirror.intended,
            mirror.pending,
            mirror.state.as_str(),
        ))?;
    Ok(())
}

/// Records the hash that a write to this path is about to leave behind.
pub fn intend(write: &Write<'_>, vault: i64, path: &str, hash: [u8; 32]) -> Result<()> {
    // Two rows can name one path while the person swaps names; the one being written is pending.
    write
        .prepare_cached(
            "UPDATE mirror_notes SET intended_hash = ?3 WHERE vault_id = ?1 AND path = ?2 AND pending_hash IS NOT NULL",
        )?
        .execute((vault, path, hash))?;
    Ok(())
}

/// Forgets a kept note; the file is none of this module's business.
pub fn forget(write: &Write<'_>, vault: i64, entity: Entity, uid: &str) -> Result<()> {
    write.execute(
        "DELETE FROM mirror_notes WHERE vault_id = ?1 AND entity = ?2 AND entity_uid = ?3",
        (vault, entity.as_str(), uid),
    )?;
    Ok(())
}
