//! How a link to a file is written.
//!
//! Owns the path in a link: the one that leads to the file from where the link stands, in the way
//! the vault prefers. Must not know the text around it.

use crate::links::Resolver;
use crate::settings::{LinkPath, LinkStyle};

/// The path by which a link in the note `from` names the file `to`, as `prefer` says if that leads
/// there, else whole. `.md` is left out unless `ending`. None when no link can name the file.
pub fn path_text(files: &Resolver, from: &str, to: &str, prefer: LinkPath, ending: bool) -> Option<String> {
    let whole = if ending { to } else { bare(to) };
    let name = whole.rsplit('/').next().unwrap_or(whole);
    let preferred = match prefer {
        LinkPath::Shortest if files.is_only(to) => name.to_owned(),
        LinkPath::Shortest | LinkPath::Absolute => whole.to_owned(),
        LinkPath::Relative => relative(from, whole),
    };
    let leads = |text: &String| files.resolve_target(from, text) == Some(to);
    [preferred, whole.to_owned(), to.to_owned(), format!("./{}", relative(from, whole)), format!("/{to}")]
        .into_iter()
        .find(leads)
}

/// A whole link to `to` that stands in `from` and shows `shown`. None when no link can name it.
pub fn link_text(files: &Resolver, from: &str, to: &str, shown: &str, style: LinkStyle) -> Option<String> {
    link_to(files, from, to, Says { subpath: "", shown: Some(shown) }, style)
}

/// What a link says beside the file it leads to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Says<'a> {
    /// A heading, or a block with its `^`; empty for the file itself.
    pub subpath: &'a str,
    /// What is shown in its place; the file's name or the part of it where nothing is said.
    pub shown: Option<&'a str>,
}

/// As [`link_text`], also to a part of a file. A part of `from` itself is named without the file.
pub fn link_to(files: &Resolver, from: &str, to: &str, says: Says<'_>, style: LinkStyle) -> Option<String> {
    let own = from == to && !says.subpath.is_empty();
    let path = if own { String::new() } else { path_text(files, from, to, style.path, style.markdown)? };
    let end = if says.subpath.is_empty() { String::new() } else { format!("#{}", says.subpath) };
    if style.markdown {
        let name = bare(to.rsplit('/').next().unwrap_or(to));
        let shown = says.shown.unwrap_or(if own { says.subpath.trim_start_matches('^') } else { name });
        let mut escaped = String::with_capacity(shown.len());
        for c in shown.chars() {
            if matches!(c, '[' | ']' | '\\') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        return Some(format!("[{escaped}]({}{})", encoded(&path), encoded(&end)));
    }
    if !fits_wiki(&path) || !fits_wiki(&end) {
        return None;
    }
    Some(match says.shown.filter(|shown| *shown != path || !end.is_empty()) {
        Some(shown) => format!("[[{path}{end}|{shown}]]"),
        None => format!("[[{path}{end}]]"),
    })
}

/// Whether a path can stand between double brackets.
pub(crate) fn fits_wiki(path: &str) -> bool {
    !path.contains(['|', '[', ']', '\n'])
}

/// A path as it stands in the parentheses of a Markdown link.
pub(crate) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' | '%' | '(' | ')' | '<' | '>' | '\\' | '"' | '&' | '`' | '[' | ']' | '\0'..='\x1F' | '\x7F' => {
                out.push_str(&format!("%{:02X}", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}

/// Without `.md`.
fn bare(path: &str) -> &str {
    let ending = path.len().checked_sub(3).and_then(|at| path.get(at..));
    if ending.is_some_and(|ending| ending.eq_ignore_ascii_case(".md")) { &path[..path.len() - 3] } else { path }
}

/// The way from the folder of `from` to `to`.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let names: Vec<&str> = to.split('/').collect();
    let most = folders.len().min(names.len() - 1);
    let shared = (0..most).take_while(|at| folders[*at] == names[*at]).count();
    let up = std::iter::repeat_n("..", folders.len() - shared);
    up.chain(names[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Resolver {
        let paths = ["Top.md", "a/Note.md", "b/Note.md", "a/Only.md", "a/b c.md", "pic.png", "a/x/Deep.md"];
        Resolver::new(paths.into_iter())
    }

    #[test]
    fn the_way_the_vault_prefers_is_taken_where_it_leads_there() {
        let files = files();
        for (from, to, prefer, ending, text) in [
            ("Top.md", "a/Only.md", LinkPath::Shortest, false, "Only"),
            ("Top.md", "a/Only.md", LinkPath::Shortest, true, "Only.md"),
            ("Top.md", "b/Note.md", LinkPath::Shortest, false, "b/Note"),
            ("Top.md", "a/Only.md", LinkPath::Absolute, false, "a/Only"),
            ("a/x/Deep.md", "a/Only.md", LinkPath::Relative, false, "../Only"),
            ("a/Only.md", "a/x/Deep.md", LinkPath::Relative, false, "x/Deep"),
            ("b/Note.md", "Top.md", LinkPath::Relative, true, "../Top.md"),
            ("a/Only.md", "pic.png", LinkPath::Shortest, false, "pic.png"),
        ] {
            assert_eq!(path_text(&files, from, to, prefer, ending).as_deref(), Some(text), "{from} → {to}");
        }
        assert_eq!(path_text(&files, "Top.md", "not/there.md", LinkPath::Shortest, false), None);
    }

    #[test]
    fn a_whole_link_is_written_in_the_vault_s_form() {
        let wiki = LinkStyle::default();
        let markdown = LinkStyle { markdown: true, ..wiki };
        let text = |to, shown, style| link_text(&files(), "Top.md", to, shown, style).unwrap();
        assert_eq!(text("a/Only.md", "Only", wiki), "[[Only]]");
        assert_eq!(text("a/Only.md", "only", wiki), "[[Only|only]]");
        assert_eq!(text("a/b c.md", "b]c", markdown), "[b\\]c](b%20c.md)");
    }

    #[test]
    fn every_link_leads_where_it_should_in_every_style() {
        let paths = [
            "Note.md",
            "a/Note.md",
            "a/b/Deep one.md",
            "図/会議.png",
            "a/src.md",
            "x/Other.md",
            "y/Other.md",
            "50% (x).md",
            "q/A & B.md",
            "か\u{3099}.md",
        ];
        let files = Resolver::new(paths.into_iter());
        for path in [LinkPath::Shortest, LinkPath::Relative, LinkPath::Absolute] {
            for style in [false, true].map(|markdown| LinkStyle { path, markdown }) {
                for (from, to) in paths.iter().flat_map(|from| paths.iter().map(move |to| (*from, *to))) {
                    let link = link_to(&files, from, to, Says::default(), style).expect("a link");
                    let read = crate::metadata::parse(&link).links;
                    let target = read.first().map(|link| link.link.as_str());
                    let target = target.unwrap_or_else(|| panic!("{link} is no link"));
                    assert_eq!(files.resolve_target(from, target), Some(to), "{link} in {from}, {style:?}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_file_is_named_behind_it() {
        let wiki = LinkStyle::default();
        let markdown = LinkStyle { markdown: true, ..wiki };
        let link = |to, subpath, shown, style| link_to(&files(), "Top.md", to, Says { subpath, shown }, style).unwrap();
        assert_eq!(link("a/Only.md", "見出し", None, wiki), "[[Only#見出し]]");
        assert_eq!(link("a/Only.md", "^id", Some("別名"), wiki), "[[Only#^id|別名]]");
        assert_eq!(link("Top.md", "^id", None, wiki), "[[#^id]]", "the note's own");
        assert_eq!(link("Top.md", "A b", None, markdown), "[A b](#A%20b)");
        assert_eq!(link("a/b c.md", "A", None, markdown), "[b c](b%20c.md#A)");
    }
}
