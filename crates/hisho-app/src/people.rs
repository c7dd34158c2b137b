//! The team's setting: everybody as one list, roles, personas and teams.

use hisho_domain::people::{People, Persona, PersonaContent, Role, RoleContent, Team, TeamContent, TeamRole};
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Result, check, people as limits};
use hisho_store::{people, personas, roles, settings, teams};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::command::Nothing;
use crate::input::{AtRev, Deleted};

/// What a record now says.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Save<T> {
    /// Which one.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What it says.
    pub content: T,
}

/// Which record is to be copied.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    /// The original.
    pub uid: String,
    /// The copy's name; the original's with a number when left out.
    pub name: Option<String>,
}

/// A record to be taken out of the trash.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// Which one.
    pub uid: String,
    /// Its revision in the trash.
    pub rev: i64,
    /// Another name, for when its own was given away meanwhile.
    pub name: Option<String>,
}

/// A secretary's seat in a team.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The team.
    pub uid: String,
    /// The revision of the team that was read.
    pub rev: i64,
    /// Who sits there.
    pub secretary_uid: String,
    /// As what; a member when left out.
    pub role: Option<TeamRole>,
}

/// A seat to be given up.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unseat {
    /// The team.
    pub uid: String,
    /// The revision of the team that was read.
    pub rev: i64,
    /// Who leaves it.
    pub secretary_uid: String,
}

/// What came back of what ships with Hisho.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShippedBack {
    /// So many roles, personas and teams.
    pub restored: i64,
}

pub(crate) fn name(given: Option<&str>) -> Result<Option<String>> {
    given.map(|name| check::line("name", name, limits::NAME_LIMIT)).transpose()
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<People> {
    app.store().read(people::list).await
}

pub(crate) async fn restore_shipped(app: &App, actor: Actor, _: Nothing) -> Result<ShippedBack> {
    app.store()
        .write(actor, |write| {
            let language = settings::get(write)?.language.unwrap_or(Language::En);
            Ok(ShippedBack { restored: people::restore_shipped(write, language)? })
        })
        .await
}

pub(crate) async fn create_role(app: &App, actor: Actor, input: RoleContent) -> Result<Role> {
    let content = input.checked()?;
    app.store().write(actor, move |write| roles::create(write, &content)).await
}

pub(crate) async fn save_role(app: &App, actor: Actor, input: Save<RoleContent>) -> Result<Role> {
    let content = input.content.checked()?;
    app.store().write(actor, move |write| roles::save(write, &input.uid, input.rev, &content)).await
}

pub(crate) async fn duplicate_role(app: &App, actor: Actor, input: Duplicate) -> Result<Role> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| roles::duplicate(write, &input.uid, name.as_deref())).await
}

pub(crate) async fn delete_role(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = roles::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore_role(app: &App, actor: Actor, input: Restore) -> Result<Role> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| roles::restore(write, &input.uid, input.rev, name.as_deref())).await
}

pub(crate) async fn create_persona(app: &App, actor: Actor, input: PersonaContent) -> Result<Persona> {
    let content = input.checked()?;
    app.store().write(actor, move |write| personas::create(write, &content)).await
}

pub(crate) async fn save_persona(app: &App, actor: Actor, input: Save<PersonaContent>) -> Result<Persona> {
    let content = input.content.checked()?;
    app.store().write(actor, move |write| personas::save(write, &input.uid, input.rev, &content)).await
}

pub(crate) async fn duplicate_persona(app: &App, actor: Actor, input: Duplicate) -> Result<Persona> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| personas::duplicate(write, &input.uid, name.as_deref())).await
}

pub(crate) async fn delete_persona(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = personas::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore_persona(app: &App, actor: Actor, input: Restore) -> Result<Persona> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| personas::restore(write, &input.uid, input.rev, name.as_deref())).await
}

pub(crate) async fn create_team(app: &App, actor: Actor, input: TeamContent) -> Result<Team> {
    let content = input.checked()?;
    app.store().write(actor, move |write| teams::create(write, &content)).await
}

pub(crate) async fn save_team(app: &App, actor: Actor, input: Save<TeamContent>) -> Result<Team> {
    let content = input.content.checked()?;
    app.store().write(actor, move |write| teams::save(write, &input.uid, input.rev, &content)).await
}

pub(crate) async fn duplicate_team(app: &App, actor: Actor, input: Duplicate) -> Result<Team> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| teams::duplicate(write, &input.uid, name.as_deref())).await
}

pub(crate) async fn delete_team(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = teams::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore_team(app: &App, actor: Actor, input: Restore) -> Result<Team> {
    let name = name(input.name.as_deref())?;
    app.store().write(actor, move |write| teams::restore(write, &input.uid, input.rev, name.as_deref())).await
}

pub(crate) async fn seat(app: &App, actor: Actor, input: Seat) -> Result<Team> {
    let role = input.role.unwrap_or(TeamRole::Member);
    app.store().write(actor, move |write| teams::seat(write, &input.uid, input.rev, &input.secretary_uid, role)).await
}

pub(crate) async fn unseat(app: &App, actor: Actor, input: Unseat) -> Result<Team> {
    app.store().write(actor, move |write| teams::unseat(write, &input.uid, input.rev, &input.secretary_uid)).await
}
