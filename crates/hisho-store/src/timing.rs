//! How long statements take, as SQLite itself measures them: the slowest since the start are
//! kept. Values are never seen, only the text of statements.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use hisho_domain::health::SlowQuery;
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::time;

/// So many are shown.
const SHOWN: usize = 20;
/// A run below this is no candidate, so that the fast ones cost next to nothing.
const NOTICED: Duration = Duration::from_millis(1);
/// Never more statements than this are remembered.
const REMEMBERED: usize = 500;

#[derive(Clone)]
struct Seen {
    runs: u64,
    worst: Duration,
    total: Duration,
    worst_at: String,
}

static SEEN: LazyLock<Mutex<HashMap<String, Seen>>> = LazyLock::new(Mutex::default);

/// Measures every statement of a connection from now on.
pub(crate) fn watch(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.trace_v2(
        TraceEventCodes::SQLITE_TRACE_PROFILE,
        Some(|event: TraceEvent<'_>| {
            if let TraceEvent::Profile(statement, took) = event
                && took >= NOTICED
            {
                notice(&statement.sql(), took);
            }
        }),
    )
}

fn notice(sql: &str, took: Duration) {
    // On one line, as it is shown.
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.len() >= REMEMBERED && !seen.contains_key(&sql) {
        let fastest = seen.iter().min_by_key(|(_, seen)| seen.worst).map(|(sql, seen)| (sql.clone(), seen.worst));
        match fastest {
            Some((fastest, worst)) if worst < took => drop(seen.remove(&fastest)),
            _ => return,
        }
    }
    let entry = seen.entry(sql).or_insert(Seen {
        runs: 0,
        worst: Duration::ZERO,
        total: Duration::ZERO,
        worst_at: String::new(),
    });
    entry.runs += 1;
    entry.total += took;
    if took > entry.worst {
        (entry.worst, entry.worst_at) = (took, time::now());
    }
}

/// The slowest statements of this process since its start, the worst first.
pub fn slowest() -> Vec<SlowQuery> {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let mut slowest: Vec<SlowQuery> = seen
        .iter()
        .map(|(sql, seen)| SlowQuery {
            sql: sql.clone(),
            runs: seen.runs,
            worst_us: micros(seen.worst),
            total_us: micros(seen.total),
            worst_at: seen.worst_at.clone(),
        })
        .collect();
    slowest.sort_by(|a, b| b.worst_us.cmp(&a.worst_us).then_with(|| a.sql.cmp(&b.sql)));
    slowest.truncate(SHOWN);
    slowest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_statement_is_remembered_without_its_values() {
        let mut connection = Connection::open_in_memory().expect("opens");
        watch(&mut connection).expect("watches");
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                   SELECT count(*) FROM n WHERE 'canary' <> ?2";
        let count: i64 = connection.query_row(sql, (300_000, "hidden value"), |row| row.get(0)).expect("counts");
        assert_eq!(count, 300_000);
        let slow = slowest();
        let found = slow.iter().find(|slow| slow.sql.contains("'canary'")).expect("remembered");
        assert!(found.worst_us >= 1000 && found.runs == 1 && found.total_us >= found.worst_us);
        assert!(!found.sql.contains("hidden") && !found.sql.contains('\n'));
        assert!(slow.len() <= SHOWN && slow.is_sorted_by(|a, b| a.worst_us >= b.worst_us));
    }
}
