//! The dates of a project as a calendar, for programs that show calendars. Must not know where they
//! are kept.

use hisho_domain::plan::Milestone;
use hisho_domain::project::ProjectDetail;
use hisho_domain::task::{Task, TaskStatus};
use icalendar::{Calendar, Component, Event, Property};
use jiff::civil::Date;

/// One event for each task and milestone with a day, over whole days; what is done at a time of its own
/// is left to the person, so none of them makes the person busy.
pub(super) fn calendar(project: &ProjectDetail, milestones: &[Milestone]) -> String {
    let mut calendar = Calendar::new();
    calendar.append_property(Property::new("PRODID", "-//Hisho//Hisho//EN"));
    calendar.name(&project.summary.title);
    for task in &project.task_list {
        if let Some(event) = of_task(task) {
            calendar.push(event);
        }
    }
    for milestone in milestones {
        if let Some(day) = day(&milestone.due_on) {
            let title = format!("◆ {}", milestone.title);
            calendar.push(event(&milestone.uid, &project.summary.updated_at, project.rev, &title, (day, day)).done());
        }
    }
    calendar.to_string()
}

fn of_task(task: &Task) -> Option<Event> {
    let due = day(&task.due_on).or(day(&task.start_on))?;
    let days = (day(&task.start_on).unwrap_or(due), due);
    let title = format!("{} {}", task.key, task.title);
    let mut event = event(&task.uid, &task.updated_at, task.rev, &title, days);
    if !task.description.is_empty() {
        event.description(&task.description);
    }
    let status = if task.status == TaskStatus::Cancelled { "CANCELLED" } else { "CONFIRMED" };
    event.add_property("STATUS", status);
    Some(event.done())
}

fn day(text: &Option<String>) -> Option<Date> {
    text.as_deref()?.parse().ok()
}

/// An event from the first of two days to the last; the calendar names the day after that.
fn event(uid: &str, changed_at: &str, rev: i64, title: &str, (first, last): (Date, Date)) -> Event {
    let date = |name: &str, day: Date| {
        Property::new(name, day.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
    };
    // 2026-01-31T09:15:00.123Z, without what the form of calendars does not have.
    let stamp: String = changed_at.chars().take(19).filter(|c| !matches!(c, '-' | ':')).collect();
    let mut event = Event::new();
    event
        .uid(&format!("{uid}@hisho"))
        .summary(title)
        .add_property("DTSTAMP", format!("{stamp}Z"))
        .add_property("SEQUENCE", rev.to_string())
        .add_property("TRANSP", "TRANSPARENT")
        .append_property(date("DTSTART", first))
        .append_property(date("DTEND", last.tomorrow().unwrap_or(last)));
    event
}
