//! Who links to whom in a vault.
//!
//! Owns counting the links of notes and canvas files by the file they lead to, or by what they name
//! when they lead nowhere. Must not know the disk: it is given paths and texts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::canvas::{self, Card, is_canvas};
use crate::links::{Resolver, link_path};
use crate::metadata::{self, Metadata};

/// How many links lead from each file to which. A file without links is there as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// By source, then by the path of the target.
    pub resolved: BTreeMap<String, BTreeMap<String, usize>>,
    /// By source, then by what the link names, headings and blocks left out.
    pub unresolved: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Whether a file has links of its own.
pub fn is_source(path: &str) -> bool {
    let kind = path.rsplit('.').next().unwrap_or("");
    kind.eq_ignore_ascii_case("md") || is_canvas(path)
}

impl Table {
    /// Adds a note or a canvas with its text.
    pub fn add(&mut self, resolver: &Resolver, path: &str, text: &str) {
        let targets = if is_canvas(path) { canvas_targets(text) } else { targets(&metadata::parse(text)) };
        let resolved = self.resolved.entry(path.to_owned()).or_default();
        let unresolved = self.unresolved.entry(path.to_owned()).or_default();
        for target in targets {
            match resolver.resolve_target(path, &target) {
                Some(to) => *resolved.entry(to.to_owned()).or_default() += 1,
                None => *unresolved.entry(link_path(&target).to_owned()).or_default() += 1,
            }
        }
    }
}

/// What a note's links name, in the body, in properties and by labels.
fn targets(note: &Metadata) -> Vec<String> {
    let body = note.links.iter().chain(&note.embeds).map(|link| &link.link);
    let properties = note.frontmatter_links.iter().flatten().map(|link| &link.link);
    let labels = note.reference_links.iter().map(|link| &link.link);
    body.chain(properties).chain(labels).cloned().collect()
}

/// What a canvas names: the files on it, and the links of its texts.
fn canvas_targets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for card in canvas::read(text).cards {
        match card {
            Card::Text(text) => found.extend(targets(&metadata::parse(&text))),
            Card::File { path, .. } => found.push(format!("/{path}")),
            Card::Address(_) | Card::Group(_) => {}
        }
    }
    found
}
