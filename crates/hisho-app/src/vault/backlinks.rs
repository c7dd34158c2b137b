//! Who links to whom, and links that are not settled. Which link leads where is the catalogue's;
//! what stands around a link is read from its file. Must not change anything.

use std::collections::{BTreeMap, HashMap};

use hisho_domain::note::{
    Ambiguous, Backlink, FileKind, LinkKind, LinkPlace, LooseLinks, NoteLinks, Outgoing, Unresolved,
};
use hisho_domain::{Actor, Result};
use hisho_vault::links::{Resolver, link_path};
use hisho_vault::note::RefKind;
use hisho_vault::path::fold;
use hisho_vault::read::read;
use hisho_vault::references::{Reference, references};
use schemars::JsonSchema;
use serde::Deserialize;

use super::At;
use super::browse::{missing, text};
use super::catalogue::{Catalogue, File, Links, with_links};
use super::parallel::in_parallel;
use super::snippet::around;
use crate::App;

const PAGE: usize = 100;
const MOST: usize = 5_000;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Range {
    /// How many to pass over, of each list.
    pub offset: Option<usize>,
    /// At most so many of each, 5,000 at the most; 100 when left out.
    pub limit: Option<usize>,
}

pub(crate) async fn links(app: &App, _: Actor, input: At) -> Result<NoteLinks> {
    with_links(app, move |_, links| {
        let catalogue = &links.catalogue;
        let at = catalogue.at(&input.path).ok_or_else(|| missing(&input.path))?;
        Ok(NoteLinks { backlinks: backlinks(links, at), outgoing: outgoing(catalogue, catalogue.file(at))? })
    })
    .await
}

fn outgoing(catalogue: &Catalogue, file: &File) -> Result<Vec<Outgoing>> {
    if file.kind == FileKind::Attachment {
        return Ok(Vec::new());
    }
    let path = file.path.as_str();
    let text = text(&catalogue.root, path)?.text;
    let resolver = &catalogue.resolver;
    let one = |link: Reference| Outgoing {
        path: resolver.resolve_target(path, &link.target).map(str::to_owned),
        candidates: candidates(resolver, path, &link.target),
        kind: match link.kind {
            RefKind::Link => LinkKind::Link,
            RefKind::Embed => LinkKind::Embed,
            RefKind::Property => LinkKind::Property,
        },
        line: link.line,
        target: link.target,
    };
    Ok(references(path, &text).into_iter().map(one).collect())
}

fn candidates(resolver: &Resolver, from: &str, target: &str) -> Vec<String> {
    resolver.candidates(from, target).into_iter().map(str::to_owned).collect()
}

/// Every file with links to the one at `at`, each place as it stands in its file now.
fn backlinks(links: &Links, at: u32) -> Vec<Backlink> {
    let catalogue = &links.catalogue;
    let mut sources: Vec<u32> = links.all.iter().filter(|edge| edge.to == Some(at)).map(|edge| edge.from).collect();
    sources.sort_unstable_by_key(|source| &catalogue.file(*source).path);
    sources.dedup();
    let (root, wanted) = (&catalogue.root, catalogue.file(at).path.as_str());
    let found = in_parallel(&sources, |source| {
        let file = catalogue.file(*source);
        // A file that went since the last look is told of by the next one.
        let text = read(root, &file.path).ok()?.text;
        let leads = |link: &Reference| catalogue.resolver.resolve_target(&file.path, &link.target) == Some(wanted);
        let places: Vec<LinkPlace> = references(&file.path, &text).into_iter().filter(leads).map(place).collect();
        (!places.is_empty()).then(|| Backlink { path: file.path.clone(), title: file.title.clone(), places })
    });
    found.into_iter().flatten().collect()
}

fn place(link: Reference) -> LinkPlace {
    let (snippet, highlights) = around(&link.text, link.range);
    LinkPlace { line: link.line, snippet, highlights }
}

pub(crate) async fn loose_links(app: &App, _: Actor, input: Range) -> Result<LooseLinks> {
    let (offset, limit) = (input.offset.unwrap_or(0), input.limit.unwrap_or(PAGE).min(MOST));
    with_links(app, move |_, links| {
        let unresolved = unresolved(links);
        let ambiguous = ambiguous(links);
        Ok(LooseLinks {
            unresolved_total: unresolved.len(),
            unresolved: unresolved.into_iter().skip(offset).take(limit).collect(),
            ambiguous_total: ambiguous.len(),
            ambiguous: ambiguous.into_iter().skip(offset).take(limit).collect(),
        })
    })
    .await
}

/// What is linked and does not exist, the most linked first; spellings that lead to the same file
/// as soon as there is one are one.
fn unresolved(links: &Links) -> Vec<Unresolved> {
    let path = |at: u32| links.catalogue.file(at).path.clone();
    let mut loose: Vec<_> = links.all.iter().filter(|edge| edge.to.is_none()).collect();
    loose.sort_by_key(|edge| &links.catalogue.file(edge.from).path);
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Unresolved> = Vec::new();
    for edge in loose {
        let target = link_path(&edge.target);
        let at = *places.entry(fold(target)).or_insert_with(|| {
            found.push(Unresolved { target: target.to_owned(), count: 0, sources: Vec::new() });
            found.len() - 1
        });
        found[at].count += 1;
        let source = path(edge.from);
        if found[at].sources.last() != Some(&source) {
            found[at].sources.push(source);
        }
    }
    found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.target.cmp(&b.target)));
    found
}

/// Links that could as well lead elsewhere, each once a file, by file.
fn ambiguous(links: &Links) -> Vec<Ambiguous> {
    let catalogue = &links.catalogue;
    let resolver = &catalogue.resolver;
    // Only a file whose name another has can be meant by chance.
    let shared: Vec<bool> = catalogue.files.iter().map(|file| !resolver.is_only(&file.path)).collect();
    let mut found = BTreeMap::new();
    for edge in &links.all {
        let Some(to) = edge.to.filter(|to| shared[*to as usize]) else { continue };
        let source = &catalogue.file(edge.from).path;
        let candidates = candidates(resolver, source, &edge.target);
        if !candidates.is_empty() {
            found.entry((source, edge.target.clone())).or_insert_with(|| Ambiguous {
                target: edge.target.to_string(),
                path: catalogue.file(to).path.clone(),
                candidates,
                source: source.clone(),
            });
        }
    }
    found.into_values().collect()
}
