//! Bringing the index in step with the files: what came, changed or went. Sizes and times are
//! hints; hashes decide. Must not write into the vault.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use hisho_domain::note::Problem;
use hisho_domain::{Actor, Error, Result};
use hisho_store::notes::{self, Indexed, Known};
use hisho_store::search::Tokens;
use hisho_store::vaults::{self, Vault};
use hisho_store::{Store, Write, mirror};
use hisho_vault::read::{ReadError, read};
use hisho_vault::scan::{Found, Rules, ScanError, scan};
use schemars::JsonSchema;
use serde::Serialize;

use super::{entry, unusable};

/// Notes that are parsed and then written in one transaction.
const BATCH: usize = 256;
/// Parsing is spread over so many threads.
const THREADS: usize = 2;
/// More changes than this are announced without naming them.
pub(super) const NAMED: usize = 200;

/// How to look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    /// Which files are read whatever their size and time say.
    pub(crate) force: Force,
    /// Notes may be taken out however many are gone at once.
    pub(crate) accept_gone: bool,
}

/// Files that are read whatever their size and time say.
#[derive(Debug, Clone)]
pub(crate) enum Force {
    /// These, and what lies in these folders; mirrored notes always.
    Paths(HashSet<String>),
    /// Every one.
    All,
}

impl Default for Force {
    fn default() -> Self {
        Force::Paths(HashSet::new())
    }
}

/// What a look through the vault found.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ScanReport {
    /// Notes in the index now.
    pub notes: usize,
    /// Notes that came.
    pub added: usize,
    /// Notes whose bytes changed.
    pub changed: usize,
    /// Notes that went.
    pub removed: usize,
    /// Notes that are gone but stay in the index, because they are too many at once to be believed.
    pub held_back: usize,
    /// How long it took.
    pub elapsed_ms: u64,
}

/// What reading one file gave.
enum Outcome {
    /// The bytes changed.
    Note(Box<Indexed>, Box<Tokens>),
    /// Only the time did.
    Same {
        path: String,
        modified_ns: i64,
    },
    /// Nothing did.
    Unchanged,
    Unread(Problem),
}

/// Looks at the files and updates the index. `announce` is told which notes changed, or None when
/// they are many. Ends early when `stopping`, or when another vault was chosen meanwhile.
pub(crate) fn reconcile(
    store: &Store,
    vault: &Vault,
    look: &Look,
    stopping: &AtomicBool,
    announce: impl Fn(Option<Vec<String>>),
) -> Result<ScanReport> {
    let started = Instant::now();
    let root = Path::new(&vault.path);
    let rules = Rules { excluded: vault.excluded_folders.clone(), also: vault.file_extensions.clone() };
    let found = scan(root, &rules).map_err(|error| {
        let reason = match error {
            ScanError::Missing(_) => "missing",
            ScanError::NotAFolder(_) => "not_a_folder",
            ScanError::Unreadable { .. } => "unreadable",
        };
        unusable(reason, &vault.path)
    })?;
    let id = vault.id;
    let (known, mirrored) = store.read_blocking(move |connection| {
        let mirrored = mirror::list(connection, id)?.into_iter().map(|row| row.path).collect::<HashSet<_>>();
        Ok((notes::known(connection, id)?, mirrored))
    })?;
    let mut problems: Vec<Problem> =
        found.skipped.iter().map(|s| Problem { path: s.path.clone(), reason: s.reason.code().into() }).collect();

    let mut gone = gone(&known, &found.files, &problems);
    let mut report = ScanReport { notes: found.files.len(), ..Default::default() };
    if !look.accept_gone && is_unbelievable(root, &known, &found.files, &gone) {
        report.held_back = std::mem::take(&mut gone).len();
    }
    report.removed = gone.len();
    let due: Vec<&Found> = found.files.iter().filter(|file| is_due(file, &known, &look.force, &mirrored)).collect();
    let mut touched: Vec<String> = Vec::new();
    for batch in due.chunks(BATCH) {
        if stopping.load(Ordering::Relaxed) {
            return Ok(report);
        }
        let mut puts = Vec::new();
        let mut times = Vec::new();
        for outcome in read_all(root, batch, &known) {
            match outcome {
                Outcome::Note(note, tokens) => {
                    if known.contains_key(&note.path) {
                        report.changed += 1
                    } else {
                        report.added += 1
                    }
                    touched.push(note.path.clone());
                    puts.push((*note, *tokens));
                }
                Outcome::Same { path, modified_ns } => times.push((path, modified_ns)),
                Outcome::Unchanged => {}
                Outcome::Unread(problem) => problems.push(problem),
            }
        }
        if puts.is_empty() && times.is_empty() {
            continue;
        }
        store.write_blocking(Actor::system(), move |write| {
            still_in_use(write, id)?;
            puts.iter().try_for_each(|(note, tokens)| {
                let row = notes::put(write, id, note)?;
                notes::put_text(write, row, tokens)
            })?;
            times.iter().try_for_each(|(path, time)| notes::touch(write, id, path, *time))
        })?;
    }
    touched.extend(gone.iter().cloned());
    finish(store, id, gone, problems)?;
    if !touched.is_empty() {
        announce((touched.len() <= NAMED).then_some(touched));
    }
    report.elapsed_ms = started.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
    Ok(report)
}

/// Nothing of one vault may get into the index of another.
fn still_in_use(write: &Write<'_>, vault: i64) -> hisho_store::Result<()> {
    match vaults::current(write)? {
        Some(current) if current.id == vault => Ok(()),
        _ => Err(Error::refused("vault_changed", serde_json::json!({})).into()),
    }
}

/// Takes out what is gone and stores what could not be read; writes nothing when nothing differs.
fn finish(store: &Store, vault: i64, gone: Vec<String>, mut problems: Vec<Problem>) -> Result<()> {
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    problems.dedup_by(|a, b| a.path == b.path);
    problems.truncate(vaults::MOST_PROBLEMS);
    let as_before = gone.is_empty()
        && store.read_blocking(|connection| {
            let scanned = vaults::current(connection)?.is_some_and(|vault| vault.last_scan_at.is_some());
            Ok(scanned && vaults::problems(connection, vault)? == problems)
        })?;
    if as_before {
        return Ok(());
    }
    store.write_blocking(Actor::system(), move |write: &Write<'_>| {
        still_in_use(write, vault)?;
        gone.iter().try_for_each(|path| notes::remove(write, vault, path))?;
        vaults::scanned(write, vault, &problems)
    })
}

/// Known notes that are no longer there. What could not be looked at is not gone.
fn gone(known: &HashMap<String, Known>, files: &[Found], problems: &[Problem]) -> Vec<String> {
    let there: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let hidden: HashSet<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    let mut gone: Vec<String> = known
        .keys()
        .filter(|path| !there.contains(path.as_str()) && !self_and_above(path).any(|at| hidden.contains(at)))
        .cloned()
        .collect();
    gone.sort();
    gone
}

/// A path, the folders it lies in, and the vault itself as the empty path.
fn self_and_above(path: &str) -> impl Iterator<Item = &str> {
    let mut at = Some(path);
    std::iter::from_fn(move || {
        let here = at?;
        at = if here.is_empty() { None } else { Some(here.rsplit_once('/').map_or("", |(above, _)| above)) };
        Some(here)
    })
}

/// Too much is gone at once to take it for the person's doing: a drive that is not mounted leaves
/// an empty folder, and a sync tool that has gone wrong removes most. Moved notes are not gone:
/// they are there under other names. Nor are those that other rules now leave out.
fn is_unbelievable(root: &Path, known: &HashMap<String, Known>, there: &[Found], gone: &[String]) -> bool {
    const FEW: usize = 10;
    if gone.is_empty() {
        return false;
    }
    let is_empty = there.is_empty() && std::fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none());
    let came = there.iter().filter(|file| !known.contains_key(&file.path)).count();
    let lost = gone.iter().filter(|path| !root.join(path).exists()).count().saturating_sub(came);
    is_empty || (lost >= FEW && lost * 2 > known.len())
}

fn is_due(file: &Found, known: &HashMap<String, Known>, force: &Force, mirrored: &HashSet<String>) -> bool {
    let Some(known) = known.get(&file.path) else { return true };
    known.size != file.size as i64
        || known.modified_ns != nanos(file)
        || mirrored.contains(&file.path)
        || match force {
            Force::All => true,
            Force::Paths(paths) => !paths.is_empty() && self_and_above(&file.path).any(|at| paths.contains(at)),
        }
}

/// The time as the index keeps it; times beyond the year 2262 are equal to one another.
fn nanos(file: &Found) -> i64 {
    i64::try_from(file.modified_ns).unwrap_or(i64::MAX)
}

/// Reads and parses a batch on a few threads, in the order given.
fn read_all(root: &Path, batch: &[&Found], known: &HashMap<String, Known>) -> Vec<Outcome> {
    let share = batch.len().div_ceil(THREADS).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = batch
            .chunks(share)
            .map(|files| {
                scope.spawn(move || files.iter().map(|file| read_soundly(root, file, known)).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("parsing does not panic")).collect()
    })
}

/// One note that trips over a bug of ours does not keep the others out.
fn read_soundly(root: &Path, file: &Found, known: &HashMap<String, Known>) -> Outcome {
    std::panic::catch_unwind(|| read_one(root, file, known))
        .unwrap_or_else(|_| Outcome::Unread(Problem { path: file.path.clone(), reason: "internal".into() }))
}

fn read_one(root: &Path, file: &Found, known: &HashMap<String, Known>) -> Outcome {
    let read = match read(root, &file.path) {
        Ok(read) => read,
        // It went between the look and the reading; the next look will see it gone.
        Err(ReadError::Missing(path)) => return Outcome::Unread(Problem { path, reason: "missing".into() }),
        Err(error) => return Outcome::Unread(Problem { path: file.path.clone(), reason: error.to_string() }),
    };
    if let Some(known) = known.get(&file.path).filter(|known| known.hash == read.hash) {
        if known.modified_ns == nanos(file) {
            return Outcome::Unchanged;
        }
        return Outcome::Same { path: file.path.clone(), modified_ns: nanos(file) };
    }
    // The size that was read, not the one that was listed: it may have grown between.
    let known = Known { size: read.bytes.len() as i64, modified_ns: nanos(file), hash: read.hash };
    let (note, tokens) = entry::note(&file.path, known, &read.text);
    Outcome::Note(Box::new(note), Box::new(tokens))
}

/// A note's title: its file's name without the ending.
pub(crate) fn title(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
