//! Who there is to do a task, and how much they have to do. Must not know who fits.

use std::collections::{HashMap, HashSet};

use hisho_domain::assignment::Candidate;
use hisho_domain::task::Task;
use rusqlite::Connection;

use crate::{Result, secretaries};

/// Secretaries at work, with what they have to do beside this task.
pub fn candidates(connection: &Connection, task: &Task) -> Result<Vec<Candidate>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.uid, count(*), coalesce(sum(max(t.estimated_minutes - coalesce(t.actual_minutes, 0), 0)), 0),
           count(*) - count(t.estimated_minutes)
         FROM ai_assistants a JOIN tasks t ON t.assistant_id = a.id
         WHERE t.deleted_at IS NULL AND t.assistant_id IS NOT NULL AND t.status NOT IN ('completed','cancelled') AND t.uid <> ?1
         GROUP BY a.id",
    )?;
    let loads = statement
        .query_map([&task.uid], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?
        .collect::<rusqlite::Result<HashMap<String, (i64, i64, i64)>>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT a.uid FROM workflows w JOIN workflow_participants j ON j.workflow_id = w.id
         JOIN ai_assistants a ON a.id = j.assistant_id WHERE w.uid = ?1
         UNION SELECT a.uid FROM workflows w JOIN team_members m ON m.team_id = w.team_id
         JOIN ai_assistants a ON a.id = m.assistant_id WHERE w.uid = ?1",
    )?;
    let taking_part =
        statement.query_map([&task.project_uid], |row| row.get(0))?.collect::<rusqlite::Result<HashSet<String>>>()?;
    let at_work = secretaries::list(connection)?.into_iter().filter(|secretary| secretary.is_active);
    Ok(at_work
        .map(|secretary| {
            let (open_tasks, open_minutes, unestimated_tasks) = loads.get(&secretary.uid).copied().unwrap_or_default();
            Candidate {
                takes_part: taking_part.contains(&secretary.uid),
                assistant_uid: secretary.uid,
                skills: secretary.skills,
                open_tasks,
                open_minutes,
                unestimated_tasks,
            }
        })
        .collect())
}
