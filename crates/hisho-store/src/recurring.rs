//! The next occurrence of a task that recurs: when it is, and its row, made of the one that is done.
//! Must not know how a task is completed.

use hisho_domain::Action;
use hisho_domain::recurrence::Rule;
use hisho_domain::task::{Task, TaskStatus};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::{Result, Write, boards, checklists, order, tasks, time};

/// The days of an occurrence.
pub(crate) struct Days {
    start_on: Option<String>,
    due_on: Option<String>,
}

/// The days of what follows a task by its rule: each as far from the one that counts as before. None
/// when it has no rule, or one that never comes again.
pub(crate) fn next(done: &Task) -> Option<Days> {
    let rule = Rule::read(done.recurrence.as_deref()?)?;
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
    let (start, due) = (day(&done.start_on), day(&done.due_on));
    let today = time::local_day().parse().ok()?;
    let (next, by) = rule.next(due.or(start), today)?;
    let moved = |day: Option<Date>| match day {
        Some(day) => day.checked_add(by.days()).ok().map(|day| Some(day.to_string())),
        None => Some(None),
    };
    match (start, due) {
        // Without a day of its own it gets the one of the rule.
        (None, None) => Some(Days { start_on: None, due_on: Some(next.to_string()) }),
        _ => Some(Days { start_on: moved(start)?, due_on: moved(due)? }),
    }
}

/// Makes the next occurrence of a task as it was before it was done: what is to be done and by whom is
/// the same, its steps are open again, what came before this one alone is left behind.
pub(crate) fn begin(write: &Write<'_>, was: &Task, rule: &str, days: &Days) -> Result<()> {
    let id = tasks::row(write, &was.uid)?;
    let project: Option<i64> =
        write.prepare_cached("SELECT workflow_id FROM tasks WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    let status = if was.assistant_uid.is_some() { TaskStatus::Assigned } else { TaskStatus::Pending };
    let column = match was.column_uid {
        Some(_) => boards::follow(write, &Task { status, ..was.clone() })?,
        None => None,
    };
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO tasks (uid, number, status, board_column_id, position, start_on, due_on, recurrence, created_at, updated_at,
               workflow_id, parent_task_id, name, description, task_type, priority, assistant_id, estimated_minutes)
             SELECT ?2, ?3, ?4, (SELECT id FROM board_columns WHERE uid = ?5), ?6, ?7, ?8, ?9, ?10, ?10,
               workflow_id, parent_task_id, name, description, task_type, priority, assistant_id, estimated_minutes
             FROM tasks WHERE id = ?1",
        )?
        .execute((
            id,
            &uid,
            tasks::next_number(write, project)?,
            status.as_str(),
            column,
            order::last(write, project)?,
            &days.start_on,
            &days.due_on,
            rule,
            &write.at,
        ))?;
    let next = write.last_insert_rowid();
    write
        .prepare_cached(
            "INSERT INTO task_labels (task_id, label_id) SELECT ?2, label_id FROM task_labels WHERE task_id = ?1",
        )?
        .execute((id, next))?;
    let steps = was.checklist.iter().map(|item| (time::new_uid(), item.text.as_str(), false));
    checklists::insert(write, next, steps)?;
    tasks::journal(write, &uid, Action::Create, None, None).map(drop)
}
