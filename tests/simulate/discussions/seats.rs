//! Random tables, and what those who sit at them say: the same for the same seat, task and round.

use fastrand::Rng;
use hisho_domain::discussion::engine::{Objecting, Rules, SeatSpec, Setup, State, Task, Utterance, Voice};
use hisho_domain::discussion::{DiscussionKind, MessageType, SeatRole};

/// What a turn came to.
pub enum Came {
    Said(Box<Utterance>),
    Nothing,
}

/// A random table. `generous` tables have money for everything and nobody who fails.
pub fn setup(random: &mut Rng, generous: bool) -> Setup {
    let size = random.usize(2..8);
    let mut seats: Vec<SeatSpec> = (0..size)
        .map(|nth| SeatSpec {
            uid: format!("seat {nth}"),
            role: match random.u8(0..8) {
                0 => SeatRole::Moderator,
                1 => SeatRole::Observer,
                _ => SeatRole::Participant,
            },
            voice: if random.u8(0..5) == 0 { Voice::Person } else { Voice::Model { most: random.u64(1..50) } },
        })
        .collect();
    seats[0].role = SeatRole::Participant;
    seats[1].role = SeatRole::Participant;
    let given = random.u8(0..3) == 0;
    Setup {
        kind: DiscussionKind::ALL[random.usize(0..DiscussionKind::ALL.len())],
        topic: "どこに移るか".into(),
        options: if given { vec!["yes".into(), "no".into()] } else { Vec::new() },
        seats,
        max_seats: size + random.usize(0..3),
        budget: if generous { 1_000_000 } else { random.u64(0..2_000) },
        critique_rounds: random.u32(1..=3),
        time_limit_ms: (!generous && random.u8(0..4) == 0).then_some(10_000),
        seed: random.u64(..),
        rules: if random.u8(0..4) == 0 {
            Rules { blind_first: random.bool(), stop_early: random.bool(), arguments_only: random.bool() }
        } else {
            Rules::default()
        },
    }
}

/// What this seat says to this task, whatever else happened in between.
pub fn answer(world: u64, state: &State, seat: usize, task: &Task, unread: u64) -> Came {
    let (words, phase) = match task {
        Task::Phase(phase) => (phase.to_string(), Some(phase)),
        Task::Clarify(question) => (question.clone(), None),
    };
    let told = drawn(world, seat as u64, u64::from(state.round), &words);
    let mut random = Rng::with_seed(told);
    if random.u8(0..12) == 0 {
        return Came::Nothing;
    }
    // Few stances, so that some tables agree and some do not.
    let stances = ["Move in spring", "Stay", "move in SPRING"];
    let readable = usize::try_from(unread).unwrap_or(0);
    let other = (0..readable).rev().find(|nth| state.said_by[*nth] != Some(seat)).map(|nth| nth as u64);
    let own: Vec<usize> = (0..state.objections.len()).filter(|nth| state.objections[*nth].by == seat).collect();
    Came::Said(Box::new(Utterance {
        message_type: Some(MessageType::ALL[random.usize(0..MessageType::ALL.len())]),
        text: format!("{words} by {seat} in {}", state.round),
        confidence: Some(random.u8(0..14)),
        stance: random.bool().then(|| stances[random.usize(0..world_stances(world))].to_owned()),
        option: (random.u8(0..3) > 0 && !state.options.is_empty()).then(|| random.usize(0..state.options.len().min(2))),
        changed_because: if random.bool() { other } else { None },
        objections: (0..random.usize(0..2))
            .map(|_| Objecting { text: format!("objection {}", random.u8(0..4)), against: Some(0) })
            .collect(),
        withdraws: own.into_iter().filter(|_| random.u8(0..3) > 0).collect(),
        sorting: match phase {
            Some(_) => (0..state.seats.len()).map(|seat| (format!("seat {seat}"), random.usize(0..3))).collect(),
            None => Vec::new(),
        },
        next: (random.u8(0..3) == 0).then(|| format!("seat {}", random.usize(0..9))),
        ..Utterance::default()
    }))
}

/// In some worlds everybody thinks the same.
fn world_stances(world: u64) -> usize {
    if world.is_multiple_of(3) { 1 } else { 3 }
}

fn drawn(world: u64, seat: u64, round: u64, words: &str) -> u64 {
    let start = world.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ seat << 32 ^ round;
    words.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
