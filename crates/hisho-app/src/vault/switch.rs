//! The quick switcher: from a few letters to a file. Must not read files.

use std::collections::HashSet;

use hisho_domain::fuzzy::Fuzzy;
use hisho_domain::note::SwitchHit;
use hisho_domain::{Actor, Result, check};
use hisho_store::Store;
use hisho_store::notes;
use schemars::JsonSchema;
use serde::Deserialize;

use super::catalogue::{Catalogue, with_names};
use crate::App;

const SHOWN: usize = 50;
const MOST: usize = 500;
/// Characters that can be typed.
pub(super) const TYPED_LIMIT: usize = 200;

/// What is looked for by name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// As it was typed; empty for what was changed last.
    pub query: String,
    /// At most so many, 500 at the most; 50 when left out.
    pub limit: Option<usize>,
}

pub(crate) async fn switch(app: &App, _: Actor, input: Switch) -> Result<Vec<SwitchHit>> {
    check::at_most("query", &input.query, TYPED_LIMIT)?;
    let limit = input.limit.unwrap_or(SHOWN).min(MOST);
    with_names(app, move |store, catalogue| {
        let mut fuzzy = Fuzzy::new(&input.query);
        if fuzzy.is_empty() { latest(store, catalogue, limit) } else { Ok(find(catalogue, &mut fuzzy, limit)) }
    })
    .await
}

/// What was changed last.
pub(super) fn latest(store: &Store, catalogue: &Catalogue, limit: usize) -> Result<Vec<SwitchHit>> {
    let id = catalogue.vault;
    let paths = store.read_blocking(|connection| notes::latest(connection, id, limit as i64))?;
    let known = paths.iter().filter_map(|path| catalogue.at(path));
    Ok(known.map(|at| hit(catalogue, at, None, Vec::new())).collect())
}

/// What fits: by title or alias first, each file once; then by path.
pub(super) fn find(catalogue: &Catalogue, fuzzy: &mut Fuzzy, limit: usize) -> Vec<SwitchHit> {
    let labels = catalogue.labels();
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    // A file can fit by several of its names.
    for found in fuzzy.best(labels.names.iter(), limit * 2) {
        let (at, alias) = labels.owners[found];
        if hits.len() < limit && seen.insert(at) {
            let file = catalogue.file(at);
            let alias = alias.map(|which| file.aliases[which as usize].clone());
            let highlights = fuzzy.highlights(alias.as_deref().unwrap_or(&file.title));
            hits.push(hit(catalogue, at, alias, highlights));
        }
    }
    if hits.len() < limit {
        for found in fuzzy.best(labels.paths.iter(), limit) {
            let at = labels.at[found];
            if hits.len() < limit && seen.insert(at) {
                hits.push(hit(catalogue, at, None, Vec::new()));
            }
        }
    }
    hits
}

fn hit(catalogue: &Catalogue, at: u32, alias: Option<String>, highlights: Vec<[usize; 2]>) -> SwitchHit {
    let file = catalogue.file(at);
    SwitchHit { path: file.path.clone(), title: file.title.clone(), alias, kind: file.kind, highlights }
}
