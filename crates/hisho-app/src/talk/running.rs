//! Carrying out a run: each secretary who was spoken to answers in turn, what comes is announced
//! as it comes and kept now and then, and however it ends its text is not lost.
//! Must not know how prompts are worded or calls are counted.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use hisho_domain::conversation::MESSAGE_LIMIT;
use hisho_domain::people::Provider;
use hisho_domain::talk::{RunStatus, TalkMoment, TalkStep};
use hisho_domain::{Actor, Error, Result};
use hisho_llm::{Answer, Chat, Code, Failure, Finish, Part, Stop, Turn};
use hisho_store::{messages, runs, secretaries};
use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

use super::preview::Preview;
use super::prompt::{Material, NoteFile, read_notes};
use crate::Event;
use crate::models::calls::Asker;
use crate::models::{Models, unanswered};

/// What comes is announced together so often: once for each picture on the screen.
pub(crate) const FRAME: Duration = Duration::from_millis(16);
/// What comes is kept so often, for when this process is killed.
const KEPT: Duration = Duration::from_secs(1);
/// Tokens that models on this machine, and others, are taken to read at once until they say otherwise.
pub(crate) const LOCAL_WINDOW: u64 = 8_192;
pub(crate) const REMOTE_WINDOW: u64 = 64_000;

/// A run that is being carried out.
pub(super) struct Run {
    pub(super) models: Models,
    /// Tells whoever announces the journal that something was written.
    pub(super) written: Arc<Notify>,
    pub(super) conversation_uid: String,
    pub(super) run: i64,
    /// Only what was said before this position is known to those who answer.
    pub(super) before: Option<i64>,
    pub(super) context: Vec<NoteFile>,
    /// Where the bytes of attached files lie.
    pub(super) data_dir: PathBuf,
    pub(super) stop: Stop,
}

impl Run {
    /// Carries the run out to its end; gives the last of what happened, to be announced when the
    /// conversation is free again.
    pub(super) async fn carry_out(&self, steps: Vec<TalkStep>) -> Option<(TalkStep, TalkMoment)> {
        let (many, mut last) = (steps.len(), None);
        for (position, step) in steps.into_iter().enumerate() {
            let stopped = self.stop.stopped().now_or_never().is_some();
            let over = match stopped {
                true => TalkStep { status: RunStatus::Cancelled, ..step },
                false => self.answer(position, step).await,
            };
            let moment = match (over.status, &over.error) {
                (RunStatus::Waiting, _) => TalkMoment::Waiting,
                (RunStatus::Cancelled, _) => TalkMoment::Stopped,
                (RunStatus::Failed, Some(error)) => TalkMoment::Failed { error: error.clone() },
                _ => TalkMoment::Done,
            };
            if let Err(error) = self.set(position, &over).await {
                tracing::warn!("a run: {error}");
            }
            self.written.notify_one();
            if position + 1 == many {
                last = Some((over, moment));
            } else {
                self.announce(&over, moment);
            }
        }
        let run = self.run;
        if let Err(error) = self.models.store.write(Actor::system(), move |write| runs::finish(write, run)).await {
            tracing::warn!("the end of a run: {error}");
        }
        last
    }

    /// Lets one secretary answer; gives how that ended.
    async fn answer(&self, position: usize, step: TalkStep) -> TalkStep {
        let running = TalkStep { status: RunStatus::Running, ..step.clone() };
        let outcome = async {
            let uid = step.secretary_uid.clone();
            let secretary = self.models.store.read(move |connection| secretaries::get(connection, &uid)).await?;
            if secretary.provider == Provider::Manual {
                return Ok(TalkStep { status: RunStatus::Waiting, ..step.clone() });
            }
            self.set(position, &running).await?;
            self.announce(&running, TalkMoment::Began);
            let answer = self.ask(position, &running).await?;
            self.keep(running.clone(), answer).await
        };
        outcome.await.unwrap_or_else(|error| TalkStep { status: RunStatus::Failed, error: Some(error), ..running })
    }

    /// Asks the model, again with less where it says that it was too much.
    async fn ask(&self, position: usize, step: &TalkStep) -> Result<Answer> {
        let files = self.context.clone();
        let notes = tokio::task::spawn_blocking(move || read_notes(&files)).await.map_err(Error::internal)??;
        let (conversation, secretary, before) =
            (self.conversation_uid.clone(), step.secretary_uid.clone(), self.before);
        let data_dir = self.data_dir.clone();
        let material = self
            .models
            .store
            .read(move |connection| Material::gather(connection, &conversation, &secretary, before, None, notes))
            .await?;
        let material =
            tokio::task::spawn_blocking(move || material.with_files(&data_dir)).await.map_err(Error::internal)?;
        let about = &material.secretary;
        let line = self.models.line(about.provider, about.credential_uid.as_deref()).await?;
        let mut window = if line.remote.account().is_local() { LOCAL_WINDOW } else { REMOTE_WINDOW };
        let (mut with_temperature, mut with_pictures, mut fitted) = (true, true, false);
        loop {
            let told = material.told(window, with_temperature, with_pictures);
            let address = Some(line.remote.account().base().to_owned());
            self.keep_told(position, &Preview::of(&material, &told, address)).await?;
            let mut chat = told.chat;
            chat.context = u32::try_from(window).ok();
            let chat_has_pictures = has_pictures(&chat);
            let asker = Asker {
                run: Some(self.run),
                secretary_uid: Some(about.uid.clone()),
                project_uid: material.project_uid.clone(),
            };
            let (told, coming) = mpsc::unbounded_channel();
            let asked = self.models.ask(&line, asker, chat, self.stop.clone(), told);
            let (answer, ()) = tokio::join!(asked, self.deliver(position, step, coming));
            let answer = answer?;
            let Some(failure) = answer.error.as_ref().filter(|_| answer.text.is_empty()) else { return Ok(answer) };
            match failure.overflow {
                // What is counted here is an estimate, so that some room is left.
                Some((_, takes)) if failure.code == Code::ContextOverflow && !fitted && takes < window => {
                    (window, fitted) = (takes - takes / 4, true);
                }
                // Some models know one temperature only and refuse to hear of it.
                _ if with_temperature && refuses(failure, "temperature") => with_temperature = false,
                // Others see nothing; then the names of the pictures have to do.
                _ if with_pictures && chat_has_pictures && refuses(failure, "image") => with_pictures = false,
                _ => return Ok(answer),
            }
        }
    }

    /// Makes what came a message, and says how it ended.
    async fn keep(&self, step: TalkStep, answer: Answer) -> Result<TalkStep> {
        let said = if answer.text.trim().is_empty() { answer.refusal.unwrap_or_default() } else { answer.text };
        let (text, cut) = match said.char_indices().nth(MESSAGE_LIMIT) {
            Some((at, _)) => (said[..at].to_owned(), true),
            None => (said, false),
        };
        let error = match &answer.error {
            None if text.trim().is_empty() => {
                Some(unanswered(&Failure::new(Code::Incomplete, "the answer has no words")))
            }
            None => None,
            Some(failure) if failure.code == Code::Stopped => None,
            Some(failure) => Some(unanswered(failure)),
        };
        let stopped = answer.error.as_ref().is_some_and(|failure| failure.code == Code::Stopped);
        let is_partial = cut || stopped || error.is_some() || answer.finish == Some(Finish::Length);
        if !text.trim().is_empty() {
            let (conversation, uid) = (self.conversation_uid.clone(), step.message_uid.clone());
            let (secretary, text) = (step.secretary_uid.clone(), text.clone());
            self.models
                .store
                .write(Actor::secretary(secretary.clone()), move |write| {
                    messages::answered(write, &conversation, &uid, &secretary, &text, is_partial)
                })
                .await?;
        }
        let status = match (&error, stopped) {
            (Some(_), _) => RunStatus::Failed,
            (None, true) => RunStatus::Cancelled,
            (None, false) => RunStatus::Completed,
        };
        Ok(TalkStep { status, text, error, ..step })
    }

    /// Announces what comes, a frame's worth at a time, and keeps it now and then.
    async fn deliver(&self, position: usize, step: &TalkStep, mut coming: mpsc::UnboundedReceiver<hisho_llm::Event>) {
        let mut whole = step.clone();
        let (mut waiting, mut from) = (String::new(), 0u64);
        let (mut due, mut kept) = (Instant::now(), Instant::now());
        loop {
            let event = tokio::select! {
                biased;
                () = tokio::time::sleep_until(due), if !waiting.is_empty() => None,
                event = coming.recv() => match event {
                    Some(event) => Some(event),
                    None if waiting.is_empty() => return,
                    None => None,
                },
            };
            match event {
                Some(hisho_llm::Event::Text(text) | hisho_llm::Event::Refusal(text)) => {
                    if waiting.is_empty() {
                        due = Instant::now() + FRAME;
                    }
                    waiting.push_str(&text);
                }
                Some(hisho_llm::Event::Retrying { wait, .. }) => {
                    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                    self.announce(step, TalkMoment::Retrying { wait_ms });
                }
                Some(_) => {}
                None => {
                    let text = std::mem::take(&mut waiting);
                    whole.text.push_str(&text);
                    let next = from + text.encode_utf16().count() as u64;
                    self.announce(step, TalkMoment::Delta { from, text });
                    from = next;
                    if kept.elapsed() >= KEPT {
                        kept = Instant::now();
                        if let Err(error) = self.set(position, &whole).await {
                            tracing::warn!("keeping what came of an answer: {error}");
                        }
                    }
                }
            }
        }
    }

    async fn set(&self, position: usize, step: &TalkStep) -> Result<()> {
        let (run, step) = (self.run, step.clone());
        self.models.store.write(Actor::system(), move |write| runs::set_step(write, run, position, &step)).await
    }

    async fn keep_told(&self, position: usize, told: &Preview) -> Result<()> {
        let (run, told) = (self.run, serde_json::to_string(told).map_err(Error::internal)?);
        self.models.store.write(Actor::system(), move |write| runs::set_told(write, run, position, &told)).await
    }

    pub(super) fn announce(&self, step: &TalkStep, moment: TalkMoment) {
        // Nobody listening is no failure.
        let _ = self.models.events.send(Event::Talk {
            conversation_uid: self.conversation_uid.clone(),
            message_uid: step.message_uid.clone(),
            secretary_uid: step.secretary_uid.clone(),
            moment,
        });
    }
}

/// Whether a service says that it will not hear of such a thing.
pub(crate) fn refuses(failure: &Failure, thing: &str) -> bool {
    matches!(failure.code, Code::BadRequest | Code::ServiceFailed | Code::Unsupported)
        && failure.message.to_lowercase().contains(thing)
}

fn has_pictures(chat: &Chat) -> bool {
    let shown =
        |turn: &Turn| matches!(turn, Turn::Said(parts) if parts.iter().any(|part| matches!(part, Part::Image(_))));
    chat.turns.iter().any(shown)
}
