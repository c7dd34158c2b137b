//! The fields of a note that two sides keep.
//!
//! Owns what fields there are and when two values are the same. Must not know how they are written.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Which way a field goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Both ways: an edit in the note changes the record.
    Read,
    /// An edit in the note becomes a draft; the record itself stays until that is decided.
    Draft,
    /// One way: an edit in the note is a request and changes nothing.
    Shown,
}

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Text,
    /// A list of lines, each known by what it says.
    Lines,
    /// A list of lines, each with an identity (`^id`) and maybe a day (📅).
    Dated,
    /// Task lines, each with an identity (🆔).
    Tasks,
}

/// A property of the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub key: &'static str,
    /// Which way it goes.
    pub rule: Rule,
}

/// A section of the note, under a heading of the second level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// The field's name.
    pub key: &'static str,
    /// The heading.
    pub heading: &'static str,
    /// What it holds.
    pub form: Form,
    /// Which way it goes.
    pub rule: Rule,
    /// Stands there even with nothing in it.
    pub always: bool,
}

/// What a kind of note consists of, in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Its properties besides `uid`.
    pub properties: Vec<Property>,
    /// Which way the title goes.
    pub title: Rule,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The heading of the person's own section, which is never read.
    pub own: &'static str,
}

impl Layout {
    /// The section of that name.
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }
}

/// One field of a note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The heading of the first level.
    Title,
    /// A property.
    Property(&'static str),
    /// A whole section.
    Section(&'static str),
    /// A line of a section, by its identity.
    Line(&'static str, String),
}

/// A line of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Its identity: the 🆔 of a task, the `^id` of a dated line, what a plain line says. Empty for
    /// a line that has none yet.
    pub key: String,
    /// The character in the brackets of a task.
    pub mark: Option<char>,
    /// What it says.
    pub text: String,
    /// The day it is due, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// The day it begins.
    pub start: Option<String>,
    /// `highest`, `high` or `low`; none in the middle.
    pub priority: Option<String>,
    /// The day it was done. Written when the mark is; never a difference of its own.
    pub done: Option<String>,
}

impl Item {
    /// Says the same in everything that goes both ways.
    pub fn same(&self, other: &Item) -> bool {
        self.mark == other.mark
            && self.text == other.text
            && self.due == other.due
            && self.start == other.start
            && self.priority == other.priority
    }
}

/// What a note says, field by field. A property, text or list that is not there says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Whose note it is.
    pub uid: String,
    /// The heading of the first level.
    pub title: String,
    /// Properties with single values.
    pub properties: BTreeMap<&'static str, String>,
    /// Sections of text.
    pub texts: BTreeMap<&'static str, String>,
    /// Sections that are lists.
    pub lists: BTreeMap<&'static str, Vec<Item>>,
}

impl Sheet {
    /// Whether a note that said `before` was written to say this, going by what it says `now`: of what
    /// differs, something is as written, and nothing as it was. Who saves on top of a write keeps
    /// most of it; who saves an older text over it keeps nothing.
    pub(super) fn was_written(&self, before: &Sheet, now: &Sheet) -> bool {
        let (written, before, now) = (self.values(), before.values(), now.values());
        let fields: BTreeSet<&Field> = written.keys().chain(before.keys()).collect();
        let mut differing = fields.into_iter().filter(|field| written.get(*field) != before.get(*field));
        let mut is_there = false;
        let none_as_before = differing.all(|field| {
            is_there |= now.get(field) == written.get(field);
            now.get(field) != before.get(field)
        });
        none_as_before && is_there
    }

    /// Every field and what it says.
    fn values(&self) -> BTreeMap<Field, Cow<'_, str>> {
        let mut values = BTreeMap::from([(Field::Title, Cow::from(&self.title))]);
        values.extend(self.properties.iter().map(|(key, value)| (Field::Property(key), Cow::from(value))));
        values.extend(self.texts.iter().map(|(key, text)| (Field::Section(key), Cow::from(text))));
        for (section, items) in &self.lists {
            // What a line says in all that goes both ways; one without an identity is known by that.
            let said = |item: &Item| {
                format!("{:?} {} {:?} {:?} {:?}", item.mark, item.text, item.due, item.start, item.priority)
            };
            values.extend(items.iter().map(|item| {
                let key = if item.key.is_empty() { item.text.clone() } else { item.key.clone() };
                (Field::Line(section, key), Cow::from(said(item)))
            }));
        }
        values
    }

    /// The same with nothing in it that writing and reading would change: line endings, blank lines
    /// around texts, white space around lines.
    pub fn tidy(mut self, layout: &Layout) -> Self {
        self.title = one_line(&self.title);
        self.properties.values_mut().for_each(|value| *value = one_line(value));
        self.properties.retain(|_, value| !value.is_empty());
        self.texts.values_mut().for_each(|text| *text = tidy_text(text));
        self.texts.retain(|_, text| !text.is_empty());
        for section in &layout.sections {
            let Some(items) = self.lists.get_mut(section.key) else { continue };
            for item in items.iter_mut() {
                item.text = one_line(&item.text);
            }
            items.retain(|item| !item.text.is_empty());
            if section.form == Form::Lines {
                number(items);
            }
        }
        self.lists.retain(|_, items| !items.is_empty());
        self
    }

    /// The text of a section; empty where there is none.
    pub fn text(&self, key: &str) -> &str {
        self.texts.get(key).map_or("", String::as_str)
    }

    /// The list of a section; empty where there is none.
    pub fn list(&self, key: &str) -> &[Item] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Gives lines that have no identity one by what they say, equal ones by their order.
pub(super) fn number(items: &mut [Item]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let nth = seen.entry(item.text.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        item.key = format!("={nth} {}", item.text);
    }
}

/// A text on one line, without white space around it.
pub(super) fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    flat.trim().to_owned()
}

/// A text with line feeds alone, and without blank lines around it.
pub(super) fn tidy_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let is_blank = |line: &&str| line.trim().is_empty();
    let first = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !is_blank(line)).map_or(first, |at| at + 1);
    lines[first..last].join("\n")
}
