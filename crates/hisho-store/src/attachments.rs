//! Files that belong to records. Their bytes lie in the data folder under the name of their hash,
//! each kept once; rows say what they are called. Must not know what refers to them.

use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use hisho_domain::conversation::{ATTACHMENT_BYTES, Attachment, mime_of};
use hisho_domain::{Action, Entity, Error, Rule, check};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::{Journalled, Result, Write, time};

/// What is copied at a time.
const CHUNK: usize = 256 * 1024;

/// A file whose bytes are in the data folder, without a row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    name: String,
    hash: String,
    size: i64,
}

impl Kept {
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// Where the bytes of a hash lie in a data folder.
pub fn path_of(folder: &Path, hash: &str) -> PathBuf {
    folder.join("attachments").join(&hash[..2]).join(hash)
}

/// Copies a file into the data folder. When it returns, the bytes are on the disk, or were before.
pub fn keep(folder: &Path, file: &Path) -> hisho_domain::Result<Kept> {
    let shown = file.display().to_string();
    let io = |e: std::io::Error| Error::io("attachment", Some(&shown), e);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = check::line("path", &name, 255)?;
    let meta = fs::metadata(file).map_err(|_| Error::invalid("path", Rule::UnknownValue))?;
    if !meta.is_file() {
        return Err(Error::invalid("path", Rule::Format));
    }
    store(folder, &name, &mut File::open(file).map_err(io)?, &shown)
}

/// Keeps bytes under a file's name, as [`keep`] does a file.
pub fn keep_bytes(folder: &Path, name: &str, mut bytes: &[u8]) -> hisho_domain::Result<Kept> {
    let name = check::line("name", name, 255)?;
    if name.contains(['/', '\\']) {
        return Err(Error::invalid("name", Rule::Format));
    }
    store(folder, &name, &mut bytes, &name)
}

fn store(folder: &Path, name: &str, from: &mut dyn Read, shown: &str) -> hisho_domain::Result<Kept> {
    let io = |e: std::io::Error| Error::io("attachment", Some(shown), e);
    let place = folder.join("attachments");
    fs::create_dir_all(&place).map_err(io)?;
    let temporary = place.join(format!(".{}", time::new_uid()));
    let outcome = copy(from, &temporary, &place, name, &io);
    if outcome.is_err() {
        // What is left of a copy that failed is of no use to anybody.
        let _ = fs::remove_file(&temporary);
    }
    outcome
}

fn copy(
    from: &mut dyn Read,
    temporary: &Path,
    place: &Path,
    name: &str,
    io: &dyn Fn(std::io::Error) -> Error,
) -> hisho_domain::Result<Kept> {
    let mut to = File::create_new(temporary).map_err(io)?;
    let (mut hasher, mut size, mut chunk) = (blake3::Hasher::new(), 0u64, vec![0; CHUNK]);
    loop {
        let read = from.read(&mut chunk).map_err(io)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        // Counted while reading: a file may grow after its size was asked for.
        if size > ATTACHMENT_BYTES {
            return Err(Error::invalid("path", Rule::TooLong(ATTACHMENT_BYTES as usize)));
        }
        hasher.update(&chunk[..read]);
        to.write_all(&chunk[..read]).map_err(io)?;
    }
    to.sync_all().map_err(io)?;
    drop(to);
    let hash = hasher.finalize().to_hex().to_string();
    let target = place.join(&hash[..2]).join(&hash);
    fs::create_dir_all(place.join(&hash[..2])).map_err(io)?;
    // The same bytes under the same name: replacing them changes nothing.
    fs::rename(temporary, target).map_err(io)?;
    Ok(Kept { name: name.to_owned(), hash, size: i64::try_from(size).unwrap_or(i64::MAX) })
}

/// Adds the row of a kept file.
pub fn add(write: &Write<'_>, kept: &Kept) -> Result<Attachment> {
    let after = Attachment {
        uid: time::new_uid(),
        hash: kept.hash.clone(),
        name: kept.name.clone(),
        mime: mime_of(&kept.name).to_owned(),
        size: kept.size,
    };
    write.execute(
        "INSERT INTO attachments (uid, hash, name, mime, size, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (&after.uid, &after.hash, &after.name, &after.mime, after.size, &write.at),
    )?;
    write.journal(
        Journalled { entity: Entity::Attachment, uid: &after.uid, rev: 0, action: Action::Create },
        &(),
        &after,
    )?;
    Ok(after)
}

/// An attachment.
pub fn get(connection: &Connection, uid: &str) -> Result<Attachment> {
    connection
        .prepare_cached("SELECT uid, hash, name, mime, size FROM attachments WHERE uid = ?1")?
        .query_row([uid], read)
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Attachment, uid).into())
}

/// The files on a message, in their order.
pub fn of_message(connection: &Connection, message: i64) -> Result<Vec<Attachment>> {
    let mut statement = connection.prepare_cached(
        "SELECT f.uid, f.hash, f.name, f.mime, f.size FROM message_attachments m JOIN attachments f ON f.id = m.attachment_id
         WHERE m.message_id = ?1 ORDER BY m.position",
    )?;
    let rows = statement.query_map([message], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment { uid: row.get(0)?, hash: row.get(1)?, name: row.get(2)?, mime: row.get(3)?, size: row.get(4)? })
}

/// The row of an attachment that a field refers to, with the kind of its content.
pub(crate) fn referred(connection: &Connection, field: &str, uid: &str) -> Result<(i64, String)> {
    connection
        .prepare_cached("SELECT id, mime FROM attachments WHERE uid = ?1")?
        .query_row([uid], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or_else(|| Error::invalid(field, Rule::UnknownValue).into())
}

/// As [`referred`], for a field that takes a picture or nothing.
pub(crate) fn picture(connection: &Connection, field: &str, uid: Option<&str>) -> Result<Option<i64>> {
    let Some(uid) = uid else { return Ok(None) };
    let (id, mime) = referred(connection, field, uid)?;
    if mime.starts_with("image/") { Ok(Some(id)) } else { Err(Error::invalid(field, Rule::Format).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_lie_there_once_and_nothing_half_stays() {
        let (data, files) = (tempfile::tempdir().expect("data"), tempfile::tempdir().expect("files"));
        fs::write(files.path().join("図.png"), b"picture").expect("write");
        fs::write(files.path().join("other.bin"), b"picture").expect("write");
        let first = keep(data.path(), &files.path().join("図.png")).expect("kept");
        let second = keep(data.path(), &files.path().join("other.bin")).expect("kept");
        assert_eq!((first.hash.clone(), first.size), (second.hash, 7));
        assert_eq!(fs::read(path_of(data.path(), &first.hash)).expect("there"), b"picture");
        let refused = |path: PathBuf| keep(data.path(), &path).expect_err("refused").params["rule"].clone();
        assert_eq!(refused(files.path().to_owned()), "format");
        assert_eq!(refused(files.path().join("nowhere")), "unknown_value");
        let left = fs::read_dir(data.path().join("attachments")).expect("folder").flatten();
        assert!(left.into_iter().all(|entry| entry.path().is_dir()), "no temporary files");
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_and_not_kept() {
        let (data, files) = (tempfile::tempdir().expect("data"), tempfile::tempdir().expect("files"));
        let large = File::create(files.path().join("large")).expect("create");
        large.set_len(ATTACHMENT_BYTES + 1).expect("sparse");
        let error = keep(data.path(), &files.path().join("large")).expect_err("too large");
        assert_eq!(error.params["rule"], "too_long");
        assert_eq!(fs::read_dir(data.path().join("attachments")).expect("folder").count(), 0);
    }
}
