//! `hisho vault index`: what it says, and what is left when it is killed at any moment.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hisho_scenarios::{Hisho, Home, rounds};
use serde_json::Value;

use crate::HISHO;

fn index(hisho: &Hisho, vault: &Path) -> Value {
    let out = hisho.command(&["vault", "index", vault.to_str().expect("text"), "--json"]).output().expect("runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("JSON")
}

/// A vault that is taken in by pieces.
fn many(home: &Home) {
    for at in 0..600 {
        let text = format!("# 会議 {at}\n\n[[n{}]] #印\n\n{}", at + 1, "秘書の日程を相談する。plan ".repeat(60));
        home.write(&format!("f{}/n{at}.md", at % 5), text);
    }
}

/// What the index holds, without what differs between two runs.
fn held(home: &Home) -> Vec<String> {
    let connection = rusqlite::Connection::open(home.data().join("hisho.db")).expect("opens");
    let text = |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).expect(sql) };
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')", []).expect("sound");
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_index', 'col')")
        .expect("the words");
    [
        "SELECT group_concat(path || hex(hash) || tags) FROM (SELECT * FROM vault_notes ORDER BY path)",
        "SELECT '' || count(*) FROM vault_links",
        "SELECT '' || count(*) FROM search_index_docsize WHERE id > 1 << 32",
        "SELECT group_concat(term || col || doc || ' ' || cnt) FROM (SELECT * FROM temp.words ORDER BY term, col)",
    ]
    .map(text)
    .into()
}

#[test]
fn it_says_what_it_did() {
    let home = Home::with_tasks_demo();
    let hisho = home.hisho(HISHO);
    let first = index(&hisho, &home.vault());
    let notes = home.files().into_iter().filter(|(path, _)| [".md", ".canvas"].iter().any(|end| path.ends_with(end)));
    let bytes: usize = notes.map(|(_, bytes)| bytes.len()).sum();
    assert_eq!((first["notes"].as_u64(), first["added"].as_u64()), (Some(206), Some(206)));
    assert_eq!(first["bytes"].as_u64(), Some(bytes as u64));
    assert!(first["browsable_ms"].as_u64() <= first["elapsed_ms"].as_u64());
    assert!(first["peak_memory_bytes"].as_u64().is_none_or(|bytes| bytes > 1 << 20));
    std::fs::remove_file(home.vault().join("ACME.md")).expect("removed");
    home.write("New.md", "x");
    let second = index(&hisho, &home.vault());
    let counts = ["notes", "added", "changed", "removed", "bytes"].map(|key| second[key].as_u64().expect("a number"));
    assert_eq!(counts, [206, 1, 0, 1, 1]);
    let line = hisho.command(&["vault", "index", home.vault().to_str().expect("text")]).output().expect("runs");
    assert!(String::from_utf8_lossy(&line.stdout).starts_with("206 notes: 0 new, 0 changed, 0 gone, 0 skipped;"));
}

#[test]
fn what_a_kill_leaves_undone_is_done_at_the_next_look() {
    let whole = Home::empty();
    many(&whole);
    let started = Instant::now();
    index(&whole.hisho(HISHO), &whole.vault());
    let took = started.elapsed();
    let expected = held(&whole);
    let mut cut_short = 0;
    for round in 0..rounds(6) {
        let home = Home::empty();
        many(&home);
        let hisho = home.hisho(HISHO);
        // Once more later each time, so that kills come before, between and behind the pieces.
        for at in 1..=3 {
            let mut child = hisho
                .command(&["vault", "index", home.vault().to_str().expect("text")])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("runs");
            let wait = took.mul_f64(((round * 3 + at) as f64 * 0.618_033_988_749_895).fract());
            std::thread::sleep(wait.max(Duration::from_millis(1)));
            child.kill().expect("killed");
            cut_short += u32::from(!child.wait().expect("ended").success());
        }
        index(&hisho, &home.vault());
        assert_eq!(held(&home), expected);
    }
    assert!(cut_short > 0, "no kill came in time");
}

#[cfg(unix)] // pipes, loops of links and names that are no text
#[test]
fn what_cannot_be_taken_in_is_skipped_with_the_reason() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let home = Home::empty();
    home.write("good.md", "x");
    home.write("inner/.obsidian/app.json", "{}");
    home.write("inner/deep.md", "x");
    symlink(home.vault(), home.vault().join("loop")).expect("a link");
    symlink("nowhere", home.vault().join("broken.md")).expect("a link");
    std::fs::write(home.vault().join(std::ffi::OsStr::from_bytes(b"\xff.md")), "x").expect("written");
    let said = index(&home.hisho(HISHO), &home.vault());
    assert_eq!((said["notes"].as_u64(), said["skipped"].as_u64()), (Some(2), Some(3)));
}
