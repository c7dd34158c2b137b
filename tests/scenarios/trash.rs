//! The trash of small things: boards, comments and single messages, listed with the rest; and what
//! is found while things go there, come back, and go for good.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

async fn listed(desk: &Desk) -> Vec<(String, String)> {
    let trash = desk.ok("trash.list", json!({})).await;
    let text = |item: &Value, field: &str| item[field].as_str().expect("text").to_owned();
    trash["items"].as_array().expect("items").iter().map(|item| (text(item, "entity"), text(item, "title"))).collect()
}

fn lying(entity: &str, thing: &Value) -> Value {
    json!({ "entity": entity, "uid": thing["uid"], "rev": thing["rev"] })
}

fn pair(entity: &str, title: &str) -> (String, String) {
    (entity.into(), title.into())
}

async fn found(desk: &Desk, query: &str) -> Vec<String> {
    let found = desk.ok("search.find", json!({ "query": query })).await;
    let kinds = found["hits"].as_array().expect("hits").iter().map(|hit| hit["kind"].as_str().expect("kind").into());
    let mut kinds: Vec<String> = kinds.collect();
    kinds.sort();
    kinds
}

/// Entries and rows of the index as they are on the disk.
fn entries(home: &Home) -> (i64, i64) {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get(0)).expect(sql);
    (count("SELECT count(*) FROM search_entries"), count("SELECT count(*) FROM search_index_docsize"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_lies_in_the_trash_and_its_tasks_know_their_columns_until_it_goes() {
    let home = Home::empty();
    let desk = home.open().await;
    let project = desk.ok("projects.create", json!({ "title": "Shop" })).await;
    let columns = json!([{ "uid": "", "name": "Now", "status": "pending", "color": null, "wip_limit": null }]);
    let new = json!({ "name": "Works", "columns": columns, "project_uid": project["uid"] });
    let board = desk.ok("boards.create", new.clone()).await;
    let task = desk.ok("tasks.create", json!({ "title": "Paint", "project_uid": project["uid"] })).await;
    let to = json!({ "uid": task["uid"], "rev": task["rev"], "column_uid": board["columns"][0]["uid"] });
    desk.ok("tasks.move", to).await;
    let gone = desk.ok("boards.delete", at(&board)).await;
    assert_eq!(listed(&desk).await, [pair("board", "Works")]);

    // Its name went to another meanwhile.
    let other = desk.ok("boards.create", new).await;
    let error = desk.call("trash.restore", lying("board", &gone)).await.expect_err("taken");
    assert_eq!((&error.params["reason"], &error.params["free_name"]), (&json!("name_taken"), &json!("Works 2")));
    desk.ok("boards.delete", at(&other)).await;
    desk.ok("trash.restore", lying("board", &gone)).await;
    let again = desk.ok("boards.get", json!({ "uid": board["uid"] })).await;
    assert_eq!((&again["name"], &again["columns"]), (&board["name"], &board["columns"]));
    let told = desk.ok("changes.list", json!({ "entity": "board", "uid": board["uid"] })).await;
    let last = told.as_array().and_then(|told| told.last()).expect("journalled");
    assert_eq!((&last["action"], &last["after"]), (&json!("restore"), &again));

    // A board of a project in the trash comes back with it, and not before.
    desk.ok("boards.delete", at(&again)).await;
    let project = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    let away = desk.ok("projects.delete", at(&project)).await;
    let trash = desk.ok("trash.list", json!({})).await;
    let item = trash["items"].as_array().expect("items").iter().find(|item| item["uid"] == board["uid"]).expect("it");
    let error = desk.call("trash.restore", lying("board", item)).await.expect_err("its project");
    assert_eq!((&error.params["reason"], &error.params["title"]), (&json!("holder_in_trash"), &json!("Shop")));
    desk.ok("projects.restore", json!({ "uid": away["uid"], "rev": away["rev"] })).await;

    let purge = json!({ "entity": "board", "uid": board["uid"] });
    assert_eq!(desk.decide("trash.purge", purge).await.expect("purged")["purged"], 1);
    let task = desk.ok("tasks.get", json!({ "uid": task["uid"] })).await;
    assert_eq!(task["column_uid"], json!(null));
    let told = desk.ok("changes.list", json!({ "entity": "task", "uid": task["uid"] })).await;
    let last = told.as_array().and_then(|told| told.last()).expect("journalled");
    assert_eq!(last["after"]["column_uid"], json!(null), "the journal knows that it left its column");
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_and_messages_are_listed_and_come_back_where_they_were() {
    let home = Home::empty();
    let desk = home.open().await;
    let task = desk.ok("tasks.create", json!({ "title": "Paint" })).await;
    let about = json!({ "subject": "task", "subject_uid": task["uid"], "body": "Two\nlines" });
    let comment = desk.ok("comments.create", about).await;
    let talk = desk.ok("conversations.create", json!({ "title": "Colours" })).await;
    let message = desk.ok("conversations.send", json!({ "uid": talk["uid"], "content": "Ochre" })).await;
    let comment = desk.ok("comments.delete", at(&comment)).await;
    let message = desk.ok("conversations.delete_message", at(&message)).await;
    assert_eq!(listed(&desk).await, [pair("message", "Ochre"), pair("comment", "Two lines")]);
    assert_eq!(found(&desk, "Ochre").await, [""; 0]);

    let task = desk.ok("tasks.delete", at(&task)).await;
    let error = desk.call("trash.restore", lying("comment", &comment)).await.expect_err("its task");
    assert_eq!((&error.params["reason"], &error.params["title"]), (&json!("holder_in_trash"), &json!("Paint")));
    desk.ok("tasks.restore", at(&task)).await;
    desk.ok("trash.restore", lying("comment", &comment)).await;
    desk.ok("trash.restore", lying("message", &message)).await;
    assert_eq!(listed(&desk).await, []);
    let said = desk.ok("comments.list", json!({ "subject": "task", "subject_uid": task["uid"] })).await;
    assert_eq!(said[0]["body"], "Two\nlines");
    assert_eq!(found(&desk, "Ochre").await, ["message"]);

    // In the archive nothing changes, whichever way it is asked for.
    let page = desk.ok("conversations.messages", json!({ "uid": talk["uid"] })).await;
    let archive = json!({ "uid": talk["uid"], "rev": talk["rev"], "status": "archived" });
    desk.ok("conversations.update", archive).await;
    let error = desk.call("trash.put", lying("message", &page["messages"][0])).await.expect_err("archived");
    assert_eq!(error.params["reason"], "archived");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_trash_is_not_found_and_leaves_nothing_when_it_goes() {
    let home = Home::empty();
    let desk = home.open().await;
    let before = entries(&home);
    assert_eq!(before.0, before.1);
    let project = desk.ok("projects.create", json!({ "title": "Quince harvest" })).await;
    for title in ["Pick quince", "Boil quince"] {
        desk.ok("tasks.create", json!({ "title": title, "project_uid": project["uid"] })).await;
    }
    let talk = desk.ok("conversations.create", json!({ "title": "Quince talk" })).await;
    let one = desk.ok("conversations.send", json!({ "uid": talk["uid"], "content": "quince one" })).await;
    desk.ok("conversations.send", json!({ "uid": talk["uid"], "content": "quince two" })).await;
    desk.ok("conversations.delete_message", at(&one)).await;
    let all = ["conversation", "message", "project", "task", "task"];
    assert_eq!(found(&desk, "quince").await, all);

    let project = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    let away = desk.ok("projects.delete", at(&project)).await;
    let talk = desk.ok("conversations.get", json!({ "uid": talk["uid"] })).await;
    let silent = desk.ok("conversations.delete", at(&talk)).await;
    assert_eq!(found(&desk, "quince").await, [""; 0]);
    // Made anew, the index knows nothing of the trash; what comes back is found all the same.
    desk.ok("health.rebuild_search", json!({})).await;
    desk.ok("projects.restore", at(&away)).await;
    desk.ok("conversations.restore", at(&silent)).await;
    assert_eq!(found(&desk, "quince").await, all);
    desk.ok("health.rebuild_search", json!({})).await;
    assert_eq!(found(&desk, "quince").await, all, "conversations are in the index that was made anew");

    // Back by undo as well as by hand.
    let project = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    desk.ok("projects.delete", at(&project)).await;
    assert_eq!(found(&desk, "quince").await, ["conversation", "message"]);
    desk.ok("history.undo", json!({})).await;
    assert_eq!(found(&desk, "quince").await, all);

    let project = desk.ok("projects.get", json!({ "uid": project["uid"] })).await;
    desk.ok("projects.delete", at(&project)).await;
    let talk = desk.ok("conversations.get", json!({ "uid": talk["uid"] })).await;
    desk.ok("conversations.delete", at(&talk)).await;
    desk.decide("trash.empty", json!({})).await.expect("emptied");
    assert_eq!(listed(&desk).await, []);
    assert_eq!(entries(&home), before, "nothing of it is left in the index");
}
