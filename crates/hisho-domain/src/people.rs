//! The team's setting: roles, personas and teams, what may stand in them, and everybody as one
//! list. Secretaries themselves are in [`crate::secretary`].
//! Must not know models, keys or tables.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::secretary::{Provider, Secretary, SecretaryKind};
use crate::{Error, Result, Rule, check, vocabulary};

/// Longest name of a role, persona, team, secretary or skill.
pub const NAME_LIMIT: usize = 100;
/// Longest description of one of them.
pub const DESCRIPTION_LIMIT: usize = 1000;
/// Longest personality.
pub const PERSONALITY_LIMIT: usize = 5000;
/// Longest category, subcategory or manner.
pub const WORD_LIMIT: usize = 50;
/// Most entries of a persona's specialisation.
pub const SPECIALIZATION_LIMIT: usize = 20;
/// Most seats a team can have.
pub const SEATS_LIMIT: i64 = 100;
/// The icons that are drawn.
pub const PRESET_ICONS: [&str; 5] =
    ["project_manager", "tech_architect", "creative_director", "data_analyst", "librarian"];

/// The styles in which an icon is drawn from a name: the crest of a family, waves of the sea, a
/// lattice of wood, hills under a moon, a face.
pub const DRAWN_STYLES: [&str; 5] = ["crest", "waves", "lattice", "hills", "face"];

vocabulary! {
    /// What a role allows. What a secretary says or drafts becomes something only where the person
    /// takes it; a permission says into what it may be taken.
    pub enum Permission {
        All = "all",
        /// Notes of the vault go along with what their model is told.
        Read = "read",
        /// What they said or drafted may become a note.
        Write = "write",
        /// They draft results of the tasks given to them.
        AiOperations = "ai_operations",
        /// Kept as the primary specification has it; nothing that secretaries do falls under it.
        TeamManagement = "team_management",
        /// What they drafted may become tasks.
        WorkflowManagement = "workflow_management",
    }
}

vocabulary! {
    /// The area a team works in.
    pub enum TeamType {
        General = "general",
        Development = "development",
        Design = "design",
        Management = "management",
        Analytics = "analytics",
        Knowledge = "knowledge",
    }
}

vocabulary! {
    /// What a secretary is within a team.
    pub enum TeamRole {
        Leader = "leader",
        Member = "member",
    }
}

vocabulary! {
    /// Where a persona's icon comes from.
    pub enum IconType {
        /// One that Hisho draws.
        Preset = "preset",
        /// A picture of the person's.
        Upload = "upload",
        /// Drawn by Hisho from the name, in a style; no model and no file are needed.
        Generated = "generated",
    }
}

/// What stands in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleContent {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// What it is for, up to 1,000 characters.
    #[serde(default)]
    pub description: String,
    /// Its area, 1 to 50 characters.
    pub category: String,
    /// A narrower area.
    #[serde(default)]
    pub subcategory: Option<String>,
    /// What it allows.
    #[serde(default)]
    pub permissions: Vec<Permission>,
}

impl RoleContent {
    /// Trims and checks every field.
    pub fn checked(self) -> Result<Self> {
        check::distinct("permissions", &self.permissions)?;
        Ok(RoleContent {
            name: check::line("name", &self.name, NAME_LIMIT)?,
            description: check::text("description", &self.description, DESCRIPTION_LIMIT)?,
            category: check::line("category", &self.category, WORD_LIMIT)?,
            subcategory: check::optional_line("subcategory", self.subcategory.as_deref(), WORD_LIMIT)?,
            permissions: self.permissions,
        })
    }
}

/// What a secretary may do, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its area.
    pub category: String,
    /// A narrower area.
    pub subcategory: Option<String>,
    /// What it allows.
    pub permissions: Vec<Permission>,
    /// Shipped with Hisho and protected.
    pub is_system: bool,
}

impl Role {
    /// Whether it allows this, by itself or by allowing everything.
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.iter().any(|held| matches!(held, Permission::All) || *held == permission)
    }
}

fn preset() -> IconType {
    IconType::Preset
}

/// What stands in a persona.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaContent {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// What it is good for, up to 1,000 characters.
    #[serde(default)]
    pub description: String,
    /// How it thinks, 1 to 5,000 characters.
    pub personality: String,
    /// Its role.
    #[serde(default)]
    pub role_uid: Option<String>,
    /// Where its icon comes from; preset when left out.
    #[serde(default = "preset")]
    pub icon_type: IconType,
    /// Name of a preset icon, also what is shown while a picture cannot be; of a generated icon its style.
    pub icon: String,
    /// The picture of an uploaded icon.
    #[serde(default)]
    pub icon_attachment_uid: Option<String>,
    /// A larger picture.
    #[serde(default)]
    pub image_attachment_uid: Option<String>,
    /// `#RRGGBB`.
    pub color: String,
    /// What it knows: up to 20 entries of up to 100 characters.
    #[serde(default)]
    pub specialization: Vec<String>,
    /// How it speaks, up to 50 characters.
    #[serde(default)]
    pub manner: String,
}

impl PersonaContent {
    /// Trims and checks every field; whether what it refers to exists is known to the store.
    pub fn checked(self) -> Result<Self> {
        let known: &[&str] = if self.icon_type == IconType::Generated { &DRAWN_STYLES } else { &PRESET_ICONS };
        if !known.contains(&self.icon.as_str()) {
            return Err(Error::invalid("icon", Rule::UnknownValue));
        }
        match (self.icon_type, &self.icon_attachment_uid) {
            (IconType::Preset | IconType::Generated, Some(_)) => {
                return Err(Error::invalid("icon_attachment_uid", Rule::Unexpected));
            }
            (IconType::Upload, None) => return Err(Error::invalid("icon_attachment_uid", Rule::Required)),
            _ => {}
        }
        Ok(PersonaContent {
            name: check::line("name", &self.name, NAME_LIMIT)?,
            description: check::text("description", &self.description, DESCRIPTION_LIMIT)?,
            personality: check::required_text("personality", &self.personality, PERSONALITY_LIMIT)?,
            color: check::color("color", &self.color)?,
            specialization: check::lines("specialization", &self.specialization, SPECIALIZATION_LIMIT, NAME_LIMIT)?,
            manner: check::optional_line("manner", Some(&self.manner), WORD_LIMIT)?.unwrap_or_default(),
            ..self
        })
    }
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
    /// Where its icon comes from.
    pub icon_type: IconType,
    /// Name of a preset icon, or the style of a generated one.
    pub icon: String,
    /// The picture of an uploaded icon.
    pub icon_attachment_uid: Option<String>,
    /// A larger picture.
    pub image_attachment_uid: Option<String>,
    /// `#RRGGBB`.
    pub color: String,
    /// What it knows.
    pub specialization: Vec<String>,
    /// How it speaks, in a word.
    pub manner: String,
    /// Shipped with Hisho.
    pub is_shipped: bool,
}

fn general() -> TeamType {
    TeamType::General
}

fn ten() -> i64 {
    10
}

fn yes() -> bool {
    true
}

/// What stands in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamContent {
    /// 1 to 100 characters, not in use.
    pub name: String,
    /// What it does, up to 1,000 characters.
    #[serde(default)]
    pub description: String,
    /// Its area; general when left out.
    #[serde(default = "general")]
    pub team_type: TeamType,
    /// How many it holds at most, 1 to 100; 10 when left out.
    #[serde(default = "ten")]
    pub max_members: i64,
    /// At work; true when left out.
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl TeamContent {
    /// Trims and checks every field.
    pub fn checked(self) -> Result<Self> {
        Ok(TeamContent {
            name: check::line("name", &self.name, NAME_LIMIT)?,
            description: check::text("description", &self.description, DESCRIPTION_LIMIT)?,
            max_members: check::within("max_members", self.max_members, 1, SEATS_LIMIT)?,
            ..self
        })
    }
}

/// A secretary's seat in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Seat {
    /// Who.
    pub secretary_uid: String,
    /// As what.
    pub role: TeamRole,
    /// Since when, UTC.
    pub joined_at: String,
}

/// A group of secretaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Team {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Its area.
    pub team_type: TeamType,
    /// How many it holds at most.
    pub max_members: i64,
    /// At work.
    pub is_active: bool,
    /// Secretaries in it.
    pub members: Vec<String>,
    /// The same with their roles, in the order in which they joined.
    pub seats: Vec<Seat>,
    /// Shipped with Hisho.
    pub is_shipped: bool,
}

/// Everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// The first name like `name` that is free: `name`, else `name 2`, `name 3` and so on, cut so
/// that it stays within the limit.
pub fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    (2..)
        .map(|n| {
            let tail = format!(" {n}");
            let kept: String = name.chars().take(NAME_LIMIT - tail.len()).collect();
            format!("{}{tail}", kept.trim_end())
        })
        .find(|name| !taken(name))
        .expect("numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_gets_the_next_free_name_within_the_limit() {
        assert_eq!(free_name("秘書", |_| false), "秘書");
        assert_eq!(free_name("秘書", |name| name == "秘書"), "秘書 2");
        let long = "あ".repeat(NAME_LIMIT);
        let free = free_name(&long, |name| name == long);
        assert_eq!((free.chars().count(), free.ends_with(" 2")), (NAME_LIMIT, true));
    }

    #[test]
    fn an_icon_needs_its_picture_and_only_then() {
        let persona = |icon_type, picture: Option<&str>| PersonaContent {
            name: "司書".into(),
            description: String::new(),
            personality: "静か".into(),
            role_uid: None,
            icon_type,
            icon: "librarian".into(),
            icon_attachment_uid: picture.map(str::to_owned),
            image_attachment_uid: None,
            color: "#ef4444".into(),
            specialization: vec!["データ".into()],
            manner: String::new(),
        };
        assert_eq!(persona(IconType::Preset, None).checked().expect("valid").color, "#EF4444");
        assert!(persona(IconType::Upload, Some("a")).checked().is_ok());
        assert_eq!(persona(IconType::Upload, None).checked().expect_err("no picture").params["rule"], "required");
        assert_eq!(persona(IconType::Preset, Some("a")).checked().expect_err("a picture").params["rule"], "unexpected");
        let drawn = |icon: &str, picture| PersonaContent { icon: icon.into(), ..persona(IconType::Generated, picture) };
        assert!(drawn("waves", None).checked().is_ok());
        assert_eq!(drawn("librarian", None).checked().expect_err("no style").params["rule"], "unknown_value");
        assert_eq!(drawn("waves", Some("a")).checked().expect_err("a picture").params["rule"], "unexpected");
        let styled = PersonaContent { icon: "waves".into(), ..persona(IconType::Preset, None) };
        assert_eq!(styled.checked().expect_err("no preset").params["rule"], "unknown_value");
        let twice = PersonaContent {
            specialization: vec!["データ".into(), "ﾃﾞｰﾀ".into()],
            ..persona(IconType::Preset, None)
        };
        assert_eq!(twice.checked().expect_err("twice").params["rule"], "duplicate");
    }
}
