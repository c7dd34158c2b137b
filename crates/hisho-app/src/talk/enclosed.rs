//! Texts of others as a model is told them: data between lines that begin with a mark which none of
//! them can hold, each cut to its share of the room. Must not know what they are told for.

use super::words::Words;

/// A text of others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// What it is: the names of the words with which it begins and ends.
    pub(crate) between: (&'static str, &'static str),
    /// Where it stands, or what it is called.
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
}

impl<'a> Piece<'a> {
    pub(crate) fn of(between: (&'static str, &'static str), (path, text): &'a (String, String)) -> Self {
        Piece { between, path, text }
    }
}

pub(crate) const NOTE: (&str, &str) = ("note_begins", "note_ends");
pub(crate) const FILE: (&str, &str) = ("file_begins", "file_ends");

/// Begins the lines between which texts stand. It comes of the texts themselves, so that none can
/// hold it.
pub(crate) fn mark(seed: &str, pieces: &[Piece<'_>]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(seed.as_bytes());
    for Piece { path, text, .. } in pieces {
        hasher.update(path.as_bytes()).update(b"\0").update(text.as_bytes()).update(b"\0");
    }
    format!("=={}==", &hasher.finalize().to_hex()[..16])
}

/// The texts within so many tokens, each between two lines that begin with the mark.
pub(crate) fn enclosed(words: Words, mark: &str, pieces: &[Piece<'_>], room: u64) -> String {
    let share = room / (pieces.len().max(1) as u64);
    let one = |Piece { between: (begin, end), path, text }: &Piece<'_>| {
        let path: String = path.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let begins = words.say(begin, &[("mark", mark), ("path", &path)]);
        let ends = words.say(end, &[("mark", mark)]);
        match fitting(text, share) {
            whole if whole.len() == text.len() => format!("{begins}\n{text}\n{ends}"),
            part => format!("{begins}\n{part}\n{}\n{ends}", words.say("cut", &[])),
        }
    };
    pieces.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

/// The beginning of a text that takes at most so many tokens.
pub(crate) fn fitting(text: &str, tokens: u64) -> &str {
    let mut left = tokens.saturating_mul(4);
    for (at, letter) in text.char_indices() {
        // As an estimate of tokens counts: a quarter for Latin letters, a whole for the others.
        let takes = if (letter as u32) < 0x1100 { 1 } else { 4 };
        match left.checked_sub(takes) {
            Some(rest) => left = rest,
            None => return &text[..at],
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use hisho_llm::estimate_tokens;

    use super::*;

    #[test]
    fn a_part_of_a_note_is_what_an_estimate_says() {
        for text in ["a sentence here, and another", "秘書です、よろしく", "混ぜた text です"] {
            for tokens in 0..20 {
                let part = fitting(text, tokens);
                assert!(text.starts_with(part) && estimate_tokens(part) <= tokens, "{part}");
            }
            assert_eq!(fitting(text, 1_000), text);
        }
    }
}
