//! A thing's texts as they are now, and what a hit shows of them.

use hisho_domain::project::ProjectSummary;
use hisho_domain::search::{HitKind, NoteFacts, Parts, Query, SearchHit, Sheet};
use hisho_store::search::find::{Candidate, Facts};
use hisho_store::{Store, conversations, messages, plans, projects, tasks};
use hisho_vault::read::Reader;

use crate::vault::{canvas_text, title};

/// Characters of a snippet.
const SNIPPET: usize = 160;
/// Characters of a message that stand for its title.
const TITLE: usize = 80;

#[derive(Default)]
pub(super) struct Texts {
    title: String,
    project_uid: Option<String>,
    conversation_uid: Option<String>,
    /// What people call it, where it has a key.
    key: String,
    context: String,
    body: String,
    /// Where the parts of a note are, for queries that ask.
    parts: Option<Parts>,
}

impl Texts {
    /// As the search sees them.
    pub(super) fn sheet<'a>(&'a self, candidate: &'a Candidate, facts: &'a Facts) -> Sheet<'a> {
        Sheet {
            title: &self.title,
            key: &self.key,
            body: &self.body,
            note: note_facts(candidate, facts),
            parts: self.parts.as_ref(),
        }
    }

    /// What is shown; None when it is not found.
    pub(super) fn hit(&self, query: &Query, candidate: &Candidate, facts: &Facts) -> Option<SearchHit> {
        let is_note = candidate.kind == HitKind::Note;
        let begins = if is_note { hisho_vault::note::body_offset(&self.body) } else { 0 };
        let shown = query.found(&self.sheet(candidate, facts), begins, SNIPPET)?;
        Some(SearchHit {
            kind: candidate.kind,
            id: candidate.id.clone(),
            project_uid: self.project_uid.clone(),
            conversation_uid: self.conversation_uid.clone(),
            title: self.title.clone(),
            context: self.context.clone(),
            snippet: shown.snippet,
            highlights: shown.highlights,
            title_highlights: shown.title_highlights,
            line: shown.line.filter(|_| is_note),
        })
    }
}

/// What is known of a candidate before its text, where it is a note.
pub(super) fn note_facts<'a>(candidate: &'a Candidate, facts: &'a Facts) -> Option<NoteFacts<'a>> {
    candidate.kind.is_file().then_some(NoteFacts {
        path: &candidate.id,
        tags: &facts.tags,
        properties: &facts.properties,
    })
}

/// A hit in a file that cannot be read now: its name and where it lies.
pub(super) fn unread(candidate: &Candidate) -> SearchHit {
    let id = candidate.id.as_str();
    SearchHit {
        kind: candidate.kind,
        id: id.to_owned(),
        project_uid: None,
        conversation_uid: None,
        title: title(id).to_owned(),
        context: folder(id).to_owned(),
        snippet: String::new(),
        highlights: Vec::new(),
        title_highlights: Vec::new(),
        line: None,
    }
}

/// The folder a file lies in.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Reads them; None when the thing is no longer there.
pub(super) fn texts(store: &Store, vault: Option<&Reader>, query: &Query, candidate: &Candidate) -> Option<Texts> {
    let id = candidate.id.as_str();
    match candidate.kind {
        HitKind::Note | HitKind::Canvas => {
            let text = vault?.only_text(id).ok()?;
            let body = if candidate.kind == HitKind::Canvas { canvas_text(&text) } else { text };
            let parts = query.needs_parts().then(|| parts(&body));
            Some(Texts { title: title(id).to_owned(), context: folder(id).to_owned(), body, parts, ..Texts::default() })
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

fn parts(text: &str) -> Parts {
    let found = hisho_vault::parts::parts(text);
    Parts { blocks: found.blocks, headings: found.headings, tasks: found.tasks }
}
