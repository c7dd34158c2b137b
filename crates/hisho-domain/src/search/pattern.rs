//! Patterns between slashes. They are tried on the text in NFKC, so that width and composition
//! make no difference, and in time proportional to the text whatever they are.
//! Must not know what they are tried on.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};
use unicode_normalization::UnicodeNormalization;

use super::fault::Fault;
use crate::text::fold;

/// Bytes that a pattern may take when it is made ready.
const LARGEST: usize = 1 << 20;
/// Groups of a pattern within one another.
const DEEPEST: u32 = 60;

/// A pattern made ready, with and without regard to case.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    typed: String,
    exact: Regex,
    loose: Regex,
    needs: Needs,
}

/// What a text must hold, folded, for a pattern to be found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    Text(String),
    All(Vec<Needs>),
    Any(Vec<Needs>),
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

impl Eq for Pattern {}

impl Pattern {
    /// Makes what stands between the slashes ready.
    pub fn new(typed: &str) -> Result<Self, (Fault, String)> {
        let source = normal(typed);
        let build = |ignore_case: bool| {
            RegexBuilder::new(&source)
                .case_insensitive(ignore_case)
                .multi_line(true)
                .crlf(true)
                .size_limit(LARGEST)
                .nest_limit(DEEPEST)
                .build()
                .map_err(|error| match error {
                    regex::Error::CompiledTooBig(_) => (Fault::PatternTooBig, error.to_string()),
                    error => (Fault::BadPattern, last_line(&error.to_string())),
                })
        };
        let (exact, loose) = (build(false)?, build(true)?);
        let parsed = ParserBuilder::new().multi_line(true).crlf(true).nest_limit(DEEPEST).build().parse(&source);
        let needs = parsed.map_or(Needs::Nothing, |hir| needs(&hir));
        Ok(Pattern { typed: typed.to_owned(), exact, loose, needs })
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The pattern itself.
    pub fn regex(&self, exact: bool) -> &Regex {
        if exact { &self.exact } else { &self.loose }
    }

    /// What a text must hold for it to be found.
    pub fn needs(&self) -> &Needs {
        &self.needs
    }
}

/// The message without the drawing above it.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// The pattern in NFKC. What becomes a sign of patterns by that stays a plain letter.
fn normal(typed: &str) -> String {
    // Composed first, for a mark may follow a letter of ASCII.
    let composed: String = typed.nfc().collect();
    let mut source = String::with_capacity(composed.len());
    let mut rest = composed.as_str();
    while !rest.is_empty() {
        let ascii = rest.bytes().take_while(u8::is_ascii).count();
        source.push_str(&rest[..ascii]);
        rest = &rest[ascii..];
        let other = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
        source.push_str(&regex::escape(&rest[..other].nfkc().collect::<String>()));
        rest = &rest[other..];
    }
    source
}

/// Which texts no match can do without. Case is left to the folding.
fn needs(hir: &Hir) -> Needs {
    match hir.kind() {
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => sure(text),
            Err(_) => Needs::Nothing,
        },
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Concat(parts) => {
            let parts: Vec<Needs> = parts.iter().map(needs).filter(|part| *part != Needs::Nothing).collect();
            if parts.is_empty() { Needs::Nothing } else { Needs::All(parts) }
        }
        HirKind::Alternation(parts) => {
            let parts: Vec<Needs> = parts.iter().map(needs).collect();
            if parts.contains(&Needs::Nothing) { Needs::Nothing } else { Needs::Any(parts) }
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => Needs::Nothing,
    }
}

/// A text without letters such as σ and ς: a pattern that ignores case takes one for the other, the
/// folding does not.
fn sure(text: &str) -> Needs {
    let is_cased = |c: char| !c.is_ascii() && (c.is_lowercase() || c.is_uppercase());
    let mut parts: Vec<Needs> =
        text.split(is_cased).filter(|part| !part.is_empty()).map(|part| Needs::Text(fold(part))).collect();
    match parts.len() {
        0 => Needs::Nothing,
        1 => parts.remove(0),
        _ => Needs::All(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_composition_make_no_difference_but_stay_letters() {
        let finds = |pattern: &str, text: &str| {
            Pattern::new(pattern).expect("a pattern").regex(false).is_match(&text.nfkc().collect::<String>())
        };
        assert!(finds("ﾃﾞｰﾀ$", "データ"));
        assert!(finds("（案）", "（案）") && !finds("（案）", "案"));
        assert!(finds("[Ａ-Ｃ]\\d", "Ｂ２") && finds("caf.$", "Cafe\u{301}"));
    }

    #[test]
    fn what_a_pattern_cannot_do_without() {
        let text = |text: &str| Needs::Text(text.into());
        let needs = |pattern: &str| Pattern::new(pattern).expect("a pattern").needs;
        assert_eq!(
            needs("会議(?:室内|録)+.*"),
            Needs::All(vec![text("会議"), Needs::Any(vec![text("室内"), text("録")])])
        );
        assert_eq!(needs("Plan|カイギ"), Needs::Any(vec![text("plan"), text("かいぎ")]));
        assert_eq!(needs("a*|b"), Needs::Nothing);
        assert_eq!(needs("(?:ab){2}x?"), Needs::All(vec![text("ab")]));
    }

    #[test]
    fn too_big_and_broken_ones_are_refused() {
        assert_eq!(Pattern::new(r"(\w{200}){200}").expect_err("big").0, Fault::PatternTooBig);
        let (fault, detail) = Pattern::new("a(b").expect_err("broken");
        assert_eq!((fault, detail.as_str()), (Fault::BadPattern, "unclosed group"));
    }
}
