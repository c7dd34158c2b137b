//! Putting changed fields into a note that is there already.
//!
//! Owns the smallest edits that make a note say what a sheet says; every byte elsewhere stays. Must
//! not know why, and writes nothing: bytes in, bytes out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::escape::text_lines;
use super::lines::Lines;
use super::read::{Reading, Trouble, item_of};
use super::sheet::{Field, Form, Item, Layout, Section, Sheet};
use super::write::{item_line, section_lines, with_fields};
use crate::splice::{put_property, set_property};
use crate::tasks::fields::TaskText;

/// Fields that must stay as they are in the note, whatever the sheet says.
pub type Kept = BTreeSet<Field>;

/// The bytes of a note after it says what `target` says, and what could not be put into it.
/// `reading` is what was read of the same note.
pub fn splice(reading: &Reading, target: &Sheet, layout: &Layout, kept: &Kept) -> (Vec<u8>, Vec<Trouble>) {
    let text = reading.text();
    let lines = Lines::new(text, reading.body);
    let mut edits = Edits::default();
    if let Some(at) = reading.title.filter(|_| reading.sheet.title != target.title && !kept.contains(&Field::Title)) {
        let line = lines.bare(at);
        let lead = line.len() - line.trim_start_matches(' ').trim_start_matches('#').trim_start().len();
        let lead = if lead == line.len() { "# " } else { &line[..lead] };
        edits.replace(at..at + 1, vec![format!("{lead}{}", target.title)]);
    }
    for (nth, section) in layout.sections.iter().enumerate() {
        let field = Field::Section(section.key);
        if kept.contains(&field) || reading.unread.contains(&field) {
            continue;
        }
        match reading.sections.get(section.key) {
            Some(range) => within(&lines, reading, target, section, range.clone(), kept, &mut edits),
            None => {
                let wanted = section_lines(target, section);
                if !wanted.is_empty() {
                    let at = place_for(&lines, reading, layout, nth);
                    edits.insert(at, new_section(&lines, at, section, wanted));
                }
            }
        }
    }
    let mut bytes = edits.applied(text, &lines, reading.body);
    let mut troubles = Vec::new();
    for property in &layout.properties {
        let (is, wanted) = (reading.sheet.properties.get(property.key), target.properties.get(property.key));
        let field = Field::Property(property.key);
        if is == wanted || kept.contains(&field) || reading.unread.contains(&field) {
            continue;
        }
        let edited = match wanted {
            Some(value) => set_property(&bytes, property.key, value),
            None => put_property(&bytes, property.key, None),
        };
        match edited {
            Ok(edited) => bytes = edited,
            Err(_) => troubles.push(Trouble::Unwritable(property.key)),
        }
    }
    (bytes, troubles)
}

/// The line before which a section that is not there yet goes: before the next one that is, or
/// before the person's own, or at the end.
fn place_for(lines: &Lines<'_>, reading: &Reading, layout: &Layout, nth: usize) -> usize {
    let next = layout.sections[nth + 1..].iter().find_map(|section| reading.sections.get(section.key));
    next.map(|range| range.start - 1).or(reading.own).unwrap_or(lines.count())
}

fn new_section(lines: &Lines<'_>, at: usize, section: &Section, wanted: Vec<String>) -> Vec<String> {
    let mut new = Vec::new();
    if at > 0 && !lines.is_blank(at - 1) {
        new.push(String::new());
    }
    new.extend([format!("## {}", section.heading), String::new()]);
    new.extend(wanted);
    if at < lines.count() {
        new.push(String::new());
    }
    new
}

fn within(
    lines: &Lines<'_>,
    reading: &Reading,
    target: &Sheet,
    section: &Section,
    range: Range<usize>,
    kept: &Kept,
    edits: &mut Edits,
) {
    let held = lines.trimmed(range.clone());
    if section.form == Form::Text {
        if reading.sheet.text(section.key) != target.text(section.key) {
            put(lines, range, held, text_lines(target.text(section.key)), edits);
        }
        return;
    }
    let new = list_lines(lines, reading, target.list(section.key), section, held.clone(), kept);
    let old: Vec<&str> = held.clone().map(|at| lines.bare(at)).collect();
    if new != old {
        put(lines, range, held, new, edits);
    }
}

/// Puts lines in the place of those a section holds, with a blank line around them where there was
/// nothing.
fn put(lines: &Lines<'_>, range: Range<usize>, held: Range<usize>, mut new: Vec<String>, edits: &mut Edits) {
    if held.is_empty() && !new.is_empty() {
        // Behind the heading; blank lines that are there stay behind what is put in.
        new.insert(0, String::new());
        if range.is_empty() && range.end < lines.count() {
            new.push(String::new());
        }
        edits.insert(range.start, new);
    } else {
        edits.replace(held, new);
    }
}

/// The lines of a list, with those of its items as `wanted` says and all others as they are.
fn list_lines(
    lines: &Lines<'_>,
    reading: &Reading,
    wanted: &[Item],
    section: &Section,
    held: Range<usize>,
    kept: &Kept,
) -> Vec<String> {
    let stays = |key: &str| {
        let field = Field::Line(section.key, key.to_owned());
        kept.contains(&field) || reading.unread.contains(&field)
    };
    let there: BTreeMap<usize, &Item> =
        reading.items.iter().filter(|(key, ..)| *key == section.key).map(|(_, item, at)| (*at, item)).collect();
    // A line that has no identity yet is the one that says the same.
    let mut by_line: BTreeMap<usize, &Item> = BTreeMap::new();
    let mut free: Vec<&Item> = Vec::new();
    for item in wanted {
        let own = there.iter().find(|(_, is)| is.key == item.key);
        match own.map(|(at, _)| *at).filter(|at| !by_line.contains_key(at)) {
            Some(at) => drop(by_line.insert(at, item)),
            None => free.push(item),
        }
    }
    free.retain(|item| {
        let is_it = |at: &usize, is: &Item| is.key.is_empty() && is.text == item.text && !by_line.contains_key(at);
        match there.iter().find(|(at, is)| is_it(at, is)).map(|(at, _)| *at) {
            Some(at) => by_line.insert(at, item).is_some(),
            None => true,
        }
    });
    // Blocks: what stands before the first item, then each item with what belongs to it.
    let mut blocks: Vec<(Option<&Item>, Vec<String>)> = vec![(None, Vec::new())];
    for at in held {
        match (there.get(&at), by_line.get(&at)) {
            (Some(is), Some(item)) if stays(&is.key) => blocks.push((Some(item), vec![lines.bare(at).to_owned()])),
            (Some(is), Some(item)) => blocks.push((Some(item), vec![edited(lines.bare(at), is, item, section.form)])),
            (Some(is), None) if !stays(&is.key) => {}
            _ => blocks.last_mut().expect("one is there from the start").1.push(lines.bare(at).to_owned()),
        }
    }
    reorder(&mut blocks, wanted);
    let mut open = free.iter().filter(|item| !stays(&item.key)).copied().collect::<Vec<_>>();
    open.reverse();
    while let Some(item) = open.pop() {
        let place = wanted.iter().position(|other| std::ptr::eq(other, item)).unwrap_or(0);
        let before = wanted[..place]
            .iter()
            .rev()
            .find_map(|earlier| blocks.iter().position(|(of, _)| of.is_some_and(|of| std::ptr::eq(of, earlier))));
        let block = (Some(item), vec![item_line(item, section.form)]);
        match before {
            Some(at) => blocks.insert(at + 1, block),
            None => blocks.insert(1, block),
        }
    }
    blocks.into_iter().flat_map(|(_, lines)| lines).collect()
}

/// Lets the items take one another's places, until they stand as `wanted` has them.
fn reorder(blocks: &mut [(Option<&Item>, Vec<String>)], wanted: &[Item]) {
    let rank = |item: &Item| wanted.iter().position(|other| std::ptr::eq(other, item));
    let places: Vec<usize> = (0..blocks.len()).filter(|at| blocks[*at].0.is_some()).collect();
    let mut sorted: Vec<_> = places.iter().map(|at| std::mem::take(&mut blocks[*at])).collect();
    sorted.sort_by_key(|(item, _)| item.and_then(rank));
    places.into_iter().zip(sorted).for_each(|(at, block)| blocks[at] = block);
}

/// An item's line saying something else.
fn edited(line: &str, is: &Item, item: &Item, form: Form) -> String {
    let mut line = line.to_owned();
    if form == Form::Lines {
        return line;
    }
    let Some((_, at)) = item_of(&line, form) else { return line };
    if is.mark != item.mark
        && let (Some(mark), Some(open)) = (item.mark, line[..at].rfind('['))
    {
        let end = open + 1 + line[open + 1..].chars().next().map_or(0, char::len_utf8);
        line.replace_range(open + 1..end, mark.encode_utf8(&mut [0; 4]));
    }
    let Some((_, at)) = item_of(&line, form) else { return line };
    let says_all = Item { mark: item.mark, ..is.clone() }.same(item) && is.key == item.key;
    if !says_all || is.mark != item.mark {
        let read = TaskText::read(&line[at..]);
        let wanted = with_fields(read.clone(), item, form);
        if wanted.fields != read.fields || wanted.description != read.description || wanted.block != read.block {
            let written = wanted.write();
            line.replace_range(at.., &written);
        }
    }
    line
}

/// Lines in the place of others.
#[derive(Default)]
struct Edits(Vec<(Range<usize>, Vec<String>)>);

impl Edits {
    fn replace(&mut self, range: Range<usize>, new: Vec<String>) {
        self.0.push((range, new));
    }

    fn insert(&mut self, at: usize, new: Vec<String>) {
        self.0.push((at..at, new));
    }

    /// The text with the edits made; lines that stay keep their endings.
    fn applied(mut self, text: &str, lines: &Lines<'_>, body: usize) -> Vec<u8> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let ending = usual_ending(text);
        let mut out = text[..body].to_owned();
        let mut at = 0;
        for (range, new) in self.0 {
            (at..range.start).for_each(|line| out.push_str(lines.whole(line)));
            let old: Vec<&str> = range.clone().map(|line| lines.bare(line)).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
                let (tag, from, to) = op.as_tag_tuple();
                if tag == DiffTag::Equal {
                    from.for_each(|nth| push(&mut out, lines.whole(range.start + nth), ending));
                } else {
                    // What stands in the place of a line ends as that did.
                    let mut ends = from.map(|nth| &lines.whole(range.start + nth)[old[nth].len()..]);
                    for nth in to {
                        let end = ends.next().filter(|end| !end.is_empty()).unwrap_or(ending);
                        push(&mut out, &format!("{}{end}", new[nth]), ending);
                    }
                }
            }
            at = range.end;
        }
        (at..lines.count()).for_each(|line| push(&mut out, lines.whole(line), ending));
        // A note without a final line ending keeps to that.
        if !text.ends_with('\n') && text.len() > body && out.ends_with(ending) {
            out.truncate(out.len() - ending.len());
        }
        out.into_bytes()
    }
}

/// A line that was the last one lacks an ending; before another it needs one.
fn push(out: &mut String, line: &str, ending: &str) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(ending);
    }
    out.push_str(line);
}

fn usual_ending(text: &str) -> &'static str {
    if text.matches("\r\n").count() * 2 > text.matches('\n').count() { "\r\n" } else { "\n" }
}
