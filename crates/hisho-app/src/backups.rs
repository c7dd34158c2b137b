//! Backups as the person meets them, and the daily one. Must not know how they are made.

use std::path::Path;

use hisho_domain::backup::{BackedUp, Backup, BackupKind, BackupState, NAME_LIMIT, Restored, TakenOut};
use hisho_domain::project::checked_key;
use hisho_domain::{Actor, Entity, Error, Result, check};
use hisho_store::{backups, time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::command::Nothing;

/// A new backup.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// In the person's words, 1 to 100 characters.
    pub name: Option<String>,
}

/// Names a backup.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// As `backups.list` gives it.
    pub id: String,
}

/// One thing in a backup.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOut {
    /// Which backup.
    pub id: String,
    /// A plan, a project or a conversation.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// Another key for a project whose own was given to another meanwhile.
    pub key: Option<String>,
}

/// A backup that is gone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Removed {
    /// Its name on the disk.
    pub id: String,
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Vec<Backup>> {
    apart(app, |app| Ok(backups::list(app.data_dir()))).await
}

pub(crate) async fn create(app: &App, _: Actor, input: Create) -> Result<Backup> {
    let name = input.name.map(|name| check::line("name", &name, NAME_LIMIT)).transpose()?;
    apart(app, move |app| backups::make(app.data_dir(), BackupKind::Manual, name.as_deref())).await
}

pub(crate) async fn verify(app: &App, _: Actor, input: Id) -> Result<Backup> {
    apart(app, move |app| backups::verify(app.data_dir(), &input.id)).await
}

pub(crate) async fn contents(app: &App, _: Actor, input: Id) -> Result<Vec<BackedUp>> {
    apart(app, move |app| backups::contents(app.store(), &input.id)).await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: Id) -> Result<Restored> {
    apart(app, move |app| app.engine().at_rest(|store| store.restore(actor, &input.id))).await
}

pub(crate) async fn take_out(app: &App, actor: Actor, input: TakeOut) -> Result<TakenOut> {
    let key = input.key.map(|key| checked_key(&key)).transpose()?;
    apart(app, move |app| backups::take_out(app.store(), actor, &input.id, input.entity, &input.uid, key.as_deref()))
        .await
}

pub(crate) async fn delete(app: &App, _: Actor, input: Id) -> Result<Removed> {
    apart(app, move |app| backups::remove(app.data_dir(), &input.id).map(|()| Removed { id: input.id })).await
}

/// Runs what takes long and waits for disks, apart from what answers the screen.
pub(crate) async fn apart<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&App) -> Result<T> + Send + 'static,
) -> Result<T> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || act(&app)).await.map_err(Error::internal)?
}

/// Makes the backup of this local day where there is none yet, and lets those go whose time is over.
pub(crate) fn daily(data_dir: &Path) -> Result<()> {
    let today = time::local_day();
    let made = backups::list(data_dir).iter().any(|backup| {
        backup.kind == Some(BackupKind::Daily)
            && backup.day.as_ref() == Some(&today)
            && backup.state != BackupState::Damaged
    });
    if !made {
        backups::make(data_dir, BackupKind::Daily, None)?;
        backups::prune(data_dir)?;
    }
    Ok(())
}
