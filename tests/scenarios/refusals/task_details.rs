//! What many changes at once, small steps and kept questions must not take.

use hisho_scenarios::at;
use serde_json::json;

use super::work::{World, long};
use super::{Form, NOBODY, at_faults, many};

/// The forms of them.
pub(super) fn of(world: &World) -> Vec<Form> {
    let mut forms = of_tasks(world);
    forms.extend(of_exchange(world));
    forms.extend(of_filters(world));
    forms
}

fn of_tasks(world: &World) -> Vec<Form> {
    let waits = json!({ "uids": [world.alone["uid"], world.task["uid"]], "changes": { "status": "review" } });
    let batch = vec![
        ("uids", json!([]), "invalid uids required"),
        ("uids", json!([world.whole["uid"], world.whole["uid"]]), "invalid uids duplicate"),
        ("uids", many(500), "invalid uids too_long"),
        ("uids.0", json!(NOBODY), "not_found task"),
        // One of them waits for something, so neither begins.
        ("", waits, "refused open_prerequisites"),
        ("changes.status", json!("done"), "invalid status unknown_value"),
        ("changes.priority", json!("critical"), "invalid priority unknown_value"),
        ("changes.task_type", json!("epic"), "invalid task_type unknown_value"),
        ("changes.assistant_uid", json!(NOBODY), "invalid assistant_uid unknown_value"),
        ("changes.start_on", json!("soon"), "invalid start_on format"),
        ("changes.due_on", json!("2027-02-30"), "invalid due_on format"),
        ("changes.estimated_minutes", json!(-1), "invalid estimated_minutes range"),
        ("changes.add_labels", json!([NOBODY]), "invalid labels unknown_value"),
        ("changes.remove_labels", many(50), "invalid remove_labels too_long"),
        ("changes.reason", long(1000), "invalid reason too_long"),
        ("changes.title", json!("x"), "bad_input title"),
    ];
    let items = vec![
        ("items", json!(vec![json!({ "text": "x" }); 101]), "invalid items too_long"),
        ("items.0.text", json!(" "), "invalid items required"),
        ("items.0.text", long(500), "invalid items too_long"),
        ("items.0.uid", json!(NOBODY), "invalid items unknown_value"),
        ("items", json!(vec![json!({ "uid": NOBODY, "text": "x" }); 2]), "invalid items duplicate"),
    ];
    let item = &world.stepped["checklist"][0]["uid"];
    vec![
        Form {
            command: "tasks.update_many",
            input: json!({ "uids": [world.alone["uid"]], "changes": { "priority": "low" } }),
            faults: batch,
        },
        Form {
            command: "checklists.set",
            // The form before wrote it.
            input: json!({ "uid": world.alone["uid"], "rev": 2, "items": [{ "text": "One" }] }),
            faults: [at_faults("task"), items].concat(),
        },
        Form {
            command: "checklists.tick",
            input: json!({ "uid": world.stepped["uid"], "item_uid": item, "is_done": true }),
            faults: vec![
                ("uid", json!(NOBODY), "not_found task"),
                ("item_uid", json!(NOBODY), "invalid item_uid unknown_value"),
                ("is_done", json!("yes"), "bad_input is_done"),
            ],
        },
    ]
}

fn of_exchange(world: &World) -> Vec<Form> {
    vec![
        Form {
            command: "projects.import_csv",
            input: json!({ "uid": world.later["uid"], "text": "title\nOne\n", "dry_run": false }),
            faults: vec![
                ("uid", json!(NOBODY), "not_found project"),
                ("text", json!(format!("title\n{}", "x\n".repeat(5_001))), "invalid text too_long"),
                ("dry_run", json!("yes"), "bad_input dry_run"),
            ],
        },
        Form {
            command: "projects.import_checkboxes",
            input: json!({ "uid": world.later["uid"], "paths": ["Note.md"] }),
            faults: vec![
                ("uid", json!(NOBODY), "not_found project"),
                ("paths", json!([]), "invalid paths required"),
                ("paths", json!(["Note.md", "Note.md"]), "invalid paths duplicate"),
                ("paths", many(200), "invalid paths too_long"),
                ("paths", json!(["Nowhere.md"]), "not_found note"),
            ],
        },
    ]
}

fn of_filters(world: &World) -> Vec<Form> {
    let backwards = json!({ "due_from": "2026-02-02", "due_until": "2026-02-01" });
    let fields = vec![
        ("name", json!(" "), "invalid name required"),
        ("name", long(100), "invalid name too_long"),
        ("name", json!("taken"), "refused name_taken"),
        ("filter.text", long(200), "invalid text too_long"),
        ("filter.statuses", json!(["done"]), "invalid statuses unknown_value"),
        ("filter.priorities", json!(["low", "low"]), "invalid priorities duplicate"),
        ("filter.assistant_uids", many(200), "invalid assistant_uids too_long"),
        ("filter.project_uids", json!([null, null]), "invalid project_uids duplicate"),
        ("filter.label_uids", many(200), "invalid label_uids too_long"),
        ("filter.due_from", json!("x"), "invalid due_from format"),
        ("filter.due_until", json!("2026-02-30"), "invalid due_until format"),
        ("filter", backwards, "invalid due_until before_start"),
        ("sort.by", json!("colour"), "invalid by unknown_value"),
        // Without an identity it would be a new one, which has no revision yet.
        ("uid", json!(null), "invalid rev unexpected"),
        ("uid", json!(NOBODY), "not_found filter"),
        ("rev", json!(null), "invalid rev required"),
        ("rev", json!(99), "stale filter"),
    ];
    let mut save = at(&world.filter);
    save["name"] = json!("Other");
    save["filter"] = json!({});
    save["sort"] = json!({ "by": "due" });
    let delete = json!({ "uid": world.filter["uid"], "rev": 2 });
    vec![
        Form { command: "filters.save", input: save, faults: fields },
        Form { command: "filters.delete", input: delete, faults: at_faults("filter") },
    ]
}
