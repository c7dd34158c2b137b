//! Tasks as a table that other programs read, and that is read back. Must not know projects.

use std::collections::HashMap;

use hisho_domain::exchange::COLUMNS;
use hisho_domain::label::Label;
use hisho_domain::secretary::Secretary;
use hisho_domain::task::Task;
use hisho_domain::{Error, Result};

/// The tasks in their order. What lies in the trash, or in another project, is left out of lists.
pub(super) fn write(tasks: &[Task], labels: &[Label], secretaries: &[Secretary]) -> Result<String> {
    let keys: HashMap<&str, &str> = tasks.iter().map(|task| (task.uid.as_str(), task.key.as_str())).collect();
    let labels: HashMap<&str, &str> = labels.iter().map(|label| (label.uid.as_str(), label.name.as_str())).collect();
    let names: HashMap<&str, &str> = secretaries.iter().map(|one| (one.uid.as_str(), one.name.as_str())).collect();
    let named = |uid: &Option<String>, names: &HashMap<&str, &str>| {
        uid.as_deref().and_then(|uid| names.get(uid)).copied().unwrap_or_default().to_owned()
    };
    let list = |uids: &[String], names: &HashMap<&str, &str>| {
        uids.iter().filter_map(|uid| names.get(uid.as_str()).copied()).collect::<Vec<_>>().join("; ")
    };
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).map_err(Error::internal)?;
    for task in tasks {
        let row: [String; COLUMNS.len()] = [
            task.key.clone(),
            task.title.clone(),
            task.description.clone(),
            task.task_type.to_string(),
            task.status.to_string(),
            task.priority.to_string(),
            named(&task.assistant_uid, &names),
            task.start_on.clone().unwrap_or_default(),
            task.due_on.clone().unwrap_or_default(),
            number(task.estimated_minutes),
            number(task.actual_minutes),
            named(&task.parent_uid, &keys),
            list(&task.depends_on, &keys),
            list(&task.labels, &labels),
            task.recurrence.clone().unwrap_or_default(),
        ];
        table.write_record(&row).map_err(Error::internal)?;
    }
    String::from_utf8(table.into_inner().map_err(Error::internal)?).map_err(Error::internal)
}
