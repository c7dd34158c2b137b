//! Choosing the vault.

use std::path::Path;

use hisho_domain::note::VaultState;
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_store::{settings, vaults};
use hisho_vault::obsidian::known_vaults;
use hisho_vault::scan::{RootProblem, check_root};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{current, unusable};
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
    let given = input.path.trim().to_owned();
    let data_dir = app.data_dir().to_owned();
    if !Path::new(&given).is_absolute() {
        return Err(Error::invalid("path", if given.is_empty() { Rule::Required } else { Rule::Format }));
    }
    let root = tokio::task::spawn_blocking(move || {
        check_root(Path::new(&given), &data_dir).map_err(|problem| unusable(reason(problem), &given))
    })
    .await
    .map_err(Error::internal)??;
    let excluded = input.excluded_folders.iter().map(|f| excluded_folder(f)).collect::<Result<Vec<_>>>()?;
    let path = root.to_str().ok_or_else(|| Error::invalid("path", Rule::Format))?.to_owned();
    app.store()
        .write(actor, move |write| {
            let folders = match settings::get(write)?.language {
                Some(Language::Ja) => ("Hisho/プラン", "Hisho/プロジェクト"),
                Some(Language::En) | None => ("Hisho/Plans", "Hisho/Projects"),
            };
            vaults::choose(write, &path, &excluded, folders)
        })
        .await?;
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || engine.vault_changed()).await.map_err(Error::internal)??;
    let engine = app.engine().clone();
    app.store().read(move |connection| current(connection).and_then(|vault| engine.state_of(connection, vault))).await
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

/// A folder relative to the vault, without slashes at its ends.
fn excluded_folder(folder: &str) -> Result<String> {
    let folder = folder.trim().trim_matches('/');
    let climbs = folder.split('/').any(|name| name.is_empty() || name == "." || name == "..");
    if climbs { Err(Error::invalid("excluded_folders", Rule::Format)) } else { Ok(folder.to_owned()) }
}
