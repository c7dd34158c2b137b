//! New notes and folders, and the templates they begin with. Must not know what a template says.

use std::path::Path;

use hisho_domain::note::{NoteSummary, checked_folder};
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Error, Result, check};
use hisho_store::{notes, settings};
use hisho_vault::editor::SaveError;
use hisho_vault::gate::{Expect, GateError};
use hisho_vault::names;
use hisho_vault::path::fold;
use hisho_vault::settings::VaultSettings;
use hisho_vault::template::{self, Names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::edit::{Hand, by_hand, refusal, unsaved};
use crate::App;
use crate::command::Nothing;

/// The longest title a note is made from.
const TITLE_LIMIT: usize = 500;
/// How often another name is tried when somebody is quicker.
const TRIES: usize = 8;

/// A note to be made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateNote {
    /// Where it goes; empty is the top, or with `from` where the vault's settings want new notes.
    pub folder: String,
    /// The vault path of the note with the link from which it is made.
    #[serde(default)]
    pub from: Option<String>,
    /// What it is called; a name is made from it that is free and that every system can hold.
    pub title: String,
    /// The path of a template to begin with.
    #[serde(default)]
    pub template: Option<String>,
    /// What stands in it, behind the template.
    #[serde(default)]
    pub text: Option<String>,
}

/// A folder to be made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateFolder {
    /// Its path in the vault; those it lies in are made as well.
    pub path: String,
}

/// What was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Created {
    /// Its path in the vault.
    pub path: String,
}

/// A template.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Template {
    /// Its path in the vault.
    pub path: String,
    /// Its name.
    pub title: String,
}

pub(crate) async fn create_note(app: &App, _: Actor, input: CreateNote) -> Result<Created> {
    check::at_most("title", &input.title, TITLE_LIMIT)?;
    let folder = if input.folder.is_empty() { String::new() } else { checked_folder("folder", &input.folder)? };
    by_hand(app, move |hand| {
        let language = hand.store.read_blocking(|connection| Ok(settings::get(connection)?.language))?;
        let untitled = if language == Some(Language::Ja) { "無題" } else { "Untitled" };
        let folder = match &input.from {
            Some(from) if folder.is_empty() => {
                let settings = VaultSettings::read(Path::new(&hand.vault.path));
                match settings.new_notes.folder(from) {
                    "" => String::new(),
                    folder => checked_folder("folder", folder)?,
                }
            }
            _ => folder.clone(),
        };
        let wanted = names::file_name(&input.title, untitled);
        for _ in 0..TRIES {
            let taken = taken(Path::new(&hand.vault.path), &folder)?;
            let name = names::unique(&wanted, &|name| taken.contains(&fold(&format!("{name}.md"))));
            let path = if folder.is_empty() { format!("{name}.md") } else { format!("{folder}/{name}.md") };
            let mut text = match &input.template {
                Some(template) => filled(hand, template, &name, language)?,
                None => String::new(),
            };
            if let Some(own) = &input.text {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                text.push_str(own);
            }
            match hand.gate.write(&path, Expect::Absent, text.as_bytes()) {
                Ok(written) => {
                    hand.engine.loaded.keep(written.hash, text.as_bytes());
                    hand.touched.push(path.clone());
                    return Ok(Created { path });
                }
                Err(GateError::Changed { .. } | GateError::Raced { .. } | GateError::NotAFile(_)) => {}
                Err(error) => return Err(refusal("folder", &path, error)),
            }
        }
        Err(refusal("folder", &folder, GateError::Exists(folder.clone())))
    })
    .await
}

/// The names in a folder of the vault, in the form in which names compare; none when it is not
/// there yet.
fn taken(root: &Path, folder: &str) -> Result<Vec<String>> {
    match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => Ok(entries.flatten().map(|entry| fold(&entry.file_name().to_string_lossy())).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::io("folder", Some(folder), error)),
    }
}

fn filled(hand: &Hand<'_>, template: &str, title: &str, language: Option<Language>) -> Result<String> {
    let file = hand.open(template)?;
    if file.lossy {
        return Err(unsaved(template, SaveError::NotText));
    }
    let style = VaultSettings::read(Path::new(&hand.vault.path)).templates;
    let names = if language == Some(Language::Ja) { Names::Japanese } else { Names::English };
    Ok(template::fill(&file.text, title, jiff::Zoned::now().datetime(), &style, names))
}

pub(crate) async fn create_folder(app: &App, _: Actor, input: CreateFolder) -> Result<Created> {
    let path = checked_folder("path", &input.path)?;
    by_hand(app, move |hand| {
        hand.gate.create_folder(&path).map_err(|error| refusal("path", &path, error))?;
        hand.touched.push(path.clone());
        Ok(Created { path })
    })
    .await
}

pub(crate) async fn templates(app: &App, _: Actor, _: Nothing) -> Result<Vec<Template>> {
    app.store()
        .read(|connection| {
            let vault = super::current(connection)?;
            let below = |folder: &str| notes::below(connection, vault.id, &format!("{folder}/"));
            let mut found = below(&vault.template_folder)?;
            // Where the vault's own setting names another folder, that is where they lie.
            if found.is_empty()
                && let Some(folder) = VaultSettings::read(Path::new(&vault.path)).templates.folder
            {
                found = below(&folder)?;
            }
            let note = |(kind, note): (_, NoteSummary)| (kind == hisho_domain::note::NoteKind::Note).then_some(note);
            let notes = found.into_iter().filter_map(note);
            Ok(notes.map(|note| Template { path: note.path, title: note.title }).collect())
        })
        .await
}
