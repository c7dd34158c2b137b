//! Owns whether and when a request is sent again: the service's words on it in all their forms.
//! Must not know any wire's requests, and sends nothing itself.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;

use crate::failure::{Code, Failure};
use crate::limits::Patience;

/// Whether the service's words allow to send the same request again.
pub(crate) fn allowed(failure: &Failure) -> bool {
    if failure.code == Code::QuotaSpent {
        return false;
    }
    if let Some(word) = failure.again {
        return word;
    }
    match failure.code {
        Code::RateLimited | Code::Overloaded => true,
        // 502 to 504 say themselves that they pass. A bare 500 says nothing; one that names its kind does.
        Code::ServiceFailed => match failure.status {
            Some(408 | 502 | 503 | 504) => true,
            _ => failure.retry_after.is_some() || failure.kind.as_deref().is_some_and(passes),
        },
        _ => false,
    }
}

fn passes(kind: &str) -> bool {
    matches!(kind, "api_error" | "server_error" | "INTERNAL" | "internal_server_error" | "timeout_error")
}

/// How long to wait before try number `next` (the second is 2), or `None` if there shall be none.
pub(crate) fn wait(failure: &Failure, next: u32, patience: &Patience) -> Option<Duration> {
    if next > patience.tries || !allowed(failure) {
        return None;
    }
    if let Some(asked) = failure.retry_after {
        return (asked <= patience.longest_pause).then_some(asked);
    }
    let doubled = patience.pause.saturating_mul(1 << next.saturating_sub(2).min(10));
    // Up to a quarter more, so that calls which failed together do not come back together.
    let quarter = (RandomState::new().hash_one(next) % 256) as u32;
    Some((doubled + doubled / 1_024 * quarter).min(patience.longest_pause))
}

/// What the headers of a refusal say about waiting.
pub(crate) fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let ms = text("retry-after-ms").and_then(number).and_then(|ms| Duration::try_from_secs_f64(ms / 1_000.0).ok());
    ms.or_else(|| text("retry-after").and_then(|text| parse(text, now))).or_else(|| {
        // Which of two limits was hit is told by what remains of it.
        ["requests", "tokens"]
            .into_iter()
            .filter(|what| text(&format!("x-ratelimit-remaining-{what}")) == Some("0"))
            .filter_map(|what| parse(text(&format!("x-ratelimit-reset-{what}"))?, now))
            .max()
    })
}

/// The service's own word on whether to send again.
pub(crate) fn word(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.to_str().ok()?.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Reads a wait: seconds, an HTTP date, or a duration such as `6m0s` or `120ms`. Nonsense is `None`.
pub(crate) fn parse(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    let wait = if let Some(seconds) = number(text) {
        Duration::try_from_secs_f64(seconds).ok()
    } else if let Ok(date) = httpdate::parse_http_date(text) {
        Some(date.duration_since(now).unwrap_or_default())
    } else {
        spelled(text)
    };
    // Nobody means to be asked again in a year.
    wait.filter(|wait| *wait < Duration::from_secs(366 * 86_400))
}

/// A plain decimal number: no sign, no exponent, no `inf`.
fn number(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

fn spelled(mut text: &str) -> Option<Duration> {
    let mut sum = Duration::ZERO;
    if text.is_empty() {
        return None;
    }
    while !text.is_empty() {
        let digits = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let amount = number(&text[..digits])?;
        text = &text[digits..];
        let letters = text.find(|letter: char| letter.is_ascii_digit()).unwrap_or(text.len());
        let seconds = match &text[..letters] {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        sum = sum.checked_add(Duration::try_from_secs_f64(amount * seconds).ok()?)?;
        text = &text[letters..];
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn every_form_of_retry_after() {
        let now = httpdate::parse_http_date("Fri, 20 Nov 2026 06:00:00 GMT").unwrap();
        let ms = |text| parse(text, now).map(|wait| wait.as_millis());
        assert_eq!(ms("7"), Some(7_000));
        assert_eq!(ms(" 0.25 "), Some(250));
        assert_eq!(ms("Fri, 20 Nov 2026 06:01:30 GMT"), Some(90_000));
        assert_eq!(ms("Fri, 20 Nov 2026 05:00:00 GMT"), Some(0));
        assert_eq!(ms("6m0s"), Some(360_000));
        assert_eq!(ms("1h2m3.5s"), Some(3_723_500));
        assert_eq!(ms("120ms"), Some(120));
        assert_eq!(ms("34.074824224s"), Some(34_074));
        let huge = "9".repeat(400);
        for nonsense in
            ["", "soon", "-5", "NaN", "inf", "1e999", "5 parsecs", "s", "..", "1.2.3", "99999999999d", &huge]
        {
            assert_eq!(ms(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn the_exact_header_wins_and_nonsense_falls_through() {
        let now = SystemTime::UNIX_EPOCH;
        let asked = |pairs: &[(&'static str, &'static str)]| asked(&headers(pairs), now).map(|wait| wait.as_millis());
        assert_eq!(asked(&[("retry-after-ms", "15"), ("retry-after", "9")]), Some(15));
        assert_eq!(asked(&[("retry-after-ms", "soon"), ("retry-after", "9")]), Some(9_000));
        let reset = [
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "2s"),
            ("x-ratelimit-remaining-tokens", "12"),
            ("x-ratelimit-reset-tokens", "6m0s"),
        ];
        assert_eq!(asked(&reset), Some(2_000));
        assert_eq!(asked(&[]), None);
    }

    #[test]
    fn only_where_the_service_allows() {
        let patience = Patience::default();
        let may = |failure: &Failure| wait(failure, 2, &patience).is_some();
        let coded = |code, status| Failure { status: Some(status), ..Failure::new(code, "") };
        assert!(may(&coded(Code::RateLimited, 429)) && may(&coded(Code::Overloaded, 529)));
        assert!(may(&coded(Code::ServiceFailed, 503)) && !may(&coded(Code::ServiceFailed, 500)));
        assert!(may(&coded(Code::ServiceFailed, 500).with_kind(Some("api_error"))));
        assert!(!may(&Failure { again: Some(true), ..coded(Code::QuotaSpent, 429) }));
        assert!(!may(&Failure { again: Some(false), ..coded(Code::RateLimited, 429) }));
        assert!(may(&Failure { again: Some(true), ..coded(Code::BadRequest, 409) }));
        for code in [Code::Unreachable, Code::Broken, Code::Silent, Code::Tls, Code::Unauthorized, Code::BadRequest] {
            assert!(!may(&Failure::new(code, "")), "{code:?}");
        }
        let long = Failure { retry_after: Some(Duration::from_secs(3_600)), ..coded(Code::RateLimited, 429) };
        assert!(!may(&long));
        assert_eq!(wait(&coded(Code::RateLimited, 429), 4, &patience), None);
    }
}
