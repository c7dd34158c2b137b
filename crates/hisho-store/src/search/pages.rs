//! The pages of a piece of the full-text index, in the form that FTS5 keeps and describes in its
//! source (`fts5_index.c`, version 4 of the form): leaves of terms with their notes, the first term
//! of each leaf, and for terms that fill many leaves which row each of them begins with.
//! Must not know what a term or a row is.

/// Bytes of a leaf, as FTS5 takes it by itself.
const SIZE: usize = 4050;
/// A term on so many leaves without another term gets a list of the rows they begin with.
const LISTED: usize = 4;
/// Numbers of leaves have 31 bits, then come five for how high a list's page is, then one that
/// says it is one.
const HEIGHT: u32 = 31;
const LIST: i64 = 1 << 36;

/// A page, by its number within the piece.
pub(super) struct Page {
    pub number: i64,
    pub bytes: Vec<u8>,
}

/// What tells a leaf's terms from those of the leaves before.
pub(super) struct Split {
    pub term: Vec<u8>,
    /// Twice the leaf's number, plus one where its last term has a list.
    pub leaf: i64,
}

/// Writes a number as SQLite does: seven bits a byte, the highest first, and the ninth whole.
pub(super) fn put_varint(into: &mut Vec<u8>, value: u64) {
    if value < 0x80 {
        return into.push(value as u8);
    }
    if value >> 56 > 0 {
        into.extend((0..8).rev().map(|at| (value >> (8 + at * 7)) as u8 | 0x80));
        return into.push(value as u8);
    }
    let more = (63 - value.leading_zeros()) / 7;
    into.extend((1..=more).rev().map(|at| (value >> (at * 7)) as u8 | 0x80));
    into.push(value as u8 & 0x7F);
}

/// Bytes of the number that begins here.
fn varint_length(bytes: &[u8]) -> usize {
    bytes.iter().take(8).position(|byte| *byte < 0x80).map_or(9.min(bytes.len()), |at| at + 1)
}

/// A list of the rows that leaves begin with, or of the pages of such a list.
#[derive(Default)]
struct List {
    number: i64,
    bytes: Vec<u8>,
    /// The row noted last.
    row: Option<i64>,
    first: i64,
}

/// Pages that grow term by term, in the order of the terms' bytes.
pub(super) struct Pages {
    done: Vec<Page>,
    splits: Vec<Split>,
    leaf: Vec<u8>,
    /// Where on the leaf terms begin, each less the one before.
    terms_at: Vec<u8>,
    last_at: usize,
    number: i64,
    last_term: Vec<u8>,
    no_term: bool,
    no_row: bool,
    /// Leaves without a term since the last with one.
    bare: usize,
    split: Option<Split>,
    lists: Vec<List>,
}

impl Default for Pages {
    fn default() -> Self {
        Pages {
            done: Vec::new(),
            splits: Vec::new(),
            leaf: vec![0; 4],
            terms_at: Vec::new(),
            last_at: 0,
            number: 1,
            last_term: Vec::new(),
            no_term: true,
            no_row: true,
            bare: 0,
            split: Some(Split { term: Vec::new(), leaf: 1 }),
            lists: vec![List::default()],
        }
    }
}

impl Pages {
    /// Adds a term with its rows: each row, and where its part of `bytes` ends.
    pub fn term(&mut self, term: &[u8], rows: &[(i64, usize)], bytes: &[u8]) {
        self.begin(term);
        let (mut before, mut from) = (0, 0);
        for &(row, to) in rows {
            if self.no_row {
                let at = self.leaf.len() as u16;
                self.leaf[..2].copy_from_slice(&at.to_be_bytes());
                put_varint(&mut self.leaf, row as u64);
                self.no_row = false;
                self.list(0, row);
            } else {
                put_varint(&mut self.leaf, (row - before) as u64);
            }
            before = row;
            self.places(&bytes[from..to]);
            from = to;
        }
    }

    /// The pages, the terms that tell leaves apart, and how many leaves there are.
    pub fn finish(mut self) -> (Vec<Page>, Vec<Split>, u32) {
        if self.leaf.len() > 4 {
            self.flush();
        }
        let leaves = (self.number - 1) as u32;
        if leaves > 0 {
            self.close_split();
        }
        (self.done, self.splits, leaves)
    }

    fn room(&self) -> usize {
        SIZE.saturating_sub(self.leaf.len() + self.terms_at.len())
    }

    fn begin(&mut self, term: &[u8]) {
        if self.leaf.len() + self.terms_at.len() + term.len() + 2 >= SIZE && self.leaf.len() > 4 {
            self.flush();
        }
        put_varint(&mut self.terms_at, (self.leaf.len() - self.last_at) as u64);
        self.last_at = self.leaf.len();
        let common = self.last_term.iter().zip(term).take_while(|(a, b)| a == b).count();
        let shared = if self.no_term {
            if self.number != 1 {
                self.close_split();
                // One byte more than it shares with the last term of the leaf before tells it apart.
                let short = if self.last_term.is_empty() { term.len() } else { common + 1 };
                self.split = Some(Split { term: term[..short].to_vec(), leaf: self.number });
            }
            0
        } else {
            put_varint(&mut self.leaf, common as u64);
            common
        };
        put_varint(&mut self.leaf, (term.len() - shared) as u64);
        self.leaf.extend_from_slice(&term[shared..]);
        self.last_term.clear();
        self.last_term.extend_from_slice(term);
        (self.no_term, self.no_row) = (false, false);
        self.lists[0].number = self.number;
    }

    /// Puts the places of one row on as many leaves as they need; no number is cut in two.
    fn places(&mut self, mut bytes: &[u8]) {
        loop {
            let room = self.room();
            let piece = if bytes.len() <= room {
                bytes.len()
            } else {
                let mut piece = varint_length(bytes);
                while piece < room {
                    let next = varint_length(&bytes[piece..]);
                    if piece + next > room {
                        break;
                    }
                    piece += next;
                }
                piece
            };
            self.leaf.extend_from_slice(&bytes[..piece]);
            bytes = &bytes[piece..];
            if self.leaf.len() + self.terms_at.len() >= SIZE {
                self.flush();
            }
            if bytes.is_empty() {
                return;
            }
        }
    }

    fn flush(&mut self) {
        let end = self.leaf.len() as u16;
        self.leaf[2..4].copy_from_slice(&end.to_be_bytes());
        if self.no_term {
            if self.no_row && !self.lists[0].bytes.is_empty() {
                self.lists[0].bytes.push(0);
            }
            self.bare += 1;
        } else {
            self.leaf.append(&mut self.terms_at);
        }
        let bytes = std::mem::replace(&mut self.leaf, Vec::with_capacity(SIZE + 64));
        self.leaf.extend([0; 4]);
        self.done.push(Page { number: self.number, bytes });
        self.last_at = 0;
        self.number += 1;
        (self.no_term, self.no_row) = (true, true);
    }

    /// Ends what is known of the leaf that a split tells apart, and of its last term's further leaves.
    fn close_split(&mut self) {
        let Some(split) = self.split.take() else { return };
        let listed = !self.lists[0].bytes.is_empty() && self.bare >= LISTED;
        for (height, list) in self.lists.iter_mut().enumerate() {
            if list.bytes.is_empty() {
                break;
            }
            let bytes = std::mem::take(&mut list.bytes);
            list.row = None;
            if listed {
                self.done.push(Page { number: LIST + ((height as i64) << HEIGHT) + list.number, bytes });
            }
        }
        self.bare = 0;
        self.splits.push(Split { leaf: split.leaf << 1 | i64::from(listed), term: split.term });
    }

    /// Notes the row that the present leaf, or a page of the list below, begins with.
    fn list(&mut self, height: usize, row: i64) {
        let below = match height {
            0 => self.number,
            _ => self.lists[height - 1].number,
        };
        if self.lists[height].bytes.len() >= SIZE {
            if self.lists.len() == height + 1 {
                self.lists.push(List::default());
            }
            let list = &mut self.lists[height];
            // No longer the topmost page.
            list.bytes[0] = 1;
            let (number, first) = (list.number, list.first);
            let bytes = std::mem::take(&mut list.bytes);
            self.done.push(Page { number: LIST + ((height as i64) << HEIGHT) + number, bytes });
            list.row = None;
            list.number += 1;
            let above = &mut self.lists[height + 1];
            if above.bytes.is_empty() {
                above.number = number;
                above.bytes.push(0);
                put_varint(&mut above.bytes, number as u64);
                put_varint(&mut above.bytes, first as u64);
                (above.row, above.first) = (Some(first), first);
            }
            self.note(height, below, row, 1);
            self.list(height + 1, row);
        } else {
            self.note(height, below, row, 0);
        }
    }

    fn note(&mut self, height: usize, below: i64, row: i64, flag: u8) {
        let list = &mut self.lists[height];
        match list.row {
            Some(before) => put_varint(&mut list.bytes, (row - before) as u64),
            None => {
                list.bytes.push(flag);
                put_varint(&mut list.bytes, below as u64);
                put_varint(&mut list.bytes, row as u64);
                list.first = row;
            }
        }
        list.row = Some(row);
    }
}
