//! What the person has to settle in kept notes, and settling it: the record's side, the note's, both,
//! or words of their own. Must not know how notes are brought in step.

use std::collections::BTreeMap;
use std::path::Path;

use hisho_domain::note::{ConflictKind, NoteConflict};
use hisho_domain::{Actor, Entity, Error, Result, Rule};
use hisho_store::mirror::{self as table, Mirror};
use hisho_store::{Store, mirror_conflicts};
use hisho_vault::gate::Expect;
use hisho_vault::mirror::{Field, Kept, Layout, Side, read, splice};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::current;
use super::edit::refusal;
use super::mirror::{self, Said, layout};
use crate::App;
use crate::command::Nothing;

/// What is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// What Hisho says.
    Ours,
    /// What the note says.
    Theirs,
    /// The note's text, and Hisho's behind it; for texts alone.
    Both,
    /// Words of the person's own; for titles and texts alone.
    Text,
}

/// How something is settled.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleConflict {
    /// Which conflict. One that says something else meanwhile is another.
    pub uid: String,
    /// What is to stand.
    pub stands: Stands,
    /// The person's words, where those are to stand.
    #[serde(default)]
    pub text: Option<String>,
}

pub(crate) async fn conflicts(app: &App, _: Actor, _: Nothing) -> Result<Vec<NoteConflict>> {
    app.store()
        .read(|connection| {
            let vault = current(connection)?;
            mirror_conflicts::list(connection, vault.id)
        })
        .await
}

/// Settles it and brings the note in step; gives what is still to be settled.
pub(crate) async fn settle_conflict(app: &App, _: Actor, input: SettleConflict) -> Result<Vec<NoteConflict>> {
    let engine = app.engine().clone();
    tokio::task::spawn_blocking(move || {
        engine.in_turn(|store| {
            let vault = store.read_blocking(current)?;
            let all = store.read_blocking(|connection| mirror_conflicts::list(connection, vault.id))?;
            let found = all.into_iter().find(|conflict| conflict.uid == input.uid);
            let found = found.ok_or_else(|| Error::not_found(Entity::Note, &input.uid))?;
            let row = row_of(store, vault.id, &found)?;
            let layout = layout(&row);
            let field =
                mirror::field_of(&found.field, &layout).ok_or_else(|| Error::invalid("uid", Rule::UnknownValue))?;
            if found.kind == ConflictKind::Request && input.stands != Stands::Ours {
                return Err(Error::refused("decided_here", serde_json::json!({ "field": found.field })));
            }
            let side = match own_words(&input, &found, &field)? {
                Some(words) => {
                    put(store, &vault, &row, &layout, &field, words)?;
                    Side::Theirs
                }
                None if input.stands == Stands::Ours => Side::Ours,
                None => Side::Theirs,
            };
            let settled = BTreeMap::from([(row.uid.clone(), BTreeMap::from([(field, side)]))]);
            let said = Said { done_with: &[row.path], settled: Some(&settled), ..Said::default() };
            engine.mirror(&vault, said)?;
            store.read_blocking(|connection| mirror_conflicts::list(connection, vault.id))
        })
    })
    .await
    .map_err(Error::internal)?
}

fn row_of(store: &Store, vault: i64, conflict: &NoteConflict) -> Result<Mirror> {
    let rows = store.read_blocking(|connection| table::list(connection, vault))?;
    let row = rows.into_iter().find(|row| row.uid == conflict.about_uid);
    row.ok_or_else(|| Error::not_found(Entity::Note, &conflict.uid))
}

/// What the note is to say, where that is neither side's alone.
fn own_words(input: &SettleConflict, conflict: &NoteConflict, field: &Field) -> Result<Option<String>> {
    let words = match input.stands {
        Stands::Ours | Stands::Theirs => return Ok(None),
        Stands::Both => {
            let sides = [&conflict.theirs, &conflict.ours].into_iter().flatten().map(String::as_str);
            sides.collect::<Vec<_>>().join("\n\n")
        }
        Stands::Text => input
            .text
            .clone()
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| Error::invalid("text", Rule::Required))?,
    };
    match field {
        Field::Section(_) => Ok(Some(words)),
        Field::Title if input.stands == Stands::Text => Ok(Some(words)),
        _ => Err(Error::invalid("stands", Rule::UnknownValue)),
    }
}

/// Puts words into a field of a note, as an edit of the person's.
fn put(
    store: &Store,
    vault: &hisho_store::vaults::Vault,
    row: &Mirror,
    layout: &Layout,
    field: &Field,
    words: String,
) -> Result<()> {
    let file = hisho_vault::read::read(Path::new(&vault.path), &row.path)
        .map_err(|error| Error::io("note", Some(&row.path), error))?;
    let unreadable = || Error::refused("not_text", serde_json::json!({ "path": row.path }));
    let reading = read(&file.bytes, layout).map_err(|_| unreadable())?;
    let mut target = reading.sheet.clone();
    match field {
        Field::Section(key) => drop(target.texts.insert(key, words)),
        _ => target.title = words,
    }
    let (bytes, _) = splice(&reading, &target.tidy(layout), layout, &Kept::new());
    let written = mirror::gate(store, vault).write(&row.path, Expect::Hash(file.hash), &bytes);
    written.map(drop).map_err(|error| refusal("path", &row.path, error))
}
