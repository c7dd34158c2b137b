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
mod tests;
