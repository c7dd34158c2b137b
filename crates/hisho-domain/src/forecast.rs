//! What the schedule says of tasks: which of them are work that is left, when that can be done, what
//! would become of it if some were otherwise, and when the milestones of the plan are reached.
//! Must not know where tasks or plans are kept.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::plan::Milestone;
use crate::schedule::{Schedule, Work, WorkCalendar, delayed_by, schedule};
use crate::task::TaskStatus;
use crate::{Error, Result, Rule, check};

/// Most tasks that one question may suppose otherwise.
const CHANGES: usize = 500;

/// What the schedule needs to know of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTask {
    /// Its identity.
    pub uid: String,
    /// Where it stands.
    pub status: TaskStatus,
    /// From which local day.
    pub start_on: Option<String>,
    /// By which local day.
    pub due_on: Option<String>,
    /// How long it will take.
    pub estimated_minutes: Option<i64>,
    /// How much of that is used.
    pub actual_minutes: Option<i64>,
    /// The task it is a part of.
    pub parent_uid: Option<String>,
    /// The milestone of the plan that it came of.
    pub milestone_uid: Option<String>,
    /// The tasks that come before it.
    pub depends_on: Vec<String>,
    /// It belongs to another project and is there because something waits for it.
    pub is_elsewhere: bool,
}

/// What is supposed of a task; None leaves it as it is, Some(None) takes the value away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supposed {
    /// Which task.
    pub task_uid: String,
    /// From which local day.
    pub start_on: Option<Option<String>>,
    /// By which local day.
    pub due_on: Option<Option<String>>,
    /// How long it will take.
    pub estimated_minutes: Option<Option<i64>>,
    /// All the tasks that come before it.
    pub depends_on: Option<Vec<String>>,
}

/// When a task can be done. Days are local days, slack and lateness are working minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskSlot {
    /// Which task.
    pub task_uid: String,
    /// The earliest day it can begin.
    pub start_on: String,
    /// The earliest day it can be done.
    pub finish_on: String,
    /// The latest day it can begin without moving the end of everything.
    pub latest_start_on: String,
    /// The latest day it can be done likewise.
    pub latest_finish_on: String,
    /// How far it can move without moving the end of everything.
    pub total_slack: i64,
    /// How far it can move without moving anything else.
    pub free_slack: i64,
    /// It cannot move at all.
    pub is_critical: bool,
    /// By how much it ends after its due day; 0 when it is in time or has none.
    pub late_by: i64,
    /// Nobody said how long it takes; it counts as one usual working day.
    pub is_guess: bool,
}

/// A milestone of the plan in force against what is to be expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MilestoneForecast {
    /// Its identity in the plan.
    pub milestone_uid: String,
    /// What is reached.
    pub title: String,
    /// By which local day the plan has it.
    pub planned_on: Option<String>,
    /// When the last open task of it can be done; null when none is open.
    pub expected_on: Option<String>,
    /// It has tasks, and those that were not cancelled are all completed.
    pub is_reached: bool,
}

/// From when to when something is done, local days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Days {
    /// The first.
    pub start_on: String,
    /// The last.
    pub finish_on: String,
}

/// A task that what is supposed moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MovedTask {
    /// Which task.
    pub task_uid: String,
    /// When it is done as things are.
    pub from: Days,
    /// When it would be done.
    pub to: Days,
}

/// When the open tasks of a project can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Forecast {
    /// One for each open task, in the order of the tasks.
    pub slots: Vec<TaskSlot>,
    /// When everything can be done; the first day when nothing is left.
    pub finish_on: String,
    /// The milestones of the plan in force, in its order.
    pub baseline: Vec<MilestoneForecast>,
    /// What the changes that were supposed move.
    pub moved: Vec<MovedTask>,
}

/// A task that a late one holds up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Delay {
    /// Which task.
    pub task_uid: String,
    /// By how many working minutes.
    pub minutes: i64,
}

/// Refuses what nobody can suppose: days that do not exist, an end before the start, a task twice.
pub fn checked(changes: &[Supposed]) -> Result<()> {
    if changes.len() > CHANGES {
        return Err(Error::invalid("changes", Rule::TooLong(CHANGES)));
    }
    check::distinct("changes", changes.iter().map(|change| &change.task_uid))?;
    for change in changes {
        for (field, day) in [("start_on", &change.start_on), ("due_on", &change.due_on)] {
            if let Some(Some(day)) = day {
                check::day(field, day)?;
            }
        }
        if let Some(Some(minutes)) = change.estimated_minutes {
            check::minutes("estimated_minutes", minutes)?;
        }
        check::references("depends_on", change.depends_on.as_deref().unwrap_or_default(), 200)?;
    }
    Ok(())
}

/// The tasks as they would be. A task that is not among them is refused, as is one to wait for.
pub fn supposed(tasks: &[PlannedTask], changes: &[Supposed]) -> Result<Vec<PlannedTask>> {
    checked(changes)?;
    let places = places(tasks);
    let mut after = tasks.to_vec();
    for change in changes {
        let place = places.get(change.task_uid.as_str()).copied().filter(|place| !tasks[*place].is_elsewhere);
        let task = &mut after[place.ok_or_else(|| Error::invalid("task_uid", Rule::UnknownValue))?];
        task.start_on = change.start_on.clone().unwrap_or_else(|| task.start_on.clone());
        task.due_on = change.due_on.clone().unwrap_or_else(|| task.due_on.clone());
        check::span("due_on", task.start_on.as_deref(), task.due_on.as_deref())?;
        task.estimated_minutes = change.estimated_minutes.unwrap_or(task.estimated_minutes);
        if let Some(depends_on) = &change.depends_on {
            if depends_on.iter().any(|uid| !places.contains_key(uid.as_str())) {
                return Err(Error::invalid("depends_on", Rule::UnknownValue));
            }
            task.depends_on.clone_from(depends_on);
        }
    }
    Ok(after)
}

/// When the open tasks can be done from a day on, as they are or as is supposed, and what that means
/// for the milestones.
pub fn forecast(
    tasks: &[PlannedTask],
    changes: &[Supposed],
    milestones: &[Milestone],
    calendar: &WorkCalendar,
    from: Date,
) -> Result<Forecast> {
    let now = Left::of(tasks, calendar).slots(tasks, calendar, from)?;
    if changes.is_empty() {
        let baseline = baseline(tasks, &now.0, milestones);
        return Ok(Forecast { slots: now.0, finish_on: now.1, baseline, moved: Vec::new() });
    }
    let after = supposed(tasks, changes)?;
    let (slots, finish_on) = Left::of(&after, calendar).slots(&after, calendar, from)?;
    let days = |slot: &TaskSlot| Days { start_on: slot.start_on.clone(), finish_on: slot.finish_on.clone() };
    // What is open is the same before and after.
    let moved = now.0.iter().zip(&slots).map(|(from, to)| (days(from), days(to), &to.task_uid));
    let moved = moved.filter(|(from, to, _)| from != to);
    let moved = moved.map(|(from, to, uid)| MovedTask { task_uid: uid.clone(), from, to }).collect();
    Ok(Forecast { baseline: baseline(&after, &slots, milestones), slots, finish_on, moved })
}

/// What would begin earlier if this task were done by its due day. Empty for one that is in time, or
/// closed.
pub fn delays(tasks: &[PlannedTask], uid: &str, calendar: &WorkCalendar, from: Date) -> Result<Vec<Delay>> {
    let left = Left::of(tasks, calendar);
    let Some(late) = left.tasks.iter().position(|place| tasks[*place].uid == uid) else { return Ok(Vec::new()) };
    let delayed = delayed_by(&left.work, calendar, from, late).map_err(|e| left.named(e, tasks))?;
    let delay = |(piece, minutes): (usize, i64)| Delay { task_uid: tasks[left.tasks[piece]].uid.clone(), minutes };
    Ok(delayed.into_iter().filter(|(piece, _)| !tasks[left.tasks[*piece]].is_elsewhere).map(delay).collect())
}

fn places(tasks: &[PlannedTask]) -> HashMap<&str, usize> {
    tasks.iter().enumerate().map(|(place, task)| (task.uid.as_str(), place)).collect()
}

/// The work that is left.
struct Left {
    work: Vec<Work>,
    /// For each piece of it the place of its task.
    tasks: Vec<usize>,
    /// For each piece, whether its length is a guess.
    guesses: Vec<bool>,
}

impl Left {
    fn of(tasks: &[PlannedTask], calendar: &WorkCalendar) -> Left {
        let places = places(tasks);
        let open: Vec<usize> = (0..tasks.len()).filter(|place| !tasks[*place].status.is_closed()).collect();
        let mut piece_of = vec![None; tasks.len()];
        open.iter().enumerate().for_each(|(piece, place)| piece_of[*place] = Some(piece));
        let above = |place: &usize| tasks[*place].parent_uid.as_deref().and_then(|uid| places.get(uid).copied());
        // The parts of a whole are its work, also when they are all done.
        let mut has_parts = vec![false; tasks.len()];
        (0..tasks.len())
            .filter(|place| tasks[*place].status != TaskStatus::Cancelled)
            .filter_map(|place| above(&place))
            .for_each(|whole| has_parts[whole] = true);
        let mut guesses = Vec::with_capacity(open.len());
        let work = open.iter().map(|place| {
            let task = &tasks[*place];
            let is_guess = task.estimated_minutes.is_none() && !has_parts[*place];
            guesses.push(is_guess);
            let estimated = task.estimated_minutes.unwrap_or_else(|| calendar.usual_day());
            let used = if is_guess { 0 } else { task.actual_minutes.unwrap_or(0) };
            Work {
                minutes: if has_parts[*place] { 0 } else { (estimated - used).max(0) },
                not_before: task.start_on.as_deref().and_then(|day| day.parse().ok()),
                due: task.due_on.as_deref().and_then(|day| day.parse().ok()),
                // What is closed, or in the trash, is waited for no longer.
                after: task.depends_on.iter().filter_map(|uid| piece_of[*places.get(uid.as_str())?]).collect(),
                part_of: std::iter::successors(above(place), above).find_map(|whole| piece_of[whole]),
            }
        });
        Left { work: work.collect(), tasks: open, guesses }
    }

    /// Where the tasks of the project itself lie, and when all of them can be done.
    fn slots(&self, tasks: &[PlannedTask], calendar: &WorkCalendar, from: Date) -> Result<(Vec<TaskSlot>, String)> {
        let Schedule { slots, finish_on } = schedule(&self.work, calendar, from).map_err(|e| self.named(e, tasks))?;
        let own = slots.into_iter().zip(&self.tasks).zip(&self.guesses);
        let own = own.filter(|((_, place), _)| !tasks[**place].is_elsewhere);
        let slots = own.map(|((slot, place), is_guess)| TaskSlot {
            task_uid: tasks[*place].uid.clone(),
            start_on: slot.start_on.to_string(),
            finish_on: slot.finish_on.to_string(),
            latest_start_on: slot.latest_start_on.to_string(),
            latest_finish_on: slot.latest_finish_on.to_string(),
            total_slack: slot.total_slack,
            free_slack: slot.free_slack,
            is_critical: slot.is_critical,
            late_by: slot.late_by,
            is_guess: *is_guess,
        });
        Ok((slots.collect(), finish_on.to_string()))
    }

    /// A ring named by its tasks instead of its places.
    fn named(&self, mut error: Error, tasks: &[PlannedTask]) -> Error {
        if let Some(places) = error.params.remove("places") {
            let piece = |place: &serde_json::Value| usize::try_from(place.as_u64()?).ok();
            let uids: Vec<&str> = places
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|place| Some(tasks[*self.tasks.get(piece(place)?)?].uid.as_str()))
                .collect();
            error.params.insert("tasks".into(), json!(uids));
        }
        error
    }
}

fn baseline(tasks: &[PlannedTask], slots: &[TaskSlot], milestones: &[Milestone]) -> Vec<MilestoneForecast> {
    let finishes: HashMap<&str, &str> =
        slots.iter().map(|slot| (slot.task_uid.as_str(), slot.finish_on.as_str())).collect();
    let forecast = |milestone: &Milestone| {
        let of = |task: &&PlannedTask| {
            task.milestone_uid.as_deref() == Some(milestone.uid.as_str()) && task.status != TaskStatus::Cancelled
        };
        // Days of one fixed width sort as text.
        let expected_on = tasks.iter().filter(of).filter_map(|task| finishes.get(task.uid.as_str()).copied()).max();
        MilestoneForecast {
            milestone_uid: milestone.uid.clone(),
            title: milestone.title.clone(),
            planned_on: milestone.due_on.clone(),
            expected_on: expected_on.map(str::to_owned),
            is_reached: expected_on.is_none() && tasks.iter().any(|task| of(&task)),
        }
    };
    milestones.iter().map(forecast).collect()
}
