//! Many notes' words made into one finished piece of the full-text index, apart from the database:
//! who puts notes in one by one pays for each word what it costs to find its place, and only one
//! thread can do so. What comes out is what FTS5 itself would have written (`docs/adr/0006`).
//! Must not know the database.

use std::borrow::Cow;

use hisho_domain::text::each_index_token;

use super::pages::{Page, Pages, Split, put_varint};

/// Columns of the index: title, extra, body.
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
    key: Vec<u8>,
    /// Words that were found but not noted yet: each by its term and that of its first character.
    found: Vec<(u32, u32)>,
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
            key: Vec::new(),
            found: Vec::with_capacity(AT_ONCE),
        }
    }
}

impl Builder {
    /// Adds the note of a row; `extra` ranks between title and body.
    pub fn add(&mut self, row: i64, title: &str, extra: &str, body: &str) {
        debug_assert!(self.docs.last().is_none_or(|last| last.row < row), "rows grow");
        // First, and its sizes as they grow, so that a bug on the way leaves nothing undone.
        self.docs.push(Doc { row, sizes: [0; COLUMNS] });
        for (column, text) in [title, extra, body].into_iter().enumerate() {
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
        let mut order: Vec<(u64, u32)> = (0..terms.list.len() as u32)
            .map(|term| {
                let mut head = [0; 8];
                let key = terms.key(term);
                let length = key.len().min(8);
                head[..length].copy_from_slice(&key[..length]);
                (u64::from_be_bytes(head), term)
            })
            .collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| terms.key(a.1).cmp(&terms.key(b.1))));
        let mut pages = Pages::default();
        let mut list = Doclist::default();
        for (_, term) in order {
            list.read(&mut bytes.of(terms.begins[term as usize], &terms.list[term as usize]), &docs);
            pages.term(&terms.key(term), &list.rows, &list.bytes);
        }
        let (pages, splits, leaves) = pages.finish();
        Segment { pages, splits, leaves, docs }
    }

    fn find(&mut self, token: &str) {
        let token = &token.as_bytes()[..token.len().min(LONGEST)];
        let word = self.term(WORD, token);
        let width = match token[0] {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        let first = &token[..width.min(token.len())];
        // Three bytes of UTF-8, as kana and kanji have them, hold sixteen bits.
        let short = (first.len() == 3)
            .then(|| first.iter().fold(0usize, |sum, byte| sum << 6 | usize::from(byte & 0x3F)) & 0xFFFF);
        let first = match short.map(|short| self.firsts[short]).filter(|known| *known > 0) {
            Some(known) => known - 1,
            None => {
                let term = self.term(FIRST, first);
                if let Some(short) = short {
                    self.firsts[short] = term + 1;
                }
                term
            }
        };
        self.found.push((word, first));
    }

    fn term(&mut self, kind: u8, token: &[u8]) -> u32 {
        self.key.clear();
        self.key.push(kind);
        self.key.extend_from_slice(token);
        self.terms.of(&self.key, &mut self.bytes)
    }

    /// Notes the places of the words that were found.
    fn note(&mut self, column: usize) {
        let number = self.docs.len() as u32;
        let Some(doc) = self.docs.last_mut() else { return };
        let at = doc.sizes[column];
        doc.sizes[column] += self.found.len() as u32;
        for (nth, (word, first)) in self.found.drain(..).enumerate() {
            let place = Place { doc: number, column: column as u8, at: at + nth as u32 };
            self.bytes.occurs(&mut self.terms.list[word as usize], place);
            // One place a column tells that the character begins a word there, which is all that is
            // asked of it; the rest would be half of the index.
            let first = &mut self.terms.list[first as usize];
            if (first.doc, first.column) != (place.doc, place.column) {
                self.bytes.occurs(first, place);
            }
        }
    }
}

/// Where a word stands: in which note, counted from 1, and there.
#[derive(Clone, Copy)]
struct Place {
    doc: u32,
    column: u8,
    at: u32,
}

const OTHER_NOTE: u64 = 1;
const OTHER_COLUMN: u64 = 2;

/// A term and where its places are noted. All that is needed for one more place lies together.
struct Term {
    /// Its bytes where they are few; else where they begin and how many they are.
    key: u64,
    is_long: bool,
    /// How many rooms it has beside the first.
    rooms: u8,
    /// The place noted last.
    column: u8,
    doc: u32,
    at: u32,
    /// Where the next byte goes, and where the room for it ends.
    next: u32,
    end: u32,
}

/// Every term once, found by its bytes.
#[derive(Default)]
struct Terms {
    list: Vec<Term>,
    /// Where the places of each begin.
    begins: Vec<u32>,
    /// The bytes of long ones.
    keys: Vec<u8>,
    /// A power of two of them, a quarter empty at least.
    slots: Vec<Slot>,
}

/// Half of the hash of a term, and its number plus one; 0 where none is.
#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    term: u32,
}

impl Terms {
    /// The bytes of a term.
    fn key(&self, term: u32) -> Cow<'_, [u8]> {
        let Term { key, is_long, .. } = self.list[term as usize];
        if is_long {
            let from = (key >> 32) as usize;
            return Cow::Borrowed(&self.keys[from..from + (key as u32) as usize]);
        }
        let length = 8 - key.leading_zeros() as usize / 8;
        Cow::Owned(key.to_le_bytes()[..length].to_vec())
    }

    fn size(&self) -> usize {
        self.list.len() * (size_of::<Term>() + size_of::<u32>())
            + self.keys.len()
            + self.slots.len() * size_of::<Slot>()
    }

    /// The term of these bytes, none of which is 0; made where it is new.
    fn of(&mut self, key: &[u8], bytes: &mut Bytes) -> u32 {
        if self.list.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let (hash, packed) = (hash(key), packed(key));
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.term == 0 {
                break;
            }
            if slot.hash == (hash >> 32) as u32 {
                let term = &self.list[slot.term as usize - 1];
                let same = match packed {
                    Some(packed) => !term.is_long && term.key == packed,
                    None => term.is_long && *self.key(slot.term - 1) == *key,
                };
                if same {
                    return slot.term - 1;
                }
            }
            at = (at + 1) & mask;
        }
        let stored = packed.unwrap_or_else(|| {
            self.keys.extend_from_slice(key);
            ((self.keys.len() - key.len()) as u64) << 32 | key.len() as u64
        });
        let (begin, end) = bytes.room(FIRST_ROOM);
        self.begins.push(begin);
        let is_long = packed.is_none();
        self.list.push(Term { key: stored, is_long, rooms: 0, column: 0, doc: 0, at: 0, next: begin, end });
        self.slots[at] = Slot { hash: (hash >> 32) as u32, term: self.list.len() as u32 };
        self.list.len() as u32 - 1
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1 << 12);
        let mut slots = vec![Slot::default(); size];
        for term in 0..self.list.len() as u32 {
            let hash = hash(&self.key(term));
            let mut at = hash as usize & (size - 1);
            while slots[at].term != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = Slot { hash: (hash >> 32) as u32, term: term + 1 };
        }
        self.slots = slots;
    }
}

/// Few bytes as one number.
fn packed(key: &[u8]) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..key.len())?.copy_from_slice(key);
    Some(u64::from_le_bytes(bytes))
}

/// Eight bytes at a time, because most words are no longer.
fn hash(key: &[u8]) -> u64 {
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = key.len() as u64;
    for piece in key.chunks(8) {
        let mut word = [0; 8];
        word[..piece.len()].copy_from_slice(piece);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(SPREAD);
    }
    // The high bits are the better ones, and the low ones choose the slot.
    hash ^ hash >> 29
}

/// The room a term gets first; each further one is twice as large, up to the eighth.
const FIRST_ROOM: u32 = 12;
const LARGEST_ROOM: u8 = 8;
/// At the end of a room stands where the next one begins.
const LINK: u32 = 4;

/// All places of all terms, each term's in rooms that are linked.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn room(&mut self, size: u32) -> (u32, u32) {
        let begin = self.0.len() as u32;
        self.0.resize(self.0.len() + size as usize, 0);
        (begin, begin + size - LINK)
    }

    fn put(&mut self, term: &mut Term, mut value: u64) {
        loop {
            if term.next == term.end {
                term.rooms = (term.rooms + 1).min(LARGEST_ROOM);
                let (begin, end) = self.room(FIRST_ROOM << term.rooms);
                self.0[term.end as usize..(term.end + LINK) as usize].copy_from_slice(&begin.to_le_bytes());
                (term.next, term.end) = (begin, end);
            }
            let rest = value >> 7;
            self.0[term.next as usize] = value as u8 & 0x7F | if rest > 0 { 0x80 } else { 0 };
            term.next += 1;
            if rest == 0 {
                return;
            }
            value = rest;
        }
    }

    /// Notes a place of a term: how far it is from the one before, in the lowest two bits whether
    /// that was in another note or another column.
    fn occurs(&mut self, term: &mut Term, Place { doc, column, at }: Place) {
        if term.doc != doc {
            self.put(term, u64::from(at) << 2 | OTHER_NOTE);
            self.put(term, u64::from(doc - term.doc) << 2 | u64::from(column));
            (term.doc, term.column) = (doc, column);
        } else if term.column != column {
            self.put(term, u64::from(at) << 2 | OTHER_COLUMN);
            self.put(term, u64::from(column));
            term.column = column;
        } else {
            self.put(term, u64::from(at - term.at) << 2);
        }
        term.at = at;
    }

    fn of(&self, begin: u32, term: &Term) -> Noted<'_> {
        Noted { bytes: &self.0, at: begin, end: begin + FIRST_ROOM - LINK, rooms: 0, last: term.next }
    }
}

/// The places of one term, read in their order.
struct Noted<'a> {
    bytes: &'a [u8],
    at: u32,
    /// Where the room ends.
    end: u32,
    rooms: u8,
    /// Behind the last byte.
    last: u32,
}

impl Noted<'_> {
    fn value(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0, 0);
        loop {
            if self.at == self.last {
                return None;
            }
            if self.at == self.end {
                let link = self.end as usize;
                self.at = u32::from_le_bytes(self.bytes[link..link + LINK as usize].try_into().expect("four bytes"));
                self.rooms = (self.rooms + 1).min(LARGEST_ROOM);
                self.end = self.at + (FIRST_ROOM << self.rooms) - LINK;
            }
            let byte = self.bytes[self.at as usize];
            self.at += 1;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
            shift += 7;
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
