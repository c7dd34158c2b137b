//! Export into a readable folder, and import of one. Must not know files.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exported {
    /// The folder.
    pub path: String,
    /// Rows by table.
    pub rows: BTreeMap<String, usize>,
    /// Files written, the manifest included.
    pub files: usize,
    /// Their size together.
    pub bytes: u64,
}

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Imported {
    /// Rows by table.
    pub rows: BTreeMap<String, usize>,
    /// What was there before, to go back to.
    pub before: crate::backup::Backup,
}

/// Something as a page to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadablePage {
    /// What it is called.
    pub title: String,
    /// Markdown.
    pub text: String,
}
