//! Choosing the vault.

use std::path::Path;

use hisho_domain::note::{
    EXCLUDED_LIMIT, INTERVAL_LIMIT, QUIET_LIMIT, VaultState, WRITE_QUIET_LIMIT, checked_extensions, checked_folder,
};
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::{settings, vaults};
use hisho_vault::obsidian::known_vaults;
use hisho_vault::scan::{RootProblem, check_root};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::Look;
use super::{current, no_vault, unusable};
use crate::App;
use crate::command::Nothing;

/// A vault that Obsidian knows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KnownVault {
    /// Its folder.
    pub path: String,
    /// The folder's name.
    pub name: String,
    /// The folder is there now.
    pub exists: bool,
    /// Obsidian has it open.
    pub open: bool,
}

/// The folder to use.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    /// An absolute path.
    pub path: String,
    /// Folders to leave alone, relative to the vault.
    #[serde(default)]
    pub excluded_folders: Vec<String>,
}

pub(crate) async fn known(_: &App, _: Actor, _: Nothing) -> Result<Vec<KnownVault>> {
    let known = tokio::task::spawn_blocking(known_vaults).await.map_err(Error::internal)?;
    Ok(known
        .into_iter()
        .map(|vault| KnownVault {
            path: vault.path.display().to_string(),
            name: vault.name,
            exists: vault.exists,
            open: vault.open,
        })
        .collect())
}

pub(crate) async fn choose(app: &App, actor: Actor, input: Choose) -> Result<VaultState> {
    let excluded = checked_folders(&input.excluded_folders)?;
    let path = checked_root(app, &input.path).await?;
    put_in_use(app, actor, path, excluded).await?;
    looked_through(app).await
}

/// Makes a folder the vault in use, where it is another; nothing is looked through yet.
pub(super) async fn switch_to(app: &App, actor: Actor, path: &str) -> Result<()> {
    let path = checked_root(app, path).await?;
    match app.store().read(vaults::current).await? {
        Some(current) if current.path == path => Ok(()),
        _ => put_in_use(app, actor, path, Vec::new()).await,
    }
}

/// The folder as the system names it, if it can be a vault.
async fn checked_root(app: &App, path: &str) -> Result<String> {
    let given = path.trim().to_owned();
    let data_dir = app.data_dir().to_owned();
    if !Path::new(&given).is_absolute() {
        return Err(Error::invalid("path", if given.is_empty() { Rule::Required } else { Rule::Format }));
    }
    let root = tokio::task::spawn_blocking(move || {
        check_root(Path::new(&given), &data_dir).map_err(|problem| unusable(reason(problem), &given))
    })
    .await
    .map_err(Error::internal)??;
    Ok(root.to_str().ok_or_else(|| Error::invalid("path", Rule::Format))?.to_owned())
}

async fn put_in_use(app: &App, actor: Actor, path: String, excluded: Vec<String>) -> Result<()> {
    app.store()
        .write(actor, move |write| {
            let folders = match settings::get(write)?.language {
                Some(Language::Ja) => ("Hisho/プラン", "Hisho/プロジェクト"),
                Some(Language::En) | None => ("Hisho/Plans", "Hisho/Projects"),
            };
            vaults::choose(write, &path, &excluded, folders)
        })
        .await
        .map(drop)
}

fn reason(problem: RootProblem) -> &'static str {
    match problem {
        RootProblem::Missing => "missing",
        RootProblem::NotAFolder => "not_a_folder",
        RootProblem::Unreadable => "unreadable",
        RootProblem::IsDataFolder => "is_data_folder",
        RootProblem::ContainsDataFolder => "contains_data_folder",
        RootProblem::InsideDataFolder => "inside_data_folder",
    }
}

/// Folders to be left alone.
fn checked_folders(folders: &[String]) -> Result<Vec<String>> {
    if folders.len() > EXCLUDED_LIMIT {
        return Err(Error::invalid("excluded_folders", Rule::TooLong(EXCLUDED_LIMIT)));
    }
    folders.iter().map(|folder| checked_folder("excluded_folders", folder)).collect()
}

/// How the vault is to be kept in step; fields left out stay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Configure {
    /// The revision of the vault's state that was read.
    pub rev: i64,
    /// By itself; else only on request.
    pub auto_sync: Option<bool>,
    /// A whole look after so many minutes at the latest, 1 to 1,440.
    pub sync_interval_minutes: Option<i64>,
    /// Endings of the files that are notes: `md`, and `txt` where wanted.
    pub file_extensions: Option<Vec<String>>,
    /// Folders to leave alone, relative to the vault.
    pub excluded_folders: Option<Vec<String>>,
    /// Where the person's templates lie, relative to the vault.
    pub template_folder: Option<String>,
    /// A changed file is read so many milliseconds after its last change, 0 to 60,000.
    pub quiet_ms: Option<i64>,
    /// A note is written only when nobody changed it for so many milliseconds, 0 to 600,000.
    pub write_quiet_ms: Option<i64>,
}

pub(crate) async fn configure(app: &App, actor: Actor, input: Configure) -> Result<VaultState> {
    let within = |field, given: Option<i64>, least, most| {
        given.map(|number| check::within(field, number, least, most)).transpose()
    };
    let change = vaults::VaultChange {
        auto_sync: input.auto_sync,
        sync_interval_minutes: within("sync_interval_minutes", input.sync_interval_minutes, 1, INTERVAL_LIMIT)?,
        quiet_ms: within("quiet_ms", input.quiet_ms, 0, QUIET_LIMIT)?,
        write_quiet_ms: within("write_quiet_ms", input.write_quiet_ms, 0, WRITE_QUIET_LIMIT)?,
        file_extensions: input.file_extensions.as_deref().map(checked_extensions).transpose()?,
        excluded_folders: input.excluded_folders.as_deref().map(checked_folders).transpose()?,
        template_folder: input.template_folder.as_deref().map(|f| checked_folder("template_folder", f)).transpose()?,
    };
    let rules_changed = change.file_extensions.is_some() || change.excluded_folders.is_some();
    let vault = app
        .store()
        .write(actor, move |write| vaults::configure(write, input.rev, &change))
        .await?
        .ok_or_else(no_vault)?;
    let engine = app.engine().clone();
    if vault.auto_sync {
        return looked_through(app).await;
    }
    if rules_changed {
        // The thread rests, but other rules mean another index.
        let engine = engine.clone();
        tokio::task::spawn_blocking(move || engine.scan_now(&Look::default())).await.map_err(Error::internal)??;
    }
    app.store().read(move |connection| current(connection).and_then(|vault| engine.state_of(connection, vault))).await
}

/// The vault's state after its settings were changed, and a look where nobody else takes it.
async fn looked_through(app: &App) -> Result<VaultState> {
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || engine.vault_changed()).await.map_err(Error::internal)??;
    let engine = app.engine().clone();
    app.store().read(move |connection| current(connection).and_then(|vault| engine.state_of(connection, vault))).await
}
