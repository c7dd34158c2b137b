//! Standard output, and what is said on standard error of what went wrong: a sentence for a person, or
//! the error as every host gives it. Must not know what any command does.

use std::io::{ErrorKind, Write};

use hisho_domain::{Error, ErrorCode, Result};
use serde_json::Value;

/// `what` of the error that stands for a reader who had enough, as `head` has.
const CLOSED: &str = "standard_output_closed";

/// Prints a text as it is, at once.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Error::io(CLOSED, None, error),
        _ => Error::io("standard_output", None, error),
    })
}

/// Whether nobody reads what is printed any more: no failure, but nothing is left to do.
pub fn is_closed(error: &Error) -> bool {
    error.code == ErrorCode::Io && error.params.get("what").is_some_and(|what| what == CLOSED)
}

/// What went wrong, for a person at a terminal.
pub fn sentence(error: &Error) -> String {
    let said = |name: &str| match error.params.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let (path, detail) = (said("path"), said("detail"));
    match error.code {
        ErrorCode::NoVault => "no vault is in use yet; `hisho vault index DIR` takes one into use".to_owned(),
        ErrorCode::VaultUnusable => match said("reason").as_str() {
            "missing" => format!("there is no folder {path}"),
            "not_a_folder" => format!("{path} is not a folder"),
            reason => format!("{path} cannot be used as a vault ({})", reason.replace('_', " ")),
        },
        ErrorCode::InUse => format!("another Hisho is at work in {path}; close it first"),
        ErrorCode::DatabaseCorrupt => {
            format!("the database {path} is damaged ({detail}); `hisho rescue list` names its backups")
        }
        ErrorCode::DatabaseNewer => "the database was written by a newer Hisho and is left as it is".to_owned(),
        ErrorCode::DatabaseLocked => format!("another program holds the database {path}; try again"),
        ErrorCode::Invalid if said("field") == "query" => {
            query(&said("reason"), &said("part"), &said("limit"), &detail)
        }
        ErrorCode::Invalid if said("field") == "limit" => "--limit is too large".to_owned(),
        ErrorCode::Refused if said("reason") == "search_too_long" => {
            format!("the search took more than {} seconds and was given up; ask for less", said("seconds"))
        }
        ErrorCode::Io if path.is_empty() => format!("{}: {detail}", said("what").replace('_', " ")),
        ErrorCode::Io => format!("{} {path}: {detail}", said("what").replace('_', " ")),
        _ => error.message.clone(),
    }
}

/// What is wrong with a query.
fn query(reason: &str, part: &str, limit: &str, detail: &str) -> String {
    match reason {
        "unclosed" => format!("what begins with {part} is not closed"),
        "no_value" => format!("something is missing behind {part}"),
        "misplaced" => format!("{part} cannot stand there"),
        "too_deep" => "brackets lie too deep within one another".to_owned(),
        "bad_pattern" => format!("{part} is no pattern: {detail}"),
        "pattern_too_big" => format!("the pattern {part} is too big"),
        _ => format!("the query has more than {limit} characters"),
    }
}

#[cfg(test)]
mod tests {
    use hisho_domain::Rule;
    use serde_json::json;

    use super::*;

    #[test]
    fn errors_are_told_in_a_sentence() {
        let query = |typed: &str| Error::from(hisho_domain::search::Query::parse(typed).expect_err(typed));
        let no_vault = Error::new(ErrorCode::NoVault, "no vault", json!({}));
        for (error, told) in [
            (query("(a"), "what begins with (a is not closed"),
            (query("/(/"), "/(/ is no pattern: "),
            (Error::invalid("query", Rule::TooLong(1000)), "the query has more than 1000 characters"),
            (Error::io("reading", Some("/x"), "not there"), "reading /x: not there"),
            (no_vault, "no vault is in use yet; `hisho vault index DIR`"),
            (Error::internal("a bug"), "a bug"),
        ] {
            assert!(sentence(&error).starts_with(told), "{}", sentence(&error));
        }
    }
}
