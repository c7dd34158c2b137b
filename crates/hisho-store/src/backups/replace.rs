//! Putting another whole database into the place of the present one, while it is used: it is
//! built aside, brought to the newest schema and looked through, and then copied over page by page
//! in one transaction of SQLite's. Whoever is killed on the way leaves the old or the new.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hisho_domain::backup::{Backup, BackupKind};
use hisho_domain::{Action, Actor, Entity, Error, ErrorCode, Result};
use rusqlite::Connection;
use rusqlite::backup::{Backup as Pages, StepResult};
use serde_json::json;

use super::manifest::{DATABASE, Manifest};
use super::{Shelf, damaged, faults, find};
use crate::disk::failed;
use crate::notes::FIRST_NOTE;
use crate::open::{self, Use};
use crate::schema::{self, quoted};
use crate::{Journalled, Write, database_path, sql_error, time};

/// What of the present database stays: it tells what lies in the vault now, which a restore of
/// the database does not change. Notes that differ from what is restored are then written anew,
/// with the person's own words in them, instead of being read back as edits.
const OF_THE_DISK: &[&str] = &[
    "obsidian_integration_settings",
    "file_blobs",
    "file_versions",
    "mirror_notes",
    "mirror_conflicts",
    "vault_moves",
];
/// What is found again by a look through the vault.
const OF_A_LOOK: &[&str] =
    &["vault_links", "vault_properties", "vault_tasks", "vault_attachments", "vault_notes", "vault_problems"];
/// How often it is begun anew when another process wrote meanwhile.
const TRIES: usize = 5;
/// How long to wait for another process to end its write.
const PATIENCE: Duration = Duration::from_millis(50);
const MOST_WAITS: usize = 200;

/// What takes the place.
pub(crate) enum Source {
    /// A backup, by its id.
    Backup(String),
    /// A database that was built in this file, from the export in this folder.
    Import { built: PathBuf, from: String },
}

/// Replaces everything in the database of `live`, whose connection writes in `folder`. Gives the
/// backup of what was there before. Works in the folder `scratch` on the shelf, which is held.
pub(crate) fn replace(
    live: &mut Connection,
    folder: &Path,
    shelf: &Shelf,
    scratch: &Path,
    actor: &Actor,
    source: &Source,
) -> Result<Backup> {
    let sql = |e: rusqlite::Error| sql_error(&e, None);
    for _ in 0..TRIES {
        let seen = data_version(live).map_err(sql)?;
        let built = match source {
            Source::Backup(id) => {
                let built = bring_up(folder, id, scratch)?;
                keep_of_the_disk(&built, &database_path(folder))?;
                built
            }
            Source::Import { built, .. } => built.clone(),
        };
        sign(&built, actor, source)?;
        let before = shelf.make(live, BackupKind::BeforeRestore, None)?;
        // Nothing another process wrote after that backup may be lost with what is replaced.
        if data_version(live).map_err(sql)? == seen {
            copy_over(&built, live)?;
            return Ok(before);
        }
        shelf.remove(&before.id)?;
    }
    Err(Error::new(ErrorCode::DatabaseLocked, "another process keeps writing", json!({})))
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0))
}

/// Copies a backup into a folder, sees that it is what was written, and brings it to the newest
/// schema. Gives where it lies.
pub(super) fn bring_up(folder: &Path, id: &str, into: &Path) -> Result<PathBuf> {
    let place = find(folder, id)?;
    let manifest = Manifest::read(&place).map_err(|problem| damaged(id, &problem))?;
    let built = into.join("built.db");
    let io = failed("backup", &built);
    fs::copy(place.join(DATABASE), &built).map_err(&io)?;
    // The copy is what is looked at, so that nothing can change between the look and the use.
    let (bytes, hash) = super::fingerprint(&built).map_err(io)?;
    if (bytes, &hash) != (manifest.bytes, &manifest.blake3) {
        return Err(damaged(id, "the database is not what was written"));
    }
    open::refuse_newer(&built, manifest.schema_version)?;
    open::migrate(&built)?;
    Ok(built)
}

/// Puts what describes the disk as it is now in the place of what the backup says of it.
fn keep_of_the_disk(built: &Path, live: &Path) -> Result<()> {
    let sql = |e: rusqlite::Error| sql_error(&e, Some(built));
    let connection = open::connect(built, Use::Migrate)?;
    connection.execute("ATTACH ?1 AS live", [live.to_string_lossy()]).map_err(sql)?;
    let tables = schema::tables(&connection)?;
    let mut script = String::from("BEGIN;");
    for table in &tables {
        let name = quoted(&table.name);
        if OF_THE_DISK.contains(&table.name.as_str()) {
            let columns = table.column_list();
            script.push_str(&format!(
                "DELETE FROM main.{name}; INSERT INTO main.{name} ({columns}) SELECT {columns} FROM live.{name};"
            ));
        } else if OF_A_LOOK.contains(&table.name.as_str()) {
            script.push_str(&format!("DELETE FROM main.{name};"));
        }
    }
    script.push_str(&format!("DELETE FROM search_index WHERE rowid >= {FIRST_NOTE}; COMMIT;"));
    connection.execute_batch(&script).map_err(sql)?;
    connection.execute("DETACH live", []).map_err(sql)?;
    Ok(())
}

/// Writes into the new database that and by whom it was put in place, and looks through it.
fn sign(built: &Path, actor: &Actor, source: &Source) -> Result<()> {
    let sql = |e: rusqlite::Error| sql_error(&e, Some(built));
    let (why, from) = match source {
        Source::Backup(id) => ("restore", id.as_str()),
        Source::Import { from, .. } => ("import", from.as_str()),
    };
    let mut connection = open::connect(built, Use::Write)?;
    let transaction = connection.transaction().map_err(sql)?;
    let write = Write::new(&transaction, actor.clone());
    let uid = time::new_uid();
    write
        .execute("INSERT INTO epochs (uid, at, why, source) VALUES (?1, ?2, ?3, ?4)", (&uid, &write.at, why, from))
        .map_err(sql)?;
    // An import brings a journal along, which stays as it was exported.
    if matches!(source, Source::Backup(_)) {
        let change = Journalled { entity: Entity::Database, uid: &uid, rev: 0, action: Action::Restore };
        write.journal(change, &(), &json!({ "source": from }))?;
    }
    transaction.commit().map_err(sql)?;
    match faults(&connection).map_err(sql)? {
        Some(fault) => Err(damaged(from, &fault)),
        None => Ok(()),
    }
}

/// One transaction of SQLite's own: all pages, or none.
fn copy_over(built: &Path, live: &mut Connection) -> Result<()> {
    let sql = |e: rusqlite::Error| sql_error(&e, None);
    let source = open::connect(built, Use::Write)?;
    // A statement that is kept prepared would stand in the way.
    live.flush_prepared_statement_cache();
    let pages = Pages::new(&source, live).map_err(sql)?;
    for _ in 0..MOST_WAITS {
        match pages.step(-1).map_err(sql)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(PATIENCE),
        }
    }
    Err(Error::new(ErrorCode::DatabaseLocked, "another process keeps reading", json!({})))
}
