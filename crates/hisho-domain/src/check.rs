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

/// Trims and allows at most `limit` characters, none at all included. No text holds U+0000: it
/// would end there for some who read it.
pub fn text(field: &str, text: &str, limit: usize) -> Result<String> {
    let text = text.trim();
    at_most(field, text, limit)?;
    if text.contains('\0') {
        return Err(Error::invalid(field, Rule::Format));
    }
    Ok(text.to_owned())
}

/// As [`text`], and not empty.
pub fn required_text(field: &str, given: &str, limit: usize) -> Result<String> {
    let kept = text(field, given, limit)?;
    if kept.is_empty() { Err(Error::invalid(field, Rule::Required)) } else { Ok(kept) }
}

/// As [`line`], where nothing at all is allowed too and becomes None.
pub fn optional_line(field: &str, given: Option<&str>, limit: usize) -> Result<Option<String>> {
    match given.map(str::trim).filter(|given| !given.is_empty()) {
        Some(given) => line(field, given, limit).map(Some),
        None => Ok(None),
    }
}

/// Requires a number from `least` to `most`.
pub fn within(field: &str, number: i64, least: i64, most: i64) -> Result<i64> {
    if (least..=most).contains(&number) { Ok(number) } else { Err(Error::invalid(field, Rule::Range(least, most))) }
}

/// Checks each entry as [`line`]; at most `entries` of them, and none twice whatever its width,
/// case or kana.
pub fn lines(field: &str, given: &[String], entries: usize, limit: usize) -> Result<Vec<String>> {
    if given.len() > entries {
        return Err(Error::invalid(field, Rule::TooLong(entries)));
    }
    let kept = given.iter().map(|entry| line(field, entry, limit)).collect::<Result<Vec<_>>>()?;
    distinct(field, kept.iter().map(|entry| crate::text::fold(entry)))?;
    Ok(kept)
}

/// As [`lines`], where the same may be said twice.
pub fn some_lines(field: &str, given: &[String], entries: usize, limit: usize) -> Result<Vec<String>> {
    if given.len() > entries {
        return Err(Error::invalid(field, Rule::TooLong(entries)));
    }
    given.iter().map(|entry| line(field, entry, limit)).collect()
}

/// Requires that nothing is there twice.
pub fn distinct<T: Ord>(field: &str, given: impl IntoIterator<Item = T>) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    if given.into_iter().all(|entry| seen.insert(entry)) { Ok(()) } else { Err(Error::invalid(field, Rule::Duplicate)) }
}

/// Requires `#RRGGBB`; gives it in capitals.
pub fn color(field: &str, color: &str) -> Result<String> {
    let digits =
        color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    digits.map(|digits| format!("#{}", digits.to_ascii_uppercase())).ok_or_else(|| Error::invalid(field, Rule::Format))
}

/// Requires a span of work in minutes: not negative, and no more than some 19 years.
pub fn minutes(field: &str, minutes: i64) -> Result<i64> {
    within(field, minutes, 0, 10_000_000)
}

/// Names of other things: none twice, and at most `entries` of them.
pub fn references(field: &str, uids: &[String], entries: usize) -> Result<()> {
    if uids.len() > entries {
        return Err(Error::invalid(field, Rule::TooLong(entries)));
    }
    distinct(field, uids)
}
