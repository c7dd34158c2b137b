//! What a secretary is told who drafts the result of a task: the task as it stands, what was said
//! about it, the notes that go along, and what the person wants besides.
//! Must not know how a model is called, nor what becomes of a draft.

use hisho_domain::comment::{Comment, Subject};
use hisho_domain::people::{Persona, Role};
use hisho_domain::secretary::Secretary;
use hisho_domain::settings::Language;
use hisho_domain::task::{Task, TaskStatus};
use hisho_domain::task_draft::TaskDraft;
use hisho_llm::{Chat, Turn, estimate_tokens};
use hisho_store::{Connection, comments, preferences, projects, secretaries, settings, tasks, time};

use crate::talk::asking::Terms;
use crate::talk::enclosed::{NOTE, Piece, enclosed, fitting, mark};
use crate::talk::prompt::{character, person, role_of};
use crate::talk::words::Words;

const COMMENTS: (&str, &str) = ("comments_begin", "comments_end");
/// Newest comments that go along.
const COMMENTS_LIMIT: usize = 50;
/// Other tasks that are named.
const OTHERS_LIMIT: usize = 50;
/// Descriptions, and the draft before, each take at most this part of the room.
const TEXT_PART: u64 = 4;

/// Everything that could be told.
pub(super) struct Material {
    pub(super) secretary: Secretary,
    pub(super) task: Task,
    pub(super) temperature: f64,
    max_tokens: u32,
    words: Words,
    persona: Option<Persona>,
    role: Option<Role>,
    person: String,
    /// The project's name and what it is for.
    project: Option<(String, String)>,
    parts: Vec<(String, bool)>,
    before: Vec<(String, bool)>,
    comments: String,
    notes: Vec<(String, String)>,
    wish: String,
    /// The draft that is to be made otherwise.
    earlier: Option<String>,
}

impl Material {
    /// Gathers it for a draft that was begun. `earlier` is the draft it takes the place of.
    pub(super) fn gather(
        connection: &Connection,
        draft: &TaskDraft,
        secretary_uid: &str,
        earlier: Option<String>,
        notes: Vec<(String, String)>,
    ) -> hisho_store::Result<Material> {
        let task = tasks::get(connection, &draft.task_uid)?;
        let secretary = secretaries::get(connection, secretary_uid)?;
        let (persona, role) = role_of(connection, &secretary)?;
        let words = Words::of(settings::get(connection)?.language.unwrap_or(Language::En));
        let preferences = preferences::get(connection)?.ai;
        let person = person(connection, words)?;
        let line = |task: &Task| (task.title.clone(), task.status == TaskStatus::Completed);
        let mut parts: Vec<(String, bool)> =
            task.checklist.iter().map(|item| (item.text.clone(), item.is_done)).collect();
        let mut project = None;
        let of_project = match &task.project_uid {
            Some(uid) => {
                let found = projects::without_tasks(connection, uid)?;
                project = Some((found.summary.title, found.description));
                tasks::of_project(connection, uid)?
            }
            None => Vec::new(),
        };
        let children = of_project.iter().filter(|other| other.parent_uid.as_ref() == Some(&task.uid));
        parts.extend(children.take(OTHERS_LIMIT).map(line));
        let mut before = Vec::new();
        for uid in task.depends_on.iter().take(OTHERS_LIMIT) {
            before.push(line(&tasks::get(connection, uid)?));
        }
        let said = comments::list(connection, Subject::Task, &task.uid)?;
        let said: Vec<String> = said
            .iter()
            .skip(said.len().saturating_sub(COMMENTS_LIMIT))
            .map(|comment: &Comment| {
                let name = comment.by.name.as_deref().unwrap_or(&person);
                words.draft("comment", &[("name", name), ("text", &comment.body)])
            })
            .collect();
        let tokens = secretary.settings.max_tokens.unwrap_or(preferences.max_tokens);
        Ok(Material {
            temperature: secretary.settings.temperature.unwrap_or(preferences.temperature),
            max_tokens: u32::try_from(tokens).unwrap_or(u32::MAX),
            comments: said.join("\n\n"),
            wish: draft.wish.clone(),
            secretary,
            task,
            words,
            persona,
            role,
            person,
            project,
            parts,
            before,
            notes,
            earlier,
        })
    }

    /// What fits into the window, the draft included.
    pub(super) fn told(&self, terms: Terms) -> Chat {
        let max_tokens = u64::from(self.max_tokens).min(terms.window / 2).max(1);
        let mut pieces: Vec<Piece<'_>> = self.notes.iter().map(|note| Piece::of(NOTE, note)).collect();
        if !self.comments.is_empty() {
            pieces.push(Piece { between: COMMENTS, path: "", text: &self.comments });
        }
        let mark = mark(&self.task.uid, &pieces);
        let system = self.system(&mark);
        let room = terms.window.saturating_sub(max_tokens).saturating_sub(estimate_tokens(&system));
        let task = self.about(room / TEXT_PART);
        let earlier = self.earlier.as_deref().map(|text| fitting(text, room / TEXT_PART));
        let taken = estimate_tokens(&task) + earlier.map_or(0, estimate_tokens) + estimate_tokens(&self.wish);
        let others = enclosed(self.words, &mark, &pieces, room.saturating_sub(taken));
        let words = self.words;
        let wish = match (&earlier, self.wish.is_empty()) {
            (None, false) => words.draft("wish", &[("person", &self.person), ("text", &self.wish)]),
            _ => String::new(),
        };
        let asked = [task, others, wish, words.draft("ask", &[])];
        let asked: Vec<String> = asked.into_iter().filter(|part| !part.is_empty()).collect();
        let mut turns = vec![Turn::said(asked.join("\n\n"))];
        if let Some(earlier) = earlier {
            turns.push(Turn::Answered { text: earlier.to_owned(), calls: Vec::new(), replay: None });
            turns.push(Turn::said(words.draft("again", &[("person", &self.person), ("text", &self.wish)])));
        }
        Chat {
            model: self.secretary.model.clone().unwrap_or_default(),
            system,
            turns,
            max_tokens: u32::try_from(max_tokens).ok(),
            temperature: terms.with_temperature.then_some(self.temperature as f32),
            ..Chat::default()
        }
    }

    fn system(&self, mark: &str) -> String {
        self.words.draft_system(&[
            ("name", &self.secretary.name),
            ("person", &self.person),
            ("character", &character(self.words, &self.secretary, self.persona.as_ref(), self.role.as_ref())),
            ("mark", mark),
            ("today", &time::local_day()),
        ])
    }

    /// The task itself; each longer text of at most so many tokens.
    fn about(&self, room: u64) -> String {
        let words = self.words;
        let mut lines = vec![words.draft("task", &[("title", &self.task.title)])];
        if let Some((title, text)) = &self.project {
            lines.push(words.draft("project", &[("title", title)]));
            if !text.is_empty() {
                lines.push(words.draft("project_text", &[("text", fitting(text, room))]));
            }
        }
        if let Some(day) = &self.task.due_on {
            lines.push(words.draft("due", &[("day", day)]));
        }
        if !self.task.description.is_empty() {
            let text = fitting(&self.task.description, room);
            lines.push(words.draft("description", &[("person", &self.person), ("text", text)]));
        }
        for (name, tasks) in [("parts", &self.parts), ("before", &self.before)] {
            let one =
                |(title, done): &(String, bool)| words.draft(if *done { "done" } else { "open" }, &[("title", title)]);
            let list: Vec<String> = tasks.iter().map(one).collect();
            if !list.is_empty() {
                lines.push(words.draft(name, &[("list", &list.join("\n"))]));
            }
        }
        lines.join("\n")
    }
}
