//! Discussions: preparing them, letting them run, and stepping in. What runs is in the modules
//! beside. Must not know who should speak next.

mod acts;
mod ask;
mod cost;
mod drive;
mod form;
mod notice;
mod passages;
mod plan;
mod prompt;
mod recovery;
mod summary;
mod tables;
mod words;

use hisho_domain::discussion::{
    Discussion, DiscussionKind, DiscussionStatus, DiscussionSummary, Minutes, NewDiscussion, NewSeat,
};
use hisho_domain::{Actor, Result};
use hisho_store::{discussions, minutes};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which};

pub(crate) use acts::{
    Interrupt, Join, Leave, Pass, RaiseBudget, Say, Start, estimate, go_on, interrupt, join, leave, pass, raise_budget,
    say, sent, start, state,
};
pub use ask::Sent;
pub use plan::DraftedPlan;
pub(crate) use plan::{DraftPlan, draft_plan, provenance};
pub(crate) use recovery::{recover, resume_later};
pub(crate) use tables::Tables;

/// Seats when nothing else is said.
const SEATS: i64 = 5;

/// Which discussions are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// Only those that stand so.
    pub status: Option<DiscussionStatus>,
}

/// A new discussion.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// Its name, 1 to 200 characters.
    pub title: String,
    /// The question, 1 to 1,000 characters.
    pub topic: String,
    /// More about it, Markdown, up to 20,000 characters.
    pub description: Option<String>,
    /// How it is led.
    pub kind: DiscussionKind,
    /// 2 to 20 seats; 5 when left out.
    pub max_participants: Option<i64>,
    /// The project it is about.
    pub project_uid: Option<String>,
    /// The plan it is about.
    pub plan_uid: Option<String>,
    /// The team that is called.
    pub team_uid: Option<String>,
    /// Who sits in it from the start.
    pub seats: Vec<NewSeat>,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<Vec<DiscussionSummary>> {
    app.store().read(move |connection| discussions::list(connection, input.status)).await
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<Discussion> {
    app.store().read(move |connection| discussions::get(connection, &input.uid)).await
}

pub(crate) async fn minutes(app: &App, _: Actor, input: Which) -> Result<Minutes> {
    app.store().read(move |connection| minutes::of(connection, &input.uid)).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Discussion> {
    let new = NewDiscussion {
        title: input.title,
        topic: input.topic,
        description: input.description.unwrap_or_default(),
        kind: input.kind,
        max_participants: input.max_participants.unwrap_or(SEATS),
        project_uid: input.project_uid,
        plan_uid: input.plan_uid,
        team_uid: input.team_uid,
        seats: input.seats,
    };
    let new = new.checked()?;
    app.store().write(actor, move |write| discussions::create(write, &new)).await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = discussions::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<Discussion> {
    app.store().write(actor, move |write| discussions::restore(write, &input.uid, input.rev)).await
}
