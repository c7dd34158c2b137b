//! Places in a text, counted as Obsidian counts them.
//!
//! Owns turning byte offsets into lines, columns and offsets in UTF-16 units, each in constant
//! time. Must not know what stands at a place.

use serde::Serialize;

/// A place in a note. Lines count from 0; `col` and `offset` are UTF-16 units. A byte order mark is
/// part of neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    pub line: usize,
    pub col: usize,
    pub offset: usize,
}

/// From where to where something stands; `end` is behind its last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Position {
    pub start: Place,
    pub end: Place,
}

/// Answers where bytes are.
pub(crate) struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// UTF-16 units before each block of [`STEP`] bytes; empty where units are bytes.
    units: Vec<usize>,
}

const STEP: usize = 256;

impl<'a> Places<'a> {
    pub fn new(text: &'a str) -> Self {
        let first = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        let starts = std::iter::once(first).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let mut units = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for block in text.as_bytes().chunks(STEP) {
                units.push(sum);
                sum += utf16(block);
            }
            units.push(sum);
        }
        Self { text, starts: starts.collect(), units }
    }

    /// The number of the line that holds the byte `at`, from 0.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    pub fn place(&self, at: usize) -> Place {
        let line = self.line(at);
        let here = self.before(at);
        Place { line, col: here - self.before(self.starts[line].min(at)), offset: here - self.before(self.starts[0]) }
    }

    pub fn position(&self, start: usize, end: usize) -> Position {
        Position { start: self.place(start), end: self.place(end) }
    }

    fn before(&self, at: usize) -> usize {
        match self.units.get(at / STEP) {
            Some(units) => units + utf16(&self.text.as_bytes()[at / STEP * STEP..at]),
            None => at,
        }
    }
}

/// UTF-16 units of the characters that begin in `bytes`.
fn utf16(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_utf16(text in "\u{FEFF}?[aé計📅\r\n]{0,700}") {
            let places = Places::new(&text);
            let bare = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
            for (at, _) in text.char_indices().skip(usize::from(bare.len() < text.len())) {
                let before = &bare[..at - (text.len() - bare.len())];
                let line = before.rsplit('\n').next().unwrap_or("");
                let place = places.place(at);
                prop_assert_eq!(place.line, before.matches('\n').count());
                prop_assert_eq!(place.col, line.encode_utf16().count());
                prop_assert_eq!(place.offset, before.encode_utf16().count());
            }
        }
    }
}
