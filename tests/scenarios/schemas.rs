//! A database of every schema that ever landed is brought to the newest one, with all that is in it.

use std::fs;

use hisho_scenarios::{Home, schema_database, schema_databases};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn every_database_that_ever_was_is_brought_up_and_read() {
    let kept = schema_databases();
    for name in ["V0006.db", "V0021.db", "V0031.db", "V0059.db"] {
        assert!(kept.contains(&name.to_owned()), "{name} is missing from {kept:?}");
    }
    for name in kept {
        let home = Home::empty();
        fs::create_dir_all(home.data()).expect("folder");
        fs::copy(schema_database(&name), home.data().join("hisho.db")).expect("copy");
        let count = |table: &str| -> i64 {
            let connection = rusqlite::Connection::open(schema_database(&name)).expect("opens");
            connection
                .query_row(&format!("SELECT count(*) FROM {table} WHERE deleted_at IS NULL"), [], |row| row.get(0))
                .expect("count")
        };
        let desk = home.open().await;
        let health = desk.ok("health.check", json!({})).await;
        assert_eq!((&health["integrity"], &health["foreign_keys"]), (&json!([]), &json!([])), "{name}");
        let status = desk.ok("migrations.status", json!({})).await;
        assert_eq!(
            (&status["current"], &status["pending"], &status["problems"]),
            (&status["target"], &json!(0), &json!([])),
            "{name}"
        );
        let is_newest = status["target"].as_i64().is_some_and(|target| name == format!("V{target:04}.db"));
        let made = if is_newest { 0 } else { 1 };
        assert_eq!(status["backups"].as_array().map(Vec::len), Some(made), "{name}: a backup was made before a step");
        assert!(status["steps"].as_array().expect("steps").iter().all(|step| step["at"].is_string()));

        // Everything can still be read and changed.
        let plans = desk.ok("plans.list", json!({})).await;
        assert_eq!(plans.as_array().map(|p| p.len() as i64), Some(count("plans")), "{name}");
        for plan in plans.as_array().expect("plans") {
            let detail = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
            assert_eq!(detail["newest"]["content"]["title"], plan["title"]);
        }
        let projects = desk.ok("projects.list", json!({})).await;
        assert_eq!(projects.as_array().map(|p| p.len() as i64), Some(count("workflows")), "{name}");
        let project = desk.ok("projects.get", json!({ "uid": projects[0]["uid"] })).await;
        assert_eq!(project["task_list"][0]["status"], "completed", "{name}");
        let people = desk.ok("people.list", json!({})).await;
        assert_eq!(people["secretaries"].as_array().map(|p| p.len() as i64), Some(count("ai_assistants")), "{name}");
        assert!(
            desk.ok("search.find", json!({ "query": "改装", "kinds": ["plan"] })).await["total"].as_i64() > Some(0),
            "{name}"
        );
        assert_eq!(desk.ok("settings.update", json!({ "theme": "light" })).await["language"], "ja", "{name}");
        desk.ok("tasks.create", json!({ "title": "On" })).await;

        if is_newest {
            continue;
        }
        // Going back: the backup is the old database, for the program that knew it.
        let id = status["backups"][0]["id"].as_str().expect("id");
        let old = rusqlite::Connection::open(home.data().join("backups").join(id).join("hisho.db")).expect("opens");
        let version: i64 =
            old.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0)).expect("version");
        assert_eq!(name, format!("V{version:04}.db"));
        desk.decide("backups.restore", json!({ "id": id })).await.expect("restored and brought up again");
        assert_eq!(desk.ok("settings.update", json!({})).await["theme"], "dark", "{name}");
    }
}

/// Of the schema with conversations, discussions, boards and the rest, each of which still says
/// what it said.
#[tokio::test(flavor = "multi_thread")]
async fn all_that_schema_21_held_is_still_there() {
    let home = Home::empty();
    fs::create_dir_all(home.data()).expect("folder");
    fs::copy(schema_database("V0021.db"), home.data().join("hisho.db")).expect("copy");
    let desk = home.open().await;
    let all = async |command: &str, input: Value| -> Vec<Value> {
        let list = desk.ok(command, input).await;
        list.as_array().unwrap_or_else(|| panic!("{command}: {list}")).clone()
    };
    let settings = desk.ok("settings.update", json!({})).await;
    assert_eq!((&settings["theme"], &settings["language"]), (&json!("dark"), &json!("ja")));
    let people = desk.ok("people.list", json!({})).await;
    let aoki = people["secretaries"].as_array().and_then(|all| all.iter().find(|s| s["name"] == "青木")).expect("青木");
    assert_eq!((&aoki["skills"][0]["name"], &aoki["skills"][0]["level"]), (&json!("設計"), &json!(7)));

    let plan = all("plans.list", json!({})).await.into_iter().find(|p| p["title"] == "店の改装").expect("the plan");
    assert_eq!(plan["status"], "approved");
    let project = desk.ok("projects.get", json!({ "uid": all("projects.list", json!({})).await[0]["uid"] })).await;
    assert_eq!(project["plan_uid"], plan["uid"]);
    let board = &all("boards.list", json!({ "project_uid": project["uid"] })).await[0];
    assert_eq!((&board["name"], &board["columns"][1]["name"]), (&json!("工事"), &json!("済み")));
    let second = &project["task_list"][1];
    assert_eq!((&second["title"], &second["column_uid"]), (&json!("工事を始める"), &board["columns"][0]["uid"]));
    assert_eq!(second["estimated_minutes"], 90);

    let boxes = all("tasks.inbox", json!({})).await[0].clone();
    assert_eq!((&boxes["title"], &boxes["due_on"]), (&json!("Buy boxes"), &json!("2026-12-01")));
    let mut labels = all("labels.list", json!({})).await;
    labels.sort_by_key(|label| label["name"].to_string());
    let names: Vec<_> = labels.iter().map(|label| (&label["name"], &label["color"])).collect();
    assert_eq!(names, [(&json!("屋外"), &json!(null)), (&json!("急ぎ"), &json!("#CC3333"))]);
    assert_eq!(boxes["labels"].as_array().map(Vec::len), Some(2));
    let said = all("comments.list", json!({ "subject": "task", "subject_uid": boxes["uid"] })).await;
    assert_eq!((said.len(), &said[0]["body"]), (1, &json!("大きい箱を**二十個**")));
    assert!(said[0]["edited_at"].is_string());
    let said = all("comments.list", json!({ "subject": "plan", "subject_uid": plan["uid"] })).await;
    assert_eq!((said.len(), &said[0]["body"]), (1, &json!("年内に始めたい")));

    let talks = all("conversations.list", json!({})).await;
    assert_eq!((talks.len(), &talks[0]["title"]), (1, &json!("壁の色について")));
    assert_eq!((&talks[0]["project_uid"], &talks[0]["participants"]), (&project["uid"], &json!([aoki["uid"]])));
    let page = desk.ok("conversations.messages", json!({ "uid": talks[0]["uid"] })).await;
    let messages = page["messages"].as_array().expect("messages");
    let texts: Vec<_> = messages.iter().map(|message| message["content"].as_str().expect("text")).collect();
    assert_eq!(texts, ["壁は白と生成りのどちらがよいか", "生成りが店に合います", ""]);
    assert_eq!(messages[1]["secretary_uid"], aoki["uid"]);
    assert_eq!(messages[2]["attachments"][0]["name"], "note.txt");
    let before = all("conversations.message_versions", json!({ "uid": messages[0]["uid"] })).await;
    assert_eq!((before.len(), &before[0]["content"]), (1, &json!("白と生成りのどちらがよいか")));

    let talk = &all("discussions.list", json!({})).await[0];
    let talk = desk.ok("discussions.get", json!({ "uid": talk["uid"] })).await;
    assert_eq!((&talk["title"], talk["seats"].as_array().map(Vec::len)), (&json!("床材の選び方"), Some(2)));
    let minutes = desk.ok("discussions.minutes", json!({ "uid": talk["uid"] })).await.to_string();
    for words in ["どちらにしますか", "無垢材がよいと思います", "費用はどうか"] {
        assert!(minutes.contains(words), "{words}: {minutes}");
    }
    let preferences = desk.ok("preferences.get", json!({})).await;
    assert_eq!(preferences["notifications"]["workflow_updates"], false);
    assert_eq!(preferences["notifications"]["plan_approvals"], true);

    // What lay in the trash lies there still, and comes back from it.
    let trash = desk.ok("trash.list", json!({})).await;
    let mut lying: Vec<_> = trash["items"].as_array().expect("items").iter().collect();
    lying.sort_by_key(|item| item["entity"].to_string());
    let told: Vec<_> = lying.iter().map(|item| (item["entity"].as_str(), item["title"].as_str())).collect();
    let expected = [
        ("board", "やめた板"),
        ("comment", "消した一言"),
        ("conversation", "もう要らない話"),
        ("message", "送り間違い"),
        ("plan", "やめた案"),
    ];
    assert_eq!(told, expected.map(|(entity, title)| (Some(entity), Some(title))));
    for item in lying {
        let restore = json!({ "entity": item["entity"], "uid": item["uid"], "rev": item["rev"] });
        desk.ok("trash.restore", restore).await;
    }
    assert_eq!(desk.ok("trash.list", json!({})).await["items"], json!([]));
}

/// Of the schema with models, budgets, calls and the index of a vault.
#[tokio::test(flavor = "multi_thread")]
async fn all_that_schema_31_held_is_still_there() {
    let home = Home::empty();
    fs::create_dir_all(home.data()).expect("folder");
    fs::copy(schema_database("V0031.db"), home.data().join("hisho.db")).expect("copy");
    let desk = home.open().await;
    let people = desk.ok("people.list", json!({})).await;
    let aoki = people["secretaries"].as_array().and_then(|all| all.iter().find(|s| s["name"] == "青木")).expect("青木");
    let accounts = desk.ok("accounts.list", json!({})).await;
    let account = &accounts[0];
    assert_eq!((&account["name"], &account["base_url"]), (&json!("手元のモデル"), &json!("http://127.0.0.1:8097/v1")));
    assert_eq!((&aoki["credential_uid"], &aoki["model"]), (&account["uid"], &json!("small")));

    // What was said, by whom, and what still waits for an answer.
    let talks = desk.ok("conversations.list", json!({})).await;
    let talk = |title: &str| {
        let found = talks.as_array().and_then(|all| all.iter().find(|talk| talk["title"] == title));
        found.unwrap_or_else(|| panic!("{title}: {talks}"))["uid"].clone()
    };
    let texts = async |title: &str| -> Vec<String> {
        let page = desk.ok("conversations.messages", json!({ "uid": talk(title) })).await;
        let messages = page["messages"].as_array().expect("messages");
        messages.iter().map(|message| message["content"].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(texts("床の色について").await, ["床は生成りがよいですか", "生成りは 汚れが目立ちません。"]);
    assert_eq!(texts("本棚の整理").await, ["どの本から片づけますか", "大きい本から", "小さい本は"]);
    let state = desk.ok("talk.state", json!({ "conversation_uid": talk("本棚の整理") })).await;
    let waiting = state["steps"][0].clone();
    let answer =
        json!({ "conversation_uid": talk("本棚の整理"), "message_uid": waiting["message_uid"], "text": "あとで" });
    desk.ok("talk.answer", answer).await;

    let usage = desk.ok("usage.summary", json!({ "from": "2026-11-01", "to": "2026-11-30", "by": "model" })).await;
    assert_eq!(
        (&usage["total"]["calls"], &usage["total"]["input_tokens"], &usage["total"]["output_tokens"]),
        (&json!(1), &json!(120), &json!(12))
    );
    let budgets = desk.ok("budgets.list", json!({})).await;
    assert_eq!(budgets.as_array().map(Vec::len), Some(2), "{budgets}");
    let prices = desk.ok("prices.list", json!({})).await;
    assert!(prices.to_string().contains("\"small\""), "{prices}");
    assert_eq!(desk.ok("search.recent", json!({})).await, json!(["tag:床 無垢"]));

    // The vault is away, as it lay on another machine; what was known of it is not forgotten.
    let vault = &desk.ok("app.state", json!({})).await["vault"];
    assert!(vault.to_string().contains("/home/aoki/doc"), "{vault}");
    let found = desk.ok("vault.switch", json!({ "query": "床" })).await;
    assert_eq!(found[0]["path"], "床材.md", "{found}");
}

/// Of the schema with working hours, repeated tasks, checklists, filters, branches, discussions that
/// run, and plans that rest on them.
#[tokio::test(flavor = "multi_thread")]
async fn all_that_schema_59_held_is_still_there() {
    let home = Home::empty();
    fs::create_dir_all(home.data()).expect("folder");
    fs::copy(schema_database("V0059.db"), home.data().join("hisho.db")).expect("copy");
    let desk = home.open().await;
    let named = |list: &Value, key: &str, name: &str| -> Value {
        let found = list.as_array().and_then(|all| all.iter().find(|one| one[key] == name));
        found.unwrap_or_else(|| panic!("{name}: {list}")).clone()
    };
    let calendar = desk.ok("calendar.get", json!({})).await;
    assert_eq!(calendar["exceptions"], json!([{ "day": "2026-12-29", "minutes": 0, "name": "年末" }]));
    let tasks = desk.ok("tasks.find", json!({ "filter": { "text": "水やり" } })).await;
    let watering = desk.ok("tasks.get", json!({ "uid": tasks["tasks"][0]["uid"] })).await;
    assert_eq!(watering["recurrence"], "every week");
    assert_eq!(named(&watering["checklist"], "text", "鉢")["is_done"], true);
    let filter = named(&desk.ok("filters.list", json!({})).await, "name", "今週の花子");
    assert_eq!(filter["filter"]["assistant_uids"][0], watering["assistant_uid"]);
    let plan = named(&desk.ok("plans.list", json!({})).await, "title", "春の展示");
    let plan = desk.ok("plans.get", json!({ "uid": plan["uid"] })).await;
    let milestones = &plan["newest"]["content"]["milestones"];
    assert_eq!(
        (&plan["newest"]["status"], &milestones[1]["depends_on"][0]),
        (&json!("under_review"), &milestones[0]["uid"])
    );

    // A conversation, what was made of it, and what parted from it.
    let talks = desk.ok("conversations.list", json!({})).await;
    let page = desk.ok("conversations.messages", json!({ "uid": named(&talks, "title", "庭の話")["uid"] })).await;
    let said: Vec<&str> =
        page["messages"].as_array().expect("messages").iter().filter_map(|m| m["content"].as_str()).collect();
    assert!(said.contains(&"釘が先です。"), "{said:?}");
    let found = desk.ok("tasks.find", json!({ "filter": { "text": "釘を数える" } })).await;
    assert_eq!(found["tasks"].as_array().map(Vec::len), Some(1));
    named(&talks, "title", "別の話");

    // A discussion that is paused goes on; another has ended, and a plan rests on it.
    let discussions = desk.ok("discussions.list", json!({})).await;
    let paused = named(&discussions, "title", "何を植える");
    let state = desk.ok("discussions.state", json!({ "uid": paused["uid"] })).await;
    assert_eq!((&state["status"], state["stances"].as_array().map(Vec::len)), (&json!("paused"), Some(2)), "{state}");
    desk.ok("discussions.interrupt", json!({ "uid": paused["uid"], "interruption_type": "resume" })).await;
    let ended = desk.ok("discussions.get", json!({ "uid": named(&discussions, "title", "庭の道")["uid"] })).await;
    let grounds = desk.ok("plans.provenance", json!({ "uid": ended["plan_uid"] })).await;
    assert_eq!((&grounds[0]["part"], &grounds[0]["discussion_uid"]), (&json!("risk"), &ended["uid"]), "{grounds}");
}
