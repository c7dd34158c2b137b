//! Deleting: never for good.

use hisho_scenarios::Home;
use serde_json::json;

use super::{archived, hash, opened, refused};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_comes_back() {
    for option in ["local", "none"] {
        let home = Home::empty();
        home.write(".obsidian/app.json", format!(r#"{{"trashOption": "{option}"}}"#));
        home.write("a/N.md", "text");
        home.write("N.md", "other");
        let desk = opened(&home).await;
        let gone = desk.ok("vault.delete", json!({ "path": "a/N.md" })).await;
        assert_eq!(gone, json!({ "how": "vault_trash", "trash_path": ".trash/N.md" }));
        let second = desk.ok("vault.delete", json!({ "path": "N.md" })).await;
        assert_eq!(second["trash_path"], ".trash/N 2.md");
        assert_eq!(home.read(".trash/N.md"), "text");
        assert_eq!(desk.ok("vault.notes", json!({})).await["total"], 0);
        assert_eq!(archived(&home, "a/N.md"), [hash("text")]);
        let back = json!({ "path": "a/N.md", "trash_path": gone["trash_path"] });
        desk.ok("vault.undelete", back.clone()).await;
        assert_eq!(home.read("a/N.md"), "text");
        assert_eq!(desk.ok("vault.notes", json!({})).await["total"], 1);
        assert_eq!(refused(&desk, "vault.undelete", back).await, "not_found note");
        for (path, trash_path, answer) in [
            ("a/N.md", ".trash/N 2.md", "refused path_taken"),
            ("x.json", ".trash/../.obsidian/app.json", "invalid trash_path format"),
        ] {
            let input = json!({ "path": path, "trash_path": trash_path });
            assert_eq!(refused(&desk, "vault.undelete", input).await, answer);
        }
        for (path, answer) in [
            ("Gone.md", "not_found note"),
            ("", "invalid path format"),
            (".obsidian/app.json", "invalid path format"),
            ("../data", "invalid path format"),
        ] {
            assert_eq!(refused(&desk, "vault.delete", json!({ "path": path })).await, answer, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_goes_whole_however_large() {
    let home = Home::empty();
    home.write(".obsidian/app.json", r#"{"trashOption": "local"}"#);
    for number in 0..60 {
        home.write(&format!("big/{number}.md"), format!("note {number}"));
    }
    home.write("big/pic.png", "png");
    home.write("stays.md", "");
    let desk = opened(&home).await;
    let gone = desk.ok("vault.delete", json!({ "path": "big" })).await;
    // The person said so: it is no loss to be held back.
    let state = desk.ok("app.state", json!({})).await;
    assert_eq!((&state["vault"]["status"], &state["vault"]["notes"]), (&json!("watching"), &json!(1)));
    desk.ok("vault.undelete", json!({ "path": "big", "trash_path": gone["trash_path"] })).await;
    assert_eq!(home.read("big/pic.png"), "png");
    assert_eq!(desk.ok("vault.notes", json!({})).await["total"], 61);
}
