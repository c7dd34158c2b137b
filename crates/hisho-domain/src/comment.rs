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
const QUOTE_LIMIT: usize = 2000;

/// A passage of a version, by its words: they are found again wherever they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The number of the version, which must have been submitted: a draft still changes.
    pub version: i64,
    /// The words as they stand there, 1 to 2000 characters.
    pub quote: String,
}

impl Passage {
    /// The passage within its limits.
    pub fn checked(self) -> Result<Passage> {
        Ok(Passage { quote: check::required("quote", &self.quote, QUOTE_LIMIT)?, ..self })
    }
}

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
    /// The passage of a plan it is about.
    pub passage: Option<Passage>,
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
