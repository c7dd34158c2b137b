//! Keeping the notes of plans and projects in step with the database: what is kept, and when it is
//! brought in step. What is to be done is the planner's to say (`hisho_vault::mirror`); it is carried
//! out by [`sides`]. Must not know Markdown, nor how a file is written safely.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hisho_domain::note::{Problem, Writing};
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Entity, Error, Result};
use hisho_store::files;
use hisho_store::mirror::{self as table, Mirror};
use hisho_store::mirror_conflicts::{self, Open};
use hisho_store::vaults::{self, Source, Vault};
use hisho_store::{Connection, Store, notes, plans, projects, settings};
use hisho_vault::gate::Gate;
use hisho_vault::mirror::{Field, Layout, Pair, Sheet, Side, settle, write};
use hisho_vault::names;

use super::archive::StoreArchive;
use super::render;
use sides::TwoSides;

mod disk;
mod plan;
mod project;
mod sides;
mod taking;
mod told;

pub(crate) use told::field_of;

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
    let mut known: HashMap<(Entity, String), Mirror> =
        known.into_iter().map(|row| ((row.entity, row.uid.clone()), row)).collect();
    let mut kept = Vec::new();
    let mut keep = |entity, uid: String, title: String, folder: &str| {
        let row = known.remove(&(entity, uid.clone())).unwrap_or_else(|| {
            let path = free_path(folder, &title, language, |path| taken.contains(&fold(path)));
            taken.insert(fold(&path));
            Mirror::new(entity, uid, path, language)
        });
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

/// What a row's note consists of.
pub(crate) fn layout(row: &Mirror) -> Layout {
    if row.entity == Entity::Plan { render::plan_layout(row.language) } else { render::project_layout(row.language) }
}

/// What the record of a row says now. `paths` says where the notes of others lie.
fn sheet(
    connection: &Connection,
    row: &Mirror,
    paths: &HashMap<(Entity, String), String>,
) -> hisho_store::Result<Sheet> {
    let path_of = |entity, uid: &str| paths.get(&(entity, uid.to_owned())).map(String::as_str);
    if row.entity == Entity::Plan {
        let plan = plans::get(connection, &row.uid)?;
        let version = plan.version_in_force();
        let version = version.ok_or_else(|| Error::internal("a kept plan has no version in force"))?;
        let project = plan.project.as_ref().and_then(|project| path_of(Entity::Project, &project.uid));
        return Ok(render::plan(&plan, version, row.language, project));
    }
    let project = projects::get(connection, &row.uid)?;
    let plan = project.summary.plan_uid.as_deref().and_then(|uid| path_of(Entity::Plan, uid));
    Ok(render::project(&project, row.language, plan))
}

/// Where every kept note lies.
fn paths(kept: &[Kept]) -> HashMap<(Entity, String), String> {
    kept.iter().map(|kept| ((kept.row.entity, kept.row.uid.clone()), kept.row.path.clone())).collect()
}

/// Whether a file holds nothing but Hisho's own words: what both sides agree on, as it is written.
pub(crate) fn is_own(connection: &Connection, row: &Mirror, bytes: &[u8]) -> hisho_store::Result<bool> {
    for hash in row.base.iter().chain(&row.pending) {
        let Some(agreed) = files::bytes(connection, hash)? else { continue };
        let layout = layout(row);
        let says = |pair: Pair| write(&pair.disk, &layout).into_bytes() == bytes;
        if agreed == bytes || Pair::from_bytes(&agreed, &layout).is_ok_and(says) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the person said that bears on bringing notes in step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Said<'a> {
    /// Notes that are gone were meant to go, however many.
    pub(crate) accept_gone: bool,
    /// Files that they just changed through Hisho: nobody is in the middle of writing these.
    pub(crate) done_with: &'a [String],
    /// Which side stands, by what the note is about and its field.
    pub(crate) settled: Option<&'a BTreeMap<String, BTreeMap<Field, Side>>>,
}

/// What came of bringing notes in step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Synced {
    /// How long to wait where something was too fresh.
    pub(crate) again: Option<Duration>,
    /// What stands in the way is something else than before.
    pub(crate) is_news: bool,
}

/// Brings every kept note in step, as far as `stopping` does not end it.
pub(crate) fn sync(store: &Store, vault: &Vault, said: Said<'_>, stopping: &AtomicBool) -> Result<Synced> {
    let standing = store.read_blocking(|connection| vaults::problems_of(connection, vault.id, Source::Mirror))?;
    let (again, problems, open) = match vault.writing {
        Writing::Allowed if standing.is_empty() && store.read_blocking(|c| is_at_rest(c, vault))? => {
            return Ok(Synced::default());
        }
        Writing::Allowed => sync_all(store, vault, said, stopping)?,
        Writing::NotAsked | Writing::Off => (None, Vec::new(), Vec::new()),
    };
    let vault = vault.id;
    let are_other = problems != standing;
    let is_news = store.write_blocking(Actor::system(), move |write| {
        if are_other {
            vaults::set_problems(write, vault, Source::Mirror, &problems)?;
        }
        Ok(mirror_conflicts::set(write, vault, &open)? || are_other)
    })?;
    Ok(Synced { again, is_news })
}

/// Also gives what stands in the way of notes now, ordered by path, and what is to be settled.
fn sync_all(
    store: &Store,
    vault: &Vault,
    said: Said<'_>,
    stopping: &AtomicBool,
) -> Result<(Option<Duration>, Vec<Problem>, Vec<Open>)> {
    let mut sides = TwoSides::new(store, vault, said, stopping);
    let plan = settle(&mut sides)?;
    let open = told::open(&plan.findings, |uid| sides.says(uid));
    Ok((plan.again_ms.map(Duration::from_millis), told::problems(&plan.findings, |uid| sides.path_of(uid)), open))
}

/// Nothing changed on either side since they last agreed, as far as the index knows the files.
fn is_at_rest(connection: &Connection, vault: &Vault) -> hisho_store::Result<bool> {
    let kept = kept(connection, vault)?;
    let paths = paths(&kept);
    let mut claims: HashMap<String, usize> = HashMap::new();
    for (_, uid) in notes::with_uid(connection, vault.id)? {
        *claims.entry(uid).or_default() += 1;
    }
    for Kept { row, .. } in &kept {
        let is_settled = row.pending.is_none() && row.missing.is_none() && row.moved.is_none() && row.suspect.is_none();
        if !is_settled || row.unlinked || row.base.is_none() || claims.get(&row.uid) != Some(&1) {
            return Ok(false);
        }
        if notes::hash(connection, vault.id, &row.path)? != row.disk {
            return Ok(false);
        }
        let says = sheet(connection, row, &paths)?;
        let agreed = Pair { app: says.clone(), disk: says }.to_bytes();
        if row.base != Some(*blake3::hash(&agreed).as_bytes()) {
            return Ok(false);
        }
    }
    Ok(true)
}
