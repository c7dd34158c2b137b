//! How the database is doing, and looking after it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use hisho_domain::health::{Health, IndexCheck, Maintained, MigrationStatus};
use hisho_domain::{Actor, Result};
use hisho_store::vaults::{self, Vault};
use hisho_store::{maintenance, notes};
use hisho_vault::scan::{Rules, scan};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::backups::apart;
use crate::command::Nothing;

/// Differences of one sort that are named.
const NAMED: usize = 100;
/// Lines of the log that are given at the most.
const MOST_LINES: usize = 2000;

/// How much of the log is asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lines {
    /// The last so many lines; 200 when left out, 2,000 at the most.
    pub lines: Option<usize>,
}

pub(crate) async fn check(app: &App, _: Actor, _: Nothing) -> Result<Health> {
    apart(app, |app| {
        let mut health =
            app.store().read_blocking(|connection| hisho_store::health::check(connection, app.data_dir()))?;
        health.index = index(app)?;
        Ok(health)
    })
    .await
}

pub(crate) async fn migrations(app: &App, _: Actor, _: Nothing) -> Result<MigrationStatus> {
    apart(app, |app| {
        app.store().read_blocking(|connection| hisho_store::health::migrations(connection, app.data_dir()))
    })
    .await
}

pub(crate) async fn log(app: &App, _: Actor, input: Lines) -> Result<Vec<String>> {
    let lines = input.lines.unwrap_or(200).min(MOST_LINES);
    apart(app, move |app| crate::log::last_lines(app.data_dir(), lines)).await
}

pub(crate) async fn vacuum(app: &App, _: Actor, _: Nothing) -> Result<Maintained> {
    apart(app, |app| maintenance::vacuum(app.store())).await
}

pub(crate) async fn analyse(app: &App, _: Actor, _: Nothing) -> Result<Maintained> {
    apart(app, |app| maintenance::analyse(app.store())).await
}

pub(crate) async fn rebuild_search(app: &App, _: Actor, _: Nothing) -> Result<Maintained> {
    apart(app, |app| {
        let size = || std::fs::metadata(hisho_store::database_path(app.data_dir())).map_or(0, |meta| meta.len());
        let (started, bytes_before) = (Instant::now(), size());
        app.engine().at_rest(maintenance::rebuild_search)?;
        let elapsed_ms = started.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
        Ok(Maintained { bytes_before, bytes_after: size(), elapsed_ms })
    })
    .await
}

/// The index against the files; None without a vault that can be looked through.
fn index(app: &App) -> Result<Option<IndexCheck>> {
    let Some(vault) = app.store().read_blocking(vaults::current)? else { return Ok(None) };
    let rules = Rules { excluded: vault.excluded_folders.clone(), also: vault.file_extensions.clone() };
    let Ok(found) = scan(Path::new(&vault.path), &rules) else { return Ok(None) };
    let Vault { id, .. } = vault;
    let mut known = app.store().read_blocking(|connection| notes::known(connection, id))?;
    let files: Vec<_> = found.files.into_iter().chain(found.canvases).collect();
    let mut check =
        IndexCheck { files: files.len(), indexed: known.len(), unindexed: vec![], gone: vec![], changed: vec![] };
    for file in files {
        match known.remove(&file.path) {
            None => name(&mut check.unindexed, file.path),
            Some(note)
                if i128::from(note.modified_ns) != file.modified_ns || u64::try_from(note.size) != Ok(file.size) =>
            {
                name(&mut check.changed, file.path);
            }
            Some(_) => {}
        }
    }
    check.gone = gone(known);
    Ok(Some(check))
}

fn name(list: &mut Vec<String>, path: String) {
    if list.len() < NAMED {
        list.push(path);
    }
}

fn gone(left: HashMap<String, notes::Known>) -> Vec<String> {
    let mut gone: Vec<String> = left.into_keys().collect();
    gone.sort();
    gone.truncate(NAMED);
    gone
}
