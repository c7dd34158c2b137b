//! Where a discussion stands. Everything in it follows from the setup and the events.
//! Must not know how one state becomes the next.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::record::{Ending, Objection, PauseReason, Stance};
use super::script::{Phase, Task, opening};
use super::setup::{SeatSpec, Setup, Voice};
use crate::discussion::{DiscussionStatus, SeatRole};
use crate::error::Result;

/// A seat and who sits in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// As it was given.
    pub spec: SeatSpec,
    /// Somebody sits there now.
    pub is_present: bool,
    /// How often they spoke.
    pub spoke: u32,
}

/// A turn that was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The seat, by its place.
    pub seat: usize,
    /// What is asked.
    pub task: Task,
    /// What is reserved for it.
    pub reserved: u64,
    /// The first message they have not read.
    pub unread: u64,
    /// It was told to break off.
    pub is_breaking: bool,
}

/// A turn that will be given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Due {
    pub(super) seat: usize,
    pub(super) task: Task,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phased {
    /// So many phases of the opening are behind it.
    Opening(usize),
    /// The stances are sorted into options.
    Sorting,
    /// The critique of this number, from 1.
    Critique(u32),
    /// The observers say what they saw.
    Observing,
}

/// The whole state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What it started with.
    pub setup: Setup,
    /// Where it stands.
    pub status: DiscussionStatus,
    /// Why it rests, while it does.
    pub paused: Option<PauseReason>,
    /// Everybody who sits at the table or did, by place.
    pub seats: Vec<Seat>,
    /// What it is about now.
    pub topic: String,
    /// How far it has come with that.
    pub phased: Phased,
    /// The round, counted through all topics; 0 before the first.
    pub round: u32,
    /// The first round on this topic.
    pub topic_round: u32,
    /// The answers that are on the table.
    pub options: Vec<String>,
    /// Every position ever taken, in order.
    pub stances: Vec<Stance>,
    /// Every objection ever raised, by number.
    pub objections: Vec<Objection>,
    /// The turns under way.
    pub open: BTreeMap<u64, Open>,
    /// What was spent.
    pub spent: u64,
    /// What is reserved for turns under way.
    pub reserved: u64,
    /// What it may cost in all.
    pub budget: u64,
    /// How it ended.
    pub ending: Option<Ending>,
    /// Who said each message, by its number; None for the person outside of any turn.
    pub said_by: Vec<Option<usize>>,
    /// The person gave the options, and no others come.
    pub(super) options_given: bool,
    pub(super) turns: u64,
    pub(super) queue: VecDeque<Due>,
    pub(super) questions: VecDeque<Due>,
    pub(super) missed: Vec<Due>,
    /// Messages when the round began.
    pub(super) round_message: u64,
    pub(super) answered: u32,
    /// New arguments in this round.
    pub(super) news: u32,
    pub(super) redirect: Option<String>,
    pub(super) at_once: bool,
    pub(super) time_up: bool,
}

impl State {
    /// A discussion that has not begun.
    pub fn new(setup: Setup) -> Result<State> {
        setup.check()?;
        let seats = setup.seats.iter().map(|spec| Seat { spec: spec.clone(), is_present: true, spoke: 0 }).collect();
        Ok(State {
            status: DiscussionStatus::Draft,
            paused: None,
            seats,
            topic: setup.topic.clone(),
            phased: Phased::Opening(0),
            round: 0,
            topic_round: 1,
            options: setup.options.clone(),
            stances: Vec::new(),
            objections: Vec::new(),
            open: BTreeMap::new(),
            spent: 0,
            reserved: 0,
            budget: setup.budget,
            ending: None,
            said_by: Vec::new(),
            options_given: !setup.options.is_empty(),
            turns: 0,
            queue: VecDeque::new(),
            questions: VecDeque::new(),
            missed: Vec::new(),
            round_message: 0,
            answered: 0,
            news: 0,
            redirect: None,
            at_once: false,
            time_up: false,
            setup,
        })
    }

    /// What is going on.
    pub fn phase(&self) -> Phase {
        match self.phased {
            Phased::Opening(nth) => opening(self.setup.kind)[nth],
            Phased::Sorting => Phase::Sorting,
            Phased::Critique(_) => Phase::Critique,
            Phased::Observing => Phase::Observing,
        }
    }

    /// All speak at once now.
    pub fn is_blind(&self) -> bool {
        self.phase().is_blind() && (self.setup.rules.blind_first || self.phase() == Phase::Observing)
    }

    /// The person speaks for this seat.
    pub fn is_own(&self, seat: usize) -> bool {
        self.seats[seat].spec.voice == Voice::Person
    }

    /// The seat of this identity, by place, when somebody sits there.
    pub fn present(&self, uid: &str) -> Option<usize> {
        self.seats.iter().position(|seat| seat.is_present && seat.spec.uid == uid)
    }

    /// The places of those present who have this role.
    pub fn of_role(&self, role: SeatRole) -> Vec<usize> {
        let has = |seat: &Seat| seat.is_present && seat.spec.role == role;
        self.seats.iter().enumerate().filter(|(_, seat)| has(seat)).map(|(place, _)| place).collect()
    }

    /// The last position of a seat on this topic that counts: without a new argument a change does
    /// not, unless the rules say so.
    pub fn counted(&self, seat: usize) -> Option<&Stance> {
        let all = self.stances.iter().rev().filter(|stance| stance.seat == seat && stance.round >= self.topic_round);
        all.into_iter().find(|stance| !self.setup.rules.arguments_only || stance.change != super::Change::Unexplained)
    }
}
