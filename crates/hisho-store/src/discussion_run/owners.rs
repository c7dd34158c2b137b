//! Which process carries a discussion out, as rows of `runs`. Must not know what there is to do.

use hisho_domain::discussion::DiscussionStatus;
use hisho_domain::talk::RunStatus;
use rusqlite::Connection;

use super::row;
use crate::{Result, Write, time};

/// What a process carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// The discussion itself.
    Discussion,
    /// The plan that comes of it.
    Plan,
}

impl Carried {
    fn as_str(self) -> &'static str {
        match self {
            Carried::Discussion => "discussion",
            Carried::Plan => "plan_draft",
        }
    }
}

/// A run that somebody carries out, or did.
#[derive(Debug, Clone)]
pub struct OpenRun {
    /// Its row.
    pub id: i64,
    /// The process that carries it out, by its lock.
    pub owner: String,
    /// The discussion it is part of.
    pub discussion_uid: String,
}

/// Every run of a discussion that nobody ended; those of one discussion when it is named.
pub fn open_runs(connection: &Connection, discussion_uid: Option<&str>) -> Result<Vec<OpenRun>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, coalesce(r.owner, ''), d.uid FROM runs r JOIN ai_discussions d ON d.id = r.discussion_id
         WHERE r.status IN ('pending','running','waiting') AND (?1 IS NULL OR d.uid = ?1) ORDER BY r.id",
    )?;
    let rows = statement.query_map([discussion_uid], |row| {
        Ok(OpenRun { id: row.get(0)?, owner: row.get(1)?, discussion_uid: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes down who carries a discussion, or its plan, out from now on; gives the run.
pub fn begin_run(write: &Write<'_>, discussion_uid: &str, what: Carried, owner: &str) -> Result<i64> {
    write.passing.set(true);
    let discussion = row(write, discussion_uid)?;
    write.execute(
        "INSERT INTO runs (uid, kind, status, discussion_id, owner, started_at, created_at)
         VALUES (?1, ?2, 'running', ?3, ?4, ?5, ?5)",
        (time::new_uid(), what.as_str(), discussion, owner, &write.at),
    )?;
    Ok(write.last_insert_rowid())
}

/// Ends a run.
pub fn finish_run(write: &Write<'_>, run: i64, status: RunStatus) -> Result<()> {
    write.passing.set(true);
    write.prepare_cached("UPDATE runs SET status = ?2, completed_at = ?3 WHERE id = ?1")?.execute((
        run,
        status.as_str(),
        &write.at,
    ))?;
    Ok(())
}

/// Discussions that are going on and that nobody carries out.
pub fn left(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT d.uid FROM ai_discussions d WHERE d.deleted_at IS NULL AND d.status = ?1
           AND EXISTS (SELECT 1 FROM discussion_events e WHERE e.discussion_id = d.id AND e.kind = 'setup')
           AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.discussion_id = d.id AND r.status = 'running')
         ORDER BY d.updated_at",
    )?;
    let rows = statement.query_map([DiscussionStatus::Active.as_str()], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
