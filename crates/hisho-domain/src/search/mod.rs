//! What a query means: which things it finds, as a plan for the index and as a plain definition on
//! their texts. Over scripts without spaces any substring is found, over others words by their
//! beginning, in quotes any substring. Operators and properties are about notes, so a query with
//! one finds notes alone; `content:`, `match-case:` and `ignore-case:` suit everything.
//! Must not know the index's tables or where texts lie.

mod fault;
mod matching;
mod node;
mod parse;
mod pattern;
mod plan;
mod query;
mod view;

#[cfg(test)]
mod tests;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use fault::{Fault, QueryError};
pub use matching::{NoteFacts, Parts, Sheet};
pub use plan::Plan;
pub use query::{Query, Shown};

use crate::text::utf16_offset;
use crate::vocabulary;

vocabulary! {
    /// What can be found.
    pub enum HitKind {
        Note = "note",
        Canvas = "canvas",
        Plan = "plan",
        Project = "project",
        Task = "task",
        Conversation = "conversation",
        Message = "message",
    }
}

impl HitKind {
    /// It is a file of the vault.
    pub fn is_file(self) -> bool {
        matches!(self, HitKind::Note | HitKind::Canvas)
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchHit {
    /// What it is.
    pub kind: HitKind,
    /// The vault path of a note or canvas, the uid of everything else.
    pub id: String,
    /// The project of a task.
    pub project_uid: Option<String>,
    /// The conversation of a message.
    pub conversation_uid: Option<String>,
    /// Its name; the first line of a message.
    pub title: String,
    /// Where it belongs: a note's folder, a task's project, a message's conversation.
    pub context: String,
    /// The text around the first place that was found.
    pub snippet: String,
    /// Ranges of `snippet` in UTF-16 units, end excluded.
    pub highlights: Vec<[usize; 2]>,
    /// Ranges of `title`, likewise.
    pub title_highlights: Vec<[usize; 2]>,
    /// The line of a note's file where the first place that was found is, counted from 0; null
    /// when it was found by something else than its text.
    pub line: Option<usize>,
}

/// What a search gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchResult {
    /// How many things were found, shown or not.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<SearchHit>,
}

/// Byte ranges of `text` as UTF-16 ranges.
pub fn utf16_ranges(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<[usize; 2]> {
    ranges.map(|range| [utf16_offset(text, range.start), utf16_offset(text, range.end)]).collect()
}
