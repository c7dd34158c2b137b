//! Who speaks next and what follows a round: a fixed policy with each kind's own order, so that
//! nobody is asked twice in a round and everybody once. Must not know what was said in a turn.

use std::collections::VecDeque;

use super::consensus::standing;
use super::record::{Effect, Ending, PauseReason, Record, Step};
use super::script::{Phase, Task, opening};
use super::setup::Voice;
use super::state::{Due, Open, Phased, State};
use crate::discussion::InterruptionType;
use crate::discussion::{DiscussionKind, DiscussionStatus, Outcome, SeatRole};
use crate::task::Priority;

impl State {
    /// Gives out what can be given out now, and ends rounds that are over.
    pub(super) fn go_on(&mut self, step: &mut Step) {
        while self.status == DiscussionStatus::Active {
            if self.of_role(SeatRole::Participant).len() < 2 {
                return self.rest(PauseReason::TooFew, step);
            }
            if self.open.is_empty() {
                if let Some(topic) = self.redirect.take() {
                    self.begin_topic(topic);
                    continue;
                }
                if self.time_up {
                    return self.finish(step);
                }
            } else if !self.is_blind() || self.queue.is_empty() || self.redirect.is_some() {
                return;
            }
            let question = self.open.is_empty() && (!self.is_blind() || self.queue.is_empty());
            let due = if question { self.questions.pop_front() } else { None };
            match due.or_else(|| self.queue.pop_front()) {
                Some(due) if !self.seats[due.seat].is_present => {}
                Some(due) => match self.affordable(due.seat) {
                    Some(reserved) => self.give(due, reserved, step),
                    None => {
                        let under_way = !self.open.is_empty();
                        self.put_back(due);
                        if !under_way {
                            self.rest(PauseReason::Budget, step);
                        }
                        return;
                    }
                },
                None => self.round_over(step),
            }
        }
    }

    /// Puts a turn back to where it will be taken next.
    pub(super) fn put_back(&mut self, due: Due) {
        match due.task {
            Task::Clarify(_) => self.questions.push_front(due),
            Task::Phase(_) => self.queue.push_front(due),
        }
    }

    fn give(&mut self, due: Due, reserved: u64, step: &mut Step) {
        let turn = self.turns;
        self.turns += 1;
        let phase_turn = matches!(due.task, Task::Phase(_));
        let unread = if self.is_blind() && phase_turn { self.round_message } else { self.said() };
        let Due { seat, task } = due;
        step.effects.push(match self.seats[seat].spec.voice {
            Voice::Model { .. } => {
                Effect::Call { turn, seat, task: task.clone(), peers: self.peers(seat, unread), unread }
            }
            Voice::Person => Effect::Ask { turn, seat, task: task.clone() },
        });
        self.reserved += reserved;
        self.open.insert(turn, Open { seat, task, reserved, unread, is_breaking: false });
    }

    /// How many messages there are.
    pub(super) fn said(&self) -> u64 {
        u64::try_from(self.said_by.len()).unwrap_or(u64::MAX)
    }

    /// Everybody else who said something this seat may read, in an order that tells nothing.
    fn peers(&self, seat: usize, unread: u64) -> Vec<usize> {
        let readable = usize::try_from(unread).unwrap_or(usize::MAX).min(self.said_by.len());
        let mut peers: Vec<usize> = (0..self.seats.len())
            .filter(|peer| *peer != seat && self.said_by[..readable].contains(&Some(*peer)))
            .collect();
        peers.sort_by_key(|peer| self.lot(seat, *peer));
        peers
    }

    /// A number left to chance, but the same for the same seed.
    fn lot(&self, seat: usize, peer: usize) -> [u8; 32] {
        let drawn = [self.setup.seed, u64::from(self.round), seat as u64, peer as u64].map(u64::to_le_bytes);
        *blake3::hash(&drawn.concat()).as_bytes()
    }

    pub(super) fn begin_topic(&mut self, topic: String) {
        if topic != self.topic {
            self.options.clear();
            self.options_given = false;
        }
        self.topic = topic;
        self.topic_round = self.round + 1;
        self.at_once = false;
        self.begin(Phased::Opening(0));
    }

    /// Begins the next round.
    pub(super) fn begin(&mut self, phased: Phased) {
        self.phased = phased;
        self.round += 1;
        self.round_message = self.said();
        (self.answered, self.news) = (0, 0);
        self.missed.clear();
        let phase = self.phase();
        let task = |seat| Due { seat, task: Task::Phase(phase) };
        self.queue = self.order(phase).into_iter().map(task).collect();
    }

    /// Who speaks in a phase, in which order: those who spoke least first, beginning with another
    /// seat in each round; in a debate the sides alternate.
    fn order(&self, phase: Phase) -> Vec<usize> {
        match phase {
            Phase::Sorting => self.of_role(SeatRole::Moderator).into_iter().take(1).collect(),
            Phase::Observing => self.of_role(SeatRole::Observer),
            _ => {
                let mut seats = self.of_role(SeatRole::Participant);
                let (all, round) = (self.seats.len(), self.round as usize);
                seats.sort_by_key(|seat| (self.seats[*seat].spoke, (seat + round) % all));
                if self.setup.kind == DiscussionKind::Debate { self.alternating(seats) } else { seats }
            }
        }
    }

    fn alternating(&self, seats: Vec<usize>) -> Vec<usize> {
        let side = |seat: usize| self.counted(seat).map(|stance| stance.option);
        let first = seats.first().and_then(|seat| side(*seat));
        let (one, other): (Vec<usize>, Vec<usize>) = seats.into_iter().partition(|seat| side(*seat) == first);
        let (mut one, mut other) = (VecDeque::from(one), VecDeque::from(other));
        let mut order = Vec::with_capacity(one.len() + other.len());
        while !one.is_empty() || !other.is_empty() {
            order.extend(one.pop_front());
            order.extend(other.pop_front());
        }
        order
    }

    fn round_over(&mut self, step: &mut Step) {
        // Sorting and observing are welcome, and not needed.
        let needed = !matches!(self.phased, Phased::Sorting | Phased::Observing);
        if needed && self.answered == 0 && !self.missed.is_empty() {
            return self.rest(PauseReason::NoAnswers, step);
        }
        match self.phased {
            Phased::Opening(nth) if nth + 1 < opening(self.setup.kind).len() => self.begin(Phased::Opening(nth + 1)),
            Phased::Opening(_) if self.is_unsorted() => self.begin(Phased::Sorting),
            Phased::Opening(_) | Phased::Sorting => {
                let agree = standing(self).outcome == Outcome::Consensus;
                self.at_once = agree && self.setup.rules.stop_early;
                self.begin(if self.at_once { Phased::Observing } else { Phased::Critique(1) });
            }
            Phased::Critique(nth) => {
                let settled = self.news == 0 || standing(self).outcome == Outcome::Consensus;
                let over = nth >= self.setup.critique_rounds || (settled && self.setup.rules.stop_early);
                self.begin(if over { Phased::Observing } else { Phased::Critique(nth + 1) });
            }
            Phased::Observing => self.finish(step),
        }
    }

    /// Positions were put into words in more ways than one, and somebody can say which mean the same.
    fn is_unsorted(&self) -> bool {
        let options = standing(self).held.len();
        !self.options_given && options > 1 && !self.of_role(SeatRole::Moderator).is_empty()
    }

    /// The engine itself makes it rest, and says why.
    fn rest(&mut self, reason: PauseReason, step: &mut Step) {
        let before = self.status;
        self.status = DiscussionStatus::Paused;
        self.paused = Some(reason);
        step.records.push(Record::Interruption {
            how: InterruptionType::Pause,
            message: String::new(),
            priority: Priority::High,
            system: Some(reason),
            before,
            after: self.status,
        });
    }

    fn finish(&mut self, step: &mut Step) {
        self.queue.clear();
        self.questions.clear();
        self.status = DiscussionStatus::Completed;
        self.end(step);
    }

    /// Takes down how it ended.
    pub(super) fn end(&mut self, step: &mut Step) {
        let standing = standing(self);
        let ending = Ending {
            outcome: standing.outcome,
            option: standing.leading,
            dissenters: standing.dissenters,
            objections: standing.objections,
            at_once: self.at_once,
        };
        step.records.push(Record::Ended(ending.clone()));
        self.ending = Some(ending);
    }
}
