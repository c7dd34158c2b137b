//! How the database is doing: its integrity, its size and its snapshots.

use std::path::Path;

use hisho_domain::health::{Health, Snapshot};
use rusqlite::Connection;

use crate::{Result, SCHEMA_VERSION, database_path, time};

/// Checks the whole database; takes as long as reading it.
pub fn check(connection: &Connection, folder: &Path) -> Result<Health> {
    let lines = |sql: &str| -> Result<Vec<String>> {
        Ok(connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    let integrity: Vec<String> = lines("PRAGMA integrity_check(100)")?;
    let foreign_keys = lines(
        "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent FROM pragma_foreign_key_check LIMIT 100",
    )?;
    let count = |sql: &str| -> Result<i64> { Ok(connection.query_row(sql, [], |row| row.get(0))?) };
    Ok(Health {
        schema_version: SCHEMA_VERSION,
        sqlite_version: rusqlite::version().to_owned(),
        integrity: integrity.into_iter().filter(|line| line != "ok").collect(),
        foreign_keys,
        database_bytes: std::fs::metadata(database_path(folder)).map_or(0, |m| m.len()),
        journal_rows: count("SELECT count(*) FROM changes")?,
        notes_indexed: count("SELECT count(*) FROM vault_notes")?,
        snapshots: snapshots(folder),
    })
}

fn snapshots(folder: &Path) -> Vec<Snapshot> {
    let Ok(entries) = std::fs::read_dir(folder.join("snapshots")) else { return Vec::new() };
    let mut found: Vec<Snapshot> = entries
        .flatten()
        .filter_map(|entry| {
            let meta = entry.metadata().ok()?;
            let at = jiff::Timestamp::try_from(meta.modified().ok()?).ok()?;
            Some(Snapshot { path: entry.path().display().to_string(), bytes: meta.len(), at: time::instant(at) })
        })
        .collect();
    found.sort_by(|a, b| b.at.cmp(&a.at));
    found
}
