//! The small steps of tasks. A change of them is a change of their task. Must not know what else a
//! task has.

use hisho_domain::checklist::ChecklistItem;
use hisho_domain::task::Task;
use hisho_domain::{Error, Rule};

use crate::tasks::{opened, replace, row};
use crate::{Result, Write, time};

/// Makes these the steps of a task: those with an identity are kept, others come or go.
pub fn set(write: &Write<'_>, uid: &str, rev: i64, items: &[ChecklistItem]) -> Result<Task> {
    let before = opened(write, uid, Some(rev))?;
    let mut checklist = items.to_vec();
    for item in &mut checklist {
        if item.uid.is_empty() {
            item.uid = time::new_uid();
        } else if !before.checklist.iter().any(|known| known.uid == item.uid) {
            return Err(Error::invalid("items", Rule::UnknownValue).into());
        }
    }
    if checklist == before.checklist {
        return Ok(before);
    }
    let id = row(write, uid)?;
    write.prepare_cached("DELETE FROM checklist_items WHERE task_id = ?1")?.execute([id])?;
    insert(write, id, checklist.iter().map(|item| (item.uid.clone(), item.text.as_str(), item.is_done)))?;
    let after = Task { checklist, ..before.clone() };
    replace(write, before, after, None)
}

/// Ticks a step, or opens it again.
pub fn tick(write: &Write<'_>, uid: &str, item_uid: &str, is_done: bool) -> Result<Task> {
    let before = opened(write, uid, None)?;
    let mut checklist = before.checklist.clone();
    let item = checklist.iter_mut().find(|item| item.uid == item_uid);
    item.ok_or_else(|| Error::invalid("item_uid", Rule::UnknownValue))?.is_done = is_done;
    write
        .prepare_cached("UPDATE checklist_items SET is_done = ?2 WHERE uid = ?1 AND is_done <> ?2")?
        .execute((item_uid, is_done))?;
    let after = Task { checklist, ..before.clone() };
    replace(write, before, after, None)
}

/// Adds steps to a task that has none: their identity, their text, whether they are done.
pub(crate) fn insert<'a>(
    write: &Write<'_>,
    task: i64,
    items: impl IntoIterator<Item = (String, &'a str, bool)>,
) -> Result<()> {
    let mut statement = write.prepare_cached(
        "INSERT INTO checklist_items (uid, task_id, body, is_done, position) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, (uid, text, is_done)) in (1_i64..).zip(items) {
        statement.execute((uid, task, text, is_done, position))?;
    }
    Ok(())
}
