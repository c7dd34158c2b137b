//! What Hisho is about: records, their rules and state machines, and the folding of text.
//! Plain data shared by store, commands and UI. No IO, no clock, no randomness: time and new
//! identities are handed in.

pub mod account;
pub mod actor;
pub mod assignment;
pub mod audit;
pub mod backup;
pub mod board;
pub mod change;
pub mod check;
pub mod checklist;
pub mod comment;
pub mod conversation;
pub mod discussion;
pub mod english;
pub mod error;
pub mod exchange;
pub mod field_history;
pub mod forecast;
pub mod fuzzy;
pub mod health;
pub mod history;
pub mod label;
pub mod mention;
pub mod note;
pub mod notification;
pub mod people;
pub mod people_file;
pub mod plan;
pub mod profile;
pub mod project;
pub mod recurrence;
pub mod schedule;
pub mod search;
pub mod secretary;
pub mod settings;
pub mod shipped;
pub mod spending;
pub mod talk;
pub mod task;
pub mod task_change;
pub mod task_draft;
pub mod task_filter;
pub mod text;
pub mod transfer;
pub mod trash;
pub mod vocabulary;

pub use actor::{Actor, Author};
pub use change::{Action, ActorKind, Change, Entity, Origin};
pub use error::{Error, ErrorCode, Result, Rule};
