//! The trash: what lies in it, and for how long. Must not know how it is stored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::Entity;

/// How many days a thing lies in the trash unless the person says otherwise.
pub const DAYS: i64 = 30;
/// The most days it may lie there.
pub const MOST_DAYS: i64 = 3650;

/// A thing in the trash with everything that went there with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrashItem {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// Its revision in the trash, for taking it out.
    pub rev: i64,
    /// What it is called.
    pub title: String,
    /// When it went there, UTC.
    pub deleted_at: String,
    /// When it goes for good, UTC.
    pub purge_at: String,
    /// How many things went with it.
    pub belongings: i64,
}

/// The trash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trash {
    /// How many days a thing lies here.
    pub days: i64,
    /// The latest first.
    pub items: Vec<TrashItem>,
}

/// A thing that came out of the trash, or went in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// Its revision now.
    pub rev: i64,
}
