//! Carrying out a run: each secretary who was spoken to answers in turn, and however it ends its
//! text is not lost. Must not know how prompts are worded or calls are counted.

use std::path::PathBuf;
use std::sync::Arc;

use futures_util::FutureExt;
use hisho_domain::conversation::MESSAGE_LIMIT;
use hisho_domain::people::Provider;
use hisho_domain::talk::{RunStatus, TalkMoment, TalkStep};
use hisho_domain::{Actor, Error, Result};
use hisho_llm::{Answer, Chat, Stop};
use hisho_store::runs::Summary;
use hisho_store::{messages, runs, secretaries};
use tokio::sync::{Mutex, Notify, mpsc};

use super::asking::{Ended, Question, Terms, ask};
use super::compaction::SUM_CHARS;
use super::preview::Preview;
use super::prompt::{Material, NoteFile, read_notes};
use crate::Event;
use crate::models::Models;
use crate::models::accounts::Line;
use crate::models::calls::Asker;

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

    /// Asks the model.
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
        let address = line.remote.account().base().to_owned();
        let summary = Mutex::new(material.summary.clone());
        let asked = Asked { run: self, position, step, material, address, line: &line, summary };
        ask(&self.models, &line, &asked, &self.stop).await
    }

    /// Makes what came a message, and says how it ended.
    async fn keep(&self, step: TalkStep, answer: Answer) -> Result<TalkStep> {
        let Ended { status, text, is_partial, error } = Ended::of(answer, MESSAGE_LIMIT);
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
        Ok(TalkStep { status, text, error, ..step })
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

/// What one secretary is asked in a run.
struct Asked<'a> {
    run: &'a Run,
    position: usize,
    step: &'a TalkStep,
    material: Material,
    address: String,
    line: &'a Line,
    /// What was said before, summed up.
    summary: Mutex<Option<Summary>>,
}

impl Asked<'_> {
    /// Has summed up what does not fit. Where that fails, the oldest is left out, and the answer says
    /// itself what is wrong.
    async fn sum_up(&self, terms: Terms, summary: &mut Option<Summary>) {
        let Some((chat, until)) = self.material.to_sum_up(terms, summary.as_ref()) else { return };
        // Nobody looks on.
        let (told, _) = mpsc::unbounded_channel();
        let models = &self.run.models;
        let came = match models.ask(self.line, self.asker(), chat, self.run.stop.clone(), told).await {
            Ok(answer) if answer.error.is_none() && !answer.text.trim().is_empty() => answer.text,
            Ok(answer) => return tracing::warn!("summing up a conversation: {:?}", answer.error),
            Err(error) => return tracing::warn!("summing up a conversation: {error}"),
        };
        let sum = Summary { until, text: came.trim().chars().take(SUM_CHARS).collect() };
        let (run, uid, kept) = (self.run.run, self.run.conversation_uid.clone(), sum.clone());
        let kept = models.store.write(Actor::system(), move |write| runs::set_summary(write, run, &uid, &kept)).await;
        if let Err(error) = kept {
            tracing::warn!("keeping the sum of a conversation: {error}");
        }
        *summary = Some(sum);
    }
}

impl Question for Asked<'_> {
    async fn told(&self, terms: Terms) -> Result<Chat> {
        let mut summary = self.summary.lock().await;
        self.sum_up(terms, &mut summary).await;
        let told = self.material.told(terms, summary.as_ref());
        let about = &self.material.secretary;
        let preview = Preview::of(about, self.material.temperature, &told, Some(self.address.clone()));
        self.run.keep_told(self.position, &preview).await?;
        Ok(told.chat)
    }

    fn asker(&self) -> Asker {
        Asker {
            run: Some(self.run.run),
            secretary_uid: Some(self.material.secretary.uid.clone()),
            project_uid: self.material.project_uid.clone(),
        }
    }

    fn announce(&self, moment: TalkMoment) {
        self.run.announce(self.step, moment);
    }

    async fn keep(&self, text: &str) -> Result<()> {
        self.run.set(self.position, &TalkStep { text: text.to_owned(), ..self.step.clone() }).await
    }
}
