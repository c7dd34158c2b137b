//! All files of a vault that a link can lead to.
//!
//! Owns listing them: notes, attachments, canvas files. Must not know what is in them. Unlike
//! [`crate::scan`], which finds the notes to index, it reports nothing about what it leaves out.

use std::fs;
use std::io;
use std::path::Path;

use crate::path;

/// The files below `root`, by their vault paths and in their order. Left out are hidden ones, names
/// that are no text, and symbolic links; a folder that cannot be read counts as empty, but the root
/// itself must be readable.
pub fn list(root: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if folder.is_empty() => return Err(error),
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            let (Ok(name), Ok(kind)) = (entry.file_name().into_string(), entry.file_type()) else { continue };
            if name.starts_with('.') {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The names of the folders in a folder of the vault, the root itself when it is empty; hidden ones,
/// names that are no text, and symbolic links left out. None where the folder cannot be read.
pub fn folders(root: &Path, folder: &str) -> Vec<String> {
    let at = match folder {
        "" => root.to_owned(),
        folder => match path::resolve(root, folder) {
            Ok(Ok(place)) if place.missing.is_empty() => place.full,
            _ => return Vec::new(),
        },
    };
    let Ok(entries) = fs::read_dir(at) else { return Vec::new() };
    let found = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    found.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| !name.starts_with('.')).collect()
}
