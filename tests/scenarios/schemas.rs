//! A database of every schema that ever landed is brought to the newest one, with all that is in it.

use std::fs;

use hisho_scenarios::{Home, schema_database, schema_databases};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn every_database_that_ever_was_is_brought_up_and_read() {
    let kept = schema_databases();
    assert!(kept.contains(&"V0006.db".to_owned()), "{kept:?}");
    for name in kept {
        let home = Home::empty();
        fs::create_dir_all(home.data()).expect("folder");
        fs::copy(schema_database(&name), home.data().join("hisho.db")).expect("copy");
        let count = |table: &str| -> i64 {
            let connection = rusqlite::Connection::open(schema_database(&name)).expect("opens");
            connection
                .query_row(&format!("SELECT count(*) FROM {table} WHERE deleted_at IS NULL"), [], |row| row.get(0))
                .expect("count")
        };
        let desk = home.open().await;
        let health = desk.ok("health.check", json!({})).await;
        assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])), "{name}");
        let status = desk.ok("migrations.status", json!({})).await;
        assert_eq!(
            (&status["current"], &status["pending"], &status["problems"]),
            (&status["target"], &json!(0), &json!([])),
            "{name}"
        );
        assert_eq!(status["backups"].as_array().map(Vec::len), Some(1), "{name}: a backup was made before");
        assert!(status["steps"].as_array().expect("steps").iter().all(|step| step["at"].is_string()));

        // Everything can still be read and changed.
        let plans = desk.ok("plans.list", json!({})).await;
        assert_eq!(plans.as_array().map(|p| p.len() as i64), Some(count("plans")), "{name}");
        for plan in plans.as_array().expect("plans") {
            let detail = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
            assert_eq!(detail["newest"]["content"]["title"], plan["title"]);
        }
        let projects = desk.ok("projects.list", json!({})).await;
        assert_eq!(projects.as_array().map(|p| p.len() as i64), Some(count("workflows")), "{name}");
        let project = desk.ok("projects.get", json!({ "uid": projects[0]["uid"] })).await;
        assert_eq!(project["task_list"][0]["status"], "completed", "{name}");
        let people = desk.ok("people.list", json!({})).await;
        assert_eq!(people["secretaries"].as_array().map(|p| p.len() as i64), Some(count("ai_assistants")), "{name}");
        assert!(
            desk.ok("search.find", json!({ "query": "改装", "kinds": ["plan"] })).await["total"].as_i64() > Some(0),
            "{name}"
        );
        assert_eq!(desk.ok("settings.update", json!({ "theme": "light" })).await["language"], "ja", "{name}");
        desk.ok("tasks.create", json!({ "title": "On" })).await;

        // Going back: the backup is the old database, for the program that knew it.
        let id = status["backups"][0]["id"].as_str().expect("id");
        let old = rusqlite::Connection::open(home.data().join("backups").join(id).join("hisho.db")).expect("opens");
        let version: i64 =
            old.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0)).expect("version");
        assert_eq!(name, format!("V{version:04}.db"));
        desk.decide("backups.restore", json!({ "id": id })).await.expect("restored and brought up again");
        assert_eq!(desk.ok("settings.update", json!({})).await["theme"], "dark", "{name}");
    }
}
