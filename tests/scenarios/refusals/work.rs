//! Everything that the commands of projects, tasks, boards, labels, comments, plans and
//! discussions must not take, field by field; nothing is written by any of it.

use std::collections::BTreeSet;

use hisho_scenarios::{Desk, Home, at, content, decision};
use serde_json::{Value, json};

use super::{Form, NOBODY, Watch, at_faults, discussions, fields, many, models, put, task_details, told};

type Faults = Vec<(&'static str, Value, &'static str)>;

/// The areas whose writing commands must all stand in the table.
const AREAS: [&str; 8] =
    ["projects.", "tasks.", "checklists.", "filters.", "boards.", "labels.", "comments.", "discussions."];
const DECIDES: [&str; 4] = ["plans.approve", "plans.reject", "plans.request_revision", "discussions.raise_budget"];

/// What there is before anything is tried.
pub(super) struct World {
    pub(super) secretary: Value,
    pub(super) modelled: Value,
    pub(super) project: Value,
    pub(super) later: Value,
    pub(super) whole: Value,
    pub(super) task: Value,
    pub(super) alone: Value,
    pub(super) stepped: Value,
    pub(super) filter: Value,
    pub(super) label: Value,
    pub(super) board: Value,
    pub(super) plan: Value,
    pub(super) reviewed: Value,
    pub(super) talk: Value,
    pub(super) ready: Value,
    pub(super) said: Value,
}

async fn world(home: &Home, desk: &Desk) -> World {
    home.write("Note.md", "- [ ] One\n");
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    let hire = |name: &str| json!({ "name": name, "persona_uid": persona });
    let secretary = desk.ok("people.create_secretary", hire("花子")).await;
    let modelled = desk.ok("people.create_secretary", hire("健")).await;
    let sql = rusqlite::Connection::open(home.data().join("hisho.db")).expect("open");
    sql.execute("UPDATE ai_assistants SET ai_provider = 'ollama' WHERE name = '健'", []).expect("a model");
    let project = desk.ok("projects.create", json!({ "title": "First", "key": "FIRST" })).await;
    let later = desk.ok("projects.create", json!({ "title": "Later", "depends_on": [project["uid"]] })).await;
    let whole = desk.ok("tasks.create", json!({ "title": "Whole" })).await;
    let task = desk
        .ok("tasks.create", json!({ "title": "Part", "parent_uid": whole["uid"], "depends_on": [whole["uid"]] }))
        .await;
    desk.ok("tasks.create", json!({ "title": "Elsewhere", "project_uid": project["uid"] })).await;
    let alone = desk.ok("tasks.create", json!({ "title": "Alone" })).await;
    let stepped = desk.ok("tasks.create", json!({ "title": "Stepped" })).await;
    let stepped = json!({ "uid": stepped["uid"], "rev": 1, "items": [{ "text": "One" }] });
    let stepped = desk.ok("checklists.set", stepped).await;
    desk.ok("filters.save", json!({ "name": "taken", "filter": {} })).await;
    let filter = desk.ok("filters.save", json!({ "name": "Mine", "filter": {} })).await;
    let label = desk.ok("labels.create", json!({ "name": "taken" })).await;
    let columns =
        json!([{ "name": "full", "status": "pending", "wip_limit": 1 }, { "name": "doing", "status": "in_progress" }]);
    let board = desk.ok("boards.create", json!({ "name": "taken", "columns": columns })).await;
    let in_column = desk.ok("tasks.create", json!({ "title": "Fills it" })).await;
    let fill = json!({ "uid": in_column["uid"], "rev": 1, "column_uid": board["columns"][0]["uid"] });
    desk.ok("tasks.move", fill).await;
    let plan = desk.ok("plans.create", json!({ "content": content("Draft", &[]) })).await;
    let reviewed = desk.ok("plans.create", json!({ "content": content("Reviewed", &[]) })).await;
    let reviewed = desk.ok("plans.submit", at(&reviewed)).await;
    let reviewed = desk.ok("plans.start_review", at(&reviewed)).await;
    let seats = json!([
        { "secretary_uid": null, "role": "participant" }, { "secretary_uid": secretary["uid"], "role": "participant" },
    ]);
    let create = json!({ "title": "Talk", "topic": "What", "kind": "debate", "max_participants": 4, "seats": seats });
    let talk = desk.ok("discussions.create", create).await;
    let talk = desk.ok("discussions.start", at(&talk)).await;
    let said = desk.ok("discussions.say", json!({ "uid": talk["uid"], "content": "Hm" })).await;
    let seats = json!([
        { "secretary_uid": null, "role": "participant" }, { "secretary_uid": secretary["uid"], "role": "participant" },
    ]);
    let create = json!({ "title": "Ready", "topic": "What", "kind": "debate", "max_participants": 3, "seats": seats });
    let ready = desk.ok("discussions.create", create).await;
    World {
        secretary,
        modelled,
        project,
        later,
        whole,
        task,
        alone,
        stepped,
        filter,
        label,
        board,
        plan,
        reviewed,
        talk,
        ready,
        said,
    }
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// One character more than allowed.
pub(super) fn long(limit: usize) -> Value {
    super::long(limit).into()
}

/// What the fields refuse that projects and tasks have in common.
fn common_faults() -> Faults {
    vec![
        ("title", json!(" \n "), "invalid title required"),
        ("title", long(200), "invalid title too_long"),
        ("description", long(20_000), "invalid description too_long"),
        ("priority", json!("critical"), "invalid priority unknown_value"),
        ("start_on", json!("2027-02-30"), "invalid start_on format"),
        ("due_on", json!("13/08/2027"), "invalid due_on format"),
        ("due_on", json!("2026-12-31"), "invalid due_on before_start"),
        ("estimated_minutes", json!(-1), "invalid estimated_minutes range"),
        ("estimated_minutes", json!(1.5), "bad_input estimated_minutes"),
        ("depends_on", json!([NOBODY]), "invalid depends_on unknown_value"),
        ("depends_on", json!([NOBODY, NOBODY]), "invalid depends_on duplicate"),
        ("nothing", json!(1), "bad_input nothing"),
    ]
}

/// What changing refuses beside that.
fn change_faults(entity: &str) -> Faults {
    let more = [
        ("actual_minutes", json!(10_000_001), "invalid actual_minutes range"),
        ("reason", long(1000), "invalid reason too_long"),
    ];
    [at_faults(entity), common_faults(), more.into()].concat()
}

fn of_projects(world: &World) -> Vec<Form> {
    let fields = json!({ "title": "New", "start_on": "2027-01-01", "due_on": "2027-01-31" });
    let mut change = fields.clone();
    (change["uid"], change["rev"]) = (world.project["uid"].clone(), world.project["rev"].clone());
    let own = vec![
        ("project_type", json!("game"), "invalid project_type unknown_value"),
        ("team_uid", json!(NOBODY), "invalid team_uid unknown_value"),
        ("criteria", many(100), "invalid criteria too_long"),
        ("criteria", json!([long(500)]), "invalid criteria too_long"),
        ("participants", json!([NOBODY]), "invalid participants unknown_value"),
        ("participants", many(100), "invalid participants too_long"),
        ("depends_on", many(100), "invalid depends_on too_long"),
    ];
    let keys = vec![
        ("key", json!(""), "invalid key required"),
        ("key", json!("T"), "invalid key format"),
        ("key", json!("引越"), "invalid key format"),
        ("key", json!("ABCDEFGHIJK"), "invalid key too_long"),
        ("key", json!("first"), "refused name_taken"),
    ];
    let cycle = vec![
        ("depends_on", json!([world.later["uid"]]), "invalid depends_on cycle"),
        ("depends_on", json!([world.project["uid"]]), "invalid depends_on cycle"),
    ];
    let step =
        vec![("step", json!("fly"), "invalid step unknown_value"), ("step", json!("complete"), "refused not_started")];
    vec![
        Form { command: "projects.create", input: fields, faults: [common_faults(), own.clone(), keys].concat() },
        Form { command: "projects.update", input: change, faults: [change_faults("project"), own, cycle].concat() },
        Form {
            command: "projects.step",
            input: json!({ "uid": world.later["uid"], "rev": 1, "step": "start" }),
            faults: [at_faults("project"), step, vec![("reason", long(1000), "invalid reason too_long")]].concat(),
        },
    ]
}

fn of_tasks(world: &World) -> Vec<Form> {
    let fields = json!({ "title": "New", "start_on": "2027-01-01", "due_on": "2027-01-31" });
    let mut create = fields.clone();
    create["depends_on"] = json!([world.whole["uid"]]);
    let mut change = fields;
    (change["uid"], change["rev"]) = (world.whole["uid"].clone(), world.whole["rev"].clone());
    let own = vec![
        ("task_type", json!("epic"), "invalid task_type unknown_value"),
        ("status", json!("done"), "invalid status unknown_value"),
        ("assistant_uid", json!(NOBODY), "invalid assistant_uid unknown_value"),
        ("recurrence", json!("every blue moon"), "invalid recurrence format"),
        ("recurrence", long(200), "invalid recurrence too_long"),
        ("parent_uid", json!(NOBODY), "invalid parent_uid unknown_value"),
        ("labels", json!([NOBODY]), "invalid labels unknown_value"),
        ("labels", many(50), "invalid labels too_long"),
        ("depends_on", many(200), "invalid depends_on too_long"),
    ];
    let at_create = vec![
        ("project_uid", json!(NOBODY), "invalid project_uid unknown_value"),
        ("status", json!("in_progress"), "refused open_prerequisites"),
        // The whole belongs to no project.
        ("parent_uid", world.whole["uid"].clone(), "refused other_project"),
    ];
    let mut elsewhere = create.clone();
    elsewhere["project_uid"] = world.project["uid"].clone();
    let circles = vec![
        ("parent_uid", world.task["uid"].clone(), "invalid parent_uid cycle"),
        ("parent_uid", world.whole["uid"].clone(), "invalid parent_uid cycle"),
        ("depends_on", json!([world.task["uid"]]), "invalid depends_on cycle"),
        ("depends_on", json!([world.whole["uid"]]), "invalid depends_on cycle"),
    ];
    let moves = vec![
        ("column_uid", json!(NOBODY), "invalid column_uid unknown_value"),
        ("column_uid", world.board["columns"][0]["uid"].clone(), "refused column_full"),
        ("column_uid", world.board["columns"][1]["uid"].clone(), "refused open_prerequisites"),
        ("after_uid", json!(NOBODY), "invalid after_uid unknown_value"),
    ];
    vec![
        Form { command: "tasks.create", input: elsewhere, faults: [common_faults(), own.clone(), at_create].concat() },
        Form {
            command: "tasks.move",
            input: json!({ "uid": world.task["uid"], "rev": world.task["rev"], "after_uid": null }),
            faults: [at_faults("task"), moves].concat(),
        },
        Form { command: "tasks.update", input: change, faults: [change_faults("task"), own, circles].concat() },
    ]
}

fn of_boards_and_labels(world: &World) -> Vec<Form> {
    let column = |name: Value| json!([{ "name": name, "status": "pending" }]);
    let names = vec![
        ("name", json!(""), "invalid name required"),
        ("name", long(100), "invalid name too_long"),
        ("name", json!("taken"), "refused name_taken"),
    ];
    let columns = vec![
        ("columns", column(json!(" ")), "invalid column required"),
        ("columns", column(long(100)), "invalid column too_long"),
        ("columns", json!(vec![json!({ "name": "x", "status": "pending" }); 31]), "invalid columns too_long"),
        ("columns.0.status", json!("done"), "invalid columns unknown_value"),
        ("columns.0.color", json!("red"), "invalid color format"),
        ("columns.0.wip_limit", json!(0), "invalid wip_limit range"),
        ("columns.0.uid", json!(NOBODY), "invalid columns unknown_value"),
    ];
    let color =
        vec![("color", json!("red"), "invalid color format"), ("color", json!("#12345g"), "invalid color format")];
    let project = vec![("project_uid", json!(NOBODY), "invalid project_uid unknown_value")];
    let twice = vec![("columns.1.uid", world.board["columns"][0]["uid"].clone(), "invalid columns duplicate")];
    vec![
        Form {
            command: "boards.create",
            input: json!({ "name": "New", "columns": column(json!("x")), "project_uid": null }),
            faults: [names.clone(), columns.clone(), project].concat(),
        },
        Form {
            command: "boards.update",
            input: json!({ "uid": world.board["uid"], "rev": 1, "name": "Other", "columns": world.board["columns"] }),
            faults: [at_faults("board"), vec![names[0].clone(), names[1].clone()], columns, twice].concat(),
        },
        Form {
            command: "labels.create",
            input: json!({ "name": "New", "color": null }),
            faults: [names.clone(), color.clone()].concat(),
        },
        Form {
            command: "labels.update",
            input: json!({ "uid": world.label["uid"], "rev": 1, "name": "Other" }),
            faults: [at_faults("label"), vec![names[0].clone(), names[1].clone()], color].concat(),
        },
    ]
}

fn of_comments(world: &World) -> Vec<Form> {
    let body = vec![("body", json!(" "), "invalid body required"), ("body", long(10_000), "invalid body too_long")];
    let subject = vec![
        ("subject", json!("note"), "invalid subject unknown_value"),
        ("subject", json!("plan"), "not_found plan"),
        ("subject_uid", json!(NOBODY), "not_found task"),
    ];
    let input = json!({ "subject": "task", "subject_uid": world.whole["uid"], "body": "Well" });
    let passage = vec![("passage", json!({ "version": 1, "quote": "Well" }), "invalid passage unexpected")];
    let speaker = vec![
        ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
        ("secretary_uid", world.modelled["uid"].clone(), "refused speaks_for_themselves"),
    ];
    let about = json!({ "version": 1, "quote": world.reviewed["newest"]["content"]["objective"] });
    let remark = json!({
        "subject": "plan", "subject_uid": world.reviewed["uid"], "body": "Why?", "passage": about,
        "secretary_uid": world.secretary["uid"],
    });
    let quoted = vec![
        ("passage.version", json!(2), "invalid version unknown_value"),
        ("passage.quote", json!(" "), "invalid quote required"),
        ("passage.quote", long(2000), "invalid quote too_long"),
        ("passage.quote", json!("what nobody wrote"), "invalid quote unknown_value"),
        ("subject_uid", world.plan["uid"].clone(), "refused not_submitted"),
    ];
    vec![
        Form { command: "comments.create", input, faults: [body.clone(), subject, passage].concat() },
        Form { command: "comments.create", input: remark, faults: [body, speaker, quoted].concat() },
    ]
}

fn of_plans(world: &World) -> Vec<Form> {
    let with = |more: Value| {
        let mut full = content("Draft", &["One"]);
        full.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        full
    };
    let risk = json!({ "title": "Rain", "likelihood": "low", "impact": "high", "response": "" });
    let full = with(
        json!({ "resources": { "cost": { "amount": 1, "currency": "JPY" }, "needs": ["x"], "people": ["x"] }, "risks": [risk], "notes": ["x"] }),
    );
    let fields = vec![
        ("content.title", json!(""), "invalid title required"),
        ("content.title", long(200), "invalid title too_long"),
        ("content.objective", json!(" "), "invalid objective required"),
        ("content.objective", long(20_000), "invalid objective too_long"),
        ("content.scope", long(20_000), "invalid scope too_long"),
        ("content.description", long(20_000), "invalid description too_long"),
        ("content.start_on", json!("soon"), "invalid start_on format"),
        ("content.start_on", json!("2028-01-01"), "invalid due_on before_start"),
        ("content.milestones.0.title", json!(""), "invalid milestone required"),
        ("content.milestones.0.due_on", json!("2027-13-01"), "invalid milestone_due_on format"),
        ("content.milestones.0.depends_on", json!([NOBODY]), "invalid milestone_depends_on unknown_value"),
        ("content.resources.people", many(100), "invalid people too_long"),
        ("content.notes", many(100), "invalid notes too_long"),
        ("content.criteria", many(100), "invalid criteria too_long"),
        ("content.resources.cost.amount", json!(-1), "invalid cost range"),
        ("content.resources.cost.currency", json!("yen"), "invalid currency format"),
        ("content.resources.needs", many(100), "invalid needs too_long"),
        ("content.resources.dependencies", json!([long(500)]), "invalid dependencies too_long"),
        ("content.risks.0.title", long(500), "invalid risk too_long"),
        ("content.risks.0.impact", json!("huge"), "invalid risks unknown_value"),
        ("content.risks.0.response", long(500), "invalid risk_response too_long"),
    ];
    let save = json!({ "uid": world.plan["uid"], "rev": world.plan["rev"], "content": full });
    let summary = vec![("change_summary", long(500), "invalid change_summary too_long")];
    let verdict = |more: Value| {
        let mut input = decision(&world.reviewed);
        input.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        input
    };
    let screen = vec![
        ("uid", json!(NOBODY), "not_found plan"),
        ("version", json!(2), "refused version_changed"),
        ("content_hash", json!("0".repeat(64)), "refused version_changed"),
        ("comment", long(5000), "invalid comment too_long"),
    ];
    let conditions = vec![
        ("conditions", many(50), "invalid conditions too_long"),
        ("conditions", json!([""]), "invalid conditions required"),
        ("conditions", json!(["x", "x"]), "invalid conditions duplicate"),
    ];
    let adviser = vec![
        ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
        ("secretary_uid", world.modelled["uid"].clone(), "refused speaks_for_themselves"),
        ("action", json!("praise"), "invalid action unknown_value"),
        ("action", json!("reject"), "invalid comment required"),
    ];
    let draft = vec![("uid", world.plan["uid"].clone(), "refused not_submitted")];
    vec![
        Form { command: "plans.create", input: json!({ "content": full }), faults: fields.clone() },
        Form { command: "plans.save", input: save, faults: [at_faults("plan"), fields, summary].concat() },
        Form {
            command: "plans.advise",
            input: verdict(json!({ "secretary_uid": world.secretary["uid"], "action": "approve" })),
            faults: [screen.clone(), conditions.clone(), adviser, draft.clone()].concat(),
        },
        Form { command: "plans.approve", input: verdict(json!({})), faults: [screen, conditions, draft].concat() },
    ]
}

/// Putting things into the trash and taking them out, at another revision or twice.
async fn of_trash(desk: &Desk) -> Vec<Form> {
    let task = desk.ok("tasks.create", json!({ "title": "Trash" })).await;
    let project = desk.ok("projects.create", json!({ "title": "Trash" })).await;
    let board = desk.ok("boards.create", json!({ "name": "Trash", "columns": [] })).await;
    let label = desk.ok("labels.create", json!({ "name": "Trash" })).await;
    let comment =
        desk.ok("comments.create", json!({ "subject": "task", "subject_uid": task["uid"], "body": "x" })).await;
    let create = json!({ "title": "Trash", "topic": "x", "kind": "debate", "seats": [{ "secretary_uid": null, "role": "observer" }] });
    let talk = desk.ok("discussions.create", create).await;
    let body = vec![("body", json!(" "), "invalid body required"), ("body", long(10_000), "invalid body too_long")];
    let update = json!({ "uid": comment["uid"], "rev": 1, "body": "y" });
    let mut forms =
        vec![Form { command: "comments.update", input: update, faults: [at_faults("comment"), body].concat() }];
    for (area, entity, thing, rev) in [
        ("comments", "comment", &comment, 2),
        ("tasks", "task", &task, 1),
        ("projects", "project", &project, 1),
        ("boards", "board", &board, 1),
        ("labels", "label", &label, 1),
        ("discussions", "discussion", &talk, 1),
    ] {
        let named = |rev: i64| json!({ "uid": thing["uid"], "rev": rev });
        let faults = at_faults(entity);
        forms.push(Form { command: leak(format!("{area}.delete")), input: named(rev), faults: faults.clone() });
        forms.push(Form { command: leak(format!("{area}.restore")), input: named(rev + 1), faults });
    }
    let ready = json!([{ "secretary_uid": null, "role": "observer" }]);
    let lonely =
        desk.ok("discussions.create", json!({ "title": "x", "topic": "x", "kind": "debate", "seats": ready })).await;
    let error = desk.call("discussions.start", at(&lonely)).await.expect_err("alone");
    assert_eq!(error.params["reason"], "too_few_seats");
    forms
}

async fn run(desk: &Desk, command: &str, input: Value) -> Result<Value, hisho_domain::Error> {
    if DECIDES.contains(&command) { desk.decide(command, input).await } else { desk.call(command, input).await }
}

/// Tries every fault of every form, and then the input without a fault, which may change what the
/// next form meets. Gives how many faults there were.
async fn try_out(home: &Home, desk: &Desk, forms: &[Form]) -> usize {
    let watch = Watch::on(home);
    let mut tried = 0;
    for Form { command, input, faults } in forms {
        for (path, fault, answer) in faults {
            let mut faulty = input.clone();
            if path.is_empty() {
                faulty = fault.clone();
            } else {
                put(&mut faulty, path, fault.clone());
            }
            let before = watch.version();
            let shown: String = fault.to_string().chars().take(60).collect();
            let error =
                run(desk, command, faulty).await.err().unwrap_or_else(|| panic!("{command} took {path}: {shown}"));
            assert_eq!(told(&error), *answer, "{command} {path}: {shown}");
            assert_eq!(watch.version(), before, "{command} {path}: {shown} wrote something");
            tried += 1;
        }
        run(desk, command, input.clone()).await.unwrap_or_else(|e| panic!("{command} without a fault: {e:?}"));
    }
    tried
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_refused_with_its_field_and_rule_and_nothing_is_written() {
    let home = Home::empty();
    let desk = home.open().await;
    let world = world(&home, &desk).await;
    let mut forms = of_trash(&desk).await;
    forms.extend(of_comments(&world));
    forms.extend(of_plans(&world));
    forms.extend(discussions::of(&world));
    forms.extend(of_boards_and_labels(&world));
    forms.extend(of_tasks(&world));
    forms.extend(of_projects(&world));
    forms.extend(task_details::of(&world));
    forms.extend(models::drafts(&desk).await);
    let faults = try_out(&home, &desk, &forms).await;
    assert!(faults > 200, "{faults} faults");

    // A discussion that has begun is tried by hand, and one that does not go on.
    let mut tried: BTreeSet<&str> = forms.iter().map(|form| form.command).collect();
    let again = desk
        .call("discussions.start", at(&desk.ok("discussions.get", json!({ "uid": world.talk["uid"] })).await))
        .await;
    assert_eq!(again.expect_err("begun").params["reason"], "already_started");
    let pass = desk.call("discussions.pass", json!({ "uid": world.talk["uid"], "turn": 999 })).await;
    assert_eq!(pass.expect_err("nobody's").params["reason"], "no_such_turn");
    let go_on = desk.call("discussions.go_on", json!({ "uid": NOBODY })).await;
    assert_eq!(go_on.expect_err("nobody's").params["entity"], "discussion");
    let draft = desk.call("discussions.draft_plan", json!({ "uid": world.talk["uid"] })).await;
    assert_eq!(draft.expect_err("going on").params["reason"], "not_ended");
    tried.extend(["discussions.pass", "discussions.go_on", "discussions.draft_plan"]);
    let described = hisho_app::describe();
    let writing = described["commands"].as_array().expect("commands").iter().filter(|c| c["effect"] != "read");
    for name in
        writing.filter_map(|c| c["name"].as_str()).filter(|name| AREAS.iter().any(|area| name.starts_with(area)))
    {
        assert!(tried.contains(name), "{name} is not in the table");
        let faulty: Vec<&str> = forms
            .iter()
            .filter(|form| form.command == name)
            .flat_map(|form| &form.faults)
            .map(|(path, ..)| *path)
            .collect();
        for field in fields(&described, name).iter().filter(|_| !faulty.is_empty()) {
            let named = faulty.iter().any(|path| path == field || path.starts_with(&format!("{field}.")));
            assert!(named, "{name}: no fault in {field}");
        }
    }
}
