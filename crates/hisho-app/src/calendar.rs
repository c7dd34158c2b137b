//! When the person works: hours of the week, holidays and other days that differ.

use hisho_domain::schedule::{DayException, KeptCalendar, WorkCalendar};
use hisho_domain::{Actor, Result};
use hisho_store::calendar;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;

/// What of the calendar is to change.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The revision that was read.
    pub rev: i64,
    /// Minutes of work for each day of the week, Monday first, 0 to 1,440.
    pub week: Option<[i64; 7]>,
    /// All the days that differ.
    pub exceptions: Option<Vec<DayException>>,
}

pub(crate) async fn get(app: &App, _: Actor, _: Nothing) -> Result<KeptCalendar> {
    app.store().read(calendar::get).await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<KeptCalendar> {
    app.store()
        .write(actor, move |write| {
            let now = calendar::get(write)?.calendar;
            let new = WorkCalendar {
                week: input.week.unwrap_or(now.week),
                exceptions: input.exceptions.unwrap_or(now.exceptions),
            };
            calendar::save(write, input.rev, &new.checked()?)
        })
        .await
}
