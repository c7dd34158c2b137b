//! What is said about a version that waits: the person's decisions, and advice.
//! Must not know what follows from an approval.

use hisho_domain::plan::{DecisionAction, PlanDetail, PlanStatus};
use hisho_domain::{Action, ActorKind, Error};

use super::{Head, journal, open, touch};
use crate::journal::to_json;
use crate::{Result, Write, people, speaking, time};

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

/// Records what a secretary makes of a draft that came of a discussion they sat in. The plan's revision
/// stays: what the person may be writing in it meanwhile is not touched.
pub fn review(write: &Write<'_>, uid: &str, verdict: &Verdict<'_>) -> Result<PlanDetail> {
    let (before, row) = open(write, uid, None)?;
    if row.status != PlanStatus::Draft {
        return Err(Error::refused("not_a_draft", serde_json::json!({ "from": row.status })).into());
    }
    refuse_changed(&row, verdict)?;
    let secretary = write.actor.secretary.clone();
    let secretary = secretary.ok_or_else(|| Error::internal("a review of nobody"))?;
    record(write, &row, verdict, ActorKind::Secretary, Some(&secretary))?;
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
