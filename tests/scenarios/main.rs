//! Scenarios across the crates, told as a person would notice them.

mod backups;
mod health;
mod history;
mod mirror;
mod notes;
mod people;
mod schemas;
mod search;
mod transfer;
mod two;
