//! Checks that many fields share. One place, so that a limit means the same everywhere.
//! Must not know which record a field belongs to.

use crate::error::{Error, Result, Rule};

/// Trims and requires between 1 and `limit` characters.
pub fn required(field: &str, text: &str, limit: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(field, Rule::Required));
    }
    at_most(field, text, limit)?;
    Ok(text.to_owned())
}

/// Requires at most `limit` characters.
pub fn at_most(field: &str, text: &str, limit: usize) -> Result<()> {
    if text.chars().count() > limit {
        return Err(Error::invalid(field, Rule::TooLong(limit)));
    }
    Ok(())
}

/// Requires a day that exists, as `YYYY-MM-DD`.
pub fn day(field: &str, day: &str) -> Result<()> {
    let well_formed = day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok_and(|d| d.to_string() == day);
    if well_formed { Ok(()) } else { Err(Error::invalid(field, Rule::Format)) }
}

/// Requires that a span of days does not end before it starts.
pub fn span(field: &str, start: Option<&str>, end: Option<&str>) -> Result<()> {
    // Days of one fixed width sort as text.
    match (start, end) {
        (Some(start), Some(end)) if end < start => Err(Error::invalid(field, Rule::BeforeStart)),
        _ => Ok(()),
    }
}

/// Requires a number from 1 to `most`.
pub fn from_one_to(field: &str, number: i64, most: i64) -> Result<()> {
    if (1..=most).contains(&number) { Ok(()) } else { Err(Error::invalid(field, Rule::Range(1, most))) }
}

/// As [`required`], for names that stand on one line: line breaks and other control characters
/// become spaces.
pub fn line(field: &str, text: &str, limit: usize) -> Result<String> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    required(field, &text, limit)
}
