//! Discussions: who sits in them, what was said, how somebody stepped in, which positions were
//! taken. What is here are records and their limits; nothing here decides who speaks next.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::actor::Author;
use crate::change::ActorKind;
use crate::error::{Error, Result};
use crate::task::Priority;
use crate::vocabulary;

pub mod engine;
mod new;
pub mod run;
mod said;

pub use new::{NewDiscussion, NewInterruption, NewSeat, SEATS, checked_utterance, full};
pub use said::Said;

vocabulary! {
    /// How a discussion is led.
    pub enum DiscussionKind {
        Collaborative = "collaborative",
        Debate = "debate",
        Brainstorming = "brainstorming",
        ProblemSolving = "problem_solving",
    }
}

vocabulary! {
    /// Where a discussion stands.
    pub enum DiscussionStatus {
        Draft = "draft",
        Active = "active",
        Paused = "paused",
        Completed = "completed",
        Terminated = "terminated",
    }
}

vocabulary! {
    /// What somebody does in a discussion.
    pub enum SeatRole {
        Moderator = "moderator",
        Participant = "participant",
        Observer = "observer",
    }
}

vocabulary! {
    /// What kind of thing was said.
    pub enum MessageType {
        Contribution = "contribution",
        Question = "question",
        Answer = "answer",
        Proposal = "proposal",
        Agreement = "agreement",
        Disagreement = "disagreement",
    }
}

vocabulary! {
    /// How somebody steps in.
    pub enum InterruptionType {
        Pause = "pause",
        Resume = "resume",
        Redirect = "redirect",
        Clarify = "clarify",
        Terminate = "terminate",
    }
}

vocabulary! {
    /// How a discussion ended.
    pub enum Outcome {
        Consensus = "consensus",
        Majority = "majority",
        Deadlock = "deadlock",
        Insufficient = "insufficient",
    }
}

impl DiscussionStatus {
    /// The status after somebody stepped in, or the refusal that says why not.
    pub fn after(self, step: InterruptionType) -> Result<DiscussionStatus> {
        use {DiscussionStatus as S, InterruptionType as I};
        match (self, step) {
            (S::Active, I::Pause) => Ok(S::Paused),
            (S::Paused, I::Resume) => Ok(S::Active),
            (S::Active | S::Paused, I::Redirect | I::Clarify) => Ok(self),
            (S::Active | S::Paused, I::Terminate) => Ok(S::Terminated),
            _ => Err(self.refuses(json!({ "move": step }))),
        }
    }

    /// Refuses what needs a discussion that is going on, saying why it is not.
    pub fn refuses(self, mut params: Value) -> Error {
        let reason = match self {
            DiscussionStatus::Draft => "not_started",
            DiscussionStatus::Completed | DiscussionStatus::Terminated => "already_closed",
            DiscussionStatus::Paused => "paused",
            DiscussionStatus::Active => "illegal_move",
        };
        params["from"] = json!(self);
        Error::refused(reason, params)
    }
}

/// A seat in a discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Seat {
    /// Its identity.
    pub uid: String,
    /// Who sits there: the person or a secretary.
    pub who: Author,
    /// What they do.
    pub role: SeatRole,
    /// When they came, UTC.
    pub joined_at: String,
    /// When they left, UTC.
    pub left_at: Option<String>,
    /// How often they spoke.
    pub contributions: i64,
}

/// A discussion in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiscussionSummary {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its name.
    pub title: String,
    /// The question.
    pub topic: String,
    /// How it is led.
    pub kind: DiscussionKind,
    /// Where it stands.
    pub status: DiscussionStatus,
    /// How many sit in it now.
    pub participants: i64,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it began, UTC.
    pub started_at: Option<String>,
    /// When anything of it changed, UTC.
    pub updated_at: String,
}

/// A discussion whole, but for what was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Discussion {
    /// What the list shows of it.
    #[serde(flatten)]
    pub summary: DiscussionSummary,
    /// More about it, Markdown.
    pub description: String,
    /// At most so many seats.
    pub max_participants: i64,
    /// The project it is about.
    pub project_uid: Option<String>,
    /// The plan it is about, or that came of it.
    pub plan_uid: Option<String>,
    /// The team that was called.
    pub team_uid: Option<String>,
    /// Who opened it.
    pub author: Author,
    /// The topic now, where it was led to another.
    pub current_topic: Option<String>,
    /// Which round it is in.
    pub round: i64,
    /// How far it is towards a consensus, 0 to 1.
    pub consensus_progress: Option<f64>,
    /// What was agreed, with the dissent, Markdown.
    pub consensus_summary: Option<String>,
    /// When it was made, UTC.
    pub created_at: String,
    /// When it ended, UTC.
    pub ended_at: Option<String>,
    /// Everybody who sits in it or did.
    pub seats: Vec<Seat>,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiscussionMessage {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// The discussion.
    pub discussion_uid: String,
    /// The seat it was said from.
    pub seat_uid: String,
    /// Who put the words: the person may speak for a secretary.
    pub spoken_by: ActorKind,
    /// What kind of thing it is.
    pub message_type: MessageType,
    /// What was said, Markdown.
    pub content: String,
    /// Why.
    pub reasoning: Option<String>,
    /// How sure they are, 1 to 10.
    pub confidence: Option<i64>,
    /// What it rests on: links to notes, messages, pages.
    pub references: Vec<String>,
    /// It brings the seats closer together.
    pub is_consensus_forming: bool,
    /// Broken off in the middle.
    pub is_partial: bool,
    /// The round it was said in.
    pub round: i64,
    /// The message it replies to.
    pub parent_uid: Option<String>,
    /// By which events and others name it in a discussion that runs.
    pub number: Option<i64>,
    /// When, UTC.
    pub created_at: String,
}

/// Somebody stepped in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Interruption {
    /// Its identity.
    pub uid: String,
    /// The discussion.
    pub discussion_uid: String,
    /// How.
    pub interruption_type: InterruptionType,
    /// In their words.
    pub message: String,
    /// Where it is led to.
    pub redirect_topic: Option<String>,
    /// How much it presses.
    pub priority: Priority,
    /// Who.
    pub by: Author,
    /// Where the discussion stood.
    pub status_before: DiscussionStatus,
    /// Where it stands since.
    pub status_after: DiscussionStatus,
    /// When what was asked for had been done, UTC.
    pub resolved_at: Option<String>,
    /// When, UTC.
    pub created_at: String,
}

/// What somebody held in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Its identity.
    pub uid: String,
    /// The discussion.
    pub discussion_uid: String,
    /// Whose.
    pub seat_uid: String,
    /// Who put the words.
    pub spoken_by: ActorKind,
    /// In which round.
    pub round: i64,
    /// What they hold.
    pub stance: String,
    /// Why, Markdown.
    pub reasoning: String,
    /// Links to notes and messages it rests on.
    pub evidence: Vec<String>,
    /// How sure they are, 1 to 10.
    pub confidence: Option<i64>,
    /// What speaks against the others.
    pub objections: Vec<String>,
    /// The new argument that moved them.
    pub changed_because: Option<String>,
    /// When, UTC.
    pub created_at: String,
}

/// Something that happened in a discussion, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiscussionEvent {
    /// Counts from 1 in each discussion.
    pub number: i64,
    /// When, UTC.
    pub at: String,
    /// What happened.
    pub kind: String,
    /// The facts.
    pub data: Value,
}

/// What was said in a discussion, and everything else that happened in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Minutes {
    /// Messages by when they were said.
    pub messages: Vec<DiscussionMessage>,
    /// Interruptions likewise.
    pub interruptions: Vec<Interruption>,
    /// Positions by round.
    pub positions: Vec<Position>,
    /// The list of events.
    pub events: Vec<DiscussionEvent>,
}
