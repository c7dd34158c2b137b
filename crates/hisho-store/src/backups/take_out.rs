//! Taking one thing out of a backup, with everything that belongs to it, into the database as it
//! is now. What belongs to it the schema tells: rows that would go with it when it is purged.
//! Numbers of rows are given anew; what it points at is found again by its uid, or left empty.

use std::collections::{BTreeMap, HashMap};

use hisho_domain::backup::{BackedUp, TakenOut, Whereabouts};
use hisho_domain::{Action, Actor, Entity, Error};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::json;

use super::Shelf;
use super::found::{Key, Row, here, key_of, number_of, select, value};
use super::replace::bring_up;
use crate::schema::{self, Table, quoted};
use crate::{Failure, Result, Store, Write, conversations, messages, plans, projects, tasks};

/// What is journalled and found by itself when it comes back.
struct Kind {
    entity: Entity,
    table: &'static str,
    /// Its title in the row `t`; None for what only comes with another.
    title: Option<&'static str>,
    journal: fn(&Write<'_>, &str, Action) -> Result<()>,
}

const KINDS: &[Kind] = &[
    Kind {
        entity: Entity::Plan,
        table: "plans",
        title: Some("(SELECT v.title FROM plan_versions v WHERE v.id = t.newest_version_id)"),
        journal: |write, uid, action| plans::journal(write, uid, action, None).map(drop),
    },
    Kind {
        entity: Entity::Project,
        table: "workflows",
        title: Some("t.name"),
        journal: |write, uid, action| projects::journal(write, uid, action, None, None),
    },
    Kind {
        entity: Entity::Task,
        table: "tasks",
        title: None,
        journal: |write, uid, action| tasks::journal(write, uid, action, None, None).map(drop),
    },
    Kind {
        entity: Entity::Conversation,
        table: "conversations",
        title: Some("t.title"),
        journal: |write, uid, action| conversations::journal(write, uid, action, None).map(drop),
    },
    Kind {
        entity: Entity::Message,
        table: "messages",
        title: None,
        journal: |write, uid, action| messages::journal(write, uid, action, None).map(drop),
    },
];

fn kind(entity: Entity) -> std::result::Result<&'static Kind, Error> {
    let kind = KINDS.iter().find(|kind| kind.entity == entity && kind.title.is_some());
    kind.ok_or_else(|| Error::invalid("entity", hisho_domain::Rule::UnknownValue))
}

/// What can be taken out of a backup alone, and where it is now.
pub fn contents(store: &Store, id: &str) -> std::result::Result<Vec<BackedUp>, Error> {
    let shelf = Shelf::lock(store.folder())?;
    let scratch = shelf.scratch()?;
    let built = bring_up(store.folder(), id, scratch.path())?;
    let backup = Connection::open(&built).map_err(|e| crate::sql_error(&e, Some(&built)))?;
    let mut found = Vec::new();
    for kind in KINDS {
        let Some(title) = kind.title else { continue };
        let sql = format!(
            "SELECT t.uid, {title}, t.updated_at FROM {} t WHERE t.deleted_at IS NULL ORDER BY t.updated_at DESC",
            kind.table
        );
        let rows: Vec<(String, String, String)> = rows(&backup, &sql).map_err(Error::from)?;
        for (uid, title, updated_at) in rows {
            let now = store.read_blocking(|connection| whereabouts(connection, kind.table, &uid))?;
            found.push(BackedUp { entity: kind.entity, uid, title, updated_at, now });
        }
    }
    Ok(found)
}

fn rows(connection: &Connection, sql: &str) -> Result<Vec<(String, String, String)>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn whereabouts(connection: &Connection, table: &str, uid: &str) -> Result<Whereabouts> {
    let sql = format!("SELECT deleted_at IS NOT NULL FROM {table} WHERE uid = ?1");
    let deleted: Option<bool> = connection.query_row(&sql, [uid], |row| row.get(0)).optional()?;
    Ok(match deleted {
        None => Whereabouts::Gone,
        Some(true) => Whereabouts::InTrash,
        Some(false) => Whereabouts::Here,
    })
}

/// Brings one thing back. One that is still there, or in the trash, is refused, as is one whose
/// name was taken meanwhile; `key` gives a project another.
pub fn take_out(
    store: &Store,
    actor: Actor,
    id: &str,
    entity: Entity,
    uid: &str,
    key: Option<&str>,
) -> std::result::Result<TakenOut, Error> {
    let kind = kind(entity)?;
    let shelf = Shelf::lock(store.folder())?;
    let scratch = shelf.scratch()?;
    let built = bring_up(store.folder(), id, scratch.path())?;
    let (uid, key) = (uid.to_owned(), key.map(str::to_owned));
    // Databases come and go outside of transactions; the shelf is held meanwhile, so that no two do.
    let name = built.to_string_lossy().into_owned();
    store.in_turn(move |live| Ok(live.execute("ATTACH ?1 AS backup", [name]).map(drop).map_err(Failure::from)?))?;
    let outcome = store.write_blocking(actor, move |write| copy(write, kind, &uid, key.as_deref()));
    store.in_turn(|live| Ok(live.execute("DETACH backup", []).map(drop).map_err(Failure::from)?))?;
    outcome
}

fn copy(write: &Write<'_>, kind: &Kind, uid: &str, key: Option<&str>) -> Result<TakenOut> {
    match whereabouts(write, kind.table, uid)? {
        Whereabouts::Gone => {}
        Whereabouts::Here => return Err(refused("exists", kind.entity, uid)),
        Whereabouts::InTrash => return Err(refused("in_trash", kind.entity, uid)),
    }
    // Rows point at one another in circles; all of them are there in the end.
    write.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let tables = schema::tables(write)?;
    let mut picked = Picked::gather(write, &tables, kind, uid)?;
    let dropped = picked.settle(write, key)?;
    picked.insert(write)?;
    let relinked = picked.relink(write)?;
    for (known, uid) in picked.known(write)? {
        (known.journal)(write, &uid, Action::Restore)?;
    }
    for (known, uid) in relinked {
        (known.journal)(write, &uid, Action::Update)?;
    }
    let rows = picked.rows.values().map(BTreeMap::len).sum();
    Ok(TakenOut { entity: kind.entity, uid: uid.to_owned(), rows, dropped })
}

fn refused(reason: &str, entity: Entity, uid: &str) -> Failure {
    Failure::Domain(Error::refused(reason, json!({ "entity": entity, "uid": uid })))
}

/// The rows that come back, by table, with the old numbers in them.
struct Picked<'a> {
    tables: &'a [Table],
    rows: BTreeMap<&'a str, BTreeMap<Key, Row>>,
    /// New numbers by table and old number; the old one until new ones are given.
    numbers: HashMap<&'a str, HashMap<i64, i64>>,
}

impl<'a> Picked<'a> {
    /// The thing itself, and what goes with it.
    fn gather(write: &Write<'_>, tables: &'a [Table], kind: &Kind, uid: &str) -> Result<Self> {
        let mut picked = Picked { tables, rows: BTreeMap::new(), numbers: HashMap::new() };
        let root = picked.table(kind.table)?;
        let first = select(write, root, "uid = ?1 AND deleted_at IS NULL", &Value::Text(uid.to_owned()))?;
        if first.is_empty() {
            return Err(Error::not_found(kind.entity, uid).into());
        }
        let mut due: Vec<(&'a Table, Row)> = first.into_iter().map(|row| (root, row)).collect();
        while let Some((table, row)) = due.pop() {
            let is_root = due.is_empty() && picked.rows.is_empty();
            // What was moved elsewhere since is where it belongs.
            if !is_root && here(write, table, &row)?.is_some() {
                continue;
            }
            let owned = picked.rows.entry(&table.name).or_default();
            if owned.insert(key_of(table, &row), row.clone()).is_some() {
                continue;
            }
            if let Some(number) = number_of(table, &row) {
                picked.numbers.entry(&table.name).or_default().insert(number, number);
            }
            for child in tables {
                for reference in child.references.iter().filter(|r| r.cascades && r.parent == table.name) {
                    let Some(parent) = value(table, &row, &reference.parent_column) else { continue };
                    let condition = format!("{} = ?1", quoted(&reference.column));
                    due.extend(select(write, child, &condition, parent)?.into_iter().map(|row| (child, row)));
                }
            }
        }
        Ok(picked)
    }

    fn table(&self, name: &str) -> Result<&'a Table> {
        let found = self.tables.iter().find(|table| table.name == name);
        found.ok_or_else(|| Failure::Domain(Error::internal(format!("no table {name}"))))
    }

    /// Gives new numbers and makes every row point at what is there now. Gives what could not be
    /// pointed at.
    fn settle(&mut self, write: &Write<'_>, key: Option<&str>) -> Result<Vec<String>> {
        let mut dropped = Vec::new();
        loop {
            let lost = self.lost(write)?;
            if lost.is_empty() {
                break;
            }
            for (table, row_key, column) in lost {
                dropped.push(format!("{}.{column}", table.name));
                let row = self.rows.get_mut(table.name.as_str()).and_then(|rows| rows.remove(&row_key));
                if let Some(number) = row.and_then(|row| number_of(table, &row)) {
                    self.numbers.get_mut(table.name.as_str()).map(|numbers| numbers.remove(&number));
                }
            }
        }
        for (name, numbers) in &mut self.numbers {
            let table = self.tables.iter().find(|table| table.name == *name);
            let Some(number) = table.and_then(Table::row_id) else { continue };
            let sql = format!(
                "SELECT max(coalesce((SELECT max({0}) FROM main.{1}), 0),
                   coalesce((SELECT seq FROM main.sqlite_sequence WHERE name = ?1), 0))",
                quoted(&number.name),
                quoted(name)
            );
            let mut next: i64 = write.query_row(&sql, [name], |row| row.get(0))?;
            let mut old: Vec<i64> = numbers.keys().copied().collect();
            old.sort_unstable();
            for old in old {
                next += 1;
                numbers.insert(old, next);
            }
        }
        let mut settled = BTreeMap::new();
        for (name, rows) in &self.rows {
            let table = self.table(name)?;
            let mut kept = BTreeMap::new();
            for (row_key, row) in rows {
                let mut new = row.clone();
                for (place, column) in table.columns.iter().enumerate() {
                    new[place] = self.settled(write, table, &column.name, &row[place], &mut dropped)?;
                    if let (Some(key), "workflows", "key") = (key, *name, column.name.as_str()) {
                        new[place] = Value::Text(key.to_owned());
                    }
                }
                grow(write, table, &mut new)?;
                kept.insert(row_key.clone(), new);
            }
            settled.insert(*name, kept);
        }
        self.rows = settled;
        dropped.sort();
        dropped.dedup();
        Ok(dropped)
    }

    /// Rows that cannot be without something which is no longer there, and what they point with.
    fn lost(&self, write: &Write<'_>) -> Result<Vec<(&'a Table, Key, String)>> {
        let mut lost = Vec::new();
        for (name, rows) in &self.rows {
            let table = self.table(name)?;
            let needed = |column: &str| table.column(column).is_some_and(|c| c.not_null || c.key > 0);
            for reference in table.references.iter().filter(|reference| needed(&reference.column)) {
                for (row_key, row) in rows {
                    if let Some(target) = value(table, row, &reference.column)
                        && self.target(write, table, &reference.column, target)?.is_none()
                    {
                        lost.push((table, row_key.clone(), reference.column.clone()));
                    }
                }
            }
        }
        Ok(lost)
    }

    /// What a column now holds.
    fn settled(
        &self,
        write: &Write<'_>,
        table: &Table,
        column: &str,
        old: &Value,
        dropped: &mut Vec<String>,
    ) -> Result<Value> {
        if let (Some(number), Value::Integer(id)) = (table.row_id(), old)
            && number.name == column
        {
            return Ok(self.number(&table.name, *id).map_or(Value::Null, Value::Integer));
        }
        if table.reference(column).is_some() && *old != Value::Null {
            let target = self.target(write, table, column, old)?;
            if target.is_none() {
                dropped.push(format!("{}.{column}", table.name));
            }
            return Ok(target.unwrap_or(Value::Null));
        }
        Ok(match (column, old) {
            ("updated_at", Value::Text(_)) => Value::Text(write.at.clone()),
            _ => old.clone(),
        })
    }

    fn number(&self, table: &str, old: i64) -> Option<i64> {
        self.numbers.get(table)?.get(&old).copied()
    }

    /// What a reference points at now: a row that comes back as well, or the same thing here.
    fn target(&self, write: &Write<'_>, table: &Table, column: &str, old: &Value) -> Result<Option<Value>> {
        let Some(reference) = table.reference(column) else { return Ok(None) };
        let parent = self.table(&reference.parent)?;
        if let Value::Integer(old) = old
            && let Some(new) = self.number(&parent.name, *old)
        {
            return Ok(Some(Value::Integer(new)));
        }
        let condition = format!("{} = ?1", quoted(&reference.parent_column));
        match select(write, parent, &condition, old)?.first() {
            Some(row) => {
                Ok(here(write, parent, row)?.and_then(|row| value(parent, &row, &reference.parent_column).cloned()))
            }
            None => Ok(None),
        }
    }

    fn insert(&self, write: &Write<'_>) -> Result<()> {
        for (name, rows) in &self.rows {
            let table = self.table(name)?;
            let marks = vec!["?"; table.columns.len()].join(", ");
            let sql = format!("INSERT INTO main.{} ({}) VALUES ({marks})", quoted(name), table.column_list());
            let mut insert = write.prepare(&sql)?;
            for row in rows.values() {
                insert.execute(params_from_iter(row)).map_err(|error| taken(error, name))?;
            }
        }
        Ok(())
    }

    /// Things that pointed here and were left empty when it went point here again.
    fn relink(&self, write: &Write<'_>) -> Result<Vec<(&'static Kind, String)>> {
        let mut relinked = Vec::new();
        for kind in KINDS {
            let table = self.table(kind.table)?;
            for reference in table.references.iter().filter(|r| !r.cascades && r.parent_column == "id") {
                for (old, new) in self.numbers.get(reference.parent.as_str()).into_iter().flatten() {
                    let column = quoted(&reference.column);
                    let sql = format!(
                        "UPDATE main.{table} SET {column} = ?1, rev = rev + 1, updated_at = ?3
                         WHERE {column} IS NULL AND deleted_at IS NULL
                           AND uid IN (SELECT uid FROM backup.{table} WHERE {column} = ?2) RETURNING uid",
                        table = kind.table,
                    );
                    let uids = write
                        .prepare(&sql)?
                        .query_map((new, old, &write.at), |row| row.get(0))?
                        .collect::<rusqlite::Result<Vec<String>>>()?;
                    relinked.extend(uids.into_iter().map(|uid| (kind, uid)));
                }
            }
        }
        Ok(relinked)
    }

    /// What of it has a name of its own in the journal, and is not in the trash.
    fn known(&self, write: &Write<'_>) -> Result<Vec<(&'static Kind, String)>> {
        let mut known = Vec::new();
        for kind in KINDS {
            let table = self.table(kind.table)?;
            for row in self.rows.get(kind.table).into_iter().flat_map(BTreeMap::values) {
                if let (Some(Value::Text(uid)), Some(Value::Null)) =
                    (value(table, row, "uid"), value(table, row, "deleted_at"))
                {
                    known.push((kind, uid.clone()));
                }
            }
        }
        // A task in a project of the trash is not to be found; projects come first.
        known.retain(|(kind, uid)| whereabouts(write, kind.table, uid).is_ok_and(|now| now == Whereabouts::Here));
        Ok(known)
    }
}

/// Revisions grow, also past those that were written after the backup and are gone.
fn grow(write: &Write<'_>, table: &Table, row: &mut Row) -> Result<()> {
    let place = |name: &str| table.columns.iter().position(|column| column.name == name);
    let (Some(rev), Some(uid)) = (place("rev"), place("uid")) else { return Ok(()) };
    let known = KINDS.iter().find(|kind| kind.table == table.name).map(|kind| kind.entity.as_str());
    let journalled: i64 = write
        .prepare_cached("SELECT coalesce(max(rev), 0) FROM main.changes WHERE entity = ?1 AND entity_uid = ?2")?
        .query_row((known, &row[uid]), |row| row.get(0))?;
    if let Value::Integer(old) = row[rev] {
        row[rev] = Value::Integer(old.max(journalled) + 1);
    }
    Ok(())
}

/// A name that somebody else has now.
fn taken(error: rusqlite::Error, table: &str) -> Failure {
    match &error {
        rusqlite::Error::SqliteFailure(code, Some(detail))
            if code.code == rusqlite::ErrorCode::ConstraintViolation && detail.contains("UNIQUE") =>
        {
            let field = detail.rsplit('.').next().unwrap_or_default().to_owned();
            Failure::Domain(Error::refused("name_taken", json!({ "table": table, "field": field })))
        }
        _ => error.into(),
    }
}
