//! Tasks.

use hisho_domain::plan::TITLE_LIMIT;
use hisho_domain::task::{Priority, Task, TaskStatus};
use hisho_domain::{Actor, Result, check};
use hisho_store::tasks;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, given};

/// A new task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The project it belongs to.
    pub project_uid: Option<String>,
    /// What is to be done, 1 to 200 characters.
    pub title: String,
    /// By which local day.
    pub due_on: Option<String>,
    /// Medium when left out.
    pub priority: Option<Priority>,
}

/// What of a task is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which task.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What is to be done.
    pub title: Option<String>,
    /// Where it stands.
    pub status: Option<TaskStatus>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// By which local day; null takes the day away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Option<String>>,
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Task> {
    let title = check::line("title", &input.title, TITLE_LIMIT)?;
    if let Some(day) = &input.due_on {
        check::day("due_on", day)?;
    }
    app.store()
        .write(actor, move |write| {
            let new = tasks::NewTask {
                project_uid: input.project_uid.as_deref(),
                milestone_uid: None,
                title: &title,
                due_on: input.due_on.as_deref(),
                priority: input.priority.unwrap_or(Priority::Medium),
            };
            tasks::create(write, &new)
        })
        .await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Task> {
    let title = input.title.map(|title| check::line("title", &title, TITLE_LIMIT)).transpose()?;
    if let Some(Some(day)) = &input.due_on {
        check::day("due_on", day)?;
    }
    let change = tasks::TaskChange { title, status: input.status, priority: input.priority, due_on: input.due_on };
    app.store().write(actor, move |write| tasks::update(write, &input.uid, Some(input.rev), &change)).await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = tasks::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<Task> {
    app.store().write(actor, move |write| tasks::restore(write, &input.uid, input.rev)).await
}
