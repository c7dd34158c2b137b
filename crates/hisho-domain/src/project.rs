//! Projects: the container of work that comes of an approved plan. The table is called
//! `workflows`, as in the primary specification; everywhere else the word is project.
//! Must not know how tasks are stored or mirrored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, Rule};
use crate::plan::TITLE_LIMIT;
use crate::task::{Priority, Task};
use crate::task_change;
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

vocabulary! {
    /// What kind of work a project is.
    pub enum ProjectType {
        Development = "development",
        Design = "design",
        Management = "management",
        Analysis = "analysis",
        Knowledge = "knowledge",
    }
}

vocabulary! {
    /// What can be done to a project.
    pub enum ProjectMove {
        Start = "start",
        Pause = "pause",
        Resume = "resume",
        Complete = "complete",
        Cancel = "cancel",
        Reopen = "reopen",
    }
}

/// Every legal move and the status it leads to. What is not here is refused.
const MOVES: &[(ProjectStatus, ProjectMove, ProjectStatus)] = {
    use {ProjectMove as M, ProjectStatus as S};
    &[
        (S::Draft, M::Start, S::Active),
        (S::Draft, M::Cancel, S::Cancelled),
        (S::Active, M::Complete, S::Completed),
        (S::Active, M::Pause, S::Paused),
        (S::Active, M::Cancel, S::Cancelled),
        (S::Paused, M::Resume, S::Active),
        (S::Paused, M::Complete, S::Completed),
        (S::Paused, M::Cancel, S::Cancelled),
        // What was closed by mistake, or too early.
        (S::Completed, M::Reopen, S::Active),
        (S::Cancelled, M::Reopen, S::Active),
    ]
};

impl ProjectStatus {
    /// The status after a move, or the refusal that says why not.
    pub fn after(self, step: ProjectMove) -> Result<ProjectStatus> {
        MOVES.iter().find(|(from, by, _)| (*from, *by) == (self, step)).map(|(_, _, to)| *to).ok_or_else(|| {
            let reason = match self {
                ProjectStatus::Draft => "not_started",
                ProjectStatus::Completed | ProjectStatus::Cancelled => "already_closed",
                _ => "illegal_move",
            };
            Error::refused(reason, serde_json::json!({ "from": self, "move": step }))
        })
    }

    /// The moves that are legal now, the most natural first.
    pub fn moves(self) -> Vec<ProjectMove> {
        MOVES.iter().filter(|(from, _, _)| *from == self).map(|(_, by, _)| *by).collect()
    }

    /// Nothing more happens in it.
    pub const fn is_closed(self) -> bool {
        matches!(self, ProjectStatus::Completed | ProjectStatus::Cancelled)
    }
}

const DESCRIPTION_LIMIT: usize = 20_000;
const CRITERIA: usize = 100;
const CRITERION_LIMIT: usize = 500;
const PARTICIPANTS: usize = 100;
const PREREQUISITES: usize = 100;
const KEY_LIMIT: usize = 10;

/// What of a project is to change; None leaves a field as it is, Some(None) takes its value away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectChange {
    /// Its name, 1 to 200 characters.
    pub title: Option<String>,
    /// What it is for, Markdown.
    pub description: Option<String>,
    /// What kind of work it is.
    pub project_type: Option<ProjectType>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// The team that carries it.
    pub team_uid: Option<Option<String>>,
    /// First local day.
    pub start_on: Option<Option<String>>,
    /// Last local day.
    pub due_on: Option<Option<String>>,
    /// How long it will take.
    pub estimated_minutes: Option<Option<i64>>,
    /// How long it took.
    pub actual_minutes: Option<Option<i64>>,
    /// How one will see that it succeeded.
    pub criteria: Option<Vec<String>>,
    /// Secretaries who take part.
    pub participants: Option<Vec<String>>,
    /// The projects that come before it.
    pub depends_on: Option<Vec<String>>,
    /// Why, for its history.
    pub reason: Option<String>,
}

impl ProjectChange {
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
        let criteria = |lines: Vec<String>| check::some_lines("criteria", &lines, CRITERIA, CRITERION_LIMIT);
        self.criteria = self.criteria.map(criteria).transpose()?;
        check::references("participants", self.participants.as_deref().unwrap_or_default(), PARTICIPANTS)?;
        check::references("depends_on", self.depends_on.as_deref().unwrap_or_default(), PREREQUISITES)?;
        self.reason = task_change::reason(self.reason)?;
        Ok(self)
    }
}

/// A key that the person chose: 2 to 10 capital letters and digits, a letter first.
pub fn checked_key(key: &str) -> Result<String> {
    let key = check::required("key", key, KEY_LIMIT)?.to_ascii_uppercase();
    let mut bytes = key.bytes();
    let well_formed = bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && bytes.all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        // T stands for tasks without a project.
        && key.len() >= 2;
    if well_formed { Ok(key) } else { Err(Error::invalid("key", Rule::Format)) }
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// What kind of work it is.
    pub project_type: ProjectType,
    /// The team that carries it.
    pub team_uid: Option<String>,
    /// Secretaries who take part, by when they were taken on.
    pub participants: Vec<String>,
    /// The projects that come before it, by when they were begun.
    pub depends_on: Vec<String>,
    /// How long it will take.
    pub estimated_minutes: Option<i64>,
    /// How long it took; when it is completed without one, the time since its start.
    pub actual_minutes: Option<i64>,
    /// Average of the hours its completed tasks took, where they say.
    pub average_task_hours: Option<f64>,
    /// When it was first started, UTC.
    pub started_at: Option<String>,
    /// When it was completed or cancelled, UTC.
    pub completed_at: Option<String>,
    /// When it was made, UTC.
    pub created_at: String,
    /// The moves that are legal now.
    pub moves: Vec<ProjectMove>,
    /// Its tasks by position.
    pub task_list: Vec<Task>,
    /// Its note in the vault.
    pub note_path: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_moves_of_the_table_are_legal() {
        for &from in ProjectStatus::ALL {
            for &step in ProjectMove::ALL {
                assert_eq!(from.after(step).is_ok(), from.moves().contains(&step), "{from} {step}");
            }
        }
        let reason = |from: ProjectStatus, step| from.after(step).expect_err("illegal").params["reason"].clone();
        assert_eq!(reason(ProjectStatus::Draft, ProjectMove::Complete), "not_started");
        assert_eq!(reason(ProjectStatus::Completed, ProjectMove::Pause), "already_closed");
        assert_eq!(reason(ProjectStatus::Active, ProjectMove::Resume), "illegal_move");
    }

    #[test]
    fn keys_are_capital_letters_and_digits() {
        assert_eq!(checked_key(" mov2 ").as_deref(), Ok("MOV2"));
        for bad in ["", "T", "2ND", "A-B", "引越", "ABCDEFGHIJK"] {
            assert!(checked_key(bad).is_err(), "{bad}");
        }
    }
}
