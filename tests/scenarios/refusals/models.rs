//! Faults in accounts, budgets, prices and what is said to secretaries.

use hisho_scenarios::{Desk, at};
use serde_json::{Value, json};

use super::{Form, NOBODY, at_faults, long};
use crate::models::server::{Reply, Service};
use crate::models::{account, secretary};

type Faults = Vec<(&'static str, Value, &'static str)>;

/// Accounts, budgets and prices.
pub async fn accounts(desk: &Desk) -> Vec<Form> {
    let new = |name: &str| json!({ "wire": "ollama", "name": name, "base_url": null, "default_model": "small" });
    let changed = desk.ok("accounts.create", new("changed")).await;
    let keyed = desk.ok("accounts.create", new("keyed")).await;
    let deleted = desk.ok("accounts.create", new("deleted")).await;
    let people = desk.ok("people.list", json!({})).await;
    let holder = desk
        .ok("people.create_secretary", json!({ "name": "倹約", "persona_uid": people["personas"][0]["uid"] }))
        .await;
    let own = json!([{ "at": "http://h", "model": "m", "as_of": "2026-01-01", "input": 1.0, "output": 1.0 }]);
    let half = json!([{ "at": "http://h", "model": "m", "as_of": "today", "input": 1.0, "output": 1.0 }]);
    let crowd: Value = (0..=1_000).map(|_| own[0].clone()).collect();
    let content = |within: &'static str| -> Faults {
        let at = |field: &str| -> &'static str { Box::leak(format!("{within}{field}").into_boxed_str()) };
        vec![
            (at("name"), json!(" "), "invalid name required"),
            (at("name"), json!(long(100)), "invalid name too_long"),
            (at("name"), json!("keyed"), "refused name_taken"),
            (at("base_url"), json!("file:///etc/passwd"), "invalid base_url format"),
            (at("base_url"), json!("https://name:word@host"), "invalid base_url format"),
            (at("base_url"), json!(long(500)), "invalid base_url too_long"),
            (at("default_model"), json!(long(100)), "invalid default_model too_long"),
        ]
    };
    let mut creating = content("");
    creating.push(("wire", json!("manual"), "invalid wire unknown_value"));
    let mut changing = content("content.");
    changing.extend(at_faults("account"));
    changing.push(("content", json!(null), "bad_input content"));
    vec![
        Form { command: "accounts.create", input: new("new"), faults: creating },
        Form {
            command: "accounts.update",
            input: json!({
                "uid": changed["uid"], "rev": changed["rev"],
                "content": { "name": "移", "base_url": "http://127.0.0.1:1", "default_model": null },
            }),
            faults: changing,
        },
        Form {
            command: "accounts.set_key",
            input: json!({ "uid": keyed["uid"], "key": "sk-0123456789abcdef" }),
            faults: vec![
                ("uid", json!(NOBODY), "not_found account"),
                ("key", json!("two words"), "invalid key format"),
                ("key", json!(""), "invalid key format"),
                ("key", json!(5), "bad_input key"),
            ],
        },
        Form { command: "accounts.delete", input: at(&deleted), faults: at_faults("account") },
        Form {
            command: "budgets.set",
            input: json!({
                "scope": "secretary", "subject_uid": holder["uid"], "period": "day", "limit_cost": 0, "limit_tokens": 0,
            }),
            faults: vec![
                ("scope", json!("team"), "invalid scope unknown_value"),
                ("scope", json!("all"), "invalid subject_uid unexpected"),
                ("scope", json!("project"), "invalid subject_uid unknown_value"),
                ("subject_uid", json!(null), "invalid subject_uid required"),
                ("subject_uid", json!(NOBODY), "invalid subject_uid unknown_value"),
                ("period", json!("year"), "invalid period unknown_value"),
                ("limit_cost", json!(-1), "invalid limit_cost range"),
                ("limit_tokens", json!(-1), "invalid limit_tokens range"),
            ],
        },
        Form {
            command: "prices.set",
            input: json!({ "own": own }),
            faults: vec![("own", half, "invalid own format"), ("own", crowd, "invalid own too_long")],
        },
    ]
}

/// What is said to secretaries.
pub async fn talk(desk: &Desk) -> Vec<Form> {
    let people = desk.ok("people.list", json!({})).await;
    let new = |name: &str| json!({ "name": name, "persona_uid": people["personas"][1]["uid"] });
    let taro = desk.ok("people.create_secretary", new("太郎")).await;
    let outside = desk.ok("people.create_secretary", new("門外")).await;
    let mut made = Vec::new();
    for title in ["send", "retry", "stop", "answer", "closed", "empty"] {
        let with = if title == "empty" { json!([]) } else { json!([taro["uid"]]) };
        made.push(desk.ok("conversations.create", json!({ "title": title, "participants": with })).await);
    }
    let [send, retry, stop, answer, closed, empty] = &made[..] else { panic!("six") };
    let mut waits = Vec::new();
    for talk in [retry, stop, answer] {
        let begun = desk.ok("talk.send", json!({ "conversation_uid": talk["uid"], "text": "?" })).await;
        waits.push(begun["steps"][0]["message_uid"].clone());
    }
    let archive = json!({ "uid": closed["uid"], "rev": closed["rev"], "status": "archived" });
    desk.ok("conversations.update", archive).await;
    let place = || -> Faults {
        vec![
            ("conversation_uid", json!(NOBODY), "not_found conversation"),
            ("conversation_uid", closed["uid"].clone(), "refused archived"),
        ]
    };
    let text = || -> Faults {
        vec![("text", json!(" "), "invalid text required"), ("text", json!(long(100_000)), "invalid text too_long")]
    };
    let with = |mut faults: Faults, more: Vec<Faults>| {
        faults.extend(more.into_iter().flatten());
        faults
    };
    let crowd: Value = (0..=20).map(|n| json!(format!("{n}.md"))).collect();
    vec![
        Form {
            command: "talk.send",
            input: json!({ "conversation_uid": send["uid"], "text": "?", "to": [taro["uid"]], "context": [] }),
            faults: with(
                place(),
                vec![
                    text(),
                    vec![
                        ("to", json!([outside["uid"]]), "invalid to unknown_value"),
                        ("to", json!([taro["uid"], taro["uid"]]), "invalid to duplicate"),
                        ("", json!({ "conversation_uid": empty["uid"], "text": "?" }), "refused nobody_to_answer"),
                        ("context", json!(["a.md"]), "NoVault"),
                        ("context", crowd.clone(), "invalid context too_long"),
                        ("attachments", json!([NOBODY]), "invalid attachments unknown_value"),
                        ("attachments", crowd, "invalid attachments too_long"),
                    ],
                ],
            ),
        },
        Form {
            command: "talk.order",
            input: json!({ "conversation_uid": send["uid"], "text": "/task 牛乳を買う" }),
            faults: with(
                place(),
                vec![vec![
                    ("text", json!(" "), "invalid text required"),
                    ("text", json!("task"), "invalid text format"),
                    ("text", json!("/task"), "invalid text required"),
                    ("text", json!("/dance a lot"), "invalid text unknown_value"),
                    ("text", json!("/summarise it"), "invalid text unknown_value"),
                    ("text", json!(format!("/task {}", long(500))), "invalid title too_long"),
                ]],
            ),
        },
        Form {
            command: "talk.retry",
            input: json!({ "conversation_uid": retry["uid"], "message_uid": waits[0] }),
            faults: with(place(), vec![vec![("message_uid", waits[2].clone(), "not_found message")]]),
        },
        Form {
            command: "talk.stop",
            input: json!({ "conversation_uid": stop["uid"] }),
            faults: vec![("conversation_uid", json!(NOBODY), "not_found conversation")],
        },
        Form {
            command: "talk.answer",
            input: json!({ "conversation_uid": answer["uid"], "message_uid": waits[2], "text": "はい" }),
            faults: with(place(), vec![text(), vec![("message_uid", waits[0].clone(), "refused not_waiting")]]),
        },
    ]
}

/// Drafts of results of tasks.
pub async fn drafts(desk: &Desk) -> Vec<Form> {
    let service = Service::start(vec![Reply::Says(vec!["下書き"], 1, 1)]).await;
    let account = account(desk, &service.url).await;
    // It answers until the test is over.
    std::mem::forget(service);
    let jiro = secretary(desk, "次郎", Some(&account)).await;
    let mut made = Vec::new();
    for title in ["draft", "accept", "aside"] {
        let task = desk.ok("tasks.create", json!({ "title": title, "assistant_uid": jiro["uid"] })).await;
        let draft = desk.ok("tasks.draft", json!({ "uid": task["uid"] })).await;
        made.push((task["uid"].clone(), draft["uid"].clone()));
    }
    let free = desk.ok("tasks.create", json!({ "title": "free" })).await;
    let uid = |entity: &'static str| ("uid", json!(NOBODY), entity);
    vec![
        Form {
            command: "tasks.draft",
            input: json!({ "uid": made[0].0, "wish": "短く" }),
            faults: vec![
                uid("not_found task"),
                ("uid", free["uid"].clone(), "refused nobody_drafts"),
                ("wish", json!(long(2_000)), "invalid wish too_long"),
            ],
        },
        Form { command: "tasks.stop_draft", input: json!({ "uid": made[0].0 }), faults: vec![uid("not_found task")] },
        Form {
            command: "tasks.accept_draft",
            input: json!({ "uid": made[1].1, "into": "comment" }),
            faults: vec![
                uid("not_found draft"),
                ("into", json!("nothing"), "invalid into unknown_value"),
                ("into", json!("song"), "invalid into unknown_value"),
                ("into", json!("tasks"), "refused not_permitted"),
            ],
        },
        Form {
            command: "tasks.put_draft_aside",
            input: json!({ "uid": made[2].1, "aside": true }),
            faults: vec![uid("not_found draft"), ("aside", json!(false), "refused draft_used")],
        },
    ]
}
