//! Moving a task: into a column of a board, and to another place among its siblings.
//! Must not know how boards or tasks are stored.

use hisho_domain::task::Task;
use hisho_domain::{Error, Rule};
use rusqlite::{Connection, OptionalExtension};

use crate::tasks::{get, opened, replace, with_status};
use crate::{Result, Write, boards, order};

/// Where a task goes.
#[derive(Debug, Clone, Default)]
pub struct TaskMove {
    /// The column of a board; Some(None) takes it off.
    pub column_uid: Option<Option<String>>,
    /// The task it comes right behind; Some(None) puts it before all.
    pub after_uid: Option<Option<String>>,
}

/// Puts a task into a column, which sets its status, or to another place among its siblings.
pub fn move_to(write: &Write<'_>, uid: &str, rev: i64, to: &TaskMove) -> Result<Task> {
    let mut before = opened(write, uid, Some(rev))?;
    let mut after = before.clone();
    if let Some(column) = &to.column_uid {
        after.column_uid.clone_from(column);
        if let Some(column) = column.as_deref().filter(|column| before.column_uid.as_deref() != Some(*column)) {
            let status = boards::admit(write, column, &before)?;
            after = with_status(write, &before, after, status)?;
        }
    }
    if let Some(behind) = &to.after_uid {
        let (id, project): (i64, Option<i64>) = write
            .prepare_cached("SELECT id, workflow_id FROM tasks WHERE uid = ?1")?
            .query_row([uid], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let behind = behind.as_deref().filter(|behind| *behind != uid);
        if behind.is_some() || to.after_uid == Some(None) {
            after.position = match order::between(write, project, id, sibling(write, project, behind)?)? {
                Some(position) => position,
                None => {
                    spread(write, project)?;
                    before = get(write, uid)?;
                    after.rev = before.rev;
                    let room = order::between(write, project, id, sibling(write, project, behind)?)?;
                    room.ok_or_else(|| Error::internal("no room between two tasks"))?
                }
            };
        }
    }
    replace(write, before, after, None)
}

/// The position of the task to come behind.
fn sibling(connection: &Connection, project: Option<i64>, uid: Option<&str>) -> Result<Option<i64>> {
    let Some(uid) = uid else { return Ok(None) };
    let position: Option<i64> = connection
        .prepare_cached("SELECT position FROM tasks WHERE uid = ?1 AND workflow_id IS ?2 AND deleted_at IS NULL")?
        .query_row((uid, project), |row| row.get(0))
        .optional()?;
    Ok(Some(position.ok_or_else(|| Error::invalid("after_uid", Rule::UnknownValue))?))
}

/// Gives the tasks of a project wide gaps again.
fn spread(write: &Write<'_>, project: Option<i64>) -> Result<()> {
    let rows: Vec<(i64, Option<String>)> = write
        .prepare_cached(
            "SELECT id, iif(deleted_at IS NULL, uid, NULL) FROM tasks WHERE workflow_id IS ?1 ORDER BY position, id",
        )?
        .query_map([project], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (position, (id, live)) in (1..).map(|n| n * order::GAP).zip(rows) {
        match live {
            Some(uid) => {
                let before = get(write, &uid)?;
                let after = Task { position, ..before.clone() };
                replace(write, before, after, None)?;
            }
            // Nobody sees the order of the trash.
            None => drop(write.execute("UPDATE tasks SET position = ?2 WHERE id = ?1", (id, position))?),
        }
    }
    Ok(())
}

/// Takes tasks out of the columns that a board no longer has.
pub(crate) fn leave_columns(write: &Write<'_>, columns: &[String]) -> Result<()> {
    for column in columns {
        let uids: Vec<String> = write
            .prepare_cached(
                "SELECT t.uid FROM tasks t JOIN board_columns c ON c.id = t.board_column_id WHERE c.uid = ?1 AND t.deleted_at IS NULL",
            )?
            .query_map([column], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for uid in uids {
            let before = get(write, &uid)?;
            let after = Task { column_uid: None, ..before.clone() };
            replace(write, before, after, None)?;
        }
    }
    Ok(())
}
