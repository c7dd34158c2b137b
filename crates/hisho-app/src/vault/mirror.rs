//! Keeping the notes of plans and projects in step with the database. Three texts decide: what
//! Hisho would have written when both sides last agreed, what it would write now, and what is on
//! disk. The person's words on disk always stand. Must not know how a file is written safely;
//! that is the gate's.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hisho_domain::note::{MirrorState, Problem, Writing};
use hisho_domain::plan::PlanDetail;
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Entity, Error, ErrorCode, Result};
use hisho_store::files::{self, Why};
use hisho_store::mirror::{self as table, Mirror};
use hisho_store::tasks::{self, TaskChange};
use hisho_store::vaults::{self, Source, Vault};
use hisho_store::{Connection, Store, notes, plans, projects, settings};
use hisho_vault::gate::{Expect, Gate, GateError};
use hisho_vault::merge::merge;
use hisho_vault::names;
use hisho_vault::note::parse;
use hisho_vault::read::{FileText, ReadError, read};

use super::archive::StoreArchive;
use super::marks;
use super::render::{self, Page};

/// How often a note is tried again that others keep saving.
const TRIES: usize = 3;
/// The problem of a note in which both sides changed the same lines.
const CONTESTED: &str = "contested";

/// Something that has, or would have, a note.
pub(crate) struct Kept {
    /// Its row; not yet stored when its state is new.
    pub(crate) row: Mirror,
    /// Its name.
    pub(crate) title: String,
}

/// The gate into a vault, with the database as its archive.
pub(crate) fn gate(store: &Store, vault: &Vault) -> Gate {
    let archive = StoreArchive { store: store.clone(), vault: vault.id };
    Gate::new(vault.path.clone().into(), Arc::new(archive))
}

/// Every plan in force and every project, each with the note it has or would get.
pub(crate) fn kept(connection: &Connection, vault: &Vault) -> hisho_store::Result<Vec<Kept>> {
    let language = settings::get(connection)?.language.unwrap_or(Language::En);
    let known = table::list(connection, vault.id)?;
    let mut taken: HashSet<String> = known.iter().map(|row| fold(&row.path)).collect();
    taken.extend(notes::paths(connection, vault.id)?.iter().map(|path| fold(path)));
    let mut kept = Vec::new();
    let mut keep = |entity, uid: String, title: String, folder: &str| {
        let row = match known.iter().find(|row| row.entity == entity && row.uid == uid) {
            Some(row) => row.clone(),
            None => {
                let path = free_path(folder, &title, language, |path| taken.contains(&fold(path)));
                taken.insert(fold(&path));
                let state = MirrorState::New;
                Mirror { entity, uid, path, language, base: None, disk: None, intended: None, pending: None, state }
            }
        };
        kept.push(Kept { row, title });
    };
    for plan in plans::list(connection, None)?.into_iter().rev() {
        if let Some(number) = plan.approved_version {
            let title = plans::version_title(connection, &plan.uid, number)?;
            keep(Entity::Plan, plan.uid, title, &vault.plans_folder);
        }
    }
    for project in projects::list(connection)?.into_iter().rev() {
        keep(Entity::Project, project.uid, project.title, &vault.projects_folder);
    }
    Ok(kept)
}

/// A path for a new note that is not taken.
fn free_path(folder: &str, title: &str, language: Language, taken: impl Fn(&str) -> bool) -> String {
    let path = |name: &str| format!("{folder}/{name}.md");
    let name = names::file_name(title, if language == Language::Ja { "無題" } else { "Untitled" });
    path(&names::unique(&name, &|name| taken(&path(name))))
}

fn fold(path: &str) -> String {
    hisho_vault::path::fold(path)
}

/// Brings every kept note in step. Gives how long to wait where somebody was writing just now.
pub(crate) fn sync(store: &Store, vault: &Vault) -> Result<Option<Duration>> {
    let standing = store.read_blocking(|connection| vaults::problems_of(connection, vault.id, Source::Mirror))?;
    let (again, problems) = match vault.writing {
        Writing::Allowed => sync_all(store, vault, &standing)?,
        Writing::NotAsked | Writing::Off => (None, Vec::new()),
    };
    if problems != standing {
        let vault = vault.id;
        store.write_blocking(Actor::system(), move |write| {
            vaults::set_problems(write, vault, Source::Mirror, &problems)
        })?;
    }
    Ok(again)
}

/// Also gives what stands in the way of notes now, ordered by path.
fn sync_all(store: &Store, vault: &Vault, standing: &[Problem]) -> Result<(Option<Duration>, Vec<Problem>)> {
    let gate = gate(store, vault);
    let all = store.read_blocking(|connection| kept(connection, vault))?;
    let is_new = |kept: &&Kept| kept.row.base.is_none() && kept.row.pending.is_none();
    let new: Vec<Mirror> = all.iter().filter(is_new).map(|kept| kept.row.clone()).collect();
    if !new.is_empty() {
        // Paths are settled before the first is written, since notes link to one another.
        let vault = vault.id;
        store.write_blocking(Actor::system(), move |write| {
            new.iter().try_for_each(|row| table::put(write, vault, row))
        })?;
    }
    let standing: HashMap<&str, &str> = standing.iter().map(|p| (p.path.as_str(), p.reason.as_str())).collect();
    let (mut again, mut problems) = (None, Vec::new());
    for mut kept in all {
        let before = standing.get(kept.row.path.as_str()).copied();
        let mut trouble = None;
        match sync_note(store, vault, &gate, &mut kept, before, &mut trouble) {
            Ok(None) => {}
            Ok(Some(wait)) => {
                again = Some(wait);
                // Nothing was settled yet.
                trouble = trouble.or_else(|| before.map(str::to_owned));
            }
            Err(error) => {
                tracing::warn!("{}: {error}", kept.row.path);
                trouble = Some(error.message);
            }
        }
        problems.extend(trouble.map(|reason| Problem { path: kept.row.path, reason }));
    }
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((again, problems))
}

/// `before` is what stood in the note's way until now; `trouble` becomes what does from now on.
fn sync_note(
    store: &Store,
    vault: &Vault,
    gate: &Gate,
    kept: &mut Kept,
    before: Option<&str>,
    trouble: &mut Option<String>,
) -> Result<Option<Duration>> {
    let row = &mut kept.row;
    // What failed is tried again, until it succeeds; who is right about a line is for the person.
    let retry = before.is_some_and(|reason| reason != CONTESTED);
    for _ in 0..TRIES {
        let (page, indexed) = store.read_blocking(|connection| {
            Ok((page(connection, vault, row)?, notes::hash(connection, vault.id, &row.path)?))
        })?;
        let ours = *blake3::hash(page.text.as_bytes()).as_bytes();
        let at_rest = row.pending.is_none() && row.disk.is_some() && row.state != MirrorState::Missing;
        if at_rest && !retry && row.base == Some(ours) && indexed == row.disk {
            *trouble = before.map(str::to_owned);
            return Ok(None);
        }
        let disk = match read(Path::new(&vault.path), &row.path) {
            Ok(disk) if disk.lossy => return Err(failed(&row.path, "the file is not text")),
            Ok(disk) => disk,
            Err(ReadError::Missing(_)) => match elsewhere(store, vault, row)? {
                Some(path) => {
                    row.path = path;
                    continue;
                }
                // Never written, or not to the end.
                None if row.base.is_none() => {
                    if write(store, vault, gate, row, &page, Expect::Absent, page.text.as_bytes())? {
                        return Ok(None);
                    }
                    continue;
                }
                None => return mark_missing(store, vault, row).map(|()| None),
            },
            Err(error) => return Err(failed(&row.path, error)),
        };
        if row.pending.is_some() && Some(disk.hash) == row.intended {
            // A write that was cut short after the exchange: it is done but for the record.
            finish(store, vault, row, disk.hash)?;
            continue;
        }
        let uid = parse(&disk.text).properties.and_then(|p| p.get("uid")?.as_str().map(str::to_owned));
        let owner_differs = uid.as_ref().is_some_and(|uid| *uid != row.uid);
        let Some(base) = row.base.filter(|_| !owner_differs) else {
            if uid.as_ref() == Some(&row.uid) {
                // Our own note from before it was forgotten; what differs in it is the person's.
                agree(store, vault, row, page.text.as_bytes(), disk.hash)?;
                read_back(store, vault, row, page.text.as_bytes(), &disk, trouble)?;
            } else if let Some(path) = elsewhere(store, vault, row)? {
                row.path = path;
            } else if row.base.is_some() {
                // The file is another note now, and ours is nowhere.
                return mark_missing(store, vault, row).map(|()| None);
            } else {
                // Somebody's file has this name already.
                let folder = row.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
                let there = |path: &str| Path::new(&vault.path).join(path).symlink_metadata().is_ok();
                row.path = free_path(&folder, &kept.title, row.language, there);
            }
            continue;
        };
        // Neither side changed since they agreed; only the index does not know it yet.
        let as_before = base == ours && Some(disk.hash) == row.disk;
        let base = store.read_blocking(|connection| files::bytes(connection, &base))?;
        let mut base = base.ok_or_else(|| Error::internal(format!("the base of {} is gone", row.path)))?;
        if retry || Some(disk.hash) != row.disk || row.state == MirrorState::Missing {
            base = read_back(store, vault, row, &base, &disk, trouble)?;
        }
        if Some(disk.hash) != row.intended
            && let Some(wait) = unrest(vault, &row.path)
        {
            return Ok(Some(wait));
        }
        // Read anew: what was just read back is part of it.
        let page = store.read_blocking(|connection| self::page(connection, vault, row))?;
        let (mut spliced_base, mut spliced_disk) = (base, disk.bytes.clone());
        marks::splice(&page, &mut spliced_base, &mut spliced_disk);
        let merged = merge(&spliced_base, page.text.as_bytes(), &spliced_disk);
        if merged.contested {
            *trouble = Some(CONTESTED.to_owned());
        } else if as_before && !retry {
            *trouble = before.map(str::to_owned);
        }
        if merged.bytes == disk.bytes {
            return agree(store, vault, row, page.text.as_bytes(), disk.hash).map(|()| None);
        }
        if write(store, vault, gate, row, &page, Expect::Hash(disk.hash), &merged.bytes)? {
            return Ok(None);
        }
    }
    Ok(Some(quiet(vault)))
}

/// Writes through the gate. What the base will be is stored before, so that a crash at any moment
/// leaves a state that explains itself. False when somebody saved in between: their text is there,
/// so begin anew with it.
fn write(
    store: &Store,
    vault: &Vault,
    gate: &Gate,
    row: &mut Mirror,
    page: &Page,
    expect: Expect,
    bytes: &[u8],
) -> Result<bool> {
    row.pending = Some(*blake3::hash(page.text.as_bytes()).as_bytes());
    row.intended = Some(*blake3::hash(bytes).as_bytes());
    let (id, stored, text) = (vault.id, row.clone(), page.text.clone());
    store.write_blocking(Actor::system(), move |write| {
        files::keep(write, id, &stored.path, text.as_bytes(), Why::Base)?;
        table::put(write, id, &stored)
    })?;
    match gate.write(&row.path, expect, bytes) {
        Ok(written) => finish(store, vault, row, written.hash).map(|()| true),
        Err(GateError::Changed { .. } | GateError::Raced { .. }) => {
            row.pending = None;
            Ok(false)
        }
        Err(error) => Err(failed(&row.path, error)),
    }
}

/// A write is done: what was pending is the base.
fn finish(store: &Store, vault: &Vault, row: &mut Mirror, disk: [u8; 32]) -> Result<()> {
    row.base = row.pending.take();
    row.disk = Some(disk);
    put(store, vault, row)
}

fn failed(path: &str, detail: impl std::fmt::Display) -> Error {
    Error::io("mirror", Some(path), detail)
}

/// What Hisho would write for a row now.
fn page(connection: &Connection, vault: &Vault, row: &Mirror) -> hisho_store::Result<Page> {
    let path_of = |entity, uid: &str| -> hisho_store::Result<Option<String>> {
        Ok(table::get(connection, vault.id, entity, uid)?.map(|row| row.path))
    };
    if row.entity == Entity::Plan {
        let plan: PlanDetail = plans::get(connection, &row.uid)?;
        let version = plan.version_in_force();
        let version = version.ok_or_else(|| Error::internal("a kept plan has no version in force"))?;
        let project =
            plan.project.as_ref().map(|project| path_of(Entity::Project, &project.uid)).transpose()?.flatten();
        return Ok(render::plan(&plan, version, row.language, project.as_deref()));
    }
    let project = projects::get(connection, &row.uid)?;
    let plan = project.summary.plan_uid.as_deref().map(|uid| path_of(Entity::Plan, uid)).transpose()?.flatten();
    Ok(render::project(&project, row.language, plan.as_deref()))
}

/// Takes the person's ticks over into the database, and records at once what both sides agree on
/// now, so that the next tick is told from this one. Gives the new base.
fn read_back(
    store: &Store,
    vault: &Vault,
    row: &mut Mirror,
    base: &[u8],
    disk: &FileText,
    trouble: &mut Option<String>,
) -> Result<Vec<u8>> {
    if row.entity == Entity::Project {
        let tasks = store.read_blocking(|connection| tasks::of_project(connection, &row.uid))?;
        let ticked = marks::ticked(&tasks, &String::from_utf8_lossy(base), &disk.text);
        if !ticked.is_empty() {
            for (uid, status) in ticked {
                let change = TaskChange { status: Some(status), ..Default::default() };
                match store
                    .write_blocking(Actor::person_in_vault(), move |write| tasks::update(write, &uid, None, &change))
                {
                    // What comes before it is still open. The mark stays as the person put it, and
                    // counts as soon as it may.
                    Err(error) if error.code == ErrorCode::Refused => *trouble = Some(error.message),
                    done => drop(done?),
                }
            }
        }
    }
    let page = store.read_blocking(|connection| page(connection, vault, row))?;
    let base = marks::agreed(&page, base, &disk.bytes);
    agree(store, vault, row, &base, disk.hash)?;
    Ok(base)
}

/// A note that somebody else changed is left alone for so long.
fn quiet(vault: &Vault) -> Duration {
    Duration::from_millis(vault.write_quiet_ms.try_into().unwrap_or_default())
}

/// How long to wait until nobody has changed the file for a while; None when it is at rest.
fn unrest(vault: &Vault, path: &str) -> Option<Duration> {
    let quiet = quiet(vault);
    let modified = std::fs::metadata(Path::new(&vault.path).join(path)).and_then(|meta| meta.modified()).ok()?;
    // A time in the future says nothing about rest.
    let age = SystemTime::now().duration_since(modified).unwrap_or(quiet);
    quiet.checked_sub(age).filter(|wait| !wait.is_zero())
}

/// Where a note lies that the person moved or swapped: the only other note with its uid.
fn elsewhere(store: &Store, vault: &Vault, row: &Mirror) -> Result<Option<String>> {
    let (vault, uid, here) = (vault.id, row.uid.clone(), row.path.clone());
    let mut paths = store.read_blocking(move |connection| notes::paths_of_uid(connection, vault, &uid))?;
    paths.retain(|path| *path != here);
    Ok(if paths.len() == 1 { paths.pop() } else { None })
}

fn mark_missing(store: &Store, vault: &Vault, row: &mut Mirror) -> Result<()> {
    if row.state == MirrorState::Missing {
        return Ok(());
    }
    row.state = MirrorState::Missing;
    let (vault, row) = (vault.id, row.clone());
    store.write_blocking(Actor::system(), move |write| table::put(write, vault, &row))
}

/// Both sides agree: `base` is what Hisho would write, and `disk` is the hash of what lies there.
fn agree(store: &Store, vault: &Vault, row: &mut Mirror, base: &[u8], disk: [u8; 32]) -> Result<()> {
    let hash = *blake3::hash(base).as_bytes();
    if row.base != Some(hash) {
        let (vault, path, base) = (vault.id, row.path.clone(), base.to_owned());
        store.write_blocking(Actor::system(), move |write| files::keep(write, vault, &path, &base, Why::Base))?;
    }
    (row.base, row.disk, row.pending) = (Some(hash), Some(disk), None);
    put(store, vault, row)
}

/// Stores a row whose base and hash on disk are settled.
fn put(store: &Store, vault: &Vault, row: &mut Mirror) -> Result<()> {
    row.state = if row.base == row.disk { MirrorState::Written } else { MirrorState::ChangedOutside };
    let (vault, row) = (vault.id, row.clone());
    store.write_blocking(Actor::system(), move |write| table::put(write, vault, &row))
}
