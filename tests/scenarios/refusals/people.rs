//! Faults in roles, personas, teams, secretaries and their seats.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

use super::{Form, NOBODY, at_faults, long, many, thrown};

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

/// A picture of one point.
const ONE_POINT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNocFAAAAIkAOGrWWInAAAAAElFTkSuQmCC";
/// One of 513 points side by side.
const TOO_WIDE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAgEAAAABCAIAAADIG+ofAAAAFElEQVR4nGNoGAWjYBSMglEwUgEAEKkBrjsWwrQAAAAASUVORK5CYII=";

/// The four kinds of people, with a record for each command so that none is in another's way.
pub async fn forms(desk: &Desk) -> Vec<Form> {
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
    forms.push(Form {
        command: "people.add_picture",
        input: json!({ "base64": ONE_POINT }),
        faults: vec![
            ("base64", json!(""), "invalid picture format"),
            ("base64", json!("%%%"), "invalid picture format"),
            // A drawing that could hold a script.
            ("base64", json!("PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnLz4="), "invalid picture format"),
            ("base64", json!(&ONE_POINT[..48]), "invalid picture format"),
            ("base64", json!(TOO_WIDE), "invalid picture too_long"),
            ("base64", json!(1), "bad_input base64"),
        ],
    });
    forms
}

/// Everybody as one file.
pub fn file(files: &Home) -> Vec<Form> {
    let empty = |version: i64| json!({ "format": "hisho team", "version": version, "roles": [], "personas": [], "secretaries": [], "teams": [] });
    vec![
        Form {
            command: "people.export",
            input: json!({ "path": files.data().join("out") }),
            faults: vec![
                ("path", json!(""), "invalid path required"),
                ("path", json!("somewhere"), "invalid path format"),
                ("path", json!(1), "bad_input path"),
            ],
        },
        Form {
            command: "people.import",
            input: json!({ "name": "team.json", "text": empty(1).to_string() }),
            faults: vec![
                ("name", json!(""), "invalid name required"),
                ("name", json!(long(255)), "invalid name too_long"),
                ("text", json!(1), "bad_input text"),
                ("text", json!(""), "ImportUnusable"),
                ("text", json!(empty(2).to_string()), "ImportUnusable"),
            ],
        },
    ]
}

pub async fn seats(desk: &Desk) -> Vec<Form> {
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
