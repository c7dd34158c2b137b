//! Whether and where Hisho writes into the vault: shown before the first write, allowed by the
//! person, and taken back with everything that was written.

use std::path::Path;

use hisho_domain::note::{MirrorKind, MirrorNote, MirrorState, Writing};
use hisho_domain::{Actor, Entity, Error, Result, Rule};
use hisho_store::mirror as table;
use hisho_store::vaults::{self, Vault};
use hisho_store::{Connection, Store};
use hisho_vault::gate::GateError;
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
    /// Relative to the vault.
    pub plans_folder: String,
    /// Relative to the vault.
    pub projects_folder: String,
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
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
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
        path: kept.row.path,
        kind: if kept.row.entity == Entity::Plan { MirrorKind::Plan } else { MirrorKind::Project },
        title: kept.title,
        uid: kept.row.uid,
        state: kept.row.state,
    };
    Ok(WritingPreview {
        plans_folder: vault.plans_folder.clone(),
        projects_folder: vault.projects_folder.clone(),
        notes: mirror::kept(connection, vault)?.into_iter().map(note).collect(),
    })
}

pub(crate) async fn allow_writing(app: &App, actor: Actor, input: AllowWriting) -> Result<WritingPreview> {
    let plans = folder("plans_folder", &input.plans_folder)?;
    let projects = folder("projects_folder", &input.projects_folder)?;
    app.store()
        .write(actor, move |write| {
            current(write)?;
            vaults::set_writing(write, Writing::Allowed, Some((&plans, &projects)))
        })
        .await?;
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || {
        engine.in_turn(|store| {
            let vault = store.read_blocking(current)?;
            mirror::sync(store, &vault)?;
            store.read_blocking(|connection| preview(connection, &vault))
        })
    })
    .await
    .map_err(Error::internal)?
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

pub(crate) async fn withdraw(app: &App, actor: Actor, _: Nothing) -> Result<WithdrawReport> {
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || engine.in_turn(|store| take_back(store, actor)))
        .await
        .map_err(Error::internal)?
}

fn take_back(store: &Store, actor: Actor) -> Result<WithdrawReport> {
    let vault = store.read_blocking(current)?;
    // First nothing more is written, so that an end in the middle leaves no half of both.
    store.write_blocking(actor, |write| vaults::set_writing(write, Writing::Off, None))?;
    let gate = mirror::gate(store, &vault);
    let mut report = WithdrawReport::default();
    for row in store.read_blocking(|connection| table::list(connection, vault.id))? {
        let mut stays = |reason| report.kept.push(KeptNote { path: row.path.clone(), reason });
        let forget = match read(Path::new(&vault.path), &row.path) {
            Err(ReadError::Missing(_)) => true,
            Ok(file) if row.state == MirrorState::Written && Some(file.hash) == row.disk => {
                match gate.remove(&row.path, file.hash) {
                    Ok(()) => {
                        report.removed.push(row.path.clone());
                        true
                    }
                    Err(GateError::Changed { .. } | GateError::Raced { .. }) => {
                        stays(KeptReason::ChangedOutside);
                        true
                    }
                    Err(error) => {
                        tracing::warn!("{}: {error}", row.path);
                        stays(KeptReason::Unreadable);
                        false
                    }
                }
            }
            Ok(_) if row.base.is_none() => true,
            Ok(_) => {
                stays(KeptReason::ChangedOutside);
                true
            }
            Err(error) => {
                tracing::warn!("{}: {error}", row.path);
                stays(KeptReason::Unreadable);
                false
            }
        };
        if forget {
            let (vault, path) = (vault.id, row.path.clone());
            store.write_blocking(Actor::system(), move |write| table::forget(write, vault, &path))?;
        }
    }
    for folder in [&vault.plans_folder, &vault.projects_folder] {
        gate.remove_empty_folders(folder);
    }
    Ok(report)
}
