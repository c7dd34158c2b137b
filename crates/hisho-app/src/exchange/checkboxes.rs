//! Tasks of a project made of open checkboxes in the person's own notes. The notes stay as they are.

use hisho_domain::exchange::CheckboxImport;
use hisho_domain::note::Urgency;
use hisho_domain::plan::TITLE_LIMIT;
use hisho_domain::task::Priority;
use hisho_domain::task_change::TaskChange;
use hisho_domain::{Actor, Entity, Error, ErrorCode, Result, Rule, check};
use hisho_store::notes::{self, tasks as boxes};
use hisho_store::{Write, projects, task_sources, tasks};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::App;
use crate::vault;

/// Most notes at a time.
const NOTES: usize = 200;

/// Of which notes the open checkboxes are to become tasks.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checkboxes {
    /// Into which project.
    pub uid: String,
    /// The notes' paths in the vault, 1 to 200, each once.
    pub paths: Vec<String>,
}

/// Makes a task of every open checkbox in some notes that has none yet.
pub(crate) async fn import_checkboxes(app: &App, actor: Actor, input: Checkboxes) -> Result<CheckboxImport> {
    if input.paths.is_empty() {
        return Err(Error::invalid("paths", Rule::Required));
    }
    check::references("paths", &input.paths, NOTES)?;
    app.store()
        .write(actor, move |write| {
            projects::without_tasks(write, &input.uid)?;
            let vault = vault::current(write)?.id;
            let mut import = CheckboxImport { tasks: Vec::new(), known: 0 };
            for path in &input.paths {
                if notes::get(write, vault, path)?.is_none() {
                    let params = json!({ "entity": Entity::Note, "path": path });
                    return Err(Error::new(ErrorCode::NotFound, format!("no note {path}"), params).into());
                }
                of_note(write, vault, path, &input.uid, &mut import)?;
            }
            Ok(import)
        })
        .await
}

fn of_note(
    write: &Write<'_>,
    vault: i64,
    path: &str,
    project_uid: &str,
    import: &mut CheckboxImport,
) -> hisho_store::Result<()> {
    let mut known = task_sources::known(write, vault, path)?;
    for place in boxes::open_in(write, vault, path)? {
        let text = place.task.text.trim();
        if text.is_empty() {
            continue;
        }
        // The same may be said twice in a note, and then there is a task of each.
        if let Some(left) = known.get_mut(text).filter(|left| **left > 0) {
            *left -= 1;
            import.known += 1;
            continue;
        }
        let fields = fields(&place.task)?;
        let task =
            tasks::create(write, &tasks::NewTask { project_uid: Some(project_uid), fields, ..Default::default() })?;
        task_sources::put(write, &task.uid, vault, path, text)?;
        import.tasks.push(tasks::get(write, &task.uid)?);
    }
    Ok(())
}

fn fields(checkbox: &boxes::Checkbox) -> Result<TaskChange> {
    let text = checkbox.text.trim();
    let is_long = text.chars().count() > TITLE_LIMIT;
    let title: String =
        if is_long { text.chars().take(TITLE_LIMIT - 1).chain(['…']).collect() } else { text.to_owned() };
    let real = |day: &Option<String>| day.clone().filter(|day| check::day("due_on", day).is_ok());
    let due = real(&checkbox.due);
    let start = real(&checkbox.start).or_else(|| real(&checkbox.scheduled));
    // Days that contradict each other are not made up: what is due counts.
    let start = start.filter(|start| due.as_ref().is_none_or(|due| start <= due));
    TaskChange {
        title: Some(title),
        description: is_long.then(|| text.to_owned()),
        priority: checkbox.priority.map(|urgency| match urgency {
            Urgency::Highest => Priority::Urgent,
            Urgency::High => Priority::High,
            Urgency::Medium => Priority::Medium,
            Urgency::Low | Urgency::Lowest => Priority::Low,
        }),
        start_on: start.map(Some),
        due_on: due.map(Some),
        ..TaskChange::default()
    }
    .checked()
}
