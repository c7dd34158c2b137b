//! When the person works: minutes for each day of the week, and the days that differ from it.
//! Turns days into a line of working minutes and back. Must not know tasks.

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Rule, check};

/// Minutes of a whole day.
const DAY: i64 = 24 * 60;
/// Days in a week.
const WEEK: usize = 7;
/// Most days that differ.
pub const EXCEPTIONS_LIMIT: usize = 1000;
/// Longest name of a day that differs.
const NAME_LIMIT: usize = 100;
/// How far a schedule reaches from its first day: two hundred years.
const HORIZON: i64 = 200 * 366;

/// The person's working hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkCalendar {
    /// Minutes of work for each day of the week, Monday first, 0 to 1,440.
    pub week: [i64; WEEK],
    /// Days that differ: holidays with 0, a working Saturday with more.
    pub exceptions: Vec<DayException>,
}

/// A day that differs from its day of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayException {
    /// A local day, `YYYY-MM-DD`.
    pub day: String,
    /// Minutes of work, 0 to 1,440.
    pub minutes: i64,
    /// What the person calls it, up to 100 characters.
    #[serde(default)]
    pub name: String,
}

/// The working hours as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KeptCalendar {
    /// Grows with every write to the person's row; a write names the one it read.
    pub rev: i64,
    /// The working hours.
    #[serde(flatten)]
    pub calendar: WorkCalendar,
}

impl Default for WorkCalendar {
    /// Eight hours from Monday to Friday.
    fn default() -> Self {
        WorkCalendar { week: [480, 480, 480, 480, 480, 0, 0], exceptions: Vec::new() }
    }
}

impl WorkCalendar {
    /// Refuses minutes outside a day, days that do not exist or stand there twice, and a week
    /// without any work, in which nothing would ever be done.
    pub fn check(&self) -> Result<()> {
        self.week.iter().try_for_each(|minutes| within_day("week", *minutes))?;
        if self.week.iter().all(|minutes| *minutes == 0) {
            return Err(Error::invalid("week", Rule::Required));
        }
        if self.exceptions.len() > EXCEPTIONS_LIMIT {
            return Err(Error::invalid("exceptions", Rule::TooLong(EXCEPTIONS_LIMIT)));
        }
        for exception in &self.exceptions {
            check::day("exceptions", &exception.day)?;
            within_day("exceptions", exception.minutes)?;
            check::at_most("exceptions", &exception.name, NAME_LIMIT)?;
        }
        check::distinct("exceptions", self.exceptions.iter().map(|exception| exception.day.as_str()))
    }

    /// As [`WorkCalendar::check`]; gives it with its days in their order and their names on one line.
    pub fn checked(mut self) -> Result<Self> {
        self.check()?;
        for exception in &mut self.exceptions {
            exception.name = check::optional_line("exceptions", Some(&exception.name), NAME_LIMIT)?.unwrap_or_default();
        }
        self.exceptions.sort_by(|one, other| one.day.cmp(&other.day));
        Ok(self)
    }

    /// The minutes of a usual working day: the average of those days of the week that have any.
    pub fn usual_day(&self) -> i64 {
        let days = self.week.iter().filter(|minutes| **minutes > 0).count();
        self.week.iter().sum::<i64>() / i64::try_from(days.max(1)).unwrap_or(1)
    }
}

fn within_day(field: &str, minutes: i64) -> Result<()> {
    check::within(field, minutes, 0, DAY).map(drop)
}

/// A calendar laid out as one line of working minutes, 0 at the beginning of its first day.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    first: Date,
    /// Minutes of the days of a week that begins on `first`.
    week: [i64; WEEK],
    /// Days that differ, counted from `first`, with by how much they and all before them differ.
    differing: Vec<(i64, i64)>,
}

impl Axis {
    /// Lays out a calendar that was checked.
    pub(super) fn new(calendar: &WorkCalendar, first: Date) -> Self {
        let begins = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
        let week = std::array::from_fn(|day| calendar.week[(begins + day) % WEEK]);
        let mut axis = Axis { first, week, differing: Vec::new() };
        let mut differing: Vec<(i64, i64)> = calendar
            .exceptions
            .iter()
            .filter_map(|exception| Some((axis.number(exception.day.parse().ok()?), exception.minutes)))
            .map(|(day, minutes)| (day, minutes - week[weekday(day)]))
            .collect();
        differing.sort_unstable();
        let mut sum = 0;
        for (_, by) in &mut differing {
            sum += *by;
            *by = sum;
        }
        axis.differing = differing;
        axis
    }

    /// Which day it is, counted from the first; negative before it.
    fn number(&self, day: Date) -> i64 {
        i64::from((day - self.first).get_days())
    }

    /// Working minutes from the beginning of the first day to that of the day of this number;
    /// negative before the first.
    fn before(&self, day: i64) -> i64 {
        let whole: i64 = self.week.iter().sum();
        let rest: i64 = self.week[..weekday(day)].iter().sum();
        day.div_euclid(7) * whole + rest + self.differs_before(day) - self.differs_before(0)
    }

    fn differs_before(&self, day: i64) -> i64 {
        match self.differing.partition_point(|(at, _)| *at < day) {
            0 => 0,
            upto => self.differing[upto - 1].1,
        }
    }

    /// Where the day begins on the line; where the first begins for any before it.
    pub(super) fn at(&self, day: Date) -> i64 {
        self.before(self.number(day).max(0))
    }

    /// Where the day ends on the line; negative where that was before the first day.
    pub(super) fn end_of(&self, day: Date) -> i64 {
        self.before(self.number(day) + 1)
    }

    /// The day on which work at this minute begins: the end of one day is the beginning of the next
    /// working one. None beyond the horizon.
    pub(super) fn day_of_start(&self, minute: i64) -> Option<Date> {
        self.day(self.first_that(|day| self.before(day + 1) > minute)?)
    }

    /// The day on which work up to this minute ends; at 0, the first day.
    pub(super) fn day_of_finish(&self, minute: i64) -> Option<Date> {
        self.day(self.first_that(|day| self.before(day + 1) >= minute)?)
    }

    /// The first day for which this holds, where it holds for all days after it too.
    fn first_that(&self, holds: impl Fn(i64) -> bool) -> Option<i64> {
        let (mut low, mut high) = (0, HORIZON);
        if !holds(high) {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        Some(low)
    }

    fn day(&self, number: i64) -> Option<Date> {
        self.first.checked_add(number.days()).ok()
    }
}

/// The place in the week that the first day begins.
fn weekday(day: i64) -> usize {
    usize::try_from(day.rem_euclid(7)).unwrap_or(0)
}
