//! The engine of the vault: one thread that is told where a look is due, looks, and then brings
//! the mirrored notes in step. Hints only say when; a periodic look would find the same.
//! Must not know Markdown, nor what a note means.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use hisho_domain::note::{VaultState, VaultStatus};
use hisho_domain::{Error, ErrorCode, Result};
use hisho_store::vaults::{self, Vault};
use hisho_store::{Connection, Store, notes};
use hisho_vault::watch::{Hint, Watcher};
use tokio::sync::broadcast;

use super::index::{self, ScanReport};
use super::{mirror, no_vault};
use crate::events::Event;

/// Without a vault to say how often, it is asked so often whether there is one now.
const PERIOD: Duration = Duration::from_secs(300);
/// A vault that is gone is looked for this often.
const GONE: Duration = Duration::from_secs(5);

/// What the thread is told.
enum Wake {
    /// A look at these files, or everywhere.
    Look(Option<Vec<PathBuf>>),
    /// Something that is mirrored changed in the database.
    Mirror,
    /// Another vault may be in use.
    Vault,
}

/// The engine of one open application.
pub(crate) struct Engine {
    store: Store,
    events: broadcast::Sender<Event>,
    data_dir: PathBuf,
    /// This process may watch and mirror; another has the lock otherwise.
    owner: bool,
    status: Mutex<VaultStatus>,
    /// Held while looking or mirroring, so that commands and the thread take turns.
    turn: Mutex<()>,
    wake: Mutex<Option<Sender<Wake>>>,
}

impl Engine {
    pub(crate) fn new(store: Store, events: broadcast::Sender<Event>, data_dir: PathBuf, owner: bool) -> Arc<Self> {
        let status = if owner { VaultStatus::Watching } else { VaultStatus::InUse };
        Arc::new(Engine {
            store,
            events,
            data_dir,
            owner,
            status: Mutex::new(status),
            turn: Mutex::new(()),
            wake: Mutex::new(None),
        })
    }

    /// Watches from now on, on a thread of its own that ends with the engine.
    pub(crate) fn start(self: &Arc<Self>) {
        if !self.owner {
            return;
        }
        let (wake, inbox) = channel();
        *self.wake.lock().expect("never held across a panic") = Some(wake.clone());
        let engine = Arc::downgrade(self);
        std::thread::Builder::new()
            .name("hisho-vault".into())
            .spawn(move || run(&engine, &wake, &inbox))
            .expect("a thread can be started");
    }

    /// The state of the vault in use.
    pub(crate) fn state(&self, connection: &Connection) -> hisho_store::Result<Option<VaultState>> {
        vaults::current(connection)?.map(|vault| self.state_of(connection, vault)).transpose()
    }

    /// The state of this vault.
    pub(crate) fn state_of(&self, connection: &Connection, vault: Vault) -> hisho_store::Result<VaultState> {
        let root = Path::new(&vault.path);
        let mut status = *self.status.lock().expect("never held across a panic");
        if status != VaultStatus::Indexing && !root.is_dir() {
            status = VaultStatus::Missing;
        } else if status == VaultStatus::Watching && !vault.auto_sync {
            status = VaultStatus::Paused;
        }
        Ok(VaultState {
            name: root.file_name().map_or_else(|| vault.path.clone(), |name| name.to_string_lossy().into_owned()),
            status,
            notes: notes::count(connection, vault.id)?,
            problems: vaults::problems(connection, vault.id)?,
            path: vault.path,
            rev: vault.rev,
            auto_sync: vault.auto_sync,
            sync_interval_minutes: vault.sync_interval_minutes,
            file_extensions: vault.file_extensions,
            template_folder: vault.template_folder,
            excluded_folders: vault.excluded_folders,
            last_scan_at: vault.last_scan_at,
            writing: vault.writing,
            plans_folder: vault.plans_folder,
            projects_folder: vault.projects_folder,
        })
    }

    /// The vault in use was changed: a thread that runs will look, else it is done at once.
    pub(crate) fn vault_changed(&self) -> Result<()> {
        if self.send(Wake::Vault) {
            *self.status.lock().expect("never held across a panic") = VaultStatus::Indexing;
            return Ok(());
        }
        self.scan_now().map(drop)
    }

    /// Tells the thread that something mirrored changed.
    pub(crate) fn wake_mirror(&self) {
        self.send(Wake::Mirror);
    }

    /// Tells the thread that another vault may be in use.
    pub(crate) fn wake_vault(&self) {
        self.send(Wake::Vault);
    }

    fn send(&self, wake: Wake) -> bool {
        self.wake.lock().expect("never held across a panic").as_ref().is_some_and(|sender| sender.send(wake).is_ok())
    }

    /// Looks through the whole vault and brings the mirror in step, also one that is not kept in
    /// step by itself: it was asked for.
    pub(crate) fn scan_now(&self) -> Result<ScanReport> {
        let _turn = self.turn.lock().expect("never held across a panic");
        let vault = self.store.read_blocking(vaults::current)?.ok_or_else(no_vault)?;
        let report = self.look(&vault, &HashSet::new())?;
        self.bring_in_step(&vault)?;
        Ok(report)
    }

    /// Brings the mirror in step for a host without a background; another process's engine sees
    /// the change by itself.
    pub(crate) fn settle(&self) -> Result<()> {
        let _turn = self.turn.lock().expect("never held across a panic");
        match self.store.read_blocking(vaults::current)? {
            Some(vault) if vault.auto_sync && Path::new(&vault.path).is_dir() => self.bring_in_step(&vault).map(drop),
            _ => Ok(()),
        }
    }

    /// Runs something that touches the vault's files while nothing else does.
    pub(crate) fn in_turn<T>(&self, act: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let _turn = self.turn.lock().expect("never held across a panic");
        if !self.owner {
            return Err(Error::new(
                ErrorCode::InUse,
                "another running Hisho keeps this vault",
                serde_json::json!({ "path": self.data_dir.display().to_string() }),
            ));
        }
        act(&self.store)
    }

    /// One look at the files. `force` names notes whose bytes are compared whatever their size and
    /// time say.
    fn look(&self, vault: &Vault, force: &HashSet<String>) -> Result<ScanReport> {
        let first = self.store.read_blocking({
            let id = vault.id;
            move |connection| notes::count(connection, id)
        })? == 0;
        if first {
            self.announce_status(VaultStatus::Indexing);
        }
        let outcome = index::reconcile(&self.store, vault, force, |paths| {
            let _ = self.events.send(Event::Notes { paths });
        });
        let resting = if self.owner { VaultStatus::Watching } else { VaultStatus::InUse };
        self.announce_status(if outcome.is_ok() { resting } else { VaultStatus::Missing });
        outcome
    }

    /// Gives how long to wait before mirroring again, where a note was too fresh to be written.
    fn bring_in_step(&self, vault: &Vault) -> Result<Option<Duration>> {
        if !self.owner {
            return Ok(None);
        }
        mirror::sync(&self.store, vault)
    }

    fn announce_status(&self, status: VaultStatus) {
        *self.status.lock().expect("never held across a panic") = status;
        match self.store.read_blocking(|connection| self.state(connection)) {
            Ok(Some(state)) => drop(self.events.send(Event::Vault { state: Box::new(state) })),
            Ok(None) => {}
            Err(error) => tracing::warn!("reading the vault's state: {error}"),
        }
    }
}

/// The thread: waits for a reason to look, and looks.
fn run(engine: &Weak<Engine>, wake: &Sender<Wake>, inbox: &Receiver<Wake>) {
    let mut watching: Option<(String, Watcher)> = None;
    let mut next_look = Instant::now();
    let mut next_mirror: Option<Instant> = None;
    loop {
        let due = next_mirror.map_or(next_look, |at| at.min(next_look));
        // Looking up now and then whether the engine is still there lets the thread end with it.
        let wait = due.saturating_duration_since(Instant::now()).min(Duration::from_millis(500));
        let mut look: Option<HashSet<String>> = None;
        let mut mirror = false;
        match inbox.recv_timeout(wait) {
            Ok(first) => {
                let root = watching.as_ref().map(|(root, _)| root.clone());
                for message in std::iter::once(first).chain(inbox.try_iter()) {
                    match message {
                        Wake::Look(paths) => look.get_or_insert_default().extend(relative(root.as_deref(), paths)),
                        Wake::Mirror => mirror = true,
                        Wake::Vault => drop(look.get_or_insert_default()),
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let Some(engine) = engine.upgrade() else { return };
        let now = Instant::now();
        if now >= next_look {
            look.get_or_insert_default();
        }
        if next_mirror.is_some_and(|at| now >= at) {
            mirror = true;
        }
        if look.is_none() && !mirror {
            continue;
        }
        let vault = match engine.store.read_blocking(vaults::current) {
            Ok(Some(vault)) => vault,
            Ok(None) => {
                (watching, next_look) = (None, now + PERIOD);
                continue;
            }
            Err(error) => {
                tracing::warn!("reading which vault is in use: {error}");
                next_look = now + GONE;
                continue;
            }
        };
        if !vault.auto_sync {
            // Until the person wants it otherwise, only what they ask for happens.
            (watching, next_mirror, next_look) = (None, None, now + PERIOD);
            engine.announce_status(VaultStatus::Watching);
            continue;
        }
        let _turn = engine.turn.lock().expect("never held across a panic");
        if watching.as_ref().is_none_or(|(root, _)| *root != vault.path) {
            // Watching begins before the look, so that nothing falls between them.
            watching = watch(&vault.path, wake.clone()).map(|watcher| (vault.path.clone(), watcher));
        }
        let mut there = true;
        if let Some(force) = look {
            there = match engine.look(&vault, &force) {
                Ok(_) => true,
                Err(error) => {
                    tracing::warn!("looking through the vault: {error}");
                    watching = None;
                    false
                }
            };
            next_look = Instant::now() + if there { period(&vault) } else { GONE };
        }
        next_mirror = None;
        if there {
            match engine.bring_in_step(&vault) {
                Ok(wait) => next_mirror = wait.map(|wait| Instant::now() + wait),
                Err(error) => tracing::warn!("mirroring: {error}"),
            }
        }
    }
}

/// A whole look is due this often, whatever the system reported.
fn period(vault: &Vault) -> Duration {
    Duration::from_secs(60 * u64::try_from(vault.sync_interval_minutes).unwrap_or(1))
}

fn watch(root: &str, wake: Sender<Wake>) -> Option<Watcher> {
    let on_hint = Box::new(move |hint: Hint| {
        let paths = match hint {
            Hint::Paths(paths) => Some(paths),
            Hint::Rescan => None,
        };
        // The engine is gone when nobody receives; the watcher ends with it.
        let _ = wake.send(Wake::Look(paths));
    });
    Watcher::start(Path::new(root), on_hint).inspect_err(|e| tracing::warn!("watching {root}: {e}")).ok()
}

/// Hinted places as vault paths.
fn relative(root: Option<&str>, paths: Option<Vec<PathBuf>>) -> HashSet<String> {
    let (Some(root), Some(paths)) = (root, paths) else { return HashSet::new() };
    paths
        .iter()
        .filter_map(|path| path.strip_prefix(root).ok())
        .filter_map(|path| path.to_str().map(|path| path.replace(std::path::MAIN_SEPARATOR, "/")))
        .collect()
}
