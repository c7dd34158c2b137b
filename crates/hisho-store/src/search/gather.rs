//! One pass over the full-text index: which rows match, and what the first of them score. FTS5 by
//! itself goes over a phrase once to count, once to know how rare it is and once more to rank, and
//! hands out every row apart; so this is a function of FTS5's own kind (`hisho_gather`), which takes
//! note of the row that FTS5 stands at and never lets it through. Must not know what a row is.

use std::cell::RefCell;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::rc::Rc;

use rusqlite::ffi::{self, Fts5Context, Fts5ExtensionApi, Fts5PhraseIter, fts5_api, sqlite3_context, sqlite3_value};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Params, params_from_iter};

use crate::Result;

/// What a word in the text, in the title and beside it (aliases, tags, headings, keys) counts.
const WEIGHTS: [f64; 3] = [1.0, 10.0, 4.0];
/// The usual ones of BM25: how soon one more place of a word counts no more, and how much a long
/// text counts less.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;
/// A phrase in so many rows is common, and it is not asked in how many more it is.
const COMMON: i64 = 500;

const NAME: &CStr = c"hisho_gather";
const POINTER: &CStr = c"hisho_matches";
const API: &CStr = c"fts5_api_ptr";

/// The rows that match, in rising order, and what the first of them score, the best the most.
#[derive(Debug, Default)]
pub(super) struct Matches {
    pub rows: Vec<i64>,
    pub scores: Vec<f64>,
    /// So many are scored.
    scored: usize,
    measures: Option<Measures>,
}

/// What scores are measured by.
#[derive(Debug)]
struct Measures {
    /// Rows, and the words of each in the middle.
    rows: i64,
    length: f64,
    /// What each phrase weighs by how rare it is, when it was met.
    rareness: Vec<Option<f64>>,
}

/// Makes the function known to a connection.
pub(crate) fn attach(connection: &Connection) -> rusqlite::Result<()> {
    let mut api: *mut fts5_api = ptr::null_mut();
    let place = ptr::from_mut(&mut api).cast::<c_void>();
    let mut statement = connection.prepare("SELECT fts5(?1)")?;
    // FTS5 writes where its functions are into the place that is bound, and keeps nothing of it.
    statement.query_row([ToSqlOutput::Pointer((place, API, None))], |_| Ok(()))?;
    // SAFETY: FTS5 is compiled in, and its functions live as long as the connection does.
    let code = unsafe {
        match api.as_ref().and_then(|known| known.xCreateFunction) {
            Some(create) => create(api, NAME.as_ptr(), ptr::null_mut(), Some(gather), None),
            None => ffi::SQLITE_ERROR,
        }
    };
    outcome(code).map_err(|code| rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
}

/// Runs a query over `search_index`, in the condition of which stands `hisho_gather(search_index, ?1)`,
/// with a third argument where rows may be left out. At most `scored` rows get a score.
pub(super) fn gathered(
    connection: &Connection,
    sql: &str,
    scored: usize,
    rest: &[&dyn rusqlite::ToSql],
) -> Result<Matches> {
    let matches = Rc::new(RefCell::new(Matches { scored, ..Matches::default() }));
    let pointer = ToSqlOutput::from_rc(matches.clone(), POINTER);
    let mut statement = connection.prepare_cached(sql)?;
    run(
        &mut statement,
        params_from_iter(std::iter::once(&pointer as &dyn rusqlite::ToSql).chain(rest.iter().copied())),
    )?;
    let matches = matches.take();
    Ok(matches)
}

fn run(statement: &mut rusqlite::Statement<'_>, values: impl Params) -> Result<()> {
    // No row is let through, so the first step is the last.
    statement.query(values)?.next()?;
    Ok(())
}

fn outcome(code: c_int) -> std::result::Result<(), c_int> {
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(code) }
}

/// The function, as FTS5 calls it for every row that matches.
///
/// # Safety
/// FTS5 alone calls it, with its own functions and context, and `count` values.
unsafe extern "C" fn gather(
    api: *const Fts5ExtensionApi,
    fts: *mut Fts5Context,
    context: *mut sqlite3_context,
    count: c_int,
    values: *mut *mut sqlite3_value,
) {
    // SAFETY: as FTS5 promises. The pointer is of the type that its name says, or null, and whoever
    // bound it holds the matches until the statement has ended; nobody borrows them meanwhile.
    unsafe {
        if count == 0 || count == 2 && ffi::sqlite3_value_int(*values.add(1)) == 0 {
            return ffi::sqlite3_result_int(context, 0);
        }
        let matches = ffi::sqlite3_value_pointer(*values, POINTER.as_ptr()).cast::<RefCell<Matches>>();
        let Some(matches) = matches.as_ref() else {
            return ffi::sqlite3_result_error_code(context, ffi::SQLITE_MISUSE);
        };
        match (Row { api: &*api, fts }).note(&mut matches.borrow_mut()) {
            Ok(()) => ffi::sqlite3_result_int(context, 0),
            Err(code) => ffi::sqlite3_result_error_code(context, code),
        }
    }
}

/// Counts one row in which a phrase is.
///
/// # Safety
/// FTS5 alone calls it, with the counter that was given to it.
unsafe extern "C" fn count_row(_: *const Fts5ExtensionApi, _: *mut Fts5Context, counter: *mut c_void) -> c_int {
    // SAFETY: the counter of `Row::rareness`, which waits.
    let counter = unsafe { &mut *counter.cast::<i64>() };
    *counter += 1;
    if *counter < COMMON { ffi::SQLITE_OK } else { ffi::SQLITE_DONE }
}

/// Calls one of FTS5's functions, all of which are there, and gives what SQLite says of it.
macro_rules! ask {
    ($row:expr, $function:ident, $($value:expr),*) => {
        match $row.api.$function {
            // SAFETY: FTS5's own function with its own context, and places that outlive the call.
            Some(function) => outcome(unsafe { function($row.fts, $($value),*) }),
            None => Err(ffi::SQLITE_MISUSE),
        }
    };
}

/// The row that FTS5 stands at.
struct Row<'a> {
    api: &'a Fts5ExtensionApi,
    fts: *mut Fts5Context,
}

impl Row<'_> {
    fn note(&self, matches: &mut Matches) -> std::result::Result<(), c_int> {
        let Some(row) = self.api.xRowid else { return Err(ffi::SQLITE_MISUSE) };
        // SAFETY: FTS5's own function with its own context.
        matches.rows.push(unsafe { row(self.fts) });
        if matches.scores.len() < matches.scored {
            let measures = match &mut matches.measures {
                Some(measures) => measures,
                none => none.insert(self.measures()?),
            };
            matches.scores.push(self.score(measures)?);
        }
        Ok(())
    }

    fn measures(&self) -> std::result::Result<Measures, c_int> {
        let (mut rows, mut words) = (0, 0);
        ask!(self, xRowCount, &mut rows)?;
        ask!(self, xColumnTotalSize, -1, &mut words)?;
        let Some(count) = self.api.xPhraseCount else { return Err(ffi::SQLITE_MISUSE) };
        // SAFETY: as above.
        let phrases = unsafe { count(self.fts) };
        // One alone weighs the same in all rows.
        let rareness = if phrases == 1 { vec![Some(1.0)] } else { vec![None; usize::try_from(phrases).unwrap_or(0)] };
        Ok(Measures { rows, length: (words as f64 / rows.max(1) as f64).max(1.0), rareness })
    }

    /// BM25, the places of a word in all columns taken together, each by its column's weight.
    fn score(&self, measures: &mut Measures) -> std::result::Result<f64, c_int> {
        let mut words = 0;
        ask!(self, xColumnSize, -1, &mut words)?;
        let spread = SATURATION * (1.0 - LENGTH + LENGTH * f64::from(words) / measures.length);
        let mut score = 0.0;
        for phrase in 0..measures.rareness.len() {
            let often = self.weighed(phrase as c_int)?;
            if often > 0.0 {
                let rareness = match measures.rareness[phrase] {
                    Some(known) => known,
                    None => *measures.rareness[phrase].insert(self.rareness(phrase as c_int, measures.rows)?),
                };
                score += rareness * often * (SATURATION + 1.0) / (often + spread);
            }
        }
        Ok(score)
    }

    /// How often a phrase is in the row, by the weight of each place.
    fn weighed(&self, phrase: c_int) -> std::result::Result<f64, c_int> {
        let mut places = Fts5PhraseIter { a: ptr::null(), b: ptr::null() };
        let (mut column, mut at) = (0, 0);
        ask!(self, xPhraseFirst, phrase, &mut places, &mut column, &mut at)?;
        let Some(next) = self.api.xPhraseNext else { return Err(ffi::SQLITE_MISUSE) };
        let mut often = 0.0;
        while let Some(weight) = usize::try_from(column).ok().and_then(|column| WEIGHTS.get(column)) {
            often += weight;
            // SAFETY: the places that `xPhraseFirst` began with.
            unsafe { next(self.fts, &mut places, &mut column, &mut at) };
        }
        Ok(often)
    }

    fn rareness(&self, phrase: c_int, rows: i64) -> std::result::Result<f64, c_int> {
        let mut with: i64 = 0;
        ask!(self, xQueryPhrase, phrase, ptr::from_mut(&mut with).cast(), Some(count_row))?;
        let (with, rows) = (with as f64, rows as f64);
        Ok(((rows - with + 0.5) / (with + 0.5)).ln().max(1e-6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows, their scores, and what FTS5 itself says of both.
    fn found(connection: &Connection, expression: &str, scored: usize) -> (Matches, Vec<(i64, f64)>) {
        let sql = "SELECT 1 FROM search_index WHERE search_index MATCH ?2 AND hisho_gather(search_index, ?1)";
        let matches = gathered(connection, sql, scored, &[&expression]).expect("gathered");
        let mut statement = connection
            .prepare("SELECT rowid, -bm25(search_index, 1.0, 10.0, 4.0) FROM search_index WHERE search_index MATCH ?1")
            .expect("a statement");
        let said = statement.query_map([expression], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        (matches, said.collect::<rusqlite::Result<_>>().expect("rows"))
    }

    #[test]
    fn rows_and_scores_are_those_of_fts5_itself() {
        let connection = Connection::open_in_memory().expect("opens");
        attach(&connection).expect("attached");
        connection
            .execute_batch(
                "CREATE VIRTUAL TABLE search_index USING fts5(
                   body, title, extra, content='', contentless_delete=1, tokenize='ascii', prefix='1')",
            )
            .expect("a table");
        let mut seed: usize = 20_261_120;
        let mut words = |most: usize| {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed >> 33
            };
            (0..next() % most).map(|_| ["a", "b", "c", "dd", "de", "f"][next() % 6]).collect::<Vec<_>>().join(" ")
        };
        for row in 1..=400 {
            let texts = (row, words(60), words(3), words(5));
            connection
                .execute("INSERT INTO search_index (rowid, body, title, extra) VALUES (?1, ?2, ?3, ?4)", texts)
                .expect("put in");
        }
        for expression in ["\"a b c\"", "\"d\"*", "title : (\"f\")"] {
            let (matches, said) = found(&connection, expression, usize::MAX);
            assert!(said.len() > 20 && matches.rows.iter().eq(said.iter().map(|(row, _)| row)), "{expression}");
            // Of one phrase all scores are the same times as large.
            let times = said[0].1 / matches.scores[0];
            assert!(
                matches.scores.iter().zip(&said).all(|(own, (_, fts))| (own * times - fts).abs() <= 1e-9 * fts.abs()),
                "{expression}"
            );
        }
        for expression in ["\"a b\" AND \"dd\"", "(\"de f\") OR (\"c c\")", "(\"a b\") NOT (\"f f\")"] {
            let (matches, said) = found(&connection, expression, usize::MAX);
            assert!(said.len() > 20, "{expression}");
            assert!(
                matches.scores.iter().zip(&said).all(|(own, (_, fts))| (own - fts).abs() <= 1e-9 * fts.abs()),
                "{expression}"
            );
        }
        let (matches, said) = found(&connection, "\"a\"", 7);
        assert_eq!((matches.rows.len(), matches.scores.len()), (said.len(), 7), "the rest is counted only");
        assert!(found(&connection, "\"nowhere\"", 7).0.rows.is_empty());
    }
}
