//! Projects: the container of work that comes of an approved plan. The table is called
//! `workflows`, as in the primary specification; everywhere else the word is project.
//! Must not know how tasks are stored or mirrored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::task::{Priority, Task};
use crate::vocabulary;

vocabulary! {
    /// Where a project stands.
    pub enum ProjectStatus {
        Draft = "draft",
        Active = "active",
        Paused = "paused",
        Completed = "completed",
        Cancelled = "cancelled",
    }
}

/// A project in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectSummary {
    /// Its identity.
    pub uid: String,
    /// The short key its tasks' keys begin with.
    pub key: String,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub status: ProjectStatus,
    /// How much it presses.
    pub priority: Priority,
    /// Tasks that were not cancelled.
    pub tasks: i64,
    /// Tasks that are completed.
    pub completed_tasks: i64,
    /// First local day.
    pub start_on: Option<String>,
    /// Last local day.
    pub due_on: Option<String>,
    /// When anything of it changed, UTC.
    pub updated_at: String,
    /// The plan it came of.
    pub plan_uid: Option<String>,
}

/// A project with its tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectDetail {
    /// What the list shows of it.
    #[serde(flatten)]
    pub summary: ProjectSummary,
    /// Grows with every write.
    pub rev: i64,
    /// The objective of the plan it came of, Markdown.
    pub description: String,
    /// How one will see that it succeeded.
    pub criteria: Vec<String>,
    /// Its tasks by position.
    pub task_list: Vec<Task>,
    /// Its note in the vault.
    pub note_path: Option<String>,
}
