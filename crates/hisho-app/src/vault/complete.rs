//! What could be meant by what is being typed in a note: files, tags, headings, blocks. What is put
//! into the text is written as the vault writes its links. Must not change anything.

use hisho_domain::fuzzy::{Fuzzy, Name};
use hisho_domain::note::{Completion, CompletionKind, FileKind};
use hisho_domain::{Actor, Result, check};
use hisho_store::{Store, notes};
use hisho_vault::link_text::{Says, link_to};
use hisho_vault::metadata;
use hisho_vault::section::heading_link;
use hisho_vault::settings::VaultSettings;
use schemars::JsonSchema;
use serde::Deserialize;

use super::browse::{missing, text};
use super::catalogue::{Catalogue, with_names};
use super::folder::count;
use super::switch::{TYPED_LIMIT, find, latest};
use crate::App;

const SHOWN: usize = 30;
/// Characters of a block that stand for it.
const BLOCK: usize = 80;

/// What is being typed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// What kind of thing is meant.
    pub kind: CompletionKind,
    /// What was typed of it, without the marks before it.
    pub query: String,
    /// The note that is being edited.
    pub from: String,
    /// The note whose headings or blocks are meant; the edited one when left out.
    pub path: Option<String>,
}

pub(crate) async fn complete(app: &App, _: Actor, input: Typed) -> Result<Vec<Completion>> {
    check::at_most("query", &input.query, TYPED_LIMIT)?;
    with_names(app, move |store, catalogue| {
        let mut fuzzy = Fuzzy::new(&input.query);
        match input.kind {
            CompletionKind::Link => files(store, catalogue, &mut fuzzy, &input.from),
            CompletionKind::Tag => tags(store, catalogue, &mut fuzzy),
            CompletionKind::Heading | CompletionKind::Block => {
                let path = input.path.as_deref().unwrap_or(&input.from);
                let file = catalogue.at(path).map(|at| catalogue.file(at));
                let file = file.filter(|file| file.kind == FileKind::Note).ok_or_else(|| missing(path))?;
                let text = text(&catalogue.root, &file.path)?.text;
                let parts = if input.kind == CompletionKind::Heading { headings(&text) } else { blocks(&text) };
                let style = VaultSettings::read(&catalogue.root).links;
                let names: Vec<Name> = parts.iter().map(|part| Name::new(&part.label)).collect();
                Ok(best(&mut fuzzy, &names)
                    .into_iter()
                    .filter_map(|at| {
                        let part = &parts[at];
                        let says = Says { subpath: &part.subpath, shown: None };
                        let insert = link_to(&catalogue.resolver, &input.from, &file.path, says, style)?;
                        Some(Completion { label: part.label.clone(), detail: part.detail.clone(), insert })
                    })
                    .collect())
            }
        }
    })
    .await
}

/// The best that fit; with nothing typed, the first.
fn best(fuzzy: &mut Fuzzy, names: &[Name]) -> Vec<usize> {
    if fuzzy.is_empty() { (0..names.len().min(SHOWN)).collect() } else { fuzzy.best(names.iter(), SHOWN) }
}

/// Files by name; with nothing typed, notes and canvas files, the latest changed first. One that no link can name is left out.
fn files(store: &Store, catalogue: &Catalogue, fuzzy: &mut Fuzzy, from: &str) -> Result<Vec<Completion>> {
    let style = VaultSettings::read(&catalogue.root).links;
    let completion = |path: &str, title: &str, alias: Option<String>| {
        let says = Says { subpath: "", shown: alias.as_deref() };
        let insert = link_to(&catalogue.resolver, from, path, says, style)?;
        // Of another name it is told whose it is.
        let detail = if alias.is_some() { title } else { folder(path) };
        Some(Completion { insert, detail: detail.to_owned(), label: alias.unwrap_or_else(|| title.to_owned()) })
    };
    let hits = if fuzzy.is_empty() { latest(store, catalogue, SHOWN)? } else { find(catalogue, fuzzy, SHOWN) };
    Ok(hits.into_iter().filter_map(|hit| completion(&hit.path, &hit.title, hit.alias)).collect())
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn tags(store: &Store, catalogue: &Catalogue, fuzzy: &mut Fuzzy) -> Result<Vec<Completion>> {
    let tagged = store.read_blocking(|connection| notes::tags(connection, catalogue.vault))?;
    let mut counts = count(tagged.iter().flat_map(|(_, tags)| tags));
    // Of what fits equally well, the tag that is used most.
    counts.sort_by_key(|count| std::cmp::Reverse(count.notes));
    let names: Vec<Name> = counts.iter().map(|count| Name::new(&count.tag)).collect();
    Ok(best(fuzzy, &names)
        .into_iter()
        .map(|at| Completion {
            label: counts[at].tag.clone(),
            detail: counts[at].notes.to_string(),
            insert: format!("#{}", counts[at].tag),
        })
        .collect())
}

/// A part of a note that a link can lead to.
struct Part {
    label: String,
    detail: String,
    subpath: String,
}

fn headings(text: &str) -> Vec<Part> {
    let found = metadata::parse(text).headings.into_iter().map(|heading| Part {
        detail: "#".repeat(usize::from(heading.level)),
        subpath: heading_link(&heading.heading),
        label: heading.heading,
    });
    // One that is all marks cannot be linked.
    found.filter(|part| !part.subpath.is_empty()).collect()
}

/// Each block stands for itself by its first line.
fn blocks(text: &str) -> Vec<Part> {
    let lines: Vec<&str> = text.split('\n').collect();
    let ids = metadata::parse(text).blocks;
    ids.values()
        .filter_map(|block| {
            let subpath = format!("^{}", block["id"].as_str()?);
            let line = lines.get(block["position"]["start"]["line"].as_u64()? as usize)?.trim();
            let label = line.strip_suffix(subpath.as_str()).unwrap_or(line).trim_end();
            Some(Part { label: label.chars().take(BLOCK).collect(), detail: subpath.clone(), subpath })
        })
        .collect()
}
