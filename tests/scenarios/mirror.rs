//! Notes that Hisho keeps in the vault: what it writes, what it reads back, and that the
//! person's own words stand.

use std::fs;

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

pub(crate) const PLAN: &str = "Hisho/Plans/Move.md";
pub(crate) const PROJECT: &str = "Hisho/Projects/Move.md";

/// A home where a plan with two milestones was approved and written.
pub(crate) async fn moving_house() -> (Home, Desk, Value) {
    let home = Home::empty();
    home.write("Own.md", "mine\r\n");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let plan = desk.approved_plan("Move", &["Find a flat", "Pack"]).await;
    desk.allow_writing().await;
    desk.ok("vault.scan", json!({})).await;
    (home, desk, plan)
}

/// Lets nothing that was changed be waited for.
pub(crate) async fn without_waiting(desk: &Desk) {
    let rev = desk.ok("app.state", json!({})).await["vault"]["rev"].clone();
    desk.ok("vault.configure", json!({ "rev": rev, "quiet_ms": 0, "write_quiet_ms": 0 })).await;
}

pub(crate) async fn tasks(desk: &Desk, plan: &Value) -> Vec<Value> {
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    project["task_list"].as_array().expect("tasks").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_before_the_person_agreed() {
    let home = Home::empty();
    home.write("Own.md", "mine");
    let before = home.files();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.approved_plan("Move", &["Pack"]).await;
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(home.files(), before);
    let preview = desk.ok("vault.preview_writing", json!({})).await;
    let paths: Vec<&str> =
        preview["notes"].as_array().expect("notes").iter().filter_map(|n| n["path"].as_str()).collect();
    assert_eq!(paths, [PLAN, PROJECT]);
    let error = desk.call("vault.allow_writing", desk.folders("a", "b").await).await;
    assert_eq!(error.expect_err("needs a gesture").code, hisho_domain::ErrorCode::PersonOnly);
    for folder in ["../out", "/abs", ".obsidian", "a:b", "", "con"] {
        let input = desk.folders(folder, "ok").await;
        let error = desk.decide("vault.allow_writing", input).await.expect_err("an unusable folder");
        assert_eq!(error.params["field"], "plans_folder", "{folder}");
    }
    assert_eq!(home.files(), before);
    desk.allow_writing().await;
    let written: Vec<String> = home.files().into_keys().filter(|path| !before.contains_key(path)).collect();
    assert_eq!(written, [PLAN, PROJECT]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_in_the_file_completes_the_task() {
    let (home, desk, plan) = moving_house().await;
    let ticked = home.read(PROJECT).replacen("- [ ] Find a flat", "- [x] Find a flat", 1);
    home.write(PROJECT, &ticked);
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[0]["status"], "completed");
    let history =
        desk.ok("changes.list", json!({ "entity": "task", "uid": tasks(&desk, &plan).await[0]["uid"] })).await;
    let last = history.as_array().and_then(|h| h.last()).expect("history");
    assert_eq!((last["actor"].as_str(), last["origin"].as_str()), (Some("person"), Some("vault")));
    assert_eq!(home.read(PROJECT), ticked, "what the person wrote stays as it is");

    home.write(PROJECT, ticked.replacen("- [x] Find a flat", "- [ ] Find a flat", 1));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[0]["status"], "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_completed_here_is_ticked_in_the_note_and_nothing_else_moves() {
    let (home, desk, plan) = moving_house().await;
    // The person rewords a line, adds one, and their editor saves with a mark and CRLF.
    let own =
        home.read(PROJECT).replace("Pack", "Pack the books first").replace("## Notes", "## Notes\n\nAsk Ken for boxes");
    let own = format!("\u{FEFF}{}", own.replace('\n', "\r\n"));
    home.write(PROJECT, &own);
    home.at_rest(PROJECT);
    desk.ok("vault.scan", json!({})).await;
    let pack = tasks(&desk, &plan).await[1].clone();
    assert_eq!(pack["title"], "Pack the books first", "an edit in the note is one of the task");
    desk.ok("tasks.update", json!({ "uid": pack["uid"], "rev": pack["rev"], "status": "in_progress" })).await;
    assert_eq!(home.read(PROJECT), own.replacen("- [ ] Pack", "- [/] Pack", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_task_gets_its_line() {
    let (home, desk, plan) = moving_house().await;
    let before = home.read(PROJECT);
    desk.ok(
        "tasks.create",
        json!({ "project_uid": plan["project"]["uid"], "title": "Cancel the power", "priority": "high" }),
    )
    .await;
    let after = home.read(PROJECT);
    let new: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(new.len(), 1, "{after}");
    assert!(new[0].starts_with("- [ ] Cancel the power 🆔 ") && new[0].ends_with(" ⏫"), "{new:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_approved_version_is_merged_into_what_the_person_wrote() {
    let (home, desk, plan) = moving_house().await;
    let own = home.read(PLAN).replace("- It is done", "- It is done\n- my own line");
    home.write(PLAN, &own);
    home.at_rest(PLAN);
    desk.ok("vault.scan", json!({})).await;
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    assert_eq!((&plan["in_force"], &plan["newest"]["status"]), (&json!(1), &json!("draft")), "the edit is drafted");
    let mut content = plan["newest"]["content"].clone();
    assert_eq!(content["criteria"], json!(["It is done", "my own line"]));
    content["objective"] = json!("A brighter flat");
    let plan = desk.ok("plans.save", json!({ "uid": plan["uid"], "rev": plan["rev"], "content": content })).await;
    assert!(home.read(PLAN).contains("Move objective"), "a draft is not in force");
    let plan = desk.approve(&plan).await;
    let note = home.read(PLAN);
    assert!(
        note.contains("A brighter flat") && note.contains("- my own line") && note.contains("version: 2"),
        "{note}"
    );
    assert_eq!((plan["in_force"].as_i64(), tasks(&desk, &plan).await.len()), (Some(2), 2), "no task is made twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contested_line_is_in_the_error_log_until_both_sides_agree() {
    let (home, desk, plan) = moving_house().await;
    let log = async || desk.ok("app.state", json!({})).await["vault"]["problems"].clone();
    assert_eq!(log().await, json!([]));
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    let plan = desk.ok("plans.amend", at(&plan)).await;
    let mut content = plan["newest"]["content"].clone();
    content["objective"] = json!("A brighter flat");
    let plan = desk.ok("plans.save", json!({ "uid": plan["uid"], "rev": plan["rev"], "content": content })).await;
    let plan = desk.ok("plans.submit", at(&plan)).await;
    let plan = desk.ok("plans.start_review", at(&plan)).await;
    home.write(PLAN, home.read(PLAN).replace("Move objective", "My own objective"));
    home.at_rest(PLAN);
    desk.ok("vault.scan", json!({})).await;
    let told = log().await;
    let reason = told[0]["reason"].as_str().unwrap_or_default();
    assert!(told[0]["path"] == PLAN && reason.starts_with("refused: "), "nothing is put into what is reviewed: {told}");
    desk.decide("plans.approve", hisho_scenarios::decision(&plan)).await.expect("approved");
    assert!(home.read(PLAN).contains("My own objective"), "the person's words stand");
    let told = log().await;
    assert_eq!((&told[0]["path"], &told[0]["reason"]), (&json!(PLAN), &json!("contested")), "{told}");

    home.write("New.md", "something for the look to find");
    desk.ok("vault.scan", json!({})).await;
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(log().await, told, "nobody settled it");

    home.write(PLAN, home.read(PLAN).replace("My own objective", "A brighter flat"));
    home.at_rest(PLAN);
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(log().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_status_is_not_read_and_a_moved_note_is_followed() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    fs::create_dir_all(home.vault().join("Elsewhere")).expect("folder");
    let edited = home.read(PROJECT).replace("status: active", "status: completed").replace("- [ ] Pack", "- [x] Pack");
    fs::remove_file(home.vault().join(PROJECT)).expect("moved");
    home.write("Elsewhere/Our move.md", edited);
    home.at_rest("Elsewhere/Our move.md");
    desk.ok("vault.scan", json!({})).await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!(
        (project["status"].as_str(), project["note_path"].as_str()),
        (Some("active"), Some("Elsewhere/Our move.md"))
    );
    assert_eq!(project["task_list"][1]["status"], "completed");
    assert!(!home.vault().join(PROJECT).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_note_stays_deleted_and_the_plan_stays() {
    let (home, desk, plan) = moving_house().await;
    fs::remove_file(home.vault().join(PLAN)).expect("delete");
    desk.ok("vault.scan", json!({})).await;
    desk.ok("vault.scan", json!({})).await;
    assert!(!home.vault().join(PLAN).exists());
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    assert_eq!((plan["newest"]["status"].as_str(), plan["note_path"].clone()), (Some("approved"), Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_there_first_is_left_alone() {
    let home = Home::empty();
    home.write(PLAN, "my own Move");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.approved_plan("Move", &[]).await;
    desk.allow_writing().await;
    assert_eq!(home.read(PLAN), "my own Move");
    assert!(home.read("Hisho/Plans/Move 2.md").contains("# Move"));
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_everything_back_leaves_what_the_person_wrote() {
    let (home, desk, _) = moving_house().await;
    home.write(PROJECT, home.read(PROJECT) + "\nmy words\n");
    home.at_rest(PROJECT);
    desk.ok("vault.scan", json!({})).await;
    let report =
        desk.decide("vault.withdraw", json!({ "vault_uid": desk.vault_uid().await })).await.expect("withdrawn");
    assert_eq!(report["removed"], json!([PLAN]));
    assert_eq!(report["kept"], json!([{ "path": PROJECT, "reason": "changed_outside" }]));
    assert_eq!(home.files().into_keys().collect::<Vec<_>>(), [PROJECT.to_owned(), "Own.md".to_owned()]);
    assert_eq!(home.read("Own.md"), "mine\r\n");
    desk.ok("vault.scan", json!({})).await;
    assert!(!home.vault().join(PLAN).exists(), "nothing is written any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_back_and_allowed_again_the_notes_have_their_names() {
    let (home, desk, _) = moving_house().await;
    desk.decide("vault.withdraw", json!({ "vault_uid": desk.vault_uid().await })).await.expect("withdrawn");
    assert_eq!(home.files().into_keys().collect::<Vec<_>>(), ["Own.md"]);
    assert!(!home.vault().join("Hisho").exists(), "folders that Hisho made go as well");
    desk.allow_writing().await;
    assert_eq!(home.files().into_keys().collect::<Vec<_>>(), [PLAN, PROJECT, "Own.md"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_of_the_persons_own_stay() {
    let home = Home::empty();
    fs::create_dir_all(home.vault().join("Mine/Plans")).expect("folders");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.approved_plan("Move", &[]).await;
    desk.decide("vault.allow_writing", desk.folders("Mine/Plans", "Mine/Projects").await).await.expect("allowed");
    desk.decide("vault.withdraw", json!({ "vault_uid": desk.vault_uid().await })).await.expect("withdrawn");
    assert!(home.vault().join("Mine/Plans").is_dir() && !home.vault().join("Mine/Projects").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_about_one_vault_is_none_about_another() {
    let home = Home::empty();
    home.write("Sub/Other.md", "x");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.approved_plan("Move", &[]).await;
    let shown = desk.folders("P", "Q").await;
    desk.ok("vault.choose", json!({ "path": home.vault().join("Sub") })).await;
    let error = desk.decide("vault.allow_writing", shown).await.expect_err("another vault is on the screen");
    assert_eq!(error.params["reason"], "vault_changed");
    assert_eq!(home.files().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_lives_on_without_its_plan() {
    let (home, desk, plan) = moving_house().await;
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    desk.ok("plans.delete", at(&plan)).await;
    home.write(PROJECT, home.read(PROJECT).replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[1]["status"], "completed");
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_that_swapped_names_keep_their_own_tasks() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let other = desk.approved_plan("Other", &["Paint"]).await;
    desk.ok("vault.scan", json!({})).await;
    let (one, two) = (home.read(PROJECT), home.read("Hisho/Projects/Other.md"));
    home.write(PROJECT, two.replace("- [ ] Paint", "- [x] Paint"));
    home.write("Hisho/Projects/Other.md", one);
    home.at_rest(PROJECT);
    home.at_rest("Hisho/Projects/Other.md");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &other).await[0]["status"], "completed");
    desk.ok("tasks.create", json!({ "project_uid": plan["project"]["uid"], "title": "Move only" })).await;
    assert!(home.read("Hisho/Projects/Other.md").contains("Move only") && !home.read(PROJECT).contains("Move only"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_comes_back_is_kept_again() {
    let (home, desk, plan) = moving_house().await;
    let text = home.read(PROJECT);
    fs::remove_file(home.vault().join(PROJECT)).expect("gone");
    desk.ok("vault.scan", json!({})).await;
    home.write(PROJECT, text.replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[1]["status"], "completed");
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!(project["note_path"], PROJECT);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_mount_point_is_not_believed_and_not_written_into() {
    let (home, desk, _) = moving_house().await;
    let away = home.vault().with_extension("away");
    fs::rename(home.vault(), &away).expect("the drive goes");
    fs::create_dir(home.vault()).expect("its mount point stays");
    let report = desk.ok("vault.scan", json!({})).await;
    assert_eq!((report["removed"].as_i64(), report["held_back"].as_i64()), (Some(0), Some(3)));
    desk.approved_plan("Second", &[]).await;
    desk.ok("vault.scan", json!({})).await;
    assert!(home.files().is_empty());
    let state = desk.ok("app.state", json!({})).await;
    assert_eq!((state["vault"]["status"].as_str(), state["vault"]["notes"].as_i64()), (Some("held_back"), Some(3)));
    fs::remove_dir(home.vault()).expect("unmounted");
    fs::rename(&away, home.vault()).expect("the drive is back");
    desk.ok("vault.scan", json!({})).await;
    assert!(home.read("Hisho/Plans/Second.md").contains("# Second"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_into_what_is_left_though_the_person_edits_there() {
    let (home, desk, _) = moving_house().await;
    (0..20).for_each(|number| home.write(&format!("Notes/{number}.md"), "a note"));
    desk.ok("vault.scan", json!({})).await;
    fs::remove_dir_all(home.vault().join("Notes")).expect("most is gone");
    fs::remove_dir_all(home.vault().join("Hisho")).expect("and what was kept here");
    let report = desk.ok("vault.scan", json!({})).await;
    assert_eq!((report["removed"].as_i64(), report["held_back"].as_i64()), (Some(0), Some(22)));
    desk.ok("vault.create_note", json!({ "folder": "", "title": "Meanwhile" })).await;
    desk.approved_plan("Second", &[]).await;
    let state = desk.ok("app.state", json!({})).await;
    assert_eq!((state["vault"]["status"].as_str(), state["vault"]["notes"].as_i64()), (Some("held_back"), Some(24)));
    assert_eq!(home.files().into_keys().collect::<Vec<_>>(), ["Meanwhile.md", "Own.md"]);
    desk.ok("vault.scan", json!({ "accept_gone": true })).await;
    let state = desk.ok("app.state", json!({})).await;
    assert_eq!(state["vault"]["status"], "watching");
    assert!(home.read("Hisho/Plans/Second.md").contains("# Second"));
}

#[tokio::test(flavor = "multi_thread")]
async fn prose_with_an_open_fence_hides_no_task() {
    let home = Home::empty();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let mut content = hisho_scenarios::content("Move", &["Pack"]);
    content["objective"] = json!("```\nnever closed");
    let plan = desk.ok("plans.create", json!({ "content": content })).await;
    let plan = desk.approve(&plan).await;
    desk.allow_writing().await;
    home.write(PROJECT, home.read(PROJECT).replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[0]["status"], "completed");
}
