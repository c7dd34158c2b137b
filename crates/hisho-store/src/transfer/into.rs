//! Reading the folder into an empty application: a database is built from it aside, by the schema
//! it was written with, brought to the newest one and looked through whole; only then does it take
//! the place of the present one.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use hisho_domain::transfer::Imported;
use hisho_domain::{Actor, Error, Result};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde::de::DeserializeSeed;

use super::checked::{Checked, unusable};
use super::{data_path, families, rows, taken};
use crate::backups::{self, Shelf, Source};
use crate::open::{self, Use};
use crate::schema::{self, Table, quoted};
use crate::{Store, migrate, sql_error};

/// Imports a folder; for threads that may block. Refused when the person has begun something here.
pub fn import(store: &Store, actor: Actor, from: &Path) -> Result<Imported> {
    store.read_blocking(refuse_begun)?;
    let checked = Checked::open(from)?;
    let folder = store.folder().to_owned();
    let shelf = Shelf::lock(&folder)?;
    let scratch = shelf.scratch()?;
    let built = scratch.path().join("built.db");
    build(&checked, &built)?;
    let rows = checked.manifest.rows.clone();
    let source = Source::Import { built, from: from.display().to_string() };
    let before = store.in_turn(move |live| {
        let before = backups::replace(live, &folder, &shelf, scratch.path(), &actor, &source)?;
        Ok(before)
    })?;
    crate::maintenance::rebuild_search(store)?;
    Ok(Imported { rows, before })
}

/// Empty means that the journal tells of nothing but settings and the choice of a vault.
fn refuse_begun(connection: &Connection) -> crate::Result<()> {
    let begun: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM changes WHERE entity NOT IN ('settings', 'vault') AND actor_kind <> 'system')",
        [],
        |row| row.get(0),
    )?;
    if begun { Err(Error::refused("not_empty", serde_json::json!({})).into()) } else { Ok(()) }
}

fn build(checked: &Checked, path: &Path) -> Result<()> {
    let sql = |e: rusqlite::Error| sql_error(&e, Some(path));
    let mut connection = open::connect(path, Use::Migrate)?;
    let version = checked.manifest.schema_version;
    let steps: Vec<_> = migrate::embedded().into_iter().filter(|step| i64::from(step.version()) <= version).collect();
    open::run(&mut connection, path, &steps)?;
    // A file that is thrown away on any failure needs no care for each write.
    connection.execute_batch("PRAGMA synchronous = OFF; BEGIN").map_err(sql)?;
    let triggers = without_triggers(&connection).map_err(sql)?;
    let tables = taken(schema::tables(&connection)?);
    Load { checked, connection: &connection, tables: &tables }.run()?;
    connection.execute_batch(&triggers).map_err(sql)?;
    let dangling: Option<String> = connection
        .prepare("SELECT \"table\" || ' -> ' || parent FROM pragma_foreign_key_check LIMIT 1")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.next().transpose())
        .map_err(sql)?;
    if let Some(dangling) = dangling {
        return Err(unusable("dangling", "data", dangling));
    }
    if let Some(found) = schema::loops(&connection, &tables)?.first() {
        return Err(unusable("loop", "data", found));
    }
    connection.execute_batch("COMMIT").map_err(sql)?;
    open::run(&mut connection, path, &migrate::embedded())
}

/// Takes the triggers away, which would act on rows that are complete already; gives the statements
/// that make them anew. What they would refuse is looked for afterwards.
fn without_triggers(connection: &Connection) -> rusqlite::Result<String> {
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut again = String::new();
    for (name, sql) in triggers {
        connection.execute_batch(&format!("DROP TRIGGER {}", quoted(&name)))?;
        again.push_str(&sql);
        again.push_str(";\n");
    }
    Ok(again)
}

struct Load<'a> {
    checked: &'a Checked,
    connection: &'a Connection,
    tables: &'a [Table],
}

impl Load<'_> {
    fn run(&self) -> Result<()> {
        let named: Vec<&String> = self.checked.manifest.rows.keys().collect();
        let known: Vec<&String> = self.tables.iter().map(|table| &table.name).collect();
        if named != known {
            return Err(unusable("shape", "manifest.json", "its tables are not those of its schema"));
        }
        let uids = self.uids()?;
        let mut counts: BTreeMap<String, usize> = named.into_iter().map(|name| (name.clone(), 0)).collect();
        self.connection.execute_batch("DELETE FROM sqlite_sequence").map_err(|e| sql_error(&e, None))?;
        for table in self.tables {
            // A migration may have put rows in; they are among those that come.
            let sql = format!("DELETE FROM {}", quoted(&table.name));
            self.connection.execute_batch(&sql).map_err(|e| sql_error(&e, None))?;
        }
        self.each_row(&mut |table, record| {
            *counts.get_mut(&table.name).ok_or("an unknown table")? += 1;
            self.insert(table, &record, &uids)
        })?;
        if counts != self.checked.manifest.rows {
            return Err(unusable("damaged", "data", "rows are missing or too many"));
        }
        for (table, number) in &self.checked.manifest.numbers {
            let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
            let changed = self.connection.execute(sql, (table, number)).map_err(|e| sql_error(&e, None))?;
            if changed == 0 && self.tables.iter().any(|known| known.name == *table) {
                let sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)";
                self.connection.execute(sql, (table, number)).map_err(|e| sql_error(&e, None))?;
            }
        }
        Ok(())
    }

    /// The numbers of things by table and uid.
    fn uids(&self) -> Result<HashMap<String, HashMap<String, i64>>> {
        let mut uids: HashMap<String, HashMap<String, i64>> = HashMap::new();
        self.each_row(&mut |table, record| {
            let (Some(number), Some(_)) = (table.row_id(), table.column("uid")) else { return Ok(()) };
            let (Some(id), Some(uid)) = (record[&number.name].as_i64(), record["uid"].as_str()) else {
                return Err("a row without its number or uid".into());
            };
            match uids.entry(table.name.clone()).or_default().insert(uid.to_owned(), id) {
                None => Ok(()),
                Some(_) => Err(format!("duplicate: {uid}")),
            }
        })?;
        Ok(uids)
    }

    fn each_row(&self, act: &mut dyn FnMut(&Table, rows::Record) -> std::result::Result<(), String>) -> Result<()> {
        for (family, members) in families(self.tables) {
            let path = data_path(family);
            let mut deserializer = serde_json::Deserializer::from_reader(self.checked.file(&path)?);
            let mut each = |name: &str, record: rows::Record| {
                let table =
                    members.iter().find(|table| table.name == name).ok_or_else(|| format!("shape: no table {name}"))?;
                let shape =
                    record.len() == table.columns.len() && table.columns.iter().all(|c| record.contains_key(&c.name));
                if !shape {
                    return Err(format!("shape: a row of {name} has other columns"));
                }
                act(table, record)
            };
            rows::Rows { each: &mut each }.deserialize(&mut deserializer).map_err(|error| {
                let told = error.to_string();
                let reason = ["shape", "duplicate", "dangling"].into_iter().find(|reason| told.starts_with(*reason));
                unusable(reason.unwrap_or("invalid"), &path, told)
            })?;
        }
        Ok(())
    }

    fn insert(
        &self,
        table: &Table,
        record: &rows::Record,
        uids: &HashMap<String, HashMap<String, i64>>,
    ) -> std::result::Result<(), String> {
        let mut values = Vec::with_capacity(table.columns.len());
        for column in &table.columns {
            let value = &record[&column.name];
            values.push(match (rows::parent_with_uid(table, column, self.tables), value.as_str()) {
                (Some((parent, _)), Some(uid)) => {
                    let id = uids.get(parent).and_then(|uids| uids.get(uid));
                    Sql::Integer(*id.ok_or_else(|| format!("dangling: {}.{} {uid}", table.name, column.name))?)
                }
                _ => rows::from_json(column, value, |path| self.checked.content(path))?,
            });
        }
        let marks = vec!["?"; values.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(&table.name), table.column_list());
        let inserted =
            self.connection.prepare_cached(&sql).and_then(|mut insert| insert.execute(params_from_iter(values)));
        inserted.map(drop).map_err(|error| match error.to_string() {
            told if told.contains("UNIQUE") => format!("duplicate: {told}"),
            told => told,
        })
    }
}
