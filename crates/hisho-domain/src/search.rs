//! What a query means: which texts it finds, as an expression for the index and as a plain
//! definition on the text itself. Over scripts without spaces any substring is found, over
//! others words by their beginning, in quotes any substring. All parts must be found.
//! Must not know the index's tables or where texts lie.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use crate::text::{Folded, Script, cjk_expression, fold, runs, utf16_offset};
use crate::vocabulary;

vocabulary! {
    /// What can be found.
    pub enum HitKind {
        Note = "note",
        Plan = "plan",
        Project = "project",
        Task = "task",
        Conversation = "conversation",
        Message = "message",
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchHit {
    /// What it is.
    pub kind: HitKind,
    /// The vault path of a note, the uid of everything else.
    pub id: String,
    /// The project of a task.
    pub project_uid: Option<String>,
    /// The conversation of a message.
    pub conversation_uid: Option<String>,
    /// Its name; the first line of a message.
    pub title: String,
    /// Where it belongs: a note's folder, a task's project, a message's conversation.
    pub context: String,
    /// The text around the first place that was found.
    pub snippet: String,
    /// Ranges of `snippet` in UTF-16 units, end excluded.
    pub highlights: Vec<[usize; 2]>,
    /// Ranges of `title`, likewise.
    pub title_highlights: Vec<[usize; 2]>,
}

/// What a search gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchResult {
    /// How many things were found, shown or not.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<SearchHit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// A word that begins so.
    Word(String),
    /// A substring in a script without spaces.
    Cjk(String),
    /// Any substring.
    Quoted(String),
}

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// Understands what was typed. An unclosed quote reaches to the end.
    pub fn parse(typed: &str) -> Self {
        let folded = fold(typed);
        let mut terms = Vec::new();
        for (at, piece) in folded.split('"').enumerate() {
            let quoted = at % 2 == 1;
            if quoted && !piece.trim().is_empty() {
                terms.push(Term::Quoted(piece.to_owned()));
            } else if !quoted {
                terms.extend(runs(piece).map(|(script, range)| match script {
                    Script::Word => Term::Word(piece[range].to_owned()),
                    Script::Cjk => Term::Cjk(piece[range].to_owned()),
                }));
            }
        }
        terms.dedup();
        Query { terms }
    }

    /// Nothing that could be searched for was typed.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// True when the index alone cannot decide and candidates are checked on their text.
    pub fn needs_text(&self) -> bool {
        self.terms.iter().any(|term| matches!(term, Term::Quoted(_)))
    }

    /// The expression for the full-text index; None when every text is a candidate.
    pub fn index_expression(&self) -> Option<String> {
        let mut parts = Vec::new();
        for term in &self.terms {
            match term {
                Term::Word(word) => parts.push(format!("\"{word}\"*")),
                Term::Cjk(run) => parts.push(cjk_expression(run)),
                Term::Quoted(text) => parts.extend(quoted_expressions(text)),
            }
        }
        (!parts.is_empty()).then(|| parts.join(" AND "))
    }

    /// The definition: whether a thing with these folded texts is found. Every term must be in
    /// one of them.
    pub fn matches(&self, folded: &[&str]) -> bool {
        self.terms.iter().all(|term| folded.iter().any(|text| find(term, text, &mut |_| false)))
    }

    /// The places in `source` that show why it was found, in order, not overlapping, as bytes.
    pub fn highlights(&self, source: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(source);
        let mut found = Vec::new();
        for term in &self.terms {
            find(term, &folded.text, &mut |range| {
                found.push(folded.source(range));
                true
            });
        }
        found.sort_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for range in found {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }

    /// A snippet of about `width` characters around the first place found, with its highlights
    /// in UTF-16 units. Line breaks become spaces.
    pub fn snippet(&self, source: &str, width: usize) -> (String, Vec<[usize; 2]>) {
        let found = self.highlights(source);
        let first = found.first().map_or(0, |range| range.start);
        let start = source[..first].char_indices().rev().take(width / 4).last().map_or(first, |(at, _)| at);
        let end = source[start..].char_indices().nth(width).map_or(source.len(), |(at, _)| start + at);
        let snippet: String = source[start..end].chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        // A control character may be longer than the space in its place, so count in the source.
        let highlights = utf16_ranges(
            &source[start..end],
            found.iter().filter(|r| r.end <= end).map(|r| r.start - start..r.end - start),
        );
        (snippet, highlights)
    }
}

/// Byte ranges of `text` as UTF-16 ranges.
pub fn utf16_ranges(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<[usize; 2]> {
    ranges.map(|range| [utf16_offset(text, range.start), utf16_offset(text, range.end)]).collect()
}

/// What quoted text says for sure about the index: its runs without spaces, and its words but for
/// the end of a word it may begin with.
fn quoted_expressions(text: &str) -> impl Iterator<Item = String> + '_ {
    runs(text).filter_map(|(script, range)| match script {
        Script::Cjk => Some(cjk_expression(&text[range])),
        // Marks at the beginning belong to a letter outside.
        Script::Word if text[..range.start].chars().all(is_combining_mark) => None,
        Script::Word if range.end == text.len() => Some(format!("\"{}\"*", &text[range])),
        Script::Word => Some(format!("\"{}\"", &text[range])),
    })
}

/// Calls `each` with every place of `term` until it says to stop; true when there was one.
fn find(term: &Term, folded: &str, each: &mut dyn FnMut(Range<usize>) -> bool) -> bool {
    let mut any = false;
    match term {
        Term::Word(word) => {
            for (script, range) in runs(folded) {
                if script == Script::Word && folded[range.clone()].starts_with(word.as_str()) {
                    any = true;
                    if !each(range.start..range.start + word.len()) {
                        break;
                    }
                }
            }
        }
        Term::Cjk(text) | Term::Quoted(text) => {
            for (at, found) in folded.match_indices(text.as_str()) {
                any = true;
                if !each(at..at + found.len()) {
                    break;
                }
            }
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        Query::parse(query).matches(&[&fold(text)])
    }

    #[test]
    fn the_definition_of_found() {
        assert!(finds("会", "今日の会議"));
        assert!(finds("会議", "今日の会議"));
        assert!(finds("ミーティング", "みーてぃんぐ"));
        assert!(finds("plan", "Planning the move"));
        assert!(!finds("lan", "Planning the move"));
        assert!(finds("\"lanning the\"", "Planning the move"));
        assert!(finds("AI秘書", "秘書とAI"));
        assert!(!finds("会議室", "会議 室内"));
        assert!(Query::parse(" 、。\"\" ").is_empty());
    }

    #[test]
    fn expressions_for_the_index() {
        let expression = |query: &str| Query::parse(query).index_expression();
        assert_eq!(expression("会").as_deref(), Some("\"会\"*"));
        assert_eq!(expression("会議室 Plan").as_deref(), Some("\"会議 議室\" AND \"plan\"*"));
        assert_eq!(expression("\"lan\""), None);
        assert_eq!(expression("\"lan the mo\"").as_deref(), Some("\"the\" AND \"mo\"*"));
        assert_eq!(expression("\"x会議\"").as_deref(), Some("\"会議\""));
    }

    #[test]
    fn snippets_show_the_place_in_utf16_units() {
        let (snippet, highlights) = Query::parse("会議").snippet("🎉 今日\nの会議です", 40);
        assert_eq!(snippet, "🎉 今日 の会議です");
        assert_eq!(highlights, vec![[7, 9]]);
        let long = format!("{}会議{}", "あ".repeat(200), "い".repeat(200));
        let (snippet, highlights) = Query::parse("会議").snippet(&long, 80);
        assert_eq!(snippet.chars().count(), 80);
        assert_eq!(highlights, vec![[20, 22]]);
    }
}
