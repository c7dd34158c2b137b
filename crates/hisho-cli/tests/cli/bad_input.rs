//! What is refused, with which error, and that nothing was changed by it.

use std::fs;
use std::process::{Command, Stdio};

use hisho_domain::ErrorCode as Code;
use hisho_scenarios::{Hisho, Home, at, content, decision};
use serde_json::{Value, json};

use crate::HISHO;

/// Everything the database holds, as the journal tells it.
fn journal(hisho: &Hisho) -> Value {
    hisho.ok("changes.list", json!({}))
}

#[test]
fn commands_that_are_none() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    assert_eq!(hisho.fails(&["plans.fly"]).code, Code::UnknownCommand);
    assert!(!home.data().exists(), "a slip of the pen makes no database");
    assert_eq!(hisho.fails(&["plans.get", "{uid:1}"]).code, Code::BadInput);
    assert_eq!(hisho.fails(&["plans.get", r#"{"uid":1}"#]).code, Code::BadInput);
    assert_eq!(hisho.fails(&["plans.get", "{}"]).code, Code::BadInput);
    assert_eq!(hisho.fails(&["app.state", r#"{"extra":1}"#]).code, Code::BadInput);
    assert_eq!(hisho.fails(&["plans.get", r#"{"uid":"nobody"}"#]).code, Code::NotFound);
}

#[test]
fn what_is_no_file_is_not_inspected() {
    let home = Home::empty();
    for no_file in [home.vault(), home.vault().join("nowhere.md")] {
        let out = Command::new(HISHO).args(["vault", "inspect"]).arg(&no_file).output().expect("run");
        assert!(!out.status.success() && out.stdout.is_empty(), "{no_file:?}");
    }
    #[cfg(unix)] // pipes have no place in a folder on Windows
    {
        let pipe = home.vault().join("pipe.md");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("run").success());
        let out = Command::new(HISHO).args(["vault", "inspect"]).arg(&pipe).output().expect("run");
        assert!(!out.status.success() && String::from_utf8_lossy(&out.stderr).contains("not a file"), "{out:?}");
    }
}

#[test]
fn folders_that_are_no_vault() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    hisho.ok("app.state", json!({}));
    let before = journal(&hisho);
    home.write("file.md", "text");
    let file = home.vault().join("file.md");
    let above = home.vault().parent().expect("above").to_owned();
    let inside = home.data().join("snapshots");
    fs::create_dir_all(&inside).expect("folder");
    for (path, reason) in [
        (home.vault().join("nowhere"), "missing"),
        (file, "not_a_folder"),
        (home.data(), "is_data_folder"),
        (above, "contains_data_folder"),
        (inside, "inside_data_folder"),
    ] {
        let error = hisho.fails(&["vault.choose", &json!({ "path": path }).to_string()]);
        assert_eq!((error.code, error.params["reason"].as_str()), (Code::VaultUnusable, Some(reason)), "{path:?}");
    }
    for path in ["", "relative/path"] {
        assert_eq!(hisho.fails(&["vault.choose", &json!({ "path": path }).to_string()]).code, Code::Invalid);
    }
    assert_eq!(hisho.fails(&["vault.notes"]).code, Code::NoVault);
    assert_eq!(journal(&hisho), before);
}

#[test]
fn databases_that_cannot_be_opened() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    hisho.ok("app.state", json!({}));
    let file = home.data().join("hisho.db");
    let lock = rusqlite::Connection::open(&file).expect("open");
    lock.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").expect("lock");
    assert_eq!(hisho.fails(&["app.state"]).code, Code::DatabaseLocked);
    lock.execute_batch("ROLLBACK").expect("unlock");
    drop(lock);

    let newer = rusqlite::Connection::open(&file).expect("open");
    newer.execute("UPDATE refinery_schema_history SET version = 99 WHERE version = 1", []).expect("update");
    drop(newer);
    let bytes = fs::read(&file).expect("read");
    let error = hisho.fails(&["app.state"]);
    assert_eq!((error.code, error.params["found"].as_i64()), (Code::DatabaseNewer, Some(99)));
    assert_eq!(fs::read(&file).expect("read"), bytes);

    fs::write(&file, vec![7; 9000]).expect("damage");
    assert_eq!(hisho.fails(&["app.state"]).code, Code::DatabaseCorrupt);
    assert_eq!(fs::read(&file).expect("read"), vec![7; 9000]);
}

#[test]
fn damage_stays_refused() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    hisho.ok("app.state", json!({}));
    let file = home.data().join("hisho.db");
    let mut bytes = fs::read(&file).expect("read");
    bytes[4096 * 5..4096 * 5 + 64].fill(0xA5);
    fs::write(&file, &bytes).expect("damage");
    // As a crash leaves it: the next start checks.
    fs::write(home.data().join("engine.lock"), "running").expect("mark");
    for _ in 0..3 {
        assert_eq!(hisho.fails(&["app.state"]).code, Code::DatabaseCorrupt);
    }
}

#[test]
fn first_starts_at_the_same_time() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let started: Vec<_> =
        (0..6).map(|_| hisho.command(&["rpc", "people.list"]).stdout(Stdio::piped()).spawn().expect("runs")).collect();
    for child in started {
        let output = child.wait_with_output().expect("ends");
        let people: Value = serde_json::from_slice(&output.stdout).expect("a result");
        assert_eq!(people["personas"].as_array().map(Vec::len), Some(5));
    }
}

#[test]
fn plans_that_break_the_rules() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let plan = hisho.ok("plans.create", json!({ "content": content("Plan", &["One"]) }));
    let before = journal(&hisho);
    let mut empty = content("Plan", &[]);
    empty["objective"] = json!(" ");
    let error = hisho.fails(&["plans.create", &json!({ "content": empty }).to_string()]);
    assert_eq!((error.params["field"].as_str(), error.params["rule"].as_str()), (Some("objective"), Some("required")));
    let save = json!({ "uid": plan["uid"], "rev": plan["rev"], "content": empty });
    assert_eq!(hisho.fails(&["plans.save", &save.to_string()]).code, Code::Invalid);
    let stale = json!({ "uid": plan["uid"], "rev": 99, "content": content("Plan", &[]) });
    assert_eq!(hisho.fails(&["plans.save", &stale.to_string()]).code, Code::Stale);

    let approve =
        |plan: &Value, more: &[&str]| hisho.fails(&[&["plans.approve", &decision(plan).to_string()], more].concat());
    assert_eq!(approve(&plan, &["--as-me"]).params["reason"], "not_submitted");
    assert_eq!(approve(&plan, &[]).code, Code::PersonOnly);
    assert_eq!(journal(&hisho), before);

    let plan = hisho.ok("plans.submit", at(&plan));
    assert_eq!(approve(&plan, &["--as-me"]).params["reason"], "not_under_review");
    let reviewed = hisho.ok("plans.start_review", at(&plan));
    // What was on the screen is withdrawn, changed and handed in again meanwhile.
    let plan = hisho.ok("plans.withdraw", at(&reviewed));
    let changed = json!({ "uid": plan["uid"], "rev": plan["rev"], "content": content("Another plan", &[]) });
    let plan = hisho.ok("plans.save", changed);
    let plan = hisho.ok("plans.submit", at(&plan));
    let plan = hisho.ok("plans.start_review", at(&plan));
    assert_eq!(approve(&reviewed, &["--as-me"]).params["reason"], "version_changed");
    let plan = hisho.ok("plans.get", json!({ "uid": plan["uid"] }));
    assert_eq!(
        (plan["newest"]["status"].as_str(), plan["decisions"].as_array().map(Vec::len)),
        (Some("under_review"), Some(0))
    );
}

#[test]
fn fields_of_tasks() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let task = hisho.ok("tasks.create", json!({ "title": " Buy\nboxes " }));
    assert_eq!((task["title"].as_str(), task["key"].as_str()), (Some("Buy boxes"), Some("T-1")));
    for (input, field) in [
        (json!({ "title": "" }), "title"),
        (json!({ "title": "x".repeat(201) }), "title"),
        (json!({ "title": "x", "due_on": "2026-02-30" }), "due_on"),
    ] {
        let error = hisho.fails(&["tasks.create", &input.to_string()]);
        assert_eq!((error.code, error.params["field"].as_str()), (Code::Invalid, Some(field)));
    }
    let bad = json!({ "uid": task["uid"], "rev": 1, "status": "done" });
    let error = hisho.fails(&["tasks.update", &bad.to_string()]);
    assert_eq!((error.code, error.params["field"].as_str()), (Code::Invalid, Some("status")));
    let late = json!({ "uid": task["uid"], "rev": 7, "status": "completed" });
    assert_eq!(hisho.fails(&["tasks.update", &late.to_string()]).code, Code::Stale);
    hisho.ok("tasks.delete", at(&task));
    assert_eq!(hisho.ok("tasks.create", json!({ "title": "Next" }))["key"], "T-2", "numbers are never given twice");
}
