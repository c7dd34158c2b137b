//! The person's own edits of notes: saving from the editor, properties, and links put where a name
//! was only mentioned. Each is made on the text the person saw and merged with what others changed
//! meanwhile; where both changed the same, nothing is written. Must not know Markdown.

use std::path::Path;

use hisho_domain::{Actor, Entity, Error, Result, Rule};
use hisho_store::vaults::Vault;
use hisho_store::{Store, files, notes};
use hisho_vault::editor::{self, SaveError};
use hisho_vault::gate::{Expect, Gate, GateError};
use hisho_vault::link_text::link_text;
use hisho_vault::links::Resolver;
use hisho_vault::read::{FileText, ReadError, from_bytes, read};
use hisho_vault::settings::VaultSettings;
use hisho_vault::splice::put_property;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::browse::missing;
use super::engine::Engine;
use super::index::Look;
use super::{current, mirror};
use crate::App;

/// How often an edit is made anew when somebody saves in between.
const TRIES: usize = 3;

/// A text from the editor.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// The note.
    pub path: String,
    /// The hash of the file whose text was edited.
    pub hash: String,
    /// The whole text, with line feeds.
    pub text: String,
    /// The text before it was edited, from which merging starts when the file was changed
    /// meanwhile; found by the hash when left out and still known.
    #[serde(default)]
    pub base: Option<String>,
}

/// What is in the file now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Saved {
    /// The file's hash.
    pub hash: String,
    /// Somebody else's change is in it as well.
    pub merged: bool,
    /// The whole text, with line feeds.
    pub text: String,
}

/// A property's new value.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetProperty {
    /// The note.
    pub path: String,
    /// The hash of the file the person saw.
    pub hash: String,
    /// The property's name.
    pub key: String,
    /// A text, a number, yes or no, or a list of these; null takes the property away.
    pub value: Value,
}

/// A mention that becomes a link.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkMention {
    /// The note with the mention.
    pub path: String,
    /// The hash of the file the person saw.
    pub hash: String,
    /// The line, from 0.
    pub line: usize,
    /// Where in the line the mention begins, in UTF-16 units.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The file it is to lead to.
    pub to: String,
}

/// A note after a small edit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Edited {
    /// The file's hash.
    pub hash: String,
}

pub(crate) async fn save(app: &App, _: Actor, input: Save) -> Result<Saved> {
    by_hand(app, move |hand| {
        let hash = hand.rewrite(&input.path, &input.hash, |base, disk| {
            let base = match (&input.base, base) {
                (_, Base::Same) => editor::shown(&disk.text),
                (Some(text), _) => editor::shown(text),
                (None, Base::Known(bytes)) => editor::shown(&from_bytes(bytes).text),
                (None, Base::Lost) => return Err(conflict(&input.path)),
            };
            let saved = editor::save(&base, &editor::shown(&input.text), disk).map_err(|e| unsaved(&input.path, e))?;
            Ok((saved.bytes, saved.merged))
        })?;
        let text = editor::shown(&from_bytes(hash.bytes).text);
        Ok(Saved { hash: hex(&hash.hash), merged: hash.merged, text })
    })
    .await
}

pub(crate) async fn set_property(app: &App, _: Actor, input: SetProperty) -> Result<Edited> {
    if input.key.trim().is_empty() || input.key.contains(char::is_control) {
        return Err(Error::invalid("key", Rule::Format));
    }
    by_hand(app, move |hand| {
        let value = Some(&input.value).filter(|value| !value.is_null());
        hand.splice(&input.path, &input.hash, |bytes| {
            put_property(bytes, &input.key, value).map_err(|error| {
                tracing::info!("{}: {error}", input.path);
                Error::refused("property_unwritable", json!({ "path": input.path, "key": input.key }))
            })
        })
    })
    .await
}

pub(crate) async fn link_mention(app: &App, _: Actor, input: LinkMention) -> Result<Edited> {
    by_hand(app, move |hand| {
        let root = Path::new(&hand.vault.path);
        let files =
            hisho_vault::files::list(root).map_err(|error| Error::io("vault", Some(&hand.vault.path), error))?;
        let resolver = Resolver::new(files.iter().map(String::as_str));
        if !files.contains(&input.to) {
            return Err(missing(&input.to));
        }
        let style = VaultSettings::read(root).links;
        hand.splice(&input.path, &input.hash, |bytes| {
            let text = std::str::from_utf8(bytes).map_err(|_| unsaved(&input.path, SaveError::NotText))?;
            let at = editor::place(text, input.line, input.start, input.end);
            let at = at.ok_or_else(|| Error::invalid("start", Rule::Format))?;
            let link = link_text(&resolver, &input.path, &input.to, &text[at.clone()], style);
            let link = link.ok_or_else(|| Error::refused("not_linkable", json!({ "path": input.to })))?;
            Ok([&bytes[..at.start], link.as_bytes(), &bytes[at.end..]].concat())
        })
    })
    .await
}

/// Runs an edit of the person's while nothing else touches the vault; then the index and what
/// Hisho keeps learn of it at once.
pub(super) async fn by_hand<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&mut Hand<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || {
        engine.in_turn(|store| {
            let vault = store.read_blocking(current)?;
            let mut hand =
                Hand { gate: mirror::gate(store, &vault), store, engine: &engine, vault, touched: Vec::new() };
            let outcome = act(&mut hand);
            // Also after a failure: some of it may have been done.
            engine.touched(&hand.vault, hand.touched);
            outcome
        })
    })
    .await
    .map_err(Error::internal)?
}

/// What an edit works with.
pub(super) struct Hand<'a> {
    pub(super) store: &'a Store,
    pub(super) engine: &'a Engine,
    pub(super) vault: Vault,
    pub(super) gate: Gate,
    /// Files that changed, came or went.
    pub(super) touched: Vec<String>,
}

/// What is known of the text that was edited.
pub(super) enum Base {
    /// It is what lies on the disk.
    Same,
    /// These bytes.
    Known(Vec<u8>),
    /// Nothing.
    Lost,
}

/// A note that was written.
pub(super) struct Rewritten {
    pub(super) hash: [u8; 32],
    pub(super) bytes: Vec<u8>,
    pub(super) merged: bool,
}

impl Hand<'_> {
    /// Reads a note that may be edited: one that the index lists, so nothing excluded or hidden.
    pub(super) fn open(&self, path: &str) -> Result<FileText> {
        let listed = || {
            let (vault, wanted) = (self.vault.id, path.to_owned());
            self.store.read_blocking(move |connection| notes::hash(connection, vault, &wanted))
        };
        if listed()?.is_none() {
            // It may be too new for the index.
            self.engine.look(&self.vault, &Look::default())?;
            listed()?.ok_or_else(|| missing(path))?;
        }
        read(Path::new(&self.vault.path), path).map_err(|error| match error {
            ReadError::Missing(_) => missing(path),
            error => Error::io("note", Some(path), error),
        })
    }

    /// The bytes that had this hash, as far as Hisho saw them.
    pub(super) fn base(&self, hash: &str, disk: &FileText) -> Result<Base> {
        let hash = unhex(hash)?;
        if hash == disk.hash {
            return Ok(Base::Same);
        }
        if let Some(bytes) = self.engine.loaded.get(&hash) {
            return Ok(Base::Known(bytes));
        }
        let kept = self.store.read_blocking(move |connection| files::bytes(connection, &hash))?;
        Ok(kept.map_or(Base::Lost, Base::Known))
    }

    /// Writes what `make` makes of a note, which is asked again when somebody saves in between. It
    /// gives the bytes, and whether somebody else's change is in them.
    pub(super) fn rewrite(
        &mut self,
        path: &str,
        hash: &str,
        mut make: impl FnMut(Base, &FileText) -> Result<(Vec<u8>, bool)>,
    ) -> Result<Rewritten> {
        for _ in 0..TRIES {
            let disk = self.open(path)?;
            let (bytes, merged) = make(self.base(hash, &disk)?, &disk)?;
            match self.gate.write(path, Expect::Hash(disk.hash), &bytes) {
                Ok(written) => {
                    self.engine.loaded.keep(written.hash, &bytes);
                    self.touched.push(path.to_owned());
                    return Ok(Rewritten { hash: written.hash, bytes, merged });
                }
                Err(GateError::Changed { .. } | GateError::Raced { .. }) => {}
                Err(error) => return Err(refusal("path", path, error)),
            }
        }
        Err(conflict(path))
    }

    /// A small edit of the bytes that the person saw, merged with what was changed meanwhile.
    fn splice(&mut self, path: &str, hash: &str, edit: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Edited> {
        let done = self.rewrite(path, hash, |base, disk| match base {
            Base::Same => Ok((edit(&disk.bytes)?, false)),
            Base::Known(base) => {
                let saved = editor::save(
                    &editor::shown(&from_bytes(base.clone()).text),
                    &editor::shown(&from_bytes(edit(&base)?).text),
                    disk,
                );
                saved.map(|saved| (saved.bytes, saved.merged)).map_err(|error| unsaved(path, error))
            }
            Base::Lost => Err(conflict(path)),
        })?;
        Ok(Edited { hash: hex(&done.hash) })
    }
}

/// Somebody else changed the same; nothing was written, and the text is still with the person.
pub(super) fn conflict(path: &str) -> Error {
    let mut error = Error::stale(Entity::Note);
    error.params.insert("path".into(), json!(path));
    error
}

pub(super) fn unsaved(path: &str, error: SaveError) -> Error {
    match error {
        SaveError::Contested => conflict(path),
        SaveError::NotText => Error::refused("not_text", json!({ "path": path })),
    }
}

/// What the gate's refusal means to the person; `field` is the input that named the path.
pub(super) fn refusal(field: &str, path: &str, error: GateError) -> Error {
    match error {
        GateError::Changed { .. } | GateError::Raced { .. } => conflict(path),
        GateError::Missing(path) => missing(&path),
        GateError::Exists(path) => Error::refused("path_taken", json!({ "path": path })),
        GateError::IntoItself(path) => Error::refused("into_itself", json!({ "path": path })),
        GateError::Path(_) => Error::invalid(field, Rule::Format),
        error => Error::io("note", Some(path), error),
    }
}

/// A hash in the form in which it crosses hosts.
pub(super) fn hex(hash: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

fn unhex(hash: &str) -> Result<[u8; 32]> {
    blake3::Hash::from_hex(hash).map(Into::into).map_err(|_| Error::invalid("hash", Rule::Format))
}
