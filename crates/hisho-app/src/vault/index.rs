//! Bringing the index in step with the files: what came, changed or went. Sizes and times are
//! hints; hashes decide. Must not write into the vault.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

use hisho_domain::note::Problem;
use hisho_domain::{Actor, Result};
use hisho_store::notes::{self, Indexed, Known};
use hisho_store::search::Tokens;
use hisho_store::vaults::{self, Vault};
use hisho_store::{Store, Write};
use hisho_vault::note::parse;
use hisho_vault::read::{ReadError, read};
use hisho_vault::scan::{Found, Rules, ScanError, scan};
use schemars::JsonSchema;
use serde::Serialize;

use super::unusable;

/// Notes that are parsed and then written in one transaction.
const BATCH: usize = 256;
/// Parsing is spread over so many threads.
const THREADS: usize = 2;
/// More changes than this are announced without naming them.
const NAMED: usize = 200;

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
    /// How long it took.
    pub elapsed_ms: u64,
}

/// What reading one file gave.
enum Outcome {
    /// The bytes changed.
    Note(Box<Indexed>),
    /// Only the time did.
    Same {
        path: String,
        modified_ns: i64,
    },
    Unread(Problem),
}

/// Looks at the files and updates the index. `announce` is told which notes changed, or None when
/// they are many.
pub(crate) fn reconcile(
    store: &Store,
    vault: &Vault,
    force: &HashSet<String>,
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
    let known = store.read_blocking(move |connection| notes::known(connection, id))?;
    let mut problems: Vec<Problem> =
        found.skipped.iter().map(|s| Problem { path: s.path.clone(), reason: s.reason.code().into() }).collect();

    let gone = gone(&known, &found.files, &problems);
    let due: Vec<&Found> = found.files.iter().filter(|file| is_due(file, &known, force)).collect();
    let mut report = ScanReport { notes: found.files.len(), removed: gone.len(), ..Default::default() };
    let mut touched: Vec<String> = Vec::new();
    for batch in due.chunks(BATCH) {
        let mut puts = Vec::new();
        let mut times = Vec::new();
        for outcome in read_all(root, batch, &known) {
            match outcome {
                Outcome::Note(note) => {
                    if known.contains_key(&note.path) {
                        report.changed += 1
                    } else {
                        report.added += 1
                    }
                    touched.push(note.path.clone());
                    puts.push(*note);
                }
                Outcome::Same { path, modified_ns } => times.push((path, modified_ns)),
                Outcome::Unread(problem) => problems.push(problem),
            }
        }
        store.write_blocking(Actor::system(), move |write| {
            puts.iter().try_for_each(|note| notes::put(write, id, note))?;
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

fn finish(store: &Store, vault: i64, gone: Vec<String>, problems: Vec<Problem>) -> Result<()> {
    store.write_blocking(Actor::system(), move |write: &Write<'_>| {
        gone.iter().try_for_each(|path| notes::remove(write, vault, path))?;
        vaults::scanned(write, vault, &problems)
    })
}

/// Known notes that are no longer there. What could not be looked at is not gone.
fn gone(known: &HashMap<String, Known>, files: &[Found], problems: &[Problem]) -> Vec<String> {
    let there: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let hidden = |path: &str| {
        problems
            .iter()
            .any(|p| path.strip_prefix(p.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    let mut gone: Vec<String> =
        known.keys().filter(|path| !there.contains(path.as_str()) && !hidden(path)).cloned().collect();
    gone.sort();
    gone
}

fn is_due(file: &Found, known: &HashMap<String, Known>, force: &HashSet<String>) -> bool {
    known.get(&file.path).is_none_or(|known| {
        known.size != file.size as i64 || known.modified_ns != nanos(file) || force.contains(&file.path)
    })
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
            .map(|files| scope.spawn(move || files.iter().map(|file| read_one(root, file, known)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("parsing does not panic")).collect()
    })
}

fn read_one(root: &Path, file: &Found, known: &HashMap<String, Known>) -> Outcome {
    let read = match read(root, &file.path) {
        Ok(read) => read,
        // It went between the look and the reading; the next look will see it gone.
        Err(ReadError::Missing(path)) => return Outcome::Unread(Problem { path, reason: "missing".into() }),
        Err(error) => return Outcome::Unread(Problem { path: file.path.clone(), reason: error.to_string() }),
    };
    if known.get(&file.path).is_some_and(|known| known.hash == read.hash) {
        return Outcome::Same { path: file.path.clone(), modified_ns: nanos(file) };
    }
    let parsed = parse(&read.text);
    let title = title(&file.path);
    let extra = [parsed.aliases.join("\n"), parsed.tags.join("\n"), parsed.headings.join("\n")].join("\n");
    let uid = parsed.properties.as_ref().and_then(|p| p.get("uid")).and_then(|uid| uid.as_str()).map(str::to_owned);
    Outcome::Note(Box::new(Indexed {
        tokens: Tokens::new(title, &extra, &read.text),
        title: title.to_owned(),
        path: file.path.clone(),
        // The size that was read, not the one that was listed: it may have grown between.
        known: Known { size: read.bytes.len() as i64, modified_ns: nanos(file), hash: read.hash },
        tags: parsed.tags,
        uid,
    }))
}

/// A note's title: its file's name without the ending.
pub(crate) fn title(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
