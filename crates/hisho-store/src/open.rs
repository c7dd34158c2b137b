//! Opening: what is on disk is looked at before it is touched, refused when it is damaged or
//! newer, backed up when a migration is due, and migrated in one transaction.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hisho_domain::backup::BackupKind;
use hisho_domain::{Error, ErrorCode, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::migrate::MigrationError;
use crate::search::gather;
use crate::{backups, migrate, sql_error, timing};

/// The newest schema this program knows.
pub const SCHEMA_VERSION: i64 = 59;

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
    // One process at a time looks and migrates; the others then find it done.
    let turn = File::create(folder.join("schema.lock")).map_err(|e| Error::io("data_folder", None, e))?;
    turn.lock().map_err(|e| Error::io("data_folder", None, e))?;
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
    if found.is_some() {
        backups::make_of(&connection, folder, BackupKind::BeforeMigration, None)?;
    }
    run(&mut connection, &path, &migrate::embedded())?;
    Ok(path)
}

/// Brings a database that lies aside to the newest schema.
pub(crate) fn migrate(path: &Path) -> Result<()> {
    let mut connection = connect(path, Use::Migrate)?;
    run(&mut connection, path, &migrate::embedded())
}

/// Carries out what is pending of these steps; on an error the database is as it was.
pub(crate) fn run(connection: &mut Connection, path: &Path, steps: &[refinery::Migration]) -> Result<()> {
    migrate::run(connection, steps).map_err(|error| match error {
        MigrationError::Sql(error) => sql_error(&error, Some(path)),
        MigrationError::Step { version, name, detail } => Error::new(
            ErrorCode::MigrationFailed,
            format!("{}: step {version} ({name}): {detail}", path.display()),
            json!({ "path": path.display().to_string(), "version": version, "name": name, "detail": detail }),
        ),
    })
}

/// Says that this process has the database open, as long as the file is held. Whoever wants to
/// exchange the file itself asks for it alone.
pub(crate) fn in_use(folder: &Path) -> Result<File> {
    let file = use_file(folder)?;
    file.lock_shared().map_err(|e| Error::io("data_folder", Some(&folder.display().to_string()), e))?;
    Ok(file)
}

/// As [`in_use`], for one process alone; an error when another has the database open.
pub(crate) fn alone(folder: &Path) -> Result<File> {
    let file = use_file(folder)?;
    let path = folder.display().to_string();
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::Error(e)) => Err(Error::io("data_folder", Some(&path), e)),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(Error::new(ErrorCode::InUse, format!("another Hisho has {path} open"), json!({ "path": path })))
        }
    }
}

fn use_file(folder: &Path) -> Result<File> {
    let path = folder.join("hisho.db.use");
    let io = |e: std::io::Error| Error::io("data_folder", Some(&path.display().to_string()), e);
    std::fs::create_dir_all(folder).map_err(io)?;
    File::options().write(true).create(true).truncate(false).open(&path).map_err(io)
}

/// Looks at the file without changing it: None when there is none, else its schema version.
fn inspect(path: &Path) -> Result<Option<i64>> {
    let mut head = [0u8; 16];
    match File::open(path) {
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
    let read = |flags| -> rusqlite::Result<i64> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        migrate::version(&connection)
    };
    let version = match read(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        // A write that was killed is taken back first, which only a writing connection may do.
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly) => {
            read(OpenFlags::SQLITE_OPEN_READ_WRITE)
        }
        version => version,
    };
    let version = version.map_err(|e| sql_error(&e, Some(path)))?;
    refuse_newer(path, version)?;
    Ok(Some(version))
}

/// A database of a newer program is none of this one's business.
pub(crate) fn refuse_newer(path: &Path, version: i64) -> Result<()> {
    if version > SCHEMA_VERSION {
        return Err(Error::new(
            ErrorCode::DatabaseNewer,
            format!("{} has schema {version}, this program knows up to {SCHEMA_VERSION}", path.display()),
            json!({ "found": version, "supported": SCHEMA_VERSION, "path": path.display().to_string() }),
        ));
    }
    Ok(())
}

/// Opens a connection with every pragma that must hold, and asserts those that can fail.
pub(crate) fn connect(path: &Path, purpose: Use) -> Result<Connection> {
    let sql = |e: rusqlite::Error| sql_error(&e, Some(path));
    let mut connection = Connection::open(path).map_err(sql)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(sql)?;
    timing::watch(&mut connection).map_err(sql)?;
    // One listener a connection: who looks at query plans takes the place of the clock.
    crate::statements::attach(&mut connection);
    gather::attach(&connection).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Plans do not hang on the values bound. Without this a kept statement is planned anew at
    // every binding of a column that ANALYZE sampled, which costs more than most queries.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(sql)?;
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

fn corrupt(path: &Path, detail: &str) -> Error {
    Error::new(
        ErrorCode::DatabaseCorrupt,
        format!("{}: {detail}", path.display()),
        json!({ "path": path.display().to_string(), "detail": detail }),
    )
}

/// An empty database of the newest schema in memory, for tests that run many short stories.
#[cfg(test)]
pub(crate) fn in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().expect("opens");
    connection.set_prepared_statement_cache_capacity(512);
    migrate::run(&mut connection, &migrate::embedded()).expect("migrates");
    connection.pragma_update(None, "foreign_keys", true).expect("pragma");
    connection
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn the_schema_version_is_that_of_the_last_migration() {
        let last = migrate::embedded().iter().map(|m| i64::from(m.version())).max();
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

    /// A database with the first steps only, and a row in it.
    fn old(folder: &Path, steps: usize) -> PathBuf {
        let path = database_path(folder);
        let mut connection = connect(&path, Use::Migrate).expect("connect");
        migrate::run(&mut connection, &migrate::embedded()[..steps]).expect("first");
        connection.execute("INSERT INTO counters VALUES ('kept', 7)", []).expect("insert");
        path
    }

    fn kept(connection: &Connection) -> i64 {
        connection.query_row("SELECT next FROM counters WHERE name = 'kept'", [], |row| row.get(0)).expect("kept")
    }

    #[test]
    fn a_backup_precedes_a_migration() {
        let folder = tempfile::tempdir().expect("folder");
        old(folder.path(), 1);
        let store = Store::open(folder.path(), false).expect("migrates");
        assert_eq!(store.read_blocking(|c| Ok(kept(c))).expect("read"), 7);
        let backups = backups::list(folder.path());
        assert_eq!(backups.len(), 1);
        assert_eq!((backups[0].kind, backups[0].schema_version), (Some(BackupKind::BeforeMigration), Some(1)));
        assert_eq!(kept(&Connection::open(Path::new(&backups[0].path).join("hisho.db")).expect("opens")), 7);
    }

    #[test]
    fn a_step_that_fails_leaves_the_database_as_it_was_and_says_which() {
        let broken = [
            ("V9001__broken", "CREATE TABLE more (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);", "nowhere"),
            // Rebuilding a table without its rows leaves those that point at them dangling.
            (
                "V9002__forgetful",
                "INSERT INTO labels (uid, name, created_at, updated_at) VALUES
                   ('00000000-0000-0000-0000-000000000000', 'x', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z');
                 INSERT INTO task_labels (task_id, label_id) VALUES (999, 1);",
                "point nowhere",
            ),
        ];
        let folder = tempfile::tempdir().expect("folder");
        let count = migrate::embedded().len();
        let path = old(folder.path(), count);
        let before = std::fs::read(&path).expect("read");
        for (name, sql, detail) in broken {
            let mut steps = migrate::embedded();
            steps.push(refinery::Migration::unapplied(name, sql).expect("a step"));
            let mut connection = connect(&path, Use::Migrate).expect("connect");
            let error = run(&mut connection, &path, &steps).expect_err("fails");
            assert_eq!(error.code, ErrorCode::MigrationFailed);
            assert!(error.params["detail"].as_str().is_some_and(|told| told.contains(detail)), "{error:?}");
            assert_eq!(migrate::version(&connection).expect("version"), SCHEMA_VERSION);
            assert_eq!(kept(&connection), 7);
            connection.close().expect("closes");
            assert_eq!(std::fs::read(&path).expect("read"), before, "not a byte");
        }
    }

    #[test]
    fn a_table_is_rebuilt_without_losing_what_points_at_it() {
        let folder = tempfile::tempdir().expect("folder");
        let path = old(folder.path(), migrate::embedded().len());
        let mut connection = connect(&path, Use::Migrate).expect("connect");
        let time = "2026-01-01T00:00:00.000Z";
        connection
            .execute_batch(&format!(
                "INSERT INTO labels (uid, name, created_at, updated_at)
                   VALUES ('00000000-0000-0000-0000-000000000000', 'x', '{time}', '{time}');
                 INSERT INTO tasks (uid, number, name, position, created_at, updated_at)
                   VALUES ('00000000-0000-0000-0000-000000000001', 1, 'y', 1, '{time}', '{time}');
                 INSERT INTO task_labels VALUES (1, 1);"
            ))
            .expect("rows");
        let rebuild = "CREATE TABLE labels_new (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, name TEXT NOT NULL) STRICT;
            INSERT INTO labels_new SELECT id, uid, name FROM labels;
            DROP TABLE labels; ALTER TABLE labels_new RENAME TO labels;";
        let mut steps = migrate::embedded();
        steps.push(refinery::Migration::unapplied("V9001__rebuild", rebuild).expect("a step"));
        run(&mut connection, &path, &steps).expect("rebuilt");
        let left: i64 = connection.query_row("SELECT count(*) FROM task_labels", [], |row| row.get(0)).expect("count");
        assert_eq!(left, 1, "with foreign keys on, dropping the table would have emptied this one");
    }

    #[test]
    fn a_step_that_was_changed_after_it_was_done_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let path = old(folder.path(), 2);
        let connection = Connection::open(&path).expect("connect");
        connection.execute("UPDATE refinery_schema_history SET checksum = '1' WHERE version = 2", []).expect("update");
        connection.close().expect("close");
        let error = Store::open(folder.path(), false).err().expect("refused");
        assert_eq!((error.code, error.params["version"].as_i64()), (ErrorCode::MigrationFailed, Some(2)));
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
