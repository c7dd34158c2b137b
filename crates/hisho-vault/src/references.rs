//! Every place in a file that names another.
//!
//! Owns finding them in notes and on canvas files, each with its line and what stands around it.
//! Must not know where a name leads: that is for [`crate::links`]. Agrees with [`crate::table`],
//! which counts the same places.

use std::ops::Range;

use crate::canvas::{self, Card, is_canvas};
use crate::metadata::{self, Metadata, Position};
use crate::note::RefKind;

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// As [`crate::metadata::Link::link`] has it.
    pub target: String,
    pub kind: RefKind,
    /// Counted from 0 in the file; in a canvas, which has no lines of its own, in the text of the
    /// card.
    pub line: usize,
    /// That line, whole; of a file on a canvas its path.
    pub text: String,
    /// Where in `text` it stands, in UTF-16 units.
    pub range: Range<usize>,
}

/// All places of a note or a canvas, in the order of the text, properties first.
pub fn references(path: &str, text: &str) -> Vec<Reference> {
    if !is_canvas(path) {
        return of_note(text);
    }
    let mut found = Vec::new();
    for card in canvas::read(text).cards {
        match card {
            Card::Text(text) => found.extend(of_note(&text)),
            Card::File { path, subpath } => found.push(Reference {
                target: format!("/{path}{}", subpath.unwrap_or_default()),
                kind: RefKind::Embed,
                line: 0,
                range: 0..path.encode_utf16().count(),
                text: path,
            }),
            Card::Address(_) | Card::Group(_) => {}
        }
    }
    found
}

fn of_note(text: &str) -> Vec<Reference> {
    let note = metadata::parse(text);
    let lines = Lines::new(text);
    let mut found = of_properties(&note, &lines);
    let links = note.links.into_iter().map(|link| (link.link, RefKind::Link, link.position));
    let embeds = note.embeds.into_iter().map(|link| (link.link, RefKind::Embed, link.position));
    let labels = note.reference_links.into_iter().map(|link| (link.link, RefKind::Link, link.position));
    let mut body: Vec<_> = links.chain(embeds).chain(labels).collect();
    body.sort_by_key(|(_, _, position)| (position.start.offset, position.end.offset));
    found.extend(body.into_iter().map(|(target, kind, position)| {
        let text = lines.get(position.start.line);
        Reference { target, kind, line: position.start.line, range: within(text, position), text: text.to_owned() }
    }));
    found
}

/// Where in its first line something stands.
fn within(line: &str, position: Position) -> Range<usize> {
    let one = position.start.line == position.end.line;
    let end = if one { position.end.col } else { line.encode_utf16().count() };
    position.start.col..end
}

/// Properties have no places of their own, so each is sought from the one before on.
fn of_properties(note: &Metadata, lines: &Lines<'_>) -> Vec<Reference> {
    let last = note.frontmatter_position.map_or(0, |position| position.end.line);
    let mut at = (0, 0);
    let links = note.frontmatter_links.iter().flatten();
    let found = links.map(|link| {
        let name = link.key.split('.').next().unwrap_or_default();
        let place = find(lines, at, last, &link.original).or_else(|| find(lines, at, last, name));
        let (line, from, end) = place.unwrap_or((0, 0, 0));
        if place.is_some() {
            at = (line, end);
        }
        let text = lines.get(line);
        let utf16 = |byte: usize| text[..byte].encode_utf16().count();
        Reference {
            target: link.link.clone(),
            kind: RefKind::Property,
            line,
            range: utf16(from)..utf16(end),
            text: text.to_owned(),
        }
    });
    found.collect()
}

/// The first place of `wanted` from a line and byte on: its line, and from where to where.
fn find(lines: &Lines<'_>, (from, byte): (usize, usize), last: usize, wanted: &str) -> Option<(usize, usize, usize)> {
    (from..=last).find_map(|line| {
        let start = if line == from { byte } else { 0 };
        let at = start + lines.get(line).get(start..)?.find(wanted)?;
        Some((line, at, at + wanted.len()))
    })
}

/// The lines of a text, without their endings and without a byte order mark.
pub(crate) struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        Self(text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect())
    }

    /// The line of that number; empty where there is none.
    pub fn get(&self, line: usize) -> &'a str {
        self.0.get(line).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::Resolver;
    use crate::table::Table;

    fn seen(path: &str, text: &str) -> Vec<(String, RefKind, usize, String)> {
        let pick = |found: Reference| {
            let units: Vec<u16> = found.text.encode_utf16().collect();
            let shown = String::from_utf16(&units[found.range.clone()]).expect("whole characters");
            (found.target, found.kind, found.line, shown)
        };
        references(path, text).into_iter().map(pick).collect()
    }

    #[test]
    fn each_place_is_known_by_its_line_and_by_what_stands_there() {
        use RefKind::{Embed, Link, Property};
        let text = "\u{FEFF}---\r\nup: \"[[上]]\"\r\nsee:\r\n  - \"[[a]]\"\r\n  - \"[[a]]\"\r\n---\r\n\
                    😀 [[b|B]] と ![[図.png]]\r\n> [x](c%20d.md) `[[no]]`\r\n[k]\r\n\r\n[k]: e.md\r\n";
        let expected = [
            ("上", Property, 1, "[[上]]"),
            ("a", Property, 3, "[[a]]"),
            ("a", Property, 4, "[[a]]"),
            ("b", Link, 6, "[[b|B]]"),
            ("図.png", Embed, 6, "![[図.png]]"),
            ("c d.md", Link, 7, "[x](c%20d.md)"),
            ("e.md", Link, 10, "[k]: e.md"),
        ];
        let expected: Vec<_> =
            expected.iter().map(|(to, kind, line, shown)| (to.to_string(), *kind, *line, shown.to_string())).collect();
        assert_eq!(seen("n.md", text), expected);
    }

    #[test]
    fn a_canvas_names_its_files_and_the_links_of_its_texts() {
        let text = r##"{"nodes":[{"type":"text","text":"one\ntwo [[b]]"},{"type":"file","file":"x/図.png"},{"type":"file","file":"n.md","subpath":"#H"}]}"##;
        let found = seen("c.canvas", text);
        let short: Vec<_> = found.iter().map(|(to, _, line, shown)| (to.as_str(), *line, shown.as_str())).collect();
        assert_eq!(short, [("b", 1, "[[b]]"), ("/x/図.png", 0, "x/図.png"), ("/n.md#H", 0, "n.md")]);
    }

    #[test]
    fn the_places_are_those_that_the_table_counts() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/Tasks-Demo");
        let files = crate::files::list(&root).expect("the test data is there");
        let resolver = Resolver::new(files.iter().map(String::as_str));
        let mut table = Table::default();
        let mut places = 0;
        for path in files.iter().filter(|path| crate::table::is_source(path)) {
            let text = crate::read::read(&root, path).expect("readable").text;
            table.add(&resolver, path, &text);
            let found = references(path, &text);
            places += found.len();
            let counted = |counts: &std::collections::BTreeMap<String, usize>| counts.values().sum::<usize>();
            assert_eq!(found.len(), counted(&table.resolved[path]) + counted(&table.unresolved[path]), "{path}");
        }
        assert!(places > 100, "{places}");
    }
}
