//! Plans, their versions and the decisions about them. The rules of the moves are the domain's;
//! here is what they look like in tables. Must not know what follows from an approval.

use hisho_domain::plan::{
    Decision, DecisionAction, Milestone, PlanContent, PlanDetail, PlanMove, PlanProject, PlanStatus, PlanSummary,
    PlanVersion,
};
use hisho_domain::search::HitKind;
use hisho_domain::{Action, ActorKind, Author, Entity, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::journal::{json, to_json, word};
use crate::{Journalled, Result, Write, mirror, people, search, speaking, time, trash};

/// The columns of a version, in the order in which [`version`] reads them.
const VERSION: &str = "v.version_number, v.status, v.title, v.objective, v.scope, v.timeline, v.success_criteria, \
     v.content_hash, v.change_summary, v.created_at, v.author_kind, a.uid, a.name, v.description, v.resources, v.risk_assessment";

/// How days and milestones lie in the column `timeline`.
#[derive(Serialize, Deserialize)]
struct Timeline {
    start_on: Option<String>,
    due_on: Option<String>,
    milestones: Vec<Milestone>,
}

/// What of a plan's rows those need who change it.
struct Head {
    id: i64,
    newest_version_id: i64,
    number: i64,
    status: PlanStatus,
    content_hash: String,
}

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
        uid: row.get(16)?,
        title: version.content.title,
        status: version.status,
        version: version.number,
        updated_at: row.get(17)?,
        start_on: version.content.start_on,
        due_on: version.content.due_on,
        milestones: version.content.milestones.len(),
        author: version.author,
        project_uid: row.get(18)?,
        approved_version: row.get(19)?,
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
        },
        content_hash: row.get(7)?,
        change_summary: row.get(8)?,
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
    let said = connection
        .prepare_cached(
            "SELECT v.version_number, d.content_hash, d.action, d.comments, d.created_at, d.actor_kind, a.uid, a.name, d.conditions
             FROM plan_approvals d JOIN plan_versions v ON v.id = d.version_id
             LEFT JOIN ai_assistants a ON a.id = d.assistant_id WHERE d.plan_id = ?1 ORDER BY d.id DESC",
        )?
        .query_map([id], |row| Ok(decision(row)))?
        .map(|row| row?)
        .collect::<Result<Vec<_>>>()?;
    // Only the person decides; what anybody else said of a version is advice.
    let (decisions, advice) = said.into_iter().partition(|decision: &Decision| decision.by.kind == ActorKind::Person);
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
        note_path: mirror::path_of(connection, Entity::Plan, uid)?,
    })
}

fn decision(row: &Row<'_>) -> Result<Decision> {
    Ok(Decision {
        version: row.get(0)?,
        content_hash: row.get(1)?,
        action: word(row, 2, DecisionAction::parse)?,
        comment: row.get(3)?,
        at: row.get(4)?,
        by: author(row, 5)?,
        conditions: json(row, 8)?,
    })
}

/// Begins a plan with its first draft. The content has been checked.
pub fn create(write: &Write<'_>, content: &PlanContent) -> Result<PlanDetail> {
    let uid = time::new_uid();
    write.execute("INSERT INTO plans (uid, created_at, updated_at) VALUES (?1, ?2, ?2)", (&uid, &write.at))?;
    let id = write.last_insert_rowid();
    insert_version(write, id, 1, content, None)?;
    journal(write, &uid, Action::Create, None)
}

/// Replaces what the newest draft says, and in a line what is new in it; None leaves that line.
pub fn save(
    write: &Write<'_>,
    uid: &str,
    rev: i64,
    content: &PlanContent,
    change_summary: Option<Option<&str>>,
) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, Some(rev))?;
    if row.status != PlanStatus::Draft {
        return Err(Error::refused("not_a_draft", serde_json::json!({ "from": row.status })).into());
    }
    let timeline = timeline(content)?;
    write
        .prepare_cached(
            "UPDATE plan_versions SET title = ?2, objective = ?3, scope = ?4, timeline = ?5, success_criteria = ?6,
             content_hash = ?7, updated_at = ?8, description = ?9, resources = ?10, risk_assessment = ?11, change_summary = ?12
             WHERE id = ?1",
        )?
        .execute((
            row.newest_version_id,
            &content.title,
            &content.objective,
            &content.scope,
            timeline,
            to_json(&content.criteria)?,
            content.hash(),
            &write.at,
            &content.description,
            to_json(&content.resources)?,
            to_json(&content.risks)?,
            change_summary.unwrap_or(before.newest.change_summary.as_deref()),
        ))?;
    touch(write, &row)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Moves the newest version to another status, which the domain allowed.
pub fn set_status(write: &Write<'_>, uid: &str, rev: i64, step: PlanMove) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, Some(rev))?;
    let status = row.status.after(step)?;
    let submitted_at = (status == PlanStatus::Submitted).then_some(&write.at);
    write
        .prepare_cached(
            "UPDATE plan_versions SET status = ?2, submitted_at = coalesce(?3, submitted_at), updated_at = ?4 WHERE id = ?1",
        )?
        .execute((row.newest_version_id, status.as_str(), submitted_at, &write.at))?;
    touch(write, &row)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// What is said about a version: a decision, or advice.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    /// The version that was on the screen.
    pub version: i64,
    /// The hash of what it said.
    pub content_hash: &'a str,
    /// What was decided, or would be.
    pub action: DecisionAction,
    /// Why.
    pub comment: Option<&'a str>,
    /// What an approval is tied to.
    pub conditions: &'a [String],
}

/// Records a decision about exactly the version and content that were on the screen. An approved
/// version comes into force in the place of the one before it.
pub fn decide(write: &Write<'_>, uid: &str, verdict: &Verdict<'_>) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, None)?;
    // First whether anything could be decided: of a draft it matters more that it is one.
    let status = row.status.after(verdict.action.as_move())?;
    refuse_changed(&row, verdict)?;
    write.execute(
        "UPDATE plan_versions SET status = ?2, decided_at = ?3, updated_at = ?3 WHERE id = ?1",
        (row.newest_version_id, status.as_str(), &write.at),
    )?;
    if status == PlanStatus::Approved {
        write.execute("UPDATE plans SET in_force_version_id = ?2 WHERE id = ?1", (row.id, row.newest_version_id))?;
    }
    record(write, &row, verdict, write.actor.kind, write.actor.secretary.as_deref())?;
    touch(write, &row)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Records what a secretary would decide about a version that waits for the person. Whoever
/// speaks through a model speaks for themselves; for others the person may.
pub fn advise(write: &Write<'_>, uid: &str, secretary: &str, verdict: &Verdict<'_>) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, None)?;
    if !matches!(row.status, PlanStatus::Submitted | PlanStatus::UnderReview) {
        return Err(Error::refused("not_submitted", serde_json::json!({ "from": row.status })).into());
    }
    refuse_changed(&row, verdict)?;
    speaking::may_speak_for(write, secretary)?;
    record(write, &row, verdict, ActorKind::Secretary, Some(secretary))?;
    touch(write, &row)?;
    journal(write, uid, Action::Update, Some(&before))
}

fn refuse_changed(row: &Head, verdict: &Verdict<'_>) -> Result<()> {
    if row.number == verdict.version && row.content_hash == verdict.content_hash {
        return Ok(());
    }
    Err(Error::refused("version_changed", serde_json::json!({ "version": row.number })).into())
}

fn record(write: &Write<'_>, row: &Head, verdict: &Verdict<'_>, by: ActorKind, secretary: Option<&str>) -> Result<()> {
    let assistant = people::assistant_id(write, secretary)?;
    write.execute(
        "INSERT INTO plan_approvals (uid, plan_id, version_id, content_hash, actor_kind, assistant_id, action, comments, conditions, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            time::new_uid(),
            row.id,
            row.newest_version_id,
            verdict.content_hash,
            by.as_str(),
            assistant,
            verdict.action.as_str(),
            verdict.comment,
            to_json(&verdict.conditions)?,
            &write.at,
        ),
    )?;
    Ok(())
}

/// Begins the next version as a draft that says what the version `from` said, or the last one.
pub fn revise(write: &Write<'_>, uid: &str, rev: i64, from: Option<i64>) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, Some(rev))?;
    row.status.after(PlanMove::Revise)?;
    let from = from.unwrap_or(row.number);
    let old = before.versions.iter().find(|version| version.number == from);
    let old = old.ok_or_else(|| Error::invalid("from_version", Rule::UnknownValue))?;
    insert_version(write, row.id, row.number + 1, &old.content, None)?;
    touch(write, &row)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Names the project that came of it.
pub fn link_project(write: &Write<'_>, uid: &str, project_uid: &str) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, None)?;
    write.execute(
        "UPDATE plans SET workflow_id = (SELECT id FROM workflows WHERE uid = ?2) WHERE id = ?1",
        (row.id, project_uid),
    )?;
    touch(write, &row)?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Puts it into the trash; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, Entity::Plan, uid, rev)
}

/// Takes it out of the trash.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<PlanDetail> {
    trash::restore(write, Entity::Plan, uid, rev, None)?;
    get(write, uid)
}

fn open(write: &Write<'_>, uid: &str, rev: Option<i64>) -> Result<(PlanDetail, Head)> {
    let detail = get(write, uid)?;
    if rev.is_some_and(|rev| rev != detail.rev) {
        return Err(Error::stale(Entity::Plan).into());
    }
    let (id, newest_version_id) =
        write.query_row("SELECT id, newest_version_id FROM plans WHERE uid = ?1", [uid], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let row = Head {
        id,
        newest_version_id,
        number: detail.newest.number,
        status: detail.newest.status,
        content_hash: detail.newest.content_hash.clone(),
    };
    Ok((detail, row))
}

fn insert_version(
    write: &Write<'_>,
    plan: i64,
    number: i64,
    content: &PlanContent,
    summary: Option<&str>,
) -> Result<()> {
    let assistant = people::assistant_id(write, write.actor.secretary.as_deref())?;
    write
        .prepare_cached(
            "INSERT INTO plan_versions (plan_id, version_number, title, objective, scope, timeline, success_criteria,
             content_hash, change_summary, author_kind, assistant_id, created_at, updated_at, description, resources, risk_assessment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13, ?14, ?15)",
        )?
        .execute((
            plan,
            number,
            &content.title,
            &content.objective,
            &content.scope,
            timeline(content)?,
            to_json(&content.criteria)?,
            content.hash(),
            summary,
            write.actor.kind.as_str(),
            assistant,
            &write.at,
            &content.description,
            to_json(&content.resources)?,
            to_json(&content.risks)?,
        ))?;
    let version = write.last_insert_rowid();
    write.execute("UPDATE plans SET newest_version_id = ?2 WHERE id = ?1", (plan, version))?;
    Ok(())
}

fn timeline(content: &PlanContent) -> Result<String> {
    to_json(&Timeline {
        start_on: content.start_on.clone(),
        due_on: content.due_on.clone(),
        milestones: content.milestones.clone(),
    })
}

fn touch(write: &Write<'_>, row: &Head) -> Result<()> {
    write
        .prepare_cached("UPDATE plans SET rev = rev + 1, updated_at = ?2 WHERE id = ?1")?
        .execute((row.id, &write.at))?;
    Ok(())
}

/// A plan as it stands in the journal: with the version that changed; older ones have rows of
/// their own.
pub(crate) fn in_journal(plan: &PlanDetail) -> serde_json::Value {
    serde_json::json!({ "rev": plan.rev, "newest": plan.newest, "in_force": plan.in_force, "project": plan.project })
}

/// Reads the plan back, journals the change and brings the index up to date.
pub(crate) fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&PlanDetail>) -> Result<PlanDetail> {
    let after = get(write, uid)?;
    let change = Journalled { entity: Entity::Plan, uid, rev: after.rev, action };
    write.journal(change, &before.map(in_journal), &in_journal(&after))?;
    index(write, &after)?;
    Ok(after)
}

/// Brings the search index up to a plan that is not in the trash.
pub(crate) fn reindex(write: &Write<'_>, uid: &str) -> Result<()> {
    index(write, &get(write, uid)?)
}

/// Puts a plan into the search index, as its newest version says.
pub(crate) fn index(write: &Write<'_>, plan: &PlanDetail) -> Result<()> {
    let content = &plan.newest.content;
    search::put(write, HitKind::Plan, &plan.uid, &content.title, "", &content.prose())
}
