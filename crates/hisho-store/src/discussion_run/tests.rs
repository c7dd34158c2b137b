//! Random discussions, event by event: what was written gives the same state when it is read back,
//! and the tables say what the state says.

use hisho_domain::discussion::engine::{Event, Objecting, Phased, Rules, SeatSpec, Setup, State, Utterance, Voice};
use hisho_domain::discussion::run::{Arranged, BudgetUnit};
use hisho_domain::discussion::{DiscussionKind, InterruptionType, MessageType, NewDiscussion, NewSeat, SeatRole};
use hisho_domain::settings::Language;
use hisho_domain::task::Priority;
use hisho_domain::{Actor, Origin};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use super::{Beside, begin, load, running, take};
use crate::writer::Pen;
use crate::{Write, discussions, minutes, open};

const WORDS: [&str; 4] = ["春に移る", "Stay", "stay", ""];

fn summary(state: &State, names: &[String]) -> String {
    format!("{:?} of {}", state.phased, names.len())
}

fn beside(sent: Option<&str>) -> Beside<'static> {
    Beside { sent: sent.map(str::to_owned), summary: &summary }
}

/// A database with a discussion of the person and three secretaries, one of whom only watches.
fn table(kind: u8, budget: u64) -> (Pen, String, Arranged) {
    let mut pen = Pen::new(open::in_memory());
    let made = pen.transact(Actor::person(Origin::Cli), |write| {
        let mut seats = vec![NewSeat { secretary_uid: None, role: SeatRole::Participant }];
        for name in ["a", "b", "c"] {
            let uid = crate::time::new_uid();
            write.execute(
                "INSERT INTO ai_assistants (uid, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3)",
                (&uid, name, &write.at),
            )?;
            let role = if name == "c" { SeatRole::Observer } else { SeatRole::Participant };
            seats.push(NewSeat { secretary_uid: Some(uid), role });
        }
        let new = NewDiscussion {
            title: "t".into(),
            topic: "Where to live".into(),
            description: String::new(),
            kind: DiscussionKind::ALL[usize::from(kind) % DiscussionKind::ALL.len()],
            max_participants: 4,
            project_uid: None,
            plan_uid: None,
            team_uid: None,
            seats,
        };
        discussions::create(write, &new)
    });
    let made = made.expect("prepared");
    let seats = made.seats.iter().map(|seat| SeatSpec {
        uid: seat.uid.clone(),
        role: seat.role,
        voice: if seat.who.secretary_uid.is_none() { Voice::Person } else { Voice::Model { most: 10 } },
    });
    let setup = Setup {
        kind: made.summary.kind,
        topic: made.summary.topic.clone(),
        options: Vec::new(),
        seats: seats.collect(),
        max_seats: 4,
        budget,
        critique_rounds: 2,
        time_limit_ms: None,
        seed: 7,
        rules: Rules::default(),
    };
    let arranged = Arranged { setup, unit: BudgetUnit::Tokens, language: Language::Ja, prompts: "1".into() };
    (pen, made.summary.uid, arranged)
}

/// An event out of three numbers; many of them cannot happen.
fn event(state: &State, what: u8, which: u8, words: u8) -> Event {
    let turn = state.open.keys().nth(usize::from(which) % state.open.len().max(1)).copied().unwrap_or(99);
    let text = WORDS[usize::from(words) % WORDS.len()].to_owned();
    let some = u64::from(words % 5);
    match what % 16 {
        0..=6 => Event::Answered {
            turn,
            utterance: Box::new(Utterance {
                message_type: Some(MessageType::ALL[usize::from(words) % MessageType::ALL.len()]),
                text: format!("{text}!"),
                reasoning: text.clone(),
                confidence: Some(words % 12),
                reply_to: Some(some),
                stance: Some(text.clone()),
                changed_because: words.is_multiple_of(3).then_some(some),
                objections: vec![Objecting { text, against: Some(usize::from(which)) }],
                withdraws: vec![usize::from(which % 3)],
                ..Utterance::default()
            }),
            cost: u64::from(words % 11),
        },
        7 => Event::Broken { turn, text, cost: 3 },
        8 => Event::Failed { turn, why: "broken".into(), cost: 1 },
        9 => Event::Abandoned { turn },
        10 => Event::Passed { turn },
        11 | 12 => Event::Interrupted {
            how: InterruptionType::ALL[usize::from(which) % InterruptionType::ALL.len()],
            message: text,
            to: None,
            priority: Priority::ALL[usize::from(words) % Priority::ALL.len()],
        },
        13 => Event::Said { text },
        14 => match words % 3 {
            0 => Event::WentOn,
            1 => Event::BudgetSet { budget: u64::from(which) * 10 },
            _ => Event::TimePassed { active_ms: 5 },
        },
        _ => {
            let spec = state.seats[usize::from(which) % state.seats.len()].spec.clone();
            if words.is_multiple_of(2) { Event::Left { seat: spec.uid } } else { Event::Joined { seat: spec } }
        }
    }
}

fn holds(kind: u8, budget: u64, acts: &[(u8, u8, u8)]) -> Result<(), TestCaseError> {
    let (mut pen, uid, arranged) = table(kind, budget);
    let begun = pen.transact(Actor::person(Origin::Cli), |write| begin(write, &uid, 1, arranged, &beside(None)));
    let mut known = begun.expect("begins").loaded;
    for &(what, which, words) in acts {
        let event = event(&known.state, what, which, words);
        let before = known.clone();
        let act = |write: &Write<'_>| take(write, &uid, Some(known.clone()), event.clone(), &beside(Some("{}")));
        match pen.transact(Actor::person(Origin::Cli), act) {
            Ok(taken) => known = taken.loaded,
            Err(_) => {
                let kept = running(&pen.connection, &uid).expect("there");
                prop_assert_eq!(&kept.state, &before.state, "a refused event left something");
                prop_assert_eq!(kept.number, before.number);
                continue;
            }
        }
        let read = load(&pen.connection, &uid).expect("reads").expect("runs");
        prop_assert_eq!(&read, &known);
    }
    let said = minutes::of(&pen.connection, &uid).expect("minutes");
    let numbers: Vec<Option<i64>> = said.messages.iter().map(|message| message.number).collect();
    prop_assert_eq!(numbers, (0..known.state.said_by.len() as i64).map(Some).collect::<Vec<_>>());
    prop_assert_eq!(said.positions.len(), known.state.stances.len());
    let shown = discussions::get(&pen.connection, &uid).expect("shown");
    prop_assert_eq!(shown.summary.status, known.state.status);
    prop_assert_eq!(shown.round, i64::from(known.state.round));
    let ending = known.state.ending.as_ref();
    prop_assert_eq!(shown.summary.outcome, ending.map(|ending| ending.outcome));
    prop_assert_eq!(
        (shown.ended_at.is_some(), shown.consensus_summary.is_some()),
        (ending.is_some(), ending.is_some())
    );
    let present = known.state.seats.iter().filter(|seat| seat.is_present).count();
    prop_assert_eq!(shown.seats.iter().filter(|seat| seat.left_at.is_none()).count(), present);
    Ok(())
}

#[test]
fn what_is_written_gives_the_same_state_again() {
    let config = Config { cases: 16, rng_seed: RngSeed::Fixed(45), failure_persistence: None, ..Config::default() };
    let acts = prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..70);
    let strategy = (any::<u8>(), prop_oneof![Just(40u64), Just(10_000)], acts);
    TestRunner::new(config).run(&strategy, |(kind, budget, acts)| holds(kind, budget, &acts)).expect("holds for each");
}

#[test]
fn a_discussion_begins_once_and_an_answer_resolves_the_question() {
    let (mut pen, uid, arranged) = table(0, 1_000);
    let mut act =
        |event: Event| pen.transact(Actor::person(Origin::Cli), |write| take(write, &uid, None, event, &beside(None)));
    assert_eq!(act(Event::Started).expect_err("prepared only").params["reason"], "not_started");
    let again = |pen: &mut Pen| {
        let arranged = arranged.clone();
        pen.transact(Actor::person(Origin::Cli), |write| begin(write, &uid, 1, arranged, &beside(None)))
    };
    let begun = again(&mut pen).expect("begins");
    assert!(again(&mut pen).is_err(), "twice");
    assert_eq!(begun.loaded.state.phased, Phased::Opening(0));
    let mut known = begun.loaded;
    let mut act = |event: Event| {
        let taken = pen
            .transact(Actor::person(Origin::Cli), |write| take(write, &uid, Some(known.clone()), event, &beside(None)));
        known = taken.expect("happens").loaded;
        known.state.open.keys().copied().collect::<Vec<u64>>()
    };
    let say = |turn| Event::Answered {
        turn,
        utterance: Box::new(Utterance { text: "x".into(), ..Utterance::default() }),
        cost: 1,
    };
    let ask = Event::Interrupted {
        how: InterruptionType::Clarify,
        message: "How much?".into(),
        to: None,
        priority: Priority::Low,
    };
    let mut open = act(ask);
    for _ in 0..3 {
        open = act(say(open[0]));
    }
    let resolved =
        |pen: &Pen| minutes::of(&pen.connection, &uid).expect("minutes").interruptions[0].resolved_at.clone();
    // The round is over, and the question is the turn that is open now.
    act(say(open[0]));
    assert!(resolved(&pen).is_some());
}
