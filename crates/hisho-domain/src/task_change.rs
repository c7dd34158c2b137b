//! What can be said about a task, when it is made or later, and the limits of it.
//! Must not know what the rest of the database allows.

use crate::check;
use crate::error::{Error, Result};
use crate::plan::TITLE_LIMIT;
use crate::recurrence::{RULE_LIMIT, Rule};
use crate::task::{Priority, TaskStatus, TaskType};

const DESCRIPTION_LIMIT: usize = 20_000;
/// Longest reason of a change, in characters.
pub const REASON_LIMIT: usize = 1000;
/// Most labels of one task.
pub const LABELS: usize = 50;
const PREREQUISITES: usize = 200;

/// What of a task is to change; None leaves a field as it is, Some(None) takes its value away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskChange {
    /// What is to be done, 1 to 200 characters.
    pub title: Option<String>,
    /// More about it, Markdown.
    pub description: Option<String>,
    /// What kind of work it is.
    pub task_type: Option<TaskType>,
    /// Where it stands.
    pub status: Option<TaskStatus>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// Which secretary does it.
    pub assistant_uid: Option<Option<String>>,
    /// The task it is a part of.
    pub parent_uid: Option<Option<String>>,
    /// From which local day.
    pub start_on: Option<Option<String>>,
    /// By which local day.
    pub due_on: Option<Option<String>>,
    /// How long it will take.
    pub estimated_minutes: Option<Option<i64>>,
    /// How long it took.
    pub actual_minutes: Option<Option<i64>>,
    /// Its labels.
    pub labels: Option<Vec<String>>,
    /// The tasks that come before it.
    pub depends_on: Option<Vec<String>>,
    /// By which rule it comes again.
    pub recurrence: Option<Option<String>>,
    /// Why, for its history.
    pub reason: Option<String>,
}

impl TaskChange {
    /// Trims what may be trimmed and refuses what breaks a limit by itself.
    pub fn checked(mut self) -> Result<Self> {
        self.title = self.title.map(|title| check::line("title", &title, TITLE_LIMIT)).transpose()?;
        check::at_most("description", self.description.as_deref().unwrap_or_default(), DESCRIPTION_LIMIT)?;
        for (field, day) in [("start_on", &self.start_on), ("due_on", &self.due_on)] {
            if let Some(Some(day)) = day {
                check::day(field, day)?;
            }
        }
        for (field, minutes) in [("estimated_minutes", self.estimated_minutes), ("actual_minutes", self.actual_minutes)]
        {
            if let Some(Some(minutes)) = minutes {
                check::minutes(field, minutes)?;
            }
        }
        check::references("labels", self.labels.as_deref().unwrap_or_default(), LABELS)?;
        check::references("depends_on", self.depends_on.as_deref().unwrap_or_default(), PREREQUISITES)?;
        if let Some(Some(rule)) = &mut self.recurrence {
            check::at_most("recurrence", rule, RULE_LIMIT)?;
            *rule = Rule::read(rule).ok_or_else(|| Error::invalid("recurrence", crate::Rule::Format))?.write();
            check::at_most("recurrence", rule, RULE_LIMIT)?;
        }
        self.reason = reason(self.reason)?;
        Ok(self)
    }
}

/// A reason as it is kept: on one line; an empty one is none.
pub fn reason(reason: Option<String>) -> Result<Option<String>> {
    let reason = reason.filter(|text| !text.trim().is_empty());
    reason.map(|text| check::line("reason", &text, REASON_LIMIT)).transpose()
}
