//! What a note's body is made of.
//!
//! Owns the blocks: quotes, lists, headings, paragraphs, code and the others, as CommonMark nests
//! them, with Obsidian's comments, callouts, math and checkboxes. Must not know links or tags. Works
//! in time proportional to the text, whatever is nested in it.

use std::ops::Range;

use super::cursor::{self, Cursor, Rule};
use super::content::Content;
use super::html::{self, Ends};
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
    Quote { callout: bool },
    List,
    Item(Item),
    Footnote { label: Range<usize> },
    Heading(u8),
    Paragraph,
    Code,
    Html,
    Rule,
    Table,
    Math,
    Comment,
    /// Of a link: `[label]: target`.
    Definition { label: Range<usize>, target: String },
}

/// What is particular to a list's item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// Where the mark of its checkbox is.
    pub mark: Option<Range<usize>>,
    /// The list mark and the blanks after it, in columns, as far as they are cut from lines below.
    pub width: usize,
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

/// Reads the blocks from the byte `from` on.
pub(crate) fn read(text: &str, from: usize) -> Body {
    let root = Node { kind: Kind::Body, parent: 0, start: from, end: from, pieces: 0..0 };
    let mut reader = Reader {
        text,
        body: Body { nodes: vec![root], ..Body::default() },
        open: vec![Open { node: 0, kind: Holder::Body, list: None, empty: false, least: usize::MAX }],
        quotes: Vec::new(),
        leaf: Leaf::None,
        last_math: None,
        start: from,
    };
    let bytes = text.as_bytes();
    let mut start = from;
    while start < text.len() {
        let next = memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |at| start + at + 1);
        let bare = text[start..next].strip_suffix('\n').map_or(next, |line| start + line.len());
        let end = if bare > start && bare < next && bytes[bare - 1] == b'\r' { bare - 1 } else { bare };
        reader.line(start, end);
        start = next;
    }
    if let Leaf::Fence { node, .. } = reader.leaf
        && reader.open.len() == 1
    {
        reader.body.nodes[node].end = text.len();
    }
    reader.close_to(1);
    let mut body = reader.body;
    for at in (1..body.nodes.len()).rev() {
        let Node { parent, end, .. } = body.nodes[at];
        body.nodes[parent].end = body.nodes[parent].end.max(end);
    }
    body
}

struct Open {
    node: usize,
    kind: Holder,
    /// The list that the next item may go on with, and its kind of mark.
    list: Option<(usize, u8)>,
    /// An item that holds nothing yet.
    empty: bool,
    least: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Holder {
    Body,
    Quote,
    Item { indent: usize },
    Footnote,
}

#[derive(Clone, Copy, PartialEq)]
enum Leaf {
    None,
    Paragraph { node: usize },
    Fence { node: usize, mark: u8, len: usize },
    Indented { node: usize },
    Html { node: usize, ends: Ends },
    /// Ends with the line that holds `mark`.
    Until { node: usize, mark: &'static [u8] },
    Table { node: usize },
}

struct Reader<'a> {
    text: &'a str,
    body: Body,
    open: Vec<Open>,
    /// Which of `open` are quotes.
    quotes: Vec<usize>,
    leaf: Leaf,
    /// Where the last `$$` of the text is, once somebody asked.
    last_math: Option<Option<usize>>,
    /// Where the line begins.
    start: usize,
}

impl Reader<'_> {
    fn line(&mut self, start: usize, end: usize) {
        self.start = start;
        let mut cursor = Cursor::new(self.text.as_bytes(), start, end);
        let mut matched = self.go_on(&mut cursor, end);
        let all = matched == self.open.len();
        if all && self.leaf_goes_on(&cursor) {
            return;
        }
        let mut rule = Rule::default();
        // Whether a list mark stands before on this line.
        let mut marked = false;
        let mut opened = false;
        while let Some(first) = cursor.first() {
            let in_text = matches!(self.leaf, Leaf::Paragraph { .. }) && !opened;
            let here = in_text && all;
            if cursor.indent() >= 4 {
                if in_text {
                    break;
                }
                self.close_to(matched);
                let node = self.leaf(Kind::Code, &cursor, marked);
                self.leaf = Leaf::Indented { node };
                return;
            }
            let rest = cursor.rest();
            match first {
                b'>' => {
                    self.close_to(matched);
                    let callout = is_callout(&rest[1..]);
                    if !marked {
                        self.note_indent(&cursor);
                    }
                    let node = self.add(Kind::Quote { callout }, cursor.start(), end);
                    self.hold(node, Holder::Quote);
                    cursor.take_quote();
                    marked = false;
                }
                b'#' if cursor::heading(rest).is_some() => {
                    self.close_to(matched);
                    let level = cursor::heading(rest).unwrap_or(1);
                    let node = self.leaf(Kind::Heading(level), &cursor, marked);
                    let piece = self.body.nodes[node].pieces.start;
                    self.body.pieces[piece] = heading_text(self.text, cursor.text + usize::from(level), end);
                    return;
                }
                b'`' | b'~' if cursor::fence(rest).is_some() => {
                    self.close_to(matched);
                    let (mark, len) = cursor::fence(rest).unwrap_or((b'`', 3));
                    let node = self.leaf(Kind::Code, &cursor, marked);
                    self.leaf = Leaf::Fence { node, mark, len };
                    return;
                }
                b'<' if html::block(&self.text[cursor.text..end], in_text).is_some() => {
                    let line = &self.text[cursor.text..end];
                    let ends = html::block(line, in_text).unwrap_or(Ends::AtBlank);
                    self.close_to(matched);
                    let node = self.leaf(Kind::Html, &cursor, marked);
                    if !html::ends(ends, line) {
                        self.leaf = Leaf::Html { node, ends };
                    }
                    return;
                }
                b'%' | b'$' if self.until(&cursor).is_some() => {
                    let (kind, mark, closed) = self.until(&cursor).unwrap_or((Kind::Comment, b"%%", true));
                    self.close_to(matched);
                    let node = self.leaf(kind, &cursor, marked);
                    if !closed {
                        self.leaf = Leaf::Until { node, mark };
                    }
                    return;
                }
                b'=' | b'-' if here && cursor::underline(rest).is_some() && self.settle() => {
                    let Leaf::Paragraph { node } = self.leaf else { return };
                    let node = &mut self.body.nodes[node];
                    node.kind = Kind::Heading(cursor::underline(rest).unwrap_or(1));
                    node.end = end;
                    self.leaf = Leaf::None;
                    return;
                }
                b'|' | b':' | b'-' if here && self.table_begins(rest) => {
                    if let Leaf::Paragraph { node } = self.leaf {
                        self.body.nodes[node].kind = Kind::Table;
                        self.body.nodes[node].end = end;
                        self.leaf = Leaf::Table { node };
                    }
                    return;
                }
                _ if rule.is(cursor.bytes, start, cursor.text, end) => {
                    self.close_to(matched);
                    self.leaf(Kind::Rule, &cursor, marked);
                    return;
                }
                b'[' if footnote(rest).is_some() => {
                    self.close_to(matched);
                    let len = footnote(rest).unwrap_or(0);
                    let label = cursor.text + 2..cursor.text + len - 2;
                    let node = self.add(Kind::Footnote { label }, cursor.start(), end);
                    self.hold(node, Holder::Footnote);
                    cursor.take(len);
                    marked = true;
                }
                _ => {
                    if !self.item(&mut cursor, matched, here, marked) {
                        break;
                    }
                    marked = true;
                }
            }
            opened = true;
            matched = self.open.len();
        }
        if cursor.blank() {
            self.close_to(matched);
            return;
        }
        if !opened && let Leaf::Paragraph { node } = self.leaf {
            self.note_indent(&cursor);
            self.piece(node, &cursor);
            return;
        }
        self.close_to(matched);
        let node = self.leaf(Kind::Paragraph, &cursor, marked);
        self.leaf = Leaf::Paragraph { node };
    }

    /// How many of the open blocks the line goes on with.
    fn go_on(&mut self, cursor: &mut Cursor<'_>, end: usize) -> usize {
        let mut matched = 1;
        while matched < self.open.len() {
            if cursor.blank() {
                // A blank line goes on with everything but a quote and an item without content.
                let next = self.quotes.partition_point(|at| *at < matched);
                let last = self.open.len() - 1;
                let open = if self.open[last].empty && self.leaf == Leaf::None { last.max(matched) } else { last + 1 };
                return self.quotes.get(next).copied().unwrap_or(open).min(open);
            }
            match self.open[matched].kind {
                Holder::Quote if cursor.indent() < 4 && cursor.first() == Some(b'>') => {
                    let outer = &mut self.open[matched - 1];
                    outer.least = outer.least.min(cursor.whole_indent());
                    cursor.take_quote();
                    self.body.nodes[self.open[matched].node].end = end;
                }
                Holder::Item { indent } if cursor.indent() >= indent => cursor.skip(indent),
                Holder::Footnote if cursor.indent() >= 4 => cursor.skip(4),
                _ => break,
            }
            matched += 1;
        }
        matched
    }

    /// Whether the line belongs to the block of text, code or the like that is open.
    fn leaf_goes_on(&mut self, cursor: &Cursor<'_>) -> bool {
        let line = |cursor: &Cursor<'_>| cursor.pos..cursor.end;
        match self.leaf {
            Leaf::None => return false,
            Leaf::Paragraph { .. } => {
                if cursor.blank() {
                    self.close_leaf();
                }
                return false;
            }
            Leaf::Fence { node, mark, len } => {
                if !cursor.blank() {
                    self.note_indent(cursor);
                }
                if cursor.indent() < 4 && cursor.first() == Some(mark) && cursor::closes(cursor.rest(), mark, len) {
                    self.body.nodes[node].end = cursor.end;
                    self.leaf = Leaf::None;
                } else {
                    self.piece(node, cursor);
                }
            }
            Leaf::Indented { node } => {
                if cursor.blank() {
                    return true;
                }
                if cursor.indent() < 4 {
                    self.leaf = Leaf::None;
                    return false;
                }
                self.note_indent(cursor);
                self.piece(node, cursor);
            }
            Leaf::Html { node, ends } => {
                if cursor.blank() {
                    if ends == Ends::AtBlank {
                        self.leaf = Leaf::None;
                    }
                    return ends != Ends::AtBlank;
                }
                self.note_indent(cursor);
                let text = &self.text[line(cursor)];
                self.piece(node, cursor);
                if html::ends(ends, text) {
                    self.leaf = Leaf::None;
                }
            }
            Leaf::Until { node, mark } => {
                if cursor.blank() {
                    return true;
                }
                self.note_indent(cursor);
                self.piece(node, cursor);
                if memchr::memmem::find(&cursor.bytes[line(cursor)], mark).is_some() {
                    self.leaf = Leaf::None;
                }
            }
            Leaf::Table { node } => {
                if cursor.blank() || self.starts_block(cursor) {
                    self.leaf = Leaf::None;
                    return false;
                }
                self.note_indent(cursor);
                self.piece(node, cursor);
            }
        }
        true
    }

    /// Whether the line ends a table by beginning something else.
    fn starts_block(&self, cursor: &Cursor<'_>) -> bool {
        let rest = cursor.rest();
        cursor.indent() >= 4
            || rest[0] == b'>'
            || cursor::heading(rest).is_some()
            || cursor::fence(rest).is_some()
            || cursor::marker(rest).is_some()
            || html::block(&self.text[cursor.text..cursor.end], true).is_some()
            || Rule::default().is(cursor.bytes, cursor.text, cursor.text, cursor.end)
    }

    /// Opens an item if a list mark stands here.
    fn item(&mut self, cursor: &mut Cursor<'_>, matched: usize, in_text: bool, marked: bool) -> bool {
        let Some(marker) = cursor::marker(cursor.rest()) else { return false };
        let empty = cursor::blank(&cursor.rest()[marker.len..]);
        if in_text && (empty || marker.number.is_some_and(|number| number != 1)) {
            return false;
        }
        self.close_to(matched);
        let start = cursor.start();
        let base = (!marked).then_some(cursor.base);
        if !marked {
            self.note_indent(cursor);
        }
        let before = cursor.indent();
        cursor.take(marker.len);
        let blanks = cursor.indent();
        let wide = if empty || blanks > 4 { 1 } else { blanks };
        let indent = before + marker.len + wide;
        cursor.skip(wide);
        let mut width = indent;
        // Observed: under a number of one digit and a dot, a blank more is cut from lines below.
        if marker.kind == b'.' && marker.number.is_some_and(|number| number < 10) && width % 2 == 1 {
            width += 1;
        }
        let mut mark = None;
        let mut holds = false;
        if !empty
            && cursor.indent() < 4
            && let Some(len) = cursor::checkbox(cursor.rest())
        {
            mark = Some(cursor.text + 1..cursor.text + 1 + len);
            cursor.take(len + 2);
            cursor.skip(1);
            if cursor.indent() >= 4 {
                cursor.skip_blanks();
            }
            holds = true;
        }
        let list = match self.open[matched - 1].list {
            Some((list, kind)) if kind == marker.kind => list,
            _ => {
                let list = self.add(Kind::List, start, start);
                self.open[matched - 1].list = Some((list, marker.kind));
                list
            }
        };
        let item = Item { mark, width, least: usize::MAX, base, line: self.start, quotes: self.quotes.len() };
        let node = self.body.nodes.len();
        self.body.nodes.push(Node { kind: Kind::Item(item), parent: list, start, end: cursor.end, pieces: 0..0 });
        self.open[matched - 1].empty = false;
        self.open.push(Open { node, kind: Holder::Item { indent }, list: None, empty: !holds, least: usize::MAX });
        true
    }

    /// What a line begins that starts with `%%` or `$$`, by which mark that ends, and whether it
    /// does on this line.
    fn until(&mut self, cursor: &Cursor<'_>) -> Option<(Kind, &'static [u8], bool)> {
        let rest = cursor.rest();
        let (kind, mark): (_, &'static [u8]) =
            if rest.starts_with(b"%%") { (Kind::Comment, b"%%") } else { (Kind::Math, b"$$") };
        let inner = rest.strip_prefix(mark)?;
        match memchr::memmem::find(inner, mark) {
            Some(at) => cursor::blank(&inner[at + 2..]).then_some((kind, mark, true)),
            // A comment runs on to the note's end; a formula must be closed.
            None if kind == Kind::Comment => Some((kind, mark, false)),
            None => {
                let text = self.text.as_bytes();
                let last = self.last_math.get_or_insert_with(|| memchr::memmem::rfind(text, mark));
                last.is_some_and(|last| last > cursor.end).then_some((kind, mark, false))
            }
        }
    }

    fn table_begins(&self, row: &[u8]) -> bool {
        let Leaf::Paragraph { node } = self.leaf else { return false };
        let [(start, end)] = self.body.pieces[self.body.nodes[node].pieces.clone()] else { return false };
        let head = &self.text.as_bytes()[start..end];
        cursor::delimiter_row(row).is_some_and(|columns| cursor::cells(head).len() == columns)
    }

    /// Adds a block to the innermost open one.
    fn add(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        let holder = self.open.len() - 1;
        self.open[holder].list = None;
        self.open[holder].empty = false;
        let pieces = self.body.pieces.len()..self.body.pieces.len();
        self.body.nodes.push(Node { kind, parent: self.open[holder].node, start, end, pieces });
        self.body.nodes.len() - 1
    }

    /// Adds a block of text that begins at the cursor.
    fn leaf(&mut self, kind: Kind, cursor: &Cursor<'_>, marked: bool) -> usize {
        if !marked {
            self.note_indent(cursor);
        }
        let node = self.add(kind, cursor.start(), cursor.end);
        self.piece(node, cursor);
        node
    }

    /// The line goes on with a block of text.
    fn piece(&mut self, node: usize, cursor: &Cursor<'_>) {
        let node = &mut self.body.nodes[node];
        node.end = cursor.end;
        if matches!(node.kind, Kind::Paragraph | Kind::Heading(_) | Kind::Table) {
            self.body.pieces.push((cursor.text, cursor.end));
            node.pieces.end = self.body.pieces.len();
        }
    }

    fn note_indent(&mut self, cursor: &Cursor<'_>) {
        if let Some(open) = self.open.last_mut() {
            open.least = open.least.min(cursor.whole_indent());
        }
    }

    fn hold(&mut self, node: usize, kind: Holder) {
        if kind == Holder::Quote {
            self.quotes.push(self.open.len());
        }
        self.open.push(Open { node, kind, list: None, empty: false, least: usize::MAX });
    }

    fn close_to(&mut self, len: usize) {
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

    fn close_leaf(&mut self) {
        self.settle();
        self.leaf = Leaf::None;
    }

    /// Takes the definitions of links off the start of the open paragraph. Whether anything is left.
    fn settle(&mut self) -> bool {
        let Leaf::Paragraph { node } = self.leaf else { return false };
        let pieces = self.body.nodes[node].pieces.clone();
        let first = self.body.pieces[pieces.start].0;
        if self.text.as_bytes()[first] != b'[' {
            return true;
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
            let kind = Kind::Definition { label, target: found.target.clone() };
            let start = if index == 0 { whole.start } else { content.source(found.start) };
            let end = content.source(found.start + content.text[found.start..found.end].trim_end().len());
            let new = Node { kind, start, end, pieces: pieces.start..pieces.start, ..whole };
            if index == 0 { self.body.nodes[node] = new } else { self.body.nodes.push(new) }
        }
        if taken.is_empty() {
            return true;
        }
        self.leaf = Leaf::None;
        let Some(left) = left else { return false };
        let start = self.body.pieces[left].0;
        self.body.nodes.push(Node { start, pieces: left..pieces.end, ..whole });
        self.leaf = Leaf::Paragraph { node: self.body.nodes.len() - 1 };
        true
    }
}

/// A heading's text: without the marks before it, and those that may close it.
fn heading_text(text: &str, from: usize, end: usize) -> (usize, usize) {
    let whole = text[from..end].trim_matches([' ', '\t']);
    let start = end - text[from..end].trim_start_matches([' ', '\t']).len();
    let open = whole.trim_end_matches('#');
    // `# C#` keeps its mark: a closing run stands apart.
    let apart = open.is_empty() || open.ends_with([' ', '\t']);
    let shown = if apart { open.trim_end_matches([' ', '\t']) } else { whole };
    let start = start.min(end);
    (start, start + shown.len())
}

fn is_callout(quoted: &[u8]) -> bool {
    let inner = quoted.trim_ascii_start().strip_prefix(b"[!");
    inner.and_then(|inner| memchr::memchr(b']', inner)).is_some_and(|len| len > 0)
}

/// The length of the mark `[^label]:` that `text` begins with.
fn footnote(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"[^")?;
    let len = inner.iter().position(|b| matches!(b, b']' | b'[' | b' ' | b'\t'))?;
    (len > 0 && inner[len..].starts_with(b"]:")).then_some(len + 4)
}
