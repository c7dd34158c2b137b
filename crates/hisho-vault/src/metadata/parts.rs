//! What a Markdown link is made of.
//!
//! Owns labels, targets, titles and the definitions of labels. Must not know where a link stands.

use std::collections::HashMap;
use std::ops::Range;

/// The targets of labels; the first definition of one counts.
#[derive(Debug, Default)]
pub(crate) struct Definitions(HashMap<String, String>);

impl Definitions {
    pub fn add(&mut self, label: &str, target: &str) {
        self.0.entry(folded(label)).or_insert_with(|| target.to_owned());
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, label: &str) -> Option<&str> {
        self.0.get(&folded(label)).map(String::as_str)
    }
}

/// Labels compare without case, any white space being one blank.
fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    // Upper case first brings together what shares one capital, as ß and ẞ do.
    words.join(" ").to_lowercase().to_uppercase()
}

/// The longest label.
const LABEL: usize = 999;
/// How deep parentheses may nest in a target.
const PARENTHESES: usize = 32;

/// One definition in a text.
#[derive(Debug)]
pub(crate) struct Found {
    pub start: usize,
    /// Behind its line.
    pub end: usize,
    pub label: Range<usize>,
    pub target: String,
}

/// Reads `[label]: target "title"` from `at` on.
pub(crate) fn definition(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let start = blanks(bytes, at);
    let label = label(text, start)?;
    if bytes.get(label.end + 1) != Some(&b':') {
        return None;
    }
    let (target, target_end) = target(text, space(bytes, label.end + 2)?)?;
    let line_end = |at: usize| {
        let at = blanks(bytes, at);
        match bytes.get(at) {
            None => Some(at),
            Some(b'\n') => Some(at + 1),
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => Some(at + 2),
            _ => None,
        }
    };
    let title_at = space(bytes, target_end).filter(|at| *at > target_end);
    let titled = title_at.and_then(|at| title(bytes, at)).and_then(line_end);
    let end = titled.or_else(|| line_end(target_end))?;
    Some(Found { start, end, label, target })
}

/// The inside of a label whose `[` is at `at`. It holds no brackets and is not blank.
pub(crate) fn label(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'[') {
        return None;
    }
    let mut end = at + 1;
    loop {
        match bytes.get(end)? {
            b']' => break,
            b'[' => return None,
            b'\\' => end += 2,
            _ => end += 1,
        }
        if end - at > LABEL + 1 {
            return None;
        }
    }
    let inner = at + 1..end;
    (!text[inner.clone()].trim().is_empty()).then_some(inner)
}

/// Behind spaces and tabs.
fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    at
}

/// Behind white space with one line ending at most.
pub(crate) fn space(bytes: &[u8], at: usize) -> Option<usize> {
    let at = blanks(bytes, at);
    let next = match bytes.get(at) {
        Some(b'\n') => at + 1,
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at + 2,
        _ => return Some(at),
    };
    Some(blanks(bytes, next))
}

/// Reads a target, escapes and entities resolved; and where it ends.
pub(crate) fn target(text: &str, at: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let mut end = at;
    if bytes.get(at) == Some(&b'<') {
        loop {
            end += 1;
            match bytes.get(end)? {
                b'>' => return Some((plain(&text[at + 1..end]), end + 1)),
                b'<' | b'\n' => return None,
                b'\\' if bytes.get(end + 1).is_some_and(u8::is_ascii_punctuation) => end += 1,
                _ => {}
            }
        }
    }
    let mut open = 0;
    while let Some(byte) = bytes.get(end) {
        match byte {
            0..=b' ' | 0x7F => break,
            b'\\' if bytes.get(end + 1).is_some_and(u8::is_ascii_punctuation) => end += 1,
            b'(' => {
                open += 1;
                if open > PARENTHESES {
                    return None;
                }
            }
            b')' if open == 0 => break,
            b')' => open -= 1,
            _ => {}
        }
        end += 1;
    }
    (open == 0 && end > at).then(|| (plain(&text[at..end]), end))
}

/// Where a title ends that begins at `at`.
pub(crate) fn title(bytes: &[u8], at: usize) -> Option<usize> {
    let open = *bytes.get(at)?;
    let close = match open {
        b'"' | b'\'' => open,
        b'(' => b')',
        _ => return None,
    };
    let mut end = at + 1;
    let mut blank_line = false;
    loop {
        match bytes.get(end)? {
            b'\\' => end += 1,
            b'\n' if blank_line => return None,
            b'\n' => blank_line = true,
            byte if *byte == close => return Some(end + 1),
            b'(' if open == b'(' => return None,
            b' ' | b'\t' | b'\r' => {}
            _ => blank_line = false,
        }
        end += 1;
    }
}

/// Without escapes, and entities put in characters.
fn plain(text: &str) -> String {
    if !text.contains(['\\', '&']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = if rest.starts_with('\\') {
            let escaped = rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation);
            out.push_str(if escaped { &rest[1..2] } else { "\\" });
            1 + usize::from(escaped)
        } else {
            // No entity is longer.
            let len = rest.bytes().take(40).position(|b| b == b';').map_or(1, |at| at + 1);
            out.push_str(&html_escape::decode_html_entities(&rest[..len]));
            len
        };
        rest = &rest[len..];
    }
    out.push_str(rest);
    out
}
