//! Discussions without a model: the person speaks for everybody.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

use super::{heard, prepared, seat};
use crate::models::secretary;

/// The turns that wait for the person.
async fn waiting(desk: &Desk, uid: &Value) -> Vec<Value> {
    let state = desk.ok("discussions.state", json!({ "uid": uid })).await;
    state["turns"].as_array().expect("turns").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_the_person_speaks_and_everything_else_is_the_same() {
    let home = Home::empty();
    let desk = home.open().await;
    let (ann, bob) = (secretary(&desk, "Ann", None).await, secretary(&desk, "Bob", None).await);
    let seats = json!([seat(None, "participant"), seat(Some(&ann), "participant"), seat(Some(&bob), "observer")]);
    let talk = prepared(&desk, "debate", seats).await;
    let uid = talk["uid"].clone();
    let early = desk.call("discussions.say", json!({ "uid": uid, "content": "x" })).await.expect_err("not begun");
    assert_eq!(early.params["reason"], "not_started");
    let estimate = desk.ok("discussions.estimate", at(&talk)).await;
    assert_eq!((&estimate["most_turns"], &estimate["own_seats"]), (&json!(0), &json!(3)));
    desk.ok("discussions.start", at(&talk)).await;
    let again = desk.call("discussions.start", at(&talk)).await.expect_err("once");
    assert!(matches!(again.params.get("reason").and_then(|r| r.as_str()), Some("already_started") | None));

    // Both are asked at once, each sees only their own, and a stance is a position.
    let open = waiting(&desk, &uid).await;
    assert_eq!(open.len(), 2);
    for (turn, stance) in open.iter().zip(["Yes", "No"]) {
        let say = json!({
            "uid": uid, "turn": turn["turn"], "content": format!("I say {stance}"), "stance": stance, "confidence": 6,
            "objections": [format!("against {stance}")], "references": ["[[海]]"],
        });
        desk.ok("discussions.say", say).await;
    }
    // A critique, one after the other. The second gives way for what the first said.
    let open = waiting(&desk, &uid).await;
    assert_eq!((open.len(), open[0]["phase"].as_str()), (1, Some("critique")));
    desk.ok("discussions.pass", json!({ "uid": uid, "turn": open[0]["turn"] })).await;
    let open = waiting(&desk, &uid).await;
    let pause = json!({ "uid": uid, "interruption_type": "pause" });
    desk.ok("discussions.interrupt", pause).await;
    let say = json!({ "uid": uid, "turn": open[0]["turn"], "content": "Well", "stance": "Yes" });
    assert_eq!(desk.call("discussions.say", say.clone()).await.expect_err("paused").params["reason"], "paused");
    desk.ok("discussions.interrupt", json!({ "uid": uid, "interruption_type": "resume" })).await;
    desk.ok("discussions.say", say).await;
    // The observer is asked once at the end.
    let open = waiting(&desk, &uid).await;
    assert_eq!(open[0]["phase"], "observing");
    desk.ok("discussions.say", json!({ "uid": uid, "turn": open[0]["turn"], "content": "Too sure" })).await;
    let ended = desk.ok("discussions.get", json!({ "uid": uid })).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    assert!(ended["consensus_summary"].as_str().is_some_and(|told| told.contains("against No")), "{ended}");
    assert_eq!(heard(&desk, &uid).await.len(), 4);
    let usage = desk.ok("usage.summary", json!({ "from": "2020-01-01", "to": "2099-12-31", "by": "model" })).await;
    assert_eq!(usage["total"]["calls"], 0);

    // It is a record like any other: into the trash and back.
    let gone = desk.ok("discussions.delete", at(&ended)).await;
    assert_eq!(desk.ok("discussions.list", json!({})).await, json!([]));
    desk.ok("discussions.restore", at(&gone)).await;
    assert_eq!(desk.ok("discussions.state", json!({ "uid": uid })).await["status"], "completed");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_agrees_at_once_may_go_on_and_somebody_may_join() {
    let home = Home::empty();
    let desk = home.open().await;
    let (ann, bob) = (secretary(&desk, "Ann", None).await, secretary(&desk, "Bob", None).await);
    let talk =
        prepared(&desk, "collaborative", json!([seat(None, "participant"), seat(Some(&ann), "participant")])).await;
    let uid = talk["uid"].clone();
    desk.ok("discussions.start", at(&talk)).await;
    let answer = |turn: &Value| json!({ "uid": uid, "turn": turn["turn"], "content": "So", "stance": "Yes" });
    for turn in waiting(&desk, &uid).await {
        desk.ok("discussions.say", answer(&turn)).await;
    }
    let state = desk.ok("discussions.state", json!({ "uid": uid })).await;
    assert_eq!((state["status"].as_str(), &state["may_go_on"]), (Some("completed"), &json!(true)));
    let state = desk.ok("discussions.go_on", json!({ "uid": uid })).await;
    assert_eq!((state["status"].as_str(), state["phase"].as_str()), (Some("active"), Some("critique")));
    let whole = desk.ok("discussions.get", json!({ "uid": uid })).await;
    assert_eq!((&whole["outcome"], &whole["ended_at"]), (&Value::Null, &Value::Null));
    let join = json!({ "uid": uid, "rev": 0, "secretary_uid": bob["uid"], "role": "participant" });
    let whole = desk.ok("discussions.join", join.clone()).await;
    let sits = whole["seats"].as_array().expect("seats").iter().filter(|seat| seat["left_at"].is_null()).count();
    assert_eq!(sits, 3);
    assert_eq!(desk.call("discussions.join", join).await.expect_err("sits").params["reason"], "already_seated");
    let seat_uid = whole["seats"][2]["uid"].clone();
    let whole = desk.ok("discussions.leave", json!({ "uid": uid, "rev": 0, "seat_uid": seat_uid })).await;
    assert!(whole["seats"][2]["left_at"].is_string());
    let raise = json!({ "uid": uid, "budget": 500 });
    assert_eq!(desk.decide("discussions.raise_budget", raise).await.expect("raised")["budget"], 500);
}
