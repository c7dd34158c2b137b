//! The vault as its links see it: who links to whom, who only mentions whom, what leads nowhere, and
//! the graph of it all. Must not know how a link is resolved.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LinkKind;
use crate::vocabulary;

/// Both directions of a file's links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteLinks {
    /// Files that link to it, by path.
    pub backlinks: Vec<Backlink>,
    /// What it links to, in its own order.
    pub outgoing: Vec<Outgoing>,
}

/// A file with links to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Backlink {
    /// The file that links.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Each of its links.
    pub places: Vec<LinkPlace>,
}

/// A place in a file that names another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinkPlace {
    /// From 0 in the file.
    pub line: usize,
    /// The line, shortened around the place; of a file on a canvas its path.
    pub snippet: String,
    /// Where in the snippet the place is, in UTF-16 units.
    pub highlights: Vec<[usize; 2]>,
}

/// A link out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outgoing {
    /// What it names, heading or block included.
    pub target: String,
    /// Where it leads; null when nowhere.
    pub path: Option<String>,
    /// All files that are equally near, when only the alphabet decided; else empty.
    pub candidates: Vec<String>,
    /// How it refers.
    pub kind: LinkKind,
    /// From 0 in the file.
    pub line: usize,
}

/// Places where notes say a note's name without linking it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mentions {
    /// How many places there are, shown or not.
    pub total: usize,
    /// Notes with such places, by path.
    pub mentions: Vec<Mention>,
}

/// A note that says a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The note.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Where it says it.
    pub places: Vec<MentionPlace>,
}

/// A place where a name is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MentionPlace {
    /// From 0 in the file.
    pub line: usize,
    /// The line, shortened around the place.
    pub snippet: String,
    /// Where in the snippet the name is, in UTF-16 units.
    pub highlights: Vec<[usize; 2]>,
    /// Where in the whole line the name begins, in UTF-16 units.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Links that a person may want to settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LooseLinks {
    /// What is linked and does not exist, the most linked first.
    pub unresolved: Vec<Unresolved>,
    /// How many of those there are.
    pub unresolved_total: usize,
    /// Links that could as well lead elsewhere.
    pub ambiguous: Vec<Ambiguous>,
    /// How many of those there are.
    pub ambiguous_total: usize,
}

/// A name that links name and no file bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unresolved {
    /// As it was met first, without heading and block.
    pub target: String,
    /// How many links name it.
    pub count: usize,
    /// The files with those links.
    pub sources: Vec<String>,
}

/// A link that only the alphabet decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ambiguous {
    /// What it names.
    pub target: String,
    /// Where it leads.
    pub path: String,
    /// All that it could lead to.
    pub candidates: Vec<String>,
    /// The file it stands in.
    pub source: String,
}

vocabulary! {
    /// What a node of the graph stands for.
    pub enum NodeKind {
        Note = "note",
        Canvas = "canvas",
        Attachment = "attachment",
        /// A name without a file.
        Unresolved = "unresolved",
        Tag = "tag",
    }
}

/// The vault, or what is near one of its notes, as nodes and edges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Graph {
    /// Its nodes.
    pub nodes: Vec<GraphNode>,
    /// From which node to which, by their places; one for however many links.
    pub edges: Vec<[u32; 2]>,
}

/// A node of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GraphNode {
    /// Its file; null for a tag and for what does not exist.
    pub path: Option<String>,
    /// What it is called.
    pub title: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// How many edges it has in the graph shown.
    pub degree: u32,
}

/// What is shown in the place of an embed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Embed {
    /// The file.
    pub path: String,
    /// What it is.
    pub kind: super::FileKind,
    /// The Markdown of the note, or of the heading or block asked for; null when there is no such
    /// part, and for files that are no notes.
    pub body: Option<String>,
    /// The line in the file where the body begins, from 0.
    pub line: usize,
}
