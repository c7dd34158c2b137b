//! Stepping in: pause, resume, redirect, clarify, terminate; coming and leaving.
//! Must not know what is said in turns.

use serde_json::json;

use super::record::{Effect, PauseReason, Record, Step};
use super::script::Task;
use super::setup::{SeatSpec, TOPIC_LIMIT, Voice};
use super::state::{Due, Seat, State};
use crate::check;
use crate::discussion::{DiscussionStatus, InterruptionType, SEATS, SeatRole, full};
use crate::error::{Error, Result};
use crate::task::Priority;

/// Somebody steps in.
pub(super) struct Stepping {
    pub(super) how: InterruptionType,
    pub(super) message: String,
    pub(super) to: Option<String>,
    pub(super) priority: Priority,
}

impl State {
    pub(super) fn interrupt(&mut self, stepping: Stepping, step: &mut Step) -> Result<()> {
        let Stepping { how, message, to, priority } = stepping;
        let before = self.status;
        let after = before.after(how)?;
        let presses = matches!(priority, Priority::High | Priority::Urgent);
        match how {
            InterruptionType::Pause => {
                self.paused = Some(PauseReason::Asked);
                self.break_off(step);
            }
            InterruptionType::Resume => {
                if self.paused.take() == Some(PauseReason::NoAnswers) {
                    let (turns, questions): (Vec<Due>, Vec<Due>) =
                        self.missed.drain(..).partition(|due| matches!(due.task, Task::Phase(_)));
                    self.queue.extend(turns);
                    self.questions.extend(questions);
                }
            }
            InterruptionType::Redirect => {
                let topic = check::required("topic", &message, TOPIC_LIMIT)?;
                self.redirect = Some(topic);
                self.queue.clear();
                self.questions.clear();
                self.drop_asked();
                if presses {
                    self.break_off(step);
                }
            }
            InterruptionType::Clarify => {
                let question = check::required("message", &message, TOPIC_LIMIT)?;
                let seat = self.answering(to.as_deref())?;
                self.questions.push_back(Due { seat, task: Task::Clarify(question) });
                if presses && !self.is_blind() {
                    self.break_off(step);
                }
            }
            InterruptionType::Terminate => {
                self.paused = None;
                self.queue.clear();
                self.questions.clear();
                self.redirect = None;
                self.drop_asked();
                self.break_off(step);
            }
        }
        self.status = after;
        step.records.push(Record::Interruption { how, message, priority, system: None, before, after });
        if how == InterruptionType::Terminate {
            self.end(step);
        }
        self.go_on(step);
        Ok(())
    }

    /// Who answers a question: who is named, else who spoke last, else the moderator or the first seat.
    fn answering(&self, to: Option<&str>) -> Result<usize> {
        if let Some(uid) = to {
            return self.present(uid).ok_or_else(|| Error::refused("not_seated", json!({ "field": "to" })));
        }
        let last = self.said_by.iter().rev().flatten().copied().find(|seat| self.seats[*seat].is_present);
        let first = || self.of_role(SeatRole::Moderator).into_iter().chain(self.of_role(SeatRole::Participant)).next();
        last.or_else(first).ok_or_else(|| Error::refused("not_seated", json!({ "field": "to" })))
    }

    /// Tells every call under way to break off.
    fn break_off(&mut self, step: &mut Step) {
        for (turn, open) in &mut self.open {
            if matches!(self.seats[open.seat].spec.voice, Voice::Model { .. }) && !open.is_breaking {
                open.is_breaking = true;
                step.effects.push(Effect::Stop { turn: *turn });
            }
        }
    }

    /// Takes back what the person was asked to say for a seat.
    fn drop_asked(&mut self) {
        let seats = &self.seats;
        self.open.retain(|_, open| seats[open.seat].spec.voice != Voice::Person);
    }

    pub(super) fn join(&mut self, spec: SeatSpec, step: &mut Step) -> Result<()> {
        self.still_open()?;
        if self.present(&spec.uid).is_some() {
            return Err(Error::refused("already_seated", json!({ "field": "seat" })));
        }
        if self.seats.iter().filter(|seat| seat.is_present).count() >= self.setup.max_seats {
            return Err(full(i64::try_from(self.setup.max_seats).unwrap_or(SEATS)));
        }
        match self.seats.iter_mut().find(|seat| seat.spec.uid == spec.uid) {
            Some(seat) => {
                seat.is_present = true;
                seat.spec = spec;
            }
            None => self.seats.push(Seat { spec, is_present: true, spoke: 0 }),
        }
        self.go_on(step);
        Ok(())
    }

    pub(super) fn leave(&mut self, uid: &str, step: &mut Step) -> Result<()> {
        self.still_open()?;
        let place = self.present(uid).ok_or_else(|| Error::refused("not_seated", json!({ "field": "seat" })))?;
        self.seats[place].is_present = false;
        self.queue.retain(|due| due.seat != place);
        self.questions.retain(|due| due.seat != place);
        let is_person = self.seats[place].spec.voice == Voice::Person;
        self.open.retain(|_, open| open.seat != place || !is_person);
        for (turn, open) in &mut self.open {
            if open.seat == place && !open.is_breaking {
                open.is_breaking = true;
                step.effects.push(Effect::Stop { turn: *turn });
            }
        }
        self.go_on(step);
        Ok(())
    }

    /// Refuses what makes no sense once it is over.
    pub(super) fn still_open(&self) -> Result<()> {
        match self.status {
            DiscussionStatus::Completed | DiscussionStatus::Terminated => Err(self.status.refuses(json!({}))),
            _ => Ok(()),
        }
    }
}
