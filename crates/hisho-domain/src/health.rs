//! What the database says about itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A copy of the database from before a migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Snapshot {
    /// Where it lies.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// When it was made, UTC.
    pub at: String,
}

/// The state of the database. Empty lists mean nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Health {
    /// Version of its schema.
    pub schema_version: i64,
    /// Version of SQLite.
    pub sqlite_version: String,
    /// What the integrity check found.
    pub integrity: Vec<String>,
    /// Rows that point nowhere.
    pub foreign_keys: Vec<String>,
    /// Size of the main file.
    pub database_bytes: u64,
    /// Rows in the journal.
    pub journal_rows: i64,
    /// Notes in the index.
    pub notes_indexed: i64,
    /// Copies from before migrations, the newest first.
    pub snapshots: Vec<Snapshot>,
}
