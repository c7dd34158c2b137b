//! The definition: whether a thing is found, and which places show why. The index only proposes;
//! this decides. Must not know the index, or where texts lie.

use std::cell::OnceCell;
use std::ops::{ControlFlow, Range};

use serde_json::{Map, Value as Json};

use super::node::{Area, Node, Value, is_day};
use super::view::{Asked, Each, View, stretch_end};
use crate::text::fold;

/// What of one thing is searched.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sheet<'a> {
    /// Its name.
    pub title: &'a str,
    /// What people call it, where it has a key.
    pub key: &'a str,
    /// The whole text; a note's with its properties.
    pub body: &'a str,
    /// What only notes have.
    pub note: Option<NoteFacts<'a>>,
    /// Where the parts of a note's text are; only queries that ask for them need it.
    pub parts: Option<&'a Parts>,
}

/// What is known of a note without its text.
#[derive(Debug, Clone, Copy)]
pub struct NoteFacts<'a> {
    /// Its path in the vault.
    pub path: &'a str,
    /// Without `#`.
    pub tags: &'a [String],
    /// Its properties, as written.
    pub properties: &'a Map<String, Json>,
}

/// Operators around a node from which on answers are kept; above, ways seldom meet.
const DEEP: usize = 3;

/// Where the parts of a note's text are, in bytes of the text and in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Paragraphs, items of lists and the like.
    pub blocks: Vec<Range<usize>>,
    /// Where headings begin.
    pub headings: Vec<usize>,
    /// Tasks, with what stands in their boxes.
    pub tasks: Vec<(Range<usize>, char)>,
}

/// In what a node is looked for.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    sheet: &'a Sheet<'a>,
    fields: &'a [View<'a>],
    /// Only this part of the body, which is then the only field.
    part: Option<(usize, usize)>,
    /// Operators that led to the part.
    depth: usize,
    exact: bool,
}

impl<'a> Scope<'a> {
    /// The whole of a thing: its title, its key, its text.
    pub fn whole(sheet: &'a Sheet<'a>, fields: &'a [View<'a>; 3]) -> Self {
        Scope { sheet, fields, part: None, depth: 0, exact: false }
    }

    /// The views of a sheet, for [`Scope::whole`].
    pub fn views(sheet: &Sheet<'a>) -> [View<'a>; 3] {
        [View::new(sheet.title), View::new(sheet.key), View::new(sheet.body)]
    }

    fn body(&self) -> &'a View<'a> {
        self.fields.last().expect("the body is the last")
    }

    /// This part of the body.
    pub fn within(self, part: Range<usize>) -> Self {
        let last = self.fields.len() - 1;
        Scope { fields: &self.fields[last..], part: Some((part.start, part.end)), depth: self.depth + 1, ..self }
    }

    fn over(self, fields: &'a [View<'a>]) -> Self {
        Scope { fields, part: None, ..self }
    }

    fn part_of(&self, view: &View<'_>) -> Range<usize> {
        self.part.map_or(0..view.source.len(), |(start, end)| start..end)
    }

    /// The text from a byte on in stretches of a few lines, where `in_lines` nothing that is looked for
    /// reaches from one line into another; else in one.
    pub fn stretches(&self, from: usize, in_lines: bool) -> impl Iterator<Item = Range<usize>> {
        let source = self.body().source;
        let mut rest = from..source.len();
        std::iter::from_fn(move || {
            let end = if in_lines { stretch_end(source, rest.start) } else { rest.end };
            let stretch = (rest.start < rest.end).then_some(rest.start..end);
            rest.start = end;
            stretch
        })
    }

    /// Whether a node holds here.
    pub fn holds(self, node: &Node) -> bool {
        match node {
            Node::All(parts) => parts.iter().all(|part| self.holds(part)),
            Node::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Node::Not(node) => !self.holds(node),
            Node::Case(exact, node) => Scope { exact: *exact, ..self }.holds(node),
            Node::Anything => !self.fields.is_empty(),
            Node::Term(term) if self.part.is_none() && !self.exact => self.fields.iter().any(|view| view.has(term)),
            Node::Term(_) | Node::Pattern(_) => {
                self.fields.iter().any(|view| self.places(view, node, &mut |_| ControlFlow::Break(())).is_break())
            }
            Node::In(Area::Path | Area::File | Area::Tag, _) | Node::Property(..) => {
                self.sheet.note.is_some_and(|facts| holds_of(&facts, self.sheet, node, self.exact))
            }
            Node::In(area, node) => self.areas(*area).into_iter().any(|part| self.within(part).holds_in_part(node)),
        }
    }

    /// As [`Scope::holds`], which it need not ask again in a part where it did.
    fn holds_in_part(self, node: &Node) -> bool {
        let Some(asked) = self.asked(node) else { return self.holds(node) };
        let answers = &self.body().answers;
        let known = answers.borrow().get(&asked).copied();
        known.unwrap_or_else(|| {
            let holds = self.holds(node);
            answers.borrow_mut().insert(asked, holds);
            holds
        })
    }

    /// What is kept of a node that is deep enough.
    fn asked(&self, node: &Node) -> Option<Asked> {
        let (start, end) = self.part.filter(|_| self.depth >= DEEP)?;
        Some((std::ptr::from_ref(node), start, end))
    }

    /// Calls `each` with the places of a term or pattern in one field.
    fn places(&self, view: &View<'_>, node: &Node, each: &mut Each<'_>) -> ControlFlow<()> {
        let part = self.part_of(view);
        match node {
            Node::Term(term) => view.find(term, &part, self.exact, each),
            Node::Pattern(pattern) => {
                let normal = view.normal();
                let within = normal.folded(part);
                for found in pattern.regex(self.exact).find_iter(&normal.text[within.clone()]) {
                    let (start, end) = (within.start + found.start(), within.start + found.end());
                    // Where it matches nothing there is nothing to show, but it does match.
                    let place = if start == end { 0..0 } else { normal.source(start..end) };
                    each(place)?;
                }
                ControlFlow::Continue(())
            }
            _ => ControlFlow::Continue(()),
        }
    }

    /// The parts of the text here of one kind.
    fn areas(&self, area: Area) -> Vec<Range<usize>> {
        let body = self.body();
        let here = self.part_of(body);
        let parts = self.sheet.parts;
        // A neighbour has nothing but its end in here; that is no part of it.
        let listed = |ranges: &mut dyn Iterator<Item = Range<usize>>| -> Vec<Range<usize>> {
            let clipped = ranges.filter_map(|range| {
                let clip = range.start.max(here.start)..range.end.min(here.end);
                let is_part = clip.start < clip.end || clip.start == clip.end && (range.is_empty() || here.is_empty());
                is_part.then_some(clip)
            });
            let mut listed: Vec<Range<usize>> = clipped.collect();
            listed.dedup();
            listed
        };
        let [of_blocks, of_tasks] = &body.reaches;
        let tasks = |wanted: fn(char) -> bool| {
            let tasks = around(parts.map_or(&[], |parts| &parts.tasks), |(range, _)| range, of_tasks, &here);
            listed(&mut tasks.iter().filter(|(_, mark)| wanted(*mark)).map(|(range, _)| range.clone()))
        };
        match area {
            Area::Line => lines(body.source, here),
            Area::Block => {
                let blocks = around(parts.map_or(&[], |parts| &parts.blocks), |range| range, of_blocks, &here);
                listed(&mut blocks.iter().cloned())
            }
            Area::Section => {
                let headings = parts.map_or(&[][..], |parts| &parts.headings);
                let first = headings.partition_point(|&start| start < here.start);
                let starts = std::iter::once(0).chain(headings.iter().copied());
                let ends = headings.iter().copied().chain([body.source.len()]);
                let sections = starts.zip(ends).map(|(start, end)| start..end);
                listed(&mut sections.skip(first).take_while(|section| section.start <= here.end))
            }
            Area::Task => tasks(|_| true),
            Area::TaskTodo => tasks(|mark| mark == ' '),
            Area::TaskDone => tasks(|mark| mark != ' '),
            Area::Content | Area::Path | Area::File | Area::Tag => vec![here],
        }
    }

    /// Gathers in `into` the places that show why a node holds: in the text, or in the title.
    pub fn show(self, node: &Node, title: bool, most: usize, into: &mut Vec<Range<usize>>) {
        match node {
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| self.show(part, title, most, into)),
            Node::Case(exact, node) => Scope { exact: *exact, ..self }.show(node, title, most, into),
            Node::In(Area::Path | Area::File, node) if title => self.show(node, title, most, into),
            Node::In(area, node) if area.is_text() && !title => {
                let from = into.len();
                for part in self.areas(*area) {
                    let within = self.within(part);
                    let is_new = within.asked(node).is_none_or(|asked| self.body().shown.borrow_mut().insert(asked));
                    if is_new && within.holds_in_part(node) {
                        within.show(node, title, most, into);
                    }
                    if into.len() - from >= most {
                        break;
                    }
                }
            }
            Node::Term(_) | Node::Pattern(_) => {
                let view = if title { self.fields.first() } else { self.fields.last() };
                let mut left = most;
                let Some(view) = view else { return };
                let _ = self.places(view, node, &mut |place| {
                    if !place.is_empty() {
                        into.push(place);
                        left -= 1;
                    }
                    if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
            }
            Node::Not(_) | Node::Anything | Node::In(..) | Node::Property(..) => {}
        }
    }
}

/// Those of `all`, which are in the order of their starts, that may lie within `here` or around it.
/// `reaches` keeps how far the first of them, the first two and so on reach.
fn around<'p, T>(
    all: &'p [T],
    range: fn(&T) -> &Range<usize>,
    reaches: &OnceCell<Vec<usize>>,
    here: &Range<usize>,
) -> &'p [T] {
    let first = match here.start {
        0 => 0,
        start => {
            let made = || {
                let reach = |far: &mut usize, part: &T| {
                    *far = range(part).end.max(*far);
                    Some(*far)
                };
                all.iter().scan(0, reach).collect()
            };
            reaches.get_or_init(made).partition_point(|&end| end < start)
        }
    };
    let behind = all.partition_point(|part| range(part).start <= here.end);
    all.get(first..behind).unwrap_or_default()
}

/// Lines, without the signs at their ends.
fn lines(text: &str, here: Range<usize>) -> Vec<Range<usize>> {
    let mut at = here.start;
    text[here]
        .split_inclusive('\n')
        .map(|line| {
            let range = at..at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            range
        })
        .collect()
}

/// Whether a node about a note's path, name, tags or properties holds.
pub(super) fn holds_of(facts: &NoteFacts<'_>, sheet: &Sheet<'_>, node: &Node, exact: bool) -> bool {
    let over = |texts: Vec<&str>, node: &Node| {
        let fields: Vec<View<'_>> = texts.into_iter().map(View::new).collect();
        Scope { sheet, fields: &fields, part: None, depth: 0, exact }.over(&fields).holds(node)
    };
    match node {
        Node::In(Area::Path, node) => over(vec![facts.path], node),
        Node::In(Area::File, node) => over(vec![facts.path.rsplit('/').next().unwrap_or(facts.path)], node),
        Node::In(Area::Tag, node) => over(facts.tags.iter().map(String::as_str).collect(), node),
        Node::Property(key, wanted) => {
            let key = fold(key);
            facts.properties.iter().filter(|(name, _)| fold(name) == key).any(|(_, value)| match wanted {
                Value::Any => true,
                Value::Nothing => is_nothing(value),
                Value::Below(bound) => texts_of(value).iter().any(|text| is_below(text, bound)),
                Value::Above(bound) => texts_of(value).iter().any(|text| is_below(bound, text)),
                Value::Is(node) => over(texts_of(value).iter().map(String::as_str).collect(), node),
            })
        }
        _ => false,
    }
}

fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(entries) => entries.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// The texts in a value: itself, or all that it holds.
fn texts_of(value: &Json) -> Vec<String> {
    match value {
        Json::Null => Vec::new(),
        Json::String(text) => vec![text.clone()],
        Json::Bool(_) | Json::Number(_) => vec![value.to_string()],
        Json::Array(items) => items.iter().flat_map(texts_of).collect(),
        Json::Object(entries) => entries.values().flat_map(texts_of).collect(),
    }
}

/// Numbers by their size, days by their order; anything else cannot be compared.
fn is_below(left: &str, right: &str) -> bool {
    match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left < right,
        _ => is_day(left) && is_day(right) && left < right,
    }
}
