//! A discussion as it runs: what it was set up with, where it stands, what happens in it at the
//! moment, and what it may come to cost.
//! Must not know models, prompts or where anything is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::engine::{Change, PauseReason, Phase, Setup, State, Task, standing};
use super::{DiscussionStatus, Outcome};
use crate::settings::Language;
use crate::vocabulary;

vocabulary! {
    /// What the budget of a discussion counts.
    pub enum BudgetUnit {
        /// Tokens, sent and received.
        Tokens = "tokens",
        /// 10^-8 US dollars.
        Cost = "cost",
    }
}

/// What a run began with; nothing of it changes afterwards but what events say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// Of the engine.
    pub setup: Setup,
    /// What its costs are counted in.
    pub unit: BudgetUnit,
    /// The language of its prompts.
    pub language: Language,
    /// Names exactly the prompts that it began with.
    pub prompts: String,
}

/// What a discussion may cost, before it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// Turns of models if all agree at once.
    pub least_turns: u64,
    /// Turns of models if every round is needed.
    pub most_turns: u64,
    /// The most tokens that those can take.
    pub most_tokens: u64,
    /// The most that those can cost, in 10^-8 US dollars; null where a price is unknown.
    pub most_cost: Option<u64>,
    /// Every seat with a model has the same one: these are perspectives, and no independent evidence.
    pub is_one_model: bool,
    /// Seats for which the person speaks.
    pub own_seats: usize,
}

/// What a seat holds, or held in an earlier round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldStance {
    /// Whose.
    pub seat_uid: String,
    /// In which round.
    pub round: u32,
    /// In one line.
    pub text: String,
    /// Which of the options.
    pub option: usize,
    /// How sure they are, 1 to 10.
    pub confidence: Option<u8>,
    /// How it stands to the one before.
    pub change: Change,
    /// The number of the message it was said in.
    pub message: u64,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldObjection {
    /// Who raised it.
    pub seat_uid: String,
    /// What it says.
    pub text: String,
    /// The option it speaks against; null for the question as it is put.
    pub against: Option<usize>,
    /// The round it was raised in.
    pub round: u32,
    /// Nobody has met it yet.
    pub is_open: bool,
}

/// A turn that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenTurn {
    /// Its number, for `discussions.say` and `discussions.pass`.
    pub turn: u64,
    /// Whose.
    pub seat_uid: String,
    /// What is asked; null for a question of the person.
    pub phase: Option<Phase>,
    /// The question that is to be answered.
    pub question: Option<String>,
    /// The person is to speak.
    pub is_own: bool,
    /// What has come of it so far.
    pub text: String,
}

/// Where a discussion that runs, or ran, stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Running {
    /// How many events there are; grows with each.
    pub number: i64,
    /// Where it stands.
    pub status: DiscussionStatus,
    /// Why it rests, while it does.
    pub paused: Option<PauseReason>,
    /// It is active, and nobody carries it out since the application was closed.
    pub is_left: bool,
    /// What is going on.
    pub phase: Phase,
    /// The round, counted through all topics.
    pub round: u32,
    /// What it is about now.
    pub topic: String,
    /// The answers on the table.
    pub options: Vec<String>,
    /// Every position ever taken, in order.
    pub stances: Vec<HeldStance>,
    /// Every objection ever raised.
    pub objections: Vec<HeldObjection>,
    /// The turns under way.
    pub turns: Vec<OpenTurn>,
    /// What it would come to if it ended now, or came to.
    pub outcome: Outcome,
    /// The option most hold.
    pub leading: Option<usize>,
    /// The seats that hold another, or nothing yet.
    pub dissenters: Vec<String>,
    /// How near it is to a consensus, 0 to 1,000.
    pub progress: u32,
    /// What costs are counted in.
    pub unit: BudgetUnit,
    /// What was spent.
    pub spent: u64,
    /// What is reserved for turns under way.
    pub reserved: u64,
    /// What it may cost in all.
    pub budget: u64,
    /// All agreed before anyone read another: `discussions.go_on` goes on all the same.
    pub may_go_on: bool,
}

impl Running {
    /// Puts together what a state says to the person.
    pub fn of(state: &State, unit: BudgetUnit, number: i64) -> Running {
        let uid = |seat: usize| state.seats[seat].spec.uid.clone();
        let now = standing(state);
        let turn = |(turn, open): (&u64, &super::engine::Open)| {
            let (phase, question) = match &open.task {
                Task::Phase(phase) => (Some(*phase), None),
                Task::Clarify(question) => (None, Some(question.clone())),
            };
            let is_own = state.is_own(open.seat);
            OpenTurn { turn: *turn, seat_uid: uid(open.seat), phase, question, is_own, text: String::new() }
        };
        Running {
            number,
            status: state.status,
            paused: state.paused,
            is_left: false,
            phase: state.phase(),
            round: state.round,
            topic: state.topic.clone(),
            options: state.options.clone(),
            stances: state
                .stances
                .iter()
                .map(|held| HeldStance {
                    seat_uid: uid(held.seat),
                    round: held.round,
                    text: held.text.clone(),
                    option: held.option,
                    confidence: held.confidence,
                    change: held.change,
                    message: held.message,
                })
                .collect(),
            objections: state
                .objections
                .iter()
                .map(|raised| HeldObjection {
                    seat_uid: uid(raised.by),
                    text: raised.text.clone(),
                    against: raised.against,
                    round: raised.round,
                    is_open: raised.is_open,
                })
                .collect(),
            turns: state.open.iter().map(turn).collect(),
            outcome: now.outcome,
            leading: now.leading,
            dissenters: now.dissenters.into_iter().map(uid).collect(),
            progress: now.progress,
            unit,
            spent: state.spent,
            reserved: state.reserved,
            budget: state.budget,
            may_go_on: state.status == DiscussionStatus::Completed
                && state.ending.as_ref().is_some_and(|ending| ending.at_once),
        }
    }
}

/// Something that happens in a discussion at the moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DiscussionMoment {
    /// A model is asked.
    Thinks {
        /// The turn.
        turn: u64,
        /// Whose.
        seat_uid: String,
    },
    /// The service refused for now and is asked again after the wait.
    Retrying {
        /// The turn.
        turn: u64,
        /// In milliseconds.
        wait_ms: u64,
    },
    /// More of what is being said.
    Delta {
        /// The turn.
        turn: u64,
        /// How much came before, in UTF-16 units, as a page counts.
        from: u64,
        /// What came.
        text: String,
    },
    /// A model did not answer, and why.
    Unanswered {
        /// The turn.
        turn: u64,
        /// Whose.
        seat_uid: String,
        /// What went wrong.
        error: crate::Error,
    },
    /// The person is to speak for a seat.
    Waits {
        /// The turn.
        turn: u64,
        /// Whose.
        seat_uid: String,
    },
    /// An event was taken down.
    Stepped {
        /// Where the discussion stands since.
        state: Box<Running>,
    },
}
