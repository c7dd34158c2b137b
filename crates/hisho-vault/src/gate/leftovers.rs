//! What crashes left behind.
//!
//! Owns finding temporary files of earlier runs. Must not judge what is in them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::temporary;

/// The temporary files under `root` that a process older than this one made, in order of path.
/// Folders that cannot be read are passed over, the root excepted.
pub fn leftovers(root: &Path) -> io::Result<Vec<PathBuf>> {
    temporary::note_start();
    let mut found = Vec::new();
    let mut pending = Vec::new();
    look(fs::read_dir(root)?, &mut found, &mut pending);
    while let Some(folder) = pending.pop() {
        if let Ok(entries) = fs::read_dir(&folder) {
            look(entries, &mut found, &mut pending);
        }
    }
    found.sort();
    Ok(found)
}

fn look(entries: fs::ReadDir, found: &mut Vec<PathBuf>, pending: &mut Vec<PathBuf>) {
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !name.starts_with('.') => pending.push(entry.path()),
            Ok(kind) if kind.is_file() && temporary::is_leftover(&name) => found.push(entry.path()),
            _ => {}
        }
    }
}
