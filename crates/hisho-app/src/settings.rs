//! The person's settings, and what a host needs to know at its start.

use hisho_domain::note::VaultState;
use hisho_domain::settings::{Language, Settings, Theme};
use hisho_domain::trash::MOST_DAYS;
use hisho_domain::{Actor, Result, check};
use hisho_store::{people, settings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::Nothing;
use crate::{App, today};

/// What a host needs to know at its start.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AppState {
    /// Of this program.
    pub version: String,
    /// Where the database lies.
    pub data_dir: String,
    /// A build for development, which keeps a data folder of its own.
    pub development: bool,
    /// The person's settings.
    pub settings: Settings,
    /// Null until a vault is chosen.
    pub vault: Option<VaultState>,
    /// Today's local day.
    pub today: String,
}

pub(crate) async fn state(app: &App, _: Actor, _: Nothing) -> Result<AppState> {
    let settings = app.store().read(settings::get).await?;
    Ok(AppState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: app.data_dir().display().to_string(),
        development: cfg!(debug_assertions),
        settings,
        vault: crate::vault::state(app).await?,
        today: today::local_day(),
    })
}

/// What of the settings is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The language of Hisho, and of the shipped people who were left as they are.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// How many days a thing lies in the trash, 1 to 3,650.
    pub trash_days: Option<i64>,
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Settings> {
    if let Some(days) = input.trash_days {
        check::from_one_to("trash_days", days, MOST_DAYS)?;
    }
    app.store()
        .write(actor, move |write| {
            let old = settings::get(write)?;
            let new = Settings {
                language: input.language.or(old.language),
                theme: input.theme.unwrap_or(old.theme),
                trash_days: input.trash_days.unwrap_or(old.trash_days),
            };
            settings::update(write, &new)?;
            if let Some(language) = input.language {
                people::ship(write, language)?;
            }
            Ok(new)
        })
        .await
}
