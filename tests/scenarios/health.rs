//! What the application says of its own state, and looking after it.

use std::io::Write;

use hisho_app::log::Log;
use hisho_scenarios::{Home, content};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn sizes_steps_and_the_index_against_the_files() {
    let home = Home::empty();
    home.write("a.md", "one");
    home.write("b.md", "two");
    let desk = home.open().await;
    assert_eq!(desk.ok("health.check", json!({})).await["index"], Value::Null, "without a vault");
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    home.write("c.md", "new");
    home.write("b.md", "two and more");
    std::fs::remove_file(home.vault().join("a.md")).expect("remove");
    let health = desk.ok("health.check", json!({})).await;
    assert_eq!(
        health["index"],
        json!({ "files": 2, "indexed": 2, "unindexed": ["c.md"], "gone": ["a.md"], "changed": ["b.md"] })
    );
    let tables = health["tables"].as_array().expect("tables");
    let size = |name: &str| tables.iter().find(|t| t["name"] == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(size("roles")["rows"], 5);
    assert!(size("roles")["bytes"].as_i64() > size("roles")["index_bytes"].as_i64());
    let all: i64 = tables.iter().map(|t| t["bytes"].as_i64().expect("bytes")).sum();
    assert!(all > 0 && tables.is_sorted_by(|a, b| a["bytes"].as_i64() >= b["bytes"].as_i64()));
    let status = &health["migrations"];
    assert_eq!((status["pending"].as_i64(), &status["current"]), (Some(0), &status["target"]));
    assert_eq!(status["last_at"], status["steps"].as_array().and_then(|s| s.last()).expect("a step")["at"]);

    desk.ok("vault.scan", json!({})).await;
    let index = &desk.ok("health.check", json!({})).await["index"];
    assert_eq!((&index["unindexed"], &index["gone"], &index["changed"]), (&json!([]), &json!([]), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_after_it_loses_nothing() {
    let home = Home::empty();
    home.write("note.md", "日記 about wood");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.approved_plan("Shop", &["Draw the floor"]).await;
    let find = |query: &str| json!({ "query": query });
    let mut before = Vec::new();
    for query in ["wood", "日記", "Shop", "floor"] {
        let found = desk.ok("search.find", find(query)).await;
        assert!(found["total"].as_i64() > Some(0), "{query}");
        before.push((query, found));
    }
    for command in ["health.vacuum", "health.analyse", "health.rebuild_search"] {
        let done = desk.ok(command, json!({})).await;
        assert!(done["bytes_after"].as_u64() > Some(0), "{command}");
    }
    for (query, found) in before {
        let again = desk.ok("search.find", find(query)).await;
        assert_eq!(again["total"], found["total"], "{query}");
    }
    let filler: String = "word ".repeat(20_000);
    let mut long = content("Long", &[]);
    long["scope"] = json!(filler);
    let plan = desk.call("plans.create", json!({ "content": long })).await;
    drop(plan);
    let health = desk.ok("health.check", json!({})).await;
    assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])));
    assert!(health["slow_queries"].as_array().is_some_and(|slow| slow.len() <= 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_index_lost_is_found_again_when_it_is_opened() {
    let home = Home::empty();
    let find = || json!({ "query": "Shop" });
    let desk = home.open().await;
    desk.approved_plan("Shop", &["Draw the floor"]).await;
    let before = desk.ok("search.find", find()).await["total"].clone();
    assert!(before.as_i64() > Some(1), "the plan and its project");
    drop(desk);
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    // As a migration leaves it that gives the index another form.
    connection.execute_batch("DELETE FROM search_index").expect("empties");
    drop(connection);
    let desk = home.open().await;
    assert_eq!(desk.ok("search.find", find()).await["total"], before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_no_secret() {
    let home = Home::empty();
    let desk = home.open().await;
    assert_eq!(desk.ok("health.log", json!({})).await, json!([]));
    let log = Log::new(&home.data(), false);
    writeln!(log.writer(), "WARN answered 401 to Bearer sk-canary-0123456789").expect("write");
    writeln!(log.writer(), "WARN and went on").expect("write");
    let lines = desk.ok("health.log", json!({ "lines": 2 })).await;
    assert_eq!(lines, json!(["WARN answered 401 to Bearer •••", "WARN and went on"]));
    let file = std::fs::read_to_string(home.data().join("logs/hisho.log")).expect("the file");
    assert!(!file.contains("canary"));
}
