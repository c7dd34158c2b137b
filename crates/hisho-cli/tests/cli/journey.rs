//! The whole journey without a UI, on a real vault.

use hisho_scenarios::{Home, at, decision};
use serde_json::json;

use crate::HISHO;

#[test]
fn from_a_vault_to_a_completed_task() {
    let home = Home::with_tasks_demo();
    let before = home.files();
    let hisho = home.hisho(HISHO);
    hisho.ok("settings.update", json!({ "language": "ja" }));
    let vault = hisho.ok("vault.choose", json!({ "path": home.vault() }));
    assert_eq!(vault["notes"], 205);
    let found = hisho.ok("search.find", json!({ "query": "kanban", "kinds": ["note"] }));
    assert!(found["total"].as_u64().is_some_and(|n| n > 0));

    let content = json!({
        "title": "店の改装", "objective": "春に店を開ける", "scope": "一階だけ", "start_on": "2026-12-01", "due_on": "2027-03-31",
        "milestones": [
            { "uid": "", "title": "図面を決める", "due_on": "2026-12-20" },
            { "uid": "", "title": "工事を始める", "due_on": null },
        ],
        "criteria": ["開店の日に客を迎える"],
    });
    let plan = hisho.ok("plans.create", json!({ "content": content }));
    let plan = hisho.ok("plans.submit", at(&plan));
    let plan = hisho.ok("plans.start_review", at(&plan));
    let plan = hisho.decide("plans.approve", decision(&plan));
    assert_eq!((plan["newest"]["status"].as_str(), plan["in_force"].as_i64()), (Some("approved"), Some(1)));
    assert_eq!(home.files(), before, "nothing is written before it was agreed to");

    let preview = hisho.ok("vault.preview_writing", json!({}));
    let folders = json!({ "plans_folder": preview["plans_folder"], "projects_folder": preview["projects_folder"] });
    hisho.decide("vault.allow_writing", folders);
    let note = "Hisho/プロジェクト/店の改装.md";
    let text = home.read(note);
    assert!(text.contains("- [ ] 図面を決める"), "{text}");
    home.write(note, text.replacen("- [ ] 図面", "- [x] 図面", 1));
    hisho.ok("vault.scan", json!({}));
    let project = hisho.ok("projects.get", json!({ "uid": plan["project"]["uid"] }));
    let status: Vec<&str> =
        project["task_list"].as_array().expect("tasks").iter().filter_map(|t| t["status"].as_str()).collect();
    assert_eq!(status, ["completed", "pending"]);

    let mut after = home.files();
    after.retain(|path, _| !path.starts_with("Hisho/"));
    assert_eq!(after, before, "the person's own notes are as they were");
    let health = hisho.ok("health.check", json!({}));
    assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])));
}

#[test]
fn the_list_describes_every_command() {
    let home = Home::empty();
    let output = home.hisho(HISHO).rpc(&["--list"]);
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let commands = list["commands"].as_array().expect("commands");
    for command in commands {
        assert!(command["doc"].as_str().is_some_and(|doc| doc.ends_with('.')), "{command}");
        assert!(command["input"].is_object() && command["output"].is_object(), "{command}");
    }
    let approve = commands.iter().find(|c| c["name"] == "plans.approve").expect("approve");
    assert_eq!(approve["effect"], "decide");
    assert!(!home.data().exists(), "listing opens no database");
}
