//! What the planner goes by: three trees and how they stand.
//!
//! Owns the records of what lies on the disk, what the records say, and what both last agreed on.
//! Must not know how any of them is found or stored.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{Pair, Side};
use super::sheet::{Field, Layout, Sheet};

/// BLAKE3 of a file's bytes.
pub type Hash = [u8; 32];

/// The hash of these bytes.
pub fn hash_of(bytes: &[u8]) -> Hash {
    *blake3::hash(bytes).as_bytes()
}

/// Something that has, or would have, a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its identity, which stands in the note.
    pub uid: String,
    /// What its note consists of.
    pub layout: Layout,
    /// What the record says, tidy.
    pub sheet: Sheet,
    /// What the person decided about fields that both sides had changed.
    pub settled: BTreeMap<Field, Side>,
}

/// What is remembered of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Whose note it is.
    pub uid: String,
    /// Where it lies, or would.
    pub path: String,
    /// What both sides last agreed on; None until the first time.
    pub base: Option<Pair>,
    /// The bytes that were last read, and their hash.
    pub disk: Option<(Hash, Arc<[u8]>)>,
    /// The file system's own number for the file that was last read.
    pub file_id: Option<u64>,
    /// What Hisho wrote last: a file like that is its own.
    pub wrote: Option<Hash>,
    /// While a write is under way, what holds once it is done.
    pub pending: Option<(Hash, Pair)>,
    /// The looks that found it nowhere.
    pub missing: Option<Missing>,
    /// Where else it was found, and since when.
    pub moved: Option<(String, u64)>,
    /// It was deleted by the person, as far as one can tell; nothing is written until it comes back.
    pub unlinked: bool,
    /// A text that looks cut short, and since when.
    pub suspect: Option<(Hash, u64)>,
}

/// Looks that found a note nowhere, one after another; in milliseconds of their clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The first.
    pub since: u64,
    /// The last that counted.
    pub last: u64,
    /// How many there were; those right after another do not count.
    pub looks: u32,
}

/// A file that is one of the notes, or lies where one should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its path in the vault.
    pub path: String,
    /// What is there.
    pub is: Is,
    /// The file system's own number for it, where it has one.
    pub file_id: Option<u64>,
    /// For how many milliseconds nobody has changed it.
    pub quiet_ms: u64,
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Is {
    /// A file that was read.
    Note {
        /// Its bytes.
        bytes: Arc<[u8]>,
        /// The person may write it, so Hisho may.
        writable: bool,
    },
    /// A file whose bytes are in the cloud; it was not opened.
    Placeholder,
    /// A file that is there and could not be read.
    Unreadable,
}

/// What lies on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disk {
    /// Milliseconds of a clock that only goes forward.
    pub now_ms: u64,
    /// The vault itself is there, and is the one that was chosen.
    pub is_there: bool,
    /// Files.
    pub seen: Vec<Seen>,
    /// Folders that could not be listed; the vault's own is the empty path.
    pub unreadable: Vec<String>,
}

/// How long to wait, and what the person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A file is read when nobody changed it for so many milliseconds.
    pub quiet_ms: u64,
    /// It is written when nobody changed it for so many.
    pub write_quiet_ms: u64,
    /// Notes that went within so many milliseconds went at once.
    pub at_once_ms: u64,
    /// The person said that what is gone was meant to go.
    pub accept_gone: bool,
}
