//! What a discussion starts with: the question, the seats, the limits and the rules.
//! Must not know how it goes on.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::script::opening;
use crate::check;
use crate::discussion::{DiscussionKind, SEATS, SeatRole, full};
use crate::error::{Error, Result};

/// Longest topic, in characters.
pub(super) const TOPIC_LIMIT: usize = 1000;
/// Most rounds of critique.
pub const CRITIQUE_LIMIT: u32 = 3;

/// Whose voice fills a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// A model. `most` is the most a single turn can cost, in the units of the budget.
    Model {
        /// The most one turn can cost.
        most: u64,
    },
    /// The person, for themselves or for a secretary.
    Person,
}

/// A seat at the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatSpec {
    /// The seat's identity.
    pub uid: String,
    /// What they do.
    pub role: SeatRole,
    /// Whose voice it is.
    pub voice: Voice,
}

/// Rules of the engine that can be taken away, to see what each is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The first positions are formed before anyone reads another's.
    pub blind_first: bool,
    /// It ends as soon as positions agree or nothing new is said.
    pub stop_early: bool,
    /// A change of mind counts only with a new argument.
    pub arguments_only: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Rules { blind_first: true, stop_early: true, arguments_only: true }
    }
}

/// What a discussion starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// How it is led.
    pub kind: DiscussionKind,
    /// The question.
    pub topic: String,
    /// The answers to choose from, where the person gave some.
    pub options: Vec<String>,
    /// Who sits at the table, in their order.
    pub seats: Vec<SeatSpec>,
    /// At most so many seats.
    pub max_seats: usize,
    /// What it may cost in all, in the units of the seats' costs.
    pub budget: u64,
    /// Rounds of critique at most, 1 to 3.
    pub critique_rounds: u32,
    /// How long it may take, in milliseconds of being active; None for as long as it takes.
    pub time_limit_ms: Option<u64>,
    /// Decides every order that is left to chance.
    pub seed: u64,
    /// Which rules hold.
    pub rules: Rules,
}

impl Setup {
    /// How many turns of models there will be: when all agree at once, and when every round is needed.
    pub fn turns(&self) -> (u64, u64) {
        let of = |role: SeatRole| {
            let asked = |seat: &&SeatSpec| seat.role == role && matches!(seat.voice, Voice::Model { .. });
            self.seats.iter().filter(asked).count() as u64
        };
        let participants = of(SeatRole::Participant);
        let least = opening(self.kind).len() as u64 * participants + of(SeatRole::Observer);
        let sorting = of(SeatRole::Moderator).min(1);
        (least, least + sorting + u64::from(self.critique_rounds) * participants)
    }

    /// Refuses what no discussion can start with: no topic, a seat given twice, more seats than the
    /// maximum, fewer than two that take positions.
    pub fn check(&self) -> Result<()> {
        check::required("topic", &self.topic, TOPIC_LIMIT)?;
        check::within("critique_rounds", i64::from(self.critique_rounds), 1, i64::from(CRITIQUE_LIMIT))?;
        check::distinct("options", &self.options)?;
        if self.seats.len() > self.max_seats {
            return Err(full(i64::try_from(self.max_seats).unwrap_or(SEATS)));
        }
        let mut seen = HashSet::new();
        if !self.seats.iter().all(|seat| seen.insert(&seat.uid)) {
            return Err(Error::refused("already_seated", json!({ "field": "seats" })));
        }
        let voters = self.seats.iter().filter(|seat| seat.role == SeatRole::Participant).count();
        if voters < 2 {
            return Err(Error::refused("too_few_seats", json!({ "field": "seats", "least": 2 })));
        }
        Ok(())
    }
}
