//! What the parts of a plan rest on: words that somebody said in the discussion it came of.
//! Must not know who drafted it, or how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::content::PlanContent;
use crate::actor::Author;
use crate::vocabulary;

/// Longest quote, in characters.
pub const QUOTE_LIMIT: usize = 2_000;

vocabulary! {
    /// A part of a plan that rests on something.
    pub enum PlanPart {
        Objective = "objective",
        Scope = "scope",
        Milestone = "milestone",
        Criterion = "criterion",
        Risk = "risk",
    }
}

/// A part of a draft, and words it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Which part.
    pub part: PlanPart,
    /// The milestone's identity; None for any other part.
    pub milestone_uid: Option<String>,
    /// What the part says; of a milestone or a risk its title.
    pub words: String,
    /// The number of the message.
    pub message: u64,
    /// The words of the message.
    pub quote: String,
}

/// Words on which a part of a plan rests, and who said them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Which part.
    pub part: PlanPart,
    /// The milestone's identity, which its task has as well; null for any other part.
    pub milestone_uid: Option<String>,
    /// What the part said when it was drafted; of a milestone or a risk its title.
    pub words: String,
    /// The newest version still says that.
    pub stands: bool,
    /// The discussion.
    pub discussion_uid: String,
    /// The message.
    pub message_uid: String,
    /// Its number in the discussion.
    pub message: i64,
    /// The seat that said it.
    pub seat_uid: String,
    /// Who sits there.
    pub who: Author,
    /// What was said, letter by letter.
    pub quote: String,
}

impl PlanContent {
    /// Whether a part still says these words.
    pub fn holds(&self, part: PlanPart, milestone_uid: Option<&str>, words: &str) -> bool {
        match part {
            PlanPart::Objective => self.objective.trim() == words,
            PlanPart::Scope => self.scope.trim() == words,
            PlanPart::Milestone => {
                let is = |uid: &str| milestone_uid == Some(uid);
                self.milestones.iter().any(|milestone| is(&milestone.uid) && milestone.title == words)
            }
            PlanPart::Criterion => self.criteria.iter().any(|criterion| criterion == words),
            PlanPart::Risk => self.risks.iter().any(|risk| risk.title == words),
        }
    }
}
