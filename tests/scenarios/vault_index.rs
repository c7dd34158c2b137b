//! The index of a vault holds what its files say, however it came to know of them.

use std::fs;

use hisho_scenarios::{Desk, Home, rounds};
use rusqlite::Connection;
use serde_json::{Value, json};

/// All that the index holds of the vault in use, without the numbers of rows.
fn held(home: &Home) -> Vec<String> {
    let connection = Connection::open(home.data().join("hisho.db")).expect("opens");
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_index', 'instance')")
        .expect("the words");
    let of = "JOIN vault_notes n ON n.id = p.note_id JOIN obsidian_integration_settings v ON v.id = n.vault_id AND v.is_current = 1";
    let mut all = Vec::new();
    for sql in [
        "SELECT kind || path || title || folder || name_key || size || modified_ns || hex(hash) || tags || aliases
           || coalesce(n.uid, '') FROM vault_notes n
         JOIN obsidian_integration_settings v ON v.id = n.vault_id AND v.is_current = 1",
        &format!("SELECT path || keys || links FROM vault_links p {of}"),
        &format!("SELECT path || properties FROM vault_properties p {of}"),
        &format!("SELECT path || line || mark || open || text || coalesce(due, '') FROM vault_tasks p {of}"),
        "SELECT path || name_key || size FROM vault_attachments a
         JOIN obsidian_integration_settings v ON v.id = a.vault_id AND v.is_current = 1",
        "SELECT path || ' ' || term || ' ' || col || ' ' || offset FROM temp.words p JOIN vault_notes n ON n.id = p.doc
         JOIN obsidian_integration_settings v ON v.id = n.vault_id AND v.is_current = 1",
    ] {
        let mut statement = connection.prepare(sql).expect(sql);
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect(sql);
        all.extend(rows.map(|row| row.expect(sql)));
    }
    connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')", []).expect("sound");
    all.sort();
    all
}

/// The same of a data folder that never saw the vault before.
async fn afresh(home: &Home) -> Vec<String> {
    let other = Home::empty();
    let desk = other.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    held(&other)
}

async fn paths_found(desk: &Desk, query: &str) -> Vec<String> {
    let found = desk.ok("search.find", json!({ "query": query })).await;
    let mut paths: Vec<String> =
        found["hits"].as_array().expect("hits").iter().map(|hit| hit["id"].as_str().expect("id").to_owned()).collect();
    paths.sort();
    paths
}

/// A number below `end`, the same in every run.
fn random(seed: &mut u64, end: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % end
}

fn text(seed: &mut u64) -> String {
    let words = [
        "会議",
        "データ",
        "plan",
        "ｶﾞｲﾄﾞ",
        "秘書の仕事",
        "é",
        "#印",
        "[[n3|次]]",
        "![[p.png#x]]",
        "\n- [ ] 買う 📅 2026-01-02\n",
    ];
    let mut text = String::new();
    if random(seed, 3) == 0 {
        text.push_str("---\ntags: [a, b/c]\naliases: 別名\nup: \"[[n1]]\"\n---\n");
    }
    for _ in 0..random(seed, 60) {
        text.push_str(words[random(seed, words.len())]);
        text.push(' ');
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn after_random_changes_it_equals_a_fresh_one() {
    let home = Home::empty();
    let mut seed = 7;
    for at in 0..200 {
        home.write(&format!("f{}/n{at}.md", at % 7), text(&mut seed));
    }
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    for _ in 0..rounds(6) {
        // More and fewer than are taken in one by one.
        for _ in 0..[3, 20, 150][random(&mut seed, 3)] {
            let at = format!("f{}/n{}.md", random(&mut seed, 9), random(&mut seed, 260));
            match random(&mut seed, 8) {
                0 => drop(fs::remove_file(home.vault().join(at))),
                1 => drop(fs::rename(
                    home.vault().join(at),
                    home.vault().join(format!("f1/m{}.md", random(&mut seed, 40))),
                )),
                2 => home.write(&format!("f2/p{}.png", random(&mut seed, 5)), [1, 2, 3]),
                _ => home.write(&at, text(&mut seed)),
            }
        }
        desk.ok("vault.scan", json!({})).await;
        assert_eq!(held(&home), afresh(&home).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_is_chosen_again_is_not_read_again() {
    let (home, other) = (Home::empty(), Home::empty());
    for at in 0..100 {
        home.write(&format!("n{at}.md"), format!("会議 {at}"));
    }
    other.write("n1.md", "別の会議");
    let desk = home.open().await;
    let choose = async |vault: &Home| desk.ok("vault.choose", json!({ "path": vault.vault() })).await;
    choose(&home).await;
    let before = held(&home);
    assert_eq!(choose(&other).await["notes"], 1);
    assert_eq!(paths_found(&desk, "会議").await, ["n1.md"], "nothing of the vault before is found");
    let report =
        desk.app.index(hisho_domain::Actor::system(), home.vault().to_str().expect("text")).await.expect("looks");
    assert_eq!((report.notes, report.added, report.changed, report.bytes), (100, 0, 0, 0));
    assert_eq!(held(&home), before);
    assert_eq!(desk.ok("search.find", json!({ "query": "会議" })).await["total"], 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_was_moved_is_the_same_vault() {
    let home = Home::empty();
    for at in 0..20 {
        home.write(&format!("n{at}.md"), format!("会議 {at}"));
    }
    let desk = home.open().await;
    let before = desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let place = home.vault().with_file_name("elsewhere");
    fs::rename(home.vault(), &place).expect("moved");
    let report = desk.app.index(hisho_domain::Actor::system(), place.to_str().expect("text")).await.expect("looks");
    assert_eq!((report.notes, report.added), (20, 0));
    let after = desk.ok("app.state", json!({})).await["vault"].clone();
    assert_eq!((&after["uid"], after["path"].as_str()), (&before["uid"], place.to_str()));
    // A folder that holds something else is another vault, wherever the first one went.
    fs::rename(&place, home.vault().with_file_name("away")).expect("moved");
    for at in 0..20 {
        home.write(&format!("n{at}.md"), "another text");
    }
    let other = desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    assert_ne!(other["uid"], before["uid"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn canvas_and_other_files_are_part_of_it() {
    let home = Home::empty();
    let canvas = json!({ "nodes": [
        { "id": "1", "type": "text", "text": "日程の相談 [[Note]] #予定", "x": 0, "y": 0, "width": 9, "height": 9 },
        { "id": "2", "type": "file", "file": "pic/図.png", "subpath": "#a" },
        { "id": "3", "type": "group", "label": "今週の板" },
    ], "edges": [] });
    home.write("板.canvas", canvas.to_string());
    home.write("broken.canvas", "{");
    home.write("Note.md", "x");
    home.write("pic/図.png", [1, 2]);
    home.write("left/old.md", "古い");
    let desk = home.open().await;
    let state = desk.ok("vault.choose", json!({ "path": home.vault(), "excluded_folders": ["left"] })).await;
    assert_eq!(state["notes"], 1, "a canvas is no note");
    assert_eq!(paths_found(&desk, "日程の相談").await, ["板.canvas"]);
    assert_eq!(paths_found(&desk, "今週の板").await, ["板.canvas"]);
    let connection = Connection::open(home.data().join("hisho.db")).expect("opens");
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).expect(sql);
    assert_eq!(one("SELECT tags FROM vault_notes WHERE path = '板.canvas'"), "[\"予定\"]");
    assert_eq!(one("SELECT keys FROM vault_links"), "\nnote\n図.png\n");
    // What is left out is not read, but links lead there.
    assert_eq!(
        one("SELECT group_concat(path, ' ') FROM (SELECT path FROM vault_attachments ORDER BY path)"),
        "left/old.md pic/図.png"
    );
    assert!(paths_found(&desk, "古い").await.is_empty());
    fs::remove_file(home.vault().join("pic/図.png")).expect("removed");
    desk.ok("vault.scan", json!({})).await;
    assert_eq!(one("SELECT group_concat(path, ' ') FROM vault_attachments"), "left/old.md");
}

#[tokio::test(flavor = "multi_thread")]
async fn hard_notes_are_taken_in_like_the_others() {
    let home = Home::empty();
    home.write("yaml.md", "---\na: [\n---\n壊れた見出し\n");
    home.write("nested.md", format!("{}深い{}", "[".repeat(10_000), "]".repeat(10_000)));
    home.write("latin.md", b"caf\xe9 \xff\xfe words".as_slice());
    home.write("long.md", "一行の長い文章。".repeat(200_000));
    home.write("word.md", format!("{} 終わり", "x".repeat(100_000)));
    let desk = home.open().await;
    let state = desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    assert_eq!((state["notes"].as_i64(), state["problems"].as_array().map(Vec::len)), (Some(5), Some(0)));
    for (query, path) in [
        ("壊れた見出し", "yaml.md"),
        ("深い", "nested.md"),
        ("words", "latin.md"),
        ("長い文章", "long.md"),
        ("終わり", "word.md"),
        ("xxxxxx", "word.md"),
    ] {
        assert_eq!(paths_found(&desk, query).await, [path], "{query}");
    }
    let note = desk.ok("vault.note", json!({ "path": "yaml.md" })).await;
    assert!(note["properties"].is_null() && note["properties_error"] != Value::Null);
}
