//! What lies on the disk of the notes that are kept: those where one should lie, those that claim to
//! be one, and what cannot be looked at. Changes nothing, and must not know what follows from it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use hisho_domain::note::Problem;
use hisho_store::mirror::Mirror;
use hisho_vault::files;
use hisho_vault::mirror::{Disk, Is, Seen, uid};
use hisho_vault::read::{NOTE_LIMIT, ReadError, read_bytes};

use super::fold;

/// What the index and the looks through the vault know.
pub(super) struct Known {
    /// Notes with a `uid`: path and `uid`.
    pub(super) with_uid: Vec<(String, String)>,
    /// Every path in the index.
    pub(super) paths: HashSet<String>,
    /// What the last looks could not read.
    pub(super) problems: Vec<Problem>,
}

/// Looks at the files of `rows`.
pub(super) fn look(root: &Path, rows: &[Mirror], known: &Known) -> Disk {
    let mut disk = Disk { now_ms: now(rows), ..Disk::default() };
    let Ok(mut entries) = fs::read_dir(root) else { return disk };
    // A drive that is not mounted leaves an empty folder.
    disk.is_there = entries.next().is_some() || rows.iter().all(|row| row.base.is_none());
    if !disk.is_there {
        return disk;
    }
    let ours: HashMap<&str, &Mirror> = rows.iter().map(|row| (row.uid.as_str(), row)).collect();
    let mut places: BTreeSet<&str> = BTreeSet::new();
    for (path, _) in known.with_uid.iter().filter(|(_, uid)| ours.contains_key(uid.as_str())) {
        places.insert(path);
    }
    for row in rows {
        // Where names differ by case alone and mean one file, it is the name that is on the disk.
        let folded = fold(&row.path);
        let respelled = !known.paths.contains(&row.path) && places.iter().any(|path| fold(path) == folded);
        if !respelled {
            places.insert(&row.path);
        }
    }
    disk.seen = places.into_iter().filter_map(|path| seen(root, path)).collect();
    for problem in &known.problems {
        if root.join(&problem.path).is_dir() {
            disk.unreadable.push(problem.path.clone());
        } else if disk.seen.iter().all(|seen| seen.path != problem.path) {
            disk.seen.extend(seen(root, &problem.path).filter(|seen| !matches!(seen.is, Is::Note { .. })));
        }
    }
    let lost = lost(rows, &disk);
    if !lost.is_empty() {
        for folder in lost.iter().filter_map(|row| unreadable_above(root, &row.path)) {
            disk.unreadable.push(folder);
        }
        find(root, &lost, known, &mut disk);
    }
    disk
}

/// A clock that goes forward, whatever the person does to theirs.
fn now(rows: &[Mirror]) -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |now| u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
    let stamps = rows.iter().flat_map(|row| {
        let missing = row.missing.map(|looks| looks.last.max(looks.since));
        [missing, row.moved.as_ref().map(|(_, since)| *since), row.suspect.map(|(_, since)| since)]
    });
    stamps.flatten().fold(now, u64::max)
}

/// What is at a path; None where nothing is.
fn seen(root: &Path, path: &str) -> Option<Seen> {
    let read = read_bytes(root, path, NOTE_LIMIT);
    // After reading, so that a file that is being written does not seem quieter than it is.
    let meta = fs::metadata(root.join(path)).ok();
    let modified = meta.as_ref().and_then(|meta| meta.modified().ok());
    let age = modified.and_then(|at| SystemTime::now().duration_since(at).ok());
    // A time in the future, or none, says nothing about rest.
    let quiet_ms = age.map_or(u64::MAX, |age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX));
    let is = match read {
        Ok(bytes) => {
            let writable = meta.as_ref().is_none_or(|meta| !meta.permissions().readonly());
            Is::Note { bytes: Arc::from(bytes), writable }
        }
        Err(ReadError::Missing(_)) => return None,
        Err(ReadError::Placeholder(_)) => Is::Placeholder,
        Err(_) => Is::Unreadable,
    };
    Some(Seen { path: path.to_owned(), is, file_id: meta.as_ref().and_then(file_id), quiet_ms })
}

#[cfg(unix)]
fn file_id(meta: &fs::Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::ino(meta))
}

/// Windows tells it for an open file alone.
#[cfg(not(unix))]
fn file_id(_: &fs::Metadata) -> Option<u64> {
    None
}

/// Notes that should be somewhere and were not found.
fn lost<'a>(rows: &'a [Mirror], disk: &Disk) -> Vec<&'a Mirror> {
    let claimed: HashSet<String> = disk
        .seen
        .iter()
        .filter_map(|seen| match &seen.is {
            Is::Note { bytes, .. } => uid(bytes),
            _ => None,
        })
        .collect();
    let is_found = |row: &Mirror| claimed.contains(&row.uid) || disk.seen.iter().any(|seen| seen.path == row.path);
    rows.iter().filter(|row| row.base.is_some() && !row.unlinked && !is_found(row)).collect()
}

/// The folder on the way to a path that cannot be listed, if one cannot.
fn unreadable_above(root: &Path, path: &str) -> Option<String> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    for folder in folders {
        match fs::read_dir(root.join(folder)) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(_) => return Some(folder.to_owned()),
        }
    }
    None
}

/// Looks for lost notes where the index has not looked yet, and for their files under other names.
fn find(root: &Path, lost: &[&Mirror], known: &Known, disk: &mut Disk) {
    let there: HashSet<String> = disk.seen.iter().map(|seen| seen.path.clone()).collect();
    let ids: HashSet<u64> = lost.iter().filter_map(|row| row.file_id).collect();
    for path in files::list(root).unwrap_or_default() {
        let is_note = path.len() > 3 && path[path.len() - 3..].eq_ignore_ascii_case(".md");
        if !is_note || there.contains(&path) {
            continue;
        }
        let is_same_file = || {
            !ids.is_empty()
                && fs::metadata(root.join(&path)).ok().as_ref().and_then(file_id).is_some_and(|id| ids.contains(&id))
        };
        if known.paths.contains(&path) && !is_same_file() {
            continue;
        }
        disk.seen.extend(seen(root, &path));
    }
}
