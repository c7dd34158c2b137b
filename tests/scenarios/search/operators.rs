//! Every operator finds the notes a person would point at, in a real vault and in notes made for it.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use hisho_app::Caller;
use hisho_domain::{ErrorCode, Origin};
use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

use super::{find, found};

fn set(paths: &[&str]) -> BTreeSet<String> {
    paths.iter().map(|path| path.to_string()).collect()
}

async fn refused(desk: &Desk, query: &str) -> (ErrorCode, Value) {
    let asked = desk.app.call(Caller::person(Origin::Cli), "search.find", json!({ "query": query })).await;
    let error = asked.expect_err(query);
    (error.code, Value::Object(error.params))
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_on_a_real_vault() {
    let home = Home::with_tasks_demo();
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let files = home.files();
    let notes: Vec<(&String, String)> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    for (query, paths) in [
        ("file:yaml_1", &["Test Data/yaml_1_alias.md"][..]),
        ("path:\"Test Data/yaml_2\"", &["Test Data/yaml_2_aliases.md"]),
        ("file:/^no_.*\\.md$/", &["Test Data/no_heading.md", "Test Data/no_yaml.md"]),
        ("tag:#context", &["Filters/Regular Expression Searches.md", "Functions/Custom Filters - Demo.md"]),
        ("tag:context/home", &["Functions/Custom Filters - Demo.md"]),
        ("[custom_number_prop:42] path:\"Test Data\" -file:complex", &["Test Data/yaml_custom_number_property.md"]),
        ("[project:secret]", &["Test Data/docs_sample_for_task_properties_reference.md"]),
        (
            "[project:proj1 OR proj2]",
            &["Manual Testing/Frontmatter/Project 1.md", "Manual Testing/Frontmatter/Project 2.md"],
        ),
        ("[aliases:null]", &["Test Data/yaml_all_property_types_empty.md"]),
        ("[aliases:\"alias 2\"]", &["Test Data/yaml_2_aliases.md"]),
        ("kanban file:example", &["Test Data/example_kanban.md"]),
        (
            "task-done:(monthly OR \"every month\") task-todo:\"every month on the 25th\"",
            &["Manual Testing/Recurrence handling invalid dates.md"],
        ),
    ] {
        assert_eq!(found(&desk, query).await, set(paths), "{query}");
    }
    // The same by plain means, over every note.
    let has_line = |text: &str, wanted: &dyn Fn(&str) -> bool| text.lines().any(wanted);
    let name = |path: &str| path.rsplit('/').next().expect("name").to_lowercase();
    type Said<'a> = (&'a str, Box<dyn Fn(&str, &str) -> bool + 'a>);
    let said: Vec<Said<'_>> = vec![
        ("path:\"Manual Testing\"", Box::new(|path, _| path.to_lowercase().contains("manual testing"))),
        (
            "-path:\"test data\" -file:search",
            Box::new(|path, _| !path.to_lowercase().contains("test data") && !name(path).contains("search")),
        ),
        (
            "path:(filters OR formats)",
            Box::new(|path, _| ["filters", "formats"].iter().any(|part| path.to_lowercase().contains(part))),
        ),
        (
            "match-case:\"TASK\"",
            Box::new(|path, text| text.contains("TASK") || path.rsplit('/').next().is_some_and(|n| n.contains("TASK"))),
        ),
        (
            "line:(\"task\" \"due\")",
            Box::new(|_, text| {
                has_line(text, &|line| ["task", "due"].iter().all(|part| line.to_lowercase().contains(part)))
            }),
        ),
        (
            "line:(\"due\" -\"done\")",
            Box::new(|_, text| {
                has_line(text, &|line| line.to_lowercase().contains("due") && !line.to_lowercase().contains("done"))
            }),
        ),
        (
            "content:/🔁 every (week|day)/",
            Box::new(|_, text| {
                let text = text.to_lowercase();
                ["week", "day"].iter().any(|unit| text.contains(&format!("🔁 every {unit}")))
            }),
        ),
        ("\"🔁\" -\"📅\"", Box::new(|_, text| text.contains('🔁') && !text.contains('📅'))),
        (
            "path:demo OR content:\"callout\"",
            Box::new(|path, text| path.to_lowercase().contains("demo") || text.to_lowercase().contains("callout")),
        ),
    ];
    for (query, holds) in said {
        let expected: BTreeSet<String> =
            notes.iter().filter(|(path, text)| holds(path, text)).map(|(path, _)| path.to_string()).collect();
        assert!(!expected.is_empty() && expected.len() < notes.len(), "{query} says something");
        assert_eq!(found(&desk, query).await, expected, "{query}");
    }
    let notes = found(&desk, "path:Frontmatter [TAG]").await.len();
    let all = find(&desk, json!({ "query": "path:Frontmatter" })).await;
    let canvas = all["hits"].as_array().expect("hits").iter().filter(|hit| hit["kind"] == "canvas").count();
    assert_eq!((notes > 0, canvas), (true, 1), "a canvas is no note, and found as what it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_on_parts_of_notes() {
    let home = Home::empty();
    home.write(
        "買い物.md",
        "---\ntags: [家/買い物]\nprice: 1200\nstatus:\n---\n# 今日\n牛乳とパン\n\n- [ ] 牛乳を買う\n- [x] パンを買う 📅 2026-11-20\n\n# 明日\n卵\n",
    );
    home.write("会議.md", "# 議題\n予算\n\n段落の 二つ目\n続きの行\n\n- 項目 予算案\n  - [/] 予算を送る\n\n```\n- [ ] 見本 #偽\n```\n#仕事\n");
    home.write("empty.md", "");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let (shopping, meeting) = (&["買い物.md"][..], &["会議.md"][..]);
    for (query, paths) in [
        ("section:(牛乳 パン)", shopping),
        ("section:(牛乳 卵)", &[]),
        ("block:(二つ目 続き)", meeting),
        ("block:(議題 予算)", &[]),
        ("block:(予算案 送る)", &[]),
        ("line:(二つ目 続き)", &[]),
        ("task:買う", shopping),
        ("task-todo:牛乳", shopping),
        ("task-todo:パン", &[]),
        ("task-done:パン", shopping),
        ("task-done:予算", meeting),
        ("task:見本", &[]),
        ("task:\"\"", &["会議.md", "買い物.md"]),
        ("-task:\"\"", &["empty.md"]),
        ("tag:#家", shopping),
        ("tag:偽", &[]),
        ("tag:仕事 OR tag:家", &["会議.md", "買い物.md"]),
        ("[price:>1000]", shopping),
        ("[price:<1000]", &[]),
        ("[status:null]", shopping),
        ("[status]", shopping),
        ("予算 -task:予算", &[]),
        ("予算 -task:牛乳", meeting),
        ("-予算", &["empty.md", "買い物.md"]),
        ("(予算 OR 牛乳) -卵", meeting),
        ("ﾊﾟﾝ 卵", shopping),
        ("/牛乳(と|を)ﾊﾟﾝ/", shopping),
    ] {
        assert_eq!(found(&desk, query).await, set(paths), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_query_is_said() {
    let home = Home::empty();
    home.write("long.md", format!("{}!\n", "a".repeat(400_000)));
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    for (query, reason, part) in [
        ("会議 (夜", "unclosed", "(夜"),
        ("tag:", "no_value", "tag:"),
        ("/a(/", "bad_pattern", "/a(/"),
        ("/(\\w{200}){200}/", "pattern_too_big", "/(\\w{200}){200}/"),
    ] {
        let (code, params) = refused(&desk, query).await;
        assert_eq!((code, &params["field"]), (ErrorCode::Invalid, &json!("query")), "{query}");
        assert_eq!((&params["reason"], &params["part"]), (&json!(reason), &json!(part)), "{query}");
    }
    let (code, params) = refused(&desk, &"あ ".repeat(5000)).await;
    assert_eq!((code, &params["rule"], &params["limit"]), (ErrorCode::Invalid, &json!("too_long"), &json!(1000)));
    // What would take another engine for ever is answered; the minute is for a busy machine.
    let begun = Instant::now();
    assert_eq!(found(&desk, "/(a+)+$/").await, set(&[]));
    assert_eq!(found(&desk, "/(a*)*b|(a|aa)+!$/").await, set(&["long.md"]));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    let deep = format!("{}a{}", "(b OR ".repeat(50), ")".repeat(50));
    assert_eq!(found(&desk, &deep).await, set(&["long.md"]), "the index takes what the parser takes");
    assert_eq!(found(&desk, &"a OR b c ".repeat(100)).await, set(&["long.md"]));
    // Operators are about notes; words, groups, case and content are about everything.
    desk.approved_plan("店の改装", &["図面"]).await;
    assert_eq!(find(&desk, json!({ "query": "改装 OR 図面" })).await["total"], 3);
    assert_eq!(find(&desk, json!({ "query": "改装 -path:x" })).await["total"], 0);
    assert_eq!(find(&desk, json!({ "query": "match-case:店 content:改装" })).await["total"], 2);
}
