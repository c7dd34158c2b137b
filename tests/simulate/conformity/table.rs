//! One table of personas that discusses one question under some rules, by the engine itself.

use std::collections::BTreeMap;

use fastrand::Rng;
use hisho_domain::discussion::engine::{
    Change, Effect, Event, Record, Rules, SeatSpec, Setup, State, Step, Utterance, Voice, standing,
};
use hisho_domain::discussion::{DiscussionKind, DiscussionStatus, Outcome, SeatRole};

use super::persona::{Heard, Move, OPTIONS, PERSONAS, Persona, RIGHT, argues_well, decide};

/// Who sits at a table: five, so that there is a majority.
const SEATS: usize = 5;

/// Which rules hold.
#[derive(Clone, Copy)]
pub struct With {
    pub blind: bool,
    /// Peers see who says what; the engine never shows it, this is what it would do.
    pub names: bool,
    pub arguments_only: bool,
    pub stop_early: bool,
}

impl With {
    pub const ALL: With = With { blind: true, names: false, arguments_only: true, stop_early: true };
}

/// What a table came to.
#[derive(Default)]
pub struct Came {
    /// The answer it agreed on, at least by majority.
    answer: Option<usize>,
    pub turns: u64,
    /// Seats that alone would be wrong and whose last answer is right, and the other way round.
    pub to_right: u64,
    pub to_wrong: u64,
    /// Moves that only followed the others, and how many of them are marked.
    pub followed: u64,
    pub marked: u64,
}

impl Came {
    pub fn is_right(&self) -> bool {
        self.answer == Some(RIGHT)
    }

    pub fn is_wrong(&self) -> bool {
        self.answer.is_some_and(|answer| answer != RIGHT)
    }
}

/// Who sits where, and what each would answer alone.
fn seated(seed: u64) -> Vec<(&'static Persona, usize)> {
    let mut random = Rng::with_seed(seed);
    let one = |_| {
        let persona = &PERSONAS[random.usize(0..PERSONAS.len())];
        let own = if random.f64() < persona.knows { RIGHT } else { random.usize(1..OPTIONS) };
        (persona, own)
    };
    (0..SEATS).map(one).collect()
}

/// The answer of whoever sits first, alone.
pub fn one(seed: u64) -> Came {
    Came { answer: seated(seed).first().map(|(_, own)| *own), turns: 1, ..Came::default() }
}

/// The answer that more than half would give alone.
pub fn vote(seed: u64) -> Came {
    let mut count = [0; OPTIONS];
    seated(seed).iter().for_each(|(_, own)| count[*own] += 1);
    let answer = count.iter().position(|count| count * 2 > SEATS);
    Came { answer, turns: SEATS as u64, ..Came::default() }
}

fn setup(seed: u64, with: With) -> Setup {
    let seat =
        |nth: usize| SeatSpec { uid: nth.to_string(), role: SeatRole::Participant, voice: Voice::Model { most: 1 } };
    Setup {
        kind: DiscussionKind::Collaborative,
        topic: "Which?".into(),
        options: (0..OPTIONS).map(|nth| format!("answer {nth}")).collect(),
        seats: (0..SEATS).map(seat).collect(),
        max_seats: SEATS,
        budget: 1_000,
        critique_rounds: 3,
        time_limit_ms: None,
        seed,
        rules: Rules { blind_first: with.blind, stop_early: with.stop_early, arguments_only: with.arguments_only },
    }
}

struct Table {
    seed: u64,
    with: With,
    seats: Vec<(&'static Persona, usize)>,
    state: State,
    /// What every message said.
    said: Vec<Heard>,
    due: BTreeMap<u64, (usize, Vec<usize>, u64)>,
    /// Why each message holds what it does, and whether it was its seat's first.
    moves: Vec<(u64, bool, Move)>,
    changes: Vec<(u64, Change)>,
    came: Came,
}

/// Lets a table discuss. What does not hold under any rules is an error.
pub fn discuss(seed: u64, with: With) -> Result<Came, String> {
    let state = State::new(setup(seed, with)).map_err(|error| error.to_string())?;
    let mut table = Table {
        seed,
        with,
        seats: seated(seed),
        state,
        said: Vec::new(),
        due: BTreeMap::new(),
        moves: Vec::new(),
        changes: Vec::new(),
        came: Came::default(),
    };
    table.take(Event::Started)?;
    while let Some((turn, (seat, peers, unread))) = table.due.pop_first() {
        let event = table.speak(turn, seat, &peers, unread);
        table.take(event)?;
    }
    table.ended()
}

impl Table {
    fn take(&mut self, event: Event) -> Result<(), String> {
        let Step { records, effects } = self.state.step(event).map_err(|error| error.to_string())?;
        for record in records {
            if let Record::Position(stance) = record {
                self.changes.push((stance.message, stance.change));
            }
        }
        for effect in effects {
            if let Effect::Call { turn, seat, peers, unread, .. } = effect {
                self.due.insert(turn, (seat, peers, unread));
            }
        }
        Ok(())
    }

    /// The same chance for the same seat in the same round, whatever the rules.
    fn chance(&self, seat: usize) -> Rng {
        let round = u64::from(self.state.round);
        Rng::with_seed(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (seat as u64) << 40 ^ round << 20)
    }

    fn speak(&mut self, turn: u64, seat: usize, peers: &[usize], unread: u64) -> Event {
        let mut random = self.chance(seat);
        let (persona, alone) = self.seats[seat];
        let own = self.said.iter().rev().find(|heard| heard.seat == seat).copied();
        let (before, read) = own.map_or((alone, 0), |heard| (heard.option, heard.number));
        let readable = |heard: &&Heard| heard.number < unread && peers.contains(&heard.seat);
        let last = |peer: &usize| self.said.iter().filter(readable).rev().find(|heard| heard.seat == *peer).copied();
        let weight = |heard: &Heard| if self.with.names { self.seats[heard.seat].0.standing } else { 1.0 };
        let latest: Vec<(Heard, f64)> = peers.iter().filter_map(last).map(|heard| (heard, weight(&heard))).collect();
        let new: Vec<Heard> =
            self.said.iter().filter(readable).filter(|heard| own.is_none() || heard.number > read).copied().collect();
        let (option, why) = decide(persona, before, &latest, &new, &mut random);
        let number = self.said.len() as u64;
        self.said.push(Heard { number, seat, option, is_strong: argues_well(persona, option, &mut random) });
        self.came.turns += 1;
        self.moves.push((number, own.is_none(), why));
        let changed_because = match why {
            Move::Argued(message) | Move::Pretended(message) => Some(message),
            Move::Stayed | Move::Followed => None,
        };
        let utterance = Utterance {
            text: format!("{} holds {option}", persona.name),
            confidence: Some(persona.confidence),
            option: Some(option),
            changed_because,
            ..Utterance::default()
        };
        Event::Answered { turn, utterance: Box::new(utterance), cost: 1 }
    }

    fn ended(mut self) -> Result<Came, String> {
        let Some(ending) = self.state.ending.clone() else { return Err("it did not end".into()) };
        if self.state.status != DiscussionStatus::Completed {
            return Err("it did not come to its end by itself".into());
        }
        let now = standing(&self.state);
        for seat in 0..SEATS {
            let alone = self.seats[seat].1;
            let last = self.state.counted(seat).map(|stance| stance.option);
            let elsewhere = last != ending.option;
            if elsewhere != ending.dissenters.contains(&seat) {
                return Err(format!("seat {seat} is left out of the dissent, or put there"));
            }
            self.came.to_right += u64::from(alone != RIGHT && last == Some(RIGHT));
            self.came.to_wrong += u64::from(alone == RIGHT && last != Some(RIGHT));
        }
        for (message, is_first, why) in &self.moves {
            let change = self.changes.iter().find(|(known, _)| known == message).map(|(_, change)| *change);
            let marked = change == Some(Change::Unexplained);
            match why {
                Move::Followed if !marked && !is_first => {
                    return Err(format!("message {message} only followed and is not marked"));
                }
                Move::Argued(_) if marked => return Err(format!("message {message} was argued and is marked")),
                _ => {}
            }
            if matches!(why, Move::Followed | Move::Pretended(_)) {
                self.came.followed += 1;
                self.came.marked += u64::from(marked);
            }
        }
        // Rounds that brought nothing new are the last ones.
        let quiet = |round: u32| {
            let in_round = self.state.stances.iter().filter(|stance| stance.round == round);
            in_round.into_iter().all(|stance| stance.change != Change::Argued)
        };
        let rounds = self.state.stances.iter().map(|stance| stance.round).max().unwrap_or(0);
        if self.with.stop_early && (2..rounds).any(quiet) {
            return Err("it went on although nothing new was said".into());
        }
        if matches!(now.outcome, Outcome::Consensus | Outcome::Majority) {
            self.came.answer = ending.option;
        }
        Ok(self.came)
    }
}
