//! Renaming and moving: every link still leads where it led.

use hisho_scenarios::Home;
use serde_json::json;

use super::{archived, hash, opened, refused};

#[tokio::test(flavor = "multi_thread")]
async fn links_follow_a_note_in_their_own_form() {
    let home = Home::empty();
    home.write("Old.md", "self [[#H]] to [[Other]] and ![](img.png)\n");
    home.write("Other.md", "---\nup: \"[[Old|up]]\"\n---\r\n[[old#H|shown]] ![[Old]] [md](Old.md#H) `[[Old]]`\r\n");
    home.write("sub/Board.canvas", r#"{"nodes":[{"id":"1","type":"file","file":"Old.md"}],"edges":[]}"#);
    home.write("img.png", "png");
    home.write("far/Other.md", "not this one");
    let desk = opened(&home).await;
    let other = home.read("Other.md");
    let input = json!({ "path": "Old.md", "to": "deep/新 Name.md" });
    let preview = desk.ok("vault.preview_rename", input.clone()).await;
    assert_eq!(preview, json!({ "links": 5, "notes": 2 }));
    assert_eq!(home.read("Other.md"), other, "nothing changes by looking");
    let renamed = desk.ok("vault.rename", input).await;
    assert_eq!(renamed, json!({ "path": "deep/新 Name.md", "links_updated": 5, "notes_updated": 2, "left": [] }));
    assert_eq!(
        home.read("Other.md"),
        "---\nup: \"[[新 Name|up]]\"\n---\r\n[[新 Name#H|shown]] ![[新 Name]] [md](新%20Name.md#H) `[[Old]]`\r\n"
    );
    assert_eq!(
        home.read("sub/Board.canvas"),
        r#"{"nodes":[{"id":"1","type":"file","file":"deep/新 Name.md"}],"edges":[]}"#
    );
    assert_eq!(home.read("deep/新 Name.md"), "self [[#H]] to [[Other]] and ![](img.png)\n");
    assert_eq!(archived(&home, "Other.md"), [hash(other)]);
    // The index has it at once, under the new path alone.
    let notes = desk.ok("vault.notes", json!({})).await;
    let paths = notes["notes"].as_array().expect("notes").iter().filter_map(|n| n["path"].as_str());
    let paths: Vec<&str> = paths.filter(|path| path.ends_with(".md")).collect();
    assert_eq!(paths, ["Other.md", "deep/新 Name.md", "far/Other.md"]);
    let resolved = desk.ok("vault.resolve", json!({ "from": "Other.md", "link": "新 Name#H" })).await;
    assert_eq!(resolved["path"], "deep/新 Name.md");
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_attachments_and_cases_move() {
    let home = Home::empty();
    home.write("p/pic 1.png", "png");
    home.write("p/In.md", "![[pic 1.png|100]] [[../Top]]");
    home.write("Top.md", "![x](p/pic%201.png) [[p/In]]");
    home.write(".obsidian/app.json", r#"{"newLinkFormat": "absolute"}"#);
    let desk = opened(&home).await;
    desk.ok("vault.rename", json!({ "path": "p", "to": "q/p" })).await;
    // These still lead there, as the end of a path does.
    assert_eq!(home.read("Top.md"), "![x](p/pic%201.png) [[p/In]]");
    assert_eq!(home.read("q/p/In.md"), "![[pic 1.png|100]] [[../../Top]]");
    desk.ok("vault.rename", json!({ "path": "q/p/pic 1.png", "to": "q/P.png" })).await;
    assert_eq!(home.read("q/p/In.md"), "![[q/P.png|100]] [[../../Top]]");
    desk.ok("vault.rename", json!({ "path": "Top.md", "to": "TOP.md" })).await;
    assert!(home.files().contains_key("TOP.md") && !home.files().contains_key("Top.md"));
    // Names differ in case alone to a link, so none had to change.
    assert_eq!(home.read("q/p/In.md"), "![[q/P.png|100]] [[../../Top]]");
    home.write("Else.md", "");
    for (path, to, answer) in [
        ("TOP.md", "Else.md", "refused path_taken"),
        ("TOP.md", "TOP.md", "refused path_taken"),
        ("q", "q/p/q", "refused into_itself"),
        ("TOP.md", "nul.md", "invalid to format"),
        ("TOP.md", "a?.md", "invalid to format"),
        ("TOP.md", "a#b.md", "invalid to format"),
        ("TOP.md", ".TOP.md", "invalid to format"),
        ("TOP.md", "TOP.txt", "invalid to format"),
        ("TOP.md", "../TOP.md", "invalid to format"),
        ("Gone.md", "Here.md", "not_found note"),
        (".obsidian/app.json", "app.json", "not_found note"),
    ] {
        assert_eq!(refused(&desk, "vault.rename", json!({ "path": path, "to": to })).await, answer, "{path} → {to}");
    }
    assert_eq!(home.read("TOP.md"), "![x](q/P.png) [[p/In]]");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_follow_in_notes_of_every_ending() {
    let home = Home::empty();
    home.write("Old.md", "");
    home.write("Plain.txt", "see [[Old]]");
    let desk = opened(&home).await;
    let rev = desk.ok("app.state", json!({})).await["vault"]["rev"].clone();
    desk.ok("vault.configure", json!({ "rev": rev, "file_extensions": ["md", "txt"] })).await;
    desk.ok("vault.scan", json!({})).await;
    let links = desk.ok("vault.links", json!({ "path": "Plain.txt" })).await;
    assert_eq!(links["outgoing"][0]["path"], "Old.md");
    let renamed = desk.ok("vault.rename", json!({ "path": "Old.md", "to": "New.md" })).await;
    assert_eq!((&renamed["links_updated"], home.read("Plain.txt").as_str()), (&json!(1), "see [[New]]"));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_with_blanks_at_their_ends_can_be_renamed_and_deleted() {
    let home = Home::empty();
    home.write(" lead.md", "lead");
    home.write(" folder/In.md", "in");
    let desk = opened(&home).await;
    desk.ok("vault.rename", json!({ "path": " lead.md", "to": " Led.md " })).await;
    assert_eq!(home.read("Led.md"), "lead", "a new name has none");
    desk.ok("vault.rename", json!({ "path": " folder/In.md", "to": " folder/Out.md" })).await;
    assert_eq!(home.read(" folder/Out.md"), "in", "it stays in its folder");
    home.write(".obsidian/app.json", r#"{"trashOption": "local"}"#);
    let gone = desk.ok("vault.delete", json!({ "path": " folder" })).await;
    assert!(!home.vault().join(" folder").exists());
    desk.ok("vault.undelete", json!({ "path": " folder", "trash_path": gone["trash_path"] })).await;
    assert_eq!(home.read(" folder/Out.md"), "in");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_changed_is_named() {
    let home = Home::empty();
    home.write("Old.md", "");
    let utf16: Vec<u8> = "\u{FEFF}[[Old]]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    home.write("Wide.md", &utf16);
    home.write("Fine.md", "[[Old]]");
    let desk = opened(&home).await;
    let renamed = desk.ok("vault.rename", json!({ "path": "Old.md", "to": "New.md" })).await;
    assert_eq!(renamed["left"], json!([{ "path": "Wide.md", "reason": "not_text" }]));
    assert_eq!((&renamed["links_updated"], &renamed["notes_updated"]), (&json!(1), &json!(1)));
    assert_eq!(home.read("Fine.md"), "[[New]]");
    assert_eq!(home.files()["Wide.md"], utf16);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_was_cut_short_is_finished() {
    let home = Home::empty();
    home.write("One.md", "[[New]]");
    home.write("Two.md", "[[Old]] here");
    home.write("x/New.md", "another of this name");
    home.write("New.md", "it moved from Old.md before the crash");
    let desk = opened(&home).await;
    drop(desk);
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let note = |path: &str, text: &str| json!({ "path": path, "hash": blake3::hash(text.as_bytes()).as_bytes() });
    let notes = json!([note("One.md", "[[New]]"), note("Two.md", "[[New]] here")]).to_string();
    let insert = "INSERT INTO vault_moves (vault_id, from_path, to_path, notes)
                  SELECT id, 'Old.md', 'New.md', ?1 FROM obsidian_integration_settings";
    connection.execute(insert, [&notes]).expect("noted");
    // Another that had not begun: its file is where it was.
    let insert = "INSERT INTO vault_moves (vault_id, from_path, to_path, notes)
                  SELECT id, 'x/New.md', 'y/New.md', '[]' FROM obsidian_integration_settings";
    connection.execute(insert, []).expect("noted");
    let desk = home.open().await;
    desk.ok("vault.rename", json!({ "path": "One.md", "to": "Eins.md" })).await;
    // The first was done before the crash; the second gets its link now.
    assert_eq!(home.read("Eins.md"), "[[New]]");
    assert_eq!(home.read("Two.md"), "[[New]] here");
    assert_eq!(home.read("x/New.md"), "another of this name");
    let left: i64 = connection.query_row("SELECT count(*) FROM vault_moves", [], |row| row.get(0)).expect("count");
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_hisho_keeps_may_move() {
    let home = Home::empty();
    let desk = opened(&home).await;
    desk.approved_plan("Move", &["Pack"]).await;
    desk.allow_writing().await;
    let to = "Elsewhere/My plan.md";
    desk.ok("vault.rename", json!({ "path": "Hisho/Plans/Move.md", "to": to })).await;
    assert!(home.read("Hisho/Projects/Move.md").contains("plan: \"[[Elsewhere/My plan|Move]]\"\n"));
    let preview = desk.ok("vault.preview_writing", json!({})).await;
    let kept: Vec<_> = preview["notes"].as_array().expect("notes").iter().map(|note| &note["path"]).collect();
    assert_eq!(kept, [to, "Hisho/Projects/Move.md"]);
    assert_eq!(desk.ok("app.state", json!({})).await["vault"]["problems"], json!([]));
}
