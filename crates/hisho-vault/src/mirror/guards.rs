//! The rules that keep a note from being lost, each by its name.
//!
//! Owns their list, so that a simulation can take one away and show what it is good for. Hisho itself
//! always has all of them.

/// Which rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guards {
    /// A vault that is not there says nothing about its notes.
    pub root: bool,
    /// What lies in a folder that cannot be listed is not gone.
    pub folders: bool,
    /// A note is gone only when a later look finds it gone too.
    pub two_looks: bool,
    /// Many notes gone at once are asked about.
    pub mass: bool,
    /// A text that looks cut short is read only when it stays so.
    pub suspect: bool,
    /// A file in the cloud is not missing.
    pub placeholders: bool,
    /// Of two notes with one identity none is taken.
    pub doubles: bool,
    /// A note is known by its identity wherever it lies.
    pub identity: bool,
    /// A note that does not say whose it is any more is known by its file.
    pub file_ids: bool,
    /// A note is written when nobody is writing it.
    pub quiet: bool,
    /// What may not be written is not written.
    pub read_only: bool,
    /// What was seen goes to the history.
    pub keep: bool,
    /// What a write leads to is remembered before it.
    pub intent: bool,
    /// What was agreed on moves only on agreement.
    pub agreement: bool,
    /// Decisions are shown and never read.
    pub decisions: bool,
}

impl Default for Guards {
    /// All of them.
    fn default() -> Self {
        Guards {
            root: true,
            folders: true,
            two_looks: true,
            mass: true,
            suspect: true,
            placeholders: true,
            doubles: true,
            identity: true,
            file_ids: true,
            quiet: true,
            read_only: true,
            keep: true,
            intent: true,
            agreement: true,
            decisions: true,
        }
    }
}
