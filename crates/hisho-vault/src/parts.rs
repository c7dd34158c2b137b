//! Where the parts of a note are: blocks, headings and tasks.
//!
//! Owns which stretches of a text are one thing to a search. Must not know what is searched for.

use std::ops::Range;

use crate::metadata::{Document, Kind, spans};

/// The parts of a note, in bytes of its text and in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteParts {
    /// The blocks of the top level, a list's items each for itself without the lists within.
    pub blocks: Vec<Range<usize>>,
    /// Where headings begin.
    pub headings: Vec<usize>,
    /// Items that have a checkbox, with what stands in it.
    pub tasks: Vec<(Range<usize>, char)>,
}

/// Finds them, in time proportional to the text.
pub fn parts(text: &str) -> NoteParts {
    let document = Document::read(text);
    let spans = spans(&document);
    let mut parts = NoteParts::default();
    // The first node is the body itself.
    for (at, node) in document.body.nodes.iter().enumerate().skip(1) {
        let span = spans[at].0..spans[at].1;
        match &node.kind {
            Kind::Item(item) => {
                if let Some(mark) = item.mark.clone().and_then(|mark| text[mark].chars().next()) {
                    parts.tasks.push((span.clone(), mark));
                }
                parts.blocks.push(span);
            }
            Kind::List => {}
            kind => {
                if matches!(kind, Kind::Heading(_)) {
                    parts.headings.push(node.start);
                }
                if node.parent == 0 {
                    parts.blocks.push(span);
                }
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_headings_and_tasks_are_found_where_they_are() {
        let text =
            "---\na: 1\n---\nIntro\nmore\n\n# One\n- [ ] open\n  - [x] done\n- plain\n\n> [!note]\n> - [/] half\n";
        let parts = parts(text);
        let said: Vec<&str> = parts.blocks.iter().map(|block| text[block.clone()].trim()).collect();
        assert_eq!(
            said,
            ["Intro\nmore", "# One", "- [ ] open", "- [x] done", "- plain", "> [!note]\n> - [/] half", "- [/] half"]
        );
        assert_eq!(parts.headings, [text.find("# One").expect("there")]);
        let tasks: Vec<(&str, char)> = parts.tasks.iter().map(|(at, mark)| (text[at.clone()].trim(), *mark)).collect();
        assert_eq!(tasks, [("- [ ] open", ' '), ("- [x] done", 'x'), ("- [/] half", '/')]);
    }
}
