//! Boards and their columns, and whether a column takes one more task.
//! Must not know how a task is changed.

use std::collections::HashSet;

use hisho_domain::board::{Board, BoardChange, Column};
use hisho_domain::task::{Task, TaskStatus};
use hisho_domain::{Action, Entity, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::{Journalled, Result, Write, references, task_moves, time, trash};

const BOARD: &str = "b.uid, b.rev, w.uid, b.name FROM boards b LEFT JOIN workflows w ON w.id = b.workflow_id";
const LIVE: &str = "b.deleted_at IS NULL AND w.deleted_at IS NULL";
/// How many live tasks stand in the column c.
const COUNT: &str = "(SELECT count(*) FROM tasks t WHERE t.board_column_id = c.id AND t.deleted_at IS NULL)";

/// The boards of a project, or of the tasks without one, the oldest first.
pub fn list(connection: &Connection, project_uid: Option<&str>) -> Result<Vec<Board>> {
    let project = references::optional_row(connection, "workflows", "project_uid", project_uid)?;
    let mut boards = connection
        .prepare_cached(&format!("SELECT {BOARD} WHERE b.workflow_id IS ?1 AND b.deleted_at IS NULL ORDER BY b.id"))?
        .query_map([project], board)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for board in &mut boards {
        board.columns = columns(connection, &board.uid)?;
    }
    Ok(boards)
}

/// A board; one in the trash, or of a project that is, is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Board> {
    let mut board = connection
        .prepare_cached(&format!("SELECT {BOARD} WHERE b.uid = ?1 AND {LIVE}"))?
        .query_row([uid], board)
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Board, uid))?;
    board.columns = columns(connection, uid)?;
    Ok(board)
}

fn board(row: &Row<'_>) -> rusqlite::Result<Board> {
    Ok(Board { uid: row.get(0)?, rev: row.get(1)?, project_uid: row.get(2)?, name: row.get(3)?, columns: Vec::new() })
}

fn columns(connection: &Connection, board: &str) -> Result<Vec<Column>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.uid, c.name, c.status_category, c.color, c.wip_limit FROM board_columns c JOIN boards b ON b.id = c.board_id
         WHERE b.uid = ?1 ORDER BY c.position, c.id",
    )?;
    let rows = statement.query_map([board], |row| {
        Ok(word(row, 2, TaskStatus::parse).and_then(|status| {
            Ok(Column { uid: row.get(0)?, name: row.get(1)?, status, color: row.get(3)?, wip_limit: row.get(4)? })
        }))
    })?;
    rows.map(|row| row?).collect()
}

/// Begins a board.
pub fn create(write: &Write<'_>, project_uid: Option<&str>, change: &BoardChange) -> Result<Board> {
    let project = references::optional_row(write, "workflows", "project_uid", project_uid)?;
    let name = change.name.as_deref().ok_or_else(|| Error::invalid("name", Rule::Required))?;
    refuse_taken(write, project, name, None)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO boards (uid, workflow_id, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        (&uid, project, name, &write.at),
    )?;
    put_columns(write, write.last_insert_rowid(), &[], change.columns.as_deref().unwrap_or_default())?;
    journal(write, &uid, Action::Create, None)
}

/// Changes a board. The tasks of a column that goes stay where they are in their project.
pub fn update(write: &Write<'_>, uid: &str, rev: i64, change: &BoardChange) -> Result<Board> {
    let before = opened(write, uid, rev)?;
    let (id, project): (i64, Option<i64>) =
        write.query_row("SELECT id, workflow_id FROM boards WHERE uid = ?1", [uid], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let name = change.name.as_ref().unwrap_or(&before.name);
    let columns = change.columns.as_ref().unwrap_or(&before.columns);
    if (name, columns) == (&before.name, &before.columns) {
        return Ok(before);
    }
    if *name != before.name {
        refuse_taken(write, project, name, Some(id))?;
    }
    put_columns(write, id, &before.columns, columns)?;
    write
        .execute("UPDATE boards SET name = ?2, rev = rev + 1, updated_at = ?3 WHERE id = ?1", (id, name, &write.at))?;
    journal(write, uid, Action::Update, Some(&before))
}

fn put_columns(write: &Write<'_>, board: i64, before: &[Column], wanted: &[Column]) -> Result<()> {
    let mut kept = HashSet::new();
    for column in wanted.iter().filter(|column| !column.uid.is_empty()) {
        if !before.iter().any(|known| known.uid == column.uid) {
            return Err(Error::invalid("columns", Rule::UnknownValue).into());
        }
        if !kept.insert(column.uid.as_str()) {
            return Err(Error::invalid("columns", Rule::Duplicate).into());
        }
    }
    // A column that goes, or that now stands for another status, lets its tasks go.
    let stays = |known: &&Column| wanted.iter().any(|column| column.uid == known.uid && column.status == known.status);
    let left: Vec<String> = before.iter().filter(|known| !stays(known)).map(|known| known.uid.clone()).collect();
    task_moves::leave_columns(write, &left)?;
    for gone in before.iter().filter(|known| !kept.contains(known.uid.as_str())) {
        write.execute("DELETE FROM board_columns WHERE uid = ?1", [&gone.uid])?;
    }
    for (position, column) in (1i64..).zip(wanted) {
        let uid = if column.uid.is_empty() { time::new_uid() } else { column.uid.clone() };
        write
            .prepare_cached(
                "INSERT INTO board_columns (uid, board_id, name, status_category, color, wip_limit, position)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (uid) DO UPDATE SET name = excluded.name, status_category = excluded.status_category,
                   color = excluded.color, wip_limit = excluded.wip_limit, position = excluded.position",
            )?
            .execute((uid, board, &column.name, column.status.as_str(), &column.color, column.wip_limit, position))?;
    }
    Ok(())
}

/// The status of tasks in a column, when it may take this one: it belongs to a board of the
/// task's project and has room.
pub(crate) fn admit(connection: &Connection, column: &str, task: &Task) -> Result<TaskStatus> {
    let (status, limit, count) = connection
        .prepare_cached(&format!(
            "SELECT c.status_category, c.wip_limit, {COUNT} FROM board_columns c JOIN boards b ON b.id = c.board_id
             LEFT JOIN workflows w ON w.id = b.workflow_id WHERE c.uid = ?1 AND w.uid IS ?2 AND b.deleted_at IS NULL"
        ))?
        .query_row((column, &task.project_uid), |row| {
            let status = word(row, 0, TaskStatus::parse);
            Ok((status, row.get::<_, Option<i64>>(1)?, row.get::<_, i64>(2)?))
        })
        .optional()?
        .ok_or_else(|| Error::invalid("column_uid", Rule::UnknownValue))?;
    if let Some(limit) = limit.filter(|limit| count >= *limit) {
        let params = serde_json::json!({ "field": "column_uid", "limit": limit });
        return Err(Error::refused("column_full", params).into());
    }
    status
}

/// The column where a task goes whose status changed otherwise: the first one of its board for
/// that status that has room, or none.
pub(crate) fn follow(connection: &Connection, task: &Task) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT c.uid FROM board_columns here JOIN board_columns c ON c.board_id = here.board_id
             WHERE here.uid = ?1 AND c.status_category = ?2 AND (c.wip_limit IS NULL OR c.wip_limit > {COUNT})
             ORDER BY c.position LIMIT 1"
        ))?
        .query_row((&task.column_uid, task.status.as_str()), |row| row.get(0))
        .optional()?)
}

/// Puts it into the trash; gives its new revision. Its tasks stay, and keep their columns for
/// when it comes back.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, Entity::Board, uid, rev)
}

/// Takes it out of the trash, unless its name was given to another.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Board> {
    trash::restore(write, Entity::Board, uid, rev, None)?;
    get(write, uid)
}

/// Takes the tasks out of the columns of a board that goes for good.
pub(crate) fn let_go(write: &Write<'_>, uid: &str) -> Result<()> {
    let columns: Vec<String> = columns(write, uid)?.into_iter().map(|column| column.uid).collect();
    task_moves::leave_columns(write, &columns)
}

fn opened(connection: &Connection, uid: &str, rev: i64) -> Result<Board> {
    let before = get(connection, uid)?;
    if before.rev != rev {
        return Err(Error::stale(Entity::Board).into());
    }
    Ok(before)
}

fn refuse_taken(connection: &Connection, project: Option<i64>, name: &str, own: Option<i64>) -> Result<()> {
    let taken: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM boards WHERE coalesce(workflow_id, 0) = coalesce(?1, 0) AND name = ?2 AND deleted_at IS NULL AND id IS NOT ?3)",
        )?
        .query_row((project, name, own), |row| row.get(0))?;
    if taken { Err(Error::name_taken(name).into()) } else { Ok(()) }
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Board>) -> Result<Board> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: Entity::Board, uid, rev: after.rev, action }, &before, &after)?;
    Ok(after)
}
