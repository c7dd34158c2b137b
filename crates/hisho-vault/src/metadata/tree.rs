//! The tree of a note's blocks while it grows.
//!
//! Owns what a block is, which ones are open, and how they are added and closed. Must not know what
//! begins a block.

use std::ops::Range;

use super::content::Content;
use super::cursor::Cursor;
use super::html::Ends;
use super::parts::{self, Definitions};

/// One block. Blocks stand in the order of the text, parents before what they hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub kind: Kind,
    pub parent: usize,
    pub start: usize,
    /// Without the last line's ending.
    pub end: usize,
    /// The pieces of text it holds itself, in [`Body::pieces`].
    pub pieces: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// Holds all others.
    Body,
    Quote {
        callout: bool,
    },
    List,
    Item(Box<Item>),
    Footnote {
        label: Range<usize>,
    },
    Heading(u8),
    Paragraph,
    Code,
    Html,
    Rule,
    Table,
    Math,
    Comment,
    /// Of a link: `[label]: target`.
    Definition(Box<Definition>),
}

/// The label of a link, and its target.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Definition {
    pub label: Range<usize>,
    pub target: String,
}

/// What is particular to a list's item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// Where the mark of its checkbox is.
    pub mark: Option<Range<usize>>,
    /// The indentation of its list mark, from the last quote mark or the list mark before it.
    pub indent: usize,
    /// The list mark and the blanks after it, in columns.
    pub width: usize,
    /// Whether it is marked by a number of one digit and a dot.
    pub one_digit: bool,
    /// The least indentation of its lines below the first, from the last quote mark.
    pub least: usize,
    /// Where its line begins behind quote marks; none when another item's mark stands before it.
    pub base: Option<usize>,
    /// Where its line begins.
    pub line: usize,
    /// How many quote marks stand before it.
    pub quotes: usize,
}

/// All blocks of a body.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub nodes: Vec<Node>,
    /// Pieces of lines, without line endings and without what belongs to the blocks around.
    pub pieces: Vec<(usize, usize)>,
    pub definitions: Definitions,
}

/// A block that may hold others and is open.
pub(super) struct Open {
    pub(super) node: usize,
    pub(super) kind: Holder,
    /// The list that the next item may go on with, and its kind of mark.
    pub(super) list: Option<(usize, u8)>,
    /// An item that holds nothing yet.
    pub(super) empty: bool,
    pub(super) least: usize,
}

/// What holds other blocks.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Holder {
    Body,
    Quote,
    Item { indent: usize },
    Footnote,
}

/// The block of text, code or the like that is open.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Leaf {
    None,
    Paragraph {
        node: usize,
    },
    Fence {
        node: usize,
        mark: u8,
        len: usize,
    },
    Indented {
        node: usize,
    },
    Html {
        node: usize,
        ends: Ends,
    },
    /// Ends with the line that holds `mark`.
    Until {
        node: usize,
        mark: &'static [u8],
    },
    Table {
        node: usize,
    },
}

/// The blocks read so far, and those that the next line may go on with.
pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) body: Body,
    pub(super) open: Vec<Open>,
    /// Which of `open` are quotes.
    pub(super) quotes: Vec<usize>,
    pub(super) leaf: Leaf,
    /// Where the last `$$` of the text is, once somebody asked.
    pub(super) last_math: Option<Option<usize>>,
    /// Where the line begins.
    pub(super) start: usize,
}

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str, from: usize) -> Self {
        let root = Node { kind: Kind::Body, parent: 0, start: from, end: from, pieces: 0..0 };
        Self {
            text,
            body: Body { nodes: vec![root], ..Body::default() },
            open: vec![Open { node: 0, kind: Holder::Body, list: None, empty: false, least: usize::MAX }],
            quotes: Vec::new(),
            leaf: Leaf::None,
            last_math: None,
            start: from,
        }
    }

    /// Closes everything. Each block then ends no earlier than what it holds.
    pub(super) fn finish(mut self) -> Body {
        // Code that nothing closes goes on to the very end.
        if let Leaf::Fence { node, .. } = self.leaf
            && self.open.len() == 1
        {
            self.body.nodes[node].end = self.text.len();
        }
        self.close_to(1);
        let mut body = self.body;
        for at in (1..body.nodes.len()).rev() {
            let Node { parent, end, .. } = body.nodes[at];
            body.nodes[parent].end = body.nodes[parent].end.max(end);
        }
        body
    }

    /// Adds a block to the innermost open one.
    pub(super) fn add(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        let holder = self.open.len() - 1;
        self.open[holder].list = None;
        self.open[holder].empty = false;
        let pieces = self.body.pieces.len()..self.body.pieces.len();
        self.body.nodes.push(Node { kind, parent: self.open[holder].node, start, end, pieces });
        self.body.nodes.len() - 1
    }

    /// Adds a block of text that begins at the cursor.
    pub(super) fn leaf(&mut self, kind: Kind, cursor: &Cursor<'_>, marked: bool) -> usize {
        if !marked {
            self.note_indent(cursor);
        }
        let node = self.add(kind, cursor.start(), cursor.end);
        self.piece(node, cursor);
        node
    }

    /// The line goes on with a block of text.
    pub(super) fn piece(&mut self, node: usize, cursor: &Cursor<'_>) {
        let node = &mut self.body.nodes[node];
        node.end = cursor.end;
        if matches!(node.kind, Kind::Paragraph | Kind::Heading(_) | Kind::Table) {
            self.body.pieces.push((cursor.text, cursor.end));
            node.pieces.end = self.body.pieces.len();
        }
    }

    pub(super) fn note_indent(&mut self, cursor: &Cursor<'_>) {
        if let Some(open) = self.open.last_mut() {
            open.least = open.least.min(cursor.whole_indent());
        }
    }

    pub(super) fn hold(&mut self, node: usize, kind: Holder) {
        if kind == Holder::Quote {
            self.quotes.push(self.open.len());
        }
        self.open.push(Open { node, kind, list: None, empty: false, least: usize::MAX });
    }

    pub(super) fn close_to(&mut self, len: usize) {
        self.close_leaf();
        while self.open.len() > len {
            let Some(closed) = self.open.pop() else { return };
            if closed.kind == Holder::Quote {
                self.quotes.pop();
                continue;
            }
            if let Kind::Item(item) = &mut self.body.nodes[closed.node].kind {
                item.least = closed.least;
            }
            if let Some(outer) = self.open.last_mut() {
                outer.least = outer.least.min(closed.least);
            }
        }
    }

    pub(super) fn close_leaf(&mut self) {
        self.settle();
        self.leaf = Leaf::None;
    }

    /// Takes the definitions of links off the start of the open paragraph, and gives what is left.
    pub(super) fn settle(&mut self) -> Option<usize> {
        let Leaf::Paragraph { node } = self.leaf else { return None };
        let pieces = self.body.nodes[node].pieces.clone();
        let first = self.body.pieces[pieces.start].0;
        if self.text.as_bytes()[first] != b'[' {
            return Some(node);
        }
        let content = Content::new(self.text, &self.body.pieces[pieces.clone()]);
        let mut at = 0;
        let mut taken = Vec::new();
        while let Some(found) = parts::definition(&content.text, at) {
            at = found.end;
            taken.push(found);
        }
        let left = pieces.clone().find(|piece| self.body.pieces[*piece].0 >= content.source(at));
        let left = if at >= content.text.len() { None } else { left };
        let whole = self.body.nodes[node].clone();
        for (index, found) in taken.iter().enumerate() {
            let label = content.source(found.label.start)..content.source(found.label.end);
            self.body.definitions.add(&content.text[found.label.clone()], &found.target);
            let kind = Kind::Definition(Box::new(Definition { label, target: found.target.clone() }));
            let start = if index == 0 { whole.start } else { content.source(found.start) };
            let end = content.source(found.start + content.text[found.start..found.end].trim_end().len());
            let new = Node { kind, start, end, pieces: pieces.start..pieces.start, ..whole };
            if index == 0 { self.body.nodes[node] = new } else { self.body.nodes.push(new) }
        }
        if taken.is_empty() {
            return Some(node);
        }
        self.leaf = Leaf::None;
        let left = left?;
        let start = self.body.pieces[left].0;
        self.body.nodes.push(Node { start, pieces: left..pieces.end, ..whole });
        let node = self.body.nodes.len() - 1;
        self.leaf = Leaf::Paragraph { node };
        Some(node)
    }
}
