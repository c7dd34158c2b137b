//! Faults in conversations, messages, files, and what concerns the person.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

use super::{Form, NOBODY, at_faults, long, thrown};

/// Conversations, messages and files.
pub async fn conversations(desk: &Desk, files: &Home) -> Vec<Form> {
    files.write("図.png", "png");
    files.write("memo.txt", "text");
    let add = async |name: &str| desk.ok("attachments.add", json!({ "path": files.vault().join(name) })).await;
    let (picture, memo) = (add("図.png").await, add("memo.txt").await);
    let people = desk.ok("people.list", json!({})).await;
    let hanako = desk
        .ok("people.create_secretary", json!({ "name": "花子", "persona_uid": people["personas"][0]["uid"] }))
        .await;
    let outside = desk
        .ok("people.create_secretary", json!({ "name": "部外", "persona_uid": people["personas"][0]["uid"] }))
        .await;
    let task = desk.ok("tasks.create", json!({ "title": "荷造り" })).await;
    let plan = desk.approved_plan("引っ越し", &[]).await;
    let new =
        |title: &str| json!({ "title": title, "task_uid": null, "project_uid": null, "participants": [hanako["uid"]] });
    let mut made = Vec::new();
    for title in ["updated", "deleted", "restored", "talk", "archived"] {
        made.push(desk.ok("conversations.create", new(title)).await);
    }
    let [updated, deleted, restored, talk, archived] = &made[..] else { panic!("five") };
    let say = |to: &Value, content: &str| json!({ "uid": to["uid"], "content": content });
    let old = desk.ok("conversations.send", say(archived, "before")).await;
    desk.ok("conversations.update", json!({ "uid": archived["uid"], "rev": archived["rev"], "status": "archived" }))
        .await;
    let edited = desk.ok("conversations.send", say(talk, "to be edited")).await;
    let removed = desk.ok("conversations.send", say(talk, "to be removed")).await;
    let back = desk.ok("conversations.send", say(talk, "to come back")).await;
    let restored = thrown(desk, "conversations.delete", restored).await;
    let back = thrown(desk, "conversations.delete_message", &back).await;
    let with = |mut faults: Vec<_>, more: Vec<_>| {
        faults.extend(more);
        faults
    };
    let title =
        || vec![("title", json!(" "), "invalid title required"), ("title", json!(long(200)), "invalid title too_long")];
    let crowd: Value = (0..=20).map(|_| json!(NOBODY)).collect();
    let participants = || {
        vec![
            ("participants", json!([NOBODY]), "invalid participants unknown_value"),
            ("participants", json!([hanako["uid"], hanako["uid"]]), "invalid participants duplicate"),
            ("participants", crowd.clone(), "invalid participants too_long"),
        ]
    };
    let about_both = json!({ "title": "x", "task_uid": task["uid"], "project_uid": plan["project"]["uid"] });
    vec![
        Form {
            command: "conversations.create",
            input: new("new"),
            faults: with(
                with(title(), participants()),
                vec![
                    ("task_uid", json!(NOBODY), "invalid task_uid unknown_value"),
                    ("project_uid", json!(NOBODY), "invalid project_uid unknown_value"),
                    ("", about_both, "invalid project_uid unexpected"),
                ],
            ),
        },
        Form {
            command: "conversations.branch",
            input: json!({ "message_uid": edited["uid"], "title": "枝" }),
            faults: with(title(), vec![("message_uid", json!(NOBODY), "not_found message")]),
        },
        Form {
            command: "conversations.export",
            input: json!({ "uid": talk["uid"], "folder": files.vault() }),
            faults: vec![
                ("uid", json!(NOBODY), "not_found conversation"),
                ("folder", json!(""), "invalid folder required"),
                ("folder", json!("somewhere"), "invalid folder format"),
                ("folder", json!(files.vault().join("nowhere")), "invalid folder unknown_value"),
            ],
        },
        Form {
            command: "conversations.update",
            input: json!({ "uid": updated["uid"], "rev": updated["rev"], "title": "改題", "status": "archived", "participants": [] }),
            faults: with(
                with(with(title(), participants()), at_faults("conversation")),
                vec![("status", json!("deleted"), "invalid status unknown_value")],
            ),
        },
        Form { command: "conversations.delete", input: at(deleted), faults: at_faults("conversation") },
        Form { command: "conversations.restore", input: restored, faults: at_faults("conversation") },
        Form {
            command: "conversations.send",
            input: json!({
                "uid": talk["uid"], "secretary_uid": hanako["uid"], "message_type": "image", "content": "", "attachments": [picture["uid"]],
            }),
            faults: vec![
                ("uid", json!(NOBODY), "not_found conversation"),
                ("uid", archived["uid"].clone(), "refused archived"),
                ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
                ("secretary_uid", outside["uid"].clone(), "refused not_a_participant"),
                ("message_type", json!("video"), "invalid message_type unknown_value"),
                ("message_type", json!("text"), "invalid content required"),
                ("message_type", json!("command"), "invalid content required"),
                ("content", json!(long(100_000)), "invalid content too_long"),
                ("attachments", json!([]), "invalid attachments required"),
                ("attachments", json!([NOBODY]), "invalid attachments unknown_value"),
                ("attachments", json!([picture["uid"], picture["uid"]]), "invalid attachments duplicate"),
                ("attachments", json!([memo["uid"]]), "invalid attachments format"),
                ("attachments", crowd, "invalid attachments too_long"),
            ],
        },
        Form {
            command: "conversations.edit_message",
            input: json!({ "uid": edited["uid"], "rev": edited["rev"], "content": "edited" }),
            faults: with(
                at_faults("message"),
                vec![
                    ("content", json!(" "), "invalid content required"),
                    ("content", json!(long(100_000)), "invalid content too_long"),
                    ("", json!({ "uid": old["uid"], "rev": old["rev"], "content": "x" }), "refused archived"),
                ],
            ),
        },
        Form {
            command: "conversations.delete_message",
            input: at(&removed),
            faults: with(at_faults("message"), vec![("", at(&old), "refused archived")]),
        },
        Form { command: "conversations.restore_message", input: back, faults: at_faults("message") },
        Form {
            command: "attachments.take",
            input: json!({ "name": "図.png", "base64": "aGlzaG8=" }),
            faults: vec![
                ("name", json!(" "), "invalid name required"),
                ("name", json!("../図.png"), "invalid name format"),
                ("name", json!(long(255)), "invalid name too_long"),
                ("base64", json!("%"), "invalid base64 format"),
            ],
        },
        Form {
            command: "attachments.add",
            input: json!({ "path": files.vault().join("memo.txt") }),
            faults: vec![
                ("path", json!(""), "invalid path required"),
                ("path", json!("memo.txt"), "invalid path format"),
                ("path", json!(files.vault()), "invalid path format"),
                ("path", json!(files.vault().join("nowhere")), "invalid path unknown_value"),
            ],
        },
    ]
}

/// The person's profile, preferences and notifications.
pub async fn person(desk: &Desk) -> Vec<Form> {
    let profile = desk.ok("profile.get", json!({})).await;
    let note = desk.ok("notifications.post", json!({ "kind": "reminder", "title": "読む" })).await;
    let gone = desk.ok("notifications.post", json!({ "kind": "reminder", "title": "消す" })).await;
    vec![
        Form {
            command: "profile.update",
            input: json!({ "rev": profile["rev"], "full_name": "山田 太郎", "time_zone": "Asia/Tokyo" }),
            faults: vec![
                ("rev", json!(99), "stale profile"),
                ("full_name", json!(long(100)), "invalid full_name too_long"),
                ("time_zone", json!(""), "invalid time_zone required"),
                ("time_zone", json!("東京"), "invalid time_zone format"),
                ("time_zone", json!("Asia/Edo"), "invalid time_zone unknown_value"),
            ],
        },
        Form {
            command: "calendar.update",
            // They lie in the row of the profile, which the form before changes.
            input: json!({
                "rev": profile["rev"].as_i64().map(|rev| rev + 1), "week": [480, 480, 480, 480, 480, 0, 0],
                "exceptions": [{ "day": "2027-01-01", "minutes": 0, "name": "元日" }],
            }),
            faults: vec![
                ("rev", json!(99), "stale calendar"),
                ("week", json!([0, 0, 0, 0, 0, 0, 0]), "invalid week required"),
                ("week", json!([480, 480, 480, 480, 480, 0, -1]), "invalid week range"),
                ("week", json!([1441, 480, 480, 480, 480, 0, 0]), "invalid week range"),
                ("week", json!([480]), "bad_input week"),
                ("exceptions.0.day", json!("2027-02-29"), "invalid exceptions format"),
                ("exceptions.0.minutes", json!(1441), "invalid exceptions range"),
                ("exceptions.0.name", json!(long(100)), "invalid exceptions too_long"),
                (
                    "exceptions",
                    json!(vec![json!({ "day": "2027-01-01", "minutes": 0 }); 2]),
                    "invalid exceptions duplicate",
                ),
                (
                    "exceptions",
                    json!(vec![json!({ "day": "2027-01-01", "minutes": 0 }); 1001]),
                    "invalid exceptions too_long",
                ),
            ],
        },
        Form {
            command: "preferences.update",
            input: json!({
                "notifications": { "workflow_updates": false },
                "workflow": { "auto_assign": false, "priority_threshold": "high", "default_view": "list" },
                "ai": { "preferred_model": "m", "temperature": 1.0, "max_tokens": 100, "auto_summarize": false },
            }),
            faults: vec![
                ("notifications.workflow_updates", json!("no"), "bad_input workflow_updates"),
                ("notifications.email", json!(true), "bad_input email"),
                ("workflow.priority_threshold", json!("huge"), "invalid priority_threshold unknown_value"),
                ("workflow.default_view", json!("gantt"), "invalid default_view unknown_value"),
                ("ai.preferred_model", json!(long(100)), "invalid preferred_model too_long"),
                ("ai.temperature", json!(2.5), "invalid temperature range"),
                ("ai.max_tokens", json!(1_000_001), "invalid max_tokens range"),
            ],
        },
        Form {
            command: "search.remember",
            input: json!({ "query": "会議 -夜" }),
            faults: vec![
                ("query", json!(" "), "invalid query required"),
                ("query", json!(long(1000)), "invalid query too_long"),
            ],
        },
        Form {
            command: "search.forget",
            input: json!({ "query": "会議 -夜" }),
            faults: vec![("query", json!(7), "bad_input query")],
        },
        Form {
            command: "notifications.post",
            input: json!({
                "kind": "reminder", "title": "電話", "message": "", "priority": "high", "entity": "task", "entity_uid": NOBODY, "days": 3,
            }),
            faults: vec![
                ("kind", json!("gossip"), "invalid kind unknown_value"),
                ("title", json!(""), "invalid title required"),
                ("title", json!(long(200)), "invalid title too_long"),
                ("message", json!(long(2000)), "invalid message too_long"),
                ("priority", json!("critical"), "invalid priority unknown_value"),
                ("entity", json!("ghost"), "invalid entity unknown_value"),
                ("entity", json!(null), "invalid entity required"),
                ("entity_uid", json!(null), "invalid entity_uid required"),
                ("days", json!(0), "invalid days range"),
                ("days", json!(366), "invalid days range"),
            ],
        },
        Form {
            command: "notifications.mark_read",
            input: json!({ "uid": note["uid"] }),
            faults: vec![("uid", json!(NOBODY), "not_found notification")],
        },
        Form {
            command: "notifications.dismiss",
            input: json!({ "uid": gone["uid"] }),
            faults: vec![("uid", json!(NOBODY), "not_found notification")],
        },
        Form { command: "people.restore_shipped", input: json!({}), faults: Vec::new() },
    ]
}
