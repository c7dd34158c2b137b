//! The vaults that Obsidian knows.
//!
//! Owns where Obsidian keeps its list and how to read it. Must not write there, ever.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A vault in Obsidian's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownVault {
    pub path: PathBuf,
    /// The folder's name, which Obsidian shows as the vault's.
    pub name: String,
    /// Whether the folder is there now.
    pub exists: bool,
    /// Whether Obsidian has it open, or had when it was last left.
    pub open: bool,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    vaults: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Entry {
    path: String,
    #[serde(default)]
    ts: f64,
    #[serde(default)]
    open: bool,
}

/// The vaults known to every Obsidian installed for this person, the last used first.
pub fn known_vaults() -> Vec<KnownVault> {
    let mut found: Vec<(f64, KnownVault)> = config_files().iter().flat_map(|f| entries(f)).collect();
    order(&mut found)
}

/// The vaults listed in one configuration file; none when it is missing or not understood.
pub fn known_vaults_in(config_file: &Path) -> Vec<KnownVault> {
    order(&mut entries(config_file))
}

fn order(found: &mut Vec<(f64, KnownVault)>) -> Vec<KnownVault> {
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
    let mut vaults: Vec<KnownVault> = Vec::new();
    for (_, vault) in found.drain(..) {
        match vaults.iter_mut().find(|known| known.path == vault.path) {
            Some(known) => known.open |= vault.open,
            None => vaults.push(vault),
        }
    }
    vaults
}

fn entries(config_file: &Path) -> Vec<(f64, KnownVault)> {
    let Ok(bytes) = fs::read(config_file) else { return Vec::new() };
    let Ok(config) = serde_json::from_slice::<Config>(&bytes) else { return Vec::new() };
    // Entry by entry, so that one in a shape not known here does not hide the others.
    let known = config.vaults.into_iter().filter_map(|(_, value)| {
        let entry: Entry = serde_json::from_value(value).ok()?;
        let path = PathBuf::from(entry.path);
        if !path.is_absolute() {
            return None;
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Some((entry.ts, KnownVault { exists: path.is_dir(), name, path, open: entry.open }))
    });
    known.collect()
}

fn config_files() -> Vec<PathBuf> {
    let var = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let mut folders: Vec<PathBuf> = Vec::new();
    if cfg!(windows) {
        folders.extend(var("APPDATA").map(|data| data.join("obsidian")));
    } else if let Some(home) = var("HOME") {
        if cfg!(target_os = "macos") {
            folders.push(home.join("Library/Application Support/obsidian"));
        } else {
            let config = var("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
            folders.push(config.join("obsidian"));
            folders.push(home.join(".var/app/md.obsidian.Obsidian/config/obsidian"));
            folders.push(home.join("snap/obsidian/current/.config/obsidian"));
        }
    }
    folders.into_iter().map(|folder| folder.join("obsidian.json")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_last_used_first_and_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let vault = dir.path().join("私の vault");
        fs::create_dir(&vault).unwrap();
        let gone = dir.path().join("gone");
        let text = serde_json::json!({"vaults": {
            "1": {"path": gone, "ts": 5},
            "2": {"path": vault, "ts": 9, "open": true},
            "3": {"ts": 1},
            "4": {"path": "relative", "ts": 2}
        }, "updateDisabled": true})
        .to_string();
        let file = dir.path().join("obsidian.json");
        fs::write(&file, &text).unwrap();
        let known = known_vaults_in(&file);
        let seen: Vec<_> = known.iter().map(|v| (v.name.as_str(), v.exists, v.open)).collect();
        assert_eq!(seen, [("私の vault", true, true), ("gone", false, false)]);
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }

    #[test]
    fn a_missing_or_broken_list_is_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        assert!(known_vaults_in(&dir.path().join("no.json")).is_empty());
        for text in ["", "{", "[]", "{\"vaults\": 3}"] {
            let file = dir.path().join("obsidian.json");
            fs::write(&file, text).unwrap();
            assert!(known_vaults_in(&file).is_empty());
        }
    }
}
