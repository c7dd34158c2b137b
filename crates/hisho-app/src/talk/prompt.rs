//! What a secretary is told: who they are, what was said, and the notes that go along. Texts of
//! others are data between marks that their authors cannot know.
//! Must not know how a model is called, nor what it answers.

use std::path::{Path, PathBuf};

use hisho_domain::conversation::{Conversation, Message, MessageKind};
use hisho_domain::people::{Permission, Persona, Role};
use hisho_domain::secretary::Secretary;
use hisho_domain::settings::Language;
use hisho_domain::talk::{Order, left_out, order_of};
use hisho_domain::{ActorKind, Entity, Error, Result};
use hisho_llm::{Chat, IMAGE_TOKENS, Image, Part, Turn, estimate_tokens};
use hisho_store::{
    Connection, conversations, messages, notes, people, personas, preferences, profile, projects, roles,
};
use hisho_store::{secretaries, settings, tasks, time};
use hisho_vault::read::read;

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
}

/// What is told after all, and what was not.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) chat: Chat,
    /// How many messages were left out.
    pub(super) left_out: usize,
}

/// A note that goes along: where it lies, and its path in the vault.
#[derive(Debug, Clone)]
pub(super) struct NoteFile {
    root: PathBuf,
    path: String,
}

/// The notes of these paths, which must be in the index: so nothing excluded or outside is read.
pub(super) fn note_files(connection: &Connection, paths: &[String]) -> hisho_store::Result<Vec<NoteFile>> {
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
pub(super) fn read_notes(files: &[NoteFile]) -> Result<Vec<(String, String)>> {
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
    role.is_some_and(|role| role.permissions.iter().any(|held| matches!(held, Permission::All | Permission::Read)))
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
        let full_name = profile::get(connection)?.full_name;
        let person = if full_name.is_empty() { words.say("person", &[]) } else { full_name };
        let tokens = secretary.settings.max_tokens.unwrap_or(preferences.max_tokens);
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
        })
    }

    /// The same with what of the files on messages can be shown; blocks.
    pub(super) fn with_files(self, data_dir: &Path) -> Material {
        Material { files: Files::read(data_dir, &self.said), ..self }
    }

    /// What fits into `window` tokens, the answer included; the newest message always goes along.
    pub(super) fn told(&self, window: u64, with_temperature: bool, with_pictures: bool) -> Told {
        let max_tokens = u64::from(self.max_tokens).min(window / 2).max(1);
        let mark = self.mark();
        let system = self.system(&mark);
        let room = window.saturating_sub(max_tokens).saturating_sub(estimate_tokens(&system));
        let notes = self.notes_within(&mark, room / NOTES_PART);
        let room = room.saturating_sub(estimate_tokens(&notes));
        let takes: Vec<u64> = self.said.iter().map(|message| self.takes(message, with_pictures)).collect();
        let cut = left_out(&takes, room);
        let older = usize::try_from(self.conversation.messages).unwrap_or(0).saturating_sub(self.said.len());
        let missing = if self.said.len() as i64 >= LOOKED_AT { older + cut } else { cut };
        let chat = Chat {
            model: self.secretary.model.clone().unwrap_or_default(),
            system,
            turns: self.turns(cut, missing, &notes, with_pictures),
            max_tokens: u32::try_from(max_tokens).ok(),
            temperature: with_temperature.then_some(self.temperature as f32),
            ..Chat::default()
        };
        Told { chat, left_out: missing }
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
    fn turns(&self, cut: usize, missing: usize, notes: &str, with_pictures: bool) -> Vec<Turn> {
        let mut turns: Vec<Turn> = Vec::new();
        let (mut pending, mut seen): (Vec<String>, Vec<Image>) = (Vec::new(), Vec::new());
        if missing > 0 {
            pending.push(self.words.say("left_out", &[("count", &missing.to_string())]));
        }
        let kept = &self.said[cut..];
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

    /// Begins the lines between which notes stand. It comes of the notes themselves, so that none
    /// can hold it.
    fn mark(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.conversation.uid.as_bytes());
        for (path, text) in self.notes.iter().chain(&self.files.texts) {
            hasher.update(path.as_bytes()).update(b"\0").update(text.as_bytes()).update(b"\0");
        }
        format!("=={}==", &hasher.finalize().to_hex()[..16])
    }

    fn notes_within(&self, mark: &str, room: u64) -> String {
        let share = room / ((self.notes.len() + self.files.texts.len()).max(1) as u64);
        let one = |begin: &str, end: &str, (path, text): &(String, String)| {
            let path: String = path.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let begins = self.words.say(begin, &[("mark", mark), ("path", &path)]);
            let ends = self.words.say(end, &[("mark", mark)]);
            match fitting(text, share) {
                whole if whole.len() == text.len() => format!("{begins}\n{text}\n{ends}"),
                part => format!("{begins}\n{part}\n{}\n{ends}", self.words.say("cut", &[])),
            }
        };
        let notes = self.notes.iter().map(|note| one("note_begins", "note_ends", note));
        let files = self.files.texts.iter().map(|file| one("file_begins", "file_ends", file));
        notes.chain(files).collect::<Vec<_>>().join("\n\n")
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

/// The beginning of a text that takes at most so many tokens.
pub(crate) fn fitting(text: &str, tokens: u64) -> &str {
    let mut left = tokens.saturating_mul(4);
    for (at, letter) in text.char_indices() {
        // As an estimate of tokens counts: a quarter for Latin letters, a whole for the others.
        let takes = if (letter as u32) < 0x1100 { 1 } else { 4 };
        match left.checked_sub(takes) {
            Some(rest) => left = rest,
            None => return &text[..at],
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_note_is_what_an_estimate_says() {
        for text in ["a sentence here, and another", "秘書です、よろしく", "混ぜた text です"] {
            for tokens in 0..20 {
                let part = fitting(text, tokens);
                assert!(text.starts_with(part) && estimate_tokens(part) <= tokens, "{part}");
            }
            assert_eq!(fitting(text, 1_000), text);
        }
    }
}
