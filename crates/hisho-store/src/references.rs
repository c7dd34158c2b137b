//! What one record says of another: finding it by its identity, and lists of such references in
//! join tables. A reference that leads nowhere, or into the trash, is refused with its field.

use std::collections::HashSet;

use hisho_domain::{Error, Rule};
use rusqlite::{Connection, OptionalExtension};

use crate::{Failure, Result, Write};

/// The row of a live thing that a field names.
pub(crate) fn row(connection: &Connection, table: &str, field: &str, uid: &str) -> Result<i64> {
    connection
        .prepare_cached(&format!("SELECT id FROM {table} WHERE uid = ?1 AND deleted_at IS NULL"))?
        .query_row([uid], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Failure::Domain(Error::invalid(field, Rule::UnknownValue)))
}

/// As [`row`], for a field that may be empty.
pub(crate) fn optional_row(
    connection: &Connection,
    table: &str,
    field: &str,
    uid: Option<&str>,
) -> Result<Option<i64>> {
    uid.map(|uid| row(connection, table, field, uid)).transpose()
}

/// What is listed: as it was when the same things are wanted in another order.
pub(crate) fn listed(before: &[String], wanted: Option<&Vec<String>>) -> Vec<String> {
    let Some(wanted) = wanted else { return before.to_vec() };
    let same = before.len() == wanted.len() && before.iter().collect::<HashSet<_>>() == wanted.iter().collect();
    if same { before.to_vec() } else { wanted.clone() }
}

/// A table that joins one kind of thing to another.
pub(crate) struct Links {
    /// The join table.
    pub table: &'static str,
    /// Its column for the thing that has the list.
    pub of: &'static str,
    /// Its column for the things in the list.
    pub to: &'static str,
    /// The table of the things in the list.
    pub target: &'static str,
    /// The field of the record that holds the list.
    pub field: &'static str,
    /// Whether the links of all together must not lead in a circle.
    pub acyclic: bool,
}

impl Links {
    /// Makes the list be `wanted`. What is in it already may stay although it is in the trash.
    pub(crate) fn set(&self, write: &Write<'_>, id: i64, wanted: &[String]) -> Result<()> {
        let Links { table, of, to, target, field, acyclic: _ } = self;
        let present: HashSet<String> = write
            .prepare_cached(&format!("SELECT x.uid FROM {table} j JOIN {target} x ON x.id = j.{to} WHERE j.{of} = ?1"))?
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for gone in present.iter().filter(|uid| !wanted.contains(uid)) {
            write
                .prepare_cached(&format!(
                    "DELETE FROM {table} WHERE {of} = ?1 AND {to} = (SELECT id FROM {target} WHERE uid = ?2)"
                ))?
                .execute((id, gone))?;
        }
        for new in wanted.iter().filter(|uid| !present.contains(*uid)) {
            let other = row(write, target, field, new)?;
            if self.acyclic {
                self.refuse_cycle(write, id, other)?;
            }
            write.prepare_cached(&format!("INSERT INTO {table} ({of}, {to}) VALUES (?1, ?2)"))?.execute((id, other))?;
        }
        Ok(())
    }

    /// Refuses a link that would lead back to `id`.
    fn refuse_cycle(&self, connection: &Connection, id: i64, other: i64) -> Result<()> {
        let Links { table, of, to, field, .. } = self;
        let leads_back: bool = connection
            .prepare_cached(&format!(
                "WITH RECURSIVE before(id) AS (
                   SELECT ?2 UNION SELECT d.{to} FROM {table} d JOIN before ON d.{of} = before.id)
                 SELECT EXISTS (SELECT 1 FROM before WHERE id = ?1)"
            ))?
            .query_row((id, other), |row| row.get(0))?;
        if leads_back { Err(Error::invalid(field, Rule::Cycle).into()) } else { Ok(()) }
    }
}
