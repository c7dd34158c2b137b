//! Everything in one readable folder, and back: a JSON file for each family of tables, larger
//! contents as files of their own, pages to read, and a manifest with counts and checksums.
//! Tables are taken as the schema describes them, so that one that is added later is in it, or in
//! the list of what is left out; none can be forgotten.
//! Must not know what the pages say.

mod checked;
mod into;
mod out;
mod rows;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::schema::Table;

pub use into::import;
pub use out::{Page, export};

/// The form of the folder.
const FORMAT: &str = "hisho-export";
const FORMAT_VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";

/// Tables that are left out, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("epochs", "it tells when this database was replaced, not what it holds"),
    ("mirror_conflicts", "found again when the notes are next brought in step"),
    ("recent_searches", "what was searched for is nobody else's business"),
    ("refinery_schema_history", "the schema is made by the program that imports"),
    ("search_entries", "the search index is made anew from the records"),
    ("vault_attachments", "the index of notes is made anew from the vault"),
    ("vault_links", "the index of notes is made anew from the vault"),
    ("vault_moves", "what is under way in the vault's files ends where it began"),
    ("vault_notes", "the index of notes is made anew from the vault"),
    ("vault_problems", "found again by the next look through the vault"),
    ("vault_properties", "the index of notes is made anew from the vault"),
    ("vault_tasks", "the index of notes is made anew from the vault"),
];

/// What the folder says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: String,
    format_version: u32,
    at: String,
    /// The version of the program that wrote it.
    program: String,
    schema_version: i64,
    /// Rows by table.
    rows: BTreeMap<String, usize>,
    /// The highest number ever given in a table, since none is given twice.
    numbers: BTreeMap<String, i64>,
    left_out: BTreeMap<String, String>,
    /// Every other file by its path.
    files: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    bytes: u64,
    blake3: String,
}

/// The tables that are in it.
fn taken(tables: Vec<Table>) -> Vec<Table> {
    tables.into_iter().filter(|table| !LEFT_OUT.iter().any(|(name, _)| *name == table.name)).collect()
}

/// The family of a table: the one whose rows its own go with.
fn family<'a>(table: &'a Table, tables: &'a [Table]) -> &'a str {
    let mut table = table;
    // No longer than there are tables, should two go with one another.
    for _ in tables {
        match table.owner().and_then(|owner| tables.iter().find(|table| table.name == owner)) {
            Some(owner) => table = owner,
            None => break,
        }
    }
    &table.name
}

fn families(tables: &[Table]) -> BTreeMap<&str, Vec<&Table>> {
    let mut families: BTreeMap<&str, Vec<&Table>> = BTreeMap::new();
    for table in tables {
        families.entry(family(table, tables)).or_default().push(table);
    }
    families
}

fn data_path(family: &str) -> String {
    format!("data/{family}.json")
}
