//! Plans that are decided: a large one carried from its draft to its end with a change of scope on
//! the way, what differs between its versions, and what the database itself refuses.

use std::collections::HashMap;

use hisho_scenarios::{Desk, Home, at, content, decision};
use serde_json::{Value, json};

async fn tasks(desk: &Desk, plan: &Value) -> Vec<Value> {
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    project["task_list"].as_array().expect("tasks").clone()
}

async fn save(desk: &Desk, plan: &Value, content: &Value) -> Value {
    desk.ok("plans.save", json!({ "uid": plan["uid"], "rev": plan["rev"], "content": content })).await
}

/// Hands a draft in and has it reviewed.
async fn reviewed(desk: &Desk, plan: &Value) -> Value {
    let plan = desk.ok("plans.submit", at(plan)).await;
    desk.ok("plans.start_review", at(&plan)).await
}

fn entries(field: &mut Value) -> &mut Vec<Value> {
    field.as_array_mut().expect("a list")
}

/// A draft of milestones on the days of January, each waiting for the one before.
async fn chain(desk: &Desk, title: &str, length: usize) -> Value {
    let titles: Vec<String> = (1..=length).map(|n| format!("Step {n}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let plan = desk.ok("plans.create", json!({ "content": content(title, &titles) })).await;
    let mut said = plan["newest"]["content"].clone();
    let uids: Vec<Value> = entries(&mut said["milestones"]).iter().map(|m| m["uid"].clone()).collect();
    for (n, milestone) in entries(&mut said["milestones"]).iter_mut().enumerate() {
        milestone["due_on"] = json!(format!("2027-01-{:02}", n + 1));
        milestone["depends_on"] = if n == 0 { json!([]) } else { json!([uids[n - 1]]) };
    }
    save(desk, &plan, &said).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_of_thirty_tasks_is_carried_to_its_end_with_a_change_of_scope() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = chain(&desk, "Renovation", 28).await;
    let plan = reviewed(&desk, &plan).await;
    let mut approve = decision(&plan);
    approve["conditions"] = json!(["Ask the neighbours", "Keep within the budget"]);
    let plan = desk.decide("plans.approve", approve).await.expect("approved");
    let first = plan["newest"]["content"].clone();

    // Thirty tasks: a chain, and what the approval was tied to.
    let all = tasks(&desk, &plan).await;
    assert_eq!(all.len(), 30);
    let by_title: HashMap<&str, &Value> =
        all.iter().map(|task| (task["title"].as_str().expect("title"), task)).collect();
    assert_eq!(by_title["Step 2"]["depends_on"], json!([by_title["Step 1"]["uid"]]));
    let conditions = plan["decisions"][0]["tasks"].as_array().expect("tasks").clone();
    assert_eq!(
        conditions.iter().map(|task| &task["title"]).collect::<Vec<_>>(),
        ["Ask the neighbours", "Keep within the budget"]
    );
    let baseline = desk.ok("plans.baseline", json!({ "uid": plan["uid"] })).await;
    assert!(baseline["rows"].as_array().expect("rows").iter().all(|row| row["change"] == "kept"));

    let complete = async |task: &Value| {
        let now = desk.ok("tasks.get", json!({ "uid": task["uid"] })).await;
        desk.ok("tasks.update", json!({ "uid": now["uid"], "rev": now["rev"], "status": "completed" })).await
    };
    for n in 1..=5 {
        complete(by_title[format!("Step {n}").as_str()]).await;
    }
    // The person renames a task of their own accord; the amendment must not take that back.
    let sixth = desk.ok("tasks.get", json!({ "uid": by_title["Step 6"]["uid"] })).await;
    desk.ok("tasks.update", json!({ "uid": sixth["uid"], "rev": sixth["rev"], "title": "Paint the walls" })).await;

    // The scope changes: one moved, one renamed, two dropped, one added.
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    let amended = desk.ok("plans.amend", at(&plan)).await;
    assert_eq!((amended["in_force"].as_i64(), amended["newest"]["status"].as_str()), (Some(1), Some("draft")));
    let mut said = amended["newest"]["content"].clone();
    let milestones = entries(&mut said["milestones"]);
    milestones.truncate(26);
    milestones[5]["title"] = json!("Step six");
    milestones[25]["due_on"] = json!("2027-02-20");
    let last = milestones[25]["uid"].clone();
    milestones.push(json!({ "uid": "", "title": "Open the doors", "due_on": "2027-03-01", "depends_on": [last] }));
    let amended = save(&desk, &amended, &said).await;
    let untouched = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!(untouched["task_list"].as_array().map(Vec::len), Some(30), "a draft is not in force");

    let diff = desk.ok("plans.diff", json!({ "uid": plan["uid"], "from": 1, "to": 2 })).await;
    assert_eq!(diff["fields"].as_array().map(Vec::len), Some(1));
    let rows = diff["fields"][0]["rows"].as_array().expect("rows");
    let only = |kind: &str| {
        rows.iter()
            .filter(|row| row["runs"].as_array().is_some_and(|runs| runs.iter().all(|run| run["kind"] == kind)))
            .count()
    };
    assert_eq!((only("removed"), only("added")), (2, 1));
    assert_eq!(rows[25]["facts"], json!([{ "fact": "due_on", "before": ["2027-01-26"], "after": ["2027-02-20"] }]));

    let amended = reviewed(&desk, &amended).await;
    let plan = desk.decide("plans.approve", decision(&amended)).await.expect("approved");
    assert_eq!(
        (plan["in_force"].as_i64(), &plan["versions"][1]["content"]),
        (Some(2), &first),
        "the first stays as it was"
    );
    let all = tasks(&desk, &plan).await;
    let of = |title: &str| all.iter().find(|task| task["title"] == title).unwrap_or_else(|| panic!("no {title}"));
    assert_eq!(all.len(), 31);
    assert_eq!(of("Step 26")["due_on"], "2027-02-20");
    assert_eq!(
        (of("Step 27")["status"].as_str(), of("Step 28")["status"].as_str()),
        (Some("cancelled"), Some("cancelled"))
    );
    assert_eq!(of("Paint the walls")["due_on"], "2027-01-06", "the person's own name stands");
    assert_eq!(of("Open the doors")["depends_on"], json!([of("Step 26")["uid"]]));
    let baseline = desk.ok("plans.baseline", json!({ "uid": plan["uid"] })).await;
    let changes: Vec<&str> =
        baseline["rows"].as_array().expect("rows").iter().filter_map(|row| row["change"].as_str()).collect();
    let count = |change: &str| changes.iter().filter(|found| **found == change).count();
    assert_eq!((changes.len(), count("moved"), count("added"), count("dropped"), count("kept")), (29, 1, 1, 2, 25));

    // To the end, in the order in which the work has to be done.
    let mut open: Vec<Value> = all.iter().filter(|task| task["status"] == "pending").cloned().collect();
    assert_eq!(open.len(), 24);
    open.sort_by_key(|task| task["due_on"].as_str().unwrap_or_default().to_owned());
    for task in &open {
        assert_eq!(complete(task).await["status"], "completed");
    }
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    assert!(plan["decisions"][1]["tasks"].as_array().expect("tasks").iter().all(|task| task["status"] == "completed"));
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!(project["tasks"], project["completed_tasks"]);
    let step = json!({ "uid": project["uid"], "rev": project["rev"], "step": "complete" });
    assert_eq!(desk.ok("projects.step", step).await["status"], "completed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_plan_is_taken_up_again_from_an_older_version() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = desk.ok("plans.create", json!({ "content": content("Move", &[]) })).await;
    let plan = reviewed(&desk, &plan).await;
    let mut decline = decision(&plan);
    decline["comment"] = json!("Say why");
    let plan = desk.decide("plans.request_revision", decline).await.expect("sent back");
    let refused = async |command: &str, plan: &Value| {
        desk.call(command, at(plan)).await.expect_err("refused").params["reason"].clone()
    };
    assert_eq!(refused("plans.amend", &plan).await, "illegal_move");
    assert_eq!(refused("plans.withdraw", &plan).await, "already_decided");
    let plan = desk.ok("plans.revise", at(&plan)).await;
    assert_eq!(refused("plans.reopen", &plan).await, "not_decided");
    let plan = save(&desk, &plan, &content("Move far away", &[])).await;
    let plan = reviewed(&desk, &plan).await;
    let mut decline = decision(&plan);
    decline["comment"] = json!("Too far");
    let plan = desk.decide("plans.reject", decline).await.expect("rejected");
    let plan = desk.ok("plans.reopen", json!({ "uid": plan["uid"], "rev": plan["rev"], "from_version": 1 })).await;
    assert_eq!(
        (plan["newest"]["from_version"].as_i64(), &plan["newest"]["content"]["title"]),
        (Some(1), &json!("Move"))
    );
    let said: Vec<&str> =
        plan["decisions"].as_array().expect("decisions").iter().filter_map(|d| d["comment"].as_str()).collect();
    assert_eq!(said, ["Too far", "Say why"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_cannot_be_kept_are_refused_at_submission_and_nothing_is_lost() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = chain(&desk, "Move", 2).await;
    let mut said = plan["newest"]["content"].clone();
    said["milestones"][1]["due_on"] = json!("2026-12-31");
    let plan = save(&desk, &plan, &said).await;
    let error = desk.call("plans.submit", at(&plan)).await.expect_err("too early");
    assert_eq!((&error.params["reason"], &error.params["title"]), (&json!("before_prerequisite"), &json!("Step 2")));
    let now = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    assert_eq!(now, plan, "it is the draft it was");
    said["milestones"][0]["depends_on"] = json!([said["milestones"][1]["uid"]]);
    let error = desk.call("plans.save", json!({ "uid": plan["uid"], "rev": plan["rev"], "content": said })).await;
    assert_eq!(error.expect_err("a circle").params["rule"], "cycle");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_to_change_what_was_decided() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = desk.ok("plans.create", json!({ "content": content("Move", &["Pack"]) })).await;
    let plan = reviewed(&desk, &plan).await;
    let sql = rusqlite::Connection::open(home.data().join("hisho.db")).expect("open");
    let refused = |statement: &str| sql.execute(statement, []).expect_err("refused").to_string();
    let other = "0".repeat(64);
    let approval = format!(
        "INSERT INTO plan_approvals (uid, plan_id, version_id, content_hash, actor_kind, action, created_at)
         SELECT '00000000-0000-7000-8000-00000000000a', plan_id, id, '{other}', 'person', 'approve', created_at FROM plan_versions"
    );
    assert!(refused(&approval).contains("says something else"));
    assert!(refused("UPDATE plan_versions SET title = 'Other'").contains("does not change"));
    let plan = desk.decide("plans.approve", decision(&plan)).await.expect("approved");
    assert!(refused("UPDATE plan_approvals SET comments = 'Never'").contains("does not change"));
    desk.ok("plans.amend", at(&plan)).await;
    let leap = "UPDATE plan_versions SET status = 'approved' WHERE version_number = 2";
    assert!(refused(leap).contains("under review"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secretary_comments_on_a_passage_which_stays_with_its_version() {
    let home = Home::empty();
    let desk = home.open().await;
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let hana = desk.ok("people.create_secretary", json!({ "name": "花子", "persona_uid": persona })).await;
    let mut said = content("Move", &[]);
    said["objective"] = json!("A **brighter** flat\nnear the sea");
    let plan = desk.ok("plans.create", json!({ "content": said })).await;
    let plan = desk.ok("plans.submit", at(&plan)).await;
    // As the words are seen on the screen.
    let passage = json!({ "version": 1, "quote": "brighter flat near" });
    let remark = json!({
        "subject": "plan", "subject_uid": plan["uid"], "body": "How bright?", "passage": passage, "secretary_uid": hana["uid"],
    });
    let remark = desk.ok("comments.create", remark).await;
    assert_eq!((&remark["passage"], &remark["by"]["name"]), (&passage, &json!("花子")));
    let plan = desk.ok("plans.withdraw", at(&plan)).await;
    save(&desk, &plan, &content("Move", &[])).await;
    let listed = desk.ok("comments.list", json!({ "subject": "plan", "subject_uid": plan["uid"] })).await;
    assert_eq!(listed[0]["passage"], passage, "it is still known what was meant");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_begins_with_a_template_of_the_vault() {
    let home = Home::empty();
    let desk = home.open().await;
    assert_eq!(desk.ok("plans.templates", json!({})).await, json!([]), "without a vault there are none");
    home.write("templates/Weekly.md", "## 目的\n\n{{title}}を終える\n\n## マイルストーン\n\n- 準備\n- 当日\n");
    home.write("templates/Daily.md", "# {{date}}\n\n- [ ] \n");
    home.write("templates/Broken.md", "## Objective\n\nx\n\n## Cost\n\nmuch\n");
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let listed = desk.ok("plans.templates", json!({})).await;
    let told: Vec<_> = listed.as_array().expect("templates").iter().map(|t| (&t["title"], &t["field"])).collect();
    assert_eq!(told, [(&json!("Broken"), &json!("cost")), (&json!("Weekly"), &Value::Null)]);
    let begin = |path: &str| json!({ "path": path, "title": "引っ越し" });
    let plan = desk.ok("plans.from_template", begin("templates/Weekly.md")).await;
    let said = &plan["newest"]["content"];
    assert_eq!((&said["title"], &said["objective"]), (&json!("引っ越し"), &json!("引っ越しを終える")));
    assert_eq!(said["milestones"].as_array().map(Vec::len), Some(2));
    let refused = async |path: &str| {
        desk.call("plans.from_template", begin(path)).await.expect_err("refused").params["field"].clone()
    };
    assert_eq!(refused("templates/Broken.md").await, "cost");
    assert_eq!(refused("../secret.md").await, "path");
    assert_eq!(desk.ok("plans.list", json!({})).await.as_array().map(Vec::len), Some(1), "nothing half made");
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_in_the_window_by_command_and_in_the_note_at_once_lose_nothing() {
    let home = Home::empty();
    let window = home.open().await;
    window.ok("vault.choose", json!({ "path": home.vault() })).await;
    let plan = window.approved_plan("Move", &["Pack"]).await;
    window.allow_writing().await;
    let note = "Hisho/Plans/Move.md";
    let draft = window.ok("plans.amend", at(&plan)).await;
    // The note is edited while the draft is open in the window.
    home.write(note, home.read(note).replace("- It is done", "- It is done\n- The cat is happy"));
    home.at_rest(note);
    // The command line is quicker than the window.
    let line = home.open().await;
    let mut by_line = draft["newest"]["content"].clone();
    by_line["scope"] = json!("Both rooms");
    save(&line, &draft, &by_line).await;
    let mut by_hand = draft["newest"]["content"].clone();
    by_hand["description"] = json!("The lease ends in spring");
    let late = json!({ "uid": draft["uid"], "rev": draft["rev"], "content": by_hand });
    let error = window.call("plans.save", late).await.expect_err("a lost race");
    assert_eq!(error.code, hisho_domain::ErrorCode::Stale, "what is on the screen is not taken for saved");
    // The window reads what is there now, and the person keeps both.
    let now = window.ok("plans.get", json!({ "uid": draft["uid"] })).await;
    by_hand["scope"] = now["newest"]["content"]["scope"].clone();
    let now = save(&window, &now, &by_hand).await;
    window.ok("vault.scan", json!({})).await;
    let approved = window.approve(&now).await;
    let said = &approved["newest"]["content"];
    assert_eq!((&said["scope"], &said["description"]), (&json!("Both rooms"), &json!("The lease ends in spring")));
    let text = home.read(note);
    for words in ["The cat is happy", "Both rooms", "The lease ends in spring"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}
