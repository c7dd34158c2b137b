//! Reading a note that two sides keep.
//!
//! Owns finding the fields of a layout in a text, where each stands, and saying what cannot be
//! understood. Guesses nothing: what is there twice, or in no known form, is not read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use super::escape::{plain_line, unshielded};
use super::lines::Lines;
use super::sheet::{Field, Form, Item, Layout, Sheet, number, one_line, tidy_text};
use crate::note::block;
use crate::tasks::fields::{Kind, TaskText};
use crate::yaml;

/// What cannot be understood in a note; it is kept as it is and pointed at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// The bytes are no UTF-8.
    NotText,
    /// The properties block is broken or not there, so nobody knows whose note it is.
    NoProperties,
    /// Two versions stand side by side, as a version control system leaves them.
    Unmerged,
    /// There are two headings of that name.
    TwoSections(&'static str),
    /// The heading is gone, and what stood under it with it.
    NoSection(&'static str),
    /// The heading of the first level is gone.
    NoTitle,
    /// The property holds more than one value.
    NotOneValue(&'static str),
    /// Two lines have the same identity.
    SameId(String),
    /// Two lines without an identity say the same.
    SameLine(String),
    /// The mark in a task's brackets has no meaning here.
    UnknownMark(String),
    /// A line's identity is still in the note, but not where it could be read.
    Misplaced(String),
    /// The properties block leaves no place for an edit.
    Unwritable(&'static str),
}

/// A note that was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What it says, as far as it was understood. Lines whose identity stands twice are not in it.
    pub sheet: Sheet,
    /// What was not understood.
    pub troubles: Vec<Trouble>,
    /// Sections that are there once.
    pub(super) sections: BTreeMap<&'static str, Range<usize>>,
    /// Fields that are there in no form that could be read.
    pub(super) unread: BTreeSet<Field>,
    /// The line of the title.
    pub(super) title: Option<usize>,
    /// Where a line is: section, identity, line; those without an identity in their order.
    pub(super) items: Vec<(&'static str, Item, usize)>,
    /// Where the body begins, in bytes.
    pub(super) body: usize,
    /// The line of the person's own heading.
    pub(super) own: Option<usize>,
    text: String,
}

impl Reading {
    /// Whether these words stand anywhere in the note.
    pub(super) fn mentions(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Reads the fields of `layout`. The error says why nothing of the note can be read.
pub fn read(bytes: &[u8], layout: &Layout) -> Result<Reading, Trouble> {
    let text = std::str::from_utf8(bytes).map_err(|_| Trouble::NotText)?;
    let block = block(text).ok_or(Trouble::NoProperties)?;
    let entries = yaml::parse(&text[block.yaml.clone()]).map_err(|_| Trouble::NoProperties)?;
    let lines = Lines::new(text, block.body);
    let marked = |sign: &str| (0..lines.count()).any(|at| lines.bare(at).starts_with(sign));
    if marked("<<<<<<< ") && marked(">>>>>>> ") {
        return Err(Trouble::Unmerged);
    }
    let mut reading = Reading {
        sheet: Sheet::default(),
        troubles: Vec::new(),
        sections: BTreeMap::new(),
        unread: BTreeSet::new(),
        title: None,
        items: Vec::new(),
        body: block.body,
        own: None,
        text: text.to_owned(),
    };
    for entry in entries {
        if entry.key == "uid" {
            reading.sheet.uid = single(&entry.value).ok().flatten().unwrap_or_default();
        }
        let Some(property) = layout.properties.iter().find(|property| property.key == entry.key) else { continue };
        match single(&entry.value) {
            Ok(Some(value)) => drop(reading.sheet.properties.insert(property.key, value)),
            Ok(None) => {}
            Err(()) => {
                reading.unread.insert(Field::Property(property.key));
                reading.troubles.push(Trouble::NotOneValue(property.key));
            }
        }
    }
    if reading.sheet.uid.is_empty() {
        return Err(Trouble::NoProperties);
    }
    find_sections(&lines, layout, &mut reading);
    if reading.title.is_none() {
        reading.unread.insert(Field::Title);
        reading.troubles.push(Trouble::NoTitle);
    }
    for section in &layout.sections {
        let Some(range) = reading.sections.get(section.key).cloned() else { continue };
        if section.form == Form::Text {
            let said: Vec<String> = lines.trimmed(range).map(|at| said(&lines, at)).collect();
            let text = tidy_text(&said.join("\n"));
            if !text.is_empty() {
                reading.sheet.texts.insert(section.key, text);
            }
        } else {
            read_list(&lines, section.key, section.form, range, &mut reading);
        }
    }
    Ok(reading)
}

/// A value that is none or one.
fn single(value: &Value) -> Result<Option<String>, ()> {
    let said = match value {
        Value::Null => return Ok(None),
        Value::String(text) => one_line(text),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => return Err(()),
    };
    Ok(Some(said).filter(|said| !said.is_empty()))
}

fn said(lines: &Lines<'_>, at: usize) -> String {
    if lines.is_code(at) { lines.bare(at).to_owned() } else { plain_line(lines.bare(at)) }
}

fn find_sections(lines: &Lines<'_>, layout: &Layout, reading: &mut Reading) {
    let mut open: Option<(&'static str, usize)> = None;
    let mut twice = Vec::new();
    for at in 0..=lines.count() {
        let heading = if at == lines.count() { Some((0, "")) } else { lines.heading(at) };
        let Some((level, name)) = heading else { continue };
        if let Some((key, from)) = open.take()
            && reading.sections.insert(key, from..at).is_some()
        {
            twice.push(key);
        }
        if level == 1 && reading.title.is_none() {
            reading.title = Some(at);
            reading.sheet.title = one_line(name);
        }
        if level == 2 {
            if name == layout.own {
                // What follows is the person's, whatever stands in it.
                reading.own = Some(at);
                break;
            }
            let section = layout.sections.iter().find(|section| section.heading == name);
            open = section.map(|section| (section.key, at + 1));
        }
    }
    for key in twice {
        reading.sections.remove(key);
        reading.unread.insert(Field::Section(key));
        reading.troubles.push(Trouble::TwoSections(key));
    }
}

fn read_list(lines: &Lines<'_>, key: &'static str, form: Form, range: Range<usize>, reading: &mut Reading) {
    let mut found: Vec<(Item, usize)> = Vec::new();
    for at in range.filter(|at| !lines.is_code(*at)) {
        if let Some((item, _)) = item_of(lines.bare(at), form).filter(|(item, _)| !item.text.is_empty()) {
            found.push((item, at));
        }
    }
    if form == Form::Lines {
        let mut items: Vec<Item> = found.iter().map(|(item, _)| item.clone()).collect();
        number(&mut items);
        found.iter_mut().zip(items).for_each(|((item, _), numbered)| *item = numbered);
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let name = |item: &Item| if item.key.is_empty() { format!(" {}", item.text) } else { item.key.clone() };
    found.iter().for_each(|(item, _)| *counts.entry(name(item)).or_default() += 1);
    for (called, _) in counts.iter().filter(|(_, count)| **count > 1) {
        let (trouble, id) = match called.strip_prefix(' ') {
            Some(text) => (Trouble::SameLine(text.to_owned()), called.clone()),
            None => (Trouble::SameId(called.clone()), called.clone()),
        };
        reading.troubles.push(trouble);
        reading.unread.insert(Field::Line(key, id));
    }
    found.retain(|(item, _)| counts[&name(item)] == 1);
    for (item, _) in &found {
        if item.mark.is_some_and(|mark| !MARKS.contains(&mark)) {
            reading.troubles.push(Trouble::UnknownMark(item.text.clone()));
        }
    }
    if !found.is_empty() {
        reading.sheet.lists.insert(key, found.iter().map(|(item, _)| item.clone()).collect());
    }
    reading.items.extend(found.into_iter().map(|(item, at)| (key, item, at)));
}

/// The marks that mean something here.
pub(super) const MARKS: [char; 4] = [' ', '/', 'x', '-'];

/// What a line of a list says, and where that begins in it; behind the brackets of a task.
pub(super) fn item_of(line: &str, form: Form) -> Option<(Item, usize)> {
    let inner = line.trim_start_matches([' ', '\t']);
    let bullet = match inner.chars().next()? {
        '-' | '*' | '+' => 1,
        c if c.is_ascii_digit() => {
            let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
            inner[digits..].starts_with(['.', ')']).then_some(digits + 1).filter(|_| digits <= 9)?
        }
        _ => return None,
    };
    let rest = &inner[bullet..];
    let said = rest.trim_start_matches([' ', '\t']);
    if said.len() == rest.len() {
        return None;
    }
    let mut at = line.len() - said.len();
    let mut item = Item::default();
    if form == Form::Lines {
        item.text = one_line(said);
        return Some((item, at));
    }
    if form == Form::Tasks {
        let mut chars = said.strip_prefix('[')?.chars();
        let mark = chars.next()?;
        let behind = chars.as_str().strip_prefix(']')?;
        let text = behind.trim_start_matches([' ', '\t']);
        if text.len() == behind.len() {
            return None;
        }
        item.mark = Some(if mark == 'X' { 'x' } else { mark });
        at = line.len() - text.len();
    }
    let task = TaskText::read(&line[at..]);
    let field = |kind| task.get(kind).map(str::to_owned);
    item.key = if form == Form::Tasks { field(Kind::Id) } else { task.block.clone() }.unwrap_or_default();
    item.due = field(Kind::Due);
    if form == Form::Tasks {
        (item.start, item.done) = (field(Kind::Start), field(Kind::Done));
        item.priority = task.get(Kind::Priority).and_then(priority).map(str::to_owned);
    }
    item.text = one_line(unshielded(&task.description));
    Some((item, at))
}

/// The priority that one of the plugin's words stands for here; none in the middle.
pub(super) fn priority(word: &str) -> Option<&'static str> {
    match word {
        "highest" => Some("highest"),
        "high" => Some("high"),
        "low" | "lowest" => Some("low"),
        _ => None,
    }
}

/// The `uid` in a note's properties; none where there is none, or where they are broken.
pub fn uid(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let entries = yaml::parse(&text[block(text)?.yaml]).ok()?;
    let entry = entries.into_iter().find(|entry| entry.key == "uid")?;
    single(&entry.value).ok().flatten()
}
