//! The rules by which tasks recur, in the person's vault and in projects alike.
//!
//! Owns reading such a rule in words, writing it as the Tasks plugin does, and the next day by it.
//! Must not know tasks.
//!
//! The words are those of the plugin's help pages; the days follow RFC 5545 with days for units.
//! Its rules are about days only, so each day after the first is looked at until one fits: that is
//! shorter than what a library would need to be told, and needs no second stock of time zones.

use jiff::civil::{Date, Weekday};

use crate::english::{self, MONTHS, WEEKDAYS};

/// How far ahead a day is looked for: longer than any cycle of the calendar.
const FAR: i32 = 366 * 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Longest rule, in characters.
pub const RULE_LIMIT: usize = 200;

/// A rule of recurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    unit: Unit,
    /// Every so many units, at least one.
    every: i32,
    /// From 1 to 12.
    months: Vec<i8>,
    /// From 1, or from −1 backwards from the month's end.
    month_days: Vec<i32>,
    /// Every such day, or the n-th of the month or year, from its end when negative.
    weekdays: Vec<(Option<i32>, Weekday)>,
    when_done: bool,
}

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl Rule {
    /// Reads a rule such as `every 2 weeks on Monday when done`; none when it is not understood.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<String> = text.replace(',', " , ").split_whitespace().map(str::to_ascii_lowercase).collect();
        let (words, when_done) = match words.as_slice() {
            [rule @ .., when, done] if when == "when" && done == "done" => (rule, true),
            rule => (rule, false),
        };
        let mut words = Words { words, at: 0 };
        if words.next()? != "every" {
            return None;
        }
        let mut every = 1;
        if let Some(number) = words.peek().and_then(count) {
            words.at += 1;
            every = number;
        }
        let mut rule =
            Rule { unit: Unit::Week, every, months: vec![], month_days: vec![], weekdays: vec![], when_done };
        let first = words.next()?;
        match first {
            "day" | "days" => rule.unit = Unit::Day,
            "week" | "weeks" => {}
            "month" | "months" => rule.unit = Unit::Month,
            "year" | "years" => rule.unit = Unit::Year,
            "weekday" | "weekdays" => rule.weekdays = workdays(),
            other => match (weekday(other), month(other)) {
                (Some(day), _) => rule.weekdays.push((None, day)),
                (None, Some(month)) => {
                    rule.unit = Unit::Year;
                    rule.months.push(month);
                }
                (None, None) => return None,
            },
        }
        while !matches!(words.peek(), None | Some("on" | "in" | "the")) {
            if !words.between() {
                return None;
            }
            let more = words.next()?;
            match (rule.months.is_empty(), weekday(more), month(more)) {
                (false, _, Some(month)) => rule.months.push(month),
                (true, Some(day), _) if !rule.weekdays.is_empty() => rule.weekdays.push((None, day)),
                _ => return None,
            }
        }
        rule.on(&mut words)?;
        Some(rule)
    }

    /// What stands behind `on`: days, and months.
    fn on(&mut self, words: &mut Words<'_>) -> Option<()> {
        while words.peek().is_some() {
            while words.between() {}
            let word = words.next()?;
            if let Some(mut n) = nth(word) {
                if n > 0 && words.peek() == Some("last") {
                    words.at += 1;
                    n = -n;
                }
                match words.peek().and_then(weekday) {
                    Some(day) => {
                        words.at += 1;
                        self.weekdays.push((Some(n), day));
                    }
                    None => {
                        if matches!(words.peek(), Some("day" | "days")) {
                            words.at += 1;
                        }
                        self.month_days.push(n);
                    }
                }
            } else if let Some(day) = weekday(word) {
                self.weekdays.push((None, day));
            } else if matches!(word, "weekday" | "weekdays") {
                self.weekdays = workdays();
            } else {
                self.months.push(month(word)?);
            }
        }
        Some(())
    }

    /// Whether the next day counts from the day a task was done, and not from its own.
    pub fn when_done(&self) -> bool {
        self.when_done
    }

    /// The first day by this rule after `start`, at which the rule begins. A month or year too
    /// short for a day that the rule does not name gets the day before.
    pub fn after(&self, start: Date) -> Option<Date> {
        let mut begin = start;
        loop {
            let next = self.strictly_after(begin)?;
            let months = (i32::from(next.year()) - i32::from(begin.year())) * 12 + i32::from(next.month())
                - i32::from(begin.month());
            let named = !self.month_days.is_empty() || !self.weekdays.is_empty() || !self.months.is_empty();
            let skipped = match self.unit {
                Unit::Month => months > self.every,
                Unit::Year => months / 12 > self.every || i32::from(next.year() - begin.year()) > self.every,
                Unit::Day | Unit::Week => false,
            };
            if named || !skipped {
                return Some(next);
            }
            begin = begin.yesterday().ok()?;
        }
    }

    fn strictly_after(&self, start: Date) -> Option<Date> {
        let mut day = start;
        for _ in 0..FAR {
            day = day.tomorrow().ok()?;
            if self.fits(start, day) {
                return Some(day);
            }
        }
        None
    }

    fn fits(&self, start: Date, day: Date) -> bool {
        let monday = |day: Date| days(day) - i32::from(day.weekday().to_monday_zero_offset());
        let units = match self.unit {
            Unit::Day => days(day) - days(start),
            Unit::Week => (monday(day) - monday(start)) / 7,
            Unit::Month => {
                (i32::from(day.year()) - i32::from(start.year())) * 12 + i32::from(day.month())
                    - i32::from(start.month())
            }
            Unit::Year => i32::from(day.year()) - i32::from(start.year()),
        };
        if units % self.every != 0 {
            return false;
        }
        let unnamed = self.month_days.is_empty() && self.weekdays.is_empty();
        let in_month = match self.unit {
            Unit::Year if self.months.is_empty() && unnamed => day.month() == start.month(),
            _ => self.months.is_empty() || self.months.contains(&day.month()),
        };
        if !in_month {
            return false;
        }
        if unnamed {
            return match self.unit {
                Unit::Day => true,
                Unit::Week => day.weekday() == start.weekday(),
                Unit::Month | Unit::Year => day.day() == start.day(),
            };
        }
        let of_end = i32::from(day.day()) - i32::from(day.days_in_month()) - 1;
        let by_day =
            self.month_days.is_empty() || self.month_days.iter().any(|n| *n == i32::from(day.day()) || *n == of_end);
        let by_weekday = self.weekdays.is_empty()
            || self.weekdays.iter().any(|(n, on)| *on == day.weekday() && self.is_nth(*n, day));
        by_day && by_weekday
    }

    fn is_nth(&self, n: Option<i32>, day: Date) -> bool {
        let Some(n) = n else { return true };
        let (at, length) = match self.unit {
            Unit::Day | Unit::Week => return true,
            Unit::Year if self.months.is_empty() => (i32::from(day.day_of_year()), i32::from(day.days_in_year())),
            Unit::Month | Unit::Year => (i32::from(day.day()), i32::from(day.days_in_month())),
        };
        if n > 0 { (at - 1) / 7 + 1 == n } else { (length - at) / 7 + 1 == -n }
    }

    /// The day of the next occurrence of what was for `due`, or for no day, and was done on `today`; and by
    /// how many days that is later than it was.
    pub fn next(&self, due: Option<Date>, today: Date) -> Option<(Date, i64)> {
        let day = self.after(due.filter(|_| !self.when_done).unwrap_or(today))?;
        Some((day, due.map_or(0, |due| i64::from((day - due).get_days()))))
    }

    /// The rule in the plugin's words.
    pub fn write(&self) -> String {
        let is_workdays = self.weekdays == workdays();
        let many = self.every != 1;
        let number = if many { format!("{} ", self.every) } else { String::new() };
        let s = if many { "s" } else { "" };
        let months = list(self.months.iter().map(|month| MONTHS[usize::from(month.unsigned_abs()) - 1].to_owned()));
        let mut text = match self.unit {
            Unit::Day if is_workdays => format!("{number}weekday{s}"),
            Unit::Day => format!("{number}day{s}"),
            Unit::Week if is_workdays && !many => "weekday".to_owned(),
            Unit::Week => format!("{number}week{s}"),
            Unit::Month if self.months.is_empty() => format!("{number}month{s}"),
            Unit::Month if many => format!("{number}months in {months}"),
            Unit::Year if self.months.is_empty() => format!("{number}year{s}"),
            Unit::Year if many => format!("{number}years {months}"),
            Unit::Month | Unit::Year => months.clone(),
        };
        if !self.months.is_empty() && matches!(self.unit, Unit::Day | Unit::Week) {
            text.push_str(if self.unit == Unit::Day { " in " } else { " on " });
            text.push_str(&months);
        }
        if !self.month_days.is_empty() {
            text.push_str(" on the ");
            text.push_str(&list(self.month_days.iter().map(|n| ordinal(*n))));
        } else if is_workdays {
            if !text.ends_with("weekday") && !text.ends_with("weekdays") {
                text.push_str(" on weekdays");
            }
        } else if !self.weekdays.is_empty() {
            let name = |day: Weekday| WEEKDAYS[usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)];
            let each: Vec<&str> =
                self.weekdays.iter().filter(|(n, _)| n.is_none()).map(|(_, day)| name(*day)).collect();
            if !each.is_empty() {
                text.push_str(" on ");
                text.push_str(&each.join(", "));
            }
            let some = self.weekdays.iter().filter_map(|(n, day)| Some(format!("{} {}", ordinal((*n)?), name(*day))));
            let some: Vec<String> = some.collect();
            if !some.is_empty() {
                text.push_str(if each.is_empty() { " on the " } else { " and on the " });
                text.push_str(&list(some.into_iter()));
            }
        }
        format!("every {text}{}", if self.when_done { " when done" } else { "" })
    }
}

struct Words<'a> {
    words: &'a [String],
    at: usize,
}

impl<'a> Words<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Option<&'a str> {
        let word = self.peek()?;
        self.at += 1;
        Some(word)
    }

    /// Passes over a word that only joins others.
    fn between(&mut self) -> bool {
        let joins = matches!(self.peek(), Some("," | "and" | "or" | "on" | "in" | "the"));
        self.at += usize::from(joins);
        joins
    }
}

fn days(day: Date) -> i32 {
    (day - jiff::civil::date(1970, 1, 1)).get_days()
}

fn workdays() -> Vec<(Option<i32>, Weekday)> {
    WEEK[..5].iter().map(|day| (None, *day)).collect()
}

fn count(word: &str) -> Option<i32> {
    match word {
        "other" | "two" => Some(2),
        "one" => Some(1),
        "three" => Some(3),
        number => number.parse().ok().filter(|number| (1..=9999).contains(number)),
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    named(word, &WEEKDAYS).map(|at| WEEK[at])
}

fn month(word: &str) -> Option<i8> {
    named(word, &MONTHS).and_then(|at| i8::try_from(at + 1).ok())
}

/// Which of the names a word is, whole or its first three letters or more.
fn named(word: &str, names: &[&str]) -> Option<usize> {
    names.iter().position(|name| word.len() >= 3 && name.to_ascii_lowercase().starts_with(word))
}

fn nth(word: &str) -> Option<i32> {
    match word {
        "last" => Some(-1),
        "first" => Some(1),
        "second" => Some(2),
        "third" => Some(3),
        word => {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let ending = &word[digits.len()..];
            let number = digits.parse().ok().filter(|n| (1..=366).contains(n));
            number.filter(|_| matches!(ending, "st" | "nd" | "rd" | "th"))
        }
    }
}

fn ordinal(n: i32) -> String {
    if n == -1 {
        return "last".to_owned();
    }
    format!("{}{}", english::nth(n.abs()), if n < 0 { " last" } else { "" })
}

/// `a`, `a and b`, `a, b and c`.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(rule: &str, start: &str) -> String {
        let rule = Rule::read(rule).unwrap_or_else(|| panic!("not understood: {rule}"));
        rule.after(start.parse().unwrap()).map_or_else(|| "never".to_owned(), |day| day.to_string())
    }

    #[test]
    fn the_next_day_is_the_plugin_s() {
        for (rule, start, next) in [
            ("every day", "2026-12-31", "2027-01-01"),
            ("every 3 days", "2026-02-27", "2026-03-02"),
            ("every 10 days when done", "2026-02-01", "2026-02-11"),
            ("every weekday", "2026-11-20", "2026-11-23"),
            ("every week", "2026-11-20", "2026-11-27"),
            ("every week on Sunday", "2026-11-20", "2026-11-22"),
            ("every Sunday", "2021-04-25", "2021-05-02"),
            ("every week on Tuesday, Friday", "2026-11-20", "2026-11-24"),
            ("every 2 weeks", "2026-11-20", "2026-12-04"),
            ("every 2 weeks on Monday", "2026-11-20", "2026-11-30"),
            ("every 3 weeks on Friday", "2026-11-20", "2026-12-11"),
            ("every 2 months", "2026-11-20", "2027-01-20"),
            ("every month on the 1st", "2026-11-20", "2026-12-01"),
            ("every month on the last", "2022-01-31", "2022-02-28"),
            ("every month on the last", "2022-02-28", "2022-03-31"),
            ("every month on the last Friday", "2026-11-20", "2026-11-27"),
            ("every month on the 2nd last Friday", "2026-11-20", "2026-12-18"),
            ("every 6 months on the 2nd Wednesday", "2026-11-20", "2027-05-12"),
            ("every January on the 15th", "2026-11-20", "2027-01-15"),
            ("every February on the last", "2026-11-20", "2027-02-28"),
            ("every April and December on the 1st and 24th", "2026-11-20", "2026-12-01"),
            ("every April and December on the 1st and 24th", "2026-12-01", "2026-12-24"),
            ("every year", "2026-11-20", "2027-11-20"),
            // What the month lacks moves back, unless the rule names the day.
            ("every month", "2021-10-31", "2021-11-30"),
            ("every month", "2022-01-30", "2022-02-28"),
            ("every 3 months", "2022-01-31", "2022-04-30"),
            ("every year", "2024-02-29", "2025-02-28"),
            ("every month on the 31st", "2022-01-31", "2022-03-31"),
            ("every month on the 31st", "2022-03-31", "2022-05-31"),
        ] {
            assert_eq!(after(rule, start), next, "{rule} from {start}");
        }
    }

    #[test]
    fn a_rule_is_written_in_the_plugin_s_words() {
        for (text, written) in [
            ("every day", "every day"),
            ("every 10 days when done", "every 10 days when done"),
            ("every weekday", "every weekday"),
            ("every Sunday", "every week on Sunday"),
            ("every week on tuesday, friday", "every week on Tuesday, Friday"),
            ("every other week", "every 2 weeks"),
            ("every month on the last", "every month on the last"),
            ("every month on the 2nd last Friday", "every month on the 2nd last Friday"),
            ("every 6 months on the 2nd wednesday", "every 6 months on the 2nd Wednesday"),
            ("every January on the 15th", "every January on the 15th"),
            ("every April and December on the 1st and 24th", "every April and December on the 1st and 24th"),
            ("EVERY YEAR", "every year"),
        ] {
            let rule = Rule::read(text).unwrap_or_else(|| panic!("not understood: {text}"));
            assert_eq!(rule.write(), written);
            assert_eq!(Rule::read(written), Some(rule), "{written}");
        }
    }

    #[test]
    fn other_words_are_no_rule() {
        for text in ["", "every", "daily", "every blue moon", "every 0 days", "every month on the", "every day until x"]
        {
            let _ = Rule::read(text).map(|rule| panic!("{text} was read as {}", rule.write()));
        }
    }
}
