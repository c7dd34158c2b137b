//! Everything that was said with one message, and finding a quote in it. Must not know what it is
//! quoted for.

use super::engine::Utterance;

/// Fewest letters and digits of a quote that is not a whole text: less says nothing.
const LEAST: usize = 4;

/// Marks that quotes are put between.
const MARKS: &[char] = &['"', '\'', '“', '”', '‘', '’', '«', '»', '「', '」', '『', '』', '…'];

/// A message with what was said beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its number.
    pub number: u64,
    /// From which seat, by place; None for the person outside of any turn.
    pub seat: Option<usize>,
    /// Its words.
    pub text: String,
    /// Why.
    pub reasoning: String,
    /// The position it takes.
    pub stance: Option<String>,
    /// The objections it raises.
    pub objections: Vec<String>,
}

impl Said {
    /// A message of these words.
    pub fn of(number: u64, seat: Option<usize>, utterance: &Utterance) -> Said {
        Said {
            number,
            seat,
            text: utterance.text.clone(),
            reasoning: utterance.reasoning.clone(),
            stance: utterance.stance.clone(),
            objections: utterance.objections.iter().map(|objecting| objecting.text.clone()).collect(),
        }
    }

    /// The place where it says these words, letter by letter but for white space and the marks
    /// around the quote; None where it does not.
    pub fn quoted(&self, quote: &str) -> Option<&str> {
        let beside = [&self.text, &self.reasoning].into_iter().chain(&self.stance).chain(&self.objections);
        beside.into_iter().find_map(|text| occurrence(text, quote))
    }
}

/// Where a text has these words.
fn occurrence<'a>(text: &'a str, quote: &str) -> Option<&'a str> {
    let is_around = |letter: char| letter.is_whitespace() || MARKS.contains(&letter);
    let wanted: Vec<&str> = quote.trim_matches(is_around).split_whitespace().collect();
    let wanted = wanted.join(" ");
    let (squeezed, places) = squeezed(text);
    if wanted.is_empty() {
        return None;
    }
    let told = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    if told(&wanted) < LEAST && told(&wanted) < told(&squeezed) {
        return None;
    }
    let from = squeezed.find(&wanted)?;
    let last = from + wanted.len() - wanted.chars().next_back()?.len_utf8();
    let end = places[last] + text[places[last]..].chars().next()?.len_utf8();
    text.get(places[from]..end)
}

/// A text with each run of white space as one space, and for each of its bytes where it was.
fn squeezed(text: &str) -> (String, Vec<usize>) {
    let (mut squeezed, mut places) = (String::new(), Vec::new());
    for (at, letter) in text.char_indices() {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        if letter == ' ' && squeezed.ends_with(' ') {
            continue;
        }
        squeezed.push(letter);
        places.resize(squeezed.len(), at);
    }
    (squeezed, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quote_is_found_letter_by_letter_and_nothing_else_is() {
        let text = "秋は 家賃が\n高い。Rent rises  in May.";
        assert_eq!(occurrence(text, "「家賃が 高い。」"), Some("家賃が\n高い。"));
        assert_eq!(occurrence(text, " \"Rent rises in May\" "), Some("Rent rises  in May"));
        for wrong in ["", "「」", "rent rises in May", "Rent rise in May", "May", "高い", "Rentrises"] {
            assert_eq!(occurrence(text, wrong), None, "{wrong}");
        }
        // Of a text that short it is all.
        assert_eq!(occurrence("No.", "No"), Some("No"));
        assert_eq!(occurrence("Not so", "No"), None);
    }

    #[test]
    fn what_stands_beside_the_words_can_be_quoted() {
        let said = Said {
            number: 0,
            seat: Some(0),
            text: "I answer".into(),
            reasoning: "because of rent".into(),
            stance: Some("Move in spring".into()),
            objections: vec!["Autumn is dear".into()],
        };
        for quote in ["I answer", "of rent", "in spring", "is dear"] {
            assert_eq!(said.quoted(quote), Some(quote));
        }
        // Not across two of them.
        assert_eq!(said.quoted("I answer because"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(56), ..ProptestConfig::default() })]

        /// Any run of a text is found in it, as it stands there; with a letter that the text does not have it is not.
        #[test]
        fn what_stands_there_is_found(text in "[a-cあ移 \n]{8,60}", from in 0..8usize, long in 6..40usize) {
            let letters: Vec<char> = text.chars().collect();
            let run: String = letters[from..(from + long).min(letters.len())].iter().collect();
            let told = run.chars().filter(|c| c.is_alphanumeric()).count();
            prop_assume!(told >= LEAST);
            let found = occurrence(&text, &run);
            prop_assert!(found.is_some_and(|found| text.contains(found)
                && found.split_whitespace().eq(run.split_whitespace())), "{run:?} in {text:?}: {found:?}");
            prop_assert_eq!(occurrence(&text, &format!("{}z", run.trim_end())), None);
        }
    }
}
