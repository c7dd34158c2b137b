//! Finding tasks over all projects, and the questions that are kept under a name.
//! Must not know what a question looks like on a screen.

use hisho_domain::task::Task;
use hisho_domain::task_filter::{SavedFilter, TaskFilter, TaskOrder, TaskPage, TaskSort};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::journal::{json, to_json};
use crate::{Journalled, Result, Write, tasks, time};

/// The tasks `t` that are meant, of projects `w`.
const MEANT: &str =
    "FROM tasks t LEFT JOIN workflows w ON w.id = t.workflow_id LEFT JOIN ai_assistants a ON a.id = t.assistant_id
  WHERE t.deleted_at IS NULL AND w.deleted_at IS NULL
  AND (:statuses IS NULL OR t.status IN (SELECT value FROM json_each(:statuses)))
  AND (:priorities IS NULL OR t.priority IN (SELECT value FROM json_each(:priorities)))
  AND (:assistants IS NULL OR coalesce(a.uid, '') IN (SELECT value FROM json_each(:assistants)))
  AND (:projects IS NULL OR coalesce(w.uid, '') IN (SELECT value FROM json_each(:projects)))
  AND (:labels IS NULL OR EXISTS (SELECT 1 FROM task_labels j JOIN labels x ON x.id = j.label_id
    WHERE j.task_id = t.id AND x.uid IN (SELECT value FROM json_each(:labels))))
  AND (:due_from IS NULL OR t.due_on >= :due_from) AND (:due_until IS NULL OR t.due_on <= :due_until)
  AND (:has_due IS NULL OR (t.due_on IS NOT NULL) = :has_due)
  AND (:text IS NULL OR t.uid IN (SELECT e.ref FROM search_index i JOIN search_entries e ON e.id = i.rowid
    WHERE search_index MATCH :text AND i.rowid < (1 << 32) AND e.kind = 'task'))";

/// What is asked for, as SQL takes it.
struct Asked {
    statuses: Option<String>,
    priorities: Option<String>,
    assistants: Option<String>,
    projects: Option<String>,
    labels: Option<String>,
    text: Option<String>,
}

impl Asked {
    fn of(filter: &TaskFilter) -> Result<Asked> {
        fn list<T: serde::Serialize>(entries: &[T]) -> Result<Option<String>> {
            if entries.is_empty() { Ok(None) } else { to_json(&entries).map(Some) }
        }
        let or_none =
            |uids: &[Option<String>]| uids.iter().map(|uid| uid.clone().unwrap_or_default()).collect::<Vec<_>>();
        Ok(Asked {
            statuses: list(&filter.statuses)?,
            priorities: list(&filter.priorities)?,
            assistants: list(&or_none(&filter.assistant_uids))?,
            projects: list(&or_none(&filter.project_uids))?,
            labels: list(&filter.label_uids)?,
            text: filter.expression(),
        })
    }
}

/// The tasks that are meant, at most `limit` of them behind the first `offset`, and how many there are.
pub fn find(connection: &Connection, filter: &TaskFilter, sort: TaskSort, offset: i64, limit: i64) -> Result<TaskPage> {
    let asked = Asked::of(filter)?;
    let sql = format!("SELECT t.uid, count(*) OVER () {MEANT} ORDER BY {} LIMIT :limit OFFSET :offset", order(sort));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut page = |offset: i64, limit: i64| -> Result<(Vec<String>, i64)> {
        let mut rows = statement.query(named_params! {
            ":statuses": asked.statuses, ":priorities": asked.priorities, ":assistants": asked.assistants,
            ":projects": asked.projects, ":labels": asked.labels, ":text": asked.text,
            ":due_from": filter.due_from, ":due_until": filter.due_until, ":has_due": filter.has_due,
            ":offset": offset, ":limit": limit,
        })?;
        let (mut uids, mut total) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            uids.push(row.get(0)?);
            total = row.get(1)?;
        }
        Ok((uids, total))
    };
    let (uids, mut total) = page(offset, limit)?;
    if uids.is_empty() && offset > 0 {
        // Behind the last no row says how many there are.
        total = page(0, 1)?.1;
    }
    let tasks = uids.iter().map(|uid| tasks::get(connection, uid)).collect::<Result<Vec<Task>>>()?;
    Ok(TaskPage { tasks, total })
}

/// The SQL of an order. Tasks without a value come last either way, of equals the older first.
fn order(sort: TaskSort) -> String {
    let value = match sort.by {
        TaskOrder::Due => "t.due_on",
        TaskOrder::Priority => "instr('low medium high urgent', t.priority)",
        TaskOrder::Status => "instr('pending assigned in_progress review blocked completed cancelled', t.status)",
        TaskOrder::Title => "t.name COLLATE NOCASE",
        TaskOrder::Project => "w.name COLLATE NOCASE",
        TaskOrder::Created => "t.created_at",
        TaskOrder::Updated => "t.updated_at",
    };
    format!("{value} {} NULLS LAST, t.id", if sort.descending { "DESC" } else { "ASC" })
}

const FILTER: &str = "SELECT uid, rev, name, filter, sort FROM task_filters";

fn filter(row: &Row<'_>) -> Result<SavedFilter> {
    Ok(SavedFilter {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        filter: json(row, 3)?,
        sort: json(row, 4)?,
    })
}

/// The questions that are kept, by name.
pub fn list(connection: &Connection) -> Result<Vec<SavedFilter>> {
    let mut statement = connection.prepare_cached(&format!("{FILTER} ORDER BY name"))?;
    let rows = statement.query_map([], |row| Ok(filter(row)))?;
    rows.map(|row| row?).collect()
}

/// A question that is kept.
pub fn get(connection: &Connection, uid: &str) -> Result<SavedFilter> {
    connection
        .prepare_cached(&format!("{FILTER} WHERE uid = ?1"))?
        .query_row([uid], |row| Ok(filter(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Filter, uid))?
}

fn opened(write: &Write<'_>, uid: &str, rev: i64) -> Result<SavedFilter> {
    let before = get(write, uid)?;
    if before.rev == rev { Ok(before) } else { Err(Error::stale(Entity::Filter).into()) }
}

/// Keeps a question under a name, or another in the place of the one with this uid at this revision.
pub fn save(
    write: &Write<'_>,
    known: Option<(&str, i64)>,
    name: &str,
    filter: &TaskFilter,
    sort: TaskSort,
) -> Result<SavedFilter> {
    let before = known.map(|(uid, rev)| opened(write, uid, rev)).transpose()?;
    let uid = before.as_ref().map_or_else(time::new_uid, |before| before.uid.clone());
    let taken: bool = write
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM task_filters WHERE name = ?1 AND uid <> ?2)")?
        .query_row((name, &uid), |row| row.get(0))?;
    if taken {
        return Err(Error::name_taken(name).into());
    }
    if let Some(before) = &before
        && (before.name.as_str(), &before.filter, before.sort) == (name, filter, sort)
    {
        return Ok(before.clone());
    }
    write
        .prepare_cached(
            "INSERT INTO task_filters (uid, name, filter, sort, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
             ON CONFLICT (uid) DO UPDATE SET name = excluded.name, filter = excluded.filter, sort = excluded.sort,
             rev = rev + 1, updated_at = excluded.updated_at",
        )?
        .execute((&uid, name, to_json(filter)?, to_json(&sort)?, &write.at))?;
    let after = get(write, &uid)?;
    let action = if before.is_some() { Action::Update } else { Action::Create };
    write.journal(Journalled { entity: Entity::Filter, uid: &uid, rev: after.rev, action }, &before, &after)?;
    Ok(after)
}

/// Forgets a question; gives the revision it would have. Undoing brings it back.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let before = opened(write, uid, rev)?;
    write.prepare_cached("DELETE FROM task_filters WHERE uid = ?1")?.execute([uid])?;
    let change = Journalled { entity: Entity::Filter, uid, rev: rev + 1, action: Action::Delete };
    write.journal(change, &before, &())?;
    Ok(rev + 1)
}
