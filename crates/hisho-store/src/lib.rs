//! The SQLite store: opening, migrating, backups, one writer, a few readers, the journal, and
//! the queries of every family of tables in a file of its own.
//! Must not know the vault's files, models or hosts.

pub mod accounts;
pub mod assignment;
pub mod attachments;
pub mod audit;
pub mod backups;
pub mod boards;
pub mod budgets;
pub mod calendar;
pub mod checklists;
pub mod comments;
pub mod conversations;
pub mod discussion_run;
pub mod discussions;
mod disk;
pub mod epochs;
pub mod files;
pub mod health;
pub mod history;
pub mod journal;
pub mod labels;
pub mod maintenance;
pub mod messages;
mod migrate;
pub mod minutes;
pub mod mirror;
pub mod mirror_conflicts;
pub mod notes;
pub mod notifications;
mod open;
mod order;
pub mod people;
pub mod personas;
pub mod plan_drafts;
pub mod plans;
pub mod preferences;
pub mod prices;
pub mod profile;
pub mod projects;
mod readers;
mod record;
mod recorder;
mod recurring;
mod references;
pub mod roles;
pub mod runs;
pub mod schedule;
mod schema;
pub mod search;
pub mod secretaries;
pub mod settings;
mod speaking;
pub mod statements;
pub mod task_batches;
pub mod task_drafts;
pub mod task_filters;
pub mod task_moves;
pub mod task_sources;
pub mod tasks;
pub mod teams;
pub mod threads;
pub mod time;
pub mod timing;
pub mod transfer;
pub mod trash;
pub mod usage;
pub mod vault_moves;
pub mod vaults;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hisho_domain::{Actor, Error, ErrorCode};
pub use rusqlite::Connection;
use serde_json::json;

pub use open::{SCHEMA_VERSION, database_path};
pub use writer::{Journalled, Write};

/// What goes wrong inside a read or a write: a rule of the domain, or SQLite itself.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Meant for the person as it is.
    #[error(transparent)]
    Domain(#[from] Error),
    /// Worded when it leaves the store.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
}

/// The result of the closures that read and write.
pub type Result<T> = std::result::Result<T, Failure>;

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        match failure {
            Failure::Domain(error) => error,
            Failure::Sql(error) => sql_error(&error, None),
        }
    }
}

/// Words a failure of SQLite; `path` is the database where it is known.
pub(crate) fn sql_error(error: &rusqlite::Error, path: Option<&Path>) -> Error {
    use rusqlite::ErrorCode as Sql;
    let params = json!({ "path": path.map(|p| p.display().to_string()), "detail": error.to_string() });
    let code = match error.sqlite_error_code() {
        Some(Sql::DatabaseCorrupt | Sql::NotADatabase) => ErrorCode::DatabaseCorrupt,
        Some(Sql::DatabaseBusy | Sql::DatabaseLocked) => ErrorCode::DatabaseLocked,
        Some(Sql::DiskFull | Sql::ReadOnly | Sql::SystemIoFailure | Sql::CannotOpen | Sql::PermissionDenied) => {
            ErrorCode::Io
        }
        _ => ErrorCode::Internal,
    };
    let mut error = Error::new(code, format!("database: {error}"), params);
    if code == ErrorCode::Io {
        error.params.insert("what".into(), json!("database"));
    }
    error
}

/// The open database. Cloning shares it; it closes with the last clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    writer: writer::Writer,
    readers: readers::Readers,
    // Given back last, when every connection is closed.
    _in_use: std::fs::File,
}

impl Store {
    /// Opens the database in `folder`, making or migrating it where needed. A migration is
    /// preceded by a backup and happens whole or not at all. With `check` the whole file is
    /// verified first, as after an exit that was not clean. A database that is damaged or newer
    /// than this program is refused and left as it is.
    pub fn open(folder: &Path, check: bool) -> std::result::Result<Store, Error> {
        let in_use = open::in_use(folder)?;
        let path = open::prepare(folder, check)?;
        let writer = writer::Writer::start(open::connect(&path, open::Use::Write)?);
        let readers = readers::Readers::new(path);
        let store = Store { inner: Arc::new(Inner { folder: folder.to_owned(), writer, readers, _in_use: in_use }) };
        maintenance::complete_search(&store)?;
        Ok(store)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Reads on a connection of its own; what it sees is one moment in time.
    pub async fn read<T, F>(&self, read: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let inner = self.inner.clone();
        tokio::task::spawn_blocking(move || inner.readers.read(read)).await.map_err(Error::internal)?
    }

    /// Writes in one transaction on the one writer, in the name of `actor`. When it returns, the
    /// write is on the disk; on an error nothing of it is.
    pub async fn write<T, F>(&self, actor: Actor, write: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Write<'_>) -> Result<T> + Send + 'static,
    {
        self.inner.writer.write(actor, write).await
    }

    /// As [`Store::write`], for threads that may block.
    pub fn write_blocking<T, F>(&self, actor: Actor, write: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Write<'_>) -> Result<T> + Send + 'static,
    {
        self.inner.writer.write_blocking(actor, write)
    }

    /// As [`Store::read`], for threads that may block.
    pub fn read_blocking<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> std::result::Result<T, Error> {
        self.inner.readers.read(read)
    }

    /// Runs something on the writer's connection outside of a transaction, in turn with writes;
    /// for threads that may block.
    pub(crate) fn in_turn<T, F>(&self, act: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> std::result::Result<T, Error> + Send + 'static,
    {
        self.inner.writer.in_turn(act)
    }

    /// Puts a finished piece into the full-text index, in turn with writes; for threads that may
    /// block. On an error nothing of it is there. When it returns it can be found; a loss of power may
    /// take it away again, whole, until the next write is on the disk.
    pub fn put_segment(&self, segment: search::Segment) -> std::result::Result<(), Error> {
        let path = database_path(self.folder());
        self.in_turn(move |_| search::bulk::put(&path, &segment))
    }

    /// Brings what lies in the log into the database, as far as nobody reads it; for threads that
    /// may block. After much was written at once, so that no later write has to.
    pub fn checkpoint(&self) -> std::result::Result<(), Error> {
        let path = database_path(self.folder());
        let connection = open::connect(&path, open::Use::Write)?;
        connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)").map_err(|e| sql_error(&e, Some(&path)))
    }

    /// Puts a backup into the place of everything, and gives a backup of what was there before;
    /// for threads that may block. On an error, and when killed on the way, nothing has changed.
    pub fn restore(&self, actor: Actor, id: &str) -> std::result::Result<hisho_domain::backup::Restored, Error> {
        let folder = self.folder().to_owned();
        let id = id.to_owned();
        let backup = backups::verify(&folder, &id)?;
        // The shelf before the writer, as everywhere, so that nobody waits for one with the other.
        let shelf = backups::Shelf::lock(&folder)?;
        let scratch = shelf.scratch()?;
        let before = self.in_turn(move |live| {
            backups::replace(live, &folder, &shelf, scratch.path(), &actor, &backups::Source::Backup(id))
        })?;
        maintenance::complete_search(self)?;
        Ok(hisho_domain::backup::Restored { backup, before: Some(before) })
    }
}
