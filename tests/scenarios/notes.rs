//! Which notes the vault's list shows.

use std::collections::BTreeSet;

use hisho_scenarios::{Desk, Home};
use serde_json::json;

async fn listed(desk: &Desk) -> BTreeSet<String> {
    let page = desk.ok("vault.notes", json!({ "limit": 10_000 })).await;
    let notes = page["notes"].as_array().expect("notes");
    assert_eq!(page["total"], notes.len());
    notes.iter().map(|note| note["path"].as_str().expect("path").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_what_is_there_in_a_real_vault() {
    let home = Home::with_tasks_demo();
    let desk = home.open().await;
    let state = desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let there: BTreeSet<String> = home.files().into_keys().filter(|path| path.ends_with(".md")).collect();
    assert_eq!(there.len(), 205);
    assert_eq!(state["notes"], 205);
    assert_eq!(listed(&desk).await, there);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_follows_names_folders_and_exclusions() {
    let home = Home::empty();
    let nfd = "か\u{3099}くふ/テ\u{3099}ータ.md";
    let shown = ["A.md", "B.MD", "深い/場所/ノート.md", nfd, "inner/.obsidian.md.md", "inner/Note.md", "archive2/C.md"];
    for path in shown.iter().filter(|path| !path.contains("/.")) {
        home.write(path, "text");
    }
    // Beside them what is no note of this vault's list.
    for path in [
        ".obsidian/app.md",
        "inner/.obsidian/workspace.md",
        ".trash/old.md",
        "archive/D.md",
        "Archive/E.md",
        "x/private/F.md",
        "picture.png",
        "canvas.canvas",
        "note.md.bak",
        "folder.md/inside.txt",
    ] {
        home.write(path, "text");
    }
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault(), "excluded_folders": ["archive", "/x/private/"] })).await;
    let expected: BTreeSet<String> = shown.iter().filter(|p| !p.contains("/.")).map(|p| p.to_string()).collect();
    assert_eq!(listed(&desk).await, expected);

    // What is done by other programs is found by the next look.
    std::fs::rename(home.vault().join("A.md"), home.vault().join("a.md")).expect("a case-only rename");
    std::fs::remove_file(home.vault().join("B.MD")).expect("remove");
    home.write("New.md", "text");
    let report = desk.ok("vault.scan", json!({})).await;
    assert_eq!((report["added"].as_u64(), report["removed"].as_u64()), (Some(2), Some(2)));
    let listed = listed(&desk).await;
    assert!(
        listed.contains("a.md") && listed.contains("New.md") && !listed.contains("A.md") && !listed.contains("B.MD")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_opens_with_its_properties_and_links() {
    let home = Home::empty();
    home.write(
        "top/会議.md",
        "---\ntitle: 定例\ntags: [会議, work]\nwhen: 2026-11-20\n---\n# 定例\n\n[[other|次]] #memo\n",
    );
    home.write("top/Other.md", "x");
    home.write("broken.md", "---\na: [\n---\nbody\n");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let note = desk.ok("vault.note", json!({ "path": "top/会議.md" })).await;
    assert_eq!(note["body"], "# 定例\n\n[[other|次]] #memo\n");
    assert_eq!(note["properties"]["when"], "2026-11-20");
    assert_eq!(note["tags"], json!(["会議", "work", "memo"]));
    let resolved = desk.ok("vault.resolve", json!({ "from": "top/会議.md", "link": "other|次" })).await;
    assert_eq!(resolved["path"], "top/Other.md");
    let broken = desk.ok("vault.note", json!({ "path": "broken.md" })).await;
    assert_eq!(broken["properties"], json!(null));
    assert!(broken["properties_error"].is_string() && broken["body"].as_str().is_some_and(|b| b.contains("body")));
    for path in ["../data/hisho.db", "/etc/passwd", ".obsidian/app.json", "nothing.md"] {
        let error = desk.call("vault.note", json!({ "path": path })).await.expect_err("not a note of the vault");
        assert_eq!(error.code, hisho_domain::ErrorCode::NotFound, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_is_away_loses_nothing() {
    let home = Home::empty();
    home.write("One.md", "会議の記録");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let away = home.vault().with_extension("away");
    std::fs::rename(home.vault(), &away).expect("the drive goes");
    let error = desk.call("vault.scan", json!({})).await.expect_err("nothing to scan");
    assert_eq!(
        (error.code, error.params["reason"].as_str()),
        (hisho_domain::ErrorCode::VaultUnusable, Some("missing"))
    );
    let state = desk.ok("app.state", json!({})).await;
    assert_eq!((state["vault"]["status"].as_str(), state["vault"]["notes"].as_i64()), (Some("missing"), Some(1)));
    std::fs::rename(&away, home.vault()).expect("and returns");
    assert_eq!(desk.ok("vault.scan", json!({})).await["changed"], 0);
}
