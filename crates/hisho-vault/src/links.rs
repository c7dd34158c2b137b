//! Where a link leads.
//!
//! Owns the order in which Obsidian looks for a link's target. Must not know the disk: it is given
//! the paths. A Markdown link's percent signs are for the caller to decode first.

use std::collections::HashMap;

use crate::metadata::reference;
use crate::path::{fold, name_key};

/// The part of a target that names a file: without heading and block.
pub fn link_path(target: &str) -> &str {
    target.split('#').next().unwrap_or("").trim()
}

/// Answers where links lead among a fixed set of vault paths.
#[derive(Debug, Default)]
pub struct Resolver {
    /// Shortest first, then by text, so that the first hit of any list is the one that wins.
    paths: Vec<String>,
    by_path: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    folded: Vec<String>,
}

impl Resolver {
    /// Takes every path that a link may lead to, spelled as on disk.
    pub fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut paths: Vec<String> = paths.map(str::to_owned).collect();
        // Length is counted as Obsidian counts it, in UTF-16 units.
        paths.sort_by_cached_key(|path| (path.encode_utf16().count(), path.clone()));
        paths.dedup();
        let folded: Vec<String> = paths.iter().map(|path| fold(path)).collect();
        let mut by_path: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, path) in folded.iter().enumerate() {
            let name = path.rsplit('/').next().unwrap_or(path);
            by_name.entry(name.to_owned()).or_default().push(index);
            by_path.entry(path.clone()).or_default().push(index);
        }
        Self { paths, by_path, by_name, folded }
    }

    /// Where `link`, the inside of `[[…]]`, leads from the note `from`: the exact path, else beside
    /// the note, else the shortest path that ends in it, else nowhere. Of equally short ones the
    /// first by text.
    pub fn resolve(&self, from: &str, link: &str) -> Option<&str> {
        self.resolve_target(from, &reference::wiki(link).0)
    }

    /// The same for a target without what is shown, as [`crate::metadata::Link::link`] holds it.
    pub fn resolve_target(&self, from: &str, target: &str) -> Option<&str> {
        let target = link_path(target);
        if target.is_empty() {
            return self.exact(from);
        }
        self.lookup(from, target).or_else(|| {
            // `^` may stand in a name on disk, so it is cut off only when the whole leads nowhere.
            let (before, _) = target.split_once('^')?;
            match before.trim() {
                "" => self.exact(from),
                before => self.lookup(from, before),
            }
        })
    }

    /// The other files that are as near as the one a link leads to, when only the order of the
    /// alphabet decided between them; with the one that won first. Empty when nothing is ambiguous.
    pub fn candidates(&self, from: &str, target: &str) -> Vec<&str> {
        let Some(won) = self.resolve_target(from, target) else { return Vec::new() };
        let wanted = fold(link_path(target));
        let beside = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let named = |path: &str| {
            let path = fold(path);
            path == wanted || path.strip_suffix(".md") == Some(&wanted)
        };
        // An exact path or a neighbour wins by rule and not by chance.
        if wanted.starts_with('/')
            || wanted.split('/').any(|name| matches!(name, "." | ".."))
            || wanted.is_empty()
            || named(won)
            || won.strip_prefix(beside).and_then(|rest| rest.strip_prefix('/')).is_some_and(named)
        {
            return Vec::new();
        }
        let length = won.encode_utf16().count();
        let name = fold(won.rsplit('/').next().unwrap_or(won));
        let ends = |path: &str| {
            let path = fold(path);
            let path = path.strip_suffix(".md").filter(|_| !wanted.ends_with(".md")).unwrap_or(&path).to_owned();
            path.strip_suffix(wanted.as_str()).is_some_and(|rest| rest.ends_with('/'))
        };
        let same = self.by_name.get(&name).into_iter().flatten().map(|index| self.paths[*index].as_str());
        let found: Vec<&str> = same.filter(|path| path.encode_utf16().count() == length && ends(path)).collect();
        if found.len() > 1 { found } else { Vec::new() }
    }

    /// Whether no other file has this one's name; whether `.md` ends it makes no difference.
    pub fn is_only(&self, path: &str) -> bool {
        let name = name_key(path);
        let named = |name: &str| self.by_name.get(name).map_or(0, Vec::len);
        named(&name) + named(&format!("{name}.md")) == 1
    }

    fn lookup(&self, from: &str, target: &str) -> Option<&str> {
        // `Note` means `Note.md`, but `Note.v2` may be a file of that very name.
        self.find(from, target).or_else(|| self.find(from, &format!("{target}.md")))
    }

    fn find(&self, from: &str, target: &str) -> Option<&str> {
        if let Some(absolute) = target.strip_prefix('/') {
            return self.exact(absolute);
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        if target.split('/').any(|name| matches!(name, "." | "..")) {
            return self.exact(&walk(folder, target)?);
        }
        if let Some(found) = self.exact(target) {
            return Some(found);
        }
        if !folder.is_empty()
            && let Some(found) = self.exact(&format!("{folder}/{target}"))
        {
            return Some(found);
        }
        let wanted = fold(target);
        let name = wanted.rsplit('/').next().unwrap_or(&wanted);
        let ends_in_it = |index: &&usize| {
            let path = &self.folded[**index];
            path.strip_suffix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        self.by_name.get(name)?.iter().find(ends_in_it).map(|index| self.paths[*index].as_str())
    }

    fn exact(&self, path: &str) -> Option<&str> {
        let same = self.by_path.get(&fold(path))?;
        // Where the disk tells cases apart, the very spelling goes first.
        let index = same.iter().find(|index| self.paths[**index] == path).or(same.first())?;
        Some(self.paths[*index].as_str())
    }
}

/// Follows `.` and `..` from a folder; nothing when that leaves the vault.
fn walk(folder: &str, target: &str) -> Option<String> {
    let mut at: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                at.pop()?;
            }
            name => at.push(name),
        }
    }
    Some(at.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: &[&str] = &[
        "Note.md",
        "a/Note.md",
        "a/b/Note.md",
        "a/b/Deep.md",
        "long/folder/Other.md",
        "x/Other.md",
        "y/Other.md",
        "Shout.MD",
        "が.md",
        "img/pic.png",
        "Note.v2.md",
        "odd^name.md",
        "c/self.md",
    ];

    fn resolve(from: &str, link: &str) -> Option<String> {
        Resolver::new(PATHS.iter().copied()).resolve(from, link).map(str::to_owned)
    }

    #[test]
    fn what_only_the_alphabet_decides_is_ambiguous() {
        let resolver = Resolver::new(PATHS.iter().copied());
        assert_eq!(resolver.candidates("c/self.md", "Other"), ["x/Other.md", "y/Other.md"]);
        assert!(resolver.candidates("y/n.md", "Other").is_empty(), "a neighbour");
        assert!(resolver.candidates("c/self.md", "Note").is_empty(), "an exact path");
        assert!(resolver.candidates("c/self.md", "Deep").is_empty(), "only one");
        assert!(resolver.candidates("c/self.md", "nowhere").is_empty());
    }

    #[test]
    fn links_lead_where_obsidian_says() {
        for (from, link, to) in [
            ("a/b/Deep.md", "Note", Some("Note.md")), // the exact path beats the own folder
            ("y/n.md", "Other", Some("y/Other.md")),  // own folder
            ("y/sub/n.md", "Other", Some("x/Other.md")), // ancestors count for nothing
            ("c/self.md", "Other", Some("x/Other.md")), // shortest, then by text
            ("c/self.md", "b/Note", Some("a/b/Note.md")), // ends in it
            ("c/self.md", "/Note", Some("Note.md")),
            ("c/self.md", "/b/Note", None), // from the root only
            ("a/b/Deep.md", "../Note", Some("a/Note.md")),
            ("a/b/Deep.md", "./Note", Some("a/b/Note.md")),
            ("a/b/Deep.md", "../../../Note", None),
            ("c/self.md", "shout", Some("Shout.MD")),
            ("c/self.md", "か\u{3099}", Some("が.md")),
            ("c/self.md", "pic.png", Some("img/pic.png")),
            ("c/self.md", "Note.v2", Some("Note.v2.md")),
            ("c/self.md", "NOTE.md", Some("Note.md")),
            ("c/self.md", "Deep#Heading#Sub|shown", Some("a/b/Deep.md")),
            ("c/self.md", "Deep#^block", Some("a/b/Deep.md")),
            ("c/self.md", "Deep^block", Some("a/b/Deep.md")),
            ("c/self.md", "odd^name", Some("odd^name.md")),
            ("c/self.md", "Deep\\|in a table", Some("a/b/Deep.md")),
            ("c/self.md", "#Heading", Some("c/self.md")),
            ("c/self.md", "https://example.org", None),
            ("c/self.md", "eep", None), // whole names only
            ("c/self.md", "nowhere", None),
        ] {
            assert_eq!(resolve(from, link).as_deref(), to, "[[{link}]] in {from}");
        }
    }
}
