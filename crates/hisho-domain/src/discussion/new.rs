//! What is about to be added to a discussion, and the limits of it.
//! Must not know where the discussion stands.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::engine::Utterance;
use super::{DiscussionKind, InterruptionType, SeatRole};
use crate::check;
use crate::error::{Error, Result, Rule};
use crate::plan::TITLE_LIMIT;
use crate::task::Priority;

const TOPIC_LIMIT: usize = 1000;
const PROSE_LIMIT: usize = 20_000;
const REFERENCES: usize = 50;
const REFERENCE_LIMIT: usize = 2000;
/// Most objections in one turn.
const OBJECTIONS: usize = 10;
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

/// What the person is to say in a turn.
pub fn checked_utterance(mut said: Utterance) -> Result<Utterance> {
    said.text = check::required("content", &said.text, PROSE_LIMIT)?;
    check::at_most("reasoning", &said.reasoning, PROSE_LIMIT)?;
    if let Some(confidence) = said.confidence {
        check::within("confidence", i64::from(confidence), 1, 10)?;
    }
    said.references = check::lines("references", &said.references, REFERENCES, REFERENCE_LIMIT)?;
    if let Some(stance) = &said.stance {
        said.stance = Some(check::line("stance", stance, TOPIC_LIMIT)?);
    }
    let objections: Vec<String> = said.objections.iter().map(|objecting| objecting.text.clone()).collect();
    let objections = check::lines("objections", &objections, OBJECTIONS, REFERENCE_LIMIT)?;
    for (objecting, text) in said.objections.iter_mut().zip(objections) {
        objecting.text = text;
    }
    Ok(said)
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
