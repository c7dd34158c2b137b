//! Owns the ways a call can fail: a closed set of codes, and what a service said about it.
//! Must not know how a failure is shown; the screen words the code in the person's language.

use std::time::Duration;

use serde::{Serialize, Serializer};

/// Why a call did not end as it should. The set is closed, so that the screen can say for each what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The base address cannot be used.
    BadAddress,
    /// Nothing answers there: refused, no such host, no route, no network.
    Unreachable,
    /// Somebody answers, but no secure connection comes about.
    Tls,
    /// The proxy refuses or cannot be used.
    Proxy,
    /// The connection broke after it stood.
    Broken,
    /// Nothing came for longer than the patience allows.
    Silent,
    /// The service points elsewhere; it was not followed.
    Redirected,
    /// The key is missing, wrong or expired.
    Unauthorized,
    /// The key is good, and this is not allowed with it.
    Forbidden,
    /// No such model or address.
    NotFound,
    /// Too many calls; `retry_after` says when, if the service did.
    RateLimited,
    /// The money or the quota of the account is spent; waiting does not help.
    QuotaSpent,
    /// The service is overloaded.
    Overloaded,
    /// The service failed.
    ServiceFailed,
    /// The conversation is longer than the model takes.
    ContextOverflow,
    /// The service blocked the question.
    Blocked,
    /// The service does not accept the request.
    BadRequest,
    /// What came is not this protocol.
    Garbage,
    /// What came is larger than is taken.
    TooLarge,
    /// The answer ended before the protocol's own end.
    Incomplete,
    /// The wire has no such call.
    Unsupported,
    /// The person stopped it.
    Stopped,
}

/// The longest message kept of a service, in characters.
const MESSAGE_MAX: usize = 2_000;

/// A failed call.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[error("{code:?}: {message}")]
pub struct Failure {
    /// What kind of failure it is.
    pub code: Code,
    /// The service's own words or ours, for the log; bounded, and without the key.
    pub message: String,
    /// The HTTP status, where one came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The service's own name for the error, such as `insufficient_quota`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How long the service asks to wait; in JSON `retry_after_ms`, whole milliseconds.
    #[serde(rename = "retry_after_ms", serialize_with = "some_millis", skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<Duration>,
    /// What the service calls this exchange; its support asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// For an overflow: how many tokens were sent, and how many the model takes, where the service said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overflow: Option<(u64, u64)>,
    /// The service's own word on whether the same request may be sent again.
    #[serde(skip)]
    pub(crate) again: Option<bool>,
}

/// A time as JSON has it: whole milliseconds.
pub(crate) fn millis<S: Serializer>(time: &Duration, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_u64(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

fn some_millis<S: Serializer>(time: &Option<Duration>, out: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => millis(time, out),
        None => out.serialize_none(),
    }
}

impl Failure {
    /// A failure with a message of ours or of the service; a long one is cut.
    pub fn new(code: Code, message: impl AsRef<str>) -> Failure {
        let message = message.as_ref();
        let message = match message.char_indices().nth(MESSAGE_MAX) {
            Some((at, _)) => format!("{}…", &message[..at]),
            None => message.to_owned(),
        };
        Failure {
            code,
            message,
            status: None,
            kind: None,
            retry_after: None,
            request_id: None,
            overflow: None,
            again: None,
        }
    }

    pub(crate) fn garbage(message: impl AsRef<str>) -> Failure {
        Failure::new(Code::Garbage, message)
    }

    pub(crate) fn with_kind(mut self, kind: Option<&str>) -> Failure {
        self.kind = kind.map(|kind| kind.chars().take(120).collect());
        self
    }
}
