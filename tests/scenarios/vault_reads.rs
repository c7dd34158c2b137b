//! Browsing the vault by its index: folders, tags, names, a note's outline and source, files,
//! embeds, what is completed while one types, open checkboxes.

use hisho_domain::ErrorCode;
use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

/// A small vault of somebody who writes Japanese, and the application on it.
pub async fn japanese() -> (Home, Desk) {
    let home = Home::empty();
    home.write(
        "会議/定例会議.md",
        "---\nup: \"[[計画]]\"\naliases: [週次MTG]\ntags: [会議]\n---\n# 定例会議\n\n😀 次は [[計画#目的|計画]] を見る\n![[図.png]]\n## 議題\n- [ ] 議事録を書く 📅 2026-12-01\n- [x] 済み\n\n本文 ^memo\n",
    );
    home.write("計画.md", "\u{FEFF}# 計画\r\n[[がくふ]]\r\n## 目的\r\n速く #仕事/急ぎ\r\n");
    // A name as macOS stores it.
    home.write(
        "か\u{3099}くふ.md",
        "[[計画]] ![x](図/図.png) [[まだない]] #会議\n- [ ] 練習 #会議\n- [ ] 早く 📅 2026-11-01\n",
    );
    home.write("甲/記録.md", "甲");
    home.write("乙/記録.md", "乙");
    home.write("丙/索引.md", "[[記録]] と [[まだない#x]] #仕事\n");
    home.write("図/図.png", [0x89, b'P', b'N', b'G', 0, 255]);
    home.write(
        "板.canvas",
        json!({ "nodes": [
            { "id": "1", "type": "text", "text": "進め方は [[計画]] に", "x": 0, "y": 0, "width": 9, "height": 9 },
            { "id": "2", "type": "file", "file": "会議/定例会議.md", "x": 0, "y": 9, "width": 9, "height": 9 },
        ], "edges": [] })
        .to_string(),
    );
    home.write(".obsidian/app.json", "{}");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    (home, desk)
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// One field of every entry of a list.
pub fn texts(list: &Value, field: &str) -> Vec<String> {
    list.as_array()
        .unwrap_or_else(|| panic!("no list: {list}"))
        .iter()
        .map(|one| text(&one[field]).to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_open_one_level_at_a_time() {
    let (home, desk) = japanese().await;
    let top = desk.ok("vault.folder", json!({ "path": "" })).await;
    let folders: Vec<(String, u64)> = top["folders"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|folder| (text(&folder["name"]).to_owned(), folder["notes"].as_u64().expect("a count")))
        .collect();
    assert_eq!(folders, [("丙".into(), 1), ("乙".into(), 1), ("会議".into(), 1), ("図".into(), 0), ("甲".into(), 1)]);
    assert_eq!(texts(&top["files"], "title"), ["か\u{3099}くふ", "板", "計画"]);
    assert_eq!(texts(&top["files"], "kind"), ["note", "canvas", "note"]);
    let pictures = desk.ok("vault.folder", json!({ "path": "図/" })).await;
    assert_eq!(
        (&pictures["files"][0]["path"], &pictures["files"][0]["title"], &pictures["files"][0]["size"]),
        (&json!("図/図.png"), &json!("図.png"), &json!(6))
    );
    // A folder made just now, in which nothing lies, and one that is left alone.
    std::fs::create_dir_all(home.vault().join("図/空")).expect("made");
    assert_eq!(
        desk.ok("vault.folder", json!({ "path": "図" })).await["folders"],
        json!([{ "path": "図/空", "name": "空", "notes": 0 }])
    );
    let rev = desk.ok("app.state", json!({})).await["vault"]["rev"].clone();
    desk.ok("vault.configure", json!({ "rev": rev, "excluded_folders": ["図/空"] })).await;
    assert_eq!(desk.ok("vault.folder", json!({ "path": "図" })).await["folders"], json!([]));
    assert_eq!(desk.ok("vault.folder", json!({ "path": "none" })).await, json!({ "folders": [], "files": [] }));
    let error = desk.call("vault.folder", json!({ "path": "図/../.obsidian" })).await.expect_err("climbs");
    assert_eq!((error.code, error.params["field"].as_str()), (ErrorCode::Invalid, Some("path")));
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_of_a_real_vault_hold_what_is_on_the_disk() {
    let home = Home::with_tasks_demo();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let (mut pending, mut seen, mut counted) = (vec![String::new()], Vec::new(), 0);
    while let Some(path) = pending.pop() {
        let level = desk.ok("vault.folder", json!({ "path": path })).await;
        if path.is_empty() {
            counted = level["folders"].as_array().expect("a list").iter().filter_map(|f| f["notes"].as_u64()).sum();
            counted += texts(&level["files"], "kind").iter().filter(|kind| *kind != "attachment").count() as u64;
        }
        pending.extend(texts(&level["folders"], "path"));
        seen.extend(texts(&level["files"], "path"));
    }
    seen.sort();
    assert_eq!(seen, hisho_vault::files::list(&home.vault()).expect("readable"));
    assert_eq!(counted, 206, "205 notes and a canvas");
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_are_counted_by_note_whatever_their_case() {
    let (home, desk) = japanese().await;
    home.write("大.md", "#Work #仕事/急ぎ #仕事/急ぎ");
    home.write("小.md", "#work");
    desk.ok("vault.scan", json!({})).await;
    let told = desk.ok("vault.tags", json!({})).await;
    let tags: Vec<(String, u64)> = told
        .as_array()
        .expect("a list")
        .iter()
        .map(|tag| (text(&tag["tag"]).to_owned(), tag["notes"].as_u64().expect("a count")))
        .collect();
    assert_eq!(tags, [("Work".into(), 2), ("仕事".into(), 1), ("仕事/急ぎ".into(), 2), ("会議".into(), 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_letters_lead_to_a_file() {
    let (home, desk) = japanese().await;
    let switch = async |query: &str| desk.ok("vault.switch", json!({ "query": query })).await;
    let hits = switch("ガクフ").await;
    assert_eq!(
        hits[0],
        json!({ "path": "か\u{3099}くふ.md", "title": "か\u{3099}くふ", "alias": null, "kind": "note", "highlights": [[0, 4]] })
    );
    let hits = switch("mtg").await;
    assert_eq!((text(&hits[0]["alias"]), &hits[0]["highlights"]), ("週次MTG", &json!([[2, 5]])));
    assert_eq!(hits.as_array().map(Vec::len), Some(1), "each file once");
    assert_eq!(texts(&switch("甲記録").await, "path"), ["甲/記録.md"], "by the path");
    assert_eq!(texts(&switch("図").await, "kind")[0], "attachment");
    assert_eq!(switch("ありえない").await, json!([]));
    // Nothing typed: what was changed last.
    home.write("甲/記録.md", "新しい");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    let file = std::fs::File::options().write(true).open(home.vault().join("甲/記録.md")).expect("open");
    file.set_modified(later).expect("a time");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(texts(&switch("").await, "path")[0], "甲/記録.md");
    let few = desk.ok("vault.switch", json!({ "query": "", "limit": 2 })).await;
    assert_eq!(few.as_array().map(Vec::len), Some(2));
    // A new name is known at once.
    home.write("新人.md", "---\naliases: 新顔\n---\n");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(texts(&switch("新顔").await, "path"), ["新人.md"]);
    let error = desk.call("vault.switch", json!({ "query": "あ".repeat(201) })).await.expect_err("too long");
    assert_eq!((error.code, error.params["rule"].as_str()), (ErrorCode::Invalid, Some("too_long")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_tells_its_outline_its_lines_and_its_hash() {
    let (home, desk) = japanese().await;
    let note = desk.ok("vault.note", json!({ "path": "会議/定例会議.md" })).await;
    assert_eq!(note["text_offset_lines"], 5);
    assert_eq!(
        note["outline"],
        json!([{ "level": 1, "text": "定例会議", "line": 5 }, { "level": 2, "text": "議題", "line": 9 }])
    );
    assert_eq!(note["aliases"], json!(["週次MTG"]));
    let bytes = std::fs::read(home.vault().join("会議/定例会議.md")).expect("readable");
    assert_eq!(note["hash"], blake3::hash(&bytes).to_hex().as_str());
    let source = desk.ok("vault.source", json!({ "path": "計画.md" })).await;
    assert_eq!(source["text"], "# 計画\n[[がくふ]]\n## 目的\n速く #仕事/急ぎ\n");
    let bytes = std::fs::read(home.vault().join("計画.md")).expect("readable");
    assert_eq!(source["hash"], blake3::hash(&bytes).to_hex().as_str());
    home.write("binary.md", [b'a', 0xFF, b'b']);
    desk.ok("vault.scan", json!({})).await;
    let error = desk.call("vault.source", json!({ "path": "binary.md" })).await.expect_err("not text");
    assert_eq!((error.code, error.params["reason"].as_str()), (ErrorCode::Refused, Some("not_text")));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_given_whole_and_none_from_outside() {
    let (home, desk) = japanese().await;
    let picture = desk.ok("vault.file", json!({ "path": "図/図.png" })).await;
    assert_eq!(picture, json!({ "media_type": "image/png", "base64": "iVBORwD/" }));
    std::fs::write(home.vault().with_file_name("secret.png"), "outside").expect("written");
    std::fs::File::create(home.vault().join("図/big.mp4"))
        .and_then(|file| file.set_len(20 * 1024 * 1024 + 1))
        .expect("made");
    home.write("図/歌.MP3", "x");
    home.write("hidden/.secret.png", "hidden");
    #[cfg(unix)]
    std::os::unix::fs::symlink(home.vault().with_file_name("secret.png"), home.vault().join("link.png"))
        .expect("linked");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(desk.ok("vault.file", json!({ "path": "図/歌.MP3" })).await["media_type"], "audio/mpeg");
    let error = desk.call("vault.file", json!({ "path": "図/big.mp4" })).await.expect_err("too large");
    assert_eq!((error.code, error.params["reason"].as_str()), (ErrorCode::Refused, Some("too_large")));
    assert_eq!(error.params["limit"], 20 * 1024 * 1024);
    for path in [
        "../secret.png",
        "/etc/passwd",
        ".obsidian/app.json",
        "hidden/.secret.png",
        "図/../図/図.png",
        "link.png",
        "",
        "図",
    ] {
        let error = desk.call("vault.file", json!({ "path": path })).await.expect_err("not of the vault");
        assert_eq!(error.code, ErrorCode::NotFound, "{path}");
    }
    // What the index knew, and was put in another's place since, is not followed out either.
    #[cfg(unix)]
    {
        std::fs::remove_file(home.vault().join("図/図.png")).expect("removed");
        std::os::unix::fs::symlink(home.vault().with_file_name("secret.png"), home.vault().join("図/図.png"))
            .expect("linked");
        let error = desk.call("vault.file", json!({ "path": "図/図.png" })).await.expect_err("leads out");
        assert_eq!(error.code, ErrorCode::Io);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_alone_is_neither_shown_nor_read() {
    let home = Home::empty();
    home.write("Open.md", "[[Hidden]] ![[pic.png]]");
    home.write("Private/in/Hidden.md", "# secret\n\nsaid ^said");
    home.write("Private/pic.png", "png");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault(), "excluded_folders": ["private"] })).await;
    let resolved = desk.ok("vault.resolve", json!({ "from": "Open.md", "link": "Hidden" })).await;
    assert_eq!(resolved["path"], "Private/in/Hidden.md", "links lead there as before");
    for query in ["hidden", "pic", "private"] {
        assert_eq!(desk.ok("vault.switch", json!({ "query": query })).await, json!([]), "{query}");
        let input = json!({ "kind": "link", "query": query, "from": "Open.md" });
        assert_eq!(desk.ok("vault.complete", input).await, json!([]), "{query}");
    }
    let top = desk.ok("vault.folder", json!({ "path": "" })).await;
    assert_eq!((&top["folders"], texts(&top["files"], "path")), (&json!([]), vec!["Open.md".to_owned()]));
    for path in ["Private", "Private/in"] {
        assert_eq!(desk.ok("vault.folder", json!({ "path": path })).await, json!({ "folders": [], "files": [] }));
    }
    let graph = desk.ok("vault.graph", json!({ "attachments": true, "unresolved": true })).await;
    assert_eq!((texts(&graph["nodes"], "title"), &graph["edges"]), (vec!["Open".to_owned()], &json!([])));
    for (command, input) in [
        ("vault.file", json!({ "path": "Private/pic.png" })),
        ("vault.file", json!({ "path": "Private/in/Hidden.md" })),
        ("vault.links", json!({ "path": "Private/in/Hidden.md" })),
        ("vault.embed", json!({ "from": "Open.md", "link": "pic.png" })),
        ("vault.graph", json!({ "center": "Private/pic.png" })),
    ] {
        assert_eq!(desk.call(command, input).await.expect_err("left alone").code, ErrorCode::NotFound, "{command}");
    }
    let rev = desk.ok("app.state", json!({})).await["vault"]["rev"].clone();
    desk.ok("vault.configure", json!({ "rev": rev, "excluded_folders": [] })).await;
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(desk.ok("vault.switch", json!({ "query": "hidden" })).await[0]["kind"], "note");
    assert_eq!(desk.ok("vault.file", json!({ "path": "Private/pic.png" })).await["media_type"], "image/png");
}

#[tokio::test(flavor = "multi_thread")]
async fn which_checkboxes_are_open_is_as_the_tasks_plugin_is_set() {
    let home = Home::empty();
    home.write("N.md", "- [ ] todo\n- [d] dropped\n- [>] sent\n- [-] going on\n- [x] done\n");
    let statuses = |dropped: &str| {
        json!({ "statusSettings": { "coreStatuses": [], "customStatuses": [
            { "symbol": "d", "nextStatusSymbol": " ", "type": dropped },
            { "symbol": "-", "nextStatusSymbol": "x", "type": "IN_PROGRESS" },
        ] } })
        .to_string()
    };
    home.write(".obsidian/plugins/obsidian-tasks-plugin/data.json", statuses("DONE"));
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let open = async || texts(&desk.ok("vault.tasks", json!({})).await["tasks"], "text");
    assert_eq!(open().await, ["todo", "sent", "going on"]);
    home.write(".obsidian/plugins/obsidian-tasks-plugin/data.json", statuses("TODO"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(open().await, ["todo", "dropped", "sent", "going on"], "the note itself did not change");
}

#[tokio::test(flavor = "multi_thread")]
async fn embeds_show_the_note_the_section_or_the_block() {
    let (_home, desk) = japanese().await;
    let embed = async |link: &str| desk.ok("vault.embed", json!({ "from": "丙/索引.md", "link": link })).await;
    let whole = embed("計画").await;
    assert_eq!((text(&whole["path"]), text(&whole["kind"]), whole["line"].as_u64()), ("計画.md", "note", Some(0)));
    assert!(text(&whole["body"]).starts_with("# 計画"));
    let section = embed("定例会議#議題|見出し").await;
    assert_eq!((text(&section["body"]).lines().next(), section["line"].as_u64()), (Some("## 議題"), Some(9)));
    assert_eq!(embed("定例会議#^memo").await["body"], "本文 ^memo");
    assert_eq!(embed("定例会議#ない").await["body"], json!(null));
    let picture = embed("図.png|100").await;
    assert_eq!(
        (text(&picture["path"]), text(&picture["kind"]), &picture["body"]),
        ("図/図.png", "attachment", &json!(null))
    );
    let error = desk.call("vault.embed", json!({ "from": "計画.md", "link": "まだない" })).await.expect_err("nowhere");
    assert_eq!(error.code, ErrorCode::NotFound);
    let resolved = desk.ok("vault.resolve", json!({ "from": "計画.md", "link": "図.png" })).await;
    assert_eq!(resolved["path"], "図/図.png");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_completed_is_written_as_the_vault_writes_links() {
    let (home, desk) = japanese().await;
    let complete = async |kind: &str, query: &str, path: Value| {
        let input = json!({ "kind": kind, "query": query, "from": "丙/索引.md", "path": path });
        desk.ok("vault.complete", input).await
    };
    let first = async |kind: &str, query: &str, path: Value| complete(kind, query, path).await[0].clone();
    assert_eq!(first("link", "けいかく", json!(null)).await, Value::Null, "kanji are not read");
    assert_eq!(
        first("link", "計画", json!(null)).await,
        json!({ "label": "計画", "detail": "", "insert": "[[計画]]" })
    );
    assert_eq!(
        first("link", "mtg", json!(null)).await,
        json!({ "label": "週次MTG", "detail": "定例会議", "insert": "[[定例会議|週次MTG]]" })
    );
    let both = complete("link", "記録", json!(null)).await;
    let mut inserted = texts(&both, "insert");
    inserted.sort();
    assert_eq!(inserted, ["[[乙/記録]]", "[[甲/記録]]"], "one name alone would not tell them apart");
    assert_eq!(first("link", "図", json!(null)).await["insert"], "[[図.png]]");
    assert_eq!(first("heading", "もくてき", json!("計画.md")).await, Value::Null);
    assert_eq!(
        first("heading", "目", json!("計画.md")).await,
        json!({ "label": "目的", "detail": "##", "insert": "[[計画#目的]]" })
    );
    assert_eq!(
        first("block", "", json!("会議/定例会議.md")).await,
        json!({ "label": "本文", "detail": "^memo", "insert": "[[定例会議#^memo]]" })
    );
    assert_eq!(first("tag", "仕", json!(null)).await, json!({ "label": "仕事", "detail": "1", "insert": "#仕事" }));
    assert!(complete("link", "", json!(null)).await.as_array().is_some_and(|all| all.len() == 7), "notes and canvas");
    home.write("甲/記録.md", "書き直した");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(first("link", "", json!(null)).await["insert"], "[[甲/記録]]", "the latest changed comes first");
    home.write("塊.md", "\u{FEFF}最初 ^one\r\n\r\n- 項目 ^two\r\n  - 下\r\n");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(texts(&complete("block", "", json!("塊.md")).await, "label"), ["最初", "- 項目"]);

    home.write(".obsidian/app.json", r#"{"useMarkdownLinks":true,"newLinkFormat":"relative"}"#);
    assert_eq!(first("link", "計画", json!(null)).await["insert"], "[計画](../計画.md)");
    assert_eq!(
        first("heading", "議題", json!("会議/定例会議.md")).await["insert"],
        "[定例会議](../会議/定例会議.md#議題)"
    );
    let error = desk
        .call("vault.complete", json!({ "kind": "heading", "query": "", "from": "none.md" }))
        .await
        .expect_err("no such note");
    assert_eq!(error.code, ErrorCode::NotFound);
    let error = desk
        .call("vault.complete", json!({ "kind": "word", "query": "", "from": "計画.md" }))
        .await
        .expect_err("no such kind");
    assert_eq!((error.code, error.params["field"].as_str()), (ErrorCode::Invalid, Some("kind")));
}

#[tokio::test(flavor = "multi_thread")]
async fn open_checkboxes_are_told_the_due_ones_first() {
    let (_home, desk) = japanese().await;
    let open = desk.ok("vault.tasks", json!({})).await;
    assert_eq!(open["total"], 3);
    assert_eq!(texts(&open["tasks"], "text"), ["早く", "議事録を書く", "練習 #会議"]);
    let first = &open["tasks"][0];
    assert_eq!(
        (text(&first["path"]), first["line"].as_u64(), text(&first["mark"]), text(&first["due"])),
        ("か\u{3099}くふ.md", Some(2), " ", "2026-11-01")
    );
    let due = desk.ok("vault.tasks", json!({ "until": "2026-11-20" })).await;
    assert_eq!((due["total"].as_u64(), texts(&due["tasks"], "text")), (Some(1), vec!["早く".to_owned()]));
    let page = desk.ok("vault.tasks", json!({ "offset": 1, "limit": 1 })).await;
    assert_eq!((page["total"].as_u64(), texts(&page["tasks"], "text")), (Some(3), vec!["議事録を書く".to_owned()]));
    let error = desk.call("vault.tasks", json!({ "until": "2026-02-30" })).await.expect_err("no such day");
    assert_eq!((error.code, error.params["field"].as_str()), (ErrorCode::Invalid, Some("until")));
    // What Hisho keeps itself is no task of the person's notes.
    desk.approved_plan("計画書", &["一", "二"]).await;
    desk.allow_writing().await;
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(desk.ok("vault.tasks", json!({})).await["total"], 3);
}
