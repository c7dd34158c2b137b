//! Backups: taking them while the application is used, going back, and taking one thing out.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hisho_app::{App, Event, Options};
use hisho_domain::ErrorCode as Code;
use hisho_scenarios::{Desk, Home, at, content};
use serde_json::{Value, json};

/// A home with an approved plan, its project and some tasks.
async fn lived_in(home: &Home) -> (Desk, Value) {
    let desk = home.open().await;
    let plan = desk.approved_plan("Shop", &["Draw", "Build"]).await;
    desk.ok("tasks.create", json!({ "title": "Loose" })).await;
    (desk, plan)
}

async fn titles(desk: &Desk) -> Vec<String> {
    let plans = desk.ok("plans.list", json!({})).await;
    let mut titles: Vec<String> =
        plans.as_array().expect("plans").iter().map(|p| p["title"].as_str().expect("title").into()).collect();
    titles.sort();
    titles
}

fn database(backup: &Value) -> PathBuf {
    Path::new(backup["path"].as_str().expect("a path")).join("hisho.db")
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_to_a_backup_and_forth_again() {
    let home = Home::empty();
    let (desk, _) = lived_in(&home).await;
    let backup = desk.ok("backups.create", json!({ "name": " 改装の前 " })).await;
    assert_eq!((backup["kind"].as_str(), backup["name"].as_str()), (Some("manual"), Some("改装の前")));
    assert_eq!(backup["state"], "sound");
    desk.ok("plans.create", json!({ "content": content("Later", &[]) })).await;

    let restored = desk.decide("backups.restore", json!({ "id": backup["id"] })).await.expect("restored");
    assert_eq!(titles(&desk).await, ["Shop"]);
    let found = desk.ok("search.find", json!({ "query": "Later" })).await;
    assert_eq!(found["total"], 0, "the index is that of the backup");
    let changes = desk.ok("changes.list", json!({ "entity": "database" })).await;
    assert_eq!(
        (changes[0]["action"].as_str(), changes[0]["after"]["source"].clone()),
        (Some("restore"), backup["id"].clone())
    );

    // What was there before is a backup as well.
    let before = &restored["before"];
    assert_eq!(before["kind"], "before_restore");
    desk.decide("backups.restore", json!({ "id": before["id"] })).await.expect("restored");
    assert_eq!(titles(&desk).await, ["Later", "Shop"]);
    desk.ok("plans.create", json!({ "content": content("And on", &[]) })).await;
    let health = desk.ok("health.check", json!({})).await;
    assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_during_heavy_writes_is_one_moment() {
    let home = Home::empty();
    let desk = home.open().await;
    let stop = Arc::new(AtomicBool::new(false));
    let writing = {
        let (app, stop) = (desk.app.clone(), stop.clone());
        tokio::spawn(async move {
            let desk = Desk { app };
            let mut n = 0;
            while !stop.load(Ordering::Relaxed) {
                let task = desk.ok("tasks.create", json!({ "title": format!("Task {n}") })).await;
                desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": 1, "status": "completed" })).await;
                n += 1;
            }
            n
        })
    };
    let mut backups = Vec::new();
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        backups.push(desk.ok("backups.create", json!({})).await);
    }
    stop.store(true, Ordering::Relaxed);
    assert!(writing.await.expect("the writer") > 5, "something was written meanwhile");
    let all = desk.ok("changes.list", json!({ "entity": "task" })).await;
    let all = all.as_array().expect("changes");
    let mut sizes = HashSet::new();
    for backup in &backups {
        let copy = rusqlite::Connection::open(database(backup)).expect("opens");
        let journal: Vec<(i64, String, String)> = copy
            .prepare("SELECT seq, entity_uid, after FROM changes WHERE entity = 'task' ORDER BY seq")
            .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect())
            .expect("journal");
        // The journal ends somewhere and has no holes, and the rows are as it says at that place.
        for (known, (seq, uid, _)) in all.iter().zip(&journal) {
            assert_eq!((known["seq"].as_i64(), known["uid"].as_str()), (Some(*seq), Some(uid.as_str())));
        }
        let mut last: std::collections::HashMap<&str, Value> = std::collections::HashMap::new();
        for (_, uid, after) in &journal {
            last.insert(uid, serde_json::from_str(after).expect("JSON"));
        }
        let rows: Vec<(String, i64, String)> = copy
            .prepare("SELECT uid, rev, status FROM tasks")
            .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect())
            .expect("tasks");
        assert_eq!(rows.len(), last.len());
        for (uid, rev, status) in rows {
            let told = &last[uid.as_str()];
            assert_eq!((told["rev"].as_i64(), told["status"].as_str()), (Some(rev), Some(status.as_str())));
        }
        sizes.insert(journal.len());
    }
    assert!(sizes.len() > 1, "the moments differ");
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_at_any_byte_is_recognised() {
    let home = Home::empty();
    let (desk, _) = lived_in(&home).await;
    let backup = desk.ok("backups.create", json!({})).await;
    let id = json!({ "id": backup["id"] });
    let folder = PathBuf::from(backup["path"].as_str().expect("path"));
    let before = titles(&desk).await;
    for (file, stride) in [("manifest.json", 1), ("hisho.db", 4093)] {
        let path = folder.join(file);
        let whole = fs::read(&path).expect("read");
        // Every byte of the manifest; of the database one in each page and at another place in each.
        for place in (0..whole.len()).step_by(stride) {
            let mut damaged = whole.clone();
            damaged[place] ^= 1 << (place % 8);
            fs::write(&path, damaged).expect("write");
            let state = desk.ok("backups.verify", id.clone()).await;
            assert_eq!(state["state"], "damaged", "{file} at {place}");
        }
        for wrong in [whole[..whole.len() - 1].to_vec(), [whole.as_slice(), b"\n"].concat(), Vec::new()] {
            fs::write(&path, wrong).expect("write");
            let state = desk.ok("backups.verify", id.clone()).await;
            assert_eq!(state["state"], "damaged", "{file} of another length");
            let error = desk.decide("backups.restore", id.clone()).await.expect_err("damaged");
            assert_eq!(error.code, Code::BackupDamaged);
        }
        fs::write(&path, whole).expect("write");
        assert_eq!(desk.ok("backups.verify", id.clone()).await["state"], "sound");
    }
    assert_eq!(titles(&desk).await, before, "nothing was restored");
    assert_eq!(
        desk.ok("backups.list", json!({})).await.as_array().map(Vec::len),
        Some(1),
        "and nothing was left behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_climb_and_names_that_are_none() {
    let home = Home::empty();
    let desk = home.open().await;
    for id in ["", ".", "..", "../data", "a/b", "C:\\x", ".lock", ".unfinished-1"] {
        let error = desk.call("backups.verify", json!({ "id": id })).await.expect_err("refused");
        assert_eq!((error.code, error.params["field"].as_str()), (Code::Invalid, Some("id")), "{id}");
        assert_eq!(desk.decide("backups.delete", json!({ "id": id })).await.expect_err("refused").code, Code::Invalid);
    }
    assert_eq!(desk.call("backups.verify", json!({ "id": "nobody" })).await.expect_err("none").code, Code::NotFound);
    for (name, rule) in [(" ".to_owned(), "required"), ("x".repeat(101), "too_long")] {
        let error = desk.call("backups.create", json!({ "name": name })).await.expect_err("refused");
        assert_eq!((error.params["field"].as_str(), error.params["rule"].as_str()), (Some("name"), Some(rule)));
    }
    let backup = desk.ok("backups.create", json!({})).await;
    let id = json!({ "id": backup["id"] });
    assert_eq!(desk.call("backups.restore", id.clone()).await.expect_err("a decision").code, Code::PersonOnly);
    desk.decide("backups.delete", id.clone()).await.expect("deleted");
    assert_eq!(desk.ok("backups.list", json!({})).await, json!([]));
    assert!(!Path::new(backup["path"].as_str().expect("path")).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_comes_back_alone_with_all_that_belongs_to_it() {
    let home = Home::empty();
    let (desk, plan) = lived_in(&home).await;
    let uid = plan["project"]["uid"].as_str().expect("a project").to_owned();
    let project = desk.ok("projects.get", json!({ "uid": uid })).await;
    let backup = desk.ok("backups.create", json!({})).await;
    let input = json!({ "id": backup["id"], "entity": "project", "uid": uid });
    let error = desk.call("backups.take_out", input.clone()).await.expect_err("it is there");
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::Refused, Some("exists")));
    assert_eq!(contents(&desk, &backup, &uid).await["now"], "here");

    // Purged, as after its days in the trash.
    drop(desk);
    purge(&home, "DELETE FROM workflows");
    let desk = home.open().await;
    desk.ok("plans.create", json!({ "content": content("Newer", &[]) })).await;
    assert_eq!(contents(&desk, &backup, &uid).await["now"], "gone");
    let back = desk.ok("backups.take_out", input.clone()).await;
    assert_eq!((back["rows"].as_i64(), back["dropped"].clone()), (Some(3), json!([])));
    let again = desk.ok("projects.get", json!({ "uid": uid })).await;
    assert!(again["rev"].as_i64() > project["rev"].as_i64(), "revisions grow");
    let names = |project: &Value| -> Vec<String> {
        project["task_list"].as_array().expect("tasks").iter().map(|t| format!("{} {}", t["key"], t["title"])).collect()
    };
    assert_eq!(names(&again), names(&project));
    let linked = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    assert_eq!(linked["project"]["uid"], json!(uid), "its plan knows it again");
    assert_eq!(desk.ok("search.find", json!({ "query": "Draw", "kinds": ["task"] })).await["total"], 1);
    let told = desk.ok("changes.list", json!({ "entity": "project", "uid": uid })).await;
    assert_eq!(told.as_array().and_then(|t| t.last()).expect("journalled")["action"], "restore");
    // A new task takes up the numbers where they were.
    let next = desk.ok("tasks.create", json!({ "title": "Next", "project_uid": uid })).await;
    assert_eq!(next["number"], 3);
    let error = desk.call("backups.take_out", input).await.expect_err("it is there again");
    assert_eq!(error.params["reason"], "exists");
    let health = desk.ok("health.check", json!({})).await;
    assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_taken_meanwhile_is_told_and_another_serves() {
    let home = Home::empty();
    let (desk, plan) = lived_in(&home).await;
    let uid = plan["project"]["uid"].as_str().expect("a project").to_owned();
    let backup = desk.ok("backups.create", json!({})).await;
    drop(desk);
    purge(&home, "DELETE FROM workflows; UPDATE counters SET next = next");
    let desk = home.open().await;
    let other = desk.approved_plan("Shop", &[]).await;
    assert_eq!(other["project"]["key"], plan["project"]["key"]);
    let before = desk.ok("changes.list", json!({})).await;
    let error = desk
        .call("backups.take_out", json!({ "id": backup["id"], "entity": "project", "uid": uid }))
        .await
        .expect_err("taken");
    assert_eq!((error.params["reason"].as_str(), error.params["field"].as_str()), (Some("name_taken"), Some("key")));
    assert_eq!(desk.ok("changes.list", json!({})).await, before, "nothing was written");
    for bad in ["T", "9A", "a b", "ABCDEFGHIJK"] {
        let input = json!({ "id": backup["id"], "entity": "project", "uid": uid, "key": bad });
        assert_eq!(desk.call("backups.take_out", input).await.expect_err(bad).params["field"], "key", "{bad}");
    }
    let input = json!({ "id": backup["id"], "entity": "project", "uid": uid, "key": "old" });
    desk.ok("backups.take_out", input).await;
    let again = desk.ok("projects.get", json!({ "uid": uid })).await;
    assert_eq!((again["key"].as_str(), again["task_list"][0]["key"].as_str()), (Some("OLD"), Some("OLD-1")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_comes_back_with_versions_and_decisions_and_one_in_the_trash_is_told() {
    let home = Home::empty();
    let (desk, plan) = lived_in(&home).await;
    let input = json!({ "entity": "plan", "uid": plan["uid"], "id": desk.ok("backups.create", json!({})).await["id"] });
    desk.ok("plans.delete", at(&plan)).await;
    let error = desk.call("backups.take_out", input.clone()).await.expect_err("in the trash");
    assert_eq!(error.params["reason"], "in_trash");
    drop(desk);
    purge(&home, "UPDATE plans SET newest_version_id = NULL, in_force_version_id = NULL; DELETE FROM plans");
    let desk = home.open().await;
    desk.ok("plans.create", json!({ "content": content("Takes the number", &["x"]) })).await;
    desk.ok("backups.take_out", input).await;
    let back = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    for field in ["versions", "decisions", "in_force", "newest", "project"] {
        assert_eq!(back[field], plan[field], "{field}");
    }
    let error = desk
        .call("backups.take_out", json!({ "id": "nobody", "entity": "task", "uid": plan["uid"] }))
        .await
        .expect_err("tasks come with their project");
    assert_eq!(error.params["field"], "entity");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_comes_back_with_its_messages_their_versions_and_files() {
    let home = Home::empty();
    let (desk, plan) = lived_in(&home).await;
    let project = &plan["project"]["uid"];
    let talk = desk.ok("conversations.create", json!({ "title": "Colours", "project_uid": project })).await;
    let said = desk.ok("conversations.send", json!({ "uid": talk["uid"], "content": "Ocher" })).await;
    let mend = json!({ "uid": said["uid"], "rev": said["rev"], "content": "Ochre" });
    desk.ok("conversations.edit_message", mend).await;
    home.write("swatch.txt", "warm");
    let file = desk.ok("attachments.add", json!({ "path": home.vault().join("swatch.txt") })).await;
    let with = json!({ "uid": talk["uid"], "message_type": "file", "attachments": [file["uid"]] });
    desk.ok("conversations.send", with).await;
    let page = desk.ok("conversations.messages", json!({ "uid": talk["uid"] })).await;
    let backup = desk.ok("backups.create", json!({})).await;
    let uid = talk["uid"].as_str().expect("uid").to_owned();
    assert_eq!(contents(&desk, &backup, &uid).await["title"], "Colours");

    let gone = desk.ok("conversations.delete", at(&desk.ok("conversations.get", json!({ "uid": uid })).await)).await;
    let purge = json!({ "entity": "conversation", "uid": gone["uid"] });
    desk.decide("trash.purge", purge).await.expect("purged");
    assert_eq!(desk.ok("search.find", json!({ "query": "Ochre" })).await["total"], 0);
    let input = json!({ "id": backup["id"], "entity": "conversation", "uid": uid });
    let back = desk.ok("backups.take_out", input.clone()).await;
    assert_eq!((back["rows"].as_i64(), &back["dropped"]), (Some(5), &json!([])));

    let again = desk.ok("conversations.get", json!({ "uid": uid })).await;
    assert_eq!((&again["title"], &again["project_uid"], &again["messages"]), (&json!("Colours"), project, &json!(2)));
    let now = desk.ok("conversations.messages", json!({ "uid": uid })).await;
    for (now, then) in now["messages"].as_array().expect("now").iter().zip(page["messages"].as_array().expect("then")) {
        for field in ["uid", "content", "attachments", "edited_at", "created_at"] {
            assert_eq!(now[field], then[field], "{field}");
        }
        assert!(now["rev"].as_i64() > then["rev"].as_i64(), "revisions grow");
    }
    let versions = desk.ok("conversations.message_versions", json!({ "uid": said["uid"] })).await;
    assert_eq!(versions[0]["content"], "Ocher");
    assert_eq!(desk.ok("search.find", json!({ "query": "Ochre" })).await["total"], 1);
    let told = desk.ok("changes.list", json!({ "entity": "message", "uid": said["uid"] })).await;
    assert_eq!(told.as_array().and_then(|t| t.last()).expect("journalled")["action"], "restore");
    let error = desk.call("backups.take_out", input).await.expect_err("it is there again");
    assert_eq!(error.params["reason"], "exists");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notes_follow_a_restore_and_keep_the_persons_words() {
    let home = Home::empty();
    let (desk, plan) = lived_in(&home).await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.allow_writing().await;
    let note = "Hisho/Projects/Shop.md";
    let backup = desk.ok("backups.create", json!({})).await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    let task = &project["task_list"][0];
    desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": task["rev"], "status": "completed" })).await;
    home.write(note, home.read(note) + "\nMy own words\n");
    desk.ok("vault.scan", json!({})).await;
    assert!(home.read(note).contains("- [x] Draw"));
    tokio::time::sleep(Duration::from_millis(3100)).await;

    desk.decide("backups.restore", json!({ "id": backup["id"] })).await.expect("restored");
    desk.ok("vault.scan", json!({})).await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!(project["task_list"][0]["status"], "pending", "the note is no edit of the person's");
    let text = home.read(note);
    assert!(text.contains("- [ ] Draw") && text.contains("My own words"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_open_reads_everything_anew_and_makes_the_daily_backup() {
    let home = Home::empty();
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let desk = home.open().await;
    let daily = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            let backups = desk.ok("backups.list", json!({})).await;
            if backups[0]["kind"] == "daily" {
                return backups;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert_eq!(daily.await.expect("made in time").as_array().map(Vec::len), Some(1));
    // Made by another program on the same data.
    let mut events = window.events();
    let backup = desk.ok("backups.create", json!({})).await;
    let heard = tokio::time::timeout(Duration::from_secs(10), async {
        while events.recv().await.expect("an event") != Event::Backups {}
    });
    heard.await.expect("the window is told of the backup");
    for n in 0..3 {
        desk.ok("plans.create", json!({ "content": content(&format!("Plan {n}"), &[]) })).await;
    }
    tokio::time::sleep(Duration::from_millis(600)).await;
    let mut events = window.events();
    desk.decide("backups.restore", json!({ "id": backup["id"] })).await.expect("restored");
    let heard = tokio::time::timeout(Duration::from_secs(1), async {
        while events.recv().await.expect("an event") != Event::Everything {}
    });
    heard.await.expect("heard within a second");
    // The journal went back; what comes now is told all the same.
    let plan = desk.ok("plans.create", json!({ "content": content("After", &[]) })).await;
    let heard = tokio::time::timeout(Duration::from_secs(2), async {
        loop {
            if let Event::Changed { uid, .. } = events.recv().await.expect("an event")
                && json!(uid) == plan["uid"]
            {
                return;
            }
        }
    });
    heard.await.expect("heard");
    let desk = Desk { app: window };
    assert_eq!(titles(&desk).await, ["After"]);
}

async fn contents(desk: &Desk, backup: &Value, uid: &str) -> Value {
    let all = desk.ok("backups.contents", json!({ "id": backup["id"] })).await;
    all.as_array().expect("contents").iter().find(|c| c["uid"] == uid).expect("in it").clone()
}

/// Takes rows away for good, as the purge of the trash does.
fn purge(home: &Home, sql: &str) {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    connection.execute_batch(&format!("PRAGMA foreign_keys = ON; BEGIN; {sql}; COMMIT")).expect("purged");
}
