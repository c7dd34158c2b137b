//! What is in a note.
//!
//! Owns taking a note's text apart: properties, headings, tags, aliases, tasks. Must not know where
//! the note is, and never fails: what cannot be understood is said beside what can.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::metadata::{Document, Kind, What, property_links, property_tags, reference, said, shown};
use crate::path::fold;
use crate::tasks;
pub use crate::tasks::TaskLine;
use crate::yaml;

/// A note taken apart. Places are bytes of the text that was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedNote {
    /// In the order of the file. None when there is no block, or a broken one.
    pub properties: Option<Map<String, Value>>,
    /// What is wrong with the block, in English, for people.
    pub properties_error: Option<String>,
    /// Where the body begins.
    pub body_offset: usize,
    /// The first heading of the first level.
    pub title_heading: Option<String>,
    /// All headings, in order, as written; over an underline in one line.
    pub headings: Vec<String>,
    /// Without `#`, properties' tags first, each once in its first spelling.
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    pub tasks: Vec<TaskLine>,
    /// Links and embeds as Obsidian lists them, those of the properties first.
    pub links: Vec<NoteLink>,
}

/// A link into the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLink {
    /// How it refers.
    pub kind: RefKind,
    /// The line it begins in, from 0.
    pub line: usize,
    /// The target as meant, heading and block included.
    pub link: String,
}

/// How a note refers to another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefKind {
    Link,
    Embed,
    Property,
}

/// Takes a note's text apart, in time proportional to its length.
pub fn parse(text: &str) -> ParsedNote {
    let document = Document::read(text);
    let mut note = ParsedNote::default();
    let front = document.front.as_ref().filter(|block| !block.yaml.is_empty());
    if let Some(block) = front {
        note.body_offset = block.body;
        match yaml::parse(&text[block.yaml.clone()]) {
            Ok(entries) => note.properties = Some(yaml::to_map(entries)),
            Err(error) => note.properties_error = Some(error),
        }
    } else if text.starts_with('\u{FEFF}') {
        note.body_offset = '\u{FEFF}'.len_utf8();
    }
    let mut tags = Tags::default();
    property_tags(note.properties.as_ref()).unwrap_or_default().iter().for_each(|tag| tags.add(tag));
    for (key, value) in note.properties.iter().flatten() {
        if fold(key) == "aliases" {
            note.aliases.extend(texts(value).map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned));
        }
    }
    let mut lines = Lines { text, at: 0, line: 0 };
    for node in &document.body.nodes {
        match &node.kind {
            Kind::Heading(level) => {
                let (start, end) = document.heading_text(node);
                let heading = text[start..end].split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
                if *level == 1 && note.title_heading.is_none() && !heading.is_empty() {
                    note.title_heading = Some(heading.clone());
                }
                note.headings.push(heading);
            }
            Kind::Definition(definition) => {
                // The place of a label's target; the link that names the label is none of its own.
                if let Some(link) = reference::inside(&definition.target) {
                    note.links.push(NoteLink { kind: RefKind::Link, line: lines.number(node.start), link });
                }
            }
            Kind::Item(item) => {
                if let Some(mark) = &item.mark {
                    note.tasks.push(tasks::read(text, mark.clone(), lines.number(mark.start)));
                }
            }
            _ => {}
        }
    }
    property_lines(text, front.map(|block| block.yaml.clone()), &mut note);
    let mut lines = Lines { text, at: 0, line: 0 };
    document.texts(|_, content, all| {
        for found in shown(all) {
            match found.what {
                What::Tag => tags.add(&content.text[found.start..found.end]),
                What::Wiki { embed } | What::Link { embed, .. } => {
                    if let Some((link, _)) = said(&content.text, found) {
                        let kind = if embed { RefKind::Embed } else { RefKind::Link };
                        note.links.push(NoteLink { kind, line: lines.number(content.source(found.start)), link });
                    }
                }
                _ => {}
            }
        }
    });
    note.tags = tags.list;
    note
}

/// The links of the properties, each in the first line that holds it.
fn property_lines(text: &str, yaml: Option<Range<usize>>, note: &mut ParsedNote) {
    let (Some(yaml), Some(properties)) = (yaml, &note.properties) else { return };
    let mut links = Vec::new();
    for (key, value) in properties {
        property_links(value, key, &mut links);
    }
    for link in links {
        let line = text[yaml.clone()].split('\n').position(|line| line.contains(&link.original));
        note.links.push(NoteLink { kind: RefKind::Property, line: line.map_or(0, |line| line + 1), link: link.link });
    }
}

/// Numbers of lines, asked more or less in the order of the text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn number(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        if at >= self.at {
            self.line += memchr::memchr_iter(b'\n', &bytes[self.at..at]).count();
        } else {
            // What nests ends before what is around it, so it is never far back.
            self.line -= memchr::memchr_iter(b'\n', &bytes[at..self.at]).count();
        }
        self.at = at;
        self.line
    }
}

/// The properties block of a text.
pub(crate) struct Block {
    /// What stands between the two lines of dashes; empty in `---\n---`, which is no block to
    /// Obsidian.
    pub yaml: Range<usize>,
    /// Where the body begins, after the closing line.
    pub body: usize,
}

/// Finds the block at the very start of a text, a byte order mark aside.
pub(crate) fn block(text: &str) -> Option<Block> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let is_fence = |line: &str| line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty());
    if !first.ends_with('\n') || !is_fence(first.strip_prefix('\u{FEFF}').unwrap_or(first)) {
        return None;
    }
    let mut at = first.len();
    for line in lines {
        if is_fence(line) {
            return Some(Block { yaml: first.len()..at, body: at + line.len() });
        }
        at += line.len();
    }
    None
}

/// One text, or the texts of a list; a number in a list is a text to Obsidian as well, but can be
/// neither tag nor alias alone.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let many = value.as_array().map(Vec::as_slice).unwrap_or_default();
    value.as_str().into_iter().chain(many.iter().filter_map(Value::as_str))
}

#[derive(Default)]
struct Tags {
    list: Vec<String>,
    seen: HashSet<String>,
}

impl Tags {
    /// Adds a tag that begins with its `#`.
    fn add(&mut self, tag: &str) {
        let name = &tag[1..];
        if self.seen.insert(fold(name)) {
            self.list.push(name.to_owned());
        }
    }
}
