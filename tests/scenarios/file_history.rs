//! What files of the vault held before: kept, listed, read, put back, and taken out when it is old.

use std::fs;

use hisho_domain::Actor;
use hisho_scenarios::{Desk, Home};
use hisho_store::{Store, files};
use serde_json::{Value, json};

use crate::mirror::{PLAN, PROJECT, moving_house, tasks, without_waiting};

async fn history(desk: &Desk, path: &str) -> Vec<Value> {
    desk.ok("vault.history", json!({ "path": path })).await.as_array().expect("versions").clone()
}

/// The project's note, edited by the person and overwritten by Hisho once.
async fn overwritten() -> (Home, Desk, Value, String) {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let edited = home.read(PROJECT).replace("## Notes", "## Notes\n\nAsk Ken for boxes");
    home.write(PROJECT, &edited);
    desk.ok("vault.scan", json!({})).await;
    let task = tasks(&desk, &plan).await[0].clone();
    desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": task["rev"], "status": "completed" })).await;
    (home, desk, plan, edited)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overwritten_note_is_listed_read_and_put_back() {
    let (home, desk, plan, edited) = overwritten().await;
    assert!(home.read(PROJECT).contains("- [x] Find a flat"));
    let versions = history(&desk, PROJECT).await;
    let newest = &versions[0];
    assert_eq!((&newest["path"], &newest["size"]), (&json!(PROJECT), &json!(edited.len())));
    let read = desk.ok("vault.version", json!({ "id": newest["id"] })).await;
    assert_eq!((&read["text"], &read["is_text"]), (&json!(edited), &json!(true)));

    let now = home.read(PROJECT);
    desk.ok("vault.restore_version", json!({ "id": newest["id"] })).await;
    assert_eq!(home.read(PROJECT), edited);
    assert_eq!(tasks(&desk, &plan).await[0]["status"], "pending", "what is put back is an edit like any other");
    let mut texts = Vec::new();
    for version in history(&desk, PROJECT).await {
        texts.push(desk.ok("vault.version", json!({ "id": version["id"] })).await["text"].clone());
    }
    assert!(texts.contains(&json!(now)), "what it displaced is kept: {texts:?}");
    let older = desk.ok("vault.history", json!({ "path": PROJECT, "before": newest["id"] })).await;
    assert!(older.as_array().is_some_and(|older| older.iter().all(|version| version != newest)), "{older}");

    let missing = desk.call("vault.version", json!({ "id": 0 })).await.expect_err("there is none");
    assert_eq!(missing.code, hisho_domain::ErrorCode::NotFound);
    let missing = desk.call("vault.restore_version", json!({ "id": 0 })).await.expect_err("there is none");
    assert_eq!(missing.code, hisho_domain::ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_note_comes_back_and_is_kept_again() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let before = home.read(PLAN);
    fs::remove_file(home.vault().join(PLAN)).expect("deleted");
    for _ in 0..3 {
        desk.ok("vault.scan", json!({})).await;
    }
    let newest = history(&desk, PLAN).await[0].clone();
    assert_eq!(newest["reason"], "gone");
    desk.ok("vault.restore_version", json!({ "id": newest["id"] })).await;
    assert_eq!(home.read(PLAN), before);
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(desk.ok("plans.get", json!({ "uid": plan["uid"] })).await["note_path"], PLAN);
    assert_eq!(desk.ok("app.state", json!({})).await["vault"]["problems"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn old_versions_go_and_the_only_copy_stays() {
    let (home, desk, plan, edited) = overwritten().await;
    for title in ["One", "Two", "Three"] {
        let task = tasks(&desk, &plan).await[1].clone();
        desk.ok("tasks.update", json!({ "uid": task["uid"], "rev": task["rev"], "title": title })).await;
    }
    let versions = history(&desk, PROJECT).await;
    assert!(versions.len() >= 4, "{versions:?}");
    let store = Store::open(&home.data(), false).expect("opens");
    let prune = async |days, bytes| {
        store.write(Actor::system(), move |write| files::prune(write, days, bytes)).await.expect("pruned")
    };
    assert_eq!(prune(365, 1 << 30).await, 0, "all of it is young and small");
    let sql =
        "UPDATE file_versions SET at = '2020-01-01T00:00:00.000Z' WHERE id <> (SELECT max(id) FROM file_versions)";
    store.write(Actor::system(), move |write| Ok(write.execute(sql, [])?)).await.expect("aged");
    assert_eq!(prune(365, 1 << 30).await, versions.len() - 1);
    let left = history(&desk, PROJECT).await;
    assert_eq!(left, versions[..1], "the newest stays however old");
    assert_eq!(prune(365, 0).await, 0, "and however large");

    // What both sides go by is there still: a tick is told from what was.
    home.write(PROJECT, home.read(PROJECT).replace("- [ ] Three", "- [x] Three"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(tasks(&desk, &plan).await[1]["status"], "completed");
    assert!(home.read(PROJECT).contains("Ask Ken for boxes") && edited.contains("Ask Ken for boxes"));
}
