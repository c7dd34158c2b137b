//! The trash: putting a thing there with what belongs to it under one stamp, taking the whole
//! batch out again, and letting it go for good. A table joins by its line in [`BINS`].
//! Must not know what the records say; those are the journal's.

use std::collections::HashSet;

use hisho_domain::trash::Moved;
use hisho_domain::{Action, Entity, Error, ErrorCode};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value as Json, json};

use crate::history::{newest_text, stamped};
use crate::journal::to_json;
use crate::{
    Failure, Journalled, Result, Write, boards, comments, messages, plans, projects, search, task_drafts, tasks, time,
};

mod list;

pub use list::{heads, list};

/// A table whose rows can lie in the trash.
struct Bin {
    entity: Entity,
    table: &'static str,
    /// SQL for what a row `t` is called.
    title: &'static str,
    /// The column of the name and its longest length, where two may not have the same.
    name: Option<(&'static str, usize)>,
    /// Where rows `t` in the trash are looked for, when it is not simply the table.
    lying: Option<&'static str>,
    /// Why rows stay, and SQL for those rows `t`.
    protected: Option<(&'static str, &'static str)>,
    /// Columns that name what a row belongs to and goes with.
    holders: &'static [(&'static str, Entity)],
    /// Columns that name what a row is in: it does not go along, but comes back only where that is.
    within: &'static [(&'static str, Entity)],
    /// What is to be done before the row goes for good.
    going: Option<fn(&Write<'_>, &str) -> Result<()>>,
    /// A reason why the row ?1 cannot come back, and SQL that gives the limit it would break.
    limit: Option<(&'static str, &'static str)>,
}

const PLAIN: Bin = Bin {
    entity: Entity::Label,
    table: "",
    title: "t.name",
    name: None,
    lying: None,
    protected: None,
    holders: &[],
    within: &[],
    going: None,
    limit: None,
};
const NAMED: Bin = Bin { name: Some(("name", 100)), ..PLAIN };

/// Everything that can lie in the trash. Holders come before what they hold.
const BINS: &[Bin] = &[
    Bin {
        entity: Entity::Plan,
        table: "plans",
        title: "(SELECT v.title FROM plan_versions v WHERE v.id = t.newest_version_id)",
        ..PLAIN
    },
    Bin { entity: Entity::Project, table: "workflows", ..PLAIN },
    Bin {
        entity: Entity::Task,
        table: "tasks",
        holders: &[("workflow_id", Entity::Project), ("parent_task_id", Entity::Task)],
        going: Some(task_drafts::let_go),
        ..PLAIN
    },
    Bin { entity: Entity::Conversation, table: "conversations", title: "t.title", ..PLAIN },
    Bin {
        entity: Entity::Message,
        table: "messages",
        title: "substr(replace(t.content, char(10), ' '), 1, 200)",
        // By way of its index, as there are very many.
        lying: Some("conversations c CROSS JOIN messages t ON t.conversation_id = c.id"),
        protected: Some((
            "archived",
            "EXISTS (SELECT 1 FROM conversations c WHERE c.id = t.conversation_id AND c.status = 'archived')",
        )),
        within: &[("conversation_id", Entity::Conversation)],
        ..PLAIN
    },
    Bin { entity: Entity::Discussion, table: "ai_discussions", title: "t.title", ..PLAIN },
    Bin {
        entity: Entity::Board,
        table: "boards",
        within: &[("workflow_id", Entity::Project)],
        going: Some(boards::let_go),
        ..NAMED
    },
    Bin {
        entity: Entity::Comment,
        table: "comments",
        title: "substr(replace(t.body, char(10), ' '), 1, 200)",
        within: &[
            ("task_id", Entity::Task),
            ("workflow_id", Entity::Project),
            ("plan_id", Entity::Plan),
            ("discussion_id", Entity::Discussion),
        ],
        ..PLAIN
    },
    Bin { entity: Entity::Label, table: "labels", ..NAMED },
    Bin { entity: Entity::Role, table: "roles", protected: Some(("protected", "t.is_system = 1")), ..NAMED },
    Bin { entity: Entity::Persona, table: "personas", ..NAMED },
    Bin { entity: Entity::Team, table: "teams", ..NAMED },
    Bin {
        entity: Entity::Secretary,
        table: "ai_assistants",
        limit: Some((
            "team_full",
            "SELECT g.max_members FROM team_members m JOIN teams g ON g.id = m.team_id AND g.deleted_at IS NULL
             WHERE m.assistant_id = ?1 AND g.max_members < (SELECT count(*) FROM team_members o
               JOIN ai_assistants a ON a.id = o.assistant_id AND a.deleted_at IS NULL WHERE o.team_id = g.id)",
        )),
        ..NAMED
    },
];

/// A row in a bin.
struct Found {
    bin: &'static Bin,
    id: i64,
    uid: String,
    rev: i64,
}

fn bin(entity: Entity) -> Result<&'static Bin> {
    let bin = BINS.iter().find(|bin| bin.entity == entity);
    bin.ok_or_else(|| Error::refused("no_trash", json!({ "entity": entity })).into())
}

/// Puts a thing into the trash with what belongs to it; gives its new revision.
pub fn put(write: &Write<'_>, entity: Entity, uid: &str, rev: i64) -> Result<i64> {
    let bin = bin(entity)?;
    let (id, found): (i64, i64) = write
        .prepare_cached(&format!("SELECT id, rev FROM {} WHERE uid = ?1 AND deleted_at IS NULL", bin.table))?
        .query_row([uid], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or_else(|| Error::not_found(entity, uid))?;
    if holder_in_trash(write, bin, &[id])?.is_some() {
        return Err(Error::not_found(entity, uid).into());
    }
    if found != rev {
        return Err(Error::stale(entity).into());
    }
    if let Some((reason, protected)) = bin.protected {
        let sql = format!("SELECT {protected} FROM {} t WHERE id = ?1", bin.table);
        if write.query_row(&sql, [id], |row| row.get(0))? {
            return Err(Error::refused(reason, json!({ "entity": entity, "uid": uid })).into());
        }
    }
    let batch = time::new_uid();
    let rows = with_held(write, Found { bin, id, uid: uid.to_owned(), rev }, "AND deleted_at IS NULL")?;
    for row in &rows {
        let before = newest_text(write, row.bin.entity, &row.uid)?;
        write
            .prepare_cached(&format!(
                "UPDATE {} SET deleted_at = ?2, deleted_batch = ?3, rev = rev + 1, updated_at = ?2 WHERE id = ?1",
                row.bin.table
            ))?
            .execute((row.id, &write.at, &batch))?;
        search::hide(write, row.bin.entity, &row.uid)?;
        journal(write, row, Action::Delete, &before, NOTHING)?;
    }
    Ok(rev + 1)
}

/// Takes a thing out of the trash with all that went there with it. `name` is another name for
/// it, for when its own was taken in the meantime.
pub fn restore(write: &Write<'_>, entity: Entity, uid: &str, rev: i64, name: Option<&str>) -> Result<Vec<Moved>> {
    let bin = bin(entity)?;
    if name.is_some() && bin.name.is_none() {
        return Err(Error::refused("no_other_name", json!({ "entity": entity })).into());
    }
    let head = in_trash(write, bin, uid)?;
    if head.rev != rev {
        return Err(Error::stale(entity).into());
    }
    if let Some(refusal) = holder_in_trash(write, bin, &[head.id])? {
        return Err(refusal.into());
    }
    let rows = batch(write, head)?;
    let renamed = |row: &Found| name.filter(|_| row.uid == uid);
    rows.iter().try_for_each(|row| come_back(write, row, renamed(row)))?;
    // Asked of all rows of a bin at once: a project comes back with a hundred tasks.
    for rows in rows.chunk_by(|one, next| one.bin.entity == next.bin.entity) {
        fit_in(write, rows[0].bin, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    }
    for row in &rows {
        let after = match present_text(write, row)? {
            Some(text) => text,
            None => {
                let mut after = stamped(trashed_record(write, row.bin.entity, &row.uid)?, row.rev + 1, &write.at);
                for field in ["title", "name"] {
                    if let (Some(name), Some(shown)) = (renamed(row), after.get_mut(field)) {
                        *shown = json!(name);
                    }
                }
                to_json(&after)?
            }
        };
        journal(write, row, Action::Restore, NOTHING, &after)?;
        search::show(write, row.bin.entity, &row.uid)?;
    }
    Ok(rows.into_iter().map(|row| Moved { entity: row.bin.entity, uid: row.uid, rev: row.rev + 1 }).collect())
}

/// All that went into the trash together with a row, holders first.
fn batch(connection: &Connection, head: Found) -> Result<Vec<Found>> {
    // Only what belongs to it, or to that, can have gone along.
    let mut along = vec![head.bin.entity];
    for bin in BINS.iter().filter(|bin| bin.entity != head.bin.entity) {
        if bin.holders.iter().any(|(_, holder)| along.contains(holder)) {
            along.push(bin.entity);
        }
    }
    if along.len() == 1 && head.bin.holders.is_empty() {
        return Ok(vec![head]);
    }
    let (at, batch): (String, String) = connection
        .prepare_cached(&format!(
            "SELECT deleted_at, coalesce(deleted_batch, '') FROM {} WHERE id = ?1",
            head.bin.table
        ))?
        .query_row([head.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut rows = Vec::new();
    for bin in BINS.iter().filter(|bin| along.contains(&bin.entity)) {
        rows.extend(found(
            connection,
            bin,
            "SELECT id, uid, rev FROM {} WHERE deleted_at = ?1 AND coalesce(deleted_batch, '') = ?2 ORDER BY id",
            (&at, &batch),
        )?);
    }
    Ok(rows)
}

/// Refuses where a thing that came back belongs to something in the trash, or breaks a limit of
/// what it belongs to.
pub(crate) fn has_room(connection: &Connection, entity: Entity, uid: &str) -> Result<()> {
    let Some(bin) = BINS.iter().find(|bin| bin.entity == entity) else { return Ok(()) };
    let id: i64 =
        connection.query_row(&format!("SELECT id FROM {} WHERE uid = ?1", bin.table), [uid], |row| row.get(0))?;
    fit_in(connection, bin, &[id])
}

fn fit_in(connection: &Connection, bin: &Bin, ids: &[i64]) -> Result<()> {
    if let Some(refusal) = holder_in_trash(connection, bin, ids)? {
        return Err(refusal.into());
    }
    let Some((reason, sql)) = bin.limit else { return Ok(()) };
    for id in ids {
        let broken: Option<i64> = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        if let Some(limit) = broken {
            return Err(Error::refused(reason, json!({ "limit": limit })).into());
        }
    }
    Ok(())
}

fn come_back(write: &Write<'_>, row: &Found, name: Option<&str>) -> Result<()> {
    let Bin { table, .. } = row.bin;
    let named = row.bin.name.map_or(String::new(), |(column, _)| format!(", {column} = coalesce(?3, {column})"));
    let sql = format!(
        "UPDATE {table} SET deleted_at = NULL, deleted_batch = NULL, rev = rev + 1, updated_at = ?2{named} WHERE id = ?1"
    );
    let mut statement = write.prepare_cached(&sql)?;
    let outcome = match row.bin.name {
        Some(_) => statement.execute((row.id, &write.at, name)),
        None => statement.execute((row.id, &write.at)),
    };
    match (outcome, row.bin.name) {
        (Ok(_), _) => Ok(()),
        (Err(e), Some((column, limit))) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            let old: String =
                write.query_row(&format!("SELECT {column} FROM {table} WHERE id = ?1"), [row.id], |row| row.get(0))?;
            let taken = name.unwrap_or(&old);
            let free = free_name(write, row.bin, column, taken, limit)?;
            let params = json!({ "entity": row.bin.entity, "uid": row.uid, "name": taken, "free_name": free });
            Err(Error::refused("name_taken", params).into())
        }
        (Err(e), _) => Err(e.into()),
    }
}

/// The name with the first number behind it that nothing out of the trash has.
fn free_name(connection: &Connection, bin: &Bin, column: &str, name: &str, limit: usize) -> Result<String> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {column} = ?1 AND deleted_at IS NULL)", bin.table);
    let mut statement = connection.prepare_cached(&sql)?;
    for number in 2.. {
        let end = format!(" {number}");
        let free: String = name.chars().take(limit - end.len()).chain(end.chars()).collect();
        if !statement.query_row([&free], |row| row.get(0))? {
            return Ok(free);
        }
    }
    unreachable!("numbers do not end")
}

/// Lets a thing in the trash go for good, with all that belongs to it. Gives how many things
/// went. No undo brings them back; the journal keeps what it told of them.
pub fn purge(write: &Write<'_>, entity: Entity, uid: &str) -> Result<usize> {
    write.passing.set(true);
    let bin = bin(entity)?;
    let rows = with_held(write, in_trash(write, bin, uid)?, "")?;
    for row in rows.iter().rev() {
        if let Some(going) = row.bin.going {
            going(write, &row.uid)?;
        }
        search::reindex(write, row.bin.entity, &row.uid, false)?;
        match write.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", row.bin.table))?.execute([row.id]) {
            Ok(_) => {}
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                return Err(Error::refused("in_use", json!({ "entity": row.bin.entity, "uid": row.uid })).into());
            }
            Err(e) => return Err(e.into()),
        }
        journal(write, row, Action::Delete, NOTHING, NOTHING)?;
    }
    Ok(rows.len())
}

fn in_trash(connection: &Connection, bin: &'static Bin, uid: &str) -> Result<Found> {
    let sql = format!("SELECT id, rev, deleted_at IS NOT NULL FROM {} WHERE uid = ?1", bin.table);
    let (id, rev, there): (i64, i64, bool) = connection
        .prepare_cached(&sql)?
        .query_row([uid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or_else(|| Error::not_found(bin.entity, uid))?;
    if !there {
        // Somebody took it out already.
        return Err(Error::stale(bin.entity).into());
    }
    Ok(Found { bin, id, uid: uid.to_owned(), rev })
}

/// The refusal that names what one of these rows belongs to, when that is in the trash.
fn holder_in_trash(connection: &Connection, bin: &Bin, ids: &[i64]) -> Result<Option<Error>> {
    let ids = to_json(&ids)?;
    for (column, entity) in bin.holders.iter().chain(bin.within) {
        let holder = self::bin(*entity)?;
        let found: Option<(String, String)> = connection
            .prepare_cached(&format!(
                "SELECT t.uid, {} FROM json_each(?1) one CROSS JOIN {} held ON held.id = one.value
                 CROSS JOIN {} t ON t.id = held.{column} WHERE t.deleted_at IS NOT NULL LIMIT 1",
                holder.title, bin.table, holder.table
            ))?
            .query_row([&ids], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((uid, title)) = found {
            return Ok(Some(Error::refused(
                "holder_in_trash",
                json!({ "entity": entity, "uid": uid, "title": title }),
            )));
        }
    }
    Ok(None)
}

/// A row with everything that belongs to it, and to that in turn, holders first.
fn with_held(connection: &Connection, head: Found, and: &str) -> Result<Vec<Found>> {
    let mut known = HashSet::from([(head.bin.entity, head.id)]);
    let mut rows = vec![head];
    let mut at = 0;
    while at < rows.len() {
        let (entity, id) = (rows[at].bin.entity, rows[at].id);
        for bin in BINS {
            for (column, _) in bin.holders.iter().filter(|(_, holder)| *holder == entity) {
                let sql = format!("SELECT id, uid, rev FROM {{}} WHERE {column} = ?1 {and} ORDER BY id");
                rows.extend(
                    found(connection, bin, &sql, [id])?.into_iter().filter(|row| known.insert((bin.entity, row.id))),
                );
            }
        }
        at += 1;
    }
    Ok(rows)
}

fn found(connection: &Connection, bin: &'static Bin, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Found>> {
    let mut statement = connection.prepare_cached(&sql.replace("{}", bin.table))?;
    let rows =
        statement.query_map(params, |row| Ok(Found { bin, id: row.get(0)?, uid: row.get(1)?, rev: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The record as it was when it went into the trash.
fn trashed_record(connection: &Connection, entity: Entity, uid: &str) -> Result<Json> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT before FROM changes WHERE entity = ?1 AND entity_uid = ?2 AND action = 'delete' ORDER BY seq DESC LIMIT 1",
        )?
        .query_row((entity.as_str(), uid), |row| row.get(0))
        .optional()?;
    text.map_or(Ok(Json::Null), |text| serde_json::from_str(&text).map_err(|e| Failure::Domain(Error::internal(e))))
}

/// The record as it is now, of things that may have changed around them while they lay in the
/// trash. None for the others, whose record is the one they went with, and for what belongs to
/// something that still lies there.
fn present_text(connection: &Connection, row: &Found) -> Result<Option<String>> {
    let uid = &row.uid;
    let text = match row.bin.entity {
        Entity::Plan => plans::get(connection, uid).and_then(|plan| to_json(&plans::in_journal(&plan))),
        Entity::Project => projects::without_tasks(connection, uid).and_then(|project| to_json(&project)),
        Entity::Task => tasks::get(connection, uid).and_then(|task| to_json(&task)),
        Entity::Message => messages::get(connection, uid).and_then(|message| to_json(&message)),
        Entity::Board => boards::get(connection, uid).and_then(|board| to_json(&board)),
        Entity::Comment => comments::get(connection, uid).and_then(|comment| to_json(&comment)),
        _ => return Ok(None),
    };
    match text {
        Ok(text) => Ok(Some(text)),
        Err(Failure::Domain(error)) if error.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A record that is not there, as the journal writes it.
const NOTHING: &str = "null";

fn journal(write: &Write<'_>, row: &Found, action: Action, before: &str, after: &str) -> Result<()> {
    let change = Journalled { entity: row.bin.entity, uid: &row.uid, rev: row.rev + 1, action };
    write.journal_texts(change, None, before, after)
}

#[cfg(test)]
mod tests;
