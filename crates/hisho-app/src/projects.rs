//! Projects.

use hisho_domain::project::{ProjectChange, ProjectDetail, ProjectMove, ProjectSummary, ProjectType, checked_key};
use hisho_domain::task::Priority;
use hisho_domain::{Actor, Result, task_change};
use hisho_store::projects;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;
use crate::input::{AtRev, Deleted, Which, given};

/// A new project.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// Its name, 1 to 200 characters.
    pub title: String,
    /// The short key its tasks' keys begin with, 2 to 10 letters and digits; made of the name when left out.
    pub key: Option<String>,
    /// What it is for, Markdown, up to 20,000 characters.
    pub description: Option<String>,
    /// Management when left out.
    pub project_type: Option<ProjectType>,
    /// Medium when left out.
    pub priority: Option<Priority>,
    /// The team that carries it.
    pub team_uid: Option<String>,
    /// First local day.
    pub start_on: Option<String>,
    /// Last local day.
    pub due_on: Option<String>,
    /// How long it will take.
    pub estimated_minutes: Option<i64>,
    /// How one will see that it succeeded.
    pub criteria: Option<Vec<String>>,
    /// Secretaries who take part.
    pub participants: Option<Vec<String>>,
    /// The projects that come before it.
    pub depends_on: Option<Vec<String>>,
}

/// What of a project is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which project.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// Its name, 1 to 200 characters.
    pub title: Option<String>,
    /// What it is for, Markdown, up to 20,000 characters.
    pub description: Option<String>,
    /// What kind of work it is.
    pub project_type: Option<ProjectType>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// The team that carries it; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub team_uid: Option<Option<String>>,
    /// First local day; null takes the day away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub start_on: Option<Option<String>>,
    /// Last local day; null takes the day away.
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
    /// How one will see that it succeeded.
    pub criteria: Option<Vec<String>>,
    /// All secretaries who take part.
    pub participants: Option<Vec<String>>,
    /// All the projects that come before it.
    pub depends_on: Option<Vec<String>>,
    /// Why, for its history.
    pub reason: Option<String>,
}

/// A step of a project.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Which project.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What is to be done.
    pub step: ProjectMove,
    /// Why, for its history.
    pub reason: Option<String>,
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Vec<ProjectSummary>> {
    app.store().read(projects::list).await
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<ProjectDetail> {
    app.store().read(move |connection| projects::get(connection, &input.uid)).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<ProjectDetail> {
    let key = input.key.as_deref().map(checked_key).transpose()?;
    let change = ProjectChange {
        title: Some(input.title),
        description: input.description,
        project_type: input.project_type,
        priority: input.priority,
        team_uid: input.team_uid.map(Some),
        start_on: input.start_on.map(Some),
        due_on: input.due_on.map(Some),
        estimated_minutes: input.estimated_minutes.map(Some),
        actual_minutes: None,
        criteria: input.criteria,
        participants: input.participants,
        depends_on: input.depends_on,
        reason: None,
    };
    let change = change.checked()?;
    app.store()
        .write(actor, move |write| {
            let uid = projects::create(write, key.as_deref(), &change)?;
            projects::get(write, &uid)
        })
        .await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<ProjectDetail> {
    let change = ProjectChange {
        title: input.title,
        description: input.description,
        project_type: input.project_type,
        priority: input.priority,
        team_uid: input.team_uid,
        start_on: input.start_on,
        due_on: input.due_on,
        estimated_minutes: input.estimated_minutes,
        actual_minutes: input.actual_minutes,
        criteria: input.criteria,
        participants: input.participants,
        depends_on: input.depends_on,
        reason: input.reason,
    };
    let change = change.checked()?;
    app.store()
        .write(actor, move |write| {
            projects::update(write, &input.uid, Some(input.rev), &change)?;
            projects::get(write, &input.uid)
        })
        .await
}

pub(crate) async fn step(app: &App, actor: Actor, input: Step) -> Result<ProjectDetail> {
    let reason = task_change::reason(input.reason)?;
    app.store()
        .write(actor, move |write| {
            projects::set_status(write, &input.uid, Some(input.rev), input.step, reason.as_deref())?;
            projects::get(write, &input.uid)
        })
        .await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = projects::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<ProjectDetail> {
    app.store()
        .write(actor, move |write| {
            projects::restore(write, &input.uid, input.rev)?;
            projects::get(write, &input.uid)
        })
        .await
}
