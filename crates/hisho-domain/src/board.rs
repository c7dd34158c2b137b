//! Boards: columns that each stand for a category of statuses and may hold only so many tasks.
//! Must not know the tasks in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, Rule};
use crate::task::TaskStatus;

const NAME_LIMIT: usize = 100;
/// Most columns of a board.
pub const COLUMNS: usize = 30;
const WIP_LIMIT: i64 = 1000;

/// A column of a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Its identity; empty for a new one, which is then given one.
    #[serde(default)]
    pub uid: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// The status of every task in it.
    pub status: TaskStatus,
    /// `#RRGGBB`.
    #[serde(default)]
    pub color: Option<String>,
    /// At most so many tasks, 1 to 1,000.
    #[serde(default)]
    pub wip_limit: Option<i64>,
}

/// A board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Board {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// The project whose tasks it shows; null for tasks without one.
    pub project_uid: Option<String>,
    /// Its name, given once in a project.
    pub name: String,
    /// From left to right.
    pub columns: Vec<Column>,
}

/// What of a board is to change; None leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardChange {
    /// 1 to 100 characters, not in use.
    pub name: Option<String>,
    /// All columns as they are to be; one left out is removed, its tasks stay.
    pub columns: Option<Vec<Column>>,
}

impl BoardChange {
    /// Trims what may be trimmed and refuses what breaks a limit.
    pub fn checked(mut self) -> Result<Self> {
        self.name = self.name.map(|name| check::line("name", &name, NAME_LIMIT)).transpose()?;
        let Some(columns) = &mut self.columns else { return Ok(self) };
        if columns.len() > COLUMNS {
            return Err(Error::invalid("columns", Rule::TooLong(COLUMNS)));
        }
        for column in columns {
            column.name = check::line("column", &column.name, NAME_LIMIT)?;
            column.color = column.color.as_deref().map(|color| check::color("color", color)).transpose()?;
            if let Some(limit) = column.wip_limit {
                check::within("wip_limit", limit, 1, WIP_LIMIT)?;
            }
        }
        Ok(self)
    }
}
