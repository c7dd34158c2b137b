//! The path in a link that is there already.
//!
//! Owns what stands in its place when the file moved: a path that leads there from where the link
//! stands, in the way the vault prefers. New links are written by [`crate::link_style`]. Must not
//! know the text around it.

use crate::link_style::{LinkPath, is_note, relative};
use crate::links::Resolver;

/// The path by which a link in the note `from` names the file `to`, as `prefer` says if that leads
/// there, else whole. `.md` is left out unless `ending`. None when no link can name the file.
pub fn path_text(files: &Resolver, from: &str, to: &str, prefer: LinkPath, ending: bool) -> Option<String> {
    let whole = if ending || !is_note(to) { to } else { &to[..to.len() - 3] };
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

/// Whether a path can stand between double brackets.
pub(crate) fn fits_wiki(path: &str) -> bool {
    !path.contains(['|', '[', ']', '\n'])
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
}
