//! Whether and where Hisho writes into the vault: shown before the first write, allowed by the
//! person, and taken back with everything that was written.

use std::path::Path;

use hisho_domain::note::{MirrorKind, MirrorNote};
use hisho_domain::{Actor, Entity, Error, Result, Rule};
use hisho_store::mirror::{self as table, Mirror};
use hisho_store::vaults::{self, Vault};
use hisho_store::{Connection, Store, notes};
use hisho_vault::gate::{Gate, GateError};
use hisho_vault::names;
use hisho_vault::read::{ReadError, read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{current, mirror};
use crate::App;
use crate::command::Nothing;

const FOLDER_LIMIT: usize = 200;

/// What Hisho keeps in the vault, or would write there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WritingPreview {
    /// The vault it is about.
    pub vault_uid: String,
    /// Where notes of plans go.
    pub plans_folder: String,
    /// Where notes of projects go.
    pub projects_folder: String,
    /// Every note.
    pub notes: Vec<MirrorNote>,
}

/// The folders the person agrees to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowWriting {
    /// The vault on the screen.
    pub vault_uid: String,
    /// Relative to the vault.
    pub plans_folder: String,
    /// Relative to the vault.
    pub projects_folder: String,
}

/// The vault on the screen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Its identity.
    pub vault_uid: String,
}

/// What became of the notes Hisho had written.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct WithdrawReport {
    /// Notes that are gone; their text is kept in the history.
    pub removed: Vec<String>,
    /// Notes that stay.
    pub kept: Vec<KeptNote>,
}

/// A note that stays.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KeptNote {
    /// Where it lies.
    pub path: String,
    /// Why it stays.
    pub reason: KeptReason,
}

/// Why a note stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeptReason {
    /// The person wrote in it.
    ChangedOutside,
    /// It could not be read or removed.
    Unreadable,
}

pub(crate) async fn preview_writing(app: &App, _: Actor, _: Nothing) -> Result<WritingPreview> {
    app.store().read(|connection| preview(connection, &current(connection)?)).await
}

fn preview(connection: &Connection, vault: &Vault) -> hisho_store::Result<WritingPreview> {
    let note = |kept: mirror::Kept| MirrorNote {
        state: kept.row.state(),
        path: kept.row.path,
        kind: if kept.row.entity == Entity::Plan { MirrorKind::Plan } else { MirrorKind::Project },
        title: kept.title,
        uid: kept.row.uid,
    };
    Ok(WritingPreview {
        vault_uid: vault.uid.clone(),
        plans_folder: vault.plans_folder.clone(),
        projects_folder: vault.projects_folder.clone(),
        notes: mirror::kept(connection, vault)?.into_iter().map(note).collect(),
    })
}

pub(crate) async fn allow_writing(app: &App, actor: Actor, input: AllowWriting) -> Result<WritingPreview> {
    let plans = folder("plans_folder", &input.plans_folder)?;
    let projects = folder("projects_folder", &input.projects_folder)?;
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || {
        engine.in_turn(|store| {
            let root = store.read_blocking(|connection| on_screen(connection, &input.vault_uid))?.path;
            let made = to_be_made(Path::new(&root), &[&plans, &projects]);
            let vault = store.write_blocking(actor, move |write| {
                on_screen(write, &input.vault_uid)?;
                vaults::allow_writing(write, &plans, &projects, &made)
            })?;
            engine.mirror(&vault, mirror::Said::default())?;
            store.read_blocking(|connection| preview(connection, &vault))
        })
    })
    .await
    .map_err(Error::internal)?
}

/// The vault in use, if it is the one that was decided about.
fn on_screen(connection: &Connection, uid: &str) -> hisho_store::Result<Vault> {
    let vault = current(connection)?;
    if vault.uid == uid { Ok(vault) } else { Err(Error::refused("vault_changed", serde_json::json!({})).into()) }
}

/// Those of the folders and of what they lie in that are not there yet, the outermost first.
fn to_be_made(root: &Path, folders: &[&str]) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for folder in folders {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        made.extend(ends.map(|end| folder[..end].to_owned()).filter(|path| !root.join(path).exists()));
    }
    made.sort();
    made.dedup();
    made
}

/// A folder that every system can hold.
fn folder(field: &str, given: &str) -> Result<String> {
    let folder = given.trim().trim_end_matches('/');
    if folder.is_empty() {
        return Err(Error::invalid(field, Rule::Required));
    }
    hisho_domain::check::at_most(field, folder, FOLDER_LIMIT)?;
    let fits = |name: &str| !name.is_empty() && !name.starts_with('.') && names::file_name(name, "") == name;
    if folder.split('/').all(fits) { Ok(folder.to_owned()) } else { Err(Error::invalid(field, Rule::Format)) }
}

pub(crate) async fn withdraw(app: &App, actor: Actor, input: Withdraw) -> Result<WithdrawReport> {
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || engine.in_turn(|store| take_back(store, actor, &input.vault_uid)))
        .await
        .map_err(Error::internal)?
}

fn take_back(store: &Store, actor: Actor, vault_uid: &str) -> Result<WithdrawReport> {
    let uid = vault_uid.to_owned();
    // First nothing more is written, so that an end in the middle leaves no half of both.
    let vault = store.write_blocking(actor, move |write| {
        on_screen(write, &uid)?;
        vaults::stop_writing(write)
    })?;
    let gate = mirror::gate(store, &vault);
    if let Err(error) = gate.clear_leftovers() {
        tracing::warn!("{error}");
    }
    let mut report = WithdrawReport::default();
    for row in store.read_blocking(|connection| table::list(connection, vault.id))? {
        let fate = remove_untouched(store, &gate, &vault, &row);
        if let Fate::Stays(reason) = fate {
            report.kept.push(KeptNote { path: row.path.clone(), reason });
        }
        if fate == Fate::Removed {
            report.removed.push(row.path.clone());
        }
        if fate != Fate::Stays(KeptReason::Unreadable) {
            let vault = vault.id;
            store.write_blocking(Actor::system(), move |write| {
                if fate == Fate::Removed {
                    notes::remove(write, vault, &row.path)?;
                }
                table::forget(write, vault, row.entity, &row.uid)
            })?;
        }
    }
    // What lies in a folder is removed before the folder.
    vault.made_folders.iter().rev().for_each(|folder| gate.remove_empty_folder(folder));
    Ok(report)
}

/// What became of one note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Removed,
    NotThere,
    Stays(KeptReason),
}

fn remove_untouched(store: &Store, gate: &Gate, vault: &Vault, row: &Mirror) -> Fate {
    let unreadable = |error: &dyn std::fmt::Display| {
        tracing::warn!("{}: {error}", row.path);
        Fate::Stays(KeptReason::Unreadable)
    };
    let file = match read(Path::new(&vault.path), &row.path) {
        Ok(file) => file,
        Err(ReadError::Missing(_)) => return Fate::NotThere,
        Err(error) => return unreadable(&error),
    };
    let is_own = match store.read_blocking(|connection| mirror::is_own(connection, row, &file.bytes)) {
        Ok(is_own) => is_own,
        Err(error) => return unreadable(&error),
    };
    if !is_own {
        let never_ours = row.base.is_none() && row.pending.is_none();
        return if never_ours { Fate::NotThere } else { Fate::Stays(KeptReason::ChangedOutside) };
    }
    match gate.remove(&row.path, file.hash) {
        Ok(()) => Fate::Removed,
        Err(GateError::Changed { .. } | GateError::Raced { .. }) => Fate::Stays(KeptReason::ChangedOutside),
        Err(error) => unreadable(&error),
    }
}
