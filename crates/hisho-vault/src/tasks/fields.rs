//! What a task's text says: its description and the fields behind it.
//!
//! Owns the two ways in which the Tasks plugin writes fields (signs, and Dataview's brackets), and
//! the order in which it writes them back. Must not know notes, files or what a field is for.
//!
//! The signs, the words and their order are those of the plugin's own help pages.

use std::ops::Range;

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Id,
    DependsOn,
    Priority,
    Repeat,
    OnCompletion,
    Created,
    Start,
    Scheduled,
    Due,
    Cancelled,
    Done,
}

/// The kinds in the order in which the plugin writes them.
pub const KINDS: [Kind; 11] = [
    Kind::Id,
    Kind::DependsOn,
    Kind::Priority,
    Kind::Repeat,
    Kind::OnCompletion,
    Kind::Created,
    Kind::Start,
    Kind::Scheduled,
    Kind::Due,
    Kind::Cancelled,
    Kind::Done,
];

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `📅 2026-01-01`
    Sign,
    /// `[due:: 2026-01-01]`
    Bracket,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub kind: Kind,
    /// A day as `YYYY-MM-DD`, the words of a rule, ids with commas between, or one of
    /// `highest`, `high`, `medium`, `low`, `lowest`.
    pub value: String,
    pub form: Form,
    /// Where it stands, in bytes of the text that was read.
    pub range: Range<usize>,
}

/// The text of a task, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskText {
    /// What is to be done; tags that stood between the fields are at its end.
    pub description: String,
    /// In the order of the text. Of two fields of a kind the first counts.
    pub fields: Vec<Field>,
    /// The block's id at the very end, without `^`.
    pub block: Option<String>,
    /// Where the fields begin, in bytes of the text that was read.
    pub start: usize,
}

impl TaskText {
    /// Takes the text behind a checkbox apart. Fields count from its end backwards, up to the
    /// first thing that is none; tags may stand between them, a block's id behind them.
    pub fn read(text: &str) -> Self {
        let mut task = TaskText::default();
        let mut rest = text.trim_end();
        if let Some((before, last)) = rest.rsplit_once([' ', '\t'])
            && let Some(id) = last.strip_prefix('^')
            && !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        {
            task.block = Some(id.to_owned());
            rest = before.trim_end();
        }
        task.start = rest.len();
        let mut tags = Vec::new();
        // What is before the last field that was found, and how many tags stand behind that.
        let (mut before, mut tags_behind) = (rest, 0);
        loop {
            rest = rest.trim_end();
            let word = rest.rsplit([' ', '\t']).next().unwrap_or("");
            if is_tag(word) {
                tags.push(word);
                rest = &rest[..rest.len() - word.len()];
                continue;
            }
            let Some((kind, value, form, at)) = bracket(rest).or_else(|| sign(rest)) else { break };
            task.fields.push(Field { kind, value, form, range: at..rest.len() });
            rest = &rest[..at];
            before = rest.trim_end();
            tags_behind = tags.len();
            task.start = before.len();
        }
        task.fields.reverse();
        tags.truncate(tags_behind);
        task.description = std::iter::once(before).chain(tags.into_iter().rev()).collect::<Vec<_>>().join(" ");
        task.description.truncate(task.description.trim_end().len());
        let lead = task.description.len() - task.description.trim_start().len();
        task.description.drain(..lead);
        task
    }

    /// What a field says, if it is there.
    pub fn get(&self, kind: Kind) -> Option<&str> {
        self.fields.iter().find(|field| field.kind == kind).map(|field| field.value.as_str())
    }

    /// Sets a field, or takes it away. A new one is written as `form` says.
    pub fn set(&mut self, kind: Kind, value: Option<&str>, form: Form) {
        match (value, self.fields.iter_mut().find(|field| field.kind == kind)) {
            (None, _) => self.fields.retain(|field| field.kind != kind),
            (Some(value), Some(field)) => field.value = value.to_owned(),
            (Some(value), None) => {
                self.fields.push(Field { kind, value: value.to_owned(), form, range: self.start..self.start });
            }
        }
    }

    /// How the fields are written: as the last one is, if there is any.
    pub fn form(&self) -> Option<Form> {
        self.fields.last().map(|field| field.form)
    }

    /// The text as the plugin writes it: the description, the fields in its order, the block's id.
    pub fn write(&self) -> String {
        let mut text = self.description.clone();
        for kind in KINDS {
            if let Some(field) = self.fields.iter().find(|field| field.kind == kind) {
                text.push_str(&written(field));
            }
        }
        if let Some(id) = &self.block {
            text.push_str(" ^");
            text.push_str(id);
        }
        text
    }
}

const PRIORITIES: [(&str, char); 5] =
    [("highest", '🔺'), ("high", '⏫'), ("medium", '🔼'), ("low", '🔽'), ("lowest", '⏬')];
const VARIATION: char = '\u{FE0F}';

fn written(field: &Field) -> String {
    let Field { kind, value, form, .. } = field;
    if *form == Form::Bracket {
        // Two blanks before a bracket: with one, Obsidian hides every other field.
        return format!("  [{}:: {value}]", word(*kind));
    }
    if *kind == Kind::Priority {
        let sign = PRIORITIES.iter().find(|(word, _)| word == value).map_or('🔼', |(_, sign)| *sign);
        return format!(" {sign}");
    }
    format!(" {} {value}", signs(*kind)[0])
}

/// The word that names a field within brackets.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Id => "id",
        Kind::DependsOn => "dependsOn",
        Kind::Priority => "priority",
        Kind::Repeat => "repeat",
        Kind::OnCompletion => "onCompletion",
        Kind::Created => "created",
        Kind::Start => "start",
        Kind::Scheduled => "scheduled",
        Kind::Due => "due",
        Kind::Cancelled => "cancelled",
        Kind::Done => "completion",
    }
}

/// The signs of a field; the first is the one that is written.
fn signs(kind: Kind) -> &'static [char] {
    match kind {
        Kind::Id => &['🆔'],
        Kind::DependsOn => &['⛔'],
        Kind::Priority => &['🔺', '⏫', '🔼', '🔽', '⏬'],
        Kind::Repeat => &['🔁'],
        Kind::OnCompletion => &['🏁'],
        Kind::Created => &['➕'],
        Kind::Start => &['🛫'],
        Kind::Scheduled => &['⏳', '⌛'],
        Kind::Due => &['📅', '📆', '🗓'],
        Kind::Cancelled => &['❌'],
        Kind::Done => &['✅'],
    }
}

type Read = (Kind, String, Form, usize);

/// The field in brackets that a text ends in, and where it begins.
fn bracket(text: &str) -> Option<Read> {
    let text = text.strip_suffix(',').map_or(text, str::trim_end);
    let (open, inner) = match text.strip_suffix(']') {
        Some(inner) => ('[', inner),
        None => ('(', text.strip_suffix(')')?),
    };
    let at = inner.rfind(open)?;
    let (key, value) = inner[at + 1..].split_once("::")?;
    let kind = KINDS.into_iter().find(|kind| word(*kind) == key.trim())?;
    let value = value.trim();
    let fits =
        if kind == Kind::Priority { PRIORITIES.iter().any(|(word, _)| *word == value) } else { fits(kind, value) };
    fits.then(|| (kind, value.to_owned(), Form::Bracket, at))
}

/// The field by its sign that a text ends in, and where it begins.
fn sign(text: &str) -> Option<Read> {
    let (at, sign) = text.char_indices().rev().find(|(_, c)| !c.is_ascii() && *c != VARIATION)?;
    let kind = KINDS.into_iter().find(|kind| signs(*kind).contains(&sign))?;
    let value = text[at + sign.len_utf8()..].trim_start_matches(VARIATION).trim();
    if kind == Kind::Priority {
        let word = PRIORITIES.iter().find(|(_, known)| *known == sign).map(|(word, _)| *word)?;
        return value.is_empty().then(|| (kind, word.to_owned(), Form::Sign, at));
    }
    fits(kind, value).then(|| (kind, value.to_owned(), Form::Sign, at))
}

fn fits(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Id => is_id(value),
        Kind::DependsOn => value.split(',').all(|id| is_id(id.trim())),
        Kind::Priority => false,
        Kind::Repeat => {
            !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b',' | b'!'))
        }
        Kind::OnCompletion => !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphabetic()),
        Kind::Created | Kind::Start | Kind::Scheduled | Kind::Due | Kind::Cancelled | Kind::Done => is_day(value),
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Shaped like a day; whether its month has so many days is not asked, since the plugin does not.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |at: Range<usize>| text.get(at).and_then(|part| part.parse::<u8>().ok());
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10).is_some_and(|day| (1..=31).contains(&day))
}

fn is_tag(word: &str) -> bool {
    word.len() > 1 && word.strip_prefix('#').is_some_and(|name| !name.contains(|c| "!@#$%^&*(),.?\":{}|<>".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_plugin_s_order_is_restored() {
        for (text, written) in [
            ("a 📅 2026-01-02 🆔 x ⏫", "a 🆔 x ⏫ 📅 2026-01-02"),
            ("a 🗓\u{FE0F} 2026-01-02 ⌛2026-01-01 ^block", "a ⏳ 2026-01-01 📅 2026-01-02 ^block"),
            ("a 📅 2026-01-02 #tag ⏳ 2026-01-01 #other", "a #tag #other ⏳ 2026-01-01 📅 2026-01-02"),
            ("a [due:: 2026-01-02], (priority:: high)", "a  [priority:: high]  [due:: 2026-01-02]"),
            ("a 📅 2026-01-02 then more", "a 📅 2026-01-02 then more"),
            ("plain #tag", "plain #tag"),
            ("a 🔁 every day; 📅 2026-01-02", "a 🔁 every day; 📅 2026-01-02"),
            ("会議⏫", "会議 ⏫"),
        ] {
            assert_eq!(TaskText::read(text).write(), written, "{text}");
        }
    }

    #[test]
    fn of_two_of_a_kind_the_first_counts() {
        let task = TaskText::read("a 📅 2026-01-02 📅 2026-01-03");
        assert_eq!(task.get(Kind::Due), Some("2026-01-02"));
        assert_eq!(task.write(), "a 📅 2026-01-02");
    }

    #[test]
    fn fields_say_where_they_stand() {
        let text = "買い物 ⏫ 📅 2026-01-02 ^x";
        let task = TaskText::read(text);
        let places: Vec<&str> = task.fields.iter().map(|field| &text[field.range.clone()]).collect();
        assert_eq!(places, ["⏫", "📅 2026-01-02"]);
        assert_eq!(&text[..task.start], "買い物");
    }

    fn value(kind: Kind) -> BoxedStrategy<String> {
        match kind {
            Kind::Id => "[a-z0-9_-]{1,6}".boxed(),
            Kind::DependsOn => "[a-z0-9]{1,4}(,[a-z0-9]{1,4}){0,2}".boxed(),
            Kind::Priority => prop::sample::select(PRIORITIES.map(|(word, _)| word.to_owned()).to_vec()).boxed(),
            Kind::Repeat => "every (day|2 weeks|month on the last)( when done)?".boxed(),
            Kind::OnCompletion => "(keep|delete)".boxed(),
            _ => "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])".boxed(),
        }
    }

    fn task() -> impl Strategy<Value = TaskText> {
        let fields =
            KINDS.map(|kind| prop::option::of((value(kind), any::<bool>()).prop_map(move |made| (kind, made))));
        ("[a-zA-Z計画](( |-|#|📎)[a-z計画é]{1,4}){0,4}", fields, prop::option::of("[a-z0-9-]{1,6}")).prop_map(
            |(description, fields, block)| TaskText {
                start: description.len(),
                description,
                fields: fields
                    .into_iter()
                    .flatten()
                    .map(|(kind, (value, signed))| Field {
                        kind,
                        value,
                        form: if signed { Form::Sign } else { Form::Bracket },
                        range: 0..0,
                    })
                    .collect(),
                block,
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(41), ..ProptestConfig::default() })]
        #[test]
        fn what_is_written_reads_back(task in task()) {
            let text = task.write();
            let mut read = TaskText::read(&text);
            for field in &mut read.fields {
                prop_assert!(text.is_char_boundary(field.range.start) && text.is_char_boundary(field.range.end));
                field.range = 0..0;
            }
            prop_assert_eq!(&read, &task);
            prop_assert_eq!(read.write(), text);
        }

        #[test]
        fn any_text_can_be_read(text in "\\PC{0,40}") {
            let once = TaskText::read(&text).write();
            prop_assert_eq!(TaskText::read(&once).write(), once);
        }
    }
}
