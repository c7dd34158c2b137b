//! Putting a finished piece into the full-text index: FTS5's own records (its structure, its
//! averages, the sizes of rows) are read, added to and written back, in one transaction, on a
//! connection that has no other knowledge of them. Must not know what is in the piece.

use std::path::Path;

use hisho_domain::Error;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::pages::put_varint;
use super::segment::{COLUMNS, Segment};
use crate::open::{self, Use};
use crate::{Failure, Result, sql_error};

/// The form of FTS5's records that is written here.
const FORM: i64 = 4;
const AVERAGES: i64 = 1;
const STRUCTURE: i64 = 10;
/// What stands behind the cookie where rows can be taken out without their text.
const SECOND_FORM: [u8; 4] = [0xFF, 0, 0, 1];
/// The number of a piece is above this many bits of its pages' numbers.
const PAGE_BITS: u32 = 37;
/// Pieces come on this level, among the larger ones, so that small writes are not merged with them
/// one by one.
const LEVEL: usize = 2;

/// Writes the piece; on an error nothing of it is there. When it returns, every connection sees it;
/// a loss of power may take it away again, whole, until the next write of anybody is on the disk.
pub(crate) fn put(path: &Path, segment: &Segment) -> std::result::Result<(), Error> {
    let mut connection = open::connect(path, Use::Write)?;
    let sql = |error: rusqlite::Error| sql_error(&error, Some(path));
    // What lands in the log goes into the file afterwards, when nobody waits for it.
    // The log is synced with the next write that must be on the disk, and read in order: nothing
    // that was acknowledged can be lost for what is not synced here, and a lost piece is made anew.
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = NORMAL").map_err(sql)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
    write(&transaction, segment)?;
    transaction.commit().map_err(sql)
}

fn write(connection: &Connection, segment: &Segment) -> Result<()> {
    let form: i64 =
        connection.query_row("SELECT v FROM search_index_config WHERE k = 'version'", [], |row| row.get(0))?;
    let mut structure = Structure::read(&record(connection, STRUCTURE)?.unwrap_or_default())
        .filter(|_| form == FORM)
        .ok_or_else(|| unknown("the structure"))?;
    let number = structure.free_number();
    let origin = structure.add(number, u64::from(segment.leaves), segment.docs.len() as u64);
    let base = (number as i64) << PAGE_BITS;
    let mut insert = connection.prepare("INSERT INTO search_index_data (id, block) VALUES (?1, ?2)")?;
    for page in &segment.pages {
        insert.execute((base + page.number, &page.bytes))?;
    }
    let mut insert = connection.prepare("INSERT INTO search_index_idx (segid, term, pgno) VALUES (?1, ?2, ?3)")?;
    for split in &segment.splits {
        insert.execute((number as i64, &split.term, split.leaf))?;
    }
    let mut insert = connection.prepare("INSERT INTO search_index_docsize (id, sz, origin) VALUES (?1, ?2, ?3)")?;
    let mut sums = [0; COLUMNS];
    for doc in &segment.docs {
        let mut sizes = Vec::with_capacity(8);
        for (sum, size) in sums.iter_mut().zip(doc.sizes) {
            *sum += u64::from(size);
            put_varint(&mut sizes, u64::from(size));
        }
        insert.execute((doc.row, sizes, origin as i64))?;
    }
    let before = record(connection, AVERAGES)?.unwrap_or_default();
    let mut numbers = Numbers(&before);
    let mut averages = Vec::new();
    put_varint(&mut averages, numbers.next().unwrap_or(0) + segment.docs.len() as u64);
    for sum in sums {
        put_varint(&mut averages, numbers.next().unwrap_or(0) + sum);
    }
    for (id, block) in [(AVERAGES, averages), (STRUCTURE, structure.written())] {
        connection.execute("REPLACE INTO search_index_data (id, block) VALUES (?1, ?2)", (id, block))?;
    }
    Ok(())
}

fn record(connection: &Connection, id: i64) -> Result<Option<Vec<u8>>> {
    Ok(connection.query_row("SELECT block FROM search_index_data WHERE id = ?1", [id], |row| row.get(0)).optional()?)
}

fn unknown(what: &str) -> Failure {
    Failure::Domain(Error::internal(format!("{what} of the full-text index has a form that is not known")))
}

/// Which pieces the index has.
#[derive(Debug, PartialEq, Eq)]
struct Structure {
    cookie: [u8; 4],
    writes: u64,
    levels: Vec<Level>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Level {
    /// How many of the first are being merged into the last of the level above.
    merging: u64,
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
struct Piece {
    number: u64,
    first: u64,
    last: u64,
    /// Rows carry a number of when they were written; a piece holds those from and to.
    origin: (u64, u64),
    /// Pages of rows that were taken out, and how many those are.
    tombstones: (u64, u64),
    rows: u64,
}

impl Structure {
    fn read(bytes: &[u8]) -> Option<Structure> {
        let cookie = bytes.get(..4)?.try_into().ok()?;
        let mut numbers = Numbers(bytes.get(4..)?.strip_prefix(&SECOND_FORM)?);
        let (levels, pieces, writes) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let mut structure = Structure { cookie, writes, levels: Vec::new() };
        for _ in 0..levels {
            let (merging, count) = (numbers.next()?, numbers.next()?);
            let mut level = Level { merging, pieces: Vec::new() };
            for _ in 0..count {
                let mut next = || numbers.next();
                level.pieces.push(Piece {
                    number: next()?,
                    first: next()?,
                    last: next()?,
                    origin: (next()?, next()?),
                    tombstones: (next()?, next()?),
                    rows: next()?,
                });
            }
            structure.levels.push(level);
        }
        (structure.pieces().count() as u64 == pieces && numbers.0.is_empty()).then_some(structure)
    }

    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.levels.iter().flat_map(|level| &level.pieces)
    }

    fn free_number(&self) -> u64 {
        (1..).find(|number| self.pieces().all(|piece| piece.number != *number)).expect("numbers do not end")
    }

    /// Adds a piece as the newest of its level, and gives the origin of its rows.
    ///
    /// FTS5 holds that a lower level is younger, and on one level what comes later: of two pieces with
    /// the same row it believes the younger one, and a merged piece has the origins from that of the
    /// first to that of the last of those it was made of, by which it is found when a row is taken out.
    /// So the piece gets an origin between those of its neighbours, where it shares one if need be.
    fn add(&mut self, number: u64, leaves: u64, rows: u64) -> u64 {
        let mut level = self.level();
        let origin = loop {
            let older =
                self.levels.iter().skip(level).flat_map(|level| &level.pieces).map(|piece| piece.origin.1).max();
            let younger =
                self.levels.iter().take(level).flat_map(|level| &level.pieces).map(|piece| piece.origin.0).min();
            match younger {
                None => break older.unwrap_or(0) + 1,
                Some(younger) if older.is_none_or(|older| older <= younger) => break younger,
                Some(_) => level = 0,
            }
        };
        while self.levels.len() <= level {
            self.levels.push(Level::default());
        }
        let piece = Piece { number, first: 1, last: leaves, origin: (origin, origin), tombstones: (0, 0), rows };
        self.levels[level].pieces.push(piece);
        origin
    }

    /// Where a merge into a level is going on, its last piece is what is merged into and must stay the
    /// last; the piece then goes higher. None of its rows is in the index now, but pieces keep what
    /// was taken out of them until they are merged: below such a one a row would not be seen, so it
    /// then goes where the youngest are.
    fn level(&self) -> usize {
        let mut level = LEVEL;
        while self.levels.get(level - 1).is_some_and(|below| below.merging > 0) {
            level += 1;
        }
        let mut younger = self.levels.iter().take(level).flat_map(|level| &level.pieces);
        if younger.any(|piece| piece.tombstones.1 > 0) { 0 } else { level }
    }

    fn written(&self) -> Vec<u8> {
        let mut bytes = self.cookie.to_vec();
        bytes.extend(SECOND_FORM);
        for number in [self.levels.len() as u64, self.pieces().count() as u64, self.writes] {
            put_varint(&mut bytes, number);
        }
        for level in &self.levels {
            put_varint(&mut bytes, level.merging);
            put_varint(&mut bytes, level.pieces.len() as u64);
            for piece in &level.pieces {
                for number in [
                    piece.number,
                    piece.first,
                    piece.last,
                    piece.origin.0,
                    piece.origin.1,
                    piece.tombstones.0,
                    piece.tombstones.1,
                    piece.rows,
                ] {
                    put_varint(&mut bytes, number);
                }
            }
        }
        bytes
    }
}

/// Numbers as SQLite writes them, one behind the other.
struct Numbers<'a>(&'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let mut value = 0;
        for at in 0..9 {
            let byte = *self.0.get(at)?;
            if at == 8 {
                value = value << 8 | u64::from(byte);
            } else {
                value = value << 7 | u64::from(byte & 0x7F);
            }
            if at == 8 || byte < 0x80 {
                self.0 = &self.0[at + 1..];
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::segment::Builder;
    use super::*;

    const TABLE: &str = "CREATE VIRTUAL TABLE search_index USING fts5(
        body, title, extra, content='', contentless_delete=1, tokenize='ascii', prefix='1')";

    fn index() -> Connection {
        let connection = Connection::open_in_memory().expect("opens");
        connection.execute_batch(TABLE).expect("table");
        connection
    }

    type Text = (String, String, String);

    const SEEDS: u64 = 60;

    /// Texts of kana, kanji and words, some of them long, from a seed.
    fn texts(count: u64) -> Vec<Text> {
        let mut seed = 0x1234_5678_9ABC_DEF1_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut text = |length: u64| {
            let mut text = String::new();
            for _ in 0..length {
                match random(9) {
                    0 => text.push_str(["plan ", "会議 ", "x\n", "データ", "𠮟る", "é", "naïve "][random(7) as usize]),
                    1 => text.push(' '),
                    _ => text.push(char::from_u32(0x4E00 + (random(90) * random(90)) as u32).expect("kanji")),
                }
            }
            text
        };
        (0..count).map(|at| (text(8), text(at % 3 * 4), text(at % 17 * 40))).collect()
    }

    fn one_by_one(texts: &[Text], from: i64) -> Connection {
        let connection = index();
        connection.execute_batch("BEGIN").expect("begin");
        for (at, text) in texts.iter().enumerate() {
            single(&connection, from + at as i64, text);
        }
        connection.execute_batch("COMMIT").expect("commit");
        connection
    }

    fn single(connection: &Connection, row: i64, (title, extra, body): &Text) {
        let tokens = [title, extra, body].map(|text| hisho_domain::text::index_tokens(text));
        connection
            .execute(
                "INSERT INTO search_index (rowid, title, extra, body) VALUES (?1, ?2, ?3, ?4)",
                (row, &tokens[0], &tokens[1], &tokens[2]),
            )
            .expect("insert");
    }

    fn in_pieces(texts: &[Text], from: i64, size: usize) -> Connection {
        let connection = index();
        for (at, texts) in texts.chunks(size).enumerate() {
            let mut builder = Builder::default();
            for (nth, (title, extra, body)) in texts.iter().enumerate() {
                builder.add(from + (at * size + nth) as i64, title, extra, body);
            }
            write(&connection, &builder.finish()).expect("writes");
        }
        look_anew(&connection);
        connection
    }

    /// Has FTS5 look anew at what it remembers of the structure.
    fn look_anew(connection: &Connection) {
        connection
            .execute_batch(
                "DROP TABLE IF EXISTS temp.other;
                 CREATE VIRTUAL TABLE temp.other USING fts5vocab('main', 'search_index', 'row')",
            )
            .expect("vocabulary");
    }

    fn places(connection: &Connection) -> Vec<(String, i64, String, i64)> {
        connection
            .execute_batch(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab('main', 'search_index', 'instance')",
            )
            .expect("vocabulary");
        let mut statement =
            connection.prepare("SELECT term, doc, col, offset FROM temp.places ORDER BY 1, 2, 3, 4").expect("places");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
        rows.and_then(Iterator::collect).expect("rows")
    }

    fn found(connection: &Connection, query: &str) -> Vec<(i64, String)> {
        let mut statement = connection
            .prepare("SELECT rowid, printf('%.6f', bm25(search_index, 1, 10, 4)) FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid")
            .expect("query");
        let rows = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.and_then(Iterator::collect).expect("rows")
    }

    fn check(connection: &Connection) {
        connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')", []).expect("sound");
    }

    #[test]
    fn pieces_hold_what_fts5_would_have_written() {
        let texts = texts(400);
        let first = (1 << 32) + 1;
        let expected = one_by_one(&texts, first);
        for size in [400, 90, 7] {
            let built = in_pieces(&texts, first, size);
            check(&built);
            assert!(places(&built) == places(&expected), "pieces of {size}");
            for (query, is_ranked) in [
                ("\"会議\"", true),
                ("title: \"会議\"", true),
                ("\"pl\"*", true),
                ("\"plan\"*", true),
                // How often a word begins with one character is not kept, so it cannot rank.
                ("\"会\"*", false),
                ("\"一\"*", false),
                ("\"x\" OR \"𠮟\"*", false),
            ] {
                let (here, there) = (found(&built, query), found(&expected, query));
                assert!(!here.is_empty(), "{query}");
                let rows = |hits: &[(i64, String)]| hits.iter().map(|hit| hit.0).collect::<Vec<_>>();
                let same = if is_ranked { here == there } else { rows(&here) == rows(&there) };
                assert!(same, "{query} in pieces of {size}");
            }
        }
    }

    #[test]
    fn rows_of_pieces_are_taken_out_replaced_and_merged() {
        let texts = texts(300);
        let (expected, built) = (one_by_one(&texts, 1), in_pieces(&texts, 1, 40));
        for connection in [&expected, &built] {
            for row in (1..300).step_by(7) {
                connection.execute("DELETE FROM search_index WHERE rowid = ?1", [row]).expect("delete");
            }
            for row in (1..300).step_by(14) {
                connection
                    .execute(
                        "INSERT INTO search_index (rowid, title, extra, body) VALUES (?1, '新し しい い', '', 'plan')",
                        [row],
                    )
                    .expect("insert");
            }
            check(connection);
        }
        assert!(places(&built) == places(&expected), "places differ");
        assert_eq!(found(&built, "\"新し\""), found(&expected, "\"新し\""));
        built.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", []).expect("merges");
        check(&built);
        assert!(places(&built) == places(&expected), "places differ");
    }

    #[test]
    fn what_was_written_one_by_one_is_replaced_by_a_piece() {
        let texts = texts(60);
        let expected = one_by_one(&texts, 1);
        let built = one_by_one(&texts, 1);
        for few in [0..40, 20..60] {
            let mut builder = Builder::default();
            for at in few {
                let ((title, extra, body), row) = (&texts[at], at as i64 + 1);
                built.execute("DELETE FROM search_index WHERE rowid = ?1", [row]).expect("delete");
                builder.add(row, title, extra, body);
            }
            write(&built, &builder.finish()).expect("writes");
            look_anew(&built);
        }
        check(&built);
        assert!(places(&built) == places(&expected), "places differ");
        assert_eq!(found(&built, "\"会議\""), found(&expected, "\"会議\""));
        built.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", []).expect("merges");
        assert!(places(&built) == places(&expected), "places differ once merged");
    }

    /// Whatever is written one by one, taken out, replaced, put in by pieces and merged, in any order,
    /// the index holds what it was last told of each row.
    #[test]
    fn pieces_and_single_rows_in_any_order_are_one_index() {
        for seed in 0..SEEDS {
            let mut state = seed * 2 + 1;
            let mut random = move |below: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % below
            };
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("index.db");
            let built = Connection::open(&path).expect("opens");
            built
                .execute_batch(&format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {TABLE}"))
                .expect("table");
            // Merges come early, and a little at a time.
            for setting in ["('automerge', 2)", "('crisismerge', 4)", "('pgsz', 64)"] {
                built
                    .execute(&format!("INSERT INTO search_index (search_index, rank) VALUES {setting}"), [])
                    .expect("a setting");
            }
            let texts = texts(24);
            let mut rows: Vec<Option<usize>> = vec![None; 12];
            for _ in 0..40 {
                let (row, text) = (random(rows.len()), random(texts.len()));
                let id = row as i64 + 1;
                match random(8) {
                    0 => {
                        let free: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].is_none()).collect();
                        let mut builder = Builder::default();
                        for (nth, row) in free.iter().enumerate() {
                            let (title, extra, body) = &texts[(text + nth) % texts.len()];
                            builder.add(*row as i64 + 1, title, extra, body);
                            rows[*row] = Some((text + nth) % texts.len());
                        }
                        if !free.is_empty() {
                            put(&path, &builder.finish()).expect("writes");
                        }
                    }
                    1 => drop(built.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', 3)", [])),
                    2 => {
                        // Many rows are free for a piece.
                        for (row, held) in rows.iter_mut().enumerate().filter(|(row, _)| row % 3 > 0) {
                            built
                                .execute("DELETE FROM search_index WHERE rowid = ?1", [row as i64 + 1])
                                .expect("delete");
                            *held = None;
                        }
                    }
                    kind => {
                        built.execute("DELETE FROM search_index WHERE rowid = ?1", [id]).expect("delete");
                        rows[row] = (kind > 3).then_some(text);
                        if let Some(text) = rows[row] {
                            single(&built, id, &texts[text]);
                        }
                    }
                }
            }
            let expected = index();
            for (row, text) in rows.iter().enumerate() {
                if let Some(text) = text {
                    single(&expected, row as i64 + 1, &texts[*text]);
                }
            }
            check(&built);
            assert!(places(&built) == places(&expected), "seed {seed}");
            built.execute("INSERT INTO search_index (search_index) VALUES ('optimize')", []).expect("merges");
            assert!(places(&built) == places(&expected), "seed {seed}, merged");
        }
    }

    #[test]
    fn a_word_that_fills_many_leaves_is_found_in_all_rows() {
        // So many rows and places that the rows of leaves need a list of more than one page.
        let body = "ああああああああああ ".repeat(4);
        let rows = 60_000;
        let mut builder = Builder::default();
        for row in 1..=rows {
            builder.add(row, "", "", if row == 30_000 { "" } else { &body });
        }
        builder.add(rows + 1, "", "", &"い".repeat(60_000));
        let built = index();
        write(&built, &builder.finish()).expect("writes");
        check(&built);
        let count = |query: &str, from: i64| -> i64 {
            built
                .query_row(
                    "SELECT count(*) FROM search_index WHERE search_index MATCH ?1 AND rowid >= ?2",
                    (query, from),
                    |row| row.get(0),
                )
                .expect("count")
        };
        assert_eq!(count("\"ああ\"", 1), rows - 1);
        assert_eq!(count("\"あ\"*", 59_000), 1_001);
        assert_eq!(count("\"ああ ああ\"", 30_000), rows - 30_000);
        assert_eq!(count("\"いい\"", 1), 1);
    }

    #[test]
    fn a_form_that_is_not_known_is_left_alone() {
        let connection = index();
        connection.execute("UPDATE search_index_config SET v = 99 WHERE k = 'version'", []).expect("update");
        let mut builder = Builder::default();
        builder.add(1, "a", "", "");
        assert!(write(&connection, &builder.finish()).is_err());
        let rows: i64 =
            connection.query_row("SELECT count(*) FROM search_index_docsize", [], |row| row.get(0)).expect("count");
        assert_eq!(rows, 0);
    }
}
