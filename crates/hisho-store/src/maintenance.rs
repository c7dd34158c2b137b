//! Looking after the file: giving room back, the planner's figures, the search index made anew.

use std::time::Instant;

use hisho_domain::health::Maintained;
use hisho_domain::{Actor, Entity, Error};
use rusqlite::Connection;

use crate::{Result, Store, database_path, notes, plans, projects, search, sql_error, tasks};

/// Writes the file anew without the room that nothing needs any more. Writes wait meanwhile.
pub fn vacuum(store: &Store) -> std::result::Result<Maintained, Error> {
    maintain(store, |connection| {
        // The log goes into the file at the end, else the room would only be given back later.
        connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
    })
}

/// Counts what the planner needs to know of every table.
pub fn analyse(store: &Store) -> std::result::Result<Maintained, Error> {
    maintain(store, |connection| connection.execute_batch("ANALYZE;"))
}

fn maintain(
    store: &Store,
    act: impl FnOnce(&Connection) -> rusqlite::Result<()> + Send + 'static,
) -> std::result::Result<Maintained, Error> {
    let path = database_path(store.folder());
    let size = || std::fs::metadata(&path).map_or(0, |meta| meta.len());
    let (started, bytes_before) = (Instant::now(), size());
    store.in_turn(move |connection| act(connection).map_err(|e| sql_error(&e, None)))?;
    let elapsed_ms = started.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
    Ok(Maintained { bytes_before, bytes_after: size(), elapsed_ms })
}

/// Makes the search index anew where it holds nothing of the records, as after a migration that
/// gave it another form.
pub(crate) fn complete_search(store: &Store) -> std::result::Result<(), Error> {
    let is_empty = store.read_blocking(|connection| {
        let sql = "SELECT (SELECT min(id) FROM search_entries) IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM search_index_docsize WHERE id < ?1)";
        Ok(connection.query_row(sql, [notes::FIRST_NOTE], |row| row.get(0))?)
    })?;
    if is_empty { rebuild_search(store) } else { Ok(()) }
}

/// Makes the search index of everything but notes anew, from the records. Notes come from their
/// files, by a look through the vault that finds none of them in the index.
pub fn rebuild_search(store: &Store) -> std::result::Result<(), Error> {
    store.write_blocking(Actor::system(), |write| {
        write.execute_batch("DELETE FROM search_index; DELETE FROM search_entries;")?;
        for uid in uids(write, "plans")? {
            plans::index(write, &plans::get(write, &uid)?)?;
        }
        for uid in uids(write, "workflows")? {
            projects::index(write, &projects::get(write, &uid)?)?;
        }
        for uid in uids(write, "tasks")? {
            // A task of a project in the trash is not found either.
            match tasks::get(write, &uid) {
                Ok(task) => tasks::index(write, &task)?,
                Err(crate::Failure::Domain(error)) if error.code == hisho_domain::ErrorCode::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        for uid in uids(write, "conversations")? {
            search::reindex(write, Entity::Conversation, &uid, true)?;
        }
        search::optimise(write)
    })
}

fn uids(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("SELECT uid FROM {table} WHERE deleted_at IS NULL ORDER BY id"))?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
