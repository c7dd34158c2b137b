//! Changing where links lead.
//!
//! Owns finding the path in every kind of link (in the body, in properties, behind labels, on a
//! canvas) and putting another in its place while every other byte stays: what is shown, headings,
//! sizes, the form of the link. Must not know where links should lead.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::link_text::{encoded, fits_wiki};
use crate::links::link_path;
use crate::metadata::inline::{Found, What};
use crate::metadata::{Document, Kind, parts, property_links, reference, shown};
use crate::note::Block;
use crate::yaml;

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// The file it names, decoded, without heading and block; never empty.
    pub target: &'a str,
    pub form: Form,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[[target]]`
    Wiki,
    /// `[shown](target)`, or behind a label.
    Markdown,
    /// A file on a canvas, by its whole path.
    Card,
}

/// What should become of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Keep,
    /// It names this instead.
    To(String),
    /// It should change, but nothing names what it should lead to.
    Impossible,
}

/// A text with other links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relinked {
    pub text: String,
    /// How many links changed.
    pub changed: usize,
    /// How many should have, but could not be written.
    pub left: usize,
}

type Choose<'a> = dyn FnMut(Named<'_>) -> Change + 'a;

/// Asks of every link of a note what should become of it.
pub fn note(text: &str, choose: &mut Choose<'_>) -> Relinked {
    let document = Document::read(text);
    let mut edits = Edits::default();
    if let Some(block) = document.front.as_ref().filter(|block| !block.yaml.is_empty()) {
        properties(text, block, choose, &mut edits);
    }
    for node in &document.body.nodes {
        if let Kind::Definition(definition) = &node.kind {
            let target = parts::space(text.as_bytes(), definition.label.end + 2).and_then(|at| raw_target(text, at));
            // Within a quote its parts may stand on lines of their own.
            match target.filter(|(_, decoded)| *decoded == definition.target) {
                Some((range, decoded)) => markdown(text, range, &decoded, choose, &mut edits),
                None => edits.unreachable(&definition.target, choose),
            }
        }
    }
    document.texts(|_, content, all| {
        for found in shown(all) {
            let source = |range: &Range<usize>| content.source(range.start)..content.source(range.start) + range.len();
            match &found.what {
                What::Wiki { .. } => {
                    let (range, target) = wiki_target(&content.text, found);
                    edits.wiki(source(&range), target, choose);
                }
                What::Link { text: inner, target, by_label: false, .. } => {
                    let at = parts::space(content.text.as_bytes(), inner.end + 2);
                    match at.and_then(|at| raw_target(&content.text, at)) {
                        Some((range, decoded)) => markdown(text, source(&range), &decoded, choose, &mut edits),
                        None => edits.unreachable(target, choose),
                    }
                }
                _ => {}
            }
        }
    });
    edits.apply(text)
}

/// Asks the same of a canvas: of the files on it, and of the links of its texts. A broken one is
/// left as it is.
pub fn canvas(text: &str, choose: &mut Choose<'_>) -> Relinked {
    let as_it_is = |left| Relinked { text: text.to_owned(), changed: 0, left };
    let Ok(mut expected) = serde_json::from_str::<Value>(text) else { return as_it_is(0) };
    let mut total = Relinked::default();
    // Old and new literals in the order of the text, each known by its key.
    let mut wanted: Vec<(&str, String, String)> = Vec::new();
    for card in expected["nodes"].as_array_mut().into_iter().flatten() {
        let key = match card["type"].as_str() {
            Some("file") => "file",
            Some("text") => "text",
            _ => continue,
        };
        let Some(old) = card[key].as_str().map(str::to_owned) else { continue };
        let new = if key == "text" {
            let inner = note(&old, choose);
            total.changed += inner.changed;
            total.left += inner.left;
            inner.text
        } else {
            match choose(Named { target: &old, form: Form::Card }) {
                Change::To(path) => {
                    total.changed += 1;
                    path
                }
                Change::Keep => old.clone(),
                Change::Impossible => {
                    total.left += 1;
                    old.clone()
                }
            }
        };
        card[key] = Value::String(new.clone());
        wanted.push((key, old, new));
    }
    let mut edits = Edits::default();
    let mut literals = literals(text).into_iter();
    for (key, old, new) in wanted.into_iter().filter(|(_, old, new)| old != new) {
        let found = literals.find(|(name, range)| {
            name == key && serde_json::from_str::<String>(&text[range.clone()]).is_ok_and(|value| value == old)
        });
        if let Some((_, range)) = found {
            edits.list.push((range, Value::String(new).to_string()));
        }
    }
    total.text = edits.apply(text).text;
    // Two equal files in another order than their keys, or anything else that is not as thought.
    if serde_json::from_str::<Value>(&total.text).is_ok_and(|now| now == expected) {
        return total;
    }
    as_it_is(total.changed + total.left)
}

/// The values of a JSON text that are strings and have a key: the key, and where the value is.
fn literals(text: &str) -> Vec<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut key: Option<String> = None;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'"', &bytes[at..]).map(|ahead| at + ahead) {
        let mut end = open + 1;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let end = (end + 1).min(bytes.len());
        let behind = end + text[end..].len() - text[end..].trim_start().len();
        if bytes.get(behind) == Some(&b':') {
            key = serde_json::from_str(&text[open..end]).ok();
            at = behind + 1;
            // Another kind of value takes the key with it.
            if !text[at..].trim_start().starts_with('"') {
                key = None;
            }
            continue;
        }
        if let Some(key) = key.take() {
            found.push((key, open..end));
        }
        at = end;
    }
    found
}

/// Where a wikilink's path is in its text, and the path.
fn wiki_target<'a>(text: &'a str, found: &Found) -> (Range<usize>, &'a str) {
    let embed = usize::from(matches!(found.what, What::Wiki { embed: true }));
    let from = found.start + 2 + embed;
    let inner = &text[from..found.end - 2];
    let start = from + inner.len() - inner.trim_start().len();
    let length = link_path(&reference::wiki(inner).0).len();
    (start..start + length, &text[start..start + length])
}

/// The target of a Markdown link that begins at `at`: where it is, without angle brackets, and what
/// it says without escapes.
fn raw_target(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let (decoded, end) = parts::target(text, at)?;
    let angle = usize::from(text.as_bytes()[at] == b'<');
    Some((at + angle..end - angle, decoded))
}

fn markdown(text: &str, range: Range<usize>, decoded: &str, choose: &mut Choose<'_>, edits: &mut Edits) {
    let Some(target) = reference::inside(decoded) else { return };
    let path = link_path(&target);
    if path.is_empty() {
        return;
    }
    let raw = &text[range.clone()];
    let end = [raw.find('#'), raw.find("%23")].into_iter().flatten().min().unwrap_or(raw.len());
    let angle = range.start > 0 && text.as_bytes()[range.start - 1] == b'<';
    match choose(Named { target: path, form: Form::Markdown }) {
        Change::Keep => {}
        Change::Impossible => edits.left += 1,
        // Between angle brackets blanks may stay, but what would end them or be decoded may not.
        Change::To(path) if angle && !path.contains(['<', '>', '%', '\\', '&', '\n']) => {
            edits.put(range.start..range.start + end, path);
        }
        Change::To(path) => edits.put(range.start..range.start + end, encoded(&path)),
    }
}

/// The links in properties. YAML says where a value is only at the top level, so the text of each
/// link is looked for, in its order, and the block is read again to see that nothing else changed.
fn properties(text: &str, block: &Block, choose: &mut Choose<'_>, edits: &mut Edits) {
    let Ok(entries) = yaml::parse(&text[block.yaml.clone()]) else { return };
    let mut expected = yaml::to_map(entries);
    let mut links = Vec::new();
    for (key, value) in &expected {
        property_links(value, key, &mut links);
    }
    let mut own = Edits::default();
    let mut at = block.yaml.start;
    let mut wanted = 0;
    for link in links {
        let new = note(&link.original, choose);
        edits.left += new.left;
        let quoted = link.original.replace('\'', "''");
        let rest = &text[at..block.yaml.end];
        let plain = rest.find(&link.original).map(|found| (at + found, link.original.len(), false));
        let single =
            rest.find(&quoted).filter(|_| quoted != link.original).map(|found| (at + found, quoted.len(), true));
        let Some((start, length, doubled)) = plain.or(single) else {
            wanted += new.changed;
            edits.left += new.changed;
            continue;
        };
        at = start + length;
        if new.changed > 0 {
            wanted += 1;
            let in_single = doubled || text[..start].ends_with('\'');
            own.put(start..at, if in_single { new.text.replace('\'', "''") } else { new.text.clone() });
            replace_texts(&mut expected, &link.original, &new.text);
        }
    }
    if own.list.is_empty() {
        return;
    }
    let inside = Edits {
        list: own.list.iter().map(|(range, new)| (shift(range, block.yaml.start), new.clone())).collect(),
        ..Edits::default()
    };
    let after = inside.apply(&text[block.yaml.clone()]).text;
    let as_meant = yaml::parse(&after).is_ok_and(|entries| yaml::to_map(entries) == expected);
    if as_meant { edits.take(own) } else { edits.left += wanted }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start - by..range.end - by
}

fn replace_texts(map: &mut Map<String, Value>, old: &str, new: &str) {
    fn within(value: &mut Value, old: &str, new: &str) {
        match value {
            Value::String(text) if text == old => *text = new.to_owned(),
            Value::Array(items) => items.iter_mut().for_each(|item| within(item, old, new)),
            Value::Object(map) => map.values_mut().for_each(|item| within(item, old, new)),
            _ => {}
        }
    }
    map.values_mut().for_each(|value| within(value, old, new));
}

#[derive(Debug, Default)]
struct Edits {
    list: Vec<(Range<usize>, String)>,
    changed: usize,
    left: usize,
}

impl Edits {
    fn put(&mut self, range: Range<usize>, new: String) {
        self.changed += 1;
        self.list.push((range, new));
    }

    fn take(&mut self, other: Edits) {
        self.list.extend(other.list);
        self.changed += other.changed;
        self.left += other.left;
    }

    fn wiki(&mut self, range: Range<usize>, target: &str, choose: &mut Choose<'_>) {
        if target.is_empty() {
            return;
        }
        match choose(Named { target, form: Form::Wiki }) {
            Change::Keep => {}
            Change::To(path) if fits_wiki(&path) => self.put(range, path),
            Change::To(_) | Change::Impossible => self.left += 1,
        }
    }

    /// A link that cannot be changed where it stands.
    fn unreachable(&mut self, decoded: &str, choose: &mut Choose<'_>) {
        let Some(target) = reference::inside(decoded) else { return };
        let path = link_path(&target);
        if !path.is_empty() && choose(Named { target: path, form: Form::Markdown }) != Change::Keep {
            self.left += 1;
        }
    }

    fn apply(mut self, text: &str) -> Relinked {
        self.list.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, new) in &self.list {
            out.push_str(&text[at..range.start]);
            out.push_str(new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        Relinked { text: out, changed: self.changed, left: self.left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every link to `Old` is to lead to `new`.
    fn relinked(text: &str, new: &str) -> (String, usize, usize) {
        let mut choose = |named: Named<'_>| {
            let target = named.target.strip_suffix(".md").unwrap_or(named.target);
            match (target, named.form) {
                ("Old" | "a/Old", Form::Wiki) => Change::To(new.to_owned()),
                ("Old" | "a/Old", _) => Change::To(format!("{new}.md")),
                _ => Change::Keep,
            }
        };
        let done = if text.starts_with('{') { canvas(text, &mut choose) } else { note(text, &mut choose) };
        (done.text, done.changed, done.left)
    }

    #[test]
    fn each_link_keeps_its_form() {
        for (old, new) in [
            ("[[Old]] and [[Other]]", "[[b/New N]] and [[Other]]"),
            ("![[ Old#H#Sub|shown ]]\r\n", "![[ b/New N#H#Sub|shown ]]\r\n"),
            ("|a|b|\n|-|-|\n|[[Old\\|x]]|y|", "|a|b|\n|-|-|\n|[[b/New N\\|x]]|y|"),
            (
                "> [!q] [[a/Old#^id]]\n> ![s|100](a/Old.md \"t\")",
                "> [!q] [[b/New N#^id]]\n> ![s|100](b/New%20N.md \"t\")",
            ),
            ("[x](<Old.md#h>) [y](Old#h)", "[x](<b/New N.md#h>) [y](b/New%20N.md#h)"),
            ("[x][l]\n\n[l]: <a/Old.md> 'T'\n", "[x][l]\n\n[l]: <b/New N.md> 'T'\n"),
            (
                "---\nup: \"[[Old|x]]\" # c\nall:\n  - '[[Old]]'\n  - other\n---\n",
                "---\nup: \"[[b/New N|x]]\" # c\nall:\n  - '[[b/New N]]'\n  - other\n---\n",
            ),
        ] {
            let (text, changed, left) = relinked(old, "b/New N");
            assert_eq!(text, new);
            assert!(changed > 0 && left == 0, "{old}: {changed} changed, {left} left");
        }
        for same in ["`[[Old]]`", "```\n[[Old]]\n```", "[[#Old]]", "[[Older]]", "[o](https://Old.md)", "%%\n"] {
            assert_eq!(relinked(same, "New"), (same.to_owned(), 0, 0));
        }
    }

    #[test]
    fn quotes_of_properties_hold_what_is_put_there() {
        let (text, changed, left) = relinked("---\nup: '[[Old]]'\nis: \"[[Old]]\"\n---\n", "it's");
        assert_eq!((text.as_str(), changed, left), ("---\nup: '[[it''s]]'\nis: \"[[it's]]\"\n---\n", 2, 0));
    }

    #[test]
    fn a_canvas_keeps_every_other_byte() {
        let text = "{\n\t\"nodes\":[\n\t\t{\"id\":\"1\",\"type\":\"file\",\"file\":\"a\\/Old.md\",\"subpath\":\"#H\"},\n\t\t{\"id\":\"Old\",\"type\":\"text\",\"text\":\"\\\"see\\\" [[Old]]\"},\n\t\t{\"type\":\"group\",\"label\":\"a/Old.md\"}\n\t],\n\t\"edges\":[]\n}";
        let new = "{\n\t\"nodes\":[\n\t\t{\"id\":\"1\",\"type\":\"file\",\"file\":\"New.md\",\"subpath\":\"#H\"},\n\t\t{\"id\":\"Old\",\"type\":\"text\",\"text\":\"\\\"see\\\" [[New]]\"},\n\t\t{\"type\":\"group\",\"label\":\"a/Old.md\"}\n\t],\n\t\"edges\":[]\n}";
        assert_eq!(relinked(text, "New"), (new.to_owned(), 2, 0));
        assert_eq!(relinked("{broken", "New"), ("{broken".to_owned(), 0, 0));
    }

    #[test]
    fn a_name_that_brackets_cannot_hold_is_left() {
        assert_eq!(relinked("[[Old]] [o](Old.md)", "a|b"), ("[[Old]] [o](a|b.md)".to_owned(), 1, 1));
    }
}
