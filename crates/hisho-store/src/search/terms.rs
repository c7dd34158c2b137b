//! The words of a piece of the full-text index that is being made: each once, and where it stands, in
//! memory that grows with what is found. Must not know notes, nor the form that FTS5 keeps.

use std::borrow::Cow;
use std::collections::HashMap;

/// Where a word stands: in which note, counted from 1, and there.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub doc: u32,
    pub column: u8,
    pub at: u32,
}

pub(super) const OTHER_NOTE: u64 = 1;
pub(super) const OTHER_COLUMN: u64 = 2;

/// Where a term's places are noted. All that is needed for one more place lies together.
pub(super) struct Term {
    pub doc: u32,
    at: u32,
    /// Where the first byte is, where the next goes, and where the room for it ends.
    begin: u32,
    next: u32,
    end: u32,
    /// How many rooms it has beside the first.
    rooms: u8,
    /// The column of the place noted last, as `doc` and `at`.
    pub column: u8,
}

/// Every term once, found by its key: up to eight bytes as one number; else what it begins with is
/// [`LONG`], then come two bytes of how many bytes it has and five of where they are.
#[derive(Default)]
pub(super) struct Terms {
    pub list: Vec<Term>,
    /// The bytes of long ones, each once.
    longs: Vec<u8>,
    long_keys: HashMap<Box<[u8]>, u64>,
    /// A power of two of them, a quarter empty at least.
    pub slots: Vec<Slot>,
}

/// No byte of UTF-8, nor what a key begins with.
pub(super) const LONG: u8 = 0xFF;

/// The key of a term, and its number plus one; 0 where none is.
#[derive(Clone, Copy, Default)]
pub(super) struct Slot {
    pub key: u64,
    pub term: u32,
}

impl Terms {
    /// The bytes of a long key.
    pub fn bytes_of_long(&self, key: u64) -> Option<&[u8]> {
        let (from, length) = ((key >> 24) as usize, (key >> 8 & 0xFFFF) as usize);
        (key as u8 == LONG).then(|| &self.longs[from..from + length])
    }

    /// The bytes of any key.
    pub fn bytes(&self, key: u64) -> Cow<'_, [u8]> {
        match self.bytes_of_long(key) {
            Some(long) => Cow::Borrowed(long),
            None => Cow::Owned(key.to_le_bytes()[..8 - key.leading_zeros() as usize / 8].to_vec()),
        }
    }

    pub fn size(&self) -> usize {
        // Long ones lie twice, and what finds them is as large as they are.
        self.list.len() * size_of::<Term>() + self.longs.len() * 4 + self.slots.len() * size_of::<Slot>()
    }

    /// The key of more than eight bytes.
    pub fn long(&mut self, bytes: &[u8]) -> u64 {
        if let Some(&key) = self.long_keys.get(bytes) {
            return key;
        }
        let key = (self.longs.len() as u64) << 24 | (bytes.len() as u64) << 8 | u64::from(LONG);
        self.longs.extend_from_slice(bytes);
        self.long_keys.insert(bytes.into(), key);
        key
    }

    /// The term of a key; made where it is new.
    pub fn of(&mut self, key: u64, bytes: &mut Bytes) -> u32 {
        if self.list.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = spread(key) & mask;
        loop {
            let slot = self.slots[at];
            if slot.term == 0 {
                break;
            }
            if slot.key == key {
                return slot.term - 1;
            }
            at = (at + 1) & mask;
        }
        let (begin, end) = bytes.room(FIRST_ROOM);
        self.list.push(Term { doc: 0, at: 0, begin, next: begin, end, rooms: 0, column: 0 });
        self.slots[at] = Slot { key, term: self.list.len() as u32 };
        self.list.len() as u32 - 1
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1 << 12);
        let mut slots = vec![Slot::default(); size];
        for slot in self.slots.iter().filter(|slot| slot.term > 0) {
            let mut at = spread(slot.key) & (size - 1);
            while slots[at].term != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = *slot;
        }
        self.slots = slots;
    }
}

/// What a term begins with and a few bytes behind it, as one number.
pub(super) fn packed(kind: u8, bytes: &[u8]) -> Option<u64> {
    let number = match *bytes {
        // Two of kana and kanji, as most are.
        [a, b, c, d, e, f] => u64::from_le_bytes([kind, a, b, c, d, e, f, 0]),
        [a, b, c] => u64::from_le_bytes([kind, a, b, c, 0, 0, 0, 0]),
        _ if bytes.len() < 8 => {
            bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte)) << 8 | u64::from(kind)
        }
        _ => return None,
    };
    Some(number)
}

fn spread(key: u64) -> usize {
    // The high bits are the better ones, and the low ones choose the slot.
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash >> 32 ^ hash >> 12) as usize
}

/// The room a term gets first; each further one is twice as large, up to the eighth.
const FIRST_ROOM: u32 = 12;
const LARGEST_ROOM: u8 = 8;
/// At the end of a room stands where the next one begins.
const LINK: u32 = 4;

/// All places of all terms, each term's in rooms that are linked.
#[derive(Default)]
pub(super) struct Bytes(pub Vec<u8>);

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

    /// Notes two numbers of a term, together where there is room for both, as there mostly is.
    fn put_both(&mut self, term: &mut Term, one: u64, other: u64) {
        // Two and one bytes, as most numbers have.
        if one < 1 << 14 && other < 1 << 7 && term.end - term.next >= 3 {
            let at = term.next as usize;
            let bytes = &mut self.0[at..at + 3];
            if one < 1 << 7 {
                (bytes[0], bytes[1]) = (one as u8, other as u8);
                term.next += 2;
            } else {
                (bytes[0], bytes[1], bytes[2]) = (one as u8 | 0x80, (one >> 7) as u8, other as u8);
                term.next += 3;
            }
            return;
        }
        self.put(term, one);
        self.put(term, other);
    }

    /// Notes a place of a term: how far it is from the one before, in the lowest two bits whether
    /// that was in another note or another column.
    pub fn occurs(&mut self, term: &mut Term, Place { doc, column, at }: Place) {
        if term.doc != doc {
            let head = u64::from(doc - term.doc) << 2 | u64::from(column);
            self.put_both(term, u64::from(at) << 2 | OTHER_NOTE, head);
            (term.doc, term.column) = (doc, column);
        } else if term.column != column {
            self.put_both(term, u64::from(at) << 2 | OTHER_COLUMN, u64::from(column));
            term.column = column;
        } else {
            self.put(term, u64::from(at - term.at) << 2);
        }
        term.at = at;
    }

    pub fn of(&self, term: &Term) -> Noted<'_> {
        Noted { bytes: &self.0, at: term.begin, end: term.begin + FIRST_ROOM - LINK, rooms: 0, last: term.next }
    }
}

/// The places of one term, read in their order.
pub(super) struct Noted<'a> {
    bytes: &'a [u8],
    at: u32,
    /// Where the room ends.
    end: u32,
    rooms: u8,
    /// Behind the last byte.
    last: u32,
}

impl Noted<'_> {
    pub fn value(&mut self) -> Option<u64> {
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
