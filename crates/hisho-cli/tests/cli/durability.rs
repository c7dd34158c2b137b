//! Acknowledged means on the disk: after a kill at any moment, and by the order of system calls.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use hisho_scenarios::Home;
use serde_json::{Value, json};

use crate::HISHO;

const WRITES: usize = 200;

/// How many kills; more when run by hand.
fn rounds() -> usize {
    std::env::var("HISHO_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(50)
}

fn lines() -> String {
    (0..WRITES)
        .map(|n| json!({ "command": "tasks.create", "input": { "title": format!("Task {n}") } }).to_string() + "\n")
        .collect()
}

#[test]
fn a_kill_loses_no_acknowledged_write() {
    let rounds = rounds();
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let mut acknowledged: HashSet<String> = HashSet::new();
    for round in 0..rounds {
        let mut child = hisho
            .command(&["rpc", "--lines"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("hisho runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // From a thread: the pipe may be full when the program is killed.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(lines().as_bytes())));
        let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        // Another place in each round, and sometimes at once.
        for _ in 0..(round * 37) % WRITES {
            let answer: Value = serde_json::from_str(&answers.next().expect("an answer").expect("text")).expect("JSON");
            acknowledged.insert(answer["ok"]["uid"].as_str().expect("acknowledged").to_owned());
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        // What was already in the pipe was acknowledged as well; a last half line was not.
        for answer in answers.map_while(Result::ok) {
            if let Ok(answer) = serde_json::from_str::<Value>(&answer) {
                acknowledged.insert(answer["ok"]["uid"].as_str().expect("acknowledged").to_owned());
            }
        }
        feeder.join().expect("fed");
    }
    let database = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let stored: HashSet<String> = database
        .prepare("SELECT uid FROM tasks")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .expect("tasks");
    assert!(acknowledged.len() > rounds * 10, "the kills came in the middle of writes");
    let lost: Vec<&String> = acknowledged.difference(&stored).collect();
    assert!(lost.is_empty(), "{} of {} lost", lost.len(), acknowledged.len());
    let check: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("check");
    assert_eq!(check, "ok");
    let numbers: (i64, i64) = database
        .query_row("SELECT count(*), count(DISTINCT number) FROM tasks", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("numbers");
    assert_eq!(numbers.0, numbers.1, "no number was given twice");
}

#[test]
fn a_kill_while_notes_are_written_orphans_none() {
    let rounds = rounds();
    let home = Home::empty();
    home.write("Own.md", "mine");
    let hisho = home.hisho(HISHO);
    hisho.ok("vault.choose", json!({ "path": home.vault() }));
    for n in 0..6 {
        let plan =
            hisho.ok("plans.create", json!({ "content": hisho_scenarios::content(&format!("Plan {n}"), &["One"]) }));
        let plan = hisho.ok("plans.submit", hisho_scenarios::at(&plan));
        let plan = hisho.ok("plans.start_review", hisho_scenarios::at(&plan));
        hisho.decide("plans.approve", hisho_scenarios::decision(&plan));
    }
    let uid = hisho.ok("vault.preview_writing", json!({}))["vault_uid"].clone();
    let allow = json!({ "vault_uid": uid, "plans_folder": "P", "projects_folder": "Q" }).to_string();
    for round in 0..rounds {
        let mut child = hisho
            .command(&["rpc", "vault.allow_writing", &allow, "--as-me"])
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(std::time::Duration::from_millis((round as u64 * 13) % 120));
        child.kill().expect("killed");
        child.wait().expect("gone");
        if round % 5 == 4 {
            // Whatever was cut short is finished, under the names it was begun with; and begun where
            // a slow machine had not come so far.
            hisho.decide(
                "vault.allow_writing",
                json!({ "vault_uid": uid, "plans_folder": "P", "projects_folder": "Q" }),
            );
            let notes: Vec<String> = home.files().into_keys().filter(|path| !path.contains("/.hisho-")).collect();
            assert_eq!(notes.len(), 13, "{notes:?}");
            hisho.decide("vault.withdraw", json!({ "vault_uid": uid }));
            assert_eq!(home.files().into_keys().collect::<Vec<_>>(), ["Own.md"], "round {round}");
        }
    }
}

/// Follows the system calls of a real run: before each answer is printed, the log was synced
/// after it was last written.
#[cfg(target_os = "linux")] // strace follows the system calls of Linux only
#[test]
fn the_log_is_synced_before_each_acknowledgement() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    hisho.ok("app.state", json!({}));
    let trace = home.data().join("trace");
    let program = hisho.command(&["rpc", "--lines"]);
    let mut traced = std::process::Command::new("strace");
    traced
        .args(["-f", "-y", "-s", "16", "-e", "trace=write,pwrite64,fdatasync,fsync", "-o"])
        .arg(&trace)
        .arg(program.get_program())
        .args(program.get_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = traced.spawn().expect("strace is installed; `cargo xtask test` installs it");
    let mut stdin = child.stdin.take().expect("a pipe");
    let feeder = std::thread::spawn(move || drop(stdin.write_all(lines().as_bytes())));
    let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines().count();
    feeder.join().expect("fed");
    assert!(child.wait().expect("ends").success());
    assert_eq!(answers, WRITES);

    let trace = std::fs::read_to_string(trace).expect("the trace");
    let (mut written, mut synced, mut acknowledged) = (0, true, 0);
    for line in trace.lines() {
        let log = line.contains("hisho.db-wal>");
        if log && (line.contains("pwrite64(") || line.contains("write(")) {
            (written, synced) = (written + 1, false);
        } else if log && (line.contains("fdatasync(") || line.contains("fsync(")) {
            synced = true;
        } else if line.contains("write(1<") {
            assert!(synced, "an answer before the log was synced: {line}");
            assert!(written > 0, "an answer without a write: {line}");
            (written, acknowledged) = (0, acknowledged + 1);
        }
    }
    assert_eq!(acknowledged, WRITES);
}
