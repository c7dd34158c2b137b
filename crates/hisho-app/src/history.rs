//! Undoing and doing again what the person did.

use hisho_domain::history::{History, HistoryStep};
use hisho_domain::{Actor, Result};
use hisho_store::history;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;

const SHOWN: i64 = 50;
const MOST: i64 = 500;

/// How much of the history is asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// At most so many steps each way, 500 at the most; 50 when left out.
    pub limit: Option<i64>,
}

/// Which step is turned.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Turn {
    /// The step; the next one when left out.
    pub id: Option<i64>,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<History> {
    let limit = input.limit.unwrap_or(SHOWN).clamp(1, MOST);
    app.store().read(move |connection| history::list(connection, limit)).await
}

pub(crate) async fn undo(app: &App, actor: Actor, input: Turn) -> Result<HistoryStep> {
    app.store().write(actor, move |write| history::undo(write, input.id)).await
}

pub(crate) async fn redo(app: &App, actor: Actor, input: Turn) -> Result<HistoryStep> {
    app.store().write(actor, move |write| history::redo(write, input.id)).await
}
