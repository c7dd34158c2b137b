//! Plans: writing them, moving them along, deciding them. An approval begins or extends the
//! project in the same transaction. Must not know notes; those follow from the journal.

use hisho_domain::plan::{DecisionAction, PlanContent, PlanDetail, PlanMove, PlanStatus, PlanSummary};
use hisho_domain::project::{ProjectChange, ProjectMove};
use hisho_domain::task_change::TaskChange;
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::plans::Verdict;
use hisho_store::{Write, plans, projects, tasks, time};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which, given};

const COMMENT_LIMIT: usize = 5000;
const SUMMARY_LIMIT: usize = 500;
const CONDITIONS: usize = 50;

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
    /// What is new in this version, in a line of up to 500 characters; null takes the line away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub change_summary: Option<Option<String>>,
}

/// The next version of a plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revise {
    /// Which plan.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// The version whose words it begins with; the last one when left out.
    pub from_version: Option<i64>,
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
    /// What it is tied to; 50 lines at the most.
    #[serde(default)]
    pub conditions: Vec<String>,
}

/// What a secretary would decide.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Advise {
    /// Which plan.
    pub uid: String,
    /// The version it is about.
    pub version: i64,
    /// The hash of what it says.
    pub content_hash: String,
    /// Who advises: a secretary without a model, for whom the person speaks, or the one who calls.
    pub secretary_uid: String,
    /// What they would decide.
    pub action: DecisionAction,
    /// Why; only an approval goes without.
    pub comment: Option<String>,
    /// What an approval should be tied to; 50 lines at the most.
    #[serde(default)]
    pub conditions: Vec<String>,
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
    let summary = match input.change_summary {
        Some(Some(line)) => Some(check::optional_line("change_summary", Some(&line), SUMMARY_LIMIT)?),
        other => other,
    };
    app.store()
        .write(actor, move |write| {
            plans::save(write, &input.uid, input.rev, &content, summary.as_ref().map(Option::as_deref))
        })
        .await
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

pub(crate) async fn revise(app: &App, actor: Actor, input: Revise) -> Result<PlanDetail> {
    app.store().write(actor, move |write| plans::revise(write, &input.uid, input.rev, input.from_version)).await
}

pub(crate) async fn approve(app: &App, actor: Actor, input: Approve) -> Result<PlanDetail> {
    let comment = optional_comment(input.comment)?;
    let conditions = conditions(DecisionAction::Approve, &input.conditions)?;
    app.store()
        .write(actor, move |write| {
            let verdict = Verdict {
                version: input.version,
                content_hash: &input.content_hash,
                action: DecisionAction::Approve,
                comment: comment.as_deref(),
                conditions: &conditions,
            };
            let plan = plans::decide(write, &input.uid, &verdict)?;
            carry_out(write, &plan)?;
            plans::get(write, &input.uid)
        })
        .await
}

pub(crate) async fn advise(app: &App, actor: Actor, input: Advise) -> Result<PlanDetail> {
    let comment = match input.action {
        DecisionAction::Approve => optional_comment(input.comment)?,
        _ => Some(check::required("comment", input.comment.as_deref().unwrap_or_default(), COMMENT_LIMIT)?),
    };
    let conditions = conditions(input.action, &input.conditions)?;
    app.store()
        .write(actor, move |write| {
            let verdict = Verdict {
                version: input.version,
                content_hash: &input.content_hash,
                action: input.action,
                comment: comment.as_deref(),
                conditions: &conditions,
            };
            plans::advise(write, &input.uid, &input.secretary_uid, &verdict)
        })
        .await
}

fn optional_comment(comment: Option<String>) -> Result<Option<String>> {
    let comment = comment.as_deref().map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned);
    check::at_most("comment", comment.as_deref().unwrap_or_default(), COMMENT_LIMIT)?;
    Ok(comment)
}

/// Only an approval has conditions.
fn conditions(action: DecisionAction, given: &[String]) -> Result<Vec<String>> {
    if action != DecisionAction::Approve && !given.is_empty() {
        return Err(Error::invalid("conditions", Rule::Unexpected));
    }
    check::lines("conditions", given, CONDITIONS, SUMMARY_LIMIT)
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
            let verdict = Verdict {
                version: input.version,
                content_hash: &input.content_hash,
                action,
                comment: Some(&comment),
                conditions: &[],
            };
            plans::decide(write, &input.uid, &verdict)
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
    let change = ProjectChange {
        title: Some(content.title.clone()),
        description: Some(content.objective.clone()),
        start_on: Some(content.start_on.clone()),
        due_on: Some(content.due_on.clone()),
        criteria: Some(content.criteria.clone()),
        ..Default::default()
    };
    let project_uid = match &plan.project {
        Some(project) => {
            projects::update(write, &project.uid, None, &change)?;
            project.uid.clone()
        }
        None => {
            let uid = projects::create(write, None, &change)?;
            projects::set_status(write, &uid, None, ProjectMove::Start, None)?;
            plans::link_project(write, &plan.uid, &uid)?;
            uid
        }
    };
    for milestone in &content.milestones {
        if !tasks::has_milestone(write, &project_uid, &milestone.uid)? {
            let fields = TaskChange {
                title: Some(milestone.title.clone()),
                due_on: Some(milestone.due_on.clone()),
                ..Default::default()
            };
            let new = tasks::NewTask { project_uid: Some(&project_uid), milestone_uid: Some(&milestone.uid), fields };
            tasks::create(write, &new)?;
        }
    }
    Ok(())
}
