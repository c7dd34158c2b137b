//! Search finds exactly what a plain scan finds, by the definition: over scripts without spaces
//! any substring, over others words by their beginning, in quotes any substring.

mod operators;
mod shown;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hisho_app::Caller;
use hisho_domain::Origin;
use hisho_scenarios::{Desk, Home};
use regex::Regex;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Searches as a field that is typed into does, without a look at the vault after each.
async fn find(desk: &Desk, input: Value) -> Value {
    let found = desk.app.call(Caller::person(Origin::Cli), "search.find", input.clone()).await;
    found.unwrap_or_else(|error| panic!("{input}: {error:?}"))
}

async fn found(desk: &Desk, query: &str) -> BTreeSet<String> {
    let result = find(desk, json!({ "query": query, "kinds": ["note"], "limit": 1000 })).await;
    let hits = result["hits"].as_array().expect("hits");
    assert_eq!(result["total"], hits.len(), "{query}");
    hits.iter().map(|hit| hit["id"].as_str().expect("path").to_owned()).collect()
}

/// The definition once more, in another way: on characters, without runs or an index.
mod plain {
    use super::*;

    pub fn fold(text: &str) -> Vec<char> {
        let to_hiragana = |c: char| match c as u32 {
            n @ (0x30A1..=0x30F6 | 0x30FD | 0x30FE) => char::from_u32(n - 0x60).expect("hiragana"),
            _ => c,
        };
        text.nfkc().flat_map(char::to_lowercase).map(to_hiragana).collect()
    }

    pub fn cjk(c: char) -> bool {
        let n = c as u32;
        matches!(n, 0x3005..=0x3007 | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF)
            || matches!(n, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF | 0xAC00..=0xD7FF)
    }

    pub fn letter(c: char) -> bool {
        c.is_alphanumeric() && !cjk(c)
    }

    /// An arrow, an emoji or the like; those of ASCII mean something else to a query.
    pub fn sign(c: char) -> bool {
        static SYMBOL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\p{S}$").expect("a pattern"));
        !c.is_ascii() && SYMBOL.is_match(c.encode_utf8(&mut [0; 4]))
    }

    fn places<'a>(text: &'a [char], part: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        (0..(text.len() + 1).saturating_sub(part.len())).filter(move |&at| text[at..].starts_with(part))
    }

    /// What must be found of a query: in quotes all of it as it stands, otherwise its stretches of
    /// one script and of signs.
    pub fn parts(query: &str, quoted: bool) -> Vec<Vec<char>> {
        let query = fold(query);
        if quoted {
            return vec![query];
        }
        let kind = |c: char| (cjk(c), letter(c), sign(c));
        let stretches = query.chunk_by(|&a, &b| kind(a) == kind(b));
        stretches.filter(|part| kind(part[0]) != (false, false, false)).map(<[char]>::to_vec).collect()
    }

    /// Whether one part is found in a text.
    pub fn finds(text: &[char], part: &[char], quoted: bool) -> bool {
        let mut places = places(text, part);
        if quoted || part.iter().all(|&c| cjk(c) || sign(c)) {
            return places.next().is_some();
        }
        places.any(|at| at == 0 || !letter(text[at - 1]) && !is_combining_mark(text[at - 1]))
    }
}

fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed % 1_000_003) as usize
}

/// Notes of many scripts, widths and compositions, with names of all kinds.
fn write_notes(home: &Home) {
    const PIECES: [&str; 28] = [
        "会議",
        "会議室",
        "東京",
        "データ",
        "ﾃﾞｰﾀ",
        "ミーティング",
        "みーてぃんぐ",
        "秘書AI",
        "Plan",
        "planning",
        "ＰＬＡＮ",
        "Café",
        "cafe\u{301}",
        "か\u{3099}くふ",
        "㍿明日",
        "計画。",
        "、",
        "\n",
        " ",
        "2026-11-20",
        "C++",
        "foo_bar",
        "naïve",
        "각하",
        "𠮷野家",
        "🎉",
        "Straße",
        "の",
    ];
    let mut seed = 42;
    for note in 0..300 {
        let text: String = (0..next(&mut seed) % 60).map(|_| PIECES[next(&mut seed) % PIECES.len()]).collect();
        let name = ["Note", "会議メモ", "ﾒﾓ", "か\u{3099}くふ"][note % 4];
        home.write(&format!("dir{}/{name} {note}.md", note % 7), text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn random_queries_find_what_a_plain_scan_finds() {
    let home = Home::with_tasks_demo();
    write_notes(&home);
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let notes: Vec<(String, Vec<char>, Vec<char>)> = home
        .files()
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| {
            let name = path.rsplit('/').next().expect("name").trim_end_matches(".md");
            let (name, text) = (plain::fold(name), plain::fold(&String::from_utf8_lossy(&bytes)));
            (path, name, text)
        })
        .collect();

    let mut seed = 7;
    let (mut tried, mut hits, mut mixed) = (0, 0, 0);
    let queries = hisho_scenarios::rounds(1000);
    while tried < queries {
        let (_, _, text) = &notes[next(&mut seed) % notes.len()];
        let length = 1 + next(&mut seed) % 6;
        if text.len() <= length {
            continue;
        }
        let at = next(&mut seed) % (text.len() - length);
        let quoted = next(&mut seed).is_multiple_of(4);
        let mut query: String = text[at..at + length].iter().collect();
        let parts = plain::parts(&query, quoted);
        // Signs that mean something to a query stand in quotes; a mark alone belongs to no letter.
        let signs = query.contains(['"', '\\']) || !quoted && query.contains(['(', ')', '[', ']', '/', '-', ':']);
        if signs || query.trim().is_empty() || parts.is_empty() || query.chars().any(is_combining_mark) {
            continue;
        }
        if next(&mut seed).is_multiple_of(5) {
            query = widened(&query);
        }
        tried += 1;
        mixed += usize::from(parts.len() > 1);
        let typed = if quoted { format!("\"{query}\"") } else { query.clone() };
        let expected: BTreeSet<String> = notes
            .iter()
            .filter(|(_, name, text)| {
                parts.iter().all(|part| [name, text].iter().any(|text| plain::finds(text, part, quoted)))
            })
            .map(|(path, _, _)| path.clone())
            .collect();
        hits += expected.len();
        assert_eq!(found(&desk, &typed).await, expected, "{typed:?}");
    }
    assert!(hits > tried && mixed * 20 > tried, "the queries hit something: {hits} hits, {mixed} mixed of {tried}");
}

/// The same in another width or composition, where there is one.
fn widened(query: &str) -> String {
    let wide = query.chars().map(|c| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).expect("full width"),
        'ー' => 'ｰ',
        c => c,
    });
    wide.nfd().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn short_words_widths_and_mixed_queries() {
    let home = Home::empty();
    home.write("a.md", "きょうの会議は、東京で。");
    home.write("b.md", "ﾃﾞｰﾀ分析とAI秘書");
    home.write("c.md", "Planning with C++ and foo_bar");
    home.write("議事録.md", "empty");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let expect = async |query: &str, paths: &[&str]| {
        let expected: BTreeSet<String> = paths.iter().map(|p| p.to_string()).collect();
        assert_eq!(found(&desk, query).await, expected, "{query}");
    };
    expect("会", &["a.md"]).await;
    expect("議", &["a.md", "議事録.md"]).await;
    expect("会議", &["a.md"]).await;
    expect("議は", &["a.md"]).await;
    expect("データ", &["b.md"]).await;
    expect("AI秘書", &["b.md"]).await;
    expect("p", &["c.md"]).await;
    expect("ＰＬＡＮ", &["c.md"]).await;
    expect("lan", &[]).await;
    expect("\"lanning w\"", &["c.md"]).await;
    expect("bar 会議", &[]).await;
    expect("plan bar", &["c.md"]).await;
    expect("\"", &[]).await;
    expect("* OR NEAR( 会議", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_else_is_found_too_and_shown_where() {
    let home = Home::empty();
    let desk = home.open().await;
    let plan = desk.approved_plan("店の改装", &["図面を決める"]).await;
    let result = desk.ok("search.find", json!({ "query": "図面" })).await;
    let kinds: Vec<&str> = result["hits"].as_array().expect("hits").iter().filter_map(|h| h["kind"].as_str()).collect();
    assert_eq!(kinds, ["task", "plan"], "a title counts more than a text");
    let task = &result["hits"][0];
    assert_eq!(
        (task["title_highlights"].clone(), task["project_uid"].clone()),
        (json!([[0, 2]]), plan["project"]["uid"].clone())
    );
    desk.ok(
        "plans.delete",
        json!({ "uid": plan["uid"], "rev": desk.ok("plans.get", json!({ "uid": plan["uid"] })).await["rev"] }),
    )
    .await;
    let result = desk.ok("search.find", json!({ "query": "図面", "kinds": ["plan"] })).await;
    assert_eq!(result["total"], 0);
}
