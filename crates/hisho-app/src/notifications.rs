//! What the person is told.

use hisho_domain::notification::{NewNotification, Notification, Notifications};
use hisho_domain::{Actor, Result, check};
use hisho_store::notifications;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::input::Which;

const PAGE: i64 = 100;
const MOST: i64 = 500;

/// Which notifications are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// Only those that were not read.
    pub unread_only: bool,
    /// At most so many, 500 at the most; 100 when left out.
    pub limit: Option<i64>,
}

/// Which notifications were read.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MarkRead {
    /// This one; all when left out.
    pub uid: Option<String>,
}

/// What was marked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Marked {
    /// So many that were unread.
    pub read: usize,
}

/// What was taken away.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Dismissed {
    /// Its identity.
    pub uid: String,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<Notifications> {
    let limit = check::within("limit", input.limit.unwrap_or(PAGE), 1, MOST)?;
    app.store().read(move |connection| notifications::list(connection, input.unread_only, limit)).await
}

pub(crate) async fn post(app: &App, actor: Actor, input: NewNotification) -> Result<Option<Notification>> {
    let new = input.checked()?;
    app.store().write(actor, move |write| notifications::post(write, &new)).await
}

pub(crate) async fn mark_read(app: &App, actor: Actor, input: MarkRead) -> Result<Marked> {
    app.store()
        .write(actor, move |write| Ok(Marked { read: notifications::mark_read(write, input.uid.as_deref())? }))
        .await
}

pub(crate) async fn dismiss(app: &App, actor: Actor, input: Which) -> Result<Dismissed> {
    app.store()
        .write(actor, move |write| {
            notifications::dismiss(write, &input.uid)?;
            Ok(Dismissed { uid: input.uid })
        })
        .await
}
