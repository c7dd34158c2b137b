//! Rows of an attached backup, and the same things in the database as it is now. Must not know
//! what is done with them.

use rusqlite::types::Value;

use crate::schema::{Table, quoted};
use crate::{Result, Write};

/// A row's primary key as text, to tell rows apart.
pub(super) type Key = String;
pub(super) type Row = Vec<Value>;

/// Rows of the backup.
pub(super) fn select(write: &Write<'_>, table: &Table, condition: &str, parameter: &Value) -> Result<Vec<Row>> {
    read(
        write,
        &format!("SELECT {} FROM backup.{} WHERE {condition}", table.column_list(), quoted(&table.name)),
        parameter,
    )
}

fn read(write: &Write<'_>, sql: &str, parameter: &Value) -> Result<Vec<Row>> {
    let mut statement = write.prepare_cached(sql)?;
    let width = statement.column_count();
    let rows = statement.query_map([parameter], |row| (0..width).map(|column| row.get(column)).collect())?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The same thing in the database as it is now: by its uid, else by a key that is no number.
pub(super) fn here(write: &Write<'_>, table: &Table, row: &Row) -> Result<Option<Row>> {
    let identity = if table.column("uid").is_some() {
        "uid"
    } else {
        let mut key = table.columns.iter().filter(|column| column.key > 0);
        match (key.next(), key.next()) {
            (Some(column), None) if table.row_id().is_none() => column.name.as_str(),
            _ => return Ok(None),
        }
    };
    let Some(same) = value(table, row, identity) else { return Ok(None) };
    let sql =
        format!("SELECT {} FROM main.{} WHERE {} = ?1", table.column_list(), quoted(&table.name), quoted(identity));
    Ok(read(write, &sql, same)?.pop())
}

/// What a row holds in a column; None where there is nothing to point with.
pub(super) fn value<'r>(table: &Table, row: &'r Row, column: &str) -> Option<&'r Value> {
    let place = table.columns.iter().position(|known| known.name == column)?;
    let value = &row[place];
    (column == "deleted_at" || *value != Value::Null).then_some(value)
}

/// The number SQLite gave to a row, where it gives one.
pub(super) fn number_of(table: &Table, row: &Row) -> Option<i64> {
    match value(table, row, &table.row_id()?.name) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

pub(super) fn key_of(table: &Table, row: &Row) -> Key {
    let key: Vec<String> = table
        .columns
        .iter()
        .zip(row)
        .filter(|(column, _)| column.key > 0)
        .map(|(_, value)| format!("{value:?}"))
        .collect();
    key.join(" ")
}
