//! Conversations, their messages and the files on them. Nothing here makes a secretary speak: the
//! person writes for themselves, or for a secretary who takes part.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hisho_domain::conversation::{
    Attachment, Conversation, ConversationStatus, Message, MessageKind, MessagePage, MessageVersion, TITLE_LIMIT,
    checked_message,
};
use hisho_domain::note::{SHOWN_FILE_LIMIT, VaultFile};
use hisho_domain::transfer::ReadablePage;
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::{attachments, conversations, messages};
use hisho_vault::names;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::input::{AtRev, Deleted, Which};
use crate::transfer;

const PAGE: i64 = 100;
const MOST: i64 = 500;

/// Which conversations are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// Active ones when left out.
    pub status: Option<ConversationStatus>,
    /// Only about this task.
    pub task_uid: Option<String>,
    /// Only about this project.
    pub project_uid: Option<String>,
    /// How many to pass over.
    pub offset: Option<i64>,
    /// At most so many, 500 at the most; 100 when left out.
    pub limit: Option<i64>,
}

/// A new conversation, about a task, a project or anything.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// 1 to 200 characters.
    pub title: String,
    /// The task it is about, or
    pub task_uid: Option<String>,
    /// the project.
    pub project_uid: Option<String>,
    /// Secretaries in it, up to 20.
    #[serde(default)]
    pub participants: Vec<String>,
}

/// Where a conversation is to be written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Which one.
    pub uid: String,
    /// An absolute path of a folder that is there.
    pub folder: String,
}

/// What was written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportedPage {
    /// The file.
    pub path: String,
}

/// What of a conversation is to change; fields left out stay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which one.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// 1 to 200 characters.
    pub title: Option<String>,
    /// Into the archive, or out of it.
    pub status: Option<ConversationStatus>,
    /// Secretaries in it from now on.
    pub participants: Option<Vec<String>>,
}

/// Which messages are asked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The conversation.
    pub uid: String,
    /// Only those from this position on.
    pub from: Option<i64>,
    /// Only those before this position; the newest when left out.
    pub before: Option<i64>,
    /// At most so many, 500 at the most; 100 when left out.
    pub limit: Option<i64>,
}

/// A new message.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// The conversation.
    pub uid: String,
    /// The secretary for whom the person speaks; themselves when left out.
    pub secretary_uid: Option<String>,
    /// Text when left out.
    pub message_type: Option<MessageKind>,
    /// Up to 100,000 characters; may be empty where there are files.
    #[serde(default)]
    pub content: String,
    /// Files on it, up to 20.
    #[serde(default)]
    pub attachments: Vec<String>,
}

/// Where a conversation is to part.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The last message that both have.
    pub message_uid: String,
    /// The name of the new one; that of the old one when left out.
    pub title: Option<String>,
}

/// Another text for a message.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Which message.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What it says from now on.
    pub content: String,
}

/// A file to be kept.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    /// An absolute path; the file is copied.
    pub path: String,
}

/// The bytes of a file to be kept, from where no path is known: the clipboard, or a page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// What the file is called, without folders.
    pub name: String,
    /// Its bytes; 20 MiB at the most.
    pub base64: String,
}

/// A kept file and where its bytes lie.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Located {
    /// The file.
    pub attachment: Attachment,
    /// Where its bytes lie; they are not to be changed.
    pub path: String,
    /// They are there.
    pub exists: bool,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<Vec<Conversation>> {
    let filter = conversations::Filter {
        status: input.status.unwrap_or(ConversationStatus::Active),
        task_uid: input.task_uid,
        project_uid: input.project_uid,
        offset: check::within("offset", input.offset.unwrap_or(0), 0, i64::MAX)?,
        limit: check::within("limit", input.limit.unwrap_or(PAGE), 1, MOST)?,
    };
    app.store().read(move |connection| conversations::list(connection, &filter)).await
}

pub(crate) async fn get(app: &App, _: Actor, input: Which) -> Result<Conversation> {
    app.store().read(move |connection| conversations::get(connection, &input.uid)).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Conversation> {
    let title = check::line("title", &input.title, TITLE_LIMIT)?;
    app.store()
        .write(actor, move |write| {
            let new = conversations::NewConversation {
                title: &title,
                task_uid: input.task_uid.as_deref(),
                project_uid: input.project_uid.as_deref(),
                participants: &input.participants,
            };
            conversations::create(write, &new)
        })
        .await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Conversation> {
    let title = input.title.map(|title| check::line("title", &title, TITLE_LIMIT)).transpose()?;
    app.store()
        .write(actor, move |write| {
            let participants = input.participants.as_deref();
            conversations::save(write, &input.uid, input.rev, title.as_deref(), input.status, participants)
        })
        .await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = conversations::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<Conversation> {
    app.store().write(actor, move |write| conversations::restore(write, &input.uid, input.rev)).await
}

pub(crate) async fn branch(app: &App, actor: Actor, input: Branch) -> Result<Conversation> {
    let title = input.title.map(|title| check::line("title", &title, TITLE_LIMIT)).transpose()?;
    app.store().write(actor, move |write| conversations::branch(write, &input.message_uid, title.as_deref())).await
}

pub(crate) async fn markdown(app: &App, _: Actor, input: Which) -> Result<ReadablePage> {
    app.store().read(move |connection| transfer::conversation(connection, &input.uid)).await
}

pub(crate) async fn export(app: &App, _: Actor, input: Export) -> Result<ExportedPage> {
    let folder = PathBuf::from(input.folder.trim());
    if !folder.is_absolute() {
        return Err(Error::invalid(
            "folder",
            if input.folder.trim().is_empty() { Rule::Required } else { Rule::Format },
        ));
    }
    if !folder.is_dir() {
        return Err(Error::invalid("folder", Rule::UnknownValue));
    }
    let page = app.store().read(move |connection| transfer::conversation(connection, &input.uid)).await?;
    tokio::task::spawn_blocking(move || written(&folder, &page)).await.map_err(Error::internal)?
}

/// Writes a page under a name that is free; what is there stays.
fn written(folder: &Path, page: &ReadablePage) -> Result<ExportedPage> {
    let wanted = names::file_name(&page.title, "Hisho");
    let io = |error: std::io::Error| Error::io("folder", folder.to_str(), error);
    loop {
        let name = names::unique(&wanted, &|name| folder.join(format!("{name}.md")).exists());
        let path = folder.join(format!("{name}.md"));
        match File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(page.text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
                return Ok(ExportedPage { path: path.display().to_string() });
            }
            // Somebody was faster; another name is looked for.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io(error)),
        }
    }
}

pub(crate) async fn page(app: &App, _: Actor, input: Page) -> Result<MessagePage> {
    let limit = check::within("limit", input.limit.unwrap_or(PAGE), 1, MOST)?;
    app.store().read(move |connection| messages::page(connection, &input.uid, input.from, input.before, limit)).await
}

pub(crate) async fn send(app: &App, actor: Actor, input: Send) -> Result<Message> {
    let message_type = input.message_type.unwrap_or(MessageKind::Text);
    let content = checked_message(message_type, &input.content, input.attachments.len())?;
    app.store()
        .write(actor, move |write| {
            let new = messages::NewMessage {
                conversation_uid: &input.uid,
                secretary_uid: input.secretary_uid.as_deref(),
                message_type,
                content: &content,
                attachments: &input.attachments,
                context: &[],
            };
            messages::send(write, &new)
        })
        .await
}

pub(crate) async fn edit_message(app: &App, actor: Actor, input: Edit) -> Result<Message> {
    app.store()
        .write(actor, move |write| {
            let check = |kind, files| checked_message(kind, &input.content, files);
            messages::edit(write, &input.uid, input.rev, check)
        })
        .await
}

pub(crate) async fn message_versions(app: &App, _: Actor, input: Which) -> Result<Vec<MessageVersion>> {
    app.store().read(move |connection| messages::versions(connection, &input.uid)).await
}

pub(crate) async fn delete_message(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = messages::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore_message(app: &App, actor: Actor, input: AtRev) -> Result<Message> {
    app.store().write(actor, move |write| messages::restore(write, &input.uid, input.rev)).await
}

pub(crate) async fn attach(app: &App, actor: Actor, input: Attach) -> Result<Attachment> {
    let path = input.path.trim().to_owned();
    if !Path::new(&path).is_absolute() {
        return Err(Error::invalid("path", if path.is_empty() { Rule::Required } else { Rule::Format }));
    }
    let folder = app.data_dir().to_owned();
    // The bytes first: a row without its file would be a promise that cannot be kept.
    let kept = tokio::task::spawn_blocking(move || attachments::keep(&folder, Path::new(&path)))
        .await
        .map_err(Error::internal)??;
    app.store().write(actor, move |write| attachments::add(write, &kept)).await
}

pub(crate) async fn take(app: &App, actor: Actor, input: Take) -> Result<Attachment> {
    let bytes = STANDARD.decode(&input.base64).map_err(|_| Error::invalid("base64", Rule::Format))?;
    if bytes.len() as u64 > SHOWN_FILE_LIMIT {
        return Err(too_large(&input.name, bytes.len() as u64));
    }
    let folder = app.data_dir().to_owned();
    let kept = tokio::task::spawn_blocking(move || attachments::keep_bytes(&folder, &input.name, &bytes))
        .await
        .map_err(Error::internal)??;
    app.store().write(actor, move |write| attachments::add(write, &kept)).await
}

pub(crate) async fn read(app: &App, _: Actor, input: Which) -> Result<VaultFile> {
    let attachment = app.store().read(move |connection| attachments::get(connection, &input.uid)).await?;
    let size = u64::try_from(attachment.size).unwrap_or(u64::MAX);
    if size > SHOWN_FILE_LIMIT {
        return Err(too_large(&attachment.name, size));
    }
    let path = attachments::path_of(app.data_dir(), &attachment.hash);
    let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await.map_err(Error::internal)?;
    let bytes = read.map_err(|error| Error::io("attachment", Some(&attachment.name), error))?;
    Ok(VaultFile { media_type: attachment.mime, base64: STANDARD.encode(bytes) })
}

fn too_large(name: &str, size: u64) -> Error {
    Error::refused("too_large", json!({ "path": name, "size": size, "limit": SHOWN_FILE_LIMIT }))
}

pub(crate) async fn locate(app: &App, _: Actor, input: Which) -> Result<Located> {
    let attachment = app.store().read(move |connection| attachments::get(connection, &input.uid)).await?;
    let path = attachments::path_of(app.data_dir(), &attachment.hash);
    Ok(Located { exists: path.is_file(), path: path.display().to_string(), attachment })
}
