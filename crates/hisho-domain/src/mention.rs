//! Where a text says a name without linking it: whole words in scripts with spaces, any place in
//! others, whatever width, case or kana. Must not know what bears the names or where the text lies.

use std::ops::Range;

use crate::text::{Folded, Script, cjk_expression, fold, runs};

/// The names of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Folded, the longest first, none twice.
    names: Vec<String>,
}

impl Names {
    /// Takes the names as they are shown. Those without any letter or digit are left out.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = names.into_iter().map(|name| fold(name.trim())).collect();
        names.retain(|name| runs(name).next().is_some());
        names.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
        names.dedup();
        Names { names }
    }

    /// For the full-text index: what every text that says one of them matches; None without names.
    pub fn index_expression(&self) -> Option<String> {
        let parts = |name: &str| {
            let part = |(script, range): (Script, Range<usize>)| match script {
                Script::Word => format!("\"{}\"", &name[range]),
                Script::Cjk => cjk_expression(&name[range]),
            };
            runs(name).map(part).collect::<Vec<_>>().join(" AND ")
        };
        let names: Vec<String> = self.names.iter().map(|name| format!("({})", parts(name))).collect();
        (!names.is_empty()).then(|| names.join(" OR "))
    }

    /// Whether a folded text may say one of them.
    pub fn may_be_in(&self, folded: &str) -> bool {
        self.names.iter().any(|name| folded.contains(name.as_str()))
    }

    /// Where `text` says one of them, as bytes, in order; where several fit, the longest.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(text);
        // In order and apart, as the words are, so that one step finds what a place touches.
        let words: Vec<Range<usize>> =
            runs(&folded.text).filter(|(script, _)| *script == Script::Word).map(|(_, range)| range).collect();
        let cuts_word = |at: usize| words.get(ending_behind(&words, at)).is_some_and(|word| word.start < at);
        let mut found: Vec<Range<usize>> = Vec::new();
        for name in &self.names {
            let mut said = Vec::new();
            for (at, _) in folded.text.match_indices(name.as_str()) {
                let end = at + name.len();
                let source = folded.source(at..end);
                let is_free = |others: &[Range<usize>]| {
                    others.get(ending_behind(others, source.start)).is_none_or(|other| source.end <= other.start)
                };
                let free = is_free(&found) && is_free(&said);
                // A character that stands for more than the name is not the name.
                if free && !cuts_word(at) && !cuts_word(end) && fold(&text[source.clone()]) == *name {
                    said.push(source);
                }
            }
            found.append(&mut said);
            found.sort_unstable_by_key(|range| range.start);
        }
        found
    }
}

/// The first of some ranges, in order and apart, that ends behind a place.
fn ending_behind(ranges: &[Range<usize>], at: usize) -> usize {
    ranges.partition_point(|range| range.end <= at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'a>(names: &[&str], text: &'a str) -> Vec<&'a str> {
        Names::new(names.iter().copied()).find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_whole_and_runs_without_spaces_are_not() {
        assert_eq!(said(&["Plan"], "plan, Planning, (PLAN) Ｐｌａｎ a_plan"), ["plan", "PLAN", "Ｐｌａｎ", "plan"]);
        assert_eq!(said(&["会議"], "定例会議室とカイギ"), ["会議"]);
        assert_eq!(said(&["データ"], "ﾃﾞｰﾀとでーたべーす"), ["ﾃﾞｰﾀ", "でーた"]);
        assert_eq!(said(&["AI秘書"], "OpenAI秘書"), Vec::<&str>::new());
        assert_eq!(said(&["AI秘書"], "このAI秘書が"), ["AI秘書"]);
        assert_eq!(said(&["Café"], "cafe\u{301} cafe"), ["cafe\u{301}"]);
        assert_eq!(said(&["会社"], "㍿"), Vec::<&str>::new());
        assert_eq!(said(&["C++"], "in C++ and C+"), ["C++"]);
    }

    #[test]
    fn the_longest_name_wins_and_none_overlap() {
        assert_eq!(said(&["会議", "定例会議", "例会"], "定例会議と会議"), ["定例会議", "会議"]);
        assert_eq!(said(&["", "…", "ああ"], "あああ"), ["ああ"]);
    }

    #[test]
    fn a_line_of_any_length_takes_no_longer_for_its_length() {
        // One line of two megabytes, in which every other word is the name.
        let line = "plan 会議 planning. ".repeat(100_000);
        let found = Names::new(["Plan", "会議"]).find(&line);
        assert_eq!(found.len(), 200_000);
        assert_eq!((&line[found[0].clone()], &line[found[199_999].clone()]), ("plan", "会議"));
        assert!(found.is_sorted_by(|a, b| a.end <= b.start));
    }

    #[test]
    fn the_index_is_asked_for_whole_words_and_runs() {
        let asked = |names: &[&str]| Names::new(names.iter().copied()).index_expression();
        assert_eq!(asked(&["Plan B"]).as_deref(), Some("(\"plan\" AND \"b\")"));
        assert_eq!(asked(&["AI会議室", "会"]).as_deref(), Some("(\"ai\" AND \"会議 議室\") OR (\"会\"*)"));
        assert_eq!(asked(&["…"]), None);
    }
}
