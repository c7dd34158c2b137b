//! The SQLite store: opening, migrating, snapshots, one writer, a few readers, the journal, and
//! the queries of every family of tables in a file of its own.
//! Must not know the vault's files, models or hosts.

pub mod attachments;
pub mod audit;
pub mod boards;
pub mod comments;
pub mod conversations;
pub mod discussions;
pub mod files;
pub mod health;
pub mod journal;
pub mod labels;
pub mod messages;
pub mod minutes;
pub mod mirror;
pub mod notes;
pub mod notifications;
mod open;
mod order;
pub mod people;
pub mod personas;
pub mod plans;
pub mod preferences;
pub mod profile;
pub mod projects;
mod readers;
mod record;
mod references;
pub mod roles;
pub mod search;
pub mod secretaries;
pub mod settings;
mod speaking;
pub mod statements;
pub mod task_moves;
pub mod tasks;
pub mod teams;
pub mod time;
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
}

impl Store {
    /// Opens the database in `folder`, making or migrating it where needed. A migration is
    /// preceded by a snapshot and happens whole or not at all. With `check` the whole file is
    /// verified first, as after an exit that was not clean. A database that is damaged or newer
    /// than this program is refused and left as it is.
    pub fn open(folder: &Path, check: bool) -> std::result::Result<Store, Error> {
        let path = open::prepare(folder, check)?;
        let writer = writer::Writer::start(open::connect(&path, open::Use::Write)?);
        let readers = readers::Readers::new(path);
        Ok(Store { inner: Arc::new(Inner { folder: folder.to_owned(), writer, readers }) })
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
}
