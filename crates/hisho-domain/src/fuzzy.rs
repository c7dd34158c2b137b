//! How well what somebody typed fits a name: its letters in their order, not side by side, whatever
//! width, case or kana. Must not know what bears the names, or how many there are.

use memchr::memmem::Finder;
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};

use crate::search::utf16_ranges;
use crate::text::{Folded, fold};

/// A name made ready to be compared many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    folded: String,
    letters: u64,
}

impl Name {
    /// Takes a name as it is shown.
    pub fn new(name: &str) -> Self {
        let folded = fold(name);
        Name { letters: letters(&folded), folded }
    }
}

/// What was typed, made ready to be compared with many names.
pub struct Fuzzy {
    /// Its words; each must fit.
    words: Vec<Word>,
    letters: u64,
    matcher: Matcher,
    buffer: Vec<char>,
}

struct Word {
    text: String,
    whole: Finder<'static>,
    chars: Utf32String,
}

impl Fuzzy {
    /// Takes what was typed.
    pub fn new(typed: &str) -> Self {
        let folded = fold(typed);
        let words = folded.split_whitespace().map(|word| Word {
            text: word.to_owned(),
            whole: Finder::new(word).into_owned(),
            chars: word.into(),
        });
        let mut config = Config::DEFAULT.match_paths();
        // Letter against letter: both sides are folded already.
        (config.normalize, config.ignore_case, config.prefer_prefix) = (false, false, true);
        Fuzzy {
            words: words.collect(),
            letters: folded.split_whitespace().fold(0, |all, word| all | letters(word)),
            matcher: Matcher::new(config),
            buffer: Vec::new(),
        }
    }

    /// Nothing was typed, which fits everything.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The places in `names` of at most `limit` that fit best, best first: those that hold the words
    /// as they were typed, at a beginning before others; then those that hold their letters here and
    /// there. Of equal ones the earlier.
    pub fn best<'a>(&mut self, names: impl Iterator<Item = &'a Name> + Clone, limit: usize) -> Vec<usize> {
        let letters = self.letters;
        let may_fit = names.enumerate().filter(|(_, name)| letters & !name.letters == 0);
        // Comparing letters here and there takes ten times as long, and is only for what is left.
        let mut best: Vec<_> = may_fit.clone().filter_map(|(at, name)| Some((self.together(name)?, at))).collect();
        keep_best(&mut best, limit);
        if best.len() < limit {
            let left: Vec<_> = may_fit.filter(|(_, name)| self.together(name).is_none()).collect();
            let mut scattered: Vec<_> =
                left.into_iter().filter_map(|(at, name)| Some((self.apart(name)?, at))).collect();
            keep_best(&mut scattered, limit - best.len());
            best.extend(scattered);
        }
        best.into_iter().map(|(_, at)| at).collect()
    }

    /// How well a name fits that holds the words as they were typed.
    fn together(&self, name: &Name) -> Option<u32> {
        let mut sum = 0;
        for word in &self.words {
            let at = word.whole.find(name.folded.as_bytes())?;
            let begins_word = name.folded[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            sum += u32::from(begins_word) + u32::from(at == 0) + u32::from(word.text.len() == name.folded.len());
        }
        Some(sum)
    }

    /// How well a name fits that has the letters of the words in their order.
    fn apart(&mut self, name: &Name) -> Option<u32> {
        let mut sum = 0;
        for word in &self.words {
            let text = Utf32Str::new(&name.folded, &mut self.buffer);
            sum += u32::from(self.matcher.fuzzy_match(text, word.chars.slice(..))?);
        }
        Some(sum)
    }

    /// The places in `shown` that it fits, in UTF-16 units, in order; none when it does not.
    pub fn highlights(&mut self, shown: &str) -> Vec<[usize; 2]> {
        let folded = Folded::new(shown);
        let starts: Vec<(usize, usize)> = folded.text.char_indices().map(|(at, c)| (at, at + c.len_utf8())).collect();
        let chars: Vec<char> = folded.text.chars().collect();
        let mut places = Vec::new();
        for word in &self.words {
            // Appends, and leaves what is there when the word does not fit.
            let mut found = Vec::new();
            if self.matcher.fuzzy_indices(Utf32Str::Unicode(&chars), word.chars.slice(..), &mut found).is_none() {
                return Vec::new();
            }
            places.extend(found.into_iter().map(|at| at as usize));
        }
        let mut ranges: Vec<_> = places.iter().map(|at| folded.source(starts[*at].0..starts[*at].1)).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut merged: Vec<std::ops::Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        utf16_ranges(shown, merged.into_iter())
    }
}

/// Keeps the `limit` that fit best, best first, the earlier of equal ones first.
fn keep_best(found: &mut Vec<(u32, usize)>, limit: usize) {
    let order = |a: &(u32, usize), b: &(u32, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if found.len() > limit && limit > 0 {
        found.select_nth_unstable_by(limit - 1, order);
    }
    found.truncate(limit);
    found.sort_unstable_by(order);
}

/// Which letters are there, several sharing a bit: names that lack one cannot fit, and most names
/// are told apart by this alone.
fn letters(folded: &str) -> u64 {
    folded
        .chars()
        .filter(|c| !c.is_whitespace())
        .fold(0, |all, c| all | 1 << (u32::from(c).wrapping_mul(0x9E37_79B1) >> 26))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The names in the order in which they fit.
    fn order<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        let ready: Vec<Name> = names.iter().map(|name| Name::new(name)).collect();
        Fuzzy::new(typed).best(ready.iter(), 10).into_iter().map(|at| names[at]).collect()
    }

    #[test]
    fn what_stands_together_and_at_the_beginning_fits_better() {
        assert_eq!(
            order("plan", &["explain", "Plan", "p-l-a-n", "Planning", "none"]),
            ["Plan", "Planning", "p-l-a-n", "explain"]
        );
        assert_eq!(order("会議", &["会計の議事", "定例会議", "会議", "議会"]), ["会議", "定例会議", "会計の議事"]);
        assert_eq!(order("mn", &["Meeting Notes", "min", "nm"]).len(), 2);
    }

    #[test]
    fn width_kana_and_words_make_no_difference() {
        assert_eq!(order("データ", &["ﾃﾞｰﾀ分析", "でーた"]).len(), 2);
        assert_eq!(order("ＡＩ", &["ai"]), ["ai"]);
        assert_eq!(order("notes may", &["May Notes", "Notes"]), ["May Notes"]);
        assert_eq!(order("か\u{3099}", &["カ\u{3099}ス"]).len(), 1);
        assert!(Fuzzy::new(" 　").is_empty());
    }

    #[test]
    fn the_letters_that_fit_are_shown() {
        assert_eq!(Fuzzy::new("ガ議").highlights("🎉か\u{3099}く会議"), [[2, 4], [6, 7]]);
        assert_eq!(Fuzzy::new("mn").highlights("Meeting Notes"), [[0, 1], [8, 9]]);
        assert!(Fuzzy::new("x").highlights("Meeting").is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]

        #[test]
        fn it_fits_exactly_when_its_letters_are_there_in_their_order(name in "[a-dアイか\u{3099}会議 ]{0,12}", typed in "[a-dあい会議]{1,4}") {
            let folded = fold(&name);
            let mut rest = folded.chars();
            let is_there = fold(&typed).chars().all(|c| rest.any(|other| other == c));
            prop_assert_eq!(!Fuzzy::new(&typed).best([Name::new(&name)].iter(), 1).is_empty(), is_there);
            prop_assert_eq!(!Fuzzy::new(&typed).highlights(&name).is_empty(), is_there);
        }
    }
}
