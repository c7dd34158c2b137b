//! Notes of the vault as the rest of Hisho sees them, and the state of the vault itself.
//! Must not know how notes are parsed or where the index lies.

mod linked;
mod listing;

pub use linked::*;
pub use listing::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Error, Result, Rule, check, vocabulary};

vocabulary! {
    /// What the vault's engine is doing.
    pub enum VaultStatus {
        Indexing = "indexing",
        Watching = "watching",
        /// Looked through only when the person asks for it.
        Paused = "paused",
        /// Another running Hisho keeps this vault up to date.
        InUse = "in_use",
        /// Too many notes are gone at once; nothing is taken out until the person says so.
        HeldBack = "held_back",
        /// The folder is not there or cannot be read; the index stays as it was.
        Missing = "missing",
    }
}

vocabulary! {
    /// Whether Hisho may write notes of its own into the vault.
    pub enum Writing {
        NotAsked = "not_asked",
        Allowed = "allowed",
        Off = "off",
    }
}

vocabulary! {
    /// How changes of the vault come to be known.
    pub enum Watching {
        /// The system tells of each.
        Events = "events",
        /// The whole vault is looked through again and again.
        Polling = "polling",
        /// Not at all: paused, another running Hisho does it, or the folder is not there.
        Off = "off",
    }
}

vocabulary! {
    /// Why the system is not relied on to tell of changes.
    pub enum PollingReason {
        /// What others change on a network drive is not told.
        Network = "network",
        /// The system watches no more folders for this person.
        Limit = "limit",
        /// The system refused for another reason.
        Refused = "refused",
    }
}

/// A file that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Its path in the vault.
    pub path: String,
    /// A stable word where there is one, and behind a colon what the system said, in English.
    pub reason: String,
}

/// A line of the error log: a problem that still stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StandingProblem {
    /// What, and why.
    #[serde(flatten)]
    pub problem: Problem,
    /// When it was first met, UTC.
    pub since: String,
}

/// The vault and how it is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VaultState {
    /// Its identity, by which decisions name it.
    pub uid: String,
    /// Its folder.
    pub path: String,
    /// Grows with every change of its settings.
    pub rev: i64,
    /// The folder's name.
    pub name: String,
    /// What the engine is doing.
    pub status: VaultStatus,
    /// How many notes the index holds.
    pub notes: i64,
    /// Folders that are left alone, relative to the vault.
    pub excluded_folders: Vec<String>,
    /// Kept in step by itself; else only on request.
    pub auto_sync: bool,
    /// A whole look is due after so many minutes, whatever the system reported.
    pub sync_interval_minutes: i64,
    /// Endings of the files that are notes, without the dot.
    pub file_extensions: Vec<String>,
    /// Where the person's templates lie.
    pub template_folder: String,
    /// When the last scan ended, UTC.
    pub last_scan_at: Option<String>,
    /// How changes come to be known just now.
    pub watching: Watching,
    /// Why the vault is polled; null when it is not.
    pub polling_reason: Option<PollingReason>,
    /// When the system last told of a change since Hisho was started, UTC.
    pub last_event_at: Option<String>,
    /// A changed file is read so many milliseconds after its last change.
    pub quiet_ms: i64,
    /// A note is written only when nobody changed it for so many milliseconds.
    pub write_quiet_ms: i64,
    /// What could not be read, and still cannot.
    pub problems: Vec<StandingProblem>,
    /// Whether Hisho writes here.
    pub writing: Writing,
    /// Where notes of plans go, relative to the vault.
    pub plans_folder: String,
    /// Where notes of projects go.
    pub projects_folder: String,
}

/// The endings a note can have; the first always is one.
pub const NOTE_EXTENSIONS: [&str; 2] = ["md", "txt"];
/// The longest time between two whole looks, in minutes.
pub const INTERVAL_LIMIT: i64 = 1440;
/// The longest time a changed file is left alone before it is read, in milliseconds.
pub const QUIET_LIMIT: i64 = 60_000;
/// The longest time a note is left alone before it is written, in milliseconds.
pub const WRITE_QUIET_LIMIT: i64 = 600_000;
/// Most folders that can be left alone.
pub const EXCLUDED_LIMIT: usize = 200;
/// Longest path of a folder.
pub const FOLDER_LIMIT: usize = 500;

/// Checks a folder relative to the vault; gives it without slashes at its ends.
pub fn checked_folder(field: &str, folder: &str) -> Result<String> {
    let folder = folder.trim().trim_matches('/');
    check::at_most(field, folder, FOLDER_LIMIT)?;
    let climbs = folder.split('/').any(|name| name.is_empty() || name == "." || name == "..");
    if climbs || folder.contains(char::is_control) {
        Err(Error::invalid(field, Rule::Format))
    } else {
        Ok(folder.to_owned())
    }
}

/// Checks the endings of notes; gives them in lower case and without dots, Markdown among them.
pub fn checked_extensions(given: &[String]) -> Result<Vec<String>> {
    const FIELD: &str = "file_extensions";
    let mut kept = Vec::with_capacity(given.len());
    for ending in given {
        let ending = ending.trim().trim_start_matches('.').to_ascii_lowercase();
        if !NOTE_EXTENSIONS.contains(&ending.as_str()) {
            return Err(Error::invalid(FIELD, Rule::UnknownValue));
        }
        kept.push(ending);
    }
    check::distinct(FIELD, &kept)?;
    // Without Markdown there would be no vault.
    if kept.iter().any(|ending| ending == NOTE_EXTENSIONS[0]) {
        Ok(kept)
    } else {
        Err(Error::invalid(FIELD, Rule::Required))
    }
}

/// A note in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteSummary {
    /// Its path in the vault, `/` between folders, as it is on disk.
    pub path: String,
    /// The file's name without its ending.
    pub title: String,
    /// The folder, empty at the top.
    pub folder: String,
    /// Bytes.
    pub size: i64,
    /// When the file was last changed, UTC.
    pub modified_at: String,
    /// Without `#`.
    pub tags: Vec<String>,
}

vocabulary! {
    /// What a file of the vault is to Hisho.
    pub enum NoteKind {
        Note = "note",
        /// A board of JSON Canvas, whose cards hold text and files.
        Canvas = "canvas",
    }
}

vocabulary! {
    /// How a note refers to another file.
    pub enum LinkKind {
        Link = "link",
        Embed = "embed",
        /// In its properties.
        Property = "property",
    }
}

vocabulary! {
    /// How urgent a checkbox is, as the Tasks plugin says it; without a mark it is in the middle.
    pub enum Urgency {
        Highest = "highest",
        High = "high",
        Medium = "medium",
        Low = "low",
        Lowest = "lowest",
    }
}

/// A page of notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotePage {
    /// How many there are in all.
    pub total: i64,
    /// Those asked for.
    pub notes: Vec<NoteSummary>,
}

/// A note whole, read from its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// What the list shows of it.
    #[serde(flatten)]
    pub summary: NoteSummary,
    /// The Markdown without its frontmatter.
    pub body: String,
    /// The frontmatter in its own order; null when there is none or it is broken.
    pub properties: Option<Map<String, Value>>,
    /// Why the frontmatter could not be read.
    pub properties_error: Option<String>,
    /// BLAKE3 of the file's bytes, in hex.
    pub hash: String,
    /// The line of the file where `body` begins, from 0.
    pub text_offset_lines: usize,
    /// Its headings, in order.
    pub outline: Vec<OutlineEntry>,
    /// What else it is called.
    pub aliases: Vec<String>,
}

vocabulary! {
    /// How a note that Hisho keeps is doing.
    pub enum MirrorState {
        /// Not written yet.
        New = "new",
        /// As Hisho left it.
        Written = "written",
        /// Somebody edited it; their text stands.
        ChangedOutside = "changed_outside",
        /// The file is gone.
        Missing = "missing",
    }
}

vocabulary! {
    /// What a kept note is about.
    pub enum MirrorKind {
        Plan = "plan",
        Project = "project",
    }
}

vocabulary! {
    /// What the person has to settle in a kept note.
    pub enum ConflictKind {
        /// Both sides changed the same.
        Conflict = "conflict",
        /// Something that is only shown was edited; it is decided in Hisho.
        Request = "request",
    }
}

/// Something to be settled in a kept note. Nothing else waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteConflict {
    /// Its identity; once either side says something else, it is another.
    pub uid: String,
    /// What it is.
    pub kind: ConflictKind,
    /// The note.
    pub path: String,
    /// What the note is about.
    pub about: MirrorKind,
    /// Which one.
    pub about_uid: String,
    /// `title`, `property.NAME`, `section.NAME`, or `line.SECTION.ID` for a line of a list.
    pub field: String,
    /// What both last agreed on; null where there was nothing, and for requests.
    pub base: Option<String>,
    /// What Hisho says; null for nothing.
    pub ours: Option<String>,
    /// What the note says, and goes on saying; null for nothing.
    pub theirs: Option<String>,
    /// Since when, UTC.
    pub since: String,
}

vocabulary! {
    /// Why a version of a file was kept.
    pub enum VersionReason {
        /// It was about to be replaced.
        BeforeWrite = "before_write",
        /// It was about to be removed.
        BeforeRemoval = "before_removal",
        /// It was saved by somebody else between the check and the exchange.
        DisplacedByRace = "displaced_by_race",
        /// It is what was to be written when somebody saved in between.
        Unwritten = "unwritten",
        /// It was found in a temporary file after a crash.
        Leftover = "leftover",
        /// It was read, and something may be concluded from it.
        Seen = "seen",
        /// It is what a note said that is gone.
        Gone = "gone",
    }
}

/// What a file of the vault once held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileVersion {
    /// By which it is asked for; later versions have higher ones.
    pub id: i64,
    /// Where the file lay.
    pub path: String,
    /// Why it was kept.
    pub reason: VersionReason,
    /// When it was kept, UTC.
    pub at: String,
    /// Bytes.
    pub size: i64,
    /// BLAKE3 of them, in hex.
    pub hash: String,
}

/// A version with what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileVersionText {
    /// Which one.
    #[serde(flatten)]
    pub version: FileVersion,
    /// Its text, without a byte order mark.
    pub text: String,
    /// All of its bytes are text; else some show as replacement characters.
    pub is_text: bool,
}

/// A note that Hisho keeps, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MirrorNote {
    /// Its path in the vault.
    pub path: String,
    /// Plan or project.
    pub kind: MirrorKind,
    /// Its name.
    pub title: String,
    /// Which one.
    pub uid: String,
    /// How it is doing.
    pub state: MirrorState,
}
