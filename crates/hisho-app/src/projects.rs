//! Projects.

use hisho_domain::project::{ProjectDetail, ProjectSummary};
use hisho_domain::{Actor, Result};
use hisho_store::projects;

use crate::App;
use crate::command::Nothing;
use crate::input::Which;

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Vec<ProjectSummary>> {
    app.store().read(projects::list).await
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<ProjectDetail> {
    app.store().read(move |connection| projects::get(connection, &input.uid)).await
}
