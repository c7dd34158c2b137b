//! Tasks over all projects: finding them, and questions kept under a name.

use hisho_domain::task_filter::{SavedFilter, TaskFilter, TaskPage, TaskSort, checked_name};
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::task_filters;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;
use crate::input::{AtRev, Deleted};

/// At most this many at a time.
const MOST: i64 = 500;

/// Which tasks are looked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Find {
    /// Which are meant; all when left out.
    pub filter: TaskFilter,
    /// In which order; by due day when left out.
    pub sort: TaskSort,
    /// So many are left out at the beginning.
    pub offset: Option<i64>,
    /// At most so many; 100 when left out, 500 at the most.
    pub limit: Option<i64>,
}

/// A question to be kept.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// Which one is to be another; a new one when left out.
    pub uid: Option<String>,
    /// The revision of it that was read.
    pub rev: Option<i64>,
    /// Its name, given once, 1 to 100 characters.
    pub name: String,
    /// Which tasks it means.
    pub filter: TaskFilter,
    /// In which order; by due day when left out.
    #[serde(default)]
    pub sort: TaskSort,
}

pub(crate) async fn find(app: &App, _: Actor, input: Find) -> Result<TaskPage> {
    let filter = input.filter.checked()?;
    let offset = check::within("offset", input.offset.unwrap_or(0), 0, i64::from(u32::MAX))?;
    let limit = input.limit.unwrap_or(100).clamp(1, MOST);
    app.store().read(move |connection| task_filters::find(connection, &filter, input.sort, offset, limit)).await
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Vec<SavedFilter>> {
    app.store().read(task_filters::list).await
}

pub(crate) async fn save(app: &App, actor: Actor, input: Save) -> Result<SavedFilter> {
    let name = checked_name(&input.name)?;
    let filter = input.filter.checked()?;
    let known = match (input.uid, input.rev) {
        (Some(uid), Some(rev)) => Some((uid, rev)),
        (Some(_), None) => return Err(Error::invalid("rev", Rule::Required)),
        (None, Some(_)) => return Err(Error::invalid("rev", Rule::Unexpected)),
        (None, None) => None,
    };
    app.store()
        .write(actor, move |write| {
            let known = known.as_ref().map(|(uid, rev)| (uid.as_str(), *rev));
            task_filters::save(write, known, &name, &filter, input.sort)
        })
        .await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = task_filters::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}
