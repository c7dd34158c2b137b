//! The team.

use hisho_domain::people::{People, Secretary};
use hisho_domain::{Actor, Result, check};
use hisho_store::people;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;

const NAME_LIMIT: usize = 100;

/// A new secretary.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSecretary {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// Their character.
    pub persona_uid: String,
    /// The team they join, if it has room.
    pub team_uid: Option<String>,
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<People> {
    app.store().read(people::list).await
}

pub(crate) async fn create_secretary(app: &App, actor: Actor, input: CreateSecretary) -> Result<Secretary> {
    let name = check::line("name", &input.name, NAME_LIMIT)?;
    app.store()
        .write(actor, move |write| {
            let new = people::NewSecretary {
                name: &name,
                persona_uid: &input.persona_uid,
                team_uid: input.team_uid.as_deref(),
            };
            people::create_secretary(write, &new)
        })
        .await
}
