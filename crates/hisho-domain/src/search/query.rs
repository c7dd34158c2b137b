//! A query, understood: whether it finds a thing, what of the answer is known before its text is
//! read, and what to show of it. Must not know the index's tables or where texts lie.

use std::fmt::{self, Display, Formatter};
use std::ops::Range;

use super::fault::QueryError;
use super::matching::{NoteFacts, Scope, Sheet, holds_of};
use super::node::{Area, Node};
use super::parse::parse;
use super::plan::{Plan, plan};
use super::utf16_ranges;

/// Bytes of a character at the most.
const MAX_CHAR: usize = 4;

/// A query, understood. Written down again it means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    node: Node,
    plan: Plan,
    /// Parts that must hold and that the plan does not decide.
    undecided: Vec<Node>,
}

/// What is shown of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The text around the first place that was found, line breaks as spaces.
    pub snippet: String,
    /// What was found in it, in UTF-16 units.
    pub highlights: Vec<[usize; 2]>,
    /// The line of the first place, counted from 0.
    pub line: Option<usize>,
    /// What was found in the title, in UTF-16 units.
    pub title_highlights: Vec<[usize; 2]>,
}

impl Query {
    /// Understands what was typed; None when nothing in it could be searched for.
    pub fn parse(typed: &str) -> Result<Option<Self>, QueryError> {
        let Some(node) = parse(typed)? else { return Ok(None) };
        let (plan, undecided) = match &node {
            Node::All(parts) => plan(parts),
            one => plan(std::slice::from_ref(one)),
        };
        Ok(Some(Query { node, plan, undecided }))
    }

    /// What to ask the index.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// True when exactly what the index gives is found, and no text need be read.
    pub fn index_decides(&self) -> bool {
        self.undecided.is_empty()
    }

    /// True when it asks for what only notes have.
    pub fn is_about_notes(&self) -> bool {
        self.has(|node| match node {
            Node::In(area, _) => *area != Area::Content,
            Node::Property(..) => true,
            _ => false,
        })
    }

    /// True when the parts of a note's text must be known.
    pub fn needs_parts(&self) -> bool {
        use Area::{Block, Section, Task, TaskDone, TaskTodo};
        self.has(|node| matches!(node, Node::In(Block | Section | Task | TaskDone | TaskTodo, _)))
    }

    /// True when a note's tags or properties must be known.
    pub fn needs_facts(&self) -> bool {
        self.has(|node| matches!(node, Node::In(Area::Tag, _) | Node::Property(..)))
    }

    fn has(&self, wanted: impl Fn(&Node) -> bool) -> bool {
        let mut found = false;
        self.node.walk(&mut |node| found |= wanted(node));
        found
    }

    /// Whether a note that the index gave is found, as far as that is known without its text.
    pub fn decided(&self, facts: &NoteFacts<'_>) -> Option<bool> {
        all(&self.undecided, facts, false)
    }

    /// The definition: whether a thing is found.
    pub fn matches(&self, sheet: &Sheet<'_>) -> bool {
        Scope::whole(sheet, &Scope::views(sheet)).holds(&self.node)
    }

    /// What to show of a thing in about `width` characters of its text; None when it is not found.
    /// What stands before byte `begins`, a note's properties, is shown only when it was found nowhere
    /// behind.
    pub fn found(&self, sheet: &Sheet<'_>, begins: usize, width: usize) -> Option<Shown> {
        let views = Scope::views(sheet);
        let scope = Scope::whole(sheet, &views);
        if !scope.holds(&self.node) {
            return None;
        }
        let mut titled = Vec::new();
        scope.show(&self.node, true, sheet.title.len().max(1), &mut titled);
        let title_highlights = utf16_ranges(sheet.title, merged(titled).into_iter());
        Some(Shown { title_highlights, ..self.show(scope, sheet, begins, width) })
    }

    fn show(&self, scope: Scope<'_>, sheet: &Sheet<'_>, begins: usize, width: usize) -> Shown {
        let body = sheet.body;
        let (mut from, mut found) = (begins, self.places(scope, begins, width));
        if found.is_empty() && begins > 0 {
            let before = self.places(scope, 0, width);
            if !before.is_empty() {
                (from, found) = (0, before);
            }
        }
        let first = found.first().map_or(from, |place| place.start);
        let start = body[from..first].char_indices().rev().take(width / 4).last().map_or(first, |(at, _)| from + at);
        let end = body[start..].char_indices().nth(width).map_or(body.len(), |(at, _)| start + at);
        // A control character may be longer than the space in its place, so count in the source. What
        // is cut off is no longer what was found, but for the first, which may be longer than all.
        let seen = found
            .iter()
            .filter(|place| place.end <= end || place.start == first)
            .map(|place| place.start - start..place.end.min(end) - start);
        Shown {
            snippet: body[start..end].chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
            highlights: utf16_ranges(&body[start..end], seen),
            line: found.first().map(|place| body.as_bytes()[..place.start].iter().filter(|&&b| b == b'\n').count()),
            title_highlights: Vec::new(),
        }
    }
}

impl Query {
    /// The first place from a byte on, and those that may be shown with it, in order.
    fn places(&self, scope: Scope<'_>, from: usize, width: usize) -> Vec<Range<usize>> {
        let (mut places, mut until) = (Vec::new(), usize::MAX);
        let mut in_lines = true;
        self.node.walk(&mut |node| {
            in_lines &= match node {
                Node::In(area, _) => !area.is_text(),
                Node::Term(term) => term.is_in_lines(),
                Node::Pattern(_) => false,
                _ => true,
            }
        });
        for stretch in scope.stretches(from, in_lines) {
            if stretch.start >= until {
                break;
            }
            // No more than that many can begin in what is shown.
            scope.within(stretch).show(&self.node, false, width.max(1), &mut places);
            if let Some(first) = places.iter().map(|place| place.start).min() {
                until = until.min(first + width * MAX_CHAR);
            }
        }
        merged(places)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

/// In order, and none over another.
fn merged(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match merged.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

fn all(parts: &[Node], facts: &NoteFacts<'_>, exact: bool) -> Option<bool> {
    let known = |part: &Node| known(part, facts, exact);
    match parts.iter().map(known).try_fold(true, |all, part| match part {
        Some(false) => Err(()),
        part => Ok(all && part.is_some()),
    }) {
        Err(()) => Some(false),
        Ok(all) => all.then_some(true),
    }
}

/// What is known of one part without the text.
fn known(node: &Node, facts: &NoteFacts<'_>, exact: bool) -> Option<bool> {
    match node {
        Node::All(parts) => all(parts, facts, exact),
        Node::Any(parts) => {
            let known: Vec<Option<bool>> = parts.iter().map(|part| known(part, facts, exact)).collect();
            if known.contains(&Some(true)) { Some(true) } else { (!known.contains(&None)).then_some(false) }
        }
        Node::Not(node) => known(node, facts, exact).map(|known| !known),
        Node::Case(exact, node) => known(node, facts, *exact),
        Node::Anything => Some(true),
        Node::In(Area::Path | Area::File | Area::Tag, _) | Node::Property(..) => {
            let sheet = Sheet { note: Some(*facts), ..Sheet::default() };
            Some(holds_of(facts, &sheet, node, exact))
        }
        Node::In(..) | Node::Term(_) | Node::Pattern(_) => None,
    }
}
