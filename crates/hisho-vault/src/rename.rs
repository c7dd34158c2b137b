//! Files that get other paths, and the links that have to follow them.
//!
//! Owns which links change when a file or folder is moved: those that led to a file before and
//! would lead elsewhere after, whether it is the file or the note with the link that moves, or a
//! third one that would now be taken for it. Must not know the disk: it is given the paths.

use std::collections::{HashMap, HashSet};

use crate::canvas::is_canvas;
use crate::link_text::path_text;
use crate::links::Resolver;
use crate::path::{fold, name_key};
use crate::relink::{self, Change, Form, Named, Relinked};
use crate::settings::LinkPath;

/// A move of a file, or of a folder with all in it.
#[derive(Debug)]
pub struct Move {
    before: Resolver,
    after: Resolver,
    /// Old paths with new ones.
    moved: HashMap<String, String>,
}

impl Move {
    /// `files` are all files of the vault as they lie before the move, of `from` to `to`.
    pub fn new(files: &[String], from: &str, to: &str) -> Self {
        let mut moved = HashMap::new();
        for path in files {
            if let Some(rest) = path.strip_prefix(from)
                && (rest.is_empty() || rest.starts_with('/'))
            {
                moved.insert(path.clone(), format!("{to}{rest}"));
            }
        }
        let before = Resolver::new(files.iter().map(String::as_str));
        let after = Resolver::new(files.iter().map(|path| moved.get(path).unwrap_or(path).as_str()));
        Self { before, after, moved }
    }

    /// The files as they lay before a move, from how they lie after it.
    pub fn undone(files: &[String], from: &str, to: &str) -> Vec<String> {
        let back = |path: &String| match path.strip_prefix(to) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{from}{rest}"),
            _ => path.clone(),
        };
        files.iter().map(back).collect()
    }

    /// Where a file lies after the move.
    pub fn path<'a>(&'a self, old: &'a str) -> &'a str {
        self.moved.get(old).map_or(old, String::as_str)
    }

    /// Whether anything moves.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty()
    }

    /// Whether a file moves.
    pub fn moves(&self, old: &str) -> bool {
        self.moved.contains_key(old)
    }

    /// The names, as [`name_key`] gives them, that links must have to be concerned, but for the
    /// links of what moves itself.
    pub fn keys(&self) -> HashSet<String> {
        self.moved.iter().flat_map(|(old, new)| [name_key(old), name_key(new)]).collect()
    }

    /// A note or canvas, which lies at `path` before the move, with links that lead after it where
    /// they led before, written as the vault prefers; a link that says `./` or `../` goes on to.
    pub fn relink(&self, path: &str, text: &str, prefer: LinkPath) -> Relinked {
        let here = self.path(path);
        let mut choose = |named: Named<'_>| self.choose(path, here, &named, prefer);
        if is_canvas(path) { relink::canvas(text, &mut choose) } else { relink::note(text, &mut choose) }
    }

    fn choose(&self, old_place: &str, place: &str, named: &Named<'_>, prefer: LinkPath) -> Change {
        if named.form == Form::Card {
            let whole = format!("/{}", named.target);
            let Some(led) = self.before.resolve_target(old_place, &whole) else { return Change::Keep };
            let wanted = self.path(led);
            let leads = self.after.resolve_target(place, &whole) == Some(wanted);
            return if leads { Change::Keep } else { Change::To(wanted.to_owned()) };
        }
        let Some(led) = self.before.resolve_target(old_place, named.target) else { return Change::Keep };
        let wanted = self.path(led);
        if self.after.resolve_target(place, named.target) == Some(wanted) {
            return Change::Keep;
        }
        // A block without `#` before it is no part of the name that is replaced.
        let block = named.target.find('^').filter(|_| !name_key(led).contains('^'));
        let target = &named.target[..block.unwrap_or(named.target.len())];
        let prefer = if target.split('/').any(|name| matches!(name, "." | "..")) { LinkPath::Relative } else { prefer };
        let dotted = fold(target).ends_with(".md");
        match path_text(&self.after, place, wanted, prefer, named.form == Form::Markdown || dotted) {
            Some(text) => {
                let block = &named.target[target.len()..];
                let short = format!("{text}{block}");
                // A name with a `^` of its own needs the block told from it.
                let leads = self.after.resolve_target(place, &short) == Some(wanted);
                Change::To(if leads { short } else { format!("{text}#{block}") })
            }
            None => Change::Impossible,
        }
    }
}
