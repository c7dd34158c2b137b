//! Many notes' words made into one finished piece of the full-text index, apart from the database:
//! who puts notes in one by one pays for each word what it costs to find its place, and only one
//! thread can do so. What comes out is what FTS5 itself would have written (`docs/adr/0006`).
//! Must not know the database.

use hisho_domain::text::each_index_token;

use super::pages::{Page, Pages, Split, put_varint};
use super::terms::{Bytes, LONG, Noted, OTHER_COLUMN, OTHER_NOTE, Place, Terms, packed};

/// Columns of the index: body, title, extra.
pub(super) const COLUMNS: usize = 3;
/// FTS5 keeps no more of a word.
const LONGEST: usize = 32_768;
/// Words begin with this in the index, and with the next their first characters.
const WORD: u8 = b'0';
const FIRST: u8 = b'1';

/// Collects notes, whose rows must grow from one to the next.
pub struct Builder {
    terms: Terms,
    bytes: Bytes,
    docs: Vec<Doc>,
    /// The term of a first character, plus one, for those of sixteen bits.
    firsts: Vec<u32>,
    /// Words that were found but not noted yet, by their keys.
    found: Vec<u64>,
    /// The same by their terms and those of their first characters.
    known: Vec<(u32, u32)>,
    /// The bytes of a long one.
    long: Vec<u8>,
}

/// Words that are found before they are noted.
const AT_ONCE: usize = 1024;

/// A finished piece of the index.
pub struct Segment {
    pub(super) pages: Vec<Page>,
    pub(super) splits: Vec<Split>,
    pub(super) leaves: u32,
    pub(super) docs: Vec<Doc>,
}

/// One note in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Doc {
    pub(super) row: i64,
    /// Words by column.
    pub(super) sizes: [u32; COLUMNS],
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            terms: Terms::default(),
            bytes: Bytes::default(),
            docs: Vec::new(),
            firsts: vec![0; 1 << 16],
            found: Vec::with_capacity(AT_ONCE),
            known: Vec::with_capacity(AT_ONCE),
            long: Vec::new(),
        }
    }
}

impl Builder {
    /// Adds the note of a row; `extra` ranks between title and body.
    pub fn add(&mut self, row: i64, title: &str, extra: &str, body: &str) {
        debug_assert!(self.docs.last().is_none_or(|last| last.row < row), "rows grow");
        // First, and its sizes as they grow, so that a bug on the way leaves nothing undone.
        self.docs.push(Doc { row, sizes: [0; COLUMNS] });
        for (column, text) in [body, title, extra].into_iter().enumerate() {
            each_index_token(text, |token| {
                self.find(token);
                // Many at once: finding them, and noting them, each wait less for memory alone.
                if self.found.len() >= AT_ONCE {
                    self.note(column);
                }
            });
            self.note(column);
        }
    }

    /// Bytes of memory that grow with what was added.
    pub fn size(&self) -> usize {
        self.bytes.0.len() + self.terms.size() + self.docs.len() * size_of::<Doc>()
    }

    /// No note was added.
    pub fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    /// Makes the piece of all that was added.
    pub fn finish(self) -> Segment {
        let Builder { terms, bytes, docs, .. } = self;
        // By their first eight bytes as one number, and by the rest only where those are the same.
        let head = |key: u64| match terms.bytes_of_long(key) {
            Some(long) => u64::from_be_bytes(long[..8].try_into().expect("long ones have more")),
            None => key.swap_bytes(),
        };
        let at = |slot: u32| terms.slots[slot as usize];
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(terms.list.len());
        let taken = terms.slots.iter().enumerate().filter(|(_, slot)| slot.term > 0);
        order.extend(taken.map(|(at, slot)| (head(slot.key), at as u32)));
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| terms.bytes(at(a.1).key).cmp(&terms.bytes(at(b.1).key)))
        });
        let mut pages = Pages::default();
        let mut list = Doclist::default();
        for slot in order.into_iter().map(|(_, slot)| at(slot)) {
            list.read(&mut bytes.of(&terms.list[slot.term as usize - 1]), &docs);
            pages.term(&terms.bytes(slot.key), &list.rows, &list.bytes);
        }
        let (pages, splits, leaves) = pages.finish();
        Segment { pages, splits, leaves, docs }
    }

    fn find(&mut self, token: &str) {
        let token = &token.as_bytes()[..token.len().min(LONGEST)];
        let key = packed(WORD, token).unwrap_or_else(|| {
            self.long.clear();
            self.long.push(WORD);
            self.long.extend_from_slice(token);
            self.terms.long(&self.long)
        });
        self.found.push(key);
    }

    /// The term of a word's first character.
    fn first(&mut self, word: u64) -> u32 {
        let mut bytes = word >> 8;
        if word & 0xFF == u64::from(LONG) {
            let key = self.terms.bytes(word);
            bytes = key[1..key.len().min(5)].iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        }
        let width = match bytes as u8 {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        let first = (bytes & ((1 << (width * 8)) - 1)) << 8 | u64::from(FIRST);
        if width != 3 {
            return self.terms.of(first, &mut self.bytes);
        }
        // Three bytes of UTF-8, as kana and kanji have them, hold sixteen bits.
        let short = ((bytes & 0xF) << 12 | (bytes >> 8 & 0x3F) << 6 | bytes >> 16 & 0x3F) as usize;
        if self.firsts[short] == 0 {
            self.firsts[short] = self.terms.of(first, &mut self.bytes) + 1;
        }
        self.firsts[short] - 1
    }

    /// Notes the places of the words that were found.
    fn note(&mut self, column: usize) {
        let number = self.docs.len() as u32;
        let Some(doc) = self.docs.last_mut() else { return };
        let at = doc.sizes[column];
        doc.sizes[column] += self.found.len() as u32;
        let mut found = std::mem::take(&mut self.found);
        for word in found.drain(..) {
            let first = self.first(word);
            self.known.push((self.terms.of(word, &mut self.bytes), first));
        }
        self.found = found;
        for (nth, (word, first)) in self.known.drain(..).enumerate() {
            let place = Place { doc: number, column: column as u8, at: at + nth as u32 };
            self.bytes.occurs(&mut self.terms.list[word as usize], place);
            // One place a column tells that the character begins a word there, which is all that is
            // asked of it; the rest would be half of the index. Nobody asks where, so it is the
            // place that takes the fewest bytes.
            let first = &mut self.terms.list[first as usize];
            if (first.doc, first.column) != (place.doc, place.column) {
                self.bytes.occurs(first, Place { at: 0, ..place });
            }
        }
    }
}

/// The places of one term as FTS5 keeps them: per note its size, then its words' places.
#[derive(Default)]
struct Doclist {
    /// Rows, and where the bytes of each end.
    rows: Vec<(i64, usize)>,
    bytes: Vec<u8>,
    /// Of the note that is read.
    places: Vec<u8>,
}

impl Doclist {
    fn read(&mut self, noted: &mut Noted<'_>, docs: &[Doc]) {
        self.rows.clear();
        self.bytes.clear();
        let mut doc = 0;
        while let Some(value) = noted.value() {
            let place = value >> 2;
            match value & 3 {
                OTHER_NOTE => {
                    self.close(doc, docs);
                    let head = noted.value().unwrap_or_default();
                    doc += (head >> 2) as usize;
                    self.column(head & 3);
                    put_varint(&mut self.places, place + 2);
                }
                OTHER_COLUMN => {
                    let column = noted.value().unwrap_or_default();
                    self.column(column);
                    put_varint(&mut self.places, place + 2);
                }
                _ => put_varint(&mut self.places, place + 2),
            }
        }
        self.close(doc, docs);
    }

    /// The first column goes without saying.
    fn column(&mut self, column: u64) {
        if column > 0 {
            self.places.push(1);
            put_varint(&mut self.places, column);
        }
    }

    fn close(&mut self, doc: usize, docs: &[Doc]) {
        if doc == 0 {
            return;
        }
        // The lowest bit would say that the note was taken out.
        put_varint(&mut self.bytes, self.places.len() as u64 * 2);
        self.bytes.append(&mut self.places);
        self.rows.push((docs[doc - 1].row, self.bytes.len()));
    }
}
