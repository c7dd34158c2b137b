//! Discussions: preparing them, sitting in them, and putting down what is said and done there.
//! Must not know who should speak next.

use hisho_domain::discussion::{
    Discussion, DiscussionKind, DiscussionMessage, DiscussionStatus, DiscussionSummary, Interruption, InterruptionType,
    MessageType, Minutes, NewDiscussion, NewInterruption, NewMessage, NewPosition, NewSeat, Position, SeatRole,
};
use hisho_domain::task::Priority;
use hisho_domain::{Actor, Result};
use hisho_store::{discussions, minutes};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which};

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

/// Somebody who joins.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Which discussion.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// Which secretary; the person when left out.
    pub secretary_uid: Option<String>,
    /// What they do.
    pub role: SeatRole,
}

/// Somebody who leaves.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// Which discussion.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// Whose seat.
    pub seat_uid: String,
}

/// Something to say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Which discussion.
    pub uid: String,
    /// The seat it is said from: the person's own, or that of a secretary without a model.
    pub seat_uid: String,
    /// A contribution when left out.
    pub message_type: Option<MessageType>,
    /// What is said, Markdown, 1 to 20,000 characters.
    pub content: String,
    /// Why, up to 20,000 characters.
    pub reasoning: Option<String>,
    /// How sure they are, 1 to 10.
    pub confidence: Option<i64>,
    /// What it rests on; 50 at the most.
    pub references: Option<Vec<String>>,
    /// It brings the seats closer together.
    pub is_consensus_forming: Option<bool>,
    /// The message it replies to.
    pub parent_uid: Option<String>,
}

/// A way to step in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interrupt {
    /// Which discussion.
    pub uid: String,
    /// How.
    pub interruption_type: InterruptionType,
    /// In the person's words; asking for clarification needs some.
    pub message: Option<String>,
    /// Where to lead it; for a redirection alone.
    pub redirect_topic: Option<String>,
    /// Medium when left out.
    pub priority: Option<Priority>,
}

/// A position.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePosition {
    /// Which discussion.
    pub uid: String,
    /// Whose.
    pub seat_uid: String,
    /// What they hold, 1 to 1,000 characters.
    pub stance: String,
    /// Why, up to 20,000 characters.
    pub reasoning: Option<String>,
    /// What it rests on; 50 at the most.
    pub evidence: Option<Vec<String>>,
    /// How sure they are, 1 to 10.
    pub confidence: Option<i64>,
    /// What speaks against the others; 50 at the most.
    pub objections: Option<Vec<String>>,
    /// The new argument that moved them.
    pub changed_because: Option<String>,
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

pub(crate) async fn start(app: &App, actor: Actor, input: AtRev) -> Result<Discussion> {
    app.store().write(actor, move |write| discussions::start(write, &input.uid, input.rev)).await
}

pub(crate) async fn join(app: &App, actor: Actor, input: Join) -> Result<Discussion> {
    let seat = NewSeat { secretary_uid: input.secretary_uid, role: input.role };
    app.store().write(actor, move |write| discussions::join(write, &input.uid, input.rev, &seat)).await
}

pub(crate) async fn leave(app: &App, actor: Actor, input: Leave) -> Result<Discussion> {
    app.store().write(actor, move |write| discussions::leave(write, &input.uid, input.rev, &input.seat_uid)).await
}

pub(crate) async fn say(app: &App, actor: Actor, input: Say) -> Result<DiscussionMessage> {
    let new = NewMessage {
        seat_uid: input.seat_uid,
        message_type: input.message_type.unwrap_or(MessageType::Contribution),
        content: input.content,
        reasoning: input.reasoning,
        confidence: input.confidence,
        references: input.references.unwrap_or_default(),
        is_consensus_forming: input.is_consensus_forming.unwrap_or(false),
        parent_uid: input.parent_uid,
    };
    let new = new.checked()?;
    app.store().write(actor, move |write| minutes::say(write, &input.uid, &new)).await
}

pub(crate) async fn interrupt(app: &App, actor: Actor, input: Interrupt) -> Result<Interruption> {
    let new = NewInterruption {
        interruption_type: input.interruption_type,
        message: input.message.unwrap_or_default(),
        redirect_topic: input.redirect_topic,
        priority: input.priority.unwrap_or(Priority::Medium),
    };
    let new = new.checked()?;
    app.store().write(actor, move |write| minutes::interrupt(write, &input.uid, &new)).await
}

pub(crate) async fn resolve(app: &App, actor: Actor, input: Which) -> Result<Interruption> {
    app.store().write(actor, move |write| minutes::resolve(write, &input.uid)).await
}

pub(crate) async fn take_position(app: &App, actor: Actor, input: TakePosition) -> Result<Position> {
    let new = NewPosition {
        seat_uid: input.seat_uid,
        stance: input.stance,
        reasoning: input.reasoning.unwrap_or_default(),
        evidence: input.evidence.unwrap_or_default(),
        confidence: input.confidence,
        objections: input.objections.unwrap_or_default(),
        changed_because: input.changed_because,
    };
    let new = new.checked()?;
    app.store().write(actor, move |write| minutes::take_position(write, &input.uid, &new)).await
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
