//! Tasks.

use hisho_domain::field_history::HistoryEntry;
use hisho_domain::task::{Priority, Task, TaskStatus, TaskType};
use hisho_domain::task_change::{LABELS, TaskChange};
use hisho_domain::{Actor, Entity, Error, Result, Rule, check};
use hisho_store::task_batches::{self, BatchChange};
use hisho_store::{journal, task_moves, tasks};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which, given};

/// At most this many at a time.
const MOST: i64 = 500;
/// At most this many changed together.
const BATCH: usize = 500;

/// A new task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The project it belongs to.
    pub project_uid: Option<String>,
    /// What is to be done, 1 to 200 characters.
    pub title: String,
    /// More about it, Markdown, up to 20,000 characters.
    pub description: Option<String>,
    /// A plain task when left out.
    pub task_type: Option<TaskType>,
    /// Pending when left out, or assigned when a secretary is named.
    pub status: Option<TaskStatus>,
    /// Medium when left out.
    pub priority: Option<Priority>,
    /// Which secretary does it.
    pub assistant_uid: Option<String>,
    /// The task it is a part of, in the same project.
    pub parent_uid: Option<String>,
    /// From which local day.
    pub start_on: Option<String>,
    /// By which local day.
    pub due_on: Option<String>,
    /// How long it will take.
    pub estimated_minutes: Option<i64>,
    /// Its labels.
    pub labels: Option<Vec<String>>,
    /// The tasks that come before it.
    pub depends_on: Option<Vec<String>>,
    /// By which rule it comes again once it is done: `every 2 weeks on Monday`, `every month when done`.
    pub recurrence: Option<String>,
}

/// What of a task is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which task.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What is to be done, 1 to 200 characters.
    pub title: Option<String>,
    /// More about it, Markdown, up to 20,000 characters.
    pub description: Option<String>,
    /// What kind of work it is.
    pub task_type: Option<TaskType>,
    /// Where it stands.
    pub status: Option<TaskStatus>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// Which secretary does it; null for nobody.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub assistant_uid: Option<Option<String>>,
    /// The task it is a part of; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub parent_uid: Option<Option<String>>,
    /// From which local day; null takes the day away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub start_on: Option<Option<String>>,
    /// By which local day; null takes the day away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Option<String>>,
    /// How long it will take; null when nobody knows.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<i64>")]
    pub estimated_minutes: Option<Option<i64>>,
    /// How long it took; null when nobody knows.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<i64>")]
    pub actual_minutes: Option<Option<i64>>,
    /// All its labels.
    pub labels: Option<Vec<String>>,
    /// All the tasks that come before it.
    pub depends_on: Option<Vec<String>>,
    /// By which rule it comes again once it is done; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub recurrence: Option<Option<String>>,
    /// Why, for its history.
    pub reason: Option<String>,
}

/// What is to become of many tasks.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateMany {
    /// Which tasks, 1 to 500, each once.
    pub uids: Vec<String>,
    /// What of each is to change.
    pub changes: Alike,
}

/// What can be the same for many tasks; fields left out stay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// What kind of work they are.
    pub task_type: Option<TaskType>,
    /// Where they stand.
    pub status: Option<TaskStatus>,
    /// How much they press.
    pub priority: Option<Priority>,
    /// Which secretary does them; null for nobody.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub assistant_uid: Option<Option<String>>,
    /// From which local day; null takes the day away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub start_on: Option<Option<String>>,
    /// By which local day; null takes the day away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Option<String>>,
    /// How long each will take; null when nobody knows.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<i64>")]
    pub estimated_minutes: Option<Option<i64>>,
    /// Labels that each shall have.
    #[serde(default)]
    pub add_labels: Vec<String>,
    /// Labels that none shall have.
    #[serde(default)]
    pub remove_labels: Vec<String>,
    /// Why, for their history.
    pub reason: Option<String>,
}

/// Where a task goes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Which task.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// The column it goes into, which sets its status; null takes it off the board.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub column_uid: Option<Option<String>>,
    /// The task it comes right behind; null puts it before all.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub after_uid: Option<Option<String>>,
}

/// Which tasks without a project are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Inbox {
    /// Only those behind this position.
    pub after: Option<i64>,
    /// At most so many; 500 at the most.
    pub limit: Option<i64>,
}

/// Whose history is asked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Which task.
    pub uid: String,
    /// Only entries before this place in the journal.
    pub before: Option<i64>,
    /// At most so many; 500 at the most.
    pub limit: Option<i64>,
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<Task> {
    app.store().read(move |connection| tasks::get(connection, &input.uid)).await
}

pub(crate) async fn inbox(app: &App, _: Actor, input: Inbox) -> Result<Vec<Task>> {
    let limit = input.limit.unwrap_or(MOST).clamp(1, MOST);
    app.store().read(move |connection| tasks::without_project(connection, input.after, limit)).await
}

pub(crate) async fn history(app: &App, _: Actor, input: History) -> Result<Vec<HistoryEntry>> {
    let limit = input.limit.unwrap_or(MOST).clamp(1, MOST);
    app.store()
        .read(move |connection| journal::history(connection, Entity::Task, &input.uid, input.before, limit))
        .await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Task> {
    let fields = TaskChange {
        title: Some(input.title),
        description: input.description,
        task_type: input.task_type,
        status: input.status,
        priority: input.priority,
        assistant_uid: input.assistant_uid.map(Some),
        parent_uid: input.parent_uid.map(Some),
        start_on: input.start_on.map(Some),
        due_on: input.due_on.map(Some),
        estimated_minutes: input.estimated_minutes.map(Some),
        actual_minutes: None,
        labels: input.labels,
        depends_on: input.depends_on,
        recurrence: input.recurrence.map(Some),
        reason: None,
    };
    let fields = fields.checked()?;
    app.store()
        .write(actor, move |write| {
            tasks::create(
                write,
                &tasks::NewTask { project_uid: input.project_uid.as_deref(), fields, ..Default::default() },
            )
        })
        .await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Task> {
    let change = TaskChange {
        title: input.title,
        description: input.description,
        task_type: input.task_type,
        status: input.status,
        priority: input.priority,
        assistant_uid: input.assistant_uid,
        parent_uid: input.parent_uid,
        start_on: input.start_on,
        due_on: input.due_on,
        estimated_minutes: input.estimated_minutes,
        actual_minutes: input.actual_minutes,
        labels: input.labels,
        depends_on: input.depends_on,
        recurrence: input.recurrence,
        reason: input.reason,
    };
    let change = change.checked()?;
    app.store().write(actor, move |write| tasks::update(write, &input.uid, Some(input.rev), &change)).await
}

pub(crate) async fn update_many(app: &App, actor: Actor, input: UpdateMany) -> Result<Vec<Task>> {
    if input.uids.is_empty() {
        return Err(Error::invalid("uids", Rule::Required));
    }
    check::references("uids", &input.uids, BATCH)?;
    let alike = input.changes;
    check::references("add_labels", &alike.add_labels, LABELS)?;
    check::references("remove_labels", &alike.remove_labels, LABELS)?;
    let change = TaskChange {
        task_type: alike.task_type,
        status: alike.status,
        priority: alike.priority,
        assistant_uid: alike.assistant_uid,
        start_on: alike.start_on,
        due_on: alike.due_on,
        estimated_minutes: alike.estimated_minutes,
        reason: alike.reason,
        ..TaskChange::default()
    };
    let batch =
        BatchChange { change: change.checked()?, add_labels: alike.add_labels, remove_labels: alike.remove_labels };
    app.store().write(actor, move |write| task_batches::update_many(write, &input.uids, &batch)).await
}

pub(crate) async fn move_to(app: &App, actor: Actor, input: Move) -> Result<Task> {
    let to = task_moves::TaskMove { column_uid: input.column_uid, after_uid: input.after_uid };
    app.store().write(actor, move |write| task_moves::move_to(write, &input.uid, input.rev, &to)).await
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
