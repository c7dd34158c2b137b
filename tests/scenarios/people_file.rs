//! Everybody out into one readable file, and in again.

use std::fs;

use hisho_domain::ErrorCode;
use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

/// A picture of one point.
const ONE_POINT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNocFAAAAIkAOGrWWInAAAAAElFTkSuQmCC";
const KEY: &str = "sk-canary-of-the-file";

/// A role, a persona with a picture of its own, a secretary with a key behind them, and their team.
async fn staffed(desk: &Desk) {
    let role =
        desk.ok("people.create_role", json!({ "name": "編集", "category": "本", "permissions": ["read"] })).await;
    let picture = desk.ok("people.add_picture", json!({ "base64": ONE_POINT })).await;
    let persona = json!({
        "name": "編集者", "personality": "言葉を\"選ぶ\"", "role_uid": role["uid"], "color": "#112233",
        "icon_type": "upload", "icon": "librarian", "icon_attachment_uid": picture["uid"], "specialization": ["校正"],
    });
    let persona = desk.ok("people.create_persona", persona).await;
    let account = desk.ok("accounts.create", json!({ "wire": "anthropic", "name": "仕事" })).await;
    desk.ok("accounts.set_key", json!({ "uid": account["uid"], "key": KEY })).await;
    let secretary = json!({
        "name": "春子", "persona_uid": persona["uid"], "provider": "anthropic", "model": "m",
        "credential_uid": account["uid"], "settings": { "temperature": 0.3 }, "skills": [{ "name": "校正", "level": 9 }],
    });
    let secretary = desk.ok("people.create_secretary", secretary).await;
    let librarian = desk.ok("people.list", json!({})).await["personas"]
        .as_array()
        .expect("personas")
        .iter()
        .find(|one| one["icon"] == "librarian" && one["is_shipped"] == true)
        .expect("ships")["uid"]
        .clone();
    desk.ok(
        "people.create_secretary",
        json!({ "name": "書子", "persona_uid": librarian, "settings": { "search_strategies": ["tags"] } }),
    )
    .await;
    let team = desk.ok("people.create_team", json!({ "name": "本づくり", "max_members": 3 })).await;
    let seat = json!({ "uid": team["uid"], "rev": team["rev"], "secretary_uid": secretary["uid"], "role": "leader" });
    desk.ok("people.seat", seat).await;
}

async fn exported(desk: &Desk, home: &Home) -> String {
    let folder = home.data().parent().expect("a folder").join("out");
    let done = desk.ok("people.export", json!({ "path": folder })).await;
    fs::read_to_string(done["path"].as_str().expect("a path")).expect("the file")
}

async fn import(desk: &Desk, text: &str) -> Result<Value, hisho_domain::Error> {
    desk.call("people.import", json!({ "name": "team.json", "text": text })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_moves_to_another_hisho_as_it_was_but_for_its_keys() {
    let (home, other) = (Home::empty(), Home::empty());
    let desk = home.open().await;
    staffed(&desk).await;
    let text = exported(&desk, &home).await;
    for said in ["編集者", "春子", "本づくり", "校正"] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains(KEY) && !text.contains("canary"), "a key is in the file");

    let there = other.open().await;
    let done = import(&there, &text).await.expect("imported");
    assert_eq!((done["added"].as_i64(), done["renamed"].as_i64()), (Some(5), Some(0)), "{done}");
    assert_eq!(done["kept"], 15, "what ships is the same");
    // What it writes itself is the same file.
    assert_eq!(exported(&there, &other).await, text);
    let people = there.ok("people.list", json!({})).await;
    let find = |kind: &str, name: &str| {
        people[kind].as_array().expect(kind).iter().find(|one| one["name"] == name).cloned().expect(name)
    };
    assert_eq!(find("secretaries", "春子")["credential_uid"], Value::Null);
    assert_eq!(find("secretaries", "書子")["kind"], "librarian");
    let shown = there.ok("people.picture", json!({ "uid": find("personas", "編集者")["icon_attachment_uid"] })).await;
    assert_eq!(shown["media_type"], "image/png");

    // Once more: everybody is there already. It can be undone in one step.
    let again = import(&there, &text).await.expect("imported");
    assert_eq!((again["added"].as_i64(), again["kept"].as_i64()), (Some(0), Some(20)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_the_same_name_stays_and_the_new_one_gets_another() {
    let (home, other) = (Home::empty(), Home::empty());
    let desk = home.open().await;
    staffed(&desk).await;
    let text = exported(&desk, &home).await;
    let there = other.open().await;
    let own = there.ok("people.create_team", json!({ "name": "本づくり", "max_members": 7 })).await;
    let done = import(&there, &text).await.expect("imported");
    assert_eq!((done["added"].as_i64(), done["renamed"].as_i64()), (Some(5), Some(1)));
    let teams = there.ok("people.list", json!({})).await["teams"].clone();
    let named =
        |name: &str| teams.as_array().expect("teams").iter().find(|one| one["name"] == name).cloned().expect(name);
    assert_eq!(at(&named("本づくり")), at(&own));
    assert_eq!(named("本づくり 2")["members"].as_array().map(Vec::len), Some(1));
    there.ok("history.undo", json!({})).await;
    assert_eq!(there.ok("people.list", json!({})).await["teams"].as_array().map(Vec::len), Some(6));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_file_changes_nothing() {
    let (home, other) = (Home::empty(), Home::empty());
    let desk = home.open().await;
    staffed(&desk).await;
    let text = exported(&desk, &home).await;
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let last = |kind: &str| whole[kind].as_array().expect("a list").len() - 1;
    let there = other.open().await;
    let before = there.ok("people.list", json!({})).await;
    let mut tried = 0;
    let mut refuse = async |what: &str, change: &dyn Fn(&mut Value)| {
        let mut bad = whole.clone();
        change(&mut bad);
        let error = import(&there, &bad.to_string()).await.expect_err(what);
        assert!(
            matches!(error.code, ErrorCode::ImportUnusable | ErrorCode::Invalid | ErrorCode::Refused),
            "{what}: {error:?}"
        );
        assert_eq!(there.ok("people.list", json!({})).await, before, "{what}");
        tried += 1;
    };
    refuse("another format", &|file| file["format"] = json!("something else")).await;
    refuse("a newer one", &|file| file["version"] = json!(2)).await;
    refuse("a field more", &|file| file["keys"] = json!([])).await;
    refuse("a field less", &|file| drop(file.as_object_mut().expect("fields").remove("teams"))).await;
    refuse("nobody's role", &|file| file["personas"][last("personas")]["role"] = json!("nobody")).await;
    refuse("nobody's seat", &|file| file["teams"][last("teams")]["seats"][0]["secretary"] = json!("nobody")).await;
    refuse("too few seats", &|file| file["teams"][last("teams")]["team"]["max_members"] = json!(0)).await;
    refuse("a name twice", &|file| {
        let twice = file["secretaries"][0].clone();
        file["secretaries"].as_array_mut().expect("a list").push(twice);
    })
    .await;
    refuse("no picture", &|file| file["personas"][last("personas")]["picture"] = json!("PHN2Zz48L3N2Zz4=")).await;
    refuse("a level beyond ten", &|file| file["secretaries"][0]["skills"] = json!([{ "name": "x", "level": 11 }]))
        .await;
    assert_eq!(tried, 10);
    let mut cut = text.clone();
    cut.truncate(text.floor_char_boundary(text.len() / 2));
    assert_eq!(import(&there, &cut).await.expect_err("cut").code, ErrorCode::ImportUnusable);
}
