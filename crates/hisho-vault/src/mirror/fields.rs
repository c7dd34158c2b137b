//! What an edit on either side of a note means.
//!
//! Owns the merge by fields: what both sides last agreed on, what the record says, what the note
//! says; out come the edits of the record, what the note should say, and what both changed. Must not
//! know where a note lies, nor when it is written.

use std::collections::BTreeMap;

use super::lists::merge_list;
use super::read::{Reading, Trouble};
use super::sheet::{Field, Form, Item, Layout, Rule, Sheet};
use super::splice::Kept;

/// What both sides last agreed on: what the record said then, and what the note did. They differ in
/// fields that go one way, or into a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pair {
    /// The record's side.
    pub app: Sheet,
    /// The note's side.
    pub disk: Sheet,
}

impl Pair {
    /// Takes back that a line of a list was agreed on: as in `was`. A line without an identity is
    /// known by what it says.
    pub(super) fn forget_line(&mut self, section: &'static str, line: &Item, was: &Pair) {
        for (side, was) in [(&mut self.app, &was.app), (&mut self.disk, &was.disk)] {
            let known = was.list(section).iter().position(|item| same_line(item, line));
            let items = side.lists.entry(section).or_default();
            items.retain(|item| !same_line(item, line));
            if let Some(at) = known {
                items.insert(at.min(items.len()), was.list(section)[at].clone());
            }
            if items.is_empty() {
                side.lists.remove(section);
            }
        }
    }

    /// Takes back that a field was agreed on: as in `was`.
    pub(super) fn forget(&mut self, edit: &Edit, was: &Pair) {
        for (side, was) in [(&mut self.app, &was.app), (&mut self.disk, &was.disk)] {
            match edit {
                Edit::Title(_) => side.title.clone_from(&was.title),
                Edit::Property(key, _) => again(&mut side.properties, &was.properties, key),
                Edit::Text(key, _) => again(&mut side.texts, &was.texts, key),
                Edit::List { section, .. } => again(&mut side.lists, &was.lists, section),
            }
        }
    }
}

fn again<V: Clone>(fields: &mut BTreeMap<&'static str, V>, was: &BTreeMap<&'static str, V>, key: &'static str) {
    match was.get(key) {
        Some(value) => drop(fields.insert(key, value.clone())),
        None => drop(fields.remove(key)),
    }
}

/// What the person changed in the note, for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It is called otherwise.
    Title(String),
    /// A property has another value, or none.
    Property(&'static str, Option<String>),
    /// A section says something else.
    Text(&'static str, String),
    /// A list has other lines. Those with an empty key are new.
    List {
        /// The section.
        section: &'static str,
        /// What the record says.
        was: Vec<Item>,
        /// What it should say.
        now: Vec<Item>,
    },
}

impl Edit {
    /// The same edit without what it does to one line of its list. None where nothing is left of it.
    pub(super) fn without_line(self, line: &Item) -> Option<Edit> {
        let Edit::List { section, was, mut now } = self else { return None };
        let before = was.iter().position(|item| same_line(item, line));
        match (before, now.iter().position(|item| same_line(item, line))) {
            (Some(before), Some(at)) => now[at] = was[before].clone(),
            (Some(before), None) => now.insert(before.min(now.len()), was[before].clone()),
            (None, Some(at)) => drop(now.remove(at)),
            (None, None) => return None,
        }
        (was != now).then_some(Edit::List { section, was, now })
    }
}

/// Whether two lines of a list are the same one.
fn same_line(one: &Item, other: &Item) -> bool {
    one.key == other.key && (!one.key.is_empty() || one.text == other.text)
}

/// Both sides changed the same field, each otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which field.
    pub field: Field,
    /// What both last agreed on; None where there was nothing.
    pub base: Option<String>,
    /// What the record says.
    pub ours: Option<String>,
    /// What the note says, and goes on saying.
    pub theirs: Option<String>,
}

/// The person changed in the note what is only shown there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Which field.
    pub field: Field,
    /// What it says there now; None where they took it away.
    pub wanted: Option<String>,
}

/// Which side the person chose in a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The record's.
    Ours,
    /// The note's.
    Theirs,
}

/// What came of a merge.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    /// What the note should say.
    pub target: Sheet,
    /// What in the note must stay as it is.
    pub kept: Kept,
    /// What of the note the record should take over; the note is not to be written before.
    pub edits: Vec<Edit>,
    /// What both agree on once the edits are taken.
    pub taken: Pair,
    /// What both agree on once the note says what it should.
    pub written: Pair,
    /// Fields that both changed.
    pub conflicts: Vec<Conflict>,
    /// Fields that are shown only, and were changed in the note.
    pub requests: Vec<Request>,
    /// What was not understood.
    pub troubles: Vec<Trouble>,
}

/// How one field, or one line, came out.
pub(super) struct Outcome<V> {
    /// What the record should say; for a draft, what the draft should.
    pub now: Option<V>,
    /// What the note should say.
    pub target: Option<V>,
    pub taken: (Option<V>, Option<V>),
    pub written: (Option<V>, Option<V>),
    pub came: Came,
}

/// Who changed a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Nothing,
    FromDisk,
    FromApp,
    Merged,
    Contested,
    Asked,
}

/// The four values of one field.
pub(super) struct Four<'a, V> {
    pub app_base: Option<&'a V>,
    pub disk_base: Option<&'a V>,
    pub app: Option<&'a V>,
    pub disk: Option<&'a V>,
    /// What the person decided where both had changed it.
    pub settled: Option<Side>,
}

/// Decides about one field. `combine` makes one value of two, where that is possible.
pub(super) fn decide<V: Clone>(
    rule: Rule,
    four: &Four<'_, V>,
    same: impl Fn(&V, &V) -> bool,
    combine: impl Fn(Option<&V>, &V, &V) -> Option<V>,
) -> Outcome<V> {
    let equal = |one: Option<&V>, other: Option<&V>| match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (None, None) => true,
        _ => false,
    };
    let (a0, d0, a, d) = (four.app_base, four.disk_base, four.app, four.disk);
    let own = |value: Option<&V>| value.cloned();
    let before = (own(a0), own(d0));
    let outcome = |now: Option<&V>, target: Option<&V>, taken, written, came| Outcome {
        now: own(now),
        target: own(target),
        taken,
        written,
        came,
    };
    if equal(a, d) {
        return outcome(a, a, (own(a), own(a)), (own(a), own(a)), Came::Nothing);
    }
    let changed =
        (!equal(a, a0) && four.settled != Some(Side::Theirs), !equal(d, d0) && four.settled != Some(Side::Ours));
    if rule == Rule::Shown && four.settled == Some(Side::Ours) {
        return outcome(a, a, before, (own(a), own(a)), Came::FromApp);
    }
    match (changed, rule) {
        // It stays asked for as long as it stands there.
        ((false, false), Rule::Shown) => outcome(a, d, before.clone(), before, Came::Asked),
        ((false, false), Rule::Draft) => outcome(d, d, before.clone(), before, Came::Nothing),
        ((false, _), Rule::Read) => outcome(d, d, (own(d), own(d)), (own(d), own(d)), Came::FromDisk),
        ((false, true), Rule::Draft) => outcome(d, d, (own(a), own(d)), (own(a), own(d)), Came::FromDisk),
        ((false, true), Rule::Shown) => outcome(a, d, (own(a), own(d)), (own(a), own(d)), Came::Asked),
        ((true, false), _) => outcome(a, a, before, (own(a), own(a)), Came::FromApp),
        ((true, true), Rule::Shown) => outcome(a, a, before, (own(a), own(a)), Came::Asked),
        ((true, true), _) => match a.zip(d).and_then(|(a, d)| combine(d0, a, d)) {
            // The record takes it first; that it differs from the note is then the record's change.
            Some(both) => {
                let (app, disk) = (if rule == Rule::Draft { own(a) } else { own(d) }, own(d));
                let done = (if rule == Rule::Draft { own(a) } else { Some(both.clone()) }, Some(both.clone()));
                let target = if rule == Rule::Draft { own(d) } else { Some(both.clone()) };
                Outcome { now: Some(both), target, taken: (app, disk), written: done, came: Came::Merged }
            }
            None => outcome(a, d, before.clone(), before, Came::Contested),
        },
    }
}

/// Merges a note. `base` is None where both sides never agreed, or nobody remembers: then what the
/// note says stands, and nothing is taken for deleted.
pub fn merge(
    base: Option<&Pair>,
    app: &Sheet,
    reading: &Reading,
    layout: &Layout,
    settled: &BTreeMap<Field, Side>,
) -> Merge {
    let unknown = base.is_none().then(|| forgotten(app, &reading.sheet));
    let base = base.or(unknown.as_ref()).expect("one of the two");
    let mut merge = Merge { troubles: reading.troubles.clone(), ..Merge::default() };
    for sheet in merge.sheets() {
        sheet.uid.clone_from(&app.uid);
    }
    one_field(&mut merge, base, app, reading, settled, Field::Title, layout.title);
    for property in &layout.properties {
        one_field(&mut merge, base, app, reading, settled, Field::Property(property.key), property.rule);
    }
    for section in &layout.sections {
        let field = Field::Section(section.key);
        let held = match section.form {
            Form::Text => !base.disk.text(section.key).is_empty(),
            _ => !base.disk.list(section.key).is_empty(),
        };
        if held && !reading.sections.contains_key(section.key) && !reading.unread.contains(&field) {
            merge.troubles.push(Trouble::NoSection(section.key));
            merge.kept.insert(field.clone());
        }
        if section.form == Form::Text {
            one_field(&mut merge, base, app, reading, settled, field, section.rule);
        } else {
            merge_list(&mut merge, section, base, app, reading, settled);
        }
    }
    merge
}

/// Where nobody remembers what was agreed on: the record's word, but for lines that the note lacks.
fn forgotten(app: &Sheet, disk: &Sheet) -> Pair {
    let mut base = app.clone();
    for (section, items) in &mut base.lists {
        items.retain(|item| disk.list(section).iter().any(|other| other.key == item.key));
    }
    Pair { app: base.clone(), disk: base }
}

impl Merge {
    /// The five sheets that come of a merge.
    fn sheets(&mut self) -> [&mut Sheet; 5] {
        let Merge { target, taken, written, .. } = self;
        [target, &mut taken.app, &mut taken.disk, &mut written.app, &mut written.disk]
    }
}

fn one_field(
    merge: &mut Merge,
    base: &Pair,
    app: &Sheet,
    reading: &Reading,
    settled: &BTreeMap<Field, Side>,
    field: Field,
    rule: Rule,
) {
    let (app_base, disk_base, ours) = (get(&base.app, &field), get(&base.disk, &field), get(app, &field));
    // What could not be read is as it was.
    let is_unread = reading.unread.contains(&field) || merge.kept.contains(&field);
    if is_unread {
        merge.kept.insert(field.clone());
        put(&mut merge.target, &field, disk_base.clone());
        for pair in [&mut merge.taken, &mut merge.written] {
            put(&mut pair.app, &field, app_base.clone());
            put(&mut pair.disk, &field, disk_base.clone());
        }
        return;
    }
    let disk = get(&reading.sheet, &field);
    let four = Four {
        app_base: app_base.as_ref(),
        disk_base: disk_base.as_ref(),
        app: ours.as_ref(),
        disk: disk.as_ref(),
        settled: settled.get(&field).copied(),
    };
    let is_text = matches!(field, Field::Section(_));
    let outcome =
        decide(rule, &four, |one, other| one == other, |base, a, d| if is_text { by_lines(base, a, d) } else { None });
    put(&mut merge.target, &field, outcome.target);
    for (pair, (app, disk)) in [(&mut merge.taken, outcome.taken), (&mut merge.written, outcome.written)] {
        put(&mut pair.app, &field, app);
        put(&mut pair.disk, &field, disk);
    }
    match outcome.came {
        Came::FromDisk | Came::Merged => merge.edits.push(match field {
            Field::Title => Edit::Title(outcome.now.unwrap_or_default()),
            Field::Property(key) => Edit::Property(key, outcome.now),
            Field::Section(key) | Field::Line(key, _) => Edit::Text(key, outcome.now.unwrap_or_default()),
        }),
        Came::Contested => {
            merge.conflicts.push(Conflict { field, base: disk_base, ours, theirs: disk });
        }
        Came::Asked => merge.requests.push(Request { field, wanted: disk }),
        Came::Nothing | Came::FromApp => {}
    }
}

/// One text of two that were changed in different lines.
fn by_lines(base: Option<&String>, ours: &str, theirs: &str) -> Option<String> {
    let whole = |text: &str| format!("{text}\n").into_bytes();
    let merged = crate::merge::merge(&whole(base.map_or("", String::as_str)), &whole(ours), &whole(theirs));
    if merged.contested {
        return None;
    }
    let text = String::from_utf8(merged.bytes).ok()?;
    Some(super::sheet::tidy_text(&text)).filter(|text| !text.is_empty())
}

fn get(sheet: &Sheet, field: &Field) -> Option<String> {
    match field {
        Field::Title => Some(sheet.title.clone()),
        Field::Property(key) => sheet.properties.get(key).cloned(),
        Field::Section(key) => sheet.texts.get(key).cloned(),
        Field::Line(..) => None,
    }
}

fn put(sheet: &mut Sheet, field: &Field, value: Option<String>) {
    match (field, value) {
        (Field::Title, value) => sheet.title = value.unwrap_or_default(),
        (Field::Property(key), Some(value)) => drop(sheet.properties.insert(key, value)),
        (Field::Section(key), Some(value)) => drop(sheet.texts.insert(key, value)),
        (_, _) => {}
    }
}
