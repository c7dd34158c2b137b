//! Tasks: their rows, their numbers (given once, never again) and their history in the journal.
//! Must not know notes.

use hisho_domain::search::HitKind;
use hisho_domain::task::{Priority, Task, TaskStatus};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::{Journalled, Result, Write, search, time, trash};

const TASK: &str = "t.uid, t.rev, t.number, coalesce(w.key, 'T') || '-' || t.number, t.name, t.status, t.priority, \
     t.due_on, w.uid, w.name, t.position, t.completed_at, t.updated_at
     FROM tasks t LEFT JOIN workflows w ON w.id = t.workflow_id";

/// Every task but those in the trash, or in a project that is.
const LIVE: &str = "t.deleted_at IS NULL AND w.deleted_at IS NULL";

/// What a new task is made of.
#[derive(Debug, Clone)]
pub struct NewTask<'a> {
    /// The project it belongs to.
    pub project_uid: Option<&'a str>,
    /// The milestone of the plan it came of.
    pub milestone_uid: Option<&'a str>,
    /// What is to be done.
    pub title: &'a str,
    /// By which local day.
    pub due_on: Option<&'a str>,
    /// How much it presses.
    pub priority: Priority,
}

/// What of a task is to change; None leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct TaskChange {
    /// What is to be done.
    pub title: Option<String>,
    /// Where it stands.
    pub status: Option<TaskStatus>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// By which local day; Some(None) takes the day away.
    pub due_on: Option<Option<String>>,
}

fn task(row: &Row<'_>) -> Result<Task> {
    Ok(Task {
        uid: row.get(0)?,
        rev: row.get(1)?,
        number: row.get(2)?,
        key: row.get(3)?,
        title: row.get(4)?,
        status: word(row, 5, TaskStatus::parse)?,
        priority: word(row, 6, Priority::parse)?,
        due_on: row.get(7)?,
        project_uid: row.get(8)?,
        project_title: row.get(9)?,
        position: row.get(10)?,
        completed_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// A task; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Task> {
    connection
        .prepare_cached(&format!("SELECT {TASK} WHERE t.uid = ?1 AND {LIVE}"))?
        .query_row([uid], |row| Ok(task(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Task, uid))?
}

/// The tasks of a project by position.
pub fn of_project(connection: &Connection, project_uid: &str) -> Result<Vec<Task>> {
    collect(connection, &format!("SELECT {TASK} WHERE w.uid = ?1 AND {LIVE} ORDER BY t.position, t.id"), [project_uid])
}

/// Open tasks due up to and including a day, the earliest first, at most `limit`.
pub fn open_until(connection: &Connection, day: &str, limit: i64) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {TASK} WHERE t.due_on <= ?1 AND t.due_on IS NOT NULL AND t.status NOT IN ('completed','cancelled') AND {LIVE}
         ORDER BY t.due_on, t.id LIMIT ?2"
    );
    collect(connection, &sql, (day, limit))
}

fn collect(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Task>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| Ok(task(row)))?;
    rows.map(|row| row?).collect()
}

/// Adds a task at the end of its project.
pub fn create(write: &Write<'_>, new: &NewTask<'_>) -> Result<Task> {
    let project: Option<i64> = match new.project_uid {
        None => None,
        Some(uid) => Some(
            write
                .query_row("SELECT id FROM workflows WHERE uid = ?1 AND deleted_at IS NULL", [uid], |row| row.get(0))
                .optional()?
                .ok_or_else(|| Error::not_found(Entity::Project, uid))?,
        ),
    };
    let number: i64 = match project {
        Some(id) => write.query_row(
            "UPDATE workflows SET next_task_number = next_task_number + 1 WHERE id = ?1 RETURNING next_task_number - 1",
            [id],
            |row| row.get(0),
        )?,
        None => write.query_row(
            "INSERT INTO counters (name, next) VALUES ('task', 2)
             ON CONFLICT (name) DO UPDATE SET next = next + 1 RETURNING next - 1",
            [],
            |row| row.get(0),
        )?,
    };
    let uid = time::new_uid();
    write
        .prepare_cached(
            "INSERT INTO tasks (uid, workflow_id, milestone_uid, number, name, priority, due_on, position, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
               (SELECT coalesce(max(position), 0) + 1 FROM tasks WHERE workflow_id IS ?2), ?8, ?8)",
        )?
        .execute((&uid, project, new.milestone_uid, number, new.title, new.priority.as_str(), new.due_on, &write.at))?;
    journal(write, &uid, Action::Create, None)
}

/// Whether the project already has a task for this milestone, in the trash or not.
pub fn has_milestone(connection: &Connection, project_uid: &str, milestone_uid: &str) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM tasks t JOIN workflows w ON w.id = t.workflow_id
             WHERE w.uid = ?1 AND t.milestone_uid = ?2)",
        )?
        .query_row((project_uid, milestone_uid), |row| row.get(0))?)
}

/// Changes some fields. With `rev` a lost race is an error; without, as for an edit in a note,
/// the newest row is changed. Nothing is written when nothing differs.
pub fn update(write: &Write<'_>, uid: &str, rev: Option<i64>, change: &TaskChange) -> Result<Task> {
    let before = get(write, uid)?;
    if rev.is_some_and(|rev| rev != before.rev) {
        return Err(Error::stale(Entity::Task).into());
    }
    let status = change.status.unwrap_or(before.status);
    let after = Task {
        title: change.title.clone().unwrap_or_else(|| before.title.clone()),
        status,
        priority: change.priority.unwrap_or(before.priority),
        due_on: change.due_on.clone().unwrap_or_else(|| before.due_on.clone()),
        completed_at: match (status, before.status) {
            (TaskStatus::Completed, TaskStatus::Completed) => before.completed_at.clone(),
            (TaskStatus::Completed, _) => Some(write.at.clone()),
            _ => None,
        },
        ..before.clone()
    };
    if after == before {
        return Ok(before);
    }
    write
        .prepare_cached(
            "UPDATE tasks SET name = ?2, status = ?3, priority = ?4, due_on = ?5, completed_at = ?6,
             started_at = CASE WHEN ?3 = 'in_progress' THEN coalesce(started_at, ?7) ELSE started_at END,
             rev = rev + 1, updated_at = ?7 WHERE uid = ?1",
        )?
        .execute((
            uid,
            &after.title,
            after.status.as_str(),
            after.priority.as_str(),
            &after.due_on,
            &after.completed_at,
            &write.at,
        ))?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Puts it into the trash with its sub-tasks; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, Entity::Task, uid, rev)
}

/// Takes it out of the trash.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Task> {
    trash::restore(write, Entity::Task, uid, rev, None)?;
    get(write, uid)
}

pub(crate) fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Task>) -> Result<Task> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: Entity::Task, uid, rev: after.rev, action }, &before, &after)?;
    index(write, &after)?;
    Ok(after)
}

/// Puts a task into the search index.
pub(crate) fn index(write: &Write<'_>, task: &Task) -> Result<()> {
    search::put(write, HitKind::Task, &task.uid, &task.title, &task.key, "")
}

/// Brings the search index up to a task that is not in the trash.
pub(crate) fn reindex(write: &Write<'_>, uid: &str) -> Result<()> {
    index(write, &get(write, uid)?)
}
