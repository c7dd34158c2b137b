//! What the schedule of a project is made of: its tasks with what they wait for, as little of each
//! as it takes, and the milestones of the plan in force. Must not know what is made of it.

use std::collections::HashSet;

use hisho_domain::forecast::PlannedTask;
use hisho_domain::plan::Milestone;
use hisho_domain::task::TaskStatus;
use hisho_domain::{Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::Result;
use crate::journal::{json, to_json, word};

/// The columns of a task, in the order in which [`planned`] reads them.
const PLANNED: &str =
    "t.uid, t.status, t.start_on, t.due_on, t.estimated_minutes, t.actual_minutes, p.uid, t.milestone_uid,
    (SELECT json_group_array(x.uid ORDER BY x.id) FROM task_dependencies j JOIN tasks x ON x.id = j.depends_on_id
     WHERE j.task_id = t.id AND x.deleted_at IS NULL)";

/// Whose tasks are planned.
#[derive(Debug, Clone, Copy)]
pub enum Project<'a> {
    /// Those of the project with this uid.
    Named(&'a str),
    /// Those of none.
    None,
}

/// The tasks of a project by position, and behind them those of others for which one of them waits,
/// or one of `also`, however long the way.
pub fn tasks(connection: &Connection, project: Project<'_>, also: &[&str]) -> Result<Vec<PlannedTask>> {
    let id: Option<i64> = match project {
        Project::None => None,
        Project::Named(uid) => connection
            .prepare_cached("SELECT id FROM workflows WHERE uid = ?1 AND deleted_at IS NULL")?
            .query_row([uid], |row| row.get(0))
            .optional()?
            .ok_or_else(|| Error::not_found(Entity::Project, uid))
            .map(Some)?,
    };
    let mut tasks = connection
        .prepare_cached(&format!(
            "SELECT {PLANNED} FROM tasks t LEFT JOIN tasks p ON p.id = t.parent_task_id
             WHERE t.workflow_id IS ?1 AND t.deleted_at IS NULL ORDER BY t.position, t.id"
        ))?
        .query_map([id], |row| Ok(planned(row, false)))?
        .map(|row| row?)
        .collect::<Result<Vec<_>>>()?;
    let own: HashSet<&str> = tasks.iter().map(|task| task.uid.as_str()).collect();
    let elsewhere: HashSet<&str> = tasks
        .iter()
        .flat_map(|task| task.depends_on.iter().map(String::as_str))
        .chain(also.iter().copied())
        .filter(|uid| !own.contains(uid))
        .collect();
    if !elsewhere.is_empty() {
        // What such a task is a part of, and its parts, have their say in when it is done. The few that are
        // needed come first, whatever the planner would think of a project that is not this one.
        let mut statement = connection.prepare_cached(&format!(
            "WITH RECURSIVE needed(id) AS (
               SELECT x.id FROM json_each(?1) j JOIN tasks x ON x.uid = j.value WHERE x.deleted_at IS NULL
               UNION SELECT j.depends_on_id FROM needed CROSS JOIN task_dependencies j ON j.task_id = needed.id
               UNION SELECT x.parent_task_id FROM needed CROSS JOIN tasks x ON x.id = needed.id WHERE x.parent_task_id IS NOT NULL
               UNION SELECT x.id FROM needed CROSS JOIN tasks x ON x.parent_task_id = needed.id)
             SELECT {PLANNED} FROM needed CROSS JOIN tasks t ON t.id = needed.id LEFT JOIN tasks p ON p.id = t.parent_task_id
             WHERE t.workflow_id IS NOT ?2 AND t.deleted_at IS NULL ORDER BY t.id"
        ))?;
        let rows = statement.query_map((to_json(&elsewhere)?, id), |row| Ok(planned(row, true)))?;
        let needed = rows.map(|row| row?).collect::<Result<Vec<_>>>()?;
        tasks.extend(needed);
    }
    Ok(tasks)
}

fn planned(row: &Row<'_>, is_elsewhere: bool) -> Result<PlannedTask> {
    Ok(PlannedTask {
        uid: row.get(0)?,
        status: word(row, 1, TaskStatus::parse)?,
        start_on: row.get(2)?,
        due_on: row.get(3)?,
        estimated_minutes: row.get(4)?,
        actual_minutes: row.get(5)?,
        parent_uid: row.get(6)?,
        milestone_uid: row.get(7)?,
        depends_on: json(row, 8)?,
        is_elsewhere,
    })
}

/// The milestones that the approved plan of a project has; none without one.
pub fn milestones_in_force(connection: &Connection, project_uid: &str) -> Result<Vec<Milestone>> {
    let found = connection
        .prepare_cached(
            "SELECT json_extract(v.timeline, '$.milestones') FROM workflows w JOIN plans p ON p.workflow_id = w.id
             JOIN plan_versions v ON v.id = p.in_force_version_id WHERE w.uid = ?1 AND p.deleted_at IS NULL LIMIT 1",
        )?
        .query_row([project_uid], |row| Ok(json(row, 0)))
        .optional()?;
    found.unwrap_or_else(|| Ok(Vec::new()))
}
