//! Carrying discussions out: each that has something on its way has a task of its own, through which
//! all its events go, one after the other. When nothing is on its way any more, as when the
//! person is to speak, the task ends; whoever acts next begins another. Must not know how a
//! model is asked, or who speaks next.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use hisho_domain::discussion::DiscussionStatus;
use hisho_domain::discussion::engine::{Effect, Event, Record, Step};
use hisho_domain::discussion::run::{Arranged, DiscussionMoment, Running};
use hisho_domain::talk::RunStatus;
use hisho_domain::{Actor, Error, ErrorCode, Result};
use hisho_llm::Stop;
use hisho_store::discussion_run::{self, Beside, Carried, Loaded, Taken};
use serde_json::json;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::ask::{Asking, Came, Texts, person};
use super::passages::{Passage, passages};
use super::prompt::Call;
use super::summary::summary;
use super::tables::{Asked, Counted, Seat, Tables};
use crate::App;
use crate::models::Models;

/// What is asked of a discussion's task.
pub(super) enum Act {
    /// Begin, with the revision that was read.
    Begin(i64, Box<Arranged>),
    /// This happened.
    Happened(Event),
    /// Go on with what was left behind.
    GoOn,
}

/// What came of an act.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) messages: Vec<String>,
    pub(super) interruptions: Vec<String>,
}

/// Does something in a discussion, in its turn.
pub(super) async fn act(app: &App, actor: Actor, uid: &str, what: Act) -> Result<Done> {
    super::recovery::claim(app, uid).await?;
    let owner = app.talks().owner().name(app.data_dir())?;
    let (reply, done) = oneshot::channel();
    {
        let tables = app.tables();
        let mut running = tables.running();
        let seat = running.entry(uid.to_owned()).or_insert_with(|| {
            let (asks, asked) = mpsc::unbounded_channel();
            let texts = Texts::default();
            let drive = Drive {
                models: app.models().clone(),
                written: app.written(),
                tables: tables.clone(),
                owner,
                uid: uid.to_owned(),
                loaded: None,
                since: Instant::now(),
                run: None,
                calls: JoinSet::new(),
                stops: HashMap::new(),
                notes: None,
                texts: texts.clone(),
                is_over_time: false,
            };
            let counted = Counted::one(tables);
            let task = tokio::spawn(async move {
                drive.carry_out(asked).await;
                drop(counted);
            });
            Seat { asks, texts, task: Some(task.abort_handle()) }
        });
        // The task takes itself off the list before it ends.
        let _ = seat.asks.send((actor, what, reply));
    }
    done.await.map_err(|_| Error::internal("the discussion was closed"))?
}

/// A discussion that is carried out.
struct Drive {
    models: Models,
    written: Arc<Notify>,
    tables: Arc<Tables>,
    owner: String,
    uid: String,
    loaded: Option<Loaded>,
    /// When the last event was taken.
    since: Instant,
    run: Option<i64>,
    calls: JoinSet<Came>,
    stops: HashMap<u64, Stop>,
    /// Passages for a topic.
    notes: Option<(String, Arc<Vec<Passage>>)>,
    texts: Texts,
    is_over_time: bool,
}

impl Drive {
    async fn carry_out(mut self, mut asks: mpsc::UnboundedReceiver<Asked>) {
        if let Err(error) = self.pick_up().await
            && error.code != ErrorCode::NotFound
        {
            tracing::warn!("a discussion that was left: {error}");
        }
        loop {
            if self.calls.is_empty() && self.tables.leave(&self.uid, &asks) {
                break;
            }
            let limit = self.until_limit();
            tokio::select! {
                biased;
                Some((actor, act, reply)) = asks.recv() => {
                    let done = self.act(actor, act).await;
                    self.written.notify_one();
                    // Whoever asked may have left.
                    let _ = reply.send(done);
                }
                Some(came) = self.calls.join_next() => {
                    if let Ok(came) = came {
                        self.take_in(came).await;
                    }
                    self.written.notify_one();
                }
                () = tokio::time::sleep(limit.unwrap_or_default()), if limit.is_some() => {
                    self.is_over_time = true;
                    let active_ms = self.active_ms();
                    if let Err(error) = self.take(Actor::system(), Event::TimePassed { active_ms }, None).await {
                        tracing::warn!("the end of a discussion's time: {error}");
                    }
                }
            }
        }
        if let Some(run) = self.run {
            let end =
                move |write: &hisho_store::Write<'_>| discussion_run::finish_run(write, run, RunStatus::Completed);
            if let Err(error) = self.models.store.write(Actor::system(), end).await {
                tracing::warn!("the end of a discussion's run: {error}");
            }
        }
    }

    /// Reads the discussion; turns that nobody takes any more are abandoned, and taken again.
    async fn pick_up(&mut self) -> Result<()> {
        let (uid, seen) = (self.uid.clone(), self.tables.remembered(&self.uid));
        let load = move |connection: &_| discussion_run::load_since(connection, &uid, seen);
        self.loaded = self.models.store.read(load).await?;
        let Some(loaded) = &self.loaded else { return Ok(()) };
        let state = &loaded.state;
        // The last first, so that they are taken in their old order.
        let left: Vec<u64> =
            state.open.iter().rev().filter(|(_, open)| !state.is_own(open.seat)).map(|(turn, _)| *turn).collect();
        let mut effects = Vec::new();
        for turn in left {
            let (_, step) = self.put_down(Actor::system(), Event::Abandoned { turn }, None).await?;
            effects.push(step);
        }
        for step in effects {
            self.follow(step).await?;
        }
        Ok(())
    }

    async fn act(&mut self, actor: Actor, act: Act) -> Result<Done> {
        match act {
            Act::Begin(rev, arranged) => {
                let uid = self.uid.clone();
                let taken = self
                    .models
                    .store
                    .write(actor, move |write| {
                        let language = arranged.language;
                        let person = person(write, language)?;
                        let words = |state: &_, names: &[String]| summary(language, &person, state, names);
                        discussion_run::begin(write, &uid, rev, *arranged, &Beside { sent: None, summary: &words })
                    })
                    .await?;
                let (done, step) = self.keep(taken);
                self.follow(step).await?;
                Ok(done)
            }
            Act::Happened(event) => self.take(actor, event, None).await,
            Act::GoOn => match &self.loaded {
                None => Err(DiscussionStatus::Draft.refuses(json!({}))),
                Some(_) => Ok(Done::default()),
            },
        }
    }

    /// Takes what came of a turn.
    async fn take_in(&mut self, came: Came) {
        self.stops.remove(&came.turn);
        if let Some(error) = came.error {
            let seat = self.loaded.as_ref().and_then(|loaded| {
                let open = loaded.state.open.get(&came.turn)?;
                Some(loaded.state.seats[open.seat].spec.uid.clone())
            });
            if let Some(seat_uid) = seat {
                self.announce(DiscussionMoment::Unanswered { turn: came.turn, seat_uid, error });
            }
        }
        if let Err(error) = self.take(came.actor, came.event, came.sent).await {
            tracing::warn!("what came of a turn: {error}");
            if error.code == ErrorCode::NotFound {
                // It lies in the trash; what was on its way is found again when it comes back.
                self.calls.abort_all();
                while self.calls.join_next().await.is_some() {}
                self.stops.clear();
            }
        }
    }

    async fn take(&mut self, actor: Actor, event: Event, sent: Option<String>) -> Result<Done> {
        let (done, step) = self.put_down(actor, event, sent).await?;
        self.follow(step).await?;
        Ok(done)
    }

    async fn put_down(&mut self, actor: Actor, event: Event, sent: Option<String>) -> Result<(Done, Step)> {
        let (uid, known) = (self.uid.clone(), self.loaded.take());
        let taken = self
            .models
            .store
            .write(actor, move |write| {
                let known = match known {
                    Some(known) => known,
                    None => discussion_run::running(write, &uid)?,
                };
                let language = known.arranged.language;
                let person = person(write, language)?;
                let words = |state: &_, names: &[String]| summary(language, &person, state, names);
                discussion_run::take(write, &uid, Some(known), event, &Beside { sent, summary: &words })
            })
            .await;
        match taken {
            Ok(taken) => Ok(self.keep(taken)),
            Err(error) => {
                let uid = self.uid.clone();
                // As it is without what was refused.
                self.loaded = self
                    .models
                    .store
                    .read(move |connection| discussion_run::load(connection, &uid))
                    .await
                    .unwrap_or(None);
                Err(error)
            }
        }
    }

    fn keep(&mut self, taken: Taken) -> (Done, Step) {
        let Taken { loaded, step, messages, interruptions } = taken;
        let state = Box::new(Running::of(&loaded.state, loaded.arranged.unit, loaded.number));
        self.tables.remember(loaded.clone());
        self.loaded = Some(loaded);
        self.since = Instant::now();
        self.announce(DiscussionMoment::Stepped { state });
        (Done { messages, interruptions }, step)
    }

    /// Does what is to be done after an event.
    async fn follow(&mut self, step: Step) -> Result<()> {
        for effect in step.effects {
            match effect {
                Effect::Stop { turn } => {
                    if let Some(stop) = self.stops.get(&turn) {
                        stop.stop();
                    }
                }
                Effect::Ask { turn, seat, .. } => {
                    if let Some(seat_uid) = self.seat(seat) {
                        self.announce(DiscussionMoment::Waits { turn, seat_uid });
                    }
                }
                Effect::Call { turn, seat, task, peers, unread } => {
                    self.call(Call { turn, seat, task, peers, unread }).await?;
                }
            }
        }
        if step.records.iter().any(|record| matches!(record, Record::Ended(_))) {
            super::notice::ended(&self.models.store, &self.uid).await;
        }
        Ok(())
    }

    async fn call(&mut self, call: Call) -> Result<()> {
        let run = match self.run {
            Some(run) => run,
            None => {
                let (uid, owner) = (self.uid.clone(), self.owner.clone());
                let begin = move |write: &hisho_store::Write<'_>| {
                    discussion_run::begin_run(write, &uid, Carried::Discussion, &owner)
                };
                *self.run.insert(self.models.store.write(Actor::system(), begin).await?)
            }
        };
        let notes = self.notes().await;
        let Some(loaded) = self.loaded.clone() else { return Ok(()) };
        let stop = Stop::default();
        // A turn that the state took back meanwhile is not asked for.
        let Some(open) = loaded.state.open.get(&call.turn) else { return Ok(()) };
        if open.is_breaking {
            stop.stop();
        }
        self.stops.insert(call.turn, stop.clone());
        let turn = call.turn;
        if let Some(seat_uid) = self.seat(call.seat) {
            self.announce(DiscussionMoment::Thinks { turn, seat_uid });
        }
        let asking = Asking { models: self.models.clone(), loaded, call, run, notes, stop, texts: self.texts.clone() };
        self.calls.spawn(async move {
            let asked = std::panic::AssertUnwindSafe(asking.ask()).catch_unwind().await;
            asked.unwrap_or_else(|_| Came {
                turn,
                event: Event::Failed { turn, why: "internal".into(), cost: 0 },
                actor: Actor::system(),
                sent: None,
                error: Some(Error::internal("a turn panicked")),
            })
        });
        Ok(())
    }

    /// Passages for the topic as it is now, looked for once.
    async fn notes(&mut self) -> Arc<Vec<Passage>> {
        let topic = self.loaded.as_ref().map(|loaded| loaded.state.topic.clone()).unwrap_or_default();
        if let Some((known, notes)) = &self.notes
            && *known == topic
        {
            return notes.clone();
        }
        let (store, question) = (self.models.store.clone(), topic.clone());
        let found = tokio::task::spawn_blocking(move || passages(&store, &question)).await;
        let notes = found.map_err(Error::internal).and_then(|found| found).unwrap_or_else(|error| {
            tracing::warn!("the librarian found nothing: {error}");
            Vec::new()
        });
        let notes = Arc::new(notes);
        self.notes = Some((topic, notes.clone()));
        notes
    }

    fn seat(&self, seat: usize) -> Option<String> {
        self.loaded.as_ref().map(|loaded| loaded.state.seats[seat].spec.uid.clone())
    }

    /// How long it was active, up to now.
    fn active_ms(&self) -> u64 {
        let since = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.loaded.as_ref().map_or(0, |loaded| match loaded.state.status {
            DiscussionStatus::Active => loaded.active_ms.saturating_add(since),
            _ => loaded.active_ms,
        })
    }

    /// How long it may still be active.
    fn until_limit(&self) -> Option<Duration> {
        let state = &self.loaded.as_ref()?.state;
        let limit =
            state.setup.time_limit_ms.filter(|_| state.status == DiscussionStatus::Active && !self.is_over_time)?;
        Some(Duration::from_millis(limit.saturating_sub(self.active_ms())))
    }

    fn announce(&self, moment: DiscussionMoment) {
        // Nobody listening is no failure.
        let _ = self.models.events.send(crate::Event::Discussion { uid: self.uid.clone(), moment });
    }
}
