//! Everything a command must not take: every field of every record, too long, empty, not in its
//! list, leading nowhere, out of date, a name taken, a limit reached. Each is refused with its
//! field and rule and nothing is written; the same input without the fault is taken.

mod discussions;
mod models;
mod people;
mod talk;
mod task_details;
mod work;

use std::collections::BTreeSet;

use hisho_domain::{Error, ErrorCode};
use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

/// An identity that nobody has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
/// The areas whose writing commands must stand in the table.
const AREAS: [&str; 12] = [
    "people.",
    "profile.",
    "preferences.",
    "calendar.",
    "conversations.",
    "attachments.",
    "notifications.",
    "search.",
    "accounts.",
    "budgets.set",
    "prices.",
    "talk.",
];

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
pub(crate) fn told(error: &Error) -> String {
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

/// What naming a record at a revision refuses.
fn at_faults(entity: &str) -> Vec<(&'static str, Value, &'static str)> {
    let answers = |kind: &str| -> &'static str { Box::leak(format!("{kind} {entity}").into_boxed_str()) };
    vec![
        ("uid", json!(NOBODY), answers("not_found")),
        ("uid", json!(null), "bad_input uid"),
        ("rev", json!(99), answers("stale")),
        ("rev", json!("1"), "bad_input rev"),
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
    let mut forms = people::forms(&desk).await;
    forms.extend(people::seats(&desk).await);
    forms.extend(people::file(&files));
    forms.extend(talk::conversations(&desk, &files).await);
    forms.extend(talk::person(&desk).await);
    forms.extend(models::accounts(&desk).await);
    forms.extend(models::talk(&desk).await);

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
    let mut forms = people::forms(&desk).await;
    forms.extend(talk::conversations(&desk, &files).await);
    forms.extend(people::seats(&desk).await);
    forms.extend(people::file(&files));
    forms.extend(talk::person(&desk).await);
    forms.extend(models::accounts(&desk).await);
    forms.extend(models::talk(&desk).await);
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
