//! The engine's thread: waits for a reason to look, and looks. Hints only say when; a periodic
//! look would find the same. Must not know how one looks or mirrors.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use hisho_domain::Actor;
use hisho_domain::note::{PollingReason, VaultStatus, Watching};
use hisho_store::files;
use hisho_store::vaults::{self, Vault};
use hisho_vault::watch::{Deaf, Hint, Watcher};

use super::engine::Engine;
use super::index::{Force, Look};
use super::mirror::{self, Said};
use super::rename;

/// Without a vault to say how often, it is asked so often whether there is one now.
const PERIOD: Duration = Duration::from_secs(300);
/// After so many periods every file is read instead of trusting sizes and times. Polling looks far
/// more often than that, and reading everything every minute would wear out a slow drive.
const AUDIT: u32 = 12;
/// Where nobody tells of changes, it is tried anew to be told after so many whole looks.
const RETRY: u32 = 12;
/// A vault that is gone is looked for this often.
const GONE: Duration = Duration::from_secs(5);
/// The lock that another process has is asked for this often.
const ASK: Duration = Duration::from_secs(1);
/// A vault of whose changes nobody tells is looked through this often, or less where a look takes
/// long: at most one part in [`POLL_SHARE`] of the time goes into looking.
const POLL: Duration = Duration::from_secs(5);
const POLL_SHARE: u32 = 10;

/// Versions of files are kept for so many days, and for less where they would need more room than
/// this; the newest of each file stays.
const KEPT_DAYS: i64 = 365;
const KEPT_BYTES: i64 = 1 << 30;

/// What the thread is told.
pub(super) enum Wake {
    /// The system told of changes.
    Hint(Hint),
    /// Something that is mirrored changed in the database.
    Mirror,
    /// Another vault may be in use.
    Vault,
    /// The application closes.
    Stop,
}

/// What is due, and when.
struct Agenda {
    watched: Option<Watched>,
    next_look: Instant,
    next_mirror: Option<Instant>,
    /// When every file was read last, or this began.
    audited: Instant,
    looks: u32,
}

/// A vault that is watched, and what the watcher was told of it.
struct Watched {
    path: String,
    quiet_ms: i64,
    watcher: Watcher,
}

/// What one round is for.
#[derive(Default)]
struct Round {
    /// Files of which the system told, as vault paths.
    hinted: HashSet<String>,
    everywhere: bool,
    mirror: bool,
}

pub(super) fn run(engine: &Weak<Engine>, wake: &Sender<Wake>, inbox: &Receiver<Wake>) {
    let mut agenda = Agenda::new(Instant::now());
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
    fn new(now: Instant) -> Agenda {
        Agenda { watched: None, next_look: now, next_mirror: None, audited: now, looks: 0 }
    }

    /// Waits until something is due; None when the application closes.
    fn wait(&mut self, inbox: &Receiver<Wake>) -> Option<Round> {
        let mut round = Round::default();
        loop {
            let due = self.next_mirror.map_or(self.next_look, |at| at.min(self.next_look));
            match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(first) => {
                    let root = self.watched.as_ref().map(|watched| Path::new(&watched.path));
                    for message in std::iter::once(first).chain(inbox.try_iter()) {
                        match message {
                            Wake::Hint(Hint::Paths(paths)) => round.hinted.extend(relative(root, &paths)),
                            Wake::Hint(Hint::Rescan) | Wake::Vault => round.everywhere = true,
                            Wake::Mirror => round.mirror = true,
                            Wake::Stop => return None,
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            let now = Instant::now();
            round.everywhere |= now >= self.next_look;
            round.mirror |= self.next_mirror.is_some_and(|at| now >= at);
            if round.everywhere || round.mirror || !round.hinted.is_empty() {
                return Some(round);
            }
        }
    }

    fn round(&mut self, engine: &Arc<Engine>, wake: &Sender<Wake>, round: Round) {
        let vault = match engine.store.read_blocking(vaults::current) {
            Ok(Some(vault)) => vault,
            Ok(None) => {
                self.rest(engine, PERIOD);
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
            self.next_mirror = None;
            self.rest(engine, PERIOD);
            engine.announce_status(VaultStatus::Watching);
            return;
        }
        let _turn = engine.turn();
        let mut round = round;
        if !self.is_watched(&vault, round.everywhere) {
            // Watching begins before the look, so that nothing falls between them.
            self.watched = watch(&vault, wake.clone());
            (round.mirror, round.everywhere) = (true, true);
            tidy(engine, &vault);
        }
        if round.everywhere || !round.hinted.is_empty() {
            let (watching, reason) = self.following();
            engine.follows(watching, reason);
            match self.look(engine, &vault, round.everywhere, round.hinted) {
                Some(changed) => round.mirror |= changed,
                None => return,
            }
        }
        if round.mirror {
            self.next_mirror = match engine.mirror(&vault, Said::default()) {
                Ok(wait) => wait.map(|wait| Instant::now() + wait),
                Err(error) => {
                    tracing::warn!("mirroring: {error}");
                    None
                }
            };
        }
    }

    /// Watches nothing until somebody says that there is something to be done.
    fn rest(&mut self, engine: &Engine, period: Duration) {
        (self.watched, self.next_look) = (None, Instant::now() + period);
        engine.follows(Watching::Off, None);
    }

    /// Whether the vault is watched as it wants to be. Where it is polled it is tried anew now and
    /// then whether the system tells of changes.
    fn is_watched(&self, vault: &Vault, everywhere: bool) -> bool {
        self.watched.as_ref().is_some_and(|watched| {
            let retry = watched.watcher.deaf().is_some() && everywhere && self.looks.is_multiple_of(RETRY);
            watched.path == vault.path && watched.quiet_ms == vault.quiet_ms && watched.watcher.stands() && !retry
        })
    }

    fn following(&self) -> (Watching, Option<PollingReason>) {
        match &self.watched {
            None => (Watching::Off, None),
            Some(watched) => match watched.watcher.deaf() {
                None => (Watching::Events, None),
                Some(Deaf::Network) => (Watching::Polling, Some(PollingReason::Network)),
                Some(Deaf::Limit) => (Watching::Polling, Some(PollingReason::Limit)),
                Some(Deaf::Refused) => (Watching::Polling, Some(PollingReason::Refused)),
            },
        }
    }

    /// Looks at what was hinted at, and everywhere where that is due; gives whether anything changed,
    /// or None where the vault could not be looked at.
    fn look(&mut self, engine: &Engine, vault: &Vault, everywhere: bool, hinted: HashSet<String>) -> Option<bool> {
        let mut looks = Vec::new();
        if !hinted.is_empty() {
            engine.heard();
            // First by themselves: they are read whatever their size and time say.
            looks.push(Force::Paths(hinted));
        }
        if everywhere {
            self.looks += 1;
            let audit = self.is_audit_due(period(vault), Instant::now());
            looks.push(if audit { Force::All } else { Force::default() });
        }
        let started = Instant::now();
        let mut changed = false;
        for force in looks {
            let is_audit = matches!(force, Force::All);
            match engine.look(vault, &Look { force, ..Look::default() }) {
                Ok(report) => {
                    if is_audit {
                        self.audited = Instant::now();
                        trim(engine);
                    }
                    changed |= report.added + report.changed + report.removed > 0;
                    if report.held_back > 0 {
                        // It may be a drive that will be back in a moment.
                        self.next_look = Instant::now() + GONE;
                    } else if everywhere {
                        self.next_look = Instant::now() + self.pause(vault, started.elapsed());
                    }
                }
                Err(error) => {
                    tracing::warn!("looking through the vault: {error}");
                    self.rest(engine, GONE);
                    engine.announce();
                    return None;
                }
            }
        }
        Some(changed)
    }

    /// Whether the next look everywhere is to read every file, when one is due in each period.
    fn is_audit_due(&self, period: Duration, now: Instant) -> bool {
        now.saturating_duration_since(self.audited) >= period * AUDIT
    }

    /// After how long everything is to be looked at again, when a look took so long.
    fn pause(&self, vault: &Vault, look: Duration) -> Duration {
        match self.following().0 {
            Watching::Polling => poll_after(look).min(period(vault)),
            Watching::Events | Watching::Off => period(vault),
        }
    }
}

/// A whole look is due this often, whatever the system reported.
fn period(vault: &Vault) -> Duration {
    Duration::from_secs(60 * u64::try_from(vault.sync_interval_minutes).unwrap_or(1))
}

/// How long to wait before the next look, where nobody tells of changes.
fn poll_after(look: Duration) -> Duration {
    POLL.max(look * POLL_SHARE)
}

/// Archives and removes what a crash left in the vault.
fn tidy(engine: &Engine, vault: &Vault) {
    match mirror::gate(&engine.store, vault).clear_leftovers() {
        Ok(cleared) => cleared.iter().for_each(|path| tracing::info!("archived {path}, left by a crash")),
        Err(error) => tracing::warn!("{error}"),
    }
    trim(engine);
    if let Err(error) = rename::finish(&engine.store, vault, &mirror::gate(&engine.store, vault)) {
        tracing::warn!("finishing what was being moved: {error}");
    }
}

/// Gives back the room of old versions of files.
fn trim(engine: &Engine) {
    if let Err(error) = engine.store.write_blocking(Actor::system(), |write| files::prune(write, KEPT_DAYS, KEPT_BYTES))
    {
        tracing::warn!("taking out old versions: {error}");
    }
}

fn watch(vault: &Vault, wake: Sender<Wake>) -> Option<Watched> {
    // The engine is gone when nobody receives; the watcher ends with it.
    let on_hint = Box::new(move |hint: Hint| drop(wake.send(Wake::Hint(hint))));
    let quiet = Duration::from_millis(vault.quiet_ms.try_into().unwrap_or_default());
    let watcher = Watcher::start(Path::new(&vault.path), quiet, on_hint).inspect_err(|e| tracing::warn!("{e}")).ok()?;
    Some(Watched { path: vault.path.clone(), quiet_ms: vault.quiet_ms, watcher })
}

/// Hinted places as vault paths.
fn relative(root: Option<&Path>, paths: &[PathBuf]) -> impl Iterator<Item = String> {
    paths
        .iter()
        .filter_map(move |path| path.strip_prefix(root?).ok())
        .filter_map(|path| path.to_str().map(|path| path.replace(MAIN_SEPARATOR, "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_drive_is_looked_through_less_often() {
        assert_eq!(poll_after(Duration::from_millis(40)), POLL);
        assert_eq!(poll_after(Duration::from_secs(3)), Duration::from_secs(30));
    }

    #[test]
    fn every_file_is_read_by_the_clock_however_often_it_is_looked() {
        let start = Instant::now();
        let mut agenda = Agenda::new(start);
        let period = Duration::from_secs(300);
        let mut audits = Vec::new();
        // Two hours and a half of polling.
        for look in 0..9_000 / POLL.as_secs() {
            let now = start + POLL * u32::try_from(look).expect("few");
            if agenda.is_audit_due(period, now) {
                agenda.audited = now;
                audits.push((now - start).as_secs() / 60);
            }
        }
        assert_eq!(audits, [60, 120], "minutes");
    }

    #[test]
    fn hints_outside_of_the_vault_are_none() {
        let root = Path::new(if cfg!(windows) { r"C:\v" } else { "/v" });
        let paths = [root.join("a").join("b.md"), root.with_file_name("w").join("c.md")];
        assert_eq!(relative(Some(root), &paths).collect::<Vec<_>>(), ["a/b.md"]);
        assert_eq!(relative(None, &paths).count(), 0);
    }
}
