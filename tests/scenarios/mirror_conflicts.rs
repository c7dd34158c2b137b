//! What both sides changed, and decisions that were edited in a note: listed, and settled by the person.

use hisho_scenarios::{Desk, Home, at, decision};
use serde_json::{Value, json};

use crate::mirror::{PLAN, PROJECT, moving_house, without_waiting};

async fn conflicts(desk: &Desk) -> Vec<Value> {
    desk.ok("vault.conflicts", json!({})).await.as_array().expect("a list").clone()
}

/// A home in which the objective of the project was changed here and in its note.
async fn contested() -> (Home, Desk, Value, Value) {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    home.write(PROJECT, home.read(PROJECT).replace("Move objective", "From the note"));
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    let change = json!({ "uid": project["uid"], "rev": project["rev"], "description": "From here" });
    desk.ok("projects.update", change).await;
    let found = conflicts(&desk).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let conflict = found[0].clone();
    assert_eq!(
        [
            &conflict["kind"],
            &conflict["path"],
            &conflict["field"],
            &conflict["base"],
            &conflict["ours"],
            &conflict["theirs"]
        ],
        ["conflict", PROJECT, "section.objective", "Move objective", "From here", "From the note"]
    );
    (home, desk, plan, conflict)
}

/// Both sides say this, and nothing is left to be settled.
async fn both_say(home: &Home, desk: &Desk, plan: &Value, text: &str) {
    let project = desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await;
    assert_eq!(project["description"], text);
    assert!(home.read(PROJECT).contains(&format!("\n\n{text}\n\n")), "{}", home.read(PROJECT));
    assert_eq!(conflicts(desk).await, Vec::<Value>::new());
    assert_eq!(desk.ok("app.state", json!({})).await["vault"]["problems"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn either_side_both_or_words_of_ones_own_stand() {
    for (settle, text) in [
        (json!({ "stands": "ours" }), "From here"),
        (json!({ "stands": "theirs" }), "From the note"),
        (json!({ "stands": "both" }), "From the note\n\nFrom here"),
        (json!({ "stands": "text", "text": "From both" }), "From both"),
    ] {
        let (home, desk, plan, conflict) = contested().await;
        let mut input = settle;
        input["uid"] = conflict["uid"].clone();
        assert_eq!(desk.ok("vault.settle_conflict", input.clone()).await, json!([]));
        both_say(&home, &desk, &plan, text).await;
        let gone = desk.call("vault.settle_conflict", input).await.expect_err("it is settled");
        assert_eq!(gone.code, hisho_domain::ErrorCode::NotFound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_waits_and_what_says_something_else_is_another() {
    let (home, desk, plan, conflict) = contested().await;
    home.write(PROJECT, home.read(PROJECT).replace("- [ ] Pack", "- [x] Pack"));
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(crate::mirror::tasks(&desk, &plan).await[1]["status"], "completed");
    assert_eq!(conflicts(&desk).await, std::slice::from_ref(&conflict), "it is the same");
    let wordless = json!({ "uid": conflict["uid"], "stands": "text", "text": " " });
    let refused = desk.call("vault.settle_conflict", wordless).await.expect_err("no words");
    assert_eq!(refused.params["field"], "text");

    home.write(PROJECT, home.read(PROJECT).replace("From the note", "Otherwise"));
    desk.ok("vault.scan", json!({})).await;
    let stale = json!({ "uid": conflict["uid"], "stands": "theirs" });
    let refused = desk.call("vault.settle_conflict", stale).await.expect_err("they saw something else");
    assert_eq!(refused.code, hisho_domain::ErrorCode::NotFound);
    let now = conflicts(&desk).await;
    assert_eq!((now.len(), &now[0]["theirs"]), (1, &json!("Otherwise")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_decided_here_alone() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    home.write(PROJECT, home.read(PROJECT).replace("status: active", "status: completed"));
    desk.ok("vault.scan", json!({})).await;
    let found = conflicts(&desk).await;
    assert_eq!(
        [&found[0]["kind"], &found[0]["field"], &found[0]["ours"], &found[0]["theirs"]],
        ["request", "property.status", "active", "completed"]
    );
    let theirs = json!({ "uid": found[0]["uid"], "stands": "theirs" });
    let refused = desk.call("vault.settle_conflict", theirs).await.expect_err("a decision");
    assert_eq!(refused.params["reason"], "decided_here");
    assert_eq!(desk.ok("vault.settle_conflict", json!({ "uid": found[0]["uid"], "stands": "ours" })).await, json!([]));
    assert!(home.read(PROJECT).contains("status: active"));
    assert_eq!(desk.ok("projects.get", json!({ "uid": plan["project"]["uid"] })).await["status"], "active");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_for_an_approved_plan_are_drafted() {
    let (home, desk, plan) = moving_house().await;
    without_waiting(&desk).await;
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    let plan = desk.ok("plans.amend", at(&plan)).await;
    let mut content = plan["newest"]["content"].clone();
    content["objective"] = json!("From here");
    let plan = desk.ok("plans.save", json!({ "uid": plan["uid"], "rev": plan["rev"], "content": content })).await;
    let plan = desk.ok("plans.submit", at(&plan)).await;
    let plan = desk.ok("plans.start_review", at(&plan)).await;
    home.write(PLAN, home.read(PLAN).replace("Move objective", "From the note"));
    desk.decide("plans.approve", decision(&plan)).await.expect("approved");
    let found = conflicts(&desk).await;
    let settle = json!({ "uid": found[0]["uid"], "stands": "text", "text": "From both" });
    assert_eq!(desk.ok("vault.settle_conflict", settle).await, json!([]));
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    assert_eq!((&plan["in_force"], &plan["newest"]["number"]), (&json!(2), &json!(3)));
    assert_eq!(plan["newest"]["content"]["objective"], "From both");
    assert!(home.read(PLAN).contains("From both"));
}
