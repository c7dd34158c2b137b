//! The person's profile, their preferences, what they are told, and how their vault is kept.

use std::time::Duration;

use hisho_app::{App, Options};
use hisho_scenarios::Home;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_and_preferences_outlive_a_restart() {
    let home = Home::empty();
    {
        let desk = home.open().await;
        let profile = desk.ok("profile.get", json!({})).await;
        assert_eq!((profile["full_name"].clone(), profile["time_zone"].clone()), (json!(""), json!(null)));
        let new = json!({ "rev": profile["rev"], "full_name": "山田 花子", "time_zone": "Asia/Tokyo" });
        desk.ok("profile.update", new).await;
        // The defaults of the specification, but for a model that nobody chose.
        let defaults = desk.ok("preferences.get", json!({})).await;
        assert_eq!(
            defaults,
            json!({
                "notifications": { "workflow_updates": true, "ai_discussions": true, "plan_approvals": true },
                "workflow": { "auto_assign": true, "priority_threshold": "medium", "default_view": "kanban" },
                "ai": { "preferred_model": null, "temperature": 0.7, "max_tokens": 2000, "auto_summarize": true },
            })
        );
        desk.ok("preferences.update", json!({ "ai": { "temperature": 0.2, "preferred_model": "llama" } })).await;
    }
    let desk = home.open().await;
    let profile = desk.ok("profile.get", json!({})).await;
    assert_eq!((profile["full_name"].clone(), profile["time_zone"].clone()), (json!("山田 花子"), json!("Asia/Tokyo")));
    let kept = desk.ok("preferences.get", json!({})).await;
    assert_eq!((kept["ai"]["temperature"].clone(), kept["workflow"]["auto_assign"].clone()), (json!(0.2), json!(true)));
    let back = desk.ok("profile.update", json!({ "rev": profile["rev"], "time_zone": null })).await;
    assert_eq!((back["time_zone"].clone(), back["full_name"].clone()), (json!(null), json!("山田 花子")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_is_switched_off_does_not_arrive_but_a_reminder_does() {
    let home = Home::empty();
    let desk = home.open().await;
    let post = |kind: &str| json!({ "kind": kind, "title": "お知らせ" });
    assert!(desk.ok("notifications.post", post("plan_approvals")).await.is_object());
    desk.ok("preferences.update", json!({ "notifications": { "plan_approvals": false } })).await;
    assert!(desk.ok("notifications.post", post("plan_approvals")).await.is_null());
    assert!(desk.ok("notifications.post", post("workflow_updates")).await.is_object());
    let reminder = desk.ok("notifications.post", post("reminder")).await;
    let listed = desk.ok("notifications.list", json!({})).await;
    assert_eq!((listed["unread"].clone(), listed["notifications"].as_array().map(Vec::len)), (json!(3), Some(3)));
    desk.ok("notifications.mark_read", json!({ "uid": reminder["uid"] })).await;
    let unread = desk.ok("notifications.list", json!({ "unread_only": true })).await;
    assert_eq!((unread["unread"].clone(), unread["notifications"].as_array().map(Vec::len)), (json!(2), Some(2)));
    assert_eq!(desk.ok("notifications.mark_read", json!({})).await["read"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_goes_after_a_week() {
    let home = Home::empty();
    {
        let desk = home.open().await;
        desk.ok("notifications.post", json!({ "kind": "reminder", "title": "later", "days": 30 })).await;
        desk.ok("notifications.post", json!({ "kind": "reminder", "title": "soon" })).await;
    }
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("the database");
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("count");
    assert_eq!(
        count("SELECT julianday(expires_at) - julianday(created_at) = 7 FROM notifications WHERE title = 'soon'"),
        1
    );
    // A week passes.
    connection
        .execute("UPDATE notifications SET expires_at = '2020-01-01T00:00:00.000Z' WHERE title = 'soon'", [])
        .expect("aged");
    let desk = home.open().await;
    assert_eq!(count("SELECT count(*) FROM notifications"), 1);
    assert_eq!(
        count(
            "SELECT count(*) FROM changes WHERE entity = 'notification' AND action = 'delete' AND actor_kind = 'system'"
        ),
        1
    );
    assert_eq!(desk.ok("notifications.list", json!({})).await["notifications"][0]["title"], "later");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_is_kept_as_the_person_wants_it() {
    let home = Home::empty();
    home.write("note.md", "# A note");
    home.write("plain.txt", "plain");
    home.write("archive/old.md", "old");
    let desk = home.open().await;
    let state = desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    assert_eq!(
        (state["notes"].clone(), state["sync_interval_minutes"].clone(), state["auto_sync"].clone()),
        (json!(2), json!(5), json!(true))
    );
    let change = json!({
        "rev": state["rev"], "file_extensions": [".MD", "txt"], "excluded_folders": ["archive/"],
        "sync_interval_minutes": 30, "template_folder": "テンプレート",
    });
    let state = desk.ok("vault.configure", change.clone()).await;
    assert_eq!((state["notes"].clone(), state["template_folder"].clone()), (json!(2), json!("テンプレート")));
    assert_eq!(
        (state["file_extensions"].clone(), state["excluded_folders"].clone()),
        (json!(["md", "txt"]), json!(["archive"]))
    );
    let error = desk.call("vault.configure", change).await.expect_err("out of date");
    assert_eq!(error.code, hisho_domain::ErrorCode::Stale);
    for (field, value, rule) in [
        ("sync_interval_minutes", json!(0), "range"),
        ("sync_interval_minutes", json!(1441), "range"),
        ("quiet_ms", json!(-1), "range"),
        ("quiet_ms", json!(60_001), "range"),
        ("write_quiet_ms", json!(600_001), "range"),
        ("file_extensions", json!(["txt"]), "required"),
        ("file_extensions", json!(["md", "docx"]), "unknown_value"),
        ("file_extensions", json!(["md", "MD"]), "duplicate"),
        ("excluded_folders", json!(["../outside"]), "format"),
        ("template_folder", json!("a/../../b"), "format"),
        ("template_folder", json!("a".repeat(501)), "too_long"),
    ] {
        let error = desk.call("vault.configure", json!({ "rev": state["rev"], field: value })).await.expect_err(field);
        assert_eq!((error.params["field"].clone(), error.params["rule"].clone()), (json!(field), json!(rule)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_vault_is_looked_through_only_on_request() {
    let home = Home::empty();
    home.write("first.md", "one");
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let notes = async || {
        let state = desk.ok("app.state", json!({})).await;
        state["vault"]["notes"].as_i64().expect("a count")
    };
    let settles = async |wanted: i64| {
        for _ in 0..100 {
            if notes().await == wanted {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    };
    assert!(settles(1).await, "the window indexes");
    let state = desk.ok("app.state", json!({})).await["vault"].clone();
    desk.ok("vault.configure", json!({ "rev": state["rev"], "auto_sync": false })).await;
    // The window hears of it within its look at the journal.
    tokio::time::sleep(Duration::from_millis(1000)).await;
    home.write("second.md", "two");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(notes().await, 1, "nobody looked");
    let caller = hisho_app::Caller::person(hisho_domain::Origin::Desktop);
    let seen = window.call(caller.clone(), "app.state", json!({})).await.expect("state");
    assert_eq!(seen["vault"]["status"], "paused");
    window.call(caller, "vault.scan", json!({})).await.expect("asked for");
    assert_eq!(notes().await, 2);
    let state = desk.ok("app.state", json!({})).await["vault"].clone();
    desk.ok("vault.configure", json!({ "rev": state["rev"], "auto_sync": true })).await;
    home.write("third.md", "three");
    assert!(settles(3).await, "watched again");
}
