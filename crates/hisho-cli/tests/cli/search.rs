//! `hisho vault search`, as a script would use it.

use hisho_domain::{Error, ErrorCode};
use hisho_scenarios::{Hisho, Home};
use serde_json::{Value, json};

use crate::HISHO;

fn run(hisho: &Hisho, arguments: &[&str]) -> Result<String, Error> {
    let output = hisho.command(&[&["vault", "search"], arguments].concat()).output().expect("hisho runs");
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout).expect("text"));
    }
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let told = String::from_utf8(output.stderr).expect("text");
    Err(serde_json::from_str(told.lines().last().expect("the error"))
        .unwrap_or_else(|_| panic!("not an error: {told}")))
}

fn found(hisho: &Hisho, arguments: &[&str]) -> Value {
    let printed = run(hisho, &[arguments, &["--json"]].concat()).expect("it succeeds");
    assert_eq!(printed.lines().count(), 1, "one object, on one line");
    serde_json::from_str(&printed).expect("JSON")
}

#[test]
fn notes_are_found_and_faults_are_told() {
    let home = Home::empty();
    home.write("日記/今日.md", "---\nmood: よい\n---\n朝の会議は \u{1F389} 短かった\n");
    home.write("x.md", "会議室の予約");
    home.write("y.canvas", r#"{"nodes":[{"id":"1","type":"text","text":"会議の板"}]}"#);
    let hisho = home.hisho(HISHO);
    assert_eq!(run(&hisho, &["会議", "--json"]).expect_err("no vault").code, ErrorCode::NoVault);
    hisho.ok("vault.choose", json!({ "path": home.vault() }));
    hisho.ok("tasks.create", json!({ "title": "会議を開く" }));

    let all = found(&hisho, &["会議"]);
    assert_eq!((&all["total"], all["hits"].as_array().map(Vec::len)), (&json!(2), Some(2)), "notes alone");
    assert_eq!(
        found(&hisho, &["会議 短", "--limit", "5"]),
        json!({ "total": 1, "hits": [{
            "path": "日記/今日.md", "title": "今日", "snippet": "朝の会議は \u{1F389} 短かった ", "highlights": [[2, 4], [9, 10]], "line": 3,
        }]})
    );
    let one = found(&hisho, &["--limit", "1", "会議"]);
    assert_eq!((&one["total"], one["hits"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    assert_eq!(found(&hisho, &["-室 path:/"])["hits"][0]["path"], "日記/今日.md", "a minus is no option");
    assert_eq!(found(&hisho, &["nothing"]), json!({ "total": 0, "hits": [] }));
    assert_eq!(run(&hisho, &["短", "--limit", "0"]).expect("found"), "1 note, 1 more than shown\n");
    assert_eq!(run(&hisho, &["短"]).expect("found"), "日記/今日.md:4: 朝の会議は \u{1F389} 短かった\n1 note\n");

    let error = run(&hisho, &["(会議", "--json"]).expect_err("unclosed");
    assert_eq!(
        (error.code, &error.params["field"], &error.params["part"]),
        (ErrorCode::Invalid, &json!("query"), &json!("(会議"))
    );
    let error = run(&hisho, &[&"会議 ".repeat(3400), "--json"]).expect_err("10,000 characters");
    assert_eq!(
        (error.code, &error.params["rule"], &error.params["limit"]),
        (ErrorCode::Invalid, &json!("too_long"), &json!(1000))
    );
}

#[test]
fn a_person_is_told_in_a_sentence() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let told = |arguments: &[&str]| {
        let output = hisho.command(arguments).output().expect("hisho runs");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        let told = String::from_utf8(output.stderr).expect("text");
        told.lines().last().expect("a line").to_owned()
    };
    let nowhere = home.vault().join("nowhere");
    let nowhere = nowhere.to_str().expect("text");
    assert!(told(&["vault", "search", "会議"]).starts_with("hisho: no vault is in use yet"));
    assert_eq!(told(&["vault", "index", nowhere]), format!("hisho: there is no folder {nowhere}"));
    hisho.ok("vault.choose", json!({ "path": home.vault() }));
    assert_eq!(told(&["vault", "search", "(会議"]), "hisho: what begins with (会議 is not closed");
}

#[test]
fn a_reader_who_has_enough_ends_it_quietly() {
    let home = Home::empty();
    let mut listing = home
        .hisho(HISHO)
        .command(&["rpc", "--list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("hisho runs");
    drop(listing.stdout.take());
    let output = listing.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
