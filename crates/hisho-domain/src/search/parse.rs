//! From what was typed to a query: words, "phrases", OR, minus, groups, operators, properties and
//! patterns, as people know them from Obsidian. What cannot be meant otherwise is taken as it
//! stands; what is wrong is an error that names the part.
//! Must not know how anything is found.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::fault::{Fault, QueryError};
use super::node::{Area, How, Node, Term, Value};
use super::pattern::Pattern;
use crate::text::{Folded, Script, fold, runs, utf16_offset};

/// Groups and operators within one another; more is nobody's query.
const DEEPEST: usize = 60;

/// In what a value is looked for, which says how its words are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Texts: runs of one script.
    Text,
    /// Names and properties: the word as it stands.
    Plain,
    /// Tags: a tag's name.
    Tag,
}

/// Understands what was typed; None when nothing in it could be searched for.
pub(super) fn parse(typed: &str) -> Result<Option<Node>, QueryError> {
    let mut parser = Parser { typed, at: 0, depth: 0, groups: 0, closing: ')' };
    let node = parser.any(Within::Text)?;
    debug_assert_eq!(parser.at, typed.len());
    Ok(node)
}

struct Parser<'a> {
    typed: &'a str,
    at: usize,
    /// Groups and operators around this place.
    depth: usize,
    /// Groups that the next [`Parser::closing`] would close.
    groups: usize,
    /// What ends the innermost group: `)`, or `]` in a property.
    closing: char,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.typed[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.rest().starts_with(c);
        self.at += if there { c.len_utf8() } else { 0 };
        there
    }

    fn blank(&mut self) {
        self.at = self.typed.len() - self.rest().trim_start().len();
    }

    fn wrong(&self, fault: Fault, at: Range<usize>) -> QueryError {
        let utf16 = [utf16_offset(self.typed, at.start), utf16_offset(self.typed, at.end)];
        QueryError { fault, part: self.typed[at].trim_end().to_owned(), at: utf16, detail: None }
    }

    /// Whether the innermost group ends here, or everything.
    fn ends(&self) -> bool {
        self.peek().is_none_or(|c| self.groups > 0 && c == self.closing)
    }

    /// The length of an OR that stands alone here.
    fn or_here(&self) -> Option<usize> {
        let behind = self.rest().strip_prefix("OR")?;
        let alone = behind.chars().next().is_none_or(|c| c.is_whitespace() || "()".contains(c) || self.is_closing(c));
        alone.then_some(2)
    }

    fn is_closing(&self, c: char) -> bool {
        self.groups > 0 && c == self.closing
    }

    /// Parts of which one must hold.
    fn any(&mut self, within: Within) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        // The OR that still wants something behind it.
        let mut or: Option<Range<usize>> = None;
        loop {
            let begin = self.at;
            let part = self.all(within)?;
            let nothing = self.typed[begin..self.at].trim().is_empty();
            let here = self.or_here().map(|length| self.at..self.at + length);
            if nothing && let Some(lonely) = here.clone().or(or) {
                return Err(self.wrong(Fault::NoValue, lonely));
            }
            parts.extend(part);
            or = here;
            match &or {
                Some(at) => self.at = at.end,
                None => return Ok(Node::any(parts)),
            }
        }
    }

    /// Parts that must all hold.
    fn all(&mut self, within: Within) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.blank();
            if self.ends() || self.or_here().is_some() {
                return Ok(Node::all(parts));
            }
            parts.extend(self.part(within)?);
        }
    }

    fn part(&mut self, within: Within) -> Result<Option<Node>, QueryError> {
        let mut no = false;
        while self.rest().starts_with('-')
            && self.rest()[1..].chars().next().is_some_and(|c| !c.is_whitespace() && !self.is_closing(c))
        {
            self.at += 1;
            no = !no;
        }
        let node = self.one(within)?;
        Ok(if no { node.map(|node| Node::Not(Box::new(node))) } else { node })
    }

    fn one(&mut self, within: Within) -> Result<Option<Node>, QueryError> {
        let begin = self.at;
        match self.peek() {
            Some('(') => self.group(within),
            Some('"') => Ok(self.phrase(within)),
            Some('/') => match self.pattern()? {
                Some(node) => Ok(Some(node)),
                None => Ok(self.word(within)),
            },
            Some('[') if within == Within::Text && self.begins_property() => self.property().map(Some),
            _ => match self.operator() {
                Some(_) if self.depth >= DEEPEST => Err(self.wrong(Fault::TooDeep, begin..self.at)),
                Some(operator) => self.value_of(operator, begin..self.at, within),
                None => Ok(self.word(within)),
            },
        }
    }

    fn group(&mut self, within: Within) -> Result<Option<Node>, QueryError> {
        let begin = self.at;
        if self.depth >= DEEPEST {
            return Err(self.wrong(Fault::TooDeep, begin..begin + 1));
        }
        self.at += 1;
        let (outside, groups) = (std::mem::replace(&mut self.closing, ')'), std::mem::replace(&mut self.groups, 1));
        self.depth += 1;
        let node = self.any(within)?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err(self.wrong(Fault::Unclosed, begin..self.at));
        }
        (self.closing, self.groups) = (outside, groups);
        Ok(node)
    }

    /// Quoted text; an unclosed quote reaches to the end.
    fn phrase(&mut self, within: Within) -> Option<Node> {
        self.at += 1;
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        let mut end = self.typed.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = self.at + at + 1;
                    break;
                }
                '\\' if chars.as_str().starts_with(['"', '\\']) => text.extend(chars.next().map(|(_, c)| c)),
                c => text.push(c),
            }
        }
        self.at = end;
        match within {
            Within::Tag => Some(Node::tag(&text)),
            // Nothing in quotes asks whether there is such a thing at all.
            _ if text.trim().is_empty() => (self.depth > 0).then_some(Node::Anything),
            _ => Some(Node::Term(Term::new(How::Part, &text))),
        }
    }

    /// A pattern; None when no slash closes it, for then it is a word with a slash.
    fn pattern(&mut self) -> Result<Option<Node>, QueryError> {
        let begin = self.at;
        let (mut escaped, mut class) = (false, false);
        let body = &self.rest()[1..];
        for (at, c) in body.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                '/' if !class && at > 0 => {
                    let behind = body[at + 1..].chars().next();
                    if behind.is_none_or(|c| c.is_whitespace() || self.is_closing(c)) {
                        let end = begin + at + 2;
                        let pattern = Pattern::new(&body[..at]).map_err(|(fault, detail)| QueryError {
                            detail: Some(detail),
                            ..self.wrong(fault, begin..end)
                        })?;
                        self.at = end;
                        return Ok(Some(Node::Pattern(pattern)));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// Not `[[`, `[ ]` or `[]`, which are what they are in a note.
    fn begins_property(&self) -> bool {
        self.rest()[1..].chars().next().is_none_or(|c| !c.is_whitespace() && c != '[' && c != ']')
    }

    /// `[key]` or `[key:value]`.
    fn property(&mut self) -> Result<Node, QueryError> {
        let begin = self.at;
        self.at += 1;
        let unclosed = |parser: &Self| parser.wrong(Fault::Unclosed, begin..parser.typed.len());
        let key = if self.eat('"') {
            let end = self.rest().find('"').ok_or_else(|| unclosed(self))?;
            let key = &self.rest()[..end];
            self.at += end + 1;
            self.blank();
            key
        } else {
            let end = self.rest().find([':', ']']).ok_or_else(|| unclosed(self))?;
            let key = &self.rest()[..end];
            self.at += end;
            key
        };
        let key = key.trim().nfc().collect::<String>();
        if key.is_empty() {
            return Err(self.wrong(Fault::NoValue, begin..self.at));
        }
        if self.eat(']') {
            return Ok(Node::Property(key, Value::Any));
        }
        if !self.eat(':') {
            return Err(unclosed(self));
        }
        let value = self.property_value(begin)?;
        if !self.eat(']') {
            return Err(self.wrong(Fault::Unclosed, begin..self.at));
        }
        Ok(Node::Property(key, value))
    }

    fn property_value(&mut self, begin: usize) -> Result<Value, QueryError> {
        self.blank();
        let plain = self.rest().find(']').map(|end| self.rest()[..end].trim());
        if let Some(text) = plain {
            let bound = |sign: char| text.strip_prefix(sign).map(str::trim).filter(|bound| is_bound(bound));
            let simple = match text {
                "null" => Some(Value::Nothing),
                "" => Some(Value::Any),
                _ => bound('<').map(|b| Value::Below(b.to_owned())).or(bound('>').map(|b| Value::Above(b.to_owned()))),
            };
            if let Some(simple) = simple {
                self.at += self.rest().find(']').expect("just found");
                return Ok(simple);
            }
        }
        if self.depth >= DEEPEST {
            return Err(self.wrong(Fault::TooDeep, begin..self.at));
        }
        let (outside, groups) = (std::mem::replace(&mut self.closing, ']'), std::mem::replace(&mut self.groups, 1));
        self.depth += 1;
        let node = self.any(Within::Plain)?;
        self.depth -= 1;
        (self.closing, self.groups) = (outside, groups);
        Ok(node.map_or(Value::Any, |node| Value::Is(Box::new(node))))
    }

    /// A known operator with its colon, passed over.
    fn operator(&mut self) -> Option<Operator> {
        let end = self.rest().find(|c: char| !c.is_ascii_alphabetic() && c != '-')?;
        let name = &self.rest()[..end];
        let operator = self.rest()[end..].starts_with(':').then(|| Operator::of(name)).flatten()?;
        self.at += end + 1;
        Some(operator)
    }

    fn value_of(&mut self, operator: Operator, name: Range<usize>, within: Within) -> Result<Option<Node>, QueryError> {
        let inside = match operator {
            Operator::MatchCase | Operator::IgnoreCase => within,
            _ if within != Within::Text => return Err(self.wrong(Fault::Misplaced, name)),
            Operator::In(Area::Path | Area::File) => Within::Plain,
            Operator::In(Area::Tag) => Within::Tag,
            Operator::In(_) => Within::Text,
        };
        self.blank();
        if self.ends() || self.or_here().is_some() {
            return Err(self.wrong(Fault::NoValue, name));
        }
        self.depth += 1;
        let node = self.one(inside)?;
        self.depth -= 1;
        Ok(node.map(|node| match operator {
            Operator::MatchCase => Node::Case(true, Box::new(node)),
            Operator::IgnoreCase => Node::Case(false, Box::new(node)),
            Operator::In(area) => Node::In(area, Box::new(node)),
        }))
    }

    /// Everything up to a space, a quote, or the end of the group; brackets in it belong to it.
    fn word(&mut self, within: Within) -> Option<Node> {
        let mut open = 0;
        let end = self.rest().char_indices().position_of(|at, c| match c {
            '"' => at > 0,
            '(' => {
                open += 1;
                false
            }
            ')' if open > 0 => {
                open -= 1;
                false
            }
            c => c.is_whitespace() || self.is_closing(c),
        });
        let end = end.unwrap_or(self.rest().len());
        let word = &self.rest()[..end];
        self.at += end;
        match within {
            Within::Text => Node::all(terms(word)),
            Within::Plain => (!fold(word).is_empty()).then(|| Node::Term(Term::new(How::Part, word))),
            Within::Tag => Some(Node::tag(word)),
        }
    }
}

/// Finds the first place for which a question holds.
trait PositionOf {
    fn position_of(self, holds: impl FnMut(usize, char) -> bool) -> Option<usize>;
}

impl<I: Iterator<Item = (usize, char)>> PositionOf for I {
    fn position_of(mut self, mut holds: impl FnMut(usize, char) -> bool) -> Option<usize> {
        self.find(|&(at, c)| holds(at, c)).map(|(at, _)| at)
    }
}

/// A word's runs of one script, each a term, and its signs that are none, as in quotes.
fn terms(word: &str) -> Vec<Node> {
    let folded = Folded::new(word);
    let mut terms = Vec::new();
    let mut behind = 0;
    let ends = folded.text.len()..folded.text.len();
    for (how, range) in runs(&folded.text)
        .map(|(script, range)| match script {
            Script::Word => (Some(How::Begins), range),
            Script::Cjk => (Some(How::Part), range),
        })
        .chain([(None, ends)])
    {
        for sign in SIGNS.find_iter(&folded.text[behind..range.start]) {
            let term = Term::new(How::Part, &word[folded.source(behind + sign.start()..behind + sign.end())]);
            // A sign that stands with letters for one character is found by them.
            if term.text == sign.as_str() {
                terms.push(Node::Term(term));
            }
        }
        behind = range.end;
        if let Some(how) = how {
            let written = word[folded.source(range.clone())].nfc().collect();
            terms.push(Node::Term(Term { how, text: folded.text[range].to_owned(), written }));
        }
    }
    terms
}

/// Arrows, emoji and other symbols with what joins them. Not punctuation, which words are typed
/// with, and not those of ASCII, which mean something else to a query or are part of a notation.
static SIGNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{S}--\p{ascii}][[\p{S}\p{M}\x{200D}\x{E0020}-\x{E007F}]--\p{ascii}]*").expect("a pattern")
});

/// Something a property can be less or more than: a number or a day.
fn is_bound(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite) || super::node::is_day(text)
}

#[derive(Clone, Copy)]
enum Operator {
    In(Area),
    MatchCase,
    IgnoreCase,
}

impl Operator {
    fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "match-case" => Some(Operator::MatchCase),
            "ignore-case" => Some(Operator::IgnoreCase),
            name => Area::named(name).map(Operator::In),
        }
    }
}
