//! Undo, redo and the trash, as a person meets them.

use std::time::Duration;

use hisho_app::{App, Caller, Event, Options};
use hisho_domain::{Entity, ErrorCode, Origin};
use hisho_scenarios::{Desk, Home, at, content};
use serde_json::{Value, json};

async fn refused(desk: &Desk, command: &str, input: Value) -> Value {
    let error = desk.call(command, input).await.expect_err("must be refused");
    assert_eq!(error.code, ErrorCode::Refused, "{error:?}");
    json!(error.params)
}

async fn task(desk: &Desk, title: &str) -> Value {
    desk.ok("tasks.create", json!({ "title": title })).await
}

async fn found(desk: &Desk, query: &str) -> Vec<String> {
    let result = desk.ok("search.find", json!({ "query": query })).await;
    result["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| hit["title"].as_str().expect("title").to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_undone_across_a_restart_and_done_again() {
    let home = Home::empty();
    let first = {
        let desk = home.open().await;
        let first = task(&desk, "Call the carpenter").await;
        desk.ok(
            "tasks.update",
            json!({ "uid": first["uid"], "rev": 1, "title": "Call the painter", "status": "completed" }),
        )
        .await;
        first
    };
    let desk = home.open().await;
    let history = desk.ok("history.list", json!({})).await;
    let told: Vec<&Value> =
        history["undo"].as_array().expect("steps").iter().map(|s| &s["changes"][0]["action"]).collect();
    assert_eq!(told, ["update", "create"]);
    assert_eq!(history["undo"][0]["changes"][0]["title"], "Call the painter");

    let undone = desk.ok("history.undo", json!({})).await;
    assert_eq!((&undone["changes"][0]["entity"], &undone["changes"][0]["uid"]), (&json!("task"), &first["uid"]));
    assert_eq!(
        (found(&desk, "carpenter").await, found(&desk, "painter").await),
        (vec!["Call the carpenter".to_owned()], vec![])
    );
    desk.ok("history.undo", json!({})).await;
    assert_eq!(found(&desk, "carpenter").await, Vec::<String>::new());
    assert_eq!(refused(&desk, "history.undo", json!({})).await["reason"], "nothing_to_undo");

    desk.ok("history.redo", json!({})).await;
    desk.ok("history.redo", json!({})).await;
    assert_eq!(found(&desk, "painter").await, ["Call the painter"]);
    assert_eq!(refused(&desk, "history.redo", json!({})).await["reason"], "nothing_to_redo");
    let rows = desk.ok("changes.list", json!({ "entity": "task", "uid": first["uid"] })).await;
    let actions: Vec<&Value> = rows.as_array().expect("rows").iter().map(|row| &row["action"]).collect();
    assert_eq!(actions, ["create", "update", "update", "delete", "create", "update"]);
    let last = &rows[5]["after"];
    assert_eq!(
        (&last["rev"], &last["title"], &last["status"]),
        (&json!(6), &json!("Call the painter"), &json!("completed"))
    );

    // What was undone is gone once something else was done, and its number is not given again.
    desk.ok("history.undo", json!({})).await;
    desk.ok("history.undo", json!({})).await;
    assert_eq!(task(&desk, "Something else").await["number"], 2);
    assert_eq!(refused(&desk, "history.redo", json!({})).await["reason"], "nothing_to_redo");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_stands_and_older_steps_can_still_be_undone_by_name() {
    let home = Home::empty();
    let desk = home.open().await;
    let loose = task(&desk, "Loose").await;
    let plan = desk.approved_plan("Move", &["Pack"]).await;
    let refusal = refused(&desk, "history.undo", json!({})).await;
    assert_eq!((&refusal["reason"], &refusal["uid"]), (&json!("decision"), &plan["uid"]));
    let history = desk.ok("history.list", json!({})).await;
    assert_eq!(history["undo"][0]["is_decision"], true);
    // What led to the decision is no longer as it was; the loose task is.
    let ids: Vec<&Value> = history["undo"].as_array().expect("steps").iter().map(|step| &step["id"]).collect();
    assert_eq!(refused(&desk, "history.undo", json!({ "id": ids[1] })).await["reason"], "changed_since");
    let undone = desk.ok("history.undo", json!({ "id": ids[4] })).await;
    assert_eq!(undone["changes"][0]["uid"], loose["uid"]);
    assert_eq!(desk.ok("plans.get", json!({ "uid": plan["uid"] })).await["newest"]["status"], "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changed_since_is_not_undone() {
    let home = Home::empty();
    let desk = home.open().await;
    let mine = task(&desk, "Mine").await;
    desk.ok("tasks.update", json!({ "uid": mine["uid"], "rev": 1, "title": "Still mine" })).await;
    let secretary = |input: Value| {
        let caller =
            Caller { actor: hisho_domain::Actor::secretary("01900000-0000-7000-8000-000000000001"), gesture: None };
        desk.app.call(caller, "tasks.update", input)
    };
    secretary(json!({ "uid": mine["uid"], "rev": 2, "priority": "urgent" })).await.expect("written");
    // Another field of the same task is no hindrance, and stays.
    desk.ok("history.undo", json!({})).await;
    let row = desk
        .ok("changes.list", json!({ "entity": "task", "after": 0 }))
        .await
        .as_array()
        .expect("rows")
        .last()
        .cloned();
    let after = &row.expect("a row")["after"];
    assert_eq!((&after["title"], &after["priority"], &after["rev"]), (&json!("Mine"), &json!("urgent"), &json!(4)));
    desk.ok("history.redo", json!({})).await;
    secretary(json!({ "uid": mine["uid"], "rev": 5, "title": "Theirs" })).await.expect("written");
    assert_eq!(refused(&desk, "history.undo", json!({})).await["reason"], "changed_since");
    assert_eq!(found(&desk, "Theirs").await, ["Theirs"]);
    let error = desk
        .app
        .call(Caller { actor: hisho_domain::Actor::system(), gesture: None }, "history.undo", json!({}))
        .await
        .expect_err("only the person undoes");
    assert_eq!(error.code, ErrorCode::PersonOnly);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_in_one_program_is_seen_in_the_other() {
    let home = Home::empty();
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let desk = home.open().await;
    let person = || Caller::person(Origin::Desktop);
    let made = window.call(person(), "tasks.create", json!({ "title": "From the window" })).await.expect("made");
    let mut events = window.events();
    desk.ok("history.undo", json!({})).await;
    let heard = tokio::time::timeout(Duration::from_secs(2), async {
        loop {
            if let Event::Changed { entity: Entity::Task, uid, action: hisho_domain::Action::Delete, .. } =
                events.recv().await.expect("an event")
            {
                return uid;
            }
        }
    });
    assert_eq!(json!(heard.await.expect("heard in time")), made["uid"]);
    window.call(person(), "history.redo", json!({})).await.expect("done again there");
    assert_eq!(found(&desk, "window").await, ["From the window"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_in_the_vault_is_undone_in_the_file() {
    const PROJECT: &str = "Hisho/Projects/Move.md";
    let home = Home::empty();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.approved_plan("Move", &["Pack"]).await;
    desk.allow_writing().await;
    desk.ok("vault.scan", json!({})).await;
    home.write(PROJECT, home.read(PROJECT).replace("- [ ] Pack", "- [x] Pack"));
    let file = std::fs::File::options().append(true).open(home.vault().join(PROJECT)).expect("note");
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(60)).expect("time");
    drop(file);
    desk.ok("vault.scan", json!({})).await;
    let step = &desk.ok("history.list", json!({})).await["undo"][0];
    assert_eq!((&step["origin"], &step["changes"][0]["title"]), (&json!("vault"), &json!("Pack")));
    desk.ok("history.undo", json!({})).await;
    desk.ok("vault.scan", json!({})).await;
    assert!(home.read(PROJECT).contains("- [ ] Pack"), "{}", home.read(PROJECT));
    desk.ok("history.redo", json!({})).await;
    assert!(home.read(PROJECT).contains("- [x] Pack"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_takes_its_tasks_along_and_brings_them_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = desk.approved_plan("Move", &["Find a flat", "Pack"]).await;
    let which = json!({ "uid": plan["project"]["uid"] });
    let project = desk.ok("projects.get", which.clone()).await;
    let (pack, flat) = (&project["task_list"][1], &project["task_list"][0]);
    desk.ok("tasks.delete", at(flat)).await;
    let put = json!({ "entity": "project", "uid": project["uid"], "rev": project["rev"] });
    let moved = desk.ok("trash.put", put.clone()).await;
    assert_eq!(desk.call("trash.put", put).await.expect_err("it is there").code, ErrorCode::NotFound);
    assert_eq!(found(&desk, "pack").await, ["Move"], "only the plan still speaks of it");

    let trash = desk.ok("trash.list", json!({})).await;
    let told = |n: usize| (trash["items"][n]["title"].clone(), trash["items"][n]["belongings"].clone());
    assert_eq!((told(0), told(1)), ((json!("Move"), json!(1)), (json!("Find a flat"), json!(0))));
    let refusal = refused(&desk, "trash.restore", json!({ "entity": "task", "uid": flat["uid"], "rev": 2 })).await;
    assert_eq!((&refusal["reason"], &refusal["title"]), (&json!("holder_in_trash"), &json!("Move")));
    let refusal = refused(&desk, "trash.restore", json!({ "entity": "task", "uid": pack["uid"], "rev": 2 })).await;
    assert_eq!(refusal["reason"], "holder_in_trash");

    let stale = json!({ "entity": "project", "uid": project["uid"], "rev": 1 });
    assert_eq!(desk.call("trash.restore", stale).await.expect_err("stale").code, ErrorCode::Stale);
    let back =
        desk.ok("trash.restore", json!({ "entity": "project", "uid": project["uid"], "rev": moved["rev"] })).await;
    assert_eq!(back.as_array().map(Vec::len), Some(2));
    let project = desk.ok("projects.get", which.clone()).await;
    assert_eq!(project["task_list"].as_array().map(Vec::len), Some(1), "what went before stays there");
    assert_eq!(found(&desk, "pack").await.len(), 2);

    // One undo for all of it, too.
    desk.ok("trash.put", json!({ "entity": "project", "uid": project["uid"], "rev": project["rev"] })).await;
    let undone = desk.ok("history.undo", json!({})).await;
    assert_eq!(undone["changes"].as_array().map(Vec::len), Some(2));
    assert_eq!(desk.ok("projects.get", which).await["task_list"][0]["title"], "Pack");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_taken_is_answered_with_a_free_one() {
    let home = Home::empty();
    let desk = home.open().await;
    let people = desk.ok("people.list", json!({})).await;
    let persona = &people["personas"][0]["uid"];
    let hire = |name: &str| json!({ "name": name, "persona_uid": persona });
    let old = desk.ok("people.create_secretary", hire("秘書")).await;
    desk.ok("trash.put", json!({ "entity": "secretary", "uid": old["uid"], "rev": 1 })).await;
    desk.ok("people.create_secretary", hire("秘書")).await;
    let mut restore = json!({ "entity": "secretary", "uid": old["uid"], "rev": 2 });
    let refusal = refused(&desk, "trash.restore", restore.clone()).await;
    assert_eq!(
        (&refusal["reason"], &refusal["name"], &refusal["free_name"]),
        (&json!("name_taken"), &json!("秘書"), &json!("秘書 2"))
    );
    restore["name"] = json!(" ");
    let error = desk.call("trash.restore", restore.clone()).await.expect_err("empty");
    assert_eq!((error.code, &error.params["field"]), (ErrorCode::Invalid, &json!("name")));
    restore["name"] = json!("秘書");
    assert_eq!(refused(&desk, "trash.restore", restore.clone()).await["reason"], "name_taken");
    restore["name"] = refusal["free_name"].clone();
    desk.ok("trash.restore", restore).await;
    let people = desk.ok("people.list", json!({})).await;
    let names: Vec<&Value> = people["secretaries"].as_array().expect("staff").iter().map(|s| &s["name"]).collect();
    assert_eq!(names, ["秘書 2", "秘書"]);

    let role = &people["roles"][0]["uid"];
    assert_eq!(
        refused(&desk, "trash.put", json!({ "entity": "role", "uid": role, "rev": 1 })).await["reason"],
        "protected"
    );
    assert_eq!(
        refused(&desk, "trash.put", json!({ "entity": "vault", "uid": role, "rev": 1 })).await["reason"],
        "no_trash"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_team_takes_nobody_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let people = desk.ok("people.list", json!({})).await;
    let team = people["teams"].as_array().expect("teams").iter().find(|t| t["max_members"] == 4).expect("a team of 4");
    let hire = |n: i64| json!({ "name": format!("S{n}"), "persona_uid": people["personas"][0]["uid"], "team_uid": team["uid"] });
    let first = desk.ok("people.create_secretary", hire(0)).await;
    desk.ok("trash.put", json!({ "entity": "secretary", "uid": first["uid"], "rev": 1 })).await;
    for n in 1..=4 {
        desk.ok("people.create_secretary", hire(n)).await;
    }
    let refusal =
        refused(&desk, "trash.restore", json!({ "entity": "secretary", "uid": first["uid"], "rev": 2 })).await;
    assert_eq!((&refusal["reason"], &refusal["limit"]), (&json!("team_full"), &json!(4)));
    let step = desk.ok("history.list", json!({})).await["undo"][4]["id"].clone();
    assert_eq!(refused(&desk, "history.undo", json!({ "id": step })).await["reason"], "team_full");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_goes_for_good_and_the_rest_stays() {
    let home = Home::empty();
    let (old, young) = {
        let desk = home.open().await;
        let days = desk.ok("settings.update", json!({ "trash_days": 7 })).await;
        assert_eq!(days["trash_days"], 7);
        for wrong in [0, 3651, -1] {
            let error = desk.call("settings.update", json!({ "trash_days": wrong })).await.expect_err("out of range");
            assert_eq!((&error.params["field"], &error.params["rule"]), (&json!("trash_days"), &json!("range")));
        }
        let plan = desk.ok("plans.create", json!({ "content": content("Old", &["Pack"]) })).await;
        let young = task(&desk, "Young").await;
        desk.ok("plans.delete", at(&plan)).await;
        desk.ok("tasks.delete", at(&young)).await;
        (plan, young)
    };
    let database = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let age = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-8 days')";
    database.execute(&format!("UPDATE plans SET deleted_at = {age}"), []).expect("aged");
    database.execute(&format!("UPDATE change_sets SET at = {age} WHERE id = 1"), []).expect("aged");
    drop(database);
    let window = App::open(Options { data_dir: home.data(), background: true }).await.expect("the window");
    let person = || Caller::person(Origin::Desktop);
    let gone = tokio::time::timeout(Duration::from_secs(5), async {
        loop {
            let trash = window.call(person(), "trash.list", json!({})).await.expect("the trash");
            if trash["items"].as_array().map(Vec::len) == Some(1) {
                return trash["items"][0]["uid"].clone();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert_eq!(gone.await.expect("purged in time"), young["uid"]);
    let error = window
        .call(person(), "trash.restore", json!({ "entity": "plan", "uid": old["uid"], "rev": 2 }))
        .await
        .expect_err("gone");
    assert_eq!(error.code, ErrorCode::NotFound);
    let rows = window.call(person(), "changes.list", json!({ "entity": "plan" })).await.expect("rows");
    let actors: Vec<&Value> = rows.as_array().expect("rows").iter().map(|row| &row["actor"]).collect();
    assert_eq!(actors, ["person", "person", "system"], "the trail survives what it speaks of");

    let desk = Desk { app: window };
    let error = desk.call("trash.empty", json!({})).await.expect_err("a decision");
    assert_eq!(error.code, ErrorCode::PersonOnly);
    assert_eq!(desk.decide("trash.empty", json!({})).await.expect("emptied")["purged"], 1);
    assert_eq!(desk.ok("trash.list", json!({})).await["items"], json!([]));
    let purge = json!({ "entity": "task", "uid": young["uid"] });
    assert_eq!(desk.decide("trash.purge", purge).await.expect_err("gone").code, ErrorCode::NotFound);
    assert_eq!(refused(&desk, "history.undo", json!({})).await["reason"], "changed_since");
}
