//! A text between a file and an editor.
//!
//! Owns how an editor sees a note's text, and putting what came out of it back into the file: line
//! endings, byte order mark and what somebody else changed meanwhile are kept. Must not know how a
//! file is written.

use std::ops::Range;

use crate::merge::merge;
use crate::read::FileText;

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub bytes: Vec<u8>,
    /// Somebody else's change is in it as well.
    pub merged: bool,
}

/// Why nothing can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The file is not UTF-8, so it cannot be written back from its text.
    #[error("the file is not UTF-8")]
    NotText,
    /// Somebody else changed the same lines.
    #[error("the same lines were changed in the file")]
    Contested,
}

/// A text as an editor shows it: lines end in a line feed.
pub fn shown(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Puts `text`, which an editor made of `base`, into a file that holds `disk` now. Both texts are as
/// [`shown`] gives them.
pub fn save(base: &str, text: &str, disk: &FileText) -> Result<Saved, SaveError> {
    let Ok(whole) = std::str::from_utf8(&disk.bytes) else { return Err(SaveError::NotText) };
    let merged = shown(&disk.text) != base;
    let made = merge(base.as_bytes(), text.as_bytes(), &disk.bytes);
    if made.contested {
        return Err(SaveError::Contested);
    }
    if merged || shown_bytes(&made.bytes).as_deref() == Some(text) {
        return Ok(Saved { bytes: made.bytes, merged });
    }
    // The merge minds lines and not what ends the last, so that alone may differ.
    let crlf = whole.matches("\r\n").count() * 2 > whole.matches('\n').count();
    let ending: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let mut bytes = made.bytes;
    match shown_bytes(&bytes) {
        Some(now) if now.strip_suffix('\n') == Some(text) => {
            let cut = if bytes.ends_with(b"\r\n") { 2 } else { 1 };
            bytes.truncate(bytes.len() - cut);
        }
        Some(now) if text.strip_suffix('\n') == Some(&now) => bytes.extend_from_slice(ending),
        _ => {
            let mark: &[u8] = if whole.starts_with('\u{FEFF}') { b"\xEF\xBB\xBF" } else { b"" };
            let body = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
            bytes = [mark, body.as_bytes()].concat();
        }
    }
    Ok(Saved { bytes, merged })
}

fn shown_bytes(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(shown(text.strip_prefix('\u{FEFF}').unwrap_or(text)))
}

/// Where in `text` the UTF-16 units `start..end` of a line are, counted from 0 without a byte order
/// mark; none when the line has no such place.
pub fn place(text: &str, line: usize, start: usize, end: usize) -> Option<Range<usize>> {
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let before: usize = text[mark..].split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text[mark..].split_inclusive('\n').nth(line)?.trim_end_matches(['\r', '\n']);
    let at = |wanted: usize| {
        let mut units = 0;
        for (byte, c) in rest.char_indices() {
            if units == wanted {
                return Some(byte);
            }
            units += c.len_utf16();
        }
        (units == wanted).then_some(rest.len())
    };
    let (from, to) = (at(start)?, at(end)?);
    (from < to).then(|| mark + before + from..mark + before + to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::from_bytes;
    use proptest::prelude::*;

    fn saved(base: &str, text: &str, disk: &str) -> Result<(String, bool), SaveError> {
        let saved = save(base, text, &from_bytes(disk.into()))?;
        Ok((String::from_utf8(saved.bytes).unwrap(), saved.merged))
    }

    #[test]
    fn endings_and_mark_of_the_file_stay() {
        assert_eq!(saved("a\nb\n", "a\nB\nc\n", "\u{FEFF}a\r\nb\r\n"), Ok(("\u{FEFF}a\r\nB\r\nc\r\n".into(), false)));
        assert_eq!(saved("a\nb", "a\nb\n", "a\r\nb"), Ok(("a\r\nb\r\n".into(), false)));
        assert_eq!(saved("a\nb\n", "a\nb", "a\nb\n"), Ok(("a\nb".into(), false)));
        // Mixed endings stay where nobody wrote.
        assert_eq!(
            saved("a\nb\nc\nd\n", "a\nb\nc\nD\n", "a\r\nb\nc\r\nd\r\n"),
            Ok(("a\r\nb\nc\r\nD\r\n".into(), false))
        );
        assert_eq!(saved("", "new\n", ""), Ok(("new\n".into(), false)));
    }

    #[test]
    fn what_others_changed_is_kept_or_contested() {
        assert_eq!(saved("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"), Ok(("A\nb\nC\n".into(), true)));
        assert_eq!(saved("a\nb\n", "a\nmine\n", "a\ntheirs\n"), Err(SaveError::Contested));
        let utf16 = from_bytes(vec![0xFF, 0xFE, b'a', 0]);
        assert_eq!(save("a", "b", &utf16), Err(SaveError::NotText));
    }

    #[test]
    fn places_count_as_the_editor_does() {
        let text = "\u{FEFF}a\r\n計😀画 x\r\n";
        assert_eq!(place(text, 1, 1, 3).map(|at| &text[at]), Some("😀"));
        assert_eq!(place(text, 0, 0, 1).map(|at| &text[at]), Some("a"));
        assert_eq!(place(text, 1, 3, 6).map(|at| &text[at]), Some("画 x"));
        for (line, start, end) in [(1, 2, 3), (1, 0, 7), (0, 0, 2), (5, 0, 1), (0, 1, 1)] {
            assert_eq!(place(text, line, start, end), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]
        #[test]
        fn alone_the_person_gets_just_what_they_typed(base in "[ab\n計]{0,12}", text in "[ab\n計]{0,12}", crlf in any::<bool>(), mark in any::<bool>()) {
            let disk = if crlf { base.replace('\n', "\r\n") } else { base.clone() };
            let disk = if mark { format!("\u{FEFF}{disk}") } else { disk };
            let (bytes, merged) = saved(&base, &text, &disk).unwrap();
            prop_assert!(!merged);
            prop_assert_eq!(bytes.starts_with('\u{FEFF}'), mark);
            prop_assert_eq!(shown(bytes.trim_start_matches('\u{FEFF}')), text);
        }
    }
}
