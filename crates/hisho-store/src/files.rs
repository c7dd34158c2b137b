//! The history of files in the vault: contents by their hash, compressed and kept once, and when
//! each was displaced or written. Must not know how files are written.

use rusqlite::{Connection, OptionalExtension};

use hisho_domain::{Error, vocabulary};

use crate::{Failure, Result, Write};

/// How hard contents are compressed: notes are small, and the writer is waited for.
const LEVEL: i32 = 3;

vocabulary! {
    /// Why a version was kept.
    pub enum Why {
        /// It was about to be replaced.
        BeforeWrite = "before_write",
        /// It was about to be removed.
        BeforeRemoval = "before_removal",
        /// It was saved by somebody else between the check and the exchange.
        DisplacedByRace = "displaced_by_race",
        /// It is what was to be written when somebody saved in between.
        Unwritten = "unwritten",
        /// It was found in a temporary file after a crash.
        Leftover = "leftover",
        /// It was read, and something may be concluded from it.
        Seen = "seen",
        /// It is what a note said that is gone.
        Gone = "gone",
    }
}

/// Keeps the bytes of a file and gives their hash. What is the newest version of that path already is
/// not kept a second time.
pub fn keep(write: &Write<'_>, vault: i64, path: &str, bytes: &[u8], why: Why) -> Result<[u8; 32]> {
    let hash = put(write, bytes)?;
    write
        .prepare_cached(
            "INSERT INTO file_versions (vault_id, path, hash, why, at) SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?3 IS NOT
               (SELECT hash FROM file_versions WHERE vault_id = ?1 AND path = ?2 ORDER BY id DESC LIMIT 1)",
        )?
        .execute((vault, path, hash, why.as_str(), &write.at))?;
    Ok(hash)
}

/// Keeps contents that are no version of a file and gives their hash.
pub fn put(write: &Write<'_>, bytes: &[u8]) -> Result<[u8; 32]> {
    let hash = *blake3::hash(bytes).as_bytes();
    let known: bool = write
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM file_blobs WHERE hash = ?1)")?
        .query_row([hash], |row| row.get(0))?;
    if !known {
        let packed = zstd::encode_all(bytes, LEVEL).map_err(|e| Failure::Domain(Error::internal(e)))?;
        write.prepare_cached("INSERT INTO file_blobs (hash, size, zstd) VALUES (?1, ?2, ?3)")?.execute((
            hash,
            i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            packed,
        ))?;
    }
    Ok(hash)
}

/// The bytes kept under a hash.
pub fn bytes(connection: &Connection, hash: &[u8; 32]) -> Result<Option<Vec<u8>>> {
    let packed: Option<Vec<u8>> = connection
        .prepare_cached("SELECT zstd FROM file_blobs WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    packed
        .map(|packed| zstd::decode_all(packed.as_slice()).map_err(|e| Failure::Domain(Error::internal(e))))
        .transpose()
}

/// The kept versions of a path, the oldest first: hash, why, when.
pub fn versions(connection: &Connection, vault: i64, path: &str) -> Result<Vec<([u8; 32], String, String)>> {
    let mut statement = connection
        .prepare_cached("SELECT hash, why, at FROM file_versions WHERE vault_id = ?1 AND path = ?2 ORDER BY id")?;
    let rows = statement.query_map((vault, path), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
