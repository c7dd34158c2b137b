//! The texts of which prompts are made, in the person's language, from the files under `prompts/`.
//! Must not know what is filled in.

use hisho_domain::settings::Language;

const TALK_JA: &str = include_str!("../../prompts/ja/talk.md");
const TALK_EN: &str = include_str!("../../prompts/en/talk.md");
const WORDS_JA: &str = include_str!("../../prompts/ja/words.md");
const WORDS_EN: &str = include_str!("../../prompts/en/words.md");
const DRAFT_JA: &str = include_str!("../../prompts/ja/draft.md");
const DRAFT_EN: &str = include_str!("../../prompts/en/draft.md");

/// The texts of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(Language);

impl Words {
    pub(crate) fn of(language: Language) -> Words {
        Words(language)
    }

    /// Who a secretary is to be; parts that are empty leave no gap.
    pub(crate) fn system(self, values: &[(&str, &str)]) -> String {
        let whole = match self.0 {
            Language::Ja => TALK_JA,
            Language::En => TALK_EN,
        };
        without_gaps(&fill(whole, values))
    }

    /// Who a secretary is to be who drafts the result of a task.
    pub(crate) fn draft_system(self, values: &[(&str, &str)]) -> String {
        without_gaps(&self.draft("system", values))
    }

    /// A text about a task to be drafted, by its name.
    pub(crate) fn draft(self, name: &str, values: &[(&str, &str)]) -> String {
        let all = match self.0 {
            Language::Ja => DRAFT_JA,
            Language::En => DRAFT_EN,
        };
        fill(section(all, name).expect("a test knows every name"), values).trim().to_owned()
    }

    /// A shorter text by its name.
    pub(crate) fn say(self, name: &str, values: &[(&str, &str)]) -> String {
        let all = match self.0 {
            Language::Ja => WORDS_JA,
            Language::En => WORDS_EN,
        };
        fill(section(all, name).expect("a test knows every name"), values).trim().to_owned()
    }
}

fn without_gaps(text: &str) -> String {
    let parts: Vec<&str> = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

pub(crate) fn section<'a>(all: &'a str, name: &str) -> Option<&'a str> {
    let mut sections = all.split("# ").skip(1).filter_map(|section| section.split_once('\n'));
    sections.find(|(title, _)| *title == name).map(|(_, text)| text)
}

/// Puts values into their places. What is put in is not looked through again, so that no value can
/// name another.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("a test knows every place");
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(before);
        filled.push_str(value.expect("a test knows every place").1);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_places() {
        let places = |text: &str| {
            let mut names: Vec<String> =
                text.split("{{").skip(1).map(|after| after.split("}}").next().unwrap_or_default().to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        assert_eq!(places(TALK_JA), places(TALK_EN));
        let titles = |all: &str| -> Vec<String> {
            all.lines().filter_map(|line| line.strip_prefix("# ")).map(str::to_owned).collect()
        };
        for [ja, en] in [[WORDS_JA, WORDS_EN], [DRAFT_JA, DRAFT_EN]] {
            assert_eq!(titles(ja), titles(en));
            for title in titles(en) {
                let both = [ja, en].map(|all| places(section(all, &title).expect("there")));
                assert_eq!(both[0], both[1], "{title}");
            }
        }
    }

    #[test]
    fn a_value_names_no_other() {
        assert_eq!(fill("a {{x}} b", &[("x", "{{y}}"), ("y", "secret")]), "a {{y}} b");
    }
}
