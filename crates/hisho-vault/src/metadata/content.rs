//! The text of one block.
//!
//! Owns putting the pieces of a block's lines together and finding the way back to the note. Must
//! not know what the text means.

use std::borrow::Cow;

/// A block's text without what belongs to the blocks around it.
pub(crate) struct Content<'a> {
    pub text: Cow<'a, str>,
    /// Where in the note the text from a place on comes from, in order.
    map: Vec<(usize, usize)>,
}

impl<'a> Content<'a> {
    pub fn new(note: &'a str, pieces: &[(usize, usize)]) -> Self {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return Self { text: Cow::Borrowed(""), map: vec![(0, 0)] };
        };
        // Where only blanks stand between the pieces, the note itself will do.
        let apart = |pair: &[(usize, usize)]| note.as_bytes()[pair[0].1..pair[1].0].iter().any(|b| !b.is_ascii_whitespace());
        if !pieces.windows(2).any(apart) {
            return Self { text: Cow::Borrowed(&note[first.0..last.1]), map: vec![(0, first.0)] };
        }
        let mut text = String::new();
        let mut map = Vec::new();
        for (start, end) in pieces {
            if !map.is_empty() {
                text.push('\n');
            }
            map.push((text.len(), *start));
            text.push_str(&note[*start..*end]);
        }
        Self { text: Cow::Owned(text), map }
    }

    /// Where in the note the byte `at` is.
    pub fn source(&self, at: usize) -> usize {
        let (from, source) = self.map[self.map.partition_point(|(from, _)| *from <= at) - 1];
        source + (at - from)
    }
}
