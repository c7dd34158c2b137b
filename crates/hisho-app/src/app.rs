//! The application: one open store, the engine, and the door through which every host calls
//! commands. Must not know any single command.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hisho_domain::{Actor, ActorKind, Entity, Error, ErrorCode, Origin, Result};
use hisho_store::{Connection, Store, backups, epochs, journal, notifications, people, settings};
use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast};

use crate::command::{Command, Effect};
use crate::commands::COMMANDS;
use crate::discussions::{self, Tables};
use crate::drafts;
use crate::events::Event;
use crate::folder::EngineLock;
use crate::gesture::Gestures;
use crate::models::Models;
use crate::models::keys::{KeyStore, Keys, SystemKeychain};
use crate::search::Turns;
use crate::talk::{self, Talks};
use crate::vault::{Catalogues, Engine, ScanReport};

/// How often the journal is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_millis(250);
/// Announcements that a slow listener may fall behind before it is told to read everything anew.
const BACKLOG: usize = 1024;

/// How often it is looked whether the daily backup is due.
const DAILY: Duration = Duration::from_secs(60);

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

/// How far the journal was announced, and in which of the database's times.
#[derive(Clone, PartialEq)]
struct Announced {
    seq: i64,
    epoch: Option<String>,
}

struct Inner {
    engine: Arc<Engine>,
    store: Store,
    events: broadcast::Sender<Event>,
    written: Arc<Notify>,
    announced: Mutex<Announced>,
    /// The names of the backups that listeners know of.
    backups: Mutex<HashSet<OsString>>,
    gestures: Gestures,
    searches: Turns,
    catalogues: Catalogues,
    models: Models,
    talks: Arc<Talks>,
    tables: Arc<Tables>,
    background: bool,
    data_dir: PathBuf,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // What had come of an answer is kept.
        self.talks.stop_all();
        self.tables.drop_all();
        // The engine ends its work and gives the lock back before the store closes.
        self.engine.stop();
    }
}

impl App {
    /// Makes the daily backup at the first chance of each local day, in the process that has the
    /// engine.
    fn back_up_daily_until_closed(&self) {
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                let Some(open) = inner.upgrade() else { return };
                let (data_dir, holds) = (open.data_dir.clone(), open.engine.holds());
                drop(open);
                if !holds {
                    // Whoever has the engine makes it.
                    tokio::time::sleep(DAILY).await;
                    continue;
                }
                match tokio::task::spawn_blocking(move || crate::backups::daily(&data_dir)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::warn!("the daily backup: {error}"),
                    Err(error) => tracing::warn!("the daily backup: {error}"),
                }
                tokio::time::sleep(DAILY).await;
            }
        });
    }

    /// Opens the data folder, migrating and checking as needed, and starts the engine unless
    /// another process runs it already. Must be called within a tokio runtime.
    pub async fn open(options: Options) -> Result<App> {
        App::open_with(options, Arc::new(SystemKeychain)).await
    }

    /// As [`App::open`], with another place for keys than the keychain of the system.
    pub async fn open_with(options: Options, keychain: Arc<dyn KeyStore>) -> Result<App> {
        let data_dir = std::path::absolute(&options.data_dir).map_err(|e| Error::io("data_folder", None, e))?;
        let (store, lock) = {
            let data_dir = data_dir.clone();
            tokio::task::spawn_blocking(move || -> Result<_> {
                let mut lock = EngineLock::take(&data_dir)?;
                let check = lock.as_ref().is_some_and(|lock| lock.unclean);
                let store = Store::open(&data_dir, check)?;
                lock.iter_mut().for_each(EngineLock::found_sound);
                Ok((store, lock))
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
        let announced = Mutex::new(store.read(now).await?);
        let backups = Mutex::new(backups::names(&data_dir));
        let (events, _) = broadcast::channel(BACKLOG);
        // Without a background the engine is only at work for moments, and so is the lock held.
        let lock = lock.filter(|_| options.background);
        let talks = Arc::new(Talks::default());
        talk::recover(&store, &talks, &data_dir).await?;
        drafts::recover(&store, talks.owner(), &data_dir).await?;
        discussions::recover(&store, talks.owner(), &data_dir).await?;
        let models = Models { store: store.clone(), events: events.clone(), keys: Arc::new(Keys::new(keychain)) };
        let engine = Engine::new(store.clone(), events.clone(), data_dir.clone(), lock);
        let app = App {
            inner: Arc::new(Inner {
                engine,
                store,
                events,
                written: Arc::new(Notify::new()),
                announced,
                backups,
                gestures: Gestures::default(),
                searches: Turns::default(),
                catalogues: Catalogues::default(),
                models,
                talks,
                tables: Arc::default(),
                background: options.background,
                data_dir,
            }),
        };
        if options.background {
            app.inner.engine.start();
            app.announce_until_closed();
            app.back_up_daily_until_closed();
            crate::trash::purge_until_closed(&app);
            discussions::resume_later(&app);
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
        let actor = Actor { decides: command.effect == Effect::Decide, ..caller.actor };
        let outcome = tokio::spawn(async move { (command.run)(&app, actor, input).await }).await;
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
        if !self.inner.background {
            self.inner.talks.settled().await;
            self.inner.tables.settled().await;
        }
        let engine = self.inner.engine.clone();
        tokio::task::spawn_blocking(move || engine.settle()).await.map_err(Error::internal)?
    }

    /// Makes a folder the vault in use, where it is not, and looks through it once as the engine does
    /// by itself; nothing is mirrored. For hosts without a background.
    pub async fn index(&self, actor: Actor, folder: &str) -> Result<ScanReport> {
        crate::vault::index_once(self, actor, folder).await
    }

    /// Tells when nothing else holds this application any more.
    pub(crate) fn weak_store(&self) -> impl Fn() -> Option<Store> + Send + use<> {
        let inner = Arc::downgrade(&self.inner);
        move || inner.upgrade().map(|inner| inner.store.clone())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn catalogues(&self) -> &Catalogues {
        &self.inner.catalogues
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.inner.engine
    }

    pub(crate) fn searches(&self) -> &Turns {
        &self.inner.searches
    }

    pub(crate) fn models(&self) -> &Models {
        &self.inner.models
    }

    pub(crate) fn tables(&self) -> &Arc<Tables> {
        &self.inner.tables
    }

    pub(crate) fn talks(&self) -> &Arc<Talks> {
        &self.inner.talks
    }

    /// Tells whoever announces the journal that something was written.
    pub(crate) fn written(&self) -> Arc<Notify> {
        self.inner.written.clone()
    }

    pub(crate) fn data_dir(&self) -> &Path {
        &self.inner.data_dir
    }

    /// Reads the journal on whenever something was written here, and now and then for what
    /// another process wrote; and looks whether backups came or went.
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
                if tokio::task::spawn_blocking(move || inner.announce_backups()).await.is_err() {
                    tracing::warn!("looking for backups panicked");
                }
            }
        });
    }
}

/// Where the journal ends now.
fn now(connection: &Connection) -> hisho_store::Result<Announced> {
    Ok(Announced { seq: journal::last_seq(connection)?, epoch: epochs::newest(connection)? })
}

impl Inner {
    fn announce_backups(&self) {
        let present = backups::names(&self.data_dir);
        let mut known = self.backups.lock().expect("never held across a panic");
        if *known != present {
            *known = present;
            let _ = self.events.send(Event::Backups);
        }
    }

    async fn announce(&self) -> Result<()> {
        let known = self.announced.lock().expect("never held across a panic").clone();
        let present = self.store.read(now).await?;
        if present.epoch != known.epoch {
            // The place in the journal is of another time.
            *self.announced.lock().expect("never held across a panic") = present;
            let _ = self.events.send(Event::Everything);
            self.engine.wake_vault();
            return Ok(());
        }
        if present.seq == known.seq {
            return Ok(());
        }
        let filter = journal::Filter { after: known.seq, limit: BACKLOG as i64 / 2, ..Default::default() };
        let changes = self.store.read(move |connection| journal::list(connection, &filter)).await?;
        let Some(last) = changes.last() else { return Ok(()) };
        self.announced.lock().expect("never held across a panic").seq = last.seq;
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
