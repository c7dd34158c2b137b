//! Paths inside a vault.
//!
//! Owns what a vault path is (relative, `/`-separated, spelled as on disk), how two names compare,
//! and how a vault path becomes a real one without ever leaving the root. Must not know what is in
//! the files.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// Why a vault path cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathProblem {
    /// It is empty, absolute, or holds `.`, `..`, an empty component or a NUL.
    #[error("`{0}` is not a path relative to the vault")]
    NotRelative(String),
    /// It names a device on this system rather than a file.
    #[error("`{0}` names a device")]
    Device(String),
    /// A symbolic link on the way leads out of the vault, or nowhere.
    #[error("`{0}` leads out of the vault")]
    Escapes(String),
    /// It lies in a folder, or is a file, whose name starts with a dot; those are left alone.
    #[error("`{0}` is hidden")]
    Hidden(String),
    /// A name in it could not be held by every system, so it is not created on any.
    #[error("`{0}` holds a name that not every system can hold")]
    NotPortable(String),
}

/// A vault path turned into a place on disk that is known to lie inside the root.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The file itself with all links followed, or where it would be.
    pub full: PathBuf,
    /// The names at the end of the path that do not exist yet; empty when the file exists.
    pub missing: Vec<String>,
}

/// The form in which two names of files, folders or links are compared: NFC and folded case.
pub fn fold(name: &str) -> String {
    let lower = |c: char| match c {
        // Lower-case forms that share one upper-case letter.
        'ς' => 'σ',
        'ſ' => 's',
        c => c,
    };
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    // Kana and common kanji stay as they are, and join with nothing of their own kind.
    if name.chars().all(|c| matches!(c, '\0'..='\x7F' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿')) {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).map(lower).nfc().collect()
}

/// The name of a file, or that a link gives it, as links compare it: the last part of the path
/// without heading, block and `.md`, folded. A link can lead only to files with its key.
pub fn name_key(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut key = fold(name.trim());
    if key.ends_with(".md") {
        key.truncate(key.len() - ".md".len());
    }
    key
}

/// Finds where `path` is on disk. `Ok(Err(..))` says what is wrong with the path, `Err` that the
/// disk could not be asked.
pub(crate) fn resolve(root: &Path, path: &str) -> io::Result<Result<Place, PathProblem>> {
    if let Err(problem) = check_text(path) {
        return Ok(Err(problem));
    }
    let root = fs::canonicalize(root)?;
    let mut names: Vec<&str> = path.split('/').collect();
    let mut missing: Vec<String> = Vec::new();
    // From the whole path upwards: the deepest part that exists decides where the rest would be.
    loop {
        let candidate = names.iter().fold(root.clone(), |at, name| at.join(name));
        match fs::canonicalize(&candidate) {
            Ok(real) if real.starts_with(&root) => {
                let inside = real.strip_prefix(&root).unwrap_or(Path::new(""));
                if inside.components().any(is_hidden) {
                    return Ok(Err(PathProblem::Hidden(path.to_owned())));
                }
                missing.reverse();
                let full = missing.iter().fold(real, |at, name| at.join(name));
                return Ok(Ok(Place { full, missing }));
            }
            Ok(_) => return Ok(Err(PathProblem::Escapes(path.to_owned()))),
            // What this system cannot name is not there either.
            Err(error) if is_absent(&error) || error.kind() == io::ErrorKind::InvalidFilename => {
                // Something is there and yet leads nowhere: a dangling link must not be written
                // through, because its target may be anywhere.
                if fs::symlink_metadata(&candidate).is_ok() {
                    return Ok(Err(PathProblem::Escapes(path.to_owned())));
                }
                match names.pop() {
                    Some(name) => missing.push(name.to_owned()),
                    None => return Err(error),
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether an error means that nothing is there.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Whether the file's bytes are in a cloud and opening it would fetch them.
pub(crate) fn is_placeholder(meta: &Metadata) -> bool {
    #[cfg(target_os = "macos")]
    {
        use std::os::macos::fs::MetadataExt;
        const SF_DATALESS: u32 = 0x4000_0000;
        meta.st_flags() & SF_DATALESS != 0
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::MetadataExt;
        const RECALL: u32 = 0x0004_0000 | 0x0040_0000; // on open, on data access
        meta.file_attributes() & RECALL != 0
    }
    #[cfg(not(any(target_os = "macos", windows)))]
    {
        let _ = meta;
        false
    }
}

/// A canonical path without the `\\?\` prefix that Windows gives it, where the rest stands alone.
pub(crate) fn plain(path: PathBuf) -> PathBuf {
    if !cfg!(windows) {
        return path;
    }
    let Some(text) = path.to_str() else { return path };
    // Beyond this length Windows understands the path only with the prefix.
    const LONGEST: usize = 240;
    let short = match text.strip_prefix(r"\\?\UNC\") {
        Some(rest) => format!(r"\\{rest}"),
        None => text.strip_prefix(r"\\?\").unwrap_or(text).to_owned(),
    };
    if short.len() <= LONGEST { PathBuf::from(short) } else { path }
}

pub(crate) fn check_text(path: &str) -> Result<(), PathProblem> {
    let not_relative = || PathProblem::NotRelative(path.to_owned());
    if path.is_empty() || path.contains('\0') {
        return Err(not_relative());
    }
    for name in path.split('/') {
        if matches!(name, "" | "." | "..") {
            return Err(not_relative());
        }
        if cfg!(windows) {
            if name.contains(['\\', ':']) {
                return Err(not_relative());
            }
            if crate::names::is_device(name) {
                return Err(PathProblem::Device(path.to_owned()));
            }
        }
        if name.starts_with('.') {
            return Err(PathProblem::Hidden(path.to_owned()));
        }
    }
    Ok(())
}

fn is_hidden(component: Component<'_>) -> bool {
    component.as_os_str().as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_by_nfc_and_case() {
        assert_eq!(fold("か\u{3099}.MD"), fold("が.md"));
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("É"), fold("e\u{301}"));
        assert_ne!(fold("a"), fold("b"));
    }

    #[test]
    fn only_relative_visible_paths_are_accepted() {
        let dir = tempfile::tempdir().unwrap();
        for bad in ["", "/etc/passwd", "../x.md", "a/../b.md", "a//b.md", "./a.md", "a/", "a\0b"] {
            let got = resolve(dir.path(), bad).unwrap();
            assert!(matches!(got, Err(PathProblem::NotRelative(_))), "{bad}: {got:?}");
        }
        for hidden in [".obsidian/app.json", "a/.b.md"] {
            assert!(matches!(resolve(dir.path(), hidden).unwrap(), Err(PathProblem::Hidden(_))));
        }
    }

    #[test]
    fn the_missing_end_of_a_path_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a")).unwrap();
        let place = resolve(dir.path(), "a/b/c.md").unwrap().unwrap();
        assert_eq!(place.missing, ["b", "c.md"]);
        assert_eq!(place.full, fs::canonicalize(dir.path()).unwrap().join("a").join("b").join("c.md"));
        let long = "x".repeat(300);
        for name in ["b?.md", "b<.md", &long] {
            assert_eq!(resolve(dir.path(), &format!("a/{name}")).unwrap().unwrap().missing, [name]);
        }
    }
}
