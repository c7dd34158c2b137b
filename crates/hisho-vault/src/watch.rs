//! Hints that something changed.
//!
//! Owns listening to the system and waiting until it is quiet. Must not know what changed: a hint
//! only says where a look is due, and a periodic look would find the same.

mod due;
mod remote;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::path::plain;
use due::Due;

/// Where a look is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// At these files, which may be gone.
    Paths(Vec<PathBuf>),
    /// Everywhere: folders came or went, or something may have been missed.
    Rescan,
}

/// Why no hints are to be expected, so that whoever wants to know has to look again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deaf {
    /// The folder lies on a network drive, and what others change there is not told.
    Network,
    /// The system watches no more folders for this person.
    Limit,
    /// The system refused for another reason.
    Refused,
}

/// The folder to be watched is not there, or the watcher could not be set to work.
#[derive(Debug, thiserror::Error)]
#[error("watching {path}: {source}")]
pub struct WatchError {
    path: PathBuf,
    source: io::Error,
}

/// Watches a vault until it is dropped.
pub struct Watcher {
    root: PathBuf,
    which: Option<Which>,
    deaf: Arc<Mutex<Option<Deaf>>>,
    events: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Event(notify::Result<Event>),
    Stop,
}

impl Watcher {
    /// Watches everything under `root` but hidden files and folders. Each file is left alone for
    /// `quiet` after its last change before it is hinted at. `on_hint` is called on a thread of the
    /// watcher's own; paths begin with the canonical root, free of `\\?\`.
    pub fn start(root: &Path, quiet: Duration, on_hint: Box<dyn FnMut(Hint) + Send>) -> Result<Self, WatchError> {
        let error = |source| WatchError { path: root.to_owned(), source };
        let real = plain(fs::canonicalize(root).map_err(error)?);
        let (events, inbox) = mpsc::channel();
        let mut watcher = Self {
            which: which(&real),
            root: real.clone(),
            deaf: Arc::default(),
            events: events.clone(),
            thread: None,
        };
        let system = if remote::remote(&real) { Err(Deaf::Network) } else { listen(&real, &events) };
        match system {
            Ok(system) => {
                let listening = Listening { root: real, system, deaf: watcher.deaf.clone() };
                let thread = thread::Builder::new().name("vault-watch".to_owned());
                watcher.thread = Some(thread.spawn(move || listening.gather(quiet, &inbox, on_hint)).map_err(error)?);
            }
            Err(deaf) => set(&watcher.deaf, deaf),
        }
        Ok(watcher)
    }

    /// Why there will be no hints, if so. May come to be so at any time.
    pub fn deaf(&self) -> Option<Deaf> {
        *self.deaf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the folder at the root's place is still the one that is watched: another may have been
    /// put or mounted there.
    pub fn stands(&self) -> bool {
        which(&self.root) == self.which
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // A send fails only when the thread is gone, and then there is nothing to stop.
        drop(self.events.send(Message::Stop));
        if let Some(thread) = self.thread.take()
            // A hint may be what drops the watcher; a thread cannot wait for itself.
            && thread.thread().id() != thread::current().id()
        {
            drop(thread.join());
        }
    }
}

fn set(deaf: &Mutex<Option<Deaf>>, why: Deaf) {
    *deaf.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
}

/// By what one folder is told from another at the same place.
type Which = (u64, u64);

#[cfg(unix)]
fn which(root: &Path) -> Option<Which> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(root).ok().map(|meta| (meta.dev(), meta.ino()))
}

/// Windows keeps a watched folder from being put away, and says so when its drive goes.
#[cfg(not(unix))]
fn which(_: &Path) -> Option<Which> {
    None
}

fn listen(root: &Path, events: &Sender<Message>) -> Result<RecommendedWatcher, Deaf> {
    let events = events.clone();
    // After a stop nobody listens, which is no error.
    let handler = move |event| drop(events.send(Message::Event(event)));
    // A link may lead out of the vault, to all there is on the disk.
    let config = Config::default().with_follow_symlinks(false);
    let begun = RecommendedWatcher::new(handler, config).and_then(|mut system| {
        system.watch(root, RecursiveMode::Recursive)?;
        Ok(system)
    });
    begun.map_err(|error| why(&error))
}

fn why(error: &notify::Error) -> Deaf {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Deaf::Limit,
        // So many watchers of this person that there may be no other.
        #[cfg(unix)]
        ErrorKind::Io(error) if error.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) => Deaf::Limit,
        _ => Deaf::Refused,
    }
}

/// What the watcher's thread works with.
struct Listening {
    root: PathBuf,
    system: RecommendedWatcher,
    deaf: Arc<Mutex<Option<Deaf>>>,
}

impl Listening {
    /// Collects events until places are quiet, then hands over hints.
    fn gather(mut self, quiet: Duration, inbox: &Receiver<Message>, mut on_hint: Box<dyn FnMut(Hint) + Send>) {
        let mut due = Due::new(quiet);
        loop {
            let message = match due.deadline() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(deadline) => inbox.recv_timeout(deadline.saturating_duration_since(Instant::now())),
            };
            match message {
                Ok(Message::Event(event)) => {
                    if event.as_ref().is_err_and(|error| matches!(error.kind, ErrorKind::MaxFilesWatch)) {
                        set(&self.deaf, Deaf::Limit);
                    }
                    due.add(&self.root, event, Instant::now());
                }
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            // Also after an event: a steady stream of them must not hold a hint back for ever.
            if let Some(hint) = due.take(Instant::now()) {
                if hint == Hint::Rescan {
                    self.watch_anew();
                }
                on_hint(hint);
            }
        }
    }

    /// Linux watches each folder by itself, and one that came and went on while it was being added
    /// may have been left out. Before a look everywhere all of them are added anew, so that what the
    /// look does not see is told.
    fn watch_anew(&mut self) {
        if !cfg!(target_os = "linux") {
            return;
        }
        // Where a folder vanished meanwhile, a further event will have it all done again.
        for _ in 0..TRIES {
            // It fails where the root's own watch is gone already.
            drop(self.system.unwatch(&self.root));
            match self.system.watch(&self.root, RecursiveMode::Recursive) {
                Ok(()) => return,
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) => return set(&self.deaf, why(&error)),
            }
        }
        set(&self.deaf, Deaf::Refused);
    }
}

/// How often the folders are added anew at most, while they come and go.
const TRIES: usize = 10;
