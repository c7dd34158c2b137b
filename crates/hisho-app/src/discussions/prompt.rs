//! What a seat is told: the question, what it held, what the others hold without their names, and
//! what the librarian found. Words of others stand between marks that their authors cannot know.
//! Must not know how a model is asked, nor what it answers.

use hisho_domain::discussion::engine::{State, Task};
use hisho_domain::people::{Persona, Role};
use hisho_domain::secretary::Secretary;
use hisho_domain::settings::Language;
use hisho_llm::estimate_tokens;
use hisho_store::time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cost::TOLD;
use super::passages::Passage;
use super::words::say;
use crate::talk::enclosed::fitting;
use crate::talk::prompt::{character, may_read};
use crate::talk::words::Words;

/// Characters of a message that is only told in short.
const SHORT: usize = 120;
/// Tokens that the words around each text take at the most.
const AROUND: u64 = 40;

/// By which letter a turn knows another seat.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    /// The letter.
    pub letter: String,
    /// The seat.
    pub seat_uid: String,
}

/// A turn that a model is asked for.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) turn: u64,
    pub(super) seat: usize,
    pub(super) task: Task,
    pub(super) peers: Vec<usize>,
    pub(super) unread: u64,
}

/// Everything that a seat could be told.
pub(super) struct Material {
    pub(super) language: Language,
    pub(super) person: String,
    pub(super) secretary: Secretary,
    pub(super) persona: Option<Persona>,
    pub(super) role: Option<Role>,
    pub(super) uid: String,
    pub(super) description: String,
    /// The texts of all messages, by number.
    pub(super) texts: Vec<String>,
    pub(super) notes: Vec<Passage>,
}

/// What is told.
pub(super) struct Told {
    pub(super) system: String,
    pub(super) text: String,
    pub(super) letters: Vec<Letter>,
    /// How many answers on the table were shown.
    pub(super) options: usize,
}

impl Material {
    /// Puts together what a seat is told for a turn; about [`TOLD`] tokens at the most.
    pub(super) fn told(&self, state: &State, call: &Call) -> Told {
        let mark = self.mark();
        let letters: Vec<Letter> = call
            .peers
            .iter()
            .zip(letters())
            .map(|(peer, letter)| Letter { letter, seat_uid: state.seats[*peer].spec.uid.clone() })
            .collect();
        let system = self.system(state, &mark);
        let pieces = (call.peers.len() as u64 + 8) * AROUND;
        let room = TOLD.saturating_sub(estimate_tokens(&system)).saturating_sub(pieces);
        let share = |percent: u64| room * percent / 100;
        let options = self.options(state, call);
        let mut parts = vec![self.say("question", &[("topic", &state.topic)])];
        if !self.description.trim().is_empty() {
            let text = fitting(&self.description, share(12));
            parts.push(self.say("about", &[("person", &self.person), ("text", text)]));
        }
        if !options.is_empty() {
            let list = options.iter().enumerate().map(|(nth, option)| format!("{nth}: {option}"));
            let list = list.collect::<Vec<_>>().join("\n");
            let list = self.between(&mark, "", fitting(&list, share(10)));
            parts.push(self.say("options", &[("list", &list)]));
        }
        parts.extend(self.notes_within(&mark, share(20)));
        parts.extend(self.rest(state, call, &mark, share(6)));
        parts.extend(self.person_said(state, &mark, share(12)));
        parts.extend(self.heard(state, call, &mark, share(24)));
        parts.extend(self.objections(state, call, &mark, share(8)));
        parts.extend(self.own(state, call, share(8)));
        parts.push(match &call.task {
            Task::Phase(phase) => self.task(&format!("task_{phase}")),
            Task::Clarify(question) => self.say("task_clarify", &[("person", &self.person), ("question", question)]),
        });
        Told { system, text: parts.join("\n\n"), letters, options: options.len() }
    }

    fn say(&self, name: &str, values: &[(&str, &str)]) -> String {
        say(self.language, name, values)
    }

    fn task(&self, name: &str) -> String {
        self.say(name, &[("person", &self.person)])
    }

    fn system(&self, state: &State, mark: &str) -> String {
        let words = Words::of(self.language);
        self.say(
            "system",
            &[
                ("name", &self.secretary.name),
                ("person", &self.person),
                ("character", &character(words, &self.secretary, self.persona.as_ref(), self.role.as_ref())),
                ("kind", &self.task(&format!("kind_{}", state.setup.kind))),
                ("mark", mark),
                ("today", &time::local_day()),
            ],
        )
    }

    /// The answers that may be shown: in a blind round only those that the person gave.
    fn options<'a>(&self, state: &'a State, call: &Call) -> &'a [String] {
        match &call.task {
            Task::Phase(phase) if phase.is_blind() && state.is_blind() => {
                if state.topic == state.setup.topic {
                    &state.setup.options
                } else {
                    &[]
                }
            }
            _ => &state.options,
        }
    }

    fn text(&self, number: u64) -> &str {
        usize::try_from(number).ok().and_then(|number| self.texts.get(number)).map_or("", String::as_str)
    }

    /// The newest message of a seat among the first `before`.
    fn newest(&self, state: &State, seat: usize, before: u64) -> Option<u64> {
        let readable = usize::try_from(before).unwrap_or(usize::MAX).min(state.said_by.len());
        state.said_by[..readable].iter().rposition(|by| *by == Some(seat)).map(|number| number as u64)
    }

    fn own(&self, state: &State, call: &Call, room: u64) -> Vec<String> {
        let Some(number) = self.newest(state, call.seat, u64::MAX) else { return Vec::new() };
        let text = fitting(self.text(number), room);
        let mut parts = vec![self.say("own", &[("number", &number.to_string()), ("text", text)])];
        let held = state.stances.iter().rev().find(|held| held.seat == call.seat && held.round >= state.topic_round);
        if let Some(held) = held {
            parts.push(self.say("own_stance", &[("stance", &held.text)]));
        }
        parts
    }

    /// What the others said last, as far as it may be read, and what they hold by it.
    fn heard(&self, state: &State, call: &Call, mark: &str, room: u64) -> Vec<String> {
        let share = room / (call.peers.len().max(1) as u64);
        let mut parts = Vec::new();
        for (peer, letter) in call.peers.iter().zip(letters()) {
            let Some(number) = self.newest(state, *peer, call.unread) else { continue };
            let mut text = fitting(self.text(number), share).to_owned();
            let held = state
                .stances
                .iter()
                .rev()
                .find(|held| held.seat == *peer && held.round >= state.topic_round && held.message < call.unread);
            if let Some(held) = held {
                let stance = self.say("heard_stance", &[("letter", &letter), ("stance", &held.text)]);
                text = format!("{text}\n{stance}");
            }
            let text = self.between(mark, &letter, &text);
            parts.push(self.say("heard", &[("letter", &letter), ("number", &number.to_string()), ("text", &text)]));
        }
        parts
    }

    /// What the person said outside of any turn, the newest first to be kept.
    fn person_said(&self, state: &State, mark: &str, room: u64) -> Vec<String> {
        let mut left = room;
        let mut parts = Vec::new();
        for number in (0..state.said_by.len()).rev().filter(|number| state.said_by[*number].is_none()) {
            let text = fitting(self.text(number as u64), left);
            if text.is_empty() {
                break;
            }
            left = left.saturating_sub(estimate_tokens(text) + AROUND);
            let text = self.between(mark, "", text);
            let number = number.to_string();
            parts.push(self.say("person_said", &[("person", &self.person), ("number", &number), ("text", &text)]));
        }
        parts.reverse();
        parts
    }

    /// What was said earlier, each in a line with its number, the newest first to be kept.
    fn rest(&self, state: &State, call: &Call, mark: &str, room: u64) -> Option<String> {
        let whole: Vec<Option<u64>> = call.peers.iter().map(|peer| self.newest(state, *peer, call.unread)).collect();
        let readable = usize::try_from(call.unread).unwrap_or(usize::MAX).min(state.said_by.len());
        let mut left = room;
        let mut lines = Vec::new();
        for number in (0..readable).rev() {
            let Some(by) = state.said_by[number] else { continue };
            let Some(at) = call.peers.iter().position(|peer| *peer == by) else { continue };
            if whole[at] == Some(number as u64) {
                continue;
            }
            let letter = letters().nth(at).unwrap_or_default();
            let short: String = self.text(number as u64).split_whitespace().collect::<Vec<_>>().join(" ");
            let line = format!("{number} {letter}: {}", short.chars().take(SHORT).collect::<String>());
            let Some(rest) = left.checked_sub(estimate_tokens(&line)) else { break };
            left = rest;
            lines.push(line);
        }
        lines.reverse();
        (!lines.is_empty()).then(|| self.say("rest", &[("list", &self.between(mark, "", &lines.join("\n")))]))
    }

    fn objections(&self, state: &State, call: &Call, mark: &str, room: u64) -> Option<String> {
        let blind = state.is_blind() && matches!(call.task, Task::Phase(_));
        let mut lines = Vec::new();
        for (number, raised) in state.objections.iter().enumerate() {
            if !raised.is_open || raised.round < state.topic_round || (blind && raised.round == state.round) {
                continue;
            }
            let number = number.to_string();
            if raised.by == call.seat {
                lines.push(self.say("objection_own", &[("number", &number), ("text", &raised.text)]));
            } else if let Some(at) = call.peers.iter().position(|peer| *peer == raised.by) {
                let letter = letters().nth(at).unwrap_or_default();
                let values = [("number", number.as_str()), ("letter", &letter), ("text", &raised.text)];
                lines.push(self.say("objection_other", &values));
            }
        }
        let list = lines.join("\n");
        let list = self.between(mark, "", fitting(&list, room));
        (!lines.is_empty()).then(|| self.say("objections", &[("list", &list)]))
    }

    fn notes_within(&self, mark: &str, room: u64) -> Vec<String> {
        if self.notes.is_empty() || !may_read(self.role.as_ref()) {
            return Vec::new();
        }
        let share = room / (self.notes.len() as u64);
        let mut parts = vec![self.say("notes", &[("person", &self.person)])];
        for note in &self.notes {
            let path: String = note.path.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let text = self.say("note", &[("path", &path), ("text", fitting(&note.text, share))]);
            parts.push(self.between(mark, "", &text));
        }
        parts
    }

    fn between(&self, mark: &str, what: &str, text: &str) -> String {
        let begins = self.say("begins", &[("mark", mark), ("what", what)]);
        let ends = self.say("ends", &[("mark", mark)]);
        format!("{begins}\n{text}\n{ends}")
    }

    /// Begins the lines between which others' words stand. It comes of those words themselves, so
    /// that none of them can hold it.
    fn mark(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.uid.as_bytes());
        for text in &self.texts {
            hasher.update(text.as_bytes()).update(b"\0");
        }
        for note in &self.notes {
            hasher.update(note.path.as_bytes()).update(b"\0").update(note.text.as_bytes()).update(b"\0");
        }
        format!("=={}==", &hasher.finalize().to_hex()[..16])
    }
}

/// A, B, … Z, AA, AB, …
pub(super) fn letters() -> impl Iterator<Item = String> {
    let one = || (b'A'..=b'Z').map(|letter| char::from(letter).to_string());
    one().chain(one().flat_map(move |first| one().map(move |second| format!("{first}{second}"))))
}
