//! Owns the reading of a service's refusals: a status, headers and a body become a failure with a code.
//! Must not know what was asked, nor decide whether to ask again.

use std::time::SystemTime;

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::failure::{Code, Failure};
use crate::retry;

/// The failure a status other than success stands for. `body` is what was read of it, perhaps cut.
pub(crate) fn of_status(status: u16, headers: &HeaderMap, body: &[u8]) -> Failure {
    let value = serde_json::from_slice::<Value>(body).ok();
    let mut failure = match value.as_ref().and_then(of_value) {
        Some(said) => said,
        None => Failure::new(Code::Garbage, plain(body)),
    };
    let by_status = coded(status);
    // What the body names is more exact than the status, except where it names nothing known.
    if matches!(failure.code, Code::Garbage) || (failure.code == Code::BadRequest && by_status != Code::BadRequest) {
        failure.code = by_status;
    }
    if failure.message.is_empty() {
        failure.message = format!("the service answered with status {status}");
    }
    failure.status = Some(status);
    failure.retry_after = retry::asked(headers, SystemTime::now()).or(failure.retry_after);
    failure.again = retry::word(headers).or(failure.again);
    let id = ["x-request-id", "request-id"].iter().find_map(|name| headers.get(*name)?.to_str().ok());
    failure.request_id = id.map(|id| id.chars().take(200).collect()).or(failure.request_id);
    failure
}

fn coded(status: u16) -> Code {
    match status {
        300..=399 => Code::Redirected,
        401 => Code::Unauthorized,
        402 => Code::QuotaSpent,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        405 | 501 => Code::Unsupported,
        407 => Code::Proxy,
        408 | 500 | 502..=504 => Code::ServiceFailed,
        429 => Code::RateLimited,
        529 => Code::Overloaded,
        400..=499 => Code::BadRequest,
        500..=599 => Code::ServiceFailed,
        _ => Code::Garbage,
    }
}

/// The failure that a JSON body tells of, in any of the services' forms; `None` where it tells of none.
pub(crate) fn of_value(value: &Value) -> Option<Failure> {
    let value = if let Value::Array(all) = value { all.first()? } else { value };
    let error = match value.get("error") {
        Some(Value::Null) | None => match (value.get("detail"), value.get("message")) {
            // Forms of frameworks that compatible servers are built on; with a `type` of error only.
            (Some(detail), _) => return Some(of_text(&text_of(detail), None)),
            (None, Some(Value::String(message))) if value.get("type").is_some_and(|kind| kind == "error") => {
                return Some(of_text(message, value.get("code").and_then(Value::as_str)));
            }
            _ => return None,
        },
        Some(error) => error,
    };
    let Value::Object(fields) = error else { return Some(of_text(&text_of(error), None)) };
    let word = |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let details = fields.get("details").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let reason = details.iter().find_map(|detail| detail.get("reason")?.as_str());
    let message = word("message").map_or_else(|| text_of(error), str::to_owned);
    // The most exact name first: OpenAI has a code within a type, Google a reason within a status.
    let names = [reason, word("code"), word("type"), word("status")];
    let named = names.into_iter().flatten().find(|name| of_name(name).is_some());
    let mut failure = of_text(&message, named.or(names.into_iter().flatten().next()));
    let size = |name: &str| fields.get(name).and_then(Value::as_u64);
    if let (Some(sent), Some(window)) = (size("n_prompt_tokens"), size("n_ctx")) {
        failure.overflow = Some((sent, window));
    }
    let delay = details.iter().find_map(|detail| detail.get("retryDelay")?.as_str());
    failure.retry_after = delay.and_then(|delay| retry::parse(delay, SystemTime::now()));
    if details.iter().any(|detail| detail.to_string().contains("PerDay")) {
        failure.again = Some(false);
    }
    failure.request_id = value.get("request_id").and_then(Value::as_str).map(str::to_owned);
    Some(failure)
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A failure known by its words alone.
fn of_text(message: &str, kind: Option<&str>) -> Failure {
    let mut code = kind.and_then(of_name).unwrap_or(Code::BadRequest);
    let lower = message.to_lowercase();
    let overflow = ["prompt is too long", "maximum context length", "context size", "context window", "context length"];
    if code == Code::BadRequest && overflow.iter().any(|words| lower.contains(words)) {
        code = Code::ContextOverflow;
    }
    let mut failure = Failure::new(code, message).with_kind(kind);
    if code == Code::ContextOverflow {
        let numbers = lower.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
        let sizes: Vec<u64> = numbers.filter(|size| *size >= 64).take(2).collect();
        if let [one, other] = sizes[..] {
            failure.overflow = Some((one.max(other), one.min(other)));
        }
    }
    failure
}

/// The code for a service's own name of an error.
fn of_name(name: &str) -> Option<Code> {
    Some(match name {
        "insufficient_quota" | "billing_error" | "billing_hard_limit_reached" | "billing_not_active" => {
            Code::QuotaSpent
        }
        "rate_limit_exceeded" | "rate_limit_error" | "RESOURCE_EXHAUSTED" | "requests" | "tokens" => Code::RateLimited,
        "overloaded_error" | "UNAVAILABLE" | "unavailable_error" | "server_overloaded" => Code::Overloaded,
        "authentication_error" | "invalid_api_key" | "API_KEY_INVALID" | "UNAUTHENTICATED" => Code::Unauthorized,
        "permission_error" | "PERMISSION_DENIED" => Code::Forbidden,
        "not_found_error" | "model_not_found" | "NOT_FOUND" => Code::NotFound,
        "context_length_exceeded" | "exceed_context_size_error" => Code::ContextOverflow,
        "content_filter" | "content_policy_violation" => Code::Blocked,
        "not_supported_error" | "UNIMPLEMENTED" => Code::Unsupported,
        "api_error" | "server_error" | "INTERNAL" | "internal_server_error" | "timeout_error" | "DEADLINE_EXCEEDED" => {
            Code::ServiceFailed
        }
        "invalid_request_error" | "INVALID_ARGUMENT" | "FAILED_PRECONDITION" | "request_too_large" => Code::BadRequest,
        _ => return None,
    })
}

/// The readable beginning of a body that is not JSON: a page of a proxy, mostly.
fn plain(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(2_000)]);
    let mut inside = false;
    let shown = text.chars().filter(|letter| match letter {
        '<' => {
            inside = true;
            false
        }
        '>' => !std::mem::replace(&mut inside, false),
        _ => !inside,
    });
    let words: String = shown.map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Failure {
        of_status(status, &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn services_words_are_understood() {
        let cases = [
            (
                429,
                r#"{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}"#,
                Code::QuotaSpent,
            ),
            (429, r#"{"error":{"message":"m","type":"tokens","code":"rate_limit_exceeded"}}"#, Code::RateLimited),
            (400, r#"{"error":{"message":"m","code":"context_length_exceeded","type":"x"}}"#, Code::ContextOverflow),
            (529, r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#, Code::Overloaded),
            (400, r#"{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}"#, Code::BadRequest),
            (404, r#"{"error":"model \"x\" not found"}"#, Code::NotFound),
            (422, r#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, Code::BadRequest),
            (401, "", Code::Unauthorized),
            (502, "<html><title>Bad gateway</title></html>", Code::ServiceFailed),
            (418, "teapot", Code::BadRequest),
        ];
        for (status, body, code) in cases {
            assert_eq!(of(status, body).code, code, "{status} {body}");
        }
        assert_eq!(of(502, "<html><b>Bad</b>\n gateway</html>").message, "Bad gateway");
    }

    #[test]
    fn an_overflow_tells_its_numbers() {
        let llama = r#"{"error":{"code":400,"message":"m","n_ctx":512,"n_prompt_tokens":2009,"type":"exceed_context_size_error"}}"#;
        assert_eq!(of(400, llama).overflow, Some((2009, 512)));
        let claude = r#"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 205000 tokens > 200000 maximum"}}"#;
        let failure = of(400, claude);
        assert_eq!((failure.code, failure.overflow), (Code::ContextOverflow, Some((205_000, 200_000))));
    }

    #[test]
    fn geminis_delay_is_in_the_body() {
        let body =
            r#"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34.5s"}]}}"#;
        let failure = of(429, body);
        assert_eq!(failure.retry_after.unwrap().as_millis(), 34_500);
        assert!(retry::allowed(&failure));
        let daily = body.replace("\"34.5s\"", "\"3s\",\"violations\":[{\"quotaId\":\"RequestsPerDayPerProject\"}]");
        assert!(!retry::allowed(&of(429, &daily)));
    }
}
