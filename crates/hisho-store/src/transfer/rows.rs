//! A row as JSON, and back. References to things with a uid are written as that uid; other
//! numbers stay. A column of JSON is written as such where it comes back the same.

use std::collections::HashMap;
use std::fmt;

use rusqlite::types::Value as Sql;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::schema::{Column, Kind, Table, quoted};

/// Bytes up to this many stand in the row, in hexadecimal digits; more are a file of their own.
pub(super) const INLINE: usize = 64;

pub(super) type Record = Map<String, Value>;

/// The statement that reads a table's rows in their order.
pub(super) fn select(table: &Table, tables: &[Table]) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| expression(table, column, tables)).collect();
    format!("SELECT {} FROM {} t ORDER BY {}", columns.join(", "), quoted(&table.name), order(table))
}

fn order(table: &Table) -> String {
    match table.order() {
        order if order.is_empty() => "rowid".into(),
        order => order,
    }
}

fn expression(table: &Table, column: &Column, tables: &[Table]) -> String {
    match parent_with_uid(table, column, tables) {
        Some((parent, key)) => {
            format!("(SELECT p.uid FROM {} p WHERE p.{} = t.{})", quoted(parent), quoted(key), quoted(&column.name))
        }
        None => format!("t.{}", quoted(&column.name)),
    }
}

/// The table, and its key, which a column names by uid.
pub(super) fn parent_with_uid<'a>(
    table: &'a Table,
    column: &Column,
    tables: &'a [Table],
) -> Option<(&'a str, &'a str)> {
    let reference = table.reference(&column.name)?;
    let parent = tables.iter().find(|parent| parent.name == reference.parent)?;
    let by_number = parent.row_id().is_some_and(|number| number.name == reference.parent_column);
    (by_number && parent.column("uid").is_some()).then_some((&parent.name, &reference.parent_column))
}

/// A value as it is written. Bytes that are too many are handed to `keep`, which names their file.
pub(super) fn to_json<E>(value: Sql, keep: impl FnOnce(Vec<u8>) -> Result<String, E>) -> Result<Value, E> {
    Ok(match value {
        Sql::Null => Value::Null,
        Sql::Integer(number) => number.into(),
        Sql::Real(number) => serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number),
        Sql::Text(text) => match serde_json::from_str::<Value>(&text) {
            Ok(json @ (Value::Object(_) | Value::Array(_))) if reads(&json, &text) => json,
            _ => text.into(),
        },
        Sql::Blob(bytes) if bytes.len() <= INLINE => hex(&bytes).into(),
        Sql::Blob(bytes) => serde_json::json!({ "file": keep(bytes)? }),
    })
}

/// Whether this JSON, written by us, is this text to the letter.
fn reads(json: &Value, text: &str) -> bool {
    let written = json.to_string();
    written == text
}

/// A written value as its column holds it; the error says what is wrong. `file` gives the bytes
/// of a file by its name.
pub(super) fn from_json(
    column: &Column,
    value: &Value,
    file: impl FnOnce(&str) -> Result<Vec<u8>, String>,
) -> Result<Sql, String> {
    let wrong = || format!("{}: {value} is not what this column holds", column.name);
    Ok(match (column.kind, value) {
        (_, Value::Null) => Sql::Null,
        (Kind::Integer, Value::Number(number)) => Sql::Integer(number.as_i64().ok_or_else(wrong)?),
        (Kind::Real, Value::Number(number)) => Sql::Real(number.as_f64().ok_or_else(wrong)?),
        (Kind::Text, Value::String(text)) => Sql::Text(text.clone()),
        (Kind::Text, Value::Object(_) | Value::Array(_)) => Sql::Text(value.to_string()),
        (Kind::Blob, Value::String(digits)) => Sql::Blob(unhex(digits).ok_or_else(wrong)?),
        (Kind::Blob, Value::Object(object)) => match object.get("file") {
            Some(Value::String(name)) if object.len() == 1 => Sql::Blob(file(name)?),
            _ => return Err(wrong()),
        },
        _ => return Err(wrong()),
    })
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let plain = digits.len().is_multiple_of(2) && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !plain {
        return None;
    }
    digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Reads a file of `{table: [row, …], …}` row by row, so that its size does not matter.
pub(super) struct Rows<'a> {
    /// Is given each row with its table; an error ends the reading.
    pub(super) each: &'a mut dyn FnMut(&str, Record) -> Result<(), String>,
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen: HashMap<String, IgnoredAny> = HashMap::new();
        while let Some(table) = map.next_key::<String>()? {
            if seen.insert(table.clone(), IgnoredAny).is_some() {
                return Err(A::Error::custom(format!("the table {table} stands twice")));
            }
            map.next_value_seed(OfTable { table: &table, each: self.each })?;
        }
        Ok(())
    }
}

struct OfTable<'a> {
    table: &'a str,
    each: &'a mut dyn FnMut(&str, Record) -> Result<(), String>,
}

impl<'de> DeserializeSeed<'de> for OfTable<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OfTable<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element::<Record>()? {
            (self.each)(self.table, row).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
