//! Discussions one can follow in one's head: two or three seats and what they say.

use super::*;
use crate::discussion::{DiscussionKind, DiscussionStatus, InterruptionType, Outcome, SeatRole};
use crate::task::Priority;

fn setup(seats: usize) -> Setup {
    let seat = |nth| SeatSpec { uid: format!("s{nth}"), role: SeatRole::Participant, voice: Voice::Model { most: 10 } };
    Setup {
        kind: DiscussionKind::Collaborative,
        topic: "Where do we move?".into(),
        options: vec!["north".into(), "south".into()],
        seats: (0..seats).map(seat).collect(),
        max_seats: 5,
        budget: 1_000,
        critique_rounds: 3,
        time_limit_ms: None,
        seed: 7,
        rules: Rules::default(),
    }
}

fn started(setup: Setup) -> (State, Step) {
    let mut state = State::new(setup).unwrap();
    let step = state.step(Event::Started).unwrap();
    (state, step)
}

fn holding(option: usize) -> Utterance {
    Utterance { text: format!("I hold {option}"), option: Some(option), ..Utterance::default() }
}

/// Answers the turn of a seat.
fn answers(state: &mut State, seat: usize, utterance: Utterance) -> Step {
    let turn = *state.open.iter().find(|(_, open)| open.seat == seat).expect("it is asked").0;
    state.step(Event::Answered { turn, utterance: Box::new(utterance), cost: 4 }).unwrap()
}

fn steps_in(state: &mut State, how: InterruptionType, message: &str, priority: Priority) -> Step {
    state.step(Event::Interrupted { how, message: message.into(), to: None, priority }).unwrap()
}

fn changes(state: &State) -> Vec<Change> {
    state.stances.iter().map(|stance| stance.change).collect()
}

#[test]
fn first_positions_are_formed_at_once_and_without_peers() {
    let (state, step) = started(setup(3));
    assert_eq!((state.open.len(), state.reserved), (3, 30));
    assert!(step.effects.iter().all(|effect| matches!(effect, Effect::Call { peers, .. } if peers.is_empty())));
}

#[test]
fn who_agrees_at_once_stops_and_may_go_on() {
    let (mut state, _) = started(setup(2));
    answers(&mut state, 0, holding(1));
    answers(&mut state, 1, holding(1));
    let ending = state.ending.clone().unwrap();
    assert_eq!((ending.outcome, ending.option, ending.at_once), (Outcome::Consensus, Some(1), true));
    state.step(Event::WentOn).unwrap();
    assert_eq!((state.phase(), state.open.len()), (Phase::Critique, 1));
}

#[test]
fn a_change_of_mind_counts_only_with_an_argument() {
    let (mut state, _) = started(setup(3));
    for (seat, option) in [(0, 0), (1, 0), (2, 1)] {
        answers(&mut state, seat, holding(option));
    }
    // It gives in without a word why: marked, and not counted.
    let speaks = |state: &State| state.open.values().next().unwrap().seat;
    while speaks(&state) != 2 {
        let seat = speaks(&state);
        answers(&mut state, seat, holding(0));
    }
    answers(&mut state, 2, holding(0));
    assert!(changes(&state).contains(&Change::Unexplained));
    assert_eq!(standing(&state).dissenters, [2]);
    assert_ne!(standing(&state).outcome, Outcome::Consensus);
}

#[test]
fn an_argument_that_was_read_before_does_not_explain_a_change() {
    let (mut state, _) = started(setup(2));
    answers(&mut state, 0, holding(0));
    answers(&mut state, 1, holding(1));
    let objection = Objecting { text: "It floods.".into(), against: Some(0) };
    let seat = state.open.values().next().unwrap().seat;
    let other = 1 - seat;
    // The other's first position was unread when this one was formed: naming it explains the change.
    let named = state.stances.iter().find(|stance| stance.seat == other).unwrap().message;
    answers(&mut state, seat, Utterance { changed_because: Some(named), ..holding(other) });
    assert_eq!(changes(&state).last(), Some(&Change::Argued));
    answers(&mut state, other, Utterance { objections: vec![objection], ..holding(other) });
    // In the next round the same message is no news any more.
    while state.open.values().next().unwrap().seat != seat {
        answers(&mut state, other, holding(other));
    }
    answers(&mut state, seat, Utterance { changed_because: Some(named), ..holding(seat) });
    assert_eq!(changes(&state).last(), Some(&Change::Unexplained));
}

#[test]
fn an_open_objection_is_no_consensus_and_stays_in_the_ending() {
    let (mut state, _) = started(setup(2));
    let objection = Objecting { text: "Nobody asked the neighbours.".into(), against: None };
    answers(&mut state, 0, Utterance { objections: vec![objection.clone(), objection], ..holding(1) });
    answers(&mut state, 1, holding(1));
    while state.ending.is_none() {
        let seat = state.open.values().next().unwrap().seat;
        answers(&mut state, seat, holding(1));
    }
    let ending = state.ending.unwrap();
    assert_eq!((ending.outcome, ending.objections), (Outcome::Majority, vec![0]));
}

#[test]
fn nobody_withdraws_what_another_raised() {
    let (mut state, _) = started(setup(2));
    let objection = Objecting { text: "Too dear.".into(), against: Some(0) };
    answers(&mut state, 0, Utterance { objections: vec![objection], ..holding(1) });
    answers(&mut state, 1, Utterance { withdraws: vec![0], ..holding(0) });
    assert!(state.objections[0].is_open);
}

#[test]
fn nothing_new_ends_it() {
    let (mut state, _) = started(setup(2));
    answers(&mut state, 0, holding(0));
    answers(&mut state, 1, holding(1));
    for _ in 0..2 {
        let seat = state.open.values().next().unwrap().seat;
        answers(&mut state, seat, holding(seat));
    }
    assert_eq!((state.status, state.round), (DiscussionStatus::Completed, 3));
    assert_eq!(state.ending.unwrap().outcome, Outcome::Deadlock);
}

#[test]
fn the_budget_is_reserved_and_stops_it() {
    let (mut state, step) = started(Setup { budget: 25, ..setup(3) });
    assert_eq!((step.effects.len(), state.paused), (2, None));
    let step = answers(&mut state, 0, holding(0));
    assert_eq!((state.spent, step.effects.len()), (4, 1));
    answers(&mut state, 1, holding(0));
    answers(&mut state, 2, holding(1));
    assert_eq!(state.paused, None);
    let refused = state.step(Event::BudgetSet { budget: 3 }).unwrap_err();
    assert_eq!(refused.params["field"], "budget");
    let (state, step) = started(Setup { budget: 0, ..setup(2) });
    assert_eq!((state.status, state.paused), (DiscussionStatus::Paused, Some(PauseReason::Budget)));
    assert!(step.effects.is_empty());
}

#[test]
fn pause_breaks_off_keeps_the_words_and_asks_again() {
    let (mut state, _) = started(setup(2));
    let step = steps_in(&mut state, InterruptionType::Pause, "", Priority::Urgent);
    assert_eq!(step.effects, [Effect::Stop { turn: 0 }, Effect::Stop { turn: 1 }]);
    let step = state.step(Event::Broken { turn: 0, text: "I think".into(), cost: 2 }).unwrap();
    assert!(matches!(&step.records[..], [Record::Message { is_partial: true, .. }]));
    state.step(Event::Broken { turn: 1, text: String::new(), cost: 0 }).unwrap();
    let step = steps_in(&mut state, InterruptionType::Resume, "", Priority::Medium);
    assert_eq!(step.effects.len(), 2);
}

#[test]
fn another_topic_begins_blind_again_and_old_positions_do_not_count() {
    let (mut state, _) = started(setup(2));
    answers(&mut state, 0, holding(1));
    steps_in(&mut state, InterruptionType::Redirect, "Do we move at all?", Priority::Low);
    answers(&mut state, 1, holding(1));
    assert_eq!((state.topic.as_str(), state.phase()), ("Do we move at all?", Phase::Positions));
    assert_eq!((standing(&state).held.len(), state.open.len()), (0, 2));
}

#[test]
fn a_question_is_answered_before_anything_else_goes_on() {
    let (mut state, _) = started(setup(2));
    answers(&mut state, 0, holding(0));
    answers(&mut state, 1, holding(1));
    let speaking = state.open.values().next().unwrap().seat;
    steps_in(&mut state, InterruptionType::Clarify, "What does it cost?", Priority::Medium);
    answers(&mut state, speaking, holding(speaking));
    let asked = state.open.values().next().unwrap();
    assert_eq!(asked.task, Task::Clarify("What does it cost?".into()));
}

#[test]
fn a_round_without_an_answer_rests_and_is_asked_again() {
    let (mut state, _) = started(setup(2));
    state.step(Event::Failed { turn: 0, why: "unreachable".into(), cost: 0 }).unwrap();
    state.step(Event::Answered { turn: 1, utterance: Box::default(), cost: 4 }).unwrap();
    assert_eq!(state.paused, Some(PauseReason::NoAnswers));
    let step = steps_in(&mut state, InterruptionType::Resume, "", Priority::Medium);
    assert_eq!(step.effects.len(), 2);
}

#[test]
fn sides_alternate_in_a_debate() {
    let (mut state, _) = started(Setup { kind: DiscussionKind::Debate, ..setup(4) });
    for (seat, option) in [(0, 0), (1, 0), (2, 1), (3, 1)] {
        answers(&mut state, seat, holding(option));
    }
    let mut sides = Vec::new();
    for _ in 0..4 {
        let seat = state.open.values().next().unwrap().seat;
        sides.push(seat / 2);
        answers(&mut state, seat, holding(seat / 2));
    }
    assert!(sides == [0, 1, 0, 1] || sides == [1, 0, 1, 0], "{sides:?}");
}

#[test]
fn a_table_that_cannot_be_is_refused() {
    let reason = |setup: Setup| {
        let error = State::new(setup).unwrap_err();
        error.params.get("reason").or(error.params.get("field")).cloned().unwrap()
    };
    assert_eq!(reason(Setup { topic: "  ".into(), ..setup(2) }), "topic");
    assert_eq!(reason(setup(1)), "too_few_seats");
    assert_eq!(reason(Setup { max_seats: 2, ..setup(3) }), "discussion_full");
    let mut twice = setup(2);
    twice.seats[1].uid = "s0".into();
    assert_eq!(reason(twice), "already_seated");
}
