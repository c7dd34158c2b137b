//! Hints that something changed.
//!
//! Owns listening to the system and waiting until it is quiet. Must not know what changed: a hint
//! only says where a scan is due, and a periodic scan would find the same.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, ErrorKind, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::path::plain;
use crate::scan::evicted_name;

/// How long nothing must happen before a hint is given.
const QUIET: Duration = Duration::from_millis(300);
/// How long a hint is held back at most while things go on happening.
const LONGEST: Duration = Duration::from_secs(2);
/// Above this many places it is cheaper to look everywhere.
const MOST_PATHS: usize = 2_000;
/// How often a file system is asked that cannot tell.
const POLL: Duration = Duration::from_secs(5);

/// Where a look is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// At these files or folders, which may be gone; of a folder, at all that is in it.
    Paths(Vec<PathBuf>),
    /// Everywhere: something may have been missed.
    Rescan,
}

/// The system could not be asked to watch.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error("watching {path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("watching {path}: {source}")]
    Notify { path: PathBuf, source: notify::Error },
}

/// Watches a vault until it is dropped.
pub struct Watcher {
    _system: Box<dyn notify::Watcher + Send>,
    events: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Event(notify::Result<Event>),
    Stop,
}

impl Watcher {
    /// Watches everything under `root` but hidden files and folders. `on_hint` is called on a
    /// thread of the watcher's own; paths begin with the canonical root, free of `\\?\`.
    pub fn start(root: &Path, on_hint: Box<dyn FnMut(Hint) + Send>) -> Result<Self, WatchError> {
        Self::start_asking(root, poll_needed(root).then_some(POLL), on_hint)
    }

    /// As [`Self::start`], asking at this interval where one is given.
    fn start_asking(
        root: &Path,
        every: Option<Duration>,
        on_hint: Box<dyn FnMut(Hint) + Send>,
    ) -> Result<Self, WatchError> {
        let real = fs::canonicalize(root).map_err(|source| WatchError::Io { path: root.to_owned(), source })?;
        let real = plain(real);
        let (events, inbox) = mpsc::channel();
        let system =
            listen(&real, every, &events).map_err(|source| WatchError::Notify { path: real.clone(), source })?;
        let thread = thread::Builder::new()
            .name("vault-watch".to_owned())
            .spawn(move || gather(&real, &inbox, on_hint))
            .map_err(|source| WatchError::Io { path: root.to_owned(), source })?;
        Ok(Self { _system: system, events, thread: Some(thread) })
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

/// Whether changes under `root` made elsewhere are not reported and must be asked for: on network
/// file systems, as far as that can be told.
pub fn poll_needed(root: &Path) -> bool {
    remote(root)
}

fn listen(
    root: &Path,
    every: Option<Duration>,
    events: &Sender<Message>,
) -> notify::Result<Box<dyn notify::Watcher + Send>> {
    let handler = || {
        let events = events.clone();
        // After a stop nobody listens, which is no error.
        move |event| drop(events.send(Message::Event(event)))
    };
    let poll = |every| -> notify::Result<Box<dyn notify::Watcher + Send>> {
        let config = Config::default().with_poll_interval(every);
        let mut watcher = PollWatcher::new(handler(), config)?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Box::new(watcher))
    };
    if let Some(every) = every {
        return poll(every);
    }
    let mut watcher = RecommendedWatcher::new(handler(), Config::default())?;
    match watcher.watch(root, RecursiveMode::Recursive) {
        Ok(()) => Ok(Box::new(watcher)),
        // The system watches no more files for this person: slower is better than not at all.
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
            drop(watcher);
            poll(POLL)
        }
        Err(error) => Err(error),
    }
}

/// Collects events until it is quiet, then hands over one hint.
fn gather(root: &Path, inbox: &Receiver<Message>, mut on_hint: Box<dyn FnMut(Hint) + Send>) {
    let mut due = Due::default();
    loop {
        let message = match due.deadline() {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(deadline) => inbox.recv_timeout(deadline.saturating_duration_since(Instant::now())),
        };
        match message {
            Ok(Message::Event(event)) => due.add(root, event, Instant::now()),
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
        }
        // Also after an event: a steady stream of them must not hold a hint back for ever.
        if due.deadline().is_some_and(|deadline| deadline <= Instant::now()) {
            on_hint(std::mem::take(&mut due).hint());
        }
    }
}

/// What has gathered since the last hint.
#[derive(Default)]
struct Due {
    paths: BTreeSet<PathBuf>,
    everywhere: bool,
    first_and_last: Option<(Instant, Instant)>,
}

impl Due {
    fn deadline(&self) -> Option<Instant> {
        self.first_and_last.map(|(first, last)| (last + QUIET).min(first + LONGEST))
    }

    fn hint(self) -> Hint {
        if self.everywhere { Hint::Rescan } else { Hint::Paths(self.paths.into_iter().collect()) }
    }

    fn add(&mut self, root: &Path, event: notify::Result<Event>, now: Instant) {
        let mut relevant = false;
        match event {
            Err(_) => (self.everywhere, relevant) = (true, true),
            Ok(event) if event.need_rescan() => (self.everywhere, relevant) = (true, true),
            // Reading changes nothing, and our own reading would wake us for ever.
            Ok(event) if is_reading(event.kind) => {}
            Ok(event) => {
                for path in event.paths {
                    match place(root, &path) {
                        Place::Hidden => continue,
                        Place::At(path) => drop(self.paths.insert(path)),
                        Place::Everywhere => self.everywhere = true,
                    }
                    relevant = true;
                }
            }
        }
        if self.paths.len() > MOST_PATHS {
            self.everywhere = true;
        }
        if self.everywhere {
            self.paths.clear();
        }
        if relevant {
            let first = self.first_and_last.map_or(now, |(first, _)| first);
            self.first_and_last = Some((first, now));
        }
    }
}

fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    }
}

enum Place {
    Hidden,
    At(PathBuf),
    Everywhere,
}

fn place(root: &Path, path: &Path) -> Place {
    let Ok(inside) = path.strip_prefix(root) else { return Place::Everywhere };
    if inside.as_os_str().is_empty() {
        return Place::Everywhere;
    }
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let folders = inside.parent().into_iter().flat_map(Path::iter);
    let name = inside.file_name().unwrap_or_default();
    if folders.into_iter().any(hidden) {
        return Place::Hidden;
    }
    match name.to_str().and_then(evicted_name) {
        // A note went to the cloud or came back.
        Some(note) => Place::At(path.with_file_name(note)),
        None if hidden(name) => Place::Hidden,
        None => Place::At(path.to_owned()),
    }
}

#[cfg(target_os = "linux")]
fn remote(root: &Path) -> bool {
    // Of each: its number in the kernel's headers. FUSE is among them for sshfs and cloud drives.
    const NETWORK: &[u64] = &[
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF53_4D42, // CIFS
        0xFE53_4D42, // SMB 2
        0x0102_1997, // 9P, by which WSL shows the drives of Windows
        0x6573_5546, // FUSE
        0x00C3_6400, // Ceph
        0x5346_414F, // AFS
        0x7375_7245, // Coda
        0x786F_4256, // VirtualBox's shared folders
    ];
    rustix::fs::statfs(root).is_ok_and(|stat| NETWORK.contains(&(stat.f_type as u64 & 0xFFFF_FFFF)))
}

#[cfg(target_os = "macos")]
fn remote(root: &Path) -> bool {
    const MNT_LOCAL: u32 = 0x1000;
    rustix::fs::statfs(root).is_ok_and(|stat| stat.f_flags & MNT_LOCAL == 0)
}

#[cfg(windows)]
fn remote(root: &Path) -> bool {
    use std::path::{Component, Prefix};
    use windows_sys::Win32::Storage::FileSystem::GetDriveTypeW;
    const DRIVE_REMOTE: u32 = 4;
    let Some(Component::Prefix(prefix)) = root.components().next() else { return false };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => true,
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
            let drive = [u16::from(letter), u16::from(b':'), u16::from(b'\\'), 0];
            // SAFETY: a string that ends in NUL and outlives the call.
            unsafe { GetDriveTypeW(drive.as_ptr()) == DRIVE_REMOTE }
        }
        _ => false,
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, Flag};

    fn hint(events: Vec<notify::Result<Event>>) -> Option<Hint> {
        let mut due = Due::default();
        events.into_iter().for_each(|event| due.add(Path::new("/v"), event, Instant::now()));
        due.deadline().map(|_| due.hint())
    }

    fn created(path: &str) -> notify::Result<Event> {
        Ok(Event::new(EventKind::Create(CreateKind::File)).add_path(path.into()))
    }

    #[test]
    fn whatever_may_have_been_missed_means_everywhere() {
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        let many = (0..=MOST_PATHS).map(|number| created(&format!("/v/{number}.md"))).collect();
        for events in [
            vec![created("/v/a.md"), Err(notify::Error::generic("lost"))],
            vec![Ok(lost), created("/v/a.md")],
            vec![created("/elsewhere/a.md")],
            vec![created("/v")],
            many,
        ] {
            assert_eq!(hint(events), Some(Hint::Rescan));
        }
    }

    #[test]
    fn hidden_things_are_none_but_a_note_in_the_cloud_is() {
        assert_eq!(hint(vec![created("/v/.obsidian/app.json"), created("/v/a/.x.md")]), None);
        let cloud = vec![created("/v/a/.n.md.icloud"), created("/v/b.md")];
        assert_eq!(hint(cloud), Some(Hint::Paths(vec!["/v/a/n.md".into(), "/v/b.md".into()])));
    }

    #[test]
    fn where_the_system_cannot_tell_it_is_asked() {
        let dir = tempfile::tempdir().unwrap();
        let root = plain(fs::canonicalize(dir.path()).unwrap());
        let (sender, hints) = mpsc::channel();
        let every = Some(Duration::from_millis(50));
        let tell = Box::new(move |hint| drop(sender.send(hint)));
        let _watcher = Watcher::start_asking(&root, every, tell).unwrap();
        fs::write(root.join("n.md"), "x").unwrap();
        let until = Instant::now() + Duration::from_secs(10);
        let seen = std::iter::from_fn(|| hints.recv_timeout(until.saturating_duration_since(Instant::now())).ok()).any(
            |hint| hint == Hint::Rescan || matches!(hint, Hint::Paths(paths) if paths.contains(&root.join("n.md"))),
        );
        assert!(seen);
    }
}
