//! How a vault writes its links.
//!
//! Owns the settings *New link format* and *Use [[Wikilinks]]* of a vault, and writing a link that
//! leads where it should. Must not know the text that the link goes into.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::links::Resolver;

/// How the path in a link is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkPath {
    /// The name alone where no other file has it, else the path from the root.
    #[default]
    Shortest,
    /// From the folder of the note that links.
    Relative,
    /// From the root.
    Absolute,
}

/// A vault's way of writing links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkStyle {
    pub path: LinkPath,
    /// `[shown](path.md)` rather than `[[path|shown]]`.
    pub markdown: bool,
}

/// The settings, by the names that Obsidian gives them in `.obsidian/app.json`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Settings {
    new_link_format: LinkPath,
    use_markdown_links: bool,
}

/// What a link says beside the file it leads to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Says<'a> {
    /// A heading or block, without `#`; empty for the file itself.
    pub subpath: &'a str,
    /// What is shown in its place, where that is not the name.
    pub shown: Option<&'a str>,
}

impl LinkStyle {
    /// The style of the vault at `root`; Obsidian's own defaults where nothing is said or the file
    /// cannot be read.
    pub fn of(root: &Path) -> Self {
        let bytes = fs::read(root.join(".obsidian").join("app.json")).unwrap_or_default();
        let settings: Settings = serde_json::from_slice(&bytes).unwrap_or_default();
        Self { path: settings.new_link_format, markdown: settings.use_markdown_links }
    }

    /// A link in the note `from` that leads to the file `to`, which `resolver` knows.
    pub fn link(&self, resolver: &Resolver, from: &str, to: &str, says: Says<'_>) -> String {
        let own = from == to && !says.subpath.is_empty();
        let target = if own { String::new() } else { self.target(resolver, from, to) };
        let end = if says.subpath.is_empty() { String::new() } else { format!("#{}", says.subpath) };
        let name = name(to);
        if self.markdown {
            let by_itself = if own { says.subpath.trim_start_matches('^') } else { name };
            let shown = says.shown.unwrap_or(by_itself).replace(['[', ']'], "");
            return format!("[{shown}]({}{})", encoded(&target), encoded(&end));
        }
        let target = if is_note(to) { target[..target.len().saturating_sub(3)].to_owned() } else { target };
        match says.shown.filter(|shown| *shown != target) {
            Some(shown) => format!("[[{target}{end}|{}]]", shown.replace("]]", "")),
            None => format!("[[{target}{end}]]"),
        }
    }

    /// The path in the link, with the file's ending; always one that leads to `to` and not to a
    /// file of the same name elsewhere.
    fn target(&self, resolver: &Resolver, from: &str, to: &str) -> String {
        let wanted = match self.path {
            LinkPath::Shortest if resolver.is_only(to) => to.rsplit('/').next().unwrap_or(to).to_owned(),
            LinkPath::Shortest | LinkPath::Absolute => to.to_owned(),
            LinkPath::Relative => relative(from, to),
        };
        let leads = |path: &str| {
            let bare = if is_note(path) && !self.markdown { &path[..path.len() - 3] } else { path };
            resolver.resolve_target(from, bare) == Some(to)
        };
        if leads(&wanted) {
            return wanted;
        }
        // A file at the root with the relative path's own name would win; so the path says `./`.
        [format!("./{wanted}"), to.to_owned()].into_iter().find(|path| leads(path)).unwrap_or_else(|| format!("/{to}"))
    }
}

/// A file's name as a link shows it: without the ending of a note.
fn name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    if is_note(name) { &name[..name.len() - 3] } else { name }
}

fn is_note(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.len() > 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b".md")
}

/// The way from one file's folder to another file.
fn relative(from: &str, to: &str) -> String {
    let mut here: Vec<&str> = from.split('/').collect();
    here.pop();
    let there: Vec<&str> = to.split('/').collect();
    let same = here.iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", here.len() - same);
    up.chain(there[same..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// With percent signs for what would end a Markdown link's target, or be read as one of them.
fn encoded(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        match c {
            ' ' | '%' | '(' | ')' | '<' | '>' | '\\' | '&' => out.push_str(&format!("%{:02X}", c as u32)),
            c if c.is_whitespace() || c.is_control() => {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata;

    const PATHS: &[&str] = &[
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

    fn styles() -> impl Iterator<Item = LinkStyle> {
        let formats = [LinkPath::Shortest, LinkPath::Relative, LinkPath::Absolute];
        formats.into_iter().flat_map(|path| [false, true].map(|markdown| LinkStyle { path, markdown }))
    }

    #[test]
    fn every_link_leads_where_it_should_in_every_style() {
        let resolver = Resolver::new(PATHS.iter().copied());
        for style in styles() {
            for from in PATHS {
                for to in PATHS {
                    let link = style.link(&resolver, from, to, Says::default());
                    let read = metadata::parse(&link).links;
                    let target =
                        read.first().map(|link| link.link.as_str()).unwrap_or_else(|| panic!("{link} is no link"));
                    assert_eq!(resolver.resolve_target(from, target), Some(*to), "{link} in {from}, {style:?}");
                }
            }
        }
    }

    #[test]
    fn links_look_as_the_vault_writes_them() {
        let resolver = Resolver::new(PATHS.iter().copied());
        let [shortest, shortest_md, relative, relative_md, absolute, absolute_md] =
            <[LinkStyle; 6]>::try_from(styles().collect::<Vec<_>>()).expect("six");
        let plain = |style: LinkStyle, to| style.link(&resolver, "a/src.md", to, Says::default());
        assert_eq!(plain(shortest, "a/b/Deep one.md"), "[[Deep one]]");
        assert_eq!(plain(shortest, "y/Other.md"), "[[y/Other]]", "another has the name");
        assert_eq!(plain(shortest, "図/会議.png"), "[[会議.png]]");
        assert_eq!(plain(shortest_md, "a/b/Deep one.md"), "[Deep one](Deep%20one.md)");
        assert_eq!(plain(relative, "a/b/Deep one.md"), "[[b/Deep one]]");
        assert_eq!(plain(relative, "a/Note.md"), "[[./Note]]", "the one at the root would win");
        assert_eq!(plain(relative_md, "図/会議.png"), "[会議.png](../図/会議.png)");
        assert_eq!(plain(absolute, "a/b/Deep one.md"), "[[a/b/Deep one]]");
        assert_eq!(plain(absolute_md, "50% (x).md"), "[50% (x)](50%25%20%28x%29.md)");
        let says = |subpath, shown| Says { subpath, shown };
        let link = |style: LinkStyle, to, says| style.link(&resolver, "a/src.md", to, says);
        assert_eq!(link(shortest, "a/b/Deep one.md", says("見出し", None)), "[[Deep one#見出し]]");
        assert_eq!(link(shortest, "a/b/Deep one.md", says("", Some("別名"))), "[[Deep one|別名]]");
        assert_eq!(link(shortest, "a/src.md", says("^id", None)), "[[#^id]]");
        assert_eq!(link(shortest_md, "a/src.md", says("A b", None)), "[A b](#A%20b)");
    }

    #[test]
    fn the_vaults_own_settings_are_read() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(LinkStyle::of(dir.path()), LinkStyle::default());
        fs::create_dir(dir.path().join(".obsidian")).expect("a folder");
        let app = dir.path().join(".obsidian/app.json");
        fs::write(&app, r#"{"useMarkdownLinks":true,"newLinkFormat":"relative","promptDelete":false}"#)
            .expect("written");
        assert_eq!(LinkStyle::of(dir.path()), LinkStyle { path: LinkPath::Relative, markdown: true });
        fs::write(&app, r#"{"newLinkFormat":"later"#).expect("written");
        assert_eq!(LinkStyle::of(dir.path()), LinkStyle::default());
    }
}
