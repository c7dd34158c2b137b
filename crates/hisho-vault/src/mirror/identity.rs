//! Which file is which note.
//!
//! Owns finding a note again by its `uid`, wherever it lies and whatever it is called, or by its file
//! where it does not say its `uid` any more, and never guessing between two. A hash finds nothing
//! that the `uid` does not: the bytes hold it. Must not know what is done about it.

use std::collections::{BTreeMap, BTreeSet};

use super::guards::Guards;
use super::plan::Finding;
use super::read::uid;
use super::trees::{Disk, Is, Row, Seen, Wanted};

/// Where a note is.
pub(super) enum Where<'a> {
    /// There.
    At(&'a Seen),
    /// It was somewhere, and is nowhere.
    Gone,
    /// It never was, and its place is free.
    Free,
    /// Nobody can tell, or it has to be asked; it was told already.
    Hidden,
}

/// Finds every note, and tells what stands in the way.
pub(super) fn find<'a>(
    pairs: &[(&Wanted, &Row)],
    disk: &'a Disk,
    guards: &Guards,
    findings: &mut Vec<Finding>,
) -> Vec<Where<'a>> {
    let mut of_uid: BTreeMap<String, Vec<&Seen>> = BTreeMap::new();
    let mut at_path: BTreeMap<&str, &Seen> = BTreeMap::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for seen in &disk.seen {
        at_path.insert(&seen.path, seen);
        let Is::Note { bytes, .. } = &seen.is else { continue };
        let Some(uid) = uid(bytes) else { continue };
        named.insert(&seen.path);
        if is_sync_copy(&seen.path) && guards.doubles {
            findings.push(Finding::SyncCopy(seen.path.clone()));
        } else {
            of_uid.entry(uid).or_default().push(seen);
        }
    }
    let paths = pairs.iter().map(|(_, row)| row.path.as_str()).collect();
    let mut told = Told { disk, guards, findings, at_path: &at_path, named: &named, paths };
    pairs
        .iter()
        .map(|(_, row)| {
            let claims = of_uid.get(&row.uid).map_or(&[][..], Vec::as_slice);
            let here = claims.iter().find(|seen| seen.path == row.path);
            match claims {
                [] => told.nowhere(row),
                [one] if one.path == row.path => Where::At(one),
                // What lies at its place cannot be seen: the other may be a copy.
                [_] if told.is_unseen(&row.path) => told.nowhere(row),
                [one] if guards.identity => Where::At(one),
                [one, ..] if !guards.doubles => Where::At(here.unwrap_or(one)),
                _ if !guards.identity => here.map_or(Where::Gone, |seen| Where::At(seen)),
                _ => {
                    let paths = claims.iter().map(|seen| seen.path.clone()).collect();
                    told.findings.push(Finding::Doubles { uid: row.uid.clone(), paths });
                    Where::Hidden
                }
            }
        })
        .collect()
}

struct Told<'a, 'b> {
    disk: &'a Disk,
    guards: &'b Guards,
    findings: &'b mut Vec<Finding>,
    at_path: &'b BTreeMap<&'a str, &'a Seen>,
    /// Paths of files that say whose note they are.
    named: &'b BTreeSet<&'a str>,
    /// Where the notes were last.
    paths: BTreeSet<&'b str>,
}

impl<'a> Told<'a, '_> {
    /// No file claims to be this note.
    fn nowhere(&mut self, row: &Row) -> Where<'a> {
        let is_new = row.base.is_none() && row.pending.is_none();
        // A write of a new note that never came to be is done again.
        let never_was = row.base.is_none() && row.disk.is_none();
        let path = || row.path.clone();
        match self.at_path.get(row.path.as_str()) {
            Some(Seen { is: Is::Placeholder, .. }) => {
                self.findings.push(Finding::InTheCloud(path()));
                if self.guards.placeholders { Where::Hidden } else { Where::Gone }
            }
            Some(Seen { is: Is::Unreadable, .. }) => {
                self.findings.push(Finding::Unreadable(path()));
                Where::Hidden
            }
            Some(_) if is_new || (never_was && self.named.contains(row.path.as_str())) => {
                self.findings.push(Finding::Taken { uid: row.uid.clone(), path: path() });
                Where::Hidden
            }
            // Somebody else's note lies there now.
            Some(seen) if self.named.contains(seen.path.as_str()) => Where::Gone,
            // It does not say any more whose it is: its bytes are kept, and the planner tells.
            Some(seen) => Where::At(seen),
            None => {
                if never_was && self.unreadable_above(&row.path).is_none() {
                    return Where::Free;
                }
                if let Some(seen) = self.same_file(row) {
                    return Where::At(seen);
                }
                match self.unknown() {
                    // It may have been moved to where nobody can look.
                    Some(doubt) => {
                        self.findings.push(doubt);
                        Where::Hidden
                    }
                    None => Where::Gone,
                }
            }
        }
    }

    /// The same file, which does not say any more whose it is, under another name.
    fn same_file(&self, row: &Row) -> Option<&'a Seen> {
        let id = row.file_id.filter(|_| self.guards.file_ids)?;
        self.at_path.values().find(|seen| seen.file_id == Some(id) && !self.named.contains(seen.path.as_str())).copied()
    }

    /// Something lies there, or may, that nobody can see.
    fn is_unseen(&self, path: &str) -> bool {
        match self.at_path.get(path).map(|seen| &seen.is) {
            Some(Is::Placeholder) => self.guards.placeholders,
            Some(Is::Unreadable) => true,
            Some(Is::Note { .. }) => false,
            None => self.unreadable_above(path).is_some(),
        }
    }

    /// A place where a note may lie that nobody can see.
    fn unknown(&self) -> Option<Finding> {
        if let Some(folder) = self.disk.unreadable.first().filter(|_| self.guards.folders) {
            return Some(Finding::Unreadable(folder.clone()));
        }
        self.disk.seen.iter().filter(|seen| !self.paths.contains(seen.path.as_str())).find_map(|seen| match seen.is {
            Is::Placeholder if self.guards.placeholders => Some(Finding::InTheCloud(seen.path.clone())),
            Is::Unreadable => Some(Finding::Unreadable(seen.path.clone())),
            _ => None,
        })
    }

    fn unreadable_above(&self, path: &str) -> Option<String> {
        let holds = |folder: &&String| folder.is_empty() || path.starts_with(&format!("{folder}/"));
        self.disk.unreadable.iter().filter(|_| self.guards.folders).find(holds).cloned()
    }
}

/// Whether a sync tool gave a file this name, to keep a second version beside the first.
/// Syncthing: `Note.sync-conflict-20260102-030405-ABCDEFG.md`; Dropbox and others: `Note (Ken's
/// conflicted copy 2026-01-02).md`; Obsidian Sync and iCloud merge, or number the name.
pub(super) fn is_sync_copy(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name.contains(".sync-conflict-") || name.contains("conflicted copy")
}
