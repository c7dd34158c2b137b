//! More of tasks: such as come again, their small steps, many changed at once, finding them over all
//! projects, and who might do them.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

async fn task(desk: &Desk, more: Value) -> Value {
    let mut input = json!({ "title": "Task" });
    input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
    desk.ok("tasks.create", input).await
}

async fn change(desk: &Desk, task: &Value, more: Value) -> Value {
    let mut input = at(&desk.ok("tasks.get", json!({ "uid": task["uid"] })).await);
    input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
    desk.ok("tasks.update", input).await
}

async fn inbox(desk: &Desk) -> Vec<Value> {
    desk.ok("tasks.inbox", json!({})).await.as_array().expect("tasks").clone()
}

fn titles(page: &Value) -> Vec<&str> {
    page["tasks"].as_array().expect("tasks").iter().map(|task| task["title"].as_str().expect("title")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_recurs_comes_again_with_its_days_moved_and_one_undo_takes_both_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let label = desk.ok("labels.create", json!({ "name": "家" })).await;
    let rent = task(
        &desk,
        json!({ "title": "家賃", "start_on": "2026-01-29", "due_on": "2026-01-31", "recurrence": "Every  month on the last",
                "labels": [label["uid"]], "estimated_minutes": 10 }),
    )
    .await;
    assert_eq!(rent["recurrence"], "every month on the last");
    let steps = json!([{ "text": "振り込む", "is_done": true }, { "text": "控えをしまう" }]);
    let rent = desk.ok("checklists.set", json!({ "uid": rent["uid"], "rev": rent["rev"], "items": steps })).await;
    // A label in the trash is no reason not to go on.
    desk.ok("labels.delete", at(&label)).await;
    let done = change(&desk, &rent, json!({ "status": "completed" })).await;
    assert_eq!((&done["status"], &done["recurrence"]), (&json!("completed"), &json!(null)));
    let all = inbox(&desk).await;
    let [_, next] = &all[..] else { panic!("two tasks: {all:?}") };
    assert_eq!((&next["start_on"], &next["due_on"]), (&json!("2026-02-26"), &json!("2026-02-28")));
    assert_eq!((&next["status"], &next["recurrence"]), (&json!("pending"), &json!("every month on the last")));
    assert_eq!(
        (&next["title"], &next["estimated_minutes"], &next["labels"]),
        (&json!("家賃"), &json!(10), &rent["labels"])
    );
    assert_ne!(next["number"], rent["number"]);
    let open: Vec<_> = next["checklist"].as_array().expect("steps").iter().map(|item| &item["is_done"]).collect();
    assert_eq!(open, [&json!(false), &json!(false)]);

    // Opened and done again, it does not come a third time: the rule went on to the next.
    change(&desk, &done, json!({ "status": "pending" })).await;
    change(&desk, &done, json!({ "status": "completed" })).await;
    assert_eq!(inbox(&desk).await.len(), 2);
    for _ in 0..3 {
        desk.ok("history.undo", json!({})).await;
    }
    let all = inbox(&desk).await;
    assert_eq!((all.len(), &all[0]["status"], &all[0]["recurrence"]), (1, &json!("pending"), &rent["recurrence"]));
    desk.ok("history.redo", json!({})).await;
    assert_eq!(inbox(&desk).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_without_a_day_comes_again_on_that_of_its_rule_and_on_its_board() {
    let home = Home::empty();
    let desk = home.open().await;
    let columns = json!([{ "name": "Open", "status": "pending" }, { "name": "Done", "status": "completed" }]);
    let board = desk.ok("boards.create", json!({ "name": "家", "columns": columns })).await;
    let water = task(&desk, json!({ "title": "水やり", "recurrence": "every day" })).await;
    let into = |column: usize, task: &Value| json!({ "uid": task["uid"], "rev": task["rev"], "column_uid": board["columns"][column]["uid"] });
    let water = desk.ok("tasks.move", into(0, &water)).await;
    desk.ok("tasks.move", into(1, &water)).await;
    let all = inbox(&desk).await;
    assert_eq!((all.len(), &all[1]["column_uid"]), (2, &board["columns"][0]["uid"]));
    let today: jiff::civil::Date =
        desk.ok("app.state", json!({})).await["today"].as_str().expect("day").parse().expect("a day");
    assert_eq!(all[1]["due_on"], json!(today.tomorrow().expect("a day").to_string()));
    // Cancelled is not done.
    change(&desk, &all[1], json!({ "status": "cancelled" })).await;
    assert_eq!(inbox(&desk).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn small_steps_are_kept_in_order_ticked_and_taken_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let pack = task(&desk, json!({ "title": "Pack" })).await;
    let set = |task: &Value, items: Value| json!({ "uid": task["uid"], "rev": task["rev"], "items": items });
    let pack = desk.ok("checklists.set", set(&pack, json!([{ "text": "Boxes" }, { "text": " Tape\n" }]))).await;
    let tape = &pack["checklist"][1];
    assert_eq!((&tape["text"], &tape["is_done"]), (&json!("Tape"), &json!(false)));
    let ticked =
        desk.ok("checklists.tick", json!({ "uid": pack["uid"], "item_uid": tape["uid"], "is_done": true })).await;
    assert_eq!((&ticked["checklist"][1]["is_done"], ticked["rev"].as_i64()), (&json!(true), Some(3)));
    let turned = json!([ticked["checklist"][1], { "text": "Labels" }]);
    let other = desk.ok("checklists.set", set(&ticked, turned)).await;
    let texts: Vec<_> = other["checklist"].as_array().expect("steps").iter().map(|item| &item["text"]).collect();
    assert_eq!((texts, &other["checklist"][0]["uid"]), (vec![&json!("Tape"), &json!("Labels")], &tape["uid"]));
    let stale = desk.call("checklists.set", set(&ticked, json!([]))).await.expect_err("read before");
    assert_eq!(stale.params["entity"], "task");
    let history = desk.ok("tasks.history", json!({ "uid": pack["uid"] })).await;
    assert_eq!(history[0]["fields"][0]["field"], "checklist");
    desk.ok("history.undo", json!({})).await;
    desk.ok("history.undo", json!({})).await;
    let back = desk.ok("tasks.get", json!({ "uid": pack["uid"] })).await;
    assert_eq!(back["checklist"], pack["checklist"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_change_together_or_not_at_all_and_one_undo_takes_it_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let label = desk.ok("labels.create", json!({ "name": "急ぎ" })).await;
    let old = desk.ok("labels.create", json!({ "name": "いつか" })).await;
    let first = task(&desk, json!({ "title": "A", "labels": [old["uid"]] })).await;
    let second = task(&desk, json!({ "title": "B", "depends_on": [first["uid"]] })).await;
    let third = task(&desk, json!({ "title": "C", "start_on": "2026-03-01" })).await;
    // The one that waits is named first, and both are completed.
    let both = json!({ "uids": [second["uid"], first["uid"]], "changes": { "status": "completed", "priority": "high",
        "add_labels": [label["uid"]], "remove_labels": [old["uid"]] } });
    let done = desk.ok("tasks.update_many", both).await;
    assert_eq!(
        (&done[0]["title"], &done[0]["status"], &done[1]["priority"]),
        (&json!("B"), &json!("completed"), &json!("high"))
    );
    assert_eq!((&done[0]["labels"], &done[1]["labels"]), (&json!([label["uid"]]), &json!([label["uid"]])));
    desk.ok("history.undo", json!({})).await;
    let back: Vec<_> = inbox(&desk).await.iter().map(|task| (task["status"].clone(), task["labels"].clone())).collect();
    assert_eq!(back[0], (json!("pending"), json!([old["uid"]])));
    assert_eq!(back[1], (json!("pending"), json!([])));

    let all = json!([first["uid"], second["uid"], third["uid"]]);
    let wrong = json!({ "uids": all, "changes": { "due_on": "2026-02-01", "priority": "low" } });
    let error = desk.call("tasks.update_many", wrong).await.expect_err("the third begins later");
    assert_eq!((&error.params["rule"], &error.params["task"]), (&json!("before_start"), &third["key"]));
    assert!(inbox(&desk).await.iter().all(|task| task["priority"] == "medium"));
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_found_over_all_projects_by_what_they_are() {
    let home = Home::empty();
    let desk = home.open().await;
    let project = desk.ok("projects.create", json!({ "title": "引っ越し", "key": "MOV" })).await;
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let hanako = desk.ok("people.create_secretary", json!({ "name": "花子", "persona_uid": persona })).await;
    let label = desk.ok("labels.create", json!({ "name": "家" })).await;
    let in_project = |title: &str, due: Value, more: Value| {
        let mut input = json!({ "title": title, "project_uid": project["uid"], "due_on": due });
        input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        input
    };
    task(&desk, in_project("会議室を予約", json!("2026-03-01"), json!({ "priority": "urgent" }))).await;
    task(
        &desk,
        in_project("Pack boxes", json!(null), json!({ "assistant_uid": hanako["uid"], "labels": [label["uid"]] })),
    )
    .await;
    task(&desk, json!({ "title": "Buy ｂｏｘｅｓ", "due_on": "2026-02-01", "priority": "low" })).await;
    let gone = task(&desk, json!({ "title": "Gone boxes" })).await;
    desk.ok("tasks.delete", at(&gone)).await;
    let find = async |filter: Value| desk.ok("tasks.find", json!({ "filter": filter })).await;

    assert_eq!(titles(&find(json!({})).await), ["Buy ｂｏｘｅｓ", "会議室を予約", "Pack boxes"]);
    assert_eq!(titles(&find(json!({ "text": "BOX" })).await), ["Buy ｂｏｘｅｓ", "Pack boxes"]);
    assert_eq!(titles(&find(json!({ "text": "mov-2" })).await), ["Pack boxes"]);
    assert_eq!(titles(&find(json!({ "text": "会議" })).await), ["会議室を予約"]);
    assert_eq!(titles(&find(json!({ "project_uids": [null] })).await), ["Buy ｂｏｘｅｓ"]);
    assert_eq!(
        titles(&find(json!({ "project_uids": [project["uid"]], "assistant_uids": [null] })).await),
        ["会議室を予約"]
    );
    assert_eq!(titles(&find(json!({ "assistant_uids": [hanako["uid"]] })).await), ["Pack boxes"]);
    assert_eq!(titles(&find(json!({ "statuses": ["assigned"] })).await), ["Pack boxes"]);
    assert_eq!(titles(&find(json!({ "label_uids": [label["uid"]] })).await), ["Pack boxes"]);
    assert_eq!(
        titles(&find(json!({ "priorities": ["urgent", "low"], "due_until": "2026-02-15" })).await),
        ["Buy ｂｏｘｅｓ"]
    );
    assert_eq!(titles(&find(json!({ "due_from": "2026-02-02" })).await), ["会議室を予約"]);
    assert_eq!(titles(&find(json!({ "has_due": false })).await), ["Pack boxes"]);
    let sorted = json!({ "sort": { "by": "priority", "descending": true }, "limit": 1, "offset": 1 });
    let page = desk.ok("tasks.find", sorted).await;
    assert_eq!((titles(&page), page["total"].as_i64()), (vec!["Pack boxes"], Some(3)));
    let behind = desk.ok("tasks.find", json!({ "offset": 9 })).await;
    assert_eq!((titles(&behind).len(), behind["total"].as_i64()), (0, Some(3)));
    let late = desk.ok("tasks.find", json!({ "sort": { "by": "due", "descending": true } })).await;
    assert_eq!(titles(&late), ["会議室を予約", "Buy ｂｏｘｅｓ", "Pack boxes"], "without a day comes last either way");

    let kept = json!({ "name": "箱", "filter": { "text": "box" }, "sort": { "by": "title" } });
    let kept = desk.ok("filters.save", kept).await;
    let other = json!({ "uid": kept["uid"], "rev": 1, "name": "箱", "filter": { "text": "boxes" } });
    let other = desk.ok("filters.save", other).await;
    assert_eq!((&other["rev"], &other["sort"]["by"]), (&json!(2), &json!("due")));
    assert_eq!(desk.ok("filters.list", json!({})).await, json!([other]));
    desk.ok("filters.delete", at(&other)).await;
    assert_eq!(desk.ok("filters.list", json!({})).await, json!([]));
    desk.ok("history.undo", json!({})).await;
    assert_eq!(desk.ok("filters.list", json!({})).await[0]["filter"]["text"], "boxes");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_might_do_it_is_said_with_the_reason_and_nobody_is_given_anything() {
    let home = Home::empty();
    let desk = home.open().await;
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let hire = async |name: &str, level: i64| {
        let skills = json!([{ "name": "デザイン", "level": level }]);
        desk.ok("people.create_secretary", json!({ "name": name, "persona_uid": persona, "skills": skills })).await
    };
    let (hanako, ken) = (hire("花子", 9).await, hire("健", 7).await);
    let poster = task(&desk, json!({ "title": "ポスターのデザイン" })).await;
    let ask = json!({ "uid": poster["uid"] });
    let named = |suggested: &Value| {
        suggested.as_array().expect("a list").iter().map(|s| s["assistant_uid"].clone()).collect::<Vec<_>>()
    };
    let suggested = desk.ok("tasks.suggest_assignee", ask.clone()).await;
    assert_eq!(named(&suggested), [hanako["uid"].clone(), ken["uid"].clone()]);
    assert_eq!(suggested[0]["reason"]["skills"], json!([{ "name": "デザイン", "level": 9 }]));
    // Three working days of other work, of which half a day is done.
    let busy =
        task(&desk, json!({ "title": "Other", "assistant_uid": hanako["uid"], "estimated_minutes": 3000 })).await;
    change(&desk, &busy, json!({ "actual_minutes": 240 })).await;
    let suggested = desk.ok("tasks.suggest_assignee", ask.clone()).await;
    assert_eq!(named(&suggested), [ken["uid"].clone(), hanako["uid"].clone()]);
    let reason = &suggested[1]["reason"];
    assert_eq!((&reason["open_tasks"], &reason["open_minutes"]), (&json!(1), &json!(2760)));
    assert_eq!(desk.ok("tasks.get", ask).await["assistant_uid"], json!(null));
}
