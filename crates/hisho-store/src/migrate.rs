//! The steps of the schema: which are done and which are pending, and carrying them out whole or
//! not at all. Foreign keys are off around it, since a table can only be rebuilt so, and every
//! reference is checked before the transaction is committed.
//! Must not know where the database lies, or what is copied before.

use hisho_domain::health::Migration as Step;
use refinery::Migration;
use rusqlite::{Connection, TransactionBehavior};

use crate::time;

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

const HISTORY: &str = "CREATE TABLE IF NOT EXISTS refinery_schema_history(
  version INT4 PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255), checksum VARCHAR(255))";

/// Why the schema could not be changed. Nothing was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MigrationError {
    /// A step that was done differs from the program's, or is unknown to it.
    #[error("step {version} ({name}): {detail}")]
    Step { version: i64, name: String, detail: String },
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
}

/// The steps this program knows, in their order.
pub(crate) fn embedded() -> Vec<Migration> {
    let mut steps = embedded::migrations::runner().get_migrations().clone();
    steps.sort_by_key(Migration::version);
    steps
}

/// The version of a database; 0 when it has none of ours.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    if !has_history(connection)? {
        return Ok(0);
    }
    connection.query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))
}

fn has_history(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')";
    connection.query_row(sql, [], |row| row.get(0))
}

/// A step that was done.
struct Done {
    version: i64,
    name: String,
    at: String,
    checksum: String,
}

fn done(connection: &Connection) -> rusqlite::Result<Vec<Done>> {
    if !has_history(connection)? {
        return Ok(Vec::new());
    }
    connection
        .prepare("SELECT version, name, applied_on, checksum FROM refinery_schema_history ORDER BY version")?
        .query_map([], |row| {
            Ok(Done { version: row.get(0)?, name: row.get(1)?, at: row.get(2)?, checksum: row.get(3)? })
        })?
        .collect()
}

/// Every step, done or pending, and what speaks against going on.
pub(crate) fn steps(connection: &Connection) -> rusqlite::Result<(Vec<Step>, Vec<String>)> {
    let (done, known) = (done(connection)?, embedded());
    let problems =
        disagreements(&done, &known).into_iter().map(|(version, name, what)| format!("{version} {name}: {what}"));
    let mut steps: Vec<Step> = done
        .iter()
        .map(|step| Step { version: step.version, name: step.name.clone(), at: Some(instant(&step.at)) })
        .collect();
    steps.extend(
        known
            .iter()
            .filter(|step| !done.iter().any(|done| done.version == i64::from(step.version())))
            .map(|step| Step { version: step.version().into(), name: step.name().to_owned(), at: None }),
    );
    steps.sort_by_key(|step| step.version);
    Ok((steps, problems.collect()))
}

fn disagreements(done: &[Done], known: &[Migration]) -> Vec<(i64, String, &'static str)> {
    done.iter()
        .filter_map(|step| {
            let what = match known.iter().find(|known| i64::from(known.version()) == step.version) {
                None => "unknown to this program",
                Some(known) if known.name() != step.name || known.checksum().to_string() != step.checksum => {
                    "not the step this program knows"
                }
                Some(_) => return None,
            };
            Some((step.version, step.name.clone(), what))
        })
        .collect()
}

/// Carries out what is pending of these steps, in one transaction. The connection has foreign keys
/// off. On an error the database is as it was.
pub(crate) fn run(connection: &mut Connection, steps: &[Migration]) -> Result<(), MigrationError> {
    // Exclusive, so that nobody writes by the old schema meanwhile.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    transaction.execute_batch(HISTORY)?;
    let done = done(&transaction)?;
    if let Some((version, name, detail)) = disagreements(&done, steps).into_iter().next() {
        return Err(MigrationError::Step { version, name, detail: detail.into() });
    }
    for step in steps.iter().filter(|step| !done.iter().any(|done| done.version == i64::from(step.version()))) {
        let fail =
            |detail: String| MigrationError::Step { version: step.version().into(), name: step.name().into(), detail };
        transaction.execute_batch(step.sql().unwrap_or_default()).map_err(|e| fail(e.to_string()))?;
        if transaction.is_autocommit() {
            return Err(fail("it ended the transaction".into()));
        }
        transaction.execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (?1, ?2, ?3, ?4)",
            (step.version(), step.name(), time::now(), step.checksum().to_string()),
        )?;
        // After each step, so that the message names the one that broke it.
        let dangling: i64 =
            transaction.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
        if dangling > 0 {
            return Err(fail(format!("{dangling} rows point nowhere after it")));
        }
    }
    transaction.commit()?;
    Ok(())
}

/// When a step was done, in the one form of times; as it stands where it cannot be read.
fn instant(at: &str) -> String {
    at.parse::<jiff::Timestamp>().map_or_else(|_| at.to_owned(), time::instant)
}
