//! When things can be done: the person's working hours, a project's schedule, what a change would
//! move, and what a late task holds up.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

async fn task(desk: &Desk, more: Value) -> Value {
    let mut input = json!({ "title": "Task" });
    input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
    desk.ok("tasks.create", input).await
}

async fn finishes(desk: &Desk, project: &Value) -> Vec<String> {
    let laid = desk.ok("projects.schedule", json!({ "uid": project["uid"], "from": "2026-01-05" })).await;
    let slots = laid["slots"].as_array().expect("slots");
    slots.iter().map(|slot| slot["finish_on"].as_str().expect("a day").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn working_hours_are_kept_and_taken_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let usual = desk.ok("calendar.get", json!({})).await;
    assert_eq!((&usual["week"], &usual["exceptions"]), (&json!([480, 480, 480, 480, 480, 0, 0]), &json!([])));
    let days = json!([{ "day": "2026-01-12", "minutes": 0, "name": " 成人の日\n" }, { "day": "2026-01-06", "minutes": 60, "name": "" }]);
    let input = json!({ "rev": usual["rev"], "exceptions": days });
    let kept = desk.ok("calendar.update", input.clone()).await;
    assert_eq!(kept["week"], usual["week"]);
    assert_eq!(
        (&kept["exceptions"][0]["day"], &kept["exceptions"][1]["name"]),
        (&json!("2026-01-06"), &json!("成人の日"))
    );
    let error = desk.call("calendar.update", input).await.expect_err("read before that");
    assert_eq!(error.params["entity"], "calendar");
    // The person's name lies in the same row and stays.
    let profile = desk.ok("profile.get", json!({})).await;
    desk.ok("profile.update", json!({ "rev": profile["rev"], "full_name": "山田" })).await;
    desk.ok("history.undo", json!({})).await;
    desk.ok("history.undo", json!({})).await;
    let back = desk.ok("calendar.get", json!({})).await;
    assert_eq!((&back["exceptions"], back["rev"].as_i64() > kept["rev"].as_i64()), (&json!([]), true));
    desk.ok("history.redo", json!({})).await;
    let again = desk.ok("calendar.get", json!({})).await;
    assert_eq!(again["exceptions"], kept["exceptions"]);
    assert_eq!(home.open().await.ok("calendar.get", json!({})).await, again);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_follows_hours_dependencies_and_other_projects() {
    let home = Home::empty();
    let desk = home.open().await;
    let other = desk.ok("projects.create", json!({ "title": "Permits" })).await;
    let project = desk.ok("projects.create", json!({ "title": "Shop" })).await;
    let of = |project: &Value, minutes: i64, after: Vec<&Value>| {
        let after: Vec<&Value> = after.into_iter().map(|task| &task["uid"]).collect();
        json!({ "project_uid": project["uid"], "estimated_minutes": minutes, "depends_on": after })
    };
    let far = task(&desk, of(&other, 480, vec![])).await;
    let permit = task(&desk, of(&other, 480, vec![&far])).await;
    let first = task(&desk, of(&project, 480, vec![&permit])).await;
    let last = task(&desk, of(&project, 480, vec![&first])).await;
    assert_eq!(finishes(&desk, &project).await, ["2026-01-07", "2026-01-08"]);
    let calendar = desk.ok("calendar.get", json!({})).await;
    let holiday = json!([{ "day": "2026-01-08", "minutes": 0, "name": "" }]);
    desk.ok("calendar.update", json!({ "rev": calendar["rev"], "exceptions": holiday })).await;
    assert_eq!(finishes(&desk, &project).await, ["2026-01-07", "2026-01-09"]);
    // What goes into the trash, or is done, is waited for no longer.
    desk.ok("tasks.delete", at(&far)).await;
    assert_eq!(finishes(&desk, &project).await, ["2026-01-06", "2026-01-07"]);
    desk.ok("tasks.update", json!({ "uid": permit["uid"], "rev": permit["rev"], "status": "completed" })).await;
    assert_eq!(finishes(&desk, &project).await, ["2026-01-05", "2026-01-06"]);

    // A supposition is answered and stored nowhere.
    let before = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    let changes = json!([{ "task_uid": first["uid"], "start_on": "2026-01-14" }]);
    let asked = json!({ "uid": project["uid"], "from": "2026-01-05", "changes": changes });
    let laid = desk.ok("projects.schedule", asked).await;
    assert_eq!((&laid["finish_on"], laid["moved"].as_array().map(Vec::len)), (&json!("2026-01-15"), Some(2)));
    assert_eq!(laid["moved"][1]["task_uid"], last["uid"]);
    assert_eq!(laid["moved"][1]["from"]["finish_on"], "2026-01-06");
    assert_eq!(desk.ok("projects.get", json!({ "uid": project["uid"] })).await, before);
    // To wait for a task of another project that nothing waited for can be supposed too.
    let slow = task(&desk, of(&other, 960, vec![])).await;
    let changes = json!([{ "task_uid": first["uid"], "depends_on": [slow["uid"]] }]);
    let asked = json!({ "uid": project["uid"], "from": "2026-01-05", "changes": changes });
    assert_eq!(desk.ok("projects.schedule", asked).await["slots"][0]["finish_on"], "2026-01-07");
    let ring = json!([{ "task_uid": first["uid"], "depends_on": [last["uid"]] }]);
    let error =
        desk.call("projects.schedule", json!({ "uid": project["uid"], "changes": ring })).await.expect_err("a ring");
    assert_eq!((&error.params["rule"], &error.params["tasks"]), (&json!("cycle"), &json!([first["uid"], last["uid"]])));
    for (field, wrong) in [
        ("uid", json!({ "uid": "nobody" })),
        ("from", json!({ "uid": project["uid"], "from": "soon" })),
        ("task_uid", json!({ "uid": project["uid"], "changes": [{ "task_uid": slow["uid"] }] })),
        ("due_on", json!({ "uid": project["uid"], "changes": [{ "task_uid": first["uid"], "due_on": "x" }] })),
    ] {
        let error = desk.call("projects.schedule", wrong).await.expect_err(field);
        assert!(
            error.params.get("field") == Some(&json!(field)) || error.params.get("entity") == Some(&json!("project")),
            "{field}: {error:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_approved_plan_is_held_against_today_and_a_late_task_says_what_it_delays() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = desk.approved_plan("Move", &["Pack", "Carry"]).await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    let (pack, carry) = (&project["task_list"][0], &project["task_list"][1]);
    let ask = json!({ "uid": project["uid"], "from": "2026-01-05" });
    let laid = desk.ok("projects.schedule", ask.clone()).await;
    let milestones = plan["newest"]["content"]["milestones"].as_array().expect("milestones");
    let told: Vec<_> = laid["baseline"].as_array().expect("baseline").iter().map(|m| &m["milestone_uid"]).collect();
    assert_eq!(told, milestones.iter().map(|m| &m["uid"]).collect::<Vec<_>>());
    assert_eq!(
        (&laid["baseline"][0]["expected_on"], &laid["slots"][0]["is_guess"]),
        (&json!("2026-01-05"), &json!(true))
    );

    // Due long ago, so that it is late whatever day it is.
    let late = json!({ "uid": pack["uid"], "rev": pack["rev"], "due_on": "2020-01-01", "start_on": null });
    let late = desk.ok("tasks.update", late).await;
    let wait = json!({ "uid": carry["uid"], "rev": carry["rev"], "depends_on": [pack["uid"]] });
    desk.ok("tasks.update", wait).await;
    let delays = desk.ok("tasks.delays", json!({ "uid": pack["uid"] })).await;
    assert_eq!((&delays[0]["task_uid"], delays[0]["minutes"].as_i64()), (&carry["uid"], Some(480)));
    assert_eq!(desk.ok("tasks.delays", json!({ "uid": carry["uid"] })).await, json!([]));
    desk.ok("tasks.update", json!({ "uid": pack["uid"], "rev": late["rev"], "status": "completed" })).await;
    let laid = desk.ok("projects.schedule", ask).await;
    assert_eq!((&laid["baseline"][0]["is_reached"], &laid["baseline"][0]["expected_on"]), (&json!(true), &json!(null)));
    assert_eq!(laid["baseline"][1]["expected_on"], "2026-01-05");
}
