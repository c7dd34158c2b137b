//! What goes out of a project and comes in: the columns of its table, what is wrong with one, and
//! what an import did. Must not know how a file is written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::task::Task;

/// The columns of a table of tasks, in the order in which they are written. Read, they may stand in any
/// order, and all but the title may be missing. Entries of a list are separated by semicolons; `parent`
/// and `depends_on` name the `key` of other rows of the same table.
pub const COLUMNS: [&str; 15] = [
    "key",
    "title",
    "description",
    "type",
    "status",
    "priority",
    "assistant",
    "start_on",
    "due_on",
    "estimated_minutes",
    "actual_minutes",
    "parent",
    "depends_on",
    "labels",
    "recurrence",
];

/// Most rows of a table that is read.
pub const ROWS_LIMIT: usize = 5_000;
/// Most characters of such a table.
pub const TEXT_LIMIT: usize = 5_000_000;

/// Something wrong in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RowFault {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column, or `row` for the row as a whole.
    pub field: String,
    /// The rule that is broken, as in the parameters of an error.
    pub rule: String,
}

impl RowFault {
    /// A broken rule.
    pub fn new(line: u64, field: &str, rule: &str) -> Self {
        RowFault { line, field: field.to_owned(), rule: rule.to_owned() }
    }

    /// What an error says of a column.
    pub fn of(line: u64, column: &str, error: &Error) -> Self {
        let rule = error.params.get("rule").or(error.params.get("reason")).and_then(serde_json::Value::as_str);
        RowFault::new(line, column, rule.unwrap_or("format"))
    }
}

/// What became of a table that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableImport {
    /// How many rows it has.
    pub rows: usize,
    /// Everything wrong with it; with one or more nothing was written.
    pub faults: Vec<RowFault>,
    /// The tasks that were made; none when it was only tried.
    pub tasks: Vec<Task>,
}

/// What became of checkboxes of notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckboxImport {
    /// The tasks that were made.
    pub tasks: Vec<Task>,
    /// How many checkboxes have a task already.
    pub known: usize,
}

/// A text to be kept as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TextFile {
    /// What it may be called.
    pub name: String,
    /// What it says.
    pub text: String,
}
