//! Backups of the whole database: each is a folder with a copy of it and a manifest, made beside
//! its place and moved into it by one rename, so that it is there whole or not at all.
//! Must not know when one is due, or who asks for it.

mod found;
mod keep;
mod manifest;
mod replace;
mod rescue;
mod take_out;

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use hisho_domain::backup::{Backup, BackupKind, BackupState};
use hisho_domain::{Error, ErrorCode, Result, Rule};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::disk::{self, Scratch, failed};
use crate::open::{self, Use};
use crate::{SCHEMA_VERSION, database_path, migrate, sql_error, time};
use manifest::{DATABASE, Manifest, fingerprint};

pub use keep::prune;
pub(crate) use replace::{Source, replace};
pub use rescue::rescue;
pub use take_out::{contents, take_out};

const WHAT: &str = "backup";
/// Folders that are being made or removed begin so; an unfinished one is nobody's.
const UNFINISHED: &str = ".unfinished-";

/// The folder of all backups in a data folder.
fn shelf(folder: &Path) -> PathBuf {
    folder.join("backups")
}

/// Held while backups are made or removed, so that only one process clears up after another.
pub(crate) struct Shelf {
    path: PathBuf,
    _lock: File,
}

impl Shelf {
    pub(crate) fn lock(folder: &Path) -> Result<Shelf> {
        let path = shelf(folder);
        let io = failed(WHAT, &path);
        fs::create_dir_all(&path).map_err(&io)?;
        let lock = File::options().write(true).create(true).truncate(false).open(path.join(".lock")).map_err(&io)?;
        lock.lock().map_err(&io)?;
        let shelf = Shelf { path, _lock: lock };
        shelf.clear_up().map_err(io)?;
        Ok(shelf)
    }

    /// Removes what a killed process left half made.
    fn clear_up(&self) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.path)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// A folder to work in, on the same disk as the backups.
    pub(crate) fn scratch(&self) -> Result<Scratch> {
        let path = self.path.join(format!("{UNFINISHED}{}", time::new_uid()));
        Scratch::new(path.clone()).map_err(failed(WHAT, &path))
    }

    /// Copies the database of a connection that is outside of a transaction.
    pub(crate) fn make(&self, connection: &Connection, kind: BackupKind, name: Option<&str>) -> Result<Backup> {
        let scratch = self.scratch()?;
        let database = scratch.path().join(DATABASE);
        let io = failed(WHAT, &database);
        let sql = |e: rusqlite::Error| sql_error(&e, Some(&database));
        connection.execute("VACUUM INTO ?1", [database.to_string_lossy()]).map_err(sql)?;
        let copy = Connection::open(&database).map_err(sql)?;
        // One file and no log beside it.
        copy.pragma_update(None, "journal_mode", "DELETE").map_err(sql)?;
        let found = faults(&copy).map_err(sql)?;
        let schema_version = migrate::version(&copy).map_err(sql)?;
        copy.close().map_err(|(_, e)| sql(e))?;
        if let Some(fault) = found {
            return Err(damaged(&database.display().to_string(), &fault));
        }
        disk::sync_file(&database).map_err(&io)?;
        let (at, day) = (time::now(), time::local_day());
        let mut id = id_at(&at, kind);
        while self.path.join(&id).exists() {
            id.push('x');
        }
        let mut manifest = Manifest::new(&id, kind, name, (&at, &day), schema_version);
        (manifest.bytes, manifest.blake3) = fingerprint(&database).map_err(&io)?;
        manifest.write(scratch.path()).map_err(&io)?;
        disk::sync_folder(scratch.path()).map_err(&io)?;
        let place = self.path.join(&id);
        fs::rename(scratch.path(), &place).map_err(&io)?;
        disk::sync_folder(&self.path).map_err(io)?;
        Ok(Backup { state: BackupState::Sound, ..describe(&place) })
    }

    /// Removes a backup, at once and whole.
    pub(crate) fn remove(&self, id: &str) -> Result<()> {
        let place = named(&self.path, id)?;
        let away = self.path.join(format!("{UNFINISHED}{}", time::new_uid()));
        fs::rename(&place, &away).map_err(failed(WHAT, &place))?;
        disk::sync_folder(&self.path).map_err(failed(WHAT, &self.path))?;
        fs::remove_dir_all(&away).map_err(failed(WHAT, &away))
    }
}

/// Makes a backup of the database in a data folder, while it is used; it is one moment in time.
/// It is looked through before it counts.
pub fn make(folder: &Path, kind: BackupKind, name: Option<&str>) -> Result<Backup> {
    let connection = open::connect(&database_path(folder), Use::Write)?;
    make_of(&connection, folder, kind, name)
}

/// As [`make`], over a connection outside of a transaction.
pub(crate) fn make_of(connection: &Connection, folder: &Path, kind: BackupKind, name: Option<&str>) -> Result<Backup> {
    Shelf::lock(folder)?.make(connection, kind, name)
}

/// `2026-01-31T09-15-00-123Z-daily`: sorts by time, and every system can hold it.
fn id_at(at: &str, kind: BackupKind) -> String {
    format!("{}-{}", at.replace([':', '.'], "-"), kind.as_str().replace('_', "-"))
}

/// Every backup, the newest first. Their bytes are not looked at; [`verify`] does that.
pub fn list(folder: &Path) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(shelf(folder)) else { return Vec::new() };
    let mut found: Vec<Backup> = entries
        .flatten()
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.') && entry.path().is_dir())
        .map(|entry| describe(&entry.path()))
        .collect();
    found.sort_by(|a, b| b.id.cmp(&a.id));
    found
}

/// The names of all backups on the disk, in no order: to see cheaply whether one came or went,
/// whoever made or removed it.
pub fn names(folder: &Path) -> HashSet<OsString> {
    let Ok(entries) = fs::read_dir(shelf(folder)) else { return HashSet::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    names.filter(|name| !name.to_string_lossy().starts_with('.')).collect()
}

fn describe(place: &Path) -> Backup {
    let id = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = fs::metadata(place.join(DATABASE)).map_or(0, |meta| meta.len());
    let mut backup = Backup {
        id,
        kind: None,
        name: None,
        at: None,
        day: None,
        schema_version: None,
        bytes,
        state: BackupState::Damaged,
        problem: None,
        path: place.display().to_string(),
    };
    match Manifest::read(place) {
        Err(problem) => backup.problem = Some(problem),
        Ok(manifest) => {
            backup.state = BackupState::Present;
            if bytes != manifest.bytes {
                backup.state = BackupState::Damaged;
                backup.problem = Some(format!("the database has {bytes} bytes, {} were written", manifest.bytes));
            } else if manifest.schema_version > SCHEMA_VERSION {
                backup.state = BackupState::Newer;
            }
            backup.kind = Some(manifest.kind);
            backup.name = manifest.name;
            backup.at = Some(manifest.at);
            backup.day = Some(manifest.day);
            backup.schema_version = Some(manifest.schema_version);
        }
    }
    backup
}

/// Looks at every byte of a backup and through the database in it.
pub fn verify(folder: &Path, id: &str) -> Result<Backup> {
    let place = find(folder, id)?;
    let mut backup = describe(&place);
    if backup.state == BackupState::Damaged {
        return Ok(backup);
    }
    match whole(&place) {
        Ok(()) if backup.state == BackupState::Newer => {}
        Ok(()) => backup.state = BackupState::Sound,
        Err(problem) => (backup.state, backup.problem) = (BackupState::Damaged, Some(problem)),
    }
    Ok(backup)
}

/// The error says what is wrong with it.
fn whole(place: &Path) -> std::result::Result<(), String> {
    let manifest = Manifest::read(place)?;
    let database = place.join(DATABASE);
    let (bytes, hash) = fingerprint(&database).map_err(|e| format!("the database: {e}"))?;
    if (bytes, hash.as_str()) != (manifest.bytes, manifest.blake3.as_str()) {
        return Err("the database is not what was written".into());
    }
    let connection = Connection::open_with_flags(&database, OpenFlags::SQLITE_OPEN_READ_ONLY);
    match connection.and_then(|connection| faults(&connection)) {
        Ok(None) => Ok(()),
        Ok(Some(fault)) => Err(fault),
        Err(error) => Err(format!("the database: {error}")),
    }
}

/// The first thing that is wrong with a database.
fn faults(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Ok(Some(verdict));
    }
    let dangling: i64 = connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    Ok((dangling > 0).then(|| format!("{dangling} rows point nowhere")))
}

/// Removes a backup.
pub fn remove(folder: &Path, id: &str) -> Result<()> {
    find(folder, id)?;
    Shelf::lock(folder)?.remove(id)
}

/// Where a backup lies.
fn find(folder: &Path, id: &str) -> Result<PathBuf> {
    named(&shelf(folder), id)
}

/// An id is a single name; anything that could lead elsewhere is none.
fn named(shelf: &Path, id: &str) -> Result<PathBuf> {
    let plain = !id.is_empty() && id.len() <= 100 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain {
        return Err(Error::invalid("id", Rule::Format));
    }
    let place = shelf.join(id);
    if place.is_dir() {
        return Ok(place);
    }
    Err(Error::new(ErrorCode::NotFound, format!("no backup {id}"), json!({ "entity": "backup", "id": id })))
}

fn damaged(id: &str, detail: &str) -> Error {
    Error::new(ErrorCode::BackupDamaged, format!("{id}: {detail}"), json!({ "id": id, "detail": detail }))
}
