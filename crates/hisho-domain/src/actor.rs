//! Who acts, and how an author is shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::{ActorKind, Origin};

/// Who runs a command and from where. Hosts and engines make it; it is never read from input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person, a secretary or Hisho itself.
    pub kind: ActorKind,
    /// The secretary's uid when `kind` is a secretary.
    pub secretary: Option<String>,
    /// The host or engine it came through.
    pub origin: Origin,
    /// What is done is a decision of the person, which stands: undo leaves it alone.
    pub decides: bool,
}

impl Actor {
    /// The person, at one of the hosts.
    pub fn person(origin: Origin) -> Self {
        Actor { kind: ActorKind::Person, secretary: None, origin, decides: false }
    }

    /// The person, by an edit in a mirrored note.
    pub fn person_in_vault() -> Self {
        Actor::person(Origin::Vault)
    }

    /// A secretary, through the engine that speaks for them.
    pub fn secretary(uid: impl Into<String>) -> Self {
        Actor { kind: ActorKind::Secretary, secretary: Some(uid.into()), origin: Origin::Engine, decides: false }
    }

    /// Hisho itself.
    pub fn system() -> Self {
        Actor { kind: ActorKind::System, secretary: None, origin: Origin::Engine, decides: false }
    }
}

/// Who wrote or decided something, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Author {
    /// The person, a secretary or Hisho itself.
    pub kind: ActorKind,
    /// Which secretary.
    pub secretary_uid: Option<String>,
    /// The secretary's name.
    pub name: Option<String>,
}
