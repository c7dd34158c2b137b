//! Carrying a draft out: the model is asked, what comes is announced and kept, and however it ends
//! its text is not lost; and what becomes of drafts whose process is gone.
//! Must not know how prompts are worded or calls are counted.

use std::path::Path;
use std::sync::Arc;

use hisho_domain::conversation::MESSAGE_LIMIT;
use hisho_domain::talk::{RunStatus, TalkMoment};
use hisho_domain::task_draft::TaskDraft;
use hisho_domain::{Actor, Error, Result};
use hisho_llm::{Chat, estimate_tokens};
use hisho_store::{Store, runs, task_drafts};
use serde_json::json;
use tokio::sync::Notify;

use super::material::Material;
use crate::Event;
use crate::models::Models;
use crate::models::calls::{self, Asker};
use crate::owner::Owner;
use crate::talk::asking::{Ended, Question, Terms, ask};
use crate::talk::prompt::{NoteFile, Told, read_notes};
use crate::talk::{Preview, Seat};

/// A draft that is being carried out.
pub(super) struct Drafting {
    pub(super) models: Models,
    /// Tells whoever announces the journal that something was written.
    pub(super) written: Arc<Notify>,
    pub(super) seat: Seat,
    pub(super) run: i64,
    pub(super) draft: TaskDraft,
    pub(super) secretary_uid: String,
    /// What is to be made otherwise.
    pub(super) earlier: Option<String>,
    pub(super) notes: Vec<NoteFile>,
}

impl Drafting {
    /// Carries it out; nobody waits for it.
    pub(super) fn carry_out(self) {
        tokio::spawn(async move {
            self.announce(TalkMoment::Began);
            let ended = self.ended().await.unwrap_or_else(|error| Ended {
                status: RunStatus::Failed,
                text: String::new(),
                is_partial: true,
                error: Some(error),
            });
            let moment = match (ended.status, &ended.error) {
                (RunStatus::Cancelled, _) => TalkMoment::Stopped,
                (RunStatus::Failed, Some(error)) => TalkMoment::Failed { error: error.clone() },
                _ => TalkMoment::Done,
            };
            if let Err(error) = self.set(ended.status, ended.text, ended.error).await {
                tracing::warn!("the end of a draft: {error}");
            }
            self.written.notify_one();
            let Drafting { models, seat, draft, secretary_uid, .. } = self;
            drop(seat);
            announce(&models, &draft, &secretary_uid, moment);
        });
    }

    async fn ended(&self) -> Result<Ended> {
        let files = self.notes.clone();
        let notes = tokio::task::spawn_blocking(move || read_notes(&files)).await.map_err(Error::internal)??;
        let (draft, secretary, earlier) = (self.draft.clone(), self.secretary_uid.clone(), self.earlier.clone());
        let gather = move |connection: &hisho_store::Connection| {
            Material::gather(connection, &draft, &secretary, earlier, notes)
        };
        let material = self.models.store.read(gather).await?;
        let about = &material.secretary;
        let line = self.models.line(about.provider, about.credential_uid.as_deref()).await?;
        let address = line.remote.account().base().to_owned();
        let asked = Asked { drafting: self, material, address };
        Ok(Ended::of(ask(&self.models, &line, &asked, &self.seat.stop).await?, MESSAGE_LIMIT))
    }

    async fn set(&self, status: RunStatus, text: String, error: Option<Error>) -> Result<()> {
        let run = self.run;
        let set = move |write: &hisho_store::Write<'_>| task_drafts::set(write, run, status, &text, error.as_ref());
        self.models.store.write(Actor::system(), set).await
    }

    fn announce(&self, moment: TalkMoment) {
        announce(&self.models, &self.draft, &self.secretary_uid, moment);
    }
}

fn announce(models: &Models, draft: &TaskDraft, secretary_uid: &str, moment: TalkMoment) {
    // Nobody listening is no failure.
    let _ = models.events.send(Event::Draft {
        task_uid: draft.task_uid.clone(),
        draft_uid: draft.uid.clone(),
        secretary_uid: secretary_uid.to_owned(),
        moment,
    });
}

/// What is asked for a draft.
struct Asked<'a> {
    drafting: &'a Drafting,
    material: Material,
    address: String,
}

impl Question for Asked<'_> {
    async fn told(&self, terms: Terms) -> Result<Chat> {
        let told = Told { chat: self.material.told(terms), left_out: 0 };
        let about = &self.material.secretary;
        let preview = Preview::of(about, self.material.temperature, &told, Some(self.address.clone()));
        let (run, text) = (self.drafting.run, serde_json::to_string(&preview).map_err(Error::internal)?);
        let models = &self.drafting.models;
        models.store.write(Actor::system(), move |write| runs::set_told(write, run, 0, &text)).await?;
        Ok(told.chat)
    }

    fn asker(&self) -> Asker {
        Asker {
            run: Some(self.drafting.run),
            secretary_uid: Some(self.material.secretary.uid.clone()),
            project_uid: self.material.task.project_uid.clone(),
        }
    }

    fn announce(&self, moment: TalkMoment) {
        self.drafting.announce(moment);
    }

    async fn keep(&self, text: &str) -> Result<()> {
        self.drafting.set(RunStatus::Running, text.to_owned(), None).await
    }
}

/// Marks the drafts of processes that are gone as interrupted; what had come of them stays, and their
/// calls are counted by it.
pub(crate) async fn recover(store: &Store, owner: &Owner, data_dir: &Path) -> Result<()> {
    let open = store.read(task_drafts::open_runs).await?;
    for left in open.into_iter().filter(|left| !owner.lives(data_dir, &left.owner)) {
        let interrupted = Error::refused("interrupted", json!({ "uid": left.uid }));
        let settle = move |write: &hisho_store::Write<'_>| {
            task_drafts::set(write, left.run, RunStatus::Failed, &left.text, Some(&interrupted))?;
            calls::settle_unseen(write, left.run, estimate_tokens(&left.text))
        };
        store.write(Actor::system(), settle).await?;
    }
    Ok(())
}
