//! What files of the vault said before: listed, read, and put back through the gate like any edit of
//! the person's. Must not know how versions are kept.

use std::path::Path;

use hisho_domain::note::{FileVersion, FileVersionText};
use hisho_domain::{Actor, Entity, Error, Result};
use hisho_store::{Connection, files};
use hisho_vault::gate::Expect;
use hisho_vault::read::{NOTE_LIMIT, ReadError, from_bytes, read_bytes};
use schemars::JsonSchema;
use serde::Deserialize;

use super::create::Created;
use super::current;
use super::edit::{by_hand, refusal};
use crate::App;

/// How many versions a page has.
const PAGE: i64 = 100;

/// Which versions are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct History {
    /// Of this file alone, which need not be there any more; of every file when left out.
    pub path: Option<String>,
    /// Only those older than this one.
    pub before: Option<i64>,
}

/// One version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Which one.
    pub id: i64,
}

pub(crate) async fn history(app: &App, _: Actor, input: History) -> Result<Vec<FileVersion>> {
    app.store()
        .read(move |connection| {
            let vault = current(connection)?;
            files::page(connection, vault.id, input.path.as_deref(), input.before, PAGE)
        })
        .await
}

pub(crate) async fn version(app: &App, _: Actor, input: Version) -> Result<FileVersionText> {
    app.store()
        .read(move |connection| {
            let (version, bytes) = kept(connection, input.id)?;
            let file = from_bytes(bytes);
            Ok(FileVersionText { version, text: file.text, is_text: !file.lossy })
        })
        .await
}

/// Puts a version back; what is in the file now is kept before.
pub(crate) async fn restore_version(app: &App, _: Actor, input: Version) -> Result<Created> {
    by_hand(app, move |hand| {
        let (version, bytes) = hand.store.read_blocking(|connection| kept(connection, input.id))?;
        let path = version.path;
        let expect = match read_bytes(Path::new(&hand.vault.path), &path, NOTE_LIMIT) {
            Ok(now) => Expect::Hash(*blake3::hash(&now).as_bytes()),
            Err(ReadError::Missing(_)) => Expect::Absent,
            Err(error) => return Err(Error::io("note", Some(&path), error)),
        };
        hand.gate.write(&path, expect, &bytes).map_err(|error| refusal("path", &path, error))?;
        hand.touched.push(path.clone());
        Ok(Created { path })
    })
    .await
}

/// A version of a file of the vault in use, and its bytes.
fn kept(connection: &Connection, id: i64) -> hisho_store::Result<(FileVersion, Vec<u8>)> {
    let vault = current(connection)?;
    let gone = || Error::not_found(Entity::Note, &id.to_string());
    let (version, hash) = files::version(connection, vault.id, id)?.ok_or_else(gone)?;
    let bytes = files::bytes(connection, &hash)?.ok_or_else(gone)?;
    Ok((version, bytes))
}
