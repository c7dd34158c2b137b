//! Every statement that commands run is looked at as SQLite would run it: none may read a whole
//! table that grows with use, but for those that show all of it.

// Only the making up of commands is shared with the sequences.
#[path = "scenarios/sequences/commands.rs"]
mod commands;

use std::collections::BTreeSet;
use std::sync::Mutex;

use hisho_scenarios::{Desk, Home, Rng};
use serde_json::{Value, json};

use commands::World;

static HEARD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn hear(sql: &str) {
    let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    HEARD.lock().expect("never poisoned").insert(words);
}

/// Tables that hold little however long Hisho is used.
const SMALL: &[&str] = &[
    "settings",
    "counters",
    "credentials",
    "budgets",
    "labels",
    "task_filters",
    "users",
    "roles",
    "personas",
    "teams",
    "team_members",
    "ai_assistants",
    "assistant_skills",
    "obsidian_integration_settings",
    "vault_problems",
    // What is under way.
    "vault_moves",
    // Gone after a week; the newest are read first, and not more than a page of them.
    "notifications",
    "recent_searches",
    "refinery_schema_history",
    "sqlite_schema",
];

/// What may read a whole table: a part of its text, and why.
const MAY: &[(&str, &str)] = &[
    (
        "FROM workflows w JOIN workflow_summary s ON s.id = w.id LEFT JOIN teams m ON m.id = w.team_id WHERE w.deleted_at IS NULL ORDER BY",
        "the list of projects shows them all",
    ),
    (
        "WHERE p.deleted_at IS NULL ORDER BY p.updated_at DESC",
        "the list of plans shows them all, in the order of its index",
    ),
    (
        "FROM ai_discussions d WHERE d.deleted_at IS NULL AND (?1 IS NULL OR d.status = ?1)",
        "the list of discussions shows them all, in the order of its index",
    ),
    (
        "count(*) OVER () FROM tasks t LEFT JOIN workflows w",
        "finding tasks counts those that are meant, by whatever they are asked for",
    ),
    ("FROM boards t WHERE t.deleted_at > ''", "boards are few, and the trash shows all that lies in it"),
    ("FROM comments t WHERE t.deleted_at > ''", "comments are as many as a person writes by hand"),
    (
        "FROM conversations c CROSS JOIN messages t",
        "for the trash one look per conversation into the index of its messages",
    ),
    // What the full-text index asks of itself.
    ("FROM 'main'.'search_index_config'", "some rows of its settings"),
];

/// Runs what commands there are, so that their statements are heard.
async fn everything(home: &Home, desk: &Desk) {
    home.write("Note.md", "# Note\n\n- [ ] One 🆔 abcdef\n");
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let plan = desk.approved_plan("Move", &["Pack"]).await;
    desk.allow_writing().await;
    let mut world = World::default();
    for number in 0..120 {
        let mut rng = Rng::of(number);
        for _ in 0..8 {
            let (command, input) = world.next(&mut rng);
            let done = match command {
                "plans.approve" => desk.decide(command, input).await,
                _ => desk.call(command, input).await,
            };
            if let Ok(output) = done {
                world.learn(command, &output);
            }
        }
    }
    let project = plan["project"]["uid"].clone();
    let task = desk.ok("projects.get", json!({ "uid": project })).await["task_list"][0].clone();
    let elsewhere = desk.ok("tasks.create", json!({ "title": "Elsewhere" })).await;
    let talks = desk.ok("discussions.list", json!({})).await;
    let about = json!({ "subject": "task", "subject_uid": task["uid"] });
    let board = desk.ok("boards.list", json!({ "project_uid": project })).await;
    assert!(board.is_array());
    for (command, input) in [
        ("app.state", json!({})),
        ("today.show", json!({})),
        ("vault.scan", json!({})),
        ("vault.notes", json!({})),
        ("vault.note", json!({ "path": "Note.md" })),
        ("vault.preview_writing", json!({})),
        ("vault.source", json!({ "path": "Note.md" })),
        ("vault.embed", json!({ "from": "Note.md", "link": "Note" })),
        ("vault.folder", json!({ "path": "" })),
        ("vault.tags", json!({})),
        ("vault.switch", json!({ "query": "" })),
        ("vault.switch", json!({ "query": "no" })),
        ("vault.links", json!({ "path": "Note.md" })),
        ("vault.mentions", json!({ "path": "Note.md" })),
        ("vault.loose_links", json!({})),
        ("vault.graph", json!({ "tags": true })),
        ("vault.file", json!({ "path": "Note.md" })),
        ("vault.complete", json!({ "kind": "tag", "query": "", "from": "Note.md" })),
        ("vault.tasks", json!({})),
        ("vault.tasks", json!({ "until": "2026-11-20" })),
        ("search.find", json!({ "query": "引っ越し" })),
        ("search.find", json!({ "query": "\"move\"" })),
        ("changes.list", json!({})),
        ("changes.list", json!({ "entity": "task" })),
        ("changes.list", json!({ "entity": "task", "uid": task["uid"] })),
        ("people.list", json!({})),
        ("plans.list", json!({})),
        ("plans.list", json!({ "status": "draft" })),
        ("plans.provenance", json!({ "uid": plan["uid"] })),
        ("projects.list", json!({})),
        ("trash.list", json!({})),
        ("tasks.get", json!({ "uid": task["uid"] })),
        ("tasks.inbox", json!({})),
        ("tasks.history", json!({ "uid": task["uid"] })),
        ("tasks.delays", json!({ "uid": task["uid"] })),
        ("projects.schedule", json!({ "uid": project })),
        (
            "projects.schedule",
            json!({ "uid": project, "changes": [{ "task_uid": task["uid"], "depends_on": [elsewhere["uid"]] }] }),
        ),
        ("calendar.get", json!({})),
        ("tasks.find", json!({ "filter": { "text": "move" } })),
        ("tasks.find", json!({ "sort": { "by": "project" }, "offset": 1000 })),
        ("tasks.suggest_assignee", json!({ "uid": task["uid"] })),
        ("filters.list", json!({})),
        ("projects.export_ics", json!({ "uid": project })),
        ("projects.export_csv", json!({ "uid": project })),
        ("projects.import_csv", json!({ "uid": project, "text": "key,title,depends_on,labels\na,A,b,x\nb,B,,\n" })),
        ("projects.import_checkboxes", json!({ "uid": project, "paths": ["Note.md"] })),
        ("labels.list", json!({})),
        ("comments.list", about),
        ("comments.list", json!({ "subject": "plan", "subject_uid": plan["uid"] })),
        ("comments.list", json!({ "subject": "project", "subject_uid": project })),
        ("discussions.list", json!({ "status": "draft" })),
        ("discussions.get", json!({ "uid": talks[0]["uid"] })),
        ("discussions.minutes", json!({ "uid": talks[0]["uid"] })),
        ("comments.list", json!({ "subject": "discussion", "subject_uid": talks[0]["uid"] })),
    ] {
        desk.ok(command, input).await;
    }
    let whole = desk.ok("tasks.get", json!({ "uid": task["uid"] })).await;
    let steps = json!({ "uid": task["uid"], "rev": whole["rev"], "items": [{ "text": "One" }] });
    let whole = desk.ok("checklists.set", steps).await;
    let item = &whole["checklist"][0]["uid"];
    desk.ok("checklists.tick", json!({ "uid": task["uid"], "item_uid": item, "is_done": true })).await;
    let again = json!({ "title": "Again", "recurrence": "every week", "labels": [] });
    let again = desk.ok("tasks.create", again).await;
    desk.ok("tasks.update_many", json!({ "uids": [again["uid"]], "changes": { "status": "completed" } })).await;
    let kept = desk.ok("filters.save", json!({ "name": "Kept", "filter": {} })).await;
    desk.ok("filters.delete", json!({ "uid": kept["uid"], "rev": kept["rev"] })).await;
    talk(desk, &task["uid"], &project).await;
    models(desk, &project).await;
}

/// The same for accounts, answers and what they cost.
async fn models(desk: &Desk, project: &Value) {
    let persona = desk.ok("people.list", json!({})).await["personas"][1]["uid"].clone();
    // Nobody answers there, which is written down as well.
    let new = json!({ "wire": "openai-chat", "name": "x", "base_url": "http://127.0.0.1:9" });
    let account = desk.ok("accounts.create", new).await;
    let model = json!({
        "name": "機械", "persona_uid": persona, "provider": "compatible", "model": "m", "credential_uid": account["uid"],
    });
    let model = desk.ok("people.create_secretary", model).await["uid"].clone();
    let mine = json!({ "name": "手書き", "persona_uid": persona });
    let mine = desk.ok("people.create_secretary", mine).await["uid"].clone();
    for scope in [json!({ "scope": "all" }), json!({ "scope": "secretary", "subject_uid": model })] {
        let mut budget = json!({ "period": "month", "limit_cost": 1_000_000, "limit_tokens": 1_000_000 });
        budget.as_object_mut().expect("an object").extend(scope.as_object().expect("an object").clone());
        desk.ok("budgets.set", budget).await;
    }
    let new = json!({ "title": "t", "project_uid": project, "participants": [model, mine] });
    let talk = desk.ok("conversations.create", new).await["uid"].clone();
    let begun = desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    let answer = json!({ "conversation_uid": talk, "message_uid": begun["steps"][1]["message_uid"], "text": "はい" });
    desk.ok("talk.answer", answer).await;
    let again = json!({ "conversation_uid": talk, "message_uid": begun["steps"][1]["message_uid"] });
    desk.ok("talk.retry", again).await;
    desk.ok("talk.stop", json!({ "conversation_uid": talk })).await;
    for by in ["day", "month", "secretary", "project", "account", "model"] {
        desk.ok("usage.summary", json!({ "from": "2026-01-01", "to": "2026-12-31", "by": by })).await;
    }
    let key = desk.ok("accounts.set_key", json!({ "uid": account["uid"], "key": "sk-0123456789ab" })).await;
    for (command, input) in [
        ("talk.state", json!({ "conversation_uid": talk })),
        ("talk.preview", json!({ "conversation_uid": talk, "text": "?" })),
        ("budgets.list", json!({})),
        ("prices.list", json!({})),
        ("prices.set", json!({ "own": [] })),
        ("accounts.list", json!({})),
        ("accounts.delete", json!({ "uid": key["uid"], "rev": key["rev"] })),
    ] {
        desk.ok(command, input).await;
    }
}

/// The same for conversations, what the person is told, and the trail.
async fn talk(desk: &Desk, task: &Value, project: &Value) {
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let hanako =
        desk.ok("people.create_secretary", json!({ "name": "花子", "persona_uid": persona })).await["uid"].clone();
    let talk =
        desk.ok("conversations.create", json!({ "title": "t", "task_uid": task, "participants": [hanako] })).await;
    desk.ok("conversations.create", json!({ "title": "p", "project_uid": project })).await;
    let said =
        desk.ok("conversations.send", json!({ "uid": talk["uid"], "secretary_uid": hanako, "content": "hello" })).await;
    let edit = json!({ "uid": said["uid"], "rev": said["rev"], "content": "hello again" });
    let said = desk.ok("conversations.edit_message", edit).await;
    let note = desk.ok("notifications.post", json!({ "kind": "reminder", "title": "x" })).await;
    let thrown = desk.ok("conversations.delete_message", json!({ "uid": said["uid"], "rev": said["rev"] })).await;
    desk.ok("conversations.restore_message", thrown).await;
    let thrown = desk.ok("conversations.delete", json!({ "uid": talk["uid"], "rev": talk["rev"] })).await;
    desk.ok("conversations.restore", thrown).await;
    for (command, input) in [
        ("conversations.list", json!({})),
        ("conversations.list", json!({ "status": "archived" })),
        ("conversations.list", json!({ "task_uid": task })),
        ("conversations.list", json!({ "project_uid": project })),
        ("conversations.get", json!({ "uid": talk["uid"] })),
        ("conversations.messages", json!({ "uid": talk["uid"] })),
        ("conversations.messages", json!({ "uid": talk["uid"], "from": 1, "before": 9 })),
        ("conversations.message_versions", json!({ "uid": said["uid"] })),
        ("conversations.branch", json!({ "message_uid": said["uid"] })),
        ("conversations.markdown", json!({ "uid": talk["uid"] })),
        ("talk.recorded", json!({ "conversation_uid": talk["uid"], "message_uid": said["uid"] })),
        ("search.find", json!({ "query": "hello" })),
        ("notifications.list", json!({})),
        ("notifications.list", json!({ "unread_only": true })),
        ("notifications.mark_read", json!({})),
        ("notifications.dismiss", json!({ "uid": note["uid"] })),
        ("audit.list", json!({})),
        ("audit.list", json!({ "actor": "secretary", "action": "delete" })),
        ("audit.list", json!({ "entity": "task", "uid": task })),
        ("people.find_secretaries", json!({ "skill": "x" })),
        ("profile.get", json!({})),
        ("preferences.get", json!({})),
    ] {
        desk.ok(command, input).await;
    }
}

/// The table a plan speaks of: itself, or what the statement calls by that name.
fn table<'a>(called: &'a str, sql: &'a str) -> &'a str {
    let words: Vec<&str> = sql.split([' ', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
    let named =
        words.windows(2).find(|pair| pair[1] == called && !["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0]));
    let named = named.map(|pair| pair[0]).filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    named.unwrap_or(called)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_reads_a_whole_table_that_grows() {
    hisho_store::statements::listen(hear).expect("the first to listen");
    let home = Home::empty();
    let desk = home.open().await;
    everything(&home, &desk).await;
    let heard = HEARD.lock().expect("never poisoned").clone();
    let sql = rusqlite::Connection::open(home.data().join("hisho.db")).expect("open");
    let (mut looked_at, mut used) = (0, BTreeSet::new());
    let mut broken = Vec::new();
    for statement in heard
        .iter()
        .filter(|text| ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|verb| text.starts_with(verb)))
    {
        let Ok(mut plan) = sql.prepare(&format!("EXPLAIN QUERY PLAN {statement}")) else { continue };
        looked_at += 1;
        let count = plan.parameter_count();
        for parameter in 1..=count {
            plan.raw_bind_parameter(parameter, rusqlite::types::Null).expect("bind");
        }
        let mut rows = plan.raw_query();
        while let Some(row) = rows.next().expect("plan") {
            let detail: String = row.get(3).expect("detail");
            let Some(rest) = detail.strip_prefix("SCAN ") else { continue };
            let called = rest.split(' ').next().expect("a name");
            let virtual_or_small = detail.contains("VIRTUAL TABLE") || SMALL.contains(&table(called, statement));
            if virtual_or_small || called == "CONSTANT" || called.starts_with('(') || is_recursion(called, statement) {
                continue;
            }
            match MAY.iter().position(|(part, _)| statement.contains(part)) {
                Some(reason) => drop(used.insert(reason)),
                None => broken.push(format!("{detail}\n    {statement}")),
            }
        }
    }
    assert!(broken.is_empty(), "{} statements read whole tables:\n{}", broken.len(), broken.join("\n"));
    assert!(looked_at > 120, "only {looked_at} statements were heard");
    let unused: Vec<&str> =
        (0..MAY.len()).filter(|reason| !used.contains(reason)).map(|reason| MAY[reason].0).collect();
    assert!(unused.is_empty(), "no longer needed: {unused:?}");
}

/// The rows a recursive question has gathered so far, which are few.
fn is_recursion(called: &str, statement: &str) -> bool {
    statement.contains(&format!("RECURSIVE {called}("))
}

/// The test can fail: a statement without an index is recognised.
#[test]
fn names_are_followed_to_their_tables() {
    assert_eq!(table("t", "SELECT 1 FROM tasks t WHERE t.name = ?1"), "tasks");
    assert_eq!(table("tasks", "SELECT 1 FROM tasks WHERE name = ?1"), "tasks");
    assert_eq!(table("a", "SELECT a.name FROM labels x, ai_assistants a"), "ai_assistants");
}
