//! The vault's folders, one level at a time, and its tags. Must not read files
//! themselves.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use hisho_domain::note::{FileEntry, FileKind, Folder, FolderEntry, TagCount, checked_folder};
use hisho_domain::text::fold;
use hisho_domain::{Actor, Result};
use hisho_store::notes::{self, attachments};
use hisho_store::time::instant_of_nanos;
use hisho_vault::folders::folders_in;

use super::catalogue::{kind, shown_title};
use super::{At, current};
use crate::App;
use crate::command::Nothing;

/// One level of folders and files; the top for an empty path. A folder that is not there is empty.
/// Folders without files are looked up on the disk, since the index holds files alone.
pub(crate) async fn folder(app: &App, _: Actor, input: At) -> Result<Folder> {
    let path = match input.path.trim_matches('/') {
        "" => String::new(),
        path => checked_folder("path", path)?,
    };
    let prefix = if path.is_empty() { path } else { format!("{path}/") };
    let read = move |connection: &hisho_store::Connection| {
        let vault = current(connection)?;
        let mut level = Level { prefix: &prefix, folders: BTreeMap::new(), files: Vec::new() };
        for name in folders_in(Path::new(&vault.path), prefix.trim_end_matches('/')) {
            level.folders.insert(name, 0);
        }
        let vault = vault.id;
        for (noted, note) in notes::below(connection, vault, &prefix)? {
            level.add(&note.path, kind(noted), note.size, note.modified_at.clone());
        }
        for file in attachments::below(connection, vault, &prefix)? {
            level.add(&file.path, FileKind::Attachment, file.size, instant_of_nanos(file.modified_ns));
        }
        Ok(level.done())
    };
    app.store().read(read).await
}

struct Level<'a> {
    prefix: &'a str,
    folders: BTreeMap<String, i64>,
    files: Vec<FileEntry>,
}

impl Level<'_> {
    fn add(&mut self, path: &str, kind: FileKind, size: i64, modified_at: String) {
        let Some(rest) = path.strip_prefix(self.prefix) else { return };
        match rest.split_once('/') {
            Some((folder, _)) => {
                let counts = i64::from(kind != FileKind::Attachment);
                match self.folders.get_mut(folder) {
                    Some(notes) => *notes += counts,
                    None => drop(self.folders.insert(folder.to_owned(), counts)),
                }
            }
            None => self.files.push(FileEntry {
                path: path.to_owned(),
                title: shown_title(path, kind).to_owned(),
                kind,
                size,
                modified_at,
            }),
        }
    }

    /// In the order in which people look for names: whatever case, width or kana.
    fn done(mut self) -> Folder {
        let mut folders: Vec<FolderEntry> = self
            .folders
            .into_iter()
            .map(|(name, notes)| FolderEntry { path: format!("{}{name}", self.prefix), name, notes })
            .collect();
        folders.sort_by_cached_key(|folder| (fold(&folder.name), folder.name.clone()));
        self.files.sort_by_cached_key(|file| (fold(&file.title), file.path.clone()));
        Folder { folders, files: self.files }
    }
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
