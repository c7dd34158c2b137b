//! The application: one open store, the engine, and the door through which every host calls
//! commands. Must not know any single command.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hisho_domain::{Actor, ActorKind, Entity, Error, ErrorCode, Origin, Result};
use hisho_store::{Store, journal, notifications, people, settings};
use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast};

use crate::command::{Command, Effect};
use crate::commands::COMMANDS;
use crate::events::Event;
use crate::folder::EngineLock;
use crate::gesture::Gestures;
use crate::vault::Engine;

/// How often the journal is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_millis(250);
/// Announcements that a slow listener may fall behind before it is told to read everything anew.
const BACKLOG: usize = 1024;

/// How to open the application.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the database lies.
    pub data_dir: PathBuf,
    /// Keep watching and announcing until closed, as a window does. Without, the engine works
    /// only when [`App::settle`] is called, as a single command wants it.
    pub background: bool,
}

/// Who calls a command.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The actor, made by the host.
    pub actor: Actor,
    /// The token of a gesture, for commands that decide.
    pub gesture: Option<String>,
}

impl Caller {
    /// The person at a host, without a gesture.
    pub fn person(origin: Origin) -> Self {
        Caller { actor: Actor::person(origin), gesture: None }
    }
}

/// The open application. Cloning shares it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    // The engine stops first, then the store closes, and the lock goes last.
    engine: Arc<Engine>,
    store: Store,
    events: broadcast::Sender<Event>,
    written: Arc<Notify>,
    announced: Mutex<i64>,
    gestures: Gestures,
    data_dir: PathBuf,
    _lock: Option<EngineLock>,
}

impl App {
    /// Opens the data folder, migrating and checking as needed, and starts the engine unless
    /// another process runs it already. Must be called within a tokio runtime.
    pub async fn open(options: Options) -> Result<App> {
        let data_dir = std::path::absolute(&options.data_dir).map_err(|e| Error::io("data_folder", None, e))?;
        let (store, lock) = {
            let data_dir = data_dir.clone();
            tokio::task::spawn_blocking(move || -> Result<_> {
                let lock = EngineLock::take(&data_dir)?;
                let check = lock.as_ref().is_some_and(|lock| lock.unclean);
                Ok((Store::open(&data_dir, check)?, lock))
            })
            .await
            .map_err(Error::internal)??
        };
        if !store.read(people::has_shipped).await? {
            store
                .write(Actor::system(), |write| {
                    let language = settings::get(write)?.language.unwrap_or(hisho_domain::settings::Language::En);
                    people::ship(write, language)
                })
                .await?;
        }
        if store.read(notifications::has_expired).await? {
            store.write(Actor::system(), notifications::purge).await?;
        }
        let announced = Mutex::new(store.read(journal::last_seq).await?);
        let (events, _) = broadcast::channel(BACKLOG);
        let engine = Engine::new(store.clone(), events.clone(), data_dir.clone(), lock.is_some());
        let app = App {
            inner: Arc::new(Inner {
                engine,
                store,
                events,
                written: Arc::new(Notify::new()),
                announced,
                gestures: Gestures::default(),
                data_dir,
                _lock: lock,
            }),
        };
        if options.background {
            app.inner.engine.start();
            app.announce_until_closed();
        }
        Ok(app)
    }

    /// Runs a command of the list. A command that decides needs the person and a gesture on
    /// exactly this input. A panic inside becomes an error.
    pub async fn call(&self, caller: Caller, name: &str, input: Value) -> Result<Value> {
        let command = find(name)?;
        if command.effect == Effect::Decide {
            let by_person = caller.actor.kind == ActorKind::Person;
            let token = caller.gesture.as_deref().unwrap_or_default();
            if !by_person || !self.inner.gestures.redeem(token, name, &input, Instant::now()) {
                return Err(Error::new(
                    ErrorCode::PersonOnly,
                    format!("{name} is decided by the person, on what is on the screen"),
                    json!({ "command": name }),
                ));
            }
        }
        let app = self.clone();
        let outcome = tokio::spawn(async move { (command.run)(&app, caller.actor, input).await }).await;
        self.inner.written.notify_one();
        outcome.unwrap_or_else(|e| Err(Error::internal(format!("{name}: {e}"))))
    }

    /// A token for one decision, for hosts to give out when the person confirms it on the screen.
    pub fn gesture(&self, command: &str, input: &Value) -> Result<String> {
        find(command)?;
        Ok(self.inner.gestures.issue(command, input, Instant::now()))
    }

    /// Everything announced from now on. A listener that falls behind is told so by its channel
    /// and reads everything anew.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Carries out what the engine has to do after commands of a host without a background.
    pub async fn settle(&self) -> Result<()> {
        let engine = self.inner.engine.clone();
        tokio::task::spawn_blocking(move || engine.settle()).await.map_err(Error::internal)?
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.inner.engine
    }

    pub(crate) fn data_dir(&self) -> &Path {
        &self.inner.data_dir
    }

    /// Reads the journal on whenever something was written here, and now and then for what
    /// another process wrote.
    fn announce_until_closed(&self) {
        let written = self.inner.written.clone();
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                let _ = tokio::time::timeout(LOOK, written.notified()).await;
                let Some(inner) = inner.upgrade() else { return };
                if let Err(error) = inner.announce().await {
                    tracing::warn!("reading the journal: {error}");
                }
            }
        });
    }
}

impl Inner {
    async fn announce(&self) -> Result<()> {
        let after = *self.announced.lock().expect("never held across a panic");
        let filter = journal::Filter { after, limit: BACKLOG as i64 / 2, ..Default::default() };
        let changes = self.store.read(move |connection| journal::list(connection, &filter)).await?;
        let Some(last) = changes.last() else { return Ok(()) };
        *self.announced.lock().expect("never held across a panic") = last.seq;
        for change in &changes {
            // Nobody listening is no failure.
            let _ = self.events.send(Event::from(change));
        }
        if changes.iter().any(|c| matches!(c.entity, Entity::Plan | Entity::Project | Entity::Task)) {
            self.engine.wake_mirror();
        }
        if changes.iter().any(|c| c.entity == Entity::Vault) {
            self.engine.wake_vault();
        }
        Ok(())
    }
}

fn find(name: &str) -> Result<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name).ok_or_else(|| {
        Error::new(ErrorCode::UnknownCommand, format!("no command is called {name}"), json!({ "command": name }))
    })
}
