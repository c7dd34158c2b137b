//! Tasks: their rows, their numbers (given once, never again) and what they depend on. Their
//! history is the journal. Must not know notes.

use std::collections::HashMap;

use hisho_domain::search::HitKind;
use hisho_domain::task::{Priority, Task, TaskStatus, TaskType};
pub use hisho_domain::task_change::TaskChange;
use hisho_domain::{Action, Entity, Error, Rule, check};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, word};
use crate::references::{self, Links};
use crate::{Journalled, Result, Write, boards, order, recurring, search, time, trash};

/// The columns of a task, in the order in which [`task`] reads them. The key is made of the
/// project's, so it follows it.
const TASK: &str = "t.uid, t.rev, t.number, coalesce(w.key, 'T') || '-' || t.number, t.name, t.description, t.task_type, \
     t.status, t.priority, a.uid, t.start_on, t.due_on, t.estimated_minutes, t.actual_minutes, p.uid, t.milestone_uid, \
     (SELECT json_group_array(x.uid ORDER BY x.id) FROM task_labels j JOIN labels x ON x.id = j.label_id WHERE j.task_id = t.id), \
     (SELECT json_group_array(x.uid ORDER BY x.id) FROM task_dependencies j JOIN tasks x ON x.id = j.depends_on_id WHERE j.task_id = t.id), \
     (SELECT count(*) FROM task_dependencies j JOIN tasks x ON x.id = j.depends_on_id \
      WHERE j.task_id = t.id AND x.deleted_at IS NULL AND x.status NOT IN ('completed','cancelled')), \
     w.uid, w.name, c.uid, t.position, t.started_at, t.completed_at, t.created_at, t.updated_at, t.recurrence, \
     (SELECT json_group_array(json_object('uid', x.uid, 'text', x.body, 'is_done', json(iif(x.is_done, 'true', 'false'))) ORDER BY x.position) \
      FROM checklist_items x WHERE x.task_id = t.id), \
     (SELECT s.path FROM task_sources s WHERE s.task_id = t.id) \
     FROM tasks t LEFT JOIN workflows w ON w.id = t.workflow_id LEFT JOIN ai_assistants a ON a.id = t.assistant_id \
     LEFT JOIN tasks p ON p.id = t.parent_task_id LEFT JOIN board_columns c ON c.id = t.board_column_id";

/// Every task but those in the trash, or in a project that is.
const LIVE: &str = "t.deleted_at IS NULL AND w.deleted_at IS NULL";

const LABELS: Links =
    Links { table: "task_labels", of: "task_id", to: "label_id", target: "labels", field: "labels", acyclic: false };
const PREREQUISITES: Links = Links {
    table: "task_dependencies",
    of: "task_id",
    to: "depends_on_id",
    target: "tasks",
    field: "depends_on",
    acyclic: true,
};

/// What a new task is made of.
#[derive(Debug, Clone, Default)]
pub struct NewTask<'a> {
    /// The project it belongs to.
    pub project_uid: Option<&'a str>,
    /// The milestone of the plan it came of.
    pub milestone_uid: Option<&'a str>,
    /// The approval of which it is a condition.
    pub approval_uid: Option<&'a str>,
    /// Everything else; without a title it is refused.
    pub fields: TaskChange,
}

fn task(row: &Row<'_>) -> Result<Task> {
    Ok(Task {
        uid: row.get(0)?,
        rev: row.get(1)?,
        number: row.get(2)?,
        key: row.get(3)?,
        title: row.get(4)?,
        description: row.get(5)?,
        task_type: word(row, 6, TaskType::parse)?,
        status: word(row, 7, TaskStatus::parse)?,
        priority: word(row, 8, Priority::parse)?,
        assistant_uid: row.get(9)?,
        start_on: row.get(10)?,
        due_on: row.get(11)?,
        estimated_minutes: row.get(12)?,
        actual_minutes: row.get(13)?,
        parent_uid: row.get(14)?,
        milestone_uid: row.get(15)?,
        labels: json(row, 16)?,
        depends_on: json(row, 17)?,
        open_prerequisites: row.get(18)?,
        project_uid: row.get(19)?,
        project_title: row.get(20)?,
        column_uid: row.get(21)?,
        position: row.get(22)?,
        started_at: row.get(23)?,
        completed_at: row.get(24)?,
        created_at: row.get(25)?,
        updated_at: row.get(26)?,
        recurrence: row.get(27)?,
        checklist: json(row, 28)?,
        source_path: row.get(29)?,
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

/// The tasks without a project by position, at most `limit` of them behind `after`.
pub fn without_project(connection: &Connection, after: Option<i64>, limit: i64) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {TASK} WHERE t.workflow_id IS NULL AND t.position > ?1 AND t.deleted_at IS NULL ORDER BY t.position LIMIT ?2"
    );
    collect(connection, &sql, (after.unwrap_or(i64::MIN), limit))
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
    let project = references::optional_row(write, "workflows", "project_uid", new.project_uid)?;
    let number = next_number(write, project)?;
    let uid = time::new_uid();
    let title = new.fields.title.as_deref().ok_or_else(|| Error::invalid("title", Rule::Required))?;
    let position = order::last(write, project)?;
    write
        .prepare_cached(
            "INSERT INTO tasks (uid, workflow_id, milestone_uid, number, name, position, created_at, updated_at, approval_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, (SELECT id FROM plan_approvals WHERE uid = ?8))",
        )?
        .execute((&uid, project, new.milestone_uid, number, title, position, &write.at, new.approval_uid))?;
    let bare = get(write, &uid)?;
    let after = changed(write, &bare, &new.fields)?;
    // What was just inserted is filled in under its first revision.
    put(write, &bare, &Task { rev: 1, ..after })?;
    journal(write, &uid, Action::Create, None, new.fields.reason.as_deref())
}

/// The tasks that came of milestones in a project, by the milestone; None for one in the trash.
pub fn by_milestone(connection: &Connection, project_uid: &str) -> Result<HashMap<String, Option<String>>> {
    let mut statement = connection.prepare_cached(
        "SELECT t.milestone_uid, CASE WHEN t.deleted_at IS NULL THEN t.uid END FROM tasks t
         JOIN workflows w ON w.id = t.workflow_id WHERE w.uid = ?1 AND t.milestone_uid IS NOT NULL",
    )?;
    let rows = statement.query_map([project_uid], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The number of the next task of a project, or of none, which is then given.
pub(crate) fn next_number(write: &Write<'_>, project: Option<i64>) -> Result<i64> {
    let number = match project {
        Some(id) => write
            .prepare_cached("UPDATE workflows SET next_task_number = next_task_number + 1 WHERE id = ?1 RETURNING next_task_number - 1")?
            .query_row([id], |row| row.get(0))?,
        None => write
            .prepare_cached(
                "INSERT INTO counters (name, next) VALUES ('task', 2)
                 ON CONFLICT (name) DO UPDATE SET next = next + 1 RETURNING next - 1",
            )?
            .query_row([], |row| row.get(0))?,
    };
    Ok(number)
}

/// Changes some fields. With `rev` a lost race is an error; without, as for an edit in a note,
/// the newest row is changed. Nothing is written when nothing differs.
pub fn update(write: &Write<'_>, uid: &str, rev: Option<i64>, change: &TaskChange) -> Result<Task> {
    let before = opened(write, uid, rev)?;
    let after = changed(write, &before, change)?;
    replace(write, before, after, change.reason.as_deref())
}

pub(crate) fn opened(write: &Write<'_>, uid: &str, rev: Option<i64>) -> Result<Task> {
    let before = get(write, uid)?;
    if rev.is_some_and(|rev| rev != before.rev) {
        return Err(Error::stale(Entity::Task).into());
    }
    Ok(before)
}

/// The task as it would be after a change that the rest of the database allows.
fn changed(write: &Write<'_>, before: &Task, change: &TaskChange) -> Result<Task> {
    let assistant_uid = change.assistant_uid.clone().unwrap_or_else(|| before.assistant_uid.clone());
    if assistant_uid != before.assistant_uid {
        references::optional_row(write, "ai_assistants", "assistant_uid", assistant_uid.as_deref())?;
    }
    let parent_uid = change.parent_uid.clone().unwrap_or_else(|| before.parent_uid.clone());
    if let Some(parent) = parent_uid.as_deref().filter(|_| parent_uid != before.parent_uid) {
        check_parent(write, before, parent)?;
    }
    let mut after = Task {
        title: change.title.clone().unwrap_or_else(|| before.title.clone()),
        description: change.description.clone().unwrap_or_else(|| before.description.clone()),
        task_type: change.task_type.unwrap_or(before.task_type),
        priority: change.priority.unwrap_or(before.priority),
        start_on: change.start_on.clone().unwrap_or_else(|| before.start_on.clone()),
        due_on: change.due_on.clone().unwrap_or_else(|| before.due_on.clone()),
        estimated_minutes: change.estimated_minutes.unwrap_or(before.estimated_minutes),
        actual_minutes: change.actual_minutes.unwrap_or(before.actual_minutes),
        labels: references::listed(&before.labels, change.labels.as_ref()),
        depends_on: references::listed(&before.depends_on, change.depends_on.as_ref()),
        recurrence: change.recurrence.clone().unwrap_or_else(|| before.recurrence.clone()),
        assistant_uid,
        parent_uid,
        ..before.clone()
    };
    check::span("due_on", after.start_on.as_deref(), after.due_on.as_deref())?;
    let status = change.status.or(match (before.status, &before.assistant_uid, &after.assistant_uid) {
        // Somebody has it now, or nobody any more.
        (TaskStatus::Pending, None, Some(_)) => Some(TaskStatus::Assigned),
        (TaskStatus::Assigned, Some(_), None) => Some(TaskStatus::Pending),
        _ => None,
    });
    if after.depends_on != before.depends_on {
        // Before the status, which may depend on them.
        PREREQUISITES.set(write, row(write, &before.uid)?, &after.depends_on)?;
    }
    if let Some(status) = status {
        after = with_status(write, before, after, status)?;
        if after.status != before.status && after.column_uid.is_some() {
            after.column_uid = boards::follow(write, &after)?;
        }
    }
    Ok(after)
}

/// A part belongs to the project of the whole, and the whole is no part of it.
fn check_parent(connection: &Connection, part: &Task, parent: &str) -> Result<()> {
    let id = references::row(connection, "tasks", "parent_uid", parent)?;
    if get(connection, parent)?.project_uid != part.project_uid {
        return Err(Error::refused("other_project", serde_json::json!({ "field": "parent_uid" })).into());
    }
    let within: bool = connection
        .prepare_cached(
            "WITH RECURSIVE above(id) AS (
               SELECT ?1 UNION SELECT t.parent_task_id FROM tasks t JOIN above ON t.id = above.id WHERE t.parent_task_id IS NOT NULL)
             SELECT EXISTS (SELECT 1 FROM above JOIN tasks t ON t.id = above.id WHERE t.uid = ?2)",
        )?
        .query_row((id, &part.uid), |row| row.get(0))?;
    if within { Err(Error::invalid("parent_uid", Rule::Cycle).into()) } else { Ok(()) }
}

/// `after` in another status, with the times that belong to it. What waits for something open
/// does not begin.
pub(crate) fn with_status(connection: &Connection, before: &Task, after: Task, status: TaskStatus) -> Result<Task> {
    if status == before.status {
        return Ok(after);
    }
    if status.is_begun() && !before.status.is_begun() {
        let open = open_prerequisites(connection, &before.uid)?;
        if !open.is_empty() {
            let params = serde_json::json!({ "field": "status", "open": open });
            return Err(Error::refused("open_prerequisites", params).into());
        }
    }
    Ok(Task { status, ..after })
}

/// The keys of what has to be done before.
fn open_prerequisites(connection: &Connection, uid: &str) -> Result<Vec<String>> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(w.key, 'T') || '-' || x.number FROM tasks t JOIN task_dependencies j ON j.task_id = t.id
             JOIN tasks x ON x.id = j.depends_on_id LEFT JOIN workflows w ON w.id = x.workflow_id
             WHERE t.uid = ?1 AND x.deleted_at IS NULL AND x.status NOT IN ('completed','cancelled') ORDER BY x.id LIMIT 20",
        )?
        .query_map([uid], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn row(connection: &Connection, uid: &str) -> Result<i64> {
    Ok(connection.prepare_cached("SELECT id FROM tasks WHERE uid = ?1")?.query_row([uid], |row| row.get(0))?)
}

/// Writes what became of a task, unless nothing did. One that recurs and is done now comes again, and
/// hands its rule on.
pub(crate) fn replace(write: &Write<'_>, before: Task, mut after: Task, reason: Option<&str>) -> Result<Task> {
    if after == before {
        return Ok(before);
    }
    let is_done_now = after.status == TaskStatus::Completed && before.status != TaskStatus::Completed;
    let next = if is_done_now { recurring::next(&after) } else { None };
    let rule = next.as_ref().and_then(|_| after.recurrence.take());
    put(write, &before, &Task { rev: before.rev + 1, ..after })?;
    let after = journal(write, &before.uid, Action::Update, Some(&before), reason)?;
    if let (Some(next), Some(rule)) = (next, rule) {
        recurring::begin(write, &before, &rule, &next)?;
    }
    Ok(after)
}

fn put(write: &Write<'_>, before: &Task, after: &Task) -> Result<()> {
    let id = row(write, &before.uid)?;
    let now = Some(write.at.clone());
    let entered = |status: TaskStatus| after.status == status && before.status != status;
    let started_at = match after.status {
        TaskStatus::InProgress | TaskStatus::Review => after.started_at.clone().or(now.clone()),
        _ => after.started_at.clone(),
    };
    let completed_at = match after.status {
        TaskStatus::Completed if entered(TaskStatus::Completed) => now,
        TaskStatus::Completed => after.completed_at.clone(),
        _ => None,
    };
    write
        .prepare_cached(
            "UPDATE tasks SET rev = ?2, updated_at = ?3, name = ?4, description = ?5, task_type = ?6, status = ?7, priority = ?8,
             assistant_id = (SELECT id FROM ai_assistants WHERE uid = ?9), start_on = ?10, due_on = ?11,
             estimated_minutes = ?12, actual_minutes = ?13, parent_task_id = (SELECT id FROM tasks WHERE uid = ?14),
             board_column_id = (SELECT id FROM board_columns WHERE uid = ?15), position = ?16, started_at = ?17,
             completed_at = ?18, recurrence = ?19 WHERE id = ?1",
        )?
        .execute(rusqlite::params![
            id,
            after.rev,
            &write.at,
            &after.title,
            &after.description,
            after.task_type.as_str(),
            after.status.as_str(),
            after.priority.as_str(),
            &after.assistant_uid,
            &after.start_on,
            &after.due_on,
            after.estimated_minutes,
            after.actual_minutes,
            &after.parent_uid,
            &after.column_uid,
            after.position,
            started_at,
            completed_at,
            &after.recurrence,
        ])?;
    if after.labels != before.labels {
        LABELS.set(write, id, &after.labels)?;
    }
    Ok(())
}

/// Puts it into the trash with every task that is a part of it; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, Entity::Task, uid, rev)
}

/// Takes it out of the trash with what went there together with it.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Task> {
    trash::restore(write, Entity::Task, uid, rev, None)?;
    get(write, uid)
}

pub(crate) fn journal(
    write: &Write<'_>,
    uid: &str,
    action: Action,
    before: Option<&Task>,
    reason: Option<&str>,
) -> Result<Task> {
    let after = get(write, uid)?;
    write.journal_because(Journalled { entity: Entity::Task, uid, rev: after.rev, action }, reason, &before, &after)?;
    index(write, &after)?;
    Ok(after)
}

/// Puts a task into the search index.
pub(crate) fn index(write: &Write<'_>, task: &Task) -> Result<()> {
    search::put(write, HitKind::Task, &task.uid, &task.title, &task.key, &task.description)
}

/// Brings the search index up to a task that is not in the trash.
pub(crate) fn reindex(write: &Write<'_>, uid: &str) -> Result<()> {
    index(write, &get(write, uid)?)
}
