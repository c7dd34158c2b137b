//! The use cases of Hisho by area, the one list of commands in front of them, events and the
//! engine that keeps the vault and the database in step.
//! Must not know hosts: no window, no terminal, no socket.

mod app;
mod assignment;
mod audit;
mod backups;
mod boards;
mod calendar;
mod changes;
mod checklists;
mod command;
mod commands;
mod comments;
mod conversations;
mod discussions;
mod drafts;
mod events;
mod exchange;
mod filters;
mod folder;
mod gesture;
mod health;
mod history;
mod input;
mod labels;
pub mod log;
mod mask;
mod models;
mod notifications;
mod owner;
mod people;
mod people_file;
mod pictures;
mod plans;
mod profile;
mod projects;
pub mod rescue;
mod schedule;
mod search;
mod secretaries;
mod settings;
mod talk;
mod tasks;
mod today;
mod transfer;
mod trash;
mod vault;

pub use app::{App, Caller, Options};
pub use command::{Command, Effect};
pub use commands::{COMMANDS, describe};
pub use events::Event;
pub use folder::default_data_dir;
pub use models::keys;
pub use models::unanswered;
pub use vault::ScanReport;
