//! The one place that writes into a vault.
//!
//! Owns the order of steps by which no text is ever lost: what is there is compared and archived,
//! the new text is exchanged with it, and what the exchange displaced is looked at once more. Must
//! not know what the texts mean, nor where the archive is.
//!
//! One hazard remains: a program that opened the note before the exchange and writes through that
//! handle after the displaced file was looked at. Nothing a file system offers can see it.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::names::is_portable;
use crate::path::{self, PathProblem, Place, is_absent, is_placeholder};

mod leftovers;
mod moves;
mod patience;
mod swap;
mod temporary;
#[cfg(test)]
mod tests;

pub use leftovers::leftovers;
use patience::patiently;

/// How often a text is put back that others keep replacing; each round takes far less time than a
/// program needs to save again.
const ROUNDS: usize = 16;

/// Where texts go before they are overwritten.
pub trait Archive {
    /// Keeps `bytes`, found at the vault path `path`, for ever; done when it returns.
    fn keep(&self, path: &str, bytes: &[u8], why: Kept) -> Result<(), ArchiveError>;
}

/// Why a text was archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// It was in the note and is about to be replaced.
    BeforeWrite,
    /// It was in the note and is about to be removed.
    BeforeRemove,
    /// Somebody saved it while we wrote.
    DisplacedByRace,
    /// It is what we meant to write when somebody saved in between.
    Unwritten,
    /// A crash left it in a temporary file.
    Leftover,
}

/// The archive could not keep a text; nothing is overwritten then.
#[derive(Debug, thiserror::Error)]
#[error("archiving: {0}")]
pub struct ArchiveError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl ArchiveError {
    /// Takes what went wrong below.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// What must be there for a write to go ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing.
    Absent,
    /// A text with this BLAKE3 hash.
    Hash([u8; 32]),
}

/// A write that succeeded and is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// BLAKE3 of the exact bytes.
    pub hash: [u8; 32],
}

/// Why a write or a removal did not happen.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    #[error(transparent)]
    Path(#[from] PathProblem),
    /// Something else than expected is there; nothing was touched.
    #[error("the note is not what was expected")]
    Changed { found: Option<[u8; 32]> },
    /// Somebody saved between the check and the exchange. Their text is in the note, and both
    /// texts are in the archive: merge and try again.
    #[error("the note was saved by somebody else meanwhile")]
    Raced { displaced_hash: [u8; 32] },
    #[error("`{0}` is not a file")]
    NotAFile(String),
    #[error("`{0}` is not there")]
    Missing(String),
    /// Something else has that place; nothing was touched.
    #[error("`{0}` is there already")]
    Exists(String),
    #[error("`{0}` cannot be moved into itself")]
    IntoItself(String),
    /// The file may not be written; nothing was touched.
    #[error("`{0}` is read-only")]
    ReadOnly(String),
    #[error("`{0}` is in the cloud only")]
    Placeholder(String),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("{doing} {path}: {source}")]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

/// The moments at which a test can let another program act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What is there was compared and archived; the exchange comes next.
    Checked,
    /// The exchange is done; the displaced text has not been looked at.
    Exchanged,
}

type Pause = Arc<dyn Fn(Stage) + Send + Sync>;

/// The gate of one vault. Writes through it wait for one another.
pub struct Gate {
    root: PathBuf,
    archive: Arc<dyn Archive + Send + Sync>,
    pause: Option<Pause>,
    means: swap::Means,
    turn: Mutex<()>,
}

impl Gate {
    /// A gate into the vault at `root`.
    pub fn new(root: PathBuf, archive: Arc<dyn Archive + Send + Sync>) -> Self {
        temporary::note_start();
        Self { root, archive, pause: None, means: swap::Means::Native, turn: Mutex::new(()) }
    }

    /// The same gate, calling `hook` at every [`Stage`]; for tests.
    pub fn with_pause(mut self, hook: Arc<dyn Fn(Stage) + Send + Sync>) -> Self {
        self.pause = Some(hook);
        self
    }

    /// Writes `new` at the vault path `path` if what is there is what is expected. Missing folders
    /// are made. A text that is already there is left alone.
    pub fn write(&self, path: &str, expect: Expect, new: &[u8]) -> Result<Written, GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.place(path)?;
        let old = self.look(path, &place)?;
        let hash = hash_of(new);
        let found = old.as_ref().map(|old| old.hash);
        match expect {
            Expect::Absent if found.is_some() => return Err(GateError::Changed { found }),
            Expect::Hash(expected) if found != Some(expected) => {
                return Err(GateError::Changed { found });
            }
            _ if found == Some(hash) => return Ok(Written { hash }),
            _ => {}
        }
        if let Some(name) = place.missing.iter().find(|name| !is_portable(name)) {
            return Err(PathProblem::NotPortable(name.clone()).into());
        }
        if let Some(old) = &old {
            self.archive.keep(path, &old.bytes, Kept::BeforeWrite)?;
        }
        let folder = place.full.parent().unwrap_or(&self.root).to_owned();
        self.make_folder(path, &place, &folder)?;
        let temporary = temporary::fresh(&folder);
        temporary::write(&temporary, new, old.as_ref().map(|old| (place.full.as_path(), &old.meta)))
            .map_err(failed("writing", &temporary))
            .inspect_err(|_| drop(fs::remove_file(&temporary)))?;
        self.at(Stage::Checked);
        let job = Job { path, target: &place.full, folder: &folder, new, hash };
        match old {
            Some(old) => self.replace(&job, old.hash, temporary),
            None => self.create(&job, &temporary),
        }
    }

    /// Removes the note at `path` if it is the text with hash `expected`; the text is archived
    /// first.
    pub fn remove(&self, path: &str, expected: [u8; 32]) -> Result<(), GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.place(path)?;
        let old = match self.look(path, &place)? {
            Some(old) if old.hash == expected => old,
            other => return Err(GateError::Changed { found: other.map(|old| old.hash) }),
        };
        self.archive.keep(path, &old.bytes, Kept::BeforeRemove)?;
        let folder = place.full.parent().unwrap_or(&self.root).to_owned();
        let aside = temporary::fresh(&folder);
        self.at(Stage::Checked);
        match patiently(|| swap::place(&aside, &place.full, self.means)) {
            Ok(()) => {}
            Err(error) if is_absent(&error) => return Err(GateError::Changed { found: None }),
            Err(error) => return Err(failed("moving away", &place.full)(error)),
        }
        self.at(Stage::Exchanged);
        let moved = patiently(|| fs::read(&aside)).map_err(failed("reading", &aside))?;
        let hash = hash_of(&moved);
        if hash == expected {
            delete(&aside)?;
            return temporary::sync_folder(&folder).map_err(failed("syncing", &folder));
        }
        // Back it goes; where somebody made a new note meanwhile, theirs stays and this is archived.
        let kept = self.archive.keep(path, &moved, Kept::DisplacedByRace);
        match patiently(|| swap::place(&place.full, &aside, self.means)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && kept.is_ok() => delete(&aside)?,
            Err(error) => return Err(failed("putting back", &place.full)(error)),
        }
        kept?;
        temporary::sync_folder(&folder).map_err(failed("syncing", &folder))?;
        Err(GateError::Raced { displaced_hash: hash })
    }

    /// Removes `folder`, a vault path, if it is there and empty. One that holds anything stays.
    pub fn remove_empty_folder(&self, folder: &str) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(place) = self.place(folder)
            && place.missing.is_empty()
        {
            // Not being empty is the ordinary answer.
            let _ = fs::remove_dir(&place.full);
        }
    }

    /// Archives and removes what crashes of earlier runs left in the vault; gives their vault
    /// paths. Only for whoever holds the vault alone: another running program's temporary files
    /// would look the same.
    pub fn clear_leftovers(&self) -> Result<Vec<String>, GateError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let found = leftovers(&self.root).map_err(failed("looking for leftovers in", &self.root))?;
        let mut cleared = Vec::new();
        for file in found {
            let bytes = fs::read(&file).map_err(failed("reading", &file))?;
            let inside = file.strip_prefix(&self.root).unwrap_or(&file);
            let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
            let path = names.join("/");
            self.archive.keep(&path, &bytes, Kept::Leftover)?;
            delete(&file)?;
            cleared.push(path);
        }
        Ok(cleared)
    }

    fn replace(&self, job: &Job<'_>, expected: [u8; 32], temporary: PathBuf) -> Result<Written, GateError> {
        let displaced = match self.exchange(job, &temporary) {
            Ok(displaced) => displaced,
            Err(error) => {
                // The exchange did not happen, so this is our own text still.
                delete(&temporary)?;
                if is_absent(&error) {
                    return Err(GateError::Changed { found: None });
                }
                return Err(failed("replacing", job.target)(error));
            }
        };
        self.at(Stage::Exchanged);
        let bytes = patiently(|| fs::read(&displaced)).map_err(failed("reading", &displaced))?;
        if hash_of(&bytes) != expected {
            return Err(self.put_back(job, displaced, bytes));
        }
        delete(&displaced)?;
        temporary::sync_folder(job.folder).map_err(failed("syncing", job.folder))?;
        Ok(Written { hash: job.hash })
    }

    /// Puts a text that was saved meanwhile back into the note, again and again as long as
    /// something newer than what we put there comes out of it.
    fn put_back(&self, job: &Job<'_>, mut aside: PathBuf, mut text: Vec<u8>) -> GateError {
        // A text that could not be archived must stay on the disk somewhere.
        let mut unkept: Vec<([u8; 32], ArchiveError)> = Vec::new();
        let keep = |text: &[u8], why, unkept: &mut Vec<_>| {
            if let Err(error) = self.archive.keep(job.path, text, why) {
                unkept.push((hash_of(text), error));
            }
        };
        keep(&text, Kept::DisplacedByRace, &mut unkept);
        keep(job.new, Kept::Unwritten, &mut unkept);
        let mut inside = job.hash;
        for _ in 0..ROUNDS {
            match self.exchange(job, &aside) {
                Ok(displaced) => aside = displaced,
                // They deleted the note: so be it, their text is archived.
                Err(error) if is_absent(&error) => break,
                Err(error) => return failed("putting back", job.target)(error),
            }
            let out = match patiently(|| fs::read(&aside)) {
                Ok(out) => out,
                Err(error) => return failed("reading", &aside)(error),
            };
            if hash_of(&out) == inside {
                break;
            }
            inside = hash_of(&text);
            text = out;
            keep(&text, Kept::DisplacedByRace, &mut unkept);
        }
        let left = match patiently(|| fs::read(&aside)) {
            Ok(left) => hash_of(&left),
            Err(error) => return failed("reading", &aside)(error),
        };
        // Ours is with the caller in any case.
        let safe = left == job.hash || unkept.iter().all(|(hash, _)| *hash != left);
        if let Some(Err(error)) = safe.then(|| delete(&aside)) {
            return error;
        }
        if let Err(error) = temporary::sync_folder(job.folder) {
            return failed("syncing", job.folder)(error);
        }
        match unkept.pop() {
            Some((_, error)) => error.into(),
            None => GateError::Raced { displaced_hash: hash_of(&text) },
        }
    }

    fn create(&self, job: &Job<'_>, temporary: &Path) -> Result<Written, GateError> {
        match patiently(|| swap::place(job.target, temporary, self.means)) {
            Ok(()) => {}
            Err(error) => {
                let raced = error.kind() == io::ErrorKind::AlreadyExists;
                let result = if raced { self.created_by_other(job) } else { failed("creating", job.target)(error) };
                delete(temporary)?;
                return Err(result);
            }
        }
        self.at(Stage::Exchanged);
        temporary::sync_folder(job.folder).map_err(failed("syncing", job.folder))?;
        Ok(Written { hash: job.hash })
    }

    fn created_by_other(&self, job: &Job<'_>) -> GateError {
        let theirs = match patiently(|| fs::read(job.target)) {
            Ok(theirs) => theirs,
            Err(error) if is_absent(&error) => return GateError::Changed { found: None },
            Err(error) => return failed("reading", job.target)(error),
        };
        let kept = self.archive.keep(job.path, &theirs, Kept::DisplacedByRace);
        match kept.and_then(|()| self.archive.keep(job.path, job.new, Kept::Unwritten)) {
            Ok(()) => GateError::Raced { displaced_hash: hash_of(&theirs) },
            Err(error) => error.into(),
        }
    }

    fn exchange(&self, job: &Job<'_>, incoming: &Path) -> io::Result<PathBuf> {
        let spare = temporary::fresh(job.folder);
        patiently(|| swap::exchange(job.target, incoming, &spare, self.means))
    }

    fn place(&self, path: &str) -> Result<Place, GateError> {
        Ok(path::resolve(&self.root, path).map_err(failed("finding", &self.root.join(path)))??)
    }

    fn look(&self, path: &str, place: &Place) -> Result<Option<Seen>, GateError> {
        if !place.missing.is_empty() {
            return Ok(None);
        }
        let looking = || failed("reading", &place.full);
        let meta = match fs::metadata(&place.full) {
            Ok(meta) => meta,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(looking()(error)),
        };
        if !meta.is_file() {
            return Err(GateError::NotAFile(path.to_owned()));
        }
        if is_placeholder(&meta) {
            return Err(GateError::Placeholder(path.to_owned()));
        }
        // An exchange needs no right on the file itself, so the person's wish is asked for here.
        if meta.permissions().readonly() {
            return Err(GateError::ReadOnly(path.to_owned()));
        }
        let bytes = patiently(|| fs::read(&place.full)).map_err(looking())?;
        Ok(Some(Seen { hash: hash_of(&bytes), bytes, meta }))
    }

    fn make_folder(&self, path: &str, place: &Place, folder: &Path) -> Result<(), GateError> {
        let [new_folders @ .., _] = place.missing.as_slice() else { return Ok(()) };
        if new_folders.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(failed("making", folder))?;
        // Somebody may have put a link there first: asked again now that it exists.
        let again = self.place(path)?;
        if again.full.parent() != Some(folder) {
            return Err(PathProblem::Escapes(path.to_owned()).into());
        }
        for made in folder.ancestors().skip(1).take(new_folders.len()) {
            temporary::sync_folder(made).map_err(failed("syncing", made))?;
        }
        Ok(())
    }

    fn at(&self, stage: Stage) {
        if let Some(pause) = &self.pause {
            pause(stage);
        }
    }
}

/// What is there before a write.
struct Seen {
    bytes: Vec<u8>,
    hash: [u8; 32],
    meta: Metadata,
}

/// One write under way.
struct Job<'a> {
    path: &'a str,
    target: &'a Path,
    folder: &'a Path,
    new: &'a [u8],
    hash: [u8; 32],
}

fn hash_of(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

fn delete(file: &Path) -> Result<(), GateError> {
    match patiently(|| fs::remove_file(file)) {
        Err(error) if !is_absent(&error) => Err(failed("removing", file)(error)),
        _ => Ok(()),
    }
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> GateError + use<> {
    let path = path.to_owned();
    move |source| GateError::Io { doing, path, source }
}
