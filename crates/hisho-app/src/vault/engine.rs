//! The engine of the vault: it looks at the files when there is a reason, brings the index in
//! step, and then the mirrored notes. One process per data folder has the lock to do so; a
//! background engine that lacks it keeps asking. Must not know Markdown, nor what a note means.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use hisho_domain::note::{PollingReason, VaultState, VaultStatus, Watching};
use hisho_domain::{Error, ErrorCode, Result};
use hisho_store::vaults::{self, Vault};
use hisho_store::{Connection, Store, notes};
use tokio::sync::broadcast;

use super::index::{self, Brake, Force, Look, ScanReport};
use super::loaded::Loaded;
use super::mirror::{self, Said};
use super::no_vault;
use super::watching::{self, Wake};
use crate::events::Event;
use crate::folder::EngineLock;

/// The engine of one open application.
pub(crate) struct Engine {
    pub(super) store: Store,
    events: broadcast::Sender<Event>,
    data_dir: PathBuf,
    /// Held while this process may watch and mirror.
    lock: Mutex<Option<EngineLock>>,
    /// What the thread does, as far as it knows; that too much is gone is the brake's to say.
    status: Mutex<VaultStatus>,
    brake: Mutex<Brake>,
    /// When the last look ended, in this process.
    looked_at: Mutex<Option<String>>,
    /// How this process comes to know of changes.
    following: Mutex<Following>,
    /// Held while looking or mirroring, so that commands and the thread take turns.
    turn: Mutex<()>,
    thread: Mutex<Option<(Sender<Wake>, JoinHandle<()>)>>,
    /// Texts that were given to the editor, or came from it.
    pub(super) loaded: Loaded,
    pub(super) stopping: AtomicBool,
}

/// How changes come to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Following {
    pub(super) watching: Watching,
    pub(super) polling_reason: Option<PollingReason>,
    /// When the system last told of one.
    pub(super) last_event_at: Option<String>,
}

impl Engine {
    pub(crate) fn new(
        store: Store,
        events: broadcast::Sender<Event>,
        data_dir: PathBuf,
        lock: Option<EngineLock>,
    ) -> Arc<Self> {
        Arc::new(Engine {
            store,
            events,
            data_dir,
            lock: Mutex::new(lock),
            status: Mutex::new(VaultStatus::Watching),
            brake: Mutex::new(Brake::default()),
            looked_at: Mutex::new(None),
            following: Mutex::new(Following { watching: Watching::Off, polling_reason: None, last_event_at: None }),
            turn: Mutex::new(()),
            thread: Mutex::new(None),
            loaded: Loaded::default(),
            stopping: AtomicBool::new(false),
        })
    }

    /// Watches from now on, on a thread of its own that ends with the engine.
    pub(crate) fn start(self: &Arc<Self>) {
        let (wake, inbox) = channel();
        let (engine, again) = (Arc::downgrade(self), wake.clone());
        let thread = std::thread::Builder::new()
            .name("hisho-vault".into())
            .spawn(move || watching::run(&engine, &again, &inbox))
            .expect("a thread can be started");
        *guard(&self.thread) = Some((wake, thread));
    }

    /// Ends the work in progress, then the thread, then gives the lock back.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        if let Some((wake, thread)) = guard(&self.thread).take() {
            // It may have ended already.
            let _ = wake.send(Wake::Stop);
            // The last holder of the engine can be its own thread, which cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::warn!("the vault's thread ended in a panic");
            }
        }
        *guard(&self.lock) = None;
    }

    /// The state of the vault in use.
    pub(crate) fn state(&self, connection: &Connection) -> hisho_store::Result<Option<VaultState>> {
        vaults::current(connection)?.map(|vault| self.state_of(connection, vault)).transpose()
    }

    /// The state of this vault.
    pub(crate) fn state_of(&self, connection: &Connection, vault: Vault) -> hisho_store::Result<VaultState> {
        let root = Path::new(&vault.path);
        let mut status = *guard(&self.status);
        if status != VaultStatus::Indexing && !root.is_dir() {
            status = VaultStatus::Missing;
        } else if status == VaultStatus::Watching && self.brakes(&vault) {
            status = VaultStatus::HeldBack;
        } else if status == VaultStatus::Watching && !vault.auto_sync {
            status = VaultStatus::Paused;
        } else if status == VaultStatus::Watching && guard(&self.lock).is_none() && !self.is_free() {
            status = VaultStatus::InUse;
        }
        let looked_at = guard(&self.looked_at).clone();
        let following = guard(&self.following).clone();
        Ok(VaultState {
            name: root.file_name().map_or_else(|| vault.path.clone(), |name| name.to_string_lossy().into_owned()),
            status,
            watching: following.watching,
            polling_reason: following.polling_reason,
            last_event_at: following.last_event_at,
            quiet_ms: vault.quiet_ms,
            write_quiet_ms: vault.write_quiet_ms,
            notes: notes::count(connection, vault.id)?,
            problems: vaults::problems(connection, vault.id)?,
            uid: vault.uid,
            path: vault.path,
            rev: vault.rev,
            auto_sync: vault.auto_sync,
            sync_interval_minutes: vault.sync_interval_minutes,
            file_extensions: vault.file_extensions,
            template_folder: vault.template_folder,
            excluded_folders: vault.excluded_folders,
            last_scan_at: looked_at.max(vault.last_scan_at),
            writing: vault.writing,
            plans_folder: vault.plans_folder,
            projects_folder: vault.projects_folder,
        })
    }

    /// The vault in use was changed: a thread that runs will look, else it is done at once.
    pub(crate) fn vault_changed(&self) -> Result<()> {
        if self.send(Wake::Vault) {
            *guard(&self.status) = VaultStatus::Indexing;
            return Ok(());
        }
        // Where another process has the engine, that one looks.
        match self.look_and_mirror(&Look::default()) {
            Err(error) if error.code == ErrorCode::InUse => Ok(()),
            other => other.map(drop),
        }
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
        guard(&self.thread).as_ref().is_some_and(|(sender, _)| sender.send(wake).is_ok())
    }

    /// Looks through the whole vault, reading every file, and brings the mirror in step.
    pub(crate) fn scan_now(&self, look: &Look) -> Result<ScanReport> {
        self.look_and_mirror(&Look { force: Force::All, ..look.clone() })
    }

    fn look_and_mirror(&self, look: &Look) -> Result<ScanReport> {
        self.in_turn(|store| {
            let vault = store.read_blocking(vaults::current)?.ok_or_else(no_vault)?;
            let report = self.look(&vault, look)?;
            self.mirror_soon(&vault, Said { accept_gone: look.accept_gone, ..Said::default() })?;
            Ok(report)
        })
    }

    /// One look as the thread takes it, trusting sizes and times.
    pub(crate) fn look_now(&self, look: &Look) -> Result<ScanReport> {
        self.in_turn(|store| {
            let vault = store.read_blocking(vaults::current)?.ok_or_else(no_vault)?;
            self.look(&vault, look)
        })
    }

    /// Brings the mirror in step for a host without a background; another process's engine sees
    /// the change by itself.
    pub(crate) fn settle(&self) -> Result<()> {
        let settled = self.in_turn(|store| match store.read_blocking(vaults::current)? {
            Some(vault) if vault.auto_sync && Path::new(&vault.path).is_dir() => {
                self.mirror(&vault, Said::default()).map(drop)
            }
            _ => Ok(()),
        });
        match settled {
            Err(error) if error.code == ErrorCode::InUse => Ok(()),
            other => other,
        }
    }

    /// Runs something that replaces what the engine goes by, while it rests, and lets it look anew.
    pub(crate) fn at_rest<T>(&self, act: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let value = {
            let _turn = guard(&self.turn);
            act(&self.store)?
        };
        if self.store.read_blocking(vaults::current)?.is_some_and(|vault| Path::new(&vault.path).is_dir()) {
            self.vault_changed()?;
        }
        Ok(value)
    }

    /// This process has the lock.
    pub(crate) fn holds(&self) -> bool {
        guard(&self.lock).is_some()
    }

    /// Runs something that touches the vault's files while nothing else does. Without a background
    /// the lock is taken for just so long; where another process has it, `in_use`.
    pub(crate) fn in_turn<T>(&self, act: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let _turn = guard(&self.turn);
        let background = guard(&self.thread).is_some();
        if guard(&self.lock).is_none() {
            let lock = EngineLock::take(&self.data_dir)?.ok_or_else(|| {
                Error::new(
                    ErrorCode::InUse,
                    "another running Hisho keeps this vault",
                    serde_json::json!({ "path": self.data_dir.display().to_string() }),
                )
            })?;
            self.hold(lock);
        }
        let outcome = act(&self.store);
        if !background {
            *guard(&self.lock) = None;
        }
        outcome
    }

    /// True when this process has the lock, or could take it now; takes it if so.
    pub(super) fn own(&self) -> bool {
        if guard(&self.lock).is_some() {
            return true;
        }
        match EngineLock::take(&self.data_dir) {
            Ok(Some(lock)) => {
                self.hold(lock);
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!("asking for the engine's lock: {error}");
                false
            }
        }
    }

    /// An open database was found sound when it was opened, whoever had the lock then.
    fn hold(&self, mut lock: EngineLock) {
        lock.found_sound();
        *guard(&self.lock) = Some(lock);
    }

    /// No other process has the lock at this moment.
    fn is_free(&self) -> bool {
        matches!(EngineLock::take(&self.data_dir), Ok(Some(_)))
    }

    /// Waits for its turn; for the thread.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        guard(&self.turn)
    }

    /// The person changed these files through Hisho: index and mirror learn of it at once. What
    /// goes wrong there is found again by the next look, and does not undo the edit.
    pub(super) fn touched(&self, vault: &Vault, paths: Vec<String>) {
        if paths.is_empty() {
            return;
        }
        let touched = paths.clone();
        let look = Look { force: Force::Paths(paths.iter().cloned().collect()), accept_gone: false, by_hand: true };
        let looked = self.look(vault, &look);
        // Folders and attachments are in no note's news.
        let _ = self.events.send(Event::Notes { paths: (paths.len() <= index::NAMED).then_some(paths) });
        let said = Said { done_with: &touched, ..Said::default() };
        match looked.and_then(|_| if vault.auto_sync { self.mirror(vault, said) } else { Ok(None) }) {
            // The thread waits for what was too fresh.
            Ok(Some(_)) => self.wake_mirror(),
            Ok(None) => {}
            Err(error) => tracing::warn!("after an edit: {error}"),
        }
    }

    /// Keeps how changes come to be known from now on.
    pub(super) fn follows(&self, watching: Watching, polling_reason: Option<PollingReason>) {
        let mut following = guard(&self.following);
        (following.watching, following.polling_reason) = (watching, polling_reason);
    }

    /// The system told of a change just now.
    pub(super) fn heard(&self) {
        guard(&self.following).last_event_at = Some(hisho_store::time::now());
    }

    /// Tells everybody how the vault is doing.
    pub(super) fn announce(&self) {
        let status = *guard(&self.status);
        self.announce_status(status);
    }

    /// One look at the files.
    pub(super) fn look(&self, vault: &Vault, look: &Look) -> Result<ScanReport> {
        let id = vault.id;
        if self.store.read_blocking(move |connection| notes::count(connection, id))? == 0 {
            self.announce_status(VaultStatus::Indexing);
        }
        // Whoever looks has its turn, so that nobody else changes it meanwhile.
        let mut brake = guard(&self.brake).clone();
        let outcome = index::reconcile(&self.store, vault, look, &mut brake, &self.stopping, |paths| {
            // Nobody listening is no failure.
            let _ = self.events.send(Event::Notes { paths });
        });
        *guard(&self.brake) = brake;
        *guard(&self.looked_at) = Some(hisho_store::time::now());
        self.announce_status(match &outcome {
            Ok(_) => VaultStatus::Watching,
            Err(_) => VaultStatus::Missing,
        });
        if let Ok(report) = &outcome {
            let _ = self.events.send(Event::Looked { report: report.clone() });
        }
        outcome
    }

    /// Gives how long to wait before mirroring again, where a note was too fresh to be read or written.
    /// While too much of the vault is gone, nothing is written into what is left of it.
    pub(super) fn mirror(&self, vault: &Vault, said: Said<'_>) -> Result<Option<Duration>> {
        if self.brakes(vault) {
            return Ok(None);
        }
        let synced = mirror::sync(&self.store, vault, said, &self.stopping)?;
        if synced.is_news {
            self.announce();
        }
        Ok(synced.again)
    }

    /// As [`Engine::mirror`], for somebody who waits: what is only a moment too fresh to be read is
    /// waited for.
    fn mirror_soon(&self, vault: &Vault, said: Said<'_>) -> Result<()> {
        const TIMES: usize = 3;
        let quiet = Duration::from_millis(vault.quiet_ms.try_into().unwrap_or_default());
        for _ in 0..TIMES {
            match self.mirror(vault, said)? {
                Some(wait) if wait <= quiet => std::thread::sleep(wait),
                _ => break,
            }
        }
        Ok(())
    }

    /// The last look everywhere found too much of this vault gone.
    fn brakes(&self, vault: &Vault) -> bool {
        guard(&self.brake).holds(vault.id)
    }

    pub(super) fn announce_status(&self, status: VaultStatus) {
        *guard(&self.status) = status;
        match self.store.read_blocking(|connection| self.state(connection)) {
            Ok(Some(state)) => drop(self.events.send(Event::Vault { state: Box::new(state) })),
            Ok(None) => {}
            Err(error) => tracing::warn!("reading the vault's state: {error}"),
        }
    }
}

/// What is behind these locks stays sound when a holder panics.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
