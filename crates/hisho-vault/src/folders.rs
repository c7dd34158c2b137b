//! The folders in one folder of a vault as they lie on the disk: an empty one is in no index of
//! files. Owns which of them a person sees. Must not know what is in them.

use std::fs;
use std::path::Path;

use crate::path;

/// The names of the folders in `folder`, a vault path (empty is the top), in no order. Hidden ones,
/// names that are no text, and symbolic links are left out; a folder that is not there, or cannot be
/// read, has none.
pub fn folders_in(root: &Path, folder: &str) -> Vec<String> {
    let full = match folder {
        "" => root.to_owned(),
        folder => match path::resolve(root, folder) {
            Ok(Ok(place)) if place.missing.is_empty() => place.full,
            _ => return Vec::new(),
        },
    };
    let Ok(entries) = fs::read_dir(full) else { return Vec::new() };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| !name.starts_with('.')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_folders_are_seen_and_hidden_ones_are_not() {
        let vault = tempfile::tempdir().unwrap();
        for folder in ["a/b/c", "空", ".obsidian"] {
            fs::create_dir_all(vault.path().join(folder)).unwrap();
        }
        fs::write(vault.path().join("note.md"), "").unwrap();
        let sorted = |folder| {
            let mut names = folders_in(vault.path(), folder);
            names.sort();
            names
        };
        assert_eq!(sorted(""), ["a", "空"]);
        assert_eq!(sorted("a"), ["b"]);
        assert!(sorted("nowhere").is_empty());
        assert!(sorted("..").is_empty());
    }
}
