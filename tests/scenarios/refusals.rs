//! Everything a command must not take: every field of every record, too long, empty, not in its
//! list, leading nowhere, out of date, a name taken, a limit reached. Each is refused with its
//! field and rule and nothing is written; the same input without the fault is taken.

use std::collections::BTreeSet;

use hisho_domain::{Error, ErrorCode};
use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

/// An identity that nobody has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
/// The areas whose writing commands must stand in the table.
const AREAS: [&str; 6] = ["people.", "profile.", "preferences.", "conversations.", "attachments.", "notifications."];

fn long(limit: usize) -> String {
    "あ".repeat(limit + 1)
}

fn many(entries: usize) -> Value {
    (0..=entries).map(|n| json!(format!("entry {n}"))).collect()
}

/// A command, an input it takes, and what it refuses: a field, the fault put there, and the answer.
struct Form {
    command: &'static str,
    input: Value,
    faults: Vec<(&'static str, Value, &'static str)>,
}

/// Puts a value at a path of names and places.
fn put(input: &mut Value, path: &str, value: Value) {
    let mut at = input;
    for name in path.split('.') {
        at = match name.parse::<usize>() {
            Ok(place) => &mut at[place],
            Err(_) => &mut at[name],
        };
    }
    *at = value;
}

/// The answer in a line: `invalid name too_long`, `refused name_taken`, `stale role`.
fn told(error: &Error) -> String {
    let param = |name: &str| error.params.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
    match error.code {
        ErrorCode::Invalid => format!("invalid {} {}", param("field"), param("rule")),
        ErrorCode::Refused => format!("refused {}", param("reason")),
        ErrorCode::Stale => format!("stale {}", param("entity")),
        ErrorCode::NotFound => format!("not_found {}", param("entity")),
        ErrorCode::BadInput => format!("bad_input {}", param("field")),
        code => format!("{code:?}"),
    }
}

/// Counts what was ever committed by somebody else: the same number twice means nothing was.
struct Watch(rusqlite::Connection);

impl Watch {
    fn on(home: &Home) -> Self {
        Watch(rusqlite::Connection::open(home.data().join("hisho.db")).expect("the database"))
    }

    fn version(&self) -> i64 {
        self.0.query_row("PRAGMA data_version", [], |row| row.get(0)).expect("data_version")
    }
}

/// A record in the trash, as restoring names it.
async fn thrown(desk: &Desk, delete: &str, record: &Value) -> Value {
    let deleted = desk.ok(delete, at(record)).await;
    json!({ "uid": deleted["uid"], "rev": deleted["rev"] })
}

fn role(name: &str) -> Value {
    json!({ "name": name, "description": "説明", "category": "team", "subcategory": "x", "permissions": ["read"] })
}

fn persona(name: &str, role: &Value) -> Value {
    json!({
        "name": name, "description": "説明", "personality": "静かに考える", "role_uid": role["uid"], "icon_type": "preset",
        "icon": "librarian", "icon_attachment_uid": null, "image_attachment_uid": null, "color": "#10B981",
        "specialization": ["データ分析"], "manner": "calm",
    })
}

fn team(name: &str) -> Value {
    json!({ "name": name, "description": "説明", "team_type": "design", "max_members": 10, "is_active": true })
}

fn secretary(name: &str, persona: &Value) -> Value {
    json!({
        "name": name, "description": "説明", "persona_uid": persona["uid"], "provider": "ollama", "model": "llama", "credential_uid": null,
        "settings": { "temperature": 0.5, "max_tokens": 100, "auto_summarize": true, "search_strategies": [], "knowledge_categories": [] },
        "skills": [{ "name": "データ分析", "level": 7, "description": "" }],
    })
}

/// What a name may not be; the last is taken in another width and kana.
fn name_faults(path: &'static str, taken: &str) -> Vec<(&'static str, Value, &'static str)> {
    vec![
        (path, json!(""), "invalid name required"),
        (path, json!(" \n "), "invalid name required"),
        (path, json!(long(100)), "invalid name too_long"),
        (path, json!(7), "bad_input name"),
        (path, json!(taken), "refused name_taken"),
    ]
}

fn at_faults(entity: &str) -> Vec<(&'static str, Value, &'static str)> {
    let answers = |kind: &str| -> &'static str { Box::leak(format!("{kind} {entity}").into_boxed_str()) };
    vec![
        ("uid", json!(NOBODY), answers("not_found")),
        ("uid", json!(null), "bad_input uid"),
        ("rev", json!(99), answers("stale")),
        ("rev", json!("1"), "bad_input rev"),
    ]
}

/// What every record's content refuses, with `in_content` for the path before its fields.
fn content_faults(kind: &str, in_content: bool) -> Vec<(&'static str, Value, &'static str)> {
    let path = |name: &str| -> &'static str {
        let path = if in_content { format!("content.{name}") } else { name.to_owned() };
        Box::leak(path.into_boxed_str())
    };
    let mut faults = name_faults(
        path("name"),
        match kind {
            "role" => "ﾃﾞｰﾀ係",
            "persona" => "ﾃﾞｰﾀ人格",
            "team" => "ﾃﾞｰﾀ班",
            _ => "ﾃﾞｰﾀ花子",
        },
    );
    faults.push((path("description"), json!(long(1000)), "invalid description too_long"));
    faults.push((path("description"), json!("a\u{0}b"), "invalid description format"));
    match kind {
        "role" => faults.extend([
            (path("category"), json!(""), "invalid category required"),
            (path("category"), json!(long(50)), "invalid category too_long"),
            (path("subcategory"), json!(long(50)), "invalid subcategory too_long"),
            (path("permissions"), json!(["fly"]), "invalid permissions unknown_value"),
            (path("permissions"), json!(["read", "read"]), "invalid permissions duplicate"),
        ]),
        "persona" => faults.extend([
            (path("personality"), json!(" "), "invalid personality required"),
            (path("personality"), json!(long(5000)), "invalid personality too_long"),
            (path("role_uid"), json!(NOBODY), "invalid role_uid unknown_value"),
            (path("icon_type"), json!("drawn"), "invalid icon_type unknown_value"),
            (path("icon_type"), json!("upload"), "invalid icon_attachment_uid required"),
            (path("icon"), json!("dragon"), "invalid icon unknown_value"),
            (path("icon_attachment_uid"), json!(NOBODY), "invalid icon_attachment_uid unexpected"),
            (path("image_attachment_uid"), json!(NOBODY), "invalid image_attachment_uid unknown_value"),
            (path("color"), json!("red"), "invalid color format"),
            (path("color"), json!("#12345"), "invalid color format"),
            (path("specialization"), many(20), "invalid specialization too_long"),
            (path("specialization"), json!(["データ", "ﾃﾞｰﾀ"]), "invalid specialization duplicate"),
            (path("specialization"), json!([""]), "invalid specialization required"),
            (path("manner"), json!(long(50)), "invalid manner too_long"),
        ]),
        "team" => faults.extend([
            (path("team_type"), json!("sales"), "invalid team_type unknown_value"),
            (path("max_members"), json!(0), "invalid max_members range"),
            (path("max_members"), json!(101), "invalid max_members range"),
            (path("is_active"), json!("yes"), "bad_input is_active"),
        ]),
        _ => faults.extend([
            (path("persona_uid"), json!(NOBODY), "invalid persona_uid unknown_value"),
            (path("provider"), json!("claude"), "invalid provider unknown_value"),
            (path("provider"), json!("manual"), "invalid model unexpected"),
            (path("model"), json!(""), "invalid model required"),
            (path("model"), json!(long(100)), "invalid model too_long"),
            (path("credential_uid"), json!(NOBODY), "invalid credential_uid unknown_value"),
            (path("settings.temperature"), json!(2.1), "invalid temperature range"),
            (path("settings.temperature"), json!(-0.1), "invalid temperature range"),
            (path("settings.max_tokens"), json!(0), "invalid max_tokens range"),
            (path("settings.search_strategies"), json!(["tags"]), "invalid search_strategies unexpected"),
            (path("settings.search_strategies"), json!(["smell"]), "invalid search_strategies unknown_value"),
            (
                path("settings.knowledge_categories"),
                json!([{ "name": "x" }]),
                "invalid knowledge_categories unexpected",
            ),
            (path("skills.0.level"), json!(0), "invalid skill_level range"),
            (path("skills.0.level"), json!(11), "invalid skill_level range"),
            (path("skills.0.name"), json!(""), "invalid skill_name required"),
            (path("skills.0.name"), json!(long(100)), "invalid skill_name too_long"),
            (path("skills.0.description"), json!(long(1000)), "invalid skill_description too_long"),
            (
                path("skills"),
                json!([{ "name": "データ", "level": 1 }, { "name": "ﾃﾞｰﾀ", "level": 2 }]),
                "invalid skills duplicate",
            ),
            (
                path("skills"),
                (0..=50).map(|n| json!({ "name": format!("s{n}"), "level": 1 })).collect(),
                "invalid skills too_long",
            ),
        ]),
    }
    faults
}

/// The four kinds of people, with a record for each command so that none is in another's way.
async fn people_forms(desk: &Desk) -> Vec<Form> {
    let mut forms = Vec::new();
    let a_role = desk.ok("people.create_role", role("データ係")).await;
    let a_persona = desk.ok("people.create_persona", persona("データ人格", &a_role)).await;
    desk.ok("people.create_team", team("データ班")).await;
    desk.ok("people.create_secretary", secretary("データ花子", &a_persona)).await;
    let shipped = desk.ok("people.list", json!({})).await["roles"][0].clone();
    let tables: [(&str, [&'static str; 5]); 4] = [
        (
            "role",
            [
                "people.create_role",
                "people.save_role",
                "people.duplicate_role",
                "people.delete_role",
                "people.restore_role",
            ],
        ),
        (
            "persona",
            [
                "people.create_persona",
                "people.save_persona",
                "people.duplicate_persona",
                "people.delete_persona",
                "people.restore_persona",
            ],
        ),
        (
            "team",
            [
                "people.create_team",
                "people.save_team",
                "people.duplicate_team",
                "people.delete_team",
                "people.restore_team",
            ],
        ),
        (
            "secretary",
            [
                "people.create_secretary",
                "people.save_secretary",
                "people.duplicate_secretary",
                "people.delete_secretary",
                "people.restore_secretary",
            ],
        ),
    ];
    for (kind, [create, save, duplicate, delete, restore]) in tables {
        let content = |name: &str| match kind {
            "role" => role(name),
            "persona" => persona(name, &a_role),
            "team" => team(name),
            _ => secretary(name, &a_persona),
        };
        let name = |n: &str| format!("{kind} {n}");
        let mut made = Vec::new();
        for n in ["saved", "original", "deleted", "restored"] {
            made.push(desk.ok(create, content(&name(n))).await);
        }
        let [saved, original, deleted, restored] = &made[..] else { panic!("four") };

        let mut faults = content_faults(kind, false);
        if kind == "secretary" {
            faults.push(("team_uid", json!(NOBODY), "invalid team_uid unknown_value"));
        }
        forms.push(Form { command: create, input: content(&name("new")), faults });

        let mut faults = content_faults(kind, true);
        faults.extend(at_faults(kind));
        let mut now = content(&name("saved"));
        if kind == "secretary" {
            now["is_active"] = json!(false);
            faults.push(("content.is_active", json!(0), "bad_input is_active"));
        }
        if kind == "role" {
            faults.push((
                "",
                json!({ "uid": shipped["uid"], "rev": shipped["rev"], "content": role("x") }),
                "refused protected",
            ));
        }
        let input = json!({ "uid": saved["uid"], "rev": saved["rev"], "content": now });
        forms.push(Form { command: save, input, faults });

        let taken = content("")["name"].as_str().map(|_| name("deleted")).expect("a name");
        let mut faults = name_faults("name", &taken);
        faults.push(("uid", json!(NOBODY), at_faults(kind)[0].2));
        forms.push(Form { command: duplicate, input: json!({ "uid": original["uid"], "name": name("copy") }), faults });

        let mut faults = at_faults(kind);
        if kind == "role" {
            faults.push(("", at(&shipped), "refused protected"));
        }
        forms.push(Form { command: delete, input: at(deleted), faults });

        let mut faults = name_faults("name", &taken);
        faults.extend(at_faults(kind));
        let mut input = thrown(desk, delete, restored).await;
        input["name"] = json!(name("restored again"));
        if kind == "secretary" {
            input["leave_full_teams"] = json!(false);
            faults.push(("leave_full_teams", json!(1), "bad_input leave_full_teams"));
        }
        // What is not in the trash cannot be taken out of it.
        faults.push(("", at(saved), at_faults(kind)[2].2));
        forms.push(Form { command: restore, input, faults });
    }
    forms
}

async fn seat_forms(desk: &Desk) -> Vec<Form> {
    let persona = &desk.ok("people.list", json!({})).await["personas"][0];
    let mut full = desk.ok("people.create_team", team("満席")).await;
    for n in 1..=10 {
        let new = json!({ "name": format!("席 {n}"), "persona_uid": persona["uid"], "team_uid": full["uid"] });
        desk.ok("people.create_secretary", new).await;
    }
    full =
        desk.ok("people.list", json!({})).await["teams"].as_array().expect("teams").last().expect("the newest").clone();
    assert_eq!(full["members"].as_array().map(Vec::len), Some(10));
    let eleventh =
        desk.ok("people.create_secretary", json!({ "name": "十一人目", "persona_uid": persona["uid"] })).await;
    let roomy = desk.ok("people.create_team", team("空席")).await;
    let seat = |team: &Value, who: &Value| json!({ "uid": team["uid"], "rev": team["rev"], "secretary_uid": who, "role": "leader" });
    let left = desk.ok("people.create_team", team("去る席")).await;
    let left = desk
        .ok("people.seat", json!({ "uid": left["uid"], "rev": left["rev"], "secretary_uid": eleventh["uid"] }))
        .await;
    let mut smaller = team("満席");
    smaller["max_members"] = json!(9);
    let with = |mut faults: Vec<_>, more: Vec<_>| {
        faults.extend(more);
        faults
    };
    vec![
        Form {
            command: "people.seat",
            input: seat(&roomy, &eleventh["uid"]),
            faults: with(
                at_faults("team"),
                vec![
                    ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
                    ("role", json!("boss"), "invalid role unknown_value"),
                    ("", seat(&full, &eleventh["uid"]), "refused team_full"),
                ],
            ),
        },
        Form {
            command: "people.create_secretary",
            input: json!({ "name": "十二人目", "persona_uid": persona["uid"] }),
            faults: vec![("team_uid", full["uid"].clone(), "refused team_full")],
        },
        Form {
            command: "people.save_team",
            input: json!({ "uid": full["uid"], "rev": full["rev"], "content": team("満席") }),
            faults: vec![("content", smaller, "refused team_full")],
        },
        Form {
            command: "people.unseat",
            input: json!({ "uid": left["uid"], "rev": left["rev"], "secretary_uid": eleventh["uid"] }),
            faults: with(
                at_faults("team"),
                vec![
                    ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
                    ("secretary_uid", full["members"][0].clone(), "invalid secretary_uid unknown_value"),
                ],
            ),
        },
    ]
}

async fn conversation_forms(desk: &Desk, files: &Home) -> Vec<Form> {
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

async fn person_forms(desk: &Desk) -> Vec<Form> {
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

/// The names of an input's fields, with those of the content in it.
fn fields(described: &Value, command: &str) -> BTreeSet<String> {
    let listed =
        described["commands"].as_array().expect("commands").iter().find(|c| c["name"] == command).expect("listed");
    let resolve = |schema: &Value| match schema["$ref"].as_str() {
        Some(to) => described["$defs"][to.rsplit('/').next().expect("a name")].clone(),
        None => schema.clone(),
    };
    let input = resolve(&listed["input"]);
    let mut names = BTreeSet::new();
    for (name, schema) in input["properties"].as_object().into_iter().flatten() {
        if name == "content" && resolve(schema)["properties"].is_object() {
            names.extend(
                resolve(schema)["properties"]
                    .as_object()
                    .expect("fields")
                    .keys()
                    .map(|field| format!("content.{field}")),
            );
        } else {
            names.insert(name.clone());
        }
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_is_refused_by_its_rule_and_nothing_is_written() {
    let (home, files) = (Home::empty(), Home::empty());
    let desk = home.open().await;
    let mut forms = people_forms(&desk).await;
    forms.extend(seat_forms(&desk).await);
    forms.extend(conversation_forms(&desk, &files).await);
    forms.extend(person_forms(&desk).await);

    let watch = Watch::on(&home);
    let before = watch.version();
    let mut tried = 0;
    let mut wrong = Vec::new();
    for form in &forms {
        let mut faults = form.faults.clone();
        faults.push(("another_field", json!(1), "bad_input another_field"));
        for (path, fault, answer) in faults {
            let mut input = form.input.clone();
            if path.is_empty() {
                input = fault
            } else {
                put(&mut input, path, fault)
            }
            tried += 1;
            match desk.call(form.command, input).await {
                Ok(_) => wrong.push(format!("{} {path}: taken, expected {answer}", form.command)),
                Err(error) if told(&error) == answer => {}
                Err(error) => wrong.push(format!(
                    "{} {path}: {}, expected {answer} ({})",
                    form.command,
                    told(&error),
                    error.message
                )),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(watch.version(), before, "a refused command wrote something");
    assert!(tried > 300, "{tried} faults were tried");

    // The same inputs without a fault are taken: each was refused for its fault alone.
    for form in &forms {
        desk.ok(form.command, form.input.clone()).await;
    }
    assert_ne!(watch.version(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_writing_command_and_no_field_of_one_is_left_out() {
    let (home, files) = (Home::empty(), Home::empty());
    let desk = home.open().await;
    let mut forms = people_forms(&desk).await;
    forms.extend(conversation_forms(&desk, &files).await);
    forms.extend(seat_forms(&desk).await);
    forms.extend(person_forms(&desk).await);
    let described = hisho_app::describe();
    let writing = described["commands"].as_array().expect("commands").iter().filter(|c| c["effect"] != "read");
    for name in
        writing.filter_map(|c| c["name"].as_str()).filter(|name| AREAS.iter().any(|area| name.starts_with(area)))
    {
        let faulty: Vec<&str> = forms
            .iter()
            .filter(|form| form.command == name)
            .flat_map(|form| &form.faults)
            .map(|(path, ..)| *path)
            .collect();
        assert!(forms.iter().any(|form| form.command == name), "{name} is not in the table");
        for field in fields(&described, name) {
            let named = faulty.iter().any(|path| *path == field || path.starts_with(&format!("{field}.")));
            assert!(named, "{name}: no fault in {field}");
        }
    }
}
