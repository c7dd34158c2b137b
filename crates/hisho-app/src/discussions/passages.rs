//! The librarian's part: passages of the vault's notes that bear on a question. They are data.
//! Must not know who reads them.

use std::path::PathBuf;

use hisho_domain::Result;
use hisho_store::Store;
use hisho_vault::read::read;

use crate::search;

/// Most notes.
const NOTES: usize = 4;
/// Words that are looked for.
const WORDS: usize = 8;
/// Lines before and behind the place that was found, and characters of all of it.
const LINES: usize = 6;
const LONGEST: usize = 800;

/// A passage of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// The note's path in the vault.
    pub(super) path: String,
    pub(super) text: String,
}

/// Passages that bear on a question, the best first; none without a vault. Blocks.
pub(super) fn passages(store: &Store, question: &str) -> Result<Vec<Passage>> {
    let words = words(question);
    let vault = store.read_blocking(hisho_store::vaults::current)?;
    let Some(root) = vault.map(|vault| PathBuf::from(vault.path)).filter(|_| !words.is_empty()) else {
        return Ok(Vec::new());
    };
    let query = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ");
    let found = search::notes(store, query, NOTES)?;
    let passage = |hit: hisho_domain::search::SearchHit| {
        // A note that went away meanwhile, or cannot be read, says nothing.
        let text = read(&root, &hit.id).ok()?.text;
        let from = hit.line.unwrap_or(0).saturating_sub(LINES);
        let lines: Vec<&str> = text.lines().skip(from).take(2 * LINES + 1).collect();
        let text: String = lines.join("\n").trim().chars().take(LONGEST).collect();
        (!text.is_empty()).then_some(Passage { path: hit.id, text })
    };
    Ok(found.hits.into_iter().filter_map(passage).collect())
}

/// What a question is about, as words to look for: runs of kanji and katakana, and longer words of
/// other scripts, the longest first.
fn words(question: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Script {
        Kanji,
        Katakana,
        Word,
        None,
    }
    let script = |letter: char| match letter {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々' => Script::Kanji,
        '\u{30A0}'..='\u{30FF}' => Script::Katakana,
        '\u{3040}'..='\u{309F}' => Script::None,
        letter if letter.is_alphanumeric() => Script::Word,
        _ => Script::None,
    };
    let mut words: Vec<String> = Vec::new();
    let mut run = String::new();
    let mut before = Script::None;
    for letter in question.chars().chain([' ']) {
        let now = script(letter);
        if now != before {
            let least = if before == Script::Word { 4 } else { 2 };
            if before != Script::None && run.chars().count() >= least && !words.contains(&run) {
                words.push(std::mem::take(&mut run));
            }
            run.clear();
        }
        run.push(letter);
        before = now;
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(WORDS);
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_question_is_about_its_nouns() {
        assert_eq!(words("春に海の近くへ引越しをするべきか、予算は？"), ["引越", "予算"]);
        assert_eq!(words("データベースの選定"), ["データベース", "選定"]);
        assert_eq!(words("Should we move the office?"), ["Should", "office", "move"]);
        assert!(words("\"は\" (?) ").is_empty());
    }
}
