//! The trash, and letting go what has lain there long enough: each thing with its belongings in
//! one transaction, so that it is there whole or gone whole.

use std::time::Duration;

use hisho_domain::trash::{Moved, Trash};
use hisho_domain::{Actor, Entity, ErrorCode, Result, check};
use hisho_store::{Store, history, settings, time, trash};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::Nothing;
use crate::{App, today};

const NAME_LIMIT: usize = 100;
/// How often it is looked whether another day has begun.
const LOOK: Duration = Duration::from_secs(600);

/// A thing to be put into the trash.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Put {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
}

/// A thing to be taken out of the trash.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// Its revision in the trash.
    pub rev: i64,
    /// Another name for it, where something else has its own by now.
    pub name: Option<String>,
}

/// A thing to let go for good.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Purge {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
}

/// What went for good.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Purged {
    /// How many things, belongings included.
    pub purged: usize,
    /// How many stayed because something else still needs them.
    pub kept: usize,
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Trash> {
    app.store().read(trash::list).await
}

pub(crate) async fn put(app: &App, actor: Actor, input: Put) -> Result<Moved> {
    app.store()
        .write(actor, move |write| {
            let rev = trash::put(write, input.entity, &input.uid, input.rev)?;
            Ok(Moved { entity: input.entity, uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: Restore) -> Result<Vec<Moved>> {
    let name = input.name.map(|name| check::line("name", &name, NAME_LIMIT)).transpose()?;
    app.store()
        .write(actor, move |write| trash::restore(write, input.entity, &input.uid, input.rev, name.as_deref()))
        .await
}

pub(crate) async fn purge(app: &App, actor: Actor, input: Purge) -> Result<Purged> {
    let purged = app.store().write(actor, move |write| trash::purge(write, input.entity, &input.uid)).await?;
    Ok(Purged { purged, kept: 0 })
}

pub(crate) async fn empty(app: &App, actor: Actor, _: Nothing) -> Result<Purged> {
    purge_before(app.store(), actor, None).await
}

/// Everything that lies in the trash now, or only what went there before a time.
async fn purge_before(store: &Store, actor: Actor, at: Option<String>) -> Result<Purged> {
    let mut outcome = Purged::default();
    for (entity, uid) in store.read(move |connection| trash::heads(connection, at.as_deref())).await? {
        match store.write(actor.clone(), move |write| trash::purge(write, entity, &uid)).await {
            Ok(purged) => outcome.purged += purged,
            Err(error) if error.code == ErrorCode::Refused => outcome.kept += 1,
            // Taken out, or gone already, in the meantime.
            Err(error) if matches!(error.code, ErrorCode::Stale | ErrorCode::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(outcome)
}

/// Lets go what has lain in the trash for as many days as the settings say, and forgets what was
/// done before that.
pub(crate) async fn purge_by_age(store: &Store) -> Result<Purged> {
    let days = store.read(settings::get).await?.trash_days;
    let before = time::days_later(&time::now(), -days);
    let purged = purge_before(store, Actor::system(), Some(before.clone())).await?;
    store.write(Actor::system(), move |write| history::forget_before(write, &before)).await?;
    Ok(purged)
}

/// Does so now and once on every further day, as long as the application is open.
pub(crate) fn purge_until_closed(app: &App) {
    let store = app.weak_store();
    tokio::spawn(async move {
        let mut done = String::new();
        while let Some(store) = store() {
            let day = today::local_day();
            if day != done {
                match purge_by_age(&store).await {
                    Ok(purged) => tracing::debug!("the trash: {purged:?}"),
                    Err(error) => tracing::warn!("emptying the trash by age: {error}"),
                }
                done = day;
            }
            drop(store);
            tokio::time::sleep(LOOK).await;
        }
    });
}
