//! Writing the folder: beside its place, and moved there when it is whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use hisho_domain::transfer::Exported;
use hisho_domain::{Error, Rule};
use rusqlite::Connection;
use serde_json::Value;

use super::{Entry, FORMAT, FORMAT_VERSION, LEFT_OUT, MANIFEST, Manifest, data_path, families, rows, taken};
use crate::disk::{self, Scratch, failed};
use crate::schema::{self, Table};
use crate::{Failure, Result, migrate, time};

const WHAT: &str = "export";

/// A page to read, beside the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it lies in the folder, `/` between its parts.
    pub path: String,
    /// Markdown.
    pub text: String,
}

/// Writes everything a connection sees into a folder, which must be new or empty. The connection
/// is in a transaction, so that it is one moment in time.
pub fn export(connection: &Connection, target: &Path, pages: &[Page]) -> Result<Exported> {
    let place = free(target)?;
    let above = place.parent().ok_or_else(|| Error::invalid("path", Rule::Format))?;
    let io = failed(WHAT, &place);
    fs::create_dir_all(above).map_err(&io)?;
    let scratch = Scratch::new(above.join(format!(".hisho-export-{}", time::new_uid()))).map_err(&io)?;
    let mut folder = Folder { root: scratch.path().to_owned(), files: BTreeMap::new() };
    let tables = taken(schema::tables(connection)?);
    let mut counts = BTreeMap::new();
    for (family, members) in families(&tables) {
        folder.data(connection, family, &members, &tables, &mut counts)?;
    }
    for page in pages {
        folder.whole(&page.path, page.text.as_bytes()).map_err(&io)?;
    }
    let numbers = numbers(connection, &tables)?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        format_version: FORMAT_VERSION,
        at: time::now(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version: migrate::version(connection)?,
        rows: counts,
        numbers,
        left_out: LEFT_OUT.iter().map(|(table, why)| ((*table).to_owned(), (*why).to_owned())).collect(),
        files: std::mem::take(&mut folder.files),
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| Failure::Domain(Error::internal(e)))? + "\n";
    folder.whole(MANIFEST, text.as_bytes()).map_err(&io)?;
    let bytes = manifest.files.values().map(|entry| entry.bytes).sum::<u64>() + text.len() as u64;
    disk::sync_folder(scratch.path()).map_err(&io)?;
    if place.exists() {
        // Only an empty one goes.
        fs::remove_dir(&place).map_err(&io)?;
    }
    fs::rename(scratch.path(), &place).map_err(&io)?;
    disk::sync_folder(above).map_err(io)?;
    Ok(Exported { path: place.display().to_string(), rows: manifest.rows, files: manifest.files.len() + 1, bytes })
}

fn free(target: &Path) -> std::result::Result<PathBuf, Error> {
    if !target.is_absolute() {
        return Err(Error::invalid("path", Rule::Format));
    }
    match fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(target.to_owned()),
            Some(_) => Err(Error::refused("not_empty", serde_json::json!({ "path": target.display().to_string() }))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(target.to_owned()),
        Err(error) => Err(failed(WHAT, target)(error)),
    }
}

/// The highest number given in each table.
fn numbers(connection: &Connection, tables: &[Table]) -> Result<BTreeMap<String, i64>> {
    let mut numbers: BTreeMap<String, i64> = connection
        .prepare("SELECT name, seq FROM sqlite_sequence")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    numbers.retain(|name, _| tables.iter().any(|table| table.name == *name));
    Ok(numbers)
}

struct Folder {
    root: PathBuf,
    files: BTreeMap<String, Entry>,
}

impl Folder {
    /// One family of tables, a row on each line.
    fn data(
        &mut self,
        connection: &Connection,
        family: &str,
        members: &[&Table],
        tables: &[Table],
        counts: &mut BTreeMap<String, usize>,
    ) -> Result<()> {
        let path = data_path(family);
        let io = failed(WHAT, &self.root.join(&path));
        let mut file = Hashed::create(&self.root.join(&path)).map_err(&io)?;
        let mut lead = "{\n";
        for table in members {
            let mut count = 0;
            write!(file, "{lead}{}: [", Value::from(table.name.as_str())).map_err(&io)?;
            lead = ",\n";
            let mut statement = connection.prepare(&rows::select(table, tables))?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let mut record = rows::Record::new();
                for (place, column) in table.columns.iter().enumerate() {
                    let value = rows::to_json(row.get(place)?, |bytes| self.content(&bytes).map_err(&io))?;
                    record.insert(column.name.clone(), value);
                }
                let comma = if count == 0 { "" } else { "," };
                write!(file, "{comma}\n{}", Value::Object(record)).map_err(&io)?;
                count += 1;
            }
            write!(file, "{}]", if count == 0 { "" } else { "\n" }).map_err(&io)?;
            counts.insert(table.name.clone(), count);
        }
        file.write_all(b"\n}\n").map_err(&io)?;
        self.files.insert(path, file.finish().map_err(io)?);
        Ok(())
    }

    /// A file named by what it holds; gives its path.
    fn content(&mut self, bytes: &[u8]) -> io::Result<String> {
        let path = format!("files/{}", blake3::hash(bytes).to_hex());
        if !self.files.contains_key(&path) {
            self.whole(&path, bytes)?;
        }
        Ok(path)
    }

    fn whole(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = Hashed::create(&self.root.join(path))?;
        file.write_all(bytes)?;
        self.files.insert(path.to_owned(), file.finish()?);
        Ok(())
    }
}

/// A file whose bytes are counted and hashed as they are written.
struct Hashed {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl Hashed {
    fn create(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(Hashed { file: BufWriter::new(File::create_new(path)?), hasher: blake3::Hasher::new() })
    }

    fn finish(self) -> io::Result<Entry> {
        let file = self.file.into_inner().map_err(|e| e.into_error())?;
        file.sync_all()?;
        Ok(Entry { bytes: self.hasher.count(), blake3: self.hasher.finalize().to_hex().to_string() })
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
