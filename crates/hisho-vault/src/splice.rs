//! The smallest edits to a note.
//!
//! Owns changing one property while every other byte stays. Must not
//! know why, and writes nothing: bytes in, bytes out.

use serde_json::Value;

use crate::note::{self, Block, block};
use crate::yaml::{self, Entry, Shape};

/// Why an edit was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// The bytes are not UTF-8.
    #[error("the note is not UTF-8")]
    NotText,
    /// The properties block cannot be understood, so nothing in it is touched.
    #[error("the properties block is broken: {0}")]
    Broken(String),
    /// The property holds a list, an object or a block of lines.
    #[error("the property `{0}` does not hold a single value")]
    NotAScalar(String),
    /// The block is written in a way that leaves no place for this edit.
    #[error("the property `{0}` cannot be written into this block")]
    Unsupported(String),
}

/// Sets the single value of a top-level property; comments, quotes, order and line endings stay. A
/// missing property is added at the block's end, a missing block at the note's start.
///
/// The kind of a value stays: a text stays a text, quoted if need be; a number stays a number if
/// `value` is one. A new property is a number or a yes-or-no if `value` is exactly how that is
/// written, else a text.
pub fn set_property(bytes: &[u8], key: &str, value: &str) -> Result<Vec<u8>, SpliceError> {
    let text = std::str::from_utf8(bytes).map_err(|_| SpliceError::NotText)?;
    let Some(block) = block(text) else {
        let at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        let eol = line_ending(text);
        let line = new_line(key, value);
        return check(text, spliced(bytes, at..at, &format!("---{eol}{line}{eol}---{eol}")), key, value);
    };
    let yaml_text = &text[block.yaml.clone()];
    let entries = yaml::parse(yaml_text).map_err(SpliceError::Broken)?;
    let edited = match entries.iter().find(|entry| entry.key == key) {
        Some(entry) => replaced(text, &block, entry, value)?,
        None => {
            let at = block.yaml.end;
            spliced(bytes, at..at, &format!("{}{}", new_line(key, value), line_ending(text)))
        }
    };
    check(text, edited, key, value)
}

/// Sets a top-level property to a single value or a list of them, or takes it away. A single value
/// in the place of another keeps that one's kind and quotes as [`set_property`] does; a list is
/// written an item a line, as Obsidian does.
pub fn put_property(bytes: &[u8], key: &str, value: Option<&Value>) -> Result<Vec<u8>, SpliceError> {
    let text = std::str::from_utf8(bytes).map_err(|_| SpliceError::NotText)?;
    let unsupported = || SpliceError::Unsupported(key.to_owned());
    let eol = line_ending(text);
    let block = block(text);
    let entries = block.as_ref().map(|block| yaml::parse(&text[block.yaml.clone()])).transpose();
    let entries = entries.map_err(SpliceError::Broken)?.unwrap_or_default();
    let at = entries.iter().position(|entry| entry.key == key);
    let lines = match value {
        None => String::new(),
        Some(Value::Array(items)) if items.is_empty() => format!("{}: []{eol}", as_text(key)),
        Some(Value::Array(items)) => {
            let mut lines = format!("{}:{eol}", as_text(key));
            for item in items {
                lines.push_str(&format!("  - {}{eol}", single(item).ok_or_else(unsupported)?));
            }
            lines
        }
        Some(one) => {
            let is_single = at.is_some_and(|at| entries[at].shape != Shape::Other);
            if let (true, Some(text)) = (is_single, plain(one)) {
                return set_property(bytes, key, &text);
            }
            format!("{}: {}{eol}", as_text(key), single(one).ok_or_else(unsupported)?)
        }
    };
    let edited = match (&block, at) {
        (_, None) if value.is_none() => return Ok(bytes.to_vec()),
        (None, _) => {
            let start = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
            spliced(bytes, start..start, &format!("---{eol}{lines}---{eol}"))
        }
        (Some(block), None) => spliced(bytes, block.yaml.end..block.yaml.end, &lines),
        (Some(block), Some(at)) => spliced(bytes, entry_lines(text, block, &entries, at), &lines),
    };
    let after = std::str::from_utf8(&edited).map_err(|_| unsupported())?;
    let found = note::block(after).map(|block| yaml::parse(&after[block.yaml])).transpose();
    let found = found.map_err(|_| unsupported())?.unwrap_or_default();
    let pairs = |entries: Vec<Entry>| entries.into_iter().map(|entry| (entry.key, entry.value));
    let mut expected: Vec<(String, Value)> = pairs(entries).collect();
    match (at, value) {
        (Some(at), Some(value)) => expected[at].1 = value.clone(),
        (Some(at), None) => drop(expected.remove(at)),
        (None, value) => expected.extend(value.map(|value| (key.to_owned(), value.clone()))),
    }
    if pairs(found).eq(expected) { Ok(edited) } else { Err(unsupported()) }
}

/// The lines of an entry in a text, without blank lines and comments behind it.
fn entry_lines(text: &str, block: &Block, entries: &[Entry], at: usize) -> std::ops::Range<usize> {
    let yaml_text = &text[block.yaml.clone()];
    let line_start = |entry: &Entry| yaml_text[..entry.key_end].rfind('\n').map_or(0, |at| at + 1);
    let start = line_start(&entries[at]);
    let end = entries.get(at + 1).map_or(yaml_text.len(), line_start).max(start);
    let behind = yaml_text[start..end].split_inclusive('\n').rev();
    let others = behind.take_while(|line| line.trim().is_empty() || line.starts_with('#')).map(str::len).sum::<usize>();
    block.yaml.start + start..block.yaml.start + end - others
}

/// A single value as it is written for the first time.
fn single(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(as_text(text)),
        other => plain(other),
    }
}

/// A single value without quotes.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(written(value)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn replaced(text: &str, block: &Block, entry: &Entry, value: &str) -> Result<Vec<u8>, SpliceError> {
    let old = &text[block.yaml.clone()][entry.range.clone()];
    // A value over several lines would leave its tail behind, or a comment in its middle.
    if entry.shape == Shape::Other || old.contains('\n') {
        return Err(SpliceError::NotAScalar(entry.key.clone()));
    }
    let written = match entry.shape {
        Shape::SingleQuoted if !value.contains(|c: char| c.is_control()) => {
            format!("'{}'", value.replace('\'', "''"))
        }
        Shape::SingleQuoted | Shape::DoubleQuoted => double_quoted(value),
        _ if entry.value.is_string() => as_text(value),
        _ => as_new(value),
    };
    let (at, written) = if old.is_empty() {
        // An absent value: right behind the colon, before any comment.
        let colon = block.yaml.start + entry.key_end;
        let found = text[colon..block.yaml.end].find(':');
        let behind = found.map(|offset| colon + offset + 1);
        let behind = behind.ok_or_else(|| SpliceError::Unsupported(entry.key.clone()))?;
        (behind..behind, format!(" {written}"))
    } else {
        let start = block.yaml.start + entry.range.start;
        (start..start + old.len(), written)
    };
    Ok(spliced(text.as_bytes(), at, &written))
}

/// What was written must read back as meant, and every other property as before.
fn check(before: &str, edited: Vec<u8>, key: &str, value: &str) -> Result<Vec<u8>, SpliceError> {
    let unsupported = || SpliceError::Unsupported(key.to_owned());
    let read = |text: &str| {
        let Some(block) = block(text) else { return Ok(Vec::new()) };
        let range = block.yaml;
        yaml::parse(&text[range])
            .map(|entries| entries.into_iter().map(|entry| (entry.key, entry.value)).collect::<Vec<_>>())
    };
    let after = std::str::from_utf8(&edited).map_err(|_| unsupported())?;
    let mut expected = read(before).map_err(SpliceError::Broken)?;
    let found = read(after).map_err(|_| unsupported())?;
    let now = found.iter().find(|(name, _)| name == key).ok_or_else(unsupported)?.1.clone();
    if !means(&now, value) {
        return Err(unsupported());
    }
    match expected.iter_mut().find(|(name, _)| name == key) {
        Some(entry) => entry.1 = now,
        None => expected.push((key.to_owned(), now)),
    }
    if expected == found { Ok(edited) } else { Err(unsupported()) }
}

fn means(found: &Value, value: &str) -> bool {
    match found {
        Value::String(text) => text == value,
        Value::Null => value.is_empty(),
        other => written(other) == value,
    }
}

fn written(value: &Value) -> String {
    value.to_string()
}

fn new_line(key: &str, value: &str) -> String {
    format!("{}: {}", as_text(key), as_new(value))
}

/// A number or a yes-or-no as it is, anything else as a text.
fn as_new(value: &str) -> String {
    let kind = yaml::plain_scalar(value);
    if (kind.is_number() || kind.is_boolean()) && written(&kind) == value { value.to_owned() } else { as_text(value) }
}

/// A text without quotes where it reads back as that text, else with them.
fn as_text(value: &str) -> String {
    let line = format!("k: {value} # c");
    let plain = value.trim() == value
        && !value.contains(|c: char| c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'))
        // Within a list in brackets these would end it; and old readers take the words for others.
        && !value.contains(['[', ']', '{', '}', ','])
        && !["yes", "no", "on", "off"].contains(&value.to_ascii_lowercase().as_str())
        && yaml::parse(&line).is_ok_and(|entries| {
            matches!(entries.as_slice(), [one] if one.shape == Shape::Plain && one.value.as_str() == Some(value))
        })
        && yaml::parse(&format!("{value}: 1")).is_ok_and(|entries| {
            matches!(entries.as_slice(), [one] if one.key == value)
        });
    if plain { value.to_owned() } else { double_quoted(value) }
}

fn double_quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') => {
                out.push_str(&format!("\\u{:04X}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The note's own line ending: that of its first line.
fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn spliced(bytes: &[u8], range: std::ops::Range<usize>, with: &str) -> Vec<u8> {
    [&bytes[..range.start], with.as_bytes(), &bytes[range.end..]].concat()
}
