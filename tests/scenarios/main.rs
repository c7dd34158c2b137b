//! Scenarios across the crates, told as a person would notice them.

mod conversations;
mod mirror;
mod notes;
mod people;
mod refusals;
mod search;
mod sequences;
mod settings;
mod spec_map;
mod two;
mod work;
