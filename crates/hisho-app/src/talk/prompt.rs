//! What a secretary is told: who they are, what was said, and the notes that go along. Texts of
//! others are data between marks that their authors cannot know.
//! Must not know how a model is called, nor what it answers.

use std::path::{Path, PathBuf};

use hisho_domain::conversation::{Conversation, Message, MessageKind};
use hisho_domain::people::{Permission, Persona, Role};
use hisho_domain::secretary::Secretary;
use hisho_domain::settings::Language;
use hisho_domain::talk::{Order, order_of};
use hisho_domain::{ActorKind, Entity, Error, Result};
use hisho_llm::{Chat, IMAGE_TOKENS, Image, Part, Turn, estimate_tokens};
use hisho_store::runs::Summary;
use hisho_store::{
    Connection, conversations, messages, notes, people, personas, preferences, profile, projects, roles, runs,
};
use hisho_store::{secretaries, settings, tasks, time};
use hisho_vault::read::read;
use serde_json::json;

use super::asking::Terms;
use super::compaction::{Kept, due, kept, question};
use super::enclosed::{FILE, NOTE, Piece, enclosed, mark};
use super::files::Files;
use super::words::Words;

/// So many of the newest messages are looked at; older ones would fit into no model's context.
const LOOKED_AT: i64 = 1_000;
/// Notes take at most this part of the room that is left for them and what was said.
const NOTES_PART: u64 = 2;

/// Everything that a secretary could be told.
#[derive(Debug, Clone)]
pub(super) struct Material {
    pub(super) secretary: Secretary,
    pub(super) temperature: f64,
    pub(super) max_tokens: u32,
    pub(super) project_uid: Option<String>,
    words: Words,
    persona: Option<Persona>,
    role: Option<Role>,
    person: String,
    /// Everybody who spoke or takes part, by identity.
    names: Vec<(String, String)>,
    conversation: Conversation,
    about: Option<(&'static str, String)>,
    said: Vec<Message>,
    notes: Vec<(String, String)>,
    files: Files,
    /// Sum up what does not fit.
    sums_up: bool,
    /// What was said before, summed up for an earlier answer.
    pub(super) summary: Option<Summary>,
}

/// What is told after all, and what was not.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) chat: Chat,
    /// How many messages were left out.
    pub(crate) left_out: usize,
}

/// A note that goes along: where it lies, and its path in the vault.
#[derive(Debug, Clone)]
pub(crate) struct NoteFile {
    root: PathBuf,
    path: String,
}

/// The notes of these paths, which must be in the index: so nothing excluded or outside is read.
pub(crate) fn note_files(connection: &Connection, paths: &[String]) -> hisho_store::Result<Vec<NoteFile>> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let vault = crate::vault::current(connection)?;
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let found = notes::get(connection, vault.id, path)?.ok_or_else(|| missing(path))?;
        files.push(NoteFile { root: PathBuf::from(&vault.path), path: found.path });
    }
    Ok(files)
}

/// Reads notes; blocks.
pub(crate) fn read_notes(files: &[NoteFile]) -> Result<Vec<(String, String)>> {
    let open = |file: &NoteFile| match read(&file.root, &file.path) {
        Ok(found) => Ok((file.path.clone(), found.text)),
        Err(error) => {
            tracing::warn!("a note that was to go along: {error}");
            Err(missing(&file.path))
        }
    };
    files.iter().map(open).collect()
}

fn missing(path: &str) -> Error {
    let mut error = Error::not_found(Entity::Note, path);
    error.params.insert("path".into(), path.into());
    error
}

/// Whether a secretary's role lets them be shown the vault.
pub(crate) fn may_read(role: Option<&Role>) -> bool {
    role.is_some_and(|role| role.allows(Permission::Read))
}

/// The role that a secretary has by their persona.
pub(crate) fn role_of(
    connection: &Connection,
    secretary: &Secretary,
) -> hisho_store::Result<(Option<Persona>, Option<Role>)> {
    let persona = secretary.persona_uid.as_deref().map(|uid| personas::get(connection, uid)).transpose()?;
    let role = persona.as_ref().and_then(|persona| persona.role_uid.as_deref());
    let role = role.map(|uid| roles::get(connection, uid)).transpose()?;
    Ok((persona, role))
}

/// What the person is called in prompts.
pub(crate) fn person(connection: &Connection, words: Words) -> hisho_store::Result<String> {
    let name = profile::get(connection)?.full_name;
    Ok(if name.is_empty() { words.say("person", &[]) } else { name })
}

/// Requires that a secretary's role allows this.
pub(crate) fn require(role: Option<&Role>, permission: Permission, secretary: &Secretary) -> Result<()> {
    if role.is_some_and(|role| role.allows(permission)) {
        return Ok(());
    }
    let params = json!({ "permission": permission, "name": secretary.name, "uid": secretary.uid });
    Err(Error::refused("not_permitted", params))
}

/// Who a secretary is, a line for each thing that is known of them.
pub(crate) fn character(words: Words, secretary: &Secretary, persona: Option<&Persona>, role: Option<&Role>) -> String {
    let mut lines = Vec::new();
    if let Some(role) = role {
        lines.push(words.say("role", &[("name", &role.name), ("description", &role.description)]));
    }
    if !secretary.description.is_empty() {
        lines.push(words.say("described", &[("text", &secretary.description)]));
    }
    if let Some(persona) = persona {
        lines.push(words.say("personality", &[("text", &persona.personality)]));
        if !persona.manner.is_empty() {
            lines.push(words.say("manner", &[("text", &persona.manner)]));
        }
    }
    let specialized = persona.into_iter().flat_map(|persona| &persona.specialization);
    let skilled = secretary.skills.iter().map(|skill| &skill.name);
    let mut knows: Vec<&str> = specialized.chain(skilled).map(String::as_str).collect();
    knows.dedup();
    if !knows.is_empty() {
        lines.push(words.say("knows", &[("list", &knows.join(", "))]));
    }
    lines.join("\n")
}

impl Material {
    /// Gathers what a secretary could be told about a conversation, up to a position where one is
    /// given. `new` is what the person is about to say.
    pub(super) fn gather(
        connection: &Connection,
        conversation_uid: &str,
        secretary_uid: &str,
        before: Option<i64>,
        new: Option<&Message>,
        notes: Vec<(String, String)>,
    ) -> hisho_store::Result<Material> {
        let conversation = conversations::get(connection, conversation_uid)?;
        let secretary = secretaries::get(connection, secretary_uid)?;
        let (persona, role) = role_of(connection, &secretary)?;
        let language = settings::get(connection)?.language.unwrap_or(Language::En);
        let words = Words::of(language);
        let preferences = preferences::get(connection)?.ai;
        let mut said = messages::page(connection, conversation_uid, None, before, LOOKED_AT)?.messages;
        said.extend(new.cloned());
        let (about, project_uid) = match (&conversation.task_uid, &conversation.project_uid) {
            (Some(task), _) => {
                let task = tasks::get(connection, task)?;
                (Some(("about_task", task.title)), task.project_uid)
            }
            (None, Some(project)) => (
                Some(("about_project", projects::without_tasks(connection, project)?.summary.title)),
                Some(project.clone()),
            ),
            (None, None) => (None, None),
        };
        let person = person(connection, words)?;
        let tokens = secretary.settings.max_tokens.unwrap_or(preferences.max_tokens);
        let sums_up = secretary.settings.auto_summarize.unwrap_or(preferences.auto_summarize);
        let summary = if sums_up { runs::summary(connection, conversation_uid, before)? } else { None };
        Ok(Material {
            temperature: secretary.settings.temperature.unwrap_or(preferences.temperature),
            max_tokens: u32::try_from(tokens).unwrap_or(u32::MAX),
            names: people::names(connection)?,
            notes: if may_read(role.as_ref()) { notes } else { Vec::new() },
            secretary,
            project_uid,
            words,
            persona,
            role,
            person,
            conversation,
            about,
            said,
            files: Files::default(),
            sums_up,
            summary,
        })
    }

    /// The same with what of the files on messages can be shown; blocks.
    pub(super) fn with_files(self, data_dir: &Path) -> Material {
        Material { files: Files::read(data_dir, &self.said), ..self }
    }

    /// What fits into the window, the answer included; the newest message always goes along. What was
    /// said before is told by its sum where there is one.
    pub(super) fn told(&self, terms: Terms, summary: Option<&Summary>) -> Told {
        let Terms { window, with_temperature, with_pictures } = terms;
        let max_tokens = self.max_tokens(window);
        let pieces = self.pieces();
        let mark = mark(&self.conversation.uid, &pieces);
        let system = self.system(&mark);
        let (notes, room) = self.room(&system, &mark, &pieces, window);
        let takes = self.all_take(with_pictures);
        let older = usize::try_from(self.conversation.messages).unwrap_or(0).saturating_sub(self.said.len());
        let older = if self.said.len() as i64 >= LOOKED_AT { older } else { 0 };
        let kept = kept(&self.said, &takes, older, summary, room);
        let summary = summary.filter(|_| kept.summed).map(|summary| summary.text.as_str());
        let chat = Chat {
            model: self.secretary.model.clone().unwrap_or_default(),
            system,
            turns: self.turns(kept, summary, &notes, with_pictures),
            max_tokens: u32::try_from(max_tokens).ok(),
            temperature: with_temperature.then_some(self.temperature as f32),
            ..Chat::default()
        };
        Told { chat, left_out: kept.missing }
    }

    /// What is to be asked so that what was said before is summed up, and the position of the last
    /// message in it; None where everything fits, or the person does not want it.
    pub(super) fn to_sum_up(&self, terms: Terms, summary: Option<&Summary>) -> Option<(Chat, i64)> {
        if !self.sums_up {
            return None;
        }
        let pieces = self.pieces();
        let mark = mark(&self.conversation.uid, &pieces);
        let (_, room) = self.room(&self.system(&mark), &mark, &pieces, terms.window);
        let due = due(&self.said, &self.all_take(terms.with_pictures), summary, room)?;
        let until = self.said[due.end - 1].position;
        let line = |message: &Message| match (message.sender, &message.secretary_uid) {
            (ActorKind::Secretary, Some(uid)) => format!("{}: {}", self.name(uid), message.content),
            (ActorKind::Person, _) => format!("{}: {}", self.person, message.content),
            _ => message.content.clone(),
        };
        let spoken: Vec<String> = self.said[due].iter().map(line).collect();
        let model = self.secretary.model.as_deref().unwrap_or_default();
        Some((question(self.words, model, &self.conversation.uid, summary, &spoken, terms.window), until))
    }

    fn max_tokens(&self, window: u64) -> u64 {
        u64::from(self.max_tokens).min(window / 2).max(1)
    }

    /// The notes as they are told, and what room is left beside them and the answer.
    fn room(&self, system: &str, mark: &str, pieces: &[Piece<'_>], window: u64) -> (String, u64) {
        let room = window.saturating_sub(self.max_tokens(window)).saturating_sub(estimate_tokens(system));
        let notes = enclosed(self.words, mark, pieces, room / NOTES_PART);
        let room = room.saturating_sub(estimate_tokens(&notes));
        (notes, room)
    }

    /// Roughly how many tokens each message takes.
    fn all_take(&self, with_pictures: bool) -> Vec<u64> {
        self.said.iter().map(|message| self.takes(message, with_pictures)).collect()
    }

    fn system(&self, mark: &str) -> String {
        let words = self.words;
        let character = character(words, &self.secretary, self.persona.as_ref(), self.role.as_ref());
        let others: Vec<&str> = self
            .conversation
            .participants
            .iter()
            .filter(|uid| **uid != self.secretary.uid)
            .map(|uid| self.name(uid))
            .collect();
        let company = match others.is_empty() {
            true => String::new(),
            false => words.say("company", &[("names", &others.join(", ")), ("person", &self.person)]),
        };
        let mut about = Vec::new();
        if let Some((kind, title)) = &self.about {
            about.push(words.say(kind, &[("title", title)]));
        }
        if !self.notes.is_empty() || !self.files.texts.is_empty() {
            about.push(words.say("notes", &[("person", &self.person), ("mark", mark)]));
        }
        words.system(&[
            ("name", &self.secretary.name),
            ("person", &self.person),
            ("character", &character),
            ("company", &company),
            ("about", &about.join("\n\n")),
            ("today", &time::local_day()),
        ])
    }

    /// What was said as turns of two: the secretary's own answers, and everything else.
    fn turns(&self, kept: Kept, summary: Option<&str>, notes: &str, with_pictures: bool) -> Vec<Turn> {
        let mut turns: Vec<Turn> = Vec::new();
        let (mut pending, mut seen): (Vec<String>, Vec<Image>) = (Vec::new(), Vec::new());
        if let Some(summary) = summary {
            pending.push(self.words.say("summed_up", &[("text", summary)]));
        }
        if kept.missing > 0 {
            pending.push(self.words.say("left_out", &[("count", &kept.missing.to_string())]));
        }
        let kept = &self.said[kept.from..];
        for (at, message) in kept.iter().enumerate() {
            if message.sender == ActorKind::Secretary && message.secretary_uid.as_ref() == Some(&self.secretary.uid) {
                if pending.is_empty() && turns.is_empty() {
                    pending.push(self.words.say("opening", &[("title", &self.conversation.title)]));
                }
                flush(&mut pending, &mut seen, &mut turns);
                turns.push(Turn::Answered { text: message.content.clone(), calls: Vec::new(), replay: None });
                continue;
            }
            if at + 1 == kept.len() && !notes.is_empty() {
                pending.push(notes.to_owned());
            }
            pending.push(self.spoken(message));
            if with_pictures {
                seen.extend(self.files.pictures_of(message));
            }
        }
        flush(&mut pending, &mut seen, &mut turns);
        turns
    }

    /// Roughly how many tokens a message takes.
    fn takes(&self, message: &Message, with_pictures: bool) -> u64 {
        let pictures = if with_pictures { self.files.pictures_of(message).len() as u64 } else { 0 };
        estimate_tokens(&self.spoken(message)) + 8 + pictures * IMAGE_TOKENS
    }

    /// A message as the secretary reads it: with the name of who speaks, where there are several.
    fn spoken(&self, message: &Message) -> String {
        let mut text = match order_of(&message.content) {
            Some((Order::Summarise, about)) if message.message_type == MessageKind::Command => {
                self.words.say("summarise", &[("about", about)])
            }
            _ => message.content.clone(),
        };
        if !message.attachments.is_empty() {
            let names: Vec<&str> = message.attachments.iter().map(|file| file.name.as_str()).collect();
            let files = self.words.say("files", &[("names", &names.join(", "))]);
            text = format!("{text}\n{files}").trim().to_owned();
        }
        let name = match (message.sender, &message.secretary_uid) {
            (ActorKind::Secretary, Some(uid)) if *uid == self.secretary.uid => return text,
            (ActorKind::Secretary, Some(uid)) => self.name(uid),
            (ActorKind::Person, _) if self.conversation.participants.len() > 1 => &self.person,
            _ => return text,
        };
        format!("{name}: {text}")
    }

    fn name(&self, uid: &str) -> &str {
        self.names.iter().find(|(known, _)| known == uid).map_or("?", |(_, name)| name)
    }

    /// What stands between marks: the notes, and the texts of the files.
    fn pieces(&self) -> Vec<Piece<'_>> {
        let notes = self.notes.iter().map(|note| Piece::of(NOTE, note));
        notes.chain(self.files.texts.iter().map(|file| Piece::of(FILE, file))).collect()
    }
}

fn flush(pending: &mut Vec<String>, seen: &mut Vec<Image>, turns: &mut Vec<Turn>) {
    if !pending.is_empty() {
        let mut parts = vec![Part::Text(pending.join("\n\n"))];
        parts.extend(seen.drain(..).map(Part::Image));
        turns.push(Turn::Said(parts));
        pending.clear();
    }
}
