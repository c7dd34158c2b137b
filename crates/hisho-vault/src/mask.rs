//! What of a note's body is text.
//!
//! Owns telling text from code and comments: a copy of the note, byte for byte as long, in which
//! what is not text is blotted out. Must not know tags, tasks or headings.

use std::collections::HashMap;

/// Stands for one hidden byte: no white space, no punctuation, part of no tag.
pub(crate) const BLOT: char = '\u{1}';

/// A note's text with code and HTML comments blotted out, and its lines.
pub(crate) struct Masked {
    /// As long as the note; everything before the body is blotted out as well.
    pub text: String,
    pub lines: Vec<Line>,
}

/// One line of the body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// Counted from 0 at the note's first line, properties included.
    pub number: usize,
    pub start: usize,
    /// Without the line ending.
    pub end: usize,
    /// With the line ending.
    pub next: usize,
    /// Whether it lies in a block between `%%`, where tags count and tasks do not.
    pub commented: bool,
}

/// Masks `text` from the byte `body` on. Takes time in proportion to the text.
pub(crate) fn mask(text: &str, body: usize) -> Masked {
    let mut masker = Masker { text, out: text.as_bytes().to_vec(), close: Near::Unknown, blank: 0 };
    masker.hide(0, body);
    let mut lines = Vec::new();
    let mut state = State::default();
    let mut start = body;
    let first = text[..body].matches('\n').count();
    for (index, whole) in text[body..].split_inclusive('\n').enumerate() {
        let next = start + whole.len();
        let bare = whole.strip_suffix('\n').map_or(whole, |l| l.strip_suffix('\r').unwrap_or(l));
        let end = start + bare.len();
        let commented = masker.line(&mut state, start, end);
        lines.push(Line { number: first + index, start, end, next, commented });
        start = next;
    }
    // Only whole characters were hidden, so this never replaces anything.
    let text =
        String::from_utf8(masker.out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Masked { text, lines }
}

/// The length of what introduces a line's content: indentation, quote marks and list markers.
pub(crate) fn prefix(line: &str) -> Prefix {
    let bytes = line.as_bytes();
    let mut found = Prefix { len: 0, quotes: 0, item: false };
    let mut at = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        found.len = at;
        if bytes.get(at) == Some(&b'>') {
            at += 1;
            found.quotes += 1;
            found.len = at;
            continue;
        }
        match marker(&bytes[at..]) {
            Some(len) => {
                at += len;
                found.item = true;
            }
            None => return found,
        }
    }
}

/// What [`prefix`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Prefix {
    pub len: usize,
    /// How many quote marks.
    pub quotes: usize,
    /// Whether a list marker is among it.
    pub item: bool,
}

/// The length of a list marker with one blank after it.
fn marker(bytes: &[u8]) -> Option<usize> {
    let len = match bytes.first()? {
        b'-' | b'*' | b'+' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
            match bytes.get(digits) {
                Some(b'.' | b')') if digits <= 9 => digits + 1,
                _ => return None,
            }
        }
        _ => return None,
    };
    match bytes.get(len) {
        Some(b' ' | b'\t') => Some(len + 1),
        _ => None,
    }
}

#[derive(Default)]
struct State {
    fence: Option<Fence>,
    /// Inside an HTML comment that goes over several lines.
    html: bool,
    percent: bool,
    in_list: bool,
    /// The last line was text, so an indented one goes on with it and is no code.
    paragraph: bool,
}

struct Fence {
    mark: u8,
    len: usize,
    quotes: usize,
    /// Opened on a list item's own line: less indentation than this ends it.
    indent: usize,
}

enum Near {
    Unknown,
    At(usize),
    None,
}

struct Masker<'a> {
    text: &'a str,
    out: Vec<u8>,
    /// The next `-->`, remembered so that the text is searched once.
    close: Near,
    /// The start of the next blank line, likewise.
    blank: usize,
}

impl Masker<'_> {
    fn hide(&mut self, from: usize, to: usize) {
        for byte in &mut self.out[from..to] {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = BLOT as u8;
            }
        }
    }

    /// Masks one line; says whether it lies in a `%%` block.
    fn line(&mut self, state: &mut State, start: usize, end: usize) -> bool {
        let line = &self.text[start..end];
        if let Some(fence) = &state.fence {
            let found = prefix_of_quotes(line);
            let rest = &line[found.len..];
            let outside = found.quotes < fence.quotes || (!rest.is_empty() && indentation(line) < fence.indent);
            if !outside {
                self.hide(start, end);
                if closes(fence, rest) {
                    state.fence = None;
                }
                return state.percent;
            }
            state.fence = None;
        }
        let mut from = start;
        if state.html {
            let Some(close) = line.find("-->") else {
                self.hide(start, end);
                return state.percent;
            };
            from = start + close + 3;
            self.hide(start, from);
            state.html = false;
        } else {
            if line.trim().is_empty() {
                state.paragraph = false;
                return state.percent;
            }
            let found = prefix(line);
            if indentation(line) >= 4 && !state.in_list && !state.paragraph {
                self.hide(start, end);
                return state.percent;
            }
            if found.item {
                state.in_list = true;
            } else if indentation(line) == 0 && !state.paragraph {
                state.in_list = false;
            }
            if let Some((mark, len)) = opens(&line[found.len..]) {
                let indent = if found.item { 1 + indentation(line) } else { 0 };
                state.fence = Some(Fence { mark, len, quotes: found.quotes, indent });
                state.paragraph = false;
                self.hide(start, end);
                return state.percent;
            }
            state.paragraph = !line.starts_with('#');
        }
        self.inline(state, from, end);
        self.percent(state, start, end)
    }

    /// A `%%` that starts a line opens a block, the next one anywhere closes it.
    fn percent(&self, state: &mut State, start: usize, end: usize) -> bool {
        let shown = &self.out[start..end];
        let marks = {
            let (mut count, mut at) = (0, 0);
            while at + 1 < shown.len() {
                if &shown[at..at + 2] == b"%%" {
                    (count, at) = (count + 1, at + 2);
                } else {
                    at += 1;
                }
            }
            count
        };
        if state.percent {
            state.percent = marks % 2 == 0;
            return true;
        }
        let opens = shown.trim_ascii_start().starts_with(b"%%");
        if opens {
            state.percent = marks % 2 == 1;
        }
        opens
    }

    /// Hides code spans and comments between two places of one line.
    fn inline(&mut self, state: &mut State, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let spans = code_spans(&bytes[start..end]);
        let content = start + prefix(&self.text[start..end]).len;
        let mut at = start;
        while at < end {
            match bytes[at] {
                b'\\' => at += 2,
                b'`' => {
                    let run = bytes[at..end].iter().take_while(|b| **b == b'`').count();
                    match spans.get(&(at - start)) {
                        Some(close) => {
                            self.hide(at, start + close);
                            at = start + close;
                        }
                        None => at += run,
                    }
                }
                b'<' if bytes[at..end].starts_with(b"<!--") => match self.comment(at, at == content, end) {
                    Comment::Until(close) => {
                        self.hide(at, close);
                        at = close;
                    }
                    Comment::BeyondLine => {
                        self.hide(at, end);
                        state.html = true;
                        return;
                    }
                    Comment::None => at += 4,
                },
                _ => at += 1,
            }
        }
    }

    fn comment(&mut self, at: usize, block: bool, line_end: usize) -> Comment {
        let known = match self.close {
            Near::At(close) if close >= at + 2 => Some(close),
            Near::None => None,
            _ => self.text[at + 2..].find("-->").map(|offset| at + 2 + offset),
        };
        self.close = known.map_or(Near::None, Near::At);
        // At the start of a block it runs on without regard to blank lines, to the note's end if
        // need be; within a paragraph it must close in it.
        match known {
            Some(close) if close < line_end => Comment::Until(close + 3),
            Some(_) if block => Comment::BeyondLine,
            Some(close) if close < self.next_blank(line_end) => Comment::BeyondLine,
            None if block => Comment::BeyondLine,
            _ => Comment::None,
        }
    }

    fn next_blank(&mut self, from: usize) -> usize {
        if self.blank < from {
            let mut at = from;
            self.blank = self.text.len();
            for (index, line) in self.text[from..].split_inclusive('\n').enumerate() {
                // The first piece is the rest of the line that was asked from.
                if index > 0 && line.trim().is_empty() {
                    self.blank = at;
                    break;
                }
                at += line.len();
            }
        }
        self.blank
    }
}

enum Comment {
    Until(usize),
    BeyondLine,
    None,
}

/// For each run of backticks that opens a code span: where the span ends.
fn code_spans(line: &[u8]) -> HashMap<usize, usize> {
    let mut spans = HashMap::new();
    let mut later: HashMap<usize, usize> = HashMap::new();
    let mut end = line.len();
    while let Some(last) = line[..end].iter().rposition(|b| *b == b'`') {
        let start = line[..last].iter().rposition(|b| *b != b'`').map_or(0, |before| before + 1);
        let len = last + 1 - start;
        if let Some(close) = later.insert(len, last + 1) {
            spans.insert(start, close);
        }
        end = start;
    }
    spans
}

fn prefix_of_quotes(line: &str) -> Prefix {
    let mut found = Prefix { len: 0, quotes: 0, item: false };
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' | b'\t' => {}
            b'>' => found.quotes += 1,
            _ => {
                found.len = at;
                return found;
            }
        }
    }
    found.len = line.len();
    found
}

/// In columns, a tab going to the next multiple of four.
pub(crate) fn indentation(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

fn opens(content: &str) -> Option<(u8, usize)> {
    let mark = *content.as_bytes().first()?;
    if !matches!(mark, b'`' | b'~') {
        return None;
    }
    let len = content.bytes().take_while(|b| *b == mark).count();
    (len >= 3 && !(mark == b'`' && content[len..].contains('`'))).then_some((mark, len))
}

fn closes(fence: &Fence, content: &str) -> bool {
    let len = content.bytes().take_while(|b| *b == fence.mark).count();
    len >= fence.len && content[len..].trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        mask(text, 0).text.replace(BLOT, "")
    }

    #[test]
    fn code_and_comments_are_hidden() {
        for (text, left) in [
            ("a `#b` c", "a  c"),
            ("a ``x ` y`` z", "a  z"),
            ("a ` b", "a ` b"),
            ("```\n#a\n```\n#b", "\n\n\n#b"),
            ("~~~~\n```\n~~~~\nx", "\n\n\nx"),
            ("- ```\n  #a\n- #b", "\n\n- #b"),
            ("> ```\n> #a\n#b", "\n\n#b"),
            ("a <!-- b --> c", "a  c"),
            ("<!--\n#a\n\n-->\n#b", "\n\n\n\n#b"),
            ("a <!-- b\n\nc -->", "a <!-- b\n\nc -->"),
            ("a <!-- b\nc --> d", "a \n d"),
            ("    #code\n#b", "\n#b"),
            ("- a\n\n    #b", "- a\n\n    #b"),
            ("para\n    #b", "para\n    #b"),
            ("<!-->#a", "#a"),
        ] {
            assert_eq!(shown(text), left, "{text:?}");
        }
    }

    #[test]
    fn percent_blocks_are_known() {
        let commented = |text: &str| mask(text, 0).lines.iter().map(|l| l.commented).collect::<Vec<_>>();
        assert_eq!(commented("%%\na\n%%\nb"), [true, true, true, false]);
        assert_eq!(commented("%% a %%\nb"), [true, false]);
        assert_eq!(commented("a %% b\nc"), [false, false]);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for unit in ["<!-- ", "`a``", "<!--\n", "<!-- x\n\n", "> ", "- ", "%%", "```\n"] {
            let text = unit.repeat(400_000 / unit.len());
            let started = std::time::Instant::now();
            mask(&text, 0);
            assert!(started.elapsed().as_secs() < 5, "{unit:?}");
        }
    }

    proptest! {
        #[test]
        fn length_and_line_ends_never_change(text in "[ab`~<!>\\-%# \t\r\n\\\\é計]{0,200}") {
            let masked = mask(&text, 0);
            prop_assert_eq!(masked.text.len(), text.len());
            for (at, byte) in text.bytes().enumerate() {
                let got = masked.text.as_bytes()[at];
                prop_assert!(got == byte || got == BLOT as u8);
                prop_assert!(byte != b'\n' || got == b'\n');
            }
        }
    }
}
