//! The small steps of tasks.

use hisho_domain::checklist::{self, ChecklistItem};
use hisho_domain::task::Task;
use hisho_domain::{Actor, Result};
use hisho_store::checklists;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;

/// All the steps that a task shall have.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Which task.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// Its steps in their order, at most 100; one without an identity is new.
    pub items: Vec<ChecklistItem>,
}

/// A step to be ticked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// Which task.
    pub uid: String,
    /// Which step of it.
    pub item_uid: String,
    /// Whether it is done now.
    pub is_done: bool,
}

pub(crate) async fn set(app: &App, actor: Actor, input: Set) -> Result<Task> {
    let items = checklist::checked(input.items)?;
    app.store().write(actor, move |write| checklists::set(write, &input.uid, input.rev, &items)).await
}

pub(crate) async fn tick(app: &App, actor: Actor, input: Tick) -> Result<Task> {
    app.store().write(actor, move |write| checklists::tick(write, &input.uid, &input.item_uid, input.is_done)).await
}
