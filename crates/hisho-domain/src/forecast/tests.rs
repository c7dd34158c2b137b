//! What is made of tasks before they are scheduled. January 2026 begins on a Thursday.

use jiff::civil::{Date, date};

use super::*;

const MONDAY: Date = date(2026, 1, 5);

fn task(uid: &str, estimated: Option<i64>, after: &[&str]) -> PlannedTask {
    PlannedTask {
        uid: uid.into(),
        status: TaskStatus::Pending,
        start_on: None,
        due_on: None,
        estimated_minutes: estimated,
        actual_minutes: None,
        parent_uid: None,
        milestone_uid: None,
        depends_on: after.iter().map(|uid| (*uid).to_owned()).collect(),
        is_elsewhere: false,
    }
}

fn of(tasks: &[PlannedTask], changes: &[Supposed]) -> Result<Forecast> {
    forecast(tasks, changes, &[], &WorkCalendar::default(), MONDAY)
}

fn finishes(forecast: &Forecast) -> Vec<(&str, &str)> {
    forecast.slots.iter().map(|slot| (slot.task_uid.as_str(), slot.finish_on.as_str())).collect()
}

#[test]
fn what_is_done_is_no_work_and_what_was_done_of_a_task_is_less_of_it() {
    let mut tasks = [task("a", Some(4800), &[]), task("b", Some(960), &["a"]), task("c", None, &["b"])];
    tasks[0].status = TaskStatus::Completed;
    tasks[1].actual_minutes = Some(480);
    let laid = of(&tasks, &[]).unwrap();
    assert_eq!(finishes(&laid), [("b", "2026-01-05"), ("c", "2026-01-06")]);
    assert_eq!(laid.slots.iter().map(|slot| slot.is_guess).collect::<Vec<_>>(), [false, true]);
    // More was needed than was thought: nothing is left that anybody knows of.
    tasks[1].actual_minutes = Some(2000);
    assert_eq!(finishes(&of(&tasks, &[]).unwrap()), [("b", "2026-01-05"), ("c", "2026-01-05")]);
}

#[test]
fn a_guess_is_a_usual_day_of_this_person() {
    let half_days = WorkCalendar { week: [240, 240, 0, 240, 240, 0, 0], exceptions: Vec::new() };
    let laid = forecast(&[task("a", None, &[]), task("b", None, &["a"])], &[], &[], &half_days, MONDAY).unwrap();
    assert_eq!(finishes(&laid), [("a", "2026-01-05"), ("b", "2026-01-06")]);
}

#[test]
fn a_whole_whose_parts_are_done_takes_no_time_of_its_own() {
    let mut tasks =
        [task("whole", Some(4800), &[]), task("part", Some(480), &[]), task("after", Some(480), &["whole"])];
    tasks[1].parent_uid = Some("whole".into());
    assert_eq!(finishes(&of(&tasks, &[]).unwrap())[2], ("after", "2026-01-06"));
    tasks[1].status = TaskStatus::Completed;
    assert_eq!(finishes(&of(&tasks, &[]).unwrap())[1], ("after", "2026-01-05"));
    // A part nobody does is no part.
    tasks[1].status = TaskStatus::Cancelled;
    assert_eq!(finishes(&of(&tasks, &[]).unwrap())[1], ("after", "2026-01-19"));
}

#[test]
fn a_part_of_a_part_that_is_done_still_belongs_to_the_whole() {
    let mut tasks = [
        task("whole", None, &[]),
        task("part", None, &[]),
        task("deep", Some(960), &[]),
        task("after", Some(480), &["whole"]),
    ];
    tasks[1].parent_uid = Some("whole".into());
    tasks[1].status = TaskStatus::Completed;
    tasks[2].parent_uid = Some("part".into());
    assert_eq!(finishes(&of(&tasks, &[]).unwrap())[2], ("after", "2026-01-07"));
}

#[test]
fn tasks_of_other_projects_hold_up_and_are_not_shown() {
    let mut tasks = [task("a", Some(480), &["b"]), task("b", Some(960), &[])];
    tasks[1].is_elsewhere = true;
    assert_eq!(finishes(&of(&tasks, &[]).unwrap()), [("a", "2026-01-07")]);
    let change = Supposed { task_uid: "b".into(), ..Supposed::default() };
    assert_eq!(of(&tasks, &[change]).unwrap_err().params["field"], "task_uid");
}

#[test]
fn what_is_supposed_moves_what_waits_and_stays_a_supposition() {
    let tasks = [task("a", Some(480), &[]), task("b", Some(480), &["a"]), task("c", Some(480), &[])];
    let longer = Supposed { task_uid: "a".into(), estimated_minutes: Some(Some(960)), ..Supposed::default() };
    let laid = of(&tasks, &[longer]).unwrap();
    let days = |start: &str, finish: &str| Days { start_on: start.into(), finish_on: finish.into() };
    assert_eq!(
        laid.moved,
        [
            MovedTask {
                task_uid: "a".into(),
                from: days("2026-01-05", "2026-01-05"),
                to: days("2026-01-05", "2026-01-06")
            },
            MovedTask {
                task_uid: "b".into(),
                from: days("2026-01-06", "2026-01-06"),
                to: days("2026-01-07", "2026-01-07")
            },
        ]
    );
    assert_eq!(laid.finish_on, "2026-01-07");
    assert_eq!(of(&tasks, &[]).unwrap().finish_on, "2026-01-06");
}

#[test]
fn what_cannot_be_supposed_is_refused_and_a_ring_names_its_tasks() {
    let tasks = [task("a", Some(480), &[]), task("b", Some(480), &["a"]), task("c", Some(480), &[])];
    let refused = |change: Supposed| of(&tasks, &[change]).unwrap_err().params;
    let change = || Supposed { task_uid: "a".into(), ..Supposed::default() };
    let ring = refused(Supposed { depends_on: Some(vec!["b".into()]), ..change() });
    assert_eq!((&ring["rule"], &ring["tasks"], ring.get("places")), (&json!("cycle"), &json!(["a", "b"]), None));
    let unknown = refused(Supposed { depends_on: Some(vec!["nobody".into()]), ..change() });
    assert_eq!((&unknown["field"], &unknown["rule"]), (&json!("depends_on"), &json!("unknown_value")));
    let backwards =
        Supposed { start_on: Some(Some("2026-02-01".into())), due_on: Some(Some("2026-01-01".into())), ..change() };
    assert_eq!(refused(backwards)["rule"], "before_start");
    assert_eq!(of(&tasks, &[change(), change()]).unwrap_err().params["rule"], "duplicate");
}

#[test]
fn a_milestone_is_expected_when_the_last_of_its_tasks_is_done() {
    let milestone = |uid: &str| Milestone {
        uid: uid.into(),
        title: uid.into(),
        due_on: Some("2026-01-06".into()),
        depends_on: Vec::new(),
    };
    let mut tasks = [task("a", Some(480), &[]), task("b", Some(960), &["a"]), task("c", Some(480), &[])];
    tasks[0].milestone_uid = Some("m".into());
    tasks[1].milestone_uid = Some("m".into());
    tasks[2].milestone_uid = Some("n".into());
    tasks[2].status = TaskStatus::Completed;
    let milestones = [milestone("m"), milestone("n"), milestone("o")];
    let laid = forecast(&tasks, &[], &milestones, &WorkCalendar::default(), MONDAY).unwrap();
    let told: Vec<_> = laid.baseline.iter().map(|m| (m.expected_on.as_deref(), m.is_reached)).collect();
    assert_eq!(told, [(Some("2026-01-07"), false), (None, true), (None, false)]);
}

#[test]
fn a_late_task_tells_what_it_holds_up() {
    let mut tasks = [task("a", Some(960), &[]), task("b", Some(480), &["a"]), task("c", Some(480), &[])];
    tasks[0].due_on = Some("2026-01-05".into());
    let told = |uid: &str| delays(&tasks, uid, &WorkCalendar::default(), MONDAY).unwrap();
    assert_eq!(told("a"), [Delay { task_uid: "b".into(), minutes: 480 }]);
    assert_eq!((told("b"), told("nobody")), (Vec::new(), Vec::new()));
}
