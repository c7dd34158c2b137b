//! What is about to be added to a discussion, and the limits of it.
//! Must not know where the discussion stands.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{DiscussionKind, InterruptionType, MessageType, SeatRole};
use crate::check;
use crate::error::{Error, Result, Rule};
use crate::plan::TITLE_LIMIT;
use crate::task::Priority;

const TOPIC_LIMIT: usize = 1000;
const PROSE_LIMIT: usize = 20_000;
const REFERENCES: usize = 50;
const REFERENCE_LIMIT: usize = 2000;
/// Most seats a discussion can be given.
pub const SEATS: i64 = 20;

/// What a new discussion is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDiscussion {
    /// Its name, 1 to 200 characters.
    pub title: String,
    /// The question, 1 to 1,000 characters.
    pub topic: String,
    /// More about it.
    pub description: String,
    /// How it is led.
    pub kind: DiscussionKind,
    /// 2 to 20 seats.
    pub max_participants: i64,
    /// The project it is about.
    pub project_uid: Option<String>,
    /// The plan it is about.
    pub plan_uid: Option<String>,
    /// The team that is called.
    pub team_uid: Option<String>,
    /// Who sits in it from the start.
    pub seats: Vec<NewSeat>,
}

/// A new seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    /// Which secretary; null for the person.
    pub secretary_uid: Option<String>,
    /// What they do.
    pub role: SeatRole,
}

impl NewDiscussion {
    /// Trims what may be trimmed and refuses what breaks a limit by itself.
    pub fn checked(mut self) -> Result<Self> {
        self.title = check::line("title", &self.title, TITLE_LIMIT)?;
        self.topic = check::required("topic", &self.topic, TOPIC_LIMIT)?;
        check::at_most("description", &self.description, PROSE_LIMIT)?;
        check::within("max_participants", self.max_participants, 2, SEATS)?;
        if self.seats.len() as i64 > self.max_participants {
            return Err(full(self.max_participants));
        }
        let mut seen = HashSet::new();
        if !self.seats.iter().all(|seat| seen.insert(&seat.secretary_uid)) {
            return Err(Error::refused("already_seated", json!({ "field": "seats" })));
        }
        Ok(self)
    }
}

/// The refusal of one seat too many.
pub fn full(limit: i64) -> Error {
    Error::refused("discussion_full", json!({ "field": "seats", "limit": limit }))
}

/// What is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The seat it is said from.
    pub seat_uid: String,
    /// What kind of thing it is.
    pub message_type: MessageType,
    /// What is said, 1 to 20,000 characters.
    pub content: String,
    /// Why.
    pub reasoning: Option<String>,
    /// 1 to 10.
    pub confidence: Option<i64>,
    /// What it rests on.
    pub references: Vec<String>,
    /// It brings the seats closer together.
    pub is_consensus_forming: bool,
    /// The message it replies to.
    pub parent_uid: Option<String>,
}

impl NewMessage {
    /// Trims what may be trimmed and refuses what breaks a limit by itself.
    pub fn checked(mut self) -> Result<Self> {
        self.content = check::required("content", &self.content, PROSE_LIMIT)?;
        check::at_most("reasoning", self.reasoning.as_deref().unwrap_or_default(), PROSE_LIMIT)?;
        if let Some(confidence) = self.confidence {
            check::within("confidence", confidence, 1, 10)?;
        }
        self.references = check::lines("references", &self.references, REFERENCES, REFERENCE_LIMIT)?;
        Ok(self)
    }
}

/// How somebody is about to step in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInterruption {
    /// How.
    pub interruption_type: InterruptionType,
    /// In their words; asking for clarification needs some.
    pub message: String,
    /// Where to lead it; for a redirection alone.
    pub redirect_topic: Option<String>,
    /// How much it presses.
    pub priority: Priority,
}

impl NewInterruption {
    /// Trims what may be trimmed and refuses what breaks a limit by itself.
    pub fn checked(mut self) -> Result<Self> {
        self.message = self.message.trim().to_owned();
        match self.interruption_type {
            InterruptionType::Clarify => drop(check::required("message", &self.message, PROSE_LIMIT)?),
            _ => check::at_most("message", &self.message, PROSE_LIMIT)?,
        }
        self.redirect_topic = match (self.interruption_type, self.redirect_topic) {
            (InterruptionType::Redirect, topic) => {
                Some(check::required("redirect_topic", topic.as_deref().unwrap_or_default(), TOPIC_LIMIT)?)
            }
            (_, Some(_)) => return Err(Error::invalid("redirect_topic", Rule::Unexpected)),
            (_, None) => None,
        };
        Ok(self)
    }
}

/// A position about to be taken in the present round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPosition {
    /// Whose.
    pub seat_uid: String,
    /// What they hold, 1 to 1,000 characters.
    pub stance: String,
    /// Why.
    pub reasoning: String,
    /// What it rests on.
    pub evidence: Vec<String>,
    /// 1 to 10.
    pub confidence: Option<i64>,
    /// What speaks against the others.
    pub objections: Vec<String>,
    /// The new argument that moved them.
    pub changed_because: Option<String>,
}

impl NewPosition {
    /// Trims what may be trimmed and refuses what breaks a limit by itself.
    pub fn checked(mut self) -> Result<Self> {
        self.stance = check::required("stance", &self.stance, TOPIC_LIMIT)?;
        check::at_most("reasoning", &self.reasoning, PROSE_LIMIT)?;
        self.evidence = check::lines("evidence", &self.evidence, REFERENCES, REFERENCE_LIMIT)?;
        self.objections = check::lines("objections", &self.objections, REFERENCES, REFERENCE_LIMIT)?;
        if let Some(confidence) = self.confidence {
            check::within("confidence", confidence, 1, 10)?;
        }
        check::at_most("changed_because", self.changed_because.as_deref().unwrap_or_default(), TOPIC_LIMIT)?;
        Ok(self)
    }
}
