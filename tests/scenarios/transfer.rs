//! Everything out into a readable folder, and in again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hisho_domain::ErrorCode as Code;
use hisho_scenarios::{Desk, Home, at, content, schema_database};
use serde_json::{Value, json};

/// The files of an export; the manifest without its time.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = hisho_scenarios::files(folder);
    let mut manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    assert!(manifest["at"].take().is_string());
    files.insert("manifest.json".into(), manifest.to_string().into_bytes());
    files
}

/// Every row of every table that is not made anew, read past the exporting code.
fn rows(data: &Path) -> BTreeMap<String, Vec<String>> {
    let connection = rusqlite::Connection::open(data.join("hisho.db")).expect("opens");
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .expect("tables");
    let mut rows = BTreeMap::new();
    let kept =
        |table: &str| !table.starts_with("search_") && !table.starts_with("sqlite_stat") && !LOCAL.contains(&table);
    for table in tables.into_iter().filter(|table| kept(table)) {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).expect("select");
        let width = statement.column_count();
        let mut found: Vec<String> = statement
            .query_map([], |row| {
                (0..width)
                    .map(|n| row.get::<_, rusqlite::types::Value>(n).map(|v| format!("{v:?}")))
                    .collect::<rusqlite::Result<Vec<_>>>()
                    .map(|r| r.join("|"))
            })
            .and_then(|rows| rows.collect())
            .expect("rows");
        // Numbers of what is made anew begin anew.
        let anew =
            |row: &String| LOCAL.iter().chain(&["search_"]).any(|name| row.starts_with(&format!("Text(\"{name}")));
        found.retain(|row| table != "sqlite_sequence" || !anew(row));
        found.sort();
        rows.insert(table, found);
    }
    rows
}

const LOCAL: &[&str] = &[
    "epochs",
    "refinery_schema_history",
    "vault_attachments",
    "vault_links",
    "vault_moves",
    "vault_notes",
    "vault_problems",
    "vault_properties",
    "vault_tasks",
];

/// A home with something in as many tables as there can be.
async fn full(home: &Home) -> Desk {
    fs::create_dir_all(home.data()).expect("folder");
    fs::copy(schema_database("V0006.db"), home.data().join("hisho.db")).expect("copy");
    drop(home.open().await);
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let t = "2026-01-01T00:00:00.000Z";
    let uid = |n: u32| format!("00000000-0000-0000-0000-{n:012}");
    connection
        .execute_batch(&format!(
            "PRAGMA foreign_keys = ON; BEGIN;
             INSERT INTO labels (uid, name, created_at, updated_at) VALUES ('{0}', '急ぎ', '{t}', '{t}');
             INSERT INTO task_labels SELECT t.id, l.id FROM tasks t, labels l;
             INSERT INTO task_dependencies SELECT a.id, b.id FROM tasks a, tasks b WHERE a.id = b.id + 1;
             UPDATE tasks SET parent_task_id = id - 1 WHERE id = 2;
             INSERT INTO attachments (uid, hash, name, mime, size, created_at) VALUES ('{1}', '{hash}', 'a.png', 'image/png', 3, '{t}');
             INSERT INTO assistant_skills VALUES (1, 'データ分析', 7, '', '{t}', '{t}');
             INSERT INTO credentials (uid, provider, name, created_at, updated_at) VALUES ('{2}', 'openai', 'Mine', '{t}', '{t}');
             INSERT INTO workflow_participants SELECT w.id, a.id FROM workflows w, ai_assistants a;
             INSERT INTO runs (uid, kind, input, created_at) VALUES ('{3}', 'sync', '[1,{{\"a\":\"\u{1f600}\"}}]', '{t}');
             INSERT INTO run_steps (run_id, position, name) VALUES (1, 1, 'first');
             INSERT INTO usage_records (run_id, provider, model, operation, success, created_at) VALUES (1, 'openai', 'm', 'chat', 1, '{t}');
             INSERT INTO proposals (uid, command, input, actor_kind, created_at) VALUES ('{4}', 'tasks.create', ' {{ \"a\" : 1.50 }} ', 'system', '{t}');
             INSERT INTO file_blobs VALUES (x'{hash}', 5000, zeroblob(5000));
             INSERT INTO tasks (uid, number, name, position, created_at, updated_at) VALUES ('{5}', 900, 'goes', 9, '{t}', '{t}');
             DELETE FROM tasks WHERE number = 900;
             COMMIT",
            uid(1), uid(2), uid(3), uid(4), uid(5), uid(6),
            hash = "ab".repeat(32),
        ))
        .expect("filled");
    talk(&connection, t);
    drop(connection);
    home.open().await
}

/// Fills what later steps of the schema brought, where they are there.
fn talk(connection: &rusqlite::Connection, t: &str) {
    let there = |table: &str| -> bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
        connection.query_row(sql, [table], |row| row.get(0)).expect("schema")
    };
    let uid = |n: u32| format!("00000000-0000-0000-0001-{n:012}");
    if there("conversations") {
        connection
            .execute_batch(&format!(
                "INSERT INTO conversations (uid, title, created_at, updated_at) VALUES ('{0}', '床の話', '{t}', '{t}');
                 INSERT INTO conversation_participants VALUES (1, 1, '{t}');
                 INSERT INTO messages (uid, conversation_id, sender_kind, content, created_at, updated_at)
                   VALUES ('{1}', 1, 'person', 'Which wood?', '{t}', '{t}');
                 INSERT INTO messages (uid, conversation_id, sender_kind, assistant_id, content, created_at, updated_at)
                   VALUES ('{2}', 1, 'secretary', 1, '楢 です', '{t}', '{t}');
                 INSERT INTO message_versions VALUES (1, 1, 'Which?', '{t}');
                 INSERT INTO message_attachments VALUES (2, 1, 0);",
                uid(1),
                uid(2),
                uid(3),
            ))
            .expect("conversations");
    }
    if there("ai_discussions") {
        connection
            .execute_batch(&format!(
                "INSERT INTO ai_discussions (uid, title, topic, discussion_type, author_kind, consensus_progress, created_at, updated_at)
                   VALUES ('{0}', 'Which floor', 'Floor', 'debate', 'person', 0.25, '{t}', '{t}');
                 INSERT INTO discussion_participants (uid, discussion_id, kind, joined_at) VALUES ('{1}', 1, 'person', '{t}');
                 INSERT INTO discussion_participants (uid, discussion_id, kind, assistant_id, joined_at)
                   VALUES ('{2}', 1, 'secretary', 1, '{t}');
                 INSERT INTO discussion_messages (uid, discussion_id, participant_id, author_kind, content, created_at, updated_at)
                   VALUES ('{3}', 1, 1, 'person', 'Wood', '{t}', '{t}');
                 INSERT INTO discussion_messages
                     (uid, discussion_id, participant_id, author_kind, content, parent_message_id, created_at, updated_at)
                   VALUES ('{4}', 1, 2, 'secretary', 'Stone', 1, '{t}', '{t}');
                 INSERT INTO discussion_positions (uid, discussion_id, participant_id, author_kind, round, stance, created_at)
                   VALUES ('{5}', 1, 2, 'secretary', 1, 'Stone', '{t}');
                 INSERT INTO discussion_events (discussion_id, number, at, kind) VALUES (1, 1, '{t}', 'begun');",
                uid(11),
                uid(12),
                uid(13),
                uid(14),
                uid(15),
                uid(16),
            ))
            .expect("discussions");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn out_in_and_out_again_is_equal() {
    let (first, second) = (Home::empty(), Home::empty());
    let desk = full(&first).await;
    let (one, two) = (first.vault().join("one"), second.vault().join("two"));
    let told = desk.ok("transfer.export", json!({ "path": one })).await;
    let exported = files(&one);
    assert_eq!(told["files"].as_u64(), Some(exported.len() as u64));
    assert!(exported.keys().any(|path| path.starts_with("plans/店の改装 ")), "{:?}", exported.keys());
    for (folder, text) in [("conversations/", "楢 です"), ("discussions/", "Stone")] {
        // Where the schema has them.
        if told["rows"].get(if folder == "conversations/" { "messages" } else { "discussion_messages" }).is_some() {
            let page = exported.iter().find(|(path, _)| path.starts_with(folder)).expect(folder).1;
            let page = String::from_utf8(page.clone()).expect("text");
            assert!(page.contains(text) && page.contains("青木"), "{page}");
        }
    }
    assert!(exported.keys().any(|path| path.starts_with("files/")), "large contents are files of their own");
    let tasks: Value = serde_json::from_slice(&exported["data/workflows.json"]).expect("JSON");
    let project = tasks["workflows"][0]["uid"].as_str().expect("uid");
    assert_eq!(tasks["tasks"][0]["workflow_id"], project, "references are uids");

    let other = second.open().await;
    other.ok("settings.update", json!({ "language": "en" })).await;
    let imported = other.decide("transfer.import", json!({ "path": one })).await.expect("imported");
    assert_eq!(imported["rows"], told["rows"]);
    assert_eq!(other.ok("plans.list", json!({})).await, desk.ok("plans.list", json!({})).await);
    let find = json!({ "query": "改装", "kinds": ["plan", "project", "task"] });
    assert_eq!(other.ok("search.find", find.clone()).await["hits"], desk.ok("search.find", find).await["hits"]);
    other.ok("transfer.export", json!({ "path": two })).await;
    assert_eq!(files(&two), exported);
    for (table, there) in rows(&first.data()) {
        assert_eq!(rows(&second.data())[&table], there, "{table}");
    }
    let health = other.ok("health.check", json!({})).await;
    assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])));
    // Numbers go on, those of rows that are gone included.
    let gone = rusqlite::Connection::open(first.data().join("hisho.db"))
        .and_then(|c| {
            c.query_row("SELECT seq FROM sqlite_sequence WHERE name = 'tasks'", [], |row| row.get::<_, i64>(0))
        })
        .expect("sequence");
    other.ok("tasks.create", json!({ "title": "Next" })).await;
    let next = rusqlite::Connection::open(second.data().join("hisho.db"))
        .and_then(|c| c.query_row("SELECT max(id) FROM tasks", [], |row| row.get::<_, i64>(0)))
        .expect("task");
    assert_eq!(next, gone + 1);
    // It can be undone as a whole.
    other.decide("backups.restore", json!({ "id": imported["before"]["id"] })).await.expect("restored");
    assert_eq!(other.ok("plans.list", json!({})).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_exported_or_listed_as_left_out() {
    let home = Home::empty();
    let desk = home.open().await;
    let out = home.vault().join("out");
    let told = desk.ok("transfer.export", json!({ "path": out })).await;
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("read")).expect("JSON");
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let tables: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )
        .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .expect("tables");
    for (name, kind) in &tables {
        let exported = told["rows"].get(name).is_some();
        let left_out = manifest["left_out"].get(name).is_some();
        match kind.as_str() {
            "table" => assert!(exported != left_out, "{name}: exported {exported}, left out {left_out}"),
            // The search index and its parts, and views.
            _ => assert!(!exported && (name.starts_with("search_index") || kind == "view"), "{name} is a {kind}"),
        }
    }
    for (name, why) in manifest["left_out"].as_object().expect("a list") {
        assert!(tables.iter().any(|(table, _)| table == name), "{name} is listed and not there");
        assert!(why.as_str().is_some_and(|why| why.len() > 20), "{name} says why");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_that_are_refused() {
    let home = Home::empty();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let refused = |path: &Path| json!({ "path": path });
    for (path, reason) in [(home.vault().join("a/b"), "inside_vault"), (home.data().join("x"), "inside_data_folder")] {
        let error = desk.call("transfer.export", refused(&path)).await.expect_err("refused");
        assert_eq!(error.params["reason"], reason);
        assert!(!path.exists());
    }
    for path in ["", "relative"] {
        assert_eq!(
            desk.call("transfer.export", json!({ "path": path })).await.expect_err("refused").code,
            Code::Invalid
        );
        assert_eq!(
            desk.decide("transfer.import", json!({ "path": path })).await.expect_err("refused").code,
            Code::Invalid
        );
    }
    let elsewhere = Home::empty();
    elsewhere.write("full/file.txt", "mine");
    let error = desk.call("transfer.export", refused(&elsewhere.vault().join("full"))).await.expect_err("refused");
    assert_eq!(error.params["reason"], "not_empty");
    assert_eq!(elsewhere.files().len(), 1);
    let error = desk.decide("transfer.import", refused(&elsewhere.vault().join("full"))).await.expect_err("no export");
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::ImportUnusable, Some("no_export")));
    desk.ok("tasks.create", json!({ "title": "Begun" })).await;
    let error = desk.decide("transfer.import", refused(&elsewhere.vault().join("full"))).await.expect_err("begun");
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::Refused, Some("not_empty")));
}

/// Changes one data file and names its new hash in the manifest, as somebody would who means it.
fn rewrite(folder: &Path, file: &str, change: &dyn Fn(&mut Value)) {
    let path = folder.join(file);
    let mut value: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
    change(&mut value);
    let bytes = value.to_string().into_bytes();
    fs::write(&path, &bytes).expect("write");
    if file != "manifest.json" {
        let entry = json!({ "bytes": bytes.len(), "blake3": blake3::hash(&bytes).to_hex().to_string() });
        rewrite(folder, "manifest.json", &|manifest| {
            manifest["files"][file] = entry.clone();
            for (table, rows) in value.as_object().into_iter().flatten() {
                if let (Some(rows), Some(count)) = (rows.as_array(), manifest["rows"].get_mut(table)) {
                    *count = json!(rows.len());
                }
            }
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_cannot_be_is_refused_before_the_first_write() {
    let (home, fresh) = (Home::empty(), Home::empty());
    let desk = full(&home).await;
    let good = fresh.vault().join("good");
    desk.ok("transfer.export", json!({ "path": good })).await;
    let other = fresh.open().await;
    let before = rows(&fresh.data());
    let tasks = "data/workflows.json";
    let manifest = "manifest.json";
    type Change<'a> = Box<dyn Fn(&Path) + 'a>;
    let json_change = |file: &'static str, change: fn(&mut Value)| -> Change<'_> {
        Box::new(move |folder| rewrite(folder, file, &change))
    };
    let cases: Vec<(&str, Change<'_>)> = vec![
        ("newer", json_change(manifest, |m| m["schema_version"] = json!(9999))),
        ("newer", json_change(manifest, |m| m["format_version"] = json!(2))),
        ("no_export", json_change(manifest, |m| m["format"] = json!("other"))),
        ("no_export", Box::new(|folder| fs::write(folder.join("manifest.json"), "{").expect("write"))),
        (
            "loop",
            json_change(tasks, |t| {
                let back = json!({ "task_id": t_uid(t, 0), "depends_on_id": t_uid(t, 1) });
                rows_of(t, "task_dependencies").push(back);
            }),
        ),
        ("loop", json_change(tasks, |t| t["tasks"][0]["parent_task_id"] = t["tasks"][1]["uid"].clone())),
        (
            "duplicate",
            json_change(tasks, |t| {
                let mut again = t["tasks"][0].clone();
                again["id"] = json!(777);
                rows_of(t, "tasks").push(again);
            }),
        ),
        ("duplicate", json_change(tasks, |t| t["tasks"][1]["number"] = t["tasks"][0]["number"].clone())),
        (
            "duplicate",
            json_change("data/settings.json", |t| {
                let again = t["settings"][0].clone();
                rows_of(t, "settings").push(again);
            }),
        ),
        (
            "dangling",
            json_change(tasks, |t| t["tasks"][0]["workflow_id"] = json!("00000000-0000-0000-0000-00000000dead")),
        ),
        ("dangling", json_change("data/plans.json", |t| t["plans"][0]["newest_version_id"] = json!(4242))),
        ("invalid", json_change(tasks, |t| t["tasks"][0]["status"] = json!("done"))),
        ("invalid", json_change(tasks, |t| t["tasks"][0]["number"] = json!("one"))),
        ("invalid", json_change(tasks, |t| t["tasks"][0]["name"] = json!("x".repeat(201)))),
        ("invalid", json_change(tasks, |t| *t = json!([]))),
        ("shape", json_change(tasks, |t| t["tasks"][0]["more"] = json!(1))),
        ("shape", json_change(tasks, |t| t["strangers"] = json!([{}]))),
        ("shape", json_change(manifest, |m| m["rows"]["strangers"] = json!(1))),
        ("damaged", json_change(manifest, |m| m["rows"]["tasks"] = json!(1))),
        ("damaged", Box::new(|folder| fs::remove_file(folder.join(tasks)).expect("remove"))),
        (
            "damaged",
            Box::new(|folder| {
                let text = fs::read_to_string(folder.join(tasks)).expect("read");
                fs::write(folder.join(tasks), text.replacen("Buy", "Sell", 1)).expect("write");
            }),
        ),
        (
            "damaged",
            json_change(manifest, |m| drop(m["files"].as_object_mut().expect("files").remove("data/plans.json"))),
        ),
        ("path", json_change(manifest, |m| m["files"]["../outside.json"] = json!({ "bytes": 0, "blake3": "" }))),
        ("path", json_change(manifest, |m| m["files"]["/etc/passwd"] = json!({ "bytes": 0, "blake3": "" }))),
        ("path", json_change(manifest, |m| m["files"]["data\\..\\x"] = json!({ "bytes": 0, "blake3": "" }))),
        ("path", json_change(manifest, |m| m["files"]["C:x"] = json!({ "bytes": 0, "blake3": "" }))),
        (
            "invalid",
            json_change("data/file_blobs.json", |t| t["file_blobs"][0]["zstd"] = json!({ "file": "../../etc/passwd" })),
        ),
        #[cfg(unix)]
        (
            "path",
            Box::new(|folder| {
                let moved = folder.parent().expect("above").join("moved.json");
                fs::rename(folder.join(tasks), &moved).expect("move");
                std::os::unix::fs::symlink(&moved, folder.join(tasks)).expect("link");
            }),
        ),
    ];
    for (number, (reason, change)) in cases.iter().enumerate() {
        let bad = fresh.vault().join(format!("bad-{number}"));
        hisho_scenarios::copy(&good, &bad);
        change(&bad);
        let error = other.decide("transfer.import", json!({ "path": bad })).await.expect_err(reason);
        assert_eq!(
            (error.code, error.params["reason"].as_str()),
            (Code::ImportUnusable, Some(*reason)),
            "{number}: {error:?}"
        );
        assert_eq!(rows(&fresh.data()), before, "{number}: {reason}");
    }
    assert_eq!(other.ok("backups.list", json!({})).await, json!([]), "not even a backup was made");
    other.decide("transfer.import", json!({ "path": good })).await.expect("the good one");
    let plan = other.ok("plans.create", json!({ "content": content("On", &[]) })).await;
    other.ok("plans.delete", at(&plan)).await;
}

fn t_uid(tables: &Value, place: usize) -> Value {
    let dependencies = &tables["task_dependencies"];
    if place == 0 { dependencies[0]["depends_on_id"].clone() } else { dependencies[0]["task_id"].clone() }
}

fn rows_of<'a>(tables: &'a mut Value, table: &str) -> &'a mut Vec<Value> {
    tables[table].as_array_mut().expect("rows")
}
