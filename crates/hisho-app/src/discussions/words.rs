//! The texts of which the prompts and summaries of discussions are made, from the files under
//! `prompts/`, and their name, so that each discussion knows with which of them it began.
//! Must not know what is filled in.

use hisho_domain::settings::Language;

use crate::talk::words::{fill, section};

const JA: &str = include_str!("../../prompts/ja/discussion.md");
const EN: &str = include_str!("../../prompts/en/discussion.md");

fn all(language: Language) -> &'static str {
    match language {
        Language::Ja => JA,
        Language::En => EN,
    }
}

/// A text by its name.
pub(super) fn say(language: Language, name: &str, values: &[(&str, &str)]) -> String {
    fill(section(all(language), name).expect("a test knows every name"), values).trim().to_owned()
}

/// The name of exactly these prompts.
pub(super) fn version(language: Language) -> String {
    blake3::hash(all(language).as_bytes()).to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use hisho_domain::discussion::DiscussionKind;
    use hisho_domain::discussion::engine::Phase;

    use super::*;

    #[test]
    fn both_languages_have_the_same_texts_and_places() {
        let titles = |all: &str| -> Vec<String> {
            all.lines().filter_map(|line| line.strip_prefix("# ")).map(str::to_owned).collect()
        };
        assert_eq!(titles(JA), titles(EN));
        let places = |text: &str| {
            let mut names: Vec<String> =
                text.split("{{").skip(1).map(|after| after.split("}}").next().unwrap_or_default().to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        for title in titles(EN) {
            let both = [JA, EN].map(|all| places(section(all, &title).expect("there")));
            assert_eq!(both[0], both[1], "{title}");
        }
    }

    #[test]
    fn every_phase_and_kind_has_its_words() {
        for phase in Phase::ALL {
            assert!(section(EN, &format!("task_{phase}")).is_some(), "{phase}");
        }
        for kind in DiscussionKind::ALL {
            assert!(section(EN, &format!("kind_{kind}")).is_some(), "{kind}");
        }
    }
}
