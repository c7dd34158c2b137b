//! Notes which rows a transaction touches, as they were and as they became, in every table that
//! holds what a person keeps; a new table joins by being there. Temporary triggers on the one
//! writing connection do it, so it sees cascades too and forgets what was rolled back.
//! Must not know what the rows mean, nor what is done with the notes.

use std::collections::BTreeMap;

use hisho_domain::Error;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::{Failure, Result};

/// Tables whose rows are not noted: what can be made anew, what belongs to the files of a vault,
/// numbers that never go back, and the records of history themselves.
pub(crate) const LEFT_OUT: &[&str] = &[
    "changes",
    "change_sets",
    "counters",
    "refinery_schema_history",
    "search_entries",
    "recent_searches",
    // Another vault needs another look at its files, which no row brings back.
    "obsidian_integration_settings",
    "vault_notes",
    "vault_links",
    "vault_properties",
    "vault_tasks",
    "vault_attachments",
    "vault_problems",
    "vault_moves",
    "mirror_notes",
    "mirror_conflicts",
    "file_blobs",
    "file_versions",
    // What happened in a discussion that runs is never taken back.
    "discussion_sent",
];

/// Columns that only ever go forward. They are never set back, and do not count as a change.
pub(crate) const FORWARD: &[&str] = &["rev", "updated_at", "next_task_number"];

/// A row's values by column, as JSON.
pub(crate) type Image = BTreeMap<String, Json>;

/// What happened to one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// The row's table.
    pub(crate) table: String,
    /// The values of its primary key.
    pub(crate) key: Vec<Json>,
    /// The whole row before it was deleted, or the old values of what was changed.
    pub(crate) before: Option<Image>,
    /// The whole row after it was inserted, or the new values of what was changed.
    pub(crate) after: Option<Image>,
    /// Its revision grew, and grows again whenever the step is turned.
    pub(crate) revised: bool,
    /// Its time of change was set, and is again.
    pub(crate) stamped: bool,
}

/// A table whose rows are noted.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// The columns of its primary key.
    pub(crate) key: Vec<String>,
}

impl Table {
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }
}

/// Knows the noted tables of a connection on which it was installed.
pub(crate) struct Recorder {
    pub(crate) tables: Vec<Table>,
}

impl Recorder {
    /// Puts the triggers on a connection, outside any transaction.
    pub(crate) fn install(connection: &Connection) -> Result<Recorder> {
        let tables = tables(connection)?;
        let widest = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
        let columns: String = (0..widest).map(|n| format!(", o{n}, n{n}")).collect();
        let mut sql = format!(
            "BEGIN;
             CREATE TEMP TABLE recording (is_on INTEGER NOT NULL);
             INSERT INTO recording VALUES (0);
             CREATE TEMP TABLE row_log (seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, op TEXT NOT NULL{columns});"
        );
        for table in &tables {
            for op in ["insert", "update", "delete"] {
                sql.push_str(&trigger(table, op));
            }
        }
        sql.push_str("COMMIT;");
        connection.execute_batch(&sql)?;
        Ok(Recorder { tables })
    }

    /// Says at the beginning of a transaction whether it is noted.
    pub(crate) fn begin(&self, connection: &Connection, is_on: bool) -> Result<()> {
        connection.prepare_cached("DELETE FROM temp.row_log")?.execute([])?;
        connection.prepare_cached("UPDATE temp.recording SET is_on = ?1 WHERE is_on <> ?1")?.execute([is_on])?;
        Ok(())
    }

    /// What the transaction has touched so far, in its order, without what changed nothing.
    pub(crate) fn steps(&self, connection: &Connection) -> Result<Vec<Step>> {
        let mut statement = connection.prepare_cached("SELECT * FROM temp.row_log ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            self.read(row, &mut steps)?;
        }
        Ok(steps)
    }

    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    fn read(&self, row: &Row<'_>, steps: &mut Vec<Step>) -> Result<()> {
        let name: String = row.get(1)?;
        let op: String = row.get(2)?;
        let table =
            self.table(&name).ok_or_else(|| Failure::Domain(Error::internal(format!("{name} is not noted"))))?;
        let image = |from: usize| -> Result<Image> {
            let value = |at: usize| Ok::<_, Failure>(encode(row.get_ref(3 + 2 * at + from)?));
            table.columns.iter().enumerate().map(|(at, column)| Ok((column.clone(), value(at)?))).collect()
        };
        let key = |image: &Image| table.key.iter().map(|column| image[column].clone()).collect::<Vec<_>>();
        let whole = |before: Option<Image>, after: Option<Image>| {
            let at = before.as_ref().or(after.as_ref()).map(key).unwrap_or_default();
            Step {
                table: name.clone(),
                key: at,
                before,
                after,
                revised: table.has("rev"),
                stamped: table.has("updated_at"),
            }
        };
        match op.as_str() {
            "insert" => steps.push(whole(None, Some(image(1)?))),
            "delete" => steps.push(whole(Some(image(0)?), None)),
            _ => {
                let mut differing = Vec::new();
                for at in 0..table.columns.len() {
                    if row.get_ref(3 + 2 * at)? != row.get_ref(4 + 2 * at)? {
                        differing.push(at);
                    }
                }
                let is_key = |at: &usize| table.key.contains(&table.columns[*at]);
                if differing.iter().any(is_key) {
                    steps.push(whole(Some(image(0)?), None));
                    steps.push(whole(None, Some(image(1)?)));
                    return Ok(());
                }
                // A row has many columns and a change touches few: only those become images.
                let few = |from: usize, columns: &[usize]| -> Result<Image> {
                    let value = |at: usize| Ok::<_, Failure>(encode(row.get_ref(3 + 2 * at + from)?));
                    columns.iter().map(|at| Ok((table.columns[*at].clone(), value(*at)?))).collect()
                };
                let keys: Vec<usize> = (0..table.columns.len()).filter(is_key).collect();
                let at = key(&few(1, &keys)?);
                let differs = |column: &str| differing.iter().any(|at| table.columns[*at] == column);
                let revised = differs("rev");
                // Two writes of one millisecond carry the same time.
                let stamped = differs("updated_at") || (revised && table.has("updated_at"));
                differing.retain(|at| !FORWARD.contains(&table.columns[*at].as_str()));
                let (before, after) = (few(0, &differing)?, few(1, &differing)?);
                if !after.is_empty() || revised {
                    steps.push(Step {
                        table: name,
                        key: at,
                        before: Some(before),
                        after: Some(after),
                        revised,
                        stamped,
                    });
                }
            }
        }
        Ok(())
    }
}

fn tables(connection: &Connection) -> Result<Vec<Table>> {
    let names = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let mut tables = Vec::new();
    for name in names.into_iter().filter(|name| !LEFT_OUT.contains(&name.as_str())) {
        let mut columns = Vec::new();
        let mut key = Vec::new();
        // Generated columns are hidden here, and make themselves.
        let mut statement = connection.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        for column in statement.query_map([&name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
            let (column, pk) = column?;
            if pk > 0 {
                key.push((pk, column.clone()));
            }
            columns.push(column);
        }
        if key.is_empty() {
            return Err(Error::internal(format!("the table {name} has no primary key")).into());
        }
        key.sort();
        tables.push(Table { name, columns, key: key.into_iter().map(|(_, column)| column).collect() });
    }
    Ok(tables)
}

fn trigger(table: &Table, op: &str) -> String {
    let name = &table.name;
    let (mut into, mut values) = (String::new(), String::new());
    for (at, column) in table.columns.iter().enumerate() {
        if op != "insert" {
            into.push_str(&format!(", o{at}"));
            values.push_str(&format!(", OLD.\"{column}\""));
        }
        if op != "delete" {
            into.push_str(&format!(", n{at}"));
            values.push_str(&format!(", NEW.\"{column}\""));
        }
    }
    format!(
        "CREATE TEMP TRIGGER \"note_{op}_{name}\" AFTER {op} ON main.\"{name}\" WHEN (SELECT is_on FROM recording)
         BEGIN INSERT INTO row_log (tbl, op{into}) VALUES ('{name}', '{op}'{values}); END;"
    )
}

/// A value as JSON, from which [`decode`] makes exactly the same value.
fn encode(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Null => Json::Null,
        ValueRef::Integer(number) => json!(number),
        // As text of the shortest form that reads back the same; JSON readers may round.
        ValueRef::Real(number) => json!({ "real": format!("{number:?}") }),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => json!({ "blob": bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() }),
    }
}

/// The value that [`encode`] wrote.
pub(crate) fn decode(json: &Json) -> Result<Value> {
    let broken = || Failure::Domain(Error::internal(format!("the history holds the unreadable value {json}")));
    Ok(match json {
        Json::Null => Value::Null,
        Json::Number(number) => Value::Integer(number.as_i64().ok_or_else(broken)?),
        Json::String(text) => Value::Text(text.clone()),
        Json::Object(map) => match (map.get("real").and_then(Json::as_str), map.get("blob").and_then(Json::as_str)) {
            (Some(real), None) => Value::Real(real.parse().map_err(|_| broken())?),
            (None, Some(hex)) => Value::Blob(
                (0..hex.len())
                    .step_by(2)
                    .map(|at| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or_else(broken))
                    .collect::<Result<_>>()?,
            ),
            _ => return Err(broken()),
        },
        Json::Bool(_) | Json::Array(_) => return Err(broken()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_exactly() {
        for value in [
            Value::Null,
            Value::Integer(i64::MIN),
            Value::Real(0.1 + 0.2),
            Value::Real(1.0),
            Value::Text("秘書 \"x\"\n".into()),
            Value::Blob(vec![0, 255, 16]),
            Value::Blob(Vec::new()),
        ] {
            let json: Json = serde_json::from_str(&encode((&value).into()).to_string()).expect("json");
            assert_eq!(decode(&json).expect("reads back"), value);
        }
    }

    #[test]
    fn every_table_that_is_left_out_is_there() {
        let folder = tempfile::tempdir().expect("folder");
        let store = crate::Store::open(folder.path(), false).expect("opens");
        for name in LEFT_OUT {
            let there = |connection: &Connection| Ok(connection.table_exists(None, *name)?);
            assert!(store.read_blocking(there).expect("read"), "{name} is no table any more");
        }
    }

    #[test]
    fn cascades_are_noted_and_what_was_rolled_back_is_not() {
        let connection = Connection::open_in_memory().expect("opens");
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT, ratio REAL) STRICT;
                 CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE) STRICT;
                 CREATE TABLE pair (a INTEGER, b TEXT, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID;",
            )
            .expect("schema");
        let recorder = Recorder::install(&connection).expect("installs");
        recorder.begin(&connection, true).expect("begins");
        connection.execute_batch("BEGIN; INSERT INTO parent VALUES (1, 'one', 0.5); ROLLBACK;").expect("rolled back");
        assert_eq!(recorder.steps(&connection).expect("steps"), []);
        connection
            .execute_batch(
                "INSERT INTO parent VALUES (1, 'one', 0.5); INSERT INTO child VALUES (7, 1);
                 INSERT INTO pair VALUES (1, 'x'); UPDATE pair SET a = 2; UPDATE parent SET name = 'one'; DELETE FROM parent;",
            )
            .expect("written");
        let steps = recorder.steps(&connection).expect("steps");
        let told: Vec<String> = steps
            .iter()
            .map(|s| format!("{} {:?} {}{}", s.table, s.key, u8::from(s.before.is_some()), u8::from(s.after.is_some())))
            .collect();
        assert_eq!(
            told,
            [
                "parent [Number(1)] 01",
                "child [Number(7)] 01",
                "pair [String(\"x\"), Number(1)] 01",
                "pair [String(\"x\"), Number(1)] 10",
                "pair [String(\"x\"), Number(2)] 01",
                "child [Number(7)] 10",
                "parent [Number(1)] 10",
            ]
        );
        recorder.begin(&connection, false).expect("begins");
        connection.execute("INSERT INTO parent VALUES (2, 'two', 1)", []).expect("written");
        assert_eq!(recorder.steps(&connection).expect("steps"), []);
    }
}
