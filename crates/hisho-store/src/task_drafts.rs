//! Drafts of results of tasks: runs of a task with one step, which holds what has come of it
//! (tables `runs` and `run_steps`). Not journalled: what the person makes of one is.
//! Must not know models, nor who carries a run out.

use hisho_domain::talk::RunStatus;
use hisho_domain::task_draft::{DraftUse, TaskDraft, steps};
use hisho_domain::{Error, ErrorCode};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::journal::{json, to_json, word};
use crate::record::{SECRETARY, TASK};
use crate::{Failure, Result, Write, runs, time};

const KIND: &str = "task_draft";

const DRAFT: &str = "r.uid, t.uid, a.uid, r.status, s.detail, r.input, r.output, r.created_at
  FROM runs r CROSS JOIN tasks t ON t.id = r.task_id AND t.deleted_at IS NULL
  JOIN run_steps s ON s.run_id = r.id AND s.position = 0 LEFT JOIN ai_assistants a ON a.id = r.assistant_id";

/// A draft that is about to be asked for.
#[derive(Debug, Clone)]
pub struct NewDraft<'a> {
    /// The task it is for.
    pub task_uid: &'a str,
    /// Who drafts it.
    pub secretary_uid: &'a str,
    /// The process that carries it out, by its lock.
    pub owner: &'a str,
    /// What the person asked for besides.
    pub wish: &'a str,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Input {
    wish: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    text: String,
    error: Option<Error>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Output {
    became: DraftUse,
}

/// A draft that somebody carries out, or did.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    /// The row of its run.
    pub run: i64,
    /// The process that carried it out.
    pub owner: String,
    /// What had come of it.
    pub text: String,
    /// Its identity.
    pub uid: String,
}

fn draft(row: &Row<'_>) -> Result<TaskDraft> {
    let detail: Detail = json(row, 4)?;
    let output: Option<String> = row.get(6)?;
    let output: Option<Output> = output.map(|text| serde_json::from_str(&text)).transpose().map_err(Error::internal)?;
    Ok(TaskDraft {
        uid: row.get(0)?,
        task_uid: row.get(1)?,
        secretary_uid: row.get(2)?,
        status: word(row, 3, RunStatus::parse)?,
        steps: steps(&detail.text),
        text: detail.text,
        error: detail.error,
        wish: json::<Input>(row, 5)?.wish,
        became: output.map(|output| output.became),
        created_at: row.get(7)?,
    })
}

/// Writes down that a draft is asked for; gives the row of its run. One that the person made nothing
/// of gives way; one that is on its way does not.
pub fn begin(write: &Write<'_>, new: &NewDraft<'_>) -> Result<(i64, TaskDraft)> {
    let task = TASK.live(write, new.task_uid)?;
    let secretary = SECRETARY.live(write, new.secretary_uid)?;
    if newest(write, new.task_uid)?.is_some_and(|draft| !draft.status.is_over()) {
        return Err(Error::refused("drafting", json!({ "uid": new.task_uid })).into());
    }
    write
        .prepare_cached("UPDATE runs SET output = ?3 WHERE task_id = ?1 AND kind = ?2 AND output IS NULL")?
        .execute((task, KIND, to_json(&Output { became: DraftUse::Nothing })?))?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO runs (uid, kind, status, task_id, assistant_id, owner, input, started_at, created_at)
         VALUES (?1, ?2, 'running', ?3, ?4, ?5, ?6, ?7, ?7)",
        (&uid, KIND, task, secretary, new.owner, to_json(&Input { wish: new.wish.to_owned() })?, &write.at),
    )?;
    let run = write.last_insert_rowid();
    write.execute(
        "INSERT INTO run_steps (run_id, position, name, status, detail, started_at) VALUES (?1, 0, 'draft', 'running', ?2, ?3)",
        (run, to_json(&Detail::default())?, &write.at),
    )?;
    Ok((run, get(write, &uid)?))
}

/// A draft; one whose task is in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<TaskDraft> {
    connection
        .prepare_cached(&format!("SELECT {DRAFT} WHERE r.uid = ?1 AND r.kind = ?2"))?
        .query_row((uid, KIND), |row| Ok(draft(row)))
        .optional()?
        .ok_or_else(|| {
            let params = json!({ "entity": "draft", "uid": uid });
            Failure::Domain(Error::new(ErrorCode::NotFound, format!("no draft {uid}"), params))
        })?
}

/// The newest draft of a task, whatever became of it.
pub fn newest(connection: &Connection, task_uid: &str) -> Result<Option<TaskDraft>> {
    let task = TASK.live(connection, task_uid)?;
    connection
        .prepare_cached(&format!("SELECT {DRAFT} WHERE r.task_id = ?1 AND r.kind = ?2 ORDER BY r.id DESC LIMIT 1"))?
        .query_row((task, KIND), |row| Ok(draft(row)))
        .optional()?
        .transpose()
}

/// Keeps what has come of a draft, and says how it stands.
pub fn set(write: &Write<'_>, run: i64, status: RunStatus, text: &str, error: Option<&Error>) -> Result<()> {
    let detail = to_json(&Detail { text: text.to_owned(), error: error.cloned() })?;
    let (status, over) = (status.as_str(), status.is_over());
    write
        .prepare_cached(
            "UPDATE run_steps SET status = ?2, detail = ?3, completed_at = CASE WHEN ?5 THEN ?4 END
             WHERE run_id = ?1 AND position = 0",
        )?
        .execute((run, status, &detail, &write.at, over))?;
    write
        .prepare_cached("UPDATE runs SET status = ?2, completed_at = CASE WHEN ?4 THEN ?3 END WHERE id = ?1")?
        .execute((run, status, &write.at, over))?;
    Ok(())
}

/// Says what the person made of a draft that is over and of which nothing was made yet.
pub fn use_up(write: &Write<'_>, uid: &str, became: DraftUse) -> Result<TaskDraft> {
    open(write, uid)?;
    write.execute("UPDATE runs SET output = ?2 WHERE uid = ?1", (uid, to_json(&Output { became })?))?;
    get(write, uid)
}

/// A draft that is over and of which nothing was made yet.
pub fn open(connection: &Connection, uid: &str) -> Result<TaskDraft> {
    let draft = get(connection, uid)?;
    match (draft.status.is_over(), draft.became) {
        (false, _) => Err(Error::refused("drafting", json!({ "uid": draft.task_uid })).into()),
        (true, Some(_)) => Err(Error::refused("draft_used", json!({ "uid": uid })).into()),
        (true, None) => Ok(draft),
    }
}

/// Takes up again what the person put aside, where nothing newer came into its place.
pub fn take_up(write: &Write<'_>, uid: &str) -> Result<TaskDraft> {
    let draft = get(write, uid)?;
    let is_newest = newest(write, &draft.task_uid)?.is_some_and(|newest| newest.uid == uid);
    if !is_newest || draft.became != Some(DraftUse::Nothing) {
        return Err(Error::refused("draft_used", json!({ "uid": uid })).into());
    }
    write.execute("UPDATE runs SET output = NULL WHERE uid = ?1", [uid])?;
    get(write, uid)
}

/// Exactly what was sent for a draft, as JSON; None where nothing was.
pub fn told(connection: &Connection, uid: &str) -> Result<Option<String>> {
    get(connection, uid)?;
    let packed: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT s.told FROM runs r JOIN run_steps s ON s.run_id = r.id AND s.position = 0 WHERE r.uid = ?1",
        )?
        .query_row([uid], |row| row.get(0))?;
    packed.map(|packed| runs::unpacked(&packed)).transpose()
}

/// Every draft that somebody carries out, or did.
pub fn open_runs(connection: &Connection) -> Result<Vec<OpenDraft>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, coalesce(r.owner, ''), s.detail, r.uid FROM runs r
         JOIN run_steps s ON s.run_id = r.id AND s.position = 0
         WHERE r.status IN ('pending','running','waiting') AND r.status = 'running' AND r.kind = ?1 ORDER BY r.id",
    )?;
    let rows = statement.query_map([KIND], |row| {
        let text = json::<Detail>(row, 2).map(|detail| detail.text);
        Ok((row.get(0)?, row.get(1)?, text, row.get(3)?))
    })?;
    rows.map(|row| {
        let (run, owner, text, uid) = row?;
        Ok(OpenDraft { run, owner, text: text?, uid })
    })
    .collect()
}

/// Lets the drafts of a task go, before it goes for good itself.
pub(crate) fn let_go(write: &Write<'_>, task_uid: &str) -> Result<()> {
    write.execute(
        "DELETE FROM runs WHERE task_id = (SELECT id FROM tasks WHERE uid = ?1) AND kind = ?2",
        (task_uid, KIND),
    )?;
    Ok(())
}
