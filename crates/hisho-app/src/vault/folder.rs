//! The vault's folders, one level at a time, and its tags. Must not read
//! what is in files.

use std::collections::HashMap;

use hisho_domain::note::{FileEntry, FileKind, FolderEntry, FolderListing, TagCount, checked_folder};
use hisho_domain::text::fold;
use hisho_domain::{Actor, Result};
use hisho_store::Connection;
use hisho_store::notes::{self, attachments};
use hisho_store::time::instant_of_nanos;

use super::catalogue::{Catalogue, with_names};
use super::{At, current};
use crate::App;
use crate::command::Nothing;

/// One level of folders and files; the top for an empty path. A folder that is not there is empty.
pub(crate) async fn folder(app: &App, _: Actor, input: At) -> Result<FolderListing> {
    let path = match input.path.trim_matches('/') {
        "" => String::new(),
        path => checked_folder("path", path)?,
    };
    with_names(app, move |store, catalogue| {
        let files = store.read_blocking(|connection| files(connection, catalogue, &path))?;
        Ok(FolderListing { folders: folders(catalogue, &path), files })
    })
    .await
}

/// What of a file's path lies below a folder.
fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The folders in a folder, by name whatever case, width or kana; those without any note as well,
/// also where only the disk knows them.
fn folders(catalogue: &Catalogue, folder: &str) -> Vec<FolderEntry> {
    let mut notes: HashMap<String, i64> = HashMap::new();
    for (_, file) in catalogue.shown() {
        if let Some((name, _)) = below(folder, &file.path).and_then(|rest| rest.split_once('/')) {
            let counts = i64::from(file.kind != FileKind::Attachment);
            match notes.get_mut(name) {
                Some(notes) => *notes += counts,
                None => drop(notes.insert(name.to_owned(), counts)),
            }
        }
    }
    let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    for name in hisho_vault::files::folders(&catalogue.root, folder) {
        if !catalogue.leaves_out(&path(&name)) {
            notes.entry(name).or_default();
        }
    }
    let mut folders: Vec<FolderEntry> =
        notes.into_iter().map(|(name, notes)| FolderEntry { path: path(&name), name, notes }).collect();
    folders.sort_by_cached_key(|folder| (fold(&folder.name), folder.name.clone()));
    folders
}

/// The files in a folder, by what they are called.
fn files(connection: &Connection, catalogue: &Catalogue, folder: &str) -> hisho_store::Result<Vec<FileEntry>> {
    let mut files = Vec::new();
    let here = |path: &str| below(folder, path).is_some_and(|rest| !rest.contains('/'));
    for (_, file) in catalogue.shown().filter(|(_, file)| here(&file.path)) {
        let known = match file.kind {
            FileKind::Attachment => {
                let found = attachments::below(connection, catalogue.vault, &file.path)?;
                found.into_iter().find(|found| found.path == file.path).map(|found| (found.size, found.modified_ns))
            }
            _ => notes::known_at(connection, catalogue.vault, &file.path)?.map(|known| (known.size, known.modified_ns)),
        };
        // One that went meanwhile is told of by the event that follows.
        files.extend(known.map(|(size, modified_ns)| FileEntry {
            path: file.path.clone(),
            title: file.title.clone(),
            kind: file.kind,
            size,
            modified_at: instant_of_nanos(modified_ns),
        }));
    }
    files.sort_by_cached_key(|file| (fold(&file.title), file.path.clone()));
    Ok(files)
}

/// Every tag, by name. Spellings that differ in case alone are one.
pub(crate) async fn tags(app: &App, _: Actor, _: Nothing) -> Result<Vec<TagCount>> {
    let tagged = app.store().read(|connection| notes::tags(connection, current(connection)?.id)).await?;
    Ok(count(tagged.iter().flat_map(|(_, tags)| tags)))
}

/// Counts tags, by name; a note names each of its tags once.
pub(super) fn count<'a>(tags: impl Iterator<Item = &'a String>) -> Vec<TagCount> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut counts: Vec<TagCount> = Vec::new();
    for tag in tags {
        let at = *places.entry(hisho_vault::path::fold(tag)).or_insert_with(|| {
            counts.push(TagCount { tag: tag.clone(), notes: 0 });
            counts.len() - 1
        });
        counts[at].notes += 1;
    }
    counts.sort_by_cached_key(|count| (fold(&count.tag), count.tag.clone()));
    counts
}
