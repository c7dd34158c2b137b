//! What was promised and what became of it: the milestones of the first approved version, of the
//! one in force, and the tasks of today, side by side. Must not know where they are stored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::content::Milestone;
use super::{PlanDetail, PlanStatus, PlanVersion};
use crate::task::{Task, TaskStatus};
use crate::vocabulary;

vocabulary! {
    /// How the version in force differs from the first that was approved, in one milestone.
    pub enum ScopeChange {
        Kept = "kept",
        Moved = "moved",
        Added = "added",
        Dropped = "dropped",
    }
}

/// A milestone, then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BaselineRow {
    /// The milestone.
    pub milestone_uid: String,
    /// Its name in the version in force, or in the last one that had it.
    pub title: String,
    /// Its local day in the first approved version.
    pub first_due_on: Option<String>,
    /// Its local day in the version in force.
    pub due_on: Option<String>,
    /// Whether and how it changed in between.
    pub change: ScopeChange,
    /// Its task, unless that lies in the trash.
    pub task: Option<BaselineTask>,
}

/// The task of a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BaselineTask {
    /// Its identity.
    pub uid: String,
    /// Its key, `HIS-12`.
    pub key: String,
    /// How far it is.
    pub status: TaskStatus,
    /// Its local day as of today.
    pub due_on: Option<String>,
    /// When it was completed, UTC.
    pub completed_at: Option<String>,
}

/// What was promised, beside what is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// The number of the first approved version.
    pub first_version: i64,
    /// The number of the version in force.
    pub version: i64,
    /// The milestones in force in their order, then those that were dropped.
    pub rows: Vec<BaselineRow>,
}

impl Baseline {
    /// The baseline of a plan with the tasks of its project; None before a version is in force.
    pub fn of(plan: &PlanDetail, tasks: &[Task]) -> Option<Baseline> {
        let now = plan.version_in_force()?;
        // The oldest first.
        let mut approved: Vec<&PlanVersion> =
            plan.versions.iter().filter(|v| v.status == PlanStatus::Approved).collect();
        approved.sort_by_key(|version| version.number);
        let first = approved.first()?;
        let mut rows: Vec<BaselineRow> = now
            .content
            .milestones
            .iter()
            .map(|milestone| {
                let old = find(first, &milestone.uid);
                let change = match old {
                    None => ScopeChange::Added,
                    Some(old) if old.due_on != milestone.due_on => ScopeChange::Moved,
                    Some(_) => ScopeChange::Kept,
                };
                row(milestone, old.and_then(|old| old.due_on.clone()), milestone.due_on.clone(), change, tasks)
            })
            .collect();
        // As the last version said that had it.
        for milestone in approved.iter().rev().flat_map(|version| &version.content.milestones) {
            if rows.iter().all(|row| row.milestone_uid != milestone.uid) {
                let promised = find(first, &milestone.uid).and_then(|old| old.due_on.clone());
                rows.push(row(milestone, promised, None, ScopeChange::Dropped, tasks));
            }
        }
        Some(Baseline { first_version: first.number, version: now.number, rows })
    }
}

fn find<'a>(version: &'a PlanVersion, uid: &str) -> Option<&'a Milestone> {
    version.content.milestones.iter().find(|milestone| milestone.uid == uid)
}

fn row(
    milestone: &Milestone,
    first_due_on: Option<String>,
    due_on: Option<String>,
    change: ScopeChange,
    tasks: &[Task],
) -> BaselineRow {
    let task = tasks.iter().find(|task| task.milestone_uid.as_deref() == Some(&milestone.uid));
    let task = task.map(|task| BaselineTask {
        uid: task.uid.clone(),
        key: task.key.clone(),
        status: task.status,
        due_on: task.due_on.clone(),
        completed_at: task.completed_at.clone(),
    });
    let (milestone_uid, title) = (milestone.uid.clone(), milestone.title.clone());
    BaselineRow { milestone_uid, title, first_due_on, due_on, change, task }
}
