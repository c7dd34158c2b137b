//! What the person did, transaction by transaction (table `change_sets`), undone and done again.
//! A step is turned only where every value it set is still there, whoever wrote since; otherwise
//! nothing is. Revisions go on growing, and the journal tells of it like of any other change.
//! Must not know what a row means: rows are the recorder's, records are the journal's.

use std::collections::{HashMap, HashSet};

use hisho_domain::history::{History, HistoryStep, StepChange};
use hisho_domain::{Action, ActorKind, Change, Entity, Error, ErrorCode, Origin};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde_json::{Value as Json, json};

use crate::journal::{self, to_json, word};
use crate::recorder::{FORWARD, Image, Recorder, Step, Table, decode};
use crate::search::reindex;
use crate::{Failure, Journalled, Result, Write, trash};

/// The oldest beyond so many are forgotten.
const KEPT: i64 = 1000;

/// So many changes of a step are shown.
const SHOWN: i64 = 100;

/// Which way a step is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Undo,
    Redo,
}

/// Adds what this transaction of the person did to the history. What was undone before can then
/// no longer be done again. What touched nothing a person keeps is left out.
pub(crate) fn keep(write: &Write<'_>) -> Result<()> {
    let last = journal::last_seq(write)?;
    let Some(recorder) = write.recorder.filter(|_| last > write.since && !write.passing.get()) else { return Ok(()) };
    let steps = recorder.steps(write)?;
    // Where the vault lies, and whether Hisho writes there, is set and not undone.
    let beyond_the_vault = "SELECT EXISTS (SELECT 1 FROM changes WHERE seq > ?1 AND entity <> 'vault')";
    let kept = match write.actor.decides {
        true => write.prepare_cached(beyond_the_vault)?.query_row([write.since], |row| row.get(0))?,
        false => !steps.is_empty(),
    };
    if !kept {
        return Ok(());
    }
    write.execute("DELETE FROM change_sets WHERE state = 'undone'", [])?;
    write
        .prepare_cached(
            "INSERT INTO change_sets (at, origin, is_decision, first_seq, last_seq, moved_seq, steps)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        )?
        .execute((
            &write.at,
            write.actor.origin.as_str(),
            write.actor.decides,
            write.since + 1,
            last,
            to_json(&steps)?,
        ))?;
    write.prepare_cached("DELETE FROM change_sets WHERE id <= ?1")?.execute([write.last_insert_rowid() - KEPT])?;
    Ok(())
}

/// Forgets what was done before a time; gives how many steps that were.
pub fn forget_before(write: &Write<'_>, at: &str) -> Result<usize> {
    Ok(write.execute("DELETE FROM change_sets WHERE at < ?1", [at])?)
}

/// What can be undone and done again, what is next first.
pub fn list(connection: &Connection, limit: i64) -> Result<History> {
    let of = |state: &str| -> Result<Vec<HistoryStep>> {
        let mut statement =
            connection.prepare_cached(&format!("{SET} WHERE state = ?1 ORDER BY moved_seq DESC LIMIT ?2"))?;
        let rows = statement.query_map((state, limit), |row| Ok(step(connection, row)))?;
        rows.map(|row| row?).collect()
    };
    Ok(History { undo: of("done")?, redo: of("undone")? })
}

/// Undoes what the person did last, or the step with this id; gives what was undone.
pub fn undo(write: &Write<'_>, id: Option<i64>) -> Result<HistoryStep> {
    turn(write, id, Turn::Undo)
}

/// Does again what was undone last, or the step with this id; gives what was done again.
pub fn redo(write: &Write<'_>, id: Option<i64>) -> Result<HistoryStep> {
    turn(write, id, Turn::Redo)
}

const SET: &str = "SELECT id, at, origin, is_decision, first_seq, last_seq FROM change_sets";

fn step(connection: &Connection, row: &Row<'_>) -> Result<HistoryStep> {
    let (first, last): (i64, i64) = (row.get(4)?, row.get(5)?);
    let changes = journalled(connection, first, last, SHOWN)?
        .iter()
        .map(|change| StepChange {
            entity: change.entity,
            uid: change.uid.clone(),
            action: change.action,
            title: title(if change.after.is_null() { &change.before } else { &change.after }),
        })
        .collect();
    Ok(HistoryStep {
        id: row.get(0)?,
        at: row.get(1)?,
        origin: word(row, 2, Origin::parse)?,
        is_decision: row.get(3)?,
        changes,
        total: connection
            .prepare_cached("SELECT count(*) FROM changes WHERE seq BETWEEN ?1 AND ?2")?
            .query_row((first, last), |row| row.get(0))?,
    })
}

/// The journal rows of one transaction, at most so many.
fn journalled(connection: &Connection, first: i64, last: i64, limit: i64) -> Result<Vec<Change>> {
    let limit = limit.min(last - first + 1);
    let mut rows = journal::list(connection, &journal::Filter { after: first - 1, limit, ..Default::default() })?;
    rows.retain(|change| change.seq <= last);
    Ok(rows)
}

/// What a record of the journal is called.
fn title(record: &Json) -> Option<String> {
    ["/title", "/name", "/newest/content/title"].iter().find_map(|at| Some(record.pointer(at)?.as_str()?.to_owned()))
}

fn turn(write: &Write<'_>, id: Option<i64>, turn: Turn) -> Result<HistoryStep> {
    let recorder = match write.recorder {
        Some(recorder) if write.actor.kind == ActorKind::Person => recorder,
        _ => {
            let params = json!({ "command": if turn == Turn::Undo { "history.undo" } else { "history.redo" } });
            return Err(Error::new(ErrorCode::PersonOnly, "only the person undoes what the person did", params).into());
        }
    };
    write.passing.set(true);
    let (state, nothing) = match turn {
        Turn::Undo => ("done", "nothing_to_undo"),
        Turn::Redo => ("undone", "nothing_to_redo"),
    };
    let sql = format!("{SET} WHERE state = ?1 AND (?2 IS NULL OR id = ?2) ORDER BY moved_seq DESC LIMIT 1");
    let (told, first, last) = write
        .prepare_cached(&sql)?
        .query_row((state, id), |row| Ok((step(write, row), row.get(4)?, row.get(5)?)))
        .optional()?
        .ok_or_else(|| Error::refused(nothing, json!({})))?;
    let told = told?;
    let about =
        told.changes.first().map_or(json!({}), |c| json!({ "entity": c.entity, "uid": c.uid, "title": c.title }));
    if told.is_decision {
        return Err(Error::refused("decision", about).into());
    }
    let steps: String = write.query_row("SELECT steps FROM change_sets WHERE id = ?1", [told.id], |row| row.get(0))?;
    let mut steps: Vec<Step> = serde_json::from_str(&steps).map_err(|e| Failure::Domain(Error::internal(e)))?;
    if turn == Turn::Undo {
        // Backwards through moments that all were, so every constraint holds on the way.
        steps.reverse();
    }
    let mut fits = true;
    for step in &steps {
        fits = fits && apply(write, recorder, step, turn)?;
    }
    fits = fits
        && nothing_else(write, recorder, &steps)?
        && tell(write, recorder, &steps, &journalled(write, first, last, i64::MAX)?, turn)?;
    if !fits {
        return Err(Error::refused("changed_since", about).into());
    }
    let moved = journal::last_seq(write)?;
    let state = if turn == Turn::Undo { "undone" } else { "done" };
    write.execute("UPDATE change_sets SET state = ?2, moved_seq = ?3 WHERE id = ?1", (told.id, state, moved))?;
    Ok(told)
}

/// Turns one row. False when it is not as the step left it, or no longer fits in.
fn apply(write: &Write<'_>, recorder: &Recorder, step: &Step, turn: Turn) -> Result<bool> {
    let Some(table) = recorder.table(&step.table) else { return Ok(false) };
    let (from, to) = match turn {
        Turn::Undo => (&step.after, &step.before),
        Turn::Redo => (&step.before, &step.after),
    };
    let mut sql = Sql::default();
    match (from, to) {
        (None, Some(to)) => insert(write, &mut sql, table, to)?,
        (Some(from), None) => {
            sql.text = format!("DELETE FROM \"{}\" WHERE ", table.name);
            sql.where_is(table, step, from)?;
        }
        (Some(from), Some(to)) => {
            sql.text = format!("UPDATE \"{}\" SET ", table.name);
            let mut set = Vec::new();
            for (column, value) in to {
                set.push(format!("\"{column}\" = ?{}", sql.add(decode(value)?)));
            }
            if step.revised {
                set.push("rev = rev + 1".into());
            }
            if step.stamped {
                set.push(format!("updated_at = ?{}", sql.add(Value::Text(write.at.clone()))));
            }
            sql.text.push_str(&set.join(", "));
            sql.text.push_str(" WHERE ");
            sql.where_is(table, step, from)?;
        }
        (None, None) => return Ok(false),
    }
    match write.prepare_cached(&sql.text)?.execute(params_from_iter(&sql.values)) {
        Ok(rows) => Ok(rows == 1),
        // A name was taken, a thing it belongs to went away, or a rule of the table forbids it now.
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// A statement as it is put together.
#[derive(Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn add(&mut self, value: Value) -> usize {
        self.values.push(value);
        self.values.len()
    }

    /// Names the row, as long as it is as `image` says.
    fn where_is(&mut self, table: &Table, step: &Step, image: &Image) -> Result<()> {
        let key = table.key.iter().zip(&step.key);
        let rest =
            image.iter().filter(|(column, _)| !FORWARD.contains(&column.as_str()) && !table.key.contains(column));
        let mut terms = Vec::new();
        for (column, value) in key.chain(rest) {
            terms.push(format!("\"{column}\" IS ?{}", self.add(decode(value)?)));
        }
        self.text.push_str(&terms.join(" AND "));
        Ok(())
    }
}

/// Puts a row back, with a revision beyond every one it ever had.
fn insert(write: &Write<'_>, sql: &mut Sql, table: &Table, image: &Image) -> Result<()> {
    let (mut columns, mut places) = (Vec::new(), Vec::new());
    for (column, value) in image {
        let value = match (column.as_str(), decode(value)?, image.get("uid").and_then(Json::as_str)) {
            ("rev", Value::Integer(rev), uid) => {
                Value::Integer(rev.max(newest_rev(write, uid.unwrap_or_default())?) + 1)
            }
            ("updated_at", Value::Text(_), _) => Value::Text(write.at.clone()),
            (_, value, _) => value,
        };
        columns.push(format!("\"{column}\""));
        places.push(format!("?{}", sql.add(value)));
    }
    sql.text = format!("INSERT INTO \"{}\" ({}) VALUES ({})", table.name, columns.join(", "), places.join(", "));
    Ok(())
}

/// The greatest revision that the journal knows of a thing.
fn newest_rev(connection: &Connection, uid: &str) -> Result<i64> {
    // By kind of thing, so that the index on it serves.
    let mut statement =
        connection.prepare_cached("SELECT coalesce(max(rev), 0) FROM changes WHERE entity = ?1 AND entity_uid = ?2")?;
    let mut newest = 0;
    for entity in Entity::ALL {
        newest = newest.max(statement.query_row((entity.as_str(), uid), |row| row.get(0))?);
    }
    Ok(newest)
}

/// Whether only rows of the steps were touched: a cascade into others would lose what came since.
fn nothing_else(write: &Write<'_>, recorder: &Recorder, steps: &[Step]) -> Result<bool> {
    let name = |step: &Step| (step.table.clone(), Json::from(step.key.clone()).to_string());
    let meant: HashSet<_> = steps.iter().map(name).collect();
    Ok(recorder.steps(write)?.iter().all(|step| meant.contains(&name(step))))
}

/// Journals what became of every thing the step is about, and brings the search index in line.
/// False when one of them is in the trash by now, where nothing is changed.
fn tell(write: &Write<'_>, recorder: &Recorder, steps: &[Step], told: &[Change], turn: Turn) -> Result<bool> {
    let touched: HashSet<&str> = steps.iter().map(|step| step.table.as_str()).collect();
    let with_rev = |table: &&Table| touched.contains(table.name.as_str()) && table.has("uid") && table.has("rev");
    let tables: Vec<&Table> = recorder.tables.iter().filter(with_rev).collect();
    let name = |change: &Change| (change.entity, change.uid.clone());
    let mut lasts: HashMap<_, &Change> = told.iter().map(|change| (name(change), change)).collect();
    for first in told {
        // Each thing once: from before its first change to after its last.
        let Some(last) = lasts.remove(&name(first)) else { continue };
        let was = !matches!(first.action, Action::Create | Action::Restore);
        let action = match (was, last.action != Action::Delete, turn) {
            (true, true, _) => Action::Update,
            (false, true, Turn::Undo) | (true, false, Turn::Redo) => Action::Delete,
            (true, false, Turn::Undo) => Action::Restore,
            (false, true, Turn::Redo) => first.action,
            (false, false, _) => continue,
        };
        let (from, to) = match turn {
            Turn::Undo => (&last.after, &first.before),
            Turn::Redo => (&first.before, &last.after),
        };
        let now = newest_record(write, first.entity, &first.uid)?;
        if action == Action::Update && now.is_null() && !from.is_null() {
            return Ok(false);
        }
        let rev = rev_of(write, &tables, first)?;
        let after = if action == Action::Delete { Json::Null } else { stamped(merged(from, &now, to), rev, &write.at) };
        write.journal(Journalled { entity: first.entity, uid: &first.uid, rev, action }, &now, &after)?;
        reindex(write, first.entity, &first.uid, action != Action::Delete)?;
        if matches!(action, Action::Create | Action::Restore) {
            trash::has_room(write, first.entity, &first.uid)?;
        }
    }
    Ok(true)
}

/// The record as the journal last saw it; null for a thing that is in the trash or gone.
fn newest_record(connection: &Connection, entity: Entity, uid: &str) -> Result<Json> {
    serde_json::from_str(&newest_text(connection, entity, uid)?).map_err(|e| Failure::Domain(Error::internal(e)))
}

/// The same as it is written in the journal.
pub(crate) fn newest_text(connection: &Connection, entity: Entity, uid: &str) -> Result<String> {
    let text = connection
        .prepare_cached("SELECT after FROM changes WHERE entity = ?1 AND entity_uid = ?2 ORDER BY seq DESC LIMIT 1")?
        .query_row((entity.as_str(), uid), |row| row.get(0))
        .optional()?;
    Ok(text.unwrap_or_else(|| "null".into()))
}

/// The revision a thing has now; beyond its last one when it is no longer there, 0 without any.
fn rev_of(write: &Write<'_>, tables: &[&Table], change: &Change) -> Result<i64> {
    for table in tables {
        let rev: Option<i64> = write
            .prepare_cached(&format!("SELECT rev FROM \"{}\" WHERE uid = ?1", table.name))?
            .query_row([&change.uid], |row| row.get(0))
            .optional()?;
        if let Some(rev) = rev {
            return Ok(rev);
        }
    }
    let newest = newest_rev(write, &change.uid)?;
    Ok(if newest == 0 { 0 } else { newest + 1 })
}

/// `now` with what leads from `from` to `to`; what somebody else changed meanwhile stays.
fn merged(from: &Json, now: &Json, to: &Json) -> Json {
    if from == now || from == to {
        return if from == now { to.clone() } else { now.clone() };
    }
    let (Json::Object(from), Json::Object(now), Json::Object(to)) = (from, now, to) else { return to.clone() };
    to.iter()
        .map(|(key, to)| {
            let value = match (from.get(key), now.get(key)) {
                (Some(from), Some(now)) => merged(from, now, to),
                _ => to.clone(),
            };
            (key.clone(), value)
        })
        .collect()
}

/// A record with its revision and time of change, where it shows them.
pub(crate) fn stamped(mut record: Json, rev: i64, at: &str) -> Json {
    for (field, value) in [("rev", json!(rev)), ("updated_at", json!(at))] {
        if let Some(shown) = record.get_mut(field) {
            *shown = value;
        }
    }
    record
}

#[cfg(test)]
mod tests;
