//! What a person did, as it can be undone and done again. Must not know how rows are kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::{Action, Entity, Origin};

/// What happened to one thing within a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepChange {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// What was done to it.
    pub action: Action,
    /// What it was called then, where it has a name.
    pub title: Option<String>,
}

/// Something the person did at once, and which is undone at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryStep {
    /// Names the step.
    pub id: i64,
    /// When it was done, UTC.
    pub at: String,
    /// From where; `vault` for an edit in a mirrored note.
    pub origin: Origin,
    /// A decision is shown, and is not undone.
    pub is_decision: bool,
    /// What it did, in its order; the first hundred.
    pub changes: Vec<StepChange>,
    /// How many changes it was in all.
    pub total: i64,
}

/// What can be undone and done again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct History {
    /// What is undone next comes first.
    pub undo: Vec<HistoryStep>,
    /// What is done again next comes first.
    pub redo: Vec<HistoryStep>,
}
