//! Scenarios across the crates, told as a person would notice them.

mod mirror;
mod notes;
mod people;
mod search;
mod sequences;
mod two;
mod work;
mod work_refusals;
