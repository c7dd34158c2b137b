//! Schedules one can follow with a finger on a calendar. January 2026 begins on a Thursday.

use jiff::civil::{Date, date};

use super::*;

const FRIDAY: Date = date(2026, 1, 2);
const MONDAY: Date = date(2026, 1, 5);

fn of(minutes: i64, after: &[usize]) -> Work {
    Work { minutes, after: after.to_vec(), ..Work::default() }
}

fn days(slot: &Slot) -> (i8, i8) {
    (slot.start_on.day(), slot.finish_on.day())
}

#[test]
fn work_goes_on_after_the_weekend_and_the_holiday() {
    let holiday = DayException { day: "2026-01-06".into(), minutes: 0, name: "休み".into() };
    let calendar = WorkCalendar { exceptions: vec![holiday], ..WorkCalendar::default() };
    let laid = schedule(&[of(3 * 480, &[]), of(0, &[0]), of(60, &[0])], &calendar, FRIDAY).unwrap();
    assert_eq!(laid.slots.iter().map(days).collect::<Vec<_>>(), [(2, 7), (7, 7), (8, 8)]);
    assert_eq!(laid.finish_on.day(), 8);
}

#[test]
fn the_longer_way_is_critical_and_the_shorter_has_slack() {
    let work = [of(480, &[]), of(960, &[0]), of(240, &[0]), of(480, &[1, 2])];
    let laid = schedule(&work, &WorkCalendar::default(), MONDAY).unwrap();
    let critical: Vec<bool> = laid.slots.iter().map(|slot| slot.is_critical).collect();
    assert_eq!(critical, [true, true, false, true]);
    assert_eq!((laid.slots[2].total_slack, laid.slots[2].free_slack), (720, 720));
    assert_eq!(laid.slots[2].latest_finish_on.day(), 7);
}

#[test]
fn late_work_says_by_how_much_and_what_it_delays() {
    let mut work = [of(4 * 480, &[]), of(480, &[0]), of(480, &[])];
    work[0].due = Some(date(2026, 1, 6));
    let calendar = WorkCalendar::default();
    let laid = schedule(&work, &calendar, MONDAY).unwrap();
    assert_eq!(laid.slots[0].late_by, 960);
    assert_eq!(delayed_by(&work, &calendar, MONDAY, 0).unwrap(), BTreeMap::from([(1, 960)]));
    assert_eq!(delayed_by(&work, &calendar, MONDAY, 2).unwrap(), BTreeMap::new());
}

#[test]
fn a_whole_spans_its_parts_and_holds_up_what_waits_for_it() {
    let part = |minutes| Work { part_of: Some(0), ..of(minutes, &[]) };
    let mut work = [of(9_999, &[]), part(480), part(960), of(480, &[0])];
    work[1].not_before = Some(date(2026, 1, 6));
    work[2].not_before = Some(date(2026, 1, 7));
    let laid = schedule(&work, &WorkCalendar::default(), MONDAY).unwrap();
    assert_eq!(laid.slots.iter().map(days).collect::<Vec<_>>(), [(6, 8), (6, 6), (7, 8), (9, 9)]);
}

#[test]
fn rings_are_refused_by_name_also_through_a_whole() {
    let refused =
        |work: &[Work]| schedule(work, &WorkCalendar::default(), MONDAY).unwrap_err().params["places"].clone();
    assert_eq!(refused(&[of(1, &[2]), of(1, &[0]), of(1, &[1]), of(1, &[0])]), json!([0, 1, 2]));
    assert_eq!(refused(&[of(1, &[0])]), json!([0]));
    let part = Work { part_of: Some(0), ..of(1, &[0]) };
    assert_eq!(refused(&[of(1, &[]), part]), json!([0, 1]));
}

#[test]
fn what_cannot_be_is_refused_with_its_field() {
    let field = |work: Work| schedule(&[work], &WorkCalendar::default(), MONDAY).unwrap_err().params["field"].clone();
    assert_eq!(field(of(-1, &[])), "estimated_minutes");
    assert_eq!(field(of(1, &[1])), "depends_on");
    let none = WorkCalendar { week: [0; 7], exceptions: Vec::new() };
    assert_eq!(schedule(&[], &none, MONDAY).unwrap_err().params["field"], "week");
    let twice = vec![DayException { day: "2026-01-06".into(), minutes: 0, name: String::new() }; 2];
    let calendar = WorkCalendar { exceptions: twice, ..WorkCalendar::default() };
    assert_eq!(calendar.check().unwrap_err().params["field"], "exceptions");
    let scarce = WorkCalendar { week: [1, 0, 0, 0, 0, 0, 0], exceptions: Vec::new() };
    assert_eq!(schedule(&[of(MINUTES_LIMIT, &[])], &scarce, MONDAY).unwrap_err().params["reason"], "beyond");
}
