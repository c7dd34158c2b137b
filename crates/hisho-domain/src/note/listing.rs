//! The vault as it is browsed: folders, tags, names to switch to, files, what can be completed, and
//! open checkboxes. Must not know how any of it is found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Urgency;
use crate::vocabulary;

vocabulary! {
    /// What a file of the vault is.
    pub enum FileKind {
        Note = "note",
        /// A board of JSON Canvas.
        Canvas = "canvas",
        /// Any other file.
        Attachment = "attachment",
    }
}

/// One level of the vault's folders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FolderListing {
    /// The folders in it, by name.
    pub folders: Vec<FolderEntry>,
    /// The files in it, by name.
    pub files: Vec<FileEntry>,
}

/// A folder in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FolderEntry {
    /// Its path in the vault.
    pub path: String,
    /// Its own name.
    pub name: String,
    /// Notes and canvas files in it and below.
    pub notes: i64,
}

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileEntry {
    /// Its path in the vault.
    pub path: String,
    /// Its name, a note's without the ending.
    pub title: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: i64,
    /// When it was last changed, UTC.
    pub modified_at: String,
}

/// A tag and how many notes have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagCount {
    /// Without `#`, spelled as it was met first.
    pub tag: String,
    /// Notes that have exactly this tag.
    pub notes: i64,
}

/// A name to switch to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SwitchHit {
    /// Where it leads.
    pub path: String,
    /// The file's title.
    pub title: String,
    /// The other name by which it was found; null when found by its title or path.
    pub alias: Option<String>,
    /// What it is.
    pub kind: FileKind,
    /// Ranges of the alias, or else of the title, in UTF-16 units.
    pub highlights: Vec<[usize; 2]>,
}

/// A heading in a note's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutlineEntry {
    /// From 1 to 6.
    pub level: u8,
    /// As written, without the marks around it.
    pub text: String,
    /// Its line, from 0 in the file.
    pub line: usize,
}

/// A note's text, to be edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteSource {
    /// All of it, properties included; every line ends in one line feed.
    pub text: String,
    /// BLAKE3 of the file's bytes, in hex.
    pub hash: String,
}

/// A file of the vault that is shown: a picture, a sound, a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VaultFile {
    /// Its media type, by its ending.
    pub media_type: String,
    /// Its bytes.
    pub base64: String,
}

/// Most bytes of a file that is shown.
pub const SHOWN_FILE_LIMIT: u64 = 20 * 1024 * 1024;

vocabulary! {
    /// What is being typed in the editor.
    pub enum CompletionKind {
        /// Behind `[[`.
        Link = "link",
        /// Behind `#`.
        Tag = "tag",
        /// Behind `[[Note#`.
        Heading = "heading",
        /// Behind `[[Note#^`.
        Block = "block",
    }
}

/// What could be meant by what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What tells it from others: the folder of a note, the count of a tag, the level of a heading.
    pub detail: String,
    /// What stands in the text in the place of all that was typed, opening brackets included.
    pub insert: String,
}

/// Open checkboxes of notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenTasks {
    /// How many there are in all.
    pub total: i64,
    /// Those asked for, due ones first.
    pub tasks: Vec<OpenTask>,
}

/// An open checkbox in a note that Hisho does not keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenTask {
    /// The note.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The line, from 0 in the file.
    pub line: u32,
    /// What stands between the brackets.
    pub mark: String,
    /// What is to be done, without the fields at its end.
    pub text: String,
    /// The day it is due.
    pub due: Option<String>,
    /// The day it is to be worked on.
    pub scheduled: Option<String>,
    /// The day from which on it can be begun.
    pub start: Option<String>,
    /// How urgent it is; null without a mark.
    pub priority: Option<Urgency>,
}
