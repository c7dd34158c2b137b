//! Plans: writing them, moving them along, deciding them. An approval begins or extends the
//! project in the same transaction. Must not know notes; those follow from the journal.

use hisho_domain::plan::{DecisionAction, PlanContent, PlanDetail, PlanMove, PlanStatus, PlanSummary};
use hisho_domain::task::Priority;
use hisho_domain::{Actor, Result, check};
use hisho_store::{Write, plans, projects, tasks, time};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which};

const COMMENT_LIMIT: usize = 5000;

/// Which plans are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// Only those whose newest version stands so.
    pub status: Option<PlanStatus>,
}

/// A new plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// What its first draft says.
    pub content: PlanContent,
}

/// What a draft now says.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// Which plan.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What it says.
    pub content: PlanContent,
}

/// An approval of what is on the screen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// Which plan.
    pub uid: String,
    /// The version on the screen.
    pub version: i64,
    /// The hash of what it says.
    pub content_hash: String,
    /// In the person's words.
    pub comment: Option<String>,
}

/// A rejection or a request for a revision of what is on the screen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// Which plan.
    pub uid: String,
    /// The version on the screen.
    pub version: i64,
    /// The hash of what it says.
    pub content_hash: String,
    /// Why, or what is to change.
    pub comment: String,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<Vec<PlanSummary>> {
    app.store().read(move |connection| plans::list(connection, input.status)).await
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<PlanDetail> {
    app.store().read(move |connection| plans::get(connection, &input.uid)).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<PlanDetail> {
    let content = input.content.checked(time::new_uid)?;
    app.store().write(actor, move |write| plans::create(write, &content)).await
}

pub(crate) async fn save(app: &App, actor: Actor, input: Save) -> Result<PlanDetail> {
    let content = input.content.checked(time::new_uid)?;
    app.store().write(actor, move |write| plans::save(write, &input.uid, input.rev, &content)).await
}

pub(crate) async fn submit(app: &App, actor: Actor, input: AtRev) -> Result<PlanDetail> {
    step(app, actor, input, PlanMove::Submit).await
}

pub(crate) async fn start_review(app: &App, actor: Actor, input: AtRev) -> Result<PlanDetail> {
    step(app, actor, input, PlanMove::StartReview).await
}

pub(crate) async fn withdraw(app: &App, actor: Actor, input: AtRev) -> Result<PlanDetail> {
    step(app, actor, input, PlanMove::Withdraw).await
}

async fn step(app: &App, actor: Actor, input: AtRev, step: PlanMove) -> Result<PlanDetail> {
    app.store().write(actor, move |write| plans::set_status(write, &input.uid, input.rev, step)).await
}

pub(crate) async fn revise(app: &App, actor: Actor, input: AtRev) -> Result<PlanDetail> {
    app.store().write(actor, move |write| plans::revise(write, &input.uid, input.rev)).await
}

pub(crate) async fn approve(app: &App, actor: Actor, input: Approve) -> Result<PlanDetail> {
    let comment = input.comment.as_deref().map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned);
    check::at_most("comment", comment.as_deref().unwrap_or_default(), COMMENT_LIMIT)?;
    app.store()
        .write(actor, move |write| {
            let action = DecisionAction::Approve;
            let plan =
                plans::decide(write, &input.uid, input.version, &input.content_hash, action, comment.as_deref())?;
            carry_out(write, &plan)?;
            plans::get(write, &input.uid)
        })
        .await
}

pub(crate) async fn reject(app: &App, actor: Actor, input: Decline) -> Result<PlanDetail> {
    decline(app, actor, input, DecisionAction::Reject).await
}

pub(crate) async fn request_revision(app: &App, actor: Actor, input: Decline) -> Result<PlanDetail> {
    decline(app, actor, input, DecisionAction::RequestRevision).await
}

async fn decline(app: &App, actor: Actor, input: Decline, action: DecisionAction) -> Result<PlanDetail> {
    let comment = check::required("comment", &input.comment, COMMENT_LIMIT)?;
    app.store()
        .write(actor, move |write| {
            plans::decide(write, &input.uid, input.version, &input.content_hash, action, Some(&comment))
        })
        .await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = plans::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<PlanDetail> {
    app.store().write(actor, move |write| plans::restore(write, &input.uid, input.rev)).await
}

/// Begins the project of an approved plan, or brings it up to the new version. Every milestone
/// that has no task yet becomes one; tasks the person already has are left alone.
fn carry_out(write: &Write<'_>, plan: &PlanDetail) -> hisho_store::Result<()> {
    let content = &plan.newest.content;
    let new = projects::NewProject {
        title: &content.title,
        description: &content.objective,
        start_on: content.start_on.as_deref(),
        due_on: content.due_on.as_deref(),
        criteria: &content.criteria,
    };
    let project_uid = match &plan.project {
        Some(project) => {
            projects::update(write, &project.uid, &new)?;
            project.uid.clone()
        }
        None => {
            let uid = projects::create(write, &new)?;
            plans::link_project(write, &plan.uid, &uid)?;
            uid
        }
    };
    for milestone in &content.milestones {
        if !tasks::has_milestone(write, &project_uid, &milestone.uid)? {
            let task = tasks::NewTask {
                project_uid: Some(&project_uid),
                milestone_uid: Some(&milestone.uid),
                title: &milestone.title,
                due_on: milestone.due_on.as_deref(),
                priority: Priority::Medium,
            };
            tasks::create(write, &task)?;
        }
    }
    Ok(())
}
