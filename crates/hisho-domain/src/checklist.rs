//! The small steps of a task, ticked one by one. Must not know tasks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Rule, check};

/// Most steps of one task.
pub const ITEMS_LIMIT: usize = 100;
const TEXT_LIMIT: usize = 500;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// Its identity; empty for a new one, which is then given one.
    #[serde(default)]
    pub uid: String,
    /// What is to be done, 1 to 500 characters.
    pub text: String,
    /// It is done.
    #[serde(default)]
    pub is_done: bool,
}

/// Trims the texts and refuses what breaks a limit; an item is there once.
pub fn checked(mut items: Vec<ChecklistItem>) -> Result<Vec<ChecklistItem>> {
    if items.len() > ITEMS_LIMIT {
        return Err(Error::invalid("items", Rule::TooLong(ITEMS_LIMIT)));
    }
    for item in &mut items {
        item.text = check::line("items", &item.text, TEXT_LIMIT)?;
    }
    check::distinct("items", items.iter().map(|item| &item.uid).filter(|uid| !uid.is_empty()))?;
    Ok(items)
}
