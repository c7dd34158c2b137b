//! Labels. Must not know what carries them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::Result;

const NAME_LIMIT: usize = 100;

/// A label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Its name, given once.
    pub name: String,
    /// `#RRGGBB`.
    pub color: Option<String>,
}

/// What of a label is to change; None leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelChange {
    /// 1 to 100 characters, not in use.
    pub name: Option<String>,
    /// Some(None) takes the colour away.
    pub color: Option<Option<String>>,
}

impl LabelChange {
    /// Trims what may be trimmed and refuses what breaks a limit.
    pub fn checked(mut self) -> Result<Self> {
        self.name = self.name.map(|name| check::line("name", &name, NAME_LIMIT)).transpose()?;
        if let Some(Some(color)) = &mut self.color {
            *color = check::color("color", color)?;
        }
        Ok(self)
    }
}
