//! Kept notes that cannot be understood: told and listed, never guessed, never overwritten.

use std::fs;

use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

use crate::mirror::{PLAN, PROJECT, moving_house, tasks, without_waiting};

/// What stands in the way of notes, as path and reason.
async fn told(desk: &Desk) -> Vec<(String, String)> {
    let problems = desk.ok("app.state", json!({})).await["vault"]["problems"].clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    problems.as_array().expect("problems").iter().map(|p| (text(&p["path"]), text(&p["reason"]))).collect()
}

/// The person changes a task here, and Hisho looks again and again: what would be written is.
async fn goes_on(desk: &Desk, plan: &Value, title: &str) {
    let task = tasks(desk, plan).await[0].clone();
    desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": task["rev"], "title": title })).await;
    for _ in 0..4 {
        desk.ok("vault.scan", json!({})).await;
    }
}

/// Breaks the project's note, and shows that it is told of and stays as it is, and that the record
/// takes nothing from it.
async fn is_told_and_left(broken: impl Fn(&str) -> String, reason: &str) -> (Home, Desk, Value, String) {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let before = home.read(PROJECT);
    let broken = broken(&before);
    home.write(PROJECT, &broken);
    desk.ok("vault.scan", json!({})).await;
    goes_on(&desk, &plan, "Find a bright flat").await;
    assert_eq!(told(&desk).await, [(PROJECT.to_owned(), reason.to_owned())]);
    assert_eq!(home.read(PROJECT), broken, "it is not overwritten");
    let now = tasks(&desk, &plan).await;
    assert_eq!((now.len(), &now[0]["title"], &now[0]["status"]), (2, &json!("Find a bright flat"), &json!("pending")));
    (home, desk, plan, before)
}

/// The note is put right, with a tick in it: both sides are in step again.
async fn and_mended(home: &Home, desk: &Desk, plan: &Value, before: &str) {
    home.write(PROJECT, before.replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(told(desk).await, []);
    assert_eq!(tasks(desk, plan).await[1]["status"], "completed");
    assert!(home.read(PROJECT).contains("- [ ] Find a bright flat"), "{}", home.read(PROJECT));
}

#[tokio::test(flavor = "multi_thread")]
async fn properties_broken_by_hand() {
    let broken = |note: &str| note.replacen("---\n", "---\nhisho [broken\n", 1).replace("- [ ]", "- [x]");
    let (home, desk, plan, before) = is_told_and_left(broken, "no_properties").await;
    and_mended(&home, &desk, &plan, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_was_emptied() {
    let (home, desk, plan, before) = is_told_and_left(|_| String::new(), "emptied").await;
    and_mended(&home, &desk, &plan, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_text() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let broken = [home.read(PROJECT).as_bytes(), b"\xFF\xFE\n"].concat();
    home.write(PROJECT, &broken);
    goes_on(&desk, &plan, "Find a bright flat").await;
    assert_eq!(told(&desk).await, [(PROJECT.to_owned(), "not_text".to_owned())]);
    assert_eq!(home.files()[PROJECT], broken);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_as_git_leaves_them() {
    let both = "<<<<<<< HEAD\n- [x] Pack\n=======\n- [-] Pack\n>>>>>>> other\n";
    let unmerged = |note: &str| note.replace("## Tasks\n", &format!("## Tasks\n\n{both}"));
    let (home, desk, plan, before) = is_told_and_left(unmerged, "unmerged").await;
    and_mended(&home, &desk, &plan, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_with_the_same_identity() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let before = home.read(PROJECT);
    let (one, two) = (before.replace("- [ ] Pack", "- [x] Pack"), before.replace("Find a flat", "Find a castle"));
    home.write(PROJECT, &one);
    home.write("Copy.md", &two);
    desk.ok("vault.scan", json!({})).await;
    goes_on(&desk, &plan, "Find a bright flat").await;
    let doubles = |path: &str| (path.to_owned(), "doubles".to_owned());
    assert_eq!(told(&desk).await, [doubles("Copy.md"), doubles(PROJECT)]);
    assert_eq!((home.read(PROJECT), home.read("Copy.md")), (one, two.clone()), "neither is written");
    assert_eq!(tasks(&desk, &plan).await[1]["status"], "pending", "neither is read");

    fs::remove_file(home.vault().join("Copy.md")).expect("the copy goes");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(told(&desk).await, []);
    assert_eq!(tasks(&desk, &plan).await[1]["status"], "completed");
    assert!(home.read(PROJECT).contains("- [ ] Find a bright flat"));
    assert!(kept(&home, "Copy.md").contains(&two.into_bytes()), "what was seen is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_lines_without_an_identity() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    home.write(PROJECT, home.read(PROJECT).replace("- [ ] Pack", "- [ ] Call\n- [x] Call\n- [ ] Pack"));
    goes_on(&desk, &plan, "Find a bright flat").await;
    assert_eq!(told(&desk).await, [(PROJECT.to_owned(), "same_line: Call".to_owned())]);
    assert_eq!(tasks(&desk, &plan).await.len(), 2, "nobody knows how many they are");
    let note = home.read(PROJECT);
    assert!(
        note.contains("- [ ] Call\n- [x] Call\n") && note.contains("Find a bright flat"),
        "the rest goes on: {note}"
    );

    home.write(PROJECT, note.replacen("- [x] Call", "- [x] Call again", 1));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!((told(&desk).await, tasks(&desk, &plan).await.len()), (vec![], 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_moved_out_of_the_vault() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let before = home.read(PLAN);
    let away = home.data().join("away.md");
    fs::rename(home.vault().join(PLAN), &away).expect("moved");
    goes_on(&desk, &plan, "Find a bright flat").await;
    assert_eq!(told(&desk).await, [(PLAN.to_owned(), "gone".to_owned())]);
    assert!(!home.vault().join(PLAN).exists(), "it does not come back like a ghost");
    assert_eq!(desk.ok("plans.get", json!({ "uid": plan["uid"] })).await["in_force"], 1);
    assert!(kept(&home, PLAN).contains(&before.clone().into_bytes()));

    fs::rename(&away, home.vault().join("Back.md")).expect("moved back");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(told(&desk).await, []);
    assert_eq!(desk.ok("plans.get", json!({ "uid": plan["uid"] })).await["note_path"], "Back.md");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_version_of_a_sync_tool() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let other = home.read(PROJECT).replace("- [ ] Pack", "- [x] Pack");
    let path = "Hisho/Projects/Move.sync-conflict-20260102-030405-ABCDEFG.md";
    home.write(path, &other);
    goes_on(&desk, &plan, "Find a bright flat").await;
    assert_eq!(told(&desk).await, [(path.to_owned(), "sync_copy".to_owned())]);
    assert_eq!((home.read(path), &tasks(&desk, &plan).await[1]["status"]), (other, &json!("pending")));
    assert!(home.read(PROJECT).contains("Find a bright flat"), "the note itself goes on");
}

/// Every version of a path that is kept.
fn kept(home: &Home, path: &str) -> Vec<Vec<u8>> {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let mut statement = connection.prepare("SELECT hash FROM file_versions WHERE path = ?1").expect("statement");
    let hashes: Vec<[u8; 32]> =
        statement.query_map([path], |row| row.get(0)).expect("rows").map(|row| row.expect("row")).collect();
    let bytes = |hash| hisho_store::files::bytes(&connection, hash).expect("whole").expect("kept");
    hashes.iter().map(bytes).collect()
}
