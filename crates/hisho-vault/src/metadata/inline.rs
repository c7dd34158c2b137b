//! What stands inside a block's text.
//!
//! Owns finding links, embeds, tags, footnote marks and code in one text. Must not know the note
//! around it or where a link leads. One pass from the left: what begins first wins, and what was
//! sought in vain is not sought again, so that no text takes more than linear time.

use std::collections::HashMap;
use std::ops::Range;

use super::html::{self, Missing};
use super::parts::{self, Definitions};

/// Something found, by its bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// `[[…]]`, an embed with `!` before it.
    Wiki {
        embed: bool,
    },
    /// `[text](target)` or by a label, an image with `!` before it.
    Link {
        embed: bool,
        text: Range<usize>,
        target: String,
        by_label: bool,
    },
    /// An address in angle brackets.
    Address,
    Tag,
    /// `[^label]`.
    Footnote,
    Code,
}

/// Finds everything in `text`, in the order of where it ends.
pub(crate) fn scan(text: &str, definitions: &Definitions, found: &mut Vec<Found>) {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        definitions,
        found,
        at: 0,
        fresh: 0,
        brackets: Vec::new(),
        dead: 0,
        closers: None,
        missing: Missing::default(),
        no_math: false,
        no_mark: [false; 4],
    };
    scanner.run();
}

struct Bracket {
    /// Behind the `[`.
    at: usize,
    embed: bool,
    /// Whether brackets stand inside, which no label holds.
    nested: bool,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    definitions: &'a Definitions,
    found: &'a mut Vec<Found>,
    at: usize,
    /// Where something other than plain text ended last: a tag may begin there as at a start.
    fresh: usize,
    brackets: Vec<Bracket>,
    /// Brackets below this hold a link already and can be none themselves, but images.
    dead: usize,
    /// For each run of backticks that opens code, where that ends.
    closers: Option<HashMap<usize, usize>>,
    missing: Missing,
    no_math: bool,
    no_mark: [bool; 4],
}

const fn special() -> [bool; 256] {
    let mut table = [false; 256];
    let marks = b"\\`<![]#$%*_~=";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
}

static SPECIAL: [bool; 256] = special();

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(ahead) = self.bytes[self.at..].iter().position(|b| SPECIAL[usize::from(*b)]) {
            self.at += ahead;
            match self.bytes[self.at] {
                b'\\' => {
                    let escaped = self.byte(1).is_some_and(|b| b.is_ascii_punctuation());
                    self.at += 1 + usize::from(escaped);
                    if escaped {
                        self.fresh = self.at;
                    }
                }
                b'`' => self.code(),
                b'<' => self.angle(),
                b'!' => match self.byte(1) {
                    Some(b'[') if self.wiki(1) => {}
                    Some(b'[') => self.open(true),
                    _ => self.at += 1,
                },
                b'[' => {
                    if !self.wiki(0) && !self.footnote() {
                        self.open(false);
                    }
                }
                b']' => self.close(),
                b'#' => self.tag(),
                b'$' => self.math(),
                b'%' if self.byte(1) == Some(b'%') => self.pass(self.at + 2),
                b'%' => self.at += 1,
                mark => self.emphasis(mark),
            }
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Goes behind something that is no plain text.
    fn pass(&mut self, end: usize) {
        self.at = end;
        self.fresh = end;
    }

    fn push(&mut self, start: usize, end: usize, what: What) {
        self.found.push(Found { start, end, what });
        self.pass(end);
    }

    fn code(&mut self) {
        let (bytes, at) = (self.bytes, self.at);
        let closers = self.closers.get_or_insert_with(|| code_ends(bytes, at));
        match closers.get(&self.at).copied() {
            Some(end) => self.push(self.at, end, What::Code),
            None => self.at += bytes[at..].iter().take_while(|b| **b == b'`').count(),
        }
    }

    fn angle(&mut self) {
        if let Some(end) = html::autolink(self.bytes, self.at, self.bytes.len()) {
            self.push(self.at, end, What::Address);
        } else if let Some(end) = html::inline(self.bytes, self.at, self.bytes.len(), &mut self.missing) {
            self.pass(end);
        } else {
            self.at += 1;
        }
    }

    /// Takes `[[…]]`, its first bracket `ahead`. It ends on its line and holds no other.
    fn wiki(&mut self, ahead: usize) -> bool {
        let open = self.at + ahead;
        if !self.bytes[open..].starts_with(b"[[") {
            return false;
        }
        let mut end = open + 1;
        loop {
            let Some(next) = memchr::memchr3(b'[', b']', b'\n', &self.bytes[end..]) else { return false };
            end += next;
            match self.bytes[end] {
                b'\n' => return false,
                b'[' if self.bytes.get(end + 1) == Some(&b'[') => return false,
                b']' if self.bytes.get(end + 1) == Some(&b']') => break,
                _ => end += 1,
            }
        }
        if self.text[open + 2..end].trim().is_empty() {
            return false;
        }
        self.nest();
        self.push(self.at, end + 2, What::Wiki { embed: ahead == 1 });
        true
    }

    /// Takes `[^label]`.
    fn footnote(&mut self) -> bool {
        if self.byte(1) != Some(b'^') {
            return false;
        }
        let inner = &self.bytes[self.at + 2..];
        // Any real label is far shorter; the bound keeps this linear.
        let len = inner.iter().take(1000).position(|b| matches!(b, b']' | b'[' | b' ' | b'\t' | b'\n' | b'\\'));
        match len {
            Some(len) if len > 0 && inner[len] == b']' => {
                self.nest();
                self.push(self.at, self.at + len + 3, What::Footnote);
                true
            }
            _ => false,
        }
    }

    fn nest(&mut self) {
        if let Some(outer) = self.brackets.last_mut() {
            outer.nested = true;
        }
    }

    fn open(&mut self, embed: bool) {
        let at = self.at + 1 + usize::from(embed);
        self.brackets.push(Bracket { at, embed, nested: false });
        self.pass(at);
    }

    fn close(&mut self) {
        let close = self.at;
        self.at += 1;
        let Some(bracket) = self.brackets.pop() else { return };
        self.nest();
        let alive = bracket.embed || self.brackets.len() >= self.dead;
        self.dead = self.dead.min(self.brackets.len());
        if !alive {
            return;
        }
        let inner = bracket.at..close;
        let Some((target, end, by_label)) =
            self.inline_target(close + 1).or_else(|| self.label_target(&inner, bracket.nested))
        else {
            return;
        };
        if !bracket.embed {
            self.dead = self.brackets.len();
        }
        let start = bracket.at - 1 - usize::from(bracket.embed);
        self.push(start, end, What::Link { embed: bracket.embed, text: inner, target, by_label });
    }

    /// Reads `(target "title")`.
    fn inline_target(&self, at: usize) -> Option<(String, usize, bool)> {
        if self.bytes.get(at) != Some(&b'(') {
            return None;
        }
        let first = parts::space(self.bytes, at + 1)?;
        if self.bytes.get(first) == Some(&b')') {
            return Some((String::new(), first + 1, false));
        }
        let (target, end) = parts::target(self.text, first)?;
        let next = parts::space(self.bytes, end)?;
        let next = match parts::title(self.bytes, next).filter(|_| next > end) {
            Some(end) => parts::space(self.bytes, end)?,
            None => next,
        };
        (self.bytes.get(next) == Some(&b')')).then_some((target, next + 1, false))
    }

    /// Reads `[label]`, `[]` or nothing behind a text that may be a label itself.
    fn label_target(&self, inner: &Range<usize>, nested: bool) -> Option<(String, usize, bool)> {
        let after = inner.end + 1;
        let found = |label: &str, end| self.definitions.get(label).map(|target| (target.to_owned(), end, true));
        if !self.definitions.is_empty()
            && let Some(label) = parts::label(self.text, after)
        {
            let end = label.end + 1;
            return found(&self.text[label], end);
        }
        let own = || parts::label(self.text, inner.start - 1).filter(|label| !nested && label.end == inner.end);
        let end = if self.bytes[after..].starts_with(b"[]") { after + 2 } else { after };
        if self.definitions.is_empty() { None } else { found(&self.text[own()?], end) }
    }

    fn tag(&mut self) {
        let begins = self.at == self.fresh || self.text[..self.at].chars().next_back().is_none_or(char::is_whitespace);
        let start = self.at;
        self.at += 1;
        let rest = &self.text[self.at..];
        let len = rest.find(|c| !in_tag(c)).unwrap_or(rest.len());
        if begins && is_tag(&rest[..len]) {
            self.push(start, start + 1 + len, What::Tag);
        } else {
            self.at += len;
        }
    }

    /// Passes a formula: closed on a place that no blank stands before and no digit behind.
    fn math(&mut self) {
        let double = self.byte(1) == Some(b'$');
        let open = self.at + 1 + usize::from(double);
        self.at = open;
        if self.no_math || self.bytes.get(open).is_none_or(u8::is_ascii_whitespace) {
            return;
        }
        let mut at = open;
        while let Some(ahead) = memchr::memchr2(b'$', b'\\', &self.bytes[at..]) {
            at += ahead;
            if self.bytes[at] == b'\\' {
                at += 2;
                if at > self.bytes.len() {
                    break;
                }
                continue;
            }
            let twice = self.bytes.get(at + 1) == Some(&b'$');
            let digit = self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            let closes = if double { twice } else { !twice && !digit };
            if closes && !self.bytes[at - 1].is_ascii_whitespace() {
                self.pass(at + 1 + usize::from(double));
            }
            // The first `$` decides, else each would search the whole text.
            return;
        }
        self.no_math = true;
    }

    /// Passes marks of emphasis. A tag right behind them counts if they do emphasise something:
    /// the same marks close before or behind it.
    fn emphasis(&mut self, mark: u8) {
        let len = self.bytes[self.at..].iter().take_while(|b| **b == mark).count();
        let run = self.at..self.at + len;
        self.at = run.end;
        let doubled = matches!(mark, b'~' | b'=');
        if self.byte(0) != Some(b'#') || (doubled && len != 2) {
            return;
        }
        let index = match mark {
            b'*' => 0,
            b'_' => 1,
            b'~' => 2,
            _ => 3,
        };
        if !self.no_mark[index] {
            let width = if doubled { 2 } else { 1 };
            let later = memchr::memmem::find(&self.bytes[run.end..], &self.bytes[run.start..run.start + width]);
            self.no_mark[index] = later.is_none();
            if later.is_some() {
                self.fresh = self.at;
            }
        }
    }
}

/// Whether a `#` and these characters are a tag.
pub(crate) fn is_tag(name: &str) -> bool {
    !name.is_empty() && name.chars().all(in_tag) && !name.bytes().all(|b| b.is_ascii_digit())
}

fn in_tag(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '/' => true,
        '\u{2000}'..='\u{206F}' | '\u{2E00}'..='\u{2E7F}' => false,
        // A byte order mark is white space to Obsidian.
        '\u{FEFF}' => false,
        c => !(c.is_ascii() || c.is_whitespace() || c.is_control()),
    }
}

/// For each run of backticks from `from` on that opens code: where the code ends.
fn code_ends(bytes: &[u8], from: usize) -> HashMap<usize, usize> {
    let mut runs = Vec::new();
    let mut at = from;
    while let Some(ahead) = memchr::memchr(b'`', &bytes[at..]) {
        at += ahead;
        let len = bytes[at..].iter().take_while(|b| **b == b'`').count();
        runs.push((at, len));
        at += len;
    }
    let mut ends = HashMap::new();
    let mut later: HashMap<usize, usize> = HashMap::new();
    for (start, len) in runs.into_iter().rev() {
        if let Some(end) = later.insert(len, start + len) {
            ends.insert(start, end);
        }
    }
    ends
}
