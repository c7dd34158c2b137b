//! Where notes say a note's title or another name of it without linking it. The full text proposes
//! notes, their text decides. Must not change anything.

use std::path::Path;

use hisho_domain::mention::Names;
use hisho_domain::note::{FileKind, Mention, MentionPlace, Mentions};
use hisho_domain::text::{fold, utf16_offset};
use hisho_domain::{Actor, Result};
use hisho_store::{Store, notes};
use hisho_vault::prose::prose;
use hisho_vault::read::read;
use schemars::JsonSchema;
use serde::Deserialize;

use super::browse::missing;
use super::catalogue::{Catalogue, File, shown_title, with_names};
use super::parallel::in_parallel;
use super::snippet::around;
use crate::App;

const SHOWN: usize = 100;
const MOST: usize = 1_000;

/// Whose mentions are asked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mentioned {
    /// The note.
    pub path: String,
    /// At most so many notes that mention it, 1,000 at the most; 100 when left out.
    pub limit: Option<usize>,
}

pub(crate) async fn mentions(app: &App, _: Actor, input: Mentioned) -> Result<Mentions> {
    let limit = input.limit.unwrap_or(SHOWN).min(MOST);
    with_names(app, move |store, catalogue| {
        let at = catalogue.at(&input.path).ok_or_else(|| missing(&input.path))?;
        let file = catalogue.file(at);
        let names = Names::new(std::iter::once(file.title.as_str()).chain(file.aliases.iter().map(String::as_str)));
        let paths = candidates(store, catalogue, &names, file)?;
        let root = &catalogue.root;
        let mut found: Vec<Mention> =
            in_parallel(&paths, |path| mention(root, path, &names)).into_iter().flatten().collect();
        let total = found.iter().map(|mention| mention.places.len()).sum();
        found.truncate(limit);
        Ok(Mentions { total, mentions: found })
    })
    .await
}

/// Notes that may say one of the names, by path, but for the one that bears them.
fn candidates(store: &Store, catalogue: &Catalogue, names: &Names, of: &File) -> Result<Vec<String>> {
    let Some(expression) = names.index_expression() else { return Ok(Vec::new()) };
    let vault = catalogue.vault;
    let mut paths = store.read_blocking(|connection| notes::paths_with_text(connection, vault, &expression))?;
    paths.sort();
    let is_note = |path: &String| catalogue.at(path).is_some_and(|at| catalogue.file(at).kind == FileKind::Note);
    paths.retain(|path| *path != of.path && is_note(path));
    Ok(paths)
}

/// Where one note says one of the names; None when it does not, or cannot be read.
fn mention(root: &Path, path: &str, names: &Names) -> Option<Mention> {
    let text = read(root, path).ok()?.text;
    // Folding is quick, taking apart is not.
    if !names.may_be_in(&fold(&text)) {
        return None;
    }
    let mut places = Vec::new();
    for stretch in prose(&text) {
        let line_end = text[stretch.line_start..].find('\n').map_or(text.len(), |at| stretch.line_start + at);
        let line = text[stretch.line_start..line_end].trim_end_matches('\r');
        for found in names.find(&text[stretch.range.clone()]) {
            let place = |at: usize| utf16_offset(line, stretch.range.start + at - stretch.line_start);
            let (start, end) = (place(found.start), place(found.end));
            let (snippet, highlights) = around(line, start..end);
            places.push(MentionPlace { line: stretch.line, snippet, highlights, start, end });
        }
    }
    let title = shown_title(path, FileKind::Note).to_owned();
    (!places.is_empty()).then(|| Mention { path: path.to_owned(), title, places })
}
