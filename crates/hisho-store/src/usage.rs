//! What calls to models cost: written before a call with the most it may cost, and again when it
//! is over. Budgets are in [`crate::budgets`]. Must not know prices or models.

use hisho_domain::people::Provider;
use hisho_domain::spending::{Usage, UsageBy, UsageLine, UsageSummary};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::record::{ACCOUNT, PROJECT, SECRETARY};
use crate::{Result, Write, time};

/// A call that is about to be made.
#[derive(Debug, Clone, Default)]
pub struct Planned {
    /// The run it is part of.
    pub run: Option<i64>,
    /// Who speaks.
    pub secretary_uid: Option<String>,
    /// The project it is about.
    pub project_uid: Option<String>,
    /// The account it goes through.
    pub account_uid: Option<String>,
    /// The kind of service.
    pub provider: &'static str,
    /// The model's name there.
    pub model: String,
}

/// The tokens of a call, and what they cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spent {
    /// Tokens sent, cached or not.
    pub input_tokens: i64,
    /// Tokens of those that came from a cache.
    pub cached_tokens: i64,
    /// Tokens received.
    pub output_tokens: i64,
    /// In 10^-8 US dollars; none when the price is unknown.
    pub cost: Option<i64>,
    /// They are our estimate.
    pub is_estimate: bool,
}

/// A call that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// What it cost.
    pub spent: Spent,
    /// How long it took.
    pub latency_ms: i64,
    /// It gave a whole answer.
    pub success: bool,
}

/// Writes a call down before it is made; gives its row.
pub fn reserve(write: &Write<'_>, planned: &Planned, most: &Spent) -> Result<i64> {
    write
        .prepare_cached(
            "INSERT INTO usage_records (run_id, assistant_id, workflow_id, credential_id, provider, model, operation,
               input_tokens, output_tokens, cost, is_estimate, success, settled, day, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'chat', ?7, ?8, ?9, 1, 0, 0, ?10, ?11)",
        )?
        .execute((
            planned.run,
            SECRETARY.referred(write, "secretary_uid", planned.secretary_uid.as_deref())?,
            PROJECT.referred(write, "project_uid", planned.project_uid.as_deref())?,
            ACCOUNT.referred(write, "account_uid", planned.account_uid.as_deref())?,
            planned.provider,
            &planned.model,
            most.input_tokens,
            most.output_tokens,
            most.cost,
            time::local_day(),
            &write.at,
        ))?;
    Ok(write.last_insert_rowid())
}

/// Writes down what a call came to. A secretary who made it has spoken once more; their revision stays,
/// as nothing that stands in their record was edited.
pub fn settle(write: &Write<'_>, record: i64, made: &Made) -> Result<()> {
    let spent = &made.spent;
    let secretary: Option<Option<i64>> = write
        .prepare_cached(
            "UPDATE usage_records SET input_tokens = ?2, cached_tokens = ?3, output_tokens = ?4, cost = ?5,
               is_estimate = ?6, latency_ms = ?7, success = ?8, settled = 1
             WHERE id = ?1 AND settled = 0 RETURNING assistant_id",
        )?
        .query_row(
            (
                record,
                spent.input_tokens,
                spent.cached_tokens,
                spent.output_tokens,
                spent.cost,
                spent.is_estimate,
                made.latency_ms,
                made.success,
            ),
            |row| row.get(0),
        )
        .optional()?;
    if let Some(Some(secretary)) = secretary {
        write
            .prepare_cached("UPDATE ai_assistants SET usage_count = usage_count + 1, last_used_at = ?2 WHERE id = ?1")?
            .execute((secretary, &write.at))?;
    }
    Ok(())
}

/// A call that was written down and never settled.
#[derive(Debug, Clone)]
pub struct Unsettled {
    /// Its row.
    pub record: i64,
    /// Tokens sent, as was estimated before.
    pub input_tokens: i64,
    /// The kind of service.
    pub provider: Provider,
    /// The account it went through, if that is still there.
    pub account_uid: Option<String>,
    /// The model's name.
    pub model: String,
}

/// The calls of a run that were never settled. Whoever made them is gone.
pub fn unsettled(connection: &Connection, run: i64) -> Result<Vec<Unsettled>> {
    let mut statement = connection.prepare_cached(
        "SELECT u.id, u.input_tokens, u.provider, c.uid, u.model FROM usage_records u
         LEFT JOIN credentials c ON c.id = u.credential_id WHERE u.run_id = ?1 AND u.settled = 0",
    )?;
    let rows = statement.query_map([run], |row| {
        let provider = word(row, 2, Provider::parse);
        Ok(provider.and_then(|provider| {
            Ok(Unsettled {
                record: row.get(0)?,
                input_tokens: row.get(1)?,
                provider,
                account_uid: row.get(3)?,
                model: row.get(4)?,
            })
        }))
    })?;
    rows.map(|row| row?).collect()
}

const SUMS: &str = "count(*), coalesce(sum(u.success = 0), 0), coalesce(sum(u.input_tokens), 0),
  coalesce(sum(u.cached_tokens), 0), coalesce(sum(u.output_tokens), 0), coalesce(sum(u.cost), 0),
  coalesce(sum(u.cost IS NULL), 0),
  coalesce(sum(CASE WHEN u.cost IS NULL THEN u.input_tokens + u.output_tokens END), 0),
  coalesce(sum(u.is_estimate), 0), coalesce(sum(u.latency_ms), 0)";

fn usage(row: &Row<'_>, from: usize) -> rusqlite::Result<Usage> {
    Ok(Usage {
        calls: row.get(from)?,
        failed: row.get(from + 1)?,
        input_tokens: row.get(from + 2)?,
        cached_tokens: row.get(from + 3)?,
        output_tokens: row.get(from + 4)?,
        cost: row.get(from + 5)?,
        unpriced_calls: row.get(from + 6)?,
        unpriced_tokens: row.get(from + 7)?,
        estimated_calls: row.get(from + 8)?,
        latency_ms: row.get(from + 9)?,
    })
}

/// Sums up the calls of some local days, the first and the last included; not those on their way.
pub fn summary(connection: &Connection, from: &str, to: &str, by: UsageBy) -> Result<UsageSummary> {
    let key = match by {
        UsageBy::Day => "u.day",
        UsageBy::Month => "substr(u.day, 1, 7)",
        UsageBy::Secretary => "(SELECT uid FROM ai_assistants WHERE id = u.assistant_id)",
        UsageBy::Project => "(SELECT uid FROM workflows WHERE id = u.workflow_id)",
        UsageBy::Account => "(SELECT uid FROM credentials WHERE id = u.credential_id)",
        UsageBy::Model => "u.model",
    };
    let within = "FROM usage_records u WHERE u.settled = 1 AND u.day BETWEEN ?1 AND ?2";
    let mut statement = connection.prepare_cached(&format!("SELECT {key}, {SUMS} {within} GROUP BY 1 ORDER BY 1"))?;
    let lines = statement
        .query_map((from, to), |row| Ok(UsageLine { key: row.get(0)?, usage: usage(row, 1)? }))?
        .collect::<rusqlite::Result<_>>()?;
    let total =
        connection.prepare_cached(&format!("SELECT {SUMS} {within}"))?.query_row((from, to), |row| usage(row, 0))?;
    Ok(UsageSummary { lines, total })
}
