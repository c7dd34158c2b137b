//! What a query is made of, and how it is written down again.
//! Must not know how it was typed, or how anything is found.

use std::fmt::{self, Display, Formatter, Write};

use unicode_normalization::UnicodeNormalization;

use super::pattern::Pattern;
use crate::text::fold;

/// Where an operator looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// The note's path.
    Path,
    /// The name of its file.
    File,
    /// Its tags, and what they lie under.
    Tag,
    /// The text and nothing else.
    Content,
    /// One line.
    Line,
    /// One block: a paragraph, an item of a list.
    Block,
    /// What stands between two headings.
    Section,
    /// One task.
    Task,
    /// One open task.
    TaskTodo,
    /// One task that is done, or has any other mark.
    TaskDone,
}

/// The operators' names.
const NAMES: [(&str, Area); 10] = [
    ("path", Area::Path),
    ("file", Area::File),
    ("tag", Area::Tag),
    ("content", Area::Content),
    ("line", Area::Line),
    ("block", Area::Block),
    ("section", Area::Section),
    ("task", Area::Task),
    ("task-todo", Area::TaskTodo),
    ("task-done", Area::TaskDone),
];

impl Area {
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, area)| *area)
    }

    fn name(self) -> &'static str {
        NAMES.iter().find(|(_, area)| *area == self).map_or("", |(name, _)| name)
    }

    /// It is a part of the text, not a fact about the note.
    pub(super) fn is_text(self) -> bool {
        !matches!(self, Area::Path | Area::File | Area::Tag)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Term(Term),
    Pattern(Pattern),
    /// There is such a thing at all.
    Anything,
    In(Area, Box<Node>),
    /// A property's key as written, and what its value must be.
    Property(String, Value),
    /// Whether what is found must be written exactly so.
    Case(bool, Box<Node>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// There is such a property.
    Any,
    /// It has no value.
    Nothing,
    Below(String),
    Above(String),
    Is(Box<Node>),
}

/// How a text must lie in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// A word begins so.
    Begins,
    /// Anywhere.
    Part,
    /// The whole is this tag, or one under it.
    Tag,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub how: How,
    /// Folded.
    pub text: String,
    /// As typed, composed.
    pub written: String,
}

impl Term {
    pub fn new(how: How, written: &str) -> Self {
        Term { how, text: fold(written), written: written.nfc().collect() }
    }
}

impl Node {
    /// Parts that must all hold, as few as they can be; None when there are none.
    pub fn all(parts: Vec<Node>) -> Option<Node> {
        let flat = parts.into_iter().flat_map(|part| match part {
            Node::All(parts) => parts,
            one => vec![one],
        });
        Node::joined(flat.collect(), Node::All)
    }

    /// Parts of which one must hold, likewise.
    pub fn any(parts: Vec<Node>) -> Option<Node> {
        let flat = parts.into_iter().flat_map(|part| match part {
            Node::Any(parts) => parts,
            one => vec![one],
        });
        Node::joined(flat.collect(), Node::Any)
    }

    fn joined(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(join(parts)),
        }
    }

    /// A tag with or without its sign; no name is any tag.
    pub fn tag(name: &str) -> Node {
        let name = name.trim();
        match name.strip_prefix(['#', '＃']).unwrap_or(name).trim_end_matches('/') {
            "" => Node::Anything,
            name => Node::Term(Term::new(How::Tag, name)),
        }
    }

    /// The node itself, and all within.
    pub fn walk(&self, each: &mut impl FnMut(&Node)) {
        each(self);
        match self {
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| part.walk(each)),
            Node::Not(node) | Node::In(_, node) | Node::Case(_, node) => node.walk(each),
            Node::Property(_, Value::Is(node)) => node.walk(each),
            Node::Property(..) | Node::Term(_) | Node::Pattern(_) | Node::Anything => {}
        }
    }
}

/// Whether a text begins like a day, `2026-11-20`.
pub(super) fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Node::All(parts) => joined(f, parts, " "),
            Node::Any(parts) => joined(f, parts, " OR "),
            Node::Not(node) => {
                f.write_char('-')?;
                // Two of them would cancel each other out.
                match **node {
                    Node::Not(_) => grouped(f, node),
                    _ => single(f, node),
                }
            }
            Node::Term(Term { how: How::Begins, written, .. }) if written == "OR" => f.write_str("--OR"),
            Node::Term(Term { how: How::Begins, written, .. }) => f.write_str(written),
            Node::Term(Term { how: How::Part, written, .. }) => quoted(f, written),
            Node::Term(Term { how: How::Tag, written, .. }) => quoted(f, &format!("#{written}")),
            Node::Pattern(pattern) => write!(f, "/{}/", pattern.typed()),
            Node::Anything => f.write_str("(\"\")"),
            Node::In(area, node) => {
                write!(f, "{}:", area.name())?;
                grouped(f, node)
            }
            Node::Case(true, node) => {
                f.write_str("match-case:")?;
                grouped(f, node)
            }
            Node::Case(false, node) => {
                f.write_str("ignore-case:")?;
                grouped(f, node)
            }
            Node::Property(key, value) => {
                if key.contains([':', ']']) {
                    write!(f, "[\"{key}\"")?;
                } else {
                    write!(f, "[{key}")?;
                }
                match value {
                    Value::Any => {}
                    Value::Nothing => f.write_str(":null")?,
                    Value::Below(bound) => write!(f, ":<{bound}")?,
                    Value::Above(bound) => write!(f, ":>{bound}")?,
                    Value::Is(node) => {
                        f.write_char(':')?;
                        grouped(f, node)?;
                    }
                }
                f.write_char(']')
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Node], between: &str) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        single(f, part)?;
    }
    Ok(())
}

/// In brackets where it would not stand together without.
fn single(f: &mut Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::All(_) | Node::Any(_) => grouped(f, node),
        node => node.fmt(f),
    }
}

fn grouped(f: &mut Formatter<'_>, node: &Node) -> fmt::Result {
    write!(f, "({node})")
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
