//! What is in a note.
//!
//! Owns taking a note's text apart: properties, headings, tags, aliases, tasks. Must not know where
//! the note is, and never fails: what cannot be understood is said beside what can.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::mask::{BLOT, mask};
use crate::path::fold;
pub use crate::tasks::TaskLine;
use crate::{tasks, yaml};

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
    /// All headings that start with `#`, in order, as written.
    pub headings: Vec<String>,
    /// Without `#`, properties' tags first, each once in its first spelling.
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    pub tasks: Vec<TaskLine>,
}

/// Takes a note's text apart, in time proportional to its length.
pub fn parse(text: &str) -> ParsedNote {
    let mut note = ParsedNote::default();
    if let Some(block) = block(text).filter(|block| !block.yaml.is_empty()) {
        note.body_offset = block.body;
        match yaml::parse(&text[block.yaml]) {
            Ok(entries) => note.properties = Some(yaml::to_map(entries)),
            Err(error) => note.properties_error = Some(error),
        }
    } else if text.starts_with('\u{FEFF}') {
        note.body_offset = '\u{FEFF}'.len_utf8();
    }
    let mut tags = Tags::default();
    for (key, value) in note.properties.iter().flatten() {
        match fold(key).as_str() {
            // Not `tag` and `alias`, which Obsidian no longer takes.
            "tags" => texts(value).for_each(|tag| tags.add(tag.strip_prefix('#').unwrap_or(tag))),
            "aliases" => {
                note.aliases.extend(texts(value).map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned));
            }
            _ => {}
        }
    }
    let masked = mask(text, note.body_offset);
    for line in &masked.lines {
        let shown = &masked.text[line.start..line.end];
        tags_of(shown, &mut tags);
        if let Some(level) = heading_level(shown) {
            let raw = heading_text(&text[line.start..line.end], level);
            if level == 1 && note.title_heading.is_none() && !raw.is_empty() {
                note.title_heading = Some(raw.to_owned());
            }
            note.headings.push(raw.to_owned());
        } else if !line.commented && !shown.starts_with(BLOT) && tasks::read(shown, line.number, line.start).is_some() {
            // Recognised on what is text, read from what is written.
            note.tasks.extend(tasks::read(&text[line.start..line.end], line.number, line.start));
        }
    }
    note.tags = tags.list;
    note
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

/// The level of a heading that starts with `#`, if the line is one.
pub(crate) fn heading_level(line: &str) -> Option<usize> {
    let content = line.trim_start_matches(' ');
    if line.len() - content.len() > 3 {
        return None;
    }
    let level = content.bytes().take_while(|b| *b == b'#').count();
    let after = &content[level..];
    ((1..=6).contains(&level) && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(level)
}

/// A heading's text: without the marks before it, and those that may close it.
pub(crate) fn heading_text(line: &str, level: usize) -> &str {
    let text = line.trim_start_matches(' ')[level..].trim();
    let open = text.trim_end_matches('#');
    // `# C#` keeps its mark: a closing run stands apart.
    if open.is_empty() || open.ends_with([' ', '\t']) { open.trim_end() } else { text }
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
    fn add(&mut self, tag: &str) {
        let valid = !tag.is_empty() && tag.chars().all(in_tag) && !tag.chars().all(|c| c.is_ascii_digit());
        if valid && self.seen.insert(fold(tag)) {
            self.list.push(tag.to_owned());
        }
    }
}

fn tags_of(line: &str, tags: &mut Tags) {
    let mut before = ' ';
    // After an escaped mark, as in `\[`, a tag may begin as well: seen in Obsidian.
    let mut after_escape = false;
    // What stands in `[[…]]` is a link's.
    let mut link_until = 0;
    let mut links_close = true;
    for (at, c) in line.char_indices() {
        if links_close && c == '[' && before == '[' && at > link_until {
            match line[at..].find("]]") {
                Some(close) => link_until = at + close,
                None => links_close = false,
            }
        }
        if c == '#' && (before.is_whitespace() || after_escape) && at >= link_until {
            tag_at(&line[at + 1..], tags);
        }
        after_escape = before == '\\' && !after_escape && c.is_ascii_punctuation();
        before = c;
    }
}

fn tag_at(text: &str, tags: &mut Tags) {
    let end = text.find(|c| !in_tag(c)).unwrap_or(text.len());
    tags.add(&text[..end]);
}

fn in_tag(c: char) -> bool {
    match c {
        '-' | '_' | '/' => true,
        '\u{2000}'..='\u{206F}' | '\u{2E00}'..='\u{2E7F}' => false,
        c => !(c.is_whitespace() || c.is_control() || c.is_ascii_punctuation()),
    }
}
