//! Projects, tasks, boards, comments, plans and discussions, as a person goes through them.

use hisho_scenarios::{Desk, Home, at, content, decision};
use serde_json::{Value, json};

/// A secretary without a model.
async fn secretary(desk: &Desk, name: &str) -> Value {
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    desk.ok("people.create_secretary", json!({ "name": name, "persona_uid": persona })).await
}

async fn task(desk: &Desk, title: &str) -> Value {
    desk.ok("tasks.create", json!({ "title": title })).await
}

async fn change(desk: &Desk, thing: &Value, what: Value) -> Value {
    let area = if thing.get("project_type").is_some() { "projects" } else { "tasks" };
    let now = desk.ok(&format!("{area}.get"), json!({ "uid": thing["uid"] })).await;
    let mut input = at(&now);
    input.as_object_mut().expect("object").extend(what.as_object().expect("object").clone());
    desk.ok(&format!("{area}.update"), input).await
}

async fn step(desk: &Desk, project: &Value, step: &str) -> Result<Value, hisho_domain::Error> {
    desk.call("projects.step", json!({ "uid": project["uid"], "rev": project["rev"], "step": step })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_goes_from_draft_to_its_end() {
    let home = Home::empty();
    let desk = home.open().await;
    let project = desk.ok("projects.create", json!({ "title": "Shop renovation", "project_type": "design" })).await;
    assert_eq!((project["key"].as_str(), project["status"].as_str()), (Some("SHO"), Some("draft")));
    let second = desk.ok("projects.create", json!({ "title": "Shop opening", "depends_on": [project["uid"]] })).await;
    assert_eq!((&second["key"], &second["depends_on"]), (&json!("SHO2"), &json!([project["uid"]])));
    assert_eq!(step(&desk, &project, "pause").await.expect_err("illegal").params["reason"], "not_started");
    let project = step(&desk, &project, "start").await.expect("starts");
    let started = project["started_at"].clone();
    assert!(started.is_string());
    let project = step(&desk, &project, "pause").await.expect("pauses");
    let project = step(&desk, &project, "resume").await.expect("resumes");
    let project = step(&desk, &project, "complete").await.expect("completes");
    assert_eq!((&project["started_at"], project["actual_minutes"].as_i64()), (&started, Some(0)));
    assert!(project["completed_at"].is_string());
    assert_eq!(step(&desk, &project, "cancel").await.expect_err("illegal").params["reason"], "already_closed");
    let project = step(&desk, &project, "reopen").await.expect("reopens");
    assert_eq!((project["status"].as_str(), &project["completed_at"]), (Some("active"), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_counts_its_tasks_and_takes_them_into_the_trash() {
    let home = Home::empty();
    let desk = home.open().await;
    let project = desk.ok("projects.create", json!({ "title": "引っ越し", "key": "mov" })).await;
    let new = |title: &str| json!({ "title": title, "project_uid": project["uid"], "estimated_minutes": 30 });
    let first = desk.ok("tasks.create", new("Pack")).await;
    let second = desk.ok("tasks.create", new("Carry")).await;
    let third = desk.ok("tasks.create", new("Sing")).await;
    assert_eq!((&first["key"], &third["key"]), (&json!("MOV-1"), &json!("MOV-3")));
    change(&desk, &first, json!({ "status": "completed", "actual_minutes": 90 })).await;
    change(&desk, &second, json!({ "status": "completed", "actual_minutes": 30 })).await;
    change(&desk, &third, json!({ "status": "cancelled" })).await;
    let shown = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    let counts = (shown["tasks"].as_i64(), shown["completed_tasks"].as_i64(), shown["average_task_hours"].as_f64());
    assert_eq!(counts, (Some(2), Some(2), Some(1.0)));
    let sql = rusqlite::Connection::open(home.data().join("hisho.db")).expect("open");
    let summary: (i64, i64, f64) = sql
        .query_row(
            "SELECT total_tasks, completed_tasks, avg_task_hours FROM workflow_summary WHERE name = '引っ越し'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .expect("the view");
    assert_eq!(summary, (2, 2, 1.0));

    let first = desk.ok("tasks.get", json!({ "uid": first["uid"] })).await;
    desk.ok("tasks.delete", at(&first)).await;
    let shown = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    assert_eq!((shown["tasks"].as_i64(), shown["average_task_hours"].as_f64()), (Some(1), Some(0.5)));
    let gone = desk.ok("projects.delete", at(&shown)).await;
    assert!(desk.call("tasks.get", json!({ "uid": second["uid"] })).await.is_err());
    assert_eq!(desk.ok("projects.list", json!({})).await, json!([]));
    let back = desk.ok("projects.restore", at(&gone)).await;
    // The one that was thrown away before stays there.
    assert_eq!(back["task_list"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_something_open_cannot_begin() {
    let home = Home::empty();
    let desk = home.open().await;
    let (a, b, c) = (task(&desk, "A").await, task(&desk, "B").await, task(&desk, "C").await);
    let b = change(&desk, &b, json!({ "depends_on": [a["uid"]] })).await;
    change(&desk, &c, json!({ "depends_on": [b["uid"]] })).await;
    let around = json!({ "uid": a["uid"], "rev": a["rev"], "depends_on": [c["uid"]] });
    let error = desk.call("tasks.update", around).await.expect_err("a circle");
    assert_eq!((&error.params["field"], &error.params["rule"]), (&json!("depends_on"), &json!("cycle")));
    for status in ["in_progress", "review", "completed"] {
        let begin = json!({ "uid": b["uid"], "rev": b["rev"], "status": status });
        let error = desk.call("tasks.update", begin).await.expect_err("waits");
        assert_eq!((&error.params["reason"], &error.params["open"]), (&json!("open_prerequisites"), &json!(["T-1"])));
    }
    change(&desk, &a, json!({ "status": "completed" })).await;
    let b = change(&desk, &b, json!({ "status": "in_progress" })).await;
    assert_eq!((b["open_prerequisites"].as_i64(), b["started_at"].is_string()), (Some(0), true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_in_a_note_waits_for_what_comes_before() {
    let home = Home::empty();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let plan = desk.approved_plan("Move", &["Pack", "Carry"]).await;
    desk.allow_writing().await;
    let tasks = || async {
        desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await["task_list"]
            .as_array()
            .expect("tasks")
            .clone()
    };
    let (pack, carry) = (tasks().await[0].clone(), tasks().await[1].clone());
    change(&desk, &carry, json!({ "depends_on": [pack["uid"]] })).await;
    let note = "Hisho/Projects/Move.md";
    home.write(note, home.read(note).replace("- [ ] Carry", "- [x] Carry"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks().await[1]["status"], "pending");
    assert!(home.read(note).contains("- [x] Carry"), "the person's mark stays");
    home.write(note, home.read(note).replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!((&tasks().await[0]["status"], &tasks().await[1]["status"]), (&json!("completed"), &json!("completed")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_assigned_labelled_and_divided_and_tells_its_history() {
    let home = Home::empty();
    let desk = home.open().await;
    let hana = secretary(&desk, "花子").await;
    let label = desk.ok("labels.create", json!({ "name": "急ぎ", "color": "#ef4444" })).await;
    assert_eq!(label["color"], "#EF4444");
    let whole = task(&desk, "Move").await;
    let whole = change(
        &desk,
        &whole,
        json!({ "assistant_uid": hana["uid"], "labels": [label["uid"]], "description": "二階から" }),
    )
    .await;
    assert_eq!((whole["status"].as_str(), &whole["labels"]), (Some("assigned"), &json!([label["uid"]])));
    let part = desk.ok("tasks.create", json!({ "title": "Pack", "parent_uid": whole["uid"] })).await;
    let error =
        desk.call("tasks.update", json!({ "uid": whole["uid"], "rev": whole["rev"], "parent_uid": part["uid"] })).await;
    assert_eq!(error.expect_err("a circle").params["rule"], "cycle");
    let dated = change(&desk, &whole, json!({ "due_on": "2027-02-01", "reason": "The landlord\nmoved the day" })).await;
    let history = desk.ok("tasks.history", json!({ "uid": whole["uid"] })).await;
    let last = &history[0];
    assert_eq!(last["reason"], "The landlord moved the day");
    assert_eq!(last["fields"], json!([{ "field": "due_on", "old": null, "new": "2027-02-01" }]));
    assert_eq!((last["by"]["kind"].as_str(), last["origin"].as_str()), (Some("person"), Some("cli")));
    assert_eq!(history.as_array().map(Vec::len), Some(3));
    assert_eq!(history[2]["action"], "create");

    let found = desk.ok("search.find", json!({ "query": "二階", "kinds": ["task"] })).await;
    assert_eq!(found["hits"][0]["id"], whole["uid"]);
    let gone = desk.ok("tasks.delete", at(&dated)).await;
    assert!(desk.call("tasks.get", json!({ "uid": part["uid"] })).await.is_err(), "its parts go with it");
    desk.ok("tasks.restore", at(&gone)).await;
    desk.ok("tasks.get", json!({ "uid": part["uid"] })).await;
    let free = change(&desk, &whole, json!({ "assistant_uid": null })).await;
    assert_eq!(free["status"], "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_sets_the_status_and_keeps_its_limits() {
    let home = Home::empty();
    let desk = home.open().await;
    let columns = json!([
        { "name": "待ち", "status": "pending" },
        { "name": "作業中", "status": "in_progress", "wip_limit": 1 },
        { "name": "完了", "status": "completed" },
    ]);
    let board = desk.ok("boards.create", json!({ "name": "Board", "columns": columns })).await;
    let column = |n: usize| board["columns"][n]["uid"].clone();
    let (a, b) = (task(&desk, "A").await, task(&desk, "B").await);
    let to = |task: &Value, n: usize| json!({ "uid": task["uid"], "rev": task["rev"], "column_uid": column(n) });
    let a = desk.ok("tasks.move", to(&a, 1)).await;
    assert_eq!((a["status"].as_str(), &a["column_uid"]), (Some("in_progress"), &column(1)));
    let error = desk.call("tasks.move", to(&b, 1)).await.expect_err("full");
    assert_eq!((&error.params["reason"], &error.params["limit"]), (&json!("column_full"), &json!(1)));
    // A status set elsewhere takes the task to where it belongs.
    let a = change(&desk, &a, json!({ "status": "completed" })).await;
    assert_eq!(a["column_uid"], column(2));
    let a = change(&desk, &a, json!({ "status": "review" })).await;
    assert_eq!(a["column_uid"], Value::Null);
    // A column that goes lets its tasks go.
    let b = desk.ok("tasks.move", to(&b, 0)).await;
    let kept = json!([board["columns"][2], { "name": "新しい", "status": "review" }]);
    let board = desk.ok("boards.update", json!({ "uid": board["uid"], "rev": board["rev"], "columns": kept })).await;
    assert_eq!(board["columns"].as_array().map(Vec::len), Some(2));
    let b = desk.ok("tasks.get", json!({ "uid": b["uid"] })).await;
    assert_eq!((&b["column_uid"], b["status"].as_str()), (&Value::Null, Some("pending")));
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_keep_the_order_the_person_gave_them() {
    let home = Home::empty();
    let desk = home.open().await;
    let mut order = Vec::new();
    for n in 0..5 {
        order.push(task(&desk, &format!("T{n}")).await["uid"].clone());
    }
    let mut seed = 5u64;
    // Again and again into the same places, until the gaps between them close.
    for turn in 0..120 {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let from = if turn < 60 { order.len() - 1 } else { (seed >> 33) as usize % order.len() };
        let uid = order.remove(from);
        let to = if turn < 60 { 1 } else { (seed >> 20) as usize % (order.len() + 1) };
        let behind = if to == 0 { Value::Null } else { order[to - 1].clone() };
        let now = desk.ok("tasks.get", json!({ "uid": uid })).await;
        desk.ok("tasks.move", json!({ "uid": uid, "rev": now["rev"], "after_uid": behind })).await;
        order.insert(to, uid);
        let shown = desk.ok("tasks.inbox", json!({})).await;
        let shown: Vec<Value> = shown.as_array().expect("tasks").iter().map(|t| t["uid"].clone()).collect();
        assert_eq!(shown, order, "turn {turn}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_stand_by_what_they_are_about() {
    let home = Home::empty();
    let desk = home.open().await;
    let about = task(&desk, "A").await;
    let plan = desk.ok("plans.create", json!({ "content": content("Plan", &[]) })).await;
    let project = desk.ok("projects.create", json!({ "title": "Project" })).await;
    for (subject, thing) in [("task", &about), ("plan", &plan), ("project", &project)] {
        let new = json!({ "subject": subject, "subject_uid": thing["uid"], "body": " 良い案です " });
        let comment = desk.ok("comments.create", new).await;
        assert_eq!(
            (&comment["body"], &comment["subject"], &comment["edited_at"]),
            (&json!("良い案です"), &json!(subject), &Value::Null)
        );
        let comment =
            desk.ok("comments.update", json!({ "uid": comment["uid"], "rev": 1, "body": "もっと良い" })).await;
        assert!(comment["edited_at"].is_string());
        let which = json!({ "subject": subject, "subject_uid": thing["uid"] });
        assert_eq!(desk.ok("comments.list", which.clone()).await, json!([comment]));
        let gone = desk.ok("comments.delete", at(&comment)).await;
        assert_eq!(desk.ok("comments.list", which.clone()).await, json!([]));
        desk.ok("comments.restore", at(&gone)).await;
        assert_eq!(desk.ok("comments.list", which).await.as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_everything_and_is_approved_with_conditions_after_advice() {
    let home = Home::empty();
    let desk = home.open().await;
    let hana = secretary(&desk, "花子").await;
    let mut full = content("Move", &["Pack"]);
    let more = json!({
        "description": "なぜ今か",
        "resources": { "cost": { "amount": 300000, "currency": "JPY" }, "people": ["引っ越し屋"], "needs": ["車"], "dependencies": ["契約"] },
        "risks": [{ "title": "雨", "likelihood": "medium", "impact": "low", "response": "傘" }],
    });
    full.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
    let plan = desk.ok("plans.create", json!({ "content": full })).await;
    assert_eq!(plan["newest"]["content"]["risks"], more["risks"]);
    assert_eq!(plan["newest"]["content"]["resources"], more["resources"]);
    for word in ["なぜ", "車", "契約", "傘"] {
        let found = desk.ok("search.find", json!({ "query": word, "kinds": ["plan"] })).await;
        assert_eq!(found["hits"][0]["id"], plan["uid"], "{word}");
    }
    let save = json!({ "uid": plan["uid"], "rev": plan["rev"], "content": plan["newest"]["content"], "change_summary": "初版" });
    let plan = desk.ok("plans.save", save).await;
    assert_eq!(plan["newest"]["change_summary"], "初版");
    let plan = desk.ok("plans.submit", at(&plan)).await;
    let mut advice = decision(&plan);
    advice["secretary_uid"] = hana["uid"].clone();
    advice["action"] = json!("request_revision");
    advice["comment"] = json!("費用が高い");
    let plan = desk.ok("plans.advise", advice).await;
    assert_eq!(
        (plan["newest"]["status"].as_str(), plan["decisions"].as_array().map(Vec::len)),
        (Some("submitted"), Some(0))
    );
    assert_eq!(
        (&plan["advice"][0]["by"]["name"], &plan["advice"][0]["comment"]),
        (&json!("花子"), &json!("費用が高い"))
    );
    let plan = desk.ok("plans.start_review", at(&plan)).await;
    let mut approve = decision(&plan);
    approve["conditions"] = json!(["五月までに", "予算内で"]);
    let plan = desk.decide("plans.approve", approve).await.expect("approved");
    assert_eq!(plan["decisions"][0]["conditions"], json!(["五月までに", "予算内で"]));
    assert_eq!(plan["decisions"].as_array().map(Vec::len), Some(1));

    // An older version comes back as a new one.
    let plan = desk.ok("plans.amend", at(&plan)).await;
    let plan = desk
        .ok("plans.save", json!({ "uid": plan["uid"], "rev": plan["rev"], "content": content("Other", &[]) }))
        .await;
    let plan = desk.approve(&plan).await;
    let plan = desk.ok("plans.amend", json!({ "uid": plan["uid"], "rev": plan["rev"], "from_version": 1 })).await;
    assert_eq!(
        (plan["newest"]["number"].as_i64(), &plan["newest"]["content"]),
        (Some(3), &plan["versions"][2]["content"])
    );
    assert_eq!(plan["newest"]["content_hash"], plan["versions"][2]["content_hash"]);
}
