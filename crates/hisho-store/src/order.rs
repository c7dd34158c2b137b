//! The order of tasks: positions with wide gaps between them, so that one task can be put
//! between two others without touching either. Must not know anything else of a task.

use rusqlite::Connection;

use crate::Result;

/// The gap between neighbours. A task can be put into the same place 32 times before it closes,
/// and two million tasks stay below what JavaScript counts exactly.
pub(crate) const GAP: i64 = 1 << 32;

/// The position behind every task of a project.
pub(crate) fn last(connection: &Connection, project: Option<i64>) -> Result<i64> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(position) FROM tasks WHERE workflow_id IS ?1")?
        .query_row([project], |row| row.get(0))?;
    Ok(last.unwrap_or(0) + GAP)
}

/// The position right behind the task `after`, or before all when it is None; None when there is
/// no room left. The task `moving` itself is not counted.
pub(crate) fn between(
    connection: &Connection,
    project: Option<i64>,
    moving: i64,
    after: Option<i64>,
) -> Result<Option<i64>> {
    let Some(after) = after else {
        let first: Option<i64> = connection
            .prepare_cached("SELECT min(position) FROM tasks WHERE workflow_id IS ?1 AND id <> ?2")?
            .query_row((project, moving), |row| row.get(0))?;
        return Ok(Some(first.unwrap_or(2 * GAP) - GAP));
    };
    let next: Option<i64> = connection
        .prepare_cached("SELECT min(position) FROM tasks WHERE workflow_id IS ?1 AND position > ?2 AND id <> ?3")?
        .query_row((project, after, moving), |row| row.get(0))?;
    let next = next.unwrap_or(after + 2 * GAP);
    let middle = after + (next - after) / 2;
    Ok((middle > after).then_some(middle))
}
