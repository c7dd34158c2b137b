//! From a note in its parts to its metadata.
//!
//! Owns what of a note Obsidian lists, and which place it gives to it. Must not know how the parts
//! were told apart.

use serde_json::{Value, json};

use super::blocks::{Item, Kind, Node, block_id};
use super::document::Document;
use super::inline::{self, What};
use super::places::Places;
use super::reference;
use super::{Footnote, Heading, LabelLink, Link, ListItem, Metadata, PropertyLink, Section, Tag};
use crate::yaml;

pub(crate) fn collect(note: &Document<'_>) -> Metadata {
    let places = Places::new(note.text);
    let mut metadata = Metadata::default();
    properties(note, &places, &mut metadata);
    let spans = spans(note);
    let ids = ids(note);
    for (at, node) in note.body.nodes.iter().enumerate() {
        let position = || places.position(node.start, node.end);
        match &node.kind {
            Kind::Heading(level) => {
                let (start, end) = note.heading_text(node);
                metadata.headings.push(Heading {
                    heading: note.text[start..end].to_owned(),
                    level: *level,
                    position: position(),
                });
            }
            Kind::Item(item) => {
                let (start, end) = spans[at];
                let list = &note.body.nodes[node.parent];
                let line = |item: usize| places.line(spans[item].0) as i64;
                let parent = match owner(note, list.parent) {
                    Some(owner) => line(owner),
                    None => -line(node.parent + 1).max(1),
                };
                let task = item.mark.clone().and_then(|mark| note.text[mark].chars().next());
                let id = ids[at].map(str::to_owned);
                metadata.list_items.push(ListItem { id, parent, position: places.position(start, end), task });
            }
            Kind::Footnote { label } => {
                let id = note.text[label.clone()].to_owned();
                metadata.footnotes.push(Footnote { id, position: position() });
            }
            Kind::Definition(definition) => {
                if let Some(link) = reference::inside(&definition.target) {
                    let id = note.text[definition.label.clone()].to_owned();
                    metadata.reference_links.push(LabelLink { id, link, position: position() });
                }
            }
            _ => {}
        }
        if at > 0 && node.parent == 0 {
            let id = ids[at].map(str::to_owned);
            metadata.sections.push(Section { id, position: position(), kind: section(&node.kind) });
        }
        if let Some(id) = ids[at] {
            let (start, end) = spans[at];
            let block = json!({ "id": id, "position": places.position(start, end) });
            metadata.blocks.insert(id.to_lowercase(), block);
        }
    }
    texts(note, &places, &mut metadata);
    metadata
}

fn section(kind: &Kind) -> &'static str {
    match kind {
        Kind::Quote { callout: true } => "callout",
        Kind::Quote { callout: false } => "blockquote",
        Kind::List | Kind::Item(_) | Kind::Body => "list",
        Kind::Footnote { .. } => "footnoteDefinition",
        Kind::Heading(_) => "heading",
        Kind::Paragraph => "paragraph",
        Kind::Code => "code",
        Kind::Html => "html",
        Kind::Rule => "thematicBreak",
        Kind::Table => "table",
        Kind::Math => "math",
        Kind::Comment => "comment",
        Kind::Definition(_) => "definition",
    }
}

/// The item that holds a block, quotes between them aside.
fn owner(note: &Document<'_>, mut at: usize) -> Option<usize> {
    loop {
        match note.body.nodes[at].kind {
            Kind::Body => return None,
            Kind::Item(_) => return Some(at),
            _ => at = note.body.nodes[at].parent,
        }
    }
}

fn properties(note: &Document<'_>, places: &Places<'_>, metadata: &mut Metadata) {
    let Some(front) = &note.front else { return };
    let start = if note.text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let end = note.text[..front.body].trim_end().len();
    let position = places.position(start, end);
    metadata.sections.push(Section { id: None, position, kind: "yaml" });
    if front.yaml.is_empty() {
        return;
    }
    let Ok(entries) = yaml::parse(&note.text[front.yaml.clone()]) else { return };
    if entries.is_empty() {
        return;
    }
    let map = yaml::to_map(entries);
    let mut links = Vec::new();
    for (key, value) in &map {
        property_links(value, key, &mut links);
    }
    metadata.frontmatter = Some(map);
    metadata.frontmatter_links = Some(links);
    metadata.frontmatter_position = Some(position);
}

/// A property that is a link as a whole is one; a link within other text is not.
pub(crate) fn property_links(value: &Value, key: &str, links: &mut Vec<PropertyLink>) {
    match value {
        Value::String(text) => {
            let mut found = Vec::new();
            inline::scan(text, &Default::default(), &mut found);
            let whole = found.iter().find(|found| found.start == 0 && found.end == text.len());
            if let Some((link, display_text)) = whole.and_then(|found| said(text, found)) {
                links.push(PropertyLink { display_text, key: key.to_owned(), link, original: text.clone() });
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                property_links(item, &format!("{key}.{at}"), links);
            }
        }
        Value::Object(map) => {
            for (name, item) in map {
                property_links(item, &format!("{key}.{name}"), links);
            }
        }
        _ => {}
    }
}

/// The target and the shown text of a link that leads into the vault.
pub(crate) fn said(text: &str, found: &inline::Found) -> Option<(String, String)> {
    match &found.what {
        What::Wiki { embed } => Some(reference::wiki(&text[found.start + 2 + usize::from(*embed)..found.end - 2])),
        What::Link { text: inner, target, by_label: false, .. } => {
            Some((reference::inside(target)?, text[inner.clone()].to_owned()))
        }
        _ => None,
    }
}

fn texts(note: &Document<'_>, places: &Places<'_>, metadata: &mut Metadata) {
    note.texts(|_, content, all| {
        for found in shown(all) {
            let (start, end) = (content.source(found.start), content.source(found.end - 1) + 1);
            let position = places.position(start, end);
            match found.what {
                What::Tag => metadata.tags.push(Tag { position, tag: note.text[start..end].to_owned() }),
                What::Footnote => {
                    let id = note.text[start + 2..end - 1].to_owned();
                    metadata.footnote_refs.push(Footnote { id, position });
                }
                What::Wiki { embed } | What::Link { embed, .. } => {
                    if let Some((link, display_text)) = said(&content.text, found) {
                        let original = note.text[start..end].to_owned();
                        let link = Link { display_text, link, original, position };
                        if embed { metadata.embeds.push(link) } else { metadata.links.push(link) }
                    }
                }
                What::Address | What::Code => {}
            }
        }
    });
    // A link around another ends behind it, but stands before it.
    metadata.links.sort_by_key(|link| link.position.start.offset);
}

/// What was found, but for what stands in an embed: that is a text to be shown in its place.
pub(crate) fn shown(all: &[inline::Found]) -> impl Iterator<Item = &inline::Found> {
    // An embed comes behind what stands in it, so from the end it comes first.
    let mut hidden = vec![false; all.len()];
    let mut inside = 0..0;
    for (at, found) in all.iter().enumerate().rev() {
        hidden[at] = inside.contains(&found.start);
        if !hidden[at] && matches!(found.what, What::Link { embed: true, .. }) {
            inside = found.start..found.end;
        }
    }
    all.iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(found, _)| found)
}

/// The ids of blocks: `^id` at the end of a paragraph is that of the section, quote or item it ends;
/// alone at the top level it is that of the section before.
fn ids<'a>(note: &Document<'a>) -> Vec<Option<&'a str>> {
    let nodes = &note.body.nodes;
    let mut ids = vec![None; nodes.len()];
    let mut before = None;
    for (at, node) in nodes.iter().enumerate().skip(1) {
        if node.kind == Kind::Paragraph {
            let pieces = &note.body.pieces[node.pieces.clone()];
            let last = pieces.last().map_or("", |(start, end)| &note.text[*start..*end]);
            if let Some(id) = block_id(last) {
                let alone = pieces.len() == 1 && last.trim().len() == id.len() + 1;
                let holder = match &nodes[node.parent].kind {
                    Kind::Body if alone => before.unwrap_or(at),
                    Kind::Item(_) => node.parent,
                    Kind::Quote { .. } if nodes[node.parent].end == node.end => outermost(nodes, node.parent),
                    Kind::Body => at,
                    _ => continue,
                };
                ids[holder] = ids[holder].or(Some(id));
            }
        }
        if node.parent == 0 {
            before = Some(at);
        }
    }
    ids
}

/// The outermost quote around a quote, or the item that holds it.
fn outermost(nodes: &[Node], mut at: usize) -> usize {
    while matches!(nodes[nodes[at].parent].kind, Kind::Quote { .. } | Kind::Item(_)) {
        at = nodes[at].parent;
    }
    at
}

/// From where to where each block goes. An item starts where its list does, without what is cut
/// from the lines of the item above; it ends before the first list in it, and takes in the ending
/// of its last line when a blank line parts it from the next item. All seen in Obsidian.
fn spans(note: &Document<'_>) -> Vec<(usize, usize)> {
    let nodes = &note.body.nodes;
    let bytes = note.text.as_bytes();
    let mut spans: Vec<(usize, usize)> = nodes.iter().map(|node| (node.start, node.end)).collect();
    // Per holder: the columns cut from its lines. Per list: the item before. Per item: its last
    // child, and whether a list was among them.
    let mut cuts = vec![0; nodes.len()];
    let mut last = vec![0; nodes.len()];
    let mut listed = vec![false; nodes.len()];
    for (at, node) in nodes.iter().enumerate().skip(1) {
        let parent = node.parent;
        if node.kind == Kind::List && matches!(nodes[parent].kind, Kind::Item(_)) && !listed[parent] {
            listed[parent] = true;
            if last[parent] > 0 {
                spans[parent].1 = nodes[last[parent]].end;
            }
        }
        if let Kind::Item(item) = &node.kind {
            let outer = cuts[nodes[parent].parent];
            if let Some(base) = item.base {
                spans[at].0 = columns(bytes, base, outer);
            }
            cuts[at] = outer + cut(item, outer);
            let before = last[parent];
            if before > 0
                && !listed_with_text(&listed, &spans, nodes, before)
                && let Some(next) =
                    memchr::memchr(b'\n', &bytes[nodes[before].end..]).map(|to| nodes[before].end + to + 1)
                && next < item.line
            {
                spans[before].1 = columns(bytes, quoted(bytes, next, item.quotes), outer);
            }
        }
        last[parent] = at;
    }
    spans
}

/// Whether an item's end was already drawn before a list in it.
fn listed_with_text(listed: &[bool], spans: &[(usize, usize)], nodes: &[Node], item: usize) -> bool {
    listed[item] && spans[item].1 != nodes[item].end
}

/// How many columns are cut from an item's lines below its first.
fn cut(item: &Item, outer: usize) -> usize {
    let before = if item.base.is_some() { item.indent.saturating_sub(outer) } else { item.indent };
    let mut width = before + item.width;
    // Under a number of one digit and a dot, a blank more may be cut.
    if item.one_digit && width % 2 == 1 {
        width += 1;
    }
    width.min(item.least.saturating_sub(outer))
}

/// Behind as many columns of blanks as there are, at most `columns`; a tab counts as a whole.
fn columns(bytes: &[u8], mut at: usize, columns: usize) -> usize {
    let mut column = 0;
    while column < columns {
        match bytes.get(at) {
            Some(b' ') => column += 1,
            Some(b'\t') => column += 4 - column % 4,
            _ => break,
        }
        at += 1;
    }
    at
}

/// Behind `quotes` quote marks of a line, each with its blank.
fn quoted(bytes: &[u8], start: usize, quotes: usize) -> usize {
    let mut at = start;
    for _ in 0..quotes {
        let mark = columns(bytes, at, 3);
        if bytes.get(mark) != Some(&b'>') {
            return at;
        }
        at = mark + 1 + usize::from(matches!(bytes.get(mark + 1), Some(b' ' | b'\t')));
    }
    at
}
