//! Names for new files.
//!
//! Owns how a title becomes a file name that every system can hold and every link can name. Must
//! not know which files exist: whoever asks for a unique name says what is taken.

use unicode_normalization::UnicodeNormalization;

/// The longest name that is made, in characters and in bytes; room is left for `.md` and a number.
const MAX_CHARS: usize = 120;
const MAX_BYTES: usize = 200;

/// Characters that some system cannot hold in a name.
const UNHOLDABLE: &[char] = &['*', '"', '\\', '/', '<', '>', ':', '|', '?'];
/// Characters that a link cannot name.
const UNLINKABLE: &[char] = &['#', '^', '[', ']'];

/// Makes a file name, without extension, from a title. What cannot stand in a name becomes a space,
/// runs of spaces become one; a title of which nothing is left gives `fallback`, which must itself
/// be a good name.
pub fn file_name(title: &str, fallback: &str) -> String {
    let spaced: String = title
        .nfc()
        .map(|c| {
            let bad = c.is_control()
                || c.is_whitespace()
                || UNHOLDABLE.contains(&c)
                || UNLINKABLE.contains(&c)
                || is_invisible(c);
            if bad { ' ' } else { c }
        })
        .collect();
    let mut name = spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // A leading dot would hide the file, a trailing one is dropped by Windows.
    name = name.trim_start_matches(['.', ' ']).to_owned();
    if is_device(&name) {
        name.insert(0, '_');
    }
    name.truncate(fitting(&name, MAX_CHARS, MAX_BYTES));
    name.truncate(name.trim_end_matches(['.', ' ']).len());
    if name.is_empty() { fallback.to_owned() } else { name }
}

/// The first of `name`, `name 2`, `name 3`… that is not taken, shortened where the number needs
/// the room. Whether names differing in case only are both free is `taken`'s to decide.
pub fn unique(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut number: u64 = 2;
    loop {
        let suffix = format!(" {number}");
        let keep = fitting(name, MAX_CHARS - suffix.len(), MAX_BYTES - suffix.len());
        let candidate = format!("{}{suffix}", name[..keep].trim_end_matches(['.', ' ']));
        if !taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

/// Whether a person may give this name to a file or folder, extension included: every system can
/// hold it, every link can name it, and it is not hidden.
pub fn is_fit(name: &str) -> bool {
    is_portable(name) && !name.starts_with('.') && !name.contains(UNLINKABLE)
}

/// Whether a name of a file or folder, extension included, can be held by every system.
pub(crate) fn is_portable(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| c.is_control() || UNHOLDABLE.contains(&c))
        && !is_device(name)
}

/// Whether Windows takes the name for a device, whatever its extension.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|number| {
        let mut chars = number.chars();
        let digit = chars.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
        digit && chars.next().is_none()
    })
}

/// Marks that steer the direction of text or join nothing: unseen, they make two names look alike.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The length in bytes of the longest start of `text` within both limits, on a character boundary.
fn fitting(text: &str, chars: usize, bytes: usize) -> usize {
    text.char_indices().take(chars).map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= bytes).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_names() {
        for (title, name) in [
            ("Plan", "Plan"),
            ("A/B: \"C\" <D>|E?*F\\G", "A B C D E F G"),
            ("[[x]] #tag ^id", "x tag id"),
            ("  ends with dots ... ", "ends with dots"),
            (".hidden", "hidden"),
            ("con", "_con"),
            ("Lpt1.plan", "_Lpt1.plan"),
            ("COM¹", "_COM¹"),
            ("COM10", "COM10"),
            ("か\u{3099}", "が"),
            ("新しい計画\u{FF1A}一", "新しい計画\u{FF1A}一"),
            ("a\u{202E}b\nc", "a b c"),
            ("???", "Untitled"),
            ("", "Untitled"),
        ] {
            assert_eq!(file_name(title, "Untitled"), name, "{title}");
        }
    }

    #[test]
    fn names_are_cut_on_characters() {
        assert_eq!(file_name(&"x".repeat(500), "U").len(), 120);
        let long = file_name(&"計".repeat(500), "U");
        assert_eq!(long.len(), 198);
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        assert_eq!(unique("Plan", &|_| false), "Plan");
        assert_eq!(unique("Plan", &|name| ["Plan", "Plan 2"].contains(&name)), "Plan 3");
        let long = "x".repeat(120);
        let next = unique(&long, &|name| name == long);
        assert!(next.ends_with(" 2") && next.chars().count() == 120, "{next}");
    }

    proptest! {
        #[test]
        fn every_name_is_portable(title in any::<String>()) {
            let name = file_name(&title, "Untitled");
            prop_assert!(is_portable(&name), "{name:?}");
            prop_assert!(!name.contains(UNLINKABLE) && !name.starts_with('.'));
            prop_assert!(name.chars().count() <= MAX_CHARS && name.len() <= MAX_BYTES);
            prop_assert_eq!(file_name(&name, "Untitled"), name);
        }
    }
}
