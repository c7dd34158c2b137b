//! Moving and renaming files and folders of the vault, with every link that has to follow. What is
//! to be done is noted down before the first file moves, so that what a crash cuts short is finished
//! at the next start. Must not know how a link is written.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use hisho_domain::note::checked_folder;
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_store::vault_moves::{self, Relinked};
use hisho_store::vaults::Vault;
use hisho_store::{Store, mirror, notes, task_sources};
use hisho_vault::gate::{Expect, Gate, GateError};
use hisho_vault::path::fold;
use hisho_vault::read::read;
use hisho_vault::rename::Move;
use hisho_vault::settings::LinkPath;
use hisho_vault::settings::VaultSettings;
use hisho_vault::table::is_source;
use hisho_vault::{files, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::browse::missing;
use super::current;
use super::edit::{by_hand, refusal};
use super::index::Look;
use crate::App;

/// How often a note is tried again that others keep saving.
const TRIES: usize = 3;
/// So many names are looked up one by one; for more, every link is read once.
const FEW: usize = 8;

/// A file or folder that gets another path.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// A note, a canvas, another file, or a folder.
    pub path: String,
    /// Its new path, ending included; another folder moves it.
    pub to: String,
}

/// What renaming would change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RenamePreview {
    /// Links that would be written anew.
    pub links: usize,
    /// Notes and canvas files they stand in.
    pub notes: usize,
}

/// What renaming changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Renamed {
    /// Where it lies now.
    pub path: String,
    /// Links that were written anew.
    pub links_updated: usize,
    /// Notes and canvas files they stand in.
    pub notes_updated: usize,
    /// Files with links that could not be changed; nothing in them was touched but what could.
    pub left: Vec<LeftNote>,
}

/// A file whose links could not all be changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeftNote {
    /// Where it lies now.
    pub path: String,
    /// Why.
    pub reason: LeftReason,
}

/// Why links could not be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeftReason {
    /// The way they are written, or the new name, has no form for it.
    Unwritable,
    /// Others kept saving the file.
    Changed,
    /// The file is not UTF-8.
    NotText,
    /// It could not be read or written.
    Unreadable,
}

pub(crate) async fn preview_rename(app: &App, _: Actor, input: Rename) -> Result<RenamePreview> {
    let store = app.store().clone();
    let preview = move || {
        let vault = store.read_blocking(current)?;
        let to = checked(&vault, &input)?;
        let planned = Job::new(&store, &vault, &input.path, &to)?.planned();
        let notes = planned.iter().filter(|note| note.links > 0).count();
        Ok(RenamePreview { links: planned.iter().map(|note| note.links).sum(), notes })
    };
    tokio::task::spawn_blocking(preview).await.map_err(Error::internal)?
}

pub(crate) async fn rename(app: &App, _: Actor, input: Rename) -> Result<Renamed> {
    by_hand(app, move |hand| {
        finish(hand.store, &hand.vault, &hand.gate)?;
        let to = checked(&hand.vault, &input)?;
        // Who links here is asked of the index, so it must know what is there now.
        hand.engine.look(&hand.vault, &Look::default())?;
        let job = Job::new(hand.store, &hand.vault, &input.path, &to)?;
        // Spelled otherwise than on disk, it would be found on some systems, and its links not.
        if job.is_file(&input.path) && !job.plan.moves(&input.path) {
            return Err(missing(&input.path));
        }
        let planned = job.planned();
        let relinked: Vec<Relinked> =
            planned.iter().map(|note| Relinked { path: note.path.clone(), hash: note.hash }).collect();
        let id = begin(hand.store, hand.vault.id, &input.path, &to, relinked)?;
        if let Err(error) = hand.gate.rename(&input.path, &to) {
            end(hand.store, id)?;
            return Err(refusal("to", &input.path, error));
        }
        hand.touched.extend([input.path.clone(), to.clone()]);
        follow(hand.store, hand.vault.id, &job.plan, &input.path, &to)?;
        let mut renamed = Renamed { path: to, links_updated: 0, notes_updated: 0, left: Vec::new() };
        for note in planned {
            let path = job.plan.path(&note.path).to_owned();
            match job.write(&hand.gate, &note.path) {
                Ok(Done { links, left }) => {
                    renamed.links_updated += links;
                    renamed.notes_updated += usize::from(links > 0);
                    if left > 0 {
                        renamed.left.push(LeftNote { path: path.clone(), reason: LeftReason::Unwritable });
                    }
                }
                Err(reason) => renamed.left.push(LeftNote { path: path.clone(), reason }),
            }
            hand.touched.push(path);
        }
        end(hand.store, id)?;
        Ok(renamed)
    })
    .await
}

/// The new path, where it may be given: what is new in it can be held by every system and named by
/// every link, and the ending is as before.
fn checked(vault: &Vault, input: &Rename) -> Result<String> {
    // What is there is called as it is, blanks at its ends included.
    if input.path.split('/').any(|name| matches!(name, "" | "." | "..")) {
        return Err(Error::invalid("path", Rule::Format));
    }
    let root = Path::new(&vault.path);
    let meta = root.join(&input.path).symlink_metadata().map_err(|_| missing(&input.path))?;
    let mut to = checked_folder("to", &input.to)?;
    if let Some((folder, _)) =
        input.to.trim_matches('/').rsplit_once('/').filter(|(folder, _)| root.join(folder).is_dir())
    {
        to = format!("{folder}/{}", to.rsplit('/').next().unwrap_or(&to));
    }
    let ending = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.').map(|(_, ending)| fold(ending))
    };
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let fits = to.is_empty() || name(&to) == name(&input.path) || names::is_fit(&name(&to));
    if to.is_empty() || !fits || (!meta.is_dir() && ending(&to) != ending(&input.path)) {
        return Err(Error::invalid("to", Rule::Format));
    }
    if to == input.path {
        return Err(Error::refused("path_taken", serde_json::json!({ "path": to })));
    }
    Ok(to)
}

/// A move with all that it concerns.
struct Job<'a> {
    root: &'a Path,
    plan: Move,
    prefer: LinkPath,
    /// Notes that Hisho keeps, by their paths before the move.
    kept: HashSet<String>,
    /// Notes and canvas files with links that may have to change, by their paths before the move.
    concerned: Vec<String>,
}

/// A file whose links change.
struct Planned {
    path: String,
    links: usize,
    hash: [u8; 32],
}

struct Done {
    links: usize,
    left: usize,
}

impl<'a> Job<'a> {
    fn new(store: &Store, vault: &'a Vault, from: &str, to: &str) -> Result<Self> {
        let root = Path::new(&vault.path);
        let all = listed(vault)?;
        let plan = Move::new(&all, from, to);
        let linking = linking(store, vault, &plan.keys())?;
        // Whatever its ending, what the index lists is a note or a canvas. What it does not list is
        // looked at by its ending: it may be excluded, or new.
        let concerned = all
            .iter()
            .filter(|path| match linking.get(path.as_str()) {
                Some(links) => *links || plan.moves(path),
                None => is_source(path),
            })
            .cloned()
            .collect();
        let prefer = VaultSettings::read(root).links.path;
        Ok(Job { root, plan, prefer, kept: kept(store, vault)?, concerned })
    }

    fn is_file(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    /// What would be written; what cannot be read or changed is told when it is tried.
    fn planned(&self) -> Vec<Planned> {
        let mut planned = Vec::new();
        for path in &self.concerned {
            let Ok(file) = read(self.root, path) else { continue };
            let text = std::str::from_utf8(&file.bytes).unwrap_or(&file.text);
            let done = self.plan.relink(path, text, self.prefer(path));
            if done.changed + done.left > 0 {
                let hash = *blake3::hash(done.text.as_bytes()).as_bytes();
                planned.push(Planned { path: path.clone(), links: done.changed, hash });
            }
        }
        planned
    }

    /// In the notes that Hisho keeps, links are whole paths, as Hisho itself writes them.
    fn prefer(&self, path: &str) -> LinkPath {
        if self.kept.contains(path) { LinkPath::Absolute } else { self.prefer }
    }

    /// Changes the links of one file, which lay at `path` before the move.
    fn write(&self, gate: &Gate, path: &str) -> std::result::Result<Done, LeftReason> {
        let now = self.plan.path(path);
        for _ in 0..TRIES {
            let file = read(self.root, now).map_err(|error| unreadable(now, &error))?;
            let text = std::str::from_utf8(&file.bytes).map_err(|_| LeftReason::NotText)?;
            let done = self.plan.relink(path, text, self.prefer(path));
            if done.changed == 0 {
                return Ok(Done { links: 0, left: done.left });
            }
            match gate.write(now, Expect::Hash(file.hash), done.text.as_bytes()) {
                Ok(_) => return Ok(Done { links: done.changed, left: done.left }),
                Err(GateError::Changed { .. } | GateError::Raced { .. }) => {}
                Err(error) => return Err(unreadable(now, &error)),
            }
        }
        Err(LeftReason::Changed)
    }
}

fn unreadable(path: &str, error: &dyn std::fmt::Display) -> LeftReason {
    tracing::warn!("{path}: {error}");
    LeftReason::Unreadable
}

fn listed(vault: &Vault) -> Result<Vec<String>> {
    files::list(Path::new(&vault.path)).map_err(|error| Error::io("vault", Some(&vault.path), error))
}

/// Notes that Hisho keeps are known by where they lie, which is there now.
fn follow(store: &Store, vault: i64, plan: &Move, from: &str, to: &str) -> Result<()> {
    let mut rows = store.read_blocking(move |connection| mirror::list(connection, vault))?;
    rows.retain(|row| plan.moves(&row.path));
    rows.iter_mut().for_each(|row| row.path = plan.path(&row.path).to_owned());
    let (from, to) = (from.to_owned(), to.to_owned());
    store.write_blocking(Actor::system(), move |write| {
        task_sources::follow(write, vault, &from, &to)?;
        rows.iter().try_for_each(|row| mirror::put(write, vault, row))
    })
}

fn kept(store: &Store, vault: &Vault) -> Result<HashSet<String>> {
    let id = vault.id;
    let rows = store.read_blocking(move |connection| mirror::list(connection, id))?;
    Ok(rows.into_iter().map(|row| row.path).collect())
}

/// Every file that the index knows, with whether it links to one of these names.
fn linking(store: &Store, vault: &Vault, keys: &HashSet<String>) -> Result<HashMap<String, bool>> {
    let (id, keys) = (vault.id, keys.clone());
    store.read_blocking(move |connection| {
        let mut known: HashMap<String, bool> =
            notes::known(connection, id)?.into_keys().map(|path| (path, false)).collect();
        let mut sources = Vec::new();
        if keys.len() <= FEW {
            for key in &keys {
                sources.extend(notes::links::to_name(connection, id, key)?);
            }
        } else {
            sources = notes::links::all(connection, id)?;
        }
        for source in sources {
            let names = |key: &str| {
                keys.contains(key) || key.split_once('^').is_some_and(|(key, _)| keys.contains(key.trim_end()))
            };
            if source.links.iter().any(|link| names(&link.name_key)) {
                known.insert(source.path, true);
            }
        }
        Ok(known)
    })
}

fn begin(store: &Store, vault: i64, from: &str, to: &str, notes: Vec<Relinked>) -> Result<i64> {
    let (from, to) = (from.to_owned(), to.to_owned());
    store.write_blocking(Actor::system(), move |write| vault_moves::begin(write, vault, &from, &to, &notes))
}

fn end(store: &Store, id: i64) -> Result<()> {
    store.write_blocking(Actor::system(), move |write| vault_moves::end(write, id))
}

/// Finishes moves that a crash cut short: where the file had moved, the links still follow; where it
/// had not, nothing had happened.
pub(super) fn finish(store: &Store, vault: &Vault, gate: &Gate) -> Result<()> {
    let id = vault.id;
    for begun in store.read_blocking(move |connection| vault_moves::unfinished(connection, id))? {
        let root = Path::new(&vault.path);
        let there = |path: &str| root.join(path).symlink_metadata().is_ok();
        if !there(&begun.from) && !there(&begun.to) && fold(&begun.from) == fold(&begun.to) {
            // Between the two steps of a change of case.
            if let Err(error) = gate.rename(&begun.from, &begun.to) {
                tracing::warn!("{}: {error}", begun.from);
            }
        }
        let all = listed(vault)?;
        let moved = there(&begun.to) && (fold(&begun.from) == fold(&begun.to) || !there(&begun.from));
        if moved {
            let before = Move::undone(&all, &begun.from, &begun.to);
            let plan = Move::new(&before, &begun.from, &begun.to);
            let prefer = VaultSettings::read(root).links.path;
            follow(store, vault.id, &plan, &begun.from, &begun.to)?;
            let job = Job { root, plan, prefer, kept: kept(store, vault)?, concerned: Vec::new() };
            for note in &begun.notes {
                let now = job.plan.path(&note.path);
                // What has its new links already would be taken for something else.
                if read(root, now).is_ok_and(|file| file.hash != note.hash)
                    && let Err(reason) = job.write(gate, &note.path)
                {
                    tracing::warn!("links of {now}: {reason:?}");
                }
            }
        }
        end(store, begun.id)?;
    }
    Ok(())
}
