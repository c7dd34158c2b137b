//! What can be wrong with a query, and how it is told. Must not know how it is found out.

use serde_json::json;

use crate::{Error, Rule};

/// What is wrong with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A group or a property is not closed.
    Unclosed,
    /// Nothing stands behind an operator or beside an OR.
    NoValue,
    /// An operator stands where only words can.
    Misplaced,
    /// Groups lie too deep within one another.
    TooDeep,
    /// It is no pattern.
    BadPattern,
    /// The pattern would take too much memory.
    PatternTooBig,
}

impl Fault {
    /// Its word for the UI.
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::Unclosed => "unclosed",
            Fault::NoValue => "no_value",
            Fault::Misplaced => "misplaced",
            Fault::TooDeep => "too_deep",
            Fault::BadPattern => "bad_pattern",
            Fault::PatternTooBig => "pattern_too_big",
        }
    }
}

/// A part of a query that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong.
    pub fault: Fault,
    /// The part as it was typed.
    pub part: String,
    /// Where it stands, in UTF-16 units of what was typed, end excluded.
    pub at: [usize; 2],
    /// More on a pattern, in English.
    pub detail: Option<String>,
}

impl From<QueryError> for Error {
    fn from(wrong: QueryError) -> Self {
        let rule = match wrong.fault {
            Fault::NoValue => Rule::Required,
            Fault::Misplaced => Rule::Unexpected,
            Fault::Unclosed | Fault::TooDeep | Fault::BadPattern | Fault::PatternTooBig => Rule::Format,
        };
        let mut error = Error::invalid("query", rule);
        error.message = format!("query: {}: {}", wrong.fault.as_str(), wrong.part);
        error.params.insert("reason".into(), json!(wrong.fault.as_str()));
        error.params.insert("part".into(), json!(wrong.part));
        error.params.insert("at".into(), json!(wrong.at));
        if let Some(detail) = wrong.detail {
            error.params.insert("detail".into(), json!(detail));
        }
        error
    }
}
