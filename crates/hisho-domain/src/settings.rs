//! The person's settings and their defaults. One key each; a key that nothing reads does not
//! belong here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocabulary;

vocabulary! {
    /// A language Hisho speaks.
    pub enum Language {
        Ja = "ja",
        En = "en",
    }
}

vocabulary! {
    /// Light or dark.
    pub enum Theme {
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

/// The settings of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// Null until the person chose one at the first start.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// How many days a thing lies in the trash, and how long what was done can be undone.
    pub trash_days: i64,
}
