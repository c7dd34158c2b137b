//! The plain text of a note.
//!
//! Owns which places of a note are neither properties, code, comments, formulas nor part of a link
//! or tag, so that something said there is said in so many words. Must not know what is sought.

use std::ops::Range;

use crate::metadata::{Document, Found, Kind, What};

/// One stretch of plain text on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its line, counted from 0.
    pub line: usize,
    /// Where that line begins, in bytes of the text.
    pub line_start: usize,
    /// From where to where it goes, in bytes of the text.
    pub range: Range<usize>,
}

/// All stretches, in order, in time proportional to the text.
pub fn prose(text: &str) -> Vec<Stretch> {
    let document = Document::read(text);
    let mut taken: Vec<Range<usize>> = Vec::new();
    document.texts(|_, content, all| {
        let source = |found: &Found| content.source(found.start)..content.source(found.end - 1) + 1;
        taken.extend(all.iter().filter(|found| found.what != What::Footnote).map(source));
    });
    taken.sort_by_key(|range| (range.start, range.end));
    let mut free = Vec::new();
    for node in &document.body.nodes {
        if matches!(node.kind, Kind::Paragraph | Kind::Heading(_) | Kind::Table) {
            free.extend(document.body.pieces[node.pieces.clone()].iter().filter(|(start, end)| start < end));
        }
    }
    free.sort_unstable();
    let mut stretches = Vec::new();
    let (mut next, mut covered) = (0, 0);
    let (mut line, mut line_start) = (0, text.len() - text.trim_start_matches('\u{FEFF}').len());
    for (start, end) in free {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[line_start..start]).count();
        line_start = memchr::memrchr(b'\n', &text.as_bytes()[..start]).map_or(line_start, |at| at + 1);
        let mut from = start.max(covered);
        while let Some(range) = taken.get(next).filter(|range| range.start < end) {
            if from < range.start {
                stretches.push(Stretch { line, line_start, range: from..range.start });
            }
            covered = covered.max(range.end);
            from = from.max(range.end);
            next += 1;
        }
        if from < end {
            stretches.push(Stretch { line, line_start, range: from..end });
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_in_plain_words_is_prose() {
        let text = "\u{FEFF}---\ntitle: no\n---\n# head [[no]] tail\n\n```\nno\n```\n- [ ] item `no` end #no\n> quote\n> more [no](no.md) x\n\n%%\nno\n%%\n\n| cell | [[no\\|no]] |\n| --- | --- |\n| 会議 | y |\n\n![no](no.png) after [no\nno](no.md) end\n";
        let found: Vec<(usize, &str)> = prose(text)
            .into_iter()
            .map(|s| {
                assert!(text[..s.line_start].is_empty() || text[..s.line_start].ends_with(['\n', '\u{FEFF}']));
                assert_eq!(text[..s.line_start].matches('\n').count(), s.line);
                (s.line, text[s.range].trim())
            })
            .filter(|(_, text)| !text.is_empty())
            .collect();
        assert!(found.iter().all(|(_, text)| !text.contains("no")), "{found:?}");
        for there in
            [(3, "head"), (3, "tail"), (8, "item"), (8, "end"), (9, "quote"), (10, "x"), (20, "after"), (21, "end")]
        {
            assert!(found.contains(&there), "{there:?} in {found:?}");
        }
        assert!(found.iter().any(|(_, text)| text.contains("会議")));
    }
}
