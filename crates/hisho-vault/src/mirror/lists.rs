//! Merging the lists of a note.
//!
//! Owns which line is which, what became of each, and in which order they stand. Must not know other
//! fields.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Came, Conflict, Edit, Four, Merge, Pair, Request, Side, decide};
use super::read::{MARKS, Reading, Trouble};
use super::sheet::{Field, Form, Item, Rule, Section, Sheet};
use super::write::item_line;

/// One change of a list, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListChange {
    /// A new line, behind the one with that key, or first.
    Add { item: Item, behind: Option<String> },
    /// A line says something else.
    Change { was: Item, now: Item },
    /// A line is gone.
    Remove(Item),
    /// The lines that stay stand in this order.
    Order(Vec<String>),
}

/// What makes `now` of `was`: first what is gone, then what changed, the order, and what is new.
pub fn list_changes(was: &[Item], now: &[Item]) -> Vec<ListChange> {
    let find = |list: &[Item], key: &str| list.iter().find(|item| !key.is_empty() && item.key == key).cloned();
    let mut changes: Vec<ListChange> =
        was.iter().filter(|item| find(now, &item.key).is_none()).cloned().map(ListChange::Remove).collect();
    for item in now {
        if let Some(was) = find(was, &item.key).filter(|was| !was.same(item)) {
            changes.push(ListChange::Change { was, now: item.clone() });
        }
    }
    let order = |list: &[Item], other: &[Item]| -> Vec<String> {
        list.iter().filter(|item| find(other, &item.key).is_some()).map(|item| item.key.clone()).collect()
    };
    let (before, after) = (order(was, now), order(now, was));
    if before != after {
        changes.push(ListChange::Order(after));
    }
    let mut behind: Option<String> = None;
    for item in now {
        if find(was, &item.key).is_none() {
            changes.push(ListChange::Add { item: item.clone(), behind: behind.clone() });
        } else {
            behind = Some(item.key.clone());
        }
    }
    changes
}

/// Merges one list into what a merge comes to.
pub(super) fn merge_list(
    merge: &mut Merge,
    section: &Section,
    base: &Pair,
    app: &Sheet,
    reading: &Reading,
    settled: &BTreeMap<Field, Side>,
) {
    let key = section.key;
    let ours = app.list(key);
    let (app_base, disk_base) = (known_by_now(base.app.list(key), ours), known_by_now(base.disk.list(key), ours));
    let (app_base, disk_base) = (app_base.as_slice(), disk_base.as_slice());
    let field = Field::Section(key);
    if merge.kept.contains(&field) || reading.unread.contains(&field) {
        merge.kept.insert(field);
        set(&mut merge.target, key, disk_base.to_vec());
        for pair in [&mut merge.taken, &mut merge.written] {
            set(&mut pair.app, key, app_base.to_vec());
            set(&mut pair.disk, key, disk_base.to_vec());
        }
        return;
    }
    let known = Known { section, app_base, disk_base, ours, reading };
    let resolved = known.resolve(merge);
    let theirs = &resolved.lines;
    let mut rows = Rows::default();
    let mut touched = false;
    let mut keys: Vec<&str> = Vec::new();
    for item in disk_base.iter().chain(ours).chain(theirs).chain(app_base) {
        if !keys.contains(&item.key.as_str()) {
            keys.push(&item.key);
        }
    }
    for line in keys {
        let field = Field::Line(key, line.to_owned());
        let four = Four {
            app_base: find(app_base, line),
            disk_base: find(disk_base, line),
            app: find(ours, line),
            disk: find(theirs, line),
            settled: settled.get(&field).copied(),
        };
        let outcome = decide(section.rule, &four, Item::same, combine);
        touched |= matches!(outcome.came, Came::FromDisk | Came::Merged);
        let said = |item: Option<&Item>| item.map(|item| item_line(item, section.form));
        match outcome.came {
            Came::Contested => merge.conflicts.push(Conflict {
                field,
                base: said(four.disk_base),
                ours: said(four.app),
                theirs: said(four.disk),
            }),
            Came::Asked => merge.requests.push(Request { field, wanted: said(four.disk) }),
            _ => {}
        }
        rows.now.extend(outcome.now);
        rows.target.extend(outcome.target.map(|mut item| {
            // A mark that means nothing here stays until the record has another.
            if let Some((is, _)) = resolved.marks.get(line).filter(|(_, read_as)| item.mark == Some(*read_as)) {
                item.mark = Some(*is);
            }
            item
        }));
        rows.taken_app.extend(outcome.taken.0);
        rows.taken_disk.extend(outcome.taken.1);
        rows.written_app.extend(outcome.written.0);
        rows.written_disk.extend(outcome.written.1);
    }
    let moved = |from: &[Item], to: &[Item]| common(from, to) != common(to, from);
    let by_disk = moved(disk_base, theirs) && section.rule != Rule::Shown;
    let (for_app, for_disk) = if by_disk {
        (theirs.as_slice(), theirs.as_slice())
    } else if moved(app_base, ours) {
        (ours, ours)
    } else {
        (ours, theirs.as_slice())
    };
    let spare = |first: &[Item]| if std::ptr::eq(first, ours) { theirs.clone() } else { ours.to_vec() };
    let now = arranged(rows.now, for_app, &spare(for_app));
    let order = now.clone();
    touched |= by_disk && moved(&now, ours);
    if touched {
        merge.edits.push(Edit::List { section: key, was: ours.to_vec(), now: now.into_iter().map(bare).collect() });
    }
    set(&mut merge.target, key, arranged(rows.target, for_disk, &spare(for_disk)).into_iter().map(bare).collect());
    let keyed = |items: Vec<Item>| items.into_iter().map(bare).collect::<Vec<_>>();
    set(&mut merge.taken.app, key, keyed(arranged(rows.taken_app, if by_disk { theirs } else { app_base }, &order)));
    set(&mut merge.taken.disk, key, keyed(arranged(rows.taken_disk, theirs, disk_base)));
    set(&mut merge.written.app, key, keyed(arranged(rows.written_app, for_disk, &spare(for_disk))));
    set(&mut merge.written.disk, key, keyed(arranged(rows.written_disk, for_disk, &spare(for_disk))));
}

#[derive(Default)]
struct Rows {
    now: Vec<Item>,
    target: Vec<Item>,
    taken_app: Vec<Item>,
    taken_disk: Vec<Item>,
    written_app: Vec<Item>,
    written_disk: Vec<Item>,
}

/// A list as both sides know it.
struct Known<'a> {
    section: &'a Section,
    app_base: &'a [Item],
    disk_base: &'a [Item],
    ours: &'a [Item],
    reading: &'a Reading,
}

/// The lines of the note, each with a key.
struct Resolved {
    lines: Vec<Item>,
    /// Marks without a meaning: as they stand, and as what they are read.
    marks: BTreeMap<String, (char, char)>,
}

impl Known<'_> {
    /// Finds out which line is which. New ones get a key that begins with [`NEW`].
    fn resolve(&self, merge: &mut Merge) -> Resolved {
        let key = self.section.key;
        let mut lines = self.reading.sheet.list(key).to_vec();
        let there: BTreeSet<String> = lines.iter().map(|item| item.key.clone()).collect();
        let mut missing: Vec<&Item> = Vec::new();
        for item in self.disk_base.iter().chain(self.ours) {
            if !there.contains(&item.key) && missing.iter().all(|other| other.key != item.key) {
                missing.push(item);
            }
        }
        let mut doubted: Vec<Item> = Vec::new();
        let unread = |id: &str| self.reading.unread.contains(&Field::Line(key, id.to_owned()));
        for (nth, item) in lines.iter_mut().enumerate().filter(|(_, item)| item.key.is_empty()) {
            let like: Vec<&&Item> = missing.iter().filter(|other| other.text == item.text).collect();
            item.key = match like.as_slice() {
                [one] if !unread(&one.key) => one.key.clone(),
                _ => format!("{NEW}{nth}"),
            };
        }
        lines.retain(|item| {
            let is_known = is_new(item) || self.all().any(|other| other.key == item.key);
            if !is_known && self.section.form != Form::Lines {
                merge.troubles.push(Trouble::Misplaced(item.key.clone()));
                merge.kept.insert(Field::Line(key, item.key.clone()));
            }
            is_known || self.section.form == Form::Lines
        });
        for item in missing.iter().filter(|item| !is_new(item)).filter(|_| self.section.form != Form::Lines) {
            let found = lines.iter().any(|line| line.key == item.key);
            // A line that stands twice, or elsewhere in the note, is not taken for deleted.
            let twice = unread(&item.key) || unread(&format!(" {}", item.text));
            if !found && (twice || self.reading.mentions(&item.key)) {
                if !twice {
                    merge.troubles.push(Trouble::Misplaced(item.key.clone()));
                }
                merge.kept.insert(Field::Line(key, item.key.clone()));
                doubted.push(find(self.disk_base, &item.key).unwrap_or(item).clone());
            }
        }
        if !doubted.is_empty() {
            let order = lines.clone();
            lines.extend(doubted);
            lines = arranged(lines, &order, if self.disk_base.is_empty() { self.ours } else { self.disk_base });
        }
        let mut marks = BTreeMap::new();
        for item in &mut lines {
            let Some(is) = item.mark.filter(|mark| !MARKS.contains(mark)) else { continue };
            let read_as = self.all().find(|other| other.key == item.key).and_then(|other| other.mark).unwrap_or(' ');
            item.mark = Some(read_as);
            marks.insert(item.key.clone(), (is, read_as));
        }
        Resolved { lines, marks }
    }

    fn all(&self) -> impl Iterator<Item = &Item> {
        self.disk_base.iter().chain(self.ours).chain(self.app_base)
    }
}

/// What the key of a line begins with that has no identity yet; no identity does.
const NEW: char = '+';

fn is_new(item: &Item) -> bool {
    item.key.starts_with(NEW)
}

/// What was agreed on, with lines that had no identity then under the one that the record has given
/// them, or under what they say.
fn known_by_now(base: &[Item], ours: &[Item]) -> Vec<Item> {
    let mut known = base.to_vec();
    for at in 0..known.len() {
        if known[at].key.is_empty() {
            let given = ours.iter().find(|item| item.text == known[at].text && find(&known, &item.key).is_none());
            known[at].key = given.map_or_else(|| format!("{NEW}{NEW}{}", known[at].text), |item| item.key.clone());
        }
    }
    known
}

fn bare(mut item: Item) -> Item {
    if is_new(&item) {
        item.key.clear();
    }
    item
}

fn find<'a>(list: &'a [Item], key: &str) -> Option<&'a Item> {
    list.iter().find(|item| item.key == key)
}

fn set(sheet: &mut Sheet, key: &'static str, items: Vec<Item>) {
    if !items.is_empty() {
        sheet.lists.insert(key, items);
    }
}

/// The keys of `of` that are in `with` as well, in the order of `of`.
fn common<'a>(of: &'a [Item], with: &[Item]) -> Vec<&'a str> {
    of.iter().filter(|item| find(with, &item.key).is_some()).map(|item| item.key.as_str()).collect()
}

/// Puts the lists of a sheet into the order in which those of another are.
pub(super) fn in_order(sheet: &mut Sheet, like: &Sheet) {
    for (key, items) in &mut sheet.lists {
        let own = items.clone();
        *items = arranged(own.clone(), like.list(key), &own);
    }
}

/// Items in the order of `first`; those that are not in it behind what stands before them in
/// `second`.
fn arranged(items: Vec<Item>, first: &[Item], second: &[Item]) -> Vec<Item> {
    let mut left = items;
    let take = |left: &mut Vec<Item>, key: &str| left.iter().position(|item| item.key == key).map(|at| left.remove(at));
    let mut out: Vec<Item> = first.iter().filter_map(|item| take(&mut left, &item.key)).collect();
    for (nth, item) in second.iter().enumerate() {
        let Some(item) = take(&mut left, &item.key) else { continue };
        let before = second[..nth].iter().rev().find_map(|earlier| out.iter().position(|one| one.key == earlier.key));
        out.insert(before.map_or(0, |at| at + 1), item);
    }
    out.extend(left);
    out
}

/// One line of two that were changed in different places.
fn combine(base: Option<&Item>, ours: &Item, theirs: &Item) -> Option<Item> {
    fn one<V: PartialEq + Clone>(base: &V, ours: &V, theirs: &V) -> Option<V> {
        if ours == theirs || theirs == base { Some(ours.clone()) } else { (ours == base).then(|| theirs.clone()) }
    }
    let base = base?;
    Some(Item {
        key: ours.key.clone(),
        mark: one(&base.mark, &ours.mark, &theirs.mark)?,
        text: one(&base.text, &ours.text, &theirs.text)?,
        due: one(&base.due, &ours.due, &theirs.due)?,
        start: one(&base.start, &ours.start, &theirs.start)?,
        priority: one(&base.priority, &ours.priority, &theirs.priority)?,
        done: theirs.done.clone().or_else(|| ours.done.clone()),
    })
}
