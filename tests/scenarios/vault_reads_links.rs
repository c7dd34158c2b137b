//! What the vault's index says of links: who links to whom, in a real vault and in a Japanese one,
//! what is not settled, who only mentions whom, and the graph of it all.

use std::collections::{BTreeMap, BTreeSet};

use hisho_scenarios::{Desk, Home};
use hisho_vault::links::Resolver;
use hisho_vault::table::{Table, is_source};
use serde_json::{Value, json};

use crate::vault_reads::{japanese, text, texts};

/// What `hisho vault links` says of the vault.
fn table(home: &Home) -> Table {
    let files = hisho_vault::files::list(&home.vault()).expect("readable");
    let resolver = Resolver::new(files.iter().map(String::as_str));
    let mut table = Table::default();
    for path in files.iter().filter(|path| is_source(path)) {
        table.add(&resolver, path, &hisho_vault::read::read(&home.vault(), path).expect("readable").text);
    }
    table
}

/// For every file: its backlinks and outgoing links are those of the table, no more and no less.
async fn links_equal_the_table(home: &Home, desk: &Desk) -> usize {
    let table = table(home);
    let mut inverse: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (source, targets) in &table.resolved {
        for (target, count) in targets {
            inverse.entry(target).or_default().insert(source, *count);
        }
    }
    let mut links = 0;
    for path in home.files().keys().filter(|path| !path.split('/').any(|name| name.starts_with('.'))) {
        let told = desk.ok("vault.links", json!({ "path": path })).await;
        let backlinks: BTreeMap<&str, usize> = told["backlinks"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|link| (text(&link["path"]), link["places"].as_array().expect("a list").len()))
            .collect();
        assert_eq!(backlinks, inverse.get(path.as_str()).cloned().unwrap_or_default(), "backlinks of {path}");
        links += backlinks.values().sum::<usize>();
        let mut outgoing: BTreeMap<String, usize> = BTreeMap::new();
        for link in told["outgoing"].as_array().expect("a list").iter().filter(|link| !link["path"].is_null()) {
            *outgoing.entry(text(&link["path"]).to_owned()).or_default() += 1;
        }
        assert_eq!(outgoing, table.resolved.get(path).cloned().unwrap_or_default(), "links of {path}");
    }
    let loose = desk.ok("vault.loose_links", json!({ "limit": 5000 })).await;
    let counted: usize = table.unresolved.values().flat_map(BTreeMap::values).sum();
    let told = loose["unresolved"].as_array().expect("a list");
    assert_eq!(told.len(), loose["unresolved_total"]);
    assert_eq!(told.iter().map(|one| one["count"].as_u64().expect("a count") as usize).sum::<usize>(), counted);
    links
}

#[tokio::test(flavor = "multi_thread")]
async fn backlinks_are_the_links_of_a_real_vault_turned_round() {
    let home = Home::with_tasks_demo();
    // Every kind of link in one file, and a file that nothing is known of but its name.
    home.write(
        "All kinds.md",
        "---\nup: \"[[Tasks]]\"\nlist: [\"[[ACME|a]]\"]\n---\n[[#Here]] [m](Important%20Project.md) [l] ![[Tasks#x]]\n\n[l]: ACME.md\n",
    );
    home.write("Test Attachments/sound.mp3", b"x");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    assert!(links_equal_the_table(&home, &desk).await > 120);

    // After other programs changed files, links turn with them.
    home.write("Tasks.md", "[[All kinds]] and [[new one]]");
    std::fs::rename(home.vault().join("ACME.md"), home.vault().join("Renamed.md")).expect("renamed");
    desk.ok("vault.scan", json!({})).await;
    links_equal_the_table(&home, &desk).await;
    home.write("new one.md", "");
    desk.ok("vault.scan", json!({})).await;
    links_equal_the_table(&home, &desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_a_japanese_vault_are_told_with_what_stands_around_them() {
    let (home, desk) = japanese().await;
    assert!(links_equal_the_table(&home, &desk).await >= 8);
    let links = desk.ok("vault.links", json!({ "path": "計画.md" })).await;
    let backlinks = links["backlinks"].as_array().expect("a list");
    let from: Vec<&str> = backlinks.iter().map(|link| text(&link["path"])).collect();
    assert_eq!(from, ["か\u{3099}くふ.md", "会議/定例会議.md", "板.canvas"]);
    assert_eq!(
        backlinks[1]["places"],
        json!([
            { "line": 1, "snippet": "up: \"[[計画]]\"", "highlights": [[5, 11]] },
            { "line": 7, "snippet": "😀 次は [[計画#目的|計画]] を見る", "highlights": [[6, 18]] },
        ])
    );
    assert_eq!(backlinks[2]["places"][0]["snippet"], "進め方は [[計画]] に", "in a card of the canvas");
    let of_nfd = desk.ok("vault.links", json!({ "path": "か\u{3099}くふ.md" })).await;
    assert_eq!(of_nfd["backlinks"][0]["path"], "計画.md", "written composed, stored decomposed");
    let picture = desk.ok("vault.links", json!({ "path": "図/図.png" })).await;
    assert_eq!(picture["backlinks"].as_array().map(Vec::len), Some(2));
    assert_eq!(picture["outgoing"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_settled_is_told_with_what_could_be_meant() {
    let (_home, desk) = japanese().await;
    let index = desk.ok("vault.links", json!({ "path": "丙/索引.md" })).await;
    let both = json!(["乙/記録.md", "甲/記録.md"]);
    assert_eq!(index["outgoing"][0]["path"], "乙/記録.md");
    assert_eq!(index["outgoing"][0]["candidates"], both);
    assert_eq!(
        index["outgoing"][1],
        json!({ "target": "まだない#x", "path": null, "candidates": [], "kind": "link", "line": 0 })
    );
    let loose = desk.ok("vault.loose_links", json!({})).await;
    assert_eq!(
        loose,
        json!({
            "unresolved": [{ "target": "まだない", "count": 2, "sources": ["か\u{3099}くふ.md", "丙/索引.md"] }],
            "unresolved_total": 1,
            "ambiguous": [{ "target": "記録", "path": "乙/記録.md", "candidates": both, "source": "丙/索引.md" }],
            "ambiguous_total": 1,
        })
    );
    let past = desk.ok("vault.loose_links", json!({ "offset": 1 })).await;
    assert_eq!((&past["unresolved"], past["unresolved_total"].as_u64()), (&json!([]), Some(1)));
    let missing = desk.call("vault.links", json!({ "path": "nothing.md" })).await.expect_err("no such file");
    assert_eq!(missing.code, hisho_domain::ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_only_said_are_found_where_they_stand() {
    let (home, desk) = japanese().await;
    home.write(
        "日誌.md",
        "---\ntitle: 定例会議\n---\n 定例会議と[[定例会議]]、`定例会議`。\r\n😀 週次ＭＴＧ、週次mtgの件、週次MTGx\r\n#定例会議\r\n",
    );
    home.write("別.md", "例会議だけ");
    desk.ok("vault.scan", json!({})).await;
    let told = desk.ok("vault.mentions", json!({ "path": "会議/定例会議.md" })).await;
    assert_eq!(
        told,
        json!({ "total": 3, "mentions": [{ "path": "日誌.md", "title": "日誌", "places": [
            { "line": 3, "snippet": "定例会議と[[定例会議]]、`定例会議`。", "highlights": [[0, 4]], "start": 1, "end": 5 },
            { "line": 4, "snippet": "😀 週次ＭＴＧ、週次mtgの件、週次MTGx", "highlights": [[3, 8]], "start": 3, "end": 8 },
            { "line": 4, "snippet": "😀 週次ＭＴＧ、週次mtgの件、週次MTGx", "highlights": [[9, 14]], "start": 9, "end": 14 },
        ] }] })
    );
    let few = desk.ok("vault.mentions", json!({ "path": "会議/定例会議.md", "limit": 0 })).await;
    assert_eq!(few, json!({ "total": 3, "mentions": [] }));
    let none = desk.ok("vault.mentions", json!({ "path": "日誌.md" })).await;
    assert_eq!(none["total"], 0);
}

/// The graph's edges by what its nodes are called.
fn edges(graph: &Value) -> BTreeSet<(String, String)> {
    let titles = texts(&graph["nodes"], "title");
    let name = |at: &Value| titles[at.as_u64().expect("a place") as usize].clone();
    graph["edges"].as_array().expect("a list").iter().map(|edge| (name(&edge[0]), name(&edge[1]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_graph_is_the_table_of_links_as_nodes_and_edges() {
    let home = Home::with_tasks_demo();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let graph = desk.ok("vault.graph", json!({ "attachments": true })).await;
    let nodes = graph["nodes"].as_array().expect("a list");
    let path = |at: &Value| text(&nodes[at.as_u64().expect("a place") as usize]["path"]).to_owned();
    let told: BTreeSet<(String, String)> =
        graph["edges"].as_array().expect("a list").iter().map(|edge| (path(&edge[0]), path(&edge[1]))).collect();
    let resolved = table(&home).resolved;
    let pairs = resolved.iter().flat_map(|(from, to)| to.keys().map(move |to| (from.clone(), to.clone())));
    assert_eq!(told, pairs.filter(|(from, to)| from != to).collect());
    assert!(told.len() > 40, "{}", told.len());
    let degrees: u64 = nodes.iter().map(|node| node["degree"].as_u64().expect("a count")).sum();
    assert_eq!(degrees as usize, 2 * told.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_graph_shows_what_is_asked_for() {
    let (_home, desk) = japanese().await;
    let notes = desk.ok("vault.graph", json!({})).await;
    let kinds: BTreeSet<String> = texts(&notes["nodes"], "kind").into_iter().collect();
    assert_eq!(kinds, BTreeSet::from(["note".into(), "canvas".into()]));
    let all = desk.ok("vault.graph", json!({ "attachments": true, "unresolved": true, "tags": true })).await;
    let kinds: BTreeSet<String> = texts(&all["nodes"], "kind").into_iter().collect();
    assert_eq!(kinds.len(), 5, "{kinds:?}");
    let named = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert!(edges(&all).contains(&named("板", "計画")));
    assert!(edges(&all).contains(&named("定例会議", "図.png")));
    assert!(edges(&all).contains(&named("索引", "まだない")));
    assert!(edges(&all).contains(&named("定例会議", "#会議")));

    let near = desk.ok("vault.graph", json!({ "center": "計画.md" })).await;
    assert_eq!(near["nodes"][0]["title"], "計画", "the centre stands first");
    assert_eq!(texts(&near["nodes"], "title").len(), 4);
    let further = desk.ok("vault.graph", json!({ "center": "図/図.png", "depth": 2 })).await;
    assert!(texts(&further["nodes"], "title").contains(&"計画".to_owned()));
    for (input, code) in [
        (json!({ "center": "計画.md", "depth": 0 }), hisho_domain::ErrorCode::Invalid),
        (json!({ "center": "計画.md", "depth": 11 }), hisho_domain::ErrorCode::Invalid),
        (json!({ "center": "nothing.md" }), hisho_domain::ErrorCode::NotFound),
    ] {
        assert_eq!(desk.call("vault.graph", input.clone()).await.expect_err("refused").code, code, "{input}");
    }
}
