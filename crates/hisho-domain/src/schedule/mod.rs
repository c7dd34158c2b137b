//! When things can be done: from work, what it waits for and the person's calendar to the earliest
//! and latest days, slack and the critical path. Pure: the same work gives the same schedule.
//! Must not know projects, secretaries or where tasks are kept.

mod calendar;
mod network;
mod passes;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use crate::{Error, ErrorCode, Result};
use calendar::Axis;
pub use calendar::{DayException, EXCEPTIONS_LIMIT, KeptCalendar, WorkCalendar};
use network::Network;

/// Most pieces of work in one schedule.
pub const WORK_LIMIT: usize = 20_000;
/// Most minutes of one piece of work: as many as a task may be estimated at.
pub const MINUTES_LIMIT: i64 = 10_000_000;

/// One piece of work. What is done is left out: nothing waits for it any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Working minutes that are left, 0 to [`MINUTES_LIMIT`]. Of a piece with parts the parts count
    /// instead.
    pub minutes: i64,
    /// It does not begin before this day.
    pub not_before: Option<Date>,
    /// By when it should be done; says what is late, and moves nothing.
    pub due: Option<Date>,
    /// What comes before it, as places in the list.
    pub after: Vec<usize>,
    /// The piece it is a part of. It waits for whatever that waits for, and what waits for that
    /// waits for all of its parts.
    pub part_of: Option<usize>,
}

/// Where a piece of work lies. Days are local days; slack is in working minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The earliest day it can begin.
    pub start_on: Date,
    /// The earliest day it can be done.
    pub finish_on: Date,
    /// The latest day it can begin without moving the end of everything.
    pub latest_start_on: Date,
    /// The latest day it can be done likewise.
    pub latest_finish_on: Date,
    /// How far it can move without moving the end of everything.
    pub total_slack: i64,
    /// How far it can move without moving anything else.
    pub free_slack: i64,
    /// It cannot move at all: it lies on the critical path.
    pub is_critical: bool,
    /// Working minutes by which it ends after its due day; 0 when it is in time or has none.
    pub late_by: i64,
}

/// A schedule: one slot for each piece of work, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Where each lies.
    pub slots: Vec<Slot>,
    /// When everything can be done; the first day when there is nothing to do.
    pub finish_on: Date,
}

/// Lays out the work from a day on, nothing before it. Refused with `cycle` and the places that
/// wait for one another in a ring, with `invalid` where a place or a duration cannot be, and with
/// `beyond` where it would end centuries from now.
pub fn schedule(work: &[Work], calendar: &WorkCalendar, from: Date) -> Result<Schedule> {
    calendar.check()?;
    let network = Network::of(work)?;
    let axis = Axis::new(calendar, from);
    let times = passes::run(&network, work, &axis);
    let slots = times.iter().zip(work).map(|(times, work)| slot(times, work, &axis)).collect::<Option<Vec<_>>>();
    let end = times.iter().map(|times| times.early_finish).max().unwrap_or(0);
    match (slots, axis.day_of_finish(end)) {
        (Some(slots), Some(finish_on)) => Ok(Schedule { slots, finish_on }),
        _ => Err(Error::refused("beyond", json!({}))),
    }
}

/// What would be earlier if the piece at `late` were done by its due day: each such piece with how
/// many working minutes earlier it would begin. Empty for one that is in time.
pub fn delayed_by(work: &[Work], calendar: &WorkCalendar, from: Date, late: usize) -> Result<BTreeMap<usize, i64>> {
    calendar.check()?;
    let network = Network::of(work)?;
    let axis = Axis::new(calendar, from);
    let now = passes::forward(&network, work, &axis, None);
    let Some(due) = work.get(late).and_then(|work| work.due).map(|due| axis.end_of(due)) else {
        return Ok(BTreeMap::new());
    };
    let in_time = passes::forward(&network, work, &axis, Some((late, due)));
    let starts = |node: &[(i64, i64)], piece: usize| node[network.begins(piece)].0;
    Ok((0..work.len())
        .filter(|piece| *piece != late && !network::is_part_of(work, *piece, late))
        .map(|piece| (piece, starts(&now, piece) - starts(&in_time, piece)))
        .filter(|(_, earlier)| *earlier > 0)
        .collect())
}

fn slot(times: &passes::Times, work: &Work, axis: &Axis) -> Option<Slot> {
    let days = |start: i64, finish: i64| -> Option<(Date, Date)> {
        if start < finish {
            return Some((axis.day_of_start(start)?, axis.day_of_finish(finish)?));
        }
        // Nothing to do takes place where what it waited for ended, unless it waits for a day.
        let ended = axis.day_of_finish(start)?;
        let day = work.not_before.filter(|day| axis.at(*day) == start).map_or(ended, |day| day.max(ended));
        Some((day, day))
    };
    let (start_on, finish_on) = days(times.early_start, times.early_finish)?;
    let (latest_start_on, latest_finish_on) = days(times.late_start, times.late_finish)?;
    let late_by = work.due.map_or(0, |due| (times.early_finish - axis.end_of(due)).max(0));
    Some(Slot {
        start_on,
        finish_on,
        latest_start_on,
        latest_finish_on,
        total_slack: times.total_slack,
        free_slack: times.free_slack,
        is_critical: times.total_slack == 0,
        late_by,
    })
}

/// The error for pieces that wait for one another in a ring.
fn cycle(pieces: Vec<usize>) -> Error {
    Error::new(
        ErrorCode::Invalid,
        "depends_on: cycle",
        json!({ "field": "depends_on", "rule": "cycle", "places": pieces }),
    )
}
