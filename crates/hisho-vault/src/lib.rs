//! Obsidian vaults as files.
//!
//! Owns everything that touches a vault's folder: finding notes, reading them, taking them apart,
//! resolving links, naming new files, splicing small edits, watching for changes, and the one gate
//! that writes. Must not know: SQL, the application's records, any host. What was overwritten goes
//! to an [`gate::Archive`], a port that somebody above implements.

pub mod canvas;
pub mod editor;
pub mod files;
pub mod gate;
pub mod harmless;
pub mod link_text;
pub mod links;
pub mod merge;
pub mod metadata;
pub mod mirror;
pub mod names;
pub mod note;
pub mod obsidian;
pub mod parts;
pub mod path;
pub mod prose;
pub mod read;
pub mod references;
pub mod relink;
pub mod rename;
pub mod scan;
pub mod section;
pub mod settings;
pub mod splice;
pub mod table;
pub mod tasks;
pub mod template;
pub mod watch;

mod yaml;
