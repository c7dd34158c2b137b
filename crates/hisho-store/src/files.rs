//! The history of files in the vault: contents by their hash, compressed and kept once, and when
//! each was displaced or written. Must not know how files are written.

use rusqlite::{Connection, OptionalExtension, Row};

use hisho_domain::Error;
use hisho_domain::note::{FileVersion, VersionReason};

use crate::journal::word;
use crate::{Failure, Result, Write};

/// How hard contents are compressed: notes are small, and the writer is waited for.
const LEVEL: i32 = 3;

/// Keeps the bytes of a file and gives their hash. What is the newest version of that path already is
/// not kept a second time.
pub fn keep(write: &Write<'_>, vault: i64, path: &str, bytes: &[u8], why: VersionReason) -> Result<[u8; 32]> {
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

const VERSION: &str =
    "v.id, v.path, v.why, v.at, b.size, v.hash FROM file_versions v JOIN file_blobs b ON b.hash = v.hash";

fn version_of(row: &Row<'_>) -> Result<(FileVersion, [u8; 32])> {
    let hash: [u8; 32] = row.get(5)?;
    let version = FileVersion {
        id: row.get(0)?,
        path: row.get(1)?,
        reason: word(row, 2, VersionReason::parse)?,
        at: row.get(3)?,
        size: row.get(4)?,
        hash: blake3::Hash::from_bytes(hash).to_hex().to_string(),
    };
    Ok((version, hash))
}

/// Kept versions, the newest first: of a path or of all, those that came before the version `before`,
/// at most `limit`.
pub fn page(
    connection: &Connection,
    vault: i64,
    path: Option<&str>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<FileVersion>> {
    let before = before.unwrap_or(i64::MAX);
    // All of them lie in their order by their rows alone.
    let all = format!("SELECT {VERSION} WHERE +v.vault_id = ?1 AND v.id < ?2 ORDER BY v.id DESC LIMIT ?3");
    let of_path =
        format!("SELECT {VERSION} WHERE v.vault_id = ?1 AND v.path = ?4 AND v.id < ?2 ORDER BY v.id DESC LIMIT ?3");
    let read = |row: &Row<'_>| Ok(version_of(row));
    let mut statement = connection.prepare_cached(if path.is_some() { &of_path } else { &all })?;
    let rows: Vec<_> = match path {
        Some(path) => statement.query_map((vault, before, limit, path), read)?.collect::<rusqlite::Result<_>>()?,
        None => statement.query_map((vault, before, limit), read)?.collect::<rusqlite::Result<_>>()?,
    };
    rows.into_iter().map(|row| row.map(|(version, _)| version)).collect()
}

/// A kept version and the hash of its bytes.
pub fn version(connection: &Connection, vault: i64, id: i64) -> Result<Option<(FileVersion, [u8; 32])>> {
    connection
        .prepare_cached(&format!("SELECT {VERSION} WHERE v.id = ?1 AND v.vault_id = ?2"))?
        .query_row((id, vault), |row| Ok(version_of(row)))
        .optional()?
        .transpose()
}

/// A version has a newer one of the same path.
const SURPASSED: &str =
    "EXISTS (SELECT 1 FROM file_versions n WHERE n.vault_id = v.vault_id AND n.path = v.path AND n.id > v.id)";
/// So many versions are taken at once until the rest fits.
const AT_ONCE: i64 = 200;

/// Takes out versions older than so many days, and then the oldest until all contents fit into so many
/// bytes as they are kept. The newest version of a path always stays, and so does what both sides of a
/// kept note go by. Gives how many went.
pub fn prune(write: &Write<'_>, days: i64, most_bytes: i64) -> Result<usize> {
    let sql = format!(
        "DELETE FROM file_versions AS v WHERE v.at < strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-' || ?2 || ' days') AND {SURPASSED}"
    );
    let mut gone = write.execute(&sql, (&write.at, days))?;
    forget_unnamed(write)?;
    let oldest = format!(
        "DELETE FROM file_versions WHERE id IN (SELECT v.id FROM file_versions v WHERE {SURPASSED} ORDER BY v.id LIMIT ?1)"
    );
    loop {
        let kept: i64 =
            write.query_row("SELECT coalesce(sum(length(zstd)), 0) FROM file_blobs", [], |row| row.get(0))?;
        let went = if kept > most_bytes { write.execute(&oldest, [AT_ONCE])? } else { 0 };
        if went == 0 {
            return Ok(gone);
        }
        gone += went;
        forget_unnamed(write)?;
    }
}

/// Takes out contents that nothing names any more.
fn forget_unnamed(write: &Write<'_>) -> Result<()> {
    write.execute(
        "DELETE FROM file_blobs AS b WHERE NOT EXISTS (SELECT 1 FROM file_versions v WHERE v.hash = b.hash)
           AND NOT EXISTS (SELECT 1 FROM mirror_notes m WHERE m.base_hash = b.hash)
           AND NOT EXISTS (SELECT 1 FROM mirror_notes m WHERE m.pending_hash = b.hash)
           AND NOT EXISTS (SELECT 1 FROM mirror_notes m WHERE m.disk_hash = b.hash)",
        [],
    )?;
    Ok(())
}
