//! What a note's body is made of.
//!
//! Owns the blocks: quotes, lists, headings, paragraphs, code and the others, as CommonMark nests
//! them, with Obsidian's comments, callouts, math and checkboxes. Must not know links or tags. Works
//! in time proportional to the text, whatever is nested in it.

use super::cursor::{self, Cursor, Rule};
use super::html::{self, Ends};
pub(crate) use super::tree::{Body, Item, Kind, Node};
use super::tree::{Holder, Leaf, Open, Tree};

/// Reads the blocks from the byte `from` on.
pub(crate) fn read(text: &str, from: usize) -> Body {
    let mut tree = Tree::new(text, from);
    let bytes = text.as_bytes();
    let mut start = from;
    while start < text.len() {
        let next = memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |at| start + at + 1);
        let bare = text[start..next].strip_suffix('\n').map_or(next, |line| start + line.len());
        let end = if bare > start && bare < next && bytes[bare - 1] == b'\r' { bare - 1 } else { bare };
        tree.line(start, end);
        start = next;
    }
    tree.finish()
}

impl Tree<'_> {
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
            if first == b'>' {
                self.close_to(matched);
                if !marked {
                    self.note_indent(&cursor);
                }
                let node = self.add(Kind::Quote { callout: is_callout(&rest[1..]) }, cursor.start(), end);
                self.hold(node, Holder::Quote);
                cursor.take_quote();
                marked = false;
            } else if let Some(level) = cursor::heading(rest) {
                self.close_to(matched);
                let node = self.leaf(Kind::Heading(level), &cursor, marked);
                let piece = self.body.nodes[node].pieces.start;
                self.body.pieces[piece] = heading_text(self.text, cursor.text + usize::from(level), end);
                return;
            } else if let Some((mark, len)) = cursor::fence(rest) {
                self.close_to(matched);
                let node = self.leaf(Kind::Code, &cursor, marked);
                self.leaf = Leaf::Fence { node, mark, len };
                return;
            } else if let Some(ends) = html::block(&self.text[cursor.text..end], in_text) {
                self.close_to(matched);
                let node = self.leaf(Kind::Html, &cursor, marked);
                if !html::ends(ends, &self.text[cursor.text..end]) {
                    self.leaf = Leaf::Html { node, ends };
                }
                return;
            } else if let Some((kind, mark, closed)) = self.until(&cursor) {
                self.close_to(matched);
                let node = self.leaf(kind, &cursor, marked);
                if !closed {
                    self.leaf = Leaf::Until { node, mark };
                }
                return;
            } else if here
                && let Some(level) = cursor::underline(rest)
                && let Some(node) = self.settle()
            {
                self.body.nodes[node].kind = Kind::Heading(level);
                self.body.nodes[node].end = end;
                self.leaf = Leaf::None;
                return;
            } else if here && let Some(node) = self.table_head(rest) {
                self.body.nodes[node].kind = Kind::Table;
                self.body.nodes[node].end = end;
                self.leaf = Leaf::Table { node };
                return;
            } else if rule.is(cursor.bytes, start, cursor.text, end) {
                self.close_to(matched);
                self.leaf(Kind::Rule, &cursor, marked);
                return;
            } else if let Some(len) = footnote(rest) {
                self.close_to(matched);
                let label = cursor.text + 2..cursor.text + len - 2;
                let node = self.add(Kind::Footnote { label }, cursor.start(), end);
                self.hold(node, Holder::Footnote);
                cursor.take(len);
                marked = true;
            } else if self.item(&mut cursor, matched, here, marked) {
                marked = true;
            } else {
                break;
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
            || (rest[0] == b'^' && block_id(&self.text[cursor.text..cursor.end]).is_some())
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
        let column = if marked { cursor.indent() } else { cursor.whole_indent() };
        let before = cursor.indent();
        cursor.take(marker.len);
        let blanks = cursor.indent();
        let wide = if empty || blanks > 4 { 1 } else { blanks };
        let indent = before + marker.len + wide;
        cursor.skip(wide);
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
        let item = Item {
            mark,
            indent: column,
            width: marker.len + wide,
            one_digit: marker.kind == b'.' && marker.number.is_some_and(|number| number < 10),
            least: usize::MAX,
            base,
            line: self.start,
            quotes: self.quotes.len(),
        };
        let node = self.body.nodes.len();
        self.body.nodes.push(Node {
            kind: Kind::Item(Box::new(item)),
            parent: list,
            start,
            end: cursor.end,
            pieces: 0..0,
        });
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

    /// The open paragraph, if it is the head of the table whose next line this is.
    fn table_head(&self, row: &[u8]) -> Option<usize> {
        let columns = cursor::delimiter_row(row)?;
        let Leaf::Paragraph { node } = self.leaf else { return None };
        let [(start, end)] = self.body.pieces[self.body.nodes[node].pieces.clone()] else { return None };
        (cursor::cells(&self.text.as_bytes()[start..end]).len() == columns).then_some(node)
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

/// The id of a block whose last line this is: `^id` at its end.
pub(crate) fn block_id(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let (before, id) = line.rsplit_once('^')?;
    let apart = before.is_empty() || before.ends_with(char::is_whitespace);
    let valid = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (apart && valid).then_some(id)
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
