//! A text in the forms in which it is searched, each made when it is needed and no further than it
//! is: piece by piece, because what is found mostly stands near the beginning. Must not know what a
//! query is made of but for its terms.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::{ControlFlow, Range};
use std::slice;

use memchr::{memchr, memmem};
use unicode_normalization::UnicodeNormalization;

use super::node::{How, Node, Term};
use crate::text::{Folded, begins_word, fold};

/// Bytes of a piece at the least; it goes on to the end of its line.
const PIECE: usize = 4096;

/// Called with each place, until it has seen enough.
pub(super) type Each<'e> = dyn FnMut(Range<usize>) -> ControlFlow<()> + 'e;

/// A node, by where it is, and the part in which it was looked for. Operators within one another
/// lead to the same on many ways, twice as many with each more, so from some depth on it is kept.
pub(super) type Asked = (*const Node, usize, usize);

/// A text with the forms in which it is searched.
pub(super) struct View<'a> {
    pub source: &'a str,
    /// All of it, cut at ends of lines.
    pieces: OnceCell<Vec<Piece>>,
    /// All of it in one.
    whole: OnceCell<Piece>,
    normal: OnceCell<Folded>,
    /// What deep nodes were answered in parts of it.
    pub answers: RefCell<HashMap<Asked, bool>>,
    /// Which deep nodes were shown in which parts of it.
    pub shown: RefCell<HashSet<Asked>>,
    /// How far its blocks and its tasks reach, the first of them, the first two and so on.
    pub reaches: [OnceCell<Vec<usize>>; 2],
}

/// Some of a text, folded when it is first looked at.
struct Piece {
    range: Range<usize>,
    /// Without the way back, which takes time to make.
    plain: OnceCell<String>,
    folded: OnceCell<Folded>,
}

impl Piece {
    fn new(range: Range<usize>) -> Self {
        Piece { range, plain: OnceCell::new(), folded: OnceCell::new() }
    }

    fn text(&self, source: &str) -> &str {
        match self.folded.get() {
            Some(folded) => &folded.text,
            None => self.plain.get_or_init(|| fold(&source[self.range.clone()])),
        }
    }

    fn folded(&self, source: &str) -> &Folded {
        self.folded.get_or_init(|| Folded::new(&source[self.range.clone()]))
    }
}

impl<'a> View<'a> {
    pub fn new(source: &'a str) -> Self {
        View {
            source,
            pieces: OnceCell::new(),
            whole: OnceCell::new(),
            normal: OnceCell::new(),
            answers: RefCell::default(),
            shown: RefCell::default(),
            reaches: [OnceCell::new(), OnceCell::new()],
        }
    }

    /// In NFKC.
    pub fn normal(&self) -> &Folded {
        self.normal.get_or_init(|| Folded::normal(self.source))
    }

    /// What to look for a term in. No folding reaches over the end of a line, so pieces have all that
    /// the whole has, but for a term that does.
    fn pieces(&self, term: &Term) -> &[Piece] {
        if term.is_in_lines() {
            return self.pieces.get_or_init(|| {
                let mut at = 0;
                let next = || {
                    let from = at;
                    at = stretch_end(self.source, from);
                    (from < at).then(|| Piece::new(from..at))
                };
                std::iter::from_fn(next).collect()
            });
        }
        slice::from_ref(self.whole.get_or_init(|| Piece::new(0..self.source.len())))
    }

    /// Whether a term is anywhere in it, however written.
    pub fn has(&self, term: &Term) -> bool {
        self.pieces(term).iter().any(|piece| places(term, piece.text(self.source)).next().is_some())
    }

    /// Calls `each` with every place of a term within a part of the source, as bytes of the source.
    pub fn find(&self, term: &Term, part: &Range<usize>, exact: bool, each: &mut Each<'_>) -> ControlFlow<()> {
        let pieces = self.pieces(term);
        let first = pieces.partition_point(|piece| piece.range.end <= part.start);
        for piece in pieces[first..].iter().take_while(|piece| piece.range.start < part.end) {
            let (folded, from) = (piece.folded(self.source), piece.range.start);
            let within = match part.start <= from && piece.range.end <= part.end {
                true => 0..folded.text.len(),
                false => folded.folded(part.start.max(from) - from..part.end.min(piece.range.end) - from),
            };
            for at in places(term, &folded.text[within.clone()]) {
                let place = folded.source(within.start + at.start..within.start + at.end);
                let place = from + place.start..from + place.end;
                if !exact || self.source[place.clone()].nfc().eq(term.written.chars()) {
                    each(place)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl Term {
    /// No place of it reaches from one line into another, or needs to know the lines before.
    pub(super) fn is_in_lines(&self) -> bool {
        self.how != How::Tag && !self.text.contains('\n')
    }
}

/// Where a stretch of a few lines ends that begins at a byte.
pub(super) fn stretch_end(source: &str, from: usize) -> usize {
    let least = from + PIECE;
    let rest = source.as_bytes().get(least..).unwrap_or_default();
    memchr(b'\n', rest).map_or(source.len(), |at| least + at + 1)
}

/// Where a term lies in folded text.
fn places(term: &Term, text: &str) -> impl Iterator<Item = Range<usize>> {
    let length = term.text.len();
    let is_there = move |at: usize| match term.how {
        How::Begins => begins_word(text, at),
        How::Part => true,
        How::Tag => at == 0 && text[length..].bytes().next().is_none_or(|next| next == b'/'),
    };
    memmem::find_iter(text.as_bytes(), &term.text).filter(move |&at| is_there(at)).map(move |at| at..at + length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(23), cases: 12, ..ProptestConfig::default() })]

        #[test]
        fn pieces_have_what_the_whole_has(
            lines in prop::collection::vec("[ab会議デﾃﾞ\u{3099}\u{301} 。]{0,9}", 1500..2500),
            wanted in "[ab会デ議]{1,3}",
            cut in 0.0..1.0,
        ) {
            let text = lines.join("\n");
            let whole = Folded::new(&text);
            let part = { let mut at = (text.len() as f64 * cut) as usize; while !text.is_char_boundary(at) { at -= 1 } at..text.len() };
            for how in [How::Begins, How::Part] {
                let term = Term::new(how, &wanted);
                let view = View::new(&text);
                prop_assert_eq!(view.has(&term), places(&term, &whole.text).next().is_some());
                let mut found = Vec::new();
                let _ = view.find(&term, &(0..text.len()), false, &mut |place| { found.push(place); ControlFlow::Continue(()) });
                let expected: Vec<_> = places(&term, &whole.text).map(|at| whole.source(at)).collect();
                prop_assert_eq!(&found, &expected);
                let mut behind = Vec::new();
                let _ = view.find(&term, &part, false, &mut |place| { behind.push(place); ControlFlow::Continue(()) });
                let inside = |place: &&Range<usize>| place.start >= part.start + wanted.len() * 4;
                prop_assert!(expected.iter().filter(inside).eq(behind.iter().filter(inside)));
            }
        }
    }
}
