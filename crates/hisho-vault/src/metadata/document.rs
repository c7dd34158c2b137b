//! A note read once.
//!
//! Owns the order of reading: properties, blocks, then the text of each block. Must not know what
//! its readers make of it; places are bytes.

use super::blocks::{self, Body, Kind, Node};
use super::content::Content;
use super::cursor;
use super::inline::{self, Found};
use crate::note::{Block, block};

/// A note in its parts.
pub(crate) struct Document<'a> {
    pub text: &'a str,
    /// The properties' block, also an empty one.
    pub front: Option<Block>,
    pub body: Body,
}

impl<'a> Document<'a> {
    pub fn read(text: &'a str) -> Self {
        let front = block(text);
        let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let body = blocks::read(text, front.as_ref().map_or(mark, |block| block.body));
        Self { text, front, body }
    }

    /// Gives `take` each text of the body with what stands in it: the block it is of, by its index
    /// in the body, and what was found.
    pub fn texts(&self, mut take: impl FnMut(usize, &Content<'a>, &[Found])) {
        let mut found = Vec::new();
        let mut give = |node: usize, pieces: &[(usize, usize)]| {
            let content = Content::new(self.text, pieces);
            found.clear();
            inline::scan(&content.text, &self.body.definitions, &mut found);
            if !found.is_empty() {
                take(node, &content, &found);
            }
        };
        for (at, node) in self.body.nodes.iter().enumerate() {
            let pieces = &self.body.pieces[node.pieces.clone()];
            match node.kind {
                Kind::Table => {
                    for (start, end) in pieces {
                        for (from, to) in cursor::cells(&self.text.as_bytes()[*start..*end]) {
                            give(at, &[(start + from, start + to)]);
                        }
                    }
                }
                _ if pieces.is_empty() => {}
                _ => give(at, pieces),
            }
        }
    }

    /// Where a heading's text is; that over an underline may have several lines.
    pub fn heading_text(&self, node: &Node) -> (usize, usize) {
        let pieces = &self.body.pieces[node.pieces.clone()];
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return (node.start, node.start) };
        (first.0, first.0 + self.text[first.0..last.1].trim_end().len())
    }
}
