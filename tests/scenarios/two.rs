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
