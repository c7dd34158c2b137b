//! What the database says about itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::backup::Backup;

/// How much room a table takes, with its indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableSize {
    /// Its name.
    pub name: String,
    /// Bytes in the file.
    pub bytes: i64,
    /// Of these, its indexes.
    pub index_bytes: i64,
    /// Its rows; null for the search index, which has none of its own.
    pub rows: Option<i64>,
}

/// A statement that took long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SlowQuery {
    /// The statement, without its values.
    pub sql: String,
    /// How often it ran since the start.
    pub runs: u64,
    /// Its longest run, in microseconds.
    pub worst_us: u64,
    /// All its runs together, in microseconds.
    pub total_us: u64,
    /// When the longest run ended, UTC.
    pub worst_at: String,
}

/// A step of the schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Migration {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// When it was done, UTC; null while it is pending.
    pub at: Option<String>,
}

/// How the schema is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MigrationStatus {
    /// The version the database has.
    pub current: i64,
    /// The version this program wants.
    pub target: i64,
    /// Every step in order, done or pending.
    pub steps: Vec<Migration>,
    /// How many are pending.
    pub pending: usize,
    /// When the last one was done, UTC.
    pub last_at: Option<String>,
    /// What speaks against going on: steps that differ from the program's, or are unknown to it.
    pub problems: Vec<String>,
    /// The backups from before migrations, the newest first; restoring one rolls back.
    pub backups: Vec<Backup>,
}

/// How the index of notes compares with the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IndexCheck {
    /// Notes on the disk.
    pub files: usize,
    /// Notes in the index.
    pub indexed: usize,
    /// On the disk, but not in the index; 100 at the most.
    pub unindexed: Vec<String>,
    /// In the index, but not on the disk; 100 at the most.
    pub gone: Vec<String>,
    /// Their size or time differ; 100 at the most.
    pub changed: Vec<String>,
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
    /// Size of the log beside it.
    pub log_bytes: u64,
    /// Bytes in the file that hold nothing.
    pub free_bytes: i64,
    /// Rows in the journal.
    pub journal_rows: i64,
    /// Notes in the index.
    pub notes_indexed: i64,
    /// The largest tables first.
    pub tables: Vec<TableSize>,
    /// The slowest statements since the start, the worst first.
    pub slow_queries: Vec<SlowQuery>,
    /// The index against the files; null without a vault that can be reached.
    pub index: Option<IndexCheck>,
    /// The schema's steps.
    pub migrations: MigrationStatus,
    /// Every backup, the newest first.
    pub backups: Vec<Backup>,
}

/// What a maintenance command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Maintained {
    /// Size of the main file before.
    pub bytes_before: u64,
    /// And after.
    pub bytes_after: u64,
    /// How long it took.
    pub elapsed_ms: u64,
}
