//! The examples of the CommonMark specification, against a parser made by others.
//!
//! Owns saying of both what headings, lists, code and links they see. Where Obsidian reads a text
//! otherwise on purpose, the example is named with the reason.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};
use serde_json::Value;

use super::blocks::{self, Kind};
use super::document::Document;
use super::inline::What;
use super::places::Places;

fn ours(text: &str) -> BTreeSet<String> {
    let note = Document { text, front: None, body: blocks::read(text, 0) };
    let places = Places::new(text);
    let mut seen = BTreeSet::new();
    for node in &note.body.nodes {
        let line = places.line(node.start);
        match &node.kind {
            Kind::Heading(level) => seen.insert(format!("heading {level} on {line}")),
            Kind::List => seen.insert(format!("list on {line}")),
            Kind::Item(_) => {
                seen.insert(format!("item on {line} to {}", last_line(text, &places, node.start..node.end)))
            }
            Kind::Code => seen.insert(format!("code on {line}")),
            Kind::Quote { .. } => seen.insert(format!("quote on {line}")),
            _ => false,
        };
    }
    note.texts(|_, content, found| {
        for found in found {
            let (start, end) = (content.source(found.start), content.source(found.end - 1) + 1);
            match &found.what {
                What::Link { embed, target, .. } => seen.insert(format!("link {embed} {start}..{end} to {target}")),
                What::Address => seen.insert(format!("address {start}..{end}")),
                What::Code => seen.insert(format!("span {start}..{end}")),
                _ => false,
            };
        }
    });
    seen
}

fn theirs(text: &str) -> BTreeSet<String> {
    let places = Places::new(text);
    let mut seen = BTreeSet::new();
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        // An indented block is said to begin behind its blanks.
        let line = places.line(range.start);
        match event {
            Event::Start(Tag::Heading { level, .. }) => seen.insert(format!("heading {} on {line}", level as u8)),
            Event::Start(Tag::List(_)) => seen.insert(format!("list on {line}")),
            Event::Start(Tag::Item) => seen.insert(format!("item on {line} to {}", last_line(text, &places, range))),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_))) => {
                seen.insert(format!("code on {line}"))
            }
            Event::Start(Tag::BlockQuote(_)) => seen.insert(format!("quote on {line}")),
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                seen.insert(format!("address {}..{}", range.start, range.end))
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                seen.insert(format!("link false {}..{} to {dest_url}", range.start, link_end(link_type, range.end)))
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                seen.insert(format!("link true {}..{} to {dest_url}", range.start, link_end(link_type, range.end)))
            }
            Event::Code(_) => seen.insert(format!("span {}..{}", range.start, range.end)),
            _ => false,
        };
    }
    seen
}

/// The line of an item's last text, blanks and quote marks behind it aside.
fn last_line(text: &str, places: &Places<'_>, range: Range<usize>) -> usize {
    let whole = text[range.clone()].trim_end_matches([' ', '\t', '>', '\n']).len();
    places.line((range.start + whole).saturating_sub(1))
}

/// They leave the brackets of `[label][]` out.
fn link_end(kind: LinkType, end: usize) -> usize {
    end + if kind == LinkType::Collapsed { 2 } else { 0 }
}

/// Examples that mean something else to Obsidian.
const OTHERWISE: &[(u64, &str)] = &[(559, "two brackets are a link to a note")];

#[test]
fn every_example_of_the_specification() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/commonmark/examples.json");
    let examples: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(examples.len(), 652);
    let mut wrong = Vec::new();
    for example in &examples {
        let (number, text) = (example["number"].as_u64().unwrap(), example["markdown"].as_str().unwrap());
        let (ours, theirs) = (ours(text), theirs(text));
        let same = ours == theirs;
        if same == OTHERWISE.iter().any(|(otherwise, _)| *otherwise == number) {
            let missing: Vec<_> = theirs.difference(&ours).collect();
            let extra: Vec<_> = ours.difference(&theirs).collect();
            wrong.push(format!("{number} {text:?}\n  missing {missing:?}\n  extra {extra:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of 652:\n{}", wrong.len(), wrong.join("\n"));
}
