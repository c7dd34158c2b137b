//! The person edits notes in Hisho: what was meant is in the file, byte for byte, and nothing of
//! what others wrote is lost.

use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

use crate::refusals::told;

mod moving;
mod removing;

async fn opened(home: &Home) -> Desk {
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk
}

fn hash(text: impl AsRef<[u8]>) -> String {
    blake3::hash(text.as_ref()).to_hex().to_string()
}

async fn refused(desk: &Desk, command: &str, input: Value) -> String {
    told(&desk.call(command, input).await.expect_err("it is refused"))
}

/// The archived versions of a path.
fn archived(home: &Home, path: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let mut statement = connection
        .prepare("SELECT lower(hex(hash)) FROM file_versions WHERE path = ?1 ORDER BY id")
        .expect("statement");
    let rows = statement.query_map([path], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("row")).collect()
}

/// The hash of a note that the index knows.
fn indexed(home: &Home, path: &str) -> String {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let sql = "SELECT lower(hex(hash)) FROM vault_notes WHERE path = ?1";
    connection.query_row(sql, [path], |row| row.get(0)).expect("the note is in the index")
}

fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_is_the_plugin_s_and_every_other_byte_stays() {
    let home = Home::empty();
    let text = "\u{FEFF}# List\r\n\r\n> - [ ] 水やり 🔁 every week 📅 2026-11-05 ^w\r\n- [ ] other\r\nend";
    home.write("List.md", text);
    let desk = opened(&home).await;
    let mut events = desk.app.events();
    let ticked = desk.ok("vault.tick", json!({ "path": "List.md", "hash": hash(text), "line": 2 })).await;
    let done = format!(
        "\u{FEFF}# List\r\n\r\n> - [ ] 水やり 🔁 every week 📅 2026-11-12\r\n\
         > - [x] 水やり 🔁 every week 📅 2026-11-05 ✅ {} ^w\r\n- [ ] other\r\nend",
        today()
    );
    assert_eq!(home.read("List.md"), done);
    assert_eq!(ticked, json!({ "path": "List.md", "hash": hash(&done), "line": 3 }));
    assert_eq!(archived(&home, "List.md"), [hash(text)]);
    // The index and whoever listens know it at once.
    assert_eq!(indexed(&home, "List.md"), hash(&done));
    let heard = std::iter::from_fn(|| events.try_recv().ok())
        .any(|event| matches!(event, hisho_app::Event::Notes { paths: Some(paths) } if paths == ["List.md"]));
    assert!(heard);

    // Back again, with the hash of the first answer.
    desk.ok("vault.tick", json!({ "path": "List.md", "hash": ticked["hash"], "line": 3 })).await;
    assert!(home.read("List.md").contains("> - [ ] 水やり 🔁 every week 📅 2026-11-05 ^w\r\n"));
    for (input, answer) in [
        (json!({ "path": "List.md", "hash": "x", "line": 3 }), "invalid hash format"),
        (json!({ "path": "List.md", "hash": hash("?"), "line": 3 }), "stale note"),
        (json!({ "path": "List.md", "hash": hash(home.read("List.md")), "line": 0 }), "refused no_task"),
        (
            json!({ "path": "List.md", "hash": hash(home.read("List.md")), "line": 3, "mark": "xx" }),
            "invalid mark format",
        ),
        (json!({ "path": "Gone.md", "hash": hash(""), "line": 0 }), "not_found note"),
    ] {
        assert_eq!(refused(&desk, "vault.tick", input.clone()).await, answer, "{input}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_finds_its_line_again_in_a_changed_note() {
    let home = Home::empty();
    home.write("A.md", "- [ ] one\n- [ ] two\n");
    let desk = opened(&home).await;
    // Hisho wrote this text, so it knows what the person saw.
    let saved = desk
        .ok("vault.save", json!({ "path": "A.md", "hash": hash("- [ ] one\n- [ ] two\n"), "text": "- [ ] one\n- [ ] two\n- [ ] three\n" }))
        .await;
    home.write("A.md", "new\n\n- [ ] one\n- [ ] two\n- [ ] three\n");
    let ticked = desk.ok("vault.tick", json!({ "path": "A.md", "hash": saved["hash"], "line": 1 })).await;
    assert_eq!(ticked["line"], 3);
    assert_eq!(home.read("A.md"), format!("new\n\n- [ ] one\n- [x] two ✅ {}\n- [ ] three\n", today()));
    // A line that is there twice is nobody's.
    home.write("A.md", "- [ ] three\n- [ ] three\n");
    assert_eq!(
        refused(&desk, "vault.tick", json!({ "path": "A.md", "hash": saved["hash"], "line": 2 })).await,
        "stale note"
    );
    assert_eq!(home.read("A.md"), "- [ ] three\n- [ ] three\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_can_be_ticked_after_another_program_wrote() {
    for command in ["vault.note", "vault.source"] {
        let home = Home::empty();
        home.write("A.md", "- [ ] one\n- [ ] two\n");
        let desk = opened(&home).await;
        let seen = desk.ok(command, json!({ "path": "A.md" })).await;
        home.write("A.md", "new\n\n- [ ] one\n- [ ] two\n");
        desk.ok("vault.tick", json!({ "path": "A.md", "hash": seen["hash"], "line": 1 })).await;
        assert_eq!(home.read("A.md"), format!("new\n\n- [ ] one\n- [x] two ✅ {}\n", today()), "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_in_a_kept_note_completes_the_task() {
    let home = Home::empty();
    let desk = opened(&home).await;
    let plan = desk.approved_plan("Move", &["Pack", "Carry"]).await;
    desk.allow_writing().await;
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    let path = home.files().into_keys().find(|path| path.starts_with("Hisho/Projects/")).expect("a kept note");
    let text = home.read(&path);
    let line = text.lines().position(|line| line.contains("] Pack ")).expect("its task");
    desk.ok("vault.tick", json!({ "path": path, "hash": hash(&text), "line": line })).await;
    let after = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    let pack = after["task_list"].as_array().expect("tasks").iter().find(|task| task["title"] == "Pack");
    assert_eq!(pack.expect("the task")["status"], "completed");
    assert!(home.read(&path).lines().nth(line).expect("the line").contains(&format!("✅ {}", today())));
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_merges_and_loses_nothing() {
    let home = Home::empty();
    let text = "\u{FEFF}a\r\nb\r\nc\r\n";
    home.write("N.md", text);
    let desk = opened(&home).await;
    let saved = desk.ok("vault.save", json!({ "path": "N.md", "hash": hash(text), "text": "a\nB\nc\n" })).await;
    assert_eq!(home.read("N.md"), "\u{FEFF}a\r\nB\r\nc\r\n");
    assert_eq!(saved, json!({ "hash": hash("\u{FEFF}a\r\nB\r\nc\r\n"), "merged": false, "text": "a\nB\nc\n" }));
    assert_eq!(archived(&home, "N.md"), [hash(text)]);

    // Another program writes below while the person writes above.
    home.write("N.md", "\u{FEFF}a\r\nB\r\nc\r\ntheirs\r\n");
    let merged = desk.ok("vault.save", json!({ "path": "N.md", "hash": saved["hash"], "text": "A\nB\nc\n" })).await;
    assert_eq!((&merged["merged"], &merged["text"]), (&json!(true), &json!("A\nB\nc\ntheirs\n")));
    assert_eq!(home.read("N.md"), "\u{FEFF}A\r\nB\r\nc\r\ntheirs\r\n");

    // Both write the same line: the file stays, and the person still has their text.
    home.write("N.md", "\u{FEFF}THEIRS\r\nB\r\nc\r\n");
    let input = json!({ "path": "N.md", "hash": merged["hash"], "text": "MINE\nB\nc\ntheirs\n" });
    let error = desk.call("vault.save", input).await.expect_err("contested");
    assert_eq!((told(&error).as_str(), &error.params["path"]), ("stale note", &json!("N.md")));
    assert_eq!(home.read("N.md"), "\u{FEFF}THEIRS\r\nB\r\nc\r\n");

    // The editor can bring along the text it began with.
    let other = "x\ny\nz\n";
    home.write("M.md", "x\ny\nZ\n");
    desk.ok("vault.scan", json!({})).await;
    let input = json!({ "path": "M.md", "hash": hash(other), "text": "X\ny\nz\n" });
    assert_eq!(refused(&desk, "vault.save", input.clone()).await, "stale note");
    let mut input = input;
    input["base"] = json!(other);
    desk.ok("vault.save", input).await;
    assert_eq!(home.read("M.md"), "X\ny\nZ\n");

    home.write("U.md", b"\xFF\xFEa\0");
    desk.ok("vault.scan", json!({})).await;
    let input = json!({ "path": "U.md", "hash": hash(b"\xFF\xFEa\0"), "text": "b" });
    assert_eq!(refused(&desk, "vault.save", input).await, "refused not_text");
}

#[tokio::test(flavor = "multi_thread")]
async fn properties_and_mentions_are_the_smallest_edits() {
    let home = Home::empty();
    let text = "---\r\n# mine\r\nstatus: 'open'\r\ntags:\r\n  - a\r\n---\r\n会議 with the Big Note today\r\n";
    home.write("N.md", text);
    home.write("deep/Big Note.md", "");
    let desk = opened(&home).await;
    let set = desk
        .ok("vault.set_property", json!({ "path": "N.md", "hash": hash(text), "key": "status", "value": "it's done" }))
        .await;
    assert_eq!(home.read("N.md"), text.replace("'open'", "'it''s done'"));
    let set = desk
        .ok("vault.set_property", json!({ "path": "N.md", "hash": set["hash"], "key": "tags", "value": null }))
        .await;
    let linked = desk
        .ok(
            "vault.link_mention",
            json!({ "path": "N.md", "hash": set["hash"], "line": 4, "start": 12, "end": 20, "to": "deep/Big Note.md" }),
        )
        .await;
    let now = "---\r\n# mine\r\nstatus: 'it''s done'\r\n---\r\n会議 with the [[Big Note]] today\r\n";
    assert_eq!((home.read("N.md").as_str(), &linked["hash"]), (now, &json!(hash(now))));
    for (command, input, answer) in [
        ("vault.set_property", json!({ "key": " ", "value": 1 }), "invalid key format"),
        ("vault.set_property", json!({ "key": "a", "value": { "b": 1 } }), "refused property_unwritable"),
        ("vault.link_mention", json!({ "line": 4, "start": 0, "end": 99, "to": "N.md" }), "invalid start format"),
        ("vault.link_mention", json!({ "line": 4, "start": 0, "end": 2, "to": "Gone.md" }), "not_found note"),
    ] {
        let mut input = input;
        input["path"] = json!("N.md");
        input["hash"] = json!(hash(now));
        assert_eq!(refused(&desk, command, input.clone()).await, answer, "{input}");
    }
    assert_eq!(home.read("N.md"), now);
    home.write(".obsidian/app.json", r#"{"useMarkdownLinks": true, "newLinkFormat": "relative"}"#);
    desk.ok(
        "vault.link_mention",
        json!({ "path": "N.md", "hash": hash(now), "line": 4, "start": 0, "end": 2, "to": "deep/Big Note.md" }),
    )
    .await;
    assert!(home.read("N.md").contains("\r\n[会議](deep/Big%20Note.md) with"));
}

#[tokio::test(flavor = "multi_thread")]
async fn new_notes_get_free_names_and_filled_in_templates() {
    let home = Home::empty();
    home.write("templates/Daily.md", "---\ncreated: {{date}}\n---\n# {{title}} {{date:YYYY}}\n");
    home.write("a/meeting.md", "there");
    let desk = opened(&home).await;
    let templates = desk.ok("vault.templates", json!({})).await;
    assert_eq!(templates, json!([{ "path": "templates/Daily.md", "title": "Daily" }]));
    let input = json!({ "folder": "a", "title": "Meeting", "template": "templates/Daily.md", "text": "first\n" });
    let made = desk.ok("vault.create_note", input).await;
    assert_eq!(made["path"], "a/Meeting 2.md");
    let (today, year) = (today(), &today()[..4]);
    assert_eq!(home.read("a/Meeting 2.md"), format!("---\ncreated: {today}\n---\n# Meeting 2 {year}\nfirst\n"));
    let note = desk.ok("vault.note", json!({ "path": "a/Meeting 2.md" })).await;
    assert_eq!(note["properties"]["created"], json!(today));
    let made = desk.ok("vault.create_note", json!({ "folder": "", "title": "a/b: [c]?" })).await;
    assert_eq!((made["path"].as_str(), home.read("a b c.md").as_str()), (Some("a b c.md"), ""));
    let made = desk.ok("vault.create_note", json!({ "folder": "new/deep", "title": "..." })).await;
    assert_eq!(made["path"], "new/deep/Untitled.md");
    desk.ok("vault.create_folder", json!({ "path": "only/folder" })).await;
    assert!(home.vault().join("only/folder").is_dir());
    for (command, input, answer) in [
        ("vault.create_folder", json!({ "path": "only/folder" }), "refused path_taken"),
        ("vault.create_folder", json!({ "path": "con/x" }), "invalid path format"),
        ("vault.create_folder", json!({ "path": ".obsidian/x" }), "invalid path format"),
        ("vault.create_note", json!({ "folder": "../out", "title": "x" }), "invalid folder format"),
        ("vault.create_note", json!({ "folder": ".hidden", "title": "x" }), "invalid folder format"),
        ("vault.create_note", json!({ "folder": "", "title": "x", "template": "templates/No.md" }), "not_found note"),
    ] {
        assert_eq!(refused(&desk, command, input.clone()).await, answer, "{input}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_made_from_a_link_goes_where_the_vault_wants_new_notes() {
    let home = Home::empty();
    home.write("日記/今日.md", "[[まだ無い]]");
    let desk = opened(&home).await;
    let made = async |title: &str, folder: &str| {
        let input = json!({ "folder": folder, "title": title, "from": "日記/今日.md" });
        desk.ok("vault.create_note", input).await["path"].clone()
    };
    assert_eq!(made("one", "").await, "one.md", "at the top where the vault says nothing");
    home.write(".obsidian/app.json", r#"{"newFileLocation": "current"}"#);
    assert_eq!(made("two", "").await, "日記/two.md");
    home.write(".obsidian/app.json", r#"{"newFileLocation": "folder", "newFileFolderPath": "Inbox"}"#);
    assert_eq!(made("three", "").await, "Inbox/three.md");
    assert_eq!(made("four", "本").await, "本/four.md", "a folder in the link goes before");
    home.write(".obsidian/app.json", r#"{"newFileLocation": "folder", "newFileFolderPath": "../outside"}"#);
    let input = json!({ "folder": "", "title": "five", "from": "日記/今日.md" });
    assert!(refused(&desk, "vault.create_note", input).await.contains("folder"));
}
