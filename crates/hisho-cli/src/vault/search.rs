//! `hisho vault search`: finds notes as the window does, for people and for scripts.
//! Must not know how anything is found.

use std::path::PathBuf;

use clap::Args;
use hisho_app::{App, Caller, Options};
use hisho_domain::search::{SearchHit, SearchResult};
use hisho_domain::{Error, Origin, Result};
use serde::Serialize;
use serde_json::json;

use crate::out;

#[derive(Args)]
pub struct Arguments {
    /// What to find, as it is typed in the window.
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// At most so many notes are shown, 1,000 at the most.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Prints one JSON object: the total number of notes found, and the hits.
    #[arg(long)]
    pub(super) json: bool,
}

/// What is printed with `--json`.
#[derive(Serialize)]
struct Found {
    total: usize,
    hits: Vec<Hit>,
}

#[derive(Serialize)]
struct Hit {
    path: String,
    title: String,
    snippet: String,
    /// Ranges of `snippet` in UTF-16 units, end excluded.
    highlights: Vec<[usize; 2]>,
    /// From 0; null where something else than the text was found.
    line: Option<usize>,
}

impl From<SearchHit> for Hit {
    fn from(hit: SearchHit) -> Self {
        let SearchHit { id: path, title, snippet, highlights, line, .. } = hit;
        Hit { path, title, snippet, highlights, line }
    }
}

pub async fn run(data_dir: PathBuf, arguments: Arguments) -> Result<()> {
    let app = App::open(Options { data_dir, background: false }).await?;
    let call = |command, input| app.call(Caller::person(Origin::Cli), command, input);
    // Without a vault nothing is found, which would say too little.
    call("vault.notes", json!({ "limit": 0 })).await?;
    let input = json!({ "query": arguments.query, "limit": arguments.limit, "kinds": ["note"] });
    let result: SearchResult = serde_json::from_value(call("search.find", input).await?).map_err(Error::internal)?;
    let found = Found { total: result.total, hits: result.hits.into_iter().map(Hit::from).collect() };
    match arguments.json {
        true => out::print(&format!("{}\n", serde_json::to_string(&found).map_err(Error::internal)?)),
        false => out::print(&found.lines()),
    }
}

impl Found {
    /// For people: where, and what stands there.
    fn lines(&self) -> String {
        let mut lines = String::new();
        for hit in &self.hits {
            lines.push_str(&hit.path);
            if let Some(line) = hit.line {
                lines.push_str(&format!(":{}", line + 1));
            }
            lines.push_str(&format!(": {}\n", hit.snippet.trim()));
        }
        let notes = if self.total == 1 { "note" } else { "notes" };
        match self.total - self.hits.len() {
            0 => lines.push_str(&format!("{} {notes}\n", self.total)),
            more => lines.push_str(&format!("{} {notes}, {more} more than shown\n", self.total)),
        }
        lines
    }
}
