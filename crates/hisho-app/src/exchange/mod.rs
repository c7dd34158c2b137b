//! What goes out of a project to other programs, and what comes in from them. A table that is wrong
//! anywhere is not read at all.

mod checkboxes;
mod dates;
mod table_in;
mod table_out;

use hisho_domain::exchange::{TEXT_LIMIT, TableImport, TextFile};
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_store::{labels, projects, schedule, secretaries};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::Which;

pub(crate) use checkboxes::{Checkboxes, import_checkboxes};

/// A table to be read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Into which project.
    pub uid: String,
    /// The table: a line of column names, then one row for each task, separated by commas, semicolons or
    /// tabs. Up to 5,000,000 characters and 5,000 rows.
    pub text: String,
    /// Only say what is wrong; nothing is written.
    #[serde(default)]
    pub dry_run: bool,
}

/// The dates of a project as a calendar (RFC 5545).
pub(crate) async fn export_ics(app: &App, _: Actor, input: Which) -> Result<TextFile> {
    app.store()
        .read(move |connection| {
            let project = projects::get(connection, &input.uid)?;
            let milestones = schedule::milestones_in_force(connection, &input.uid)?;
            let name = format!("{}.ics", project.summary.key);
            Ok(TextFile { name, text: dates::calendar(&project, &milestones) })
        })
        .await
}

/// The tasks of a project as a table.
pub(crate) async fn export_csv(app: &App, _: Actor, input: Which) -> Result<TextFile> {
    let (project, labels, secretaries) = app
        .store()
        .read(move |connection| {
            let project = projects::get(connection, &input.uid)?;
            Ok((project, labels::list(connection)?, secretaries::list(connection)?))
        })
        .await?;
    let text = table_out::write(&project.task_list, &labels, &secretaries)?;
    Ok(TextFile { name: format!("{}.csv", project.summary.key), text })
}

/// Makes tasks of a table: all its rows, or none.
pub(crate) async fn import_csv(app: &App, actor: Actor, input: Table) -> Result<TableImport> {
    if input.text.chars().count() > TEXT_LIMIT {
        return Err(Error::invalid("text", Rule::TooLong(TEXT_LIMIT)));
    }
    let uid = input.uid.clone();
    let secretaries = app
        .store()
        .read(move |connection| {
            projects::without_tasks(connection, &uid)?;
            secretaries::list(connection)
        })
        .await?;
    let read = table_in::read(&input.text, &secretaries)?;
    let rows = read.rows.len();
    if input.dry_run || !read.faults.is_empty() {
        return Ok(TableImport { rows, faults: read.faults, tasks: Vec::new() });
    }
    let tasks = app.store().write(actor, move |write| table_in::make(write, &input.uid, &read)).await?;
    Ok(TableImport { rows, faults: Vec::new(), tasks })
}
