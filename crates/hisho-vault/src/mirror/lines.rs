//! A note line by line.
//!
//! Owns where lines begin and end, which of them are code, and which are headings that part a note.
//! Must not know what is under a heading.

use std::ops::Range;

/// A text and its lines.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Each with its ending.
    ranges: Vec<Range<usize>>,
    /// Those that belong to a fenced block, its fences included.
    code: Vec<bool>,
}

impl<'a> Lines<'a> {
    /// The lines of `text` from the byte `from` on.
    pub(super) fn new(text: &'a str, from: usize) -> Self {
        let mut at = from;
        let mut ranges = Vec::new();
        for line in text[from..].split_inclusive('\n') {
            ranges.push(at..at + line.len());
            at += line.len();
        }
        let mut lines = Lines { text, code: vec![false; ranges.len()], ranges };
        lines.find_code();
        lines
    }

    pub(super) fn count(&self) -> usize {
        self.ranges.len()
    }

    /// A line with its ending.
    pub(super) fn whole(&self, at: usize) -> &'a str {
        &self.text[self.ranges[at].clone()]
    }

    /// A line without its ending.
    pub(super) fn bare(&self, at: usize) -> &'a str {
        let line = self.whole(at);
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    }

    pub(super) fn is_code(&self, at: usize) -> bool {
        self.code[at]
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.bare(at).trim().is_empty()
    }

    /// The level and text of a heading of the first or second level.
    pub(super) fn heading(&self, at: usize) -> Option<(usize, &'a str)> {
        if self.code[at] { None } else { heading(self.bare(at)) }
    }

    /// Without the blank lines at both ends.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let mut range = range;
        while range.start < range.end && self.is_blank(range.start) {
            range.start += 1;
        }
        while range.start < range.end && self.is_blank(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    /// A fence that is never closed is none: what follows it would be lost to a reader otherwise.
    fn find_code(&mut self) {
        // From this length on, a fence of that sign is known to have no end.
        let mut endless = [usize::MAX; 2];
        let mut at = 0;
        while at < self.count() {
            let opened = fence(self.bare(at)).filter(|fence| fence.opens && fence.length < endless[fence.sign]);
            let Some(open) = opened else {
                at += 1;
                continue;
            };
            let closes = |line: &str| {
                fence(line).is_some_and(|end| end.closes && end.sign == open.sign && end.length >= open.length)
            };
            match (at + 1..self.count()).find(|line| closes(self.bare(*line))) {
                Some(end) => {
                    self.code[at..=end].fill(true);
                    at = end + 1;
                }
                None => {
                    endless[open.sign] = open.length;
                    at += 1;
                }
            }
        }
    }
}

/// The level and text of a line that is a heading of the first or second level.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim_start_matches(' ');
    if line.len() - inner.len() > 3 {
        return None;
    }
    let rest = inner.trim_start_matches('#');
    let level = inner.len() - rest.len();
    let ends = rest.is_empty() || rest.starts_with([' ', '\t']);
    ((1..=2).contains(&level) && ends).then(|| (level, rest.trim()))
}

struct Fence {
    /// 0 for backticks, 1 for tildes.
    sign: usize,
    length: usize,
    opens: bool,
    closes: bool,
}

fn fence(line: &str) -> Option<Fence> {
    let inner = line.trim_start_matches(' ');
    if line.len() - inner.len() > 3 {
        return None;
    }
    let sign = ['`', '~'].iter().position(|sign| inner.starts_with(*sign))?;
    let rest = inner.trim_start_matches(['`', '~'][sign]);
    let length = inner.len() - rest.len();
    let opens = sign == 1 || !rest.contains('`');
    (length >= 3).then(|| Fence { sign, length, opens, closes: rest.trim().is_empty() })
}

/// Whether a line would be taken for a fence.
pub(super) fn is_fence(line: &str) -> bool {
    fence(line).is_some()
}
