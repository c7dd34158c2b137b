//! A discussion that is killed anywhere and resumed ends as the one that was not, and only what was under way at
//! the kill is asked again.

use std::collections::BTreeMap;

use fastrand::Rng;
use hisho_domain::discussion::engine::{Effect, Event, Setup, State, Step, Voice};

use super::Seen;
use super::seats::{Came, answer, setup};

/// How often each question was put: by seat, task and round.
type Asked = BTreeMap<(usize, String, u32), u32>;

pub fn holds(seed: u64, seen: &mut Seen) -> Result<(), String> {
    let mut random = Rng::with_seed(seed ^ 0xD15C_0551);
    let setup = setup(&mut random, true);
    let (whole, events, asked) = run(seed, &setup, &[])?;
    let at = random.usize(1..=events.len());
    let (resumed, _, asked_again) = run(seed, &setup, &events[..at])?;
    seen.count("kill", "resumed");
    let told = |state: &State| {
        (state.ending.clone(), state.stances.clone(), state.objections.clone(), state.said_by.clone(), state.round)
    };
    if told(&whole) != told(&resumed) {
        return Err(format!("killed after {at} of {} events it ends differently", events.len()));
    }
    let mut before = State::new(setup).map_err(|error| error.to_string())?;
    for event in &events[..at] {
        before.step(event.clone()).map_err(|error| error.to_string())?;
    }
    for (question, times) in &asked_again {
        let under_way = before.open.values().any(|open| {
            open.seat == question.0 && format!("{:?}", open.task) == question.1 && before.round == question.2
        });
        let expected =
            asked.get(question).copied().unwrap_or(0) + u32::from(under_way && is_model(&before, question.0));
        if *times != expected {
            return Err(format!("{question:?} was asked {times} times instead of {expected}"));
        }
    }
    Ok(())
}

fn is_model(state: &State, seat: usize) -> bool {
    matches!(state.seats[seat].spec.voice, Voice::Model { .. })
}

/// Runs to the end, after these events and a kill behind them if there are any.
fn run(seed: u64, setup: &Setup, before: &[Event]) -> Result<(State, Vec<Event>, Asked), String> {
    let mut state = State::new(setup.clone()).map_err(|error| error.to_string())?;
    let mut events = Vec::new();
    let mut asked = Asked::new();
    let mut take = |state: &mut State, event: Event| -> Result<(), String> {
        let step = state.step(event.clone()).map_err(|error| format!("{event:?}: {error}"))?;
        count(&mut asked, state, &step);
        events.push(event);
        Ok(())
    };
    for event in before {
        take(&mut state, event.clone())?;
    }
    if before.is_empty() {
        take(&mut state, Event::Started)?;
    } else {
        let model = |state: &State, turn: &u64| is_model(state, state.open[turn].seat);
        let under_way: Vec<u64> = state.open.keys().copied().filter(|turn| model(&state, turn)).collect();
        for turn in under_way.into_iter().rev() {
            take(&mut state, Event::Abandoned { turn })?;
        }
    }
    for _ in 0..2_000 {
        if state.ending.is_some() {
            return Ok((state, events, asked));
        }
        // By seat, so that the order in which answers come is the same with other numbers of turns.
        let Some((turn, open)) = state.open.iter().min_by_key(|(_, open)| open.seat) else {
            // Where nobody answered at all, both runs rest in the same place.
            return Ok((state, events, asked));
        };
        let (turn, reserved) = (*turn, open.reserved);
        let event = match answer(seed, &state, open.seat, &open.task, open.unread) {
            Came::Said(utterance) => Event::Answered { turn, utterance, cost: reserved / 2 },
            Came::Nothing => Event::Failed { turn, why: "empty".into(), cost: reserved / 2 },
        };
        take(&mut state, event)?;
    }
    Err("it does not end".into())
}

fn count(asked: &mut Asked, state: &State, step: &Step) {
    for effect in &step.effects {
        if let Effect::Call { seat, task, .. } | Effect::Ask { seat, task, .. } = effect {
            *asked.entry((*seat, format!("{task:?}"), state.round)).or_default() += 1;
        }
    }
}
