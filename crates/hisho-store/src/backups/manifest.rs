//! What a backup says of itself: why and when it was made, and the hash of its every byte. The
//! manifest carries its own hash, so that damage in it is recognised as well.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use hisho_domain::backup::BackupKind;
use serde::{Deserialize, Serialize};

/// The database within a backup's folder.
pub(super) const DATABASE: &str = "hisho.db";
const MANIFEST: &str = "manifest.json";
/// The form of the manifest.
const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    pub(super) id: String,
    pub(super) kind: BackupKind,
    pub(super) name: Option<String>,
    pub(super) at: String,
    pub(super) day: String,
    pub(super) schema_version: i64,
    /// The version of the program that made it.
    pub(super) program: String,
    pub(super) bytes: u64,
    /// Of the database, in hexadecimal digits.
    pub(super) blake3: String,
}

impl Manifest {
    pub(super) fn new(
        id: &str,
        kind: BackupKind,
        name: Option<&str>,
        (at, day): (&str, &str),
        schema_version: i64,
    ) -> Self {
        Manifest {
            format: FORMAT,
            id: id.to_owned(),
            kind,
            name: name.map(str::to_owned),
            at: at.to_owned(),
            day: day.to_owned(),
            schema_version,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            bytes: 0,
            blake3: String::new(),
        }
    }

    /// Writes it into the backup's folder, down to the disk.
    pub(super) fn write(&self, folder: &Path) -> std::io::Result<()> {
        let mut file = File::create_new(folder.join(MANIFEST))?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()
    }

    /// One line of JSON, and one with its hash.
    fn text(&self) -> String {
        let json = serde_json::to_string(self).expect("plain data");
        let hash = blake3::hash(json.as_bytes()).to_hex();
        format!("{json}\n{hash}\n")
    }

    /// Reads that of a backup's folder; the error says what is wrong with it.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(folder.join(MANIFEST)).map_err(|e| format!("the manifest: {e}"))?;
        let (json, _) = text.split_once('\n').ok_or("the manifest is cut off")?;
        let manifest: Manifest = serde_json::from_str(json).map_err(|e| format!("the manifest: {e}"))?;
        if manifest.format != FORMAT {
            return Err(format!("the manifest has the form {}, this program knows {FORMAT}", manifest.format));
        }
        if manifest.text() != text {
            return Err("the manifest is not what was written".into());
        }
        let name = folder.file_name().and_then(|name| name.to_str());
        if name != Some(&manifest.id) {
            return Err("the manifest is that of another backup".into());
        }
        Ok(manifest)
    }
}

/// The size and the hash of a file.
pub(super) fn fingerprint(path: &Path) -> std::io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok((hasher.count(), hasher.finalize().to_hex().to_string()))
}
