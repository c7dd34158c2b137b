//! The one place that makes times and identities for the database, each of one fixed form.

use jiff::Timestamp;

/// Now, as UTC text of 24 characters: `2026-01-31T09:15:00.123Z`.
pub fn now() -> String {
    instant(Timestamp::now())
}

/// Today's local day, `2026-01-31`.
pub fn local_day() -> String {
    jiff::Zoned::now().date().to_string()
}

/// A time as it is stored.
pub fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Nanoseconds since 1970 as a stored time; out of range is the start of the epoch.
pub fn instant_of_nanos(nanos: i64) -> String {
    instant(Timestamp::from_nanosecond(i128::from(nanos)).unwrap_or_default())
}

/// A stored time so many days later; the time itself when it cannot be read.
pub fn days_later(at: &str, days: i64) -> String {
    let hours = jiff::Span::new().hours(days * 24);
    at.parse::<Timestamp>().and_then(|at| at.checked_add(hours)).map_or_else(|_| at.to_owned(), instant)
}

/// Whole minutes between two stored times; None when one of them is none.
pub fn minutes_between(start: &str, end: &str) -> Option<i64> {
    let (start, end): (Timestamp, Timestamp) = (start.parse().ok()?, end.parse().ok()?);
    Some((end.as_second() - start.as_second()).max(0) / 60)
}

/// A new identity, UUIDv7, so that identities sort by when they were made.
pub fn new_uid() -> String {
    uuid::Uuid::now_v7().to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_have_one_width_and_sort_as_text() {
        let early = super::instant("2026-01-02T03:04:05Z".parse().expect("time"));
        assert_eq!(early, "2026-01-02T03:04:05.000Z");
        assert_eq!(super::now().len(), 24);
        assert!(early < super::now());
    }
}
