//! Runs of conversations: what secretaries were asked to answer, and how far each has come
//! (tables `runs` and `run_steps`). Not journalled: what comes of them are messages, which are.
//! Must not know models, nor who carries a run out.

use hisho_domain::talk::{RunStatus, TalkState, TalkStep};
use hisho_domain::{Error, check};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::journal::{json, to_json, word};
use crate::record::CONVERSATION;
use crate::{Result, Write, time};

const KIND: &str = "talk";
/// How hard what was sent is compressed: it is text, and written while somebody waits.
const LEVEL: i32 = 3;

/// A run that is about to begin.
#[derive(Debug, Clone)]
pub struct NewRun<'a> {
    /// The conversation it is part of.
    pub conversation_uid: &'a str,
    /// The process that carries it out, by its lock.
    pub owner: &'a str,
    /// Paths of the notes that go along.
    pub context: &'a [String],
    /// The message that each answer becomes, and who answers.
    pub steps: &'a [(String, String)],
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Input {
    context: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Detail {
    message_uid: String,
    secretary_uid: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    error: Option<Error>,
}

/// A run that somebody carries out, or did.
#[derive(Debug, Clone)]
pub struct OpenRun {
    /// Its row.
    pub id: i64,
    /// The process that carried it out.
    pub owner: String,
    /// The conversation it is part of.
    pub conversation_uid: String,
}

fn step(row: &Row<'_>) -> Result<TalkStep> {
    let detail: Detail = json(row, 1)?;
    Ok(TalkStep {
        message_uid: detail.message_uid,
        secretary_uid: detail.secretary_uid,
        status: word(row, 0, RunStatus::parse)?,
        text: detail.text,
        error: detail.error,
    })
}

/// Writes a run down; gives its row.
pub fn begin(write: &Write<'_>, new: &NewRun<'_>) -> Result<i64> {
    check::distinct("steps", new.steps.iter().map(|(message, _)| message))?;
    let conversation = CONVERSATION.live(write, new.conversation_uid)?;
    write.execute(
        "INSERT INTO runs (uid, kind, status, conversation_id, owner, input, started_at, created_at)
         VALUES (?1, ?2, 'running', ?3, ?4, ?5, ?6, ?6)",
        (time::new_uid(), KIND, conversation, new.owner, to_json(&Input { context: new.context.to_vec() })?, &write.at),
    )?;
    let run = write.last_insert_rowid();
    for (position, (message, secretary)) in (0i64..).zip(new.steps) {
        let detail =
            Detail { message_uid: message.clone(), secretary_uid: secretary.clone(), text: String::new(), error: None };
        write.execute(
            "INSERT INTO run_steps (run_id, position, name, detail) VALUES (?1, ?2, 'answer', ?3)",
            (run, position, to_json(&detail)?),
        )?;
    }
    Ok(run)
}

/// Says how a step is getting on, and what has come of it.
pub fn set_step(write: &Write<'_>, run: i64, position: usize, now: &TalkStep) -> Result<()> {
    let detail = Detail {
        message_uid: now.message_uid.clone(),
        secretary_uid: now.secretary_uid.clone(),
        text: now.text.clone(),
        error: now.error.clone(),
    };
    write
        .prepare_cached(
            "UPDATE run_steps SET status = ?3, detail = ?4, started_at = coalesce(started_at, ?5),
               completed_at = CASE WHEN ?6 THEN ?5 END WHERE run_id = ?1 AND position = ?2",
        )?
        .execute((
            run,
            i64::try_from(position).unwrap_or(i64::MAX),
            now.status.as_str(),
            to_json(&detail)?,
            &write.at,
            now.status.is_over(),
        ))?;
    Ok(())
}

/// Keeps what was sent for a step, as JSON; what was sent for it before is forgotten.
pub fn set_told(write: &Write<'_>, run: i64, position: usize, told: &str) -> Result<()> {
    let packed = zstd::encode_all(told.as_bytes(), LEVEL).map_err(Error::internal)?;
    write.prepare_cached("UPDATE run_steps SET told = ?3 WHERE run_id = ?1 AND position = ?2")?.execute((
        run,
        i64::try_from(position).unwrap_or(i64::MAX),
        packed,
    ))?;
    Ok(())
}

/// What was sent for the answer that became this message, as JSON; None where nothing was, or it is not kept.
pub fn told(connection: &Connection, conversation_uid: &str, message_uid: &str) -> Result<Option<String>> {
    let conversation = CONVERSATION.live(connection, conversation_uid)?;
    let found: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT s.told FROM runs r JOIN run_steps s ON s.run_id = r.id WHERE r.conversation_id = ?1
             AND s.told IS NOT NULL AND json_extract(s.detail, '$.message_uid') = ?2 ORDER BY r.id DESC LIMIT 1",
        )?
        .query_row((conversation, message_uid), |row| row.get(0))
        .optional()?;
    found.map(|packed| unpacked(&packed)).transpose()
}

/// What was sent, as it was before it was compressed.
pub(crate) fn unpacked(packed: &[u8]) -> Result<String> {
    let bytes = zstd::decode_all(packed).map_err(Error::internal)?;
    Ok(String::from_utf8(bytes).map_err(Error::internal)?)
}

/// What was said in a conversation up to a message, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The position of the last message in it.
    pub until: i64,
    /// The sum.
    pub text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Summed {
    until: i64,
    text: String,
    /// How many messages it is made of, and the sum of their revisions: another text of one, or one
    /// that went, makes it untrue.
    messages: i64,
    revisions: i64,
}

/// How many living messages there are up to a position, and the sum of their revisions.
fn state_until(connection: &Connection, conversation: i64, until: i64) -> Result<(i64, i64)> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*), coalesce(sum(rev), 0) FROM messages
             WHERE conversation_id = ?1 AND id <= ?2 AND deleted_at IS NULL",
        )?
        .query_row((conversation, until), |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Keeps with a run what was said before, summed up for it.
pub fn set_summary(write: &Write<'_>, run: i64, conversation_uid: &str, summary: &Summary) -> Result<()> {
    let conversation = CONVERSATION.live(write, conversation_uid)?;
    let (messages, revisions) = state_until(write, conversation, summary.until)?;
    let summed = Summed { until: summary.until, text: summary.text.clone(), messages, revisions };
    write.execute("UPDATE runs SET output = ?2 WHERE id = ?1", (run, to_json(&summed)?))?;
    Ok(())
}

/// The newest sum of what was said in a conversation before a position; None where there is none, or
/// something in it was changed since.
pub fn summary(connection: &Connection, conversation_uid: &str, before: Option<i64>) -> Result<Option<Summary>> {
    let conversation = CONVERSATION.live(connection, conversation_uid)?;
    let found = connection
        .prepare_cached(
            "SELECT output FROM runs WHERE conversation_id = ?1 AND output IS NOT NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row([conversation], |row| Ok(json::<Summed>(row, 0)))
        .optional()?
        .transpose()?;
    let Some(found) = found.filter(|found| before.is_none_or(|before| found.until < before)) else { return Ok(None) };
    let is_true = state_until(connection, conversation, found.until)? == (found.messages, found.revisions);
    Ok(is_true.then_some(Summary { until: found.until, text: found.text }))
}

/// Ends a run whose process has nothing more to do for it; gives how. It waits as long as one of its
/// steps waits for the person.
pub fn finish(write: &Write<'_>, run: i64) -> Result<RunStatus> {
    let steps = steps(write, run)?;
    let has = |status| steps.iter().any(|step| step.status == status);
    let orders = [RunStatus::Waiting, RunStatus::Failed, RunStatus::Cancelled];
    let status = orders.into_iter().find(|status| has(*status));
    let status = status.unwrap_or(RunStatus::Completed);
    write
        .prepare_cached("UPDATE runs SET status = ?2, completed_at = CASE WHEN ?4 THEN ?3 END WHERE id = ?1")?
        .execute((run, status.as_str(), &write.at, status.is_over()))?;
    Ok(status)
}

/// The steps of a run in their order.
pub fn steps(connection: &Connection, run: i64) -> Result<Vec<TalkStep>> {
    let mut statement =
        connection.prepare_cached("SELECT status, detail FROM run_steps WHERE run_id = ?1 ORDER BY position")?;
    let rows = statement.query_map([run], |row| Ok(step(row)))?;
    rows.map(|row| row?).collect()
}

/// The newest run of a conversation; nothing where nobody was ever asked.
pub fn newest(connection: &Connection, conversation_uid: &str) -> Result<TalkState> {
    let conversation = CONVERSATION.live(connection, conversation_uid)?;
    let found: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, status FROM runs WHERE conversation_id = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((run, status)) = found else { return Ok(TalkState::default()) };
    let is_running = matches!(RunStatus::parse(&status), Some(RunStatus::Pending | RunStatus::Running));
    Ok(TalkState { is_running, steps: steps(connection, run)? })
}

/// Who was asked for the answer that became, or was to become, this message, and with which notes.
pub fn asked(
    connection: &Connection,
    conversation_uid: &str,
    message_uid: &str,
) -> Result<Option<(String, Vec<String>)>> {
    let conversation = CONVERSATION.live(connection, conversation_uid)?;
    connection
        .prepare_cached(
            "SELECT s.detail, r.input FROM runs r JOIN run_steps s ON s.run_id = r.id
             WHERE r.conversation_id = ?1 AND json_extract(s.detail, '$.message_uid') = ?2 ORDER BY r.id DESC LIMIT 1",
        )?
        .query_row((conversation, message_uid), |row| {
            let read = || Ok((json::<Detail>(row, 0)?.secretary_uid, json::<Input>(row, 1)?.context));
            Ok(read())
        })
        .optional()?
        .transpose()
}

/// The step of a conversation that waits for the person to say this message: its run, its place there,
/// and the step.
pub fn waiting(
    connection: &Connection,
    conversation_uid: &str,
    message_uid: &str,
) -> Result<Option<(i64, usize, TalkStep)>> {
    let conversation = CONVERSATION.live(connection, conversation_uid)?;
    let mut statement = connection.prepare_cached(
        "SELECT id FROM runs WHERE conversation_id = ?1 AND status IN ('running','waiting') ORDER BY id DESC",
    )?;
    let found = statement.query_map([conversation], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for run in found {
        for (position, step) in steps(connection, run)?.into_iter().enumerate() {
            if step.status == RunStatus::Waiting && step.message_uid == message_uid {
                return Ok(Some((run, position, step)));
            }
        }
    }
    Ok(None)
}

/// Ends a run that only waited, once nothing of it waits any more.
pub fn finish_waiting(write: &Write<'_>, run: i64) -> Result<()> {
    let status: String = write.query_row("SELECT status FROM runs WHERE id = ?1", [run], |row| row.get(0))?;
    if status == RunStatus::Waiting.as_str() {
        finish(write, run)?;
    }
    Ok(())
}

/// Waits no longer for what the person was to say in this conversation; gives how many answers that
/// were.
pub fn pass_over(write: &Write<'_>, conversation_uid: &str) -> Result<usize> {
    let conversation = CONVERSATION.live(write, conversation_uid)?;
    let mut statement =
        write.prepare_cached("SELECT id FROM runs WHERE conversation_id = ?1 AND status = 'waiting' ORDER BY id")?;
    let found = statement.query_map([conversation], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut passed = 0;
    for run in found {
        passed += write.execute(
            "UPDATE run_steps SET status = 'skipped', completed_at = ?2 WHERE run_id = ?1 AND status = 'waiting'",
            (run, &write.at),
        )?;
        finish(write, run)?;
    }
    Ok(passed)
}

/// Every run that somebody carries out, or did.
pub fn open(connection: &Connection) -> Result<Vec<OpenRun>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, coalesce(r.owner, ''), c.uid FROM runs r JOIN conversations c ON c.id = r.conversation_id
         WHERE r.status IN ('pending','running','waiting') AND r.status <> 'waiting' AND r.kind = ?1 ORDER BY r.id",
    )?;
    let rows = statement
        .query_map([KIND], |row| Ok(OpenRun { id: row.get(0)?, owner: row.get(1)?, conversation_uid: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
