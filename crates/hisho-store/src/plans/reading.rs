//! Plans as they are read: in lists, and whole with their versions and what was said of them.
//! Must not know how they change.

use std::collections::HashMap;

use hisho_domain::plan::{
    ConditionTask, Decision, DecisionAction, PlanContent, PlanDetail, PlanDiscussion, PlanProject, PlanStatus,
    PlanSummary, PlanVersion,
};
use hisho_domain::task::TaskStatus;
use hisho_domain::{ActorKind, Author, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use super::Timeline;
use crate::journal::{json, word};
use crate::{Result, mirror};

/// The columns of a version, in the order in which [`version`] reads them.
const VERSION: &str = "v.version_number, v.status, v.title, v.objective, v.scope, v.timeline, v.success_criteria, \
     v.content_hash, v.change_summary, v.created_at, v.author_kind, a.uid, a.name, v.description, v.resources, \
     v.risk_assessment, v.notes, v.from_version";

/// Plans that are not in the trash, the latest changed first; those of one status when given.
pub fn list(connection: &Connection, status: Option<PlanStatus>) -> Result<Vec<PlanSummary>> {
    match status {
        None => collect(connection, "p.deleted_at IS NULL", []),
        Some(status) => collect(connection, "v.status = ?1 AND p.deleted_at IS NULL", [status.as_str()]),
    }
}

/// Plans that wait for the person's decision, the latest changed first.
pub fn waiting(connection: &Connection) -> Result<Vec<PlanSummary>> {
    collect(connection, "v.status IN ('submitted','under_review') AND p.deleted_at IS NULL", [])
}

fn collect(connection: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Vec<PlanSummary>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {VERSION}, p.uid, p.updated_at, w.uid, f.version_number
         FROM plans p JOIN plan_versions v ON v.id = p.newest_version_id
         LEFT JOIN plan_versions f ON f.id = p.in_force_version_id
         LEFT JOIN ai_assistants a ON a.id = v.assistant_id
         LEFT JOIN workflows w ON w.id = p.workflow_id AND w.deleted_at IS NULL
         WHERE {which} ORDER BY p.updated_at DESC, p.id DESC"
    ))?;
    let rows = statement.query_map(params, |row| Ok(summary(row)))?;
    rows.map(|row| row?).collect()
}

fn summary(row: &Row<'_>) -> Result<PlanSummary> {
    let version = version(row)?;
    Ok(PlanSummary {
        uid: row.get(18)?,
        title: version.content.title,
        status: version.status,
        version: version.number,
        updated_at: row.get(19)?,
        start_on: version.content.start_on,
        due_on: version.content.due_on,
        milestones: version.content.milestones.len(),
        author: version.author,
        project_uid: row.get(20)?,
        approved_version: row.get(21)?,
    })
}

fn version(row: &Row<'_>) -> Result<PlanVersion> {
    let timeline: Timeline = json(row, 5)?;
    Ok(PlanVersion {
        number: row.get(0)?,
        status: word(row, 1, PlanStatus::parse)?,
        content: PlanContent {
            title: row.get(2)?,
            objective: row.get(3)?,
            scope: row.get(4)?,
            start_on: timeline.start_on,
            due_on: timeline.due_on,
            milestones: timeline.milestones,
            criteria: json(row, 6)?,
            description: row.get(13)?,
            resources: json(row, 14)?,
            risks: json(row, 15)?,
            notes: json(row, 16)?,
        },
        content_hash: row.get(7)?,
        change_summary: row.get(8)?,
        from_version: row.get(17)?,
        created_at: row.get(9)?,
        author: author(row, 10)?,
    })
}

/// Reads kind, uid and name of an author from three columns.
fn author(row: &Row<'_>, from: usize) -> Result<Author> {
    Ok(Author { kind: word(row, from, ActorKind::parse)?, secretary_uid: row.get(from + 1)?, name: row.get(from + 2)? })
}

/// The title of one version.
pub fn version_title(connection: &Connection, uid: &str, number: i64) -> Result<String> {
    Ok(connection
        .prepare_cached(
            "SELECT v.title FROM plan_versions v JOIN plans p ON p.id = v.plan_id WHERE p.uid = ?1 AND v.version_number = ?2",
        )?
        .query_row((uid, number), |row| row.get(0))?)
}

/// A plan whole; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<PlanDetail> {
    let head = connection
        .prepare_cached(
            "SELECT p.id, p.rev, f.version_number, w.uid, w.key, w.name
             FROM plans p LEFT JOIN plan_versions f ON f.id = p.in_force_version_id
             LEFT JOIN workflows w ON w.id = p.workflow_id AND w.deleted_at IS NULL
             WHERE p.uid = ?1 AND p.deleted_at IS NULL",
        )?
        .query_row([uid], |row| {
            let project = match row.get::<_, Option<String>>(3)? {
                Some(uid) => Some(PlanProject { uid, key: row.get(4)?, title: row.get(5)? }),
                None => None,
            };
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<i64>>(2)?, project))
        })
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Plan, uid))?;
    let (id, rev, in_force, project) = head;
    let versions = connection
        .prepare_cached(&format!(
            "SELECT {VERSION} FROM plan_versions v LEFT JOIN ai_assistants a ON a.id = v.assistant_id
             WHERE v.plan_id = ?1 ORDER BY v.version_number DESC"
        ))?
        .query_map([id], |row| Ok(version(row)))?
        .map(|row| row?)
        .collect::<Result<Vec<_>>>()?;
    let newest = versions.first().cloned().ok_or_else(|| Error::internal(format!("plan {uid} has no version")))?;
    // Only the person decides; what anybody else said of a version is advice.
    let (decisions, advice) =
        said(connection, id)?.into_iter().partition(|decision: &Decision| decision.by.kind == ActorKind::Person);
    Ok(PlanDetail {
        uid: uid.to_owned(),
        rev,
        moves: newest.status.moves(),
        newest,
        versions,
        in_force,
        decisions,
        advice,
        project,
        discussions: discussions(connection, id)?,
        note_path: mirror::path_of(connection, Entity::Plan, uid)?,
    })
}

/// What was decided and advised, the newest first, with the tasks that came of it.
fn said(connection: &Connection, plan: i64) -> Result<Vec<Decision>> {
    let mut tasks: HashMap<i64, Vec<ConditionTask>> = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT t.approval_id, t.uid, coalesce(w.key, 'T') || '-' || t.number, t.name, t.status
         FROM plan_approvals d JOIN tasks t ON t.approval_id = d.id LEFT JOIN workflows w ON w.id = t.workflow_id
         WHERE d.plan_id = ?1 AND t.deleted_at IS NULL AND w.deleted_at IS NULL ORDER BY t.id",
    )?;
    let mut rows = statement.query([plan])?;
    while let Some(row) = rows.next()? {
        tasks.entry(row.get(0)?).or_default().push(ConditionTask {
            uid: row.get(1)?,
            key: row.get(2)?,
            title: row.get(3)?,
            status: word(row, 4, TaskStatus::parse)?,
        });
    }
    connection
        .prepare_cached(
            "SELECT v.version_number, d.content_hash, d.action, d.comments, d.created_at, d.actor_kind, a.uid, a.name,
             d.conditions, d.uid, d.id
             FROM plan_approvals d JOIN plan_versions v ON v.id = d.version_id
             LEFT JOIN ai_assistants a ON a.id = d.assistant_id WHERE d.plan_id = ?1 ORDER BY d.id DESC",
        )?
        .query_map([plan], |row| Ok(decision(row, &mut tasks)))?
        .map(|row| row?)
        .collect()
}

fn decision(row: &Row<'_>, tasks: &mut HashMap<i64, Vec<ConditionTask>>) -> Result<Decision> {
    Ok(Decision {
        version: row.get(0)?,
        content_hash: row.get(1)?,
        action: word(row, 2, DecisionAction::parse)?,
        comment: row.get(3)?,
        at: row.get(4)?,
        by: author(row, 5)?,
        conditions: json(row, 8)?,
        uid: row.get(9)?,
        tasks: tasks.remove(&row.get(10)?).unwrap_or_default(),
    })
}

fn discussions(connection: &Connection, plan: i64) -> Result<Vec<PlanDiscussion>> {
    let mut statement = connection.prepare_cached(
        "SELECT uid, title FROM ai_discussions WHERE deleted_at IS NULL AND (plan_id = ?1
           OR id IN (SELECT discussion_id FROM plan_drafts WHERE plan_id = ?1)) ORDER BY id DESC",
    )?;
    let rows = statement.query_map([plan], |row| Ok(PlanDiscussion { uid: row.get(0)?, title: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
