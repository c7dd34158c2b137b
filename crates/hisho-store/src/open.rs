//! Opening: what is on disk is looked at before it is touched, refused when it is damaged or
//! newer, snapshotted when a migration is due, and migrated in one transaction.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hisho_domain::{Error, ErrorCode, Result};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::{sql_error, time};

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

/// The newest schema this program knows.
pub const SCHEMA_VERSION: i64 = 13;

/// How long a connection waits for another program's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Read,
    Write,
    /// Foreign keys are off, as a table can only be rebuilt so; they are checked afterwards.
    Migrate,
}

/// Where the database lies in a data folder.
pub fn database_path(folder: &Path) -> PathBuf {
    folder.join("hisho.db")
}

/// Makes the database in `folder` ready for use and says where it is.
pub(crate) fn prepare(folder: &Path, check: bool) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).map_err(|e| Error::io("data_folder", Some(&folder.display().to_string()), e))?;
    let path = database_path(folder);
    let found = inspect(&path)?;
    let mut connection = connect(&path, Use::Migrate)?;
    let sql = |e: rusqlite::Error| sql_error(&e, Some(&path));
    if check && found.is_some() {
        let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(sql)?;
        if verdict != "ok" {
            return Err(corrupt(&path, &verdict));
        }
    }
    if found == Some(SCHEMA_VERSION) {
        return Ok(path);
    }
    if let Some(version) = found {
        snapshot(&connection, folder, &format!("before-schema-{SCHEMA_VERSION}-from-{version}")).map_err(sql)?;
    }
    embedded::migrations::runner()
        .set_grouped(true)
        .run(&mut connection)
        .map_err(|e| Error::internal(format!("migrating {}: {e}", path.display())))?;
    let dangling: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).map_err(sql)?;
    if dangling > 0 {
        return Err(Error::internal(format!("{dangling} rows point nowhere after migrating")));
    }
    Ok(path)
}

/// Looks at the file without changing it: None when there is none, else its schema version.
fn inspect(path: &Path) -> Result<Option<i64>> {
    let mut head = [0u8; 16];
    match std::fs::File::open(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("database", Some(&path.display().to_string()), e)),
        Ok(mut file) => {
            let length = file.metadata().map(|m| m.len()).unwrap_or(0);
            if length == 0 {
                return Ok(None);
            }
            if file.read_exact(&mut head).is_err() || &head != b"SQLite format 3\0" {
                return Err(corrupt(path, "the file is not an SQLite database"));
            }
        }
    }
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|e| sql_error(&e, Some(path)))?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(|e| sql_error(&e, Some(path)))?;
    let version = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'refinery_schema_history'", [], |row| {
            row.get::<_, i64>(0)
        })
        .and_then(|history| match history {
            0 => Ok(0),
            _ => connection
                .query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0)),
        })
        .map_err(|e| sql_error(&e, Some(path)))?;
    if version > SCHEMA_VERSION {
        return Err(Error::new(
            ErrorCode::DatabaseNewer,
            format!("{} has schema {version}, this program knows up to {SCHEMA_VERSION}", path.display()),
            json!({ "found": version, "supported": SCHEMA_VERSION, "path": path.display().to_string() }),
        ));
    }
    Ok(Some(version))
}

/// Opens a connection with every pragma that must hold, and asserts those that can fail.
pub(crate) fn connect(path: &Path, purpose: Use) -> Result<Connection> {
    let sql = |e: rusqlite::Error| sql_error(&e, Some(path));
    let mut connection = Connection::open(path).map_err(sql)?;
    crate::statements::attach(&mut connection);
    connection.busy_timeout(BUSY_TIMEOUT).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(128);
    // FULL, so that a power loss never puts the database behind the vault.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;")
        .map_err(sql)?;
    let foreign_keys = purpose != Use::Migrate;
    connection.pragma_update(None, "foreign_keys", foreign_keys).map_err(sql)?;
    let on: bool = connection.pragma_query_value(None, "foreign_keys", |row| row.get(0)).map_err(sql)?;
    if on != foreign_keys {
        return Err(Error::internal("this SQLite cannot enforce foreign keys"));
    }
    if purpose == Use::Read {
        connection.pragma_update(None, "query_only", true).map_err(sql)?;
    }
    Ok(connection)
}

/// Copies the database as it is now into the folder of snapshots; the copy is whole or absent.
fn snapshot(connection: &Connection, folder: &Path, name: &str) -> rusqlite::Result<()> {
    let snapshots = folder.join("snapshots");
    std::fs::create_dir_all(&snapshots).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
    let stamp = time::now().replace([':', '.'], "-");
    let target = snapshots.join(format!("{name}-{stamp}.db"));
    connection.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
    Ok(())
}

fn corrupt(path: &Path, detail: &str) -> Error {
    Error::new(
        ErrorCode::DatabaseCorrupt,
        format!("{}: {detail}", path.display()),
        json!({ "path": path.display().to_string(), "detail": detail }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn the_schema_version_is_that_of_the_last_migration() {
        let last = embedded::migrations::runner().get_migrations().iter().map(|m| i64::from(m.version())).max();
        assert_eq!(last, Some(SCHEMA_VERSION));
    }

    #[test]
    fn a_newer_or_damaged_database_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().expect("folder");
        drop(Store::open(folder.path(), false).expect("opens"));
        let path = database_path(folder.path());
        let connection = Connection::open(&path).expect("connect");
        connection
            .execute("INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '')", [])
            .expect("insert");
        connection.close().expect("close");
        let before = std::fs::read(&path).expect("read");
        let error = Store::open(folder.path(), false).err().expect("refused");
        assert_eq!(error.code, ErrorCode::DatabaseNewer);
        assert_eq!(error.params["found"], 999);
        assert_eq!(std::fs::read(&path).expect("read"), before);

        std::fs::write(&path, b"these are not the bytes of a database at all").expect("write");
        let error = Store::open(folder.path(), false).err().expect("refused");
        assert_eq!(error.code, ErrorCode::DatabaseCorrupt);
        assert_eq!(std::fs::read(&path).expect("read"), b"these are not the bytes of a database at all");
    }

    #[test]
    fn damage_inside_is_found_after_an_exit_that_was_not_clean() {
        let folder = tempfile::tempdir().expect("folder");
        drop(Store::open(folder.path(), false).expect("opens"));
        let path = database_path(folder.path());
        let mut bytes = std::fs::read(&path).expect("read");
        let page = 4096 * 5;
        bytes[page..page + 64].fill(0xA5);
        std::fs::write(&path, &bytes).expect("write");
        let error = Store::open(folder.path(), true).err().expect("refused");
        assert_eq!(error.code, ErrorCode::DatabaseCorrupt);
    }

    #[test]
    fn a_snapshot_precedes_a_migration() {
        let folder = tempfile::tempdir().expect("folder");
        let path = database_path(folder.path());
        let mut connection = Connection::open(&path).expect("connect");
        embedded::migrations::runner().set_target(refinery::Target::Version(1)).run(&mut connection).expect("first");
        connection.execute("INSERT INTO counters VALUES ('kept', 7)", []).expect("insert");
        connection.close().expect("close");
        let store = Store::open(folder.path(), false).expect("migrates");
        let next: i64 =
            store.read_blocking(|c| Ok(c.query_row("SELECT next FROM counters", [], |r| r.get(0))?)).expect("read");
        assert_eq!(next, 7);
        let snapshots: Vec<_> =
            std::fs::read_dir(folder.path().join("snapshots")).expect("snapshots").flatten().collect();
        assert_eq!(snapshots.len(), 1);
        let old = Connection::open(snapshots[0].path()).expect("snapshot opens");
        assert_eq!(old.query_row("SELECT next FROM counters", [], |r| r.get::<_, i64>(0)).expect("read"), 7);
    }

    #[test]
    fn a_locked_database_says_so() {
        let folder = tempfile::tempdir().expect("folder");
        drop(Store::open(folder.path(), false).expect("opens"));
        let other = Connection::open(database_path(folder.path())).expect("connect");
        other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").expect("lock");
        let error = Store::open(folder.path(), false).err().expect("refused");
        assert_eq!(error.code, ErrorCode::DatabaseLocked);
    }
}
