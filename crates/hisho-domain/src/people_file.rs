//! People as one readable file: what stands in it, and what it may not hold. They refer to each
//! other by name; keys, accounts and what was said are no part of it.
//! Must not know where the file lies, or how what is in it comes into the database.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::people::{IconType, RoleContent, TeamContent, TeamRole};
use crate::secretary::{Provider, SecretarySettings, Skill};

/// What the first field of the file says.
pub const FORMAT: &str = "hisho team";
/// The version that is written, and the newest that is read.
pub const VERSION: u32 = 1;
/// Most entries of one kind.
pub const ENTRIES_LIMIT: usize = 1_000;
/// Longest file, in bytes: a thousand pictures fit.
pub const BYTES_LIMIT: usize = 64 * 1024 * 1024;

/// Only what says whose file it is: read before the rest, which another version may write otherwise.
#[derive(Debug, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
}

/// The file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleFile {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// What secretaries may do.
    pub roles: Vec<RoleContent>,
    /// Characters.
    pub personas: Vec<PersonaEntry>,
    /// The staff.
    pub secretaries: Vec<SecretaryEntry>,
    /// Groups.
    pub teams: Vec<TeamEntry>,
}

/// A persona in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonaEntry {
    /// Its name.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// How it thinks.
    pub personality: String,
    /// How it speaks.
    pub manner: String,
    /// What it knows.
    pub specialization: Vec<String>,
    /// The name of its role.
    pub role: Option<String>,
    /// `#RRGGBB`.
    pub color: String,
    /// Where its icon comes from.
    pub icon_type: IconType,
    /// Name of a preset icon, or the style of a generated one.
    pub icon: String,
    /// The picture of an uploaded icon: a PNG in Base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// A secretary in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretaryEntry {
    /// Their name.
    pub name: String,
    /// What they do.
    pub description: String,
    /// A librarian.
    pub librarian: bool,
    /// The name of their persona.
    pub persona: Option<String>,
    /// The kind of service they speak through; its account is chosen where the file is read.
    pub provider: Provider,
    /// The model's name there.
    pub model: Option<String>,
    /// How they think.
    pub settings: SecretarySettings,
    /// What they can do.
    pub skills: Vec<Skill>,
    /// At work.
    pub is_active: bool,
}

/// A team in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamEntry {
    /// What stands in it.
    pub team: TeamContent,
    /// Who sits there.
    pub seats: Vec<SeatEntry>,
}

/// A seat in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatEntry {
    /// The name of a secretary of the file.
    pub secretary: String,
    /// As what.
    pub role: TeamRole,
}

/// What came of reading such a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeopleImported {
    /// Roles, personas, secretaries and teams that were added.
    pub added: i64,
    /// Those that were there already, word for word.
    pub kept: i64,
    /// Of the added, those that got another name, since theirs was taken.
    pub renamed: i64,
}
