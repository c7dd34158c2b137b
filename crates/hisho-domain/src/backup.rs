//! Backups: whole copies of the database, each with a manifest that names its every byte.
//! Must not know where they lie or how they are made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::Entity;
use crate::vocabulary;

/// A person's name for a backup has at most so many characters.
pub const NAME_LIMIT: usize = 100;

vocabulary! {
    /// Why a backup was made.
    pub enum BackupKind {
        /// Once a local day, by Hisho.
        Daily = "daily",
        /// Before the schema was changed.
        BeforeMigration = "before_migration",
        /// Before everything was replaced, by a restore or an import.
        BeforeRestore = "before_restore",
        /// By the person.
        Manual = "manual",
    }
}

vocabulary! {
    /// How a backup is doing.
    pub enum BackupState {
        /// Its files are of the size that its manifest names; [`verify`] looks at every byte.
        Present = "present",
        /// Every byte is as it was written, and the database in it is whole.
        Sound = "sound",
        /// It is not what was written.
        Damaged = "damaged",
        /// It comes of a newer Hisho.
        Newer = "newer",
    }
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Backup {
    /// Its name on the disk, by which commands name it.
    pub id: String,
    /// Why it was made; null when its manifest cannot be read.
    pub kind: Option<BackupKind>,
    /// The person's name for it.
    pub name: Option<String>,
    /// When, UTC; null when its manifest cannot be read.
    pub at: Option<String>,
    /// The local day it was made on.
    pub day: Option<String>,
    /// The schema of the database in it.
    pub schema_version: Option<i64>,
    /// Its size.
    pub bytes: u64,
    /// How it is doing.
    pub state: BackupState,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Where it lies.
    pub path: String,
}

/// What a restore of everything did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Restored {
    /// From this backup.
    pub backup: Backup,
    /// What was there before, to go back to; null where it could not be read any more.
    pub before: Option<Backup>,
}

vocabulary! {
    /// Where something in a backup is now.
    pub enum Whereabouts {
        /// It is there.
        Here = "here",
        /// It is in the trash.
        InTrash = "in_trash",
        /// It is gone.
        Gone = "gone",
    }
}

/// Something in a backup that can be taken out of it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BackedUp {
    /// What it is.
    pub entity: Entity,
    /// Its identity.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// When it was changed last, in the backup.
    pub updated_at: String,
    /// Where it is now.
    pub now: Whereabouts,
}

/// Something that was taken out of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TakenOut {
    /// What it is.
    pub entity: Entity,
    /// Its identity.
    pub uid: String,
    /// Rows that came back with it, itself included.
    pub rows: usize,
    /// References to what is no longer there, left empty or left out.
    pub dropped: Vec<String>,
}
