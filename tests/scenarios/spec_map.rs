//! The map of the specification: nothing of it is missing there, nothing is there twice, every
//! place it names exists in a database made by this program, and its figures are right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hisho_scenarios::Home;
use rusqlite::Connection;
use serde_json::json;

struct Row {
    what: String,
    state: String,
    places: Vec<String>,
    why: String,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The rows of the map's tables.
fn map() -> Vec<Row> {
    let rows = read("../docs/spec-map.md");
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect() };
    rows.lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| match &cells(line)[..] {
            [what, state, places, why] => Row {
                what: what.trim_matches('`').to_owned(),
                state: state.clone(),
                places: places.split('`').skip(1).step_by(2).map(str::to_owned).collect(),
                why: why.clone(),
            },
            other => panic!("four cells: {other:?}"),
        })
        .collect()
}

/// What the specification has, by kind.
fn specification() -> BTreeMap<String, Vec<String>> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut kind = String::new();
    for line in read("data/spec-002.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => name.clone_into(&mut kind),
            None => kinds.entry(kind.clone()).or_default().push(line.to_owned()),
        }
    }
    kinds
}

#[test]
fn the_map_speaks_of_everything_once() {
    let specification = specification();
    let figures: Vec<(&str, usize)> = specification.iter().map(|(kind, items)| (kind.as_str(), items.len())).collect();
    let expected = [
        ("cache", 13),
        ("columns", 253),
        ("indexes", 82),
        ("objects", 47),
        ("orm", 33),
        ("orm_indexes", 16),
        ("rows", 26),
        ("rules", 18),
    ];
    assert_eq!(figures, expected);
    let tables: BTreeSet<&str> = specification["columns"].iter().filter_map(|c| c.split('.').next()).collect();
    assert_eq!(tables.len(), 21);
    let mut left: Vec<&String> = specification.values().flatten().collect();
    for row in map() {
        let at = left.iter().position(|item| **item == row.what);
        left.remove(at.unwrap_or_else(|| panic!("{} is there twice, or not in the specification", row.what)));
    }
    assert!(left.is_empty(), "not in the map: {left:?}");
}

#[test]
fn what_is_not_where_it_was_has_a_reason() {
    let columns: BTreeSet<String> = specification()["columns"].iter().cloned().collect();
    for Row { what, state, places, why } in map() {
        match state.as_str() {
            "lives" => {
                assert!(!places.is_empty(), "{what} lives nowhere");
                let table = what.split('.').next().expect("a table");
                let at_home = places.iter().any(|place| place.split('.').next() == Some(table));
                assert!(at_home || !columns.contains(&what), "{what} lives in another table, so it was moved");
            }
            "moved" => assert!(!places.is_empty(), "{what} was moved nowhere"),
            "dropped" => assert!(places.is_empty() && !why.is_empty(), "{what} was dropped without a reason"),
            other => panic!("{what} is {other:?}"),
        }
    }
}

#[test]
fn the_figures_are_right() {
    let columns: BTreeSet<String> = specification()["columns"].iter().cloned().collect();
    let rows = map();
    let count = |state: &str| rows.iter().filter(|row| row.state == state && columns.contains(&row.what)).count();
    let (lives, moved, dropped) = (count("lives"), count("moved"), count("dropped"));
    assert_eq!(lives + moved + dropped, 253);
    let figures = format!("Of 253 columns in 21 tables **{lives} live, {moved} moved, {dropped} are dropped**.");
    assert!(read("../docs/spec-map.md").contains(&figures), "the map should say: {figures}");
}

/// Whether a place is there in a database.
fn exists(connection: &Connection, place: &str) -> bool {
    let ask = |sql: &str, params: &[&str]| -> bool {
        connection
            .query_row(sql, rusqlite::params_from_iter(params), |row| row.get(0))
            .unwrap_or_else(|e| panic!("{place}: {e}"))
    };
    match place.split_once(' ') {
        Some(("command", name)) => hisho_app::COMMANDS.iter().any(|command| command.name == name),
        Some(("key", key)) => ask("SELECT EXISTS (SELECT 1 FROM settings WHERE key = ?1)", &[key]),
        Some(("row", row)) => {
            let (column, value) = row.split_once('=').expect("a value");
            let (table, column) = column.split_once('.').expect("a column");
            ask(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?1)"), &[value])
        }
        Some((kind, name)) => {
            ask("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = ?1 AND name = ?2)", &[kind, name])
        }
        None => match place.split_once('.') {
            Some((table, column)) => {
                ask("SELECT EXISTS (SELECT 1 FROM pragma_table_xinfo(?1) WHERE name = ?2)", &[table, column])
            }
            None => ask(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('table','view') AND name = ?1)",
                &[place],
            ),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_the_map_names_exists() {
    let home = Home::empty();
    let desk = home.open().await;
    // A setting that was never made has no key.
    desk.ok("settings.update", json!({ "language": "ja", "theme": "dark" })).await;
    let made = json!({
        "notifications": { "workflow_updates": false }, "workflow": { "auto_assign": false }, "ai": { "auto_summarize": false },
    });
    desk.ok("preferences.update", made).await;
    let connection = Connection::open(home.data().join("hisho.db")).expect("the database");
    let mut named = 0;
    let mut nowhere = Vec::new();
    for row in map() {
        for place in &row.places {
            named += 1;
            if !exists(&connection, place) {
                nowhere.push(format!("{} -> {place}", row.what));
            }
        }
    }
    assert!(nowhere.is_empty(), "not in the database:\n{}", nowhere.join("\n"));
    assert!(named > 400, "{named} places were looked for");
    for nothing in [
        "users.username",
        "nobody",
        "index idx_nothing",
        "command people.fly",
        "key nothing",
        "row roles.shipped_key=x",
    ] {
        assert!(!exists(&connection, nothing), "{nothing} was found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_lists_and_ranges_are_checked_by_the_database_too() {
    let home = Home::empty();
    drop(home.open().await);
    let connection = Connection::open(home.data().join("hisho.db")).expect("the database");
    let mut checked = 0;
    for row in map().iter().filter(|row| row.what.starts_with("check ") && row.state != "dropped") {
        let (table, column) = row.places[0].split_once('.').expect("a column");
        let sql: String = connection
            .query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0))
            .expect("the table");
        let told = ["IN (", "BETWEEN "].iter().any(|form| sql.contains(&format!("CHECK ({column} {form}")));
        assert!(told, "{}: nothing checks {table}.{column}", row.what);
        checked += 1;
    }
    assert_eq!(checked, 21);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_for_tests_ships() {
    let home = Home::empty();
    let desk = home.open().await;
    let connection = Connection::open(home.data().join("hisho.db")).expect("the database");
    let names = |table: &str, column: &str| -> Vec<String> {
        let mut statement = connection.prepare(&format!("SELECT {column} FROM {table}")).expect("the table");
        statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("names")
    };
    let mut looked_for = 0;
    for row in map().iter().filter(|row| specification()["rows"].contains(&row.what) && row.state == "dropped") {
        let (table, name) = row.what.split_once(' ').expect("a table and a name");
        let column = if table == "users" { "full_name" } else { "name" };
        assert!(!names(table, column).iter().any(|there| there == name), "{} ships", row.what);
        looked_for += 1;
    }
    assert_eq!(looked_for, 11);
    for table in ["ai_assistants", "workflows", "tasks", "plans", "conversations", "credentials"] {
        assert_eq!(names(table, "uid"), Vec::<String>::new(), "{table} is empty at the first start");
    }
    drop(desk);
}
