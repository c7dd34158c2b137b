//! When the tasks of a project can be done, asked without anything being stored.

use hisho_domain::forecast::{self, Delay, Forecast, Supposed};
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::schedule::{self, Project};
use hisho_store::{calendar, tasks};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::{Which, given};
use crate::{App, today};

/// Which project's schedule is asked for, and what is supposed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Which project.
    pub uid: String,
    /// The first local day on which something can be done; today when left out.
    pub from: Option<String>,
    /// What is supposed; nothing of it is stored. At most 500 tasks, each once.
    pub changes: Option<Vec<Suppose>>,
}

/// A task as it is not; fields left out are as they are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppose {
    /// Which task of the project.
    pub task_uid: String,
    /// From which local day; null for any.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub start_on: Option<Option<String>>,
    /// By which local day; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Option<String>>,
    /// How long it will take; null when nobody knows.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<i64>")]
    pub estimated_minutes: Option<Option<i64>>,
    /// All the tasks that come before it.
    pub depends_on: Option<Vec<String>>,
}

impl From<Suppose> for Supposed {
    fn from(change: Suppose) -> Supposed {
        Supposed {
            task_uid: change.task_uid,
            start_on: change.start_on,
            due_on: change.due_on,
            estimated_minutes: change.estimated_minutes,
            depends_on: change.depends_on,
        }
    }
}

pub(crate) async fn of_project(app: &App, _: Actor, input: Ask) -> Result<Forecast> {
    let from = first_day(input.from)?;
    let changes: Vec<Supposed> = input.changes.unwrap_or_default().into_iter().map(Supposed::from).collect();
    forecast::checked(&changes)?;
    app.store()
        .read(move |connection| {
            let waits = changes.iter().flat_map(|change| change.depends_on.iter().flatten());
            let waits: Vec<&str> = waits.map(String::as_str).collect();
            let tasks = schedule::tasks(connection, Project::Named(&input.uid), &waits)?;
            let milestones = schedule::milestones_in_force(connection, &input.uid)?;
            let calendar = calendar::get(connection)?.calendar;
            Ok(forecast::forecast(&tasks, &changes, &milestones, &calendar, from)?)
        })
        .await
}

pub(crate) async fn delays(app: &App, _: Actor, input: Which) -> Result<Vec<Delay>> {
    let from = first_day(None)?;
    app.store()
        .read(move |connection| {
            let task = tasks::get(connection, &input.uid)?;
            let project = task.project_uid.as_deref().map_or(Project::None, Project::Named);
            let tasks = schedule::tasks(connection, project, &[])?;
            let calendar = calendar::get(connection)?.calendar;
            Ok(forecast::delays(&tasks, &input.uid, &calendar, from)?)
        })
        .await
}

fn first_day(given: Option<String>) -> Result<Date> {
    let day = given.unwrap_or_else(today::local_day);
    check::day("from", &day)?;
    day.parse().map_err(|_| Error::invalid("from", Rule::Format))
}
