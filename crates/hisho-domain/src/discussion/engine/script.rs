//! Which phases each kind of discussion goes through, and what is asked in them.
//! Must not know seats or what was said.

use serde::{Deserialize, Serialize};

use crate::discussion::DiscussionKind;
use crate::vocabulary;

vocabulary! {
    /// What is going on.
    pub enum Phase {
        /// Everybody forms a position of their own.
        Positions = "positions",
        /// Everybody names ideas; nothing is criticised.
        Ideas = "ideas",
        /// Everybody adds to the ideas of others; nothing is criticised.
        Building = "building",
        /// Everybody names causes.
        Causes = "causes",
        /// Everybody names remedies and takes a position.
        Remedies = "remedies",
        /// The moderator sorts what was said into options.
        Sorting = "sorting",
        /// Each answers the others and takes a position anew.
        Critique = "critique",
        /// Observers say what they saw.
        Observing = "observing",
    }
}

/// What a turn asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// What the phase asks for.
    Phase(Phase),
    /// An answer to a question of the person.
    Clarify(String),
}

impl Phase {
    /// All speak at once, and nobody reads what others say in it before.
    pub const fn is_blind(self) -> bool {
        matches!(self, Phase::Positions | Phase::Ideas | Phase::Causes | Phase::Remedies | Phase::Observing)
    }

    /// Positions count that are taken in it.
    pub const fn takes_positions(self) -> bool {
        matches!(self, Phase::Positions | Phase::Remedies | Phase::Critique)
    }

    /// Objections count that are raised in it.
    pub const fn takes_objections(self) -> bool {
        matches!(self, Phase::Positions | Phase::Causes | Phase::Remedies | Phase::Critique)
    }
}

/// What comes before the first critique, in order.
pub(super) const fn opening(kind: DiscussionKind) -> &'static [Phase] {
    match kind {
        DiscussionKind::Collaborative | DiscussionKind::Debate => &[Phase::Positions],
        DiscussionKind::Brainstorming => &[Phase::Ideas, Phase::Building, Phase::Positions],
        DiscussionKind::ProblemSolving => &[Phase::Causes, Phase::Remedies],
    }
}
