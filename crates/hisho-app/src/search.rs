//! Finding things. The index gives candidates; what is shown is read where it lies, so that a
//! hit always shows the text as it is now.

use std::path::Path;

use hisho_domain::project::ProjectSummary;
use hisho_domain::search::{HitKind, Query, SearchHit, SearchResult, utf16_ranges};
use hisho_domain::text::fold;
use hisho_domain::{Actor, Error, Result, check};
use hisho_store::search::{self, Candidate};
use hisho_store::{Store, conversations, messages, plans, projects, tasks, vaults};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::vault::title;

const QUERY_LIMIT: usize = 1000;
const HITS: usize = 50;
const MOST: usize = 1000;
/// Characters of a snippet.
const SNIPPET: usize = 160;
/// Characters of a message that stand for its title.
const TITLE: usize = 80;

/// What is looked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// As it was typed.
    pub query: String,
    /// Only such things; everything when left out.
    pub kinds: Option<Vec<HitKind>>,
    /// At most so many are shown, 1,000 at the most; 50 when left out.
    pub limit: Option<usize>,
}

/// A thing's texts as they are now.
#[derive(Default)]
struct Texts {
    title: String,
    project_uid: Option<String>,
    conversation_uid: Option<String>,
    /// What people call it, where it has a key.
    key: String,
    context: String,
    body: String,
}

pub(crate) async fn find(app: &App, _: Actor, input: Find) -> Result<SearchResult> {
    check::at_most("query", &input.query, QUERY_LIMIT)?;
    let store = app.store().clone();
    tokio::task::spawn_blocking(move || look(&store, &input)).await.map_err(Error::internal)?
}

fn look(store: &Store, input: &Find) -> Result<SearchResult> {
    let query = Query::parse(&input.query);
    if query.is_empty() {
        return Ok(SearchResult { total: 0, hits: Vec::new() });
    }
    let limit = input.limit.unwrap_or(HITS).min(MOST);
    let kinds = input.kinds.clone().unwrap_or_else(|| HitKind::ALL.to_vec());
    let expression = query.index_expression();
    let expression = expression.as_deref();
    // Inside quotes only the text itself can tell, so every candidate is read.
    let wanted = if query.needs_text() { -1 } else { i64::try_from(limit).unwrap_or(i64::MAX) };
    let (root, counted) = store.read_blocking(|connection| {
        let root = vaults::current(connection)?.map(|vault| vault.path);
        Ok((root, search::count(connection, expression, &kinds)?))
    })?;
    let (mut total, mut hits) = (if query.needs_text() { 0 } else { counted }, Vec::new());
    let mut seen = 0;
    loop {
        let candidates =
            store.read_blocking(|connection| search::candidates(connection, expression, &kinds, seen, wanted))?;
        let last = candidates.is_empty() || wanted < 0;
        seen += i64::try_from(candidates.len()).unwrap_or(i64::MAX);
        for candidate in candidates {
            // Read outside of a long transaction, which would hold up the database's log.
            let found = texts(store, root.as_deref(), &candidate)
                .filter(|texts| query.matches(&[&fold(&texts.title), &fold(&texts.key), &fold(&texts.body)]));
            match found {
                Some(texts) => {
                    total += usize::from(query.needs_text());
                    if hits.len() < limit {
                        hits.push(hit(&query, candidate, &texts));
                    }
                }
                // The file changed since it was indexed; the next look will see it.
                None => total = total.saturating_sub(usize::from(!query.needs_text())),
            }
        }
        if last || hits.len() >= limit {
            return Ok(SearchResult { total, hits });
        }
    }
}

fn hit(query: &Query, candidate: Candidate, texts: &Texts) -> SearchHit {
    let begins = match candidate.kind {
        HitKind::Note => hisho_vault::note::parse(&texts.body).body_offset,
        _ => 0,
    };
    let text = &texts.body[begins..];
    // Properties are shown only when that is where it was found.
    let in_properties = query.highlights(text).is_empty() && !query.highlights(&texts.body).is_empty();
    let (snippet, highlights) = query.snippet(if in_properties { &texts.body } else { text }, SNIPPET);
    let title_highlights = utf16_ranges(&texts.title, query.highlights(&texts.title).into_iter());
    SearchHit {
        kind: candidate.kind,
        id: candidate.id,
        project_uid: texts.project_uid.clone(),
        conversation_uid: texts.conversation_uid.clone(),
        title: texts.title.clone(),
        context: texts.context.clone(),
        snippet,
        highlights,
        title_highlights,
    }
}

/// None when the thing is no longer there.
fn texts(store: &Store, root: Option<&str>, candidate: &Candidate) -> Option<Texts> {
    let id = candidate.id.as_str();
    match candidate.kind {
        HitKind::Note => {
            let file = hisho_vault::read::read(Path::new(root?), id).ok()?;
            let folder = id.rsplit_once('/').map_or("", |(folder, _)| folder);
            Some(Texts { title: title(id).to_owned(), context: folder.to_owned(), body: file.text, ..Texts::default() })
        }
        HitKind::Plan => {
            let content = store.read_blocking(|connection| plans::get(connection, id)).ok()?.newest.content;
            let body = content.prose();
            Some(Texts { title: content.title, body, ..Texts::default() })
        }
        HitKind::Project => {
            let project = store.read_blocking(|connection| projects::without_tasks(connection, id)).ok()?;
            let body = format!("{}\n{}", project.description, project.criteria.join("\n"));
            let ProjectSummary { title, key, .. } = project.summary;
            Some(Texts { title, context: key.clone(), key, body, ..Texts::default() })
        }
        HitKind::Task => {
            let task = store.read_blocking(|connection| tasks::get(connection, id)).ok()?;
            let context = task.project_title.map_or(task.key.clone(), |title| format!("{} · {title}", task.key));
            Some(Texts {
                title: task.title,
                project_uid: task.project_uid,
                key: task.key,
                context,
                body: task.description,
                ..Texts::default()
            })
        }
        HitKind::Conversation => {
            let conversation = store.read_blocking(|connection| conversations::get(connection, id)).ok()?;
            Some(Texts { title: conversation.title, conversation_uid: Some(conversation.uid), ..Texts::default() })
        }
        HitKind::Message => {
            let (message, context) = store
                .read_blocking(|connection| {
                    let message = messages::get(connection, id)?;
                    let context = conversations::get(connection, &message.conversation_uid)?.title;
                    Ok((message, context))
                })
                .ok()?;
            let title: String = message.content.lines().next().unwrap_or_default().chars().take(TITLE).collect();
            let conversation_uid = Some(message.conversation_uid);
            Some(Texts { title, conversation_uid, context, body: message.content, ..Texts::default() })
        }
    }
}
