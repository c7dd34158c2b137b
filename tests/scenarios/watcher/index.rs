//! All that the index holds of a vault, in a form in which two of them can be compared.

use std::collections::BTreeMap;
use std::path::Path;

use hisho_scenarios::Home;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

/// Rows of every table of the index by table, without the numbers by which rows are known.
#[derive(PartialEq)]
pub struct Index(BTreeMap<String, Vec<String>>);

/// The tables that are no part of it.
const OTHERS: &[&str] = &["vault_problems"];

impl Index {
    /// Reads the index in a data folder.
    pub fn read(data: &Path) -> Index {
        let connection = Connection::open_with_flags(data.join("hisho.db"), OpenFlags::SQLITE_OPEN_READ_WRITE)
            .expect("the database opens");
        // One moment for all of them.
        connection.execute_batch("BEGIN").expect("begin");
        let mut tables =
            names(&connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'vault_%'");
        tables.retain(|table| !OTHERS.contains(&table.as_str()));
        assert!(tables.len() >= 5, "the tables of the index: {tables:?}");
        let mut index: BTreeMap<String, Vec<String>> =
            tables.into_iter().map(|table| (table.clone(), rows(&connection, &table))).collect();
        index.insert("words of the full text".into(), full_text(&connection));
        Index(index)
    }

    /// Where two of them differ, for a person to read.
    pub fn differences(&self, wanted: &Index) -> String {
        let mut told = Vec::new();
        for (table, rows) in &wanted.0 {
            let found = self.0.get(table).map(Vec::as_slice).unwrap_or_default();
            told.extend(rows.iter().filter(|row| !found.contains(row)).map(|row| format!("{table} lacks {row}")));
            told.extend(found.iter().filter(|row| !rows.contains(row)).map(|row| format!("{table} still has {row}")));
        }
        told.truncate(20);
        told.join("\n")
    }
}

/// The index that another data folder makes of the same vault.
pub async fn fresh(vault: &Path) -> Index {
    let other = Home::empty();
    let desk = other.open().await;
    desk.ok("vault.choose", json!({ "path": vault })).await;
    desk.ok("vault.scan", json!({})).await;
    Index::read(&other.data())
}

fn names(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("sql");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("names")
}

/// A table's rows as text, a note named by its path.
fn rows(connection: &Connection, table: &str) -> Vec<String> {
    let columns = names(connection, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
    let shown: Vec<String> = columns
        .iter()
        .filter(|column| !["id", "vault_id"].contains(&column.as_str()))
        .map(|column| match column.as_str() {
            "note_id" => "(SELECT path FROM vault_notes n WHERE n.id = note_id)".to_owned(),
            column => format!("quote({column})"),
        })
        .collect();
    names(connection, &format!("SELECT {} AS row FROM {table} ORDER BY row", shown.join(" || ' ' || ")))
}

/// Every word of every note with its places.
fn full_text(connection: &Connection) -> Vec<String> {
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_index', 'instance')")
        .expect("the words of the full text");
    names(
        connection,
        "SELECT n.path || ' ' || w.col || ' ' || w.term || ' ' || group_concat(w.offset) AS row
         FROM words w JOIN vault_notes n ON n.id = w.doc GROUP BY n.path, w.col, w.term ORDER BY row",
    )
}
