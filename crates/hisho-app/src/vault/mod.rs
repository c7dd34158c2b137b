//! The vault as the person meets it: choosing it, its notes, and what Hisho keeps there. The
//! engine beside this keeps index and files in step. Files are the business of `hisho-vault`,
//! tables of `hisho-store`; here they meet.

mod archive;
mod backlinks;
mod browse;
mod catalogue;
mod choose;
mod complete;
mod conflicts;
mod create;
mod edit;
mod engine;
mod entry;
mod folder;
mod graph;
mod history;
mod index;
mod intake;
mod loaded;
mod media;
mod mentions;
mod mirror;
mod open_tasks;
pub(crate) mod parallel;
mod remove;
mod rename;
pub(crate) mod render;
mod snippet;
mod switch;
mod tick;
mod watching;
mod writing;

pub(crate) use backlinks::{Range, links, loose_links};
pub(crate) use browse::{At, Notes, Resolve, Resolved, linked, note, notes, resolve, source};
pub(crate) use catalogue::Catalogues;
pub(crate) use choose::{Choose, Configure, KnownVault, choose, configure, known};
pub(crate) use complete::{Typed, complete};
pub(crate) use conflicts::{SettleConflict, conflicts, settle_conflict};
pub(crate) use create::{CreateFolder, CreateNote, Created, Template, create_folder, create_note, templates};
pub(crate) use edit::{Edited, LinkMention, Save, Saved, SetProperty, link_mention, save, set_property};
pub(crate) use engine::Engine;
pub(crate) use entry::canvas_text;
pub(crate) use folder::{folder, tags};
pub(crate) use graph::{Shown, graph};
pub(crate) use history::{History, Version, history, restore_version, version};
pub use index::ScanReport;
pub(crate) use index::title;
pub(crate) use media::{embed, file};
pub(crate) use mentions::{Mentioned, mentions};
pub(crate) use open_tasks::{Open, open_tasks};
pub(crate) use remove::{Delete, Gone, Undelete, delete, undelete};
pub(crate) use rename::{Rename, RenamePreview, Renamed, preview_rename, rename};
pub(crate) use switch::{Switch, switch};
pub(crate) use tick::{Tick, Ticked, tick};
pub(crate) use writing::{
    AllowWriting, Withdraw, WithdrawReport, WritingPreview, allow_writing, preview_writing, withdraw,
};

use hisho_domain::note::VaultState;
use hisho_domain::{Actor, Error, ErrorCode, Result};
use hisho_store::vaults::{self, Vault};
use hisho_store::{Connection, Failure};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use index::Look;

/// The state of the vault in use, if one was chosen.
pub(crate) async fn state(app: &App) -> Result<Option<VaultState>> {
    let engine = app.engine().clone();
    app.store().read(move |connection| engine.state(connection)).await
}

/// How to look through the vault.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scan {
    /// The person says that the notes which are gone are really gone, however many.
    pub accept_gone: bool,
}

pub(crate) async fn scan(app: &App, _: Actor, input: Scan) -> Result<ScanReport> {
    let engine = app.engine().clone();
    let look = Look { accept_gone: input.accept_gone, ..Look::default() };
    tokio::task::spawn_blocking(move || engine.scan_now(&look)).await.map_err(Error::internal)?
}

/// Chooses a folder as the vault and brings its index in step, mirroring nothing.
pub(crate) async fn index_once(app: &App, actor: Actor, folder: &str) -> Result<ScanReport> {
    choose::switch_to(app, actor, folder).await?;
    let engine = app.engine().clone();
    let looked = tokio::task::spawn_blocking(move || engine.look_now(&Look::default()));
    looked.await.map_err(Error::internal)?
}

/// The vault in use, or the error that says there is none.
pub(crate) fn current(connection: &Connection) -> hisho_store::Result<Vault> {
    vaults::current(connection)?.ok_or_else(|| Failure::Domain(no_vault()))
}

fn no_vault() -> Error {
    Error::new(ErrorCode::NoVault, "no vault is chosen", serde_json::json!({}))
}

/// A vault that cannot be used as it is.
fn unusable(reason: &str, path: &str) -> Error {
    Error::new(
        ErrorCode::VaultUnusable,
        format!("{path}: {reason}"),
        serde_json::json!({ "reason": reason, "path": path }),
    )
}
