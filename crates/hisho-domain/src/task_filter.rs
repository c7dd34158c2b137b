//! Questions for tasks over all projects: which are meant, in which order, and such questions kept
//! under a name. Must not know how they are answered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::task::{Priority, Task, TaskStatus};
use crate::text::{Script, cjk_expression, fold, runs};
use crate::{Error, Result, Rule, check, vocabulary};

const NAME_LIMIT: usize = 100;
const TEXT_LIMIT: usize = 200;
const ENTRIES: usize = 200;

/// Which tasks are meant; an empty list, and what is left out, does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TaskFilter {
    /// Words in the title, the key or the description, each by its beginning.
    pub text: Option<String>,
    /// Where they stand.
    pub statuses: Vec<TaskStatus>,
    /// How much they press.
    pub priorities: Vec<Priority>,
    /// Which secretaries do them; null for nobody.
    pub assistant_uids: Vec<Option<String>>,
    /// Labels of which they have one.
    pub label_uids: Vec<String>,
    /// To which projects they belong; null for none.
    pub project_uids: Vec<Option<String>>,
    /// Due on this local day or later.
    pub due_from: Option<String>,
    /// Due on this local day or before.
    pub due_until: Option<String>,
    /// Whether they have a due day.
    pub has_due: Option<bool>,
}

impl TaskFilter {
    /// Refuses lists that are too long, days that do not exist and a span that ends before it starts.
    pub fn checked(mut self) -> Result<Self> {
        self.text = check::optional_line("text", self.text.as_deref(), TEXT_LIMIT)?;
        check::distinct("statuses", &self.statuses)?;
        check::distinct("priorities", &self.priorities)?;
        check::references("label_uids", &self.label_uids, ENTRIES)?;
        for (field, uids) in [("assistant_uids", &self.assistant_uids), ("project_uids", &self.project_uids)] {
            if uids.len() > ENTRIES {
                return Err(Error::invalid(field, Rule::TooLong(ENTRIES)));
            }
            check::distinct(field, uids)?;
        }
        for (field, day) in [("due_from", &self.due_from), ("due_until", &self.due_until)] {
            if let Some(day) = day {
                check::day(field, day)?;
            }
        }
        check::span("due_until", self.due_from.as_deref(), self.due_until.as_deref())?;
        Ok(self)
    }

    /// The words for the full-text index, which alone decides on them; None without any.
    pub fn expression(&self) -> Option<String> {
        let folded = fold(self.text.as_deref()?);
        let words = runs(&folded).map(|(script, range)| match script {
            Script::Word => format!("\"{}\"*", &folded[range]),
            Script::Cjk => cjk_expression(&folded[range]),
        });
        let words: Vec<String> = words.collect();
        // Signs alone are found nowhere.
        Some(if words.is_empty() { "\"\"".to_owned() } else { words.join(" AND ") })
    }
}

vocabulary! {
    /// By what tasks are put in order.
    pub enum TaskOrder {
        Due = "due",
        Priority = "priority",
        Status = "status",
        Title = "title",
        Project = "project",
        Created = "created",
        Updated = "updated",
    }
}

/// In which order tasks are shown; of equals the older first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskSort {
    /// By what.
    pub by: TaskOrder,
    /// The last, greatest or latest first. Tasks without a value come last either way.
    #[serde(default)]
    pub descending: bool,
}

impl Default for TaskSort {
    fn default() -> Self {
        TaskSort { by: TaskOrder::Due, descending: false }
    }
}

/// Some of the tasks that are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskPage {
    /// In the order that was asked for.
    pub tasks: Vec<Task>,
    /// How many there are in all.
    pub total: i64,
}

/// A question kept under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SavedFilter {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its name, given once, 1 to 100 characters.
    pub name: String,
    /// Which tasks it means.
    pub filter: TaskFilter,
    /// In which order.
    pub sort: TaskSort,
}

/// Checks the name of a question that is kept.
pub fn checked_name(name: &str) -> Result<String> {
    check::line("name", name, NAME_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_by_their_beginning_whatever_their_width() {
        let asked = |text: &str| TaskFilter { text: Some(text.into()), ..TaskFilter::default() }.expression();
        assert_eq!(asked("ＨＩＳ-12 会議室").as_deref(), Some("\"his\"* AND \"12\"* AND \"会議 議室\""));
        assert_eq!(asked("!?").as_deref(), Some("\"\""));
        assert_eq!(TaskFilter::default().expression(), None);
    }

    #[test]
    fn a_span_that_ends_before_it_starts_is_refused() {
        let filter = TaskFilter {
            due_from: Some("2026-02-01".into()),
            due_until: Some("2026-01-31".into()),
            ..TaskFilter::default()
        };
        assert_eq!(filter.checked().unwrap_err().params["rule"], "before_start");
    }
}
