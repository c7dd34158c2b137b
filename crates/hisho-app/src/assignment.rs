//! Who might do a task.

use hisho_domain::assignment::{Suggestion, suggest};
use hisho_domain::{Actor, Result};
use hisho_store::{assignment, labels, tasks};

use crate::App;
use crate::input::Which;

pub(crate) async fn suggest_assignee(app: &App, _: Actor, input: Which) -> Result<Vec<Suggestion>> {
    app.store()
        .read(move |connection| {
            let task = tasks::get(connection, &input.uid)?;
            let candidates = assignment::candidates(connection, &task)?;
            let labels = labels::list(connection)?;
            let labels =
                labels.iter().filter(|label| task.labels.contains(&label.uid)).map(|label| label.name.as_str());
            Ok(suggest([task.title.as_str(), task.description.as_str()].into_iter().chain(labels), &candidates))
        })
        .await
}
