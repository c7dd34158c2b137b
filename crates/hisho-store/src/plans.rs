//! Plans, their versions and the decisions about them. The rules of the moves are the domain's;
//! here is what they look like in tables. Must not know what follows from an approval.

use hisho_domain::plan::{Milestone, PlanContent, PlanDetail, PlanMove, PlanStatus};
use hisho_domain::search::HitKind;
use hisho_domain::{Action, Entity, Error, Rule};
use serde::{Deserialize, Serialize};

use crate::journal::to_json;
use crate::{Journalled, Result, Write, people, search, time, trash};

mod deciding;
mod reading;

pub use deciding::{Verdict, advise, decide, review};
pub use reading::{get, list, version_title, waiting};

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
             content_hash = ?7, updated_at = ?8, description = ?9, resources = ?10, risk_assessment = ?11, change_summary = ?12,
             notes = ?13 WHERE id = ?1",
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
            to_json(&content.notes)?,
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

/// Begins the next version as a draft, by the move that is for where the last one stands. It says
/// what the version `from` said, or the last one.
pub fn next(write: &Write<'_>, uid: &str, rev: i64, step: PlanMove, from: Option<i64>) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, Some(rev))?;
    row.status.after(step)?;
    let older = from.filter(|from| *from != row.number);
    let old = before.versions.iter().find(|version| version.number == older.unwrap_or(row.number));
    let old = old.ok_or_else(|| Error::invalid("from_version", Rule::UnknownValue))?;
    insert_version(write, row.id, row.number + 1, &old.content, older)?;
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

fn insert_version(write: &Write<'_>, plan: i64, number: i64, content: &PlanContent, from: Option<i64>) -> Result<()> {
    let assistant = people::assistant_id(write, write.actor.secretary.as_deref())?;
    write
        .prepare_cached(
            "INSERT INTO plan_versions (plan_id, version_number, title, objective, scope, timeline, success_criteria,
             content_hash, from_version, author_kind, assistant_id, created_at, updated_at, description, resources, risk_assessment, notes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13, ?14, ?15, ?16)",
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
            from,
            write.actor.kind.as_str(),
            assistant,
            &write.at,
            &content.description,
            to_json(&content.resources)?,
            to_json(&content.risks)?,
            to_json(&content.notes)?,
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
