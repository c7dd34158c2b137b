//! The texts of which the prompts and summaries of discussions are made, and those of the plans that
//! come of them, from the files under `prompts/`, and their names, so that each discussion and each
//! plan knows with which of them it was made. Must not know what is filled in.

use hisho_domain::settings::Language;

use crate::talk::words::{fill, section};

/// A file of texts, in both languages.
pub(super) struct Texts {
    ja: &'static str,
    en: &'static str,
}

/// Of discussions.
pub(super) const DISCUSSION: Texts =
    Texts { ja: include_str!("../../prompts/ja/discussion.md"), en: include_str!("../../prompts/en/discussion.md") };

/// Of the plans that come of them.
pub(super) const PLAN: Texts =
    Texts { ja: include_str!("../../prompts/ja/plan.md"), en: include_str!("../../prompts/en/plan.md") };

impl Texts {
    fn all(&self, language: Language) -> &'static str {
        match language {
            Language::Ja => self.ja,
            Language::En => self.en,
        }
    }

    /// A text by its name.
    pub(super) fn say(&self, language: Language, name: &str, values: &[(&str, &str)]) -> String {
        fill(section(self.all(language), name).expect("a test knows every name"), values).trim().to_owned()
    }

    /// The name of exactly these texts.
    pub(super) fn version(&self, language: Language) -> String {
        blake3::hash(self.all(language).as_bytes()).to_hex()[..16].to_owned()
    }
}

/// A text of discussions by its name.
pub(super) fn say(language: Language, name: &str, values: &[(&str, &str)]) -> String {
    DISCUSSION.say(language, name, values)
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
        let places = |text: &str| {
            let mut names: Vec<String> =
                text.split("{{").skip(1).map(|after| after.split("}}").next().unwrap_or_default().to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        for Texts { ja, en } in [DISCUSSION, PLAN] {
            assert_eq!(titles(ja), titles(en));
            for title in titles(en) {
                let both = [ja, en].map(|all| places(section(all, &title).expect("there")));
                assert_eq!(both[0], both[1], "{title}");
            }
        }
    }

    #[test]
    fn every_phase_and_kind_has_its_words() {
        for phase in Phase::ALL {
            assert!(section(DISCUSSION.en, &format!("task_{phase}")).is_some(), "{phase}");
        }
        for kind in DiscussionKind::ALL {
            assert!(section(DISCUSSION.en, &format!("kind_{kind}")).is_some(), "{kind}");
        }
    }
}
