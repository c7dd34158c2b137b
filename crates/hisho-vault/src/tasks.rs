//! One line that is a task.
//!
//! Owns the fields that the Tasks plugin and Dataview put behind a task's text. Must not know lists,
//! code or comments: it is told where a checkbox is.

use std::ops::Range;

/// A checkbox in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Counted from 0 at the note's first line.
    pub line: usize,
    /// What stands between the brackets: a space when the task is open.
    pub mark: char,
    /// Where `mark` is, in bytes of the text.
    pub mark_range: Range<usize>,
    /// All that follows the brackets, fields included, without white space around it.
    pub text: String,
    /// `text` without the fields at its end.
    pub description: String,
    /// The field 🆔, or `[id:: …]`.
    pub id: Option<String>,
    /// The day it is due, as `YYYY-MM-DD`: the field 📅, or `[due:: …]`.
    pub due: Option<String>,
}

/// Reads the task whose checkbox has its mark at `mark`, on the line of that number.
pub(crate) fn read(text: &str, mark: Range<usize>, line: usize) -> TaskLine {
    let behind = (mark.end + 1).min(text.len());
    let end = memchr::memchr(b'\n', &text.as_bytes()[behind..]).map_or(text.len(), |at| behind + at);
    let shown = text[behind..end].trim();
    let fields = fields(shown);
    TaskLine {
        line,
        mark: text[mark.clone()].chars().next().unwrap_or(' '),
        mark_range: mark,
        text: shown.to_owned(),
        description: shown[..fields.start].trim_end().to_owned(),
        id: fields.id,
        due: fields.due,
    }
}

struct Fields {
    id: Option<String>,
    due: Option<String>,
    /// Where the run of fields at the end begins.
    start: usize,
}

const DATES: &[char] = &['📅', '📆', '🗓', '⏳', '⌛', '🛫', '➕', '✅', '❌'];
const DUE: &[char] = &['📅', '📆', '🗓'];
const PRIORITIES: &[char] = &['🔺', '⏫', '🔼', '🔽', '⏬'];
const SIGNS: &[char] =
    &['📅', '📆', '🗓', '⏳', '⌛', '🛫', '➕', '✅', '❌', '🔁', '🏁', '🆔', '⛔', '🔺', '⏫', '🔼', '🔽', '⏬'];
const VARIATION: char = '\u{FE0F}';

/// Fields count from the line's end backwards, up to the first thing that is none. Tags may stand
/// between them; a block id may follow them.
fn fields(text: &str) -> Fields {
    let mut found = Fields { id: None, due: None, start: text.len() };
    let mut rest = text;
    if let Some((before, last)) = rest.rsplit_once([' ', '\t'])
        && last.len() > 1
        && last.strip_prefix('^').is_some_and(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    {
        rest = before.trim_end();
        found.start = rest.len();
    }
    loop {
        rest = rest.trim_end().trim_end_matches(VARIATION);
        let word = rest.rsplit([' ', '\t']).next().unwrap_or("");
        if word.len() > 1 && word.starts_with('#') {
            // Part of the description unless a field stands before it, so `start` waits.
            rest = &rest[..rest.len() - word.len()];
            continue;
        }
        let before = match dataview(rest) {
            Some((before, key, value)) => {
                match key {
                    "id" => found.id = Some(value.to_owned()),
                    "due" if is_day(value) => found.due = Some(value.to_owned()),
                    "scheduled" | "start" | "created" | "completion" | "cancelled" if is_day(value) => {}
                    "priority" | "repeat" | "onCompletion" | "dependsOn" => {}
                    _ => return found,
                }
                before
            }
            None => {
                // The last sign; what follows it must be a value of its kind.
                let Some(at) = rest.rfind(SIGNS) else { return found };
                let sign = rest[at..].chars().next().unwrap_or(VARIATION);
                let value = rest[at + sign.len_utf8()..].trim_start_matches(VARIATION).trim();
                let fits = match sign {
                    sign if DATES.contains(&sign) => is_day(value),
                    sign if PRIORITIES.contains(&sign) => value.is_empty(),
                    '🆔' => is_id(value),
                    '⛔' => value.split(',').all(|id| is_id(id.trim())),
                    '🏁' => !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphabetic()),
                    _ => is_rule(value),
                };
                if !fits {
                    return found;
                }
                if sign == '🆔' {
                    found.id = Some(value.to_owned());
                } else if DUE.contains(&sign) {
                    found.due = Some(value.to_owned());
                }
                &rest[..at]
            }
        };
        rest = before.trim_end();
        found.start = rest.len();
    }
}

/// Of a text that ends in `[key:: value]` or `(key:: value)`: what is before, key and value.
fn dataview(text: &str) -> Option<(&str, &str, &str)> {
    let (open, inner) = match text.strip_suffix(']') {
        Some(inner) => ('[', inner),
        None => ('(', text.strip_suffix(')')?),
    };
    let at = inner.rfind(open)?;
    let (key, value) = inner[at + 1..].split_once("::")?;
    Some((&inner[..at], key.trim(), value.trim()))
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn is_rule(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b',' | b'!');
    !text.is_empty() && text.bytes().all(allowed)
}

fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |at: Range<usize>| text.get(at).and_then(|part| part.parse::<u8>().ok());
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(line: &str) -> TaskLine {
        crate::note::parse(line).tasks.pop().unwrap_or_else(|| panic!("no task: {line}"))
    }

    #[test]
    fn every_kind_of_list_has_tasks() {
        for line in ["- [ ] a", "* [x] a", "+ [/] a", "1. [-] a", "12) [!] a", "> - [ ] a", "> > 1. [ ] a", "- [計] a"]
        {
            let task = task(line);
            assert_eq!(task.text, "a", "{line}");
            assert_eq!(line[task.mark_range.clone()].chars().next(), Some(task.mark));
        }
    }

    #[test]
    fn other_lines_are_no_tasks() {
        for line in
            ["[ ] a", "- [] a", "- [xx] a", "- [ ]a", "- []", "-[ ] a", "- [x](u)", "1.[ ] a", "a - [ ] b", "", "-"]
        {
            assert!(crate::note::parse(line).tasks.is_empty(), "{line}");
        }
    }

    #[test]
    fn fields_are_read_from_the_end() {
        for (line, id, due, description) in [
            ("- [ ] a 🆔 abc-1 📅 2026-01-02", Some("abc-1"), Some("2026-01-02"), "a"),
            ("- [ ] a 🗓\u{FE0F} 2026-01-02 ⏫ 🆔 x ^block", Some("x"), Some("2026-01-02"), "a"),
            ("- [ ] a 🆔 x #tag", Some("x"), None, "a"),
            ("- [ ] a #tag 🆔 x 🔁 every week when done ⛔ y, z", Some("x"), None, "a #tag"),
            ("- [ ] a 🆔 x 🔁 every week; odd", None, None, "a 🆔 x 🔁 every week; odd"),
            ("- [ ] a [id:: x] (due:: 2026-01-02)", Some("x"), Some("2026-01-02"), "a"),
            ("- [ ] 📅 2026-01-02 comes first in the text", None, None, "📅 2026-01-02 comes first in the text"),
            ("- [ ] a 📅 2026-13-02", None, None, "a 📅 2026-13-02"),
            ("- [ ] a #tag", None, None, "a #tag"),
        ] {
            let task = task(line);
            assert_eq!(
                (task.id.as_deref(), task.due.as_deref(), task.description.as_str()),
                (id, due, description),
                "{line}"
            );
        }
    }
}
