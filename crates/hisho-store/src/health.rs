//! How the database is doing: its integrity, the room its tables take, its steps and its backups.

use std::path::Path;

use hisho_domain::backup::BackupKind;
use hisho_domain::health::{Health, MigrationStatus, TableSize};
use rusqlite::Connection;

use crate::schema::quoted;
use crate::{Result, SCHEMA_VERSION, backups, database_path, migrate, timing};

/// Checks the whole database; takes as long as reading it. What lies in the vault is not looked at.
pub fn check(connection: &Connection, folder: &Path) -> Result<Health> {
    let lines = |sql: &str| -> Result<Vec<String>> {
        Ok(connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    let integrity: Vec<String> = lines("PRAGMA integrity_check(100)")?;
    let foreign_keys = lines(
        "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent FROM pragma_foreign_key_check LIMIT 100",
    )?;
    let count = |sql: &str| -> Result<i64> { Ok(connection.query_row(sql, [], |row| row.get(0))?) };
    let path = database_path(folder);
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
    Ok(Health {
        schema_version: SCHEMA_VERSION,
        sqlite_version: rusqlite::version().to_owned(),
        integrity: integrity.into_iter().filter(|line| line != "ok").collect(),
        foreign_keys,
        database_bytes: size(&path),
        log_bytes: size(&path.with_extension("db-wal")),
        free_bytes: count("SELECT f.freelist_count * p.page_size FROM pragma_freelist_count f, pragma_page_size p")?,
        journal_rows: count("SELECT count(*) FROM changes")?,
        notes_indexed: count(
            "SELECT count(*) FROM vault_notes n JOIN obsidian_integration_settings v ON v.id = n.vault_id WHERE v.is_current = 1",
        )?,
        tables: sizes(connection)?,
        slow_queries: timing::slowest(),
        index: None,
        migrations: migrations(connection, folder)?,
        backups: backups::list(folder),
    })
}

/// The steps of the schema, and how to go back.
pub fn migrations(connection: &Connection, folder: &Path) -> Result<MigrationStatus> {
    let (steps, problems) = migrate::steps(connection)?;
    let backups = backups::list(folder).into_iter().filter(|b| b.kind == Some(BackupKind::BeforeMigration)).collect();
    Ok(MigrationStatus {
        current: migrate::version(connection)?,
        target: SCHEMA_VERSION,
        pending: steps.iter().filter(|step| step.at.is_none()).count(),
        last_at: steps.iter().filter_map(|step| step.at.clone()).max(),
        steps,
        problems,
        backups,
    })
}

/// The room each table takes with its indexes, the largest first.
fn sizes(connection: &Connection) -> Result<Vec<TableSize>> {
    let mut sizes = connection
        .prepare(
            "SELECT s.tbl_name, sum(d.pgsize), sum(CASE WHEN s.type = 'index' THEN d.pgsize ELSE 0 END)
             FROM (SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE) d JOIN sqlite_schema s ON s.name = d.name
             GROUP BY s.tbl_name ORDER BY 2 DESC, 1",
        )?
        .query_map([], |row| {
            Ok(TableSize { name: row.get(0)?, bytes: row.get(1)?, index_bytes: row.get(2)?, rows: None })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let ordinary = crate::schema::tables(connection)?;
    for size in sizes.iter_mut().filter(|size| ordinary.iter().any(|table| table.name == size.name)) {
        size.rows =
            Some(connection.query_row(&format!("SELECT count(*) FROM {}", quoted(&size.name)), [], |row| row.get(0))?);
    }
    Ok(sizes)
}
