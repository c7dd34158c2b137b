//! The one error that crosses every host: a code from a small closed set, a message for the
//! log, and parameters from which the UI words it in the person's language.
//! Must not know hosts, SQL or files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::change::Entity;

/// What kind of failure it is. A code exists only where somebody handles it by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No command has this name. `{command}`
    UnknownCommand,
    /// The input is no JSON or not of the command's shape. `{command, detail, field?}`
    BadInput,
    /// A field breaks a rule. `{field, rule, limit?, least?, most?}`
    Invalid,
    /// `{entity, uid?, path?}`
    NotFound,
    /// Somebody changed it since it was read; nothing was written. `{entity}`
    Stale,
    /// The rules of the domain forbid it now. `{reason, …}`
    Refused,
    /// Only the person may decide this, by a gesture on what is on the screen. `{command}`
    PersonOnly,
    /// No vault is chosen.
    NoVault,
    /// `{reason, path}`
    VaultUnusable,
    /// Another running Hisho has this data folder. `{path}`
    InUse,
    /// `{path, detail}`
    DatabaseCorrupt,
    /// `{found, supported}`
    DatabaseNewer,
    /// `{path}`
    DatabaseLocked,
    /// The schema could not be changed; the database is as it was. `{path, version, name, detail}`
    MigrationFailed,
    /// `{id, detail}`
    BackupDamaged,
    /// A folder that is no export, or not a whole one; nothing was written. `{reason, path?, detail?}`
    ImportUnusable,
    /// A model service gave no whole answer. `{failure: {code, message, status?, kind?, retry_after_ms?, overflow?}}`
    Unanswered,
    /// A file or folder could not be read or written. `{what, path?, detail}`
    Io,
    /// A bug of ours; the log has more.
    Internal,
}

/// A failed command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// What kind of failure it is.
    pub code: ErrorCode,
    /// What was being done and to what, in English, for the log.
    pub message: String,
    /// The facts from which the UI words it.
    #[serde(default)]
    pub params: Map<String, Value>,
}

/// Why a field is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It must not be empty.
    Required,
    /// It has more characters or entries than the limit.
    TooLong(usize),
    /// It is not of the form that is asked for.
    Format,
    /// It names something that does not exist.
    UnknownValue,
    /// It ends before it starts.
    BeforeStart,
    /// It is less than the first or more than the second.
    Range(i64, i64),
    /// An entry of it is there twice.
    Duplicate,
    /// It does not go together with what else is given.
    Unexpected,
    /// It would wait for, or be a part of, itself.
    Cycle,
}

impl Error {
    /// An error with its parameters; `params` must be a JSON object.
    pub fn new(code: ErrorCode, message: impl Into<String>, params: Value) -> Self {
        let params = match params {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        Error { code, message: message.into(), params }
    }

    /// A field that breaks a rule.
    pub fn invalid(field: &str, rule: Rule) -> Self {
        let (name, limit) = match rule {
            Rule::Required => ("required", None),
            Rule::TooLong(limit) => ("too_long", Some(limit)),
            Rule::Format => ("format", None),
            Rule::UnknownValue => ("unknown_value", None),
            Rule::BeforeStart => ("before_start", None),
            Rule::Range(..) => ("range", None),
            Rule::Duplicate => ("duplicate", None),
            Rule::Unexpected => ("unexpected", None),
            Rule::Cycle => ("cycle", None),
        };
        let mut params = json!({ "field": field, "rule": name });
        if let Rule::Range(least, most) = rule {
            (params["least"], params["most"]) = (json!(least), json!(most));
        }
        if let Some(limit) = limit {
            params["limit"] = json!(limit);
        }
        Error::new(ErrorCode::Invalid, format!("{field}: {name}"), params)
    }

    /// Something that is not there, or no longer.
    pub fn not_found(entity: Entity, uid: &str) -> Self {
        Error::new(
            ErrorCode::NotFound,
            format!("no {} {uid}", entity.as_str()),
            json!({ "entity": entity, "uid": uid }),
        )
    }

    /// A write that lost the race: the revision it read is no longer the newest.
    pub fn stale(entity: Entity) -> Self {
        Error::new(
            ErrorCode::Stale,
            format!("the {} was changed since it was read", entity.as_str()),
            json!({ "entity": entity }),
        )
    }

    /// A move that the rules forbid now.
    pub fn refused(reason: &str, params: Value) -> Self {
        let mut error = Error::new(ErrorCode::Refused, format!("refused: {reason}"), params);
        error.params.insert("reason".into(), json!(reason));
        error
    }

    /// A name that somebody else of the kind has.
    pub fn name_taken(name: &str) -> Self {
        Error::refused("name_taken", json!({ "field": "name", "name": name }))
    }

    /// A file or folder that could not be read or written.
    pub fn io(what: &str, path: Option<&str>, detail: impl std::fmt::Display) -> Self {
        Error::new(
            ErrorCode::Io,
            format!("{what}: {detail}"),
            json!({ "what": what, "path": path, "detail": detail.to_string() }),
        )
    }

    /// A bug of ours.
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        Error::new(ErrorCode::Internal, detail.to_string(), json!({}))
    }
}

/// The result of everything that can fail towards a host.
pub type Result<T> = std::result::Result<T, Error>;
