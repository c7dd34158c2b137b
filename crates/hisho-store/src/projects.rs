//! Projects (table `workflows`) and what is counted of their tasks.
//! Must not know plans beyond the link, or notes.

use std::collections::HashSet;

use hisho_domain::project::{ProjectDetail, ProjectStatus, ProjectSummary};
use hisho_domain::search::HitKind;
use hisho_domain::task::{Priority, project_key};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, to_json, word};
use crate::{Journalled, Result, Write, mirror, search, tasks, time};

/// The columns of a summary, in the order in which [`summary`] reads them. Counts are computed,
/// so they cannot drift.
const SUMMARY: &str = "w.uid, w.key, w.name, w.status, w.priority,
  (SELECT count(*) FROM tasks t WHERE t.workflow_id = w.id AND t.deleted_at IS NULL AND t.status <> 'cancelled'),
  (SELECT count(*) FROM tasks t WHERE t.workflow_id = w.id AND t.deleted_at IS NULL AND t.status = 'completed'),
  w.start_on, w.due_on, w.updated_at,
  (SELECT p.uid FROM plans p WHERE p.workflow_id = w.id AND p.deleted_at IS NULL LIMIT 1)";

/// What a new project is made of.
#[derive(Debug, Clone)]
pub struct NewProject<'a> {
    /// Its name.
    pub title: &'a str,
    /// What it is for, Markdown.
    pub description: &'a str,
    /// First local day.
    pub start_on: Option<&'a str>,
    /// Last local day.
    pub due_on: Option<&'a str>,
    /// How one will see that it succeeded.
    pub criteria: &'a [String],
}

/// Projects that are not in the trash, the latest changed first.
pub fn list(connection: &Connection) -> Result<Vec<ProjectSummary>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM workflows w WHERE w.deleted_at IS NULL ORDER BY w.updated_at DESC, w.id DESC"
    ))?;
    let rows = statement.query_map([], |row| Ok(summary(row)))?;
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

/// A project with its tasks; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<ProjectDetail> {
    let mut detail = connection
        .prepare_cached(&format!(
            "SELECT {SUMMARY}, w.rev, w.description, w.success_criteria FROM workflows w
             WHERE w.uid = ?1 AND w.deleted_at IS NULL"
        ))?
        .query_row([uid], |row| {
            Ok(summary(row).and_then(|summary| {
                Ok(ProjectDetail {
                    summary,
                    rev: row.get(11)?,
                    description: row.get(12)?,
                    criteria: json(row, 13)?,
                    task_list: Vec::new(),
                    note_path: None,
                })
            }))
        })
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Project, uid))??;
    detail.task_list = tasks::of_project(connection, uid)?;
    detail.note_path = mirror::path_of(connection, Entity::Project, uid)?;
    Ok(detail)
}

/// Begins a project, active from now on, and gives its uid.
pub fn create(write: &Write<'_>, new: &NewProject<'_>) -> Result<String> {
    let uid = time::new_uid();
    // Keys of projects in the trash count too: they may come back.
    let taken = write
        .prepare("SELECT key FROM workflows")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<HashSet<String>>>()?;
    let key = project_key(new.title, |key| taken.contains(key));
    write.execute(
        "INSERT INTO workflows (uid, key, name, description, status, start_on, due_on, success_criteria, started_at, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?8, ?8, ?8)",
        (&uid, key, new.title, new.description, new.start_on, new.due_on, to_json(&new.criteria)?, &write.at),
    )?;
    journal(write, &uid, Action::Create, None)?;
    Ok(uid)
}

/// Brings a project up to what its plan now says.
pub fn update(write: &Write<'_>, uid: &str, new: &NewProject<'_>) -> Result<()> {
    let before = get(write, uid)?;
    write.execute(
        "UPDATE workflows SET name = ?2, description = ?3, start_on = ?4, due_on = ?5, success_criteria = ?6,
         rev = rev + 1, updated_at = ?7 WHERE uid = ?1",
        (uid, new.title, new.description, new.start_on, new.due_on, to_json(&new.criteria)?, &write.at),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

pub(crate) fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&ProjectDetail>) -> Result<()> {
    let after = get(write, uid)?;
    // Tasks have rows of their own in the journal.
    let kept = |detail: &ProjectDetail| ProjectDetail { task_list: Vec::new(), ..detail.clone() };
    let change = Journalled { entity: Entity::Project, uid, rev: after.rev, action };
    write.journal(change, &before.map(kept), &kept(&after))?;
    index(write, &after)
}

/// Puts a project into the search index.
pub(crate) fn index(write: &Write<'_>, project: &ProjectDetail) -> Result<()> {
    let ProjectSummary { uid, title, key, .. } = &project.summary;
    let body = format!("{}\n{}", project.description, project.criteria.join("\n"));
    search::put(write, HitKind::Project, uid, title, key, &body)
}

/// Brings the search index up to a project that is not in the trash.
pub(crate) fn reindex(write: &Write<'_>, uid: &str) -> Result<()> {
    index(write, &get(write, uid)?)
}
