//! Tasks: their status and priority, the checkbox marks that stand for them in a note, and the
//! keys by which people name them. Must not know projects beyond their key, or files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checklist::ChecklistItem;
use crate::vocabulary;

vocabulary! {
    /// Where a task stands.
    pub enum TaskStatus {
        Pending = "pending",
        Assigned = "assigned",
        InProgress = "in_progress",
        Review = "review",
        Blocked = "blocked",
        Completed = "completed",
        Cancelled = "cancelled",
    }
}

vocabulary! {
    /// How much it presses.
    pub enum Priority {
        Low = "low",
        Medium = "medium",
        High = "high",
        Urgent = "urgent",
    }
}

vocabulary! {
    /// What kind of work a task is.
    pub enum TaskType {
        Task = "task",
        Research = "research",
        Design = "design",
        Writing = "writing",
        Development = "development",
        Review = "review",
        Meeting = "meeting",
        Errand = "errand",
    }
}

impl TaskStatus {
    /// The character between the brackets of its line in a note. Several statuses share one.
    pub const fn mark(self) -> char {
        match self {
            TaskStatus::Pending | TaskStatus::Assigned | TaskStatus::Blocked => ' ',
            TaskStatus::InProgress | TaskStatus::Review => '/',
            TaskStatus::Completed => 'x',
            TaskStatus::Cancelled => '-',
        }
    }

    /// The status after the person left `mark` in the note. It changes only when the mark leaves
    /// the group of the present status; None for a mark without a meaning here.
    pub fn read_mark(self, mark: char) -> Option<TaskStatus> {
        let meant = match mark {
            ' ' => TaskStatus::Pending,
            '/' => TaskStatus::InProgress,
            'x' | 'X' => TaskStatus::Completed,
            '-' => TaskStatus::Cancelled,
            _ => return None,
        };
        Some(if meant.mark() == self.mark() { self } else { meant })
    }

    /// Work has begun or is done, so what comes before it must be done.
    pub const fn is_begun(self) -> bool {
        matches!(self, TaskStatus::InProgress | TaskStatus::Review | TaskStatus::Completed)
    }

    /// Nothing is left to do.
    pub const fn is_closed(self) -> bool {
        matches!(self, TaskStatus::Completed | TaskStatus::Cancelled)
    }
}

impl Priority {
    /// What it is called on a task's line in a note; medium has no name there.
    pub const fn in_note(self) -> Option<&'static str> {
        match self {
            Priority::Urgent => Some("highest"),
            Priority::High => Some("high"),
            Priority::Medium => None,
            Priority::Low => Some("low"),
        }
    }

    /// The priority that is called so on a task's line; medium for what is not known.
    pub fn of_note(name: Option<&str>) -> Priority {
        Priority::ALL.iter().copied().find(|priority| priority.in_note() == name).unwrap_or(Priority::Medium)
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// Its identity.
    pub uid: String,
    /// Grows with every write; a write names the one it read.
    pub rev: i64,
    /// Its number within the project, never given twice.
    pub number: i64,
    /// What people call it: the project's key and the number, `HIS-12`; without a project `T-12`.
    pub key: String,
    /// What is to be done, 1 to 200 characters.
    pub title: String,
    /// More about it, Markdown.
    pub description: String,
    /// What kind of work it is.
    pub task_type: TaskType,
    /// Where it stands.
    pub status: TaskStatus,
    /// How much it presses.
    pub priority: Priority,
    /// Which secretary does it.
    pub assistant_uid: Option<String>,
    /// From which local day.
    pub start_on: Option<String>,
    /// By which local day.
    pub due_on: Option<String>,
    /// How long it will take.
    pub estimated_minutes: Option<i64>,
    /// How long it took.
    pub actual_minutes: Option<i64>,
    /// The task it is a part of.
    pub parent_uid: Option<String>,
    /// The milestone of a plan that it came of.
    pub milestone_uid: Option<String>,
    /// Its labels, by when those were made.
    pub labels: Vec<String>,
    /// The tasks that come before it, by when those were made.
    pub depends_on: Vec<String>,
    /// How many of these are still open; with one or more it cannot begin.
    pub open_prerequisites: i64,
    /// The project it belongs to.
    pub project_uid: Option<String>,
    /// That project's name.
    pub project_title: Option<String>,
    /// The column of a board it stands in.
    pub column_uid: Option<String>,
    /// Its place among the project's tasks, ascending.
    pub position: i64,
    /// When work on it first began, UTC.
    pub started_at: Option<String>,
    /// When it was completed, UTC.
    pub completed_at: Option<String>,
    /// When it was made, UTC.
    pub created_at: String,
    /// When it last changed, UTC.
    pub updated_at: String,
    /// By which rule it comes again once it is done, in the words of the Tasks plugin.
    pub recurrence: Option<String>,
    /// Small steps of it, in the person's order.
    pub checklist: Vec<ChecklistItem>,
    /// The note of the vault of whose checkbox it was made.
    pub source_path: Option<String>,
}

/// The short key of a new project: the first three letters of its name where it has Latin ones, else
/// `P`; followed by a number when it is `taken`.
pub fn project_key(title: &str, taken: impl Fn(&str) -> bool) -> String {
    let letters: String = title.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    let stem = if letters.len() >= 2 { letters.to_ascii_uppercase() } else { "P".to_owned() };
    // A bare P would read like a priority, so it always carries a number.
    if stem != "P" && !taken(&stem) {
        return stem;
    }
    let from = if stem == "P" { 1 } else { 2 };
    (from..).map(|n| format!("{stem}{n}")).find(|key| !taken(key)).expect("numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_changes_the_status_only_when_it_leaves_its_group() {
        for &status in TaskStatus::ALL {
            assert_eq!(status.read_mark(status.mark()), Some(status));
        }
        assert_eq!(TaskStatus::Blocked.read_mark('x'), Some(TaskStatus::Completed));
        assert_eq!(TaskStatus::Completed.read_mark('X'), Some(TaskStatus::Completed));
        assert_eq!(TaskStatus::Completed.read_mark(' '), Some(TaskStatus::Pending));
        assert_eq!(TaskStatus::Pending.read_mark('?'), None);
    }

    #[test]
    fn keys_are_short_and_free() {
        assert_eq!(project_key("Shop renovation", |_| false), "SHO");
        assert_eq!(project_key("Shop renovation", |key| key == "SHO"), "SHO2");
        assert_eq!(project_key("引っ越し", |_| false), "P1");
        assert_eq!(project_key("引っ越し", |key| key == "P1"), "P2");
    }
}
