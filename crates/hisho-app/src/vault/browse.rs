//! Listing and opening the vault's notes, and following links between them.

use std::path::Path;

use hisho_domain::note::{Note, NotePage, NoteSummary};
use hisho_domain::{Actor, Entity, Error, Result};
use hisho_store::notes;
use hisho_vault::links::Resolver;
use hisho_vault::note::parse;
use hisho_vault::read::{ReadError, read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::current;
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
    /// The note; null when there is none.
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
    let (vault, indexed) = {
        let path = input.path.clone();
        app.store()
            .read(move |connection| {
                let vault = current(connection)?;
                let indexed = notes::get(connection, vault.id, &path)?;
                Ok((vault, indexed))
            })
            .await?
    };
    // Only what the index lists can be opened, so nothing excluded or outside can.
    let indexed = indexed.ok_or_else(|| missing(&input.path))?;
    tokio::task::spawn_blocking(move || open(Path::new(&vault.path), indexed)).await.map_err(Error::internal)?
}

fn open(root: &Path, indexed: NoteSummary) -> Result<Note> {
    let file = read(root, &indexed.path).map_err(|error| match error {
        ReadError::Missing(path) => missing(&path),
        error => Error::io("note", Some(&indexed.path), error),
    })?;
    let parsed = parse(&file.text);
    Ok(Note {
        summary: NoteSummary { tags: parsed.tags, size: file.bytes.len() as i64, ..indexed },
        body: file.text[parsed.body_offset..].to_owned(),
        properties: parsed.properties,
        properties_error: parsed.properties_error,
    })
}

fn missing(path: &str) -> Error {
    let mut error = Error::not_found(Entity::Note, path);
    error.params.insert("path".into(), path.into());
    error
}

pub(crate) async fn resolve(app: &App, _: Actor, input: Resolve) -> Result<Resolved> {
    app.store()
        .read(move |connection| {
            let paths = notes::paths(connection, current(connection)?.id)?;
            let resolver = Resolver::new(paths.iter().map(String::as_str));
            Ok(Resolved { path: resolver.resolve(&input.from, &input.link).map(str::to_owned) })
        })
        .await
}
