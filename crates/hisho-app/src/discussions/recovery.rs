//! What becomes of discussions whose process is gone: their calls are counted by what was sent, and
//! whoever has them next takes the same turns again. Must not know how a discussion is carried out.

use std::path::Path;

use hisho_domain::talk::RunStatus;
use hisho_domain::{Actor, Error, Result};
use hisho_store::discussion_run::{self, OpenRun};
use hisho_store::{Store, Write};
use serde_json::json;

use super::drive::{Act, act};
use crate::App;
use crate::models::calls;
use crate::owner::Owner;

/// Ends the runs of processes that are gone.
pub(crate) async fn recover(store: &Store, owner: &Owner, data_dir: &Path) -> Result<()> {
    let open = store.read(|connection| discussion_run::open_runs(connection, None)).await?;
    for run in open.into_iter().filter(|run| !owner.lives(data_dir, &run.owner)) {
        store.write(Actor::system(), move |write| interrupted(write, &run)).await?;
    }
    Ok(())
}

fn interrupted(write: &Write<'_>, run: &OpenRun) -> hisho_store::Result<()> {
    calls::settle_unseen(write, run.id, 0)?;
    discussion_run::finish_run(write, run.id, RunStatus::Failed)
}

/// Refuses what another process carries out; what one left that is gone is free.
pub(super) async fn claim(app: &App, uid: &str) -> Result<()> {
    let (named, owner) = (uid.to_owned(), app.talks().owner().name(app.data_dir())?);
    let open = app.store().read(move |connection| discussion_run::open_runs(connection, Some(&named))).await?;
    for run in open.into_iter().filter(|run| run.owner != owner) {
        if app.talks().owner().lives(app.data_dir(), &run.owner) {
            return Err(Error::refused("carried_out_elsewhere", json!({ "uid": uid })));
        }
        app.store().write(Actor::system(), move |write| interrupted(write, &run)).await?;
    }
    Ok(())
}

/// Goes on with every discussion, and every review of a draft, that was left in the middle; nobody waits for it.
pub(crate) fn resume_later(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        let left = app.store().read(discussion_run::left).await.unwrap_or_else(|error| {
            tracing::warn!("looking for discussions that were left: {error}");
            Vec::new()
        });
        for uid in left {
            if let Err(error) = act(&app, Actor::system(), &uid, Act::GoOn).await {
                tracing::warn!("going on with a discussion: {error}");
            }
        }
        if let Err(error) = super::plan::resume(&app).await {
            tracing::warn!("going on with the reviews of drafts: {error}");
        }
    });
}
