//! The properties block as YAML.
//!
//! Owns turning the block's text into ordered entries with their places, within bounds that no
//! hostile block can break. Must not know what any property means.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde_json::{Map, Number, Value};

/// More than any block written by hand; beyond them it counts as broken.
const MAX_BYTES: usize = 256 * 1024;
const MAX_NODES: usize = 50_000;
const MAX_DEPTH: usize = 64;

/// One top-level property.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub key: String,
    /// Where the key ends, in bytes of the block.
    pub key_end: usize,
    pub value: Value,
    /// Where the value is, quotes included, in bytes of the block; empty for an absent value.
    pub range: Range<usize>,
    pub shape: Shape,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// A list, an object, an alias, a block of lines, or anything with a tag or an anchor.
    Other,
}

/// Reads a block; an empty one has no entries. The error is for people to read.
pub(crate) fn parse(block: &str) -> Result<Vec<Entry>, String> {
    if block.len() > MAX_BYTES {
        return Err("the properties block is too large".to_owned());
    }
    let mut loader = Loader {
        events: Parser::new_from_str(block),
        offsets: (!block.is_ascii()).then(|| block.char_indices().map(|(at, _)| at).collect()),
        block,
        anchors: HashMap::new(),
        nodes: 0,
    };
    loader.document()
}

/// The entries as an ordered object.
pub(crate) fn to_map(entries: Vec<Entry>) -> Map<String, Value> {
    entries.into_iter().map(|entry| (entry.key, entry.value)).collect()
}

struct Loader<'a> {
    events: Parser<'a, StrInput<'a>>,
    /// Where each character starts; absent where characters are bytes.
    offsets: Option<Vec<usize>>,
    block: &'a str,
    /// What an anchor stands for, and of how many nodes it is made.
    anchors: HashMap<usize, (Value, usize)>,
    nodes: usize,
}

impl<'a> Loader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), String> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(error.to_string()),
            None => Err("the properties block ends too early".to_owned()),
        }
    }

    fn byte(&self, chars: usize) -> usize {
        match &self.offsets {
            Some(offsets) => offsets.get(chars).copied().unwrap_or(self.block.len()),
            None => chars.min(self.block.len()),
        }
    }

    fn document(&mut self) -> Result<Vec<Entry>, String> {
        loop {
            match self.next()?.0 {
                Event::StreamEnd => return Ok(Vec::new()),
                Event::MappingStart(..) => break,
                Event::Scalar(text, ScalarStyle::Plain, _, None) if is_null(&text) => {
                    self.end()?;
                    return Ok(Vec::new());
                }
                Event::Scalar(..) | Event::SequenceStart(..) | Event::Alias(_) => {
                    return Err("the properties are not a list of keys with values".to_owned());
                }
                _ => {}
            }
        }
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let key_end = self.byte(span.end.index());
            let key = self.key(event)?;
            if !seen.insert(key.clone()) {
                return Err(format!("the property `{key}` is there twice"));
            }
            let (event, span) = self.next()?;
            let start = self.byte(span.start.index());
            let shape = match &event {
                Event::Scalar(_, ScalarStyle::Plain, 0, None) => Shape::Plain,
                Event::Scalar(_, ScalarStyle::SingleQuoted, 0, None) => Shape::SingleQuoted,
                Event::Scalar(_, ScalarStyle::DoubleQuoted, 0, None) => Shape::DoubleQuoted,
                _ => Shape::Other,
            };
            // The parser ends a quoted value only where the next thing begins, after any comment.
            let end = match shape {
                Shape::SingleQuoted | Shape::DoubleQuoted => start + quoted_len(&self.block[start..]),
                Shape::Plain | Shape::Other => self.byte(span.end.index()),
            };
            let range = start..end.max(start);
            let value = self.value(event, 1)?;
            entries.push(Entry { key, key_end, value, range, shape });
        }
        self.end()?;
        Ok(entries)
    }

    /// Nothing may follow the one document.
    fn end(&mut self) -> Result<(), String> {
        loop {
            match self.next()?.0 {
                Event::StreamEnd => return Ok(()),
                Event::DocumentEnd | Event::Nothing => {}
                _ => return Err("there is more than one set of properties".to_owned()),
            }
        }
    }

    fn key(&mut self, event: Event<'a>) -> Result<String, String> {
        match event {
            Event::Scalar(text, ..) => {
                self.count(1)?;
                Ok(text.into_owned())
            }
            _ => Err("a property's name is not a plain text".to_owned()),
        }
    }

    fn count(&mut self, nodes: usize) -> Result<(), String> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            return Err("the properties hold too many values".to_owned());
        }
        Ok(())
    }

    fn value(&mut self, event: Event<'a>, depth: usize) -> Result<Value, String> {
        if depth > MAX_DEPTH {
            return Err("the properties are nested too deeply".to_owned());
        }
        self.count(1)?;
        let before = self.nodes;
        let (value, anchor) = match event {
            Event::Alias(anchor) => {
                // Looked up before it is copied, so that a bomb is refused and not built.
                let size = self.anchors.get(&anchor).map(|known| known.1);
                self.count(size.ok_or("an alias stands for nothing")?)?;
                return Ok(self.anchors[&anchor].0.clone());
            }
            Event::Scalar(text, style, anchor, tag) => {
                let text_tag =
                    tag.is_some_and(|tag| (tag.is_yaml_core_schema() && tag.suffix == "str") || tag.suffix == "!");
                (scalar(text, style == ScalarStyle::Plain && !text_tag), anchor)
            }
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()?.0 {
                        Event::SequenceEnd => break,
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
                (Value::Array(items), anchor)
            }
            Event::MappingStart(anchor, _) => {
                let mut map = Map::new();
                loop {
                    let event = self.next()?.0;
                    if matches!(event, Event::MappingEnd) {
                        break;
                    }
                    let key = self.key(event)?;
                    let event = self.next()?.0;
                    let value = self.value(event, depth + 1)?;
                    if map.insert(key.clone(), value).is_some() {
                        return Err(format!("the property `{key}` is there twice"));
                    }
                }
                (Value::Object(map), anchor)
            }
            _ => return Err("the properties block ends too early".to_owned()),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), self.nodes - before + 1));
        }
        Ok(value)
    }
}

/// The length of the quoted text that `text` begins with, both quotes included.
fn quoted_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes.first().copied().unwrap_or(b'"');
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => {
                at += 1;
                // Doubled, a single quote stands for itself.
                if quote == b'"' || bytes.get(at) != Some(&quote) {
                    return at;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    text.len()
}

fn scalar(text: Cow<'_, str>, plain: bool) -> Value {
    if plain { plain_scalar(&text) } else { Value::String(text.into_owned()) }
}

/// What a scalar without quotes means in YAML 1.2's core schema. Dates stay texts, and so do the
/// infinities, which JSON cannot hold.
pub(crate) fn plain_scalar(text: &str) -> Value {
    if is_null(text) {
        return Value::Null;
    }
    match text {
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn number(text: &str) -> Option<Number> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let valid = digits.chars().all(|c| c.is_digit(radix));
            return valid.then(|| u64::from_str_radix(digits, radix).ok())?.map(Number::from);
        }
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let starts = digits.strip_prefix('.').unwrap_or(digits);
    // Rust's own reading also takes `inf`, `nan` and the like, which are texts here.
    if !starts.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if let Ok(whole) = unsigned.parse::<i64>() {
        return Some(Number::from(whole));
    }
    let number: f64 = unsigned.parse().ok()?;
    // To Obsidian there is one kind of number: `1.0` is 1.
    if number.fract() == 0.0 && number.abs() <= EXACT {
        return Some(Number::from(number as i64));
    }
    Number::from_f64(number)
}

/// Up to here a whole number is exactly itself, whichever way it is kept.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn scalars_follow_the_core_schema() {
        for (text, value) in [
            ("yes", json!("yes")),
            ("true", json!(true)),
            ("~", json!(null)),
            ("2026-01-02", json!("2026-01-02")),
            ("12", json!(12)),
            ("-1.5e3", json!(-1500)),
            ("1.0", json!(1)),
            ("1.25", json!(1.25)),
            ("-0", json!(0)),
            ("0x1f", json!(31)),
            (".inf", json!(".inf")),
            ("inf", json!("inf")),
            ("1_000", json!("1_000")),
            ("+", json!("+")),
        ] {
            assert_eq!(plain_scalar(text), value, "{text}");
        }
    }

    #[test]
    fn entries_know_their_places() {
        let block = "名: 値 # c\r\nb: 'it''s' # c\r\nc:\r\nd: \"x\\\"\" # c\r\n";
        let entries = parse(block).unwrap();
        let seen: Vec<_> = entries.iter().map(|e| (&block[e.range.clone()], e.shape)).collect();
        assert_eq!(seen[0], ("値", Shape::Plain));
        assert_eq!(seen[1], ("'it''s'", Shape::SingleQuoted));
        assert_eq!(seen[2].0, "");
        assert_eq!(seen[3], ("\"x\\\"\"", Shape::DoubleQuoted));
        assert!(entries.iter().all(|e| block[e.key_end..].starts_with(':')));
    }

    #[test]
    fn bombs_and_depths_are_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let row = vec![format!("*a{}", n - 1); 9].join(", ");
            bomb.push_str(&format!("a{n}: &a{n} [{row}]\n"));
        }
        assert!(parse(&bomb).unwrap_err().contains("too many"));
        assert!(parse(&format!("a: {}", "[".repeat(5000))).is_err());
        assert!(parse("a: 1\na: 2").is_err());
        assert!(parse("- a\n- b").is_err());
        assert!(parse("a: [").is_err());
        assert!(parse("# only a comment").unwrap().is_empty());
    }

    #[test]
    fn aliases_stand_for_their_anchors() {
        let map = to_map(parse("a: &x [1, 2]\nb: *x\nz: {k: v}\nc: !!str 5").unwrap());
        assert_eq!(Value::Object(map), json!({"a": [1, 2], "b": [1, 2], "z": {"k": "v"}, "c": "5"}));
    }

    proptest! {
        #[test]
        fn no_block_panics(text in "[-a-c:\\[\\]{}&*!|>'\"#?, \\n\\t%@~0-9é]{0,120}") {
            let _ = parse(&text);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = parse(&text);
        }
    }
}
