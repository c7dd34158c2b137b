//! Listing and opening the vault's notes, and following links between them.

use std::path::Path;

use hisho_domain::note::{Note, NotePage, NoteSource, NoteSummary, OutlineEntry};
use hisho_domain::{Actor, Entity, Error, Result};
use hisho_store::notes;
use hisho_vault::note::parse;
use hisho_vault::read::{FileText, ReadError, read};
use hisho_vault::{editor, metadata};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::with_names;
use super::current;
use super::edit::hex;
use crate::App;

const PAGE: i64 = 200;
const MOST: i64 = 10_000;

/// Which notes are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Notes {
    /// How many to pass over.
    pub offset: Option<i64>,
    /// At most so many, 10,000 at the most; 200 when left out.
    pub limit: Option<i64>,
    /// In which order; by path when left out.
    pub sort: Option<Sort>,
}

/// In which order notes are listed.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By path.
    Path,
    /// The latest changed first.
    Recent,
}

/// Names a note.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct At {
    /// Its path in the vault.
    pub path: String,
}

/// A link as it was written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// The note it stands in.
    pub from: String,
    /// What stands between its brackets.
    pub link: String,
}

/// Where a link leads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Resolved {
    /// The note or other file; null when there is none.
    pub path: Option<String>,
}

pub(crate) async fn notes(app: &App, _: Actor, input: Notes) -> Result<NotePage> {
    let order = match input.sort {
        Some(Sort::Recent) => notes::Order::Recent,
        Some(Sort::Path) | None => notes::Order::Path,
    };
    let (offset, limit) = (input.offset.unwrap_or(0).max(0), input.limit.unwrap_or(PAGE).clamp(0, MOST));
    app.store().read(move |connection| notes::page(connection, current(connection)?.id, order, offset, limit)).await
}

pub(crate) async fn note(app: &App, _: Actor, input: At) -> Result<Note> {
    opened(app, input, |indexed, file| {
        let parsed = parse(&file.text);
        let body = file.text[parsed.body_offset..].to_owned();
        let headings = metadata::parse(&file.text).headings.into_iter();
        Ok(Note {
            summary: NoteSummary { tags: parsed.tags, size: file.bytes.len() as i64, ..indexed },
            text_offset_lines: file.text[..parsed.body_offset].matches('\n').count(),
            body,
            properties: parsed.properties,
            properties_error: parsed.properties_error,
            hash: hex(&file.hash),
            outline: headings
                .map(|heading| OutlineEntry {
                    level: heading.level,
                    text: heading.heading,
                    line: heading.position.start.line,
                })
                .collect(),
            aliases: parsed.aliases,
        })
    })
    .await
}

/// A note's whole text for the editor.
pub(crate) async fn source(app: &App, _: Actor, input: At) -> Result<NoteSource> {
    opened(app, input, |indexed, file| {
        if file.lossy {
            // What is shown of it could not be saved as it was.
            return Err(Error::refused("not_text", serde_json::json!({ "path": indexed.path })));
        }
        Ok(NoteSource { hash: hex(&file.hash), text: editor::shown(&file.text) })
    })
    .await
}

/// Reads a note that the index lists. Only those can be opened, so nothing excluded or outside can.
async fn opened<T: Send + 'static>(
    app: &App,
    input: At,
    act: impl FnOnce(NoteSummary, FileText) -> Result<T> + Send + 'static,
) -> Result<T> {
    let path = input.path;
    let wanted = path.clone();
    let (vault, indexed) = app
        .store()
        .read(move |connection| {
            let vault = current(connection)?;
            let indexed = notes::get(connection, vault.id, &wanted)?;
            Ok((vault, indexed))
        })
        .await?;
    let indexed = indexed.ok_or_else(|| missing(&path))?;
    let engine = app.engine().clone();
    let run = move || {
        let file = text(Path::new(&vault.path), &path)?;
        // What the person edits of it can be merged with what others change meanwhile.
        engine.loaded.keep(file.hash, &file.bytes);
        act(indexed, file)
    };
    tokio::task::spawn_blocking(run).await.map_err(Error::internal)?
}

/// The text of a note, or why it cannot be read.
pub(super) fn text(root: &Path, path: &str) -> Result<FileText> {
    read(root, path).map_err(|error| unread(path, error))
}

/// Why a file of the vault cannot be read.
pub(super) fn unread(path: &str, error: ReadError) -> Error {
    match error {
        ReadError::Missing(path) => missing(&path),
        error => Error::io("note", Some(path), error),
    }
}

/// A file that the vault does not have.
pub(super) fn missing(path: &str) -> Error {
    let mut error = Error::not_found(Entity::Note, path);
    error.params.insert("path".into(), path.into());
    error
}

pub(crate) async fn resolve(app: &App, _: Actor, input: Resolve) -> Result<Resolved> {
    with_names(app, move |_, catalogue| {
        Ok(Resolved { path: catalogue.resolver.resolve(&input.from, &input.link).map(str::to_owned) })
    })
    .await
}

/// The paths of the notes to which a text leads that stands in `from`, or nowhere; each once, in
/// their order.
pub(crate) async fn linked(app: &App, from: String, text: String) -> Result<Vec<String>> {
    with_names(app, move |_, catalogue| {
        let found = metadata::parse(&text);
        let mut paths: Vec<String> = Vec::new();
        for link in found.links.iter().chain(&found.embeds) {
            let path = catalogue.resolver.resolve_target(&from, &link.link).filter(|path| path.ends_with(".md"));
            if let Some(path) = path
                && !catalogue.leaves_out(path)
                && !paths.iter().any(|known| known == path)
            {
                paths.push(path.to_owned());
            }
        }
        Ok(paths)
    })
    .await
}
