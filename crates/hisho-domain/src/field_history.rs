//! The history of one thing, field by field, told from the journal: nothing of it is kept twice.
//! Must not know which fields a thing has.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::actor::Author;
use crate::change::{Action, Origin};

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// Its name in the record.
    pub field: String,
    /// What it was; null when it was not there.
    pub old: Value,
    /// What it became.
    pub new: Value,
}

/// One entry of a history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryEntry {
    /// Its place in the journal.
    pub seq: i64,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub by: Author,
    /// From where.
    pub origin: Origin,
    /// What was done.
    pub action: Action,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
    /// What changed of it; empty for what was made, deleted or taken out of the trash.
    pub fields: Vec<FieldChange>,
}

/// The fields in which two records differ, in the order of the newer, but for those that change
/// with everything.
pub fn differences(before: &Value, after: &Value) -> Vec<FieldChange> {
    let empty = Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    if before.is_empty() || after.is_empty() {
        return Vec::new();
    }
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    after
        .keys()
        .chain(gone)
        .filter(|key| !matches!(key.as_str(), "rev" | "updated_at"))
        .filter_map(|key| {
            let value = |record: &Map<String, Value>| record.get(key).cloned().unwrap_or(Value::Null);
            let (old, new) = (value(before), value(after));
            (old != new).then(|| FieldChange { field: key.clone(), old, new })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({ "rev": 1, "title": "a", "due_on": null, "labels": ["x"], "old": 1 });
        let after = json!({ "rev": 2, "title": "b", "due_on": null, "labels": ["x"], "new": 2 });
        let told: Vec<String> = differences(&before, &after).into_iter().map(|c| c.field).collect();
        assert_eq!(told, ["title", "new", "old"]);
        assert!(differences(&Value::Null, &after).is_empty());
    }
}
