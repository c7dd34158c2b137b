//! Killed at any moment of bringing kept notes in step, while another program saves the same note:
//! nothing that was in the note is lost, and the next start goes on from there.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use hisho_scenarios::{Home, at, content, decision, rounds};
use serde_json::{Value, json};

use crate::HISHO;
use crate::kills::{Running, place};

const PROJECT: &str = "Hisho/Projects/Move.md";

/// How often it is killed; 200 times by hand, with HISHO_KILL_ROUNDS.
fn kills() -> u32 {
    let asked = std::env::var("HISHO_KILL_ROUNDS").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or_else(|| u32::try_from(rounds(15)).expect("few"))
}

/// A home with a project's note, in which nothing that was changed is waited for.
fn kept_note() -> (Home, Value) {
    let home = Home::empty();
    home.write("Own.md", "mine");
    let hisho = home.hisho(HISHO);
    hisho.ok("vault.choose", json!({ "path": home.vault() }));
    let plan = hisho.ok("plans.create", json!({ "content": content("Move", &["Find a flat", "Pack"]) }));
    let plan = hisho.ok("plans.submit", at(&plan));
    let plan = hisho.ok("plans.start_review", at(&plan));
    let plan = hisho.decide("plans.approve", decision(&plan));
    let vault = hisho.ok("app.state", json!({}))["vault"].clone();
    let folders =
        json!({ "vault_uid": vault["uid"], "plans_folder": "Hisho/Plans", "projects_folder": "Hisho/Projects" });
    hisho.decide("vault.allow_writing", folders);
    let rev = hisho.ok("app.state", json!({}))["vault"]["rev"].clone();
    hisho.ok("vault.configure", json!({ "rev": rev, "quiet_ms": 0, "write_quiet_ms": 0 }));
    hisho.ok("vault.scan", json!({}));
    (home, plan)
}

/// The person's editor adds a line to their own section and, now and then, reworks a task; it saves by
/// renaming, as editors do that lose nothing themselves.
fn save(note: &Path, line: &str, tick: bool) {
    let text = fs::read_to_string(note).expect("it is there at every moment");
    let text = text.trim_end().to_owned() + "\n" + line + "\n";
    let (from, to) =
        if text.contains("- [ ] Pack") { ("- [ ] Pack", "- [x] Pack") } else { ("- [x] Pack", "- [ ] Pack") };
    let text = if tick { text.replacen(from, to, 1) } else { text };
    let beside = note.with_file_name("editor.tmp");
    fs::write(&beside, text).expect("saved");
    fs::rename(&beside, note).expect("renamed");
}

/// Everything that was ever in a file and can be had: what lies in the folder, hidden or not, and what
/// the database keeps.
fn recoverable(home: &Home) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(home.vault().join("Hisho/Projects")).expect("folder").flatten() {
        all.push_str(&String::from_utf8_lossy(&fs::read(entry.path()).expect("read")));
    }
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("check");
    assert_eq!(check, "ok");
    let mut statement = connection.prepare("SELECT hash FROM file_blobs").expect("statement");
    let hashes = statement.query_map([], |row| row.get::<_, [u8; 32]>(0)).expect("rows");
    for hash in hashes.map(|hash| hash.expect("row")) {
        let bytes = hisho_store::files::bytes(&connection, &hash).expect("whole").expect("kept");
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

#[test]
fn a_note_that_others_save_loses_nothing_to_a_kill() {
    let (home, plan) = kept_note();
    let hisho = home.hisho(HISHO);
    let note = home.vault().join(PROJECT);
    let task = hisho.ok("projects.get", json!({ "uid": plan["project"]["uid"] }))["task_list"][0]["uid"].clone();
    let (mut took, mut lines) = (Duration::from_millis(60), Vec::new());
    for round in 0..kills() {
        let mut line = |part: &str| {
            lines.push(format!("own line {round} {part} of mine"));
            lines.last().expect("one").clone()
        };
        let (first, second) = (line("before"), line("meanwhile"));
        save(&note, &first, round % 3 == 0);
        let mut running = Running::start(&hisho);
        running.ask("tasks.get", &json!({ "uid": task }));
        let rev = running.answer()["rev"].clone();
        let (path, wait) = (note.clone(), took.mul_f64(place(round * 7 + 3)));
        let editor = std::thread::spawn(move || {
            std::thread::sleep(wait);
            save(&path, &second, false);
        });
        let begun = Instant::now();
        running.ask("tasks.update", &json!({ "uid": task, "rev": rev, "title": format!("Find flat {round}") }));
        running.ask("vault.scan", &json!({}));
        std::thread::sleep(took.mul_f64(place(round) * 1.1));
        let answered = running.kill();
        took = if answered { begun.elapsed().mul_f64(0.96) } else { took.mul_f64(1.05) };
        editor.join().expect("saved");
        let all = recoverable(&home);
        let lost: Vec<&String> = lines.iter().filter(|line| !all.contains(line.as_str())).collect();
        assert!(lost.is_empty(), "lost in round {round}: {lost:?}");
    }
    // Undisturbed, it comes to rest, and both sides say the same.
    for _ in 0..3 {
        hisho.ok("vault.scan", json!({}));
    }
    let now = hisho.ok("tasks.get", json!({ "uid": task }));
    let text = home.read(PROJECT);
    assert!(text.contains(&format!("] {} 🆔", now["title"].as_str().expect("title"))), "{now} is not in {text}");
    assert_eq!(text.matches("🆔").count(), 2, "no line twice: {text}");
    let before = home.files();
    hisho.ok("vault.scan", json!({}));
    assert_eq!(home.files(), before, "nothing is written when nothing changed");
}
