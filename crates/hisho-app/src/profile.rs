//! The person's profile and preferences.

use hisho_domain::profile::{
    AiPreferences, NotificationPreferences, Preferences, Profile, WorkflowPreferences, checked_name, checked_time_zone,
};
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_store::{preferences, profile};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;
use crate::input::given;

/// What of the profile is to change; fields left out stay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The revision that was read.
    pub rev: i64,
    /// Up to 100 characters.
    pub full_name: Option<String>,
    /// `Asia/Tokyo`; null for the zone of the machine.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<String>")]
    pub time_zone: Option<Option<String>>,
}

/// Areas of preferences that are to change, each whole; areas left out stay.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UpdatePreferences {
    /// Of what the person is told.
    pub notifications: Option<NotificationPreferences>,
    /// How work is handed out and shown.
    pub workflow: Option<WorkflowPreferences>,
    /// How secretaries think.
    pub ai: Option<AiPreferences>,
}

pub(crate) async fn get(app: &App, _: Actor, _: Nothing) -> Result<Profile> {
    app.store().read(profile::get).await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Profile> {
    let name = input.full_name.as_deref().map(checked_name).transpose()?;
    let zone = match input.time_zone {
        Some(Some(zone)) => {
            let zone = checked_time_zone(&zone)?;
            jiff::tz::TimeZone::get(&zone).map_err(|_| Error::invalid("time_zone", Rule::UnknownValue))?;
            Some(Some(zone))
        }
        other => other,
    };
    app.store()
        .write(actor, move |write| {
            let now = profile::get(write)?;
            let name = name.as_deref().unwrap_or(&now.full_name);
            let zone = zone.as_ref().unwrap_or(&now.time_zone).as_deref();
            profile::save(write, input.rev, name, zone)
        })
        .await
}

pub(crate) async fn get_preferences(app: &App, _: Actor, _: Nothing) -> Result<Preferences> {
    app.store().read(preferences::get).await
}

pub(crate) async fn update_preferences(app: &App, actor: Actor, input: UpdatePreferences) -> Result<Preferences> {
    let ai = input.ai.map(AiPreferences::checked).transpose()?;
    app.store()
        .write(actor, move |write| {
            let old = preferences::get(write)?;
            let new = Preferences {
                notifications: input.notifications.unwrap_or(old.notifications),
                workflow: input.workflow.unwrap_or(old.workflow),
                ai: ai.unwrap_or(old.ai),
            };
            preferences::save(write, &new)?;
            Ok(new)
        })
        .await
}
