//! What can happen in a discussion. A list of these is a discussion.
//! Must not know what follows from them.

use serde::{Deserialize, Serialize};

use super::setup::SeatSpec;
use crate::discussion::{InterruptionType, MessageType};
use crate::task::Priority;

/// An objection as it is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objecting {
    /// What speaks against it.
    pub text: String,
    /// The option it speaks against; None for the question as it is put.
    pub against: Option<usize>,
}

/// What came of a turn. All of it is data of the one who spoke: it says nothing for any other seat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// What kind of thing it is; a plain contribution when left out.
    pub message_type: Option<MessageType>,
    /// What was said.
    pub text: String,
    /// Why.
    pub reasoning: String,
    /// How sure they are, 1 to 10; shown, never averaged.
    pub confidence: Option<u8>,
    /// Links to what it rests on.
    pub references: Vec<String>,
    /// The message it replies to, by its number.
    pub reply_to: Option<u64>,
    /// What they hold, in one line.
    pub stance: Option<String>,
    /// What they hold, as one of the options.
    pub option: Option<usize>,
    /// The message whose argument moved them.
    pub changed_because: Option<u64>,
    /// What speaks against the others.
    pub objections: Vec<Objecting>,
    /// Objections of their own that are met, by number.
    pub withdraws: Vec<usize>,
    /// Of a moderator who sorts stances: for each seat the option it holds.
    pub sorting: Vec<(String, usize)>,
    /// Who should speak next, by seat.
    pub next: Option<String>,
    /// It came without the form that was asked for.
    pub is_plain: bool,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// It began.
    Started,
    /// A turn was taken.
    Answered {
        /// Which.
        turn: u64,
        /// What was said.
        utterance: Box<Utterance>,
        /// What it cost.
        cost: u64,
    },
    /// A turn was broken off in the middle; what had come is kept, and it is taken again.
    Broken {
        /// Which.
        turn: u64,
        /// What had come.
        text: String,
        /// What it cost, perhaps by estimate.
        cost: u64,
    },
    /// A turn failed.
    Failed {
        /// Which.
        turn: u64,
        /// Why, as a code.
        why: String,
        /// What it cost all the same.
        cost: u64,
    },
    /// A turn was under way when the application ended; it is charged in full and taken again. Of
    /// several the last is named first, so that they are taken in their old order.
    Abandoned {
        /// Which.
        turn: u64,
    },
    /// The person lets a turn of theirs pass.
    Passed {
        /// Which.
        turn: u64,
    },
    /// Somebody stepped in.
    Interrupted {
        /// How.
        how: InterruptionType,
        /// In their words: the question of `clarify`, the topic of `redirect`.
        message: String,
        /// Who is to answer; whoever spoke last when left out.
        to: Option<String>,
        /// How much it presses: from high on, turns under way are broken off.
        priority: Priority,
    },
    /// The person said something, outside of any turn.
    Said {
        /// What.
        text: String,
    },
    /// The person wants to go on where it ended because all agreed at once.
    WentOn,
    /// Somebody took a seat.
    Joined {
        /// The seat.
        seat: SeatSpec,
    },
    /// Somebody left, or was taken away.
    Left {
        /// The seat's identity.
        seat: String,
    },
    /// The person allowed more. A budget never shrinks below what is spent or reserved.
    BudgetSet {
        /// What it may cost in all from now on.
        budget: u64,
    },
    /// So long it has been active in all.
    TimePassed {
        /// Milliseconds.
        active_ms: u64,
    },
}
