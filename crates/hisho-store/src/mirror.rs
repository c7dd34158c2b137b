//! Which notes Hisho keeps in the vault, and how each stands: what both sides last agreed on, what
//! was read and written last. Must not know what stands in a note or how it is written.

use hisho_domain::Entity;
use hisho_domain::note::MirrorState;
use hisho_domain::settings::Language;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::journal::word;
use crate::{Result, Write};

/// A note that Hisho keeps. Hashes are BLAKE3; what those of base, disk and pending name is among the
/// contents that `files` keeps.
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
    /// What both sides last agreed on; None until the first write.
    pub base: Option<[u8; 32]>,
    /// The bytes that were last read.
    pub disk: Option<[u8; 32]>,
    /// What Hisho wrote last, or is writing: a file like that is its own.
    pub wrote: Option<[u8; 32]>,
    /// While a write is in progress, the base that holds once it is done.
    pub pending: Option<[u8; 32]>,
    /// The file system's own number for the file that was last read.
    pub file_id: Option<u64>,
    /// The looks that found it nowhere.
    pub missing: Option<Looks>,
    /// Where else it was found, and since when, in milliseconds since 1970.
    pub moved: Option<(String, u64)>,
    /// It was deleted by the person; nothing is written until it comes back.
    pub unlinked: bool,
    /// A text that looks cut short, and since when, in milliseconds since 1970.
    pub suspect: Option<([u8; 32], u64)>,
}

/// Looks that found a note nowhere; in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// The first.
    pub since: u64,
    /// The last that counted.
    pub last: u64,
    /// How many there were.
    pub count: u32,
}

impl Mirror {
    /// A note that was never written.
    pub fn new(entity: Entity, uid: String, path: String, language: Language) -> Mirror {
        Mirror {
            entity,
            uid,
            path,
            language,
            base: None,
            disk: None,
            wrote: None,
            pending: None,
            file_id: None,
            missing: None,
            moved: None,
            unlinked: false,
            suspect: None,
        }
    }

    /// How the note is doing.
    pub fn state(&self) -> MirrorState {
        if self.unlinked || self.missing.is_some() {
            MirrorState::Missing
        } else if self.base.is_none() {
            MirrorState::New
        } else if self.disk == self.wrote {
            MirrorState::Written
        } else {
            MirrorState::ChangedOutside
        }
    }
}

const MIRROR: &str = "entity, entity_uid, path, language, base_hash, disk_hash, wrote_hash, pending_hash, file_id,
     missing_since, missing_last, missing_looks, moved_path, moved_since, unlinked, suspect_hash, suspect_since FROM mirror_notes";

fn mirror(row: &Row<'_>) -> Result<Mirror> {
    let number = |at: usize| -> Result<Option<u64>> { Ok(row.get::<_, Option<i64>>(at)?.map(i64::cast_unsigned)) };
    let looks = |(since, last)| -> Result<Looks> { Ok(Looks { since, last, count: row.get(11)? }) };
    Ok(Mirror {
        entity: word(row, 0, Entity::parse)?,
        uid: row.get(1)?,
        path: row.get(2)?,
        language: word(row, 3, Language::parse)?,
        base: row.get(4)?,
        disk: row.get(5)?,
        wrote: row.get(6)?,
        pending: row.get(7)?,
        file_id: number(8)?,
        missing: number(9)?.zip(number(10)?).map(looks).transpose()?,
        moved: row.get::<_, Option<String>>(12)?.zip(number(13)?),
        unlinked: row.get(14)?,
        suspect: row.get::<_, Option<[u8; 32]>>(15)?.zip(number(16)?),
    })
}

/// Every kept note of a vault by path.
pub fn list(connection: &Connection, vault: i64) -> Result<Vec<Mirror>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {MIRROR} WHERE vault_id = ?1 ORDER BY path"))?;
    let rows = statement.query_map([vault], |row| Ok(mirror(row)))?;
    rows.map(|row| row?).collect()
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
            "INSERT INTO mirror_notes (vault_id, entity, entity_uid, path, language, base_hash, disk_hash, wrote_hash, pending_hash,
               state, file_id, missing_since, missing_last, missing_looks, moved_path, moved_since, unlinked, suspect_hash, suspect_since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
             ON CONFLICT (vault_id, entity, entity_uid) DO UPDATE SET path = excluded.path, base_hash = excluded.base_hash,
               disk_hash = excluded.disk_hash, wrote_hash = excluded.wrote_hash, pending_hash = excluded.pending_hash,
               state = excluded.state, file_id = excluded.file_id, missing_since = excluded.missing_since,
               missing_last = excluded.missing_last, missing_looks = excluded.missing_looks, moved_path = excluded.moved_path,
               moved_since = excluded.moved_since, unlinked = excluded.unlinked, suspect_hash = excluded.suspect_hash,
               suspect_since = excluded.suspect_since",
        )?
        .execute(params![
            vault,
            mirror.entity.as_str(),
            &mirror.uid,
            &mirror.path,
            mirror.language.as_str(),
            mirror.base,
            mirror.disk,
            mirror.wrote,
            mirror.pending,
            mirror.state().as_str(),
            mirror.file_id.map(u64::cast_signed),
            mirror.missing.map(|looks| looks.since.cast_signed()),
            mirror.missing.map(|looks| looks.last.cast_signed()),
            mirror.missing.map(|looks| looks.count),
            mirror.moved.as_ref().map(|(path, _)| path),
            mirror.moved.as_ref().map(|(_, since)| since.cast_signed()),
            mirror.unlinked,
            mirror.suspect.map(|(hash, _)| hash),
            mirror.suspect.map(|(_, since)| since.cast_signed()),
        ])?;
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
