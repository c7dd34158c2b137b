//! The engine's thread: waits for a reason to look, and looks. Hints only say when; a periodic
//! look would find the same. Must not know how one looks or mirrors.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use hisho_domain::note::VaultStatus;
use hisho_store::vaults::{self, Vault};
use hisho_vault::watch::{Hint, Watcher};

use super::engine::Engine;
use super::index::{Force, Look};
use super::{mirror, rename};

/// Without a vault to say how often, it is asked so often whether there is one now.
const PERIOD: Duration = Duration::from_secs(300);
/// Every so many of those read every file instead of trusting sizes and times.
const AUDIT: u32 = 12;
/// A vault that is gone is looked for this often.
const GONE: Duration = Duration::from_secs(5);
/// The lock that another process has is asked for this often.
const ASK: Duration = Duration::from_secs(1);

/// What the thread is told.
pub(super) enum Wake {
    /// A look at these files, or everywhere.
    Look(Option<Vec<PathBuf>>),
    /// Something that is mirrored changed in the database.
    Mirror,
    /// Another vault may be in use.
    Vault,
    /// The application closes.
    Stop,
}

/// What is due, and when.
struct Agenda {
    watching: Option<(String, Watcher)>,
    next_look: Instant,
    next_mirror: Option<Instant>,
    looks: u32,
}

/// What one round is for.
#[derive(Default)]
struct Round {
    look: Option<HashSet<String>>,
    mirror: bool,
}

pub(super) fn run(engine: &Weak<Engine>, wake: &Sender<Wake>, inbox: &Receiver<Wake>) {
    let mut agenda = Agenda { watching: None, next_look: Instant::now(), next_mirror: None, looks: 0 };
    loop {
        let Some(round) = agenda.wait(inbox) else { return };
        let Some(engine) = engine.upgrade() else { return };
        if engine.stopping.load(Ordering::Relaxed) {
            return;
        }
        if !engine.own() {
            agenda.next_look = Instant::now() + ASK;
            continue;
        }
        // A bug in one round must not end the engine without a word.
        if catch_unwind(AssertUnwindSafe(|| agenda.round(&engine, wake, round))).is_err() {
            tracing::error!("a look through the vault panicked");
            agenda.next_look = Instant::now() + GONE;
        }
    }
}

impl Agenda {
    /// Waits until something is due; None when the application closes.
    fn wait(&mut self, inbox: &Receiver<Wake>) -> Option<Round> {
        let mut round = Round::default();
        loop {
            let due = self.next_mirror.map_or(self.next_look, |at| at.min(self.next_look));
            match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(first) => {
                    let root = self.watching.as_ref().map(|(root, _)| root.clone());
                    for message in std::iter::once(first).chain(inbox.try_iter()) {
                        match message {
                            Wake::Look(paths) => {
                                round.look.get_or_insert_default().extend(relative(root.as_deref(), paths));
                            }
                            Wake::Mirror => round.mirror = true,
                            Wake::Vault => drop(round.look.get_or_insert_default()),
                            Wake::Stop => return None,
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            let now = Instant::now();
            if now >= self.next_look {
                round.look.get_or_insert_default();
            }
            round.mirror |= self.next_mirror.is_some_and(|at| now >= at);
            if round.look.is_some() || round.mirror {
                return Some(round);
            }
        }
    }

    fn round(&mut self, engine: &Arc<Engine>, wake: &Sender<Wake>, round: Round) {
        let vault = match engine.store.read_blocking(vaults::current) {
            Ok(Some(vault)) => vault,
            Ok(None) => {
                (self.watching, self.next_look) = (None, Instant::now() + PERIOD);
                return;
            }
            Err(error) => {
                tracing::warn!("reading which vault is in use: {error}");
                self.next_look = Instant::now() + GONE;
                return;
            }
        };
        if !vault.auto_sync {
            // Until the person wants it otherwise, only what they ask for happens.
            (self.watching, self.next_mirror, self.next_look) = (None, None, Instant::now() + PERIOD);
            engine.announce_status(VaultStatus::Watching);
            return;
        }
        let _turn = engine.turn();
        let mut mirror = round.mirror;
        if self.watching.as_ref().is_none_or(|(root, _)| *root != vault.path) {
            // Watching begins before the look, so that nothing falls between them.
            self.watching = watch(&vault.path, wake.clone()).map(|watcher| (vault.path.clone(), watcher));
            mirror = true;
            tidy(engine, &vault);
        }
        if let Some(hinted) = round.look {
            self.looks += 1;
            let audit = hinted.is_empty() && self.looks.is_multiple_of(AUDIT);
            let force = if audit { Force::All } else { Force::Paths(hinted) };
            match engine.look(&vault, &Look { force, accept_gone: false }) {
                Ok(report) => {
                    mirror |= report.added + report.changed + report.removed > 0;
                    self.next_look = Instant::now() + period(&vault);
                }
                Err(error) => {
                    tracing::warn!("looking through the vault: {error}");
                    (self.watching, self.next_look) = (None, Instant::now() + GONE);
                    return;
                }
            }
        }
        if mirror {
            self.next_mirror = match engine.mirror(&vault) {
                Ok(wait) => wait.map(|wait| Instant::now() + wait),
                Err(error) => {
                    tracing::warn!("mirroring: {error}");
                    None
                }
            };
        }
    }
}

/// A whole look is due this often, whatever the system reported.
fn period(vault: &Vault) -> Duration {
    Duration::from_secs(60 * u64::try_from(vault.sync_interval_minutes).unwrap_or(1))
}

/// Archives and removes what a crash left in the vault.
fn tidy(engine: &Engine, vault: &Vault) {
    match mirror::gate(&engine.store, vault).clear_leftovers() {
        Ok(cleared) => cleared.iter().for_each(|path| tracing::info!("archived {path}, left by a crash")),
        Err(error) => tracing::warn!("{error}"),
    }
    if let Err(error) = rename::finish(&engine.store, vault, &mirror::gate(&engine.store, vault)) {
        tracing::warn!("finishing what was being moved: {error}");
    }
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
