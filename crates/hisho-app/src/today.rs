//! What matters today.

use hisho_domain::note::NoteSummary;
use hisho_domain::plan::PlanSummary;
use hisho_domain::project::{ProjectStatus, ProjectSummary};
use hisho_domain::task::Task;
use hisho_domain::{Actor, Error, Result};
use hisho_store::{notes, plans, projects, tasks, vaults};
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::command::Nothing;

/// How far ahead is upcoming, in days.
const AHEAD: i64 = 14;
const TASKS: i64 = 200;
const RECENT: i64 = 8;

/// What matters today.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Today {
    /// The local day.
    pub day: String,
    /// Open tasks whose day has passed.
    pub overdue: Vec<Task>,
    /// Open tasks of this day.
    pub due_today: Vec<Task>,
    /// Open tasks of the next two weeks.
    pub upcoming: Vec<Task>,
    /// Plans that wait for the person.
    pub waiting_plans: Vec<PlanSummary>,
    /// Projects that are going on.
    pub active_projects: Vec<ProjectSummary>,
    /// Notes that changed last.
    pub recent_notes: Vec<NoteSummary>,
}

/// Today where the person is, `YYYY-MM-DD`.
pub(crate) fn local_day() -> String {
    jiff::Zoned::now().date().to_string()
}

pub(crate) async fn show(app: &App, _: Actor, _: Nothing) -> Result<Today> {
    let now = jiff::Zoned::now().date();
    let until = now.checked_add(jiff::Span::new().days(AHEAD)).map_err(Error::internal)?.to_string();
    let day = now.to_string();
    app.store()
        .read(move |connection| {
            let (mut overdue, mut due_today, mut upcoming) = (Vec::new(), Vec::new(), Vec::new());
            for task in tasks::open_until(connection, &until, TASKS)? {
                match task.due_on.as_deref().unwrap_or_default().cmp(day.as_str()) {
                    std::cmp::Ordering::Less => overdue.push(task),
                    std::cmp::Ordering::Equal => due_today.push(task),
                    std::cmp::Ordering::Greater => upcoming.push(task),
                }
            }
            let recent_notes = match vaults::current(connection)? {
                Some(vault) => notes::page(connection, vault.id, notes::Order::Recent, 0, RECENT)?.notes,
                None => Vec::new(),
            };
            Ok(Today {
                day,
                overdue,
                due_today,
                upcoming,
                waiting_plans: plans::waiting(connection)?,
                active_projects: projects::of_status(connection, ProjectStatus::Active)?,
                recent_notes,
            })
        })
        .await
}
