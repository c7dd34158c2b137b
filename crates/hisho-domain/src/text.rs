//! Folding: the one normal form in which text is indexed, searched and compared, so that a
//! person finds what they mean whatever width, case, kana or composition it was typed in.
//! Must not know where text comes from or what it is searched for.

use std::iter::once;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Folded text that remembers where each of its characters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// NFKC, lower case, katakana as hiragana.
    pub text: String,
    /// For every byte of `text` the byte in the source where its segment starts, then the
    /// source's length.
    starts: Vec<u32>,
}

impl Folded {
    /// Folds `source` and keeps the way back.
    pub fn new(source: &str) -> Self {
        Folded::by(source, fold_plain, fold_segment)
    }

    /// Only NFKC, with the way back: case and kana stay as they are.
    pub fn normal(source: &str) -> Self {
        Folded::by(source, |c| c, |segment, into| into.extend(segment.nfkc()))
    }

    fn by(source: &str, plain: fn(char) -> char, odd: impl Fn(&str, &mut String)) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut starts = Vec::with_capacity(source.len() + 1);
        let mut at = 0;
        while at < source.len() {
            let behind = at + plain_prefix(&source[at..]);
            for (start, c) in source[at..behind].char_indices() {
                text.push(plain(c));
                starts.resize(text.len(), (at + start) as u32);
            }
            at = behind;
            // As in `fold_into`, up to where plain text begins again.
            for (start, segment) in segments(&source[behind..]) {
                if start > 0 && plain_prefix(segment) == segment.len() {
                    break;
                }
                odd(segment, &mut text);
                starts.resize(text.len(), (behind + start) as u32);
                at = behind + start + segment.len();
            }
        }
        starts.push(source.len() as u32);
        Folded { text, starts }
    }

    /// What `range` (bytes of the source) became, as bytes of `text`, in whole segments.
    pub fn folded(&self, range: Range<usize>) -> Range<usize> {
        let became = |at: usize| self.starts[..self.text.len()].partition_point(|&start| (start as usize) < at);
        became(range.start)..became(range.end)
    }

    /// The bytes of the source from which `range` (bytes of `text`) was folded, widened to whole
    /// segments so that it never cuts a character.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.starts[range.start] as usize;
        // A range that ends inside a segment takes the whole of it.
        let last = self.starts[range.end.saturating_sub(1).max(range.start)];
        let end = self.starts[range.end..].iter().find(|&&at| at > last).copied();
        start..end.unwrap_or(*self.starts.last().expect("never empty")) as usize
    }
}

/// Folds without a way back, for the index and for comparing.
pub fn fold(source: &str) -> String {
    let mut folded = String::with_capacity(source.len());
    fold_into(source, &mut folded);
    folded
}

/// As [`fold`], behind what is there.
fn fold_into(source: &str, into: &mut String) {
    let mut rest = source;
    while !rest.is_empty() {
        let plain = plain_prefix(rest);
        push_plain(&rest[..plain], into);
        rest = &rest[plain..];
        // What is not plain goes the long way, up to where plain text begins again.
        let mut odd = 0;
        for (start, segment) in segments(rest) {
            if start > 0 && plain_prefix(segment) == segment.len() {
                break;
            }
            fold_segment(segment, into);
            odd = start + segment.len();
        }
        rest = &rest[odd..];
    }
}

/// How many bytes at the beginning are characters that fold by themselves, one to one, and do not
/// join with what may follow: ASCII, kana and the common kanji. The last of them is left out where
/// something else follows, which may join with it.
fn plain_prefix(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut last) = (0, 0);
    while at < bytes.len() {
        let width = match bytes[at] {
            0..0x80 => 1,
            // 々 and the other marks of U+3000–303F that NFKC leaves alone, kana from ぁ on but for
            // the marks that combine, and U+4E00–9FFF.
            0xE3 if is_plain_kana(bytes[at + 1], bytes[at + 2]) => 3,
            0xE4 if bytes[at + 1] >= 0xB8 => 3,
            0xE5..=0xE9 => 3,
            _ => return last,
        };
        last = at;
        at += width;
    }
    at
}

fn is_plain_kana(second: u8, third: u8) -> bool {
    match second {
        // U+3001–3035 without the ideographic space and the tone marks.
        0x80 => (0x81..=0xA9).contains(&third),
        // U+3041–3096, U+309D, U+309E: without the voicing marks and ゟ.
        0x81 => third >= 0x81,
        0x82 => third <= 0x96 || third == 0x9D || third == 0x9E || third >= 0xA1,
        // U+30A1–30FE without ヿ.
        0x83 => third <= 0xBE,
        _ => false,
    }
}

fn push_plain(plain: &str, into: &mut String) {
    if plain.is_ascii() {
        let from = into.len();
        into.push_str(plain);
        into[from..].make_ascii_lowercase();
        return;
    }
    into.extend(plain.chars().map(fold_plain));
}

fn fold_plain(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { hiragana(c) }
}

fn fold_segment(segment: &str, into: &mut String) {
    if let [byte] = segment.as_bytes() {
        into.push(byte.to_ascii_lowercase() as char);
        return;
    }
    for c in segment.nfkc().flat_map(char::to_lowercase) {
        into.push(hiragana(c));
    }
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Splits where normalisation cannot look across, with the byte offset of each piece.
fn segments(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = source.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.next()?;
        while rest.next_if(|&(_, c)| !starts_segment(c)).is_some() {}
        let end = rest.peek().map_or(source.len(), |&(at, _)| at);
        Some((start, &source[start..end]))
    })
}

fn starts_segment(c: char) -> bool {
    if c.is_ascii() || matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿') {
        return true;
    }
    // Half-width voicing marks decompose to combining ones, so ask about what c becomes.
    let first = once(c).nfkd().next().unwrap_or(c);
    canonical_combining_class(first) == 0 && is_nfc_quick(once(first)) != IsNormalized::Maybe
}

/// How a run of characters is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Written without spaces: found by any substring.
    Cjk,
    /// Written in words: found by the beginning of a word.
    Word,
}

fn script(c: char) -> Option<Script> {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric().then_some(Script::Word),
        '々' | '〆' | '〇' | 'ー' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' => Some(Script::Cjk),
        'ぁ'..='ゖ' | 'ゟ' | 'ァ'..='ヺ' | 'ヿ' | 'ㇰ'..='ㇿ' => Some(Script::Cjk),
        'ㄅ'..='ㄯ' | 'ㆠ'..='ㆿ' => Some(Script::Cjk),
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => Some(Script::Cjk),
        '\u{20000}'..='\u{3FFFF}' => Some(Script::Cjk),
        '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' => Some(Script::Cjk),
        // Thai, Lao, Burmese and Khmer. Their marks begin no run, but go on in that of their letter.
        '\u{E00}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{A9E0}'..='\u{A9FF}'
        | '\u{AA60}'..='\u{AA7F}'
            if !c.is_numeric() =>
        {
            (c.is_alphabetic() && !is_combining_mark(c)).then_some(Script::Cjk)
        }
        _ if c.is_alphanumeric() => Some(Script::Word),
        _ => None,
    }
}

/// The runs of one script in folded text, with their byte ranges. Everything else separates.
pub fn runs(folded: &str) -> impl Iterator<Item = (Script, Range<usize>)> {
    let mut chars = folded.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, c) = chars.next()?;
            let Some(kind) = script(c) else { continue };
            // A mark that does not compose belongs to the letter before it.
            while chars.next_if(|&(_, c)| script(c) == Some(kind) || (!c.is_ascii() && is_combining_mark(c))).is_some()
            {
            }
            let end = chars.peek().map_or(folded.len(), |&(at, _)| at);
            return Some((kind, start..end));
        }
    })
}

/// Whether a word of folded text begins at the letter at `at`, and does not go on there.
pub(crate) fn begins_word(folded: &str, at: usize) -> bool {
    let mut marked = false;
    for c in folded[..at].chars().rev() {
        if is_combining_mark(c) {
            marked |= script(c) == Some(Script::Word);
            continue;
        }
        return match script(c) {
            Some(Script::Word) => false,
            Some(Script::Cjk) => true,
            None => !marked,
        };
    }
    !marked
}

/// The text as the index takes it: words as they are, and runs without spaces as overlapping
/// pairs with a single character at the end, all separated by spaces. The single character
/// makes one-character queries complete and keeps two runs from touching.
pub fn index_tokens(source: &str) -> String {
    let mut tokens = String::with_capacity(source.len() * 2);
    each_index_token(source, |token| push_token(&mut tokens, token));
    tokens
}

/// Calls `each` with every token that the index takes of a text, in their order.
pub fn each_index_token(source: &str, mut each: impl FnMut(&str)) {
    let mut folded = String::new();
    // No token and no folding reaches over the end of a line, so a long text is never folded whole.
    for line in source.split_inclusive('\n') {
        folded.clear();
        fold_into(line, &mut folded);
        for (kind, range) in runs(&folded) {
            let run = &folded[range];
            match kind {
                Script::Word => each(run),
                Script::Cjk => pairs(run, &mut each),
            }
        }
    }
}

/// Calls `each` with every pair of neighbours in `run`, then with its last character.
pub(crate) fn pairs<'a>(run: &'a str, mut each: impl FnMut(&'a str)) {
    let mut starts = run.char_indices().map(|(at, _)| at);
    let Some(mut previous) = starts.next() else { return };
    let mut current = starts.next();
    while let Some(at) = current {
        let next = starts.next();
        each(&run[previous..next.unwrap_or(run.len())]);
        previous = at;
        current = next;
    }
    each(&run[previous..]);
}

/// The expression by which the index finds a folded run without spaces, wherever it stands in a
/// longer one.
pub(crate) fn cjk_expression(run: &str) -> String {
    let mut tokens: Vec<&str> = Vec::new();
    pairs(run, |pair| tokens.push(pair));
    if tokens.len() == 1 {
        return format!("\"{run}\"*");
    }
    tokens.pop();
    format!("\"{}\"", tokens.join(" "))
}

fn push_token(tokens: &mut String, token: &str) {
    if !tokens.is_empty() {
        tokens.push(' ');
    }
    tokens.push_str(token);
}

/// Converts a byte offset in `text` to UTF-16 units, as the UI counts.
pub fn utf16_offset(text: &str, byte: usize) -> usize {
    text[..byte].encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn width_case_kana_and_composition_fold_to_one() {
        assert_eq!(fold("データ"), fold("ﾃﾞｰﾀ"));
        assert_eq!(fold("ＡＩ"), fold("ai"));
        assert_eq!(fold("か\u{3099}"), fold("ガ"));
        assert_eq!(fold("Café"), fold("CAFE\u{301}"));
        assert_eq!(fold("각"), fold("\u{1100}\u{1161}\u{11A8}"));
    }

    #[test]
    fn highlights_lead_back_to_whole_characters() {
        let source = "1ﾃﾞｰﾀ x";
        let folded = Folded::new(source);
        let at = folded.text.find("でー").expect("folded");
        assert_eq!(&source[folded.source(at..at + "でー".len())], "ﾃﾞｰ");
        let source = "㍿の会議";
        let folded = Folded::new(source);
        assert_eq!(folded.text, "株式会社の会議");
        assert_eq!(&source[folded.source(3..6)], "㍿");
    }

    #[test]
    fn runs_become_pairs_with_a_last_single() {
        assert_eq!(index_tokens("AI秘書の会議、7月。Plan B"), "ai 秘書 書の の会 会議 議 7 月 plan b");
        assert_eq!(index_tokens("ที่นี่ ๒๕"), "ที ี่ ่น นี ี่ ่ ๒๕");
    }

    #[test]
    fn a_part_of_the_source_leads_to_its_folded_part() {
        let source = "㍿ﾃﾞｰﾀ\nx";
        let folded = Folded::new(source);
        let line = source.find('\n').expect("a line");
        assert_eq!(&folded.text[folded.folded(0..line)], "株式会社でーた");
        assert_eq!(&folded.text[folded.folded(line + 1..source.len())], "x");
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

        #[test]
        fn folding_in_pieces_equals_folding_the_whole(text in "[ -~ぁ-ゖァ-ヺｦ-ﾟ\u{300}-\u{36f}\u{3099}\u{309a}가-힣\u{1100}-\u{11ff}\u{9be}\u{9c7}㌀-㏿ﬀ-ﬆ﷐-﷿\u{3000}-\u{30ff}一-丂龠-龿\u{f900}-\u{fad9}Ａ-Ｚ]{0,24}") {
            let whole: String = text.nfkc().flat_map(char::to_lowercase).map(hiragana).collect();
            prop_assert_eq!(fold(&text), whole.clone());
            prop_assert_eq!(Folded::new(&text).text, whole);
        }

        #[test]
        fn words_begin_where_their_runs_begin(text in "[a-zぁ-ゖー กิ่\u{300}-\u{304}\u{3099}\u{93e}\u{915}。]{0,16}") {
            let folded = fold(&text);
            let begins: Vec<usize> = runs(&folded).filter(|(kind, _)| *kind == Script::Word).map(|(_, range)| range.start).collect();
            for (at, c) in folded.char_indices().filter(|&(_, c)| script(c) == Some(Script::Word) && !is_combining_mark(c)) {
                prop_assert_eq!(begins_word(&folded, at), begins.contains(&at), "{:?} at {} in {:?}", c, at, folded);
            }
        }

        #[test]
        fn tokens_of_lines_are_those_of_the_whole(text in "[a-cぁ-おกิ่\u{3099}会議。\r\n ]{0,40}") {
            let folded = fold(&text);
            let mut whole = Vec::new();
            for (kind, range) in runs(&folded) {
                match kind {
                    Script::Word => whole.push(folded[range].to_owned()),
                    Script::Cjk => pairs(&folded[range], |pair| whole.push(pair.to_owned())),
                }
            }
            let mut tokens = Vec::new();
            each_index_token(&text, |token| tokens.push(token.to_owned()));
            prop_assert_eq!(tokens, whole);
        }

        #[test]
        fn every_folded_range_has_a_source(text in "\\PC{0,40}") {
            let folded = Folded::new(&text);
            for (at, c) in folded.text.char_indices() {
                let range = folded.source(at..at + c.len_utf8());
                prop_assert!(range.start < range.end && text.get(range).is_some());
            }
        }
    }
}
