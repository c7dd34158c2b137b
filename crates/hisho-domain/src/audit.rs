//! The journal read as a trail: who did what, the newest first, in pages that cost the same
//! however long the journal is. Must not know what was changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::{Action, ActorKind, Change, Entity, Origin};

/// Which rows are asked for; what is left out does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AuditFilter {
    /// Only rows before this sequence: where the page before ended.
    pub before: Option<i64>,
    /// Only by such actors.
    pub actor: Option<ActorKind>,
    /// Only by this secretary.
    pub secretary_uid: Option<String>,
    /// Only from there.
    pub origin: Option<Origin>,
    /// Only about this kind of thing.
    pub entity: Option<Entity>,
    /// Only about this thing; with `entity`.
    pub uid: Option<String>,
    /// Only where this was done.
    pub action: Option<Action>,
    /// Not before this time, UTC.
    pub from: Option<String>,
    /// Before this time, UTC.
    pub to: Option<String>,
    /// At most so many, 1 to 500; 100 when left out.
    pub limit: Option<i64>,
}

/// A row of the trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEntry {
    /// What was done.
    #[serde(flatten)]
    pub change: Change,
    /// Which secretary did it.
    pub secretary_uid: Option<String>,
    /// The thing's revision after it; 0 for things without one.
    pub rev: i64,
}

/// A page of the trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditPage {
    /// The rows, the newest first.
    pub entries: Vec<AuditEntry>,
    /// Where to go on; null at the end. A page can be short and still not be the last: rare rows
    /// are looked for a stretch at a time.
    pub next_before: Option<i64>,
}
