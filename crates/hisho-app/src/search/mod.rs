//! Finding things, and what was searched for last. The index gives candidates; what is shown is
//! read where it lies, so that a hit always shows the text as it is now.

mod look;
mod texts;
mod turns;

use hisho_domain::search::{HitKind, SearchResult};
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::Store;
use hisho_store::search::{find as index, recent};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::command::Nothing;

pub(crate) use turns::Turns;

/// Characters of a query.
const QUERY_LIMIT: usize = 1000;
/// Characters of a stream's name.
const STREAM_LIMIT: usize = 100;
const HITS: usize = 50;
const MOST: usize = 1000;

/// What is looked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// As it was typed: words, "phrases", OR, minus, brackets, `path: file: tag: content: line:
    /// block: section: task: task-todo: task-done: match-case: ignore-case:`, `[property:value]`
    /// and `/patterns/`.
    pub query: String,
    /// Only such things; everything when left out.
    pub kinds: Option<Vec<HitKind>>,
    /// At most so many are shown, 1,000 at the most; 50 when left out.
    pub limit: Option<usize>,
    /// In which order; by rank when left out.
    pub sort: Option<SearchSort>,
    /// Whose searches this one belongs to, such as a field that is typed into: a new search ends
    /// the one before of the same stream, which is then refused as `superseded`.
    pub stream: Option<String>,
}

/// In which order things are shown.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchSort {
    /// The best first, and of equals the latest changed.
    Rank,
    /// The latest changed first.
    Modified,
    /// By name.
    Name,
}

impl From<SearchSort> for index::Order {
    fn from(sort: SearchSort) -> Self {
        match sort {
            SearchSort::Rank => index::Order::Rank,
            SearchSort::Modified => index::Order::Modified,
            SearchSort::Name => index::Order::Name,
        }
    }
}

pub(crate) async fn find(app: &App, _: Actor, input: Find) -> Result<SearchResult> {
    check::at_most("query", &input.query, QUERY_LIMIT)?;
    let stream = input.stream.clone().unwrap_or_default();
    check::at_most("stream", &stream, STREAM_LIMIT)?;
    let turn = app.searches().begin(&stream);
    let store = app.store().clone();
    tokio::task::spawn_blocking(move || look::look(&store, &input, &turn)).await.map_err(Error::internal)?
}

/// The best notes for a query, for those who look by themselves; blocks.
pub(crate) fn notes(store: &Store, query: String, limit: usize) -> Result<SearchResult> {
    let input = Find { query, kinds: Some(vec![HitKind::Note]), limit: Some(limit), sort: None, stream: None };
    let turns = Turns::default();
    look::look(store, &input, &turns.begin(""))
}

/// A query to remember.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remember {
    /// As it was typed.
    pub query: String,
}

/// Which query to forget.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Forget {
    /// As it is remembered; all of them when left out.
    pub query: Option<String>,
}

pub(crate) async fn recent(app: &App, _: Actor, _: Nothing) -> Result<Vec<String>> {
    app.store().read(recent::list).await
}

pub(crate) async fn remember(app: &App, actor: Actor, input: Remember) -> Result<Vec<String>> {
    let query = input.query.trim().to_owned();
    if query.is_empty() {
        return Err(Error::invalid("query", Rule::Required));
    }
    check::at_most("query", &query, QUERY_LIMIT)?;
    app.store()
        .write(actor, move |write| {
            recent::remember(write, &query)?;
            recent::list(write)
        })
        .await
}

pub(crate) async fn forget(app: &App, actor: Actor, input: Forget) -> Result<Vec<String>> {
    app.store()
        .write(actor, move |write| {
            recent::forget(write, input.query.as_deref())?;
            recent::list(write)
        })
        .await
}
