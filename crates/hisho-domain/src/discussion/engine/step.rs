//! One event, and the state after it. An event that cannot happen now is refused and changes
//! nothing. Must not know who speaks next.

use serde_json::json;

use super::event::{Event, Objecting, Utterance};
use super::interrupt::Stepping;
use super::record::{Change, Objection, Record, Stance, Step};
use super::script::{Phase, Task};
use super::setup::Voice;
use super::state::{Due, Open, Phased, State};
use crate::discussion::{DiscussionStatus, SeatRole};
use crate::error::{Error, Result};
use crate::text::fold;

/// Most objections of one turn.
const OBJECTIONS: usize = 10;
/// Most options on the table.
const OPTIONS: usize = 60;

impl State {
    /// Takes an event.
    pub fn step(&mut self, event: Event) -> Result<Step> {
        let mut step = Step::default();
        match event {
            Event::Started => {
                if self.status != DiscussionStatus::Draft {
                    return Err(self.status.refuses(json!({})));
                }
                self.status = DiscussionStatus::Active;
                self.begin(Phased::Opening(0));
                self.go_on(&mut step);
            }
            Event::Answered { turn, utterance, cost } => {
                let open = self.take(turn)?;
                self.charge(open.reserved, cost);
                if utterance.text.trim().is_empty() {
                    self.miss(open);
                } else {
                    self.speak(open, *utterance, &mut step);
                }
                self.go_on(&mut step);
            }
            Event::Broken { turn, text, cost } => {
                let open = self.take(turn)?;
                self.charge(open.reserved, cost);
                if !text.trim().is_empty() {
                    let utterance = Utterance { text, is_plain: true, ..Utterance::default() };
                    self.put_down(Some(open.seat), utterance, true, &mut step);
                }
                self.again(open);
                self.go_on(&mut step);
            }
            Event::Failed { turn, cost, .. } => {
                let open = self.take(turn)?;
                self.charge(open.reserved, cost);
                self.miss(open);
                self.go_on(&mut step);
            }
            Event::Abandoned { turn } => {
                let open = self.take(turn)?;
                self.charge(open.reserved, open.reserved);
                self.again(open);
                self.go_on(&mut step);
            }
            Event::Passed { turn } => {
                let known = self.open.get(&turn).ok_or_else(no_turn)?;
                if self.seats[known.seat].spec.voice != Voice::Person {
                    return Err(no_turn());
                }
                self.open.remove(&turn);
                self.go_on(&mut step);
            }
            Event::Interrupted { how, message, to, priority } => {
                self.interrupt(Stepping { how, message, to, priority }, &mut step)?;
            }
            Event::Said { text } => {
                self.still_open()?;
                crate::check::required("text", &text, usize::MAX)?;
                self.put_down(None, Utterance { text, is_plain: true, ..Utterance::default() }, false, &mut step);
            }
            Event::WentOn => {
                if !self.ending.as_ref().is_some_and(|ending| ending.at_once)
                    || self.status != DiscussionStatus::Completed
                {
                    return Err(self.status.refuses(json!({})));
                }
                self.ending = None;
                self.at_once = false;
                self.status = DiscussionStatus::Active;
                self.begin(Phased::Critique(1));
                self.go_on(&mut step);
            }
            Event::Joined { seat } => self.join(seat, &mut step)?,
            Event::Left { seat } => self.leave(&seat, &mut step)?,
            Event::BudgetSet { budget } => {
                self.still_open()?;
                self.set_budget(budget)?;
            }
            Event::TimePassed { active_ms } => {
                if self.setup.time_limit_ms.is_some_and(|limit| active_ms >= limit) {
                    self.time_up = true;
                    self.queue.clear();
                    self.questions.clear();
                    self.go_on(&mut step);
                }
            }
        }
        Ok(step)
    }

    fn take(&mut self, turn: u64) -> Result<Open> {
        self.open.remove(&turn).ok_or_else(no_turn)
    }

    /// A turn that gave nothing is left out this time, and said to be missing.
    fn miss(&mut self, open: Open) {
        if self.is_wanted(&open) {
            self.missed.push(Due { seat: open.seat, task: open.task });
        }
    }

    /// A turn that was broken off is taken again.
    fn again(&mut self, open: Open) {
        if self.is_wanted(&open) {
            self.put_back(Due { seat: open.seat, task: open.task });
        }
    }

    /// The turn still has a place in what goes on.
    fn is_wanted(&self, open: &Open) -> bool {
        self.still_open().is_ok() && self.redirect.is_none() && !self.time_up && self.seats[open.seat].is_present
    }

    fn speak(&mut self, open: Open, utterance: Utterance, step: &mut Step) {
        self.seats[open.seat].spoke += 1;
        self.answered += 1;
        let message = self.said();
        let said = self.put_down(Some(open.seat), utterance, false, step);
        // What comes after the end is kept, and moves nothing.
        if self.still_open().is_err() {
            return;
        }
        let Task::Phase(phase) = open.task else { return };
        let role = self.seats[open.seat].spec.role;
        if role == SeatRole::Participant && phase.takes_objections() {
            self.object(open.seat, &said);
        }
        if role == SeatRole::Participant && phase.takes_positions() {
            self.hold(&open, &said, message, step);
        }
        if phase == Phase::Sorting {
            self.sort(&said.sorting);
        }
        if let Some(next) = said.next.as_deref().and_then(|uid| self.present(uid))
            && let Some(at) = self.queue.iter().position(|due| due.seat == next)
            && let Some(due) = self.queue.remove(at)
        {
            self.queue.push_front(due);
        }
    }

    /// Takes down what was said, without what points to nothing.
    fn put_down(&mut self, seat: Option<usize>, mut said: Utterance, is_partial: bool, step: &mut Step) -> Utterance {
        let number = self.said();
        said.confidence = said.confidence.filter(|confidence| (1..=10).contains(confidence));
        said.reply_to = said.reply_to.filter(|message| *message < number);
        said.changed_because = said.changed_because.filter(|message| *message < number);
        said.option = said.option.filter(|option| *option < self.options.len());
        said.objections.truncate(OBJECTIONS);
        said.objections.retain(|objecting| !objecting.text.trim().is_empty());
        for objecting in &mut said.objections {
            objecting.against = objecting.against.filter(|option| *option < self.options.len());
        }
        let own = |nth: &usize| self.objections.get(*nth).is_some_and(|objection| Some(objection.by) == seat);
        said.withdraws.retain(own);
        self.said_by.push(seat);
        step.records.push(Record::Message {
            number,
            seat,
            utterance: Box::new(said.clone()),
            round: self.round,
            is_partial,
        });
        said
    }

    /// Raises new objections and closes those of their own that are met.
    fn object(&mut self, seat: usize, said: &Utterance) {
        for nth in &said.withdraws {
            self.objections[*nth].is_open = false;
        }
        for Objecting { text, against } in &said.objections {
            let folded = fold(text);
            let known = self.objections.iter().filter(|known| known.round >= self.topic_round);
            if known.into_iter().any(|known| fold(&known.text) == folded) {
                continue;
            }
            self.news += 1;
            let objection =
                Objection { by: seat, text: text.clone(), against: *against, round: self.round, is_open: true };
            self.objections.push(objection);
        }
    }

    /// Takes a position. A change counts as argued when it names a message of somebody else that
    /// was unread when the position before was taken.
    fn hold(&mut self, open: &Open, said: &Utterance, message: u64, step: &mut Step) {
        let Some(option) = self.option_of(said) else { return };
        let before = self.stances.iter().rev().find(|held| held.seat == open.seat && held.round >= self.topic_round);
        let change = match before {
            None => Change::First,
            Some(before) if before.option == option => Change::Same,
            Some(before) => {
                let argued = said.changed_because.is_some_and(|because| {
                    let by = usize::try_from(because).ok().and_then(|nth| self.said_by.get(nth));
                    because >= before.unread && by.is_some_and(|by| *by != Some(open.seat))
                });
                if argued { Change::Argued } else { Change::Unexplained }
            }
        };
        self.news += u32::from(change == Change::Argued);
        let stance = Stance {
            seat: open.seat,
            round: self.round,
            text: said.stance.clone().unwrap_or_else(|| self.options[option].clone()),
            option,
            confidence: said.confidence,
            change,
            message,
            unread: open.unread,
        };
        step.records.push(Record::Position(stance.clone()));
        self.stances.push(stance);
    }

    /// The option somebody names, by number or in the same words; else a new one.
    fn option_of(&mut self, said: &Utterance) -> Option<usize> {
        if said.option.is_some() {
            return said.option;
        }
        let stance = said.stance.as_deref().map(str::trim).filter(|stance| !stance.is_empty())?;
        let folded = fold(stance);
        if let Some(known) = self.options.iter().position(|option| fold(option) == folded) {
            return Some(known);
        }
        if self.options_given || self.options.len() >= OPTIONS {
            return None;
        }
        self.options.push(stance.to_owned());
        Some(self.options.len() - 1)
    }

    /// A moderator says which stances mean the same. Only what this round's opening put into words
    /// is moved, and only onto options that somebody holds.
    fn sort(&mut self, sorting: &[(String, usize)]) {
        for (uid, option) in sorting {
            let Some(seat) = self.present(uid) else { continue };
            let held = self.stances.iter().any(|stance| stance.option == *option && stance.round >= self.topic_round);
            let last =
                self.stances.iter_mut().rev().find(|stance| stance.seat == seat && stance.round >= self.topic_round);
            if let Some(stance) = last.filter(|_| held) {
                stance.option = *option;
            }
        }
    }
}

fn no_turn() -> Error {
    Error::refused("no_such_turn", json!({ "field": "turn" }))
}
