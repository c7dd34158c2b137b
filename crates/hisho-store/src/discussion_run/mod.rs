//! Discussions that run: their events are the truth. Taking one writes its row and, in the same
//! transaction, everything it means for the other tables; reading them back gives the state.
//! Must not know who carries a discussion out, models or prompts.

mod facts;
mod owners;
mod sent;
#[cfg(test)]
mod tests;

use hisho_domain::discussion::engine::{Event, Record, State, Step, Task, standing};
use hisho_domain::discussion::run::Arranged;
use hisho_domain::discussion::{Discussion, DiscussionStatus, InterruptionType, Said};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use crate::discussions::{event as put_event, get, journal, sit_again, touch};
use crate::journal::json as read_json;
use crate::{Failure, Result, Write};

pub use owners::{Carried, OpenRun, begin_run, finish_run, left, open_runs};
pub use sent::{sent, texts};

/// The event before which a discussion is only prepared.
const SETUP: &str = "setup";

/// A discussion that runs, as its events say.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    pub(crate) id: i64,
    /// Its identity.
    pub uid: String,
    /// What it began with.
    pub arranged: Arranged,
    /// Where it stands.
    pub state: State,
    /// The number of the last event.
    pub number: i64,
    /// How long it was active in all, in milliseconds, up to the last event. What lies between a kill and
    /// the next start does not count.
    pub active_ms: u64,
    at: String,
}

/// What is written beside an event.
pub struct Beside<'a> {
    /// What a model was told before it answered, as JSON.
    pub sent: Option<String>,
    /// Words for how it ended, from the state and the names of its seats by place.
    pub summary: &'a dyn Fn(&State, &[String]) -> String,
}

/// What came of an event.
#[derive(Debug)]
pub struct Taken {
    /// The discussion since.
    pub loaded: Loaded,
    /// What is to be done.
    pub step: Step,
    /// The messages it made.
    pub messages: Vec<String>,
    /// The interruptions it made.
    pub interruptions: Vec<String>,
}

/// A discussion by its events; None when it has not begun to run.
pub fn load(connection: &Connection, uid: &str) -> Result<Option<Loaded>> {
    replay(connection, uid, |_| {})
}

/// As [`running`], with everything that was said in it, by number.
pub fn with_said(connection: &Connection, uid: &str) -> Result<(Loaded, Vec<Said>)> {
    let mut said = Vec::new();
    let loaded = replay(connection, uid, |record| {
        if let Record::Message { number, seat, utterance, .. } = record {
            said.push(Said::of(*number, *seat, utterance));
        }
    })?;
    Ok((loaded.ok_or_else(not_begun)?, said))
}

/// Takes all events of a discussion again, and tells what they mean.
fn replay(connection: &Connection, uid: &str, mut told: impl FnMut(&Record)) -> Result<Option<Loaded>> {
    let id = row(connection, uid)?;
    let mut statement = connection.prepare_cached(
        "SELECT number, at, kind, data FROM discussion_events WHERE discussion_id = ?1 AND number >=
           (SELECT max(number) FROM discussion_events WHERE discussion_id = ?1 AND kind = ?2) ORDER BY number",
    )?;
    let rows = statement.query_map((id, SETUP), |row| {
        Ok(read_json::<Value>(row, 3)
            .and_then(|data| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, data))))
    })?;
    let mut loaded: Option<Loaded> = None;
    for row in rows {
        let (number, at, kind, data) = row??;
        match &mut loaded {
            None => {
                let arranged: Arranged = serde_json::from_value(data).map_err(damaged)?;
                let state = State::new(arranged.setup.clone())?;
                loaded = Some(Loaded { id, uid: uid.to_owned(), arranged, state, number, active_ms: 0, at });
            }
            Some(loaded) => {
                let event = parsed(&kind, data)?;
                loaded.pass(&event, &at);
                loaded.state.step(event)?.records.iter().for_each(&mut told);
                loaded.number = number;
            }
        }
    }
    Ok(loaded)
}

/// As [`load`], from how it was last seen where nothing happened since, so that its events need not all
/// be taken again.
pub fn load_since(connection: &Connection, uid: &str, seen: Option<Loaded>) -> Result<Option<Loaded>> {
    let id = row(connection, uid)?;
    let Some(seen) = seen.filter(|seen| seen.id == id && seen.uid == uid) else { return load(connection, uid) };
    // By its time as well: a database that was put back may count anew from an older event.
    let newest: (i64, String) = connection
        .prepare_cached(
            "SELECT number, at FROM discussion_events WHERE discussion_id = ?1 ORDER BY number DESC LIMIT 1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if newest == (seen.number, seen.at.clone()) { Ok(Some(seen)) } else { load(connection, uid) }
}

/// As [`load_since`]; one that has not begun is refused.
pub fn running_since(connection: &Connection, uid: &str, seen: Option<Loaded>) -> Result<Loaded> {
    load_since(connection, uid, seen)?.ok_or_else(not_begun)
}

/// As [`load`]; one that has not begun is refused.
pub fn running(connection: &Connection, uid: &str) -> Result<Loaded> {
    load(connection, uid)?.ok_or_else(not_begun)
}

fn not_begun() -> Failure {
    DiscussionStatus::Draft.refuses(json!({})).into()
}

fn row(connection: &Connection, uid: &str) -> Result<i64> {
    connection
        .prepare_cached("SELECT id FROM ai_discussions WHERE uid = ?1 AND deleted_at IS NULL")?
        .query_row([uid], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Discussion, uid).into())
}

fn damaged(error: serde_json::Error) -> Failure {
    Failure::Domain(Error::internal(error))
}

fn parsed(kind: &str, data: Value) -> Result<Event> {
    let has_data = data.as_object().is_some_and(|fields| !fields.is_empty());
    let whole = if has_data { json!({ "kind": kind, "data": data }) } else { json!({ "kind": kind }) };
    serde_json::from_value(whole).map_err(damaged)
}

impl Loaded {
    /// Counts the time before an event in which it was active.
    fn pass(&mut self, event: &Event, at: &str) {
        let killed = matches!(event, Event::Abandoned { .. });
        if self.state.status == DiscussionStatus::Active && !killed {
            let instant = |at: &str| at.parse::<jiff::Timestamp>().map(|at| at.as_millisecond()).unwrap_or_default();
            self.active_ms += u64::try_from(instant(at) - instant(&self.at)).unwrap_or(0);
        }
        self.at = at.to_owned();
    }
}

/// Begins to run a discussion that was prepared.
pub fn begin(write: &Write<'_>, uid: &str, rev: i64, arranged: Arranged, beside: &Beside<'_>) -> Result<Taken> {
    let before = get(write, uid)?;
    if before.summary.rev != rev {
        return Err(Error::stale(Entity::Discussion).into());
    }
    let from = before.summary.status;
    if load(write, uid)?.is_some() || matches!(from, DiscussionStatus::Completed | DiscussionStatus::Terminated) {
        return Err(Error::refused("already_started", json!({ "from": from })).into());
    }
    let state = State::new(arranged.setup.clone())?;
    let id = row(write, uid)?;
    put_event(write, id, SETUP, &serde_json::to_value(&arranged).map_err(damaged)?)?;
    write.execute("UPDATE ai_discussions SET started_at = ?2 WHERE id = ?1", (id, &write.at))?;
    let number = last(write, id)?;
    let loaded = Loaded { id, uid: uid.to_owned(), arranged, state, number, active_ms: 0, at: write.at.clone() };
    follow(write, before, Some(loaded), Event::Started, beside)
}

fn last(connection: &Connection, id: i64) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(number), 0) FROM discussion_events WHERE discussion_id = ?1")?
        .query_row([id], |row| row.get(0))?)
}

/// Takes an event: its row, what it means for the other tables, and the journal. `known` is the
/// discussion as it was last seen, so that it need not be read again when nothing happened since.
/// An event that cannot happen now is refused, and nothing is written.
pub fn take(write: &Write<'_>, uid: &str, known: Option<Loaded>, event: Event, beside: &Beside<'_>) -> Result<Taken> {
    follow(write, get(write, uid)?, known, event, beside)
}

/// As [`take`], with the discussion as it was before anything of this was written.
fn follow(
    write: &Write<'_>,
    before: Discussion,
    known: Option<Loaded>,
    event: Event,
    beside: &Beside<'_>,
) -> Result<Taken> {
    // Events are never taken back: they are what happened.
    write.passing.set(true);
    let uid = before.summary.uid.as_str();
    let id = row(write, uid)?;
    let fresh = match known {
        Some(known) if known.id == id && known.number == last(write, id)? => Some(known),
        _ => None,
    };
    let mut loaded = match fresh {
        Some(known) => known,
        None => running(write, uid)?,
    };
    let asked = match &event {
        Event::Answered { turn, .. } => loaded.state.open.get(turn).map(|open| open.task.clone()),
        _ => None,
    };
    let written = serde_json::to_value(&event).map_err(damaged)?;
    let data = written.get("data").cloned().unwrap_or_else(|| json!({}));
    loaded.pass(&event, &write.at);
    let step = loaded.state.step(event.clone())?;
    put_event(write, id, written["kind"].as_str().unwrap_or_default(), &data)?;
    loaded.number += 1;
    match &event {
        Event::Joined { seat } => sit_again(write, id, &seat.uid, seat.role)?,
        Event::Left { seat } => {
            write
                .prepare_cached(
                    "UPDATE discussion_participants SET left_at = ?3 WHERE discussion_id = ?1 AND uid = ?2",
                )?
                .execute((id, seat, &write.at))?;
        }
        _ => {}
    }
    let mut taken = Taken { loaded, step, messages: Vec::new(), interruptions: Vec::new() };
    facts::put_down(write, &mut taken, beside)?;
    let said = taken.step.records.iter().any(|record| matches!(record, Record::Message { .. }));
    if let Some(Task::Clarify(question)) = asked.filter(|_| said) {
        resolve(write, id, &question)?;
    }
    stand(write, &taken, beside, &before)?;
    Ok(taken)
}

/// The question was answered that somebody stepped in with.
fn resolve(write: &Write<'_>, id: i64, question: &str) -> Result<()> {
    write
        .prepare_cached(
            "UPDATE discussion_interruptions SET resolved_at = ?4 WHERE id =
               (SELECT min(id) FROM discussion_interruptions
                WHERE discussion_id = ?1 AND interruption_type = ?2 AND trim(message) = ?3 AND resolved_at IS NULL)",
        )?
        .execute((id, InterruptionType::Clarify.as_str(), question, &write.at))?;
    Ok(())
}

/// Writes where the discussion stands since; journalled only where that is elsewhere than before.
fn stand(write: &Write<'_>, taken: &Taken, beside: &Beside<'_>, before: &Discussion) -> Result<()> {
    let Loaded { id, uid, state, .. } = &taken.loaded;
    let outcome = state.ending.as_ref().map(|ending| ending.outcome.as_str());
    let summary = match (&state.ending, &before.consensus_summary) {
        (None, _) => None,
        (Some(_), Some(known)) => Some(known.clone()),
        (Some(_), None) => Some((beside.summary)(state, &facts::names(write, &taken.loaded)?)),
    };
    let topic = (state.topic != state.setup.topic).then_some(&state.topic);
    let progress = f64::from(standing(state).progress) / 1_000.0;
    let ended_at = state.ending.as_ref().map(|_| &write.at);
    write
        .prepare_cached(
            "UPDATE ai_discussions SET status = ?2, current_topic = ?3, round = ?4, consensus_progress = ?5, outcome = ?6,
               consensus_summary = ?7, ended_at = CASE WHEN ?8 IS NULL THEN NULL ELSE coalesce(ended_at, ?8) END
             WHERE id = ?1",
        )?
        .execute(rusqlite::params![id, state.status.as_str(), topic, state.round, progress, outcome, summary, ended_at])?;
    let mut after = get(write, uid)?;
    // How often somebody spoke is counted from the messages, each of which is journalled itself.
    for (seat, known) in after.seats.iter_mut().zip(&before.seats) {
        seat.contributions = known.contributions;
    }
    if after != *before {
        touch(write, *id)?;
        journal(write, uid, Action::Update, Some(before))?;
    }
    Ok(())
}
