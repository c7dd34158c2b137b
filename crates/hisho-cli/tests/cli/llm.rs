//! `hisho llm complete` against a server on loopback that sends given bytes: what is printed, how it ends, and
//! that the key stays where it was.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::thread::JoinHandle;

use serde_json::Value;

use crate::HISHO;

const CANARY: &str = "sk-canary-51e0d2b8467f3a9c";
const STREAM: &str = "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\\\"n\\\":\"}}]}\n\n\
    data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"4}\"},\"finish_reason\":\"stop\"}]}\n\n\
    data: {\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}\n\n";

/// Answers one request with these bytes, and gives the request.
fn serve(status: &str, body: &str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = format!("HTTP/1.1 {status}\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{body}");
    let served = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut request = String::new();
        let mut chunk = [0; 4096];
        while !is_whole(&request) {
            let read = socket.read(&mut chunk).unwrap();
            request.push_str(std::str::from_utf8(&chunk[..read]).unwrap());
        }
        socket.write_all(answer.as_bytes()).unwrap();
        request
    });
    (address, served)
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned));
    body.len() >= length.map_or(0, |length| length.trim().parse().unwrap())
}

fn complete(address: &str, more: &[&str]) -> Output {
    Command::new(HISHO)
        .args(["llm", "complete", "--wire", "openai-chat", "--model", "m", "--base-url", address])
        .args(["--key-env", "HISHO_TEST_KEY", "--system", "You count.", "How many?"])
        .args(more)
        .env("HISHO_TEST_KEY", CANARY)
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    std::str::from_utf8(&output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_event_is_a_line_and_the_last_is_the_answer() {
    let (address, served) = serve("200 OK", &format!("{STREAM}data: [DONE]\n\n"));
    let output = complete(&address, &["--json"]);
    assert!(output.status.success(), "{output:?}");
    let mut lines = lines(&output);
    let text: Vec<&str> = lines.iter().filter_map(|line| line["text"].as_str()).collect();
    assert_eq!(text.concat(), "{\"n\":4}");
    let done = lines.pop().unwrap()["done"].take();
    assert_eq!(
        (&done["text"], &done["finish"], &done["complete"]),
        (&"{\"n\":4}".into(), &"stop".into(), &true.into())
    );
    assert_eq!((&done["usage"]["input"], &done["usage"]["output"]), (&9.into(), &3.into()));
    assert!(done["error"].is_null() && done["refusal"].is_null());
    let request = served.join().unwrap();
    assert!(request.contains(CANARY) && request.contains("You count.") && request.contains("How many?"));
}

#[test]
fn a_schema_goes_along_and_the_value_that_fits_it_comes_out() {
    let folder = hisho_scenarios::Home::empty();
    std::fs::create_dir_all(folder.data()).unwrap();
    let schema = folder.data().join("数.json");
    std::fs::write(&schema, r#"{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}"#).unwrap();
    let (address, served) = serve("200 OK", &format!("{STREAM}data: [DONE]\n\n"));
    let output = complete(&address, &["--json", "--schema", schema.to_str().unwrap()]);
    assert_eq!(lines(&output).last().unwrap()["done"]["value"]["n"], 4, "{output:?}");
    assert!(served.join().unwrap().contains("\"integer\""));
}

#[test]
fn an_answer_cut_short_is_printed_and_ends_with_a_failure() {
    let (address, served) = serve("200 OK", STREAM.split_once("4}").unwrap().0.rsplit_once("data").unwrap().0);
    let output = complete(&address, &["--json"]);
    served.join().unwrap();
    assert!(!output.status.success());
    let done = lines(&output).pop().unwrap()["done"].take();
    assert_eq!((&done["text"], &done["complete"]), (&"{\"n\":".into(), &false.into()));
    assert_eq!(done["error"]["code"], "incomplete");
}

#[test]
fn without_json_only_the_text_is_printed() {
    let (address, served) = serve("200 OK", &format!("{STREAM}data: [DONE]\n\n"));
    let output = complete(&address, &[]);
    served.join().unwrap();
    assert_eq!(std::str::from_utf8(&output.stdout).unwrap(), "{\"n\":4}\n");
}

#[test]
fn a_refused_key_is_told_and_not_shown() {
    let body = format!("{{\"error\":{{\"message\":\"Incorrect API key provided: {CANARY}\"}}}}");
    let (address, served) = serve("401 Unauthorized", &body);
    let output = complete(&address, &["--json"]);
    served.join().unwrap();
    assert!(!output.status.success());
    assert_eq!(lines(&output).last().unwrap()["done"]["error"]["code"], "unauthorized");
    let said = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&said).contains(CANARY));
}
