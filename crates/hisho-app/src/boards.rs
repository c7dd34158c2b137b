//! Boards.

use hisho_domain::board::{Board, BoardChange, Column};
use hisho_domain::{Actor, Result};
use hisho_store::boards;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted, Which};

/// Whose boards are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// The project; those of tasks without one when left out.
    pub project_uid: Option<String>,
}

/// A new board.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The project whose tasks it shows; those without one when left out.
    pub project_uid: Option<String>,
    /// 1 to 100 characters, not in use in the project.
    pub name: String,
    /// From left to right, 30 at the most; their `uid` is left out.
    pub columns: Vec<Column>,
}

/// What of a board is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which board.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// 1 to 100 characters, not in use in the project.
    pub name: Option<String>,
    /// All columns as they are to be; new ones have no `uid`, those left out go.
    pub columns: Option<Vec<Column>>,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<Vec<Board>> {
    app.store().read(move |connection| boards::list(connection, input.project_uid.as_deref())).await
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<Board> {
    app.store().read(move |connection| boards::get(connection, &input.uid)).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Board> {
    let change = BoardChange { name: Some(input.name), columns: Some(input.columns) }.checked()?;
    app.store().write(actor, move |write| boards::create(write, input.project_uid.as_deref(), &change)).await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Board> {
    let change = BoardChange { name: input.name, columns: input.columns }.checked()?;
    app.store().write(actor, move |write| boards::update(write, &input.uid, input.rev, &change)).await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = boards::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<Board> {
    app.store().write(actor, move |write| boards::restore(write, &input.uid, input.rev)).await
}
