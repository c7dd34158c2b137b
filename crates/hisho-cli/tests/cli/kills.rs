//! Killed at any moment of what replaces, copies or removes much: what is there afterwards is the
//! old or the new, whole. The real program is killed, each time at another place.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hisho_scenarios::{Hisho, Home, content, schema_database};
use serde_json::{Value, json};

use crate::HISHO;

/// Rounds of each operation; backup, restore, migration and purge together make 500, and what
/// else is killed here as many each.
fn rounds() -> u32 {
    std::env::var("HISHO_KILL_ROUNDS").ok().and_then(|n| n.parse::<u32>().ok()).map_or(125, |n| n.div_ceil(4))
}

/// The kills came on both sides of the change. A handful of them, as in a short run, may all come
/// on one.
fn both_happened(seen: [u32; 2]) {
    const MANY: u32 = 20;
    assert!(seen.iter().sum::<u32>() < MANY || seen.iter().all(|&times| times > 0), "both happen: {seen:?}");
}

/// What the database holds: everything that tells one state from another.
fn state(data: &Path) -> String {
    let connection = rusqlite::Connection::open(data.join("hisho.db")).expect("opens");
    let text = |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).expect(sql) };
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    assert_eq!(text("SELECT '' || count(*) FROM pragma_foreign_key_check"), "0");
    let count = |sql: &str| text(&format!("SELECT '' || ({sql})"));
    format!(
        "schema {}, plans {}, projects {}, tasks {}, tables {}",
        count("SELECT max(version) FROM refinery_schema_history"),
        text(
            "SELECT coalesce(group_concat(uid || rev || (deleted_at IS NULL), ','), '') FROM (SELECT * FROM plans ORDER BY uid)"
        ),
        text(
            "SELECT coalesce(group_concat(uid || rev || (deleted_at IS NULL), ','), '') FROM (SELECT * FROM workflows ORDER BY uid)"
        ),
        text(
            "SELECT coalesce(group_concat(uid || rev || (deleted_at IS NULL), ','), '') FROM (SELECT * FROM tasks ORDER BY uid)"
        ),
        count("SELECT count(*) FROM sqlite_schema"),
    )
}

/// A number from 0 to 1 that differs in each round, and is the same in every run.
pub(crate) fn place(round: u32) -> f64 {
    // Steps of the golden section lie evenly, however many there are.
    (f64::from(round) * 0.618_033_988_749_895).fract()
}

/// A program that waits for commands.
pub(crate) struct Running {
    child: std::process::Child,
    stdin: std::process::ChildStdin,
    answers: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Running {
    pub(crate) fn start(hisho: &Hisho) -> Self {
        let mut child = hisho
            .command(&["rpc", "--lines", "--as-me"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("hisho runs");
        let stdin = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Running { child, stdin, answers }
    }

    pub(crate) fn ask(&mut self, command: &str, input: &Value) {
        let line = json!({ "command": command, "input": input }).to_string() + "\n";
        self.stdin.write_all(line.as_bytes()).expect("asked");
    }

    pub(crate) fn answer(&mut self) -> Value {
        let line = self.answers.next().expect("an answer").expect("text");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert!(answer["error"].is_null(), "{answer}");
        answer["ok"].clone()
    }

    /// Kills it; true when it had answered before.
    pub(crate) fn kill(mut self) -> bool {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
        self.answers.map_while(Result::ok).any(|line| serde_json::from_str::<Value>(&line).is_ok())
    }
}

/// Runs a command in a program of its own, over and over, killing it at another place each time.
/// `before` puts the old state in place and gives the input; `after` looks at what is left, knowing
/// whether the command was answered. Gives how often it was cut off.
fn killed(home: &Home, command: &str, before: &mut dyn FnMut() -> Value, after: &mut dyn FnMut(bool)) -> u32 {
    let hisho = home.hisho(HISHO);
    // Once to its end, to know how long it takes.
    let mut took = Duration::ZERO;
    for _ in 0..2 {
        let input = before();
        let mut running = Running::start(&hisho);
        running.ask("app.state", &json!({}));
        running.answer();
        let start = Instant::now();
        running.ask(command, &input);
        running.answer();
        took = took.max(start.elapsed());
        running.kill();
        after(true);
    }
    let mut cut = 0;
    for round in 0..rounds() {
        let input = before();
        let mut running = Running::start(&hisho);
        running.ask("app.state", &json!({}));
        running.answer();
        running.ask(command, &input);
        std::thread::sleep(took.mul_f64(place(round) * 1.1));
        let answered = running.kill();
        cut += u32::from(!answered);
        // The first runs tell little on a busy machine: what comes too late is tried sooner.
        took = took.mul_f64(if answered { 0.96 } else { 1.02 });
        after(answered);
    }
    assert!(cut >= rounds() / 3, "{command}: only {cut} of {} kills came before the answer", rounds());
    cut
}

fn clear(folder: &Path) {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => panic!("{}: {e}", folder.display()),
        _ => {}
    }
}

/// A home whose database is the same at the start of every round.
fn home_with_plan() -> (Home, Value) {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let plan = hisho.ok("plans.create", json!({ "content": content("Kept", &["One"]) }));
    (home, plan)
}

fn take(home: &Home, name: &str) {
    let file = home.data().join("hisho.db");
    for rest in ["hisho.db-wal", "hisho.db-shm"] {
        let _ = fs::remove_file(home.data().join(rest));
    }
    fs::copy(home.data().join(name), file).expect("copied");
}

fn keep(home: &Home, name: &str) {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    connection.execute("VACUUM INTO ?1", [home.data().join(name).to_string_lossy()]).expect("kept");
}

#[test]
fn a_backup_is_there_whole_or_not_at_all() {
    let (home, _) = home_with_plan();
    let present = state(&home.data());
    let shelf = home.data().join("backups");
    killed(
        &home,
        "backups.create",
        &mut || {
            clear(&shelf);
            json!({ "name": "x" })
        },
        &mut |answered| {
            let whole: Vec<_> = fs::read_dir(&shelf)
                .into_iter()
                .flatten()
                .flatten()
                .filter(|e| !e.file_name().to_string_lossy().starts_with('.'))
                .collect();
            assert!(whole.len() <= 1 && (!answered || whole.len() == 1));
            for backup in whole {
                let text = fs::read_to_string(backup.path().join("manifest.json")).expect("a manifest");
                let (json, _) = text.split_once('\n').expect("two lines");
                let manifest: Value = serde_json::from_str(json).expect("JSON");
                let bytes = fs::read(backup.path().join("hisho.db")).expect("a database");
                assert_eq!(manifest["blake3"], blake3::hash(&bytes).to_hex().as_str());
                assert_eq!(state(&backup.path()), present);
            }
            assert_eq!(state(&home.data()), present);
        },
    );
    // What was left half made is cleared up by the next one.
    home.hisho(HISHO).ok("backups.create", json!({}));
    assert!(
        fs::read_dir(&shelf)
            .expect("shelf")
            .flatten()
            .all(|e| !e.file_name().to_string_lossy().starts_with(".unfinished"))
    );
}

#[test]
fn a_restore_leaves_the_old_or_the_new() {
    let (home, _) = home_with_plan();
    let hisho = home.hisho(HISHO);
    let old = state(&home.data());
    let backup = hisho.ok("backups.create", json!({}));
    hisho.ok("plans.create", json!({ "content": content("Later", &["Two"]) }));
    keep(&home, "later.db");
    let later = state(&home.data());
    let id = backup["id"].clone();
    let mut seen = [0, 0];
    killed(
        &home,
        "backups.restore",
        &mut || {
            take(&home, "later.db");
            json!({ "id": id })
        },
        &mut |answered| {
            let now = state(&home.data());
            assert!(now == old || (now == later && !answered), "neither the old nor the new: {now}");
            seen[usize::from(now == old)] += 1;
        },
    );
    both_happened(seen);
    take(&home, "later.db");
    assert_eq!(hisho.ok("backups.verify", json!({ "id": id }))["state"], "sound");
}

#[test]
fn a_removed_backup_is_there_whole_or_gone() {
    let (home, _) = home_with_plan();
    let shelf = home.data().join("backups");
    let hisho = home.hisho(HISHO);
    let made = hisho.ok("backups.create", json!({}));
    let id = made["id"].as_str().expect("id").to_owned();
    let aside = home.data().join("aside");
    hisho_scenarios::copy(&shelf.join(&id), &aside);
    killed(
        &home,
        "backups.delete",
        &mut || {
            clear(&shelf);
            hisho_scenarios::copy(&aside, &shelf.join(&id));
            json!({ "id": id })
        },
        &mut |answered| {
            let place = shelf.join(&id);
            assert!(!answered || !place.exists());
            if place.exists() {
                for file in ["hisho.db", "manifest.json"] {
                    assert_eq!(fs::read(place.join(file)).expect("whole"), fs::read(aside.join(file)).expect("aside"));
                }
            }
        },
    );
}

/// The removal for good of a project in the trash, with all that belongs to it.
#[test]
fn a_purge_takes_all_of_it_or_nothing() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let list: Value = serde_json::from_slice(&hisho.rpc(&["--list"]).stdout).expect("JSON");
    if !list["commands"].as_array().expect("commands").iter().any(|command| command["name"] == "trash.purge") {
        eprintln!("left out: this program has no trash.purge");
        return;
    }
    let milestones: Vec<String> = (0..60).map(|n| format!("Step {n}")).collect();
    let milestones: Vec<&str> = milestones.iter().map(String::as_str).collect();
    let plan = hisho.ok("plans.create", json!({ "content": content("Goes", &milestones) }));
    let plan = hisho.ok("plans.submit", hisho_scenarios::at(&plan));
    let plan = hisho.ok("plans.start_review", hisho_scenarios::at(&plan));
    let plan = hisho.decide("plans.approve", hisho_scenarios::decision(&plan));
    let project = hisho.ok("projects.get", json!({ "uid": plan["project"]["uid"] }));
    hisho.ok("trash.put", json!({ "entity": "project", "uid": project["uid"], "rev": project["rev"] }));
    keep(&home, "trashed.db");
    let old = state(&home.data());
    let (mut new, mut seen) = (None, [0, 0]);
    let uid = project["uid"].clone();
    killed(
        &home,
        "trash.purge",
        &mut || {
            take(&home, "trashed.db");
            json!({ "entity": "project", "uid": uid })
        },
        &mut |answered| {
            let now = state(&home.data());
            let new = new.get_or_insert_with(|| now.clone());
            assert!(now == *new || (now == old && !answered), "neither the old nor the new: {now}");
            seen[usize::from(now == *new)] += 1;
        },
    );
    both_happened(seen);
}

/// Into an empty application, from the export of one that was lived in.
#[test]
fn an_import_is_there_whole_or_not_at_all() {
    let full = Home::empty();
    fs::create_dir_all(full.data()).expect("folder");
    fs::copy(schema_database("V0021.db"), full.data().join("hisho.db")).expect("copied");
    let export = full.vault().join("export");
    full.hisho(HISHO).ok("transfer.export", json!({ "path": export }));
    // The planner's own tables are not part of what is carried over.
    let held = |data: &Path| state(data).rsplit_once(", tables").map(|(rows, _)| rows.to_owned()).expect("rows");
    let there = held(&full.data());

    let home = Home::empty();
    home.hisho(HISHO).ok("app.state", json!({}));
    keep(&home, "empty.db");
    let old = held(&home.data());
    let mut seen = [0, 0];
    killed(
        &home,
        "transfer.import",
        &mut || {
            take(&home, "empty.db");
            json!({ "path": export })
        },
        &mut |answered| {
            let now = held(&home.data());
            assert!(now == there || (now == old && !answered), "neither the old nor the new: {now}");
            seen[usize::from(now == there)] += 1;
        },
    );
    both_happened(seen);
    take(&home, "empty.db");
    home.hisho(HISHO).decide("transfer.import", json!({ "path": export }));
    assert_eq!(held(&home.data()), there, "what was left half made is in nobody's way");
}

#[test]
fn a_migration_leaves_the_old_or_the_new() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    fs::create_dir_all(home.data()).expect("folder");
    let start = || {
        clear(&home.data().join("backups"));
        for rest in ["hisho.db-wal", "hisho.db-shm"] {
            let _ = fs::remove_file(home.data().join(rest));
        }
        fs::copy(schema_database("V0006.db"), home.data().join("hisho.db")).expect("copied");
    };
    start();
    let old = state(&home.data());
    start();
    let begun = Instant::now();
    hisho.ok("app.state", json!({}));
    let took = begun.elapsed();
    let new = state(&home.data());
    let mut seen = [0, 0];
    for round in 0..rounds() {
        start();
        let mut child = hisho
            .command(&["rpc", "app.state"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("hisho runs");
        std::thread::sleep(took.mul_f64(place(round)));
        child.kill().expect("killed");
        child.wait().expect("gone");
        let now = state(&home.data());
        assert!(now == old || now == new, "neither the old nor the new: {now}");
        seen[usize::from(now == new)] += 1;
        if now == new {
            let backups: Vec<_> = fs::read_dir(home.data().join("backups")).expect("backups").flatten().collect();
            assert!(
                backups.iter().any(|b| b.file_name().to_string_lossy().ends_with("before-migration")),
                "nothing to go back to"
            );
        }
    }
    both_happened(seen);
}
