//! What Obsidian's metadata cache holds of a note.
//!
//! Owns the shape and meaning of that cache: headings, links, embeds, tags, list items, sections and
//! the rest, each with its place. Must not know other notes: where a link leads is for
//! [`crate::links`]. Reading never fails and takes time proportional to the text.
//!
//! Where nobody has seen what Obsidian does, the reading chosen is named in `tests/unsettled.rs`.

mod blocks;
mod collect;
mod content;
mod cursor;
mod document;
mod html;
pub(crate) mod inline;
pub(crate) mod parts;
mod places;
pub(crate) mod reference;
mod tree;

#[cfg(test)]
mod commonmark;

use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use blocks::Kind;
pub(crate) use collect::{property_links, said, shown};
pub(crate) use document::Document;
pub(crate) use inline::{Found, What, is_tag};
pub use places::{Place, Position};

/// The metadata of one note. What a note does not have is left out when written as JSON, which
/// has the names and shape of Obsidian's own cache.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub blocks: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnote_refs: Vec<Footnote>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<Footnote>,
    /// The properties, in the order of the note; none when there is no block, or a broken one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontmatter: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontmatter_links: Option<Vec<PropertyLink>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontmatter_position: Option<Position>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<Heading>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub list_items: Vec<ListItem>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reference_links: Vec<LabelLink>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// A heading; its text as written, without the marks around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    pub heading: String,
    /// From 1 to 6.
    pub level: u8,
    pub position: Position,
}

/// A link or an embed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// What is shown in its place.
    pub display_text: String,
    /// The target as meant: without what is shown, percent signs of Markdown links decoded.
    pub link: String,
    /// As written.
    pub original: String,
    pub position: Position,
}

/// A link in a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PropertyLink {
    pub display_text: String,
    /// The names and numbers that lead to it, with dots between.
    pub key: String,
    pub link: String,
    pub original: String,
}

/// The definition of a link's label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelLink {
    /// The label.
    pub id: String,
    pub link: String,
    pub position: Position,
}

/// A footnote, or a mark that stands for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Footnote {
    pub id: String,
    pub position: Position,
}

/// A list's item, without the lists within.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The line of the item above it; for a list's own items minus the list's first line, or −1
    /// when that is line 0.
    pub parent: i64,
    pub position: Position,
    /// What stands in its checkbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<char>,
}

/// A block at the note's top level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub position: Position,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// A tag in the body, with its `#`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    pub position: Position,
    pub tag: String,
}

/// Takes a note apart.
pub fn parse(text: &str) -> Metadata {
    collect::collect(&Document::read(text))
}

/// The target of a wikilink's inside, without what is shown.
pub fn wiki_target(inner: &str) -> String {
    reference::wiki(inner).0
}

/// The tags of the property `tags`, each with a `#`: none when there is no such property, or an
/// empty one.
pub fn property_tags(properties: Option<&Map<String, Value>>) -> Option<Vec<String>> {
    let (_, value) = properties?.iter().find(|(key, _)| crate::path::fold(key) == "tags")?;
    let texts = match value {
        Value::Null => return None,
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let names = texts.iter().filter_map(Value::as_str).map(|tag| tag.strip_prefix('#').unwrap_or(tag));
    Some(names.filter(|name| is_tag(name)).map(|name| format!("#{name}")).collect())
}

/// All tags of a note, properties first, as often as they stand there.
pub fn all_tags(metadata: &Metadata) -> Vec<String> {
    let mut tags = property_tags(metadata.frontmatter.as_ref()).unwrap_or_default();
    tags.extend(metadata.tags.iter().map(|tag| tag.tag.clone()));
    tags
}
