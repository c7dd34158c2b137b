//! One line that is a task.
//!
//! Owns what the Tasks plugin makes of such a line: its fields, and what
//! ticking it writes. Must not know lists, code or comments: it is told where a checkbox is.

use std::ops::Range;

pub mod fields;
pub mod status;
pub mod tick;

use fields::{Kind, TaskText};

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
    /// The field ⏳, or `[scheduled:: …]`.
    pub scheduled: Option<String>,
    /// The field 🛫, or `[start:: …]`.
    pub start: Option<String>,
    /// `highest`, `high`, `medium`, `low` or `lowest`.
    pub priority: Option<String>,
}

/// Reads the task whose checkbox has its mark at `mark`, on the line of that number.
pub(crate) fn read(text: &str, mark: Range<usize>, line: usize) -> TaskLine {
    let behind = (mark.end + 1).min(text.len());
    let end = memchr::memchr(b'\n', &text.as_bytes()[behind..]).map_or(text.len(), |at| behind + at);
    let shown = text[behind..end].trim();
    let task = TaskText::read(shown);
    let field = |kind| task.get(kind).map(str::to_owned);
    TaskLine {
        line,
        mark: text[mark.clone()].chars().next().unwrap_or(' '),
        mark_range: mark,
        text: shown.to_owned(),
        description: shown[..task.start].trim_end().to_owned(),
        id: field(Kind::Id),
        due: field(Kind::Due),
        scheduled: field(Kind::Scheduled),
        start: field(Kind::Start),
        priority: field(Kind::Priority),
    }
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
