//! Scenarios across the crates, told as a person would notice them.

mod backups;
mod conversations;
mod discussions;
mod health;
mod history;
mod mirror;
mod models;
mod notes;
mod people;
mod refusals;
mod schemas;
mod search;
mod sequences;
mod settings;
mod spec_map;
mod transfer;
mod trash;
mod two;
mod vault_edits;
mod vault_index;
mod vault_reads;
mod vault_reads_links;
mod watcher;
mod work;
