//! Keeping the notes of plans and projects in step with the database. Three texts decide: what
//! Hisho would have written when both sides last agreed, what it would write now, and what is on
//! disk. The person's words on disk always stand. Must not know how a file is written safely;
//! that is the gate's.

use std::collections::HashSet;
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
use hisho_store::vaults::{self, Vault};
use hisho_store::{Connection, Store, notes, plans, projects, settings};
use hisho_vault::gate::{Expect, Gate, GateError};
use hisho_vault::merge::merge;
use hisho_vault::names;
use hisho_vault::read::{FileText, ReadError, read};

use super::archive::StoreArchive;
use super::marks;
use super::render::{self, Page};

/// A note that somebody else changed is left alone for so long.
const QUIET: Duration = Duration::from_secs(3);
/// How often a note is tried again that others keep saving.
const TRIES: usize = 3;

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

/// Every plan in force and its project, each with the note it has or would get.
pub(crate) fn kept(connection: &Connection, vault: &Vault) -> hisho_store::Result<Vec<Kept>> {
    let language = settings::get(connection)?.language.unwrap_or(Language::En);
    let known = table::list(connection, vault.id)?;
    let mut taken: HashSet<String> = known.iter().map(|row| fold(&row.path)).collect();
    taken.extend(notes::paths(connection, vault.id)?.iter().map(|path| fold(path)));
    let mut kept = Vec::new();
    for plan in plans::list(connection, None)?.into_iter().rev() {
        let Some(number) = plan.approved_version else { continue };
        let detail = plans::get(connection, &plan.uid)?;
        let title = detail.versions.iter().find(|v| v.number == number).map_or(plan.title, |v| v.content.title.clone());
        let project =
            detail.project.map(|project| (Entity::Project, project.uid, project.title, &vault.projects_folder));
        for (entity, uid, title, folder) in
            [Some((Entity::Plan, plan.uid, title, &vault.plans_folder)), project].into_iter().flatten()
        {
            let row = match known.iter().find(|row| row.entity == entity && row.uid == uid) {
                Some(row) => row.clone(),
                None => {
                    let name = names::file_name(&title, if language == Language::Ja { "無題" } else { "Untitled" });
                    let path = |name: &str| format!("{folder}/{name}.md");
                    let name = names::unique(&name, &|name| taken.contains(&fold(&path(name))));
                    let path = path(&name);
                    taken.insert(fold(&path));
                    Mirror {
                        entity,
                        uid,
                        path,
                        language,
                        base: None,
                        disk: None,
                        intended: None,
                        state: MirrorState::New,
                    }
                }
            };
            kept.push(Kept { row, title });
        }
    }
    Ok(kept)
}

fn fold(path: &str) -> String {
    hisho_vault::path::fold(path)
}

/// Brings every kept note in step. Gives how long to wait where somebody was writing just now.
pub(crate) fn sync(store: &Store, vault: &Vault) -> Result<Option<Duration>> {
    if vault.writing != Writing::Allowed {
        return Ok(None);
    }
    let gate = gate(store, vault);
    let all = store.read_blocking(|connection| kept(connection, vault))?;
    let new: Vec<Mirror> = all.iter().filter(|kept| kept.row.base.is_none()).map(|kept| kept.row.clone()).collect();
    if !new.is_empty() {
        // Paths are settled before the first is written, since notes link to one another.
        let vault = vault.id;
        store.write_blocking(Actor::system(), move |write| {
            new.iter().try_for_each(|row| table::put(write, vault, row))
        })?;
    }
    let mut again = None;
    for kept in all {
        let path = kept.row.path.clone();
        match sync_note(store, vault, &gate, kept.row) {
            Ok(None) => {}
            Ok(Some(wait)) => again = Some(wait),
            Err(error) => {
                tracing::warn!("{path}: {error}");
                let problem = Problem { path, reason: error.message };
                let vault = vault.id;
                store.write_blocking(Actor::system(), move |write| vaults::add_problem(write, vault, &problem))?;
            }
        }
    }
    Ok(again)
}

fn sync_note(store: &Store, vault: &Vault, gate: &Gate, mut row: Mirror) -> Result<Option<Duration>> {
    for _ in 0..TRIES {
        let (page, indexed) = store.read_blocking(|connection| {
            Ok((page(connection, vault, &row)?, notes::hash(connection, vault.id, &row.path)?))
        })?;
        let ours = *blake3::hash(page.text.as_bytes()).as_bytes();
        if row.base == Some(ours) && row.disk.is_some() && indexed == row.disk {
            return Ok(None);
        }
        let disk = match read(Path::new(&vault.path), &row.path) {
            Ok(disk) => disk,
            Err(ReadError::Missing(_)) if row.base.is_none() => {
                match gate.write(&row.path, Expect::Absent, page.text.as_bytes()) {
                    Ok(written) => {
                        row.intended = Some(written.hash);
                        return record(store, vault, row, &page, written.hash).map(|()| None);
                    }
                    Err(GateError::Changed { .. } | GateError::Raced { .. }) => continue,
                    Err(error) => return Err(failed(&row.path, error)),
                }
            }
            Err(ReadError::Missing(_)) => match moved(store, vault, &row)? {
                Some(path) => {
                    row.path = path;
                    continue;
                }
                None => return mark_missing(store, vault, row).map(|()| None),
            },
            Err(error) => return Err(failed(&row.path, error)),
        };
        if disk.lossy {
            return Err(failed(&row.path, "the file is not text"));
        }
        let base = match row.base {
            Some(hash) => store.read_blocking(|connection| files::bytes(connection, &hash))?,
            None => None,
        };
        let Some(mut base) = base else {
            // A file of this name was there before Hisho's first write; it is the person's.
            return Err(failed(&row.path, "a note of this name is there already"));
        };
        let written_here = Some(disk.hash) == row.intended;
        if Some(disk.hash) != row.disk {
            base = read_back(store, vault, &mut row, &base, &disk)?;
        }
        if !written_here && let Some(wait) = unrest(vault, &row.path) {
            return Ok(Some(wait));
        }
        // Read anew: what was just read back is part of it.
        let page = store.read_blocking(|connection| self::page(connection, vault, &row))?;
        let (mut spliced_base, mut spliced_disk) = (base, disk.bytes.clone());
        marks::splice(&page, &mut spliced_base, &mut spliced_disk);
        let merged = merge(&spliced_base, page.text.as_bytes(), &spliced_disk).bytes;
        if merged == disk.bytes {
            return record(store, vault, row, &page, disk.hash).map(|()| None);
        }
        match gate.write(&row.path, Expect::Hash(disk.hash), &merged) {
            Ok(written) => {
                row.intended = Some(written.hash);
                return record(store, vault, row, &page, written.hash).map(|()| None);
            }
            // Somebody saved in between; their text is there, so begin anew with it.
            Err(GateError::Changed { .. } | GateError::Raced { .. }) => {}
            Err(error) => return Err(failed(&row.path, error)),
        }
    }
    Ok(Some(QUIET))
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
        let version = plan.versions.iter().find(|v| Some(v.number) == plan.in_force);
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
fn read_back(store: &Store, vault: &Vault, row: &mut Mirror, base: &[u8], disk: &FileText) -> Result<Vec<u8>> {
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
                    Err(error) if error.code == ErrorCode::Refused => {
                        let problem = Problem { path: row.path.clone(), reason: error.message };
                        let vault = vault.id;
                        store.write_blocking(Actor::system(), move |write| {
                            vaults::add_problem(write, vault, &problem)
                        })?;
                    }
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

/// How long to wait until nobody has changed the file for a while; None when it is at rest.
fn unrest(vault: &Vault, path: &str) -> Option<Duration> {
    let modified = std::fs::metadata(Path::new(&vault.path).join(path)).and_then(|meta| meta.modified()).ok()?;
    // A time in the future says nothing about rest.
    let age = SystemTime::now().duration_since(modified).unwrap_or(QUIET);
    QUIET.checked_sub(age).filter(|wait| !wait.is_zero())
}

/// Where a note went that the person moved: the only other note with its uid.
fn moved(store: &Store, vault: &Vault, row: &Mirror) -> Result<Option<String>> {
    let (vault, uid, old) = (vault.id, row.uid.clone(), row.path.clone());
    let mut paths = store.read_blocking(move |connection| notes::paths_of_uid(connection, vault, &uid))?;
    paths.retain(|path| *path != old);
    Ok(if paths.len() == 1 { paths.pop() } else { None })
}

fn mark_missing(store: &Store, vault: &Vault, mut row: Mirror) -> Result<()> {
    if row.state == MirrorState::Missing {
        return Ok(());
    }
    row.state = MirrorState::Missing;
    let vault = vault.id;
    store.write_blocking(Actor::system(), move |write| table::put(write, vault, &row))
}

/// Both sides agree: ours is the base from now on, and `disk` is what lies there.
fn record(store: &Store, vault: &Vault, mut row: Mirror, page: &Page, disk: [u8; 32]) -> Result<()> {
    agree(store, vault, &mut row, page.text.as_bytes(), disk)
}

/// Stores the text and the hash on disk that both sides agree on.
fn agree(store: &Store, vault: &Vault, row: &mut Mirror, base: &[u8], disk: [u8; 32]) -> Result<()> {
    let hash = *blake3::hash(base).as_bytes();
    let known = row.base == Some(hash);
    row.state = if hash == disk { MirrorState::Written } else { MirrorState::ChangedOutside };
    (row.base, row.disk) = (Some(hash), Some(disk));
    let (vault, row, base) = (vault.id, row.clone(), base.to_owned());
    store.write_blocking(Actor::system(), move |write| {
        if !known {
            files::keep(write, vault, &row.path, &base, Why::Base)?;
        }
        table::put(write, vault, &row)
    })
}
