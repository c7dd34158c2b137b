//! Labels.

use hisho_domain::label::{Label, LabelChange};
use hisho_domain::{Actor, Result};
use hisho_store::labels;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;
use crate::input::{AtRev, Deleted, given};

/// A new label.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// `#RRGGBB`.
    pub color: Option<String>,
}

/// What of a label is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which label.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// 1 to 100 characters, not in use.
    pub name: Option<String>,
    /// `#RRGGBB`; null takes the colour away.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub color: Option<Option<String>>,
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Vec<Label>> {
    app.store().read(labels::list).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Label> {
    let change = LabelChange { name: Some(input.name), color: Some(input.color) }.checked()?;
    app.store().write(actor, move |write| labels::create(write, &change)).await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Label> {
    let change = LabelChange { name: input.name, color: input.color }.checked()?;
    app.store().write(actor, move |write| labels::update(write, &input.uid, input.rev, &change)).await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = labels::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<Label> {
    app.store().write(actor, move |write| labels::restore(write, &input.uid, input.rev)).await
}
