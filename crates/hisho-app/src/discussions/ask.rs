//! One turn of a model: told, asked, heard as it comes, and what it came to as an event. Whatever
//! goes wrong, something comes of it. Must not know what follows from an event.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use hisho_domain::discussion::engine::{Event, Utterance};
use hisho_domain::discussion::run::DiscussionMoment;
use hisho_domain::people::Provider;
use hisho_domain::{Actor, Error, Result};
use hisho_llm::{Answer, Chat, Code, Failure, Form, Turn, Usage, in_words, knows_no_schemas};
use hisho_store::discussion_run::{self, Loaded};
use hisho_store::{discussions, preferences, profile, secretaries};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::cost::{TOLD, counted, longest};
use super::form::{form, spoken, utterance};
use super::passages::Passage;
use super::prompt::{Call, Letter, Material, Told};
use crate::Event as Announced;
use crate::models::accounts::Line;
use crate::models::calls::{Asker, priced};
use crate::models::{Models, unanswered};
use crate::talk::asking::{FRAME, refuses};
use crate::talk::prompt::role_of;
use crate::talk::words::Words;

/// What a model was told before it said something.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Sent {
    /// The model.
    pub model: String,
    /// Who it was told to be.
    pub system: String,
    /// What it was told and asked.
    pub text: String,
    /// By which letters it knew the others.
    pub letters: Vec<Letter>,
}

/// What has come so far of each turn that is on its way.
pub(super) type Texts = Arc<Mutex<HashMap<u64, String>>>;

/// What came of a turn.
pub(super) struct Came {
    pub(super) turn: u64,
    pub(super) event: Event,
    pub(super) actor: Actor,
    pub(super) sent: Option<String>,
    pub(super) error: Option<Error>,
}

/// A turn to be asked for.
pub(super) struct Asking {
    pub(super) models: Models,
    pub(super) loaded: Loaded,
    pub(super) call: Call,
    pub(super) run: i64,
    pub(super) notes: Arc<Vec<Passage>>,
    pub(super) stop: hisho_llm::Stop,
    pub(super) texts: Texts,
}

struct Asked {
    answer: Answer,
    told: Told,
    model: String,
    cost: u64,
}

impl Asking {
    /// Asks; gives what came of it.
    pub(super) async fn ask(self) -> Came {
        let turn = self.call.turn;
        let mut actor = Actor::system();
        let outcome = self.asked(&mut actor).await;
        self.texts.lock().expect("never held across a panic").remove(&turn);
        match outcome {
            Ok(asked) => self.came(asked, actor),
            Err(error) => {
                let why = error.params.get("reason").and_then(|reason| reason.as_str()).map(str::to_owned);
                let why = why.unwrap_or_else(|| serde_json::json!(error.code).as_str().unwrap_or_default().to_owned());
                Came { turn, event: Event::Failed { turn, why, cost: 0 }, actor, sent: None, error: Some(error) }
            }
        }
    }

    fn came(&self, asked: Asked, actor: Actor) -> Came {
        let Asked { answer, told, model, cost } = asked;
        let turn = self.call.turn;
        let heard = spoken(&answer.text);
        let stopped = answer.error.as_ref().is_some_and(|failure| failure.code == Code::Stopped);
        let failed = |failure: Failure| {
            let why = serde_json::json!(failure.code).as_str().unwrap_or_default().to_owned();
            (Event::Failed { turn, why, cost }, Some(unanswered(&failure)))
        };
        let (event, error) = match answer.error {
            _ if stopped => (Event::Broken { turn, text: heard, cost }, None),
            Some(failure) => failed(failure),
            None => {
                let text = if answer.text.trim().is_empty() { answer.refusal.unwrap_or_default() } else { answer.text };
                let said = self.said(&text, &told);
                match said.text.trim().is_empty() {
                    true => failed(Failure::new(Code::Incomplete, "the answer has no words")),
                    false => (Event::Answered { turn, utterance: Box::new(said), cost }, None),
                }
            }
        };
        let sent = Sent { model, system: told.system, text: told.text, letters: told.letters };
        Came { turn, event, actor, sent: serde_json::to_string(&sent).ok(), error }
    }

    /// What was said, without what points to things that were not shown.
    fn said(&self, text: &str, told: &Told) -> Utterance {
        let letters: Vec<(String, String)> =
            told.letters.iter().map(|known| (known.letter.clone(), known.seat_uid.clone())).collect();
        let mut said = utterance(&form(&self.call.task), &self.call.task, text, &letters);
        let state = &self.loaded.state;
        let shown = |number: &u64| {
            let by = usize::try_from(*number).ok().and_then(|number| state.said_by.get(number));
            by.is_some_and(|by| by.is_none() || *by == Some(self.call.seat) || *number < self.call.unread)
        };
        said.option = said.option.filter(|option| *option < told.options);
        said.reply_to = said.reply_to.filter(shown);
        said.changed_because = said.changed_because.filter(shown);
        for objecting in &mut said.objections {
            objecting.against = objecting.against.filter(|option| *option < told.options);
        }
        said
    }

    async fn asked(&self, actor: &mut Actor) -> Result<Asked> {
        let (material, temperature, most, project_uid) = self.material().await?;
        let about = &material.secretary;
        *actor = Actor::secretary(about.uid.clone());
        if about.provider == Provider::Manual {
            return Err(Error::refused("speaks_for_themselves", serde_json::json!({ "uid": about.uid })));
        }
        let line = self.models.line(about.provider, about.credential_uid.as_deref()).await?;
        let told = material.told(&self.loaded.state, &self.call);
        let model = about.model.clone().unwrap_or_default();
        let question = Question {
            system: told.system.clone(),
            turns: vec![Turn::said(told.text.clone())],
            form: form(&self.call.task),
            temperature,
            most: u32::try_from(most).unwrap_or(u32::MAX),
            told: TOLD,
        };
        let asker = Asker { run: Some(self.run), secretary_uid: Some(about.uid.clone()), project_uid };
        let (telling, coming) = mpsc::unbounded_channel();
        let asked = put(&self.models, &line, asker, &model, &question, &self.stop, telling);
        let (answered, ()) = tokio::join!(asked, self.deliver(coming));
        let (answer, used) = answered?;
        let mut cost = 0;
        for used in used {
            cost += self.cost(line.remote.account().clone(), model.clone(), used).await?;
        }
        Ok(Asked { answer, told, model, cost })
    }

    async fn cost(&self, account: hisho_llm::Account, model: String, used: Usage) -> Result<u64> {
        let (unit, open) = (self.loaded.arranged.unit, self.loaded.state.open.get(&self.call.turn));
        let reserved = open.map_or(0, |open| open.reserved);
        let spent = self.models.store.read(move |connection| priced(connection, &account, &model, &used)).await?;
        // A price that is not known any more is the most it could be.
        Ok(counted(&spent, unit).unwrap_or(reserved))
    }

    /// What the seat could be told, how free and how long its answer may be, and the project.
    async fn material(&self) -> Result<(Material, f64, u64, Option<String>)> {
        let (loaded, seat, notes) = (self.loaded.clone(), self.call.seat, self.notes.clone());
        self.models
            .store
            .read(move |connection| {
                let discussion = discussions::get(connection, &loaded.uid)?;
                let uid = &loaded.state.seats[seat].spec.uid;
                let sits = discussion.seats.iter().find(|seat| seat.uid == *uid);
                let secretary = sits.and_then(|seat| seat.who.secretary_uid.as_deref());
                let secretary = secretary.ok_or_else(|| Error::internal("a model in the person's seat"))?;
                let secretary = secretaries::get(connection, secretary)?;
                let (persona, role) = role_of(connection, &secretary)?;
                let preferences = preferences::get(connection)?.ai;
                let temperature = secretary.settings.temperature.unwrap_or(preferences.temperature);
                let most = longest(connection, &secretary)?;
                let language = loaded.arranged.language;
                let material = Material {
                    language,
                    person: person(connection, language)?,
                    texts: discussion_run::texts(connection, &loaded)?,
                    uid: loaded.uid.clone(),
                    description: discussion.description,
                    notes: notes.as_ref().clone(),
                    secretary,
                    persona,
                    role,
                };
                Ok((material, temperature, most, discussion.project_uid))
            })
            .await
    }

    /// Announces what comes, a frame's worth at a time.
    async fn deliver(&self, mut coming: mpsc::UnboundedReceiver<hisho_llm::Event>) {
        let turn = self.call.turn;
        let (mut raw, mut told) = (String::new(), String::new());
        let mut due: Option<Instant> = None;
        loop {
            let event = tokio::select! {
                biased;
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => None,
                event = coming.recv() => match event {
                    Some(event) => Some(event),
                    None if due.is_none() => return,
                    None => None,
                },
            };
            match event {
                Some(hisho_llm::Event::Text(text)) => {
                    raw.push_str(&text);
                    due.get_or_insert_with(|| Instant::now() + FRAME);
                }
                Some(hisho_llm::Event::Retrying { wait, .. }) => {
                    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                    self.announce(DiscussionMoment::Retrying { turn, wait_ms });
                }
                Some(_) => {}
                None => {
                    due = None;
                    let heard = spoken(&raw);
                    if let Some(more) = heard.strip_prefix(told.as_str()).filter(|more| !more.is_empty()) {
                        let from = told.encode_utf16().count() as u64;
                        self.announce(DiscussionMoment::Delta { turn, from, text: more.to_owned() });
                        self.texts.lock().expect("never held across a panic").insert(turn, heard.clone());
                        told = heard;
                    }
                }
            }
        }
    }

    fn announce(&self, moment: DiscussionMoment) {
        // Nobody listening is no failure.
        let _ = self.models.events.send(Announced::Discussion { uid: self.loaded.uid.clone(), moment });
    }
}

/// What a model is asked, to be answered in a form.
pub(super) struct Question {
    pub(super) system: String,
    pub(super) turns: Vec<Turn>,
    pub(super) form: Form,
    pub(super) temperature: f64,
    /// Tokens that the answer may have.
    pub(super) most: u32,
    /// Tokens that it is told at the most, as they are estimated.
    pub(super) told: u64,
}

/// Puts a question to a model, and again without what its service turns out not to know. Gives the last
/// answer, and what each call took.
pub(super) async fn put(
    models: &Models,
    line: &Line,
    asker: Asker,
    model: &str,
    question: &Question,
    stop: &hisho_llm::Stop,
    telling: mpsc::UnboundedSender<hisho_llm::Event>,
) -> Result<(Answer, Vec<Usage>)> {
    let (mut with_temperature, mut with_form, mut used) = (true, true, Vec::new());
    loop {
        let system = if with_form {
            question.system.clone()
        } else {
            [&question.system, &in_words(&question.form)].map(String::as_str).join("\n\n")
        };
        let chat = Chat {
            model: model.to_owned(),
            system,
            turns: question.turns.clone(),
            form: with_form.then(|| question.form.clone()),
            max_tokens: Some(question.most),
            temperature: with_temperature.then_some(question.temperature as f32),
            context: u32::try_from(question.told + question.told / 4)
                .ok()
                .map(|told| told.saturating_add(question.most)),
            ..Chat::default()
        };
        let answer = models.ask(line, asker.clone(), chat, stop.clone(), telling.clone()).await?;
        used.push(answer.usage.clone().unwrap_or_default());
        match answer.error.as_ref().filter(|_| answer.text.is_empty()) {
            Some(_) if with_form && knows_no_schemas(&answer) => with_form = false,
            Some(failure) if with_temperature && refuses(failure, "temperature") => with_temperature = false,
            _ => return Ok((answer, used)),
        }
    }
}

/// What the person is called in prompts and summaries.
pub(super) fn person(
    connection: &hisho_store::Connection,
    language: hisho_domain::settings::Language,
) -> hisho_store::Result<String> {
    let name = profile::get(connection)?.full_name;
    Ok(if name.is_empty() { Words::of(language).say("person", &[]) } else { name })
}
