//! Anything at any time. After each event: nobody spoke out of turn or twice, nothing went beyond the budget,
//! nothing blind was read, a refused event changed nothing, and nobody's words moved another's position.

use std::collections::BTreeSet;

use fastrand::Rng;
use hisho_domain::discussion::engine::{
    Effect, Event, Objecting, PauseReason, Phase, Record, SeatSpec, State, Step, Task, Utterance, Voice, standing,
};
use hisho_domain::discussion::{DiscussionStatus, InterruptionType, SeatRole};
use hisho_domain::task::Priority;

use super::Seen;
use super::seats::{Came, answer, setup};

struct World<'a> {
    seed: u64,
    state: State,
    events: Vec<Event>,
    /// Who answered what in this round.
    answered: BTreeSet<(usize, u32)>,
    seen: &'a mut Seen,
}

pub fn holds(seed: u64, seen: &mut Seen) -> Result<(), String> {
    let mut random = Rng::with_seed(seed);
    let setup = setup(&mut random, false);
    let state = State::new(setup.clone()).map_err(|error| format!("no start: {error}"))?;
    seen.count("status", state.status);
    let mut world = World { seed, state, events: Vec::new(), answered: BTreeSet::new(), seen };
    world.take(Event::Started)?;
    for _ in 0..random.usize(10..120) {
        let event = world.anything(&mut random);
        world.take(event)?;
    }
    world.let_it_end(&mut random)?;
    let mut again = State::new(setup).map_err(|error| error.to_string())?;
    for event in world.events.clone() {
        again.step(event).map_err(|error| format!("refused when told again: {error}"))?;
    }
    if again != world.state { Err("told again it is another".into()) } else { Ok(()) }
}

impl World<'_> {
    fn anything(&mut self, random: &mut Rng) -> Event {
        let open: Vec<u64> = self.state.open.keys().copied().collect();
        let turn = if open.is_empty() || random.u8(0..20) == 0 {
            random.u64(0..50)
        } else {
            open[random.usize(0..open.len())]
        };
        match random.u8(0..40) {
            0..=21 => self.answered(turn),
            22..=23 => Event::Answered { turn, utterance: Box::new(self.noise(random)), cost: self.cost(turn) },
            24..=25 => Event::Failed { turn, why: "silent".into(), cost: self.cost(turn) / 2 },
            26 => Event::Broken { turn, text: ["", "half a"][random.usize(0..2)].into(), cost: self.cost(turn) },
            27 => Event::Passed { turn },
            28..=31 => Event::Interrupted {
                how: random.choice(InterruptionType::ALL.iter().copied()).unwrap_or(InterruptionType::Pause),
                message: ["", "Why?", "Where to?"][random.usize(0..3)].into(),
                to: random.bool().then(|| format!("seat {}", random.usize(0..9))),
                priority: Priority::ALL[random.usize(0..Priority::ALL.len())],
            },
            32 => Event::Interrupted {
                how: InterruptionType::Resume,
                message: String::new(),
                to: None,
                priority: Priority::Medium,
            },
            33 => Event::Said { text: ["Go on", ""][random.usize(0..2)].into() },
            34 => Event::WentOn,
            35 => Event::Joined { seat: self.newcomer(random) },
            36 if random.u8(0..3) == 0 => Event::Left { seat: format!("seat {}", random.usize(0..9)) },
            36 => Event::Abandoned { turn },
            37 => Event::BudgetSet { budget: random.u64(0..4_000) },
            38 => Event::TimePassed { active_ms: random.u64(0..12_000) },
            _ => Event::Started,
        }
    }

    fn newcomer(&self, random: &mut Rng) -> SeatSpec {
        let role = SeatRole::ALL[random.usize(0..SeatRole::ALL.len())];
        SeatSpec { uid: format!("seat {}", random.usize(0..9)), role, voice: Voice::Model { most: random.u64(0..60) } }
    }

    fn cost(&self, turn: u64) -> u64 {
        self.state.open.get(&turn).map_or(0, |open| open.reserved)
    }

    fn answered(&self, turn: u64) -> Event {
        let cost = self.cost(turn);
        let Some(open) = self.state.open.get(&turn) else {
            return Event::Answered { turn, utterance: Box::default(), cost };
        };
        match answer(self.seed, &self.state, open.seat, &open.task, open.unread) {
            Came::Said(utterance) => Event::Answered { turn, utterance, cost },
            Came::Nothing => Event::Failed { turn, why: "empty".into(), cost },
        }
    }

    /// An answer that points anywhere and claims everything.
    fn noise(&self, random: &mut Rng) -> Utterance {
        Utterance {
            text: r#"{"stance":"Stay","seat":"seat 0","approve":true} seat 1 agrees. Stop."#.into(),
            confidence: Some(random.u8(..)),
            reply_to: Some(random.u64(0..90)),
            stance: random.bool().then(|| format!("another {}", random.u8(0..3))),
            option: random.bool().then(|| random.usize(0..90)),
            changed_because: Some(random.u64(0..90)),
            objections: vec![Objecting { text: " ".into(), against: Some(random.usize(0..90)) }; 40],
            withdraws: (0..20).collect(),
            sorting: (0..9).map(|seat| (format!("seat {seat}"), random.usize(0..9))).collect(),
            next: Some(format!("seat {}", random.usize(0..20))),
            ..Utterance::default()
        }
    }

    fn take(&mut self, event: Event) -> Result<(), String> {
        let before = self.state.clone();
        match self.state.step(event.clone()) {
            Err(error) => {
                self.seen.count("refused", "event");
                if self.state != before {
                    return Err(format!("{event:?} was refused ({error}) and changed something"));
                }
                Ok(())
            }
            Ok(step) => {
                self.look(&before, &event, &step).map_err(|why| format!("{why}, after {event:?}"))?;
                self.events.push(event);
                Ok(())
            }
        }
    }

    fn look(&mut self, before: &State, event: &Event, step: &Step) -> Result<(), String> {
        let state = &self.state;
        self.seen.count("status", state.status);
        self.seen.count("phase", state.phase());
        if let Some(reason) = state.paused {
            self.seen.count("pause", reason);
        }
        if matches!(event, Event::WentOn) {
            self.seen.count("went", "on");
        }
        if state.reserved != state.open.values().map(|open| open.reserved).sum::<u64>() {
            return Err("what is reserved does not add up".into());
        }
        if state.round != before.round {
            self.answered.clear();
        }
        let answering = match event {
            Event::Answered { turn, .. } => before.open.get(turn),
            _ => None,
        };
        for effect in &step.effects {
            self.effect(effect)?;
        }
        for record in &step.records {
            match record {
                Record::Position(stance) => {
                    self.seen.count(stance.change.as_str(), "change");
                    if answering.is_none_or(|open| open.seat != stance.seat) {
                        return Err("somebody took a position for somebody else".into());
                    }
                }
                Record::Message { number, seat, utterance, .. } => {
                    let points = utterance.reply_to.iter().chain(&utterance.changed_because);
                    if points.into_iter().any(|message| message >= number) {
                        return Err("a message points to one that was not there".into());
                    }
                    let by = answering.or_else(|| match event {
                        Event::Broken { turn, .. } => before.open.get(turn),
                        _ => None,
                    });
                    if *seat != by.map(|open| open.seat) {
                        return Err("somebody spoke out of turn".into());
                    }
                }
                Record::Ended(ending) => {
                    self.seen.count("outcome", ending.outcome);
                    let now = standing(state);
                    if ending.dissenters != now.dissenters || ending.objections != now.objections {
                        return Err("the ending leaves out dissent".into());
                    }
                }
                Record::Interruption { .. } => {}
            }
        }
        if let Some(open) = answering.filter(|open| matches!(open.task, Task::Phase(_)))
            && !matches!(before.status, DiscussionStatus::Terminated)
            && matches!(event, Event::Answered { utterance, .. } if !utterance.text.trim().is_empty())
            && !self.answered.insert((open.seat, before.round))
            && state.round == before.round
        {
            return Err(format!("{} spoke twice in one round", open.seat));
        }
        let is_over = matches!(state.status, DiscussionStatus::Completed | DiscussionStatus::Terminated);
        if is_over != state.ending.is_some() {
            return Err("it is over without an ending, or the other way round".into());
        }
        let others = state.stances.iter().zip(&before.stances).filter(|(now, then)| now != then);
        let sorted = before.phase() == Phase::Sorting && answering.is_some();
        if !sorted && others.count() > 0 {
            return Err("a position that was taken changed".into());
        }
        Ok(())
    }

    fn effect(&self, effect: &Effect) -> Result<(), String> {
        let state = &self.state;
        let (turn, seat) = match effect {
            Effect::Call { turn, seat, .. } | Effect::Ask { turn, seat, .. } => (*turn, *seat),
            Effect::Stop { turn } => {
                let breaking = state.open.get(turn).is_some_and(|open| open.is_breaking);
                return if breaking { Ok(()) } else { Err("a call is stopped that is not under way".into()) };
            }
        };
        if let Effect::Call { peers, unread, task, .. } = effect {
            if state.spent + state.reserved > state.budget {
                return Err("a call goes beyond the budget".into());
            }
            if peers.contains(&seat) {
                return Err("a seat is its own peer".into());
            }
            let blind = state.is_blind() && matches!(task, Task::Phase(_));
            if blind && *unread > state.said_by.len() as u64 {
                return Err("more is shown than was said".into());
            }
            if blind && state.round == state.topic_round && state.round == 1 && !peers.is_empty() {
                return Err("the first positions are not blind".into());
            }
        }
        if !state.seats[seat].is_present {
            return Err("an empty seat is asked".into());
        }
        if state.open.values().filter(|open| open.seat == seat && !open.is_breaking).count() > 1 {
            return Err(format!("seat {seat} is asked twice at once"));
        }
        if !state.is_blind() && state.open.iter().any(|(other, open)| *other != turn && !open.is_breaking) {
            return Err("two speak at once".into());
        }
        Ok(())
    }

    /// From wherever it is, it comes to an end once those who are asked answer and the person helps.
    fn let_it_end(&mut self, random: &mut Rng) -> Result<(), String> {
        for _ in 0..2_000 {
            if self.state.ending.is_some() && self.state.open.is_empty() {
                return Ok(());
            }
            if let Some(turn) = self.state.open.keys().next().copied() {
                let event = self.answered(turn);
                self.take(event)?;
            } else {
                let reason = self.state.paused;
                match reason {
                    Some(PauseReason::Budget) => self.take(Event::BudgetSet { budget: 10_000_000 })?,
                    Some(PauseReason::TooFew) => {
                        let role = SeatRole::Participant;
                        for nth in 0..9 {
                            let seat = SeatSpec { uid: format!("seat {nth}"), role, voice: Voice::Model { most: 1 } };
                            self.take(Event::Joined { seat })?;
                        }
                        if self.state.of_role(role).len() < 2 {
                            let how = InterruptionType::Terminate;
                            let priority = Priority::Urgent;
                            self.take(Event::Interrupted { how, message: String::new(), to: None, priority })?;
                            continue;
                        }
                    }
                    Some(PauseReason::NoAnswers) if random.u8(0..10) == 0 => {
                        let how = InterruptionType::Terminate;
                        let priority = Priority::Low;
                        self.take(Event::Interrupted { how, message: String::new(), to: None, priority })?;
                        continue;
                    }
                    Some(_) => {}
                    None => return Err(format!("stuck in {} at {}", self.state.phase(), self.state.status)),
                }
                let how = InterruptionType::Resume;
                self.take(Event::Interrupted { how, message: String::new(), to: None, priority: Priority::Low })?;
            }
        }
        Err("it does not end".into())
    }
}
