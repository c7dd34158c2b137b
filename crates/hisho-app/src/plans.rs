//! Plans: writing them, moving them along, deciding them. An approval begins or extends the
//! project in the same transaction. Must not know notes; those follow from the journal.

use hisho_domain::plan::{
    self, Baseline, DecisionAction, PlanContent, PlanDetail, PlanDiff, PlanMove, PlanStatus, PlanSummary,
};
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::plans::Verdict;
use hisho_store::{plans, tasks, time};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which, given};

mod carry_out;
mod template;
mod templates;

pub use templates::{FromTemplate, PlanTemplate};
pub(crate) use templates::{from_template, templates};

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

/// Two versions of a plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diff {
    /// Which plan.
    pub uid: String,
    /// The number of the version to begin from.
    pub from: i64,
    /// The number of the version to compare with it.
    pub to: i64,
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
    app.store()
        .write(actor, move |write| {
            let plan = plans::set_status(write, &input.uid, input.rev, PlanMove::Submit)?;
            plan.newest.content.ready()?;
            Ok(plan)
        })
        .await
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
    next(app, actor, input, PlanMove::Revise).await
}

pub(crate) async fn reopen(app: &App, actor: Actor, input: Revise) -> Result<PlanDetail> {
    next(app, actor, input, PlanMove::Reopen).await
}

pub(crate) async fn amend(app: &App, actor: Actor, input: Revise) -> Result<PlanDetail> {
    next(app, actor, input, PlanMove::Amend).await
}

async fn next(app: &App, actor: Actor, input: Revise, step: PlanMove) -> Result<PlanDetail> {
    app.store().write(actor, move |write| plans::next(write, &input.uid, input.rev, step, input.from_version)).await
}

pub(crate) async fn diff(app: &App, _: Actor, input: Diff) -> Result<PlanDiff> {
    let plan = app.store().read(move |connection| plans::get(connection, &input.uid)).await?;
    let version = |field, number| {
        let found = plan.versions.iter().find(|version| version.number == number);
        found.ok_or_else(|| Error::invalid(field, Rule::UnknownValue))
    };
    let (from, to) = (version("from", input.from)?, version("to", input.to)?);
    Ok(PlanDiff { from: from.number, to: to.number, fields: plan::compare(&from.content, &to.content) })
}

pub(crate) async fn baseline(app: &App, _: Actor, input: Which) -> Result<Option<Baseline>> {
    app.store()
        .read(move |connection| {
            let plan = plans::get(connection, &input.uid)?;
            let tasks = match &plan.project {
                Some(project) => tasks::of_project(connection, &project.uid)?,
                None => Vec::new(),
            };
            Ok(Baseline::of(&plan, &tasks))
        })
        .await
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
            let before = plans::get(write, &input.uid)?;
            let plan = plans::decide(write, &input.uid, &verdict)?;
            carry_out::carry_out(write, &plan, before.version_in_force())?;
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
