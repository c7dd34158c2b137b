//! Two programs on one data folder.

use std::time::Duration;

use hisho_app::{App, Event, Options};
use hisho_domain::{Entity, Origin};
use hisho_scenarios::{Home, content};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_open_window_hears_what_the_command_line_wrote() {
    let home = Home::empty();
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let mut events = window.events();
    let desk = home.open().await;
    let plan = desk.ok("plans.create", json!({ "content": content("From outside", &[]) })).await;
    let heard = tokio::time::timeout(Duration::from_secs(2), async {
        loop {
            if let Event::Changed { entity: Entity::Plan, uid, origin, .. } = events.recv().await.expect("an event") {
                return (uid, origin);
            }
        }
    });
    let (uid, origin) = heard.await.expect("heard in time");
    assert_eq!((json!(uid), origin), (plan["uid"].clone(), Origin::Cli));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_open_window_keeps_the_vault_for_both() {
    let home = Home::empty();
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let desk = home.open().await;
    let state = desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    assert_eq!(state["status"], "in_use");
    desk.approved_plan("Move", &["Pack"]).await;
    let folders = desk.folders("P", "Q").await;
    let error = desk.decide("vault.allow_writing", folders.clone()).await.expect_err("the window has the vault");
    assert_eq!(error.code, hisho_domain::ErrorCode::InUse);
    assert_eq!(desk.ok("app.state", json!({})).await["vault"]["writing"], "not_asked");
    assert!(home.files().is_empty(), "what was refused did not happen");
    let gesture = Some(window.gesture("vault.allow_writing", &folders).expect("gesture"));
    let caller = hisho_app::Caller { gesture, ..hisho_app::Caller::person(Origin::Desktop) };
    window.call(caller, "vault.allow_writing", folders).await.expect("allowed");
    assert!(home.read("Q/Move.md").contains("- [ ] Pack"));

    // A file saved by another program is seen without asking.
    home.write("Q/Move.md", home.read("Q/Move.md").replace("- [ ] Pack", "- [x] Pack"));
    let completed = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            let projects = desk.ok("projects.list", json!({})).await;
            if projects[0]["completed_tasks"] == 1 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    completed.await.expect("completed in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_takes_the_vault_over_when_the_other_ends() {
    let home = Home::empty();
    let first = App::open(Options { data_dir: home.data(), background: true }).await.expect("the first");
    let choose = json!({ "path": home.vault() });
    let person = || hisho_app::Caller::person(Origin::Desktop);
    first.call(person(), "vault.choose", choose).await.expect("chosen");
    let second = App::open(Options { data_dir: home.data(), background: true }).await.expect("the second");
    tokio::time::sleep(Duration::from_millis(300)).await;
    drop(first);
    home.write("New.md", "text");
    let seen = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            let page = second.call(person(), "vault.notes", json!({})).await.expect("notes");
            if page["total"] == 1 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    seen.await.expect("seen in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_changed_in_the_middle_leaves_nothing_of_the_first() {
    let home = Home::empty();
    for n in 0..1500 {
        home.write(&format!("A/{n}.md"), "会議の記録");
    }
    home.write("B/one.md", "会議");
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let person = || hisho_app::Caller::person(Origin::Desktop);
    let choose = |folder: &str| json!({ "path": home.vault().join(folder) });
    window.call(person(), "vault.choose", choose("A")).await.expect("chosen");
    tokio::time::sleep(Duration::from_millis(120)).await;
    window.call(person(), "vault.choose", choose("B")).await.expect("chosen");
    let settled = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let state = window.call(person(), "app.state", json!({})).await.expect("state");
            if state["vault"]["status"] == "watching" && state["vault"]["notes"] == 1 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    settled.await.expect("settled in time");
    let found = window.call(person(), "search.find", json!({ "query": "会議" })).await.expect("found");
    assert_eq!((found["total"].as_u64(), found["hits"].as_array().map(Vec::len)), (Some(1), Some(1)));
}
