//! Texts of a record between the marks of a note.
//!
//! Owns how a text is written so that nothing in it is taken for what parts the note, and how it is
//! read back exactly. Must not know sections.

use super::lines::{Lines, heading, is_fence};
use crate::tasks::fields::TaskText;

/// Stands behind a line's text that would else be read as fields; shows as nothing in Obsidian.
const SHIELD: &str = " %%%%";

/// A text as lines of a note: headings of the first two levels and fences without an end get a
/// backslash.
pub(super) fn text_lines(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text, 0);
    (0..lines.count())
        .map(|at| {
            let line = lines.bare(at);
            match parting(line).filter(|_| !lines.is_code(at)) {
                Some(place) => format!("{}\\{}", &line[..place], &line[place..]),
                None => line.to_owned(),
            }
        })
        .collect()
}

/// One line of a note's text read back; code is as it is.
pub(super) fn plain_line(line: &str) -> String {
    match parting(line).filter(|place| line[*place..].starts_with('\\')) {
        Some(place) => format!("{}{}", &line[..place], &line[place + 1..]),
        None => line.to_owned(),
    }
}

/// Where the backslash goes, or is, in a line that would part the note without any.
fn parting(line: &str) -> Option<usize> {
    let inner = line.trim_start_matches(' ');
    let place = line.len() - inner.len();
    let bare = inner.trim_start_matches('\\');
    (place <= 3 && (heading(bare).is_some() || is_fence(bare)) && !bare.starts_with(' ')).then_some(place)
}

/// A line's text so that nothing of it is read as a field.
pub(super) fn shielded(text: &str) -> String {
    let read = TaskText::read(text);
    let as_is = read.fields.is_empty() && read.block.is_none() && !text.ends_with(SHIELD.trim_start());
    if as_is && read.description == text { text.to_owned() } else { format!("{text}{SHIELD}") }
}

/// Takes the shield off again.
pub(super) fn unshielded(text: &str) -> &str {
    text.strip_suffix(SHIELD).unwrap_or(text)
}
