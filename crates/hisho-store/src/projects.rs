//! Projects (table `workflows`) and what is counted of their tasks.
//! Must not know plans beyond the link, or notes.

use std::collections::HashSet;

use hisho_domain::project::{ProjectChange, ProjectDetail, ProjectMove, ProjectStatus, ProjectSummary, ProjectType};
use hisho_domain::search::HitKind;
use hisho_domain::task::{Priority, project_key};
use hisho_domain::{Action, Entity, Error, Rule, check};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, to_json, word};
use crate::references::{self, Links};
use crate::{Journalled, Result, Write, mirror, search, tasks, time, trash};

/// The columns of a summary, in the order in which [`summary`] reads them. Counts are computed,
/// so they cannot drift.
const SUMMARY: &str =
    "w.uid, w.key, w.name, w.status, w.priority, s.total_tasks, s.completed_tasks, w.start_on, w.due_on, w.updated_at,
  (SELECT p.uid FROM plans p WHERE p.workflow_id = w.id AND p.deleted_at IS NULL LIMIT 1)";

/// The columns of a detail behind those of its summary.
const DETAIL: &str = "w.rev, w.description, w.success_criteria, w.workflow_type, m.uid,
  (SELECT json_group_array(x.uid ORDER BY x.id) FROM workflow_participants j JOIN ai_assistants x ON x.id = j.assistant_id
   WHERE j.workflow_id = w.id),
  (SELECT json_group_array(x.uid ORDER BY x.id) FROM workflow_dependencies j JOIN workflows x ON x.id = j.depends_on_id
   WHERE j.workflow_id = w.id),
  w.estimated_minutes, w.actual_minutes, s.avg_task_hours, w.started_at, w.completed_at, w.created_at";

const FROM: &str = "FROM workflows w JOIN workflow_summary s ON s.id = w.id LEFT JOIN teams m ON m.id = w.team_id";

const PARTICIPANTS: Links = Links {
    table: "workflow_participants",
    of: "workflow_id",
    to: "assistant_id",
    target: "ai_assistants",
    field: "participants",
    acyclic: false,
};
const PREREQUISITES: Links = Links {
    table: "workflow_dependencies",
    of: "workflow_id",
    to: "depends_on_id",
    target: "workflows",
    field: "depends_on",
    acyclic: true,
};

/// Projects that are not in the trash, the latest changed first.
pub fn list(connection: &Connection) -> Result<Vec<ProjectSummary>> {
    collect(
        connection,
        &format!("SELECT {SUMMARY} {FROM} WHERE w.deleted_at IS NULL ORDER BY w.updated_at DESC, w.id DESC"),
        [],
    )
}

/// Those of one status.
pub fn of_status(connection: &Connection, status: ProjectStatus) -> Result<Vec<ProjectSummary>> {
    let sql = format!(
        "SELECT {SUMMARY} {FROM} WHERE w.status = ?1 AND w.deleted_at IS NULL ORDER BY w.updated_at DESC, w.id DESC"
    );
    collect(connection, &sql, [status.as_str()])
}

fn collect(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<ProjectSummary>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| Ok(summary(row)))?;
    rows.map(|row| row?).collect()
}

fn summary(row: &Row<'_>) -> Result<ProjectSummary> {
    Ok(ProjectSummary {
        uid: row.get(0)?,
        key: row.get(1)?,
        title: row.get(2)?,
        status: word(row, 3, ProjectStatus::parse)?,
        priority: word(row, 4, Priority::parse)?,
        tasks: row.get(5)?,
        completed_tasks: row.get(6)?,
        start_on: row.get(7)?,
        due_on: row.get(8)?,
        updated_at: row.get(9)?,
        plan_uid: row.get(10)?,
    })
}

fn detail(row: &Row<'_>) -> Result<ProjectDetail> {
    let summary = summary(row)?;
    Ok(ProjectDetail {
        moves: summary.status.moves(),
        summary,
        rev: row.get(11)?,
        description: row.get(12)?,
        criteria: json(row, 13)?,
        project_type: word(row, 14, ProjectType::parse)?,
        team_uid: row.get(15)?,
        participants: json(row, 16)?,
        depends_on: json(row, 17)?,
        estimated_minutes: row.get(18)?,
        actual_minutes: row.get(19)?,
        average_task_hours: row.get(20)?,
        started_at: row.get(21)?,
        completed_at: row.get(22)?,
        created_at: row.get(23)?,
        task_list: Vec::new(),
        note_path: None,
    })
}

/// A project with its tasks; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<ProjectDetail> {
    let mut detail = without_tasks(connection, uid)?;
    detail.task_list = tasks::of_project(connection, uid)?;
    Ok(detail)
}

/// A project with an empty list of tasks.
pub fn without_tasks(connection: &Connection, uid: &str) -> Result<ProjectDetail> {
    let mut detail = connection
        .prepare_cached(&format!("SELECT {SUMMARY}, {DETAIL} {FROM} WHERE w.uid = ?1 AND w.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(detail(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Project, uid))??;
    detail.note_path = mirror::path_of(connection, Entity::Project, uid)?;
    Ok(detail)
}

/// Begins a project as a draft, under a key of its own when one is given, and gives its uid.
pub fn create(write: &Write<'_>, key: Option<&str>, change: &ProjectChange) -> Result<String> {
    let uid = time::new_uid();
    let title = change.title.as_deref().ok_or_else(|| Error::invalid("title", Rule::Required))?;
    // Keys of projects in the trash count too: they may come back.
    let taken = |key: &str| {
        let mut found = write.prepare_cached("SELECT EXISTS (SELECT 1 FROM workflows WHERE key = ?1)")?;
        found.query_row([key], |row| row.get::<_, bool>(0))
    };
    let key = match key {
        Some(key) if taken(key)? => {
            return Err(Error::refused("name_taken", serde_json::json!({ "field": "key", "name": key })).into());
        }
        Some(key) => key.to_owned(),
        None => {
            let stem = project_key(title, |_| false);
            let used = write
                .prepare_cached("SELECT key FROM workflows WHERE key >= ?1 AND key < ?1 || ':'")?
                .query_map([stem.trim_end_matches(|c: char| c.is_ascii_digit())], |row| row.get(0))?
                .collect::<rusqlite::Result<HashSet<String>>>()?;
            project_key(title, |key| used.contains(key))
        }
    };
    write.execute(
        "INSERT INTO workflows (uid, key, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        (&uid, key, title, &write.at),
    )?;
    let bare = without_tasks(write, &uid)?;
    let after = changed(write, &bare, change)?;
    put(write, &bare, &after)?;
    journal(write, &uid, Action::Create, None, change.reason.as_deref())?;
    Ok(uid)
}

/// Changes some fields. With `rev` a lost race is an error; without, as for what a plan says, the
/// newest row is changed. Nothing is written when nothing differs.
pub fn update(write: &Write<'_>, uid: &str, rev: Option<i64>, change: &ProjectChange) -> Result<()> {
    let before = opened(write, uid, rev)?;
    let after = changed(write, &before, change)?;
    replace(write, &before, after, change.reason.as_deref())
}

/// Moves a project along. Its first start and its end are recorded, and how long it took:
/// what the person says, else what was said before, else the time between the two.
pub fn set_status(
    write: &Write<'_>,
    uid: &str,
    rev: Option<i64>,
    step: ProjectMove,
    reason: Option<&str>,
) -> Result<()> {
    let before = opened(write, uid, rev)?;
    let status = before.summary.status.after(step)?;
    let mut after = before.clone();
    after.summary.status = status;
    after.completed_at = status.is_closed().then(|| write.at.clone());
    if status == ProjectStatus::Active && after.started_at.is_none() {
        after.started_at = Some(write.at.clone());
    }
    if status == ProjectStatus::Completed && after.actual_minutes.is_none() {
        after.actual_minutes = after.started_at.as_deref().and_then(|start| time::minutes_between(start, &write.at));
    }
    replace(write, &before, after, reason)
}

fn opened(write: &Write<'_>, uid: &str, rev: Option<i64>) -> Result<ProjectDetail> {
    let before = without_tasks(write, uid)?;
    if rev.is_some_and(|rev| rev != before.rev) {
        return Err(Error::stale(Entity::Project).into());
    }
    Ok(before)
}

/// The project as it would be after a change that the rest of the database allows.
fn changed(write: &Write<'_>, before: &ProjectDetail, change: &ProjectChange) -> Result<ProjectDetail> {
    let mut after = before.clone();
    let summary = &mut after.summary;
    summary.title = change.title.clone().unwrap_or_else(|| summary.title.clone());
    summary.priority = change.priority.unwrap_or(summary.priority);
    summary.start_on = change.start_on.clone().unwrap_or_else(|| summary.start_on.clone());
    summary.due_on = change.due_on.clone().unwrap_or_else(|| summary.due_on.clone());
    check::span("due_on", summary.start_on.as_deref(), summary.due_on.as_deref())?;
    after.description = change.description.clone().unwrap_or(after.description);
    after.criteria = change.criteria.clone().unwrap_or(after.criteria);
    after.project_type = change.project_type.unwrap_or(after.project_type);
    after.team_uid = change.team_uid.clone().unwrap_or(after.team_uid);
    after.estimated_minutes = change.estimated_minutes.unwrap_or(after.estimated_minutes);
    after.actual_minutes = change.actual_minutes.unwrap_or(after.actual_minutes);
    after.participants = references::listed(&before.participants, change.participants.as_ref());
    after.depends_on = references::listed(&before.depends_on, change.depends_on.as_ref());
    if after.team_uid != before.team_uid {
        references::optional_row(write, "teams", "team_uid", after.team_uid.as_deref())?;
    }
    Ok(after)
}

/// Writes what became of a project, unless nothing did.
fn replace(write: &Write<'_>, before: &ProjectDetail, after: ProjectDetail, reason: Option<&str>) -> Result<()> {
    if after == *before {
        return Ok(());
    }
    put(write, before, &ProjectDetail { rev: before.rev + 1, ..after })?;
    journal(write, &before.summary.uid, Action::Update, Some(before), reason)
}

fn put(write: &Write<'_>, before: &ProjectDetail, after: &ProjectDetail) -> Result<()> {
    let summary = &after.summary;
    let id: i64 = write
        .prepare_cached(
            "UPDATE workflows SET rev = ?2, updated_at = ?3, name = ?4, status = ?5, priority = ?6, start_on = ?7, due_on = ?8,
             description = ?9, success_criteria = ?10, workflow_type = ?11, team_id = (SELECT id FROM teams WHERE uid = ?12),
             estimated_minutes = ?13, actual_minutes = ?14, started_at = ?15, completed_at = ?16 WHERE uid = ?1 RETURNING id",
        )?
        .query_row(
            rusqlite::params![
                &summary.uid,
                after.rev,
                &write.at,
                &summary.title,
                summary.status.as_str(),
                summary.priority.as_str(),
                &summary.start_on,
                &summary.due_on,
                &after.description,
                to_json(&after.criteria)?,
                after.project_type.as_str(),
                &after.team_uid,
                after.estimated_minutes,
                after.actual_minutes,
                &after.started_at,
                &after.completed_at,
            ],
            |row| row.get(0),
        )?;
    if after.participants != before.participants {
        PARTICIPANTS.set(write, id, &after.participants)?;
    }
    if after.depends_on != before.depends_on {
        PREREQUISITES.set(write, id, &after.depends_on)?;
    }
    Ok(())
}

/// Puts it into the trash with its tasks, under one stamp; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, Entity::Project, uid, rev)
}

/// Takes it out of the trash with the tasks that went there together with it.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<()> {
    trash::restore(write, Entity::Project, uid, rev, None).map(drop)
}

pub(crate) fn journal(
    write: &Write<'_>,
    uid: &str,
    action: Action,
    before: Option<&ProjectDetail>,
    reason: Option<&str>,
) -> Result<()> {
    // Tasks have rows of their own in the journal.
    let after = without_tasks(write, uid)?;
    write.journal_because(
        Journalled { entity: Entity::Project, uid, rev: after.rev, action },
        reason,
        &before,
        &after,
    )?;
    index(write, &after)
}

/// Brings the search index up to a project that is not in the trash.
pub(crate) fn reindex(write: &Write<'_>, uid: &str) -> Result<()> {
    index(write, &without_tasks(write, uid)?)
}

/// Puts a project into the search index.
pub(crate) fn index(write: &Write<'_>, project: &ProjectDetail) -> Result<()> {
    let body = format!("{}\n{}", project.description, project.criteria.join("\n"));
    search::put(write, HitKind::Project, &project.summary.uid, &project.summary.title, &project.summary.key, &body)
}
