//! One part of a note: what stands under a heading, or a block with an id.
//!
//! Owns how the end of a link, `#Heading#Sub` or `#^id`, finds its part. Must not know other notes.

use crate::metadata::{self, Heading, Metadata};
use crate::path::fold;
use crate::references::Lines;

/// A part of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its first line, counted from 0 in the file.
    pub line: usize,
    /// Its lines, a heading with the one it stands in.
    pub text: String,
}

/// The part of `text` that `subpath` names, with or without its first `#`; none when there is no
/// such heading or block.
pub fn part(text: &str, subpath: &str) -> Option<Part> {
    let subpath = subpath.strip_prefix('#').unwrap_or(subpath);
    let note = metadata::parse(text);
    let lines = Lines::new(text);
    let (first, last) = match subpath.trim().strip_prefix('^') {
        Some(id) => block(&note, id)?,
        None => section(&note, subpath, text.lines().count())?,
    };
    let body: Vec<&str> = (first..=last).map(|line| lines.get(line)).collect();
    Some(Part { line: first, text: body.join("\n").trim_end().to_owned() })
}

/// From where to where the section of the last of some headings goes, each below the one before.
fn section(note: &Metadata, subpath: &str, lines: usize) -> Option<(usize, usize)> {
    let mut above: Option<&Heading> = None;
    let mut rest = note.headings.as_slice();
    for wanted in subpath.split('#').map(heading_key) {
        let found = rest.iter().position(|heading| heading_key(&heading.heading) == wanted)?;
        let inside = above.is_none_or(|above| rest[..=found].iter().all(|heading| heading.level > above.level));
        if !inside {
            return None;
        }
        above = Some(&rest[found]);
        rest = &rest[found + 1..];
    }
    let heading = above?;
    let next = rest.iter().find(|next| next.level <= heading.level);
    let last = next.map_or(lines, |next| next.position.start.line).saturating_sub(1);
    Some((heading.position.start.line, last.max(heading.position.end.line)))
}

/// From where to where the block with that id goes; an item with all that it holds.
fn block(note: &Metadata, id: &str) -> Option<(usize, usize)> {
    let position = &note.blocks.get(&id.trim().to_lowercase())?["position"];
    let line = |end: &str| position[end]["line"].as_u64().map(|line| line as usize);
    let (first, mut last) = (line("start")?, line("end")?);
    // Items below it name it, or one of those, as their parent.
    let mut held = vec![first as i64];
    for item in &note.list_items {
        if held.contains(&item.parent) {
            held.push(item.position.start.line as i64);
            last = last.max(item.position.end.line);
        }
    }
    Some((first, last))
}

/// The form in which headings and the ends of links compare: without punctuation that a link cannot
/// hold, white space as one blank, case and composition folded.
pub fn heading_key(heading: &str) -> String {
    let bare: String =
        heading.chars().map(|c| if c.is_ascii_punctuation() && c != '-' && c != '_' { ' ' } else { c }).collect();
    fold(&bare.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A heading as a link can hold it: without the marks that would end or part the link.
pub fn heading_link(heading: &str) -> String {
    let bare: String =
        heading.chars().map(|c| if matches!(c, '#' | '|' | '^' | '[' | ']' | '%' | ':') { ' ' } else { c }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "---\na: b\n---\n# 一\nintro\n## Sub: *part*\nx\n### Deep\ny\n## Next\nz ^para\n\n- one ^item\n  - below\n    - deeper\n- two\n\n# 二\n## Next\nlast\n";

    fn text(subpath: &str) -> Option<(usize, String)> {
        part(NOTE, subpath).map(|part| (part.line, part.text))
    }

    #[test]
    fn a_heading_has_what_stands_under_it() {
        assert_eq!(text("#sub part"), Some((5, "## Sub: *part*\nx\n### Deep\ny".into())));
        assert_eq!(text("二"), Some((17, "# 二\n## Next\nlast".into())));
        assert_eq!(text("#Next").map(|found| found.0), Some(9), "the first of equal ones");
        assert_eq!(text("#二#Next"), Some((18, "## Next\nlast".into())));
        assert_eq!(text("#一#Deep").map(|found| found.0), Some(7));
        assert_eq!(text("#Next#Deep"), None, "not below it");
        assert_eq!(text("#nothing"), None);
    }

    #[test]
    fn a_block_is_found_by_its_id() {
        assert_eq!(text("#^PARA"), Some((10, "z ^para".into())));
        assert_eq!(text("#^item"), Some((12, "- one ^item\n  - below\n    - deeper".into())));
        assert_eq!(text("#^none"), None);
    }

    #[test]
    fn a_link_to_a_heading_finds_it_again() {
        for heading in ["A: B", "C#", "x | y", "[[Link|shown]] here", "100% sure", "会議、次", "a-b_c"] {
            let note = format!("# {heading}\nbody\n");
            let found = part(&note, &format!("#{}", heading_link(heading)));
            assert!(found.is_some(), "{heading} by {}", heading_link(heading));
        }
    }
}
