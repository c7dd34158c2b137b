//! The checkboxes of notes, with the fields of the Tasks plugin. Must not know how they are written.

use hisho_domain::note::Urgency;
use rusqlite::{Connection, Row};

use crate::journal::word;
use crate::{Result, Write};

/// A checkbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkbox {
    /// Its line, from 0.
    pub line: u32,
    /// What stands between its brackets.
    pub mark: char,
    /// Whether its mark is one of tasks still to be done, as the vault has it.
    pub open: bool,
    /// What stands behind them, without the fields at its end.
    pub text: String,
    /// Days, as `YYYY-MM-DD`.
    pub due: Option<String>,
    /// When it is to be worked on.
    pub scheduled: Option<String>,
    /// When it can be begun.
    pub start: Option<String>,
    /// How urgent it is; None without a mark.
    pub priority: Option<Urgency>,
}

/// A checkbox and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The note's path.
    pub path: String,
    /// The note's title.
    pub title: String,
    /// The checkbox.
    pub task: Checkbox,
}

/// Open checkboxes, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// All of them, shown or not.
    pub total: i64,
    /// Those asked for.
    pub tasks: Vec<Place>,
}

pub(super) fn put(write: &Write<'_>, note: i64, tasks: &[Checkbox]) -> Result<()> {
    if tasks.is_empty() {
        return Ok(());
    }
    // Two checkboxes can begin in one line, of which the first stands for both.
    let mut insert = write.prepare_cached(
        "INSERT OR IGNORE INTO vault_tasks (note_id, line, mark, open, text, due, scheduled, start, priority)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for task in tasks {
        insert.execute((
            note,
            task.line,
            task.mark.to_string(),
            task.open,
            &task.text,
            &task.due,
            &task.scheduled,
            &task.start,
            task.priority.map(Urgency::as_str),
        ))?;
    }
    Ok(())
}

/// Every mark of a vault's checkboxes, with whether those that bear it count as open.
pub fn marks(connection: &Connection, vault: i64) -> Result<Vec<(char, bool)>> {
    let rows = super::rows(vault);
    let mut statement =
        connection.prepare_cached("SELECT DISTINCT mark, open FROM vault_tasks WHERE note_id BETWEEN ?1 AND ?2")?;
    let found = statement.query_map((rows.start(), rows.end()), |row| {
        let mark: String = row.get(0)?;
        Ok((mark.chars().next().unwrap_or(' '), row.get(1)?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Has the checkboxes of a vault that bear a mark count as open, or not.
pub fn set_open(write: &Write<'_>, vault: i64, mark: char, open: bool) -> Result<()> {
    let rows = super::rows(vault);
    write
        .prepare_cached(
            "UPDATE vault_tasks SET open = ?4 WHERE note_id BETWEEN ?1 AND ?2 AND mark = ?3 AND open <> ?4",
        )?
        .execute((rows.start(), rows.end(), mark.to_string(), open))?;
    Ok(())
}

/// Open checkboxes of notes that Hisho does not keep: with `until`, those due on that day or
/// before; else all, due ones first by day, then by path and line.
pub fn open(connection: &Connection, vault: i64, until: Option<&str>, offset: i64, limit: i64) -> Result<Page> {
    const FROM: &str = "FROM vault_tasks t JOIN vault_notes n ON n.id = t.note_id
         WHERE t.open = 1 AND t.note_id BETWEEN ?1 AND ?2
           AND NOT EXISTS (SELECT 1 FROM mirror_notes m WHERE m.vault_id = n.vault_id AND m.path = n.path)";
    let due = if until.is_some() { "AND t.due <= ?3" } else { "AND ?3 IS NULL" };
    let rows = super::rows(vault);
    let total = connection
        .prepare_cached(&format!("SELECT count(*) {FROM} {due}"))?
        .query_row((rows.start(), rows.end(), until), |row| row.get(0))?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT n.path, n.title, t.line, t.mark, t.text, t.due, t.scheduled, t.start, t.priority {FROM} {due}
         ORDER BY t.due IS NULL, t.due, n.path, t.line LIMIT ?4 OFFSET ?5"
    ))?;
    let found = statement.query_map((rows.start(), rows.end(), until, limit, offset), |row| Ok(place(row)))?;
    Ok(Page { total, tasks: found.map(|row| row?).collect::<Result<_>>()? })
}

/// The open checkboxes of one note, unless Hisho keeps it, by line.
pub fn open_in(connection: &Connection, vault: i64, path: &str) -> Result<Vec<Place>> {
    let mut statement = connection.prepare_cached(
        "SELECT n.path, n.title, t.line, t.mark, t.text, t.due, t.scheduled, t.start, t.priority
         FROM vault_notes n JOIN vault_tasks t ON t.note_id = n.id
         WHERE n.vault_id = ?1 AND n.path = ?2 AND t.open = 1
           AND NOT EXISTS (SELECT 1 FROM mirror_notes m WHERE m.vault_id = n.vault_id AND m.path = n.path)
         ORDER BY t.line",
    )?;
    let found = statement.query_map((vault, path), |row| Ok(place(row)))?;
    found.map(|row| row?).collect()
}

fn place(row: &Row<'_>) -> Result<Place> {
    let mark: String = row.get(3)?;
    let urgency: Option<String> = row.get(8)?;
    Ok(Place {
        path: row.get(0)?,
        title: row.get(1)?,
        task: Checkbox {
            line: row.get(2)?,
            mark: mark.chars().next().unwrap_or(' '),
            open: true,
            text: row.get(4)?,
            due: row.get(5)?,
            scheduled: row.get(6)?,
            start: row.get(7)?,
            priority: match urgency {
                Some(_) => Some(word(row, 8, Urgency::parse)?),
                None => None,
            },
        },
    })
}
