//! What goes out of a project and comes in: calendars, tables, checkboxes of notes.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

async fn project(desk: &Desk, title: &str) -> Value {
    desk.ok("projects.create", json!({ "title": title })).await
}

async fn tasks(desk: &Desk, project: &Value) -> Vec<Value> {
    desk.ok("projects.get", json!({ "uid": project["uid"] })).await["task_list"].as_array().expect("tasks").clone()
}

async fn import(desk: &Desk, project: &Value, text: &str, dry_run: bool) -> Value {
    desk.ok("projects.import_csv", json!({ "uid": project["uid"], "text": text, "dry_run": dry_run })).await
}

/// The lines of a calendar with long ones made whole again.
fn lines(text: &str) -> Vec<String> {
    assert!(text.split_terminator("\r\n").all(|line| !line.contains(['\r', '\n']) && line.len() <= 75), "{text}");
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_go_out_as_a_calendar_that_others_read() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = desk.approved_plan("引っ越し", &["鍵を受け取る"]).await;
    let project = plan["project"].clone();
    let title = "箱を詰める; まず本から, 次に食器をひとつずつ新聞紙で包んで、割れないように";
    let new = json!({ "project_uid": project["uid"], "title": title, "description": "一行目\n二行目", "start_on": "2026-02-27", "due_on": "2026-02-28" });
    let pack = desk.ok("tasks.create", new).await;
    desk.ok("tasks.create", json!({ "project_uid": project["uid"], "title": "No day" })).await;
    let file = desk.ok("projects.export_ics", json!({ "uid": project["uid"] })).await;
    assert_eq!(file["name"], json!(format!("{}.ics", project["key"].as_str().expect("key"))));
    let lines = lines(file["text"].as_str().expect("text"));
    let has = |line: &str| assert!(lines.iter().any(|l| l == line), "{line} is not in {lines:#?}");
    assert_eq!((lines[0].as_str(), lines.last().map(String::as_str)), ("BEGIN:VCALENDAR", Some("END:VCALENDAR")));
    has("VERSION:2.0");
    has("PRODID:-//Hisho//Hisho//EN");
    // The end is the day after the last.
    has("DTSTART;VALUE=DATE:20260227");
    has("DTEND;VALUE=DATE:20260301");
    has(&format!("UID:{}@hisho", pack["uid"].as_str().expect("uid")));
    has("DESCRIPTION:一行目\\n二行目");
    has(&format!("SUMMARY:{} {}", pack["key"].as_str().expect("key"), title.replace(';', "\\;").replace(',', "\\,")));
    assert!(!lines.iter().any(|line| line.contains("No day")));
    let events = lines.iter().filter(|line| *line == "BEGIN:VEVENT").count();
    let stamps = lines.iter().filter(|line| line.starts_with("DTSTAMP:20") && line.ends_with('Z')).count();
    assert_eq!(stamps, events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_goes_out_and_comes_in_as_it_was() {
    let home = Home::empty();
    let desk = home.open().await;
    let first = project(&desk, "First").await;
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let hanako = desk.ok("people.create_secretary", json!({ "name": "花子", "persona_uid": persona })).await;
    let label = desk.ok("labels.create", json!({ "name": "急ぎ" })).await;
    let new = |title: &str, more: Value| {
        let mut input = json!({ "title": title, "project_uid": first["uid"] });
        input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        input
    };
    let a = desk
        .ok("tasks.create", new("A, \"quoted\"", json!({ "status": "completed", "description": "two\nlines" })))
        .await;
    let more = json!({ "depends_on": [a["uid"]], "status": "in_progress", "assistant_uid": hanako["uid"], "estimated_minutes": 90 });
    let b = desk.ok("tasks.create", new("B", more)).await;
    let more = json!({ "parent_uid": b["uid"], "labels": [label["uid"]], "start_on": "2026-01-05", "due_on": "2026-01-06",
        "priority": "urgent", "task_type": "writing", "recurrence": "every week" });
    desk.ok("tasks.create", new("C", more)).await;
    let out =
        desk.ok("projects.export_csv", json!({ "uid": first["uid"] })).await["text"].as_str().expect("text").to_owned();
    assert!(out.starts_with("key,title,description,type,status,priority,assistant,"));

    let second = project(&desk, "Second").await;
    let tried = import(&desk, &second, &out, true).await;
    assert_eq!((&tried["rows"], &tried["faults"], &tried["tasks"]), (&json!(3), &json!([]), &json!([])));
    assert_eq!(tasks(&desk, &second).await.len(), 0, "only tried");
    let done = import(&desk, &second, &out, false).await;
    assert_eq!(done["tasks"].as_array().map(Vec::len), Some(3));
    let again = desk.ok("projects.export_csv", json!({ "uid": second["uid"] })).await["text"]
        .as_str()
        .expect("text")
        .to_owned();
    let keys = |text: &str, project: &Value| text.replace(&format!("{}-", project["key"].as_str().expect("key")), "");
    assert_eq!(keys(&again, &second), keys(&out, &first));
    // One undo takes all of it back.
    desk.ok("history.undo", json!({})).await;
    assert_eq!(tasks(&desk, &second).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_wrong_is_told_line_by_line_and_nothing_is_written() {
    let home = Home::empty();
    let desk = home.open().await;
    let shop = project(&desk, "Shop").await;
    let faults = async |text: &str| -> Vec<(u64, String, String)> {
        let read = import(&desk, &shop, text, false).await;
        assert_eq!(read["tasks"], json!([]), "{text}");
        let told = |fault: &Value| {
            let word = |name: &str| fault[name].as_str().expect("a word").to_owned();
            (fault["line"].as_u64().expect("a line"), word("field"), word("rule"))
        };
        read["faults"].as_array().expect("faults").iter().map(told).collect()
    };
    let is = |line: u64, field: &str, rule: &str| (line, field.to_owned(), rule.to_owned());
    let text = "key;title;status;due_on;estimated_minutes;depends_on;parent;assistant;recurrence\n\
                a;One;done;2026-02-30;-5;;;;\n\
                a;\"Two\nlines\";;;;nobody;;;\n\
                c;;;;x;;c;Nobody;every moon\n\
                d;Four\n";
    assert_eq!(
        faults(text).await,
        [
            is(2, "status", "unknown_value"),
            is(2, "due_on", "format"),
            is(2, "estimated_minutes", "range"),
            is(3, "key", "duplicate"),
            is(3, "depends_on", "unknown_value"),
            is(5, "estimated_minutes", "format"),
            is(5, "assistant", "unknown_value"),
            is(5, "recurrence", "format"),
            is(5, "title", "required"),
            is(5, "parent", "cycle"),
            is(6, "row", "format"),
        ]
    );
    // Rings are refused, and what only waits for one is not blamed.
    let ring = "key,title,depends_on\na,A,b\nb,B,c\nc,C,a\nd,D,a\n";
    assert_eq!(
        faults(ring).await,
        [is(2, "depends_on", "cycle"), is(3, "depends_on", "cycle"), is(4, "depends_on", "cycle")]
    );
    let begun = "key,title,status,depends_on\na,A,pending,\nb,B,completed,a\n";
    assert_eq!(faults(begun).await, [is(3, "status", "open_prerequisites")]);
    let backwards = "title,start_on,due_on\nA,2026-02-02,2026-02-01\n";
    assert_eq!(faults(backwards).await, [is(2, "due_on", "before_start")]);
    assert_eq!(
        faults("name,colour\nA,red\n").await,
        [is(1, "name", "unknown_value"), is(1, "colour", "unknown_value"), is(1, "title", "required")]
    );
    assert_eq!(faults("").await, [is(1, "title", "required")]);
    assert_eq!(tasks(&desk, &shop).await.len(), 0);
    // Tabs, a byte order mark, columns in another order, and a label that is new.
    let read = import(&desk, &shop, "\u{FEFF}labels\ttitle\n新しい; 家\tA\n", false).await;
    assert_eq!(read["tasks"][0]["labels"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn open_checkboxes_become_tasks_once_and_their_notes_stay_as_they_are() {
    let home = Home::empty();
    let long = "長".repeat(250);
    let note = format!(
        "# 家\n\n- [ ] 電球を買う ⏫ 📅 2026-03-01\n- [x] 済んだ\n- [ ] 電話\n- [ ] 電話\n- [ ] {long}\n- [ ] 逆 🛫 2026-05-02 📅 2026-05-01\n"
    );
    home.write("家/やること.md", &note);
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let house = project(&desk, "House").await;
    let input = json!({ "uid": house["uid"], "paths": ["家/やること.md"] });
    let made = desk.ok("projects.import_checkboxes", input.clone()).await;
    let all = tasks(&desk, &house).await;
    assert_eq!((made["tasks"].as_array().map(Vec::len), made["known"].as_i64(), all.len()), (Some(5), Some(0), 5));
    assert_eq!(
        (&all[0]["title"], &all[0]["priority"], &all[0]["due_on"]),
        (&json!("電球を買う"), &json!("high"), &json!("2026-03-01"))
    );
    assert_eq!(all[0]["source_path"], "家/やること.md");
    assert_eq!((all[3]["title"].as_str().expect("title").chars().count(), &all[3]["description"]), (200, &json!(long)));
    assert_eq!((&all[4]["start_on"], &all[4]["due_on"]), (&json!(null), &json!("2026-05-01")));
    let again = desk.ok("projects.import_checkboxes", input.clone()).await;
    assert_eq!((again["tasks"].as_array().map(Vec::len), again["known"].as_i64()), (Some(0), Some(5)));

    // Wherever the lines stand now, and whatever the note is called.
    home.write("家/やること.md", note.replace("# 家\n", "# 家\n\n- [ ] 新しい\n"));
    desk.ok("vault.scan", json!({})).await;
    desk.ok("vault.rename", json!({ "path": "家", "to": "住まい" })).await;
    let moved = json!({ "uid": house["uid"], "paths": ["住まい/やること.md"] });
    let again = desk.ok("projects.import_checkboxes", moved.clone()).await;
    assert_eq!((&again["tasks"][0]["title"], again["tasks"].as_array().map(Vec::len)), (&json!("新しい"), Some(1)));
    let bulb = desk.ok("tasks.get", json!({ "uid": all[0]["uid"] })).await;
    assert_eq!(bulb["source_path"], "住まい/やること.md");
    // What was thrown away may be made anew.
    desk.ok("tasks.delete", at(&bulb)).await;
    assert_eq!(desk.ok("projects.import_checkboxes", moved).await["tasks"].as_array().map(Vec::len), Some(1));
    assert_eq!(home.read("住まい/やること.md"), note.replace("# 家\n", "# 家\n\n- [ ] 新しい\n"));
    let error = desk.call("projects.import_checkboxes", input).await.expect_err("no such note any more");
    assert_eq!(error.params["entity"], "note");
    desk.ok("history.undo", json!({})).await;
    assert_eq!(tasks(&desk, &house).await.len(), 5);
}
