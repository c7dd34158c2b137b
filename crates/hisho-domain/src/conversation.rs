//! Conversations with one or several secretaries, and their messages. The person is in each.
//! Must not know models: who speaks for a secretary is decided elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::ActorKind;
use crate::{Error, Result, Rule, check, vocabulary};

/// Longest title.
pub const TITLE_LIMIT: usize = 200;
/// Longest message.
pub const MESSAGE_LIMIT: usize = 100_000;
/// Most secretaries in one conversation.
pub const PARTICIPANTS_LIMIT: usize = 20;
/// Most files on one message.
pub const ATTACHMENTS_LIMIT: usize = 20;
/// Largest file that can be attached, in bytes.
pub const ATTACHMENT_BYTES: u64 = 100 * 1024 * 1024;

vocabulary! {
    /// What a conversation is about.
    pub enum ConversationType {
        Chat = "chat",
        Task = "task",
        /// A project; the specification's word.
        Workflow = "workflow",
    }
}

vocabulary! {
    /// Whether it goes on. An archived conversation is read, not written.
    pub enum ConversationStatus {
        Active = "active",
        Archived = "archived",
    }
}

vocabulary! {
    /// What a message carries.
    pub enum MessageKind {
        Text = "text",
        /// Pictures, with a caption or without.
        Image = "image",
        /// Files, with a caption or without.
        File = "file",
        /// An order that begins with a slash.
        Command = "command",
    }
}

/// A conversation in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conversation {
    /// Its identity.
    pub uid: String,
    /// Grows with every write to the conversation itself; messages have their own.
    pub rev: i64,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub conversation_type: ConversationType,
    /// Whether it goes on.
    pub status: ConversationStatus,
    /// The task it is about.
    pub task_uid: Option<String>,
    /// The project it is about.
    pub project_uid: Option<String>,
    /// The conversation it parted from.
    pub branched_from: Option<String>,
    /// Secretaries in it, in the order in which they came.
    pub participants: Vec<String>,
    /// How many messages it has.
    pub messages: i64,
    /// When it began, UTC.
    pub created_at: String,
    /// When it or the newest of its messages changed, UTC.
    pub updated_at: String,
}

/// A file on a message or a persona; its bytes lie in the data folder, named by their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// Its identity.
    pub uid: String,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// The file's name as it was.
    pub name: String,
    /// The kind of its content, by its name.
    pub mime: String,
    /// Bytes.
    pub size: i64,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its place in the conversation, ascending.
    pub position: i64,
    /// The conversation it is in.
    pub conversation_uid: String,
    /// Who speaks.
    pub sender: ActorKind,
    /// Which secretary speaks.
    pub secretary_uid: Option<String>,
    /// What it carries.
    pub message_type: MessageKind,
    /// Markdown.
    pub content: String,
    /// Files on it.
    pub attachments: Vec<Attachment>,
    /// Paths of the notes that went along with it.
    #[serde(default)]
    pub context: Vec<String>,
    /// It was stopped, or broke off, before its end.
    #[serde(default)]
    pub is_partial: bool,
    /// The text was changed after it was sent.
    pub is_edited: bool,
    /// When it last was, UTC.
    pub edited_at: Option<String>,
    /// When it was sent, UTC.
    pub created_at: String,
}

/// A text that a message once had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MessageVersion {
    /// 1 is the text as it was sent.
    pub version: i64,
    /// Markdown.
    pub content: String,
    /// When it was written, UTC.
    pub written_at: String,
}

/// A page of a conversation's messages, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MessagePage {
    /// Those asked for.
    pub messages: Vec<Message>,
    /// There are older ones: ask for those before the first position.
    pub has_older: bool,
}

/// Checks what is to be sent; gives the text as it is kept.
pub fn checked_message(kind: MessageKind, content: &str, files: usize) -> Result<String> {
    let content = check::text("content", content, MESSAGE_LIMIT)?;
    if files > ATTACHMENTS_LIMIT {
        return Err(Error::invalid("attachments", Rule::TooLong(ATTACHMENTS_LIMIT)));
    }
    match kind {
        MessageKind::Text | MessageKind::Command if content.is_empty() => {
            Err(Error::invalid("content", Rule::Required))
        }
        MessageKind::Text | MessageKind::Command if files > 0 => Err(Error::invalid("attachments", Rule::Unexpected)),
        MessageKind::Command if !content.starts_with('/') => Err(Error::invalid("content", Rule::Format)),
        MessageKind::Image | MessageKind::File if files == 0 => Err(Error::invalid("attachments", Rule::Required)),
        _ => Ok(content),
    }
}

/// The kind of content that a file's name promises.
pub fn mime_of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "md" | "markdown" => "text/markdown",
        "txt" | "log" => "text/plain",
        "csv" => "text/csv",
        "json" => "application/json",
        "zip" => "application/zip",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "m4a" => "audio/mp4",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_carries_what_its_type_says() {
        let field =
            |kind, content: &str, files| checked_message(kind, content, files).map_err(|e| e.params["field"].clone());
        assert_eq!(field(MessageKind::Text, " やあ ", 0), Ok("やあ".into()));
        assert_eq!(field(MessageKind::Text, " ", 0), Err("content".into()));
        assert_eq!(field(MessageKind::Text, "x", 1), Err("attachments".into()));
        assert_eq!(field(MessageKind::Image, "", 1), Ok(String::new()));
        assert_eq!(field(MessageKind::File, "", 0), Err("attachments".into()));
        assert_eq!(field(MessageKind::Command, "plan", 0), Err("content".into()));
        assert_eq!(field(MessageKind::Command, "/plan", 0), Ok("/plan".into()));
        assert_eq!(field(MessageKind::Text, &"あ".repeat(MESSAGE_LIMIT + 1), 0), Err("content".into()));
        assert_eq!(field(MessageKind::Text, "a\0b", 0), Err("content".into()));
    }
}
