//! Open checkboxes in the person's own notes. Must not read files.

use hisho_domain::note::{OpenTask, OpenTasks};
use hisho_domain::{Actor, Result, check};
use hisho_store::notes::tasks;
use schemars::JsonSchema;
use serde::Deserialize;

use super::current;
use crate::App;

const PAGE: i64 = 100;
const MOST: i64 = 5_000;

/// Which checkboxes are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Open {
    /// Only those due on this day or before, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// How many to pass over.
    pub offset: Option<i64>,
    /// At most so many, 5,000 at the most; 100 when left out.
    pub limit: Option<i64>,
}

pub(crate) async fn open_tasks(app: &App, _: Actor, input: Open) -> Result<OpenTasks> {
    if let Some(until) = &input.until {
        check::day("until", until)?;
    }
    let (offset, limit) = (input.offset.unwrap_or(0).max(0), input.limit.unwrap_or(PAGE).clamp(0, MOST));
    let read = move |connection: &hisho_store::Connection| {
        tasks::open(connection, current(connection)?.id, input.until.as_deref(), offset, limit)
    };
    let page = app.store().read(read).await?;
    let one = |place: tasks::Place| OpenTask {
        path: place.path,
        title: place.title,
        line: place.task.line,
        mark: place.task.mark.to_string(),
        text: place.task.text,
        due: place.task.due,
        scheduled: place.task.scheduled,
        start: place.task.start,
        priority: place.task.priority,
    };
    Ok(OpenTasks { total: page.total, tasks: page.tasks.into_iter().map(one).collect() })
}
