//! Budgets: their rows, how much of each is used, and holding calls within them.
//! Must not know prices or models.

use hisho_domain::spending::{Budget, BudgetContent, BudgetPeriod, BudgetScope, WARN_PERCENT, percent};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::json;

use crate::journal::word;
use crate::record::{PROJECT, SECRETARY};
use crate::usage::{Planned, Spent};
use crate::{Journalled, Result, Write, time};

/// `:day` is today; what is on its way counts with the most it may cost.
const COLUMNS: &str = "b.uid, b.rev, b.scope, coalesce(a.uid, w.uid), b.period, b.limit_cost, b.limit_tokens,
  (SELECT coalesce(sum(u.cost), 0) FROM usage_records u
   WHERE u.day BETWEEN CASE b.period WHEN 'day' THEN :day ELSE substr(:day, 1, 7) || '-01' END AND :day
     AND (b.assistant_id IS NULL OR u.assistant_id = b.assistant_id)
     AND (b.workflow_id IS NULL OR u.workflow_id = b.workflow_id)),
  (SELECT coalesce(sum(u.input_tokens + u.output_tokens), 0) FROM usage_records u
   WHERE u.cost IS NULL
     AND u.day BETWEEN CASE b.period WHEN 'day' THEN :day ELSE substr(:day, 1, 7) || '-01' END AND :day
     AND (b.assistant_id IS NULL OR u.assistant_id = b.assistant_id)
     AND (b.workflow_id IS NULL OR u.workflow_id = b.workflow_id))
  FROM budgets b LEFT JOIN ai_assistants a ON a.id = b.assistant_id LEFT JOIN workflows w ON w.id = b.workflow_id";

fn budget(row: &Row<'_>) -> Result<Budget> {
    let content = BudgetContent {
        scope: word(row, 2, BudgetScope::parse)?,
        subject_uid: row.get(3)?,
        period: word(row, 4, BudgetPeriod::parse)?,
        limit_cost: row.get(5)?,
        limit_tokens: row.get(6)?,
    };
    let (used_cost, used_tokens) = (row.get(7)?, row.get(8)?);
    let percent = percent(used_cost, content.limit_cost).max(percent(used_tokens, content.limit_tokens));
    Ok(Budget { uid: row.get(0)?, rev: row.get(1)?, content, used_cost, used_tokens, percent })
}

/// Every budget with what is used of it today or this month.
pub fn list(connection: &Connection) -> Result<Vec<Budget>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} ORDER BY b.id"))?;
    let rows = statement.query_map(named_params! { ":day": time::local_day() }, |row| Ok(budget(row)))?;
    rows.map(|row| row?).collect()
}

/// Those that hold the calls of a secretary about a project.
pub fn holding(connection: &Connection, secretary: Option<&str>, project: Option<&str>) -> Result<Vec<Budget>> {
    let holds = |budget: &Budget| match budget.content.scope {
        BudgetScope::All => true,
        BudgetScope::Secretary => secretary.is_some() && budget.content.subject_uid.as_deref() == secretary,
        BudgetScope::Project => project.is_some() && budget.content.subject_uid.as_deref() == project,
    };
    Ok(list(connection)?.into_iter().filter(holds).collect())
}

/// The budget for this subject and period.
fn find(connection: &Connection, content: &BudgetContent) -> Result<Option<Budget>> {
    let same = |budget: &Budget| {
        let of = &budget.content;
        (of.scope, of.period, &of.subject_uid) == (content.scope, content.period, &content.subject_uid)
    };
    Ok(list(connection)?.into_iter().find(same))
}

/// Makes a budget, or changes the one for the same subject and period. Allowing more than before
/// is for the person alone to decide: without `may_raise` it is refused.
pub fn set(write: &Write<'_>, content: &BudgetContent, may_raise: bool) -> Result<Budget> {
    // Undo would raise it again without a decision.
    write.passing.set(true);
    let subject = content.subject_uid.as_deref();
    let (secretary, project) = match content.scope {
        BudgetScope::All => (None, None),
        BudgetScope::Secretary => (SECRETARY.referred(write, "subject_uid", subject)?, None),
        BudgetScope::Project => (None, PROJECT.referred(write, "subject_uid", subject)?),
    };
    let Some(before) = find(write, content)? else {
        let uid = time::new_uid();
        write.execute(
            "INSERT INTO budgets (uid, scope, assistant_id, workflow_id, period, limit_cost, limit_tokens, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            (
                &uid,
                content.scope.as_str(),
                secretary,
                project,
                content.period.as_str(),
                content.limit_cost,
                content.limit_tokens,
                &write.at,
            ),
        )?;
        return journal(write, &uid, Action::Create, None);
    };
    let old = &before.content;
    if old == content {
        return Ok(before);
    }
    if !may_raise && (content.limit_cost > old.limit_cost || content.limit_tokens > old.limit_tokens) {
        return Err(Error::refused("raises_budget", json!({ "uid": before.uid })).into());
    }
    write.execute(
        "UPDATE budgets SET limit_cost = ?2, limit_tokens = ?3, rev = rev + 1, updated_at = ?4 WHERE uid = ?1",
        (&before.uid, content.limit_cost, content.limit_tokens, &write.at),
    )?;
    journal(write, &before.uid, Action::Update, Some(&before))
}

/// Takes a budget away; nothing holds those calls any more.
pub fn remove(write: &Write<'_>, uid: &str, rev: i64) -> Result<Budget> {
    write.passing.set(true);
    let before = get(write, uid)?;
    if before.rev != rev {
        return Err(Error::stale(Entity::Budget).into());
    }
    write.execute("DELETE FROM budgets WHERE uid = ?1", [uid])?;
    let change = Journalled { entity: Entity::Budget, uid, rev: rev + 1, action: Action::Delete };
    write.journal(change, &before.content, &())?;
    Ok(before)
}

/// Refuses a call that might break a budget with the most it may cost.
pub fn admit(connection: &Connection, planned: &Planned, most: &Spent) -> Result<()> {
    for budget in holding(connection, planned.secretary_uid.as_deref(), planned.project_uid.as_deref())? {
        let (used, more, limit) = match most.cost {
            Some(cost) => (budget.used_cost, cost, budget.content.limit_cost),
            None => (budget.used_tokens, most.input_tokens + most.output_tokens, budget.content.limit_tokens),
        };
        if used.saturating_add(more) > limit {
            let params = json!({
                "uid": budget.uid, "scope": budget.content.scope, "period": budget.content.period,
                "measure": if most.cost.is_some() { "cost" } else { "tokens" },
                "used": used, "asked": more, "limit": limit,
            });
            return Err(Error::refused("budget_spent", params).into());
        }
    }
    Ok(())
}

/// Of those that hold a call, the ones that it brought to where the person is warned, or to their
/// end: `before` is what [`holding`] gave before the call.
pub fn reached(before: &[Budget], after: &[Budget]) -> Vec<Budget> {
    let crossed = |budget: &&Budget| {
        let was = before.iter().find(|was| was.uid == budget.uid).map_or(0, |was| was.percent);
        [WARN_PERCENT, 100].iter().any(|bound| was < *bound && budget.percent >= *bound)
    };
    after.iter().filter(crossed).cloned().collect()
}

fn get(connection: &Connection, uid: &str) -> Result<Budget> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE b.uid = :uid"))?
        .query_row(named_params! { ":day": time::local_day(), ":uid": uid }, |row| Ok(budget(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Budget, uid))?
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Budget>) -> Result<Budget> {
    let after = get(write, uid)?;
    let change = Journalled { entity: Entity::Budget, uid, rev: after.rev, action };
    write.journal(change, &before.map(|before| &before.content), &after.content)?;
    Ok(after)
}
