//! Export into a readable folder and import of one, as the person meets them: what the pages say,
//! and where a folder may lie.

use std::path::{Path, PathBuf};

use hisho_domain::settings::Language;
use hisho_domain::transfer::{Exported, Imported, ReadablePage};
use hisho_domain::{Actor, Entity, Error, Result, Rule};
use hisho_store::transfer::{self, Page};
use hisho_store::{Connection, plans, projects, settings, threads, vaults};
use hisho_vault::harmless::harmless;
use hisho_vault::mirror::write;
use hisho_vault::names;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::backups::apart;
use crate::vault::render;

/// A folder outside of the vault and of the data folder.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// An absolute path; for an export new or empty.
    pub path: String,
}

pub(crate) async fn export(app: &App, _: Actor, input: Folder) -> Result<Exported> {
    apart(app, move |app| {
        let target = outside(app, &input.path)?;
        // Pages and data are of the same moment.
        app.store().read_blocking(|connection| transfer::export(connection, &target, &pages(connection)?))
    })
    .await
}

pub(crate) async fn import(app: &App, actor: Actor, input: Folder) -> Result<Imported> {
    apart(app, move |app| {
        let from = absolute(&input.path)?;
        app.engine().at_rest(|store| transfer::import(store, actor, &from))
    })
    .await
}

/// The path of something that Hisho is to write for the person: neither in the vault, where the gate
/// alone writes, nor among its own files. Blocks.
pub(crate) fn outside(app: &App, path: &str) -> Result<PathBuf> {
    let target = absolute(path)?;
    if inside(&target, app.data_dir()) {
        return Err(Error::refused("inside_data_folder", serde_json::json!({ "path": path })));
    }
    let vault = app.store().read_blocking(vaults::current)?;
    if vault.is_some_and(|vault| inside(&target, Path::new(&vault.path))) {
        return Err(Error::refused("inside_vault", serde_json::json!({ "path": path })));
    }
    Ok(target)
}

fn absolute(path: &str) -> Result<PathBuf> {
    let path = path.trim();
    match Path::new(path) {
        _ if path.is_empty() => Err(Error::invalid("path", Rule::Required)),
        given if given.is_absolute() => Ok(given.to_owned()),
        _ => Err(Error::invalid("path", Rule::Format)),
    }
}

/// Whether a path, which need not be there yet, lies in a folder.
fn inside(path: &Path, folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    path.ancestors()
        .filter_map(|above| above.canonicalize().ok())
        .next()
        .is_some_and(|above| above.starts_with(&folder))
}

/// What there is to read: plans, projects, and whatever was said.
fn pages(connection: &Connection) -> hisho_store::Result<Vec<Page>> {
    let language = settings::get(connection)?.language.unwrap_or(Language::En);
    let mut pages = vec![Page { path: "README.md".into(), text: readme(language).into() }];
    for summary in plans::list(connection, None)? {
        let plan = plans::get(connection, &summary.uid)?;
        let sheet = render::plan(&plan, &plan.newest, language, None);
        let text = write(&sheet, &render::plan_layout(language));
        pages.push(Page { path: path("plans", &summary.title, &summary.uid, language), text });
    }
    for summary in projects::list(connection)? {
        let project = projects::get(connection, &summary.uid)?;
        let text = write(&render::project(&project, language, None), &render::project_layout(language));
        pages.push(Page { path: path("projects", &summary.title, &summary.uid, language), text });
    }
    for (folder, table) in [("conversations", threads::CONVERSATIONS), ("discussions", threads::DISCUSSIONS)] {
        for thread in threads::list(connection, &table, None)? {
            pages
                .push(Page { path: path(folder, &thread.title, &thread.uid, language), text: said(&thread, language) });
        }
    }
    Ok(pages)
}

/// A name that every system can hold, told from others of the same title by its identity.
fn path(folder: &str, title: &str, uid: &str, language: Language) -> String {
    let untitled = if language == Language::Ja { "無題" } else { "Untitled" };
    format!("{folder}/{} {}.md", names::file_name(title, untitled), render::line_id(uid))
}

/// A conversation as a page to read.
pub(crate) fn conversation(connection: &Connection, uid: &str) -> hisho_store::Result<ReadablePage> {
    let language = settings::get(connection)?.language.unwrap_or(Language::En);
    let thread = threads::list(connection, &threads::CONVERSATIONS, Some(uid))?.pop();
    let thread = thread.ok_or_else(|| Error::not_found(Entity::Conversation, uid))?;
    Ok(ReadablePage { text: said(&thread, language), title: thread.title })
}

fn said(thread: &threads::Thread, language: Language) -> String {
    let person = if language == Language::Ja { "わたし" } else { "Me" };
    let mut text = format!("---\nuid: {}\nstatus: {}\n---\n\n# {}\n", thread.uid, thread.status, thread.title);
    for message in &thread.messages {
        let who = message.who.as_deref().unwrap_or(person);
        text.push_str(&format!("\n## {who} ({})\n\n{}\n", message.at, harmless(message.text.trim())));
    }
    text
}

fn readme(language: Language) -> &'static str {
    match language {
        Language::Ja => {
            "# Hisho の書き出し\n\n`plans`・`projects`・`conversations`・`discussions` は読むためのページです。\
             `data` には全データが表ごとの JSON で、`files` には大きな中身が入っています。\
             読み込みに使われるのは `manifest.json`・`data`・`files` です。\n"
        }
        Language::En => {
            "# Export of Hisho\n\nThe folders `plans`, `projects`, `conversations` and `discussions` hold pages to read. \
             `data` holds everything as JSON by table, and `files` larger contents. \
             An import reads `manifest.json`, `data` and `files`.\n"
        }
    }
}
