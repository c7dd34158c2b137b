//! What the person does in a discussion: beginning it, speaking in turns and out of them, stepping in.
//! Must not know what follows from it.

use hisho_domain::discussion::engine::{Event, Objecting, Rules, SeatSpec, Setup, Utterance};
use hisho_domain::discussion::run::{Arranged, BudgetUnit, Estimate, Running};
use hisho_domain::discussion::{
    Discussion, DiscussionMessage, DiscussionStatus, Interruption, InterruptionType, MessageType, NewInterruption,
    NewSeat, SeatRole, checked_utterance,
};
use hisho_domain::settings::Language;
use hisho_domain::task::Priority;
use hisho_domain::{Actor, ActorKind, Entity, Error, Result, Rule, check};
use hisho_store::{Connection, discussion_run, discussions, minutes, settings};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::ask::Sent;
use super::cost::{self, Sitting};
use super::drive::{Act, act};
use super::words::DISCUSSION;
use crate::App;
use crate::input::Which;

/// Rounds of critique when nothing else is said.
const ROUNDS: u32 = 1;
/// Answers that the person can give to choose from.
const OPTIONS: usize = 20;
const OPTION_LIMIT: usize = 200;
/// Most minutes that a discussion can be limited to: a day.
const MINUTES: i64 = 1_440;

/// How a discussion is to run.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Which discussion.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// Answers to choose from, up to 20; any answer when left out.
    #[serde(default)]
    pub options: Vec<String>,
    /// Rounds of critique at most, 1 to 3; 1 when left out.
    pub critique_rounds: Option<u32>,
    /// Minutes of being active at most; as long as it takes when left out.
    pub minutes: Option<i64>,
    /// What the budget counts; tokens when left out.
    pub unit: Option<BudgetUnit>,
    /// What it may cost in all; as much as every round could take when left out.
    pub budget: Option<u64>,
    /// Decides every order that is left to chance; chance itself when left out.
    pub seed: Option<u64>,
}

/// Something to say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Which discussion.
    pub uid: String,
    /// The turn that is taken; left out, the person says it outside of any turn.
    pub turn: Option<u64>,
    /// What is said, Markdown, 1 to 20,000 characters.
    pub content: String,
    /// Of what kind it is; what the turn asks for when left out.
    pub message_type: Option<MessageType>,
    /// Why, up to 20,000 characters.
    pub reasoning: Option<String>,
    /// How sure they are, 1 to 10.
    pub confidence: Option<u8>,
    /// What it rests on; 50 at the most.
    #[serde(default)]
    pub references: Vec<String>,
    /// The number of the message it replies to.
    pub reply_to: Option<u64>,
    /// What they hold, in one line of up to 1,000 characters.
    pub stance: Option<String>,
    /// Which of the options that is.
    pub option: Option<usize>,
    /// The number of the message that moved them.
    pub changed_because: Option<u64>,
    /// What speaks against the others; 10 at the most.
    #[serde(default)]
    pub objections: Vec<String>,
    /// Numbers of own objections that are met.
    #[serde(default)]
    pub withdraws: Vec<usize>,
}

/// A turn that the person lets pass.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pass {
    /// Which discussion.
    pub uid: String,
    /// Which turn.
    pub turn: u64,
}

/// A way to step in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interrupt {
    /// Which discussion.
    pub uid: String,
    /// How.
    pub interruption_type: InterruptionType,
    /// In the person's words, up to 1,000 characters; asking for clarification needs some.
    pub message: Option<String>,
    /// Where to lead it; for a redirection alone.
    pub redirect_topic: Option<String>,
    /// The seat that is to answer; whoever spoke last when left out.
    pub to: Option<String>,
    /// Medium when left out; from high on, turns under way are broken off.
    pub priority: Option<Priority>,
}

/// Somebody who joins.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Which discussion.
    pub uid: String,
    /// The revision that was read; it counts while the discussion is prepared.
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
    /// The revision that was read; it counts while the discussion is prepared.
    pub rev: i64,
    /// Whose seat.
    pub seat_uid: String,
}

/// A higher budget.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseBudget {
    /// Which discussion.
    pub uid: String,
    /// What it may cost in all from now on, in the unit it began with.
    pub budget: u64,
}

fn person_only(actor: &Actor) -> Result<()> {
    match actor.kind {
        ActorKind::Person => Ok(()),
        _ => Err(Error::refused("speaks_for_themselves", json!({ "field": "uid" }))),
    }
}

/// The setup that was asked for, who sits in it, and the unit of its costs.
fn arranged(connection: &Connection, input: &Start) -> hisho_store::Result<(Discussion, Arranged, Vec<Sitting>)> {
    let discussion = discussions::get(connection, &input.uid)?;
    let unit = input.unit.unwrap_or(BudgetUnit::Tokens);
    let sitting = cost::sitting(connection, &discussion, unit)?;
    let language = settings::get(connection)?.language.unwrap_or(Language::En);
    let setup = Setup {
        kind: discussion.summary.kind,
        topic: discussion.summary.topic.clone(),
        options: check::lines("options", &input.options, OPTIONS, OPTION_LIMIT)?,
        seats: sitting.iter().map(|one| one.spec.clone()).collect(),
        max_seats: usize::try_from(discussion.max_participants).unwrap_or(usize::MAX),
        budget: input.budget.unwrap_or(0),
        critique_rounds: input.critique_rounds.unwrap_or(ROUNDS),
        time_limit_ms: match input.minutes {
            Some(minutes) => Some(check::within("minutes", minutes, 1, MINUTES)?.unsigned_abs() * 60_000),
            None => None,
        },
        seed: input.seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0),
        rules: Rules::default(),
    };
    let mut arranged = Arranged { setup, unit, language, prompts: DISCUSSION.version(language) };
    let most = cost::estimate(&arranged.setup, &sitting)?;
    if input.budget.is_none() {
        arranged.setup.budget = match unit {
            BudgetUnit::Tokens => most.most_tokens,
            BudgetUnit::Cost => most.most_cost.unwrap_or(0),
        };
    } else if input.budget == Some(0) && most.most_turns > 0 {
        return Err(Error::invalid("budget", Rule::Required).into());
    }
    Ok((discussion, arranged, sitting))
}

pub(crate) async fn estimate(app: &App, _: Actor, input: Start) -> Result<Estimate> {
    app.store()
        .read(move |connection| {
            let (_, arranged, sitting) = arranged(connection, &input)?;
            Ok(cost::estimate(&arranged.setup, &sitting)?)
        })
        .await
}

pub(crate) async fn start(app: &App, actor: Actor, input: Start) -> Result<Discussion> {
    let (uid, rev) = (input.uid.clone(), input.rev);
    let arranged = app
        .store()
        .read(move |connection| {
            let (discussion, arranged, _) = arranged(connection, &input)?;
            match discussion.summary.status {
                _ if discussion.summary.rev != input.rev => Err(Error::stale(Entity::Discussion).into()),
                from if discussion_run::load(connection, &input.uid)?.is_some() => {
                    Err(Error::refused("already_started", json!({ "from": from })).into())
                }
                _ => Ok(arranged),
            }
        })
        .await?;
    act(app, actor, &uid, Act::Begin(rev, Box::new(arranged))).await?;
    app.store().read(move |connection| discussions::get(connection, &uid)).await
}

pub(crate) async fn say(app: &App, actor: Actor, input: Say) -> Result<DiscussionMessage> {
    person_only(&actor)?;
    let objecting = |text: &String| Objecting { text: text.clone(), against: None };
    let utterance = checked_utterance(Utterance {
        message_type: input.message_type,
        text: input.content,
        reasoning: input.reasoning.unwrap_or_default(),
        confidence: input.confidence,
        references: input.references,
        reply_to: input.reply_to,
        stance: input.stance,
        option: input.option,
        changed_because: input.changed_because,
        objections: input.objections.iter().map(objecting).collect(),
        withdraws: input.withdraws,
        ..Utterance::default()
    })?;
    let event = match input.turn {
        None => Event::Said { text: utterance.text },
        Some(turn) => {
            own_turn(app, &input.uid, turn).await?;
            Event::Answered { turn, utterance: Box::new(utterance), cost: 0 }
        }
    };
    let done = act(app, actor, &input.uid, Act::Happened(event)).await?;
    let said = done.messages.into_iter().next().ok_or_else(|| Error::internal("nothing was said"))?;
    app.store().read(move |connection| minutes::message_of(connection, &said)).await
}

/// Requires that a turn waits for the person.
async fn own_turn(app: &App, uid: &str, turn: u64) -> Result<()> {
    let (uid, seen) = (uid.to_owned(), app.tables().remembered(uid));
    app.store()
        .read(move |connection| {
            let state = discussion_run::running_since(connection, &uid, seen)?.state;
            match state.open.get(&turn) {
                None => Err(Error::refused("no_such_turn", json!({ "field": "turn" })).into()),
                Some(open) if !state.is_own(open.seat) => {
                    Err(Error::refused("speaks_for_themselves", json!({ "field": "turn" })).into())
                }
                // While it rests nobody speaks in turn.
                Some(_) if state.status != DiscussionStatus::Active => Err(state.status.refuses(json!({})).into()),
                Some(_) => Ok(()),
            }
        })
        .await
}

pub(crate) async fn pass(app: &App, actor: Actor, input: Pass) -> Result<Running> {
    person_only(&actor)?;
    own_turn(app, &input.uid, input.turn).await?;
    act(app, actor, &input.uid, Act::Happened(Event::Passed { turn: input.turn })).await?;
    shown(app, input.uid).await
}

pub(crate) async fn interrupt(app: &App, actor: Actor, input: Interrupt) -> Result<Interruption> {
    let new = NewInterruption {
        interruption_type: input.interruption_type,
        message: input.message.unwrap_or_default(),
        redirect_topic: input.redirect_topic,
        priority: input.priority.unwrap_or(Priority::Medium),
    };
    let new = new.checked()?;
    let event = Event::Interrupted {
        how: new.interruption_type,
        message: new.redirect_topic.unwrap_or(new.message),
        to: input.to,
        priority: new.priority,
    };
    let done = act(app, actor, &input.uid, Act::Happened(event)).await?;
    let uid = done.interruptions.into_iter().next().ok_or_else(|| Error::internal("nobody stepped in"))?;
    app.store().read(move |connection| minutes::interruption_of(connection, &uid)).await
}

pub(crate) async fn join(app: &App, actor: Actor, input: Join) -> Result<Discussion> {
    let seat = NewSeat { secretary_uid: input.secretary_uid, role: input.role };
    let uid = input.uid.clone();
    let running = app.store().read(move |connection| discussion_run::load(connection, &uid)).await?;
    let Some(running) = running else {
        return app.store().write(actor, move |write| discussions::join(write, &input.uid, input.rev, &seat)).await;
    };
    let (uid, role, unit) = (input.uid.clone(), seat.role, running.arranged.unit);
    let spec = app
        .store()
        .write(actor.clone(), move |write| {
            let voice = cost::sits(write, seat.secretary_uid.as_deref(), unit)?.spec.voice;
            let mut probe = running.state;
            let seat_uid = discussions::seat_for(write, &uid, &seat)?;
            let spec = SeatSpec { uid: seat_uid, role, voice };
            // Whoever is refused leaves no seat behind.
            probe.step(Event::Joined { seat: spec.clone() })?;
            Ok(spec)
        })
        .await?;
    act(app, actor, &input.uid, Act::Happened(Event::Joined { seat: spec })).await?;
    app.store().read(move |connection| discussions::get(connection, &input.uid)).await
}

pub(crate) async fn leave(app: &App, actor: Actor, input: Leave) -> Result<Discussion> {
    let uid = input.uid.clone();
    let running = app.store().read(move |connection| discussion_run::load(connection, &uid)).await?;
    if running.is_none() {
        let Leave { uid, rev, seat_uid } = input;
        return app.store().write(actor, move |write| discussions::leave(write, &uid, rev, &seat_uid)).await;
    }
    act(app, actor, &input.uid, Act::Happened(Event::Left { seat: input.seat_uid })).await?;
    app.store().read(move |connection| discussions::get(connection, &input.uid)).await
}

pub(crate) async fn go_on(app: &App, actor: Actor, input: Which) -> Result<Running> {
    person_only(&actor)?;
    let uid = input.uid.clone();
    let state = app.store().read(move |connection| discussion_run::running(connection, &uid)).await?.state;
    let what = match state.status {
        DiscussionStatus::Active => Act::GoOn,
        _ => Act::Happened(Event::WentOn),
    };
    act(app, actor, &input.uid, what).await?;
    shown(app, input.uid).await
}

pub(crate) async fn raise_budget(app: &App, actor: Actor, input: RaiseBudget) -> Result<Running> {
    act(app, actor, &input.uid, Act::Happened(Event::BudgetSet { budget: input.budget })).await?;
    shown(app, input.uid).await
}

pub(crate) async fn state(app: &App, _: Actor, input: Which) -> Result<Running> {
    shown(app, input.uid).await
}

async fn shown(app: &App, uid: String) -> Result<Running> {
    let (texts, seen) = (app.tables().texts(&uid), app.tables().remembered(&uid));
    let mut running = app
        .store()
        .read(move |connection| {
            let loaded = discussion_run::running_since(connection, &uid, seen)?;
            let mut running = Running::of(&loaded.state, loaded.arranged.unit, loaded.number);
            let carried_out = !discussion_run::open_runs(connection, Some(&uid))?.is_empty();
            running.is_left = running.turns.iter().any(|turn| !turn.is_own) && !carried_out;
            Ok(running)
        })
        .await?;
    for turn in &mut running.turns {
        turn.text = texts.as_ref().and_then(|texts| texts.get(&turn.turn).cloned()).unwrap_or_default();
    }
    Ok(running)
}

pub(crate) async fn sent(app: &App, _: Actor, input: Which) -> Result<Option<Sent>> {
    let told = app.store().read(move |connection| discussion_run::sent(connection, &input.uid)).await?;
    told.map(|told| serde_json::from_str(&told).map_err(Error::internal)).transpose()
}
