//! The team a person finds at the first start.

use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

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

fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    list.as_array().expect("a list").iter().find(|thing| thing["name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

async fn take_on(desk: &Desk, name: &str, skills: Value) -> Value {
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    desk.ok("people.create_secretary", json!({ "name": name, "persona_uid": persona, "skills": skills })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn secretaries_are_found_by_what_they_can_do() {
    let home = Home::empty();
    let desk = home.open().await;
    let skill = |name: &str, level: i64| json!({ "name": name, "level": level });
    take_on(&desk, "一郎", json!([skill("データ分析", 5), skill("設計", 9)])).await;
    take_on(&desk, "二郎", json!([skill("データ分析", 9)])).await;
    take_on(&desk, "三郎", json!([skill("データ分析", 7)])).await;
    let names = async |input: Value| -> Vec<String> {
        let found = desk.ok("people.find_secretaries", input).await;
        found.as_array().expect("found").iter().map(|s| s["name"].as_str().expect("name").to_owned()).collect()
    };
    assert_eq!(
        names(json!({ "skill": "ﾃﾞｰﾀ分析", "min_level": 7 })).await,
        ["二郎", "三郎"],
        "the best first, in any width"
    );
    assert_eq!(names(json!({ "min_level": 8 })).await, ["一郎", "二郎"], "at anything");
    assert_eq!(names(json!({ "skill": "データ" })).await, Vec::<String>::new(), "a skill by its whole name");
    assert_eq!(names(json!({ "text": "三" })).await, ["三郎"]);
    let error = desk.call("people.find_secretaries", json!({ "min_level": 11 })).await.expect_err("no such level");
    assert_eq!(error.params["field"], "min_level");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secretary_who_comes_back_needs_their_name_and_their_seat() {
    let home = Home::empty();
    let desk = home.open().await;
    let team = desk.ok("people.create_team", json!({ "name": "二人組", "max_members": 2 })).await;
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let join = |name: &str| json!({ "name": name, "persona_uid": persona, "team_uid": team["uid"] });
    let gone = desk.ok("people.create_secretary", join("花子")).await;
    desk.ok("people.create_secretary", join("太郎")).await;
    let thrown = desk.ok("people.delete_secretary", json!({ "uid": gone["uid"], "rev": gone["rev"] })).await;
    desk.ok("people.create_secretary", join("ハナコ")).await;
    desk.ok("people.create_secretary", json!({ "name": "はなこ二世", "persona_uid": persona })).await;

    let back = |more: Value| {
        let mut input = json!({ "uid": thrown["uid"], "rev": thrown["rev"] });
        input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        input
    };
    let reason = async |more: Value| {
        desk.call("people.restore_secretary", back(more)).await.expect_err("refused").params["reason"].clone()
    };
    assert_eq!(reason(json!({ "name": "ﾊﾅｺ" })).await, "name_taken");
    assert_eq!(reason(json!({})).await, "team_full");
    let restored =
        desk.ok("people.restore_secretary", back(json!({ "name": "花子さん", "leave_full_teams": true }))).await;
    assert_eq!((restored["name"].clone(), restored["team_uids"].clone()), (json!("花子さん"), json!([])));
    let teams = desk.ok("people.list", json!({})).await["teams"].clone();
    assert_eq!(named(&teams, "二人組")["members"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_have_roles_and_a_copy_of_a_team_keeps_them() {
    let home = Home::empty();
    let desk = home.open().await;
    let (one, two) = (take_on(&desk, "一郎", json!([])).await, take_on(&desk, "二郎", json!([])).await);
    let team = desk.ok("people.create_team", json!({ "name": "班" })).await;
    let seat = |team: &Value, who: &Value, role: &str| json!({ "uid": team["uid"], "rev": team["rev"], "secretary_uid": who["uid"], "role": role });
    let team = desk.ok("people.seat", seat(&team, &one, "member")).await;
    let team = desk.ok("people.seat", seat(&team, &two, "member")).await;
    let team = desk.ok("people.seat", seat(&team, &one, "leader")).await;
    let roles: Vec<&str> = team["seats"].as_array().expect("seats").iter().filter_map(|s| s["role"].as_str()).collect();
    assert_eq!(roles, ["leader", "member"]);
    let copy = desk.ok("people.duplicate_team", json!({ "uid": team["uid"] })).await;
    assert_eq!((copy["name"].clone(), copy["members"].clone()), (json!("班 2"), team["members"].clone()));
    let team =
        desk.ok("people.unseat", json!({ "uid": team["uid"], "rev": team["rev"], "secretary_uid": two["uid"] })).await;
    assert_eq!(team["members"], json!([one["uid"]]));
    assert_eq!(desk.ok("people.list", json!({})).await["secretaries"][1]["team_uids"], json!([copy["uid"]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ships_comes_back_and_what_is_the_persons_stays() {
    let home = Home::empty();
    let desk = home.open().await;
    desk.ok("settings.update", json!({ "language": "ja" })).await;
    let people = desk.ok("people.list", json!({})).await;
    let thrown = named(&people["personas"], "データアナリスト");
    desk.ok("people.delete_persona", json!({ "uid": thrown["uid"], "rev": thrown["rev"] })).await;
    let own = json!({
        "name": "データアナリスト", "personality": "私の", "icon": "data_analyst", "color": "#123456", "specialization": ["私"],
    });
    let own = desk.ok("people.create_persona", own).await;
    assert_eq!(own["is_shipped"], false);
    assert_eq!(desk.ok("people.restore_shipped", json!({})).await["restored"], 1);
    let personas = desk.ok("people.list", json!({})).await["personas"].clone();
    assert_eq!(named(&personas, "データアナリスト")["uid"], own["uid"]);
    assert_eq!(named(&personas, "データアナリスト 2")["uid"], thrown["uid"]);
    assert_eq!(desk.ok("people.restore_shipped", json!({})).await["restored"], 0);
    // A name of the person's own in the other language does not stop the change of language.
    let clash = json!({ "name": "Librarian", "personality": "mine", "icon": "librarian", "color": "#123456" });
    desk.ok("people.create_persona", clash).await;
    desk.ok("settings.update", json!({ "language": "en" })).await;
    let personas = desk.ok("people.list", json!({})).await["personas"].clone();
    assert_eq!(named(&personas, "Project Manager")["is_shipped"], true);
    assert_eq!(
        (named(&personas, "司書AI")["is_shipped"].clone(), named(&personas, "Librarian")["is_shipped"].clone()),
        (json!(true), json!(false))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_librarian_is_a_secretary_with_more_to_set() {
    let home = Home::empty();
    let desk = home.open().await;
    let persona = desk.ok("people.list", json!({})).await["personas"][4]["uid"].clone();
    let settings = json!({ "search_strategies": ["tags", "words"], "knowledge_categories": [{ "name": "家", "tags": ["家/台所"] }] });
    let new = json!({ "name": "司書", "persona_uid": persona, "settings": settings });
    let librarian = desk.ok("people.create_secretary", new).await;
    assert_eq!(
        (librarian["kind"].clone(), librarian["settings"]["search_strategies"].clone()),
        (json!("librarian"), json!(["tags", "words"]))
    );
    let copy = desk.ok("people.duplicate_secretary", json!({ "uid": librarian["uid"] })).await;
    assert_eq!(
        (copy["kind"].clone(), copy["settings"].clone(), copy["name"].clone()),
        (json!("librarian"), librarian["settings"].clone(), json!("司書 2"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_is_read_backwards_in_pages_and_cannot_be_rewritten() {
    let home = Home::empty();
    let desk = home.open().await;
    let role = desk.ok("people.create_role", json!({ "name": "係", "category": "x" })).await;
    let content = json!({ "name": "係長", "category": "x" });
    desk.ok("people.save_role", json!({ "uid": role["uid"], "rev": 1, "content": content })).await;
    let trail = desk.ok("audit.list", json!({ "entity": "role", "uid": role["uid"] })).await;
    let actions: Vec<&str> =
        trail["entries"].as_array().expect("entries").iter().filter_map(|e| e["action"].as_str()).collect();
    assert_eq!((actions, trail["next_before"].clone()), (vec!["update", "create"], json!(null)));
    assert_eq!(
        (trail["entries"][0]["before"]["name"].clone(), trail["entries"][0]["rev"].clone()),
        (json!("係"), json!(2))
    );
    let task = desk.ok("tasks.create", json!({ "title": "荷造り" })).await;
    let moved = json!({ "uid": task["uid"], "rev": task["rev"], "due_on": "2027-01-31", "reason": "引っ越しが延びた" });
    desk.ok("tasks.update", moved).await;
    let why = desk.ok("audit.list", json!({ "entity": "task", "uid": task["uid"] })).await["entries"][0].clone();
    assert_eq!((why["reason"].clone(), why["secretary_uid"].clone()), (json!("引っ越しが延びた"), json!(null)));
    let mut seqs = Vec::new();
    let mut before = Value::Null;
    loop {
        let page = desk.ok("audit.list", json!({ "before": before, "limit": 4 })).await;
        seqs.extend(page["entries"].as_array().expect("entries").iter().filter_map(|e| e["seq"].as_i64()));
        before = page["next_before"].clone();
        if before.is_null() {
            break;
        }
    }
    let all: Vec<i64> = desk
        .ok("changes.list", json!({}))
        .await
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|c| c["seq"].as_i64())
        .collect();
    assert_eq!(seqs, all.into_iter().rev().collect::<Vec<_>>());
    let by_system = desk.ok("audit.list", json!({ "actor": "system", "entity": "team", "action": "create" })).await;
    assert_eq!(by_system["entries"].as_array().map(Vec::len), Some(5));
    let error = desk.call("audit.list", json!({ "from": "yesterday" })).await.expect_err("no time");
    assert_eq!(error.params["field"], "from");
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("the database");
    assert!(connection.execute("UPDATE changes SET actor_kind = 'system'", []).is_err());
}
