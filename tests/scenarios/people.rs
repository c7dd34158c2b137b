//! The team a person finds at the first start.

use hisho_scenarios::Home;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_team_speaks_the_persons_language() {
    let home = Home::empty();
    let desk = home.open().await;
    desk.ok("settings.update", json!({ "language": "ja" })).await;
    let people = desk.ok("people.list", json!({})).await;
    for (what, count) in [("personas", 5), ("roles", 5), ("teams", 5), ("secretaries", 0)] {
        assert_eq!(people[what].as_array().map(Vec::len), Some(count), "{what}");
    }
    assert_eq!(people["personas"][4]["name"], "司書AI");
    desk.ok("settings.update", json!({ "language": "en" })).await;
    let people = desk.ok("people.list", json!({})).await;
    assert_eq!(people["personas"][4]["name"], "Librarian");
    assert_eq!(people["personas"].as_array().map(Vec::len), Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_team_and_a_taken_name_are_refused() {
    let home = Home::empty();
    let desk = home.open().await;
    let people = desk.ok("people.list", json!({})).await;
    let team = people["teams"].as_array().expect("teams").iter().find(|t| t["max_members"] == 4).expect("a team of 4");
    let persona = &people["personas"][0]["uid"];
    for n in 1..=4 {
        let new = json!({ "name": format!("S{n}"), "persona_uid": persona, "team_uid": team["uid"] });
        desk.ok("people.create_secretary", new).await;
    }
    let refused = |name: &str| json!({ "name": name, "persona_uid": persona, "team_uid": team["uid"] });
    let error = desk.call("people.create_secretary", refused("S5")).await.expect_err("full");
    assert_eq!(error.params["reason"], "team_full");
    let error = desk.call("people.create_secretary", refused("S1")).await.expect_err("taken");
    assert_eq!(error.params["reason"], "name_taken");
    assert_eq!(desk.ok("people.list", json!({})).await["secretaries"].as_array().map(Vec::len), Some(4));
}
