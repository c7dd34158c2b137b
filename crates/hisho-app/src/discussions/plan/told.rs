//! What a model is told to draft a plan of a discussion, or to review one: how it came out, and what was
//! said, between marks that nobody who spoke could know. Must not know how a model is asked.

use hisho_domain::discussion::{Outcome, Said};
use hisho_domain::people::{Persona, Role};
use hisho_domain::plan::{PlanContent, PlanPart};
use hisho_domain::secretary::Secretary;
use hisho_llm::estimate_tokens;
use hisho_store::time;

use super::draft::Fault;
use super::record::{Against, Record};
use crate::discussions::prompt::letters;
use crate::discussions::words::PLAN;
use crate::talk::enclosed::fitting;
use crate::talk::prompt::character;
use crate::talk::words::Words;

/// Tokens that a model is told at the most, as they are estimated.
pub(super) const TOLD: u64 = 12_000;
/// The part of that for what was said, in hundredths.
const SAID: u64 = 60;
/// Characters of words that are quoted back.
const SHORT: usize = 120;

/// Who is told.
pub(super) struct Listener {
    pub(super) secretary: Secretary,
    pub(super) persona: Option<Persona>,
    pub(super) role: Option<Role>,
    pub(super) person: String,
    /// Their place at the table.
    pub(super) seat: usize,
}

/// What one listener is told of a record.
pub(super) struct Telling<'a> {
    pub(super) record: &'a Record,
    pub(super) listener: &'a Listener,
}

impl Telling<'_> {
    fn say(&self, name: &str, values: &[(&str, &str)]) -> String {
        PLAN.say(self.record.loaded.arranged.language, name, values)
    }

    pub(super) fn system(&self) -> String {
        let Listener { secretary, persona, role, person, .. } = self.listener;
        let words = Words::of(self.record.loaded.arranged.language);
        let character = character(words, secretary, persona.as_ref(), role.as_ref());
        self.say(
            "system",
            &[
                ("name", &secretary.name),
                ("person", person),
                ("character", &character),
                ("mark", &self.mark()),
                ("today", &time::local_day()),
            ],
        )
    }

    /// What is told to write a plan.
    pub(super) fn draft(&self) -> String {
        let mut parts = self.what_happened();
        parts.push(self.say("task_draft", &[]));
        parts.join("\n\n")
    }

    /// What is told to review one.
    pub(super) fn review(&self, plan: &PlanContent) -> String {
        let mut parts = self.what_happened();
        parts.push(self.say("plan", &[]));
        let shown = serde_json::to_string_pretty(plan).unwrap_or_default();
        parts.push(self.between(fitting(&shown, TOLD * (95 - SAID) / 100)));
        parts.push(self.say("task_review", &[("person", &self.listener.person)]));
        parts.join("\n\n")
    }

    /// What is told when citations do not hold.
    pub(super) fn again(&self, faults: &[Fault<'_>]) -> String {
        let lines: Vec<String> = faults.iter().map(|fault| self.fault(fault)).collect();
        self.say("task_again", &[("list", &lines.join("\n"))])
    }

    /// What is told when the answer has not the form.
    pub(super) fn formless(&self, why: &str) -> String {
        let fault = self.say("fault_form", &[("why", why)]);
        self.say("task_again", &[("list", &fault)])
    }

    fn fault(&self, fault: &Fault<'_>) -> String {
        let part = |part: PlanPart| self.say(&format!("part_{part}"), &[]);
        let short = |text: &str| text.chars().take(SHORT).collect::<String>();
        match fault {
            Fault::Nothing(of) => self.say("fault_nothing", &[("part", &part(of.part)), ("words", &short(&of.words))]),
            Fault::Message(of, number) => {
                let number = number.to_string();
                let values = [("part", part(of.part)), ("words", short(&of.words)), ("number", number)];
                self.say("fault_message", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
            }
            Fault::Quote(of, cite) => {
                let (number, quote) = (cite.message.to_string(), short(&cite.quote));
                let values =
                    [("part", part(of.part)), ("words", short(&of.words)), ("number", number), ("quote", quote)];
                self.say("fault_quote", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
            }
        }
    }

    fn what_happened(&self) -> Vec<String> {
        let mut parts = vec![self.say("question", &[("topic", &self.record.loaded.state.topic)])];
        let outcome = self.between(&self.outcome());
        parts.push(self.say("outcome", &[("list", &outcome)]));
        parts.push(self.say("record", &[]));
        parts.push(self.between(&self.said(TOLD * SAID / 100)));
        parts
    }

    fn outcome(&self) -> String {
        let leading = self.record.leading().unwrap_or_default();
        let mut lines = vec![match self.record.outcome() {
            _ if leading.is_empty() => self.say("leading_none", &[]),
            Outcome::Consensus => self.say("leading_consensus", &[("text", leading)]),
            _ => self.say("leading_majority", &[("text", leading)]),
        }];
        let mut against = |name: &str, all: Vec<Against>| {
            for Against { text, message } in all {
                lines.push(self.say(name, &[("text", &text), ("number", &message.to_string())]));
            }
        };
        against("dissent", self.record.dissent());
        against("objection", self.record.objections());
        let text = lines.join("\n");
        fitting(&text, TOLD / 10).to_owned()
    }

    /// What was said, the newest first to be kept whole: what is long is cut to a fair share.
    fn said(&self, room: u64) -> String {
        let all: Vec<String> = self.record.said.iter().map(|said| self.one(said)).collect();
        let share = (room / (all.len().max(1) as u64)).max(room / 100);
        let mut left = room;
        let mut kept = Vec::new();
        for text in all.iter().rev() {
            // What others leave over can be had by who needs more.
            let text = fitting(text, share.max(left / 4));
            let Some(rest) = left.checked_sub(estimate_tokens(text) + 1) else { break };
            left = rest;
            kept.push(text.to_owned());
        }
        kept.reverse();
        kept.join("\n\n")
    }

    fn one(&self, said: &Said) -> String {
        let number = said.number.to_string();
        let letter = |seat: usize| letters().nth(seat).unwrap_or_default();
        let mut lines = vec![match said.seat {
            None => {
                let values = [("number", number.as_str()), ("person", &self.listener.person), ("text", &said.text)];
                self.say("message_person", &values)
            }
            Some(seat) if seat == self.listener.seat => {
                self.say("message_own", &[("number", &number), ("text", &said.text)])
            }
            Some(seat) => self.say("message", &[("number", &number), ("letter", &letter(seat)), ("text", &said.text)]),
        }];
        let mut beside = |name: &str, text: &str| {
            if !text.trim().is_empty() {
                lines.push(self.say(name, &[("text", text)]));
            }
        };
        beside("reasoning", &said.reasoning);
        beside("stance", said.stance.as_deref().unwrap_or_default());
        said.objections.iter().for_each(|objection| beside("raised", objection));
        lines.join("\n")
    }

    fn between(&self, text: &str) -> String {
        let mark = self.mark();
        [&self.say("begins", &[("mark", &mark)]), text, &self.say("ends", &[("mark", &mark)])].join("\n")
    }

    /// Begins the lines between which others' words stand. It comes of those words themselves, so
    /// that none of them can hold it.
    fn mark(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.record.discussion.summary.uid.as_bytes());
        for said in &self.record.said {
            for text in [&said.text, &said.reasoning].into_iter().chain(&said.stance).chain(&said.objections) {
                hasher.update(text.as_bytes()).update(b"\0");
            }
        }
        format!("=={}==", &hasher.finalize().to_hex()[..16])
    }
}
