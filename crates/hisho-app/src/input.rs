//! Inputs that many commands share.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Names one thing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its identity.
    pub uid: String,
}

/// Names one thing at the revision that was read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtRev {
    /// Its identity.
    pub uid: String,
    /// The revision that was read; a lost race is an error.
    pub rev: i64,
}

/// A thing that went into the trash.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Deleted {
    /// Its identity.
    pub uid: String,
    /// Its revision there, for taking it out again.
    pub rev: i64,
}

/// Tells null from a field that was left out.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
