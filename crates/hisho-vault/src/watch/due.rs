//! What events add up to.
//!
//! Owns telling which events matter, and how long each place is left in peace before it is hinted
//! at. Must not know where events come from, nor clocks: the time is given.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::Event;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};

use super::Hint;
use crate::scan::evicted_name;

/// How long a hint is held back at most while things go on happening.
const LONGEST: Duration = Duration::from_secs(2);
/// Above this many places it is cheaper to look everywhere.
const MOST_PATHS: usize = 2_000;

/// What has gathered, each place with the times of its first and last event.
pub(super) struct Due {
    quiet: Duration,
    paths: HashMap<PathBuf, Span>,
    everywhere: Option<Span>,
    /// No hint is due before this; a place that goes on changing may be due later.
    next: Option<Instant>,
}

#[derive(Clone, Copy)]
struct Span {
    first: Instant,
    last: Instant,
}

impl Due {
    /// Nothing yet; every place is given `quiet` after its last event.
    pub fn new(quiet: Duration) -> Self {
        Due { quiet, paths: HashMap::new(), everywhere: None, next: None }
    }

    /// When to ask for a hint, if anything has gathered.
    pub fn deadline(&self) -> Option<Instant> {
        self.next
    }

    /// What has been quiet for long enough, or has gone on for too long.
    pub fn take(&mut self, now: Instant) -> Option<Hint> {
        if self.next.is_none_or(|next| next > now) {
            return None;
        }
        let quiet = self.quiet;
        let everywhere = self.everywhere.is_some_and(|span| span.due(quiet) <= now);
        let mut paths: Vec<PathBuf> =
            self.paths.extract_if(|_, span| span.due(quiet) <= now).map(|(at, _)| at).collect();
        if everywhere {
            self.everywhere = None;
        }
        self.next = self.paths.values().chain(&self.everywhere).map(|span| span.due(quiet)).min();
        if everywhere {
            return Some(Hint::Rescan);
        }
        paths.sort();
        (!paths.is_empty()).then_some(Hint::Paths(paths))
    }

    /// Takes an event in, or an error in its place.
    pub fn add(&mut self, root: &Path, event: notify::Result<Event>, now: Instant) {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            _ => return self.add_everywhere(now),
        };
        // Reading changes nothing, and our own reading would wake us for ever.
        if is_reading(event.kind) {
            return;
        }
        for path in event.paths {
            match place(root, &path) {
                Place::Hidden => {}
                Place::Everywhere => self.add_everywhere(now),
                Place::At(path) => match touches(event.kind, &path) {
                    Touches::File => self.add_path(path, now),
                    Touches::Folder => self.add_everywhere(now),
                    Touches::Nothing => {}
                },
            }
        }
    }

    fn add_path(&mut self, path: PathBuf, now: Instant) {
        let span = self.paths.entry(path).or_insert(Span { first: now, last: now });
        span.last = now;
        let due = span.due(self.quiet);
        self.next = Some(self.next.map_or(due, |next| next.min(due)));
        if self.paths.len() > MOST_PATHS {
            self.paths.clear();
            self.add_everywhere(now);
        }
    }

    /// Makes a look everywhere due.
    pub fn add_everywhere(&mut self, now: Instant) {
        let span = self.everywhere.get_or_insert(Span { first: now, last: now });
        span.last = now;
        let due = span.due(self.quiet);
        self.next = Some(self.next.map_or(due, |next| next.min(due)));
    }
}

impl Span {
    fn due(self, quiet: Duration) -> Instant {
        (self.last + quiet).min(self.first + LONGEST.max(quiet))
    }
}

fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    }
}

enum Touches {
    File,
    Folder,
    Nothing,
}

/// What an event at a visible place is about. A folder, or a link that may lead to one, changes what
/// is under many paths.
fn touches(kind: EventKind, path: &Path) -> Touches {
    let meta = fs::symlink_metadata(path);
    match (kind, meta) {
        (EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder), _) => Touches::Folder,
        // Windows says of a folder that it was modified whenever something in it was.
        (EventKind::Modify(ModifyKind::Any), Ok(meta)) if meta.is_dir() => Touches::Nothing,
        (_, Ok(meta)) if meta.is_dir() || meta.is_symlink() => Touches::Folder,
        // Gone, and nobody says what it was: notes have an ending.
        (EventKind::Remove(RemoveKind::File), Err(_)) => Touches::File,
        (_, Err(_)) if path.extension().is_none() => Touches::Folder,
        _ => Touches::File,
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
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
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

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{Flag, RenameMode};

    const QUIET: Duration = Duration::from_millis(300);

    fn hint(events: Vec<notify::Result<Event>>) -> Option<Hint> {
        let (mut due, now) = (Due::new(QUIET), Instant::now());
        events.into_iter().for_each(|event| due.add(Path::new("/v"), event, now));
        due.take(now + QUIET)
    }

    fn at(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(path.into()))
    }

    fn created(path: &str) -> notify::Result<Event> {
        at(EventKind::Create(CreateKind::File), path)
    }

    #[test]
    fn whatever_may_have_been_missed_means_everywhere() {
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        let many = (0..=MOST_PATHS).map(|number| created(&format!("/v/{number}.md"))).collect();
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        for events in [
            vec![created("/v/a.md"), Err(notify::Error::generic("lost"))],
            vec![Ok(lost), created("/v/a.md")],
            vec![created("/elsewhere/a.md")],
            vec![created("/v")],
            vec![at(EventKind::Create(CreateKind::Folder), "/v/a")],
            vec![at(EventKind::Remove(RemoveKind::Folder), "/v/a.b")],
            vec![at(renamed, "/v/a")],
            many,
        ] {
            assert_eq!(hint(events), Some(Hint::Rescan));
        }
        assert_eq!(hint(vec![at(renamed, "/v/a.md")]), Some(Hint::Paths(vec!["/v/a.md".into()])));
    }

    #[test]
    fn hidden_things_are_none_but_a_note_in_the_cloud_is() {
        assert_eq!(hint(vec![created("/v/.obsidian/app.json"), created("/v/a/.x.md")]), None);
        let cloud = vec![created("/v/a/.n.md.icloud"), created("/v/b.md")];
        assert_eq!(hint(cloud), Some(Hint::Paths(vec!["/v/a/n.md".into(), "/v/b.md".into()])));
    }

    #[test]
    fn a_file_that_goes_on_changing_holds_back_no_other() {
        let (mut due, start) = (Due::new(QUIET), Instant::now());
        let after = |millis| start + Duration::from_millis(millis);
        due.add(Path::new("/v"), created("/v/quiet.md"), start);
        due.add(Path::new("/v"), created("/v/busy.md"), start);
        let mut hints = Vec::new();
        for millis in (0..4_000).step_by(100) {
            due.add(Path::new("/v"), created("/v/busy.md"), after(millis));
            if let Some(Hint::Paths(paths)) = due.take(after(millis)) {
                hints.push((millis, paths));
            }
        }
        let expected = [(300, vec![PathBuf::from("/v/quiet.md")]), (2_000, vec![PathBuf::from("/v/busy.md")])];
        assert_eq!(hints, expected, "and what never rests is read all the same");
    }

    #[test]
    fn a_file_is_hinted_at_once_it_was_quiet_for_so_long_and_not_before() {
        let (mut due, start) = (Due::new(QUIET), Instant::now());
        due.add(Path::new("/v"), created("/v/a.md"), start);
        let last = start + Duration::from_millis(250);
        due.add(Path::new("/v"), created("/v/a.md"), last);
        assert_eq!(due.take(start + QUIET), None);
        assert_eq!(due.deadline(), Some(last + QUIET));
        assert_eq!(due.take(last + QUIET), Some(Hint::Paths(vec!["/v/a.md".into()])));
        assert_eq!((due.take(last + 2 * QUIET), due.deadline()), (None, None));
    }
}
