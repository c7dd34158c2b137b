//! Comments: what is said about a task, a project, a plan or a discussion.
//! Must not know those things.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actor::Author;
use crate::check;
use crate::error::Result;
use crate::vocabulary;

vocabulary! {
    /// What can be commented on.
    pub enum Subject {
        Task = "task",
        Project = "project",
        Plan = "plan",
        Discussion = "discussion",
    }
}

const BODY_LIMIT: usize = 10_000;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comment {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// What kind of thing it is about.
    pub subject: Subject,
    /// Which one.
    pub subject_uid: String,
    /// Who wrote it.
    pub by: Author,
    /// What it says, Markdown.
    pub body: String,
    /// When, UTC.
    pub created_at: String,
    /// When its text last changed, UTC.
    pub edited_at: Option<String>,
}

/// The text of a comment within its limits: 1 to 10,000 characters.
pub fn body(text: &str) -> Result<String> {
    check::required("body", text, BODY_LIMIT)
}
