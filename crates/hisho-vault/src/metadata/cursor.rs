//! One line, read from the left.
//!
//! Owns columns, tabs and the marks that begin a block. Must not know which blocks are open.

/// What is left of a line. Columns count from the line's start, a tab going to the next multiple of
/// four; one that was taken in part still stands at `pos`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub bytes: &'a [u8],
    pub pos: usize,
    pub end: usize,
    pub col: usize,
    /// The first byte that is no blank, and its column.
    pub text: usize,
    text_col: usize,
    /// Where the line begins, behind the last quote mark.
    pub base: usize,
    base_col: usize,
    /// Whether `pos` is a tab of which a part was taken.
    partial: bool,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], start: usize, end: usize) -> Self {
        let mut cursor = Self { bytes, pos: start, end, col: 0, text: start, text_col: 0, base: start, base_col: 0, partial: false };
        cursor.find_text();
        cursor
    }

    fn find_text(&mut self) {
        (self.text, self.text_col) = (self.pos, self.col);
        while self.text < self.end {
            match self.bytes[self.text] {
                b' ' => self.text_col += 1,
                b'\t' => self.text_col += 4 - self.text_col % 4,
                _ => break,
            }
            self.text += 1;
        }
    }

    /// Columns between the place reached and the text.
    pub fn indent(&self) -> usize {
        self.text_col - self.col
    }

    /// Columns between the last quote mark and the text.
    pub fn whole_indent(&self) -> usize {
        self.text_col - self.base_col
    }

    pub fn blank(&self) -> bool {
        self.text >= self.end
    }

    /// The first byte of the text.
    pub fn first(&self) -> Option<u8> {
        (self.text < self.end).then(|| self.bytes[self.text])
    }

    /// What is left from the text on.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.text..self.end]
    }

    /// Goes on by `columns` of blanks, or to the text.
    pub fn skip(&mut self, columns: usize) {
        let to = (self.col + columns).min(self.text_col);
        while self.col < to {
            if self.bytes[self.pos] == b'\t' {
                let stop = self.col + 4 - self.col % 4;
                if stop > to {
                    (self.col, self.partial) = (to, true);
                    return;
                }
                self.col = stop;
            } else {
                self.col += 1;
            }
            self.pos += 1;
            self.partial = false;
        }
    }

    pub fn skip_blanks(&mut self) {
        (self.pos, self.col, self.partial) = (self.text, self.text_col, false);
    }

    /// Goes behind `len` bytes of text, all of one column.
    pub fn take(&mut self, len: usize) {
        self.pos = self.text + len;
        self.col = self.text_col + len;
        self.partial = false;
        self.find_text();
    }

    /// Goes behind a quote mark and the blank after it.
    pub fn take_quote(&mut self) {
        self.take(1);
        if self.text > self.pos {
            self.skip(1);
        }
        (self.base, self.base_col) = (self.pos, self.col);
    }

    /// Where what is left begins; a tab taken in part lies before it.
    pub fn start(&self) -> usize {
        self.pos + usize::from(self.partial)
    }
}

/// A list's mark at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The bullet, or what stands behind the number: lists of different kinds do not mix.
    pub kind: u8,
    pub len: usize,
    /// The number, if it is one; none for bullets.
    pub number: Option<u32>,
}

/// Reads a list's mark, which a blank or the line's end must follow.
pub(crate) fn marker(text: &[u8]) -> Option<Marker> {
    let found = match text.first()? {
        kind @ (b'-' | b'*' | b'+') => Marker { kind: *kind, len: 1, number: None },
        b'0'..=b'9' => {
            let digits = text.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
            let kind = *text.get(digits).filter(|b| digits < 10 && matches!(b, b'.' | b')'))?;
            let number = text[..digits].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
            Marker { kind, len: digits + 1, number: Some(number) }
        }
        _ => return None,
    };
    matches!(text.get(found.len), None | Some(b' ' | b'\t')).then_some(found)
}

/// The byte length of the mark in a checkbox that `text` begins with.
pub(crate) fn checkbox(text: &[u8]) -> Option<usize> {
    if text.first() != Some(&b'[') {
        return None;
    }
    let len = match text.get(1)? {
        0..=0x7F => 1,
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    };
    let closed = text.get(1 + len) == Some(&b']') && matches!(text.get(2 + len), None | Some(b' ' | b'\t'));
    closed.then_some(len)
}

/// The level of a heading that `text` begins.
pub(crate) fn heading(text: &[u8]) -> Option<u8> {
    let level = text.iter().take(7).take_while(|b| **b == b'#').count();
    let ended = matches!(text.get(level), None | Some(b' ' | b'\t'));
    ((1..=6).contains(&level) && ended).then_some(level as u8)
}

/// The mark and length of a code fence that `text` opens.
pub(crate) fn fence(text: &[u8]) -> Option<(u8, usize)> {
    let mark = *text.first().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = text.iter().take_while(|b| **b == mark).count();
    (len >= 3 && !(mark == b'`' && memchr::memchr(b'`', &text[len..]).is_some())).then_some((mark, len))
}

/// Whether `text` closes a fence.
pub(crate) fn closes(text: &[u8], mark: u8, len: usize) -> bool {
    let found = text.iter().take_while(|b| **b == mark).count();
    found >= len && blank(&text[found..])
}

/// The level of the heading that an underline makes of the paragraph above it.
pub(crate) fn underline(text: &[u8]) -> Option<u8> {
    let mark = *text.first().filter(|b| matches!(b, b'=' | b'-'))?;
    let len = text.iter().take_while(|b| **b == mark).count();
    blank(&text[len..]).then_some(if mark == b'=' { 1 } else { 2 })
}

pub(crate) fn blank(text: &[u8]) -> bool {
    text.iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// Where on a line a rule may begin. Looked for from the end and once, because every nested list
/// mark asks anew.
#[derive(Debug, Default)]
pub(crate) struct Rule(Option<(usize, usize)>);

impl Rule {
    /// Whether the line is a rule from `at` on.
    pub fn is(&mut self, bytes: &[u8], line: usize, at: usize, end: usize) -> bool {
        if !matches!(bytes[at], b'-' | b'*' | b'_') {
            return false;
        }
        let (_, first) = *self.0.get_or_insert_with(|| {
            let text = &bytes[line..end];
            let last = text.iter().rposition(|b| !matches!(b, b' ' | b'\t')).unwrap_or(0);
            let mark = text.get(last).copied().unwrap_or(0);
            let outside = text.iter().rposition(|b| *b != mark && !matches!(b, b' ' | b'\t'));
            (line, line + outside.map_or(0, |at| at + 1))
        });
        at >= first && bytes[at..end].iter().filter(|b| **b == bytes[at]).take(3).count() == 3
    }
}

/// Whether `text` is the line under a table's head, and for how many columns.
pub(crate) fn delimiter_row(text: &[u8]) -> Option<usize> {
    if !text.iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t')) || memchr::memchr(b'|', text).is_none() {
        return None;
    }
    let mut count = 0;
    for (start, end) in cells(text) {
        let cell = text[start..end].trim_ascii();
        let cell = cell.strip_prefix(b":").unwrap_or(cell);
        let cell = cell.strip_suffix(b":").unwrap_or(cell);
        if cell.is_empty() || cell.iter().any(|b| *b != b'-') {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The cells of a table's row.
pub(crate) fn cells(text: &[u8]) -> Vec<(usize, usize)> {
    let from = text.len() - text.trim_ascii_start().len();
    let to = text.trim_ascii_end().len().max(from);
    let mut at = from + usize::from(text.get(from) == Some(&b'|'));
    let mut start = at;
    let mut found = Vec::new();
    while at < to {
        match text[at] {
            b'\\' => at += 1,
            b'|' => {
                found.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if start < to {
        found.push((start, to));
    }
    found
}
