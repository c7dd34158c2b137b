//! Secretaries: taking them on, what they are and can do, finding them.

use hisho_domain::people::NAME_LIMIT;
use hisho_domain::secretary::{LEVEL_LIMIT, Provider, Secretary, SecretaryContent, SecretarySettings, Skill};
use hisho_domain::{Actor, Result, check};
use hisho_store::secretaries;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted};
use crate::people::{Duplicate, Save, name};

/// A new secretary.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// Their character. The one that ships as librarian makes a librarian.
    pub persona_uid: String,
    /// The team they join, if it has room.
    pub team_uid: Option<String>,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: String,
    /// Through what they speak; manual when left out.
    pub provider: Option<Provider>,
    /// The model's name there: required with a provider, and only then.
    pub model: Option<String>,
    /// The account whose key is used.
    pub credential_uid: Option<String>,
    /// How they think.
    #[serde(default)]
    pub settings: SecretarySettings,
    /// What they can do: up to 50 skills.
    #[serde(default)]
    pub skills: Vec<Skill>,
}

/// A secretary to be taken out of the trash.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// Who.
    pub uid: String,
    /// Their revision in the trash.
    pub rev: i64,
    /// Another name, for when their own was given away meanwhile.
    pub name: Option<String>,
    /// Leave teams that filled up meanwhile; without, such a team is an error.
    #[serde(default)]
    pub leave_full_teams: bool,
}

/// Who is looked for; what is left out does not matter.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Find {
    /// In their name or description.
    pub text: Option<String>,
    /// A skill of theirs, by its whole name.
    pub skill: Option<String>,
    /// That skill, or any, is at least so good: 1 to 10.
    pub min_level: Option<i64>,
    /// In this team.
    pub team_uid: Option<String>,
    /// Only those at work.
    pub active_only: bool,
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Secretary> {
    let content = SecretaryContent {
        name: input.name,
        description: input.description,
        persona_uid: Some(input.persona_uid),
        provider: input.provider.unwrap_or(Provider::Manual),
        model: input.model,
        credential_uid: input.credential_uid,
        settings: input.settings,
        skills: input.skills,
        is_active: true,
    };
    app.store()
        .write(actor, move |write| {
            let kind = secretaries::kind_for(write, content.persona_uid.as_deref())?;
            let content = content.checked(kind)?;
            secretaries::create(write, kind, &content, input.team_uid.as_deref())
        })
        .await
}

pub(crate) async fn save(app: &App, actor: Actor, input: Save<SecretaryContent>) -> Result<Secretary> {
    app.store()
        .write(actor, move |write| {
            let kind = secretaries::get(write, &input.uid)?.kind;
            let content = input.content.checked(kind)?;
            secretaries::save(write, &input.uid, input.rev, &content)
        })
        .await
}

pub(crate) async fn duplicate(app: &App, actor: Actor, input: Duplicate) -> Result<Secretary> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| secretaries::duplicate(write, &input.uid, name.as_deref())).await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = secretaries::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: Restore) -> Result<Secretary> {
    let name = name(input.name.as_deref())?;
    app.store()
        .write(actor, move |write| {
            secretaries::restore(write, &input.uid, input.rev, name.as_deref(), input.leave_full_teams)
        })
        .await
}

pub(crate) async fn find(app: &App, _: Actor, input: Find) -> Result<Vec<Secretary>> {
    let wanted = secretaries::Wanted {
        text: check::optional_line("text", input.text.as_deref(), NAME_LIMIT)?,
        skill: check::optional_line("skill", input.skill.as_deref(), NAME_LIMIT)?,
        level: input.min_level.map_or(Ok(0), |level| check::within("min_level", level, 1, LEVEL_LIMIT))?,
        team_uid: input.team_uid,
        active_only: input.active_only,
    };
    app.store().read(move |connection| secretaries::find(connection, &wanted)).await
}
