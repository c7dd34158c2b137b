//! A database that cannot be opened is no end: its backups can be seen and put into its place.

use std::fs;

use hisho_domain::{Error, ErrorCode as Code};
use hisho_scenarios::{Hisho, Home, content};
use serde_json::{Value, json};

use crate::HISHO;

fn rescue(hisho: &Hisho, arguments: &[&str]) -> Result<Value, Error> {
    let output = hisho.command(&[&["rescue"], arguments].concat()).output().expect("hisho runs");
    if output.status.success() {
        return Ok(serde_json::from_slice(&output.stdout).expect("JSON"));
    }
    let told = String::from_utf8(output.stderr).expect("text");
    Err(serde_json::from_str(told.lines().last().expect("the error")).expect("an error"))
}

fn titles(hisho: &Hisho) -> Vec<Value> {
    hisho.ok("plans.list", json!({})).as_array().expect("plans").iter().map(|p| p["title"].clone()).collect()
}

#[test]
fn a_damaged_database_is_set_aside_and_a_backup_takes_its_place() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    hisho.ok("plans.create", json!({ "content": content("Kept", &[]) }));
    let backup = hisho.ok("backups.create", json!({ "name": "good" }));
    let id = backup["id"].as_str().expect("id");
    let file = home.data().join("hisho.db");
    fs::write(&file, vec![7; 9000]).expect("damage");
    assert_eq!(hisho.fails(&["plans.list"]).code, Code::DatabaseCorrupt);

    let list = rescue(&hisho, &["list"]).expect("listed");
    assert_eq!((list[0]["id"].as_str(), list[0]["state"].as_str()), (Some(id), Some("sound")));
    assert_eq!(rescue(&hisho, &["restore", id]).expect_err("a decision").code, Code::PersonOnly);
    let restored = rescue(&hisho, &["restore", id, "--as-me"]).expect("restored");
    assert_eq!(restored["before"], Value::Null);
    assert_eq!(titles(&hisho), [json!("Kept")]);
    let aside: Vec<_> = fs::read_dir(home.data().join("set-aside")).expect("set aside").flatten().collect();
    assert_eq!(fs::read(aside[0].path().join("hisho.db")).expect("kept"), vec![7; 9000]);
}

#[test]
fn a_database_of_a_newer_program_is_gone_back_from() {
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    hisho.ok("plans.create", json!({ "content": content("Kept", &[]) }));
    let backup = hisho.ok("backups.create", json!({}));
    let id = backup["id"].as_str().expect("id");
    let newer = rusqlite::Connection::open(home.data().join("hisho.db")).expect("open");
    newer.execute("INSERT INTO refinery_schema_history VALUES (999, 'later', '', '')", []).expect("insert");
    drop(newer);
    assert_eq!(hisho.fails(&["plans.list"]).code, Code::DatabaseNewer);
    let restored = rescue(&hisho, &["restore", id, "--as-me"]).expect("restored");
    assert_eq!(
        (restored["before"]["kind"].as_str(), restored["before"]["state"].as_str()),
        (Some("before_restore"), Some("sound"))
    );
    assert_eq!(titles(&hisho), [json!("Kept")]);
    // The newer one is known for what it is.
    let before = restored["before"]["id"].as_str().expect("id");
    let list = rescue(&hisho, &["list"]).expect("listed");
    assert_eq!(list.as_array().expect("list").iter().find(|b| b["id"] == before).expect("there")["state"], "newer");
    assert_eq!(rescue(&hisho, &["restore", before, "--as-me"]).expect_err("newer").code, Code::DatabaseNewer);
    assert_eq!(titles(&hisho), [json!("Kept")]);
}

#[test]
fn nothing_is_exchanged_under_a_program_that_runs() {
    use std::io::{BufRead, BufReader, Write};
    let home = Home::empty();
    let hisho = home.hisho(HISHO);
    let id = hisho.ok("backups.create", json!({}))["id"].as_str().expect("id").to_owned();
    let mut open = hisho
        .command(&["rpc", "--lines"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("hisho runs");
    let mut stdin = open.stdin.take().expect("a pipe");
    stdin.write_all(b"{\"command\":\"app.state\"}\n").expect("asked");
    BufReader::new(open.stdout.take().expect("a pipe")).lines().next().expect("an answer").expect("text");
    assert_eq!(rescue(&hisho, &["restore", &id, "--as-me"]).expect_err("in use").code, Code::InUse);
    drop(stdin);
    open.wait().expect("ends");
    rescue(&hisho, &["restore", &id, "--as-me"]).expect("restored");
}
