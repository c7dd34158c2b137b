//! What events mean: records for the tables, and effects for whoever runs the discussion.
//! Must not know how they come about.

use serde::{Deserialize, Serialize};

use super::event::Utterance;
use super::script::Task;
use crate::discussion::{DiscussionStatus, InterruptionType, Outcome};
use crate::task::Priority;
use crate::vocabulary;

vocabulary! {
    /// How a position stands to the one before it.
    pub enum Change {
        /// The first of this seat on this topic.
        First = "first",
        /// The same as before.
        Same = "same",
        /// Another, because of an argument that was new to them.
        Argued = "argued",
        /// Another, and nothing new was named for it.
        Unexplained = "unexplained",
    }
}

vocabulary! {
    /// Why a discussion rests.
    pub enum PauseReason {
        /// The person wants it.
        Asked = "asked",
        /// The next turn could cost more than is left.
        Budget = "budget",
        /// Of a whole round not one turn was answered.
        NoAnswers = "no_answers",
        /// Fewer than two are left who take positions.
        TooFew = "too_few",
    }
}

/// What a seat holds in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stance {
    /// The seat, by its place.
    pub seat: usize,
    /// The round it was taken in.
    pub round: u32,
    /// In one line.
    pub text: String,
    /// As one of the options.
    pub option: usize,
    /// How sure they are.
    pub confidence: Option<u8>,
    /// How it stands to the one before.
    pub change: Change,
    /// The message it was said in.
    pub message: u64,
    /// The first message they had not read by then.
    pub unread: u64,
}

/// What speaks against something, until the one who raised it is content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Who raised it, by place.
    pub by: usize,
    /// What it says.
    pub text: String,
    /// The option it speaks against.
    pub against: Option<usize>,
    /// The round it was raised in.
    pub round: u32,
    /// Nobody has met it yet.
    pub is_open: bool,
}

/// How a discussion ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// What came out.
    pub outcome: Outcome,
    /// The option most hold, where one leads.
    pub option: Option<usize>,
    /// The seats that hold something else.
    pub dissenters: Vec<usize>,
    /// The objections that are still open, by number.
    pub objections: Vec<usize>,
    /// All agreed before anyone had read another, so that the person may want to go on.
    pub at_once: bool,
}

/// A fact for the tables, in the order it became one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// Something was said.
    Message {
        /// Its number.
        number: u64,
        /// From which seat; None for the person outside of any turn.
        seat: Option<usize>,
        /// What.
        utterance: Box<Utterance>,
        /// In which round.
        round: u32,
        /// It was broken off in the middle.
        is_partial: bool,
    },
    /// A position was taken.
    Position(Stance),
    /// Somebody stepped in.
    Interruption {
        /// How.
        how: InterruptionType,
        /// In their words.
        message: String,
        /// How much it presses.
        priority: Priority,
        /// The system did, for this reason; else the person.
        system: Option<PauseReason>,
        /// Where the discussion stood.
        before: DiscussionStatus,
        /// Where it stands since.
        after: DiscussionStatus,
    },
    /// It ended.
    Ended(Ending),
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the model of a seat. The most it can cost is reserved.
    Call {
        /// The turn, to be named when it is answered.
        turn: u64,
        /// The seat, by its place.
        seat: usize,
        /// What is asked.
        task: Task,
        /// The peers whose words are shown, without names, in this order.
        peers: Vec<usize>,
        /// The first message of a peer that is not shown.
        unread: u64,
    },
    /// Ask the person to speak for a seat.
    Ask {
        /// The turn.
        turn: u64,
        /// The seat.
        seat: usize,
        /// What is asked.
        task: Task,
    },
    /// Break off the call of a turn; it is answered with what had come.
    Stop {
        /// The turn.
        turn: u64,
    },
}

/// What came of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// For the tables.
    pub records: Vec<Record>,
    /// To do.
    pub effects: Vec<Effect>,
}
