//! The tables as the database itself describes them, so that what is said of every table holds
//! for those that later migrations add. Must not know any single table.

use std::collections::BTreeMap;

use rusqlite::Connection;

use hisho_domain::Error;

use crate::{Failure, Result};

/// What a column holds. The tables are strict, so it holds nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Real,
    Text,
    Blob,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) not_null: bool,
    /// Its place in the primary key, from 1; 0 when it is not in it.
    pub(crate) key: i64,
}

/// A column that points at a row of another table.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) column: String,
    pub(crate) parent: String,
    pub(crate) parent_column: String,
    /// The row goes with its parent.
    pub(crate) cascades: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) references: Vec<Reference>,
}

impl Table {
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub(crate) fn reference(&self, column: &str) -> Option<&Reference> {
        self.references.iter().find(|reference| reference.column == column)
    }

    /// The columns of the primary key in its order, by which rows are put in order.
    pub(crate) fn order(&self) -> String {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// The integer that SQLite gives to new rows, where there is one.
    pub(crate) fn row_id(&self) -> Option<&Column> {
        let mut key = self.columns.iter().filter(|column| column.key > 0);
        let first = key.next().filter(|column| column.kind == Kind::Integer)?;
        key.next().is_none().then_some(first)
    }

    /// The table whose rows these go with, if any.
    pub(crate) fn owner(&self) -> Option<&str> {
        let owner = self.references.iter().find(|r| r.cascades && r.parent != self.name);
        owner.map(|reference| reference.parent.as_str())
    }

    /// Its columns for a statement.
    pub(crate) fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }
}

/// A name as a statement needs it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every ordinary table by name: no views, none of SQLite's own, none that belongs to a search index.
pub(crate) fn tables(connection: &Connection) -> Result<Vec<Table>> {
    let names: Vec<(String, bool)> = connection
        .prepare(
            "SELECT name, strict FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    names.into_iter().map(|(name, strict)| table(connection, name, strict)).collect()
}

fn table(connection: &Connection, name: String, strict: bool) -> Result<Table> {
    let columns = connection
        .prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid")?
        .query_map([&name], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?, row.get::<_, i64>(3)?))
        })?
        .map(|row| {
            let (column, kind, not_null, key) = row?;
            let kind = match kind.as_str() {
                "INTEGER" | "INT" => Kind::Integer,
                "REAL" => Kind::Real,
                "TEXT" => Kind::Text,
                "BLOB" => Kind::Blob,
                // The history of the schema is the one table that is not strict; it is text.
                _ if !strict => Kind::Text,
                other => return Err(unsupported(&name, &format!("{column} is of the kind {other}"))),
            };
            Ok(Column { name: column, kind, not_null, key })
        })
        .collect::<Result<Vec<_>>>()?;
    let mut found: BTreeMap<i64, Vec<Reference>> = BTreeMap::new();
    let mut statement = connection.prepare(
        "SELECT id, \"from\", \"table\", coalesce(\"to\", 'id'), on_delete FROM pragma_foreign_key_list(?1)",
    )?;
    let mut rows = statement.query([&name])?;
    while let Some(row) = rows.next()? {
        let cascades = row.get::<_, String>(4)? == "CASCADE";
        let reference = Reference { column: row.get(1)?, parent: row.get(2)?, parent_column: row.get(3)?, cascades };
        found.entry(row.get(0)?).or_default().push(reference);
    }
    // SQLite numbers them from the last one declared.
    let mut references = Vec::new();
    for (_, mut pairs) in found.into_iter().rev() {
        if pairs.len() > 1 {
            // A number names the row; what stands beside it only says that both fit together.
            pairs.retain(|reference| reference.parent_column == "id");
        }
        match pairs.pop() {
            Some(reference) if pairs.is_empty() => references.push(reference),
            _ => return Err(unsupported(&name, "a reference that no single column makes")),
        }
    }
    Ok(Table { name, columns, references })
}

fn unsupported(table: &str, what: &str) -> Failure {
    Failure::Domain(Error::internal(format!("the table {table} cannot be copied: {what}")))
}

/// Rows that lead back to themselves, by parents within a table or by a table that joins another
/// with itself, as `table: first row`. There must be none.
pub(crate) fn loops(connection: &Connection, tables: &[Table]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for table in tables {
        let own = table
            .references
            .iter()
            .filter(|r| r.parent == table.name)
            .map(|r| (r.parent_column.as_str(), r.column.as_str()));
        let mut edges: Vec<(&str, &str)> = own.collect();
        // A join of a table with itself has both its ends in the primary key.
        let ends: Vec<_> =
            table.references.iter().filter(|r| table.column(&r.column).is_some_and(|c| c.key > 0)).collect();
        if let [from, to] = ends.as_slice()
            && from.parent == to.parent
        {
            edges.push((&from.column, &to.column));
        }
        for (from, to) in edges {
            let (name, from, to) = (quoted(&table.name), quoted(from), quoted(to));
            let edges: Vec<(i64, i64)> = connection
                .prepare(&format!("SELECT {from}, {to} FROM {name} WHERE {to} IS NOT NULL"))?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            if let Some(row) = first_loop(&edges) {
                found.push(format!("{}: {row}", table.name));
            }
        }
    }
    Ok(found)
}

/// A row on or behind a loop: what is left when rows that lead nowhere are taken away again and again.
fn first_loop(edges: &[(i64, i64)]) -> Option<i64> {
    use std::collections::HashMap;
    let mut ways: HashMap<i64, usize> = HashMap::new();
    let mut back: HashMap<i64, Vec<i64>> = HashMap::new();
    for &(from, to) in edges {
        *ways.entry(from).or_default() += 1;
        ways.entry(to).or_default();
        back.entry(to).or_default().push(from);
    }
    let mut ends: Vec<i64> = ways.iter().filter(|(_, ways)| **ways == 0).map(|(row, _)| *row).collect();
    while let Some(end) = ends.pop() {
        ways.remove(&end);
        for from in back.get(&end).into_iter().flatten() {
            let left = ways.get_mut(from).expect("taken away only without ways");
            *left -= 1;
            if *left == 0 {
                ends.push(*from);
            }
        }
    }
    ways.keys().min().copied()
}

#[cfg(test)]
mod tests {
    #[test]
    fn loops_of_any_length_are_found_and_trees_are_none() {
        assert_eq!(super::first_loop(&[(1, 2), (2, 3), (1, 3), (4, 3)]), None);
        assert_eq!(super::first_loop(&[(7, 7)]), Some(7));
        assert_eq!(super::first_loop(&[(1, 2), (2, 3), (3, 1), (9, 8)]), Some(1));
    }
}
