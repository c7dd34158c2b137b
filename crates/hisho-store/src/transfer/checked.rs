//! The folder as it was written: every path stays inside, every file that is read is whole.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use hisho_domain::{Error, ErrorCode, Result};
use serde_json::json;

use super::{FORMAT, FORMAT_VERSION, MANIFEST, Manifest};
use crate::SCHEMA_VERSION;

/// A manifest is small; more than this is none.
const MOST_MANIFEST: u64 = 64 << 20;

/// Why a folder cannot be imported.
pub(super) fn unusable(reason: &str, path: &str, detail: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorCode::ImportUnusable,
        format!("{path}: {reason}: {detail}"),
        json!({ "reason": reason, "path": path, "detail": detail.to_string() }),
    )
}

/// A folder whose manifest names every file, each as it was written.
pub(super) struct Checked {
    root: PathBuf,
    pub(super) manifest: Manifest,
}

impl Checked {
    /// Reads the manifest and looks at every file it names.
    pub(super) fn open(root: &Path) -> Result<Checked> {
        let file = root.join(MANIFEST);
        let shown = file.display().to_string();
        let meta = fs::symlink_metadata(&file).map_err(|e| unusable("no_export", &shown, e))?;
        if !meta.is_file() || meta.len() > MOST_MANIFEST {
            return Err(unusable("no_export", &shown, "not a manifest"));
        }
        let text = fs::read_to_string(&file).map_err(|e| unusable("no_export", &shown, e))?;
        newer(&text, &shown)?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(|e| unusable("no_export", &shown, e))?;
        if manifest.schema_version < 1 {
            return Err(unusable("no_export", &shown, "no schema is that old"));
        }
        let checked = Checked { root: root.to_owned(), manifest };
        for path in checked.manifest.files.keys() {
            checked.locate(path)?;
        }
        for (path, entry) in &checked.manifest.files {
            let file = checked.locate(path)?;
            let mut hasher = blake3::Hasher::new();
            File::open(&file)
                .and_then(|file| hasher.update_reader(file).map(drop))
                .map_err(|e| unusable("damaged", path, e))?;
            if hasher.count() != entry.bytes || hasher.finalize().to_hex().as_str() != entry.blake3 {
                return Err(unusable("damaged", path, "not what was written"));
            }
        }
        Ok(checked)
    }

    /// Where a file of the manifest lies. Nothing that leads out of the folder is followed.
    fn locate(&self, path: &str) -> Result<PathBuf> {
        let climbs = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains([':', '\\', '\0']);
        if path.split('/').any(climbs) {
            return Err(unusable("path", path, "it leads out of the folder"));
        }
        let mut place = self.root.clone();
        for part in path.split('/') {
            place.push(part);
            let meta = fs::symlink_metadata(&place).map_err(|e| unusable("damaged", path, e))?;
            if meta.file_type().is_symlink() {
                return Err(unusable("path", path, "it is a link"));
            }
        }
        Ok(place)
    }

    /// Opens a file that the manifest names.
    pub(super) fn file(&self, path: &str) -> Result<BufReader<File>> {
        if !self.manifest.files.contains_key(path) {
            return Err(unusable("damaged", path, "the manifest does not name it"));
        }
        let place = self.locate(path)?;
        File::open(place).map(BufReader::new).map_err(|e| unusable("damaged", path, e))
    }

    /// The bytes of a file that a row names.
    pub(super) fn content(&self, path: &str) -> std::result::Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut file = self.file(path).map_err(|e| e.message)?;
        file.read_to_end(&mut bytes).map_err(|e| format!("{path}: {e}"))?;
        Ok(bytes)
    }
}

/// Told before anything else is asked of it: a newer form may look different.
fn newer(text: &str, shown: &str) -> Result<()> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|e| unusable("no_export", shown, e))?;
    if value["format"] != FORMAT {
        return Err(unusable("no_export", shown, "it is of another program"));
    }
    let form = value["format_version"].as_i64().unwrap_or(i64::MAX);
    let schema = value["schema_version"].as_i64().unwrap_or(i64::MAX);
    if form > i64::from(FORMAT_VERSION) || schema > SCHEMA_VERSION {
        return Err(unusable("newer", shown, format!("form {form}, schema {schema}")));
    }
    Ok(())
}
