//! What an edit of a kept note means for the plan, the project and its tasks.

use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

use crate::mirror::{PLAN, PROJECT, moving_house, tasks, without_waiting};

async fn edited() -> (Home, Desk, Value) {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    (home, desk, plan)
}

/// Saves a note as the person would, and lets Hisho look.
async fn save(home: &Home, desk: &Desk, path: &str, from: &str, to: &str) {
    let text = home.read(path);
    assert!(text.contains(from), "{from} is not in {text}");
    home.write(path, text.replacen(from, to, 1));
    desk.ok("vault.scan", json!({})).await;
}

fn titles(tasks: &[Value]) -> Vec<&str> {
    tasks.iter().filter_map(|task| task["title"].as_str()).collect()
}

async fn plan_of(desk: &Desk, plan: &Value) -> Value {
    desk.ok("plans.get", json!({ "uid": plan["uid"] })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_tasks_are_added_reworded_dated_moved_and_taken_away() {
    let (home, desk, plan) = edited().await;
    save(&home, &desk, PROJECT, "- [ ] Pack", "- [ ] Buy boxes ⏫ 📅 2027-01-05\n- [x] Ask Ken\n- [ ] Pack it all")
        .await;
    let now = tasks(&desk, &plan).await;
    assert_eq!(titles(&now), ["Find a flat", "Buy boxes", "Ask Ken", "Pack it all"]);
    assert_eq!((&now[1]["priority"], &now[1]["due_on"]), (&json!("high"), &json!("2027-01-05")));
    assert_eq!(now[2]["status"], "completed");
    let note = home.read(PROJECT);
    assert_eq!(note.matches("🆔").count(), 4, "every line has its identity now: {note}");

    let lines: Vec<&str> = note.lines().filter(|line| line.starts_with("- [")).collect();
    home.write(PROJECT, note.replace(lines[0], "%%").replace(lines[3], lines[0]).replace("%%", lines[3]));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(titles(&tasks(&desk, &plan).await), ["Pack it all", "Buy boxes", "Ask Ken", "Find a flat"]);

    let note = home.read(PROJECT);
    let gone = note.lines().find(|line| line.contains("Buy boxes")).expect("its line").to_owned() + "\n";
    save(&home, &desk, PROJECT, &gone, "").await;
    assert_eq!(titles(&tasks(&desk, &plan).await), ["Pack it all", "Ask Ken", "Find a flat"]);
    let trash = desk.ok("trash.list", json!({})).await;
    assert!(trash.to_string().contains("Buy boxes"), "it can be taken out again: {trash}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_renamed_dated_and_described_in_its_note() {
    let (home, desk, plan) = edited().await;
    save(&home, &desk, PROJECT, "# Move\n", "# Move house\n").await;
    save(&home, &desk, PROJECT, "Move objective", "A flat with a balcony\n\n- [ ] no task: it is prose").await;
    save(&home, &desk, PROJECT, "due: 2027-03-31", "due: 2027-04-30 # later").await;
    save(&home, &desk, PROJECT, "- It is done", "- It is done\n- The dog sleeps").await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!((&project["title"], &project["due_on"]), (&json!("Move house"), &json!("2027-04-30")));
    assert_eq!(project["description"], "A flat with a balcony\n\n- [ ] no task: it is prose");
    assert_eq!(project["criteria"], json!(["It is done", "The dog sleeps"]));
    assert_eq!(project["task_list"].as_array().map(Vec::len), Some(2));
    assert!(home.read(PROJECT).contains("due: 2027-04-30 # later"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_an_approved_plan_is_drafted_beside_what_is_drafted_here() {
    let (home, desk, plan) = edited().await;
    save(&home, &desk, PLAN, "Move objective", "A flat with a balcony").await;
    save(&home, &desk, PLAN, "- Find a flat", "- Find a bright flat").await;
    save(&home, &desk, PLAN, "## Success criteria", "- Paint 📅 2027-02-14\n\n## Success criteria").await;
    let drafted = plan_of(&desk, &plan).await;
    assert_eq!((&drafted["in_force"], &drafted["newest"]["number"]), (&json!(1), &json!(2)));
    let content = &drafted["newest"]["content"];
    assert_eq!(content["objective"], "A flat with a balcony");
    let milestones: Vec<_> =
        content["milestones"].as_array().expect("milestones").iter().map(|m| m["title"].clone()).collect();
    assert_eq!(milestones, ["Find a bright flat", "Pack", "Paint"]);
    let of = |plan: &Value, nth: usize| plan["newest"]["content"]["milestones"][nth]["uid"].clone();
    assert_eq!(of(&drafted, 0), of(&plan, 0), "it is the same milestone");

    // Both change the objective, each otherwise: the draft's stands, and the person is told.
    let mut content = content.clone();
    content["objective"] = json!("Something else altogether");
    let saved = json!({ "uid": plan["uid"], "rev": drafted["rev"], "content": content });
    desk.ok("plans.save", saved).await;
    save(&home, &desk, PLAN, "A flat with a balcony", "A flat with two balconies").await;
    let drafted = plan_of(&desk, &plan).await;
    assert_eq!(drafted["newest"]["content"]["objective"], "Something else altogether");
    let problems = desk.ok("app.state", json!({})).await["vault"]["problems"].clone();
    assert!(problems[0]["reason"].as_str().is_some_and(|reason| reason.starts_with("refused: ")), "{problems}");
    assert!(home.read(PLAN).contains("A flat with two balconies"), "and so does the note's");

    let approved = desk.approve(&drafted).await;
    assert_eq!(approved["in_force"], 2);
    let note = home.read(PLAN);
    assert!(note.contains("version: 2") && note.contains("- Find a bright flat") && note.contains("- Paint"), "{note}");
    assert!(note.contains("A flat with two balconies"), "the person settles it: {note}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_agreed_on_before_is_known_by_the_note_that_hisho_would_have_written() {
    let (home, desk, plan) = edited().await;
    let task = tasks(&desk, &plan).await[0].clone();
    let text = home.read(PROJECT);
    // As programs kept it that went by whole notes.
    let (base, plain) = (text.clone(), text.replace(" 📅 2027-01-31", ""));
    let store = hisho_store::Store::open(&home.data(), false).expect("opens");
    store
        .write(hisho_domain::Actor::system(), move |write| {
            let hash = hisho_store::files::put(write, base.as_bytes())?;
            Ok(write.execute("UPDATE mirror_notes SET base_hash = ?1 WHERE entity = 'project'", [hash])?)
        })
        .await
        .expect("as before");
    home.write(PROJECT, plain.replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": task["rev"], "title": "Find a bright flat" })).await;
    desk.ok("vault.scan", json!({})).await;
    let now = tasks(&desk, &plan).await;
    assert_eq!(titles(&now), ["Find a bright flat", "Pack"], "what changed here is not taken back");
    assert_eq!(
        (&now[1]["status"], &now[1]["due_on"]),
        (&json!("completed"), &Value::Null),
        "what changed there is taken"
    );
    assert!(home.read(PROJECT).contains("- [ ] Find a bright flat 🆔"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_in_a_note_is_a_request_and_nothing_more() {
    let (home, desk, plan) = edited().await;
    save(&home, &desk, PROJECT, "status: active", "status: completed").await;
    save(&home, &desk, PLAN, "version: 1", "version: 7").await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!((&project["status"], &plan_of(&desk, &plan).await["in_force"]), (&json!("active"), &json!(1)));
    let problems = desk.ok("app.state", json!({})).await["vault"]["problems"].clone();
    let reasons: Vec<_> = problems.as_array().expect("problems").iter().map(|p| (&p["path"], &p["reason"])).collect();
    let request = json!("request");
    assert_eq!(reasons, [(&json!(PLAN), &request), (&json!(PROJECT), &request)]);
    assert!(home.read(PROJECT).contains("status: completed"), "what the person wrote stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_that_may_not_be_yet_holds_nothing_else_up() {
    let (home, desk, plan) = edited().await;
    let now = tasks(&desk, &plan).await;
    let after = json!({ "uid": now[1]["uid"], "rev": now[1]["rev"], "depends_on": [now[0]["uid"]] });
    desk.ok("tasks.update", after).await;
    let text =
        home.read(PROJECT).replace("- [ ] Pack", "- [x] Pack").replace("Find a flat 🆔", "Find a bright flat 🆔");
    home.write(PROJECT, &text);
    desk.ok("vault.scan", json!({})).await;
    let now = tasks(&desk, &plan).await;
    assert_eq!((titles(&now), &now[1]["status"]), (vec!["Find a bright flat", "Pack"], &json!("pending")));
    let problems = desk.ok("app.state", json!({})).await["vault"]["problems"].clone();
    assert!(problems[0]["reason"].as_str().is_some_and(|reason| reason.starts_with("refused: ")), "{problems}");
    assert_eq!(home.read(PROJECT), text, "the tick stands");

    desk.ok("tasks.update", json!({ "uid": now[0]["uid"], "rev": now[0]["rev"], "status": "completed" })).await;
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[1]["status"], "completed", "and counts as soon as it may");
}
