//! Ticking a task.
//!
//! Owns what becomes of a task's line when its checkbox is clicked, as the Tasks plugin writes it:
//! the mark, the day it was done, and the next occurrence of a task that recurs. Every other byte
//! of the note stays. Must not know files.

use hisho_domain::recurrence::Rule;
use jiff::civil::Date;

use super::TaskLine;
use super::fields::{Form, Kind, TaskText};
use super::status::{Meaning, TaskStyle};
use crate::note;

/// A note after a task in it was ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked {
    pub bytes: Vec<u8>,
    /// The line of the task now, from 0; of what follows it where the task itself was removed.
    pub line: usize,
}

/// Why a task was not ticked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TickError {
    #[error("the note is not UTF-8")]
    NotText,
    #[error("line {0} has no checkbox")]
    NoTask(usize),
    #[error("a checkbox cannot hold this mark")]
    BadMark,
}

/// Ticks the task in `line`, counted from 0: its mark becomes `mark`, or the one that follows by
/// `style`. `today` is the person's own day.
pub fn tick(
    bytes: &[u8],
    line: usize,
    mark: Option<char>,
    today: Date,
    style: &TaskStyle,
) -> Result<Ticked, TickError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TickError::NotText)?;
    if mark.is_some_and(char::is_control) {
        return Err(TickError::BadMark);
    }
    let tasks = note::parse(text).tasks;
    let task = tasks.into_iter().find(|task| task.line == line).ok_or(TickError::NoTask(line))?;
    // The byte order mark is no part of the first line.
    let first = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let start = text[..task.mark_range.start].rfind('\n').map_or(first, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |at| start + at + 1);
    let whole = &text[start..end];
    let body = whole.strip_suffix('\n').map_or(whole, |line| line.strip_suffix('\r').unwrap_or(line));
    let own_ending = &whole[body.len()..];
    let before = &text[start..task.mark_range.start];
    let write = |mark: char, text: &str| format!("{before}{mark}] {text}");
    let lines = become_lines(&task, mark, today, style)
        .map(|(lines, own)| (lines.iter().map(|(mark, text)| write(*mark, text)).collect::<Vec<_>>(), own));
    let (lines, own) = match lines {
        Lines::Texts(texts) => texts,
        Lines::MarkOnly(mark) => {
            let rest = &text[task.mark_range.end..start + body.len()];
            (vec![format!("{before}{mark}{rest}")], 0)
        }
    };
    // Between lines stands the note's ending; the last keeps its own, or the lack of one.
    let ending = if own_ending.is_empty() && text.contains("\r\n") {
        "\r\n"
    } else if own_ending.is_empty() {
        "\n"
    } else {
        own_ending
    };
    let mut written = lines.join(ending);
    if !lines.is_empty() {
        written.push_str(own_ending);
    }
    let bytes = [&bytes[..start], written.as_bytes(), &bytes[end..]].concat();
    Ok(Ticked { bytes, line: line + own })
}

/// What a task's line becomes.
enum Lines<T> {
    /// Lines in order, and which of them is the task's own.
    Texts(T),
    MarkOnly(char),
}

impl<T> Lines<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Lines<U> {
        match self {
            Lines::Texts(texts) => Lines::Texts(change(texts)),
            Lines::MarkOnly(mark) => Lines::MarkOnly(mark),
        }
    }
}

type Texts = (Vec<(char, String)>, usize);

fn become_lines(task: &TaskLine, mark: Option<char>, today: Date, style: &TaskStyle) -> Lines<Texts> {
    let was = style.of(task.mark);
    let is = style.of(mark.unwrap_or(was.next));
    if is.mark == was.mark || !task.text.contains(&style.filter) {
        return Lines::MarkOnly(is.mark);
    }
    let mut text = TaskText::read(&task.text);
    let form = text.form().unwrap_or(style.form);
    let rule = text.get(Kind::Repeat).and_then(Rule::read);
    if let Some(rule) = &rule {
        text.set(Kind::Repeat, Some(&rule.write()), form);
    }
    let becomes_done = is.meaning == Meaning::Done && was.meaning != Meaning::Done;
    let next = rule.filter(|_| becomes_done).and_then(|rule| next_occurrence(&text, &rule, today, form, style));
    for (kind, meaning, wanted) in
        [(Kind::Done, Meaning::Done, style.set_done), (Kind::Cancelled, Meaning::Cancelled, style.set_cancelled)]
    {
        if is.meaning != meaning {
            text.set(kind, None, form);
        } else if was.meaning != meaning {
            text.set(kind, wanted.then(|| today.to_string()).as_deref(), form);
        }
    }
    let deleted = becomes_done && text.get(Kind::OnCompletion).is_some_and(|how| how.eq_ignore_ascii_case("delete"));
    let own = (!deleted).then(|| (is.mark, text.write()));
    let next = next.map(|text| (style.after_done(is.mark), text));
    match (own, next) {
        (Some(own), Some(next)) if style.next_below => Lines::Texts((vec![own, next], 0)),
        (Some(own), Some(next)) => Lines::Texts((vec![next, own], 1)),
        (own, next) => Lines::Texts((own.into_iter().chain(next).collect(), 0)),
    }
}

/// The text of the next occurrence: each day as far from the one that counts as before, without
/// what belongs to this occurrence alone.
fn next_occurrence(task: &TaskText, rule: &Rule, today: Date, form: Form, style: &TaskStyle) -> Option<String> {
    let counting = if style.drop_scheduled {
        [Kind::Due, Kind::Start, Kind::Scheduled]
    } else {
        [Kind::Due, Kind::Scheduled, Kind::Start]
    };
    let reference = match counting.into_iter().find_map(|kind| task.get(kind)) {
        Some(day) => Some(day.parse::<Date>().ok()?),
        None => None,
    };
    let next = rule.after(reference.filter(|_| !rule.when_done()).unwrap_or(today))?;
    let mut text = task.clone();
    for kind in counting {
        // A day that no calendar has stays as it is.
        let Some(day) = task.get(kind).and_then(|day| day.parse::<Date>().ok()) else { continue };
        let moved = next.checked_add(day - reference?).ok()?;
        text.set(kind, Some(&moved.to_string()), form);
    }
    if style.drop_scheduled && (task.get(Kind::Due).is_some() || task.get(Kind::Start).is_some()) {
        text.set(Kind::Scheduled, None, form);
    }
    for kind in [Kind::Id, Kind::DependsOn, Kind::Created, Kind::Done, Kind::Cancelled] {
        text.set(kind, None, form);
    }
    if style.set_created {
        text.set(Kind::Created, Some(&today.to_string()), form);
    }
    text.block = None;
    Some(text.write())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ticked(text: &str, line: usize) -> String {
        let today = jiff::civil::date(2026, 11, 20);
        let ticked = tick(text.as_bytes(), line, None, today, &TaskStyle::default()).unwrap();
        String::from_utf8(ticked.bytes).unwrap()
    }

    #[test]
    fn the_day_comes_and_goes_with_the_mark() {
        for (open, done) in [
            ("- [ ] a", "- [x] a ✅ 2026-11-20"),
            ("- [/] a ⏫", "- [x] a ⏫ ✅ 2026-11-20"),
            ("- [!] a", "- [x] a ✅ 2026-11-20"),
            ("- [ ] a ^id", "- [x] a ✅ 2026-11-20 ^id"),
            ("- [ ] a [due:: 2026-01-02]", "- [x] a  [due:: 2026-01-02]  [completion:: 2026-11-20]"),
            ("   * [ ] 買い物 📅 2026-01-02 #店", "   * [x] 買い物 #店 📅 2026-01-02 ✅ 2026-11-20"),
        ] {
            assert_eq!(ticked(open, 0), done);
        }
        for (done, open) in [
            ("- [x] a ✅ 2026-11-01 ^id", "- [ ] a ^id"),
            ("1. [x] a  [completion:: 2026-11-01]", "1. [ ] a"),
            ("- [-] a ❌ 2026-11-01", "- [ ] a"),
            ("- [X] a", "- [ ] a"),
        ] {
            assert_eq!(ticked(done, 0), open);
        }
    }

    #[test]
    fn every_other_byte_stays() {
        let text = "\u{FEFF}# T\r\n\r\n> [!todo] c\r\n> > - [ ] in  it \r\n> \ttail\n- [ ] last";
        assert_eq!(
            ticked(text, 3),
            "\u{FEFF}# T\r\n\r\n> [!todo] c\r\n> > - [x] in  it ✅ 2026-11-20\r\n> \ttail\n- [ ] last"
        );
    }

    #[test]
    fn a_task_that_recurs_comes_again_above() {
        for (open, lines) in [
            (
                "> - [ ] a 🔁 every week 🛫 2026-11-01 ⏳ 2026-11-03 📅 2026-11-05 ^id\r\nb\r\n",
                "> - [ ] a 🔁 every week 🛫 2026-11-08 ⏳ 2026-11-10 📅 2026-11-12\r\n\
                 > - [x] a 🔁 every week 🛫 2026-11-01 ⏳ 2026-11-03 📅 2026-11-05 ✅ 2026-11-20 ^id\r\nb\r\n",
            ),
            (
                "- [ ] a 🆔 q ⛔ z 🔁 every week when done ➕ 2026-01-01 ⏳ 2026-02-06",
                "- [ ] a 🔁 every week when done ⏳ 2026-11-27\n\
                 - [x] a 🆔 q ⛔ z 🔁 every week when done ➕ 2026-01-01 ⏳ 2026-02-06 ✅ 2026-11-20",
            ),
            ("- [ ] a 🔁 every day 🏁 delete 📅 2026-11-20\n", "- [ ] a 🔁 every day 🏁 delete 📅 2026-11-21\n"),
            (
                "- [ ] a 🔁 every day 🏁 keep",
                "- [ ] a 🔁 every day 🏁 keep\n- [x] a 🔁 every day 🏁 keep ✅ 2026-11-20",
            ),
            (
                "- [ ] a  [repeat:: every month on the last]  [due:: 2026-01-31]",
                "- [ ] a  [repeat:: every month on the last]  [due:: 2026-02-28]\n\
                 - [x] a  [repeat:: every month on the last]  [due:: 2026-01-31]  [completion:: 2026-11-20]",
            ),
            // The byte order mark stays one, before the first line.
            (
                "\u{FEFF}- [ ] a 🔁 every day 📅 2026-11-20\r\nb",
                "\u{FEFF}- [ ] a 🔁 every day 📅 2026-11-21\r\n\
                 - [x] a 🔁 every day 📅 2026-11-20 ✅ 2026-11-20\r\nb",
            ),
            // A rule that is not understood is kept, and nothing comes again.
            ("- [ ] a 🔁 every blue moon", "- [x] a 🔁 every blue moon ✅ 2026-11-20"),
            ("- [ ] a 🔁 every day 📅 2026-02-30", "- [x] a 🔁 every day 📅 2026-02-30 ✅ 2026-11-20"),
        ] {
            assert_eq!(ticked(open, 0), lines);
        }
    }

    #[test]
    fn a_task_to_be_removed_goes_with_its_line() {
        assert_eq!(ticked("a\n\n- [ ] b 🏁 delete\n- [ ] c\n", 2), "a\n\n- [ ] c\n");
        assert_eq!(ticked("\u{FEFF}- [ ] b 🏁 Delete", 0), "\u{FEFF}");
    }

    #[test]
    fn settings_of_the_plugin_count() {
        let today = jiff::civil::date(2026, 11, 20);
        let text = |style: &str, text: &str, mark| {
            let done = tick(text.as_bytes(), 0, mark, today, &TaskStyle::read(style)).unwrap();
            (String::from_utf8(done.bytes).unwrap(), done.line)
        };
        assert_eq!(text(r#"{"setDoneDate": false}"#, "- [ ] a", None).0, "- [x] a");
        assert_eq!(text(r#"{"taskFormat": "dataview"}"#, "- [ ] a", None).0, "- [x] a  [completion:: 2026-11-20]");
        assert_eq!(
            text(r##"{"globalFilter": "#task"}"##, "- [ ]  a 📅 2026-01-01 ", None).0,
            "- [x]  a 📅 2026-01-01 "
        );
        assert_eq!(text("", "- [ ] a", Some('-')).0, "- [-] a ❌ 2026-11-20");
        assert_eq!(
            text(r#"{"recurrenceOnNextLine": true, "setCreatedDate": true}"#, "- [ ] a 🔁 every day", None),
            ("- [x] a 🔁 every day ✅ 2026-11-20\n- [ ] a 🔁 every day ➕ 2026-11-20".into(), 0)
        );
        assert_eq!(
            text(
                r#"{"removeScheduledDateOnRecurrence": true}"#,
                "- [ ] a 🔁 every day ⏳ 2026-01-01 📅 2026-01-02",
                None
            ),
            (
                "- [ ] a 🔁 every day 📅 2026-01-03\n- [x] a 🔁 every day ⏳ 2026-01-01 📅 2026-01-02 ✅ 2026-11-20"
                    .into(),
                1
            )
        );
    }

    #[test]
    fn what_is_no_task_is_refused() {
        let today = jiff::civil::date(2026, 11, 20);
        let style = TaskStyle::default();
        assert_eq!(tick(b"- a\n```\n- [ ] b\n```", 2, None, today, &style), Err(TickError::NoTask(2)));
        assert_eq!(tick(b"- [ ] \xFF", 0, None, today, &style), Err(TickError::NotText));
        assert_eq!(tick(b"- [ ] a", 0, Some('\n'), today, &style), Err(TickError::BadMark));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(42), ..ProptestConfig::default() })]
        #[test]
        fn ticking_twice_gives_the_plugin_s_line_back(words in "[a-z計]{1,5}( [a-z計]{1,5}){0,3}", due in any::<bool>(), crlf in any::<bool>()) {
            let end = if crlf { "\r\n" } else { "\n" };
            let field = if due { " 📅 2026-01-02" } else { "" };
            let text = format!("first{end}{end}- [ ] {words}{field}{end}{end}last");
            let done = ticked(&text, 2);
            prop_assert_ne!(&done, &text);
            prop_assert_eq!(ticked(&done, 2), text);
        }
    }
}
