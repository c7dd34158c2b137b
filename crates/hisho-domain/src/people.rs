//! The team: personas, roles, teams and secretaries. Must not know models or keys beyond the
//! name of the kind of service a secretary speaks through.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocabulary;

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

/// What a secretary may do, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Its identity.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its area.
    pub category: String,
    /// Names of what it allows.
    pub permissions: Vec<String>,
    /// Shipped with Hisho and protected.
    pub is_system: bool,
}

/// A character that a secretary can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Persona {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its name.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// How it thinks.
    pub personality: String,
    /// Its role.
    pub role_uid: Option<String>,
    /// That role's name.
    pub role_name: Option<String>,
    /// Name of a preset icon.
    pub icon: String,
    /// `#RRGGBB`.
    pub color: String,
    /// What it knows.
    pub specialization: Vec<String>,
    /// How it speaks, in a word.
    pub manner: String,
    /// Shipped with Hisho.
    pub is_shipped: bool,
}

/// A group of secretaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Team {
    /// Its identity.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Its area.
    pub team_type: String,
    /// How many it holds at most.
    pub max_members: i64,
    /// Secretaries in it.
    pub members: Vec<String>,
}

/// A member of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Secretary {
    /// Their identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Their name.
    pub name: String,
    /// Secretary or librarian.
    pub kind: SecretaryKind,
    /// Their persona.
    pub persona_uid: Option<String>,
    /// Their team.
    pub team_uid: Option<String>,
    /// The kind of service they speak through.
    pub provider: Provider,
    /// The model's name at that service.
    pub model: Option<String>,
    /// At work.
    pub is_active: bool,
}

/// Everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct People {
    /// Characters.
    pub personas: Vec<Persona>,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Groups.
    pub teams: Vec<Team>,
    /// The staff.
    pub secretaries: Vec<Secretary>,
}
