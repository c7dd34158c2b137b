//! Secretaries: who they are, through what they speak, and what they can do. The librarian is a
//! secretary with a few settings more. Must not know keys, prices or how a model is called.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::people::{DESCRIPTION_LIMIT, NAME_LIMIT};
use crate::{Error, Result, Rule, check, vocabulary};

/// Most skills of one secretary.
pub const SKILLS_LIMIT: usize = 50;
/// The best level of a skill; the least is 1.
pub const LEVEL_LIMIT: i64 = 10;
/// Most categories of knowledge a librarian keeps.
pub const CATEGORIES_LIMIT: usize = 50;
/// Longest answer that can be asked of a model, in tokens.
pub const TOKENS_LIMIT: i64 = 1_000_000;

vocabulary! {
    /// The kind of service behind a secretary. Manual: no model, the person speaks for them.
    pub enum Provider {
        Manual = "manual",
        Openai = "openai",
        Anthropic = "anthropic",
        Google = "google",
        Ollama = "ollama",
        Compatible = "compatible",
    }
}

vocabulary! {
    /// The librarian is a secretary of its own kind.
    pub enum SecretaryKind {
        Secretary = "secretary",
        Librarian = "librarian",
    }
}

vocabulary! {
    /// A way in which a librarian looks for notes.
    pub enum SearchStrategy {
        Words = "words",
        Tags = "tags",
        Links = "links",
        Recent = "recent",
    }
}

/// Something a secretary can do, and how well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// 1 to 100 characters.
    pub name: String,
    /// 1 to 10.
    pub level: i64,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: String,
}

/// A field of knowledge that a librarian keeps in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeCategory {
    /// 1 to 100 characters.
    pub name: String,
    /// Tags that belong to it, without `#`; up to 20.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// How a secretary thinks and, for a librarian, looks for things. What is left out follows the
/// person's preferences.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SecretarySettings {
    /// From 0 to 2.
    pub temperature: Option<f64>,
    /// 1 to 1,000,000.
    pub max_tokens: Option<i64>,
    /// Sum up long conversations unasked.
    pub auto_summarize: Option<bool>,
    /// Only of a librarian: in which ways, the most trusted first.
    pub search_strategies: Vec<SearchStrategy>,
    /// Only of a librarian: what is kept in order.
    pub knowledge_categories: Vec<KnowledgeCategory>,
}

/// Requires a temperature that models take.
pub fn temperature(field: &str, value: f64) -> Result<f64> {
    if (0.0..=2.0).contains(&value) { Ok(value) } else { Err(Error::invalid(field, Rule::Range(0, 2))) }
}

impl SecretarySettings {
    fn checked(self, kind: SecretaryKind) -> Result<Self> {
        if let Some(value) = self.temperature {
            temperature("temperature", value)?;
        }
        if let Some(most) = self.max_tokens {
            check::within("max_tokens", most, 1, TOKENS_LIMIT)?;
        }
        if kind != SecretaryKind::Librarian {
            for (field, given) in [
                ("search_strategies", !self.search_strategies.is_empty()),
                ("knowledge_categories", !self.knowledge_categories.is_empty()),
            ] {
                if given {
                    return Err(Error::invalid(field, Rule::Unexpected));
                }
            }
        }
        check::distinct("search_strategies", &self.search_strategies)?;
        if self.knowledge_categories.len() > CATEGORIES_LIMIT {
            return Err(Error::invalid("knowledge_categories", Rule::TooLong(CATEGORIES_LIMIT)));
        }
        let mut categories = Vec::with_capacity(self.knowledge_categories.len());
        for category in self.knowledge_categories {
            categories.push(KnowledgeCategory {
                name: check::line("knowledge_categories", &category.name, NAME_LIMIT)?,
                tags: check::lines("knowledge_categories", &category.tags, 20, NAME_LIMIT)?,
            });
        }
        check::distinct("knowledge_categories", categories.iter().map(|c| crate::text::fold(&c.name)))?;
        Ok(SecretarySettings { knowledge_categories: categories, ..self })
    }
}

fn manual() -> Provider {
    Provider::Manual
}

fn yes() -> bool {
    true
}

/// What stands in a secretary's record. A secretary of the persona that ships as librarian is a
/// librarian from the start and for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretaryContent {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: String,
    /// Their character.
    pub persona_uid: Option<String>,
    /// Through what they speak; manual when left out.
    #[serde(default = "manual")]
    pub provider: Provider,
    /// The model's name there: required with a provider, and only then.
    #[serde(default)]
    pub model: Option<String>,
    /// The account whose key is used.
    #[serde(default)]
    pub credential_uid: Option<String>,
    /// How they think.
    #[serde(default)]
    pub settings: SecretarySettings,
    /// What they can do: up to 50 skills.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// At work; true when left out.
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl SecretaryContent {
    /// Trims and checks every field; whether what it refers to exists is known to the store.
    pub fn checked(self, kind: SecretaryKind) -> Result<Self> {
        let model = check::optional_line("model", self.model.as_deref(), NAME_LIMIT)?;
        match (self.provider, &model) {
            (Provider::Manual, Some(_)) => return Err(Error::invalid("model", Rule::Unexpected)),
            (Provider::Manual, None) if self.credential_uid.is_some() => {
                return Err(Error::invalid("credential_uid", Rule::Unexpected));
            }
            (Provider::Manual, None) => {}
            (_, None) => return Err(Error::invalid("model", Rule::Required)),
            (_, Some(_)) => {}
        }
        if self.skills.len() > SKILLS_LIMIT {
            return Err(Error::invalid("skills", Rule::TooLong(SKILLS_LIMIT)));
        }
        let mut skills = Vec::with_capacity(self.skills.len());
        for skill in self.skills {
            skills.push(Skill {
                name: check::line("skill_name", &skill.name, NAME_LIMIT)?,
                level: check::within("skill_level", skill.level, 1, LEVEL_LIMIT)?,
                description: check::text("skill_description", &skill.description, DESCRIPTION_LIMIT)?,
            });
        }
        check::distinct("skills", skills.iter().map(|skill| crate::text::fold(&skill.name)))?;
        Ok(SecretaryContent {
            name: check::line("name", &self.name, NAME_LIMIT)?,
            description: check::text("description", &self.description, DESCRIPTION_LIMIT)?,
            model,
            settings: self.settings.checked(kind)?,
            skills,
            ..self
        })
    }
}

/// A member of the staff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Secretary {
    /// Their identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Their name.
    pub name: String,
    /// What they do.
    pub description: String,
    /// Secretary or librarian.
    pub kind: SecretaryKind,
    /// Their persona.
    pub persona_uid: Option<String>,
    /// The team they joined first.
    pub team_uid: Option<String>,
    /// Every team they are in.
    pub team_uids: Vec<String>,
    /// The kind of service they speak through.
    pub provider: Provider,
    /// The model's name at that service.
    pub model: Option<String>,
    /// The account whose key is used.
    pub credential_uid: Option<String>,
    /// How they think.
    pub settings: SecretarySettings,
    /// What they can do, by name.
    pub skills: Vec<Skill>,
    /// At work.
    pub is_active: bool,
    /// When they last spoke through a model, UTC.
    pub last_used_at: Option<String>,
    /// How often they did.
    pub usage_count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> SecretaryContent {
        serde_json::from_value(serde_json::json!({ "name": " 花子\n ", "persona_uid": null })).expect("content")
    }

    #[test]
    fn a_model_goes_with_a_provider() {
        let told = |content: SecretaryContent| match content.checked(SecretaryKind::Secretary) {
            Ok(content) => content.name,
            Err(error) => format!("{} {}", error.params["field"], error.params["rule"]).replace('"', ""),
        };
        assert_eq!(told(content()), "花子");
        let model = Some("m".to_owned());
        assert_eq!(told(SecretaryContent { model: model.clone(), ..content() }), "model unexpected");
        let spoken_for = SecretaryContent { provider: Provider::Ollama, ..content() };
        assert_eq!(told(spoken_for.clone()), "model required");
        assert_eq!(told(SecretaryContent { model, ..spoken_for }), "花子");
    }

    #[test]
    fn levels_go_from_one_to_ten_and_only_a_librarian_keeps_categories() {
        let skilled = |level| SecretaryContent {
            skills: vec![Skill { name: "分析".into(), level, description: String::new() }],
            ..content()
        };
        for (level, fits) in [(0, false), (1, true), (10, true), (11, false)] {
            assert_eq!(skilled(level).checked(SecretaryKind::Secretary).is_ok(), fits, "{level}");
        }
        let settings = SecretarySettings { search_strategies: vec![SearchStrategy::Tags], ..Default::default() };
        let keeper = SecretaryContent { settings, ..content() };
        assert!(keeper.clone().checked(SecretaryKind::Librarian).is_ok());
        assert_eq!(
            keeper.checked(SecretaryKind::Secretary).expect_err("no librarian").params["field"],
            "search_strategies"
        );
    }
}
