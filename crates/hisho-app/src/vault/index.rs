//! Bringing the index in step with the files: what came, changed or went. Sizes and times are
//! hints; hashes decide. Must not write into the vault.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use hisho_domain::note::{NoteKind, Problem};
use hisho_domain::{Actor, Error, Result};
use hisho_store::notes::attachments::{self, Attachment};
use hisho_store::notes::{self, Known, tasks};
use hisho_store::vaults::{self, Source, Vault};
use hisho_store::{Connection, Store, Write, mirror};
use hisho_vault::path::name_key;
use hisho_vault::read::Reader;
use hisho_vault::scan::{Found, Rules, Scan, ScanError, scan, scan_at};
use hisho_vault::settings::VaultSettings;
use hisho_vault::tasks::status::TaskStyle;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::intake::{Due, Intake, nanos};
use super::unusable;

/// More changes than this are announced without naming them.
pub(super) const NAMED: usize = 200;
/// Hints of more places than this are a reason to look everywhere.
const PLACES: usize = 500;

/// How to look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    /// Where, and how well.
    pub(crate) force: Force,
    /// Notes may be taken out however many are gone at once.
    pub(crate) accept_gone: bool,
    /// What is gone in the places looked at was taken away by the person, through Hisho.
    pub(crate) by_hand: bool,
}

impl Look {
    /// No places are named.
    fn is_everywhere(&self) -> bool {
        match &self.force {
            Force::Paths(paths) => paths.is_empty(),
            Force::All => true,
        }
    }
}

/// Where a look goes, and which files are read whatever their size and time say; mirrored notes
/// always are.
#[derive(Debug, Clone)]
pub(crate) enum Force {
    /// These, and what lies in these folders, and nothing else is looked at; everywhere and trusting
    /// sizes and times when there are none.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScanReport {
    /// Notes and canvas files in the index now.
    pub notes: usize,
    /// Bytes of those that were read because they came or changed.
    pub bytes: u64,
    /// Notes that came.
    pub added: usize,
    /// Notes whose bytes changed.
    pub changed: usize,
    /// Notes that went.
    pub removed: usize,
    /// Notes that are gone but stay in the index, because they are too many at once to be believed.
    pub held_back: usize,
    /// Files and folders that could not be taken in; the vault's problems say why.
    pub skipped: usize,
    /// After how long everything could be browsed and found by title, tag and link.
    pub browsable_ms: u64,
    /// How long it took, full text included.
    pub elapsed_ms: u64,
}

/// What the index holds of the places that are looked at.
#[derive(Default)]
struct Before {
    notes: HashMap<String, Known>,
    /// Size and time.
    attachments: HashMap<String, (i64, i64)>,
    mirrored: HashSet<String>,
    /// Notes in all.
    count: usize,
    /// What the last looks could not read, elsewhere.
    problems: Vec<Problem>,
}

/// What is known of a vault's losses from one look to the next. Only a look everywhere brakes and
/// lets go again: one at a few places cannot tell whether the rest is there.
#[derive(Debug, Clone, Default)]
pub(super) struct Brake {
    /// The vault's row.
    vault: i64,
    /// Notes in the index after the last look everywhere.
    notes: usize,
    /// Notes that looks at a few places took out since.
    lost: usize,
    held: bool,
}

/// What a look missed.
struct Losses {
    /// Notes in the index before.
    known: usize,
    /// Of those, the ones that are not on the disk any more.
    missing: usize,
    /// Of those, the ones that are gone for another reason: other rules leave them out.
    left_out: usize,
    /// Notes that were not known before; a moved note is one under its new name.
    came: usize,
    /// Nothing at all is there.
    is_empty: bool,
}

impl Brake {
    /// Too much of this vault is gone, and stays in the index until the person says otherwise.
    pub(super) fn holds(&self, vault: i64) -> bool {
        self.vault == vault && self.held
    }

    /// Whether what is gone may be taken out. Too much at once is not taken for the person's doing:
    /// a drive that is not mounted leaves an empty folder, and a sync tool that has gone wrong
    /// removes most, in one go or file by file. What other rules now leave out is not missing.
    fn believes(&mut self, vault: i64, everywhere: bool, look: &Look, losses: &Losses) -> bool {
        if self.vault != vault {
            *self = Brake { vault, notes: losses.known, ..Brake::default() };
        }
        let is_none = losses.missing + losses.left_out == 0;
        let lost = losses.missing.saturating_sub(losses.came);
        if !everywhere {
            let since = self.lost + lost;
            let doubted = self.held || losses.is_empty || too_many(since, self.notes.max(losses.known));
            if is_none || look.by_hand {
                return true;
            }
            if !doubted {
                self.lost = since;
            }
            return !doubted;
        }
        let stay = losses.known - losses.missing + losses.came;
        let since = self.notes.saturating_sub(stay);
        let doubted = losses.is_empty || too_many(lost, losses.known) || too_many(since, self.notes);
        self.held = !is_none && doubted && !look.accept_gone;
        if !self.held {
            (self.notes, self.lost) = (stay - losses.left_out, 0);
        }
        !self.held
    }
}

/// So many of all notes are gone that it is not believed.
fn too_many(lost: usize, all: usize) -> bool {
    const FEW: usize = 10;
    lost >= FEW && lost * 2 > all
}

/// Looks at the files and updates the index. Where more is gone than the brake believes, a look at a
/// few places is followed by one everywhere, which decides. `announce` is told which notes changed,
/// or None when they are many. Ends early when `stopping`, or when another vault was chosen
/// meanwhile.
pub(super) fn reconcile(
    store: &Store,
    vault: &Vault,
    look: &Look,
    brake: &mut Brake,
    stopping: &AtomicBool,
    announce: impl Fn(Option<Vec<String>>),
) -> Result<ScanReport> {
    let (first, is_doubtful) = look_once(store, vault, look, brake, stopping, &announce)?;
    if !is_doubtful || stopping.load(Ordering::Relaxed) {
        return Ok(first);
    }
    let everywhere = Look { force: Force::default(), ..look.clone() };
    let (whole, _) = look_once(store, vault, &everywhere, brake, stopping, &announce)?;
    Ok(ScanReport {
        bytes: first.bytes + whole.bytes,
        added: first.added + whole.added,
        changed: first.changed + whole.changed,
        browsable_ms: first.elapsed_ms + whole.browsable_ms,
        elapsed_ms: first.elapsed_ms + whole.elapsed_ms,
        ..whole
    })
}

/// One look, and whether it was at a few places and found more gone than it may take out.
fn look_once(
    store: &Store,
    vault: &Vault,
    look: &Look,
    brake: &mut Brake,
    stopping: &AtomicBool,
    announce: impl Fn(Option<Vec<String>>),
) -> Result<(ScanReport, bool)> {
    let started = Instant::now();
    let elapsed = || started.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
    let root = Path::new(&vault.path);
    let id = vault.id;
    let remembered =
        |places: Option<&HashSet<String>>| store.read_blocking(|connection| before(connection, id, places));
    // A look everywhere asks the disk and the index at the same time.
    let (looked, everything) = std::thread::scope(|scope| {
        let everything = look.is_everywhere().then(|| scope.spawn(|| remembered(None)));
        (look_around(vault, look), everything.map(|asked| asked.join().expect("reading does not panic")))
    });
    let (found, places) = looked.map_err(|error| {
        let reason = match error {
            ScanError::Missing(_) => "missing",
            ScanError::NotAFolder(_) => "not_a_folder",
            ScanError::Unreadable { .. } => "unreadable",
        };
        unusable(reason, &vault.path)
    })?;
    let before = everything.unwrap_or_else(|| remembered(places.as_ref()))?;
    let mut problems: Vec<Problem> =
        found.skipped.iter().map(|s| Problem { path: s.path.clone(), reason: s.reason.said() }).collect();

    let there = || found.files.iter().chain(&found.canvases);
    let mut gone = gone(before.notes.keys(), there(), &problems);
    let mut report = ScanReport::default();
    let mut is_doubtful = false;
    if !brake.believes(id, places.is_none(), look, &losses(root, &before, there(), &gone)) {
        let doubted = std::mem::take(&mut gone).len();
        is_doubtful = places.is_some();
        report.held_back = if is_doubtful { 0 } else { doubted };
    }
    report.removed = gone.len();
    let due: Vec<Due<'_>> = [(NoteKind::Note, &found.files), (NoteKind::Canvas, &found.canvases)]
        .into_iter()
        .flat_map(|(kind, files)| files.iter().map(move |file| (kind, file)))
        .map(|(kind, file)| Due { kind, file, known: before.notes.get(&file.path) })
        .filter(|due| is_due(due, &look.force, &before.mirrored))
        .collect();
    let style = VaultSettings::read(root).tasks;
    let intake = Intake { store, vault: id, reader: Reader::new(root), style, stopping, allow: still_in_use };
    let taken = intake.take(&due)?;
    (report.added, report.changed, report.bytes) = (taken.added, taken.changed, taken.bytes);
    report.notes = before.count + report.added - report.removed;
    if stopping.load(Ordering::Relaxed) {
        return Ok((report, is_doubtful));
    }
    problems.extend(taken.problems);
    report.skipped = problems.len();
    problems.extend(before.problems.iter().cloned());
    let others = Others::new(&found, &before.attachments, &problems);
    let mut touched = taken.touched;
    touched.extend(gone.iter().cloned());
    // What was taken in before may have been judged by other settings.
    let judged = places.is_none() && judge_marks(store, id, &intake.style)?;
    let is_other = !touched.is_empty() || !others.is_none() || judged;
    finish(store, id, gone, others, problems)?;
    report.browsable_ms = elapsed();
    if is_other {
        announce((touched.len() <= NAMED && !judged).then_some(touched));
    }
    // Also what an earlier look was kept from: a file that was away at that moment and came back as
    // it was is not due again.
    if taken.textless || lack_text(store, id)? {
        intake.take_texts(&taken.words)?;
    }
    report.elapsed_ms = elapsed();
    Ok((report, is_doubtful))
}

/// Has every checkbox count as open or not as the vault's settings say now; gives whether any changed.
fn judge_marks(store: &Store, vault: i64, style: &TaskStyle) -> Result<bool> {
    let mut marks = store.read_blocking(|connection| tasks::marks(connection, vault))?;
    marks.retain(|(mark, open)| style.is_open(*mark) != *open);
    if marks.is_empty() {
        return Ok(false);
    }
    store.write_blocking(Actor::system(), move |write| {
        still_in_use(write, vault)?;
        marks.iter().try_for_each(|(mark, open)| tasks::set_open(write, vault, *mark, !open))
    })?;
    Ok(true)
}

/// Whether fewer notes have their full text than there are.
fn lack_text(store: &Store, vault: i64) -> Result<bool> {
    store.read_blocking(|connection| Ok(notes::count_texts(connection, vault)? < notes::count_all(connection, vault)?))
}

/// What is there, and where it was looked for; None for everywhere.
fn look_around(vault: &Vault, look: &Look) -> std::result::Result<(Scan, Option<HashSet<String>>), ScanError> {
    let root = Path::new(&vault.path);
    let rules = Rules { excluded: vault.excluded_folders.clone(), also: vault.file_extensions.clone() };
    if let Force::Paths(paths) = &look.force
        && (1..=PLACES).contains(&paths.len())
        && !paths.contains("")
        && let Some(found) = scan_at(root, &rules, paths.iter().map(String::as_str))?
    {
        return Ok((found, Some(paths.clone())));
    }
    Ok((scan(root, &rules)?, None))
}

fn before(connection: &Connection, vault: i64, places: Option<&HashSet<String>>) -> hisho_store::Result<Before> {
    let mut before = Before {
        mirrored: mirror::list(connection, vault)?.into_iter().map(|row| row.path).collect(),
        ..Before::default()
    };
    match places {
        None => {
            before.notes = notes::known(connection, vault)?;
            before.attachments = attachments::known(connection, vault)?;
            before.count = before.notes.len();
        }
        Some(places) => {
            for place in places {
                before.notes.extend(notes::known_in(connection, vault, place)?);
                before.attachments.extend(attachments::known_in(connection, vault, place)?);
            }
            before.count = usize::try_from(notes::count_all(connection, vault)?).unwrap_or(0);
            before.problems = vaults::problems_of(connection, vault, Source::Scan)?;
            before.problems.retain(|problem| !self_and_above(&problem.path).any(|at| places.contains(at)));
        }
    }
    Ok(before)
}

/// What is to be done about the files that are no notes.
struct Others {
    puts: Vec<Attachment>,
    gone: Vec<String>,
}

impl Others {
    fn new(found: &Scan, known: &HashMap<String, (i64, i64)>, problems: &[Problem]) -> Others {
        let of = |file: &Found| (file.size as i64, nanos(file));
        let is_new = |file: &&Found| known.get(&file.path) != Some(&of(file));
        let put = |file: &Found| Attachment {
            path: file.path.clone(),
            name_key: name_key(&file.path),
            size: of(file).0,
            modified_ns: of(file).1,
        };
        Others {
            puts: found.others.iter().filter(is_new).map(put).collect(),
            gone: gone(known.keys(), found.others.iter(), problems),
        }
    }

    fn is_none(&self) -> bool {
        self.puts.is_empty() && self.gone.is_empty()
    }
}

/// Nothing of one vault may get into the index of another.
fn still_in_use(write: &Write<'_>, vault: i64) -> hisho_store::Result<()> {
    match vaults::current(write)? {
        Some(current) if current.id == vault => Ok(()),
        _ => Err(Error::refused("vault_changed", serde_json::json!({})).into()),
    }
}

/// Takes out what is gone and stores what could not be read; writes nothing when nothing differs.
fn finish(store: &Store, vault: i64, gone: Vec<String>, others: Others, mut problems: Vec<Problem>) -> Result<()> {
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    problems.dedup_by(|a, b| a.path == b.path);
    problems.truncate(vaults::MOST_PROBLEMS);
    let as_before = gone.is_empty()
        && others.is_none()
        && store.read_blocking(|connection| {
            let scanned = vaults::current(connection)?.is_some_and(|vault| vault.last_scan_at.is_some());
            Ok(scanned && vaults::problems_of(connection, vault, Source::Scan)? == problems)
        })?;
    if as_before {
        return Ok(());
    }
    store.write_blocking(Actor::system(), move |write: &Write<'_>| {
        still_in_use(write, vault)?;
        gone.iter().try_for_each(|path| notes::remove(write, vault, path))?;
        others.gone.iter().try_for_each(|path| attachments::remove(write, vault, path))?;
        others.puts.iter().try_for_each(|file| attachments::put(write, vault, file))?;
        vaults::scanned(write, vault, &problems)
    })
}

/// Known files that are no longer there. What could not be looked at is not gone.
fn gone<'a>(
    known: impl Iterator<Item = &'a String>,
    there: impl Iterator<Item = &'a Found>,
    problems: &[Problem],
) -> Vec<String> {
    let there: HashSet<&str> = there.map(|file| file.path.as_str()).collect();
    let hidden: HashSet<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    let is_hidden = |path: &str| !hidden.is_empty() && self_and_above(path).any(|at| hidden.contains(at));
    let mut gone: Vec<String> =
        known.filter(|path| !there.contains(path.as_str()) && !is_hidden(path)).cloned().collect();
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

/// What is missing of what was known.
fn losses<'a>(root: &Path, before: &Before, there: impl Iterator<Item = &'a Found> + Clone, gone: &[String]) -> Losses {
    let missing = gone.iter().filter(|path| !root.join(path).exists()).count();
    let is_empty = || std::fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none());
    Losses {
        known: before.count,
        missing,
        left_out: gone.len() - missing,
        is_empty: !gone.is_empty() && there.clone().next().is_none() && is_empty(),
        came: there.filter(|file| !before.notes.contains_key(&file.path)).count(),
    }
}

fn is_due(due: &Due<'_>, force: &Force, mirrored: &HashSet<String>) -> bool {
    let Some(known) = due.known else { return true };
    let path = &due.file.path;
    known.size != due.file.size as i64
        || known.modified_ns != nanos(due.file)
        || mirrored.contains(path)
        || match force {
            Force::All => true,
            Force::Paths(paths) => !paths.is_empty() && self_and_above(path).any(|at| paths.contains(at)),
        }
}

/// A note's title: its file's name without the ending.
pub(crate) fn title(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
