//! What a search shows: the best first, the place that was found, and what was searched for last.

use std::collections::BTreeSet;
use std::fs::File;
use std::time::{Duration, SystemTime};

use hisho_domain::text::fold;
use hisho_scenarios::Home;
use serde_json::{Value, json};

use super::{find, next, write_notes};

fn ids(result: &Value) -> Vec<&str> {
    result["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["id"].as_str()).collect()
}

/// Makes a file as old as that many hours.
fn age(home: &Home, path: &str, hours: u64) {
    let file = File::options().write(true).open(home.vault().join(path)).expect("opens");
    let then = SystemTime::now() - Duration::from_secs(hours * 3600);
    file.set_modified(then).expect("a time");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_come_first_and_of_equals_the_latest() {
    let home = Home::empty();
    home.write("会議.md", "別の話");
    home.write("b.md", "---\naliases: [会議]\n---\n別の話");
    home.write("c.md", "# 会議\n\n別の話");
    for (name, hours) in [("old", 30), ("new", 10), ("middle", 20)] {
        home.write(&format!("{name}.md"), "会議の話だった");
        age(&home, &format!("{name}.md"), hours);
    }
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let shown = async |input: Value| ids(&find(&desk, input).await).join(" ");
    let best = shown(json!({ "query": "会議" })).await;
    assert!(best.starts_with("会議.md ") && best.ends_with(" new.md middle.md old.md"), "{best}");
    assert_eq!(shown(json!({ "query": "話 -別", "sort": "modified" })).await, "new.md middle.md old.md");
    assert_eq!(shown(json!({ "query": "話 -別", "sort": "name" })).await, "middle.md new.md old.md");
    assert_eq!(shown(json!({ "query": "path:md \"の話だ\"", "sort": "name", "limit": 2 })).await, "middle.md new.md");
    let result = find(&desk, json!({ "query": "話", "limit": 1 })).await;
    assert_eq!((&result["total"], ids(&result).len()), (&json!(6), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_vault_is_away_files_are_found_by_the_index() {
    let home = Home::empty();
    for note in 0..200 {
        home.write(&format!("集/n{note}.md"), "春の話 #季節");
    }
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let away = home.vault().with_file_name("away");
    std::fs::rename(home.vault(), &away).expect("moved");
    let found = find(&desk, json!({ "query": "春 tag:季節", "sort": "name", "limit": 2 })).await;
    assert_eq!(found["total"], 200);
    assert_eq!(ids(&found), ["集/n0.md", "集/n1.md"]);
    assert_eq!(
        (&found["hits"][0]["title"], &found["hits"][0]["context"], &found["hits"][0]["snippet"]),
        (&json!("n0"), &json!("集"), &json!(""))
    );
    std::fs::rename(&away, home.vault()).expect("moved back");
    // Files that went one by one, before anybody looked again: the rest is still found.
    for note in 0..199 {
        std::fs::remove_file(home.vault().join(format!("集/n{note}.md"))).expect("removed");
    }
    let left = find(&desk, json!({ "query": "春", "sort": "name", "limit": 2 })).await;
    assert_eq!((&left["total"], ids(&left)), (&json!(1), vec!["集/n199.md"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_can_be_ranked_come_by_title_and_time() {
    let home = Home::empty();
    for note in 0..1700 {
        home.write(&format!("n/{note}.md"), "春の話");
    }
    home.write("春一番.md", "風");
    age(&home, "春一番.md", 100);
    home.write("n/latest.md", "春が来た");
    let desk = home.open().await;
    age(&home, "n/latest.md", 0);
    for old in ["n/0.md", "n/1699.md"] {
        age(&home, old, 50);
    }
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    desk.ok("tasks.create", json!({ "title": "春の掃除" })).await;
    let result = find(&desk, json!({ "query": "春", "limit": 1000 })).await;
    let kinds: Vec<&Value> = result["hits"].as_array().expect("hits").iter().map(|hit| &hit["kind"]).take(2).collect();
    let shown = ids(&result);
    assert_eq!((&result["total"], &shown[1..3]), (&json!(1703), &["春一番.md", "n/latest.md"][..]));
    assert_eq!(kinds, [&json!("task"), &json!("note")]);
    let all: BTreeSet<&str> = shown.iter().copied().collect();
    assert_eq!((all.len(), all.contains("n/0.md")), (1000, false), "the oldest are the last");
}

#[tokio::test(flavor = "multi_thread")]
async fn highlights_point_at_what_was_typed_whatever_its_form() {
    let home = Home::empty();
    write_notes(&home);
    home.write("nfd.md", "一行目\n\u{1F389} か\u{3099}くふを ﾃﾞｰﾀ に\n");
    home.write("properties.md", "---\nnote: 鍵の話\n---\n本文\n");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let one = async |query: &str, path: &str| -> Value {
        let result = find(&desk, json!({ "query": query, "limit": 1000 })).await;
        let hits = result["hits"].as_array().expect("hits");
        hits.iter().find(|hit| hit["id"] == path).unwrap_or_else(|| panic!("{query}: {result}")).clone()
    };
    let cut = |hit: &Value, at: usize| -> String {
        let units: Vec<u16> = hit["snippet"].as_str().expect("snippet").encode_utf16().collect();
        let place = |n: usize| hit["highlights"][at][n].as_u64().expect("a place") as usize;
        String::from_utf16(&units[place(0)..place(1)]).expect("whole characters")
    };
    let hit = one("がくふ データ", "nfd.md").await;
    assert_eq!((cut(&hit, 0), cut(&hit, 1), &hit["line"]), ("か\u{3099}くふ".into(), "ﾃﾞｰﾀ".into(), &json!(1)));
    let hit = one("鍵", "properties.md").await;
    assert_eq!((cut(&hit, 0), &hit["line"]), ("鍵".into(), &json!(1)));
    let hit = one("file:nfd", "nfd.md").await;
    assert_eq!(
        (&hit["line"], &hit["highlights"], &hit["title_highlights"]),
        (&Value::Null, &json!([]), &json!([[0, 3]]))
    );

    let mut seed = 5;
    for term in ["データ", "がくふ", "plan", "会議", "ｃａｆｅ\u{301}", "\"京\"", "/foo_./", "strasse", "株式"]
    {
        let plain = fold(term.trim_matches(['"', '/', '.']));
        let result = find(&desk, json!({ "query": term, "kinds": ["note"], "limit": 1000 })).await;
        let hits = result["hits"].as_array().expect("hits");
        assert_eq!(hits.is_empty(), term == "strasse", "{term}: ß is no ss");
        for hit in hits {
            let titled = !hit["title_highlights"].as_array().expect("places").is_empty();
            let places = hit["highlights"].as_array().expect("places").len();
            assert!(places > 0 || titled, "{term}: {hit}");
            if places == 0 {
                assert_eq!(hit["line"], Value::Null, "{hit}");
                continue;
            }
            let at = next(&mut seed) % places;
            assert!(fold(&cut(hit, at)).contains(&plain), "{term}: {hit}");
            let text = home.read(hit["id"].as_str().expect("path"));
            let line = text.lines().nth(hit["line"].as_u64().expect("a line") as usize).expect("the line is there");
            assert!(fold(line).contains(&plain), "{term}: {hit}: {line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_searched_for_last_is_remembered() {
    let home = Home::empty();
    let desk = home.open().await;
    for number in 0..25 {
        desk.ok("search.remember", json!({ "query": format!(" 会議 {number}") })).await;
    }
    let recent = desk.ok("search.remember", json!({ "query": "会議 10" })).await;
    let recent = recent.as_array().expect("a list");
    assert_eq!(
        (recent.len(), &recent[0], &recent[1], &recent[19]),
        (20, &json!("会議 10"), &json!("会議 24"), &json!("会議 5"))
    );
    drop(desk);
    let desk = home.open().await;
    assert_eq!(desk.ok("search.recent", json!({})).await.as_array().expect("a list"), recent);
    let left = desk.ok("search.forget", json!({ "query": "会議 24" })).await;
    assert_eq!((left.as_array().map(Vec::len), &left[1]), (Some(19), &json!("会議 23")));
    assert_eq!(desk.ok("search.forget", json!({})).await, json!([]));
    for (query, rule) in [(" ".to_owned(), "required"), ("あ".repeat(1001), "too_long")] {
        let error = desk.call("search.remember", json!({ "query": query })).await.expect_err("refused");
        assert_eq!((&error.params["field"], &error.params["rule"]), (&json!("query"), &json!(rule)));
    }
    let undo = desk.ok("history.list", json!({})).await;
    assert_eq!((&undo["undo"], &undo["redo"]), (&json!([]), &json!([])), "it is no step of what the person did");
}
